"""A graph that names its texts by number comes back as it was, beside the same knowledge alone."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml.knowledge.shared_texts import numbers_as_texts, texts_as_numbers
from whichml.knowledge.triples import sorted_triples, turtle_with_texts, without_texts

TEXTS = (
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.just("\x010") | st.just("\x01 and much more")
)
VALUES = st.recursive(
    TEXTS | st.integers() | st.none(), lambda v: st.lists(v, max_size=4) | st.dictionaries(TEXTS, v, max_size=4)
)


def triples(texts: list[str]) -> bytes:
    lines = {
        str(ox.Triple(ox.NamedNode(f"a:{number}"), ox.NamedNode("a:says"), ox.Literal(text)))
        for number, text in enumerate(texts)
    }
    return "".join(sorted(f"{line} .\n" for line in lines)).encode()


@pytest.mark.slow("makes up graphs by the hundred")
@given(st.lists(TEXTS, max_size=6), VALUES)
def test_a_graph_comes_back_byte_for_byte_whatever_texts_it_shares(texts: list[str], value: object) -> None:
    graph, knowledge = triples(texts), json.dumps([value, texts[::2]]).encode()
    turtle = turtle_with_texts(without_texts(graph, knowledge), knowledge)
    assert sorted_triples(ox.parse(turtle, format=ox.RdfFormat.TURTLE)) == graph


def test_a_shared_text_is_told_once() -> None:
    told, knowledge = (
        "what both of them say, at some length",
        json.dumps({"claim": "what both of them say, at some length"}),
    )
    turtle = f'<a:b> <a:says> "{told}" .\n'
    short = texts_as_numbers(turtle, knowledge.encode())
    assert told not in short
    assert numbers_as_texts(short, knowledge.encode()) == turtle


def test_beside_other_knowledge_it_does_not_come_back() -> None:
    short = texts_as_numbers('<a:b> <a:says> "what both of them say" .\n', b'["what both of them say"]')
    with pytest.raises(IndexError):
        numbers_as_texts(short, b"[]")
