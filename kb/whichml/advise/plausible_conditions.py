"""What of a condition on an unknown field may hold of a project, so that it is worth asking whether it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from whichml.advise.waiting_fields import ASKED_FOR
from whichml.model.documents.document import Plain
from whichml.model.format.plausible_facts import says_little
from whichml.model.format.plausible_questions import may_be_answered
from whichml.model.statements.conditions import Condition, FlagTest, NumberTest, WordTest


def plausible_part(missing: Condition, known: Mapping[str, object]) -> Condition | None:
    """Return a condition with the words that go with what is known, or as it is; None where nothing of it does.

    A computed amount is not judged: what is asked for counts something else.
    """
    test, field = missing.test, missing.field
    if field in ASKED_FOR:
        return missing
    if isinstance(test, WordTest):
        likely = {word for word in test.allowed if may_be_answered(field, word, known)}
        if not likely:
            return None
        meant = likely | {word for word in test.allowed if says_little(field, word)}
        return replace(missing, test=WordTest(frozenset(meant)))
    if isinstance(test, FlagTest):
        return missing if may_be_answered(field, test.wanted, known) else None
    if isinstance(test, NumberTest):
        return missing if may_be_answered(field, _typical(test), known) else None
    return missing


def _typical(test: NumberTest) -> Plain:
    """Return a number that a test accepts, well within a side that is open."""
    if test.low is None:
        return test.high / 2 if test.high is not None else None
    return test.low * 2 if test.high is None else (test.low + test.high) / 2
