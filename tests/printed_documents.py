"""Documents as a terminal of eighty columns shows them."""

from __future__ import annotations

import io

from rich.console import Console

from whichml.cli.terminal import print_document
from whichml.export.document import Section


def printed(document: Section) -> str:
    """Return a document as eighty columns show it, without colours."""
    console = Console(file=io.StringIO(), width=80, markup=False, emoji=False, highlight=False)
    print_document(document, console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert isinstance(text, str)
    return text


def in_one_line(text: str) -> str:
    """Return a text without the ends of its lines, so that words are found wherever a line broke."""
    return " ".join(text.split())
