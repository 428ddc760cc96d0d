"""Values of known fields among words: read where they are clear and told, put to the notes where phrases read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.entries.numbers_among_words import number_among_words
from whichml.model.entries.words_among_words import laws_among_words, word_among_words
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.values.quantity import parse_quantity
from whichml.model.words.hardware_in_words import hardware_told

SMALLEST = {"task": "regression", "data": {"modality": "tabular"}}
WORDS = st.sampled_from(["images", "lake polygons", "calls", "case files", "wells", "visits", "drawings by hand"])
TAILS = st.sampled_from([
    ", double coded", " (drawn by me)", "; all from one summer", ", kappa 0.62", " - since 2019", ", mostly good",
    " (new ones from May)", ", taken with 3 cameras", ", no duplicates",
])  # fmt: skip


def brief(group: str, name: str, value: object, **data: object) -> Brief:
    fields = {**SMALLEST, "data": {"modality": "tabular", **data}}
    fields[group] = {**(fields["data"] if group == "data" else {}), name: value}  # type: ignore[dict-item]
    return Brief.from_mapping(fields)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("data.groups", "2 (new one from May)", 2), ("data.languages", "14, mostly en/pt-br/tr/ru", 14),
        ("data.users", "85 caseworkers, maybe 300 questions/day", 85),
        ("data.rows", "300 at 12:00", 300), ("data.rows", "300, told from 9:30 on", 300),
        ("data.events", "58 graft failures, 83 deaths with functioning graft", 58),
        ("data.labelled_rows", "0, can check ~600 by hand", 0), ("data.labelled_rows", "none, could check 600", 0),
        ("data.labelled_rows", "340 lake polygons, all from Aug/Sep 2021, drawn by me", 340),
        ("data.labelled_rows", "4200 clips of 5 s", 4200), ("data.rows", "12000 (300 of them defective)", 12000),
        ("data.image_side", "1080p", 1920), ("data.channels", "grayscale", 1),
        ("data.label_delay", "4-9 months", "9 months"),
        ("data.history", "12-35 years", "12 years"), ("data.missing_share", "2-4 %", "4 %"),
        ("data.horizon", "1 day to 2 weeks", "2 weeks"), ("project.deadline", "3-4 months, hard", "3 months"),
        ("project.budget", "<3k EUR one-off, ~400 skus/wk after", "3000 EUR"), ("data.features", "10-20", 20),
        ("data.classes", "3 (low/mid/high)", 3), ("project.team_size", "3-5 developers", 3),
        ("project.team_size", "2 backend devs, no ml", 2), ("project.team_size", "me (game analyst)", 1),
        ("project.team_size", "2 data engineers, 1 architect, no data scientist", 3),
        ("project.team_size", "one data scientist + intern", 2),
        ("project.team_size", "10 engineers, 2 of them ML", 10), ("data.users", "2300 shops, since 2019", 2300),
        ("data.minority_share", "about 1:99, worse in winter", 0.01),
        ("data.items", "2,600 PDFs (terms from 1994 to now, rulings)", 2600), ("data.rows", "310 (1994 to 2001)", 310),
        ("data.rows", "21,000 inspected (of 260 000 workplaces)", 21000),
        ("data.text_length", "350 words median, up to 4000", 350), ("data.text_length", "mean 90 words (max 1200)", 90),
        ("deployment.control_period", "1.2 s of which vision 300 ms", "1.2 s"),
        ("data.history", "4 winters", "4 years"), ("data.history", "~6 harvests, one without rain", "~6 years"),
        ("project.cases_per_day", "240 visits a month, 12 district offices", 8),
        ("project.cases_per_day", "45 per month of 170", 2),
    ],
)  # fmt: skip
def test_a_number_is_read_among_words_where_nothing_behind_it_may_be_meant(
    field: str, text: str, value: object
) -> None:
    found = number_among_words(field, text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("data.rows", "1000, 400 usable"), ("data.rows", "3.2M, growing to 5M"), ("data.rows", "5k5, more"),
        ("data.rows", "1.500, each a day"), ("data.rows", "2 or 3 per day"), ("data.rows", "2019-2023, daily"),
        ("data.labelled_rows", "5000, 400 labelled"), ("data.labelled_rows", "1500 known classes, no labels yet"),
        ("data.labelled_rows", "6 h of 1 camera"), ("data.labelled_rows", "3 sub-volumes of 512^3"),
        ("data.labelled_rows", "few, from 2 people"), ("data.groups", "10 of 12 hospitals"),
        ("data.classes", "12, will be 20"), ("data.classes", "12, could be 20"),
        ("data.missing_share", "31 runs crashed"),
        ("data.missing_share", "60-80 % in labs"), ("data.history", "2019-2023"), ("data.users", "SRE on-call"),
        ("project.team_size", "5 people half time"), ("project.team_size", "small"),
        ("project.budget", "about 100 more runs"), ("data.label_delay", "2 weeks, 6 weeks for appeals"),
        ("data.window", "5-10 s"), ("data.rows", "500 labelled, 2000 unlabelled"),
        ("data.text_length", "5 to 400 words"),
        ("data.features", "20 numeric, 5 categorical"), ("data.labelled_rows", "3 annotators, 500 images"),
        ("data.label_delay", "2 weeks, six for appeals"), ("data.users", "2300 restaurants, 400 active"),
        ("data.missing_share", "5 % in most columns, 60 % in two"), ("data.classes", "3 main, 12 sub"),
        ("project.cases_per_day", "each inspector manages 8, there are 5 of them"),
        ("project.cases_per_day", "240 visits a month, 300 in summer"), ("data.text_length", "5 - 60 words"),
        ("project.cases_per_day", "240 visits a month, 300 visits later"), ("data.history", "all 4 seasons"),
        ("data.text_length", "350 words, up to 4000"), ("data.rows", "400 rejected (of 9000 loans)"),
        ("data.history", "4 winters, 2 of them usable"), ("data.horizon", "10 school days"),
        ("data.labelled_rows", "5000, of which 400 labelled"),
    ],
)  # fmt: skip
def test_no_number_is_read_where_another_may_be_meant(field: str, text: str) -> None:
    assert number_among_words(field, text) is None


@given(st.integers(0, 10**9), WORDS, TAILS)
def test_a_count_is_the_number_that_leads_whatever_words_follow(n: int, word: str, tail: str) -> None:
    found = number_among_words("data.labelled_rows", f"{n:,} {word}{tail}")
    assert found is None or found.value == n
    assert found is not None or n < 3  # the three cameras


@given(
    st.sampled_from(["data.label_delay", "data.history", "data.horizon", "project.deadline"]),
    st.integers(1, 50), st.integers(1, 50), st.sampled_from(["days", "weeks", "months", "years"]),
    st.sampled_from(["-", " - ", " to ", "–"]),
)  # fmt: skip
def test_of_a_range_one_end_is_taken_and_always_the_same(field: str, low: int, more: int, unit: str, to: str) -> None:
    found = number_among_words(field, f"{low}{to}{low + more} {unit}")
    assert found is not None
    wanted = low + more if field in ("data.label_delay", "data.horizon") else low
    assert parse_quantity(str(found.value), "duration") == parse_quantity(f"{wanted} {unit}", "duration")
    assert found.reason


@given(st.sampled_from([name for name, kind in BRIEF_FIELDS.items() if kind.kind == "count"]), st.text(max_size=60))
def test_any_text_is_read_as_a_count_that_stands_in_it_or_not_at_all(field: str, text: str) -> None:
    found = number_among_words(field, text)
    assert found is None or isinstance(found.value, int | float)


@pytest.mark.parametrize(
    ("field", "text", "meant", "value"),
    [
        ("deployment.target", "own datacentre", "deployment.target", "on-premises"),
        ("deployment.target", "hospital-workstation", "deployment.target", "desktop"),
        ("deployment.target", "town hall server (windows, 4 cores)", "deployment.target", "on-premises"),
        ("deployment.accelerator", "ordinary office server", "deployment.target", "on-premises"),
        ("deployment.target", "plant PC next to the PLC", "deployment.target", "desktop"),
        ("deployment.target", "server in the basement", "deployment.target", "on-premises"),
        ("data.languages", "Turkish, Arabic, German - often mixed in one line", "data.languages", 3),
        ("data.intermittent", "60 % of SKUs", "data.intermittent", True),
        ("deployment.target", "air-gapped lab", "deployment.connectivity", "never"),
        ("data.residency", "own data centre, 2x L40S, nothing to US cloud", "data.residency", "stays-in-organisation"),
        ("data.privacy", "bank secrecy, nothing leaves the DC", "data.residency", "stays-in-organisation"),
        ("deployment.connectivity", "plant LAN only", "data.residency", "stays-in-organisation"),
        ("stakes.explanation", "the rate ratio per build with an interval", "stakes.explanation", "full"),
        ("stakes.explanation", "we publish the coefficients", "stakes.explanation", "full"),
        ("stakes.explanation", "per case for the investigator", "stakes.explanation", "post-hoc"),
        ("stakes.explanation", "to the CFO", "stakes.explanation", "post-hoc"),
        ("data.drift", "sensor aging", "data.drift", "slow"),
        ("project.human_review", "editor reads every summary before it goes out", "project.human_review", True),
        ("project.human_review", "two clerks stay", "project.human_review", True),
        ("project.human_review", "1 copywriter, 2h/day", "project.human_review", True),
        ("project.team_size", "operator at the end of line checks rejects", "project.human_review", True),
        ("stakes.fallback_possible", "HPA as today", "stakes.fallback_possible", True),
        ("deployment.update_cadence", "once a year at most", "deployment.update_cadence", "yearly"),
        ("data.new_groups", "2 hospitals join next year", "data.new_groups", True),
        ("data.hierarchy", "sku / store / region", "data.hierarchy", True),
        ("project.domain_experts", "two agronomists, Fridays", "project.domain_experts", True),
        ("deployment.connectivity", "no internet on the vessel", "deployment.connectivity", "never"),
        ("deployment.target", "one server, 64 GB RAM. No cloud.", "data.residency", "stays-in-organisation"),
        ("deployment.target", "PLC edge PC", "deployment.target", "edge-server"),
        ("data.languages", "multilingual", "data.languages", 2),
        ("stakes.cost_false_negative", "high", "stakes.cost_of_mistakes", "high"),
        ("deployment.experiments_possible", "not allowed in production", "deployment.experiments_possible", False),
        ("project.human_review", "required by law", "project.human_review", True),
        ("deployment.accelerator", "secure enclave, 16 cores, no internet", "deployment.connectivity", "never"),
        ("deployment.accelerator", "macbook m3", "deployment.target", "desktop"),
        ("data.privacy", "customer PII, no data leaves EU", "data.privacy", "personal"),
        ("data.languages", "swiss german", "data.languages", 1),
        ("data.languages", "Swiss German dialect + standard german", "data.languages", 2),
    ],
)  # fmt: skip
def test_a_word_is_read_among_others_where_all_that_is_known_agrees(
    field: str, text: str, meant: str, value: object
) -> None:
    found = word_among_words(field, text, {})
    assert found is not None
    assert (found.field, found.value) == (meant, value)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("project.human_review", "some cases by clerks"), ("project.human_review", "nobody looks"),
        ("project.human_review", "after 6 months"), ("stakes.fallback_possible", "to be decided"),
        ("stakes.explanation", "not for customers"), ("stakes.explanation", "nice if cheap"),
        ("deployment.target", "cloud, later on-premises"), ("stakes.cost_false_positive", "low"),
        ("deployment.experiments_possible", "not possible yet"),
        ("deployment.target", "CI server 8 cores"), ("data.intermittent", "6 % of SKUs"),
        ("deployment.target", "server"), ("deployment.target", "sites, offline for days"),
        ("data.residency", "Swiss hospitals, data must stay in Switzerland"),
        ("stakes.explanation", "black box is fine"), ("stakes.explanation", "accuracy matters more"),
        ("data.new_groups", "same plants as in training"), ("data.hierarchy", "all independent"),
        ("data.drift", "same sensors since 2010"), ("project.human_review", "users may complain"),
        ("data.privacy", "works council, no faces stored"), ("stakes.cost_of_mistakes", "wrong IBAN = money gone"),
        ("project.domain_experts", "hard to get"),
    ],
)  # fmt: skip
def test_no_word_is_read_that_is_denied_doubted_or_one_of_several(field: str, text: str) -> None:
    assert word_among_words(field, text, {}) is None


def test_what_says_a_word_of_another_field_does_not_change_what_is_told_there() -> None:
    told = {"data.residency": "anywhere"}
    assert word_among_words("data.privacy", "nothing leaves the DC", told) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("16 cores 64 GB, no gpu", {"deployment.memory": "64 GB", "deployment.accelerator": "none"}),
        ("one A6000 48GB, shared", {"deployment.accelerator": "gpu"}),
        ("RTX 3090 24GB, 64 GB RAM, 2 TB SSD",
         {"deployment.accelerator": "gpu", "deployment.memory": "64 GB", "deployment.storage": "2 TB"}),
        ("500 GB of images", {}), ("no idea", {}), ("32 GB RAM or 64 GB RAM, both", {}), ("old", {}),
    ],
)  # fmt: skip
def test_hardware_in_a_text_tells_fields_where_it_is_one_thing(text: str, told: dict[str, str]) -> None:
    assert dict(hardware_told(text)) == told


def test_what_a_target_tells_of_its_hardware_is_read_too() -> None:
    told = brief("deployment", "target", "edge gateway (2 core x86, 4 GB RAM, no gpu)").deployment
    assert (told.target, str(told.memory and told.memory.text), told.accelerator) == ("edge-server", "4 GB", "none")
    assert brief("deployment", "target", "edge gateway in the barn").deployment.memory is None
    small = brief("deployment", "target", "microcontroller, trained on a GPU server").deployment
    assert (small.target, small.accelerator) == ("microcontroller", None)


def test_what_is_told_of_hardware_counts_more_than_what_a_target_says_of_it() -> None:
    told = {"target": "edge gateway, 4 GB RAM", "memory": "8 GB"}
    read = Brief.from_mapping({"task": "regression", "data": {"modality": "tabular"}, "deployment": told})
    assert read.deployment.memory is not None
    assert read.deployment.memory.text == "8 GB"


def test_what_a_field_cannot_take_is_read_as_the_field_that_says_the_same_in_another_unit() -> None:
    assert brief("deployment", "throughput", "2000 docs/day").facts()["deployment.requests_per_day"] == 2000
    assert brief("data", "sampling_rate", "hourly, labs irregular").facts()["data.sampling_interval"] == 3600


def test_rows_with_and_without_labels_in_one_text_are_both_counted() -> None:
    data = brief("data", "images", "4200 labelled, 60k not").data
    assert (data.rows, data.labelled_rows) == (64200, 4200)
    with pytest.raises(BriefError):
        brief("data", "images", "4200 labelled, 60k from other farms")


def test_a_series_of_every_night_is_one_of_each_day() -> None:
    interval = brief("data", "frequency", "nightly").data.sampling_interval
    assert interval is not None
    assert interval.text == "1 day"


@pytest.mark.parametrize(
    ("memory", "target"), [("512 MB", "edge-device"), ("512 kB", None), (None, None)],
)  # fmt: skip
def test_what_is_embedded_is_a_small_computer_only_where_its_memory_says_so(memory: str, target: str) -> None:
    found = word_among_words("deployment.target", "embedded", {"deployment.memory": memory})
    assert (found.value if found is not None else None) == target


def test_languages_mixed_in_one_text_are_told_where_they_are_listed() -> None:
    data = brief("data", "languages", "Turkish, German - often mixed in one line").data
    assert (data.languages, data.mixed_languages) == (2, True)
    assert brief("data", "languages", "Turkish, German (not mixed in one line)").data.mixed_languages is None


def test_one_season_and_more_are_several() -> None:
    assert brief("data", "seasonality", "weekly, plus school holidays").facts()["data.seasonality"] == "several"
    assert brief("data", "seasonality", "weekly").facts()["data.seasonality"] == "one"
    assert brief("deployment", "requests_per_day", "12,000 a night").facts()["deployment.requests_per_day"] == 12_000


def test_a_list_that_is_none_of_laws_is_refused_at_once() -> None:
    with pytest.raises(BriefError):
        brief("stakes", "regulation", ["queries may not leave the house"] * 10_000)


def test_no_law_is_told_in_words() -> None:
    assert brief("stakes", "legal", "none that we know of").facts()["stakes.regulation"] == ()


@pytest.mark.parametrize(
    ("said", "is_noted"),
    [
        ("decision can be appealed", True), ("has to be explainable to whoever asks", True),
        ("must comply with the HGB", False), ("ethics committee", False), ("is regulated", False),
    ],
)  # fmt: skip
def test_a_duty_that_names_no_law_is_read_with_the_notes_where_nothing_else_is_meant(said: str, is_noted: bool) -> None:
    given = {**SMALLEST, "stakes": {"legal": said}}
    notes = Brief.from_mapping(given, lenient=True).notes
    assert (said in str(notes)) == is_noted
    with pytest.raises(BriefError):
        Brief.from_mapping(given)


def test_what_is_counted_beside_a_capacity_is_not_what_is_predicted() -> None:
    read = brief("project", "capacity", "20 calls a week, 3 nurses")
    assert (read.project.cases_per_day, read.data.target) == (3, None)


def test_how_it_serves_tells_of_hardware_too() -> None:
    assert brief("deployment", "serving", "cpu only").deployment.accelerator == "none"


def test_a_law_that_is_named_elsewhere_is_told_as_one() -> None:
    read = brief("stakes", "safety", "ISO 26262 / SOTIF, driver assistance")
    assert read.facts()["stakes.regulation"] == ("iso-21448", "iso-26262")


def test_laws_are_found_among_words_unless_they_are_denied() -> None:
    assert laws_among_words("GDPR DPIA signed") == ("gdpr",)
    assert laws_among_words("UK GDPR and PCI redaction") == ("pci-dss", "uk-gdpr")
    assert laws_among_words("GDPR does not apply") == laws_among_words("every match must be explainable") == ()


def test_a_count_of_the_smaller_class_is_a_share_once_it_is_known_of_how_many() -> None:
    read = brief("data", "positives", "1900 confirmed", rows=480_000)
    assert read.facts()["data.minority_share"] == 0.003958
    assert "1,900 of 480,000 rows" in read.notices[-1].message
    assert brief("data", "minority_share", 1900, rows=480_000).facts() == read.facts()
    for rows in ({}, {"rows": 1800}):
        with pytest.raises(BriefError, match="fraction from 0 to 1"):
            brief("data", "positives", "1900 confirmed", **rows)


def test_a_reading_is_told_with_what_was_said() -> None:
    read = brief("data", "label_delay", "5-8 weeks")
    assert read.notices[0].message == (
        "`data.label_delay` says '5-8 weeks', which is read as `8 weeks`, the longer of the two."
    )
    assert read.facts()["data.label_delay"] == 8 * 7 * 86_400


def test_a_number_that_contradicts_what_is_told_is_not_read_out_of_words() -> None:
    with pytest.raises(BriefError, match="takes a count, not the text"):
        brief("data", "labelled_rows", "900, kappa 0.62", rows=500)


def test_what_is_left_is_read_with_the_notes_where_phrases_find_something_in_it() -> None:
    read = brief("data", "labelled", "4200 clips of 5 s")
    assert read.facts()["data.labelled_rows"] == 4200
    assert read.facts()["data.clip_length"] == 5
    assert read.notes == "labelled: 4200 clips of 5 s"


def test_a_target_in_words_says_what_is_predicted_and_a_misspelt_trait_is_refused() -> None:
    read = brief("data", "target", "moisture % of the granulate (lab)")
    assert "data.target" not in read.facts()
    assert read.notes == "target: moisture % of the granulate (lab)"
    with pytest.raises(BriefError, match="cannot be 'positve'"):
        brief("data", "target", "positve")


def test_answers_are_not_read_so_where_nobody_would_be_told() -> None:
    fields = {"task": "regression", "data.modality": "tabular", "project.deadline": "2 to 3 weeks"}
    assert Brief.from_mapping(fields).facts()["project.deadline"] == 14 * 86_400
    with pytest.raises(BriefError, match="takes a quantity"):
        Brief.from_mapping(fields, in_words=False)


@pytest.mark.parametrize(
    ("required", "field", "value"),
    [
        ({"quality": "false-alarms", "max": "1 per 8 h shift"}, "stakes.false_alarms_per_day", 1),
        ({"quality": "false accepts", "max": "1 per hour"}, "stakes.false_alarms_per_day", 24),
        ({"quality": "false-alarms", "max": "2 per 8 h"}, "stakes.false_alarms_per_day", 6),
        ({"quality": "alerts", "max": "400 per day"}, "project.cases_per_day", 400),
    ],
)
def test_a_requirement_on_how_often_is_a_field(required: object, field: str, value: object) -> None:
    assert Brief.from_mapping({**SMALLEST, "requirements": [required]}).facts()[field] == value


@pytest.mark.parametrize(
    ("bound", "side", "text", "at"),
    [
        ({"max": "100ms p95"}, "max", "100ms", "p95"), ({"max": "15 s (p95)"}, "max", "15 s", "p95"),
        ({"max": "60 ms", "at": "p99.9"}, "max", "60 ms", "p99"),
        ({"max": "1 s", "at": "max"}, "max", "1 s", "worst-case"),
        ({"max": "2 s or less"}, "max", "2 s", None), ({"max": "2 s, ideally 1 s"}, "max", "2 s", None),
    ],
)  # fmt: skip
def test_a_bound_is_read_with_its_statistic_and_without_what_is_wished_beyond_it(
    bound: dict[str, str], side: str, text: str, at: str | None
) -> None:
    read = Brief.from_mapping({**SMALLEST, "requirements": [{"quality": "inference-latency", **bound}]})
    (required,) = read.requirements
    assert (required.side, getattr(required.bound, "text", None), required.at) == (side, text, at)
    assert read.readings


@pytest.mark.parametrize("is_list", [True, False])
def test_a_requirement_on_what_a_month_costs_bounds_a_prediction(is_list: bool) -> None:
    required: object = [{"quality": "cost", "max": "4000 USD/month"}, {"quality": "training-time", "max": "1 h"}]
    required = required if is_list else {"cost": "4000 USD/month", "training-time": "1 h"}
    read = Brief.from_mapping({**SMALLEST, "deployment": {"requests_per_day": 1000}, "requirements": required})
    assert [each.quality for each in read.requirements] == ["training-time", "cost-per-prediction"]
    assert read.place_of("requirements.0.max") is None
