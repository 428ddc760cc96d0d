"""A verification runs what is missing, keeps each trial, and judges claims by what was measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from by_night import only_by_night
from whichml import KnowledgeBase
from whichml.evidence.datasets import read_registry
from whichml.evidence.positions import positions_of
from whichml.evidence.testable import TestableClaim, UntestableClaim, testability_of_claims
from whichml.evidence.verdict_rows import available_evidence, judgement_of, verdict_counts
from whichml.knowledge.content import Content
from whichml.model.statements.measures import MEASURED_BY
from whichml.probe.estimators.needs import SETTINGS
from whichml.probe.experiments.evidence_store import EvidenceStore
from whichml.probe.measures.splits import Fold
from whichml.probe.verification import rounds as verify_rounds
from whichml.probe.verification import verifying
from whichml.probe.verification.extent import Extent, Scope, narrowed_extent
from whichml.probe.verification.rounds import ROUND_VERSIONS, ROUNDS, in_random_order
from whichml.probe.verification.verifying import VerificationProgress, VerifyReport, verify
from whichml_workshop.experiments.committed import compact, compact_json, read_committed

pytestmark = pytest.mark.slow("fits estimators in processes")

KNOWLEDGE = KnowledgeBase.shipped()
REGISTRY = read_registry(Content.shipped())
ALGORITHMS = ("constant-baseline", "decision-tree", "gaussian-naive-bayes")
TINY = Extent(
    tuple(REGISTRY.by_id[name] for name in ("iris", "wine")), ("scores", "serving"), most_rows=90, seconds_each=60
)


def run(
    path: Path,
    extent: Extent = TINY,
    budget_seconds: float | None = None,
    algorithms: tuple[str, ...] = ALGORITHMS,
) -> tuple[VerifyReport, list[VerificationProgress]]:
    told: list[VerificationProgress] = []
    with EvidenceStore(path / "trials.sqlite3") as store:
        report = verify(
            KNOWLEDGE, REGISTRY, store, extent=extent, folder=path, algorithms=algorithms,
            budget_seconds=budget_seconds, on_progress=told.append,
        )  # fmt: skip
    return report, told


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, VerifyReport, list[VerificationProgress]]:
    path = tmp_path_factory.mktemp("verify")
    return path, *run(path)


def test_every_round_of_every_candidate_is_measured(
    first: tuple[Path, VerifyReport, list[VerificationProgress]],
) -> None:
    _, report, told = first
    assert (report.n_measured, report.n_kept, report.complete) == (12, 0, True)
    assert len(told) == 12
    assert {found.algorithm for each in report.evidence for found in each.measurements} == set(ALGORITHMS)


def test_evidence_names_the_release_of_every_library_that_it_measured(tmp_path: Path) -> None:
    extent = replace(TINY, sets=TINY.sets[:1], rounds=("scores",))
    report, _ = run(tmp_path, extent, algorithms=("gaussian-naive-bayes", "lightgbm"))
    assert {"lightgbm", "scikit-learn", "numpy"} <= {*report.evidence[0].versions}


def test_a_second_run_measures_nothing_and_says_the_same(
    first: tuple[Path, VerifyReport, list[VerificationProgress]],
) -> None:
    path, report, _ = first
    again, told = run(path)
    assert (again.n_measured, again.n_kept, told) == (0, 12, [])
    assert again.rows == report.rows
    assert [each.id for each in again.evidence] == [each.id for each in report.evidence]


def test_more_rows_are_other_trials(first: tuple[Path, VerifyReport, list[VerificationProgress]]) -> None:
    path, _, _ = first
    more, _ = run(path, replace(TINY, sets=TINY.sets[:1], rounds=("scores",), most_rows=120))
    assert (more.n_measured, more.n_kept) == (3, 0)


@only_by_night
def test_a_procedure_of_another_version_is_measured_anew_and_the_others_are_kept(
    first: tuple[Path, VerifyReport, list[VerificationProgress]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "ROUND_VERSIONS", {**ROUND_VERSIONS, "serving": "another"})
    again, _ = run(first[0])
    assert (again.n_measured, again.n_kept) == (6, 6)


def test_an_estimator_of_other_settings_is_measured_anew_and_the_others_are_kept(
    first: tuple[Path, VerifyReport, list[VerificationProgress]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SETTINGS, "DecisionTreeClassifier", {"max_depth": 2})  # type: ignore[arg-type]
    again, _ = run(first[0])
    assert (again.n_measured, again.n_kept) == (4, 8)


def test_a_round_that_takes_too_long_says_so_in_processor_time(tmp_path: Path) -> None:
    brief = replace(TINY, sets=TINY.sets[:1], rounds=("resamples",), seconds_each=0.001)
    report, _ = run(tmp_path, brief, algorithms=("stacking",))
    (failure,) = report.evidence[0].failures
    told = "resamples: It took longer than 0.001 seconds of processor time."
    assert (failure.reason, failure.message) == ("time", told)


@only_by_night
def test_every_trial_may_have_a_reference_of_its_own_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_rounds, "_SECONDS_OF_A_REFERENCE", 0.0)
    run(tmp_path, replace(TINY, sets=TINY.sets[:1], rounds=("scores",)))
    with EvidenceStore(tmp_path / "trials.sqlite3") as store:
        references = [finished.reference_seconds for _, finished in store.trials()]
    assert len(set(references)) == len(references) == 3


def test_a_run_may_take_some_tables_and_rounds_alone() -> None:
    extent = narrowed_extent(Scope.FULL, REGISTRY, ["wine"], 100, rounds=("serving", "scores"))
    assert [each.id for each in extent.sets] == ["wine"]
    assert (extent.rounds, extent.most_rows) == (("scores", "serving"), 100)
    assert narrowed_extent(Scope.FULL, REGISTRY).rounds == ROUNDS


def test_a_full_verification_takes_as_many_rows_as_the_committed_evidence_has() -> None:
    extent = narrowed_extent(Scope.FULL, REGISTRY)
    evidence = {each.data.name: each.data.rows for each in read_committed(Content.shipped())}
    assert {name: min(REGISTRY.by_id[name].rows, extent.rows_of(REGISTRY.by_id[name])) for name in evidence} == evidence
    assert narrowed_extent(Scope.FULL, REGISTRY, rows=50).rows_of(REGISTRY.by_id["magic"]) == 50


def test_a_budget_that_is_used_up_leaves_an_incomplete_report_without_trials(tmp_path: Path) -> None:
    report, told = run(tmp_path, budget_seconds=0.0)
    assert (report.n_measured, report.evidence, told) == (0, (), [])
    assert not report.complete


def test_a_set_that_cannot_be_had_is_a_finding_and_no_error(tmp_path: Path) -> None:
    missing = REGISTRY.by_id["iris"].model_copy(
        update={"files": (REGISTRY.by_id["iris"].files[0].model_copy(update={"path": "sklearn/no/such.csv"}),)}
    )
    report, _ = run(tmp_path, replace(TINY, sets=(missing,)))
    assert report.evidence == ()
    (finding,) = report.findings
    assert finding.startswith("iris is left out: sklearn/no/such.csv")


def test_every_claim_has_one_verdict(first: tuple[Path, VerifyReport, list[VerificationProgress]]) -> None:
    _, report, _ = first
    assert [row.claim for row in report.rows] == sorted(KNOWLEDGE.claims)
    assert sum(report.counts.values()) == len(KNOWLEDGE.claims)


def test_two_data_sets_confirm_and_contradict_nothing(
    first: tuple[Path, VerifyReport, list[VerificationProgress]],
) -> None:
    _, report, _ = first
    assert {verdict for verdict, count in verdict_counts(report.rows).items() if count} == {"open", "untestable"}


def test_an_untestable_claim_says_why(first: tuple[Path, VerifyReport, list[VerificationProgress]]) -> None:
    _, report, _ = first
    judged = testability_of_claims(KNOWLEDGE, available_evidence(report.evidence))
    assert len(judged) == len(KNOWLEDGE.claims)
    reasons = {each.reason for each in judged.values() if isinstance(each, UntestableClaim)}
    assert any(reason.startswith("no experiment measures this quality") for reason in reasons)
    assert any(reason.startswith("no implementation is installed") for reason in reasons)
    assert all(each.pairs for each in judged.values() if isinstance(each, TestableClaim))


def test_only_qualities_of_the_ontology_have_a_measure() -> None:
    assert set(MEASURED_BY) <= set(KNOWLEDGE.qualities)


def test_the_constant_baseline_stands_at_the_bottom_of_accuracy(
    first: tuple[Path, VerifyReport, list[VerificationProgress]],
) -> None:
    _, report, _ = first
    placed = positions_of(report.evidence, REGISTRY.reference)["accuracy"]
    assert {placed[pair] for pair in placed if pair[0] == "constant-baseline"} == {0.0}
    assert max(placed.values()) > 3


def test_compact_evidence_is_read_back_as_it_was_written(
    first: tuple[Path, VerifyReport, list[VerificationProgress]], tmp_path: Path
) -> None:
    _, report, _ = first
    (tmp_path / "kb" / "facts" / "probes" / "evidence").mkdir(parents=True)
    for each in report.evidence:
        (tmp_path / f"kb/facts/probes/evidence/{each.data.name}.json").write_text(compact_json(each))
    content = Content(tmp_path, tmp_path / "ontology", tmp_path / "rules", tmp_path / "kb" / "facts")
    assert read_committed(content) == tuple(compact(each) for each in report.evidence)
    assert not any(found.values for each in read_committed(content) for found in each.measurements)


def test_verdicts_follow_from_evidence_alone(first: tuple[Path, VerifyReport, list[VerificationProgress]]) -> None:
    _, report, _ = first
    assert judgement_of(KNOWLEDGE, REGISTRY, report.evidence).rows == report.rows


def test_training_rows_come_in_another_order_and_are_the_same_rows() -> None:
    fold = Fold(np.arange(50), np.arange(50, 60))
    (mixed,) = in_random_order((fold,), 0)
    assert mixed.train.tolist() != fold.train.tolist()
    assert sorted(mixed.train) == fold.train.tolist()
    assert mixed.test is fold.test
