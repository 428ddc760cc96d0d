"""A group of fields that a newcomer tells in one sentence, and what is read of it where a brief is read leniently."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError


def read(lenient: bool = True, **told: object) -> Brief:
    given = {"task": "regression", "data": {"modality": "tabular"}, **told}
    return Brief.from_mapping(given, lenient=lenient)


def told(**given: object) -> dict[str, object]:
    facts = read(**given).facts()
    return {name: each for name, each in facts.items() if name not in ("task", "data.modality")}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("nightly", {"interaction": "batch"}), ("overnight batch of all shops", {"interaction": "batch"}),
        ("on-prem", {"target": "on-premises"}), ("PLC in the bakery, no gpu", {"accelerator": "none"}),
        ("our own server (16 GB RAM, no gpu), nightly", {
            "target": "on-premises", "accelerator": "none", "memory": 16_000_000_000, "interaction": "batch",
        }),
        (["laptop of the forester", "offline"], {"target": "desktop", "connectivity": "never"}),
        ("REST API for the tills, k8s", {"interaction": "online"}),
        ("streaming off the belt", {"interaction": "stream"}),
        ("a batch job now, perhaps an API later", {}), ("weekly list, API if they ask", {"interaction": "batch"}),
        ("nightly batch and a REST API", {}), ("no API", {}),
        ("batch size of 32", {}), ("the batch number is scanned", {}),
        ("trained on a GPU server", {}), ("in the packing hall", {}), ("not decided", {}), ("word " * 60, {}),
    ],
)  # fmt: skip
def test_a_sentence_on_the_deployment_tells_what_is_known_word_by_word(
    said: object, expected: dict[str, object]
) -> None:
    assert told(deployment=said) == {f"deployment.{name}": each for name, each in expected.items()}


def test_a_sentence_for_a_group_is_read_with_the_notes_and_told() -> None:
    brief = read(deployment="kiosk in the hall, retrained every month", notes="For visitors.")
    assert brief.notes == "For visitors. deployment: kiosk in the hall, retrained every month"
    assert "`deployment: kiosk in the hall, retrained every month` is read with the notes." in map(str, brief.notices)
    nightly = read(deployment="nightly list").notices
    assert any("is read as `deployment.interaction: batch`, and with the notes." in str(each) for each in nightly)
    assert not any(each.left_out for each in (*brief.notices, *nightly))


def test_phrases_in_a_sentence_for_a_group_are_read_as_those_of_the_notes() -> None:
    assert read(stakes="a person has to see why each time").as_written().get("notes")
    assert read(deployment="no gpu there").readings_of_prose == ()
    assert read(stakes="gap in care, personal data").data.privacy == "personal"


def test_what_fields_tell_counts_more_than_a_sentence_for_their_group() -> None:
    given = {
        "task": "regression",
        "data": {"modality": "tabular"},
        "deployment.target": "phone",
        "deployment": "on-prem",
    }
    brief = Brief.from_mapping(given, lenient=True)
    assert (brief.deployment.target, brief.notes) == ("phone", "deployment: on-prem")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("high, GDPR applies", {"cost_of_mistakes": "high", "regulation": ("gdpr",)}),
        ("low", {"cost_of_mistakes": "low"}),
        ("the bakery closes", {}),
        ("high street shops", {}),
    ],
)
def test_a_sentence_on_the_stakes_tells_a_level_and_laws(said: str, expected: dict[str, object]) -> None:
    assert told(stakes=said) == {f"stakes.{name}": each for name, each in expected.items()}


def test_a_sentence_on_the_data_tells_their_kind() -> None:
    brief = Brief.from_mapping({"task": "object-detection", "data": "images of loaves on a belt"}, lenient=True)
    assert (brief.data.modality, brief.notes) == (("image",), "data: images of loaves on a belt")


@pytest.mark.parametrize(
    ("group", "said"), [("team", "small bakery"), ("infra", "two old boxes"), ("privacy", "like ever")]
)
def test_words_where_a_group_may_stand_under_another_name_go_into_the_notes(group: str, said: str) -> None:
    brief = read(**{group: said})
    assert brief.notes == f"{group}: {said}"
    assert not any(each.left_out for each in brief.notices)


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ("deployment", "nightly"),
        ("stakes", "low"),
        ("data", "images"),
        ("deployment", ["on-prem"]),
        ("team", "small bakery"),
    ],
)
def test_a_sentence_for_a_group_is_refused_where_a_brief_is_read_strictly(group: str, said: object) -> None:
    with pytest.raises(BriefError, match=r"takes a|cannot be"):
        read(lenient=False, **{group: said})


@pytest.mark.parametrize("said", [5, ["on-prem", 5], [], "", " "])
def test_what_is_no_text_for_a_group_is_left_out(said: object) -> None:
    brief = read(deployment=said)
    assert (brief.notes, [each.left_out for each in brief.notices]) == (None, ["deployment"])


@pytest.mark.parametrize(
    ("written", "facts", "notes"),
    [
        ("{offline, laptop 16 GB, once per field}",
         {"deployment.connectivity": "never", "deployment.target": "desktop"},
         "deployment: offline, laptop 16 GB, once per field"),
        ("{on-prem rack, accelerator: none}", {"deployment.accelerator": "none", "deployment.target": "on-premises"},
         "deployment: on-prem rack"),
    ],
)  # fmt: skip
def test_entries_in_braces_that_have_no_value_are_read_as_a_list_of_words(
    written: str, facts: dict[str, object], notes: str
) -> None:
    text = f"task: regression\ndata: {{modality: tabular}}\ndeployment: {written}\n"
    brief = Brief.parse(text.encode(), "a.yaml", lenient=True)
    assert {name: each for name, each in brief.facts().items() if name in facts} == facts
    assert brief.notes == notes
    assert not any(notice.is_left_out for notice in brief.notices)


def test_a_name_whose_value_is_left_open_says_nothing() -> None:
    text = b"task: regression\ndata: {modality: tabular}\ndeployment:\n  public places:\n  offline:\n"
    brief = Brief.parse(text, "a.yaml", lenient=True)
    assert (brief.notes, brief.deployment.connectivity) == (None, None)
