"""A run of a starter prints what is to be beaten beside each figure, and says plainly where it is not beaten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from written_starters import figures_in, loaded, starter, trained

from by_night import by_night
from whichml.starter.measures import EXPRESSIONS, LESS_IS_BETTER

pytestmark = pytest.mark.slow("trains models in processes")
ROWS = 500
QUICK = {"binary-classification": "gaussian-naive-bayes", "regression": "random-forest"}
"""An algorithm for each task that is fitted in a moment and stands beside a baseline: the comparison is of any two."""
COSTS = "stakes: {{cost_false_positive: 100 {0}, cost_false_negative: 300 {0}}}\n"


def project_of(folder: Path, told: float, more: str = "", task: str = "binary-classification") -> Path:
    """Write a starter for a table whose first column tells the target so much, with a baseline beside its model."""
    import numpy as np

    rng = np.random.default_rng(11)
    columns = rng.normal(size=(4, ROWS))
    amount = told * columns[0] + rng.normal(size=ROWS)
    target = amount.round(3) if task == "regression" else np.where(amount > 0.6, "bad", "good")
    cells = [",".join(f"{each:.4f}" for each in row) for row in columns.T]
    rows = [f"{row},{said}" for row, said in zip(cells, target, strict=True)]
    (folder / "table.csv").write_text("\n".join(["a,b,c,d,target", *rows]), encoding="utf-8")
    (folder / "given.yaml").write_text(f"task: {task}\ndata: {{modality: tabular}}\n{more}", encoding="utf-8")
    done = starter(
        folder / "given.yaml", "--data", folder / "table.csv", "--target", "target", "--output", folder / "project",
        "--algorithm", QUICK[task],
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder / "project"


def cautions_of(output: str) -> list[str]:
    return [line.removeprefix("caution   ") for line in output.splitlines() if line.startswith("caution")]


@pytest.mark.parametrize(("task", "metric"), [("binary-classification", "roc-auc"), by_night("regression", "r2")])
def test_where_nothing_can_be_learnt_the_run_says_that_nothing_beats_a_constant(
    tmp_path: Path, task: str, metric: str
) -> None:
    done = trained(project_of(tmp_path, 0, task=task))
    assert (done.returncode, done.stderr) == (0, "")
    found = cautions_of(done.stdout)
    assert any(each.startswith(f"{metric} ") and " of the model " in each for each in found)
    assert any(each.startswith(f"{metric} ") and " of the baseline " in each for each in found)
    assert all(each.endswith("of the same answer for every row (constant)") for each in found[:-1])
    assert found[-1] == f"by {metric} nothing here is shown to have learnt anything"


@pytest.mark.parametrize("task", ["binary-classification", by_night("regression")])
def test_where_much_can_be_learnt_no_caution_is_given(tmp_path: Path, task: str) -> None:
    done = trained(project_of(tmp_path, 3, COSTS.format("USD") if task != "regression" else "", task))
    assert (done.returncode, done.stderr) == (0, "")
    assert cautions_of(done.stdout) == []


def test_a_model_that_costs_more_than_acting_on_every_row_is_said_to_lose_money(tmp_path: Path) -> None:
    project = project_of(tmp_path, 0, COSTS.format("EUR"))
    program = loaded(project)
    _, target = program.read_rows(tmp_path / "table.csv")
    done = trained(project)
    every, none = 100 * (target == 0).mean(), 300 * (target == 1).mean()
    assert every < none
    (line,) = (each for each in done.stdout.splitlines() if each.startswith("measured  cost "))
    assert f"all rows {every:.4g}, no rows {none:.4g})" in line
    cost = figures_in(done.stdout)["measured cost"]
    assert cost > every
    told = f"cost {cost:.4g} of the model loses money against {every:.4g} of the same answer for every row (all rows)"
    assert told in cautions_of(done.stdout)


def test_costs_stand_in_the_currency_of_the_brief(tmp_path: Path) -> None:
    bound = "requirements: [{quality: accuracy, metric: cost, max: 50 EUR}]\n"
    for place, more in enumerate(("", "exchange_rates: {EUR: 1.08}\n")):
        (tmp_path / str(place)).mkdir()
        project = project_of(tmp_path / str(place), 1, COSTS.format("EUR") + bound + more)
        assert "FALSE_ALARM, MISS = 100.0, 300.0  # EUR" in (project / "train.py").read_text("utf-8")
        assert '("cost", "at most", 50.0, "must")' in (project / "train.py").read_text("utf-8")
        assert "a miss 300 EUR" in (project / "README.md").read_text("utf-8")


def test_a_bounded_score_of_decisions_is_held_against_the_better_answer_for_all_rows(tmp_path: Path) -> None:
    done = trained(project_of(tmp_path, 0, "requirements: [{quality: accuracy, metric: accuracy, min: 0.5}]\n"))
    assert (done.returncode, done.stderr) == (0, "")
    same = {said: float(re.findall(rf"^{said} +accuracy (\S+)$", done.stdout, re.MULTILINE)[0])
            for said in ("all rows", "no rows")}  # fmt: skip
    assert sum(same.values()) == pytest.approx(1)
    assert figures_in(done.stdout)["model accuracy"] <= max(same.values())
    assert any(each.endswith("(no rows)") for each in cautions_of(done.stdout))


def test_the_constant_is_the_median_where_an_absolute_error_is_the_score(tmp_path: Path) -> None:
    more = "requirements: [{quality: accuracy, metric: mae, max: 5}]\n"
    program = loaded(project_of(tmp_path, 1, more, "regression"))
    rows, target = program.read_rows(tmp_path / "table.csv")
    import numpy as np

    assert program.build_constant().fit(rows, target).predict(rows)[0] == np.median(target)
    assert program.COMPARED == {"mae": -1}


def test_less_is_better_of_known_metrics_alone() -> None:
    known = {name for names in EXPRESSIONS.values() for name in names}
    assert known >= LESS_IS_BETTER


def test_what_takes_long_says_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = project_of(tmp_path, 1)
    assert "parts_of" not in (project / "train.py").read_text("utf-8")
    slow = ("--algorithm", "gaussian-process", "--output", tmp_path / "slow")
    assert (
        starter(tmp_path / "given.yaml", "--data", tmp_path / "table.csv", "--target", "target", *slow).exit_code == 0
    )
    program = loaded(tmp_path / "slow")
    clock = iter((0.0, 0.0, 18.0, 36.0, 0.0, 0.0, 1.0, 2.0))
    monkeypatch.setattr(program, "figures", lambda *_: {"roc-auc": 0.5})
    monkeypatch.setattr(program.time, "monotonic", lambda: next(clock))
    assert len(program.parts_of("model", None, None, None, [1, 2, 3])) == 3
    assert [each.strip() for each in capsys.readouterr().err.splitlines()] == ["model: part 3 of 3, about 18 s to go"]
    program.parts_of("model", None, None, None, [1, 2, 3])
    assert capsys.readouterr().err == ""


def rare_project(folder: Path, more: str = "") -> Path:
    """Write a starter for a table of which a twentieth is to be found, and told of by the first column a little."""
    import numpy as np

    rng = np.random.default_rng(5)
    found = np.arange(400) % 20 == 0
    rows = [
        f"{each:.4f},{'bad' if is_so else 'good'}" for each, is_so in zip(rng.normal(0.5 * found), found, strict=True)
    ]
    (folder / "rare.csv").write_text("\n".join(["a,target", *rows]), encoding="utf-8")
    (folder / "rare.yaml").write_text(f"task: binary-classification\ndata: {{modality: tabular}}\n{more}", "utf-8")
    done = starter(
        folder / "rare.yaml", "--data", folder / "rare.csv", "--target", "target", "--output", folder / "project",
        "--algorithm", "logistic-regression",
    )  # fmt: skip
    assert "to be found: 'bad', the rarer class; --positive names the other" in done.output
    return folder / "project"


def test_where_no_row_of_a_rare_class_reaches_the_threshold_that_is_said(tmp_path: Path) -> None:
    assert any("no row of the rare class reaches THRESHOLD 0.5" in each for each in cautions_of(
        trained(rare_project(tmp_path)).stdout
    ))  # fmt: skip


def test_a_threshold_that_costs_set_is_no_such_question(tmp_path: Path) -> None:
    assert "no row of the rare class" not in (rare_project(tmp_path, COSTS.format("USD")) / "train.py").read_text()
