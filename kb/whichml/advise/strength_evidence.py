"""What stands behind an accuracy that was measured elsewhere: its numbers, its confidence, and what cites it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from whichml.knowledge.strengths import (
    LogOddsInterval,
    Strength,
    StrengthGroup,
    confidence_in,
    inverse_logit,
    position_of_chance,
)
from whichml.model.statements.facts import Citation, Confidence
from whichml.model.values.metrics import metric_name
from whichml.model.values.scale import rank_of
from whichml.model.words.names_in_sentences import in_sentence

_NOTICED: Final = 0.05
"""How many factors of ten a regime has to lie beyond what was measured for that to be told."""
_WHOLE: Final = 10.0
"""The factor from which it is told without a fraction."""


_NO_WINS: Final = "the others are told against it"
"""What the basis of the reference itself tells in the place of wins."""
_TOLD_WINS: Final = re.compile(r"beats (.+?) on (\d+%) of (?:such )?data sets \((\d+)% to (\d+%)\)")


@dataclass(frozen=True, slots=True)
class ToldWins:
    """How often an algorithm beat a reference, as the basis of a rating tells it.

    Attributes
    ----------
    reference : whom it is compared with, by name as it stands within a sentence; empty where it is the reference
    share : of data sets on which it won, such as `16%`; empty likewise
    span : the interval of that, such as `2–51%`; empty likewise
    """

    reference: str = ""
    share: str = ""
    span: str = ""

    @classmethod
    def of(cls, basis: str) -> ToldWins | None:
        """Return what a basis tells; None where the algorithm was not compared."""
        if basis.startswith(_NO_WINS):
            return cls()
        told = _TOLD_WINS.match(basis)
        return cls(told[1], told[2], f"{told[3]}\N{EN DASH}{told[4]}") if told else None


@dataclass(frozen=True, slots=True)
class StrengthEvidence:
    """What stands behind a rating of accuracy that was measured elsewhere.

    Attributes
    ----------
    strength : None where the algorithm was not compared, and what is written of it was translated
    fields : what the brief says of the regime
    assumed : sizes that the brief does not say, and that were taken as usual
    written : the levels that were translated, in words; empty where others compared it
    asked : the metric of the brief of which the studies do not speak; empty where they do
    """

    group: StrengthGroup
    algorithm: str
    strength: Strength | None
    odds: LogOddsInterval
    fields: tuple[str, ...]
    assumed: tuple[str, ...]
    written: str = ""
    asked: str = ""

    @property
    def chances(self) -> tuple[float, float, float]:
        """Return the chance to beat the reference: low end, middle and high end of the interval."""
        return inverse_logit(self.odds.low), inverse_logit(self.odds.middle), inverse_logit(self.odds.high)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Return the places that the strength stands on: what was fitted, and the studies, the largest first."""
        if self.strength is None:
            return ()
        studies = tuple(
            Citation(
                ref=each.source,
                locator=f"{_place_of(each.study)}, pairs of {self.algorithm}",
                supports=_with_caveat(
                    f"wins {each.wins:.0%} of its pairs with all rivals on {each.sets} data sets",
                    self.group.caveats.get(each.study, ""),
                ),
            )
            for each in sorted(self.strength.backing, key=lambda each: -each.sets)
        )
        if not self.group.source:
            return studies
        fitted = Citation(
            ref=self.group.source,
            locator=f"kb/facts/published/strengths.json, {self.group.id}, {self.algorithm}",
            supports=f"chance to beat {self.group.reference}, fitted to all pairs of {self._studies}",
        )
        return fitted, *studies

    @property
    def _studies(self) -> str:
        n_studies = len(self.strength.backing) if self.strength is not None else 0
        return f"{n_studies} {'study' if n_studies == 1 else 'studies'}"

    @property
    def confidence(self) -> Confidence:
        """Return how sure it is; low where it was translated from what is written."""
        if self.strength is None:
            return "low"
        low, _, high = self.chances
        is_one_level = rank_of(position_of_chance(low)) == rank_of(position_of_chance(high))
        return confidence_in(self.strength.n_sets, len({each.source for each in self.strength.backing}), is_one_level)

    @property
    def measure(self) -> str:
        """Return what the studies scored and the brief may not ask for, in few words; empty where that is the same."""
        asked = f", not {metric_name(self.asked)}" if self.asked else ""
        return f"{self.group.scored_by}{asked}" if self.group.scored_by else ""

    @property
    def _factor(self) -> str:
        """Return how many times the regime lies beyond what was measured, in words."""
        factor = float(f"{10**self.odds.beyond:.2g}")
        return f"{factor:,.0f}" if factor >= _WHOLE else f"{factor:g}"

    @property
    def _is_beyond(self) -> bool:
        return self.odds.beyond > _NOTICED

    @property
    def _caveat(self) -> str:
        """Return what some methods had over others in the studies that it rests on; empty where nothing is known."""
        studies = [each.study for each in self.strength.backing] if self.strength is not None else []
        told = [f"in {study} {self.group.caveats[study]}" for study in studies if study in self.group.caveats]
        return " and ".join(told)

    def _won(self, reference: str) -> str:
        """Return how often it beats the reference, as a clause without its subject."""
        low, middle, high = self.chances
        such = "" if self._is_beyond else "such "  # no data set of the studies is like that of the brief
        by = f" by {self.measure}" if self.measure else ""
        return f"beats {in_sentence(reference)} on {middle:.0%} of {such}data sets ({low:.0%} to {high:.0%}){by}"

    def basis(self, reference: str) -> str:
        """Return in few words how often it won, on how many data sets, and what limits that; empty where not compared.

        That the regime lies beyond what was measured is told, and which sizes were taken as usual.
        """
        if self.strength is None:
            return ""
        is_reference = self.algorithm == self.group.reference
        won = _NO_WINS if is_reference else self._won(reference)
        measured = f"{self.strength.n_sets} data sets of {self._studies}"
        if self._is_beyond and not is_reference:
            most = max(self.strength.backing, key=lambda each: each.sets, default=None)
            seen = f", the largest of which it won in {most.wins:.0%} of its pairs" if most else ""
            said = f"{won}, extrapolated {self._factor} times beyond {measured}{seen}"
        else:
            said = f"{won}; {measured}"
        if self.assumed:
            said = f"{said}; {' and '.join(self.assumed)} taken as usual"
        return _with_caveat(said, self._caveat)

    def text(self, reference: str) -> str:
        """Return what it says, as a clause; `reference` is the name of the group's reference."""
        is_reference = self.algorithm == self.group.reference
        said = "it is what the others are compared with" if is_reference else f"it {self._won(reference)}"
        if self.strength is not None:
            said = f"{said}, measured on {self.strength.n_sets} data sets of {self._studies}"
        if self.assumed:
            said = f"{said}; {' and '.join(self.assumed)} taken as usual, since the brief does not say"
        if self._is_beyond:
            said = f"{said}; the regime lies {self._factor} times beyond what was measured, hence the width"
        return _with_caveat(said, self._caveat)


def _with_caveat(said: str, caveat: str) -> str:
    return f"{said}; {caveat}" if caveat else said


def _place_of(study: str) -> str:
    """Return the file that holds what is derived from a study."""
    return "kb/facts/probes/study.json" if study == "own-study" else f"kb/facts/published/{study}.json"
