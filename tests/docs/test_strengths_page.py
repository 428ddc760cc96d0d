"""The page about strengths says what the program does: tables are generated, constants are those of the code."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from small_knowledge import ROOT, script
from whichml.advise.assessment import N_CHOICES
from whichml.advise.cost_prediction import UNCALIBRATED_FACTOR
from whichml.knowledge.content import Content
from whichml.knowledge.strengths import LEVEL_CHANCES, StrengthGroup, confidence_in
from whichml_workshop.published import evaluation, fitting, written
from whichml_workshop.published.comparisons import TIE
from whichml_workshop.published.contradictions import FEWEST_SETS
from whichml_workshop.published.derived import read_derived
from whichml_workshop.published.evaluation import Evaluation, OrderFigures, StudyFigures
from whichml_workshop.published.holding_out import ORDERS

PAGE = (ROOT / "docs/strengths.md").read_text("utf-8")
SECTIONS = (
    "Studies", "Groups", "From a study to comparisons", "The fit", "From chances to levels",
    "What is written, on the same scale", "What goes before what", "Three choices", "Figures", "What this cannot say",
    "Add a study",
)  # fmt: skip


@pytest.fixture(scope="module")
def filling() -> ModuleType:
    return script("fill_documents")


@pytest.mark.slow("writes the generated parts anew")
def test_the_tables_of_the_page_are_up_to_date(filling: ModuleType) -> None:
    assert filling.filled(PAGE) == PAGE, "run: make generate"


def test_the_page_has_every_step_of_the_rule() -> None:
    assert tuple(re.findall(r"^## (.+)$", PAGE, re.MULTILINE)) == SECTIONS


def test_the_page_lists_every_declared_study_and_every_group() -> None:
    folder = Content.shipped().facts / "published"
    for paths in (folder.glob("*.yaml"), (folder / "groups").glob("*.yaml")):
        names = [path.stem for path in paths]
        assert len(names) > 5
        assert [name for name in names if PAGE.count(f"\n| `{name}` |") != 1] == []


def test_the_page_tells_the_chances_that_part_the_levels() -> None:
    told = re.findall(r"^\| up to (\d+) % \|", PAGE, re.MULTILINE)
    assert [int(per_cent) / 100 for per_cent in told] == list(LEVEL_CHANCES)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("below {} of the scale", TIE),
        ("fewer than {} data sets", fitting.FEWEST_SETS),
        ("`C = {}`", fitting._PENALTY),
        ("`n / (n + {})`", fitting._SETS_OF_A_STUDY),
        ("{} bootstrap resamples", fitting.N_RESAMPLES),
        ("a level is supposed to be worth {} log-odds", written._SUPPOSED_SLOPE),
        ("give or take {}", written._SLOPE_DEVIATION),
        ("The scatter around the line, at least {}", written._LEAST_SPREAD),
        ("at\n  least {} data sets stand behind the strength", FEWEST_SETS),
    ],
)
def test_a_constant_of_the_page_is_that_of_the_code(words: str, number: float) -> None:
    assert words.format(f"{number:g}") in PAGE


def test_constants_in_words_are_those_of_the_code() -> None:
    assert "twice as large" in PAGE
    assert fitting._SLOPE_SCALE == 1 / 2
    assert "at least three candidates of different kinds" in PAGE
    assert N_CHOICES == 3
    assert "widened threefold each way" in PAGE
    assert UNCALIBRATED_FACTOR == 3.0
    assert "high from 100 data sets and two sources where the interval lies inside one level, medium from 30" in PAGE
    assert (confidence_in(100, 2, True), confidence_in(99, 2, True), confidence_in(29, 2, True)) == (
        "high", "medium", "low",
    )  # fmt: skip


def test_a_factor_of_ten_beyond_what_was_measured_adds_the_deviation_that_the_page_tells() -> None:
    group = StrengthGroup.model_validate({
        "id": "g", "name": "g", "tasks": ["regression"], "modalities": ["tabular"], "reference": "a", "axes": {},
        "terms": ["one"], "written": [-2, -1, 0, 1, 2], "written_spread": 0.5,
        "strengths": [{"algorithm": "a", "coefficients": [0], "covariance": [[0]], "between": 0, "backing": []}],
    })  # fmt: skip
    assert "each factor of ten beyond adds a standard deviation of 0.5" in PAGE
    assert group.odds(group.strengths[0], (1.0,), (0.0,), 1.0).high == pytest.approx(1.645 * 0.5, abs=1e-3)


def test_the_page_counts_the_tables_that_two_studies_share() -> None:
    shared = {study: len(_names(study) & _names("tabzilla")) for study in ("bbtcomp", "amlb")}
    assert f"{shared['bbtcomp']} of the {len(_names('bbtcomp'))} tables of `bbtcomp`" in PAGE
    assert f"{shared['amlb']} of the {len(_names('amlb'))}\n  of `amlb` are in `tabzilla`" in PAGE


def _names(study: str) -> set[str]:
    path = Content.shipped().facts / "published" / f"{study}.json"
    named = (each.data.split("__") for each in read_derived(path, path.name).standings)
    return {re.sub("[^a-z0-9]", "", parts[1 if len(parts) == 3 else 0].lower()) for parts in named}


def test_without_kept_figures_the_page_says_so(
    filling: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(filling, "FIGURES", tmp_path / "nowhere.json")
    filled = filling.filled("<!-- figures -->\nold\n<!-- end -->\n")
    assert filled == "<!-- figures -->\nNo figures are kept yet; `make evaluate` works them out.\n<!-- end -->\n"


def test_kept_figures_stand_in_the_page_as_tables(
    filling: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    order = OrderFigures(pairs=0.75, first=0.8, three=0.9)
    study = StudyFigures(group="tables", study="a", sets=9, pairs=99, by_order=dict.fromkeys(ORDERS, order))
    figures = tmp_path / "evaluation.json"
    figures.write_bytes(Evaluation(studies=(study,), bounds=()).to_json())
    monkeypatch.setattr(filling, "FIGURES", figures)
    monkeypatch.setattr(evaluation, "FIGURES", figures)
    assert "| tables | a | 9 | 99 | 0.750 |" in filling.filled("<!-- figures -->\n<!-- end -->\n")
    assert "| bound | tables | first |" in filling.figures()
