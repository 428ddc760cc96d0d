"""The figures of `make evaluate`: orders and answers held against what they have not seen, kept for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
from pydantic import Field, ValidationError

from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.stored import StoredValue
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.experiments.study_results import StudyResults
from whichml_workshop.published.answer_quality import answer_quality, knowledge_with
from whichml_workshop.published.bound_outcomes import BoundOutcome, bound_outcomes
from whichml_workshop.published.comparisons import OWN_STUDY, Material
from whichml_workshop.published.groups import GroupText
from whichml_workshop.published.holding_out import HeldOut, hold_out_sets, hold_out_studies
from whichml_workshop.published.orders import OrderAccuracy

FIGURES: Final = Path("published") / "evaluation.json"
"""The file of committed figures, below the facts."""
_DIGITS: Final = 4


class OrderFigures(StoredValue):
    """How well one order foretold a study: pairs ordered as measured, the first, and the best of the first three."""

    pairs: float
    first: float
    three: float


class StudyFigures(StoredValue):
    """What was foretold of one study that took no part, or of a tenth of all data sets at a time.

    Attributes
    ----------
    by_order : of the strengths and of their rivals
    answer_first, answer_three : of whole answers, among the algorithms that were measured; None where none were asked
    interval : of the pairs that the strengths order as measured, 95 %, by the scatter over data sets
    """

    group: str
    study: str
    sets: int
    pairs: int
    by_order: Mapping[str, OrderFigures]
    answer_first: float | None = None
    answer_three: float | None = None
    interval: tuple[float, float] | None = None


class BoundFigures(StoredValue):
    """What answers came to under one bound, on tables of the own study that the strengths have not seen."""

    bound: str
    sets: int
    first: float
    three: float
    broken: float
    empty: float
    fixed: float


class Evaluation(StoredValue):
    """All figures."""

    schema_: str = Field(default="evaluation/1", alias="schema", pattern="^evaluation/1$")
    studies: tuple[StudyFigures, ...]
    bounds: tuple[BoundFigures, ...]

    def to_json(self) -> bytes:
        """Return the figures as UTF-8 JSON, one record on a line."""
        parts = [
            f'"{name}":[\n' + ",\n".join(each.model_dump_json(exclude_none=True) for each in records) + "\n]"
            for name, records in (("studies", self.studies), ("bounds", self.bounds))
        ]
        return ('{"schema":"evaluation/1",\n' + ",\n".join(parts) + "}\n").encode()


def evaluate_studies(group: GroupText, material: Material, knowledge: Knowledge) -> Iterable[StudyFigures]:
    """Yield the figures of each study that the others foretell, with whole answers on it."""
    for held in hold_out_studies(group, material, knowledge):
        mine = tuple(each for each in material.compared if each.study == held.study)
        served = answer_quality(knowledge_with(knowledge, held.strengths), mine) if held.strengths is not None else None
        yield _figures(held).model_copy(
            update={
                "answer_first": _short(served.first) if served else None,
                "answer_three": _short(served.three) if served else None,
            }
        )


def evaluate_sets(group: GroupText, material: Material, knowledge: Knowledge) -> StudyFigures:
    """Return the figures of all data sets of a group, a tenth of them held out at a time."""
    return _figures(hold_out_sets(group, material, knowledge))


def evaluate_bounds(
    tables: GroupText, material: Material, knowledge: Knowledge, own: StudyResults
) -> tuple[BoundFigures, ...]:
    """Return what answers come to under bounds, by strengths that have not seen the own study."""
    held = next(iter(hold_out_studies(tables, material, knowledge, only=OWN_STUDY)), None)
    if held is None or held.strengths is None:
        return ()
    kept = bound_outcomes(knowledge_with(knowledge, held.strengths), own.sets)
    return (*map(_bound_figures, kept), _bound_figures(_over_all(kept)))


def read_evaluation(content: Content) -> Evaluation:
    """Return the committed figures.

    Raises
    ------
    KnowledgeError
        Where there are none that can be read.
    """
    path = content.facts / FIGURES
    try:
        return Evaluation.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as refusal:
        raise KnowledgeError.about(
            f"{content.name_of(path)} holds no figures that can be read.",
            hint="Write them anew: python -m whichml_workshop.published.evaluate --write",
        ) from refusal


def _figures(held: HeldOut) -> StudyFigures:
    strengths = held.by_order["strengths"]
    return StudyFigures(
        group=held.group,
        study=held.study,
        sets=strengths.n_sets,
        pairs=strengths.n_pairs,
        by_order={name: _order_figures(told) for name, told in sorted(held.by_order.items())},
        interval=_interval(strengths.by_set),
    )


def _order_figures(told: OrderAccuracy) -> OrderFigures:
    return OrderFigures(pairs=_short(told.pairs), first=_short(told.first), three=_short(told.three))


def _interval(by_set: tuple[tuple[float, int], ...]) -> tuple[float, float] | None:
    """Return the share of right pairs with twice its standard error, of a ratio over data sets (Cochran 1977)."""
    if len(by_set) < 2:
        return None
    right, n = np.array(by_set, dtype=float).T
    share = right.sum() / n.sum()
    error = np.sqrt(((right - share * n) ** 2).sum() * len(n) / (len(n) - 1)) / n.sum()
    return _short(share - 1.96 * error), _short(share + 1.96 * error)


def _bound_figures(kept: BoundOutcome) -> BoundFigures:
    return BoundFigures(
        bound=kept.bound, sets=kept.n_sets, first=_short(kept.first), three=_short(kept.three),
        broken=_short(kept.broken), empty=_short(kept.empty), fixed=_short(kept.fixed),
    )  # fmt: skip


def _over_all(kept: tuple[BoundOutcome, ...]) -> BoundOutcome:
    n = sum(each.n_sets for each in kept)

    def mean(numbers: Iterable[float]) -> float:
        return sum(number * each.n_sets for number, each in zip(numbers, kept, strict=True)) / max(1, n)

    return BoundOutcome(
        "all", n, mean(k.first for k in kept), mean(k.three for k in kept), mean(k.broken for k in kept),
        mean(k.empty for k in kept), mean(k.fixed for k in kept),
    )  # fmt: skip


def _short(number: float) -> float:
    return round(float(number), _DIGITS)
