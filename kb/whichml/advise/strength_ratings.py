"""Accuracy as it was measured elsewhere: the strengths of the knowledge base in the regime of one brief.

Three rules, all this project's own:

* Where a group of strengths speaks of the task and of all modalities of the brief, an algorithm that was compared there
  is rated by its chance to beat the group's reference, as a 90 % interval on the continuous scale of levels.
* An algorithm that was not compared is rated by what is written of it, translated by what the same words came to for
  the algorithms that were; so that both stand on one scale. What `computes_like` one that was compared is no better
  than that: it predicts by the same sum with fewer choices of its weights.
* A group is silent in the regimes that its `unless` names, and there claims alone have the say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from whichml.advise.ratings import Cell, Rating
from whichml.advise.strength_evidence import StrengthEvidence
from whichml.knowledge.base import Knowledge
from whichml.knowledge.strengths import LogOddsInterval, StrengthGroup, inverse_logit, position_of_chance
from whichml.model.documents.plain_numbers import is_number
from whichml.model.statements.conditions import Conditions, Facts, all_hold, parse_conditions
from whichml.model.values.scale import TOP, rank_of
from whichml.model.values.vocabulary import LEVELS
from whichml.rules.selection import modalities_of

ACCURACY = "accuracy"
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "rows": ("data.training_rows", "data.labelled_rows", "data.rows"),
    "features": ("data.features",),
    "classes": ("data.classes",),
}
_TWO = {"binary-classification": 2.0, "regression": 2.0}


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A group with its silent regimes as conditions."""

    group: StrengthGroup
    unless: tuple[Conditions, ...]


class StrengthIndex:
    """The groups of a knowledge base, made ready to rate."""

    def __init__(self, knowledge: Knowledge) -> None:
        groups = knowledge.strengths.groups if knowledge.strengths is not None else ()
        self._spoken = tuple(
            _Spoken(group, tuple(parse_conditions(when, knowledge.shapes) for when in group.unless)) for group in groups
        )
        like = {each.id: each.facts.computes_like for each in knowledge.algorithms.values()}
        self._like = {name: other for name, other in like.items() if other}

    def in_regime(self, facts: Facts, metrics: Collection[str] = ()) -> RegimeStrengths | None:
        """Return the strengths in the regime of a brief; None where no group speaks of it.

        Parameters
        ----------
        metrics : by which the brief is judged, as far as it says
        """
        task, modalities = str(facts.get("task")), modalities_of(facts)
        for spoken in self._spoken:
            group = spoken.group
            if task not in group.tasks or not modalities or not {*modalities} <= {*group.modalities}:
                continue
            if any(all_hold(conditions, facts) is True for conditions in spoken.unless):
                return None
            return RegimeStrengths(group, facts, metrics, self._like)
        return None


class RegimeStrengths:
    """A group of strengths in the regime of one brief.

    Attributes
    ----------
    group : that speaks of it
    fields, assumed : sizes that the brief says, and those that were taken as usual
    beyond : how far the regime lies beyond what was measured, in factors of ten
    asked : the metric that the brief asks for and of which the studies do not speak; empty where they do

    Parameters
    ----------
    like : of each algorithm that computes like another, that other
    """

    def __init__(
        self, group: StrengthGroup, facts: Facts, metrics: Collection[str] = (), like: Mapping[str, str] | None = None
    ) -> None:
        task = str(facts["task"])
        sizes: dict[str, float] = {}
        fields, assumed = ["task"], []
        for axis in group.axes:
            field = next((name for name in _FIELDS[axis] if _is_size(facts.get(name))), None)
            if field is not None:
                sizes[axis] = float(facts[field])  # type: ignore[arg-type]
                fields.append(field)
            elif axis == "classes" and task in _TWO:
                sizes[axis] = _TWO[task]
            else:
                assumed.append(_FIELDS[axis][-1])
        self.group, self._like = group, like or {}
        self.asked = next((each for each in metrics if each in group.not_by), "")
        self.fields, self.assumed = tuple(fields), tuple(assumed)
        self._design, self._unknown, self.beyond = group.design(sizes, task == "regression")

    @property
    def is_of_told_size(self) -> bool:
        """Return whether the brief says any size of the regime, or the regime has none."""
        return len(self.fields) > 1 or not self.assumed

    def rates(self, cell: Cell) -> bool:
        """Return whether the rating of a cell comes from strengths."""
        return cell[1] == ACCURACY

    def place(self, position: float) -> float:
        """Return where a written level of accuracy stands on the scale of the group."""
        return position_of_chance(inverse_logit(self.group.odds_of_written(position, position).middle))

    def rating(self, algorithm: str, written: Rating | None) -> Rating | None:
        """Return the accuracy of an algorithm on the scale of the group.

        Parameters
        ----------
        written : what claims say of it in this brief
        """
        strength = self.group.by_algorithm.get(algorithm)
        if strength is not None:
            odds = self.group.odds(strength, self._design, self._unknown, self.beyond)
        elif written is None or not written.applicable:
            return written
        else:
            odds = self._no_better_than_like(algorithm, self.group.odds_of_written(written.least, written.most))
        said = written.level if strength is None and written is not None else ""
        figure = StrengthEvidence(self.group, algorithm, strength, odds, self.fields, self.assumed, said, self.asked)
        low, middle, high = [position_of_chance(inverse_logit(end)) for end in (odds.low, odds.middle, odds.high)]
        lowest, highest = rank_of(low), rank_of(high)
        level = LEVELS[lowest] if lowest == highest else f"{LEVELS[lowest]}..{LEVELS[highest]}"
        reach = min((high - low) / 2, middle, TOP - middle)  # so that the middle of what is drawn is the expected place
        claims = written.claims if strength is None and written is not None else ()
        return Rating(
            low, high, middle - reach, middle + reach, lowest, highest, level, claims=claims, strength=figure
        )  # fmt: skip

    def _no_better_than_like(self, algorithm: str, odds: LogOddsInterval) -> LogOddsInterval:
        """Return translated odds, bounded by those of the compared algorithm that computes alike, if any does."""
        like = self.group.by_algorithm.get(self._like.get(algorithm, ""))
        if like is None:
            return odds
        most = self.group.odds(like, self._design, self._unknown, self.beyond)
        return LogOddsInterval(
            min(odds.low, most.low), min(odds.middle, most.middle), min(odds.high, most.high), odds.beyond
        )


def _is_size(value: object) -> bool:
    return is_number(value) and value > 0
