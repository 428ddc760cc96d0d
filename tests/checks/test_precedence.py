"""What was measured goes before what is written: claims that a measurement contradicts are found, and only these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from by_night import only_by_night
from small_knowledge import SOURCE, ContentFolder, claim, constant_cost
from whichml.knowledge.base import Knowledge
from whichml.knowledge.strengths import Backing, Covariate, Strength, StrengthGroup, Strengths
from whichml_workshop.published import check
from whichml_workshop.published.contradictions import ContradictedClaim, find_contradicted_claims

WRITTEN = (-2.0, -1.0, 0.0, 1.0, 2.0)
ONE_BEATS_TWO = 4.0  # log-odds; very high comes to 2 +- 0.8


def measured(
    log_odds: float, n_sets: int = 30, group: Mapping[str, Any] | None = None, slope: float = 0.0
) -> Strengths:
    """Return strengths of the algorithm `one` against `two`, without doubt; `slope` is for each tenfold of rows."""
    backing = (Backing(source=SOURCE, study="a-study", sets=n_sets, wins=0.9),)
    told: dict[str, Any] = {"covariance": ((0.0, 0.0), (0.0, 0.0)), "between": 0.0, "backing": backing}
    stated: dict[str, Any] = {
        "id": "tables", "name": "tables", "tasks": ("binary-classification",), "modalities": ("tabular",),
        "reference": "two", "terms": ("one", "rows"), "written": WRITTEN, "written_spread": 0.5,
        "axes": {"rows": Covariate(centre=3.0, spread=1.0, low=2.0, high=5.0)},
        "strengths": (
            Strength(algorithm="one", coefficients=(log_odds, slope), **told),
            Strength(algorithm="two", coefficients=(0.0, 0.0), **told),
        ),
    }  # fmt: skip
    return Strengths(groups=(StrengthGroup(**{**stated, **(group or {})}),))


def claimed(folder: ContentFolder, *claims: Mapping[str, Any], **facts: Any) -> Knowledge:
    """Return a knowledge base in which `one` has these claims, and `two` one that fits."""
    return folder.algorithm("one", *claims, **facts).algorithm("two", claim("accuracy", "medium")).knowledge()


def found_with(strengths: Strengths, knowledge: Knowledge) -> tuple[ContradictedClaim, ...]:
    return find_contradicted_claims(replace(knowledge, strengths=strengths))


def test_the_shipped_claims_are_not_contradicted_by_what_was_measured(knowledge: Knowledge) -> None:
    assert knowledge.strengths is not None
    assert knowledge.costs is not None
    assert [str(each) for each in find_contradicted_claims(knowledge)] == []


@pytest.mark.slow("holds every claim against what was measured")
@only_by_night
def test_the_command_passes_on_the_shipped_content(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main() == 0
    assert capsys.readouterr().out == ""


def test_an_accuracy_that_lies_apart_from_its_strength_is_told_with_both_intervals(folder: ContentFolder) -> None:
    (told,) = found_with(measured(ONE_BEATS_TWO), claimed(folder, claim("accuracy", "low")))
    assert str(told) == (
        "facts/algorithms/one.yaml:15: `accuracy` of one is low, which comes to a chance to beat two of 14% to 46%; "
        "measured of one: 98% to 98% on 30 data sets of a-study (group tables).\n"
        "Correct the level with the measurement as a source, narrow the scope, delete the claim, or mark it with "
        "`debate:` and say why."
    )


def test_a_command_that_finds_a_contradiction_prints_it_and_exits_1(
    folder: ContentFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    knowledge = replace(claimed(folder, claim("accuracy", "low")), strengths=measured(ONE_BEATS_TWO))
    monkeypatch.setattr(check, "compile_content", lambda content, version: knowledge)
    assert check.main() == 1
    assert capsys.readouterr().out.startswith("facts/algorithms/one.yaml:15: `accuracy` of one is low")


def test_an_accuracy_that_overlaps_with_its_strength_may_stand(folder: ContentFolder) -> None:
    assert found_with(measured(-0.5), claimed(folder, claim("accuracy", "low"))) == ()


def test_a_debate_may_stand(folder: ContentFolder) -> None:
    debated = {**claim("accuracy", "low"), "debate": "whether its makers had tuned it"}
    assert found_with(measured(ONE_BEATS_TWO), claimed(folder, debated)) == ()


@pytest.mark.parametrize(("n_sets", "n_found"), [(29, 0), (30, 1), (31, 1)])
def test_thirty_data_sets_have_to_stand_behind_a_strength(n_sets: int, n_found: int, folder: ContentFolder) -> None:
    assert len(found_with(measured(ONE_BEATS_TWO, n_sets), claimed(folder, claim("accuracy", "low")))) == n_found


@pytest.mark.parametrize(
    ("scope", "n_found"),
    [
        ({"data.training_rows": {"above": 10_000}}, 1),
        ({"data.training_rows": {"above": 200_000}}, 0),
        ({"data.sparse": True}, 0),
        ({"data.sparse": False}, 1),
        ({"task": "regression"}, 0),
        ({"task": ["binary-classification", "regression"]}, 1),
        ({"data.modality": "text"}, 0),
    ],
    ids=["measured", "beyond", "silent", "not-silent", "other-task", "one-of-the-tasks", "other-modality"],
)
def test_only_regimes_that_were_measured_speak_against_a_claim(
    scope: Mapping[str, Any], n_found: int, folder: ContentFolder
) -> None:
    facts = {"solves": ["binary-classification", "regression"], "accepts": {"tabular": "raw", "text": "raw"}}
    knowledge = claimed(folder, claim("accuracy", "low", scope), claim("accuracy", "very-high"), **facts)
    strengths = measured(2.5, group={"unless": ({"data.sparse": True},)})
    assert len(found_with(strengths, knowledge)) == n_found


def test_a_claim_that_one_regime_of_its_scope_bears_out_may_stand(folder: ContentFolder) -> None:
    strengths = measured(1.0, slope=-2.0)
    assert found_with(strengths, claimed(folder, claim("accuracy", "low"))) == ()
    assert len(found_with(strengths, claimed(folder, claim("accuracy", "low", {"data.rows": {"below": 1000}})))) == 1


def test_a_claim_of_a_family_is_held_against_the_algorithms_that_inherit_it(folder: ContentFolder) -> None:
    folder.family("linear", claim("accuracy", "low"))
    folder.algorithm("one", claim("privacy", "high"), claim("accuracy", "high", {"data.rows": {"above": 1e6}}))
    folder.algorithm("two", claim("accuracy", "medium"))
    (told,) = found_with(measured(ONE_BEATS_TWO), folder.knowledge())
    assert (told.claim.subject, told.algorithm) == ("linear", "one")


def test_a_claim_of_a_family_does_not_answer_for_algorithms_with_one_of_their_own(folder: ContentFolder) -> None:
    folder.family("linear", claim("accuracy", "very-low"))
    assert found_with(measured(2.0), claimed(folder, claim("accuracy", "very-high"))) == ()


@pytest.mark.parametrize(
    ("quality", "measure", "written", "n_found"),
    [
        ("training-time", "fit-seconds", {"from": "2 min", "to": "1 hour"}, 1),
        ("training-time", "fit-seconds", {"from": "25 s", "to": "1 hour"}, 0),
        ("training-time", "fit-seconds", {"from": "1 s", "to": "2 s"}, 1),
        ("inference-latency", "row-latency", {"from": "2 min", "to": "1 hour"}, 1),
        ("model-size", "model-bytes", {"from": "11 B", "to": "1 kB"}, 1),
        ("model-size", "model-bytes", {"from": "5 B", "to": "1 kB"}, 0),
        ("model-size", "model-bytes", "very-high", 0),
    ],
)
def test_a_time_or_size_in_units_is_held_against_the_cost_models(
    quality: str, measure: str, written: Any, n_found: int, folder: ContentFolder
) -> None:
    folder.costs(constant_cost("one", measure, 10.0))
    knowledge = claimed(folder, claim("accuracy", "medium"), claim(quality, written))
    assert len(find_contradicted_claims(knowledge)) == n_found


@pytest.mark.parametrize(("target", "n_found"), [("cloud", 1), ("fpga", 0)])
def test_a_time_on_a_device_is_not_held_against_what_a_server_took(
    target: str, n_found: int, folder: ContentFolder
) -> None:
    folder.costs(constant_cost("one", "row-latency", 10.0))
    scope = {"deployment.target": target}
    knowledge = claimed(folder, claim("inference-latency", {"from": "2 min", "to": "1 hour"}, scope=scope))
    assert len(find_contradicted_claims(knowledge)) == n_found


def test_of_several_implementations_the_span_over_all_counts(folder: ContentFolder) -> None:
    models = constant_cost("one", "model-bytes", 10.0), constant_cost("one", "model-bytes", 1e6)
    knowledge = claimed(folder.costs(*models), claim("model-size", {"from": "1 kB", "to": "2 kB"}))
    assert find_contradicted_claims(knowledge) == ()


def test_a_debate_over_a_size_may_stand_and_a_size_told_says_where_it_was_measured(folder: ContentFolder) -> None:
    folder.costs(constant_cost("one", "model-bytes", 10.0))
    written = claim("model-size", {"from": "1 kB", "to": "2 kB"})
    (told,) = find_contradicted_claims(claimed(folder, written))
    assert told.measured == f"10 B to 10 B over the sizes of its scope, {SOURCE}"
    assert find_contradicted_claims(claimed(folder, {**written, "debate": "what counts as the model"})) == ()
