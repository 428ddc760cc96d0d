"""Words of a closed list that a person types, alone or several at once: `in the house`, `GDPR and lab rules`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

from whichml.model.documents.errors import BriefError, Problem, did_you_mean, quoted
from whichml.model.documents.expressions import expression
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.replies.task_suggestions import tasks_named
from whichml.model.replies.told_words import near_words, words_told_so
from whichml.model.values.regulations import REGULATIONS
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS, BY_CLASSES, Vocabulary
from whichml.model.words.law_classes import with_classes_of_laws
from whichml.model.words.spoken_words import listed, spoken_words, tidy_word, words_called
from whichml.model.words.word_meanings import WORD_MEANINGS

VOCABULARY_OF: Final[Mapping[str, Vocabulary]] = MappingProxyType(
    {"task": "task", "data.modality": "modality", "stakes.regulation": "regulation", FURTHER_TASKS: "task"}
)
"""The vocabulary of other names that the words of a field belong to."""
Told: TypeAlias = "Mapping[str, Sequence[str]]"
"""What the program says of the words of a field, by word."""
_NO_LAW: Final = expression(
    r"(?:none|nothing|no|not any|unregulated|not regulated|no(?: other)?(?: special| specific| particular| known)? "
    r"(?:laws?|norms?|regulations?|rules?)(?: (?:or|and|nor) (?:laws?|norms?|regulations?|rules?))?)"
    r"(?: (?:apply|applies|at all|of (?:them|these|those)|(?:that )?(?:i|we) know of|here|really|in particular))*"
)
_MOST_PARTS: Final = 100
_LONG_LIST: Final = 40
"""Of a list with more words a piece has to be longer to stand for one of them."""


class TypedList(NamedTuple):
    """What an answer that may list several says.

    Attributes
    ----------
    words : that were understood
    problems : one for each part that was not, with what would be right
    """

    words: tuple[str, ...]
    problems: tuple[Problem, ...]


def list_of(field: str, given: str, told: Told | None = None) -> TypedList:
    """Return the words of a closed list that an answer says, and what of it is none.

    Examples
    --------
    >>> found = list_of("stakes.regulation", "GDPR, and lab rules")
    >>> found.words, found.problems[0].message
    (('gdpr',), "`stakes.regulation`: 'lab rules' is no law or norm that is known.")
    >>> list_of("stakes.regulation", "none apply")
    TypedList(words=(), problems=())
    """
    said = told or what_is_told_of(field)
    if field == "stakes.regulation":
        given, unclear = with_classes_of_laws(given)
        if unclear:
            hint = f"Did you mean {' or '.join(map(quoted, unclear))}?"
            return TypedList((), (Problem(f"`{field}`: {quoted(given)} names a class that is not known.", hint=hint),))
    whole = _called(field, bare(given)) or _only(words_told_so(given, said))
    if whole is not None:
        return TypedList((whole,), ())
    parts = [*listed(given)]
    if len(parts) > _MOST_PARTS:
        return TypedList(
            (), (Problem(f"`{field}` cannot be {len(parts):,} words.", hint=f"List {_MOST_PARTS} at most."),)
        )
    if field == "stakes.regulation":
        none = [part for part in parts if _NO_LAW.fullmatch(tidy_word(part).replace("-", " "))]
        if none and none[0] == parts[0]:
            return TypedList(_laws_named(parts[1:]), ())
        parts = [part for part in parts if part not in none]
    words: dict[str, None] = {}
    problems: list[Problem] = []
    for part in parts:
        try:
            word = word_of(field, part, said)
        except BriefError as refusal:
            problems += refusal.problems
            continue
        if word in BRIEF_FIELDS[field].values:
            words[word] = None
        else:
            problems.append(_no_word(field, part))
    if problems and not words:
        near = near_words(given, said)
        if len(near) == 1:
            return TypedList(near, ())
    return TypedList(tuple(words), tuple(problems))


def _laws_named(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the laws that parts of an answer name which goes on behind `none`: `none, but GDPR`."""
    bare_parts = (re.sub(r"^(?:but|only|just|except)\s+|\s+only\Z", "", part.strip(" ."), flags=re.I) for part in parts)
    called = (_called("stakes.regulation", bare(part)) for part in bare_parts)
    return tuple(dict.fromkeys(word for word in called if word is not None))


def _no_word(field: str, part: str) -> Problem:
    near = did_you_mean(part, BRIEF_FIELDS[field].values)
    known = f"It is one of {', '.join(BRIEF_FIELDS[field].values)}."
    message = (
        f"`{field}`: {quoted(part)} is no law or norm that is known."
        if field == "stakes.regulation"
        else f"`{field}` cannot be {quoted(part)}."
    )
    return Problem(message, hint=near or known, lists="nothing" if near else "words")


def word_of(field: str, given: str, told: Told | None = None) -> str:
    """Return the word of a closed list that an answer means; the answer itself where it means none.

    Raises
    ------
    BriefError
        Where it could mean several, with those.
    """
    wanted, words, said = bare(given), BRIEF_FIELDS[field].values, told or what_is_told_of(field)
    called = _called(field, wanted) or _only(words_told_so(given, said))
    if called is not None:
        return called
    vocabulary = VOCABULARY_OF.get(field)
    meant = AMBIGUOUS.get(vocabulary, {}).get(wanted) if vocabulary is not None else None
    if meant is not None:
        raise BriefError.about(f"`{field}` cannot be {quoted(given)}: that could mean several things.",
                               hint=f"Write one of {', '.join(meant)}.")  # fmt: skip
    shortest = 1 if len(words) < _LONG_LIST else 4
    fitting = tuple(word for word in words if len(wanted) >= shortest and word.startswith(wanted))
    fitting = fitting or spoken_words(field, given)
    fitting = fitting or tuple(word for word in words if len(wanted) >= shortest and wanted in word)
    fitting = fitting or (tasks_named(given) if VOCABULARY_OF.get(field) == "task" else ()) or near_words(given, said)
    if len(fitting) > 1:
        raise BriefError.about(f"{quoted(given)} may be {', '.join(fitting[:-1])} or {fitting[-1]}: write one of them.")
    return fitting[0] if fitting else given  # the brief refuses what is none, with what is near


def what_is_told_of(field: str) -> Mapping[str, tuple[str, ...]]:
    """Return what the program says of the words of a field, where that is not told by the knowledge base."""
    if field == "stakes.regulation":
        return {word: (name, re.split(r" \(|, ", name)[0]) for word, name in REGULATIONS.items()}
    return {word: (each.meaning,) for word, each in WORD_MEANINGS.get(field, {}).items()}


def bare(given: str) -> str:
    """Return an answer as a tidy word without its article."""
    return re.sub(r"^(?:an?|the)-", "", tidy_word(given))


def _only(words: tuple[str, ...]) -> str | None:
    return words[0] if len(words) == 1 else None


def _called(field: str, tidy: str) -> str | None:
    """Return the word whose name or other name an answer is, however it is spelled; None where it is none's."""
    if tidy in BRIEF_FIELDS[field].values:
        return tidy
    vocabulary = VOCABULARY_OF.get(field)
    meant = ALIASES[vocabulary].get(tidy) if vocabulary is not None else None
    called = words_called(field, tidy)
    if meant is None or meant == BY_CLASSES:
        return called[0] if len(called) == 1 else None
    return meant
