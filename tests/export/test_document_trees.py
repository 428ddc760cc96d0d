"""Whatever stands in a document is text, and nothing else, on the terminal, in Markdown and in HTML."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from by_night import examples
from whichml.cli.terminal import Terminal, print_document
from whichml.export.answer_page import answer_page
from whichml.export.citations import works_cited
from whichml.export.document import GOOD, ITEM, Block, Entry, Mark, Paragraph, Section, Table, Work, Works
from whichml.export.escaping import on_one_line, within_line
from whichml.export.markdown import markdown_of
from whichml.export.web_page import html_of
from whichml.export.words import Address, Aside, Cited, CodeSpan, Part, Strong, parts_of
from whichml.knowledge.base import Knowledge
from whichml.model.statements.facts import Citation
from whichml.model.statements.recommendation import Recommendation

PLACE = Citation(ref="domingos2012", locator="section 3", supports="what it says")
MARKUP = [*"ab1*_`[]<>&|~#$\\{}()-+=.:/@! \n\t", "\x1b[2J", "\u202e", "</p>", "<b>", "](x)", "www.", "http://a"]
TEXTS = st.one_of(st.lists(st.sampled_from(MARKUP), max_size=8).map("".join), st.text(max_size=8))
PARTS: st.SearchStrategy[Part] = st.one_of(
    TEXTS, TEXTS.map(CodeSpan), TEXTS.map(Strong), TEXTS.map(Aside), st.sampled_from([Cited((PLACE,)), Cited(())])
)
WORDS = st.lists(PARTS, max_size=4).map(tuple)


def shown(words: tuple[Part, ...], cited: str = "[1]") -> str:
    """Return what a reader should read, with the mark of a citation."""
    text = ""
    for part in parts_of(words):
        if isinstance(part, CodeSpan | Strong):
            text += on_one_line(part.text)
        elif isinstance(part, Cited):
            text += f" {cited}"
        else:
            text += within_line(part if isinstance(part, str) else getattr(part, "text", ""))
    return text.strip()


def document(title: str, words: tuple[Part, ...]) -> Section:
    below = (Entry(words, Mark("-", "Against it:")),)
    works = Works((Work(PLACE.ref, words, below),))
    blocks = (Paragraph(words), Entry(words, GOOD, below), Entry(words), Table((title, "n"), ((words, words),)))
    return Section(title, (*blocks, Section(title, (Paragraph(words), Entry(words), works), "1.")))


def inlines(markdown: str) -> Iterator[str]:
    """Yield what each line of a document shows, as a reader of Markdown sees it."""
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        for child in token.children or ():
            assert child.type in ("text", "code_inline", "strong_open", "strong_close"), (child, markdown)
        if token.type == "inline":
            yield "".join(child.content for child in token.children or ()).strip()


def elements(markdown: str) -> list[str]:
    return [token.type for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)]


@pytest.mark.slow("tries made-up texts by the hundred")
@settings(deadline=None, max_examples=examples(300))
@given(title=TEXTS, words=WORDS)
def test_markdown_shows_every_text_as_it_is_and_holds_no_markup_of_its_own(title: str, words: tuple[Part, ...]) -> None:
    said, head = shown(words) or "x", on_one_line(title) or "x"
    written = markdown_of(document(title if on_one_line(title) else "x", words if shown(words) else ("x",)))
    assert elements(written) == elements(markdown_of(document("x", ("x",))))
    read = [" ".join(line.split()) for line in inlines(written)]
    said, head = " ".join(said.split()), " ".join(head.split())
    expected = [
        head, said, f"Good, because {said}", f"Against it: {said}", said, head, "n", said, said, f"1. {head}",
        said, said, said, f"Against it: {said}",
    ]  # fmt: skip
    assert read == expected


@example(title="", words=("see http:", Strong("//example.org")))
@example(title="", words=("see WWW", Strong(".example.org")))
@given(title=TEXTS, words=WORDS)
def test_markdown_leaves_no_address_that_would_become_a_link(title: str, words: tuple[Part, ...]) -> None:
    written = markdown_of(Section(title, (Paragraph(tuple(part for part in words if not isinstance(part, CodeSpan))),)))
    assert re.search(r"(?<!\\):/|(?<!\\)@|www\.", written, re.IGNORECASE) is None


class Reading(HTMLParser):
    """Collects tags, and the text of the body."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html.partition("<body>")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def skeleton(words: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return words of the same kinds in harmless letters."""
    kinds: list[Part] = []
    for part in parts_of(words):
        if isinstance(part, CodeSpan | Strong | Aside):
            kinds.append(type(part)("x"))
        else:
            kinds.append("x" if isinstance(part, str) else part)
    return tuple(kinds)


@pytest.mark.slow("makes up documents by the hundred")
@settings(deadline=None, max_examples=examples(200))
@given(title=TEXTS, words=WORDS)
def test_html_shows_every_text_as_it_is_and_has_no_tag_more(title: str, words: tuple[Part, ...]) -> None:
    title = title if on_one_line(title) else "x"
    page, plain = Reading(html_of(document(title, words))), Reading(html_of(document("x", skeleton(words))))
    assert page.tags == plain.tags
    assert page.text.count(shown(words)) >= 9
    assert all(letter.isprintable() or letter == "\n" for letter in page.text)


@pytest.mark.slow("makes up documents by the hundred")
@settings(deadline=None, max_examples=examples(100))
@given(title=TEXTS, words=WORDS)
def test_the_terminal_shows_every_text_and_obeys_none(title: str, words: tuple[Part, ...]) -> None:
    console = Terminal()
    console.file = io.StringIO()
    print_document(document(title, words), console)
    page = console.file.getvalue()
    assert all(letter.isprintable() or letter == "\n" for letter in page)
    said = "".join(shown(words, cited="[domingos2012]").split())
    assert said in "".join(page.split())


@pytest.mark.parametrize("walk", [markdown_of, html_of])
def test_the_first_page_of_an_answer_says_the_same_in_every_form(
    fraud: Recommendation, knowledge: Knowledge, walk: Callable[..., str]
) -> None:
    page = answer_page(fraud, knowledge)
    written = " ".join(walk(page).split())
    titles = [block.title for block in page.blocks if isinstance(block, Section) and block.blocks]
    assert len(titles) > 10
    assert [title for title in titles if title not in written] == []
    assert [c.name for c in fraud.candidates if c.name not in written] == []


def test_works_are_numbered_as_they_are_mentioned_and_named_once() -> None:
    other = Citation(ref="sklearn-docs", locator="1.4", supports="another thing")
    blocks: tuple[Block, ...] = (Paragraph(("a", Cited((other,)))), Entry(("b", Cited((PLACE, other))), ITEM))
    works = works_cited(blocks, {})
    assert [work.ref for work in works.works] == ["sklearn-docs", "domingos2012"]
    assert markdown_of(*blocks, works).splitlines() == [
        "a [1]", "", "* b [1, 2]", "", "1. `sklearn-docs`", "   * 1.4: another thing", "2. `domingos2012`",
        "   * section 3: what it says",
    ]  # fmt: skip


def test_an_address_is_a_link_only_where_it_can_be_opened() -> None:
    words: Any = (Address("https://a.org/x"), " ", Address("javascript:alert(1)"), " ", Address("https://a.org/><b>"))
    assert markdown_of(Paragraph(words)) == "<https://a.org/x> javascript:alert(1) https\\://a.org/&gt;&lt;b&gt;\n"
    page = html_of(Section("", (Paragraph(words),)))
    assert re.findall(r'href="([^"]*)"', page) == ["https://a.org/x"]


def test_a_section_with_nothing_to_say_is_left_out() -> None:
    silent = Section("Silent", (Section("Silent, too"),))
    assert markdown_of(Section("Whole", (silent, Paragraph("said")))) == "# Whole\n\nsaid\n"


def test_a_clause_begins_with_a_capital_behind_a_sign_and_with_a_small_letter_behind_because() -> None:
    page = Section("", (Entry("accuracy is high", GOOD),))
    console = Terminal()
    console.file = io.StringIO()
    print_document(page, console)
    assert console.file.getvalue() == "+ Accuracy is high\n"
    assert markdown_of(page) == "* Good, because accuracy is high\n"
