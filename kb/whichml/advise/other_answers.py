"""What answers to a question would change that turning facts do not try: any that rules tell from others.

Turning facts try the likeliest answer on each side of what rules and practice look at. Before it is said that no
question to come could change the first, what rules wait for is tried further: that a fact is told at all, each of its
words, and numbers beyond each bound.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from whichml.advise.assessment import Assessment
from whichml.advise.prepared_knowledge import PreparedKnowledge
from whichml.advise.turning_causes import first_of
from whichml.advise.turning_facts import TurningFact, change_between, typical_values
from whichml.advise.waiting_fields import ASKED_FOR, WaitingField
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.field_help import example_of
from whichml.model.format.plausible_facts import is_plausible
from whichml.model.statements.conditions import Test, WordTest

_MOST_VALUES: Final = 4


def turned_by_other_answers(
    prepared: PreparedKnowledge, before: Assessment, waits: WaitingField, is_tried: bool
) -> TurningFact | None:
    """Return the answer to a field that would change the first three most; None where none that was tried would.

    Parameters
    ----------
    is_tried : whether it was tried already whether telling it at all would
    """
    first, found = first_of(before), list[TurningFact]()
    for value, said, changed in _that_go_with_it(before, _values(prepared, waits, is_tried), waits.field):
        then = first_of(Assessment(prepared, changed))
        if then and (set(then) != set(first) or then[:1] != first[:1]):
            found.append(TurningFact(waits.field, value, said, then))
            if then[:1] != first[:1]:
                break
    return max(found, key=lambda fact: change_between(first, fact.first), default=None)


def _values(prepared: PreparedKnowledge, waits: WaitingField, is_tried: bool) -> Iterator[tuple[Plain, str]]:
    """Yield answers to a field as a brief would write them, in words: beyond each bound, the words, and an example."""
    is_list = BRIEF_FIELDS[waits.field].many
    for test in _tests(waits):
        yield from typical_values(prepared, waits.field, (test,))
        for word in sorted(test.allowed) if isinstance(test, WordTest) else ():
            yield ([word] if is_list else word), word
    if not is_tried:
        example = example_of(waits.field)
        yield example, _said(example)


def _tests(waits: WaitingField) -> tuple[Test, ...]:
    """Return what the rules that wait for a field alone ask of it."""
    conditions = (condition for rule in waits.rules for condition in rule.when)
    asked = (each.test for each in conditions if each.field == waits.field and each.field not in ASKED_FOR)
    return tuple(dict.fromkeys(asked))


def _said(value: Plain) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _that_go_with_it(
    before: Assessment, values: Iterator[tuple[Plain, str]], field: str
) -> Iterator[tuple[Plain, str, Brief]]:
    """Yield the first few values of a field that go with the rest of the brief, each once, and the brief with it."""
    told, seen = {notice.message for notice in before.brief.notices}, set[str]()
    for value, said in values:
        if str(value) in seen or len(seen) == _MOST_VALUES:
            continue
        try:
            changed = before.brief.replace(field, value, in_words=False)
        except BriefError:  # it would contradict the rest of the brief
            continue
        amount = changed.facts().get(field)
        is_one = is_plausible(field, amount if isinstance(amount, int | float) else value, before.known)
        if is_one and all(notice.message in told for notice in changed.notices):
            seen.add(str(value))
            yield value, said, changed
