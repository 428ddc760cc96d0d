"""A whole answer on the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from whichml.cli.terminal import Page
from whichml.export.arguments import (
    NEITHER,
    arguments_of,
    excluded_of,
    percent,
    requirements_of,
    why_it_counts,
)
from whichml.export.grounds import BACKING, REASONING, Grounds
from whichml.export.naming import Naming, question_of, title_of
from whichml.export.works import address_of, reading_of, title_line
from whichml.knowledge.base import Knowledge
from whichml.model.recommendation import Candidate, DecisionAnswer, RatedQuality, Recommendation, Utility

N_TOP = 3
N_GOOD, N_BAD, N_UNKNOWN = 6, 4, 6
N_REFS = 3


class AnswerPage:
    """Prints one answer, section by section; remembers the works that it cites for the list at the end."""

    def __init__(self, answer: Recommendation, knowledge: Knowledge, page: Page) -> None:
        self.answer, self.knowledge, self.page = answer, knowledge, page
        self.names = Naming(knowledge)
        self.grounds = Grounds(answer)
        self.cited: dict[str, None] = {}

    def print(self) -> None:
        """Print all sections that have something to say."""
        self._head()
        self._candidates()
        self._relaxations()
        self._excluded()
        self._priorities()
        self._decisions()
        self._patterns()
        self._components()
        self._measurements()
        self._open_questions()
        self._sources()

    def refs(self, identities: Iterable[str]) -> str:
        """Return the works behind these nodes in brackets, and count them as cited."""
        cited = list(dict.fromkeys(citation.ref for citation in self.grounds.citations(identities)))
        self.cited.update(dict.fromkeys(cited[:N_REFS]))
        more = f" +{len(cited) - N_REFS}" if len(cited) > N_REFS else ""
        return f" [{', '.join(cited[:N_REFS])}{more}]" if cited else ""

    def _head(self) -> None:
        answer = self.answer
        self.page.title(title_of(answer.brief))
        self.page.line(question_of(answer.brief, self.names))
        self.page.line(f"answer {answer.id}, knowledge {answer.knowledge.version} ({answer.knowledge.digest[:12]})")
        for quality, words in requirements_of(answer, self.grounds):
            self.page.line(f"{self.names.quality(quality)} {words}", 1, ">")
        for tension in answer.tensions:
            self.page.line(f"Tension: {tension.text}{self.refs(tension.because)}", 1, "!")

    def _candidates(self) -> None:
        self.page.heading("Recommended")
        if not self.answer.candidates:
            self.page.line("Nothing is left: every algorithm is excluded or unsupported.", 1)
        for candidate in self.answer.candidates[:N_TOP]:
            self._in_full(candidate)
        if len(self.answer.candidates) > N_TOP:
            self.page.heading("Further candidates")
        for candidate in self.answer.candidates[N_TOP:]:
            self._in_brief(candidate)
        if self.answer.outclassed:
            self.page.heading("Possible, but far behind, or what practice would call a mistake here")
        for candidate in self.answer.outclassed:
            self._in_brief(candidate)
        for reference in self.answer.references:
            name = self.names.algorithm(reference.algorithm)
            self.page.line(
                f"{name}: a reference that every candidate has to beat{self.refs(reference.because)}", 1, "="
            )

    def _in_brief(self, candidate: Candidate) -> None:
        marks = "".join((", near-tie" * candidate.near_tie, ", Pareto front" * candidate.pareto))
        also = f"; also {self.names.algorithms(candidate.equivalents)}" if candidate.equivalents else ""
        self.page.line(f"{candidate.name}: {_utility(candidate.utility)}{marks}{also}", 1, f"{candidate.rank:>2}")

    def _in_full(self, candidate: Candidate) -> None:
        page, arguments = self.page, arguments_of(candidate)
        page.line(
            f"{candidate.name} ({candidate.algorithm}), {_utility(candidate.utility)}", 0, f"{candidate.rank}.", "bold"
        )
        standing = [f"first in {percent(candidate.first_rank_share)} of the draws"]
        standing += ["in a near-tie"] if candidate.near_tie else []
        standing += ["on the Pareto front"] if candidate.pareto else ["dominated by another candidate"]
        page.line("; ".join(standing), 2)
        if candidate.equivalents:
            page.line(f"Equivalents: {self.names.algorithms(candidate.equivalents)}", 2)
        if candidate.implementations:
            page.line(f"Implementations: {', '.join(candidate.implementations)}", 2)
        self._ways(candidate)
        for mark, rated, n_shown in (("+", arguments.good, N_GOOD), ("-", arguments.bad, N_BAD)):
            for each in rated[:n_shown]:
                page.line(self._argument(each), 2, mark)
            self._rest(rated[n_shown:], mark)
        for each in arguments.middling:
            if each.basis:  # what was measured is told also where it speaks neither for nor against
                page.line(self._argument(each), 2, "~")
        if arguments.unknown:
            names = ", ".join(self.names.quality(each.quality) for each in arguments.unknown[:N_UNKNOWN])
            page.line(f"Nothing is known here of: {names}", 2, "?")
        for met in candidate.met:
            page.line(f"{met.text}{self.refs(met.because)}", 2, "=")
        for caution in candidate.cautions:
            page.line(f"{caution.text}{self.refs(caution.because)}", 2, "!")

    def _ways(self, candidate: Candidate) -> None:
        """Print through which reductions a candidate is usable, what practice says, and what it is at risk to miss."""
        page = self.page
        for reduction in candidate.reductions:
            page.line(f"{reduction.name}: {reduction.text} {reduction.cost}{self.refs(reduction.because)}", 2, ">")
        if candidate.practice is not None:
            for node in self.grounds.nodes(candidate.practice.because):
                mark = "-" if node.id.endswith(":mistake") or candidate.practice.goodness < NEITHER else "+"
                said = node.text.partition(": ")[2]
                page.line(f"{said[:1].upper()}{said[1:]}{self.refs((node.id,))}", 2, mark)
        for risk in candidate.risks:
            page.line(f"At risk: {risk.text}{self.refs(risk.because)}", 2, "!")
            for mitigation in risk.mitigations:
                page.line(f"add {mitigation.name}: {mitigation.text}{self.refs(mitigation.because)}", 3, "+")

    def _argument(self, rated: RatedQuality) -> str:
        rules = [
            node.id.removeprefix("rule:")
            for node in self.grounds.nearest(rated.because, BACKING)
            if node.kind == "rule"
        ]
        moved = f", by rule {', '.join(rules)}" if rules else ""
        name = self.names.quality(rated.quality)
        basis = f"; {rated.basis}" if rated.basis else ""
        return f"{name}: {rated.level} (weight {percent(rated.weight)}){basis}{moved}{self.refs(rated.because)}"

    def _rest(self, rated: tuple[RatedQuality, ...], mark: str) -> None:
        if rated:
            named = ", ".join(f"{self.names.quality(each.quality)} {each.level}" for each in rated)
            self.page.line(f"also {named}", 2, mark)

    def _relaxations(self) -> None:
        if self.answer.relaxations:
            self.page.heading("What would have to give")
        for relaxation in self.answer.relaxations:
            self.page.line(
                f"Without {' and '.join(relaxation.relax)}: {self.names.algorithms(relaxation.readmits)} "
                f"would be left.", 1, "~",
            )  # fmt: skip

    def _excluded(self) -> None:
        excluded = excluded_of(self.answer, self.knowledge)
        self.page.heading("Why not the others")
        for exclusion in excluded.suitable:
            for number, reason in enumerate(exclusion.reasons):
                name = self.names.algorithm(exclusion.algorithm) if number == 0 else "and"
                rule = f" (rule {reason.rule})" if reason.rule else ""
                self.page.line(f"{name}: {reason.text}{rule}{self.refs(reason.because)}", 1 + (number > 0), "x")
        for unsupported in self.answer.unsupported:
            name = self.names.algorithm(unsupported.algorithm)
            self.page.line(f"{name}: not supported, {unsupported.missing} is missing", 1, "?")
        self.page.line(
            f"{len(excluded.unsuitable)} more do not solve {self.names.term(str(self.answer.brief['task']))} "
            "or do not read these data.", 1,
        )  # fmt: skip

    def _priorities(self) -> None:
        self.page.heading("What counts here")
        for priority in self.answer.priorities:
            reasons = why_it_counts(priority, self.grounds)
            name = self.names.quality(priority.quality)
            self.page.line(
                f"{name}, {percent(priority.weight)} ({priority.tier}): {reasons}{self.refs(priority.because)}", 1, "*"
            )

    def _decisions(self) -> None:
        self.page.heading("Architecture decisions")
        for decision in self.answer.decisions:
            self._decision(decision)
        for each in self.answer.not_decided:
            self.page.line(f"Not decided: {each.text}", 1, "?")

    def _decision(self, decision: DecisionAnswer) -> None:
        reasons = self.grounds.nodes(decision.for_) or self.grounds.nearest(decision.because, REASONING)
        because = "; ".join(node.text for node in reasons)
        refs = self.refs(decision.for_ or decision.because)
        option = self.names.option(decision.decision, decision.option)
        self.page.line(f"{self.names.decision(decision.decision)}: {option} ({decision.strength})", 1, "*", "bold")
        self.page.line(f"{because}{refs}", 3, "+")
        for node in self.grounds.nodes(decision.against):
            self.page.line(f"{node.text}{self.refs((node.id,))}", 3, "-")
        if decision.tension:
            self.page.line("Tension: rules that leave no choice pull apart here.", 3, "!")

    def _patterns(self) -> None:
        if self.answer.patterns:
            self.page.heading("Patterns")
        for advice in self.answer.patterns:
            avoid = "avoid: " if advice.kind == "anti-pattern" else ""
            self.page.line(f"{avoid}{advice.name} ({advice.kind}): {advice.text}{self.refs(advice.because)}", 1, "*")

    def _components(self) -> None:
        if self.answer.components:
            self.page.heading("Components")
        for component in self.answer.components:
            behind = [node for concern in component.concerns for node in concern.because]
            self.page.line(f"{self.names.component(component.component)}{self.refs(behind)}", 1, "*", "bold")
            for concern in component.concerns:
                self.page.line(f"{self.names.quality(concern.quality)}: {concern.text}", 3)

    def _measurements(self) -> None:
        if self.answer.measurements:
            self.page.heading("Measure next")
        for measurement in self.answer.measurements:
            name = self.names.quality(measurement.quality)
            self.page.line(f"{name}: {measurement.metric}, {measurement.bound}", 1, "*")
            self.page.line(measurement.procedure, 3)

    def _open_questions(self) -> None:
        if self.answer.open_questions:
            self.page.heading("Open questions")
        for question in self.answer.open_questions:
            self.page.line(f"{question.field}: {question.effect}", 1, "?")

    def _sources(self) -> None:
        self.page.heading("Sources cited above")
        for ref in sorted(self.cited):
            source = self.answer.sources.get(ref)
            if source is not None:
                reading = f" ({reading_of(source)})" if reading_of(source) else ""
                self.page.line(f"{title_line(source)} {address_of(source)}{reading}", 1, f"[{ref}]")
        rest = len(self.answer.sources) - len(self.cited)
        if rest > 0:
            self.page.line(f"{rest} more stand behind the rest of the answer: --format json has them all.", 1)


def _utility(utility: Utility) -> str:
    return f"utility {utility.mean:.2f} ({utility.low:.2f} to {utility.high:.2f})"
