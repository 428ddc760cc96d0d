"""What the gates share: the shipped knowledge, stated once."""

from __future__ import annotations

import pytest

from shipped_content import shipped_read
from whichml.knowledge.content import Content
from whichml_workshop.checks.stated import StatedKnowledge, stated_as_read


@pytest.fixture(scope="session")
def stated() -> StatedKnowledge:
    return stated_as_read(Content.shipped(), shipped_read())
