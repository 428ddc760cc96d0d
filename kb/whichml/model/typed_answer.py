"""An answer that a person types, as the value that a brief would write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.brief_aliases import ALIASES, AMBIGUOUS, BY_CLASSES, NO_REGULATION, Vocabulary
from whichml.model.brief_fields import BRIEF_FIELDS
from whichml.model.document import Plain
from whichml.model.errors import BriefError, quoted
from whichml.model.spoken_amounts import spoken_amount, spoken_share
from whichml.model.spoken_counts import spoken_count
from whichml.model.spoken_periods import period_of
from whichml.model.spoken_words import (
    listed,
    number_of_languages,
    spoken_flag,
    spoken_words,
    tidy_word,
    words_called,
)
from whichml.model.vocabulary import FieldKind

VOCABULARY_OF: Final[Mapping[str, Vocabulary]] = MappingProxyType(
    {"task": "task", "data.modality": "modality", "stakes.regulation": "regulation"}
)
"""The vocabulary of other names that the words of a field belong to."""
_NO_LAW: Final = frozenset({NO_REGULATION, "no", "nothing", "no-law", "no-laws", "none-applies", "no-regulation"})


def value_of(field: str, text: str) -> Plain:
    """Return an answer as a brief would write it.

    Words may be shortened as long as one word fits, and be said in other words where one meaning fits; counts may be
    written as `20k`, `about 20,000` or `two`, flags as yes and no with more behind it, lists with commas or `and`.
    What cannot be read stays as it is, for the brief to refuse.

    Raises
    ------
    BriefError
        Where the text could be several answers, with those.

    Examples
    --------
    >>> value_of("data.rows", "20k"), value_of("data.sparse", "y"), value_of("data.arrival", "str")
    (20000, True, 'stream')
    >>> value_of("stakes.regulation", "GDPR and labour law"), value_of("data.languages", "German and French")
    (['gdpr', 'labour-law'], 2)
    """
    kind, given = BRIEF_FIELDS[field], text.strip()
    if kind.kind == "bool":
        return _flag(field, given)
    if kind.kind == "count":
        n_languages = number_of_languages(given) if field == "data.languages" else None
        return spoken_count(field, given) if n_languages is None else n_languages
    if kind.kind == "fraction":
        return spoken_share(given)
    if kind.dimension is not None:
        return spoken_amount(given, kind.dimension, period_of(field))
    if kind.values and kind.many:
        return _words(field, kind, given)
    if kind.values:
        return _word(field, kind, given)
    return tidy_word(given) if kind.kind == "algorithm" else given


def answer_in_words(value: Plain) -> str:
    """Return a value as one would type it.

    Examples
    --------
    >>> answer_in_words(20_000), answer_in_words(True), answer_in_words(["text", "image"]), answer_in_words([])
    ('20,000', 'yes', 'text, image', 'none')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(answer_in_words, value)) or "none"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3g}" if isinstance(value, float) else str(value)


def is_read_otherwise(text: str, value: Plain) -> bool:
    """Return whether an answer was read as something else than what was typed, however that is spelled.

    Examples
    --------
    >>> is_read_otherwise("20000", 20_000), is_read_otherwise("about 90", 90), is_read_otherwise("y", True)
    (False, True, False)
    """
    typed, read = tidy_word(text), tidy_word(answer_in_words(value))
    if isinstance(value, bool):
        return typed not in ("y", "n", "yes", "no", "true", "false")
    if isinstance(value, int | float):
        plain = text.strip().replace(",", "").replace("_", "").replace(" ", "")
        try:
            return float(plain) != float(value)
        except ValueError:
            return True
    return typed.replace("-", "") != read.replace("-", "")


def _flag(field: str, given: str) -> bool:
    meant = spoken_flag(given)
    if meant is None:
        raise BriefError.about(
            f"`{field}` takes yes or no, not {quoted(given)}.", hint="Or leave it open: it is unknown then."
        )
    return meant


def _words(field: str, kind: FieldKind, given: str) -> list[Plain]:
    if field == "stakes.regulation" and tidy_word(given) in _NO_LAW:
        return []
    whole = _called(field, kind, _bare(given))
    if whole is not None:
        return [whole]
    return list(dict.fromkeys(_word(field, kind, each) for each in listed(given)))


def _bare(given: str) -> str:
    """Return an answer as a tidy word without its article."""
    return re.sub(r"^(?:an?|the)-", "", tidy_word(given))


def _called(field: str, kind: FieldKind, tidy: str) -> str | None:
    """Return the word whose name or other name an answer is, however it is spelled; None where it is none's."""
    if tidy in kind.values:
        return tidy
    vocabulary = VOCABULARY_OF.get(field)
    meant = ALIASES[vocabulary].get(tidy) if vocabulary is not None else None
    called = words_called(field, tidy)
    if meant is None or meant == BY_CLASSES:
        return called[0] if len(called) == 1 else None
    return meant


def _word(field: str, kind: FieldKind, given: str) -> str:
    wanted = _bare(given)
    called = _called(field, kind, wanted)
    if called is not None:
        return called
    vocabulary = VOCABULARY_OF.get(field)
    meant = AMBIGUOUS.get(vocabulary, {}).get(wanted) if vocabulary is not None else None
    if meant is not None:
        raise BriefError.about(f"`{field}` cannot be {quoted(given)}: that could mean several things.",
                               hint=f"Write one of {', '.join(meant)}.")  # fmt: skip
    fitting = tuple(word for word in kind.values if wanted and word.startswith(wanted))
    fitting = fitting or tuple(word for word in kind.values if wanted and wanted in word)
    fitting = fitting or spoken_words(field, given)
    if len(fitting) > 1:
        raise BriefError.about(f"{quoted(given)} may be {', '.join(fitting[:-1])} or {fitting[-1]}: write one of them.")
    return fitting[0] if fitting else given  # the brief refuses what is none, with what is near
