"""A query's text before it is run: which form it has, and what it must not ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from whichml.model.documents.errors import Place, Problem, QueryError, QueryRefused, in_order, quoted

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
NAME: Final = "query"
MOST_CHARACTERS: Final = 20_000

_FORMS: Final[dict[str, Form]] = {
    "SELECT": "SELECT",
    "ASK": "ASK",
    "CONSTRUCT": "CONSTRUCT",
    "DESCRIBE": "DESCRIBE",
}
_UPDATES: Final = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_BEGIN: Final = "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after PREFIX where it declares any."
_TOKEN: Final = re.compile(
    r"""
      (?P<comment>\#[^\r\n]*)
    | (?P<address><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<text>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*+\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*+'{3}
             | \"(?:[^"\\\r\n]|\\.)*+\" | '(?:[^'\\\r\n]|\\.)*+')
    | (?P<name>[?$@]\w+ | [\w.-]*+:(?:[\w.:%-]|\\.)*+)
    | (?P<word>[A-Za-z_]\w*+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_GAP: Final = r"(?:\s|\#[^\r\n]*[\r\n])*+"
# An engine may read SERVICE where no word begins (`trueSERVICE<...>`), so it is looked for everywhere but in variables,
# in texts and comments too, before anything that could be an endpoint.
_SERVICE: Final = re.compile(
    rf"[?$]\w*+ | (?P<service>service)(?={_GAP}(?:silent)?{_GAP}(?:[<?$]|[^\s<>{{}}()\"':]*+:))",
    re.VERBOSE | re.IGNORECASE,
)


def form_of(text: str) -> Form:
    """Return which form of query a text is.

    Raises
    ------
    QueryError
        Where it is none.
    QueryRefused
        Where it is an update, asks another endpoint (SERVICE) or names other data (FROM): all of these at once, each
        with its place.
    """
    if len(text) > MOST_CHARACTERS:
        raise QueryError.about(f"the query has {len(text)} characters, and the limit is {MOST_CHARACTERS}.")
    _refuse_half_characters(text)
    words = [(found.group(), found.start()) for found in _TOKEN.finditer(text) if found.lastgroup == "word"]
    first, start = next(((word, at) for word, at in words if word.upper() not in ("PREFIX", "BASE")), ("", 0))
    form = _FORMS.get(first.upper())
    if form is None and first.upper() in _UPDATES:
        message = f"{first.upper()} begins an update, and the knowledge base is read-only here."
        raise QueryRefused.about(message, place_in(text, start), hint=_BEGIN)
    problems = (*_services(text), *_other_data(text, words))
    if problems:
        raise QueryRefused(*in_order(problems))
    if form is None:
        message = f"{quoted(first)} begins no query." if first else "there is no query here."
        raise QueryError.about(message, place_in(text, start), hint=_BEGIN)
    return form


def _services(text: str) -> Iterator[Problem]:
    for found in _SERVICE.finditer(text):
        if found["service"]:
            hint = "Leave it out: the knowledge base answers alone. In a text or comment, write it another way."
            yield Problem(
                "SERVICE would ask another endpoint, and is refused.", place_in(text, found.start()), hint=hint
            )


def _other_data(text: str, words: list[tuple[str, int]]) -> Iterator[Problem]:
    for word, start in words:
        if word.upper() == "FROM":
            hint = "Leave it out: ontology and facts are one graph, which every query reads."
            yield Problem("FROM would read other data, and is refused.", place_in(text, start), hint=hint)


def _refuse_half_characters(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise QueryError.about("this is half a character.", place_in(text, error.start)) from None


def place_in(text: str, position: int) -> Place:
    """Return the place of a character of a query."""
    before = text[:position]
    return Place(NAME, before.count("\n") + 1, position - before.rfind("\n"))
