"""A comparison of two algorithms tells the places and figures of the answer that it is about."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from small_knowledge import SCENARIOS
from whichml import Brief, KnowledgeBase
from whichml.advise.priorities import PRACTICE
from whichml.advise.recommendation import advisor_for, recommend_with_steps
from whichml.cli.commands import whichml
from whichml.export import comparison
from whichml.export.comparison import compare_algorithms
from whichml.export.explanation import explain

LOANS = """
brief: 1
task: binary-classification
title: Approve consumer loans of applicants at a bank
data: {modality: tabular, rows: 84000, features: 47}
stakes: {explanation: full}
"""


@pytest.fixture(autouse=True)
def _without_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what would turn the order, which takes dozens of answers."""
    monkeypatch.setattr(comparison, "order_changes", lambda *_: ())


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_whoever_ranks_better_goes_before_the_other_with_the_figures_that_explain_tells(
    path: Path, knowledge: KnowledgeBase
) -> None:
    answer, steps = recommend_with_steps(Brief.load(path), knowledge)
    places = [each.algorithm for each in (*answer.candidates, *answer.outclassed)]
    for first, second in pairwise(places[:4]):
        compared = compare_algorithms(advisor_for(knowledge), answer, steps, (second, first))
        assert (compared.answer, compared.ahead) == (answer.id, first)
        told = [explain(answer, knowledge, name, steps) for name in (second, first)]
        assert [each.utility for each in compared.explanations] == [each.utility for each in told]
        assert compared.practice == tuple(each.practice.text if each.practice else "" for each in told)
        (practice,) = (each for each in compared.qualities if each.quality == PRACTICE)
        shares = [next(c.level for c in each.comparisons if c.quality == PRACTICE) for each in told]
        assert practice.levels == tuple(shares)


def test_compare_reads_a_title_as_the_answer_does(tmp_path: Path) -> None:
    brief = tmp_path / "loans.yaml"
    brief.write_text(LOANS, "utf-8")
    short = CliRunner().invoke(whichml, ["recommend", str(brief), "--short"])
    first, second = short.stdout.split()[0].rstrip(";"), short.stdout.split()[1].rstrip(";")
    found = CliRunner().invoke(whichml, ["compare", str(brief), second, first])
    assert "is recommended" in found.stdout, found.output
    assert first == "risk-scorecard", "which the kind of work puts first, as the title tells it"
    assert "Risk scorecard goes before" in found.stdout
