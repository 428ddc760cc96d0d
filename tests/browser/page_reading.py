"""What a reader of a page looks for."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser


class Page(HTMLParser):
    """A page as its elements, each with its attributes, and as the words that a reader sees."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    @property
    def words(self) -> str:
        return " ".join("".join(self._words).split())

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        """Return the attributes of the elements of a tag that have these values."""
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]

    def value(self, name: str) -> str:
        """Return what the form would send of a text or a hidden control."""
        (found,) = self.all("input", name=name)
        return found["value"] or ""


def headings(text: str) -> list[str]:
    """Return the headings of a page in their order."""
    return [unescape(re.sub(r"<[^>]+>", "", found)) for found in re.findall(r"<h[1-3][^>]*>(.*?)</h[1-3]>", text)]
