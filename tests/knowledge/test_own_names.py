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
    st.builds('\twml:id "{}" ;'.format, st.one_of(NAMES, st.text(st.sampled_from("ab\x02\x03\x04 "), max_size=5))),
    st.builds("\twml:hasClaim claim:{}.accuracy ;".format, NAMES),
    st.builds("\twml:hasCitation citation:{}\\/{}.1 ;".format, st.sampled_from(["algorithm", "claim"]), NAMES),
)


def test_a_subject_names_its_id_its_claims_and_its_citations_shortly_and_those_of_others_in_full() -> None:
    lines = with_names_shortened(TURTLE).split("\n")
    assert lines[1] == "\twml:hasClaim \x04accuracy , \x04stability , claim:birch.accuracy ;"
    assert lines[2] == "\twml:hasCitation \x021 , citation:algorithm\\/birch.1 ;"
    assert lines[3] == "\t\x03 ."
    assert lines[4:] == TURTLE.split("\n")[4:]


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_names_come_back_as_they_were(turtle: str) -> None:
    found = with_names_in_full(with_names_shortened(turtle))
    for mark in "\x02\x03\x04":
        turtle = turtle.replace(mark, f"\\u{ord(mark):04x}")
    assert found == turtle


def test_a_letter_that_stands_for_names_may_stand_in_a_text() -> None:
    turtle = '<https://example.org/a> <https://example.org/b> "\x02\x03\x04" .\n'
    found = with_names_in_full(with_names_shortened(turtle))
    assert [*ox.parse(found, format=ox.RdfFormat.TURTLE)] == [*ox.parse(turtle, format=ox.RdfFormat.TURTLE)]
