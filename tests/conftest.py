"""What every folder of tests shares: the shipped knowledge base and a workshop for small ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from small_knowledge import N_SCENARIOS, SCENARIOS, ContentFolder
from whichml import Brief, KnowledgeBase, Recommendation
from whichml.advise.recommendation import Advisor, advisor_for
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content


@pytest.fixture(scope="session")
def content() -> Content:
    return Content.shipped()


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase.load()


@pytest.fixture(scope="session")
def advisor(knowledge: Knowledge) -> Advisor:
    return advisor_for(knowledge)


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    """Return an empty content folder with the shipped ontology."""
    return ContentFolder(tmp_path / "content")


@pytest.fixture
def new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], ContentFolder]:
    return lambda: ContentFolder(tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="session")
def scenarios() -> dict[str, Brief]:
    """Return the shipped scenarios by name."""
    found = {path.stem: Brief.load(path) for path in SCENARIOS}
    assert len(found) == N_SCENARIOS
    return found


@pytest.fixture(scope="session")
def scenario_answers(scenarios: dict[str, Brief], advisor: Advisor) -> dict[str, Recommendation]:
    return {name: advisor.recommend(brief) for name, brief in scenarios.items()}
