"""Sentences and lists of words with their meanings, in the width of a terminal and below a prompt."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Final

import click

from whichml.export.escaping import visible

_WIDTH: Final = 78
_WIDEST_WORD: Final = 34


def wrapped(text: str) -> str:
    """Return sentences as lines that stand below a prompt, what is invisible in them shown."""
    return textwrap.fill(visible(text), _WIDTH, initial_indent="   ", subsequent_indent="   ", break_on_hyphens=False)


def headed(head: str, text: str) -> str:
    """Return a question behind its number as lines, those that follow below it."""
    return textwrap.fill(
        f"{head} {visible(text)}", _WIDTH, subsequent_indent=" " * (len(head) + 1), break_on_hyphens=False
    )


def print_list(entries: Iterable[tuple[str, str]]) -> None:
    """Print words with their meanings beside them."""
    listed = list(entries)
    width = min(_WIDEST_WORD, max((len(word) for word, _ in listed), default=0))
    for word, meaning in listed:
        head = f"   {word:{width}}  "
        lines = textwrap.wrap(
            meaning, _WIDTH, initial_indent=head, subsequent_indent=" " * (width + 5), break_on_hyphens=False
        )
        click.echo("\n".join(lines) or head.rstrip())
