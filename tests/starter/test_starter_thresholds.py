"""Where a brief bounds what moves with the threshold, a starter chooses it on rows of training, so that bounds hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from written_starters import figures_in, loaded, starter, trained

from whichml import Brief
from whichml.starter.measures import EXPRESSIONS
from whichml.starter.thresholds import RATES, ThresholdRule, threshold_rule

ROWS = 900
BRIEF = """\
task: binary-classification
data: {modality: tabular, minority_share: 0.12}
requirements:
  - {quality: accuracy, metric: METRIC, SIDE: BOUND}
"""


def brief_of(*requirements: dict[str, object], **more: object) -> Brief:
    bounds = [{"quality": "accuracy", **each} for each in requirements]
    return Brief.from_mapping(
        {"task": "binary-classification", "data.modality": "tabular", "requirements": bounds, **more}
    )


def project_of(folder: Path, metric: str, side: str, bound: float, n_groups: int = 0, time: str | None = None) -> Path:
    """Write a starter for a table of a rare class and one weak column, on so many sites where it has any."""
    import numpy as np

    rng = np.random.default_rng(5)
    signal = rng.normal(size=ROWS)
    found = rng.random(ROWS) < 1 / (1 + np.exp(2.7 - 1.3 * signal))
    lines = [
        f"{x:.4f},{rng.normal():.4f},{place},{place % (n_groups or ROWS)},{'yes' if hit else 'no'}"
        for place, (x, hit) in enumerate(zip(signal, found, strict=True))
    ]
    (folder / "table.csv").write_text("\n".join(["signal,noise,step,site,kind", *lines]), encoding="utf-8")
    apart = [*(["--group", "site"] if n_groups else []), *(["--time", time] if time else [])]
    text = BRIEF.replace("METRIC", metric).replace("SIDE", side).replace("BOUND", str(bound))
    (folder / "given.yaml").write_text(text, encoding="utf-8")
    done = starter(
        folder / "given.yaml", "--data", folder / "table.csv", "--target", "kind", "--output", folder / "project",
        "--algorithm", "logistic-regression", *apart,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder / "project"


@pytest.mark.parametrize(
    ("metric", "side", "kept", "best"),
    [
        ("recall", "min", "at least", "precision"),
        ("false-negative-rate", "max", "at most", "precision"),
        ("precision", "min", "at least", "recall"),
        ("false-positive-rate", "max", "at most", "recall"),
        ("specificity", "min", "at least", "recall"),
        ("negative-predictive-value", "min", "at least", "specificity"),
    ],
)
def test_a_bound_is_kept_and_asks_for_the_best_of_what_suffers_for_it(
    metric: str, side: str, kept: str, best: str
) -> None:
    assert threshold_rule(brief_of({"metric": metric, side: 0.3})) == ThresholdRule(((metric, kept, 0.3),), best)


@pytest.mark.parametrize(
    ("metric", "side", "best"), [("f1", "min", "f1"), ("balanced-accuracy", "min", "balanced-accuracy"),
                                 ("error-rate", "max", "accuracy")],
)  # fmt: skip
def test_a_score_that_has_a_best_threshold_keeps_nothing(metric: str, side: str, best: str) -> None:
    assert threshold_rule(brief_of({"metric": metric, side: 0.3})) == ThresholdRule((), best)


def test_what_must_be_kept_goes_before_what_should() -> None:
    rule = threshold_rule(
        brief_of({"metric": "precision", "min": 0.5, "priority": "should"}, {"metric": "recall", "min": 0.8})
    )
    assert rule is not None
    assert [rate for rate, _, _ in rule.kept] == ["recall", "precision"]
    assert rule.best == "precision"


def test_a_score_of_ranks_asks_for_no_threshold() -> None:
    assert threshold_rule(brief_of({"metric": "roc-auc", "min": 0.8})) is None
    assert threshold_rule(brief_of()) is None


@pytest.mark.slow("imports the metrics of scikit-learn")
def test_every_rate_is_worked_out_as_its_metric_is() -> None:
    import numpy as np
    from sklearn import metrics

    rng = np.random.default_rng(0)
    truth, said = rng.integers(0, 2, 200), rng.integers(0, 2, 200)
    counted = {"tp": (truth & said).sum(), "fp": ((1 - truth) & said).sum(), "positives": truth.sum(), "np": np}
    for name, (part, whole) in RATES.items():
        names = {**counted, "negatives": 200 - truth.sum()}
        told = eval(EXPRESSIONS["binary-classification"][name], {"metrics": metrics, "truth": truth, "said": said})
        assert eval(part, names) / eval(whole, names) == pytest.approx(told), name
    assert len(RATES) == 12


@pytest.mark.slow("trains models in a process")
def test_a_bounded_recall_is_kept_on_rows_held_out_and_precision_is_told(tmp_path: Path) -> None:
    project = project_of(tmp_path, "recall", "min", 0.6)
    done = trained(project, "--strict")
    assert (done.returncode, done.stderr) == (0, "")
    found = figures_in(done.stdout)
    assert found["met recall"] >= 0.6
    assert found["measured precision"] > 0.2
    assert 0 < found["measured threshold"] < 0.5
    assert found["measured average-precision"] < found["model roc-auc"]
    program = (project / "train.py").read_text("utf-8")
    assert "the highest precision among those that keep recall at least 0.6" in program.replace("\n    # ", " ")
    assert "no bound names a score" not in program


@pytest.mark.slow("trains models")
def test_the_threshold_is_the_most_precise_that_keeps_the_recall_out_of_fold(tmp_path: Path) -> None:
    from sklearn.model_selection import cross_val_predict

    program = loaded(project_of(tmp_path, "recall", "min", 0.6))
    program.MARGIN = 0
    rows, target = program.read_rows(tmp_path / "table.csv")
    inner = program.folds(rows, target)
    share = cross_val_predict(program.build_model(), rows, target, cv=inner, method="predict_proba")[:, 1]
    keeping = [step for step in sorted(set(share)) if (share[target == 1] >= step).mean() >= 0.6]
    precise = max(keeping, key=lambda step: target[share >= step].mean())
    assert program.chosen_threshold(program.build_model, rows, target) == pytest.approx(precise)


@pytest.mark.slow("trains models")
@pytest.mark.parametrize(
    ("metric", "side", "bound", "is_lower"), [("recall", "min", 0.6, True), ("false-positive-rate", "max", 0.1, False)]
)
def test_a_bound_is_kept_with_a_margin_on_rows_of_training(
    tmp_path: Path, metric: str, side: str, bound: float, is_lower: bool
) -> None:
    program = loaded(project_of(tmp_path, metric, side, bound))
    rows, target = program.read_rows(tmp_path / "table.csv")
    cautious = program.chosen_threshold(program.build_model, rows, target)
    program.MARGIN = 0
    bare = program.chosen_threshold(program.build_model, rows, target)
    assert (cautious < bare) if is_lower else (cautious > bare)


@pytest.mark.slow("trains models")
@pytest.mark.parametrize("n_groups", [2, 3, 5, 6])
def test_few_groups_leave_fewer_folds_to_choose_a_threshold_by(tmp_path: Path, n_groups: int) -> None:
    program = loaded(project_of(tmp_path, "recall", "min", 0.6, n_groups=n_groups))
    rows, target = program.read_rows(tmp_path / "table.csv")
    splits = program.folds(rows, target)
    assert len(splits) == min(5, n_groups)
    for train, test in splits:
        inner = program.folds(rows.iloc[train], target[train])
        n_left = rows["site"].iloc[train].nunique()
        assert len(inner) == (min(len(splits), n_left) if n_left > 1 else 0)
        said = program.figures(program.build_model, rows, target, (train, test))
        assert (said["threshold"] == 0.5) is (n_left == 1)


@pytest.mark.slow("trains models")
def test_few_rows_before_the_first_that_are_held_out_choose_no_threshold_by_time(tmp_path: Path) -> None:
    program = loaded(project_of(tmp_path, "recall", "min", 0.6, time="step"))
    rows, target = program.read_rows(tmp_path / "table.csv")
    for n_rows in (2, 4, 9):
        assert 0 <= program.chosen_threshold(program.build_model, rows[:n_rows], target[:n_rows]) <= 1


@pytest.mark.slow("trains models")
def test_a_bound_that_no_threshold_keeps_is_come_near(tmp_path: Path) -> None:
    program = loaded(project_of(tmp_path, "false-positive-rate", "max", 0.1))
    rows, target = program.read_rows(tmp_path / "table.csv")
    split = program.folds(rows, target)[0]
    assert program.figures(program.build_model, rows, target, split)["false-positive-rate"] <= 0.1
    program.KEPT = [("false-positive-rate", "at most", -1.0)]
    assert program.figures(program.build_model, rows, target, split)["false-positive-rate"] < 0.02


@pytest.mark.slow("reads a table")
def test_costs_decide_the_threshold_where_the_brief_has_them(tmp_path: Path) -> None:
    given = tmp_path / "given.yaml"
    text = BRIEF.replace("METRIC", "recall").replace("SIDE", "min").replace("BOUND", "0.6")
    given.write_text(text + "stakes: {cost_false_positive: 1 USD, cost_false_negative: 9 USD}\n", encoding="utf-8")
    assert starter(given, "--output", tmp_path / "p", "--algorithm", "logistic-regression").exit_code == 0
    program = (tmp_path / "p" / "train.py").read_text("utf-8")
    assert "THRESHOLD = FALSE_ALARM / (FALSE_ALARM + MISS)" in program
    assert "chosen_threshold" not in program
