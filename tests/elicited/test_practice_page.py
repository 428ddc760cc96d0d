"""The page about practice says what the program does: its numbers are those of the code and of the panel."""

from __future__ import annotations

import re

import pytest

from small_knowledge import ROOT
from whichml.advise import decisions, ranking
from whichml.advise.practice import REACH
from whichml.advise.practice_justification import LEAST_OF_LAW, LEAST_OF_RULE
from whichml.advise.practice_share import FULL_SHARE, practice_share
from whichml.knowledge.practice import FIT
from whichml_workshop.elicited import design, fitting
from whichml_workshop.elicited.evaluation import N_FOLDS
from whichml_workshop.elicited.fit import FitSettings
from whichml_workshop.elicited.panel import Answer
from whichml_workshop.elicited.placebos import PLACEBOS

PAGE = (ROOT / "docs/practice.md").read_text("utf-8")
PROSE = " ".join(PAGE.split())
SECTIONS = (
    "Who answered", "Briefs by people who do not know the format", "What they are not", "Parts", "What is agreed",
    "What notes say", "Situations", "The fit",
    "In an answer", "What advice is worth", "How to read a point", "Figures", "Fit it anew", "Add briefs of your own",
    "Limits",
)  # fmt: skip


def test_the_page_has_every_step_of_the_rule() -> None:
    assert tuple(re.findall(r"^## (.+)$", PAGE, re.MULTILINE)) == SECTIONS


def test_the_files_that_the_page_names_are_there() -> None:
    named = re.findall(r"`((?:kb|tests)/[a-z/_.*]+)`", PAGE)
    assert len(named) > 8
    assert [name for name in named if name != "tests/panel/final.log" and not list(ROOT.glob(name))] == []


def test_the_page_names_every_key_of_an_answer() -> None:
    table = PAGE[PAGE.index("| key | what it says |") : PAGE.index("## What they are not")]
    assert set(re.findall(r"`([a-z]+)`(?=[,` ].*\|)", table)) >= set(Answer.model_fields)


@pytest.mark.parametrize(
    ("what", "chosen"),
    [
        ("briefs that a situation needs", FitSettings().at_least), ("*L* of choices", FitSettings().choices),
        ("*L* of mistakes", FitSettings().mistakes), ("*L* of options", FitSettings().options),
    ],
)  # fmt: skip
def test_the_page_tells_the_settings_of_the_fit(what: str, chosen: float) -> None:
    assert f"\n| {what} | {chosen:g} |\n" in PAGE


def test_the_page_tells_the_numbers_of_the_fit() -> None:
    ridge, fewest, steps = fitting._RIDGE / 2, fitting._FEWEST_POINTS, fitting._MOST_STEPS
    assert f"L sum |p| + {ridge:g} sum p² + {ridge:g} sum x²" in PROSE
    assert f"takes at most {steps} steps" in PROSE
    assert f"Points below {fewest:g} are dropped" in PROSE
    first, second, third = design._TOP_WEIGHTS
    assert f"gives {first:g}, {second:g} and {third:g} to its first three, {design._ALSO_WEIGHT:g} to what" in PROSE
    assert f"-{design._OUT_WEIGHT:g} to what it calls a mistake" in PROSE


def test_the_page_tells_the_numbers_of_answers() -> None:
    assert f"*R* = {REACH:g} its reach" in PROSE
    assert f"with a chance of {ranking.LIKELY_MISTAKE:.0%}".replace("%", " %") in PROSE
    level = f"(from {ranking.LEVEL_MISTAKE:.0%} on where it is at most {ranking.NEAR_TIE:g} behind)"
    assert f"with a chance of {ranking.POSSIBLE_MISTAKE:.0%} is no choice {level}".replace("%", " %") in PROSE
    assert f"more than {ranking.BEHIND_IN_PRACTICE:g} of utility behind" in PROSE
    assert f"at least {decisions.SURE_ENOUGH:.0%}".replace("%", " %") in PROSE
    assert f"add at least {LEAST_OF_RULE:g}, and at least {LEAST_OF_LAW:g} where one speaks because of a law" in PROSE
    assert (N_FOLDS, "in four folds" in PROSE) == (4, True)


@pytest.mark.parametrize("n", [0, 1, 2, 7])
def test_the_page_tells_the_share_of_practice(n: int) -> None:
    assert "*q* is 1/2 where nothing was measured" in PROSE
    assert "it is (1 - 1 / (n + 1.2)²) / 2 with *n* the number" in PROSE
    assert practice_share(None) == FULL_SHARE == 1 / 2
    assert practice_share(n) == pytest.approx((1 - 1 / (n + 1.2) ** 2) / 2)
    assert practice_share(n, is_measured=True) == practice_share(n) / 2


def test_the_page_tells_how_many_placebos_there_are() -> None:
    assert len(PLACEBOS) == 12
    assert "one more of twelve facts" in PROSE


def test_the_page_gives_the_commands_that_there_are() -> None:
    assert f"\n{FIT} " in PAGE
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert "python -m whichml_workshop.elicited.evaluate" in makefile
    assert "`make evaluate` prints them, by `python -m whichml_workshop.elicited.evaluate`" in PROSE
