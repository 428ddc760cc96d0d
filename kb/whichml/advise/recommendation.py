"""From a brief and a knowledge base to the whole answer: the eight steps in order."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

import rfc8785

from whichml.advise.applicability import ReachIndex
from whichml.advise.assessment import Assessment
from whichml.advise.baselines import choose_baseline
from whichml.advise.constraints import Constraint
from whichml.advise.contradicted_laws import contradicted_laws
from whichml.advise.further_tasks import further_answers
from whichml.advise.guidance import concern_components, plan_measurements
from whichml.advise.kept_out import kept_out_by_own
from whichml.advise.practice import PracticeModel
from whichml.advise.practice_beside import with_practice_beside
from whichml.advise.prepared_knowledge import PreparedKnowledge, RunRules
from whichml.advise.priorities import as_priorities
from whichml.advise.questions import QuestionFinder
from whichml.advise.ratings import RatedCells
from whichml.advise.relaxations import smallest_relaxations
from whichml.advise.shared_nodes import SharedNodes
from whichml.advise.strength_ratings import StrengthIndex
from whichml.knowledge.algorithm_calls import known_names
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief, check_names
from whichml.model.documents.errors import quoted
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.statements.baseline_advice import BaselineAdvice, InUseAdvice
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.evidence import Evidence
from whichml.model.statements.facts import Source
from whichml.model.statements.further_answer import FurtherAnswer
from whichml.model.statements.knowledge_stamp import KnowledgeStamp, PackStamp
from whichml.model.statements.recommendation import (
    ApplicationTold,
    MeasuredScore,
    NothingLearnt,
    Recommendation,
    Reference,
    SourceRecord,
    Tension,
)
from whichml.model.words.names_in_sentences import in_sentence
from whichml.rules.engine import RuleEngine
from whichml.rules.selection import Selection

_NOTES: Final = "/notes"
N_OPTIONS: Final = 3
"""How many options an answer, and its record, put side by side; a baseline is kept beside the first."""
N_MEASURED_LEADERS = 3
"""Of how many leading candidates a quality has to be measured before it need not be measured next."""

CALIBRATED: Final = "predicted times are those of the calibrated machine"
"""How the notice begins of an answer that stands on a calibration."""


class Advisor(PreparedKnowledge):
    """A knowledge base made ready to answer, and who answers from it."""

    @classmethod
    def of(cls, knowledge: Knowledge) -> Advisor:
        """Return an advisor whose rules run on the engine."""
        engine = RuleEngine(knowledge.rules, knowledge.shapes)
        return cls.running(knowledge, engine.run)

    @classmethod
    def running(cls, knowledge: Knowledge, run_rules: RunRules) -> Advisor:
        """Return an advisor whose rules are run by the given function, such as the oracle's."""
        records = {ref: _record(source) for ref, source in knowledge.sources.items()}
        selection, nodes = Selection(knowledge, knowledge.rules), SharedNodes()
        return cls(
            knowledge, run_rules, selection, RatedCells(knowledge), records, StrengthIndex(knowledge),
            PracticeModel(knowledge), nodes, ReachIndex(knowledge, nodes), QuestionFinder(knowledge, selection),
        )  # fmt: skip

    def recommend(
        self, brief: Brief, evidence: Sequence[Evidence] = (), calibration: Calibration | None = None
    ) -> Recommendation:
        """Return the answer to a brief, on measurements of its project and machine where there are any."""
        return self.recommend_with_steps(brief, evidence, calibration)[0]

    def recommend_with_steps(
        self, brief: Brief, evidence: Sequence[Evidence] = (), calibration: Calibration | None = None
    ) -> tuple[Recommendation, Assessment]:
        """Return the answer to a brief, and the steps towards it for whatever is asked of it next."""
        answering = _Answering(self, brief, evidence, calibration)
        named = answering.graph.facts((FURTHER_TASKS,)) if brief.project.further_tasks else ()
        further = tuple(further_answers(brief, self.knowledge, self.recommend, tuple(named)))
        kept_out = kept_out_by_own(self, answering, evidence, calibration, N_OPTIONS)
        return answering.answer(further, kept_out), answering

    def assess(
        self, brief: Brief, evidence: Sequence[Evidence] = (), calibration: Calibration | None = None
    ) -> Assessment:
        """Return the steps towards the answer to a brief, none of them made that nobody asks for."""
        return Assessment(self, brief, evidence, calibration)


@lru_cache(maxsize=4)
def advisor_for(knowledge: Knowledge) -> Advisor:
    """Return the advisor of a knowledge base, compiled the first time it is asked for.

    What was built lives on, and each full collection of garbage walks all of it in the middle of an answer, which takes
    longer than it. A process that answers many briefs does well to call `gc.freeze` after this.
    """
    return Advisor.of(knowledge)


def recommend(
    brief: Brief,
    knowledge: Knowledge,
    evidence: Sequence[Evidence] = (),
    calibration: Calibration | None = None,
) -> Recommendation:
    """Return which algorithms fit the project, and why.

    A pure function: the same brief, knowledge, evidence and calibration give the same bytes in every process.

    Parameters
    ----------
    evidence : what was measured of this project, in any order; of it, what the brief names by id is used, or all
        where it names none
    calibration : of the machine that trains or serves, for bounds on times; None for a machine that nobody timed

    Raises
    ------
    BriefError
        Where the brief names an algorithm or a quality that the knowledge base does not know.
    ProbeError
        Where evidence that would be used is about another task.
    """
    return recommend_with_steps(brief, knowledge, evidence, calibration)[0]


def recommend_with_steps(
    brief: Brief,
    knowledge: Knowledge,
    evidence: Sequence[Evidence] = (),
    calibration: Calibration | None = None,
) -> tuple[Recommendation, Assessment]:
    """Return what `recommend` returns, and the steps towards it for whatever is asked of it next; its errors too."""
    named = check_names(brief, known_names(knowledge))
    return advisor_for(knowledge).recommend_with_steps(named, evidence, calibration)


class _Answering(Assessment):
    """One whole answer, put together from its steps in their order."""

    def answer(self, further: tuple[FurtherAnswer, ...] = (), kept_out: tuple[str, ...] = ()) -> Recommendation:
        """Return the answer after all steps, beside those to what else the project asks for."""
        graph, knowledge, screening = self.graph, self.knowledge, self.screening
        priorities = as_priorities(self.criteria, knowledge, graph, self.practice_share, str(self.firing.facts["task"]))
        candidates, outclassed = self.ranked
        candidates = with_practice_beside(candidates, outclassed, self.practice)
        references, evaluation = self._references(), self.evaluation
        serving = {reference.algorithm for reference in references if reference.serves}
        baseline = self._baseline(serving)
        decisions = self.decided.answers
        texts = {constraint.key: f"{constraint.quality} {constraint.text}" for constraint in self.constraints}
        return self._assembled(
            requirements=tuple(constraint.requirement for constraint in self.constraints),
            application=self._application(),
            circumstances=self.circumstances,
            candidates=candidates,
            outclassed=outclassed,
            references=references,
            baseline=baseline,
            in_use=self._in_use(baseline),
            unsupported=tuple(sorted(screening.unsupported, key=lambda u: u.algorithm)),
            excluded=tuple(each for _, each in sorted(self.exclusions.items())),
            priorities=priorities,
            decisions=decisions,
            not_decided=self.decided.not_decided,
            patterns=self.patterns,
            components=concern_components(knowledge, self.answer_facts, decisions, graph),
            measurements=plan_measurements(
                evaluation,
                self.answer_facts,
                self.constraints,
                self.criteria,
                screening.open_constraints,
                baseline,
                self._is_measured,
            ),
            open_questions=self.questions,
            tensions=(*self._dissents(), *self.decided.tensions),
            relaxations=()
            if candidates or self.problem is not None
            else smallest_relaxations(knowledge, screening, texts, graph),
            running_costs=self.running_costs,
            further=further,
            nothing_learnt=tuple(self._nothing_learnt()),
            not_followed=self.not_followed,
            set_aside=self.set_aside,
            kept_out=kept_out,
        )

    def _references(self) -> tuple[Reference, ...]:
        """Return what every candidate has to beat, and other references that are no candidates themselves."""
        serving = {choice.algorithm for choice, *_ in self.evaluation.baselines()}
        is_told = self.evaluation.names_baselines
        ranked = {candidate.algorithm for candidate in self.ranked[0]}
        ranked |= {sibling for candidate in self.ranked[0] for sibling in candidate.equivalents}
        return tuple(
            Reference(
                algorithm=algorithm,
                serves=algorithm in serving or not is_told,
                because=(self.graph.about(algorithm),),
            )
            for algorithm in self.screening.references
            if algorithm not in ranked
        )

    def _baseline(self, references: Collection[str]) -> BaselineAdvice | None:
        """Return what to keep beside the leader; None where nothing is left, or nothing simpler is usable."""
        candidates, outclassed = self.ranked
        if not candidates:
            return None
        ranked = (name for each in (*candidates, *outclassed) for name in (each.algorithm, *each.equivalents))
        shown = {*ranked, *references}
        return choose_baseline(self.evaluation, candidates[0], shown, self.screening, self.chance_of_mistake)

    def _in_use(self, baseline: BaselineAdvice | None) -> InUseAdvice | None:
        """Return what decides today, where the brief tells so without a name; None where no candidate is left."""
        found = self.evaluation.in_use() if self.ranked[0] else None
        application = self.application
        if (found is None or found[0].is_last) and application is not None and self.ranked[0]:
            beside = application.beside
            if beside is not None:
                node = application.beside_node(self.graph)
                why = in_sentence(beside.why).rstrip(".")  # behind a colon
                return InUseAdvice(named=beside.named, why=why, because=(node,))
        if found is None or (found[0].is_last and baseline is not None):
            return None
        choice, *_ = found
        return InUseAdvice(named=choice.named, why=choice.why, because=(self.evaluation.in_use_node(*found),))

    def _application(self) -> ApplicationTold | None:
        """Return what is known of the application that the brief is about; None where nothing is."""
        if self.application is None:
            return None
        leader = self.ranked[0][0].algorithm if self.ranked[0] else ""
        return replace(self.application, facts=self.answer_facts).told(leader, self.graph)

    def _is_measured(self, quality: str, constraint: Constraint | None) -> bool:
        """Return whether a quality, or what a requirement asks of it, was measured of the leading candidates."""
        leaders = [candidate.algorithm for candidate in self.ranked[0][:N_MEASURED_LEADERS]]
        if constraint is not None and constraint.bound is None:
            found = [self.ratings.measured_for(algorithm, constraint.key) for algorithm in leaders]
        else:
            found = [self.ratings.of(algorithm, quality) for algorithm in leaders]
        return bool(found) and all(rating is not None and rating.is_measured for rating in found)

    def _notices(self) -> Iterable[str]:
        """Yield what is worth a second look in the brief, in the evidence, and in what it leaves to claims."""
        yield from (notice.message for notice in self.brief.notices)
        yield from contradicted_laws(self.knowledge, self.firing.standing)
        yield from self.evidence_selection.notices
        yield from self.measured.notices
        if self.calibration is not None and self.ratings.predicts_times:
            yield f"{CALIBRATED}, {quoted(self.calibration.machine.processor)}."
        candidates = sorted(candidate.algorithm for group in self.ranked for candidate in group)
        on_claims = [a for a in candidates if (a, "accuracy") not in self.measured.ratings]
        if on_claims and any(quality == "accuracy" for _, quality in self.measured.ratings):
            yield (
                "measured accuracy is relative to the best that was measured; these candidates were not measured, and "
                f"keep what is claimed of them: {', '.join(on_claims)}."
            )

    def _assumptions(self) -> Iterable[str]:
        """Yield what of the brief was guessed or left out, and then what else of it is not read.

        Where musts of the notes are all of it, these are what else matters there.
        """
        found = [notice for notice in self.brief.notices if notice.guessed or notice.is_left_out]
        has_more = any(notice.pointer != _NOTES for notice in found)
        unread = [notice for notice in self.brief.notices if notice.n_unread] if has_more else ()
        yield from (notice.message for notice in (*found, *unread))

    def _nothing_learnt(self) -> Iterable[NothingLearnt]:
        """Yield the runs in which nothing beats a constant, on all of their scores."""
        for each in self.measured.unlearnt:
            nodes = tuple(map(self.graph.figure, each.figures))
            yield NothingLearnt(run=each.run.identity, text=f"{each.text[0].upper()}{each.text[1:]}.", because=nodes)

    def _scores(self) -> Iterable[MeasuredScore]:
        """Yield the scores that the graph tells, in the order of its nodes; of each run those on all of its rows."""
        for node, figure in sorted(self.graph.figures.items()):
            if figure.measure == "score" and not figure.is_of_a_sample:
                yield MeasuredScore(run=figure.run.identity, algorithm=figure.algorithm, because=(node,))

    def _dissents(self) -> tuple[Tension, ...]:
        """Return where the brief says one thing and a rule concludes another; the brief's word stands."""
        return tuple(
            Tension(
                text=f"The brief says that {d.field} is {d.given}; a rule expects {d.concluded}.",
                because=(*self.graph.facts((d.field,)), self.graph.rule(self.knowledge.rule(d.rule))),
            )
            for d in self.firing.conflicts
        )

    def _assembled(self, **parts: object) -> Recommendation:
        knowledge = self.knowledge
        normalised = self.brief.normalised()
        stamp = KnowledgeStamp(
            version=knowledge.version,
            digest=knowledge.digest,
            packs=tuple(
                PackStamp(id=pack.id, version=pack.version, digest=pack.digest, shipped=pack.shipped)
                for pack in knowledge.packs
            ),
        )
        selected = self.evidence_selection
        measured = [run.key for run in selected.runs]
        measured += [f"unused: {identity}" for identity in selected.unused]  # a notice tells of it
        if self.calibration is not None and self.ratings.predicts_times:
            measured.append(self.calibration.to_json().decode())
        records = {**self.source_records, **self.measured.records}
        return Recommendation.model_validate({
            "id": answer_id(self.brief, knowledge, measured),
            "knowledge": stamp,
            "brief": normalised,
            "read_from_prose": self.brief.read_from_prose,
            "notices": tuple(self._notices()),
            "assumptions": tuple(self._assumptions()),
            **parts,
            "scores": tuple(self._scores()),
            "justification": self.graph.graph(),
            "sources": {ref: records[ref] for ref in self.graph.cited_sources()},
        })  # fmt: skip


def answer_id(brief: Brief, knowledge: Knowledge, measured: Sequence[str] = ()) -> str:
    """Return the id of an answer, which is known before the answer is.

    Parameters
    ----------
    measured : the keys of the evidence that the answer stands on, the ids of what it was given besides, and the text of
        the calibration that it stands on, in this order
    """
    behind = (knowledge.digest, *(notice.message for notice in brief.readings), *measured)
    hashed = b"\0".join((rfc8785.dumps(brief.normalised()), *map(str.encode, behind)))
    return hashlib.sha256(hashed).hexdigest()[:32]


def _record(source: Source) -> SourceRecord:
    return SourceRecord(
        title=source.title,
        authors=source.authors,
        year=source.year,
        container=source.container,
        doi=source.doi,
        url=source.url,
        access=source.access,
        note=source.note if source.access == "measured" else "",  # how a work was read says no more than `access`
    )


__all__ = ["Advisor", "Assessment", "advisor_for", "answer_id", "recommend", "recommend_with_steps"]
