"""Where the reductions end that the first of an answer stands on: numbers beyond which no practitioner takes them."""

from __future__ import annotations

from collections.abc import Iterator

from whichml.advise.applicability import AS_IT_IS
from whichml.advise.assessment import Assessment
from whichml.model.statements.conditions import Condition, NumberTest


def limits_of_reductions(before: Assessment, leader: str) -> Iterator[Condition]:
    """Yield what would end a reduction that a leader stands on: unknown numbers beyond one bound of it.

    A reduction is taken unless a condition is known to fail, so that only such a number changes anything.
    """
    facts = before.firing.facts
    for reduction in before.screening.applicability.get(leader, AS_IT_IS).reductions:
        for condition in reduction.when:
            beyond = _beyond(condition.test) if isinstance(condition.test, NumberTest) else None
            if beyond is not None and condition.holds(facts) is None:
                yield Condition(condition.field, beyond)


def _beyond(test: NumberTest) -> NumberTest | None:
    """Return what fails a test that has one bound; None of others."""
    if test.low is not None and test.high is None:
        return NumberTest(None, test.low, high_open=not test.low_open)
    if test.high is not None and test.low is None:
        return NumberTest(test.high, None, low_open=not test.high_open)
    return None
