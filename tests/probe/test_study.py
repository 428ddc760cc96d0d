"""The project's own study: results come from evidence, shares from the constant baseline, and small tables first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from by_night import IS_NIGHT
from small_knowledge import ContentFolder
from whichml.evidence.datasets import DataSet, Registry, read_registry
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.model.documents.errors import KnowledgeError, ProbeError
from whichml.model.statements.evidence import DataDescription, Evidence, Failure, Machine, Measurement
from whichml_workshop.experiments import study
from whichml_workshop.experiments.study import sets_of
from whichml_workshop.experiments.study_results import (
    RESULTS,
    StudyOutcome,
    StudyResults,
    StudySet,
    read_results,
    results_of,
)

N_STUDY_SETS = 65
COSTS = {
    ("fit-seconds", "median"): 0.123456,
    ("row-latency", "median"): 0.002,
    ("row-latency", "p99"): 0.003,
    ("throughput", "median"): 54321.0,
    ("model-bytes", "once"): 1000.0,
    ("peak-training-bytes", "once"): 2e6,
}


def number(algorithm: str, measure: str, value: float, statistic: str = "mean") -> Measurement:
    stated: dict[str, Any] = {
        "algorithm": algorithm, "implementation": f"made.up.{algorithm}", "measure": measure, "quality": None,
        "unit": "share", "value": value, "low": value, "high": value, "n": 3, "rows": 500, "statistic": statistic,
        "procedure": "made-up",
    }  # fmt: skip
    return Measurement(**stated)


def evidence(name: str, *measurements: Measurement, **facts: Any) -> Evidence:
    """Return a run on a table of 500 rows and 5 columns."""
    return Evidence(
        data=DataDescription(
            name=name, digest="0" * 64, task="binary-classification", target="y", rows=500, features=5, facts=facts
        ),
        machine=Machine(system="Linux", processor="Made-up", n_cores=2, memory_bytes=8 * 10**9, python="3.11"),
        versions={}, metric="roc-auc", splits="3 folds", seed=0, reference_seconds=0.05, measurements=measurements,
        failures=(Failure(algorithm="failed", implementation="x", stage="fit", reason="time", message="", rows=500),),
    )  # fmt: skip


def small_set(identity: str, rows: int, features: int) -> DataSet:
    return DataSet.model_validate({
        "id": identity, "package": "some-package", "version": "1.0",
        "files": [{"path": f"some/{identity}.csv", "sha256": "0" * 64}], "read": "csv", "target": "y",
        "task": "regression", "rows": rows, "features": features, "licence": "unknown", "note": "Made up.",
    })  # fmt: skip


def registry(content: Content, *sets: DataSet) -> Registry:
    return read_registry(content).model_copy(update={"sets": sets})


def table(**scores: float) -> StudySet:
    outcomes = {name.replace("_", "-"): StudyOutcome(score=score) for name, score in scores.items()}
    return StudySet(
        data="x", task="regression", metric="r2", rows=10, features=2, encoded_features=2, outcomes=outcomes
    )  # fmt: skip


def test_an_outcome_has_the_score_and_every_cost_that_was_measured_with_four_digits() -> None:
    costs = [number("plain", measure, value, statistic) for (measure, statistic), value in COSTS.items()]
    (found,) = results_of([evidence("x", number("plain", "score", 0.87654321), *costs)], "a protocol").sets
    assert found.outcomes == {
        "plain": StudyOutcome(
            score=0.8765, fit_seconds=0.1235, row_seconds=0.002, row_seconds_p99=0.003, rows_per_second=54320.0,
            model_bytes=1000.0, training_bytes=2e6,
        )
    }  # fmt: skip


def test_a_cost_that_was_not_measured_is_unknown() -> None:
    (found,) = results_of([evidence("x", number("plain", "score", 0.5))], "a protocol").sets
    assert found.outcomes["plain"].fit_seconds is None


@pytest.mark.parametrize(
    ("measure", "statistic"), [("log-loss", "mean"), ("fit-seconds", "p99"), ("score", "median"), ("same-bits", "once")]
)
def test_other_measures_and_other_statistics_are_no_part_of_the_results(measure: str, statistic: str) -> None:
    score = number("plain", "score", 0.5)
    (with_it,) = results_of([evidence("x", score, number("plain", measure, 9.0, statistic))], "").sets
    (without,) = results_of([evidence("x", score)], "").sets
    assert with_it == without


def test_an_algorithm_without_a_score_has_no_outcome() -> None:
    costs = evidence("x", number("scored", "score", 0.5), number("timed", "fit-seconds", 1.0, "median"))
    (found,) = results_of([costs], "").sets
    assert set(found.outcomes) == {"scored"}


def test_tables_come_by_name_and_say_what_a_brief_would_say_of_them() -> None:
    facts = {"data.classes": 3, "data.categorical_features": 2, "data.encoded_features": 11, "data.minority_share": 0.1}
    results = results_of([evidence("wine"), evidence("iris", **facts)], "a protocol")
    assert [each.data for each in results.sets] == ["iris", "wine"]
    iris, wine = results.sets
    assert (iris.rows, iris.features, iris.classes, iris.categorical_features) == (500, 5, 3, 2)
    assert (iris.encoded_features, iris.minority_share, iris.metric) == (11, 0.1, "roc-auc")
    assert (wine.classes, wine.categorical_features, wine.encoded_features, wine.minority_share) == (None, 0, 5, None)
    assert (results.protocol, results.machine) == ("a protocol", "Made-up, Python 3.11")


def test_results_are_the_same_in_any_order_of_evidence() -> None:
    told = [evidence(name, number("b", "score", 0.5), number("a", "score", 0.6)) for name in ("x", "y", "z")]
    assert results_of(told, "").to_json() == results_of(told[::-1], "").to_json()


def test_no_evidence_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="nothing was measured"):
        results_of([], "a protocol")


def test_shares_go_from_the_constant_baseline_to_the_best_and_not_below_it() -> None:
    found = table(constant_baseline=0.2, best=1.0, half=0.6, worse=-3.0).shares()
    assert found == pytest.approx({"constant-baseline": 0.0, "best": 1.0, "half": 0.5, "worse": 0.0})


@pytest.mark.parametrize(
    "measured",
    [table(plain=0.9, tree=0.8), table(constant_baseline=0.5, plain=0.5), table(constant_baseline=0.5), table()],
    ids=["no constant baseline", "nothing better", "nothing else", "nothing"],
)
def test_a_table_without_a_constant_baseline_that_something_beats_has_no_shares(measured: StudySet) -> None:
    assert measured.shares() == {}


def kept_in(folder: ContentFolder, text: bytes) -> Content:
    path = folder.content.facts / RESULTS
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text)
    return folder.content


def test_results_come_back_byte_for_byte(folder: ContentFolder) -> None:
    facts = {"data.classes": 2, "data.minority_share": 0.25}
    kept = results_of([evidence("x", number("a", "score", 0.5), **facts), evidence("y")], "a protocol").to_json()
    found = read_results(kept_in(folder, kept))
    assert found is not None
    assert found.to_json() == kept


def test_the_committed_results_come_back_byte_for_byte_and_are_of_known_tables(content: Content) -> None:
    found = read_results(content)
    assert found is not None
    assert found.to_json() == (content.facts / RESULTS).read_bytes()
    known = {*read_registry(content).by_id, *read_registry(content, "study_sets").by_id}
    assert {each.data for each in found.sets} <= known
    assert [each.data for each in found.sets] == sorted({each.data for each in found.sets})


def test_content_without_results_has_none(folder: ContentFolder) -> None:
    assert read_results(folder.content) is None


GOOD = json.loads(StudyResults(protocol="p", machine="m", sets=(table(plain=0.5),)).to_json())


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        json.dumps({**GOOD, "schema": "study/2"}).encode(),
        json.dumps({**GOOD, "weather": "fair"}).encode(),
        json.dumps({**GOOD, "sets": [{**GOOD["sets"][0], "rows": "many"}]}).encode(),
        json.dumps({**GOOD, "sets": [{**GOOD["sets"][0], "outcomes": {"a": {"score": float("nan")}}}]}).encode(),
        json.dumps({**GOOD, "sets": [{**GOOD["sets"][0], "outcomes": {"a": {"fit_seconds": 1.0}}}]}).encode(),
    ],
    ids=["empty", "no text", "another schema", "unknown key", "rows that are no number", "no number", "no score"],
)
def test_a_broken_file_of_results_is_refused_with_its_name_and_the_command_that_makes_it(
    folder: ContentFolder, text: bytes
) -> None:
    with pytest.raises(KnowledgeError) as refusal:
        read_results(kept_in(folder, text))
    (problem,) = refusal.value.problems
    assert problem.message == "facts/probes/study.json holds no results of a study that can be read."
    assert problem.hint == "Write it anew: python -m whichml_workshop.experiments.study"


def test_the_results_are_good_before_they_are_broken(folder: ContentFolder) -> None:
    assert read_results(kept_in(folder, json.dumps(GOOD).encode())) is not None


def test_small_tables_come_first_as_they_are_cut_to_three_thousand_rows(content: Content) -> None:
    wide, long, small = small_set("wide", 200, 1000), small_set("long", 10**6, 13), small_set("small", 100, 4)
    found = sets_of(registry(content, wide, long), registry(content, small))
    assert {each.id for each in found[:2]} == {"long", "small"}
    assert found[2].id == "wide"


def test_the_order_of_tables_is_not_that_of_the_registries(content: Content) -> None:
    sets = [small_set(f"set-{i:02}", 100, 4) for i in range(30)]
    one = sets_of(registry(content, *sets[:10]), registry(content, *sets[10:]))
    other = sets_of(registry(content, *sets[20:]), registry(content, *sets[:20]))
    assert one == other
    assert [each.id for each in one] != sorted(each.id for each in one)


def test_a_table_of_both_registries_is_measured_once(content: Content) -> None:
    twin = small_set("twin", 100, 4)
    assert len(sets_of(registry(content, twin), registry(content, twin))) == 1


def test_the_tables_of_the_study_are_a_registry_of_their_own(content: Content) -> None:
    further = read_registry(content, "study_sets")
    assert len(further.sets) == N_STUDY_SETS
    assert set(further.by_id) & set(read_registry(content).by_id) == set()
    assert len(sets_of(read_registry(content), further)) == N_STUDY_SETS + len(read_registry(content).sets)


def test_a_table_of_the_study_is_no_table_of_the_other_registry_under_another_name(content: Content) -> None:
    further, first = read_registry(content, "study_sets"), read_registry(content)
    digests = [each.digest for each in (*first.sets, *further.sets)]
    assert len(digests) == len(set(digests))


def test_a_registry_that_is_missing_is_refused(content: Content) -> None:
    with pytest.raises(ProbeError, match=r"probes/no-sets\.yaml is missing"):
        read_registry(content, "no-sets")


@pytest.mark.slow("runs the command of the study")
def test_a_run_that_measured_nothing_says_so_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], knowledge: Knowledge, tmp_path: Path
) -> None:
    if not IS_NIGHT:
        monkeypatch.setattr(study, "compile_content", lambda content, version: knowledge)
    monkeypatch.setattr(study, "RESULTS", tmp_path / "study.json")
    monkeypatch.setattr(study, "sets_of", lambda registry, further: ())
    assert study.main(["--budget", "0", "--store", str(tmp_path / "study.sqlite3")]) == 2
    assert "nothing was measured" in capsys.readouterr().err
    assert not (tmp_path / "study.json").exists()
