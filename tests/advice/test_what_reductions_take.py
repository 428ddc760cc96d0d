"""What a reduction needs served in front, and how much of accuracy it leaves, count in the ratings through it."""

from __future__ import annotations

from typing import Any

import pytest
from made_up_practice import all_ranked, practice, practised, reduction

from answer_parts import why_out
from small_knowledge import MODALITY, ContentFolder, brief, claim, rule
from whichml.advise.recommendation import Advisor
from whichml.model.documents.errors import KnowledgeError
from whichml.model.statements.recommendation import Candidate, Recommendation

DATA = {"kind": "modality"}
SMALL, LARGE = {"from": "1 kB", "to": "10 kB"}, {"from": "3 MB", "to": "4 MB"}
USED = {"reader": {0: 2.0}, "network": {0: 2.0}}


@pytest.fixture
def embedded(folder: ContentFolder) -> ContentFolder:
    """Return a reader of texts of some kilobytes, and a network of megabytes that writes tables as such texts."""
    folder.algorithm("reader", claim("accuracy", "high"), claim("model-size", SMALL), accepts={"text": "raw"})
    folder.algorithm("network", claim("accuracy", "high"), claim("model-size", LARGE), family="kernel-method")
    reduction(folder, "embeddings", MODALITY, "text", **DATA, needs=["network"])
    return folder


def answered(folder: ContentFolder, most: str | None = None, priority: str = "must", **fields: Any) -> Recommendation:
    asked = [{"quality": "model-size", "max": most, "priority": priority}] if most else []
    found = practice(choices=USED)
    return practised(folder.knowledge(), found).recommend(brief(**fields, requirements=asked))


def told(answer: Recommendation, name: str) -> list[str]:
    candidate: Candidate = all_ranked(answer)[name]
    return [each.reduction for each in candidate.reductions]


def test_a_bound_is_held_against_the_network_in_front_as_well(embedded: ContentFolder) -> None:
    reason = "its model size is 3 MB to 4.01 MB with the network in front, and at most 100 kB is required"
    assert why_out(answered(embedded, "100 kB"), "reader") == [reason]
    assert why_out(answered(embedded, "5 MB"), "reader") == []


def test_what_is_met_with_the_network_in_front_is_told_so(embedded: ContentFolder) -> None:
    (size,) = (q for q in all_ranked(answered(embedded, "5 MB", "should"))["reader"].qualities if q.verdict)
    assert (size.amount, size.verdict) == ("3 MB to 4.01 MB with the network in front", "met")


def test_the_claims_of_the_network_stand_behind_the_rating(embedded: ContentFolder) -> None:
    graph = answered(embedded, "5 MB", "should").justification
    node = graph.node("rating:reader:model-size")
    assert node.text == "Reader: model size is medium here: 3 MB to 4.01 MB with the network in front"
    assert {graph.node(each).text.split(":")[0] for each in node.because} == {"Reader", "Network"}


@pytest.mark.parametrize(
    ("most", "way"), [("100 kB", "counts"), ("1 MB", "counts"), ("3.5 MB", "also"), (None, "also")]
)
def test_where_the_network_misses_a_must_another_way_without_it_is_taken(
    embedded: ContentFolder, most: str | None, way: str
) -> None:
    reduction(embedded, "also", MODALITY, "text", **DATA, needs=["network"])
    reduction(embedded, "counts", MODALITY, "text", **DATA)
    assert told(answered(embedded, most), "reader") == [way]


def test_no_more_of_accuracy_is_claimed_than_a_reduction_leaves(embedded: ContentFolder) -> None:
    reduction(embedded, "embeddings", MODALITY, "text", **DATA, limits={"accuracy": "medium"}, name="Few words")
    embedded.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))
    answer = answered(embedded)
    found = {name: candidate.qualities[0].level for name, candidate in all_ranked(answer).items()}
    assert found == {"network": "high", "reader": "medium"}
    text = "Reader: accuracy is medium here: no more is left by few words"
    assert answer.justification.node("rating:reader:accuracy").text == text


def test_a_reduction_raises_no_accuracy_to_what_it_leaves(embedded: ContentFolder) -> None:
    reduction(embedded, "embeddings", MODALITY, "text", **DATA, limits={"accuracy": "very-high"})
    embedded.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))
    assert all_ranked(answered(embedded))["reader"].qualities[0].level == "high"


@pytest.fixture
def pictures(embedded: ContentFolder) -> ContentFolder:
    """Return the same network reading pictures, and a classifier of tables that reads features of pictures."""
    embedded.algorithm(
        "network", claim("accuracy", "high"), claim("model-size", LARGE), accepts={"image": "raw"},
        family="kernel-method",
    )  # fmt: skip
    embedded.algorithm(
        "reader", claim("accuracy", "high"), claim("model-size", SMALL), accepts={"image": "features", "tabular": "raw"}
    )
    reduction(embedded, "columns", "image", "tabular", **DATA, needs=["network"])
    return embedded


def test_who_reads_features_needs_what_makes_them(pictures: ContentFolder) -> None:
    out = why_out(answered(pictures, "100 kB", data__modality="image"), "reader")
    assert out == ["its model size is 3 MB to 4.01 MB with the network in front, and at most 100 kB is required"]
    assert told(answered(pictures, data__modality="image"), "reader") == ["columns"]


def test_features_that_an_algorithm_is_made_for_are_no_handicap_and_others_are(pictures: ContentFolder) -> None:
    reduction(pictures, "hand-made", "image", "tabular", **DATA, limits={"accuracy": "medium"})
    found = practice(choices=USED, handicaps={"data": -1.0})
    goodness = []
    for most in ("5 MB", "100 kB"):
        asked = [{"quality": "model-size", "max": most, "priority": "must"}]
        answer = practised(pictures.knowledge(), found).recommend(brief(data__modality="image", requirements=asked))
        told = all_ranked(answer)["reader"]
        assert told.practice is not None
        goodness.append((told.reductions[0].reduction, told.practice.goodness))
    assert goodness == [
        ("columns", pytest.approx(0.5 + 2 / 12, abs=1e-4)),
        ("hand-made", pytest.approx(0.5 + 1 / 12, abs=1e-4)),
    ]


def test_features_that_are_no_use_to_an_algorithm_are_not_made_for_it(pictures: ContentFolder) -> None:
    reduction(pictures, "columns", "image", "tabular", **DATA, needs=["network"], only=["network"])
    reduction(pictures, "hand-made", "image", "tabular", **DATA, limits={"accuracy": "medium"}, only=["reader"])
    assert told(answered(pictures, data__modality="image"), "reader") == ["hand-made"]


@pytest.mark.parametrize(
    ("selector", "way"),
    [
        ({"accuracy": {"below": "high"}}, "hand-made"),
        ({"accuracy": {"below": "medium"}}, "columns"),
        ({"accuracy": {"below": "high"}, "id": "network"}, "columns"),
    ],
    ids=["what it leaves is out", "what it leaves is enough", "a rule about another"],
)
def test_where_a_rule_puts_out_what_a_way_leaves_another_way_is_taken(
    pictures: ContentFolder, selector: dict[str, Any], way: str
) -> None:
    reduction(pictures, "columns", "image", "tabular", **DATA, needs=["network"], limits={"accuracy": "medium"})
    reduction(pictures, "hand-made", "image", "tabular", **DATA, limits={"model-size": "low"})
    pictures.rules(rule("to-be-read", {"exclude": "it is not accurate enough"}, algorithm=selector))
    assert told(answered(pictures, data__modality="image"), "reader") == [way]


def test_a_must_of_reading_how_it_decides_is_not_met_by_columns_without_meaning(advisor: Advisor) -> None:
    asked = brief(data__modality="image", data__rows=3000, stakes__explanation="full")
    ways = {
        each.reduction for candidate in all_ranked(advisor.recommend(asked)).values() for each in candidate.reductions
    }
    assert "image-as-hand-made-features" in ways
    assert "image-as-embeddings-or-features" not in ways


def test_what_is_read_as_it_is_needs_nothing_in_front(pictures: ContentFolder) -> None:
    assert told(answered(pictures, "100 kB"), "reader") == []


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ({"needs": ["netwrok"]}, "unknown algorithm 'netwrok'"),
        ({"limits": {"acuracy": "low"}}, "unknown quality 'acuracy'"),
    ],
    ids=["needs", "limits"],
)
def test_a_name_that_a_reduction_needs_or_limits_has_to_be_known(
    embedded: ContentFolder, stated: dict[str, Any], message: str
) -> None:
    reduction(embedded, "embeddings", MODALITY, "text", **DATA, **stated)
    with pytest.raises(KnowledgeError, match=message):
        embedded.knowledge()
