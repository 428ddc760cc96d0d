"""A starter for amounts that are mostly zero learns whether and how much apart, or says that it learns them at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from written_starters import figures_in, loaded, starter, trained

from by_night import by_night

pytestmark = pytest.mark.slow("trains models in processes")
ROWS = 900
BRIEF = "task: regression\ndata: {{modality: tabular, zero_share: {}{}}}\n"


def project_of(folder: Path, algorithm: str, zeros: float = 0.7, more: str = "") -> Path:
    """Write a starter for amounts of which most are zero, by one column whether and by another how much."""
    import numpy as np

    rng = np.random.default_rng(9)
    risk, size = rng.normal(size=(2, ROWS))
    there = rng.random(ROWS) < 1 / (1 + np.exp(1.4 - 2 * risk))
    amount = np.where(there, np.exp(1 + 0.8 * size) + 5, 0).round(2)
    place = rng.choice(["a", "b", "c"], ROWS)
    lines = [",".join(map(str, row)) for row in zip(risk.round(3), size.round(3), place, amount, strict=True)]
    (folder / "table.csv").write_text("\n".join(["risk,size,place,claim", *lines]), encoding="utf-8")
    (folder / "given.yaml").write_text(BRIEF.format(zeros, more), encoding="utf-8")
    done = starter(
        folder / "given.yaml", "--data", folder / "table.csv", "--target", "claim", "--output", folder / "project",
        "--algorithm", algorithm,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder / "project"


@pytest.mark.parametrize(
    "algorithm",
    ["generalized-linear-model", "lightgbm", by_night("random-forest"), by_night("ridge"), by_night("xgboost"),
     by_night("hist-gradient-boosting")],
)  # fmt: skip
def test_whether_and_how_much_are_learnt_apart_and_multiplied(tmp_path: Path, algorithm: str) -> None:
    import numpy as np

    project = project_of(tmp_path, algorithm)
    done = trained(project)
    assert done.returncode == 0, done.stderr
    assert figures_in(done.stdout)["model r2"] > 0.2
    program = loaded(project)
    rows, target = program.read_rows(tmp_path / "table.csv")
    model = program.build_model().fit(rows, target)
    parts, columns = model[-1], model[:-1].transform(rows)
    chance, amount = parts.chance_.predict_proba(columns)[:, 1], parts.amount_.predict(columns)
    np.testing.assert_allclose(model.predict(rows), chance * amount)
    assert amount.mean() > 6  # learnt of rows with an amount alone, of which each has 5 or more
    assert chance.mean() == pytest.approx((target > 0).mean(), abs=0.1)
    assert "**Two parts**: whether, times how much" in (project / "README.md").read_text("utf-8")


def test_rows_that_are_all_zero_or_have_no_zero_are_learnt_from_too(tmp_path: Path) -> None:
    program = loaded(project_of(tmp_path, "generalized-linear-model"))
    rows, target = program.read_rows(tmp_path / "table.csv")
    some = target > 0
    assert (program.build_model().fit(rows, 0 * target).predict(rows) == 0).all()
    assert (program.build_model().fit(rows[some], target[some]).predict(rows) > 0).all()


def test_few_zeros_ask_for_one_model(tmp_path: Path) -> None:
    project = project_of(tmp_path, "generalized-linear-model", 0.1)
    assert "TwoParts" not in (project / "train.py").read_text("utf-8")
    assert "two parts" not in (project / "README.md").read_text("utf-8").lower()


def test_where_one_model_is_written_instead_the_starter_says_so(tmp_path: Path) -> None:
    project = project_of(tmp_path, "lightgbm", more=", monotone_features: true")
    assert "TwoParts" not in (project / "train.py").read_text("utf-8")
    assert "two parts: many values are 0, and LightGBM is written as one model" in (project / "README.md").read_text(
        "utf-8"
    )
