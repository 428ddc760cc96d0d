"""A small knowledge base on which packs of others are linted."""

from __future__ import annotations

import pytest

from small_knowledge import ContentFolder, claim, rule
from whichml.knowledge.base import Knowledge


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Return a knowledge base of three algorithms, two patterns, one decision and a few rules."""
    folder = ContentFolder(tmp_path_factory.mktemp("base"))
    folder.algorithm("quick", claim("training-time", "low"), capabilities={"partial-fit": True})
    folder.algorithm("slow", claim("training-time", {"low": "medium", "high": "high"}), family="ensemble")
    folder.algorithm("joiner", role="helper")
    folder.pattern("notebook").pattern("canary").decision("inference-placement", ["client-side", "server-side"])
    folder.rules(
        rule(
            "devices-have-no-network", {"conclude": {"derived.no_network": True}}, {"deployment.connectivity": "never"}
        ),
        rule("small-data-are-few", {"conclude": {"derived.volume": "low"}}, {"data.rows": {"below": 100}}),
        rule("many-rows-need-a-notebook", {"advise": "notebook"}, {"data.rows": {"above": 1000}}),
        rule("slow-ones-are-out", {"exclude": "it is slow"}, {"data.rows": {"above": 5000}}, algorithm={"id": "slow"}),
        rule("old-advice", {"advise": "canary"}, {"data.sparse": True}, status="deprecated"),
        derives={
            "derived.no_network": {"values": "bool", "definition": "No network."},
            "derived.volume": {"values": ["low", "high"], "definition": "How much."},
        },
    )
    return folder.knowledge()
