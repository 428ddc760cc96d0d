"""A place in a source stands behind three qualities of a subject, and what a family says is not said again below it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from by_night import IS_NIGHT
from small_knowledge import CITED, ContentFolder, claim, shipped_taxonomy
from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml.model.values.qualities import QUALITIES
from whichml_workshop.checks.citations import find_faults, is_named, main
from whichml_workshop.checks.stated import StatedKnowledge

FOUR = ("privacy", "security", "stability", "calibration")
OWN_WORDS = {
    "privacy": "resists membership inference",
    "security": "adversarial rows fool it",
    "stability": "of low variance between samples",
    "calibration": "its probabilities are overconfident",
}


def cited_as(quality: str, supports: str, locator: str = "page 7", level: str = "high") -> dict[str, Any]:
    return {**claim(quality, level), "sources": [{**CITED[0], "locator": locator, "supports": supports}]}


def alike(qualities: Sequence[str], words: str = "boosts hard rows") -> list[dict[str, Any]]:
    return [cited_as(quality, words) for quality in qualities]


def faults(folder: ContentFolder) -> list[str]:
    read = read_content(folder.content)
    return [str(fault) for fault in find_faults(compile_read(read, "small"), read.taxonomy.qualities)]


def test_a_place_may_stand_behind_three_qualities_in_the_same_words(folder: ContentFolder) -> None:
    assert faults(folder.algorithm("one", *alike(FOUR[:3]))) == []


def test_a_fourth_quality_in_the_same_words_is_reported_with_all_that_rest_there(folder: ContentFolder) -> None:
    told = faults(folder.algorithm("one", *alike(FOUR)))
    assert len(told) == 4
    assert told[0].startswith("facts/algorithms/one.yaml:")
    assert "`privacy` of one is one of 4 qualities without words of their own at one place of made-up" in told[0]


def test_several_claims_on_one_quality_count_once(folder: ContentFolder) -> None:
    scoped = {**cited_as("privacy", "boosts hard rows", level="low"), "scope": {"data.rows": {"above": 10}}}
    assert faults(folder.algorithm("one", *alike(FOUR[:3]), scoped)) == []


def test_a_fourth_quality_with_words_of_its_own_that_name_it_is_fine(folder: ContentFolder) -> None:
    assert faults(folder.algorithm("one", *alike(FOUR[:3]), cited_as("calibration", "badly calibrated"))) == []


def test_any_number_of_qualities_may_stand_on_one_place_that_speaks_of_each(folder: ContentFolder) -> None:
    assert faults(folder.algorithm("one", *(cited_as(quality, OWN_WORDS[quality]) for quality in FOUR))) == []


@pytest.mark.parametrize("words", ["BOOSTS hard rows.", "something else entirely"], ids=["same", "unnamed"])
def test_words_that_are_shared_or_name_another_quality_do_not_help(words: str, folder: ContentFolder) -> None:
    assert len(faults(folder.algorithm("one", *alike(FOUR[:3]), cited_as("calibration", words)))) == 4


def test_words_that_name_all_qualities_at_once_are_nobodys_own(folder: ContentFolder) -> None:
    assert len(faults(folder.algorithm("one", *alike(FOUR, "; ".join(OWN_WORDS.values()))))) == 4


def test_another_place_of_the_same_work_counts_apart(folder: ContentFolder) -> None:
    elsewhere = cited_as("calibration", "boosts hard rows", locator="page 8")
    assert faults(folder.algorithm("one", *alike(FOUR[:3]), elsewhere)) == []


def test_the_spelling_of_a_locator_does_not_make_another_place(folder: ContentFolder) -> None:
    elsewhere = cited_as("calibration", "boosts hard rows", locator="Page 7,")
    assert len(faults(folder.algorithm("one", *alike(FOUR[:3]), elsewhere))) == 4


@pytest.mark.parametrize(
    ("quality", "text", "named"),
    [
        ("training-time", "trains in seconds", True),
        ("training-time", "the time of training", True),
        ("training-time", "the time", False),
        ("incrementality", "has partial_fit", True),
        ("incrementality", "one pass over the rows", True),
        ("interpretability", "readable by people", True),
        ("missing-value-handling", "copes with gaps and NaN", True),
        ("correctness-guarantee", "error bounds", True),
        ("correctness-guarantee", "the decision boundary", False),
        ("model-size", "many small trees", False),
    ],
)
def test_a_text_names_a_quality_by_its_label_or_by_words_of_the_field(quality: str, text: str, named: bool) -> None:
    assert is_named(shipped_taxonomy().qualities[quality], text) is named


def test_every_quality_has_words_that_name_it(folder: ContentFolder) -> None:
    qualities = shipped_taxonomy().qualities
    assert len(qualities) == len(QUALITIES)
    assert all(is_named(quality, f"It is about {quality.label}.") for quality in qualities.values())


def test_a_claim_that_repeats_its_family_is_reported(folder: ContentFolder) -> None:
    folder.family("linear", claim("privacy", "high"))
    (told,) = faults(folder.algorithm("one", claim("privacy", "high")))
    assert "`privacy` of one repeats high from the family linear (facts/families/linear.yaml:" in told


@pytest.mark.parametrize(
    ("inherited", "own"),
    [
        pytest.param(claim("privacy", "high"), claim("privacy", "low"), id="another level"),
        pytest.param(claim("privacy", "high"), claim("privacy", "high", {"data.sparse": True}), id="another scope"),
        pytest.param(claim("privacy", "high", confidence="low"), claim("privacy", "high"), id="surer"),
    ],
)
def test_a_claim_that_adds_to_its_family_is_fine(
    inherited: Mapping[str, Any], own: Mapping[str, Any], folder: ContentFolder
) -> None:
    assert faults(folder.family("linear", inherited).algorithm("one", own)) == []


@pytest.mark.parametrize("level", ["high", "low"])
def test_a_claim_that_settles_what_two_families_dispute_is_no_copy(level: str, folder: ContentFolder) -> None:
    folder.family("linear", claim("privacy", "low")).family("naive-bayes", claim("privacy", "high"))
    assert faults(folder.algorithm("one", claim("privacy", level), family=["linear", "naive-bayes"])) == []


def test_a_family_that_repeats_the_family_above_it_is_reported(folder: ContentFolder) -> None:
    folder.family("linear", claim("privacy", "high")).family("online-linear", claim("privacy", "high"))
    (told,) = faults(folder)
    assert "`privacy` of online-linear repeats" in told


@pytest.mark.parametrize(
    ("level", "able", "fits"), [("high", True, True), ("high", False, False), ("low", True, False)]
)
def test_an_inherited_level_that_capabilities_rule_out_is_reported(
    level: str, able: bool, fits: bool, folder: ContentFolder
) -> None:
    folder.family("linear", claim("incrementality", level))
    told = faults(folder.algorithm("one", capabilities={"partial-fit": able}))
    assert (told == []) is fits
    assert all("and its `partial-fit` is" in each for each in told)


def test_a_claim_of_its_own_tells_an_algorithm_apart_from_its_siblings(folder: ContentFolder) -> None:
    folder.family("linear", claim("incrementality", "high"))
    folder.algorithm("one", claim("incrementality", "very-low"), capabilities={"partial-fit": False})
    assert faults(folder) == []


@pytest.mark.slow("by night reads all content")
def test_the_command_refuses_a_subject_that_nobody_describes(
    folder: ContentFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if not IS_NIGHT:
        monkeypatch.setattr(Content, "shipped", lambda: folder.algorithm("one").content)
    with pytest.raises(SystemExit, match="2"):
        main(["kb/facts/algorithms/no-such-thing.yaml"])
    assert "no algorithm and no family: no-such-thing" in capsys.readouterr().err


@pytest.mark.slow("looks at every claim")
def test_the_shipped_claims_are_carried_by_their_citations_and_families(stated: StatedKnowledge) -> None:
    assert sum(len(claim.sources) for claim in stated.compiled.claims.values()) > 2000
    faults_of_all = find_faults(stated.compiled, stated.read.taxonomy.qualities)
    assert [str(fault) for fault in faults_of_all] == []
