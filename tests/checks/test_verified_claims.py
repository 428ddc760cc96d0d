"""No claim is contradicted by the committed experiments unless it says so; the verdicts are of today's claims."""

from __future__ import annotations

from collections import Counter

import pytest

from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml_workshop.experiments.check import current_rows, faults_of
from whichml_workshop.experiments.committed import read_committed, verdicts_path

pytestmark = pytest.mark.slow("reads all committed experiments")


def test_no_claim_is_contradicted_by_an_experiment_without_saying_so(content: Content, knowledge: Knowledge) -> None:
    rows = current_rows(content, knowledge)
    assert faults_of(rows, verdicts_path(content).read_text("utf-8")) == ()


def test_the_committed_experiments_reach_many_data_sets_and_claims(content: Content, knowledge: Knowledge) -> None:
    counts = Counter(row.verdict for row in current_rows(content, knowledge))
    assert len(read_committed(content)) >= 15
    assert counts["confirmed"] > counts["contradicted"]
