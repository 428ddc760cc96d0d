"""The phrases that are shipped: what each fills, what they read in sentences, and what they leave alone."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml import Brief
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.words.prose import read_prose
from whichml.model.words.prose_table import shipped_phrases

LISTS = frozenset({"stakes.regulation", "data.target", "data.modality"})

PHRASES = tuple(shipped_phrases())
WORDS = sorted({word for phrase in PHRASES for word in phrase.text.replace("/", " ").split()})


@given(st.text(max_size=300) | st.lists(st.sampled_from([*WORDS, "12", "half", "a", "third", "%"])).map(" ".join))
def test_any_text_is_read_alike_each_time_and_only_into_fields_with_its_own_words(text: str) -> None:
    found = read_prose([("notes", text)], "clustering", frozenset())
    assert found == read_prose([("notes", text)], "clustering", frozenset())
    assert all(each.words in text for each in found)


def test_no_phrase_stands_twice_or_repeats_a_word() -> None:
    phrases = [(phrase.field, phrase.tasks, phrase.text) for phrase in PHRASES]
    assert [each for each in set(phrases) if phrases.count(each) > 1] == []
    pairs = [(one, two) for *_, text in phrases for one, two in pairwise(text.split())]
    assert [one for one, two in pairs if one == two and "/" not in one] == []


MEANT_OTHERWISE = [
    "There is no connection between smoking and income.",
    "No signal was found in the first column.",
    "Patients do not leave the hospital before day three.",
    "Nobody may leave the building during the test.",
    "It does not have to run on a battery.",
    "It wasn't running on batteries.",
]


BY_LOT = {"data.assignment": "random", "data.treated_alike": False}


@pytest.mark.parametrize("text", MEANT_OTHERWISE)
def test_what_only_sounds_like_a_hard_fact_is_not_read_as_one(text: str) -> None:
    fields = {each.field for each in read_prose([("notes", text)], "binary-classification", LISTS)}
    assert (
        fields & {"deployment.connectivity", "data.residency", "deployment.target", "deployment.energy_limited"}
        == set()
    )


@pytest.mark.parametrize("name", sorted({phrase.field for phrase in PHRASES}))
def test_every_phrase_fills_a_field_of_the_brief_with_a_value_that_it_takes(name: str) -> None:
    assert name in BRIEF_FIELDS
    group, _, inner = name.partition(".")
    values = {phrase.value: phrase for phrase in PHRASES if phrase.field == name}
    for text, phrase in values.items():
        value = phrase.value_with(0.5 if "%" in text else 3.0)
        fields: dict[str, Any] = {"data": {"modality": "tabular"}}
        fields.setdefault(group, {})[inner] = [value] if name in LISTS else value
        Brief.from_mapping({"task": "clustering", **fields})


@pytest.mark.parametrize(
    ("task", "text", "expected"),
    [
        ("record-linkage", "Both registers hold the tax number", {"data.exact_match": True}),
        ("retrieval", "Queries are in English, documents in German", {"data.cross_language": True}),
        ("question-answering", "manuals in Polish and the questions in English", {"data.cross_language": True}),
        ("retrieval", "questions come in another language than the documents", {"data.cross_language": True}),
        ("record-linkage", "There is no common identifier", {"data.exact_match": False}),
        ("retrieval", "the askers use part numbers and slang", {"data.exact_match": True, "data.worded_queries": True}),
        ("regression", "The shop is still open", {}),
        ("outlier-detection", "Load and speed explain most of the variation", {"data.exogenous": True}),
        ("outlier-detection", "We cannot explain most of the variation", {}),
        ("survival-analysis", "300 pumps were sold before they failed", {"data.classes": 2}),
        ("survival-analysis", "300 pumps failed before winter", {}),
        ("treatment-effect-estimation", "The toll was introduced in May", {"data.known_change": True}),
        ("treatment-effect-estimation", "One number for the board", {"deployment.target": "none"}),
        ("treatment-effect-estimation", "Which customers should be called", {"deployment.prediction_unit": "row"}),
        ("treatment-effect-estimation", "Which customers should get a coupon", {"deployment.prediction_unit": "row"}),
        ("treatment-effect-estimation", "We know which customers got a coupon", {}),
        ("treatment-effect-estimation", "Whom a hamper brings back", {"deployment.prediction_unit": "row"}),
        ("treatment-effect-estimation", "For which shoppers it pays", {"deployment.prediction_unit": "row"}),
        ("treatment-effect-estimation", "Agents can call 400 customers a day", {"project.cases_per_day": 400}),
        ("regression", "Near infrared readings of grain", {"data.collinear": True}),
        ("binary-classification", "The old files are on cards", {}),
        ("regression", "Forty specimens had not failed when the test was stopped", {"data.open_cases": True}),
        ("regression", "Some hoses had not yet burst when the trials were ended", {"data.open_cases": True}),
        ("regression", "Run-outs at ten million cycles are in the table", {"data.open_cases": True}),
        ("regression", "Students who have not failed the test", {}),
        ("regression", "The tests are stopped when the rig has failed", {}),
        ("summarisation", "in plain words", {}),
        ("control", "No trials on the running plant", {"deployment.experiments_possible": False}),
        ("control", "Trials on the running plant take an hour", {}),
        ("regression", "Labels come from only those files that were audited", {"data.label_origin": "chosen-cases"}),
        ("regression", "Labels come from two experts only", {}),
        ("treatment-effect-estimation", "Areas were picked after a bad year", {"data.assignment": "chosen"}),
        ("treatment-effect-estimation", "Areas were picked after a draw", {}),
        ("treatment-effect-estimation", "Randomised by street, half got a bin", BY_LOT),
        ("treatment-effect-estimation", "A randomized controlled trial in two clinics", BY_LOT),
        ("treatment-effect-estimation", "Drivers were randomised in March", BY_LOT),
        ("treatment-effect-estimation", "Streets should be randomised by size", {}),
        ("probabilistic-regression", "rainfall between gauges", {"data.spatial": True}),
        ("regression", "Ordinary kriging is used today", {"data.spatial": True}),
        ("regression", "Soil samples at known coordinates", {"data.spatial": True}),
        ("regression", "columns: lat, lon, floor area", {"data.spatial": True}),
        ("binary-classification", "near wells are alike", {"data.spatial": True}),
        ("regression", "a map of noise in the town", {"data.spatial": True}),
        ("recommendation", "Readers without an account", {"data.anonymous": True}),
        ("recommendation", "Visitors have no login", {"data.anonymous": True}),
        ("recommendation", "At the kiosk nobody logs in", {"data.anonymous": True, "data.cold_start": True}),
        ("ranking", "Shoppers are mostly anonymous", {"data.anonymous": True}),
        ("recommendation", "We only know what they clicked just now", {"data.anonymous": True}),
        ("recommendation", "we may not keep an id beyond the session", {"data.anonymous": True}),
    ],
)  # fmt: skip
def test_what_people_know_beforehand_is_read_from_what_they_write(
    task: str, text: str, expected: dict[str, Any]
) -> None:
    assert {each.field: each.value for each in read_prose([("notes", text)], task, LISTS)} == expected


@pytest.mark.parametrize(
    "text", ["no cloud LLM without an assessment", "No ChatGPT, please", "no external language model"]
)
def test_models_of_vendors_that_are_refused_are_read_as_that(text: str) -> None:
    found = {each.field: each.value for each in read_prose([("notes", text)], "topic-modelling", LISTS)}
    assert found.get("data.residency") == "no-hosted-models"


@pytest.mark.parametrize(
    ("task", "field", "text"),
    [
        ("binary-classification", "deployment.applied_by", "customers use their card"),
        ("multiclass-classification", "deployment.applied_by", "digits written with a pen"),
        ("binary-classification", "deployment.applied_by", "the number printed on the card"),
        ("regression", "deployment.applied_by", "the essays were scored by hand"),
        ("regression", "deployment.applied_by", "volunteers count ticks"),
        ("forecasting", "data.on_record", "promotions are fixed weeks in advance"),
        ("forecasting", "data.on_record", "demand follows the calendar"),
        ("multiclass-classification", "project.causes_known", "the fault is one of eight causes"),
        ("object-detection", "data.known_form", "red apples on a green ground"),
        ("object-detection", "data.known_form", "the houses stand apart"),
        ("outlier-detection", "data.known_form", "sampled at fixed frequency"),
        ("summarisation", "stakes.verbatim", "there are verbatim transcripts"),
        ("summarisation", "stakes.verbatim", "records must not be changed"),
        ("regression", "data.collinear", "a broad spectrum of customers"),
        ("record-linkage", "data.exact_match", "some people share a number"),
        ("retrieval", "data.cross_language", "Queries are in English, documents in English"),
        ("retrieval", "data.cross_language", "Queries are not in another language than the documents"),
        ("record-linkage", "data.exact_match", "both lists contain a house number"),
        ("record-linkage", "data.exact_match", "a number is always given"),
        ("recommendation", "data.treated_alike", "we show the same page for everybody"),
        ("recommendation", "data.treated_alike", "everybody gets the same"),
        ("regression", "data.open_cases", "the flats are still unsold"),
        ("regression", "data.open_cases", "the machines are still running"),
        ("object-detection", "stakes.cost_of_mistakes", "so that nobody gets hurt"),
        ("object-detection", "stakes.cost_of_mistakes", "so that no harm is done"),
        ("forecasting", "deployment.interaction", "so that nobody has to wait"),
        ("forecasting", "deployment.interaction", "sales over the weekend"),
        ("image-segmentation", "deployment.target", "photos taken with a phone"),
        ("forecasting", "deployment.target", "customers book in our app"),
        ("translation", "stakes.explanation", "subtitles must be readable"),
        ("translation", "stakes.explanation", "the editors must be able to check the subtitles"),
        ("summarisation", "stakes.explanation", "a summary on a single page"),
        ("forecasting", "deployment.connectivity", "sales online and offline"),
        ("sequence-labelling", "deployment.connectivity", "the ECG signal is weak"),
        ("binary-classification", "stakes.specification", "patients have written down when they had pain"),
        ("forecasting", "stakes.specification", "nobody can say how many will come"),
        ("multiclass-classification", "stakes.protected_groups", "discriminate two species"),
        ("forecasting", "deployment.energy_limited", "the yield of a solar panel"),
        ("forecasting", "deployment.energy_limited", "customers are charged only once a month"),
        ("multiclass-classification", "deployment.energy_limited", "images from a cell"),
        ("object-detection", "project.human_review", "unattended luggage"),
        ("regression", "project.team_ml_skill", "students have taken a course"),
        ("regression", "project.team_ml_skill", "everything is in Excel"),
        ("forecasting", "data.feedback", "we never know how many come"),
        ("regression", "project.existing_plateaued", "some patients do not get better"),
        ("regression", "project.existing_plateaued", "the patient does not get better"),
        ("forecasting", "project.existing_plateaued", "sales have been flat since May"),
        ("forecasting", "deployment.energy_limited", "traffic of mobile cells for two days ahead"),
        ("image-segmentation", "deployment.energy_limited", "cracks in solar cells"),
        ("planning", "deployment.energy_limited", "the charge must stay between its limits"),
        ("binary-classification", "deployment.energy_limited", "stop a weld on a battery tab before it burns through"),
        ("forecasting", "data.drift", "players online in the next seven days"),
        ("control", "data.drift", "the electricity price changes every hour"),
        ("forecasting", "data.hierarchy", "processor use of services, to add machines in time"),
        ("clustering", "data.unassigned", "the catalogue does not fit the memory of any node"),
        ("sequential-decision", "data.soft_constraints", "where to keep stock between four warehouses"),
        ("sequential-decision", "data.hard_constraints", "the outcome is the driving time"),
        ("deterministic-computation", "data.hard_constraints", "vaccines have to be kept between 2 and 8 degrees"),
        ("retrieval", "data.clicks", "passages like a given one by their stored vectors"),
        ("retrieval", "data.cold_start", "wording in the catalogue is fixed"),
        ("retrieval", "data.languages", "transliterations from Arabic, Russian and Chinese"),
        ("question-answering", "data.items", "answers out of forty years of our journal"),
        ("topic-modelling", "data.group_count", "about one word in nine is broken"),
        ("binary-classification", "data.groups", "lactate is measured in one patient of five"),
        ("multiclass-classification", "data.text_length", "three to six words per answer"),
        ("treatment-effect-estimation", "data.label_origin", "the pupils were picked by their teachers"),
        ("treatment-effect-estimation", "data.label_origin", "which streets got the bins was drawn by lot"),
        ("sequential-decision", "data.treated_alike", "if all riders get the same hint it is worth nothing"),
        ("forecasting", "data.arrival", "hourly load of transformers"),
        ("record-linkage", "data.label_quality", 'half the tapes only say "good sound"'),
        ("pattern-mining", "stakes.explanation", "we want to know which alarms turn up in the same shift"),
        ("pose-estimation", "stakes.safety_critical", "stroke faults of competition swimmers"),
        ("retrieval", "stakes.safety_critical", "a claim that is missed kills the application"),
        ("regression", "stakes.safety_critical", "on the other hand they cut the price or stop"),
        ("sequence-labelling", "stakes.protected_groups", "names to black out in court decisions"),
        ("regression", "stakes.protected_groups", "older pumps fail more"),
        ("image-generation", "data.privacy", "radiographs of lack of fusion"),
        ("planning", "deployment.target", "the dispatcher has a foreman on the phone"),
        ("regression", "deployment.target", "mud in the rivers after a cyclone"),
        ("regression", "data.new_groups", "value of a new customer in the first year"),
        ("treatment-effect-estimation", "deployment.prediction_unit", "nurses decided whom to visit"),
        ("treatment-effect-estimation", "deployment.prediction_unit", "which streets got the bins was drawn by lot"),
        ("outlier-detection", "deployment.connectivity", "vaccine fridges out of range"),
        ("forecasting", "deployment.connectivity", "visitors drop out of the web shop"),
        ("regression", "project.simulator", "petrol from an infrared probe in the blender"),
        ("sequential-decision", "project.human_review", "riders may ignore it"),
        ("regression", "project.team_ml_skill", "ten years of machine readings"),
        ("binary-classification", "project.team_ml_skill", "the training data have been read by students"),
        ("binary-classification", "project.existing_plateaued", "no more data will come"),
        ("binary-classification", "stakes.fallback_possible", "letters are sent to the patient when she leaves"),
        ("regression", "data.spatial", "regional sales of 40 shops"),
        ("regression", "data.spatial", "pixel coordinates of a corner"),
        ("regression", "data.spatial", "rows of 30 hospitals in three regions"),
        ("regression", "data.spatial", "regression in latent space"),
        ("regression", "data.spatial", "ship tracks with latitude and longitude"),
        ("forecasting", "data.spatial", "rainfall at 40 weather stations, near stations are alike"),
        ("dimensionality-reduction", "data.spatial", "a map of soil spectra"),
        ("recommendation", "data.anonymous", "the data are anonymised"),
        ("recommendation", "data.anonymous", "user ids are pseudonymised"),
        ("recommendation", "data.anonymous", "15 % of sessions are not logged in"),
        ("recommendation", "data.anonymous", "half of the visitors are anonymous"),
        ("recommendation", "data.anonymous", "some users have no account"),
    ],
)  # fmt: skip
def test_words_that_only_look_like_a_statement_are_not_read_as_one(task: str, field: str, text: str) -> None:
    assert field not in {each.field for each in read_prose([("notes", text)], task, LISTS)}


@pytest.mark.parametrize(
    ("task", "text", "expected"),
    [
        ("record-linkage", "Both lists contain a customer number", {"data.exact_match": True}),
        ("retrieval", "Patents in Korean, Japanese, Chinese and English", {"data.languages": 4}),
        ("retrieval", "Recall counts within the first hundred results", {"deployment.top_k": 100}),
        ("regression", "The score may only fall with arrears", {"data.monotone_features": True}),
        ("multiclass-classification", "Unsure ones go to a clerk", {"stakes.fallback_possible": True}),
    ],
)
def test_the_same_words_with_what_they_are_said_of_are_read(task: str, text: str, expected: dict[str, Any]) -> None:
    assert {each.field: each.value for each in read_prose([("notes", text)], task, LISTS)} == expected
