"""What a subject of Turtle names of its own is told shortly, and comes back as it was."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from whichml.knowledge.own_names import with_names_in_full, with_names_shortened

TURTLE = """\
algorithm:k-means a wml:Algorithm ;
\twml:hasClaim claim:k-means.accuracy , claim:k-means.stability , claim:birch.accuracy ;
\twml:hasCitation citation:algorithm\\/k-means.1 , citation:algorithm\\/birch.1 ;
\twml:id "k-means" .
citation:algorithm\\/k-means.1 wml:id "algorithm/k-means.1" .
<https://example.org/k-means> wml:id "k-means" .
"""
NAMES = st.sampled_from(["a", "a.b", "k-means", "a\\/b", ""])
LINES = st.one_of(
    st.builds("{}:{} a wml:Claim ;".format, st.sampled_from(["algorithm", "claim", "_"]), NAMES),
    st.builds(
        '\twml:id "{}" ;'.format, st.one_of(NAMES, st.text(st.sampled_from("ab\x02\x03\x04\x05\x06\x07 "), max_size=5))
    ),
    st.builds("\twml:hasClaim claim:{}.accuracy ;".format, NAMES),
    st.builds("\twml:hasCitation citation:{}\\/{}.1 ;".format, st.sampled_from(["algorithm", "claim"]), NAMES),
    st.builds("citation:{}\\/{}.{} a ;".format, st.sampled_from(["algorithm", "claim"]), NAMES, st.integers(0, 3)),
    st.builds("scope:{} a wml:Scope ;".format, NAMES),
    st.builds("\twml:hasScope scope:{} ;".format, NAMES),
)


def test_a_subject_names_its_id_its_claims_and_its_citations_shortly_and_those_of_others_in_full() -> None:
    lines = with_names_shortened(TURTLE).split("\n")
    assert lines[1] == "\twml:hasClaim \x04accuracy , \x04stability , claim:birch.accuracy ;"
    assert lines[2] == "\twml:hasCitation \x021 , citation:algorithm\\/birch.1 ;"
    assert lines[3] == "\t\x03 ."
    assert lines[4] == '\x06algorithm wml:id "algorithm/k-means.1" .'
    assert lines[5:] == TURTLE.split("\n")[5:]


CITED = """\
citation:claim\\/birch.accuracy.1 a wml:Citation .
citation:claim\\/k-means.accuracy.1 a wml:Citation .
citation:claim\\/k-means.accuracy.2 a wml:Citation .
claim:birch.accuracy a wml:Claim .
claim:birch.stability a wml:Claim .
claim:k-means.accuracy a wml:Claim ;
\twml:hasScope scope:k-means.accuracy .
scope:k-means.accuracy a wml:Scope .
"""


def test_what_is_of_a_subject_is_told_by_the_place_of_that() -> None:
    lines = with_names_shortened(CITED).split("\n")
    assert lines[:3] == ["\x06claim a wml:Citation .", "\x06claim1 a wml:Citation .", "\x05 a wml:Citation ."]
    assert lines[6:8] == ["\twml:hasScope \x07 .", "\x06scope2 a wml:Scope ."]
    assert with_names_in_full("\n".join(lines)) == CITED


@given(st.lists(LINES, max_size=16).map("\n".join))
def test_names_come_back_as_they_were(turtle: str) -> None:
    found = with_names_in_full(with_names_shortened(turtle))
    for mark in "\x02\x03\x04\x05\x06\x07":
        turtle = turtle.replace(mark, f"\\u{ord(mark):04x}")
    assert found == turtle


def test_a_letter_that_stands_for_names_may_stand_in_a_text() -> None:
    turtle = '<https://example.org/a> <https://example.org/b> "\x02\x03\x04\x05\x06\x07" .\n'
    found = with_names_in_full(with_names_shortened(turtle))
    assert [*ox.parse(found, format=ox.RdfFormat.TURTLE)] == [*ox.parse(turtle, format=ox.RdfFormat.TURTLE)]
