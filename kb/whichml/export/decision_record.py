"""The sections of a decision record, each as lines of Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from whichml.export.arguments import (
    NEITHER,
    arguments_of,
    excluded_of,
    facts_in_words,
    near_ties,
    percent,
    requirements_of,
    why_it_counts,
)
from whichml.export.foreign_text import as_code, in_markdown
from whichml.export.grounds import REASONING, Grounds
from whichml.export.naming import Naming, question_of, title_of
from whichml.export.works import References, address_of, reading_of, title_line
from whichml.knowledge.base import Knowledge
from whichml.model.recommendation import Candidate, DecisionAnswer, Exclusion, RatedQuality, Recommendation

N_TOP = 3
N_GOOD = 6
Lines = list[str]


class DecisionRecord:
    """One answer, section by section. Sections cite as they are made, so references come after all others."""

    def __init__(self, answer: Recommendation, knowledge: Knowledge) -> None:
        self.answer, self.knowledge = answer, knowledge
        self.names = Naming(knowledge)
        self.grounds = Grounds(answer)
        self.cited = References(answer.sources)

    def heading(self) -> str:
        """Return the record's title: the problem and the solution found."""
        solution = self.answer.candidates[0].name if self.answer.candidates else "no algorithm is left"
        return in_markdown(f"{title_of(self.answer.brief)}: {solution}")

    def context(self) -> Lines:
        """Return what the project says of itself."""
        brief = self.answer.brief
        lines = ["## Context and Problem Statement", ""]
        title, question = in_markdown(title_of(brief)), in_markdown(question_of(brief, self.names))
        lines += [f"The project “{title}” needs {question}. Which algorithm fits it, and why?", ""]
        if brief.get("notes"):
            lines += [f"Notes: {in_markdown(str(brief['notes']))}", ""]
        lines += ["The brief states:", ""]
        return lines + [f"* {as_code(name)}: {in_markdown(said)}" for name, said in facts_in_words(brief)]

    def drivers(self) -> Lines:
        """Return requirements, then priorities with what asked for them."""
        lines = ["## Decision Drivers", ""]
        for quality, words in requirements_of(self.answer, self.grounds):
            lines.append(f"* Requirement: {in_markdown(f'{self.names.quality(quality)} {words}')}")
        for priority in self.answer.priorities:
            reasons = why_it_counts(priority, self.grounds)
            said = f"{self.names.quality(priority.quality)} ({percent(priority.weight)} of the weight, {priority.tier})"
            lines.append(f"* Priority: {in_markdown(f'{said}: {reasons}')}{self._cite(priority.because)}")
        return [*lines, *(f"* Tension: {in_markdown(t.text)}{self._cite(t.because)}" for t in self.answer.tensions)]

    def options(self) -> Lines:
        """Return the candidates in the order of their ranks, then the references."""
        lines = ["## Considered Options", ""]
        lines += [f"* {in_markdown(candidate.name)}" for candidate in self.answer.candidates]
        lines += [f"* {in_markdown(candidate.name)} (outclassed)" for candidate in self.answer.outclassed]
        for reference in self.answer.references:
            name = in_markdown(self.names.algorithm(reference.algorithm))
            lines.append(f"* {name} (a reference that every candidate has to beat{self._cite(reference.because)})")
        return lines

    def outcome(self) -> Lines:
        """Return the leader with the reason, its consequences, and how to confirm the choice."""
        lines = ["## Decision Outcome", ""]
        if not self.answer.candidates:
            lines.append("No option is chosen: every algorithm is excluded or unsupported.")
            for relaxation in self.answer.relaxations:
                given_up, readmitted = " and ".join(relaxation.relax), self.names.algorithms(relaxation.readmits)
                lines += ["", f"* {in_markdown(f'Without {given_up}: {readmitted} would be left.')}"]
            return [*lines, *self._confirmation()]
        leader = self.answer.candidates[0]
        lines += [self._choice(leader), "", "### Consequences", ""]
        return [*lines, *self._consequences(leader), *self._confirmation()]

    def _choice(self, leader: Candidate) -> str:
        utility = leader.utility
        strongest = arguments_of(leader).good[:1]
        said = f"Chosen option: “{in_markdown(leader.name)}”, because its mean utility of {utility.mean:.2f} "
        said += f"({utility.low:.2f} to {utility.high:.2f}) is the highest of {self._n_candidates()} candidates"
        for rated in strongest:
            said += f", above all because {in_markdown(self._rated(rated))}{self._cite(rated.because)}"
        rivals = near_ties(self.answer)
        if rivals:
            named = in_markdown(self.names.algorithms(tuple(rival.algorithm for rival in rivals)))
            said += f". It is nearly tied with {named}: measure before you decide between them"
        return said + "."

    def _n_candidates(self) -> int:
        return len(self.answer.candidates) + len(self.answer.outclassed)

    def _consequences(self, leader: Candidate) -> Lines:
        groups = arguments_of(leader)
        told = [*(("Good", rated) for rated in groups.good[:N_GOOD]), *(("Bad", rated) for rated in groups.bad)]
        return [
            f"* {word}, because {in_markdown(self._rated(rated))}{self._cite(rated.because)}" for word, rated in told
        ]

    def _confirmation(self) -> Lines:
        if not self.answer.measurements:
            return []
        lines = ["", "### Confirmation", ""]
        for plan in self.answer.measurements:
            name = self.names.quality(plan.quality)
            lines.append(f"* {in_markdown(f'{name}, as {plan.metric}: {plan.bound}. {plan.procedure}')}")
        return lines

    def pros_and_cons(self) -> Lines:
        """Return what speaks for and against the leading candidates."""
        if not self.answer.candidates:
            return []
        lines = ["## Pros and Cons of the Options"]
        for candidate in self.answer.candidates[:N_TOP]:
            lines += ["", f"### {in_markdown(candidate.name)}", "", self._standing(candidate), ""]
            lines += self._pros(candidate)
        return lines

    def _standing(self, candidate: Candidate) -> str:
        utility = candidate.utility
        said = [f"Rank {candidate.rank}, mean utility {utility.mean:.2f} ({utility.low:.2f} to {utility.high:.2f})"]
        said += ["in a near-tie"] if candidate.near_tie else []
        said += ["on the Pareto front"] if candidate.pareto else ["dominated by another candidate"]
        if candidate.equivalents:
            said.append(f"equivalents: {in_markdown(self.names.algorithms(candidate.equivalents))}")
        if candidate.implementations:
            said.append(f"implementations: {', '.join(as_code(path) for path in candidate.implementations)}")
        return f"{'; '.join(said)}."

    def _pros(self, candidate: Candidate) -> Lines:
        groups = arguments_of(candidate)
        lines: Lines = []
        for word, qualities in (("Good", groups.good), ("Neutral", groups.middling), ("Bad", groups.bad)):
            for rated in qualities:
                behind = self._backing(rated.because)
                lines.append(f"* {word}, because {in_markdown(self._rated(rated))}{behind}{self._cite(rated.because)}")
        if groups.unknown:
            names = ", ".join(self.names.quality(rated.quality) for rated in groups.unknown)
            lines.append(f"* Neutral, because nothing is known here of: {in_markdown(names)}")
        if candidate.practice is not None:
            word = "Good" if candidate.practice.goodness > NEITHER else "Bad"
            said = in_markdown(candidate.practice.text.partition(": ")[2])
            lines.append(f"* {word}, because {said}{self._cite(candidate.practice.because)}")
        for risk in candidate.risks:
            added = "; ".join(f"add {m.name}: {m.text}" for m in risk.mitigations)
            said = in_markdown(f"{risk.text} {added}".strip())
            grounds = [*risk.because, *(node for m in risk.mitigations for node in m.because)]
            lines.append(f"* Bad, because it is at risk: {said}{self._cite(grounds)}")
        lines += [
            f"* Neutral, because it takes a reduction: {in_markdown(f'{r.text} {r.cost}')}{self._cite(r.because)}"
            for r in candidate.reductions
        ]
        lines += [
            f"* Good, because it is clear of a must: {in_markdown(m.text)}{self._cite(m.because)}"
            for m in candidate.met
        ]
        lines += [
            f"* Neutral, because it asks for care: {in_markdown(c.text)}{self._cite(c.because)}"
            for c in candidate.cautions
        ]
        return lines

    def _rated(self, rated: RatedQuality) -> str:
        return f"{self.names.standing(rated.quality, rated.level)} ({percent(rated.weight)} of the weight)"

    def _backing(self, because: Iterable[str]) -> str:
        """Return the rules, claims and measurements behind a rating by their ids."""
        nodes = self.grounds.backing(because)
        named = ", ".join(f"{node.kind} {as_code(node.id.partition(':')[2])}" for node in nodes)
        return f", by {named}" if named else ""

    def decisions(self) -> Lines:
        """Return the architecture decisions with what speaks for and against each."""
        lines = ["## Architecture Decisions", ""] if self.answer.decisions else []
        for decision in self.answer.decisions:
            lines += self._decision(decision)
        if self.answer.not_decided:
            lines += ["### Not decided", ""]
            lines += [f"* {in_markdown(each.text)}" for each in self.answer.not_decided]
            lines.append("")
        return lines

    def _decision(self, decision: DecisionAnswer) -> Lines:
        nodes = self.grounds.nodes(decision.for_) or self.grounds.nearest(decision.because, REASONING)
        reasons = in_markdown("; ".join(node.text for node in nodes))
        name = in_markdown(self.names.decision(decision.decision))
        option = in_markdown(self.names.option(decision.decision, decision.option))
        cited = self._cite(decision.for_ or decision.because)
        lines = [f"* {name}: **{option}** ({decision.strength}), because {reasons}{cited}"]
        for node in self.grounds.nodes(decision.against):
            lines.append(f"  * Against it: {in_markdown(node.text)}{self._cite((node.id,))}")
        return lines + (["  * Tension: rules that leave no choice pull apart here"] if decision.tension else [])

    def patterns(self) -> Lines:
        """Return the patterns to follow and to avoid."""
        lines = ["## Patterns", ""] if self.answer.patterns else []
        for advice in self.answer.patterns:
            said = f"{advice.name} ({advice.kind}): {advice.text}"
            lines.append(f"* {in_markdown(said)}{self._cite(advice.because)}")
        return lines

    def components(self) -> Lines:
        """Return what each component has to care for here."""
        lines = ["## Components", ""] if self.answer.components else []
        for component in self.answer.components:
            behind = [node for concern in component.concerns for node in concern.because]
            lines.append(f"* {in_markdown(self.names.component(component.component))}{self._cite(behind)}")
            for concern in component.concerns:
                lines.append(f"  * {in_markdown(f'{self.names.quality(concern.quality)}: {concern.text}')}")
        return lines

    def why_not(self) -> Lines:
        """Return the excluded algorithms that solve the task and read the data, and a count of the others."""
        excluded = excluded_of(self.answer, self.knowledge)
        lines = ["## Why Not the Others", ""]
        lines += [self._exclusion(exclusion) for exclusion in excluded.suitable]
        for unsupported in self.answer.unsupported:
            name = self.names.algorithm(unsupported.algorithm)
            lines.append(f"* {in_markdown(f'{name}: not supported, {unsupported.missing} is missing')}")
        n_others = len(excluded.unsuitable)
        return [*lines, f"* {n_others} more do not solve the task or do not read these data."]

    def _exclusion(self, exclusion: Exclusion) -> str:
        reasons = []
        for reason in exclusion.reasons:
            rule = f" (rule {as_code(reason.rule)})" if reason.rule else ""
            reasons.append(f"{in_markdown(reason.text)}{rule}{self._cite(reason.because)}")
        return f"* {in_markdown(self.names.algorithm(exclusion.algorithm))}: {'; '.join(reasons)}"

    def open_questions(self) -> Lines:
        """Return what the brief leaves open and what the answers would change."""
        lines = ["## Open Questions", ""] if self.answer.open_questions else []
        for question in self.answer.open_questions:
            said = f"* {as_code(question.field)}: {in_markdown(question.effect)}"
            lines.append(f"{said}{self._cite(question.because)}")
        return lines

    def references(self) -> Lines:
        """Return the works that the sections before have cited, with the places in them."""
        lines = ["## References", ""]
        for number, (ref, source, places) in enumerate(self.cited.works(), start=1):
            if source is None:
                lines.append(f"{number}. {as_code(ref)}")
                continue
            container = f" {in_markdown(source.container)}." if source.container else ""
            unread = f" ({reading_of(source)})" if reading_of(source) else ""
            address = f" <{address_of(source)}>" if _is_plain(address_of(source)) else ""
            lines.append(f"{number}. {in_markdown(title_line(source))}{container}{address}{unread}")
            lines += [f"    * {in_markdown(f'{place.locator}: {place.supports}')}" for place in places]
        return lines

    def more_information(self) -> Lines:
        """Return which answer and which knowledge this record stands on."""
        stamp = self.answer.knowledge
        lines = [
            "## More Information", "",
            f"* Answer: {as_code(self.answer.id)}",
            f"* Knowledge: version {in_markdown(stamp.version)}, digest {as_code(stamp.digest)}",
            f"* Rule packs: {', '.join(as_code(f'{pack.id}/{pack.version}') for pack in stamp.packs)}",
            f"* The answer in JSON justifies every line down to {len(self.answer.sources)} works; this record cites "
            f"{len(self.cited.works())} of them.",
        ]  # fmt: skip
        return [*lines, *(f"* Notice: {in_markdown(notice)}" for notice in self.answer.notices)]

    def _cite(self, because: Iterable[str]) -> str:
        numbers = self.cited.cite(self.grounds.citations(because))
        return f" {numbers}" if numbers else ""


def _is_plain(address: str) -> bool:
    """Return whether an address can stand between angle brackets."""
    return address.startswith(("https://", "http://")) and not any(c.isspace() or c in "<>" for c in address)
