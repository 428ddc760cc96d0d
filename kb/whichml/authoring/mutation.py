"""Which mutants of rules the cases beside packs notice, and which survive them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial

from whichml.advise.recommendation import Advisor
from whichml.advise.shared_nodes import SharedNodes
from whichml.authoring.case_runs import CaseRun, runs_of
from whichml.authoring.cases import Case
from whichml.authoring.mutants import CHANGES, Change, Mutant, mutants_of
from whichml.knowledge.base import Knowledge
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.conditions import Condition, Conditions, FlagTest
from whichml.model.statements.rule import EffectKind, Rule
from whichml.model.statements.strata import stratify
from whichml.rules.oracle import ReadingOrder, fires, run_in_order
from whichml.rules.state_space import StateSpace

_SELECTIVE = frozenset({"excludes", "keeps", "rates", "cautions", "spares", "prioritises", "asks"})
_TOUCHED: Mapping[EffectKind, frozenset[str]] = {
    "exclude": _SELECTIVE,
    "rate": _SELECTIVE,
    "caution": frozenset({"cautions", "spares", "asks"}),
    "prioritise": frozenset({"prioritises", "asks"}),
    "decide": frozenset({"decides", "asks"}),
    "forbid": frozenset({"decides", "forbids", "asks"}),
    "advise": frozenset({"advises", "asks"}),
}
"""Which expectations can change their outcome with a rule, by its effect; a conclusion can change any."""


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no case notices: the rule, its file and line, and what was changed, and where in the rule."""

    rule: str
    pack: str
    where: str
    change: Change
    text: str
    path: tuple[str, str]


@dataclass(frozen=True, slots=True)
class MutationReport:
    """How many mutants were tried and noticed.

    Attributes
    ----------
    n_equivalent : mutants that can change nothing as far as is known, counted in neither of the others
    """

    n_mutants: int
    n_noticed: int
    n_equivalent: int
    survivors: tuple[Survivor, ...]

    def as_plain(self) -> dict[str, object]:
        """Return the report as plain values that JSON can hold, `mutation/1`."""
        return {"schema": "mutation/1", **asdict(self)}


def survivors(
    knowledge: Knowledge,
    cases_by_pack: Mapping[str, Sequence[Case]],
    sample: int | None = None,
    seed: int = 0,
    changes: Collection[Change] = CHANGES,
) -> MutationReport:
    """Return which mutants of the packs' rules no case notices.

    A mutant is noticed when a case that was met is not any more. A case of any pack may notice it.

    Parameters
    ----------
    cases_by_pack : cases by the id of the pack that they stand beside; rules of other packs are not mutated
    sample : how many mutants to try, drawn evenly over all; None for all
    seed : which sample; the same seed draws the same mutants of unchanged rules
    changes : the kinds of change to try
    """
    reading = ReadingOrder(knowledge.rules, stratify(knowledge.rules))
    advisor = Advisor.running(knowledge, partial(run_in_order, knowledge.rules, reading, knowledge.shapes))
    runs = runs_of(advisor, cases_by_pack)
    return survivors_of_runs(advisor, runs, sample, seed, changes)


def survivors_of_runs(
    advisor: Advisor,
    runs_by_pack: Mapping[str, Sequence[CaseRun]],
    sample: int | None = None,
    seed: int = 0,
    changes: Collection[Change] = CHANGES,
) -> MutationReport:
    """Return what `survivors` returns, from cases that were run already: half of its time goes into running them.

    Parameters
    ----------
    advisor : who ran the cases
    """
    knowledge = advisor.knowledge
    rules = [rule for rule in knowledge.rules if rule.pack in runs_by_pack]
    every = [m for rule in rules for m in mutants_of(rule, knowledge.shapes) if m.change in changes]
    mutants = _drawn(every, sample, seed)
    bench = _Bench(advisor, [run for runs in runs_by_pack.values() for run in runs])
    unnoticed = [mutant for mutant in mutants if not bench.notices(mutant)]
    survived = [mutant for mutant in unnoticed if bench.can_tell(mutant)]
    n_equivalent = len(unnoticed) - len(survived)
    return MutationReport(
        n_mutants=len(mutants) - n_equivalent,
        n_noticed=len(mutants) - len(unnoticed),
        n_equivalent=n_equivalent,
        survivors=tuple(Survivor(m.id, m.rule.pack, m.rule.where, m.change, m.text, m.path) for m in survived),
    )


def _drawn(mutants: Sequence[Mutant], sample: int | None, seed: int) -> Sequence[Mutant]:
    """Return a sample in the order of the rules; a mutant's lot depends on the seed and on itself alone."""
    if sample is None or sample >= len(mutants):
        return mutants
    lots = [hashlib.sha256(f"{seed}\0{mutant.id}\0{mutant.text}".encode()).digest() for mutant in mutants]
    drawn = sorted(sorted(range(len(mutants)), key=lots.__getitem__)[:sample])
    return [mutants[index] for index in drawn]


class _Bench:
    """The cases with their outcomes under the rules as they are, ready to be held against mutants."""

    def __init__(self, advisor: Advisor, trials: Sequence[CaseRun]) -> None:
        knowledge = advisor.knowledge
        self._knowledge = knowledge
        self._space = StateSpace.of(knowledge)
        self._reading = ReadingOrder(knowledge.rules, stratify(knowledge.rules))
        self._advisor = advisor
        self._trials = trials
        self._naming: dict[str, list[CaseRun]] = {}
        for trial in self._trials:
            for rule in dict.fromkeys((*trial.case.expect.fires, *trial.case.expect.silent)):
                self._naming.setdefault(rule, []).append(trial)

    def notices(self, mutant: Mutant) -> bool:
        """Return whether a case that is met under the rules as they are is missed under the mutant."""
        rule = self._knowledge.rule(mutant.id)
        if mutant.change != "selection" and any(
            fires(mutant.rule, trial.facts) != (rule.id in trial.fired) and not trial.missed
            for trial in self._naming.get(rule.id, ())
        ):
            return True
        concerned = [trial for trial in self._concerned(rule) if self._changes(mutant, trial) and not trial.missed]
        advisor = self._advisor_with(mutant.rule) if concerned else self._advisor
        return any(CaseRun(advisor, trial.case).missed for trial in concerned)

    def can_tell(self, mutant: Mutant) -> bool:
        """Return whether anything tells the mutant from its rule.

        For tests of qualities that is an algorithm of which one speaks and the other does not, in some case where
        the rule fires; for conditions it is some facts on which one fires and the other does not. A condition that
        follows from the others is not missed.
        """
        rule = self._knowledge.rule(mutant.id)
        if mutant.change == "selection":
            return any(self._changes(mutant, trial) for trial in self._trials)
        if mutant.change == "dropped" and self._follows(set(rule.when) - set(mutant.rule.when), mutant.rule.when):
            return False
        return self._space.can_differ(rule, mutant.rule) is not False

    def _follows(self, dropped: Collection[Condition], rest: Conditions) -> bool:
        """Return whether what was dropped from a `when` is a fact that a rule concludes from the rest of it."""
        return any(
            isinstance(condition.test, FlagTest) and condition.test.wanted and condition.field not in BRIEF_FIELDS
            for condition in dropped
            if any(self._concludes(rule, condition.field, rest) for rule in self._knowledge.rules)
        )

    def _concludes(self, rule: Rule, field: str, conditions: Conditions) -> bool:
        return (
            rule.concluded() == (field, True)
            and not rule.unless
            and set(rule.when) <= set(conditions)
            and not any(rule.id in other.overrides for other in self._knowledge.rules)
        )

    def _concerned(self, rule: Rule) -> Sequence[CaseRun]:
        """Return the cases with an expectation that the rule's effect can touch."""
        touched = _TOUCHED.get(rule.effect.kind)
        if touched is None or (rule.overrides and not rule.is_selective):
            return self._trials
        if rule.overrides:
            touched = touched | _SELECTIVE
        return [trial for trial in self._trials if trial.case.expect.kinds & touched]

    def _changes(self, mutant: Mutant, trial: CaseRun) -> bool:
        """Return whether the rule fires in one form and not in the other, or speaks of other algorithms."""
        was = mutant.id in trial.fired
        if mutant.change != "selection":
            return fires(mutant.rule, trial.facts) != was
        return was and self._spoken_of(mutant.rule, trial) != self._spoken_of(self._knowledge.rule(mutant.id), trial)

    def _spoken_of(self, rule: Rule, trial: CaseRun) -> tuple[str, ...]:
        assessment, screening = trial.assessment, trial.assessment.screening
        suited = (*screening.candidates, *screening.references, *screening.barriers, *screening.too_inaccurate)
        return assessment.selection.of(rule, sorted(set(suited)), trial.facts, assessment.rating)

    def _advisor_with(self, changed: Rule) -> Advisor:
        """Return an advisor with one rule replaced; what does not depend on conditions is shared with the other."""
        rules = tuple(changed if rule.id == changed.id else rule for rule in self._knowledge.rules)
        digest = hashlib.sha256(f"{self._knowledge.digest}\0{changed!r}".encode()).hexdigest()
        knowledge = replace(self._knowledge, rules=rules, digest=digest)
        runner = partial(run_in_order, rules, self._reading, knowledge.shapes)
        return replace(self._advisor, knowledge=knowledge, run_rules=runner, shared_nodes=SharedNodes())
