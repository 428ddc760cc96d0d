"""Laws and norms, and metrics, are closed lists with meanings: what is not among them is refused with what is."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from small_knowledge import ROOT, script
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.reading import read_fact_files
from whichml.model.briefs.brief import Brief
from whichml.model.briefs.brief_schema import brief_json_schema
from whichml.model.documents.errors import BriefError
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.values.metrics import METRICS, metric_of
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.quantity import Quantity
from whichml.model.values.regulations import REGULATIONS
from whichml.model.values.vocabulary import MODALITIES, TASKS
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS, BY_CLASSES

SMALLEST: dict[str, object] = {"task": "regression", "data.modality": "tabular"}
KNOWN: Mapping[str, frozenset[str]] = {
    "field": frozenset(BRIEF_FIELDS), "task": frozenset({*TASKS, BY_CLASSES}), "modality": frozenset(MODALITIES),
    "quality": frozenset(QUALITIES), "metric": frozenset(METRICS), "regulation": frozenset(REGULATIONS),
}  # fmt: skip


def refused(**fields: object) -> str:
    with pytest.raises(BriefError) as refusal:
        Brief.from_mapping({**SMALLEST, **fields})
    return str(refusal.value)


@pytest.mark.slow("reads every law and norm")
def test_what_python_knows_of_laws_and_norms_is_what_the_facts_say(knowledge: Knowledge) -> None:
    writing = script("write_regulations")
    files = read_fact_files(Content.shipped())
    stated = {name: read.value for name, read in files.regulations.items()}
    assert writing.PATH.read_text("utf-8") == writing.regulations_text(stated), "run: make generate"
    assert knowledge.regulations.keys() == REGULATIONS.keys()


def test_every_law_or_norm_has_a_meaning_and_a_source(knowledge: Knowledge) -> None:
    assert len(knowledge.regulations) > 50
    for each in knowledge.regulations.values():
        assert each.meaning.endswith(".")
        assert each.sources


def test_an_unknown_law_is_refused_with_the_nearest_and_the_known_ones() -> None:
    told = refused(**{"stakes.regulation": ["eu-ai-akt"]})
    assert "names no law or norm that is known: 'eu-ai-akt'" in told
    assert "Did you mean 'eu-ai-act'?" in told
    assert "eu-ai-act-high-risk" in told


HIGH_RISK = (
    "EU AI Act (high risk)", "eu ai act annex III", "eu-ai-act-hi-risk", "EU-AI-Act-Annex-1", "AI Act, Annex III",
    "high-risk system under the AI Act", "eu_ai_act_high_rsk", "EU AI Act (Regulation (EU) 2024/1689), high risk",
)  # fmt: skip


@pytest.mark.parametrize("given", HIGH_RISK)
def test_a_high_risk_system_is_never_read_as_the_law_without_its_class(given: str) -> None:
    for written, laws in ((given, ()), ([given], ()), (["GDPR", given], ("gdpr",))):
        brief = Brief.from_mapping({**SMALLEST, "stakes.regulation": written})
        assert brief.stakes.regulation == ("eu-ai-act-high-risk", *laws)
        assert "eu-ai-act-high-risk" in str(brief.notices)


@pytest.mark.parametrize(
    ("given", "law"),
    [
        ("EU AI Act, not high risk", "eu-ai-act"),
        ("AI Act (limited risk)", "eu-ai-act"),
        ("EU AI Act, risk class unknown", "eu-ai-act"),
        ("Colorado AI Act, high risk", "colorado-ai-act"),
    ],
)
def test_what_is_no_high_risk_of_the_eu_is_not_read_as_that(given: str, law: str) -> None:
    for written in (given, [given]):
        assert Brief.from_mapping({**SMALLEST, "stakes.regulation": written}).stakes.regulation == (law,)


@pytest.mark.parametrize("given", ["eu-ai-act risk tier 2", ["gdpr", "EU AI Act, annex 7"]])
def test_a_class_of_a_law_that_is_not_known_is_asked_about(given: object) -> None:
    told = refused(**{"stakes.regulation": given})
    assert "names a class of a law that is not known" in told
    assert "Did you mean 'eu-ai-act' or 'eu-ai-act-high-risk'?" in told


def test_a_law_in_another_spelling_is_understood_and_told() -> None:
    brief = Brief.from_mapping({**SMALLEST, "stakes.regulation": ["GDPR", "iso26262", "EU AI Act"]})
    assert brief.stakes.regulation == ("eu-ai-act", "gdpr", "iso-26262")
    assert "`stakes.regulation` says 'iso26262', which is read as `iso-26262`." in str(brief.notices)


def test_no_regulation_may_be_said_with_a_word() -> None:
    brief = Brief.from_mapping({**SMALLEST, "stakes.regulation": "none"})
    assert brief.stakes.regulation == ()
    assert "no law or norm applies" in brief.notices[0].message


def test_an_unknown_metric_is_refused_with_the_nearest_and_the_known_ones() -> None:
    told = refused(requirements=[{"quality": "accuracy", "metric": "recal", "min": 0.9}])
    assert "`requirements[0].metric` is no metric that is known: 'recal'." in told
    assert "Did you mean 'recall'?" in told
    assert "ndcg-at-K" in told


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("AUC", "roc-auc"), ("roc_auc", "roc-auc"), ("F1 score", "f1"), ("map", "mean-average-precision"),
        ("precision@20", "precision-at-20"), ("map@10", "mean-average-precision-at-10"),
        ("C-index", "concordance-index"), ("sensitivity", "recall"), ("PR-AUC", "average-precision"),
    ],
)  # fmt: skip
def test_a_metric_under_another_name_is_understood_and_told(written: str, meant: str) -> None:
    brief = Brief.from_mapping({**SMALLEST, "requirements": [{"quality": "accuracy", "metric": written, "min": 0.9}]})
    assert brief.requirements[0].metric == meant
    assert brief.notices[0].message == f"`requirements[0].metric` says '{written}', which is read as `{meant}`."


def test_a_metric_in_the_place_of_a_quality_is_a_bound_on_accuracy() -> None:
    brief = Brief.from_mapping({**SMALLEST, "requirements": [{"quality": "auc", "min": 0.9}]})
    assert (brief.requirements[0].quality, brief.requirements[0].metric) == ("accuracy", "roc-auc")


@pytest.mark.parametrize(
    ("metric", "bound", "size"),
    [("detection-delay", "5 min", 300), ("makespan", "8 hours", 28_800), ("cost", "5000 USD", 5000), ("cost", 3, 3)],
)
def test_a_metric_of_time_or_money_is_bounded_in_its_units_or_by_a_plain_number(
    metric: str, bound: object, size: float
) -> None:
    brief = Brief.from_mapping({**SMALLEST, "requirements": [{"metric": metric, "max": bound}]})
    asked = brief.requirements[0].bound
    assert isinstance(asked, Quantity)
    assert asked.magnitude == size


def test_metrics_at_a_number_are_one_for_each_number() -> None:
    assert [metric_of(name) is not None for name in ("recall-at-10", "top-5-accuracy", "recall-at-0", "rmse-at-5")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_every_metric_says_in_a_sentence_what_it_means() -> None:
    assert [name for name, each in METRICS.items() if not (each.meaning[0].isupper() and each.meaning[-1] == ".")] == []


def test_every_alias_stands_for_a_name_of_the_format_and_is_none_itself() -> None:
    for vocabulary, aliases in ALIASES.items():
        known = KNOWN[vocabulary]
        assert [meant for meant in aliases.values() if meant not in known] == []
        assert [alias for alias in aliases if alias in known - {BY_CLASSES}] == []


def test_every_choice_for_an_ambiguous_word_is_a_name_of_the_format() -> None:
    for vocabulary, words in AMBIGUOUS.items():
        assert [choice for choices in words.values() for choice in choices if choice not in KNOWN[vocabulary]] == []
        assert words.keys() & ALIASES[vocabulary].keys() == set()


def test_the_schema_lists_laws_norms_and_metrics() -> None:
    definitions = brief_json_schema()["$defs"]
    assert "gdpr" in str(definitions["Stakes"]["properties"]["regulation"])
    assert "roc-auc" in str(definitions["Requirement"]["properties"]["metric"])


def test_contributing_names_the_files_of_a_new_law() -> None:
    assert "kb/facts/regulations/<id>.yaml" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
