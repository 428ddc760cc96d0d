"""Where targets come late, a starter learns from none that was not known when the rows it is scored on came."""

from __future__ import annotations

from pathlib import Path

import pytest
from written_starters import loaded, starter, trained

from by_night import by_night

pytestmark = pytest.mark.slow("writes starters and trains models")
DAYS = 1000
BRIEF = """\
task: {task}
data: {{modality: tabular, drift: slow, label_delay: {delay}}}
stakes: {{cost_false_positive: 1 USD, cost_false_negative: 5 USD}}
"""


def project_of(folder: Path, *options: str, delay: str = "3 months", task: str = "binary-classification") -> Path:
    """Write a starter for a table of one row a day, out of order where a column tells the time."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(3)
    signal = rng.normal(size=DAYS)
    late = rng.random(DAYS) < 1 / (1 + np.exp(-signal))
    table = pd.DataFrame(
        {
            "signal": signal.round(4), "colour": [("red", "green", "blue")[each % 3] for each in range(DAYS)],
            "opened": [f"{each:%Y-%m-%d}" for each in pd.date_range("2020-01-01", periods=DAYS)],
            "day": np.arange(DAYS), "shop": rng.integers(0, 400, DAYS),
            "late": np.where(late, "yes", "no") if task.startswith("binary") else (signal + late).round(4),
        }
    )  # fmt: skip
    if "--time" in options:
        table = table.sample(frac=1, random_state=0)
    table.to_csv(folder / "table.csv", index=False)
    (folder / "given.yaml").write_text(BRIEF.format(task=task, delay=delay), encoding="utf-8")
    done = starter(
        folder / "given.yaml", "--data", folder / "table.csv", "--target", "late", "--output", folder / "project",
        *options,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder / "project"


@pytest.mark.parametrize("more", [(), ("--group", "shop")])
def test_no_row_is_learnt_from_whose_label_came_after_the_first_that_is_held_out(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    program = loaded(project_of(tmp_path, "--time", "opened", "--algorithm", "logistic-regression", *more))
    rows, target = program.read_rows(tmp_path / "table.csv")
    splits = program.folds(rows, target)
    assert len(splits) == 5
    for train, test in splits:
        gap = rows["day"].iloc[test].min() - rows["day"].iloc[train].max()
        assert gap >= 92
        assert more or gap < 95
        assert not set(rows["shop"].iloc[test]) & set(rows["shop"].iloc[train]) or not more


def test_a_table_of_dates_runs_as_it_is_and_its_readme_tells_of_the_gap(tmp_path: Path) -> None:
    project = project_of(tmp_path, "--time", "opened", "--algorithm", "logistic-regression")
    done = trained(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "LABEL_DELAY" not in done.stdout
    page = (project / "README.md").read_text("utf-8")
    assert "(it takes 90 days) are not learnt from" in page.replace("\\", "")


@pytest.mark.parametrize(
    ("time", "asked", "filled", "task"),
    [
        (("--time", "day"), "are in the unit of TIME", 90, "binary-classification"),
        by_night(("--time", "day"), "are in the unit of TIME", 90, "regression"),
    ],
)
def test_a_gap_of_unknown_length_is_told_as_open_until_it_is_filled_in(
    tmp_path: Path, time: tuple[str, ...], asked: str, filled: int, task: str
) -> None:
    project = project_of(tmp_path, *time, "--algorithm", "decision-tree", task=task)
    done = trained(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "open      label delay: LABEL_DELAY at the top of this file is not filled in" in done.stdout
    assert asked in (project / "README.md").read_text("utf-8")
    program = loaded(project)
    rows, target = program.read_rows(tmp_path / "table.csv")
    program.LABEL_DELAY = filled
    splits = program.folds(rows, target)
    assert len(splits) == 5
    assert all(rows["day"].iloc[test].min() - rows["day"].iloc[train].max() >= filled for train, test in splits)


def test_a_table_shorter_than_labels_take_to_come_is_refused_in_words(tmp_path: Path) -> None:
    done = trained(project_of(tmp_path, "--time", "opened", "--algorithm", "logistic-regression", delay="4 years"))
    assert done.returncode == 1
    assert "too few targets were known LABEL_DELAY before others came" in done.stderr


def test_groups_that_all_go_on_through_time_are_told_as_why_no_rows_can_be_held_out(tmp_path: Path) -> None:
    project = project_of(tmp_path, "--time", "opened", "--group", "shop", "--algorithm", "logistic-regression")
    program = project / "train.py"  # a colour has a row every third day, and is held out whole in each block
    program.write_text(program.read_text("utf-8").replace('GROUP = "shop"', 'GROUP = "colour"'), encoding="utf-8")
    done = trained(project)
    assert done.returncode == 1
    assert "or each GROUP goes on through time" in done.stderr
    assert "--group alone for new ones" in done.stderr
