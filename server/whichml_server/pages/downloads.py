"""What can be taken away of a kept answer: the answer, its record, and the brief behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.export.kept_answers import read_answer, stated_brief
from whichml.model.format.brief_form import dotted_fields
from whichml.model.format.brief_writing import commented_brief
from whichml_server.answers import AnswerForm
from whichml_server.api import Api
from whichml_server.store import StoredAnswer


class Download(NamedTuple):
    """A file of a kept answer: what people call it, its media type, and its bytes."""

    label: str
    media_type: str
    write: Callable[[Api, StoredAnswer], bytes]


def _brief(api: Api, kept: StoredAnswer) -> bytes:
    return commented_brief(dotted_fields(stated_brief(read_answer(kept.body)))).encode()


def _in_form(label: str, media_type: str, *, whole: bool = False) -> Download:
    return Download(label, media_type, AnswerForm(media_type, whole).write)


DOWNLOADS: Final[Mapping[str, Download]] = MappingProxyType({
    "answer.json": _in_form("Answer (JSON)", "application/json", whole=True),
    "answer.jsonld": _in_form("Answer (JSON-LD)", "application/ld+json"),
    "record.html": _in_form("Record (HTML)", "text/html"),
    "record.md": _in_form("Record (Markdown)", "text/markdown"),
    "full-record.html": _in_form("Full record (HTML)", "text/html", whole=True),
    "full-record.md": _in_form("Full record (Markdown)", "text/markdown", whole=True),
    "brief.yaml": Download("Brief (YAML)", "application/yaml", _brief),
})  # fmt: skip
"""By the names of the files."""
