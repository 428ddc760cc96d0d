"""Text that is data stays data in every form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml.export.escaping import as_code, in_markdown, on_one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, with ünïcödé 質", "plain, with ünïcödé 質"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("abc\u202edef\u2066", r"abc\u202edef\u2066"),
        ("zero\u200bwidth\ufeff", r"zero\u200bwidth\ufeff"),
        ("\ud800", r"\ud800"),
    ],
)
def test_what_is_invisible_is_shown_as_an_escape(text, shown):
    assert visible(text) == shown


@given(st.text())
def test_a_line_is_one_line_of_printable_characters(text):
    assert all(letter.isprintable() for letter in on_one_line(text))


@given(st.text(alphabet="ab*_`[]<>&|~#$\\{}-+=.:/@1 \n"))
def test_markdown_never_sees_a_character_of_its_own_unescaped(text):
    shown = in_markdown(text)
    plain = shown.replace("\\\\", "")
    for letter in "*_`[]{}|~#$":
        assert plain.count(letter) == plain.count("\\" + letter)
    assert "<" not in shown
    assert ">" not in shown
    assert "\n" not in shown


@given(st.text(alphabet="a` "))
def test_a_code_span_is_closed_by_its_own_fence_alone(text):
    span = as_code(text)
    fence = len(span) - len(span.lstrip("`"))
    assert span.endswith("`" * fence)
    assert "`" * fence not in span[fence:-fence]
