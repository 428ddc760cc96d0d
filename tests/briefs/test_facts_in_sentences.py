"""Facts under names that no field has, told in a sentence or by the name of a thing: read with the notes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.entries.unheld_facts import is_told_in_words
from whichml.model.entries.unknown_fields import kept_in_words
from whichml.model.format.brief_fields import BRIEF_FIELDS


def read(task: object = "regression", **groups: object) -> Brief:
    data = groups.pop("data", {})
    assert isinstance(data, dict)
    return Brief.from_mapping({"task": task, "data": {"modality": "tabular", **data}, **groups})


@pytest.mark.parametrize(
    ("told", "notes"),
    [
        ({"works_council": "must agree, no ranking of people"}, "works council must agree, no ranking of people"),
        ({"territory": "EU only"}, "territory EU only"),
        ({"microbe": "Klebsiella pneumoniae"}, "microbe Klebsiella pneumoniae"),
        ({"data": {"fruits": ["maize", "rapeseed"]}}, "fruits maize, rapeseed"),
        ({"framework": "python", "country": "AT"}, "framework: python. country: AT"),
        ({"quirks": ["flat numbers in five ways", "old names"]}, "quirks flat numbers in five ways; old names"),
        ({"acquisition": {"cases": "in spring, instrument A", "controls": "in autumn, instrument B"}},
         "acquisition: cases in spring, instrument A. controls in autumn, instrument B"),
        ({"deployment": {"on the robot cell": None}}, "on the robot cell"),
        ({"notes": "One.", "query": "given a sample, show its neighbours"},
         "One. query given a sample, show its neighbours"),
    ],
)  # fmt: skip
def test_a_fact_in_a_sentence_or_by_the_name_of_a_thing_is_read_with_the_notes(
    told: dict[str, object], notes: str
) -> None:
    brief = read(**told)
    assert brief.notes == notes
    assert all("is read with the notes" in each.message for each in brief.readings)


@pytest.mark.parametrize(
    ("told", "field", "value"),
    [
        ({"operator": "can override anytime, and does"}, "project.human_review", True),
        (
            {"task": "record-linkage", "data": {"typos": "many, spelling variants, reading errors"}},
            "data.spelling_varies",
            True,
        ),
        ({"shared": "no gpu"}, "deployment.accelerator", "none"),
        ({"task": "control", "explore_on_plant": "no"}, "deployment.experiments_possible", False),
        ({"task": "question-answering", "data": {"eval_set": "120 questions with answers"}}, "data.labelled_rows", 120),
    ],
)
def test_what_phrases_read_of_such_a_fact_counts_and_is_told(
    told: dict[str, object], field: str, value: object
) -> None:
    brief = read(**told)
    assert brief.facts()[field] == value
    assert any(f"is read as `{field}: {str(value).lower()}`" in each.message for each in brief.readings)


@pytest.mark.parametrize(
    "told",
    [
        {"weather": "sunny"}, {"weeks": 156}, {"weeks": "156 weeks of sales"}, {"hum": "high"}, {"hum": "High"},
        {"repeated": "yes, next autumn again"}, {"survey_weights": "yes"}, {"regulated": "MDR class IIa"},
        {"latency": "as the other shops have it"}, {"cpu": "Raspberry Qi"}, {"spoken": "Dutch"},
        {"kinds": ["many", "high"]}, {"replicates": "9 per patient"}, {"images_per_patient": 2}, {"flag": None},
        {"campaign": {"calls_per_month": 2500, "tone": "friendly and very short"}}, {"sizes": [3, 4]},
        {"data": {"label_qualitty": "checked by two experts"}}, {"deadlines": "end of the year"}, {"unknown": "TBD"},
    ],
)  # fmt: skip
def test_what_a_field_could_hold_or_is_near_one_stays_refused(told: dict[str, object]) -> None:
    with pytest.raises(BriefError, match=r"unknown field|takes|cannot be|no device"):
        read(**told)


def test_a_denied_fact_is_denied_in_the_notes_too() -> None:
    assert not is_told_in_words("logged_propensities", "no")
    with pytest.raises(BriefError, match="unknown field"):
        read("sequential-decision", data={"odds_logged_each_time": False})


WORDS = sorted({str(word) for kind in BRIEF_FIELDS.values() for word in kind.values})


@settings(max_examples=200)
@given(
    st.one_of(
        st.sampled_from(WORDS),
        st.integers(),
        st.floats(allow_nan=False),
        st.booleans(),
        st.none(),
        st.integers(0, 10**6).map("{} km".format),
        st.sampled_from(["yes", "no, never", "some", "5 %"]),
    )
)
def test_what_some_field_holds_is_never_told_in_words(value: object) -> None:
    assert not is_told_in_words("weather", value)


FIELDS = sorted({each.rpartition(".")[2] for each in BRIEF_FIELDS if len(each.rpartition(".")[2]) > 5})


@settings(max_examples=300)
@given(st.sampled_from(FIELDS), st.integers(0, 40), st.sampled_from("abxyz_"), st.sampled_from("+-/~"))
def test_a_name_that_is_a_letter_away_from_a_field_is_never_kept_in_words(
    field: str, place: int, letter: str, edit: str
) -> None:
    at = place % (len(field) - 1)
    edited = {
        "+": field[:at] + letter + field[at:],
        "-": field[:at] + field[at + 1 :],
        "/": field[:at] + letter + field[at + 1 :],
        "~": field[:at] + field[at + 1] + field[at] + field[at + 2 :],
    }[edit]
    assert kept_in_words(edited, "checked by two old experts", "regression") is None


@pytest.mark.parametrize("name", ["integration", "region", "use", "intervention", "predict", "what"])
def test_a_word_that_is_only_a_little_like_a_field_is_another_word(name: str) -> None:
    assert kept_in_words(name, "REST call from the other side", "regression") is not None
