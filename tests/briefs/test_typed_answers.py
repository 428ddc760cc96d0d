"""Answers are read as people type them where that has one reading; what could mean several things is refused."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from by_night import examples
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.replies.spoken_counts import says_all
from whichml.model.replies.typed_answer import answer_in_words, is_read_otherwise, value_of
from whichml.model.words.spoken_words import listed, says_unknown, spoken_flag
from whichml.model.words.word_meanings import WORD_MEANINGS

SMALLEST: dict[str, Plain] = {"task": "regression", "data.modality": "tabular"}


def accepted(field: str, value: Plain) -> bool:
    """Return whether a brief takes a value as it stands, as answers have to be."""
    return Brief.from_mapping({**SMALLEST, field: value}, in_words=False) is not None


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("data.rows", "20k", 20_000), ("data.rows", "1.5m", 1_500_000), ("data.rows", "20,000", 20_000),
        ("data.sparse", "n", False), ("data.arrival", "str", "stream"), ("data.minority_share", "0.05", 0.05),
        ("data.minority_share", "5 %", "5 %"), ("data.modality", "text, tab", ["text", "tabular"]),
        ("data.horizon", "2 weeks", "2 weeks"), ("stakes.explanation", "post hoc", "post-hoc"),
        ("data.sparse", "Off", False), ("data.sparse", "1", True), ("data.rows", " 1_000 ", 1000),
        ("data.rows", "2bn", 2 * 10**9), ("data.rows", "0.0004k", 0), ("data.rows", "0.0005k", 1),
        ("data.rows", "0" * 29 + "7", 7), ("data.rows", "0" * 30 + "7", "0" * 30 + "7"),
        ("data.minority_share", "1", 1.0), ("data.minority_share", "0.0.5", "0.0.5"),
        ("data.minority_share", "-1", "-1"),
        ("data.modality", "text, ,", ["text"]), ("data.drift", "fas", "fast"), ("data.drift", "AST", "fast"),
        ("stakes.explanation", "full", "full"), ("task", "labelling", "sequence-labelling"), ("data.drift", "", ""),
        ("task", "learning", "learning"),
    ],
)  # fmt: skip
def test_answers_are_read_as_people_type_them(field: str, text: str, value: object) -> None:
    assert (value_of(field, text), type(value_of(field, text))) == (value, type(value))


def test_a_word_that_begins_one_answer_is_that_one_though_it_stands_inside_another() -> None:
    assert value_of("task", "regression") == "regression"
    with pytest.raises(BriefError, match="'class' may be binary-classification, multiclass-classification or multil"):
        value_of("task", "class")


@pytest.mark.parametrize("field", ["data.modality", "stakes.explanation", "stakes.regulation"])
def test_the_comma_of_a_number_parts_no_list(field: str) -> None:
    with pytest.raises(BriefError, match="'about 2,400 visits'"):
        accepted(field, value_of(field, "about 2,400 visits"))
    assert [*listed("12,400,000 rows, text and 3,5")] == ["12,400,000 rows", "text", "3", "5"]


@pytest.mark.parametrize(
    ("text", "is_unknown"),
    [
        ("maybe", True), ("not sure", True), ("hard to say", True), ("no idea", True), ("Not sure yet.", True),
        ("hm, hard to tell", True), ("sorry, no idea at the moment", True), ("perhaps", True), ("maybe in May", False),
        ("maybe 5", False), ("no", False), ("not sure, but about 5", False), ("?", False), ("really", False),
        ("nobody", False), ("well, yes", False),
    ],
)  # fmt: skip
def test_what_says_only_that_something_is_not_known_is_unknown(text: str, is_unknown: bool) -> None:
    assert says_unknown(text) is is_unknown


@pytest.mark.parametrize(
    ("text", "is_all"),
    [
        ("all of them", True), ("all", True), ("all rows are labelled", True), ("every single one", True),
        ("all but twenty", False), ("almost all", False), ("not all", False), ("all 400", False),
        ("all unlabelled", False), ("all of them are not labelled", False),
    ],
)  # fmt: skip
def test_all_of_them_is_said_without_an_exception(text: str, is_all: bool) -> None:
    assert says_all(text) is is_all


def test_a_flag_takes_yes_or_no_and_nothing_else() -> None:
    with pytest.raises(BriefError, match=r"`data\.sparse` takes yes or no, not 'perhaps'"):
        value_of("data.sparse", "perhaps")


@pytest.mark.parametrize("text", ["²", "1.²k", "9" * 5000, f"{'9' * 400}k", ".", "k"])
def test_what_only_looks_like_a_count_is_left_for_the_brief_to_refuse(text: str) -> None:
    assert value_of("data.rows", text) == text
    with pytest.raises(BriefError):
        Brief.from_mapping({"task": "regression", "data.modality": "tabular", "data.rows": value_of("data.rows", text)})


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("data.rows", "about 90", 90), ("data.rows", "~90", 90), ("data.rows", "about 2,000", 2000),
        ("data.rows", "two", 2), ("data.rows", "87 million", 87_000_000), ("data.items", "380,000 articles", 380_000),
        ("data.rows", "41,000 past stays", 41_000), ("data.rows", "half a million", 500_000),
        ("data.rows", "two hundred and fifty thousand", 250_000), ("data.rows", "a dozen or so", 12),
        ("data.rows", "some 1 000 000", 1_000_000), ("data.rows", "we have more than 300", 300),
        ("data.languages", "German and French", 2), ("data.languages", "only English", 1),
        ("data.languages", "English, German and Italian", 3), ("data.languages", "three", 3),
        ("project.cases_per_day", "20 a week", 3), ("deployment.requests_per_day", "2 per second", 172_800),
        ("stakes.false_alarms_per_day", "none", 0), ("project.cases_per_day", "10 cases or so", 10),
        ("deployment.requests_per_day", "a few hundred visitors a day", 300),
        ("deployment.requests_per_day", "twice an hour", 48), ("deployment.requests_per_day", "once a day", 1),
        ("deployment.requests_per_day", "some 7,000 on a working day", 7000),
        ("project.cases_per_day", "20 every morning", 20), ("data.series", "64 shops times 120 articles", 7680),
        ("deployment.requests_per_day", "64 shops times 3 an hour", 4608), ("data.image_side", "1920x1080", 1920),
        ("project.team_size", "a couple of engineers", 2), ("data.text_length", "300 words", 300),
    ],
)  # fmt: skip
def test_a_count_is_read_however_it_is_said(field: str, text: str, value: int) -> None:
    assert value_of(field, text) == value
    assert accepted(field, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6 % had it", "6 %"), ("about 40 %", "40 %"), ("six per cent", "6 %"), ("one in ten", 0.1),
        ("half a per cent", 0.005), ("5 per 1000", 0.005),
        ("1 out of 20", 0.05), ("half of them", 0.5), ("three quarters", 0.75), ("a quarter are empty", 0.25),
        ("half the cells", 0.5), ("a quarter, roughly", 0.25), ("0.05 of the rows", 0.05),
    ],
)  # fmt: skip
def test_a_share_is_read_however_it_is_said(text: str, value: Plain) -> None:
    assert value_of("data.minority_share", text) == value
    assert accepted("data.minority_share", value)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("deployment.memory", "24 GB on the GPU", "24 GB"), ("deployment.memory", "24 gb", "24 GB"),
        ("deployment.memory", "8 gigabytes", "8 gigabytes"), ("deployment.control_period", "within 150 ms", "150 ms"),
        ("project.deadline", "max 3 months", "3 months"), ("project.deadline", "two weeks", "2 weeks"),
        ("project.deadline", "half a year", "0.5 year"), ("data.sampling_interval", "every 15 minutes", "15 minutes"),
        ("data.sampling_interval", "an hour", "1 hour"), ("stakes.cost_false_positive", "€5 per case", "5 EUR"),
        ("project.budget", "2 million EUR", "2000000 EUR"), ("project.budget", "about 5k USD", "5000 USD"),
        ("data.sampling_rate", "100 times a second", "100 Hz"), ("deployment.memory", "24 GB", "24 GB"),
        ("stakes.cost_too_high", "60 euro cents", "0.6 EUR"), ("stakes.cost_too_low", "90 pence", "0.9 GBP"),
        ("deployment.uplink_per_day", "1 MB an hour", "24 MB"), ("deployment.uplink_per_day", "20 kB a day", "20 kB"),
    ],
)  # fmt: skip
def test_an_amount_is_read_with_its_unit_and_stays_as_it_was_typed(field: str, text: str, value: str) -> None:
    assert value_of(field, text) == value
    assert accepted(field, value)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("data.rows", "all of them: 41,000", 41_000), ("data.missing_share", "hardly any, about 2 %", "2 %"),
        ("project.deadline", "before spring, 5 months", "5 months"), ("data.rows", "the forester manages about 90", 90),
        ("data.rows", "since 2019", "since 2019"), ("data.rows", "not 90", "not 90"),
        ("data.rows", "x5", "x5"),
    ],
)  # fmt: skip
def test_a_number_after_talk_is_read_unless_it_may_count_something_else(field: str, text: str, value: Plain) -> None:
    assert value_of(field, text) == value


@pytest.mark.slow("makes up thousands of answers")
@pytest.mark.parametrize("field", [name for name, kind in BRIEF_FIELDS.items() if kind.kind != "text"])
@given(st.text(max_size=24) | st.from_regex(r"(about |no |max )?[0-9]{1,4}[,.% ]?[0-9]{0,3} ?(GB|%|days|k|EUR|a day|)"))
@settings(max_examples=examples(20), suppress_health_check=list(HealthCheck))
def test_any_answer_is_a_value_that_a_brief_takes_or_refuses_in_words(field: str, text: str) -> None:
    try:
        value = value_of(field, text)
        Brief.from_mapping({**SMALLEST, field: value})
    except BriefError as refusal:
        assert str(refusal)
        return
    assert answer_in_words(value) is not None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("yes, the forester", True), ("yes the doctor", True), ("Yes!", True), ("of course", True), ("yep", True),
        ("no, they don't", False), ("never", False), ("nobody", False), ("no - too slow", False), ("n", False),
        ("yes and no", None), ("yes, but rarely", True), ("no doubt", None), ("perhaps", None), ("on the road", None),
        ("yes, sometimes", True), ("no but it is dear", False), ("yes or no", None), ("", None),
    ],
)  # fmt: skip
def test_yes_and_no_may_go_on_and_are_not_taken_where_they_are_taken_back(text: str, meant: bool | None) -> None:
    assert spoken_flag(text) is meant


@pytest.mark.parametrize(
    ("field", "text", "word"),
    [
        ("task", "multi-class", "multiclass-classification"), ("task", "yes/no", "binary-classification"),
        ("task", "search", "retrieval"), ("data.residency", "in the house", "stays-in-organisation"),
        ("data.residency", "must not leave the hospital", "stays-in-organisation"),
        ("data.residency", "it never leaves the phone", "stays-on-device"),
        ("data.privacy", "patient data", "sensitive"), ("data.privacy", "health records", "sensitive"),
        ("data.privacy", "customer data of hotels", "personal"), ("deployment.target", "a laptop at work", "desktop"),
        ("stakes.cost_of_mistakes", "very bad", "very-high"), ("data.seasonality", "weekly and yearly", "several"),
        ("data.label_origin", "only the ones that were inspected", "chosen-cases"),
        ("deployment.interaction", "a doctor waits for it", "interactive"),
        ("deployment.accelerator", "one A100", "gpu"),
        ("deployment.interaction", "a list every morning, nobody waits", "batch"),
    ],
)  # fmt: skip
def test_a_word_of_a_closed_list_is_found_in_what_people_say(field: str, text: str, word: str) -> None:
    assert value_of(field, text) == word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("quarterly", "monthly"), ("twice a year", "yearly"), ("a few times a year", "yearly"),
        ("once or twice a year", "yearly"), ("each harvest", "yearly"), ("every season", "yearly"),
        ("every two weeks", "weekly"), ("every other month", "monthly"), ("3 times a day", "daily"),
        ("once a week", "weekly"), ("every night", "daily"), ("with every event", "per-event"),
    ],
)  # fmt: skip
def test_a_cadence_in_other_words_is_the_nearest_that_the_field_has(text: str, word: str) -> None:
    assert value_of("deployment.update_cadence", text) == word


@pytest.mark.parametrize("text", ["every minute", "as needed", "often"])
def test_a_cadence_that_no_word_is_near_is_left_to_be_refused(text: str) -> None:
    assert value_of("deployment.update_cadence", text) == text
    with pytest.raises(BriefError, match="update_cadence"):
        accepted("deployment.update_cadence", text)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("stakes.regulation", "GDPR and labour law", ["gdpr", "labour-law"]),
        ("stakes.regulation", "the GDPR, the AI Act (high risk)", ["gdpr", "eu-ai-act-high-risk"]),
        ("stakes.regulation", "none", []), ("data.modality", "texts and tables", ["text", "tabular"]),
        ("data.modality", "text & images", ["text", "image"]), ("data.modality", "discharge letters", ["text"]),
        ("data.modality", "satellite images and tables", ["image", "tabular"]),
    ],
)  # fmt: skip
def test_a_list_may_be_said_with_and(field: str, text: str, value: list[str]) -> None:
    assert value_of(field, text) == value
    assert accepted(field, value)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("data.rows", "41.000", "could be 41 or 41000"), ("data.rows", "5-10", "says two"),
        ("data.rows", "between 5 and 10", "says two"), ("data.rows", "two or three", "says two"),
        ("data.rows", "two-three", "says two"),
        ("data.rows", "20 a day", "how many in all"),
        ("deployment.requests_per_day", "1 a month", "less than one in a day"),
        ("task", "fraud detection", "could mean several things"),
        ("data.residency", "in the house and on the phone", "may be stays-in-organisation or stays-on-device"),
        ("project.team_ml_skill", "low to medium", "may be low or medium"),
        ("data.privacy", "no personal data", "may be public or internal"),
    ],
)  # fmt: skip
def test_what_could_mean_several_things_is_refused_with_those(field: str, text: str, said: str) -> None:
    with pytest.raises(BriefError, match=said):
        value_of(field, text)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("data.residency", "must not leave the EU"), ("data.privacy", "not sensitive"), ("data.rows", "1,5,0 million"),
        ("deployment.target", "not in the cloud"), ("deployment.memory", "5 seconds"),
        ("project.deadline", "2 to 3 weeks"), ("project.budget", "60 euro cents or 70"),
        ("data.minority_share", "40-50 %"), ("project.budget", "500 coins"), ("project.deadline", "soon"),
        ("data.privacy", "hardly sensitive"), ("data.privacy", "nothing sensitive"),
        ("deployment.target", "hardly in the cloud"), ("data.missing_share", "third party"),
        ("data.missing_share", "a third-party service"), ("data.missing_share", "the third time"),
    ],
)  # fmt: skip
def test_what_is_no_such_answer_is_left_for_the_brief_to_refuse(field: str, text: str) -> None:
    assert value_of(field, text) == text
    with pytest.raises(BriefError):
        accepted(field, text)


@pytest.mark.parametrize(
    ("field", "text", "read", "unread"),
    [
        ("deployment.requests_per_day", "80,000 once", "80,000", "'once'"),
        ("deployment.requests_per_day", "60 cents", "60", "'cents'"),
        ("deployment.requests_per_day", "300 visitors", "300", "'visitors'"),
        ("data.rows", "80,000 once", "80,000", "'once'"), ("data.rows", "12 GB", "12", "'GB'"),
        ("data.rows", "40 %", "40", "'%'"), ("data.text_length", "2 pages", "2", "'pages'"),
        ("data.languages", "3 dialects", "3", "'dialects'"), ("data.minority_share", "0.5 EUR", "0.5", "'EUR'"),
        ("data.minority_share", "half a day", "half", "'day'"),
        ("data.rows", "two halls, 90 rows", "", "more than one"), ("data.rows", "5k5", "", "more than one"),
        ("stakes.cost_too_high", "60 cents", "0.6", "not of which"),
        ("project.budget", "500 EUR a month", "500 EUR", "in a month"),
        ("project.budget", "€500 a month", "500 EUR", "in a month"),
        ("project.budget", "90 pence a day", "0.9 GBP", "in a day"),
        ("data.rows", "1000 x 5 %", "", "more than one"), ("data.minority_share", "5 per day", "5", "'per day'"),
    ],
)  # fmt: skip
def test_a_number_with_what_the_field_does_not_know_is_asked_back_with_what_was_read(
    field: str, text: str, read: str, unread: str
) -> None:
    with pytest.raises(BriefError) as refusal:
        value_of(field, text)
    (problem,) = refusal.value.problems
    assert f"{text}' says {read}" in problem.message
    assert unread in problem.message
    assert problem.hint is not None
    assert problem.hint.startswith("Write ")


@pytest.mark.parametrize("text", [f"a{' ' * 60_000}b", "from " * 12_000, "5 x " * 15_000, "a,b c " * 10_000])
@pytest.mark.parametrize("field", ["data.rows", "data.minority_share", "project.budget", "stakes.regulation", "task"])
def test_the_longest_answer_is_read_or_refused_within_a_second_of_processor_time(field: str, text: str) -> None:
    start = time.process_time()
    with suppress(BriefError):
        value_of(field, text)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("text", ["", "unknown", "Not known", "I don't know.", "no idea", "not sure", "n/a", "-"])
def test_that_something_is_not_known_can_be_said_in_many_ways(text: str) -> None:
    assert says_unknown(text)


@pytest.mark.parametrize("text", ["no", "none", "0", "no, nobody", "unknown users"])
def test_no_is_an_answer_and_not_a_lack_of_one(text: str) -> None:
    assert not says_unknown(text)


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("about 90", 90, "90"), ("87 million", 87_000_000, "87,000,000"), ("search", "retrieval", "retrieval"),
        ("yes, the forester", True, "yes"), ("6 % had it", "6 %", "6 %"), ("a third", 1 / 3, "0.333"),
        ("texts", ["text"], "text"), ("no law", [], "none"),
    ],
)  # fmt: skip
def test_what_was_understood_is_said_where_it_differs_from_what_was_typed(text: str, value: Plain, said: str) -> None:
    assert is_read_otherwise(text, value)
    assert answer_in_words(value) == said


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20,000", 20_000),
        ("Yes", True),
        ("post hoc", "post-hoc"),
        ("0.05", 0.05),
        ("24 GB", "24 GB"),
        ("text", ["text"]),
    ],
)
def test_what_is_only_spelled_otherwise_is_not_said_again(text: str, value: Plain) -> None:
    assert not is_read_otherwise(text, value)


def test_every_word_of_a_closed_list_has_a_meaning_and_no_other_name_has_two() -> None:
    terms = {"task", "data.modality", "stakes.regulation", FURTHER_TASKS}  # these have theirs in the ontology and facts
    closed = {name: kind.values for name, kind in BRIEF_FIELDS.items() if kind.values and name not in terms}
    assert {name: tuple(words) for name, words in WORD_MEANINGS.items()} == closed
    for name, words in WORD_MEANINGS.items():
        said = [each for word in words.values() for each in word.said]
        assert {each for each in said if said.count(each) > 1} <= {"no-personal-data"}, name
        assert words.keys().isdisjoint(said), name
        assert all(word.meaning for word in words.values()), name


@pytest.mark.parametrize(
    ("text", "n_a_day"), [("0.1", 0.1), ("one in ten days", 0.1), ("5 in two weeks", 5 / 14), ("3", 3)]
)
def test_false_alarms_may_be_less_than_one_in_a_day(text: str, n_a_day: float) -> None:
    assert value_of("stakes.false_alarms_per_day", text) == n_a_day
    brief = Brief.from_mapping({"task": "outlier-detection", "data.modality": "tabular",
                                "stakes.false_alarms_per_day": n_a_day})  # fmt: skip
    assert brief.facts()["stakes.false_alarms_per_day"] == n_a_day


def test_an_amount_of_time_with_how_often_beside_it_is_asked_back_without_a_wrong_example() -> None:
    with pytest.raises(BriefError, match="says 3 years and how often") as refusal:
        value_of("data.horizon", "three years, daily")
    assert "such as `30 days`" in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["all fourteen thousand, a bit over 14k", "a little under 14,000", "all 14,000 of them"]
)
def test_a_count_may_be_said_twice_and_roughly(text: str) -> None:
    assert value_of("data.rows", text) == 14_000
