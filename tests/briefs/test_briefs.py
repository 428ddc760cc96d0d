"""A brief says the same in every form, keeps unknown apart from false, and reports contradictions with both places."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from by_night import examples
from whichml.model.briefs.brief import Brief, KnownNames, check_names
from whichml.model.briefs.brief_schema import brief_json_schema
from whichml.model.documents.errors import BriefError, Place
from whichml.model.format.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.quantity import Quantity
from whichml.model.values.scale import level_of_quantity
from whichml.model.values.vocabulary import TASKS, AlgorithmId, FieldKind, QualityId, QualityName

GOOD = Path(__file__).parent / "good"
SMALLEST: dict[str, object] = {"task": "regression", "data.modality": "tabular"}

EXAMPLES: dict[str, st.SearchStrategy[object]] = {
    "slug": st.sampled_from(["a", "two-words", "3"]),
    "text": st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
    "algorithm": st.sampled_from(["ridge", "kernel-svm"]),
    "application": st.sampled_from(["none", "alarm-correlation"]),
    "circumstance": st.sampled_from(["judges-differ", "sold-out"]),
    "count": st.integers(0, 10**18) | st.integers(0, 10**6).map(float),
    "fraction": st.floats(0, 1) | st.sampled_from(["5 %", 0, 1]),
    "bool": st.booleans(),
    "duration": st.builds("{} {}".format, st.integers(0, 1000), st.sampled_from(["ms", "hours", "week", "years"])),
    "bytes": st.builds("{} {}".format, st.integers(0, 1000), st.sampled_from(["B", "KiB", "MB"])),
    "money": st.builds("{} {}".format, st.decimals(0, 100, places=2), st.sampled_from(["USD", "EUR", "JPY"])),
    "frequency": st.builds("{} {}".format, st.integers(0, 1000), st.sampled_from(["Hz", "kHz", "MHz", "GHz"])),
}
REQUIREMENTS = [
    {"quality": "inference-latency", "max": "40 ms", "at": "p99"},
    {"quality": "accuracy", "metric": "recall", "min": 0.9},
    {"quality": "data-need", "max": 1000, "priority": "could"},
    {"quality": "interpretability", "min": "high", "kind": "design", "why": "the law"},
    {"quality": "cost-per-prediction", "max": "0.001 USD", "priority": "should"},
]


def _example_of(kind: FieldKind) -> st.SearchStrategy[object]:
    one: st.SearchStrategy[object] = st.sampled_from(kind.values) if kind.values else EXAMPLES[kind.kind]
    return one | st.lists(one, min_size=1, max_size=3, unique=True) if kind.many else one


OPTIONAL = {name: _example_of(BRIEF_FIELDS[name]) for name in (*FACT_FIELDS, "id", "title", "notes")}
UNRELATED = {name: example for name, example in OPTIONAL.items() if name not in ("data.labelled_rows", "data.groups",
                                                                                "data.random_labels",
                                                                                "project.trials_at_once",
                                                                                "project.further_tasks",
                                                                                "project.no_circumstances",
                                                                                "data.categorical_features",
                                                                                "data.classes", "data.events",
                                                                                "data.examples_per_class",
                                                                                "data.candidates", "deployment.top_k",
                                                                                "data.window", "data.residency",
                                                                                "data.sampling_interval")}  # fmt: skip
briefs = st.fixed_dictionaries(
    {"task": st.sampled_from(TASKS), "data.modality": OPTIONAL["data.modality"]},
    optional={
        **{name: example for name, example in UNRELATED.items() if name not in SMALLEST},
        "requirements": st.lists(st.sampled_from(REQUIREMENTS), max_size=4),
        "exchange_rates": st.dictionaries(st.sampled_from(["EUR", "GBP", "JPY"]), st.floats(0.001, 10)),
        "priorities": st.lists(st.sampled_from(sorted(QUALITIES)), max_size=3, unique=True),
    },
)


@pytest.mark.slow("tries made-up briefs by the hundred")
@settings(max_examples=examples(120), deadline=None)
@given(briefs)
def test_the_normal_form_of_any_brief_reads_back_as_an_equal_brief(given_fields: dict[str, object]) -> None:
    brief = Brief.from_mapping(given_fields)
    again = Brief.from_mapping(brief.normalised())
    assert again == brief
    assert hash(again) == hash(brief)
    assert again.normalised() == brief.normalised()
    assert again.facts() == brief.facts()


def test_yaml_and_json_of_one_brief_are_equal_in_every_way_but_their_places() -> None:
    in_yaml, in_json = Brief.load(GOOD / "lending.yaml"), Brief.load(GOOD / "lending.json")
    assert in_yaml == in_json
    assert in_yaml.normalised() == in_json.normalised()
    assert in_yaml.place_of("data.rows") == Place(str(GOOD / "lending.yaml"), 7, 9)
    assert in_json.place_of("data.rows") == Place(str(GOOD / "lending.json"), 7, 13)


def test_facts_are_the_given_fields_in_base_units_and_nothing_else() -> None:
    assert Brief.load(GOOD / "lending.yaml").as_stated().facts() == {
        "task": "binary-classification", "data.modality": ("tabular", "text"), "data.target": ("count",),
        "data.rows": 20_000_000, "data.labelled_rows": 9, "data.minority_share": 0.05, "data.horizon": 604_800.0,
        "data.sparse": False, "deployment.memory": 64_000, "deployment.connectivity": "never",
        "project.budget": 5000.0, "project.deadline": 7_776_000.0, "stakes.regulation": ("ecoa", "gdpr"),
    }  # fmt: skip


def test_a_field_given_as_null_is_unknown_as_if_it_were_left_out() -> None:
    assert Brief.from_mapping({**SMALLEST, "data": {"rows": None}, "project": None}) == Brief.from_mapping(SMALLEST)


def test_frequencies_are_facts_in_hertz_and_the_words_of_residency_have_an_order() -> None:
    fields = {"data.sampling_rate": "16 kHz", "deployment.clock": "64 MHz", "data.residency": "no-hosted-models"}
    facts = Brief.from_mapping({**SMALLEST, **fields}).facts()
    assert (facts["data.sampling_rate"], facts["deployment.clock"]) == (16_000.0, 64_000_000.0)
    assert BRIEF_FIELDS["data.residency"].ordered
    with pytest.raises(BriefError, match="is a duration, not a frequency"):
        Brief.from_mapping({**SMALLEST, "data.sampling_rate": "16 ms"})


def test_no_regulation_is_known_and_not_the_same_as_an_unknown_regulation() -> None:
    brief = Brief.from_mapping({**SMALLEST, "stakes.regulation": []})
    assert brief.facts()["stakes.regulation"] == ()
    assert "stakes.regulation" not in Brief.from_mapping(SMALLEST).facts()


def test_an_amount_in_euros_stays_in_the_brief_and_is_no_fact() -> None:
    brief = Brief.from_mapping({**SMALLEST, "project.budget": "5000 EUR"})
    assert brief.project.budget is not None
    assert brief.project.budget.currency == "EUR"
    assert "project.budget" not in brief.facts()
    assert "EUR" in brief.notices[0].message


def test_places_lead_to_requirements_and_are_none_where_nothing_is_written() -> None:
    brief = Brief.load(GOOD / "lending.yaml")
    assert brief.place_of("requirements.1.min") == Place(str(GOOD / "lending.yaml"), 20, 38)
    assert brief.place_of("data.drift") is None
    for step in ("²", "1" * 5000):
        assert brief.place_of(f"requirements.{step}.min") == brief.place_of("requirements")
    assert Brief.from_mapping(SMALLEST).place_of("task") is None


@pytest.mark.parametrize(
    ("requirement", "words"),
    [
        ({"quality": "model-size", "min": "1 kB"}, "at least 1 kB"),
        ({"quality": "accuracy", "max": "low"}, "at most low"),
        ({"quality": "training-cost", "max": "5 EUR"}, "not converted"),
    ],
)
def test_a_bound_that_is_probably_not_meant_is_a_notice_and_not_an_error(
    requirement: dict[str, object], words: str
) -> None:
    brief = Brief.from_mapping({**SMALLEST, "requirements": [requirement]})
    assert [words in notice.message for notice in brief.notices] == [True]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"data.minority_share": 0.6}, "at most 0.5"),
        ({"deployment.requests_per_day": 864_000, "deployment.peak_requests_per_second": 9}, "fewer"),
    ],
)
def test_fields_that_probably_do_not_fit_together_are_a_notice(fields: dict[str, object], words: str) -> None:
    assert [words in notice.message for notice in Brief.from_mapping({**SMALLEST, **fields}).notices] == [True]


def test_a_repeated_requirement_is_a_notice() -> None:
    twice = [{"quality": "privacy", "min": "high"}, {"quality": "privacy", "min": "high", "why": "the law"}]
    brief = Brief.from_mapping({**SMALLEST, "requirements": twice})
    assert "`requirements[1]` repeats `requirements[0]`, and counts once with it." in brief.notices[0].message
    assert len(brief.requirements) == 1


def test_a_requirement_under_two_names_counts_once_and_later_ones_keep_their_places() -> None:
    text = b"""task: regression
data.modality: tabular
requirements:
  - {quality: inference-latency, max: 40 ms}
  - {quality: response-time, max: 0.04 s}
  - {quality: data-need, max: 500}
  - {quality: data-need, max: 500 rows}
  - {quality: accuracy, max: high}
"""
    brief = Brief.parse(text, "a.yaml")
    assert [each.quality for each in brief.requirements] == ["inference-latency", "data-need", "accuracy"]
    assert str(brief.place_of("requirements.1.max")) == "a.yaml:6:31"
    assert str(brief.place_of("requirements.2.max")) == "a.yaml:8:30"
    told = [str(each) for each in brief.notices]
    assert [each.partition(" ")[0] for each in told] == ["a.yaml:5:15:", "a.yaml:5:5:", "a.yaml:7:5:", "a.yaml:8:30:"]
    assert "`requirements[3]` repeats `requirements[2]`" in told[2]
    once = Brief.from_mapping(brief.normalised())
    assert once == brief
    assert Brief.from_mapping(brief.as_written()) == brief


@pytest.mark.parametrize(
    "requirements",
    [
        [
            {"quality": "inference-latency", "min": "10 ms", "at": "p99"},
            {"quality": "inference-latency", "max": "5 ms", "at": "median"},
        ],
        [
            {"quality": "accuracy", "metric": "recall", "min": 0.9},
            {"quality": "accuracy", "metric": "log-loss", "max": 0.1},
        ],
        [{"quality": "inference-latency", "min": "10 ms"}, {"quality": "inference-latency", "max": "10 ms"}],
        [{"quality": "inference-latency", "min": "high"}, {"quality": "inference-latency", "max": "10 ms"}],
    ],
    ids=["higher percentile", "two metrics", "touching bounds", "level and quantity"],
)
def test_bounds_that_something_could_meet_do_not_contradict_each_other(requirements: list[object]) -> None:
    assert len(Brief.from_mapping({**SMALLEST, "requirements": requirements}).requirements) == 2


def test_two_demands_that_differ_contradict_each_other() -> None:
    names = KnownNames(qualities={**QUALITIES, QualityId("auditable"): QualityName("higher", "bool")})
    both = [{"quality": "auditable", "is": True}, {"quality": "auditable", "is": False}]
    with pytest.raises(BriefError, match="`is: false` contradicts `is: true`"):
        Brief.from_mapping({**SMALLEST, "requirements": both}, names)


def test_a_hundred_requirements_are_read_and_one_more_is_refused_with_the_limit() -> None:
    many = [{"quality": "inference-latency", "max": f"{n} ms"} for n in range(1, 102)]
    assert len(Brief.from_mapping({**SMALLEST, "requirements": many[:100]}).requirements) == 100
    with pytest.raises(BriefError, match="holds 101 requirements") as refusal:
        Brief.from_mapping({**SMALLEST, "requirements": many})
    assert "The limit is 100" in str(refusal.value)


@pytest.mark.slow("looks for the nearest names of thousands of fields")
def test_a_brief_with_thousands_of_unknown_fields_names_the_first_fifty() -> None:
    with pytest.raises(BriefError) as refusal:
        Brief.from_mapping({**SMALLEST, **{f"unknown_{n}": 1 for n in range(20_000)}})
    assert len(refusal.value.problems) == 50


def test_names_of_a_knowledge_base_are_checked_with_their_places() -> None:
    brief = Brief.parse(b"task: regression\ndata.modality: tabular\nproject.existing_algorithm: rigde\n", "a.yaml")
    names = KnownNames(frozenset({AlgorithmId("ridge"), AlgorithmId("lasso")}), QUALITIES)
    with pytest.raises(BriefError) as refusal:
        check_names(brief, names)
    assert str(refusal.value) == "a.yaml:3:29: unknown algorithm 'rigde'.\nDid you mean 'ridge'?"


def test_a_mapping_is_refused_with_pointers_and_without_places() -> None:
    with pytest.raises(BriefError) as refusal:
        Brief.from_mapping({"task": "regression", "data": {"modality": "tabular", "rows": "many"}})
    (problem,) = refusal.value.problems
    assert (problem.where, problem.pointer) == (None, "/data/rows")


def test_one_change_gives_another_brief_and_leaves_the_first() -> None:
    brief = Brief.load(GOOD / "lending.yaml")
    assert brief.replace("data.rows", 500).facts()["data.rows"] == 500
    assert "data.rows" not in brief.replace("data.rows", None).facts()
    assert brief.replace("data.rows", 20_000_000) == brief
    assert brief.facts()["data.rows"] == 20_000_000


def test_a_bound_is_changed_by_position_or_by_quality_and_added_where_there_is_none() -> None:
    brief = Brief.load(GOOD / "lending.yaml")
    by_position = brief.replace("requirements.0.max", "10 ms")
    assert isinstance(by_position.requirements[0].bound, Quantity)
    assert by_position.requirements[0].bound.magnitude == 0.01
    assert brief.replace("requirement.inference-latency.max", "10 ms") == by_position
    assert brief.replace("requirement.training-time.max", "1 hour").requirements[-1].quality == "training-time"
    assert len(brief.replace("requirement.inference-latency.max", None).requirements) == 3


@pytest.mark.parametrize("path", ["data.rws", "requirements.9.max", "requirements.x", "nonsense", "requirements.0.mx"])
def test_a_change_that_leads_nowhere_is_refused(path: str) -> None:
    with pytest.raises(BriefError):
        Brief.load(GOOD / "lending.yaml").replace(path, 5)


@pytest.mark.parametrize("number", [10**400, -(10**400), float("inf"), float("nan"), 1e300])
@pytest.mark.parametrize("field", ["data.rows", "data.minority_share", "project.budget", "brief", "bound"])
def test_a_number_out_of_range_is_refused_in_every_field(field: str, number: float) -> None:
    bound = [{"quality": "accuracy", "metric": "rmse", "max": number}]
    fields = {"requirements": bound} if field == "bound" else {field: number}
    with pytest.raises(BriefError):
        Brief.from_mapping({**SMALLEST, **fields})


@pytest.mark.parametrize("name", ["nowhere.yaml", ".", "nul\0byte.yaml"])
def test_a_file_that_cannot_be_read_is_a_brief_error(name: str) -> None:
    with pytest.raises(BriefError, match="cannot be read"):
        Brief.load(GOOD / name)


def test_a_mapping_of_foreign_types_is_refused_and_never_a_traceback() -> None:
    strange: dict[str, object] = {
        "task": b"x", "data": {"modality": {1}, 5: 6}, "requirements": [object()], "priorities": {"a"}, "notes": 1j,
    }  # fmt: skip
    with pytest.raises(BriefError) as refusal:
        Brief.from_mapping(strange)
    assert len(refusal.value.problems) == 6


def test_the_schema_knows_every_field_by_its_nested_and_its_dotted_name() -> None:
    schema = brief_json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(BRIEF_FIELDS) < set(schema["properties"])
    assert schema["$defs"]["Data"]["properties"]["drift"]["anyOf"][0]["enum"] == ["none", "slow", "fast"]
    assert schema["$defs"]["Requirement"]["properties"]["is"]["anyOf"][0] == {"type": "boolean"}


def test_every_field_says_in_a_sentence_what_it_means() -> None:
    meanings = [kind.meaning for kind in BRIEF_FIELDS.values()]
    assert [meaning for meaning in meanings if not re.fullmatch(r"[A-Z].{6,90}\.", meaning)] == []
    assert len(set(meanings)) == len(meanings) > 60


def test_what_a_field_holds_is_what_its_declared_type_says() -> None:
    cadence, interaction = BRIEF_FIELDS["deployment.update_cadence"], BRIEF_FIELDS["deployment.interaction"]
    assert cadence.values == ("never", "yearly", "monthly", "weekly", "daily", "hourly", "per-event")
    assert (cadence.ordered, interaction.ordered) == (True, False)
    kinds = {
        name: BRIEF_FIELDS[name].kind for name in ("brief", "task", "data.rows", "project.budget", "stakes.regulation")
    }
    assert list(kinds.values()) == ["version", "word", "count", "money", "word"]
    assert {name for name, kind in BRIEF_FIELDS.items() if kind.kind == "level"} == {
        "data.label_quality", "project.team_ml_skill", "stakes.cost_of_mistakes",
    }  # fmt: skip


def test_anchors_rise_and_each_belongs_to_the_level_below_it() -> None:
    assert all(list(anchors) == sorted(anchors) for anchors in (each.anchors for each in QUALITIES.values()))
    anchors = QUALITIES[QualityId("inference-latency")].anchors
    assert [level_of_quantity(seconds, anchors) for seconds in (1e-4, 1e-2, 0.1, 0.5, 2)] == [0, 1, 2, 3, 4]


@pytest.mark.slow("starts a process")
def test_reading_the_model_loads_no_library_of_numbers_or_graphs() -> None:
    named = "{'numpy', 'sklearn', 'rdflib'}"
    script = f"import sys, whichml.model.briefs.brief; sys.exit(bool({named} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
