"""Kept answers read back, those too that were made before answers held their requirements and kinds of reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from whichml.advise.recommendation import CALIBRATED
from whichml.export.justification_graph import JustificationGraph
from whichml.model.briefs.normal_form import stated_form
from whichml.model.documents.document import Plain
from whichml.model.statements.practice_told import PracticeTold
from whichml.model.statements.recommendation import (
    Candidate,
    Exclusion,
    MeasuredScore,
    Reason,
    ReasonKind,
    Recommendation,
)
from whichml.model.statements.stated_requirement import StatedRequirement
from whichml.model.values.quantity import in_short_words, parse_quantity, quantity_or_none

_OF_RUN: Final = re.compile(r"evidence:[0-9a-f]{32}(?::|\Z)")
_SCORE: Final = re.compile(r"evidence:(?P<run>[0-9a-f]{32}):(?P<algorithm>[a-z0-9-]+):score\Z")
_READ: Final = re.compile(
    r"(?:`[^`]+`, read as )?`(?:title|notes|requirements\.\d+\.why)`,? says? .+, which is read as "
    r"`(?P<field>[a-z_]+\.[a-z_]+): [^`]*`\.\Z"
    r"|the brief is read as .+: `(?P<application>project\.application): [^`]*`;",
    re.DOTALL,
)
"""Notices of what was read from prose, in answers that do not name these fields."""
_KINDS_OF_FACTS: Final[Mapping[str, ReasonKind]] = {"task": "task", "data.modality": "data"}

_BUDGETS: Final[Mapping[str, str]] = {"deployment.memory": "inference-memory", "deployment.storage": "model-size"}
"""Fields that bounded a quality in such answers."""


def read_answer(body: bytes | str) -> Recommendation:
    """Return a kept answer; what one of earlier versions says in sentences alone is read out of these.

    Raises
    ------
    ValueError
        Where that is no answer.
    """
    answer = Recommendation.model_validate_json(body)
    return answer if "requirements" in answer.model_fields_set else _Earlier(answer).upgraded()


def is_measured(answer: Recommendation) -> bool:
    """Return whether an answer stands on evidence of its project, or on a calibration of its machine."""
    has_runs = any(_OF_RUN.match(node.id) for node in answer.justification.nodes)
    return has_runs or any(notice.startswith(CALIBRATED) for notice in answer.notices)


def stated_brief(answer: Recommendation) -> dict[str, Plain]:
    """Return the brief of an answer without what was read from its prose: read again it says the same."""
    if "read_from_prose" in answer.model_fields_set:
        return stated_form(answer.brief, answer.read_from_prose)
    told = filter(None, map(_READ.match, answer.notices))
    return stated_form(answer.brief, [each["field"] or each["application"] for each in told])


class _Earlier:
    """An answer of before its requirements were told by their ids: the only reader of its sentences."""

    def __init__(self, answer: Recommendation) -> None:
        self.answer, self.graph = answer, JustificationGraph(answer)
        self.requirements = (*self._stated(), *self._of_device())
        self.ids = {each.id for each in self.requirements}
        self.by_name = {f"{each.quality} {each.text}": each.id for each in self.requirements}

    def upgraded(self) -> Recommendation:
        """Return the answer as it would be told today."""
        answer = self.answer
        priorities = (p.model_copy(update={"requirement": self._named(p.quality)}) for p in answer.priorities)
        plans = (
            plan.model_copy(update={"requirement": self._named(f"{plan.quality} {plan.bound}")})
            for plan in answer.measurements
        )
        scores = (
            MeasuredScore(run=found["run"], algorithm=found["algorithm"], because=(node.id,))
            for node in answer.justification.nodes
            if (found := _SCORE.match(node.id)) is not None
        )
        return answer.model_copy(update={
            "requirements": self.requirements,
            "candidates": tuple(map(self._candidate, answer.candidates)),
            "outclassed": tuple(map(self._candidate, answer.outclassed)),
            "excluded": tuple(map(self._excluded, answer.excluded)),
            "priorities": tuple(priorities),
            "measurements": tuple(plans),
            "scores": tuple(scores),
        })  # fmt: skip

    def _stated(self) -> Iterator[StatedRequirement]:
        given = self.answer.brief.get("requirements")
        for position, requirement in enumerate(given if isinstance(given, list | tuple) else ()):
            identity, quality = f"requirements.{position}", str(requirement["quality"])
            priority, why = requirement.get("priority", "must"), str(requirement.get("why") or "").rstrip(".")
            metric = str(requirement.get("metric") or "")
            told = StatedRequirement(
                id=identity, quality=quality, metric=metric, priority=priority, bound=_in_base_units(requirement),
                why=why, comparable=not _is_foreign(requirement),
            )  # fmt: skip
            for node in self.graph.nodes((f"brief:{identity}",)):
                limit = node.text.removeprefix(f"{quality} {priority} be ").removesuffix(told.reason)
                told = told.model_copy(update={"bound": limit.removeprefix(f"{metric} ") if metric else limit})
            yield told

    def _of_device(self) -> Iterator[StatedRequirement]:
        deployment = self.answer.brief.get("deployment")
        for field, quality in _BUDGETS.items():
            amount = deployment.get(field.partition(".")[2]) if isinstance(deployment, Mapping) else None
            if isinstance(amount, str):
                bound = f"at most {in_short_words(parse_quantity(amount, 'bytes').magnitude, 'bytes')}"
                yield StatedRequirement(id=field, quality=quality, priority="must", bound=bound, from_device=True)

    def _named(self, criterion: str) -> str:
        return self.by_name.get(criterion, "")

    def _behind(self, because: Iterable[str]) -> str:
        """Return the id of the requirement whose node a statement rests on; empty where it rests on none."""
        told = (each.removeprefix("brief:") for each in because)
        return next((each for each in told if each in self.ids), "")

    def _candidate(self, candidate: Candidate) -> Candidate:
        def by_id(parts: str) -> tuple[object, ...]:
            return tuple(
                each.model_copy(update={"requirement": self._behind(each.because)})
                for each in getattr(candidate, parts)
            )

        qualities = (replace(each, requirement=self._named(each.quality)) for each in candidate.qualities)
        practice = _practice(candidate.practice) if candidate.practice is not None else None
        joined = {parts: by_id(parts) for parts in ("cautions", "met", "risks")}
        return candidate.model_copy(update={"qualities": tuple(qualities), "practice": practice, **joined})

    def _excluded(self, out: Exclusion) -> Exclusion:
        return out.model_copy(update={"reasons": tuple(map(self._reason, out.reasons))})

    def _reason(self, reason: Reason) -> Reason:
        below = [each for node in self.graph.nodes(reason.because) for each in node.because]
        requirement = "" if reason.rule else self._behind(below)
        facts = (_KINDS_OF_FACTS.get(each.removeprefix("brief:"), "") for each in below)
        kind: ReasonKind = "rule" if reason.rule else "requirement" if requirement else next(filter(None, facts), "")
        if reason.text.startswith("its accuracy is at best"):
            kind = "accuracy"
        elif reason.text.endswith("which the answer tells by that name"):
            kind = "other-name"
        return reason.model_copy(update={"kind": kind, "requirement": requirement})


def _practice(practice: PracticeTold) -> PracticeTold:
    doubts = tuple(node for node in practice.because if node.endswith(":mistake"))
    return practice.model_copy(
        update={"of_siblings": "nobody was asked about it" in practice.text, "mistake_because": doubts}
    )


def _in_base_units(requirement: Mapping[str, object]) -> str:
    """Return the bound of a requirement as the brief holds it, where no node tells it as people read it."""
    limits = {"min": "at least ", "max": "at most ", "is": "be "}
    side = next(side for side in limits if side in requirement)
    bound, at = requirement[side], requirement.get("at")
    return f"{limits[side]}{str(bound).lower() if side == 'is' else bound}{f' ({at})' if at else ''}"


def _is_foreign(requirement: Mapping[str, object]) -> bool:
    """Return whether a requirement bounds an amount in a currency whose rate the brief does not give."""
    bounds = (requirement.get(side) for side in ("min", "max"))
    found = (quantity_or_none(bound, "money") for bound in bounds)  # else a level, or an amount of something else
    return any(amount is not None and amount.is_foreign for amount in found)
