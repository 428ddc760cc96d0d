"""That an algorithm was proposed is fitted beside the handicaps, and practice keeps nothing of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from made_up_panel import small_answers, small_folder, write_panel

from whichml.knowledge.base import Knowledge
from whichml.knowledge.practice import Handicaps
from whichml_workshop.elicited.design import Design, design_of, prior_assessments
from whichml_workshop.elicited.panel import read_panel
from whichml_workshop.elicited.point_book import PointBook, PointTables

N_BRIEFS, N_KEPT = 6, len(Handicaps.model_fields)
PROPOSED = "002"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return small_folder(tmp_path_factory.mktemp("small") / "content").knowledge()


@pytest.fixture(scope="module")
def design(few: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Design:
    """Return the tables of a panel where one brief says that a forest is proposed."""
    briefs, answers = small_answers(N_BRIEFS)
    briefs[PROPOSED].setdefault("project", {})["proposed"] = "forest"
    folder: Path = write_panel(tmp_path_factory.mktemp("panel"), briefs, answers, dict.fromkeys(briefs, "learning"))
    panel = read_panel(folder)
    return design_of(panel, prior_assessments(panel, few), few, at_least=1)


def test_only_what_a_brief_proposes_is_marked_as_proposed(design: Design) -> None:
    rows, columns = np.nonzero(design.handicaps[:, :, N_KEPT])
    assert [(design.briefs[r], design.algorithms[c]) for r, c in zip(rows, columns, strict=True)] == [
        (PROPOSED, "forest")
    ]


def test_what_a_proposal_cost_is_left_out_of_practice(design: Design) -> None:
    fitted = np.arange(1, N_KEPT + 2) / 4
    points = np.zeros((len(design.situations), len(design.algorithms) + len(design.families)))
    kept = PointBook().leaning(fitted, [PointTables(design, points, design.accepted)])
    assert [*kept.handicaps.model_dump().values()] == [*fitted[:N_KEPT]]
