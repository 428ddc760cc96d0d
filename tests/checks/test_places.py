"""Whoever asks the graph for a claim learns where it stands."""

from __future__ import annotations

import re

import pytest
from rdflib.namespace import RDF

from whichml.knowledge.graph import WML
from whichml.knowledge.loading import built_store
from whichml_workshop.checks.stated import StatedKnowledge


@pytest.mark.slow("states all facts as triples")
def test_the_shipped_facts_conform_and_every_claim_knows_its_line(stated: StatedKnowledge) -> None:
    assert built_store().is_file()  # content that the shapes refuse is never kept
    claims = {*stated.facts.subjects(RDF.type, WML.Claim)}
    files = stated.read.files
    owners = [*files.algorithms.values(), *files.families.values()]
    assert len(claims) == sum(len(owner.value.claims) for owner in owners) > 0
    assert all(re.search(r"\.yaml:\d+$", str(stated.facts.value(claim, WML.isStatedIn))) for claim in claims)
