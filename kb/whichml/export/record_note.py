"""A note below the title of a record that was written earlier."""

from __future__ import annotations

from typing import Final

from whichml.export.escaping import in_markdown
from whichml.export.web_page import as_html

_END_OF_TITLE: Final = "</h1>"


def with_note_below_title(record: str, media_type: str, note: str) -> str:
    """Return a record in Markdown or HTML with a paragraph below its title; one in another form as it is."""
    if media_type == "text/html":
        head, title, rest = record.partition(_END_OF_TITLE)
        return f"{head}{title}\n<p>{as_html(note)}</p>{rest}" if title else record
    if media_type == "text/markdown":
        begins = 0 if record.startswith("# ") else record.find("\n# ") + 1
        ends = record.find("\n\n", begins)
        return f"{record[:ends]}\n\n{in_markdown(note)}{record[ends:]}" if ends >= 0 else record
    return record
