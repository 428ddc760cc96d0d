"""A starter for a target that is a count learns and scores it as one, and keeps directions that the user names."""

from __future__ import annotations

from pathlib import Path

import pytest
from written_starters import figures_in, loaded, starter, trained

from by_night import by_night, only_by_night
from whichml import Brief, KnowledgeBase, recommend
from whichml.model.statements.baseline_advice import BaselineAdvice
from whichml.starter.chosen_algorithm import built_baseline, chosen_algorithm
from whichml.starter.losses import COUNT_LOSSES, learns_counts
from whichml.starter.planning import plan_starter
from whichml.starter.table_plan import unnamed_table
from whichml.starter.training_script import training_script

BRIEF = """\
task: regression
data: {modality: tabular, target: count, monotone_features: true}
priorities: [accuracy, fairness-control]
"""
LEARNERS = ("explainable-boosting-machine", "lightgbm", "xgboost", "hist-gradient-boosting", "random-forest")


TAKES_LONG = ("explainable-boosting-machine",)


def project_of(folder: Path, algorithm: str, least: int = 0) -> Path:
    """Write a starter for a table of counts, most of them 0, that rise with one column."""
    import numpy as np

    rng = np.random.default_rng(3)
    lines = []
    for place in range(400):
        distance, age = rng.random() * 10, rng.integers(18, 90)
        count = rng.poisson(np.exp(0.35 * distance - 3.5)) + least
        day = f"2024-{place % 12 + 1:02d}-{place % 28 + 1:02d}"
        lines.append(f"{age},{distance:.3f},{'ABC'[place % 3]},{day},{count}")
    (folder / "table.csv").write_text("\n".join(["age,distance,car,begun,claims", *lines]), encoding="utf-8")
    (folder / "given.yaml").write_text(BRIEF, encoding="utf-8")
    done = starter(
        folder / "given.yaml", "--data", folder / "table.csv", "--target", "claims", "--output", folder / "project",
        "--algorithm", algorithm,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder / "project"


def test_only_a_number_that_counts_is_a_count() -> None:
    known = {"task": "regression", "data.modality": "tabular"}
    assert learns_counts(Brief.from_mapping({**known, "data.target": ["count", "heavy-tailed"]}))
    assert not learns_counts(Brief.from_mapping({**known, "data.target": "positive"}))
    assert not learns_counts(Brief.from_mapping(known))


@pytest.mark.slow("trains models in a process")
def test_counts_are_scored_by_their_deviance_and_by_nothing_that_speaks_of_classes(tmp_path: Path) -> None:
    done = trained(project_of(tmp_path, "lightgbm"))
    assert (done.returncode, done.stderr) == (0, "")
    found = figures_in(done.stdout)
    assert found["model mean-poisson-deviance"] > 0
    assert found["measured poisson-deviance-explained"] < 1
    assert "recall" not in (tmp_path / "project" / "train.py").read_text("utf-8")
    assert "open      fairness-control: difference of mean error between groups" in done.stdout
    assert "MONOTONE at the top of this file is empty" in done.stdout


@pytest.mark.slow("trains models in a process")
def test_the_baseline_that_the_answer_names_is_scored_with_a_constant_beside_it(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    project_of(tmp_path, "lightgbm")
    brief = Brief.from_mapping({"task": "regression", "data.modality": "tabular", "data.target": "count"})
    kept = BaselineAdvice(algorithm="generalized-linear-model", why="it is simple", because=())
    answer = recommend(brief, knowledge).model_copy(update={"baseline": kept})
    chosen = chosen_algorithm(answer, knowledge, "regression", None, "lightgbm")
    built = built_baseline(answer, knowledge, "regression", None, chosen.id)
    plan = plan_starter(brief, answer, knowledge, chosen, unnamed_table("claims", False, False), built)
    (tmp_path / "train.py").write_text(training_script(plan), "utf-8")
    done = trained(tmp_path, "--data", str(tmp_path / "table.csv"))
    assert done.returncode == 0, done.stderr
    found = figures_in(done.stdout)
    assert 0 < found["baseline mean-poisson-deviance"] < found["constant mean-poisson-deviance"]
    assert built_baseline(answer, knowledge, "regression", None, "generalized-linear-model") is None


@pytest.mark.slow("fits estimators")
@pytest.mark.parametrize("algorithm", [by_night(each) if each in TAKES_LONG else each for each in LEARNERS])
def test_a_direction_that_the_user_fills_in_is_kept(tmp_path: Path, algorithm: str) -> None:
    import numpy as np

    program = loaded(project_of(tmp_path, algorithm))
    assert program.MONOTONE == {}
    rows, target = program.read_rows(tmp_path / "table.csv")
    grid = rows.iloc[[0] * 60].assign(distance=np.linspace(0, 10, 60))
    for direction in (1, -1):
        program.MONOTONE["distance"] = direction
        said = program.build_model().fit(rows, target).predict(grid)
        assert (said >= 0).all()
        assert (np.diff(said) * direction >= -1e-6).all()
    assert COUNT_LOSSES[type(program.build_model()[-1]).__mro__[1].__name__].items() <= (
        program.build_model()[-1].get_params().items()
    )


@pytest.mark.slow("fits an estimator")
@only_by_night
def test_an_estimator_of_readable_shapes_has_one_for_each_column_by_its_name(tmp_path: Path) -> None:
    program = loaded(project_of(tmp_path, "explainable-boosting-machine"))
    rows, target = program.read_rows(tmp_path / "table.csv")
    learnt = program.build_model().fit(rows, target)[-1]
    assert {"age", "distance", "car", "begun month"} <= set(learnt.feature_names_in_)
    assert dict(zip(learnt.feature_names_in_, learnt.feature_types_in_, strict=True))["car"] == "nominal"


@pytest.mark.slow("fits an estimator")
def test_a_model_that_says_less_than_0_is_scored_all_the_same(tmp_path: Path) -> None:
    program = loaded(project_of(tmp_path, "linear-regression"))
    rows, target = program.read_rows(tmp_path / "table.csv")
    split = program.folds(rows, target)[0]
    assert program.build_model().fit(rows, target).predict(rows).min() < 0
    assert program.figures(program.build_model, rows, target, split)["mean-poisson-deviance"] > 0
    assert any(what.startswith("monotone features:") for what in program.TO_MEASURE)
    assert any(what.startswith("loss:") for what in program.TO_MEASURE)


@pytest.mark.slow("reads a table in a process")
def test_a_target_below_0_is_no_count_and_refused(tmp_path: Path) -> None:
    done = trained(project_of(tmp_path, "linear-regression", least=-1))
    assert done.returncode == 1
    assert done.stderr == "train.py: claims is to hold counts, and some are below 0.\n"
