"""How solutions of one brief are judged: by which metric, on which split, and beside which baselines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from whichml.advise.justification import JustificationBuilder
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import TaskEvaluation
from whichml.model.statements.conditions import Conditions, Facts, FactValue, known_number, serves
from whichml.model.statements.evaluation_facts import Aspect, BaselineChoice, InUseChoice, MetricChoice, SplitChoice
from whichml.model.statements.facts import Citation
from whichml.model.values.metrics import metric_of

_ACTED_ON: Final = ("deployment.top_k", "project.cases_per_day")
"""Fields that say how many of the first results count, the plainest first."""
_OPEN_NUMBER: Final = "-at-K"


@dataclass(frozen=True, slots=True)
class BriefEvaluation:
    """What the knowledge base says of judging solutions of a brief's task, in its situation."""

    knowledge: Knowledge
    facts: Facts
    graph: JustificationBuilder

    def metric(self) -> tuple[str, str, str] | None:
        """Return the metric that tells most here by its id, why it does, and the node of that; None where none does."""
        for evaluation, index in self._holding("metrics"):
            choice = evaluation.facts.metrics[index]
            name = self._numbered(choice)
            text = f"{name} judges {self.facts['task']}: {choice.why}"
            return name, choice.why, self._node(evaluation, "metrics", index, text, choice.sources)
        return None

    def split(self) -> tuple[SplitChoice, str] | None:
        """Return how to part the data here, and the node of that; None where nothing is said of the task."""
        for evaluation, index in self._holding("splits"):
            choice = evaluation.facts.splits[index]
            return choice, self._node(evaluation, "splits", index, choice.how, choice.sources)
        return None

    def baselines(self) -> Iterator[tuple[BaselineChoice, TaskEvaluation, int]]:
        """Yield the baselines that serve here, that first which practitioners would keep."""
        for evaluation, index in self._holding("baselines"):
            yield evaluation.facts.baselines[index], evaluation, index

    def in_use(self) -> tuple[InUseChoice, TaskEvaluation, int] | None:
        """Return what decides today without a name; None where the brief tells nothing of it."""
        for evaluation, index in self._holding("in_use"):
            return evaluation.facts.in_use[index], evaluation, index
        return None

    def in_use_node(self, choice: InUseChoice, evaluation: TaskEvaluation, index: int) -> str:
        """Return the node that says what decides today, and why it is to beat."""
        text = f"What is in use today: {choice.named}; {choice.why}"
        return self._node(evaluation, "in_use", index, text, choice.sources)

    def baseline_node(self, choice: BaselineChoice, evaluation: TaskEvaluation, index: int) -> str:
        """Return the node that says why an algorithm is kept as a baseline."""
        name = self.graph.name_of(choice.algorithm)
        form = f", here {choice.form}," if choice.form else ""
        text = f"{name}{form} is the baseline here: {choice.why}"
        return self._node(evaluation, "baselines", index, text, choice.sources)

    @property
    def names_baselines(self) -> bool:
        """Return whether the knowledge base says which baselines solutions of the task have, in whatever situation."""
        task = self.facts["task"]
        return any(
            task in each.facts.tasks
            and any(not cases or any(_may_hold_for(task, case) for case in cases) for cases in each.cases["baselines"])
            for each in self.knowledge.evaluations.values()
        )

    def _holding(self, aspect: Aspect) -> Iterator[tuple[TaskEvaluation, int]]:
        """Yield the choices for the task of which one set of conditions is known to hold, by their places."""
        for evaluation in self.knowledge.evaluations.values():
            if self.facts["task"] in evaluation.facts.tasks and serves(evaluation.first_where, (), self.facts):
                for index, cases in enumerate(evaluation.cases[aspect]):
                    if serves(cases, evaluation.unless[aspect][index], self.facts):
                        yield evaluation, index

    def _node(
        self, evaluation: TaskEvaluation, aspect: Aspect, index: int, text: str, sources: tuple[Citation, ...]
    ) -> str:
        fields = {condition.field for case in evaluation.cases[aspect][index] for condition in case}
        because = self.graph.facts(("task", *sorted(fields - {"task"})))
        identity = f"advice:{aspect}:{evaluation.facts.id}:{index}"
        return self.graph.add(identity, "advice", text, because, sources, evaluation.where)

    def _numbered(self, choice: MetricChoice) -> str:
        """Return a metric's id with the number of results that count where the brief tells it."""
        if not choice.metric.endswith(_OPEN_NUMBER):
            return choice.metric
        number = next((n for n in (known_number(self.facts, field) for field in _ACTED_ON) if n), None)
        named = f"{choice.metric.removesuffix('K')}{int(number)}" if number else ""
        return named if named and metric_of(named) is not None else f"{choice.metric.removesuffix('K')}k"


def _may_hold_for(task: FactValue, case: Conditions) -> bool:
    """Return whether a set of conditions may hold for a task, whatever else a brief says."""
    return all(condition.test.accepts(task) for condition in case if condition.field == "task")
