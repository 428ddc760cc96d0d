"""What can be wrong, where it stands, and what would be right.

The tree of errors; every one carries all the problems that were found together::

    WhichmlError
    |-- BriefError        a brief that cannot be read, or that contradicts itself
    |-- KnowledgeError    a fact file, the ontology, or a compiled knowledge base
    |-- RuleError         a rule pack or its tests
    |-- QueryError        a query in SPARQL that cannot be read
    |   `-- QueryRefused  one that can be read and is not answered: an update, other data, too long or too much
    |-- ProbeError        data or an experiment that cannot be run
    `-- ExportError       an answer that cannot be written, or a document that cannot be checked
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, Self

_SHOWN_CHARACTERS = 60
ProblemKind = Literal[
    "other", "syntax", "no-yaml", "no-text-key", "size", "repeated-key", "reference", "unknown-key", "missing-key",
    "wrong-value", "no-id",
]  # fmt: skip

Listing = Literal["nothing", "choices", "words", "tasks", "qualities"]
"""What a hint lists: what a field that has to be known may be, of what a word is none, what it may mean, or what there
is to name."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A character in a named text; line and column count from 1."""

    name: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.name}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes
    ----------
    message
        What is wrong, as a sentence.
    where
        Where it stands; None when the values came from no text.
    pointer
        JSON pointer (RFC 6901) of the value in its document; None where there is no document.
    hint
        What would be right, as one or more sentences.
    kind
        What sort of problem it is, for whoever gives it a code.
    code
        Its stable code, such as `RP202`; empty where such problems have none.
    lists
        What the hint lists, for whoever can list it better.
    meaning
        The end of the hint, where it tells what the field means, for whoever tells that elsewhere.
    """

    message: str
    where: Place | None = None
    pointer: str | None = None
    hint: str | None = None
    kind: ProblemKind = "other"
    code: str = ""
    lists: Listing = "nothing"
    meaning: str = ""

    @property
    def remedy(self) -> str:
        """Return the hint without what the field means."""
        return (self.hint or "").removesuffix(self.meaning).rstrip()

    def __str__(self) -> str:
        message = f"{self.code} {self.message}" if self.code else self.message
        placed = f"{self.where}: {message}" if self.where else message
        return f"{placed}\n{self.hint}" if self.hint else placed


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that is allowed and yet worth a second look; the fields are those of `Problem`.

    Attributes
    ----------
    left_out : what it tells of that was not read at all, by its name; nothing where all was
    guessed : what was taken for granted and what else it could be, as a clause; nothing where all was told
    instead : the tasks that it could be as well
    words : what was left out, if it is told in words, which are read with the notes
    n_unread : how many sentences it tells of from which nothing is taken
    is_kept : whether all that it tells of is kept for readers and points to no field
    """

    message: str
    where: Place | None = None
    pointer: str | None = None
    left_out: str = ""
    guessed: str = ""
    instead: tuple[str, ...] = ()
    words: str = ""
    n_unread: int = 0
    is_kept: bool = False

    @property
    def is_left_out(self) -> bool:
        """Return whether it tells of something that was not read at all."""
        return bool(self.left_out)

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class WhichmlError(Exception):
    """Input that whichml cannot work with.

    Parameters
    ----------
    *problems
        Everything that was found, in the order of the text; at least one.
    """

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems: tuple[Problem, ...] = problems

    @classmethod
    def about(
        cls,
        message: str,
        where: Place | None = None,
        pointer: str | None = None,
        hint: str | None = None,
        code: str = "",
    ) -> Self:
        """Return an error with a single problem."""
        return cls(Problem(message, where, pointer, hint, code=code))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class BriefError(WhichmlError):
    """A brief that cannot be read, that uses unknown names, or that contradicts itself."""


class KnowledgeError(WhichmlError):
    """A fact file, the ontology or a compiled knowledge base that cannot be used."""


class RuleError(WhichmlError):
    """A rule pack, or the tests beside it, that cannot be used."""


class QueryError(WhichmlError):
    """A query in SPARQL that cannot be read."""


class QueryRefused(QueryError):  # noqa: N818 (it is no fault of the text)
    """A query that can be read and is not answered, for what it asks or for how much that takes."""


class ProbeError(WhichmlError):
    """Data or an experiment that cannot be run."""


class ExportError(WhichmlError):
    """An answer that cannot be written in the form asked for, or a document that cannot be checked."""


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems in the order of the text, those without a place last; repetitions fall away."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda problem: (problem.where is None, problem.where or Place("", 0, 0))))


def quoted(text: str) -> str:
    r"""Return foreign text for use inside a message: in quotes, on one line, shortened, invisible characters escaped.

    Examples
    --------
    >>> quoted("kernel-smv")
    "'kernel-smv'"
    >>> print(quoted("two\nlines"))
    'two\nlines'
    """
    shortened = text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 3] + "..."
    shown = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in shortened)
    return f"'{shown}'"


def shown_in_short(value: object) -> str:
    """Return a value as a notice shows it.

    Examples
    --------
    >>> shown_in_short([1, "two"]), shown_in_short(True)
    ('1, two', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)).strip("'")


def pointer_to(path: Sequence[str | int]) -> str:
    """Return the JSON pointer (RFC 6901) of a path into a document.

    Examples
    --------
    >>> pointer_to(("requirements", 0, "max"))
    '/requirements/0/max'
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def steps_of_pointer(pointer: str) -> tuple[str, ...]:
    """Return the steps of a JSON pointer, places in lists as texts too.

    Examples
    --------
    >>> steps_of_pointer("/data/a~1b~0"), steps_of_pointer("")
    (('data', 'a/b~'), ())
    """
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


_CLOSE: Final = 0.72
"""How alike a misspelt word is to the one that it stands for, by `difflib`; what is less so is another word."""
_SHORT, _CLOSE_IF_SHORT = 7, 0.6
"""So many letters, of which one that is wrong is a large part."""


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """Return `Did you mean '...'?` with the nearest known word, or None where nothing is near.

    Examples
    --------
    >>> did_you_mean("kernel-smv", ["kernel-svm", "linear-svm"])
    "Did you mean 'kernel-svm'?"
    """
    near = nearest(word, known)
    return f"Did you mean '{near}'?" if near is not None else None


_STEM: Final = 5
"""Letters in which words of one stem, such as boosted and boosting, are the same."""
_MOST_SHARING: Final = 3


def sharing_a_word(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known ids that share a word with another one, those first that are made of least else.

    Examples
    --------
    >>> sharing_a_word("gradient-boosted-trees", ["boosting", "single-tree", "linear", "histogram-boosting"])
    ('boosting', 'histogram-boosting', 'single-tree')
    """

    def stems(text: str) -> frozenset[str]:
        return frozenset(word.removesuffix("s")[:_STEM] for word in text.lower().split("-") if len(word) >= _STEM - 1)

    asked = stems(name[:_SHOWN_CHARACTERS])
    shared = {each: len(asked & stems(each)) / len(each.split("-")) for each in known}
    found = (each for each in shared if shared[each])
    return tuple(sorted(found, key=lambda each: (-shared[each], each))[:_MOST_SHARING])


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that a misspelt one most likely stands for, or None where nothing is near.

    Examples
    --------
    >>> nearest("ERU", ["RUB", "EUR", "USD"]), nearest("gdrp", ["gdpr", "glp"])
    ('EUR', 'gdpr')
    """
    by_lower_case = {candidate.lower(): candidate for candidate in sorted(set(known), reverse=True)}
    tidy = word[:_SHOWN_CHARACTERS].lower().strip().replace("_", "-").replace(" ", "-")
    for spelling in (word, word.lower(), tidy, tidy.replace("-", "_")):
        if spelling in by_lower_case:
            return by_lower_case[spelling]
    swapped = next((by_lower_case[each] for each in _with_a_swap(tidy) if each in by_lower_case), None)
    if swapped is not None:
        return swapped
    cutoff = _CLOSE_IF_SHORT if len(tidy) <= _SHORT else _CLOSE
    close = difflib.get_close_matches(tidy, by_lower_case, n=1, cutoff=cutoff)
    return by_lower_case[close[0]] if close else None


def _with_a_swap(word: str) -> Iterator[str]:
    """Yield a word with two neighbours swapped, which is one slip of the hand and to `difflib` as far as two."""
    for place in range(len(word) - 1):
        yield f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}"
