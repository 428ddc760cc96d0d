"""Facts that no field could hold under any name, since they are told in a sentence or by the name of a thing.

Such a fact is no misspelt field: it belongs into the notes, and is read there. What a field could hold, such as a
number, an amount, yes or no, or a word of a closed list, is not taken: it may be meant for one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_number
from whichml.model.values.metrics import metric_of
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.regulations import REGULATIONS
from whichml.model.values.vocabulary import LEVELS, MODALITIES, TASKS, QualityId
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS
from whichml.model.words.devices import facts_of
from whichml.model.words.prose import ProseReading, read_prose
from whichml.model.words.spoken_words import number_of_languages, says_unknown, spoken_flag, tidy_word, words_called
from whichml.model.words.word_meanings import WORD_MEANINGS

_MOST_LETTERS: Final = 600
_FEWEST_WORDS: Final = 3
"""So many words make a sentence; fewer have to name a thing."""
_WORD: Final = expression(r"[^\W\d_]{2,}")
_FIRST_IS_A_NUMBER: Final = expression(
    r"\W*(?:(?:about|around|ca|circa|roughly|approx|approximately|nearly|almost|up to|at most|at least|min|max|minimum|"
    r"maximum|under|over|below|above|within|every|less than|more than|only)\b\W*)*[0-9]", re.IGNORECASE
)  # fmt: skip
_NAME: Final = expression(r"[^\W\d_]*[A-Z][\w+./-]*")
_SAYS_HOW_MUCH: Final = frozenset({
    *LEVELS, "yes", "no", "true", "false", "none", "some", "few", "many", "several", "most", "all", "any", "partial",
    "partly", "mostly", "always", "never", "often", "rarely", "good", "bad", "poor", "strong", "weak", "severe", "mild",
    "lots", "little", "much", "moderate", "possible", "tbd", "n-a", "null",
})  # fmt: skip
_SPLIT: Final = expression(r"[\s_]+")
_NO_BOUND: Final = frozenset({"none", "no", "any", "unlimited", "unconstrained", "unbounded", "not limited"})


def sentence_of(name: str, value: object) -> str:
    """Return a fact as prose says it, by its name without a group.

    Examples
    --------
    >>> sentence_of("operator", "can override anytime"), sentence_of("logged_data", "no"), sentence_of("speakers", 19)
    ('operator can override anytime', 'no logged data', '19 speakers')
    >>> sentence_of("on robot cell", None), sentence_of("crops", ["maize", "sugar beet"])
    ('on robot cell', 'crops maize, sugar beet')
    """
    plain = " ".join(part for part in _SPLIT.split(name.strip()) if part)
    if value is None or value is True:
        return plain
    if isinstance(value, list | tuple):
        texts = [str(each) for each in value]
        is_in_sentences = any(len(_WORD.findall(each)) >= _FEWEST_WORDS for each in texts)
        return f"{plain} {('; ' if is_in_sentences else ', ').join(texts)}"
    text = str(value).strip()
    if value is False or text.lower() in ("no", "none", "false"):
        return f"no {plain}"
    return f"{text} {plain}" if isinstance(value, int | float) else plain if text == "yes" else f"{plain} {text}"


def is_told_in_words(name: str, value: object) -> bool:
    """Return whether no field could hold what is said: a sentence, or the names of things.

    Examples
    --------
    >>> is_told_in_words("crops", ["maize", "rapeseed"]), is_told_in_words("region", "EU only")
    (True, True)
    >>> is_told_in_words("noise", "workshop with compressors"), is_told_in_words("noise", "high")
    (True, False)
    >>> is_told_in_words("follow_up", "5 years after"), is_told_in_words("latency", "minutes are fine here")
    (False, False)
    """
    if names_a_quality(name):
        return False
    if value is None:
        return len(name) <= _MOST_LETTERS and " " in name.strip() and _is_a_sentence(name)
    if isinstance(value, list | tuple):
        return len(value) > 1 and all(isinstance(each, str) and _is_named(each) for each in value)
    return isinstance(value, str) and (_is_a_sentence(value) or _is_a_thing(value))


def names_a_quality(name: str) -> bool:
    """Return whether a name is that of a quality or a metric, which a bound is set on."""
    tidy = tidy_word(name)
    is_other_name = any(tidy in words for words in (ALIASES["quality"], ALIASES["metric"], AMBIGUOUS["quality"]))
    return is_other_name or QualityId(tidy) in QUALITIES or metric_of(tidy) is not None


def asks_for_nothing(name: str, value: object) -> bool:
    """Return whether a fact says that nothing is asked of a quality: `latency: none`."""
    return isinstance(value, str) and value.strip().lower() in _NO_BOUND and names_a_quality(name)


def read_in_words(task: str, name: str, value: object) -> ProseReading | None:
    """Return the first that phrases read of a fact: of an amount, or with it; of yes or no, what it answers.

    Examples
    --------
    >>> read_in_words("regression", "shared", "no gpu").field
    'deployment.accelerator'
    >>> read_in_words("regression", "replicates", "9 per patient")
    """
    is_sentence = isinstance(value, str) and len(_WORD.findall(value)) >= _FEWEST_WORDS
    is_amount = _begins_with_a_number(value) and not is_sentence
    number = next(iter(re.findall(r"[0-9]+", str(value))), "") if is_amount else ""
    readings = read_prose([("", sentence_of(name, value))], task, frozenset())
    return next((each for each in readings if number in each.words), None)


def _begins_with_a_number(value: object) -> bool:
    return is_number(value) or (isinstance(value, str) and _FIRST_IS_A_NUMBER.match(value) is not None)


def _is_a_sentence(text: str) -> bool:
    return (
        len(text) <= _MOST_LETTERS
        and len(_WORD.findall(text)) >= _FEWEST_WORDS
        and _FIRST_IS_A_NUMBER.match(text) is None
        and spoken_flag(text) is None
        and not says_unknown(text)
        and not _could_be_held(text)
    )


def _is_a_thing(text: str) -> bool:
    """Return whether one or two words name a thing, by their letters: `EU only`, `Java 21`, `TRIPOD+AI`."""
    words = text.split()
    names = [word for word in words if _NAME.match(word)]
    is_level = any(tidy_word(word) in _SAYS_HOW_MUCH for word in words)
    is_short = 0 < len(words) <= _FEWEST_WORDS + 1 and _FIRST_IS_A_NUMBER.match(text) is None
    return is_short and bool(names) and not is_level and not _could_be_held(text)


def _is_named(text: str) -> bool:
    """Return whether an entry of a list names a thing, in whatever letters."""
    is_plain = tidy_word(text) not in _SAYS_HOW_MUCH and _FIRST_IS_A_NUMBER.match(text) is None
    return bool(_WORD.search(text) or text.isupper()) and is_plain and not _could_be_held(text)


def _could_be_held(text: str) -> bool:
    """Return whether a text is, as a whole, what some field holds: a word of its list, a task, a law, a device."""
    tidy = tidy_word(text)
    known: Iterator[Collection[str]] = iter((TASKS, MODALITIES, REGULATIONS, ALIASES["task"], ALIASES["modality"],
                                             ALIASES["regulation"], _SAYS_HOW_MUCH))  # fmt: skip
    is_known = any(tidy in words for words in known) or any(words_called(field, tidy) for field in WORD_MEANINGS)
    laws = {*REGULATIONS, *ALIASES["regulation"]} & {tidy_word(word) for word in text.split()}
    return is_known or bool(laws) or facts_of(text) is not None or number_of_languages(text) is not None
