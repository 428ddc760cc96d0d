"""What cautions say first: what to do, since a text that has no room is cut from its end."""

from __future__ import annotations

from whichml.knowledge.base import Knowledge

STARTS_OF_A_DIAGNOSIS = frozenset({
    "A", "An", "All", "Each", "Every", "Few", "He", "It", "Its", "Many", "Nobody", "Nothing", "On", "So", "Some",
    "Such", "That", "The", "There", "These", "They", "This", "Those", "What", "Who", "Whoever", "Without",
})  # fmt: skip
MOST_WORDS = 45


def cautions_of(knowledge: Knowledge) -> dict[str, str]:
    return {rule.id: str(rule.effect.value) for rule in knowledge.rules if rule.effect.kind == "caution"}


def test_a_caution_begins_with_what_to_do(knowledge: Knowledge) -> None:
    cautions = cautions_of(knowledge)
    assert len(cautions) > 300
    assert [rule for rule, text in cautions.items() if text.split()[0].rstrip(",:") in STARTS_OF_A_DIAGNOSIS] == []


def test_a_caution_is_no_longer_than_a_breath_or_two(knowledge: Knowledge) -> None:
    assert {
        rule: len(text.split()) for rule, text in cautions_of(knowledge).items() if len(text.split()) > MOST_WORDS
    } == {}
