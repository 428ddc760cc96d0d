"""What the gates share: the shipped knowledge, stated once."""

from __future__ import annotations

import pytest

from whichml.knowledge.content import Content
from whichml_workshop.checks.stated import StatedKnowledge, state_knowledge


@pytest.fixture(scope="session")
def stated() -> StatedKnowledge:
    return state_knowledge(Content.shipped())
