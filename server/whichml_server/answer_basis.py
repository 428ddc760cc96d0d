"""What a kept answer stands on: its brief, what was measured, and whether what answers today made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from whichml import Recommendation
from whichml.advise.turning_facts import TurningFact
from whichml.export.kept_answers import is_measured, read_answer, stated_brief
from whichml.knowledge.algorithm_calls import known_names
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.evidence import Evidence
from whichml_server.api import Api
from whichml_server.code_stamp import code_stamp
from whichml_server.problems import OUTDATED, Refusal
from whichml_server.store import StoredAnswer

_FORM: Final = "measurements"
MeasurementsUsed = Literal["none", "used", "used-for-first", "not-kept"]
"""Whether an answer has measurements, and what answers them anew stands on these; `used-for-first`: they are of another
task than the changed brief; `not-kept`: an earlier version kept the answer without them."""


class _Measurements(BaseModel):
    """What was measured for an answer, as it is kept beside it."""

    model_config = ConfigDict(frozen=True)

    evidence: tuple[Evidence, ...] = ()
    calibration: Calibration | None = None


def keep_measurements(
    api: Api, answer: Recommendation, evidence: Sequence[Evidence], calibration: Calibration | None
) -> None:
    """Keep what was measured for an answer that is kept; it goes when the answer does."""
    if evidence or calibration is not None:
        kept = _Measurements(evidence=tuple(evidence), calibration=calibration)
        api.store.put_document(answer.id, _FORM, answer.knowledge.digest, kept.model_dump_json(by_alias=True).encode())


@dataclass(frozen=True, slots=True)
class AnswerBasis:
    """What a kept answer stands on.

    Attributes
    ----------
    evidence, calibration : what was measured for it, as far as that is kept
    measurements : whether it is
    has_moved_on : whether other knowledge than today's, or another whichml, made the answer
    """

    answer: Recommendation
    evidence: tuple[Evidence, ...]
    calibration: Calibration | None
    measurements: Literal["none", "used", "not-kept"]
    has_moved_on: bool

    @classmethod
    def of(cls, api: Api, kept: StoredAnswer) -> AnswerBasis:
        """Return what an answer stands on."""
        answer = read_answer(kept.body)
        has_moved_on = (kept.knowledge, kept.made_by) != (api.knowledge.digest, code_stamp())
        body = api.store.document(kept.id, _FORM, kept.knowledge)
        if body is None:
            return cls(answer, (), None, "not-kept" if is_measured(answer) else "none", has_moved_on)
        found = _Measurements.model_validate_json(body)
        return cls(answer, found.evidence, found.calibration, "used", has_moved_on)

    @property
    def can_be_retraced(self) -> bool:
        """Return whether the steps made anew from what is kept lead to this answer."""
        return not self.has_moved_on and self.measurements != "not-kept"

    def brief(self, api: Api) -> Brief:
        """Return the brief of the answer; refuses one that today's knowledge cannot read any more.

        What was read from its prose is read anew, unless today's answer would stand on it and the prose is not kept
        as it was: a requirement that was told twice is kept with the reason of one.
        """
        names, kept = known_names(api.knowledge), self.answer.brief
        try:
            brief = Brief.from_mapping(stated_brief(self.answer), names)
            is_kept = self.has_moved_on or brief.normalised() == kept
            return brief if is_kept else Brief.from_mapping(kept, names)
        except BriefError as error:
            raise Refusal(OUTDATED, error.problems) from None

    def answered_today(self, api: Api) -> Recommendation:
        """Return the answer where it can be retraced; else what is answered today, on the measurements kept of it."""
        if self.can_be_retraced:
            return self.answer
        return api.recommend(self.brief(api), self.evidence, self.calibration)

    def facts_that_turn(self, api: Api) -> tuple[TurningFact, ...]:
        """Return the facts that would change the first of the answer; none where it cannot be retraced."""
        if not self.can_be_retraced:
            return ()
        return api.facts_that_turn(self.answer, self.evidence, self.calibration)
