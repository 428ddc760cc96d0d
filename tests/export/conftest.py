"""Answers to export."""

from pathlib import Path

import pytest

from whichml import Brief, recommend

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(
    path for path in (ROOT / "kb/facts/scenarios").glob("*.yaml") if not path.name.endswith(".expected.yaml")
)
CLI_BRIEFS = ROOT / "tests/cli/briefs"


@pytest.fixture(scope="session")
def answer_to(knowledge):
    return lambda path: recommend(Brief.load(path), knowledge)


@pytest.fixture(scope="session")
def fraud(answer_to):
    return answer_to(ROOT / "kb/facts/scenarios/credit-card-fraud.yaml")


@pytest.fixture(scope="session")
def plain(answer_to):
    """Return an answer in which what was measured counts most, so that three of different kind stay choices."""
    return answer_to(CLI_BRIEFS / "plain-table.yaml")
