"""The phrases that prose is searched for: `phrases/*.txt`, headings `field = value [tasks]` with phrases below each.

A phrase is words of one sentence: `a/b` one of several, `word~` any word that begins so, `(word)` one that may be
missing, `*` up to three words of any kind, `{n}` a number, `{n%}` a share. It does not count after a denial in the same
clause, unless it begins with one. Parts joined by `&` have to stand in the sentence in any order, and a part after `!`
may not. A line `@name = a/b/c` names words, for which `@name` stands in the lines after it, and `@name += d/e` adds to
them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from whichml.model.documents.document import Plain
from whichml.model.documents.expressions import expression
from whichml.model.words.denials import DENIALS
from whichml.model.words.phrase_texts import phrase_text
from whichml.model.words.prose_numbers import begins_number

GAP: Final = "*"
NUMBER: Final = "{n}"
SHARE: Final = "{n%}"
_AND: Final = "&"
_WITHOUT: Final = "!"
_MOST_GAPS: Final = 2
ANY_TASK: Final = ""
"""In the place of a task: what is read whatever the task is."""
_MOST_LINES: Final = 100_000
_MOST_KNOWN: Final = 20_000
"""Of how many words it is kept what they are forms of."""
TABLES: Final = (
    "data", "known", "series", "use", "wide", "task_classes", "task_effects", "task_series", "task_texts",
    "task_pictures", "task_data", "labels", "people", "proposals", "serving", "structure", "numbers", "hurried",
)  # fmt: skip
"""The tables in their order: what was written for certain words first, then for one task, last for any project."""
_NAMED: Final = expression(r"(@[a-z]+) (\+?)= (\S+)")
_NAME: Final = expression(r"@[a-z]+")
_HEADING: Final = expression(r"([a-z_.]+) = ([^\[]+?)(?:\s*\[([^\]]*)\])?")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a phrase, in each of its forms."""

    exact: frozenset[str]
    beginnings: tuple[str, ...]
    may_be_missing: bool = False

    def matches(self, word: str) -> bool:
        """Return whether a word of a text is one of its forms."""
        return word in self.exact or (bool(self.beginnings) and word.startswith(self.beginnings))


Element = Word | str
"""A word, or one of `GAP`, `NUMBER` and `SHARE`."""


@dataclass(frozen=True, slots=True)
class PhrasePart:
    """Words that follow one another.

    Attributes
    ----------
    denies : whether it begins with a denial itself
    is_absent : whether a sentence must not hold it
    """

    elements: tuple[Element, ...]
    denies: bool
    is_absent: bool

    @classmethod
    def of(cls, words: Sequence[str]) -> PhrasePart:
        """Return the part that these words write."""
        is_absent = words[0].startswith(_WITHOUT)
        elements = tuple(_element(word.removeprefix(_WITHOUT)) for word in words)
        first = elements[0]
        return cls(elements, isinstance(first, Word) and bool(first.exact & DENIALS), is_absent)


@dataclass(frozen=True, eq=False)
class Phrase:
    """A phrase of the table, with the field and the value that it stands for.

    Attributes
    ----------
    tasks : for which it is read; all where empty
    line : its number among the lines of all tables: of two, the first decides
    """

    field: str
    value: str
    tasks: frozenset[str]
    text: str
    line: int

    @property
    def needed(self) -> Iterator[str]:
        """Yield the words that a sentence has to hold, each in its forms."""
        for part in self.text.split(f" {_AND} "):
            if not part.startswith(_WITHOUT):
                yield from (word for word in part.split() if word != GAP and not word.startswith("("))

    @cached_property
    def parts(self) -> tuple[PhrasePart, ...]:
        """Return what it consists of, the part that it is found by first; most are never looked at so closely."""
        return tuple(PhrasePart.of(part.split()) for part in self.text.split(f" {_AND} "))

    def value_with(self, number: float | None) -> Plain:
        """Return the value as a brief writes it, with the number that the text gives."""
        text = self.value
        if number is not None:
            text = text.replace(NUMBER, f"{number:.12g}").replace(SHARE, f"{number:.12g}")
        if text in ("true", "false"):
            return text == "true"
        if re.fullmatch(r"\d+", text):
            return int(text)
        return float(text) if re.fullmatch(r"\d*\.?\d+(?:e[-+]?\d+)?", text) else text


class PhraseTable:
    """Phrases in their order, found by the words of a sentence.

    Each phrase waits for that of its words which the fewest phrases ask for; it is looked at closely where all of its
    words stand in the sentence.
    """

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = tuple(phrases)
        self._numbers: dict[str, int] = {}
        self._by_word: dict[str, list[int]] = {}
        self._by_letters: dict[str, list[tuple[str, int]]] = {}
        self._known: dict[str, tuple[int, ...]] = {}
        self._needs = [frozenset(self._number_of(form) for form in phrase.needed) for phrase in self.phrases]
        asked = Counter(number for needs in self._needs for number in needs)
        self._waiting: dict[int, list[int]] = {}
        for place, needs in enumerate(self._needs):
            rarest = min(needs, key=lambda number: (asked[number], number))
            self._waiting.setdefault(rarest, []).append(place)

    def _number_of(self, forms: str) -> int:
        """Return the number of a word in its forms, which is entered where it is new."""
        number = self._numbers.get(forms)
        if number is None:
            number = self._numbers[forms] = len(self._numbers)
            for form in () if forms in (NUMBER, SHARE) else forms.split("/"):
                if form.endswith("~"):
                    self._by_letters.setdefault(form[:2], []).append((form[:-1], number))
                else:
                    self._by_word.setdefault(form, []).append(number)
        return number

    def found_by(self, words: Sequence[str]) -> Iterator[Phrase]:
        """Yield the phrases whose words all stand among those of a sentence, in their order."""
        there = {number for word in words for number in self._numbers_of(word)}
        waiting = sorted(place for number in there for place in self._waiting.get(number, ()))
        return (self.phrases[place] for place in waiting if self._needs[place] <= there)

    def _numbers_of(self, word: str) -> tuple[int, ...]:
        """Return the numbers of what a word is a form of; most words of a text have come before."""
        known = self._known.get(word)
        if known is None:
            beginnings = (number for letters, number in self._by_letters.get(word[:2], ()) if word.startswith(letters))
            amounts = (self._numbers[each] for each in (NUMBER, SHARE) if each in self._numbers)
            known = (*self._by_word.get(word, ()), *beginnings, *(amounts if begins_number(word) else ()))
            if len(self._known) < _MOST_KNOWN:
                self._known[word] = known
        return known


def phrase_tables(task: str) -> tuple[PhraseTable, PhraseTable]:
    """Return what is shipped in two tables: what is read for any task, and what is read for this one."""
    return _table_of(ANY_TASK), _table_of(task)


@lru_cache(maxsize=64)
def _table_of(task: str) -> PhraseTable:
    return PhraseTable(list(shipped_phrases(task)))


def shipped_phrases(task: str | None = None) -> Iterator[Phrase]:
    """Yield the phrases that are shipped: those that are read for one task, or all."""
    for number, name in enumerate(TABLES):
        yield from parse_phrases(phrase_text(name), task, number * _MOST_LINES)


def parse_phrases(text: str, task: str | None = None, first: int = 0) -> list[Phrase]:
    """Return the phrases of a table.

    Parameters
    ----------
    task : of which they are, or `ANY_TASK` for those of none; all where None
    first : the number of the first line among all tables

    Raises
    ------
    ValueError
        Where a line is neither a heading nor a phrase below one, or a phrase begins with a gap or has more than two,
        which could be matched in too many ways; begins with what may not be there; or names words that no line before
        it does.
    """
    found: list[Phrase] = []
    named: dict[str, str] = {}
    heading: tuple[str, str, frozenset[str]] | None = None
    is_read = True
    for number, line in enumerate(text.splitlines(), first):
        if not is_read and line[:1] == " ":
            continue
        stated = line.partition("#")[0].rstrip()
        if not stated:
            continue
        if stated[0] == "@" and (words := _NAMED.fullmatch(stated)):
            before = f"{_with_named(words[1], named)}/" if words[2] else ""
            named[words[1]] = before + _with_named(words[3], named)
        elif not stated[0].isspace():
            heading = _heading(stated)
            is_read = task is None or (task in heading[2] if heading[2] else task == ANY_TASK)
        elif heading is None or not _is_findable(stated):
            raise ValueError(f"a phrase without a heading, without a first word, or with many gaps: {stated.strip()}")
        else:
            parts = _with_named(stated, named).split()
            found.extend(Phrase(*heading, text, number) for text in _without_hyphens(parts))
    return found


def _is_findable(text: str) -> bool:
    """Return whether every part of a phrase has a first word and few gaps, and the first one is to be there."""
    if not (_AND in text or GAP in text or _WITHOUT in text or "(" in text):
        return True
    parts = [part.split() for part in text.split(f" {_AND} ")]
    if not all(part and part[0].removeprefix(_WITHOUT) != GAP and part.count(GAP) <= _MOST_GAPS for part in parts):
        return False
    return not parts[0][0].startswith(_WITHOUT) and any(word != GAP and word[0] != "(" for word in parts[0])


def _with_named(text: str, named: Mapping[str, str]) -> str:
    """Return a text with the words that names in it stand for."""
    if "@" not in text:
        return text
    unknown = sorted(set(_NAME.findall(text)) - named.keys())
    if unknown:
        raise ValueError(f"a phrase with words that nobody named: {unknown[0]} in {text.strip()}")
    return _NAME.sub(lambda name: named[name.group()], text)


def _without_hyphens(parts: Sequence[str]) -> Iterator[str]:
    """Yield a phrase with hyphenated words parted, as texts are; one phrase for each that stands beside others.

    Examples
    --------
    >>> list(_without_hyphens(["real-time/live", "answers"]))
    ['live answers', 'real time answers']
    """
    number = next((n for n, part in enumerate(parts) if "-" in part), None)
    if number is None:
        yield " ".join(parts)
        return
    forms = parts[number].split("/")
    plain = "/".join(form for form in forms if "-" not in form)
    hyphenated = [form.replace("-", " ") for form in forms if "-" in form]
    for form in ([plain] if plain else []) + hyphenated:
        yield from _without_hyphens([*parts[:number], *form.split(), *parts[number + 1 :]])


def _heading(line: str) -> tuple[str, str, frozenset[str]]:
    match = _HEADING.fullmatch(line)
    if match is None:
        raise ValueError(f"no heading of phrases: {line}")
    field, value, tasks = match.groups()
    return field, value.strip(), frozenset(task.strip() for task in (tasks or "").split(",") if task.strip())


def _element(part: str) -> Element:
    if part in (GAP, NUMBER, SHARE):
        return part
    forms = part.strip("()").split("/")
    exact = frozenset(form for form in forms if not form.endswith("~"))
    return Word(exact, tuple(form[:-1] for form in forms if form.endswith("~")), part.startswith("("))
