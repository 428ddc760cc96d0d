"""Blocks of a document as HTML that unfolds, for pages that are put together elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from whichml.export.citations import address_of, title_line
from whichml.export.document import Block, Entry
from whichml.export.escaping import is_plain_address
from whichml.export.web_page import HtmlWriter, as_html
from whichml.export.words import Address, Cited, Words, flat
from whichml.model.statements.recommendation import SourceRecord

_LINKS: Final = (Address, Cited)
_NONE: Final[Mapping[str, SourceRecord]] = MappingProxyType({})
_NAMED: Final = re.compile(r" \[([a-z0-9]+(?:-[a-z0-9]+)*)\]")


def fragment_of(blocks: Iterable[Block], level: int, sources: Mapping[str, SourceRecord] = _NONE) -> str:
    """Return blocks as HTML without a page around them; every text in it is shown as it is, and holds no tag.

    What belongs to an entry is folded away below it, and opens without a script.

    Parameters
    ----------
    level : of the headings of sections, 1 to 6
    sources : works by id, each opened where an entry names its id in brackets
    """
    return "\n".join(_Unfolding(sources).written(tuple(blocks), level))


class _Unfolding(HtmlWriter):
    def __init__(self, sources: Mapping[str, SourceRecord]) -> None:
        super().__init__()
        self._sources = sources

    def line(self, words: Words) -> str:
        """Return words as HTML that stays within a line; where it is broken, no per cent goes without its number."""
        return super().line(words).replace(" %", "&nbsp;%")

    def below(self, entries: tuple[Entry, ...]) -> str:
        """Return entries as a list; each sign is for the style to show, and each that has more below it unfolds."""
        listed = (f'<li data-sign="{as_html(each.mark.sign)}">{self._unfolding(each)}</li>' for each in entries)
        return '<ul class="entries">\n' + "\n".join(listed) + "\n</ul>" if entries else ""

    def _unfolding(self, entry: Entry) -> str:
        if not entry.below:
            return _NAMED.sub(self._opened, self.line((entry.mark.words, " ", entry.words)))
        parts = list(flat(entry.words))
        links = tuple(part for part in parts if isinstance(part, _LINKS))  # a line that unfolds can hold none
        line = self.line((entry.mark.words, " ", *(part for part in parts if not isinstance(part, _LINKS))))
        linked = self.line(links)
        cited = f"<p>{linked}</p>" if linked else ""
        return f"<details><summary>{line}</summary>{cited}{self.below(entry.below)}</details>"

    def _opened(self, named: re.Match[str]) -> str:
        """Return the id of a work as a link to where it can be opened, if it is one."""
        source = self._sources.get(named[1])
        address = address_of(source) if source is not None else ""
        if source is None or not is_plain_address(address):
            return named[0]
        return f' <a href="{as_html(address)}" title="{as_html(title_line(source))}">[{named[1]}]</a>'
