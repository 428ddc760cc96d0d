"""Which one more fact would change whom an answer puts first, found by answering again with it.

Rules and situations of practice that only one unknown field keeps from holding say which fields are worth a try; each
is then tried for real, so that what is told is what the answer would be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from whichml.advise.assessment import Assessment
from whichml.advise.prepared_knowledge import PreparedKnowledge
from whichml.model.brief import Brief
from whichml.model.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.calibration import Calibration
from whichml.model.conditions import Condition, Test
from whichml.model.document import Plain
from whichml.model.errors import BriefError
from whichml.model.evidence import Evidence
from whichml.model.field_domains import FieldDomain, accepts

N_FIRST: Final = 3
"""A fact turns an answer where it changes who is among so many."""
N_RIVALS: Final = 6
_MOST_FIELDS: Final = 10
_MOST_VALUES: Final = 3
_SIGNIFICANT: Final = 3
_UNITS: Final = {"duration": "s", "bytes": "B", "money": "USD"}
_OF_RULES: Final = 1.0
"""What a field that rules wait for counts at least, in log-odds of practice."""


class TurningFact(NamedTuple):
    """A fact that the brief leaves out, and the first three of the answer if it were so.

    Attributes
    ----------
    value : as a brief would write it
    condition : what has to be known of the field, in words, such as `is weekly` or `is above 1000`
    first : ids of the first three then
    """

    field: str
    value: Plain
    condition: str
    first: tuple[str, ...]


def turning_facts(
    prepared: PreparedKnowledge,
    brief: Brief,
    evidence: Sequence[Evidence] = (),
    calibration: Calibration | None = None,
    n_most: int = 2,
) -> tuple[TurningFact, ...]:
    """Return the facts that would change the answer most, one for each field; those that change the leader first."""
    before = Assessment(prepared, brief, evidence, calibration)
    first = _first(before)
    found: list[tuple[int, int, TurningFact]] = []
    for place, (name, tests) in enumerate(_worth_a_try(prepared, before)):
        turned = [
            (_change(first, then.first), then)
            for then in _tried(prepared, brief, name, tests, evidence, calibration)
            if set(then.first) != set(first) or then.first[:1] != first[:1]
        ]
        if turned:
            change, then = max(turned, key=lambda each: each[0])
            found.append((-change, place, then))
        if sum(change <= -N_FIRST for change, _, _ in found) >= n_most:
            break
    return tuple(then for _, _, then in sorted(found, key=lambda each: each[:2])[:n_most])


def _first(assessment: Assessment) -> tuple[str, ...]:
    return tuple(candidate.algorithm for candidate in assessment.ranked[0][:N_FIRST])


def _change(first: tuple[str, ...], then: tuple[str, ...]) -> int:
    """Return how much an answer changed: one for each newcomer, and as much as three for another leader."""
    return len(set(then) - set(first)) + N_FIRST * (first[:1] != then[:1])


def _worth_a_try(prepared: PreparedKnowledge, before: Assessment) -> list[tuple[str, tuple[Test, ...]]]:
    """Return the unknown fields that practice and rules wait for, the weightiest first, with what they wait for."""
    rivals = [candidate.algorithm for candidate in before.ranked[0][:N_RIVALS]]
    weight: dict[str, float] = {}
    tests: dict[str, dict[Condition, None]] = {}
    waiting = before.practice.waiting(rivals) if before.practice is not None else ()
    for condition, spread in waiting:
        weight[condition.field] = weight.get(condition.field, 0.0) + spread
        tests.setdefault(condition.field, {})[condition] = None
    for condition in prepared.questions.waiting(before.firing.facts):
        weight[condition.field] = max(weight.get(condition.field, 0.0), _OF_RULES)
        tests.setdefault(condition.field, {})[condition] = None
    known = before.brief.facts()
    fields = sorted(
        (name for name in weight if name in FACT_FIELDS and name not in known), key=lambda name: (-weight[name], name)
    )
    return [(name, tuple(condition.test for condition in tests[name])) for name in fields[:_MOST_FIELDS]]


def _tried(
    prepared: PreparedKnowledge, brief: Brief, name: str, tests: tuple[Test, ...], evidence: Sequence[Evidence],
    calibration: Calibration | None,
) -> Iterator[TurningFact]:  # fmt: skip
    """Yield the first three with each of a few values of a field that the tests tell apart."""
    for value, passed in _values(prepared, name, tests):
        try:
            changed = brief.replace(name, value)
        except BriefError:  # it would contradict the rest of the brief
            continue
        then = Assessment(prepared, changed, evidence, calibration)
        yield TurningFact(name, value, Condition(name, passed).text().removeprefix(name).strip(), _first(then))


def _values(prepared: PreparedKnowledge, name: str, tests: tuple[Test, ...]) -> Iterator[tuple[Plain, Test]]:
    """Yield values as a brief would write them, spread over those that the tests tell apart, each with one it passes."""
    domain = FieldDomain(prepared.knowledge.shapes[name], may_be_unknown=False)
    told_apart = [value for value in domain.representatives(tests) if any(accepts(test, value) for test in tests)]
    step = max(1, -(-len(told_apart) // _MOST_VALUES))
    for value in told_apart[::step]:
        passed = next(test for test in tests if accepts(test, value))
        if isinstance(value, tuple):
            yield [str(word) for word in value], passed
        elif isinstance(value, bool | str):
            yield value, passed
        elif value is not None:
            unit = _UNITS.get(BRIEF_FIELDS[name].kind)
            yield (f"{value:.{_SIGNIFICANT}g} {unit}" if unit else value), passed
