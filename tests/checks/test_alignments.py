"""Alignments speak of terms that exist, by a known predicate and with a reason, and stay out of the T-box."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from whichml_workshop.checks.alignments import VOCABULARIES, leaks, links_in, read_alignments, unsound_links
from whichml_workshop.checks.stated import StatedKnowledge

pytestmark = pytest.mark.slow("states the graph of all content")

BROKEN = Path(__file__).parent / "alignments"


@pytest.fixture(scope="module")
def alignments(stated: StatedKnowledge) -> Graph:
    return read_alignments(stated.content.ontology / "alignments.ttl")


def test_every_link_starts_at_a_term_of_ours_with_predicate_and_reason(
    alignments: Graph, stated: StatedKnowledge
) -> None:
    assert len(links_in(alignments)) == 68
    assert unsound_links(alignments, stated.graph) == ()


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_each_vocabulary_is_linked(vocabulary: str, alignments: Graph) -> None:
    assert [link for link in links_in(alignments) if str(link[2]).startswith(VOCABULARIES[vocabulary])]


def test_no_foreign_term_is_in_the_t_box(stated: StatedKnowledge) -> None:
    assert leaks(stated.ontology) == ()


def test_a_foreign_term_in_the_t_box_is_found(alignments: Graph, stated: StatedKnowledge) -> None:
    assert "http://www.w3.org/ns/mls#Algorithm" in leaks(stated.ontology + alignments)


@pytest.mark.parametrize("path", sorted(BROKEN.glob("*.ttl")), ids=lambda path: path.stem)
def test_a_broken_link_is_told(path: Path, stated: StatedKnowledge) -> None:
    announced = path.read_text().splitlines()[0].removeprefix("# fault: ")
    assert unsound_links(read_alignments(path), stated.graph) == (announced,)


def test_there_is_a_broken_link_of_each_kind() -> None:
    assert len(list(BROKEN.glob("*.ttl"))) == 5
