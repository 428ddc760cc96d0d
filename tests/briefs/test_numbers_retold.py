"""Numbers that a brief tells under names and in words of people's own."""

from __future__ import annotations

import pytest

from lenient_briefs import notes_of, read_leniently
from whichml.model.briefs.brief import Brief
from whichml.model.entries.numbers_retold import numbers_retold

CLASSES, OUTLIERS, EFFECT = "binary-classification", "outlier-detection", "treatment-effect-estimation"


@pytest.mark.parametrize(
    ("task", "told", "field", "value"),
    [
        (OUTLIERS, {"capacity": "8 site visits a week"}, "deployment.top_k", 8),
        (OUTLIERS, {"capacity": "45 alerts a day"}, "project.cases_per_day", 45),
        (CLASSES, {"stakes": {"capacity": "2 dispatchers, 70 parcels a day"}}, "project.cases_per_day", 70),
        (CLASSES, {"capacity": "crews can open 12 manholes per shift"}, "deployment.top_k", 12),
        ("survival-analysis", {"who_acts": "5 fitters, each can visit 6 a week"}, "deployment.top_k", 30),
        ("ranking", {"jury_capacity": "they can taste 40 of ~300"}, "deployment.top_k", 40),
        (EFFECT, {"capacity": "12 000 letters or calls"}, "deployment.top_k", 12_000),
        (EFFECT, {"stakes": {"budget": "25 000 leaflets and calls"}}, "deployment.top_k", 25_000),
        (CLASSES, {"reviewers": "1 person half time, 90 photos a day"}, "project.cases_per_day", 90),
        (CLASSES, {"capacity": "160 visits a month, 9 branch offices"}, "deployment.top_k", 160),
        ("ranking", {"capacity": "30 jobs per day"}, "deployment.top_k", 30),
        ("ranking", {"requirements": [{"quality": "precision@20", "min": 0.4}]}, "deployment.top_k", 20),
        ("retrieval", {"requirements": ["recall at 50 above 0.9"]}, "deployment.top_k", 50),
    ],
)
def test_what_people_manage_is_a_days_cases_or_the_top_of_a_list(
    task: str, told: dict[str, object], field: str, value: object
) -> None:
    assert read_leniently(task, **told).facts()[field] == value


@pytest.mark.parametrize(
    ("task", "told"),
    [
        (CLASSES, {"capacity": "4.2 MW"}), ("planning", {"capacity": "30 pallets a day"}),
        (CLASSES, {"capacity": "3 nurses per shift"}), (CLASSES, {"people": "2 technicians per shift"}),
        (CLASSES, {"capacity": "annotators label 200 a week"}), (CLASSES, {"reviewers": "12 lawyers"}),
        (CLASSES, {"crew": "5 fitters, 3 shifts a day"}), (CLASSES, {"capacity": "200 GB per week"}),
        (CLASSES, {"capacity": "160 visits a week, 300 in summer"}), (CLASSES, {"capacity": "4 clerks"}),
        (CLASSES, {"capacity": "A/B test, 2 variants a week"}), ("regression", {"capacity": "8 visits a week"}),
        ("ranking", {"requirements": [{"quality": "recall at 5 % alarms", "min": 0.4}]}),
        ("clustering", {"requirements": [{"quality": "precision@20", "min": 0.4}]}),
        ("ranking", {"requirements": [{"quality": "precision@20"}, {"quality": "recall@100"}]}),
    ],
)  # fmt: skip
def test_what_is_no_number_of_cases_tells_no_top_of_a_list(task: str, told: dict[str, object]) -> None:
    assert "deployment.top_k" not in read_leniently(task, **told).facts()


@pytest.mark.parametrize(
    ("task", "modality", "told", "field", "value"),
    [
        ("ranking", "tabular", {"searches": "28 million"}, "data.rows", 28_000_000),
        ("ranking", "tabular", {"work orders": 14_500}, "data.rows", 14_500),
        ("recommendation", "interactions", {"loans": "3.2M in 6 years"}, "data.rows", 3_200_000),
        ("sequential-decision", "tabular", {"bookings": "90k in 5 years"}, "data.history", "5 years"),
        ("translation", "text", {"parallel": "1.1M sentence pairs Hansard"}, "data.labelled_rows", 1_100_000),
        ("multiclass-classification", "text", {"posts": "210k with decision"}, "data.labelled_rows", 210_000),
        ("multiclass-classification", "text", {"posts": "210k but no decisions kept"}, "data.labelled_rows", 0),
        (CLASSES, "text", {"docs": "3200 annotated by two nurses"}, "data.labelled_rows", 3200),
        (CLASSES, "image", {"samples": "0 labelled"}, "data.labelled_rows", 0),
        (CLASSES, "audio", {"labelled": "4,100 calls by 2 experts"}, "data.labelled_rows", 4100),
        ("record-linkage", "tabular", {"alerts with decision": "180k"}, "data.labelled_rows", 180_000),
        ("experiment-selection", "tabular", {"done so far": "30 runs"}, "data.labelled_rows", 30),
        ("experiment-selection", "tabular", {"ingredients": 6}, "data.features", 6),
        ("regression", "tabular", {"samples": "23500 cores, 2 m"}, "data.rows", 23_500),
        (OUTLIERS, "image", {"good": 410, "defective": 0}, "data.rows", 410),
        (OUTLIERS, "image", {"size": "8192 px line scan"}, "data.image_side", 8192),
        ("survival-analysis", "tabular", {"pumps": 1150, "failures": 240}, "data.rows", 1150),
        ("retrieval", "text", {"reports": "165k"}, "data.items", 165_000),
        ("question-answering", "text", {"docs": "1200 guidelines + 60 local protocols"}, "data.items", 1260),
        ("recommendation", "interactions", {"titles": "190k"}, "data.items", 190_000),
        ("regression", "tabular", {"rows": 5600, "hotels": 61}, "data.groups", 61),
        (CLASSES, "time-series", {"turbines": 14}, "data.groups", 14),
        ("regression", "time-series", {"signals": 12}, "data.channels", 12),
        ("regression", "tabular", {"features": "54, of which 19 categorical (one has 6,000 values)"},
         "data.features", 54),
        (CLASSES, "tabular", {"churners": "9 %"}, "data.minority_share", 0.09),
        ("forecasting", "time-series", {"weeks": 156}, "data.history", "156 weeks"),
    ],
)  # fmt: skip
def test_what_is_counted_under_another_name_is_read(
    task: str, modality: str, told: dict[str, object], field: str, value: object
) -> None:
    brief = read_leniently(task, modality, data=told)
    fact = brief.facts()[field]
    assert (fact if isinstance(value, int | float) else str(getattr(brief.data, field.partition(".")[2]).text)) == value
    assert any(f"`{field}" in each.message for each in brief.readings)


def test_fields_of_a_farm_are_groups_where_pictures_have_no_columns() -> None:
    told = {"samples": "480 soil cores", "bands": 420, "fields": 31}
    assert read_leniently("regression", "image", data=told).facts()["data.groups"] == 31


@pytest.mark.parametrize(
    ("task", "modality", "told", "field"),
    [
        (CLASSES, "tabular", {"searches": "5 per visitor"}, "data.rows"),
        (CLASSES, "tabular", {"visits": "3 each"}, "data.rows"),
        (CLASSES, "interactions", {"pages": 9000}, "data.rows"),
        (CLASSES, "tabular", {"leads": 5000}, "data.channels"),
        (CLASSES, "audio", {"hours": "60 transcribed"}, "data.labelled_rows"),
        (CLASSES, "text", {"docs": "4200 labelled skills"}, "data.labelled_rows"),
        ("regression", "tabular", {"rows": 50, "hotels": 61}, "data.groups"),
        ("regression", "tabular", {"rows": 5000, "fields": 40}, "data.groups"),
        ("recommendation", "interactions", {"rows": 5000, "users": 40}, "data.groups"),
        ("survival-analysis", "tabular", {"pumps": 40, "failures": 240}, "data.rows"),
        (CLASSES, "tabular", {"weeks": 156}, "data.history"),
        ("regression", "tabular", {"churners": "9 %"}, "data.minority_share"),
        (CLASSES, "tabular", {"churners": "91 %"}, "data.minority_share"),
        ("planning", "tabular", {"bookings": 90_000}, "data.rows"),
        ("experiment-selection", "tabular", {"runs": "at most 30 done a day"}, "data.labelled_rows"),
    ],
)
def test_what_may_count_something_else_is_not_read(
    task: str, modality: str, told: dict[str, object], field: str
) -> None:
    assert field not in read_leniently(task, modality, data=told).facts()


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ({"load": "150 questions/day"}, 150), ({"nightly": "250 rulings"}, 250), ({"modules": "200 per day"}, 200),
        ({"schedule": "a robot brings 2000 clips per night"}, 2000), ({"messages": "about 1.2k a day"}, 1200),
        ({"schedule": "runs 2 times a day"}, None), ({"load": "5 GB a day"}, None), ({"alarms": "40 a day"}, None),
        ({"volume": "70 h a week"}, None), ({"schedule": "24 h a day"}, None), ({"new_labels": "40 a day"}, None),
    ],
)  # fmt: skip
def test_cases_that_come_in_a_day_are_predictions_of_a_day(told: dict[str, object], value: object) -> None:
    assert read_leniently(CLASSES, deployment=told).deployment.requests_per_day == value


@pytest.mark.parametrize(
    ("told", "field", "text"),
    [
        ({"project": {"weeks": 8}}, "project.deadline", "8 weeks"),
        ({"time": "3 months"}, "project.deadline", "3 months"),
        ({"team": "one freelancer, 2 weeks"}, "project.deadline", "2 weeks"),
        ({"project": {"budget": "80 kEUR"}}, "project.budget", "80000 EUR"),
        ({"project": {"budget": 0}}, "project.budget", "0 USD"),
        ({"project": {"money": "60000 GBP"}}, "project.budget", "60000 GBP"),
        ({"stakes": {"missed fault": "48000 EUR"}}, "stakes.cost_false_negative", "48000 EUR"),
        ({"costs": {"missed outbreak": "20 kEUR"}}, "stakes.cost_false_negative", "20000 EUR"),
        ({"stakes": {"false alarm": "a technician drive, ~400 EUR"}}, "stakes.cost_false_positive", "400 EUR"),
    ],
)
def test_times_and_money_are_read_by_their_names_and_units(told: dict[str, object], field: str, text: str) -> None:
    group, _, inner = field.partition(".")
    assert getattr(getattr(read_leniently(CLASSES, **told), group), inner).text == text


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"duration": "6 weeks"}, "project.deadline"),
        ({"deployment": {"time": "3 s"}}, "project.deadline"),
        ({"team": "one engineer with 20 years on the job"}, "project.deadline"),
        ({"project": {"money": "600 EUR/month"}}, "project.budget"),
        ({"stakes": {"missed fault": "7000 EUR per day"}}, "stakes.cost_false_negative"),
        ({"stakes": {"missed fault": "400 to 900 EUR, or 2000 EUR"}}, "stakes.cost_false_negative"),
    ],
)
def test_a_time_or_an_amount_of_something_else_is_not_read(told: dict[str, object], field: str) -> None:
    assert field not in read_leniently(CLASSES, **told).facts()


@pytest.mark.parametrize(
    ("team", "n"),
    [
        ("1 ML engineer 2 copywriters", 3), ("town clerk + 1 IT student", 2), ("1 process engineer + integrator", 2),
        ("2 people, one knows PyTorch", 2), ("3 devs, one with LLM know-how", 3), ("12 incl. 5 ML", 12),
        ("1 data scientist half time", 1), ("3 app developers no ML person", 3), (["1 phd student", "1 vet"], 2),
        ("one embedded dev and a vet", 2),
    ],
)  # fmt: skip
def test_people_are_counted_however_they_are_joined(team: object, n: int) -> None:
    assert read_leniently(CLASSES, project={"team": team}).project.team_size == n


def test_who_uses_it_is_not_who_builds_it() -> None:
    assert read_leniently(CLASSES, who="12 inspectors look at the hits").project.team_size is None
    assert read_leniently(CLASSES, who="1 hospital pharmacist with R").project.team_size == 1


@pytest.mark.parametrize(
    ("task", "notes", "field", "value"),
    [
        (CLASSES, "The managers can phone 60 members a month.", "deployment.top_k", 60),
        ("survival-analysis", "Auditors can take about 150 cases a quarter.", "deployment.top_k", 150),
        (EFFECT, "Budget is for 9000 vouchers per round.", "deployment.top_k", 9000),
        ("recommendation", "Each subscriber sees 5 suggestions under the box.", "deployment.top_k", 5),
        ("ranking", "Only the first 10 hits are looked at.", "deployment.top_k", 10),
        (CLASSES, "The rest goes to physicians, who can do 70 a day together.", "project.cases_per_day", 70),
        (CLASSES, "Nurses refer for a swab, the lab does 40 a day.", "project.cases_per_day", 40),
        (CLASSES, "Volume is about 400 a day.", "deployment.requests_per_day", 400),
    ],
)
def test_notes_tell_what_people_manage(task: str, notes: str, field: str, value: int) -> None:
    assert read_leniently(task, notes=notes).facts()[field] == value


@pytest.mark.parametrize(
    "notes",
    [
        "We can label 60 members a month.", "They could take 30 more a week if we hired.",
        "We can do 20 experiments a week.", "The managers cannot phone 60 members a month.",
    ],
)  # fmt: skip
def test_notes_on_labels_or_on_another_time_tell_no_top_of_a_list(notes: str) -> None:
    assert read_leniently(CLASSES, notes=notes).deployment.top_k is None


def test_what_stands_beside_a_number_is_kept_with_the_notes() -> None:
    brief = read_leniently(OUTLIERS, capacity="technicians can take 15 extra visits a week")
    assert "capacity: technicians can take 15 extra visits a week" in notes_of(brief)
    assert any("read as `deployment.top_k: 15`" in each.message for each in brief.readings)


def test_a_field_that_is_told_is_not_told_again() -> None:
    told = {"deployment": {"top_k": 9}, "capacity": "8 visits a week", "data": {"rows": 500, "searches": "9000"}}
    brief = read_leniently(CLASSES, **told)  # type: ignore[arg-type]
    assert (brief.deployment.top_k, brief.data.rows) == (9, 500)


def test_a_brief_in_the_words_of_the_format_is_left_as_it_is() -> None:
    written = {
        "task": CLASSES,
        "data": {"modality": "tabular", "rows": 500, "labelled_rows": 0},
        "project": {"team_size": 2, "cases_per_day": 20, "deadline": "3 months"},
    }
    assert numbers_retold(written, [CLASSES, "tabular"]).readings == ()
    assert Brief.from_mapping(written).data.rows == 500


@pytest.mark.parametrize(
    ("told", "n_classes"),
    [
        ({"classes": "5 (grade 0 to 4)"}, 5),
        ({"species": 4100}, 4100),
        ({"labels": "pore / shrinkage / ok"}, 3),
        ({"damage_types": "7, most are scratches"}, 7),
        ({"stages": "4 ordered"}, 4),
    ],
)
def test_classes_are_counted_under_what_they_are_and_make_a_task_of_several(
    told: dict[str, object], n_classes: int
) -> None:
    brief = read_leniently("image classification", "images", data=told)
    assert (brief.task, brief.facts()["data.classes"]) == ("multiclass-classification", n_classes)


@pytest.mark.parametrize(
    ("task", "told"),
    [
        ("image classification", {"file_types": 3}),
        ("image classification", {"bottle_types": 23}),
        ("image classification", {"labels": "noisy / 2 per image"}),
        ("image classification", {"species": "40 per site"}),
        ("classification", {"zip_codes": 900}),
        ("regression", {"species": 40}),
        ("clustering", {"species": 12}),
    ],
)
def test_what_cases_are_not_told_apart_by_is_no_class(task: str, told: dict[str, object]) -> None:
    assert "data.classes" not in read_leniently(task, "images", data=told).facts()
