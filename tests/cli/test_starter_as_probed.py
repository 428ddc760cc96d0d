"""A starter uses the columns of a table as the probe did whose evidence it is given."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from whichml.knowledge.evidence_files import write_evidence
from whichml.model.statements.evidence import DataDescription, Evidence, Machine
from whichml.probe.description.describing import describe
from whichml.probe.measures.splits import splits_of
from whichml.probe.reading.tables import read_table

pytestmark = pytest.mark.slow("writes a program for each use of a probe")

Run = Callable[..., Result]
BRIEF = "task: regression\ndata: {{modality: tabular}}\nevidence: [{}]\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a table of sales by store and day, with a column that is known only afterwards."""
    chance, path = random.Random(3), tmp_path / "sales.csv"
    rows = ["store,day,price,weather,paid_later,sales"]
    for number in range(240):
        price, weather = chance.uniform(1, 9), chance.uniform(0, 30)
        sales = 40 - 3 * price + weather + chance.gauss(0, 4)
        day = f"2024-{number // 24 + 1:02}-{number % 24 + 1:02}"
        rows.append(f"shop {number % 12},{day},{price:.2f},{weather:.1f},{sales * 1.1:.2f},{sales:.2f}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def probed(table: Path, metric: str = "r2", more: str = "", splits: str = "5 folds", **used: Any) -> Path:
    """Write the evidence of a probe that measured nothing yet, and a brief beside it; return the brief."""
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    evidence = Evidence(
        data=DataDescription(
            name=table.name, digest=digest, rows=240, features=4, **{"task": "regression", "target": "sales", **used}
        ),
        machine=Machine(system="Linux", processor="Made-up", n_cores=2, memory_bytes=8 * 10**9, python="3.11"),
        versions={}, metric=metric, splits=splits, seed=0, reference_seconds=0.05,
    )  # fmt: skip
    write_evidence(evidence, table.parent / "seen")
    brief = table.parent / "seen" / "brief.yaml"
    brief.write_text(BRIEF.format(evidence.id) + more, encoding="utf-8")
    return brief


def written(run: Run, brief: Path, *options: object) -> tuple[str, str]:
    """Return the program that is written for a brief, and what was said."""
    project = brief.parent.parent / "project"
    done = run("starter", brief, "--evidence", brief.parent, "--output", project, *options)
    assert done.exit_code == 0, done.stderr
    return (project / "train.py").read_text(encoding="utf-8"), done.stderr


def test_a_column_that_the_probe_dropped_stays_out_of_the_program(run: Run, table: Path) -> None:
    program, said = written(run, probed(table, dropped=("paid_later",)))
    assert '"paid_later"' not in program
    assert "# Left out (as asked): 'paid_later'." in program
    assert "as in the probe: without 'paid_later'" in said


@pytest.mark.parametrize(
    ("used", "splitter"), [({"order": "day"}, "TimeSeriesSplit"), ({"group": "store"}, "GroupKFold")]
)
def test_rows_are_held_out_as_in_the_probe(run: Run, table: Path, used: dict[str, str], splitter: str) -> None:
    program, _ = written(run, probed(table, **used))
    assert splitter in program
    assert re.search(rf'(GROUP|TIME) = "{next(iter(used.values()))}"', program)


def test_as_many_blocks_of_time_are_held_out_as_the_probe_held_out(run: Run, table: Path) -> None:
    blocks = splits_of(describe(read_table(table), "sales", order="day"))
    program, said = written(run, probed(table, order="day", splits=blocks.words))
    assert len(blocks.folds) > 5
    assert f"SEED, N_FOLDS = 0, {len(blocks.folds)}\n" in program
    assert "figures differ" not in said


def test_a_probe_that_compared_some_blocks_alone_is_said_to_have_other_figures(run: Run, table: Path) -> None:
    newest = "forward in time over 15 blocks, the newest 3 of them compared"
    _, said = written(run, probed(table, order="day", splits=newest))
    assert f"({newest}), so that figures differ" in said
    page = (table.parent / "project" / "README.md").read_text(encoding="utf-8")
    assert f"on other parts of the rows ({newest}): figures differ" in page


def test_the_metric_of_the_probe_is_the_score(run: Run, table: Path) -> None:
    program, _ = written(run, probed(table, "d2-absolute-error"))
    assert 'METRIC = "d2-absolute-error"' in program
    assert 'DummyRegressor(strategy="median")' in program
    page = (table.parent / "project" / "README.md").read_text(encoding="utf-8")
    assert "The probe compared by it, so that figures of both can be held together" in page


def test_where_a_bound_names_the_score_the_metric_of_the_probe_is_measured_beside_it(run: Run, table: Path) -> None:
    bound = "requirements: [{quality: accuracy, metric: mae, max: 9}]\n"
    program, _ = written(run, probed(table, "d2-absolute-error", bound))
    assert 'METRIC = "mae"' in program
    assert '("d2-absolute-error", "", None, "")' in program
    page = (table.parent / "project" / "README.md").read_text(encoding="utf-8")
    assert "the probe compared by d2-absolute-error, which is measured, too" in page


def test_who_names_a_group_is_not_given_the_time_of_the_probe(run: Run, table: Path) -> None:
    program, _ = written(run, probed(table, order="day"), "--group", "store")
    assert "GroupKFold" in program
    assert "TIME =" not in program


def test_a_starter_drops_what_it_is_asked_to(run: Run, table: Path) -> None:
    program, _ = written(run, probed(table), "--drop", "paid_later", "--drop", "weather")
    assert '"paid_later"' not in program
    assert '"weather"' not in program
    refusal = run("starter", table.parent / "seen" / "brief.yaml", "--output", table.parent / "n", "--drop", "weather")
    assert refusal.exit_code == 2
    assert "goes with a table" in refusal.stderr


def test_evidence_of_one_table_used_in_two_ways_is_refused(run: Run, table: Path) -> None:
    brief = probed(table, dropped=("paid_later",))
    probed(table, dropped=("weather",))
    brief.write_text("task: regression\ndata: {modality: tabular}\n", encoding="utf-8")
    refusal = run("starter", brief, "--evidence", brief.parent, "--output", table.parent / "project")
    assert refusal.exit_code == 2
    assert "other columns dropped" in refusal.stderr


def test_groups_that_go_on_through_time_are_refused_before_a_project_is_written(run: Run, table: Path) -> None:
    brief = probed(table)
    options = ("--time", "day", "--group", "store", "--output", table.parent / "project")
    refusal = run("starter", brief, "--evidence", brief.parent, *options)
    assert refusal.exit_code == 2
    assert "goes on through time" in refusal.stderr
    assert not (table.parent / "project").exists()


def test_the_class_that_the_probe_sought_is_the_one_to_be_found(run: Run, table: Path) -> None:
    lines = table.read_text("utf-8").splitlines()
    late = [f"{line},{'yes' if place % 3 == 0 else 'no'}" for place, line in enumerate(lines[1:])]
    table.write_text("\n".join([f"{lines[0]},late", *late]) + "\n", "utf-8")
    brief = probed(table, "roc-auc", task="binary-classification", target="late", positive="no")
    brief.write_text(brief.read_text("utf-8").replace("regression", "binary-classification"), "utf-8")
    program, said = written(run, brief)
    assert 'CLASSES = ["yes", "no"]' in program
    assert "as in the probe: with 'no' to be found" in said
