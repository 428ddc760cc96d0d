"""Which single change of a brief would put one algorithm before another, found by answering again with each.

Three kinds are tried: facts that the brief leaves out, what it asks for, and facts that it states. What is told is what
the answer would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, Literal, NamedTuple

from whichml.advise.assessment import Assessment
from whichml.advise.prepared_knowledge import PreparedKnowledge
from whichml.advise.turning_facts import typical_values, worth_a_try
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError
from whichml.model.format.brief_fields import REQUIRED_FIELDS
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.conditions import FactValue, FieldShape
from whichml.model.statements.evidence import Evidence

ChangeKind = Literal["unknown", "asked", "stated"]
_MOST_TRIED: Final = 24
"""Of one kind: each takes an answer."""
_MOST_WORDS: Final = 3
_FACTOR: Final = 100
"""By how much a stated number is made smaller and larger."""
_Change = tuple[str, Plain, str]


class OrderChange(NamedTuple):
    """A change of a brief with which one algorithm would come before the other.

    Attributes
    ----------
    kind : a fact that is `unknown`, something that is `asked` for, or a fact that is `stated`
    path : what `Brief.replace` takes
    value : as a brief would write it; None where it is left out
    said : the change in words
    first : who would lead the whole answer then; None where nobody is left
    """

    kind: ChangeKind
    path: str
    value: Plain
    said: str
    first: str | None


def order_changes(
    prepared: PreparedKnowledge,
    brief: Brief,
    behind: str,
    ahead: str,
    evidence: Sequence[Evidence] = (),
    calibration: Calibration | None = None,
    n_most: int = 2,
) -> tuple[OrderChange, ...]:
    """Return single changes that would put the algorithm that is behind before the other, so many of each kind."""
    before = Assessment(prepared, brief, evidence, calibration)
    found: list[OrderChange] = []
    all_changes: tuple[tuple[ChangeKind, Iterator[_Change]], ...] = (
        ("unknown", _unknown(prepared, before, (behind, ahead))),
        ("asked", _asked(brief)),
        ("stated", _stated(prepared, brief)),
    )
    for kind, changes in all_changes:
        turned: dict[str, OrderChange] = {}
        for path, value, said in islice(changes, _MOST_TRIED):
            if path in turned:
                continue
            try:
                changed = brief.replace(path, value)
            except BriefError:  # it would contradict the rest of the brief
                continue
            then = Assessment(prepared, changed, evidence, calibration)
            if is_before(then, behind, ahead):
                leader = next(iter(then.order.shortlist), None)
                turned[path] = OrderChange(kind, path, value, said, leader)
                if len(turned) >= n_most:
                    break
        found += turned.values()
    return tuple(found)


def is_before(assessment: Assessment, one: str, other: str) -> bool:
    """Return whether one algorithm ranks before another; what is out ranks behind all."""
    places: dict[str, int] = {}
    for place, alternative in enumerate(assessment.order.alternatives):
        for name in (alternative.scored.algorithm, *alternative.equivalents):
            places[name] = place
    return one in places and (other not in places or places[one] < places[other])


def _unknown(prepared: PreparedKnowledge, before: Assessment, rivals: Sequence[str]) -> Iterator[_Change]:
    for name, tests in worth_a_try(prepared, before, rivals):
        for value, said in typical_values(prepared, name, tests):
            yield name, value, f"{name} were {said}"


def _asked(brief: Brief) -> Iterator[_Change]:
    for position, requirement in enumerate(brief.requirements):
        yield f"requirements.{position}", None, f"nothing were required of {requirement.quality}"
    if brief.priorities:
        yield "priorities", None, "the brief ranked no priorities"


def _stated(prepared: PreparedKnowledge, brief: Brief) -> Iterator[_Change]:
    """Yield each stated fact as unknown, and then with other values."""
    stated = {name: given for name, given in brief.facts().items() if name not in REQUIRED_FIELDS}
    for name in stated:
        yield name, None, f"{name} were not known"
    for name, given in stated.items():
        shape = prepared.knowledge.shapes.get(name)
        for value, said in _other_values(shape, given) if shape is not None else ():
            yield name, value, f"{name} were {said}"


def _other_values(shape: FieldShape, given: FactValue) -> Iterator[tuple[Plain, str]]:
    """Yield a few other values of a field that has one; numbers with a unit are only left out."""
    if isinstance(given, bool):
        yield not given, "false" if given else "true"
    elif isinstance(given, int) and shape.whole:
        for number in (given // _FACTOR, given * _FACTOR):  # a brief refuses what is too large
            yield number, f"{number:,}"
    elif isinstance(given, str) and not shape.many:
        for word in [word for word in shape.words if word != given][:_MOST_WORDS]:
            yield word, word
