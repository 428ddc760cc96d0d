"""What comes with whichml of circumstances: each is told by a case, and says one thing in a sentence."""

from __future__ import annotations

from collections import Counter

import pytest

from small_knowledge import ROOT
from whichml.authoring.cases import Case, cases_file_of, read_cases
from whichml.knowledge.base import Knowledge

PACKS = sorted(path for path in (ROOT / "rules").glob("circumstances-*.yaml") if not path.name.endswith(".test.yaml"))


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case for pack in PACKS for case in read_cases(cases_file_of(pack), cases_file_of(pack).name)]


def test_each_circumstance_is_told_by_a_case_and_many_are_kept_apart_from_what_sounds_alike(
    knowledge: Knowledge, cases: list[Case]
) -> None:
    told = {name for case in cases for name in case.expect.circumstances}
    untold = {name for case in cases for name in case.expect.no_circumstances}
    assert sorted(set(knowledge.circumstances) - told) == []
    assert len(untold) > len(knowledge.circumstances) / 3


def test_what_follows_is_said_in_sentences_and_only_once(knowledge: Knowledge) -> None:
    said = [each.facts.say for each in knowledge.circumstances.values()]
    assert [each for each in said if not each[:1].isupper() or not each.endswith((".", "?", ")"))] == []
    assert [each for each, n in Counter(said).items() if n > 1] == []


def test_no_circumstance_is_told_by_the_words_of_another(knowledge: Knowledge) -> None:
    seen: dict[object, str] = {}
    for name, known in knowledge.circumstances.items():
        words = (
            frozenset(map(frozenset, (*known.facts.words, known.facts.phrases))),
            repr(known.facts.when),
            repr(known.facts.unless),
        )
        assert words not in seen, (name, seen[words])
        seen[words] = name
