"""What stands behind an accuracy that was measured elsewhere: its numbers, its confidence, and what cites it."""

from __future__ import annotations

from dataclasses import dataclass

from whichml.knowledge.strengths import (
    LogOddsInterval,
    Strength,
    StrengthGroup,
    confidence_in,
    inverse_logit,
    position_of_chance,
)
from whichml.model.statements.facts import Citation, Confidence
from whichml.model.values.scale import rank_of
from whichml.model.words.names_in_sentences import in_sentence


@dataclass(frozen=True, slots=True)
class StrengthEvidence:
    """What stands behind a rating of accuracy that was measured elsewhere.

    Attributes
    ----------
    strength : None where the algorithm was not compared, and what is written of it was translated
    fields : what the brief says of the regime
    assumed : sizes that the brief does not say, and that were taken as usual
    written : the levels that were translated, in words; empty where others compared it
    """

    group: StrengthGroup
    algorithm: str
    strength: Strength | None
    odds: LogOddsInterval
    fields: tuple[str, ...]
    assumed: tuple[str, ...]
    written: str = ""

    @property
    def chances(self) -> tuple[float, float, float]:
        """Return the chance to beat the reference: low end, middle and high end of the interval."""
        return inverse_logit(self.odds.low), inverse_logit(self.odds.middle), inverse_logit(self.odds.high)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Return the places that the strength stands on."""
        if self.strength is None:
            return ()
        return tuple(
            Citation(
                ref=each.source,
                locator=f"{_place_of(each.study)}, pairs of {self.algorithm}",
                supports=f"wins {each.wins:.0%} of its pairs on {each.sets} data sets",
            )
            for each in self.strength.backing
        )

    @property
    def confidence(self) -> Confidence:
        """Return how sure it is; low where it was translated from what is written."""
        if self.strength is None:
            return "low"
        low, _, high = self.chances
        is_one_level = rank_of(position_of_chance(low)) == rank_of(position_of_chance(high))
        return confidence_in(self.strength.n_sets, len({each.source for each in self.strength.backing}), is_one_level)

    def basis(self, reference: str) -> str:
        """Return in few words how often it won and on how many data sets; empty where nobody compared it."""
        if self.strength is None:
            return ""
        low, middle, high = self.chances
        won = f"beats {in_sentence(reference)} on {middle:.0%} of such data sets ({low:.0%} to {high:.0%})"
        won = "the others are told against it" if self.algorithm == self.group.reference else won
        n_studies = len(self.strength.backing)
        return f"{won}; {self.strength.n_sets} data sets of {n_studies} {'study' if n_studies == 1 else 'studies'}"

    def text(self, reference: str) -> str:
        """Return what it says, as a clause; `reference` is the name of the group's reference."""
        low, middle, high = self.chances
        if self.algorithm == self.group.reference:
            said = "it is what the others are compared with"
        else:
            said = f"it beats {in_sentence(reference)} on {middle:.0%} of such data sets ({low:.0%} to {high:.0%})"
        if self.strength is not None:
            said = f"{said}, measured on {self.strength.n_sets} data sets of {len(self.strength.backing)} studies"
        if self.assumed:
            said = f"{said}; {' and '.join(self.assumed)} taken as usual, since the brief does not say"
        if self.odds.beyond > 0.05:
            said = f"{said}; the regime lies {10**self.odds.beyond:.2g} times beyond what was measured, hence the width"
        return said


def _place_of(study: str) -> str:
    """Return the file that holds what is derived from a study."""
    return "kb/facts/probes/study.json" if study == "own-study" else f"kb/facts/published/{study}.json"
