"""A starter reads numbers and dates as the probe read them, and says which columns it leaves out."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from written_starters import figures_in, loaded, starter, trained

from whichml.probe.description.describing import describe
from whichml.probe.reading.tables import read_table

pytestmark = pytest.mark.slow("imports learners")
BRIEF = "task: regression\ndata: {modality: tabular}\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return an export with commas before decimals, points between thousands, units, and days before months."""
    chance, path = random.Random(5), tmp_path / "export.csv"
    rows = ["Nr;Umsatz;Gewicht;Datum;Leer;Dauer;Preis"]
    for number in range(160):
        sales, weight = chance.uniform(200, 9_000), chance.uniform(1, 80)
        price = 1_000 + 0.8 * sales + 10 * weight + chance.gauss(0, 50)
        day = f"{number % 28 + 1:02}.{number // 28 + 1:02}.2024"
        cells = (german(sales), f"{german(weight)} kg", day, "", f"{number % 9}:{number % 60:02}", german(price))
        rows.append(";".join((str(number + 7), *cells)))
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def german(number: float) -> str:
    return f"{number:,.2f}".translate(str.maketrans(",.", ".,"))


def project_for(table: Path, *options: object) -> Path:
    brief = table.parent / "brief.yaml"
    brief.write_text(BRIEF, encoding="utf-8")
    project = table.parent / "project"
    done = starter(brief, "--data", table, "--target", "Preis", "--algorithm", "ridge", "--output", project, *options)
    assert done.exit_code == 0, done.output
    return project


def test_numbers_and_days_of_an_export_are_read_as_the_probe_reads_them(table: Path) -> None:
    program = loaded(project_for(table))
    rows, target = program.read_rows(table)
    probed = describe(read_table(table), "Preis")
    assert program.WRITTEN == {"Umsatz": ",", "Gewicht": ","}
    np.testing.assert_allclose(target, probed.target)
    for name in ("Umsatz", "Gewicht"):
        np.testing.assert_allclose(rows[name], probed.features[name])
    assert program.DAY_FIRST == ["Datum"]
    assert list(rows["Datum"].dt.tz_localize(None)) == list(probed.features["Datum"])
    assert list(program.prepared(rows)["Umsatz"]) == list(rows["Umsatz"])  # what is a number already stays


def test_days_before_months_are_put_into_the_order_that_the_probe_saw(table: Path) -> None:
    program = loaded(project_for(table, "--time", "Datum"))
    rows, _ = program.read_rows(table)
    days = program.moments(rows)
    assert days.is_monotonic_increasing
    assert days.dt.month.max() == 6


@pytest.mark.slow("trains models in processes")
def test_a_project_of_such_an_export_learns_from_it_and_says_what_it_leaves_out(table: Path) -> None:
    project = project_for(table, "--drop", "Gewicht")
    page = (project / "README.md").read_text("utf-8")
    assert (
        "- **Left out**: (as asked): 'Gewicht'. (an id, a count of the rows, or one value alone): 'Nr', 'Leer'." in page
    )
    assert "(written in a way that only the probe reads): 'Dauer'." in page
    program = (project / "train.py").read_text("utf-8")
    assert "# Left out (written in a way that only the probe reads): 'Dauer'." in program
    done = trained(project)
    assert done.returncode == 0, done.stderr
    assert figures_in(done.stdout)["model r2"] > 0.9


def test_a_date_that_is_the_time_is_learnt_from_as_the_probe_learnt_from_it(table: Path) -> None:
    program = loaded(project_for(table, "--time", "Datum"))
    assert program.DATES == ["Datum"]
    rows, _ = program.read_rows(table)
    probed = describe(read_table(table), "Preis", order="Datum")
    assert set(probed.features) - {"Dauer"} == {*program.NUMBERS, *program.DATES}
    assert list(rows["Datum"].dt.tz_localize(None)) == sorted(probed.features["Datum"])
    assert list(program.prepared(rows)["Datum"]) == list(rows["Datum"])  # what is a time already stays
    assert list(program.moments(rows)) == list(rows["Datum"])


def test_a_trend_in_time_is_learnt_where_later_rows_are_held_out(tmp_path: Path) -> None:
    chance, path = random.Random(8), tmp_path / "monthly.csv"
    rows = ["month,weather,sales"]
    for number in range(96):
        weather = chance.uniform(0, 30)
        rows.append(f"{2016 + number // 12}-{number % 12 + 1:02}-01,{weather:.1f},{20 * number + weather:.2f}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    options = ("--data", path, "--target", "sales", "--time", "month", "--algorithm", "ridge")
    assert starter(tmp_path / "brief.yaml", *options, "--output", tmp_path / "project").exit_code == 0
    done = trained(tmp_path / "project")
    assert done.returncode == 0, done.stderr
    assert figures_in(done.stdout)["model r2"] > 0.5
    assert "caution" not in done.stdout
    assert "'month' is learnt from, too" in (tmp_path / "project" / "README.md").read_text("utf-8")
