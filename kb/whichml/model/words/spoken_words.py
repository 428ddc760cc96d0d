"""Words as people say them: yes and no, what is not known, and the words of a field's closed list."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.documents.expressions import expression
from whichml.model.words.denials import TIDY_DENIALS
from whichml.model.words.spoken_numbers import LONGEST, has_a_number, spoken_number
from whichml.model.words.word_hints import HINTS, INSIDE
from whichml.model.words.word_meanings import WORD_MEANINGS

_NOT_KNOWN: Final = frozenset({
    "", "-", "unknown", "not known", "skip", "pass", "dont know", "do not know", "i dont know", "i do not know",
    "we dont know", "we do not know", "no idea", "not sure", "unsure", "im not sure", "n/a", "cant say", "cannot say",
    "hard to say", "nobody knows", "not known yet", "not yet known", "open", "tbd", "dunno", "maybe", "perhaps",
    "possibly", "could be", "who knows", "hard to tell", "cant tell", "cannot tell", "difficult to say", "no clue",
    "not decided", "undecided", "to be decided", "we are not sure", "were not sure", "i am not sure",
})  # fmt: skip
_BESIDE_NOT_KNOWN: Final = expression(
    r"(?<!\w)(?:(?:hm+|oh|well|sorry|honestly|frankly|probably|yet|still|now|at present|at the moment|for now|so far|"
    r"to be honest|im afraid|i am afraid|i think|i guess)(?!\w)\W*)+"
)
"""What may stand around an answer that something is not known, and adds nothing to it."""
_STRESSED: Final = expression(r"(?<!\w)(?:really|simply|honestly|frankly|just|actually)\s+")
"""What may stand inside such an answer too."""
_ALONE: Final[Mapping[str, bool]] = MappingProxyType({
    "y": True, "true": True, "on": True, "1": True, "n": False, "false": False, "off": False, "0": False,
})  # fmt: skip
"""Answers that say yes or no where nothing stands behind them."""
_YES: Final = ("yes", "yeah", "yep", "yup", "sure", "of course", "correct", "definitely", "certainly", "always")
_NO: Final = ("no", "nope", "never", "none", "nobody", "not at all", "certainly not", "of course not", "definitely not")
_GOES_ON: Final = (
    r"it|they|there|we|he|she|that|this|these|those|a|an|the|our|some|all|each|every|everybody|please|because|since|"
    r"as|by|for|with|mostly|always|never|not|only|absolutely|thanks|sir|any"
)
"""Words behind a bare yes or no that go on with it; others, such as `but`, may take it back."""
_ANSWER: Final = expression(
    rf"({'|'.join(sorted((re.escape(each) for each in (*_YES, *_NO)), key=len, reverse=True))})"
    rf"(?:(\s*[,.;:!(–—]|\s+-\s|\s+(?:but|although|though|except)\b)|\s+(?=(?:{_GOES_ON})\b)|\s*\Z)(.*)",
    re.IGNORECASE | re.DOTALL,
)
_TAKES_BACK: Final = expression(r"\b(?:but|or|sometimes|partly|it depends|yes|no)\b", re.IGNORECASE)
_SHORTEST_INSIDE: Final = 5
"""Letters that a single word has at least, to be looked for inside a longer answer."""
_A_YEAR: Final[Mapping[str, int]] = MappingProxyType(
    {"yearly": 1, "monthly": 12, "weekly": 52, "daily": 365, "hourly": 8760}
)
_OFTEN: Final[Mapping[str, Fraction]] = MappingProxyType({
    "quarterly": Fraction(4), "every-quarter": Fraction(4), "half-yearly": Fraction(2), "semi-annually": Fraction(2),
    "fortnightly": Fraction(26), "every-fortnight": Fraction(26),
    **{f"{each}-{season}": Fraction(1) for each in ("every", "each", "once-a", "after-every", "after-each")
       for season in ("season", "harvest", "summer", "winter", "spring", "autumn", "vintage")},
})  # fmt: skip
_PER: Final[Mapping[str, int]] = MappingProxyType(
    {"min": 525_600, "minute": 525_600, "hour": 8760, "day": 365, "week": 52, "month": 12, "year": 1}
)
_TIMES: Final[Mapping[str, int]] = MappingProxyType({
    "once": 1, "once-or-twice": 1, "twice": 2, "thrice": 3, "a-couple-of-times": 2, "a-few-times": 3,
    "several-times": 4,
})  # fmt: skip
_FARTHEST: Final = 6
"""By what factor a cadence may differ from the nearest word that a field has."""
_LANGUAGES: Final = frozenset(re.findall(
    r"[a-z]+",
    "arabic basque bengali bulgarian catalan chinese croatian czech danish dutch english estonian finnish french "
    "galician german greek hebrew hindi hungarian icelandic indonesian irish italian japanese korean latvian "
    "lithuanian malay maltese mandarin norwegian persian polish portuguese romanian russian serbian slovak slovene "
    "slovenian spanish swahili swedish tamil thai turkish ukrainian urdu vietnamese welsh",
))  # fmt: skip
_LANGUAGE_CODES: Final = frozenset(re.findall(
    "[a-z]+",
    "ar bg bn ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu id is it ja ko lt lv ms mt nb nl no pl pt ro "
    "ru sk sl sr sv sw ta th tr uk ur vi zh",
))  # fmt: skip
"""Codes of ISO 639-1 for the same."""
_CLAUSES: Final = expression(
    r"[,;:.!?()–—]+\s|\s-\s|\b(?:but|because|since|although|though|unless|except)\b", re.IGNORECASE
)
_PARTS: Final = expression(r"[,;:.!?()–—]+\s*|\s-\s")
_AND: Final = expression(
    r"(?:(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|[;/&+]|\bas well as\b|\bplus\b|\band\b)\s*(?:(?:and|also|the)\s+)*",
    re.IGNORECASE,
)
"""Between the parts of a list; a comma in `2,400` is none."""


def tidy_word(text: str) -> str:
    """Return a text in lower case, its words joined by hyphens, without marks around them.

    Examples
    --------
    >>> tidy_word("AI Act (high risk)"), tidy_word("Precision @ 10"), tidy_word("C#"), tidy_word("C++")
    ('ai-act-high-risk', 'precision-at-10', 'csharp', 'cpp')
    """
    plain = text.strip().lower().replace("@", "-at-").replace("'", "").replace("’", "")
    plain = plain.replace("c#", "csharp").replace("c++", "cpp")
    return re.sub(r"[^\w%<>=~²$€£]+|_+", "-", plain).strip("-")


def says_unknown(text: str) -> bool:
    """Return whether an answer says that something is not known.

    Examples
    --------
    >>> says_unknown("I don't know."), says_unknown("hm, hard to say, not sure yet"), says_unknown("no")
    (True, True, False)
    >>> says_unknown("I don't know yet"), says_unknown("well, I really don't know"), says_unknown("now we know")
    (True, True, False)
    """
    plain = text.strip().lower().replace("'", "").replace("’", "").strip(" .!")
    if plain in _NOT_KNOWN:
        return True
    parts = (_without_talk(part) for part in _PARTS.split(plain)) if len(plain) <= LONGEST else iter(("no",))
    said = [part for part in parts if part]
    return bool(said) and all(part in _NOT_KNOWN for part in said)


def _without_talk(part: str) -> str:
    """Return a part of an answer without the words around it that add nothing."""
    bare = _STRESSED.sub("", f"{part.strip(' .!?')} ").strip()
    before = _BESIDE_NOT_KNOWN.match(bare)
    bare = bare[before.end() :] if before is not None else bare
    behind = next((each for each in _BESIDE_NOT_KNOWN.finditer(bare) if each.end() == len(bare)), None)
    return (bare[: behind.start()] if behind is not None else bare).strip(" .!?")


def spoken_flag(text: str) -> bool | None:
    """Return whether an answer says yes, also where it goes on; None where it says neither or takes it back at once.

    Behind a comma or `but` it counts by what it began with.

    Examples
    --------
    >>> spoken_flag("yes, the forester"), spoken_flag("no, they don't"), spoken_flag("yes and no")
    (True, False, None)
    """
    given = text.strip()
    if len(given) > LONGEST or given.lower() in _ALONE:
        return _ALONE.get(given.lower())
    found = _ANSWER.match(given)
    if found is None or (found[2] is None and _TAKES_BACK.search(found[3])):
        return None
    return found[1].lower() in _YES


def spoken_words(field: str, text: str) -> tuple[str, ...]:
    """Return the words of a field's closed list that an answer may mean: one where it is clear, none where it is not.

    Examples
    --------
    >>> spoken_words("data.residency", "must not leave the hospital"), spoken_words("data.privacy", "health records")
    (('stays-in-organisation',), ('sensitive',))
    >>> spoken_words("deployment.update_cadence", "a few times a year")
    ('yearly',)
    """
    tidy = tidy_word(text)
    if not tidy or len(text) > LONGEST:
        return ()
    called = words_called(field, tidy)
    if called:
        return called
    whole = _said_in_a_clause(field, tidy)
    if whole:
        return whole
    clauses = [tidy_word(clause) for clause in _CLAUSES.split(text)]
    found = {
        word for clause in clauses if clause for word in words_called(field, clause) or _said_in_a_clause(field, clause)
    }
    return tuple(word for word in WORD_MEANINGS.get(field, INSIDE.get(field, {})) if word in found)


def _said_in_a_clause(field: str, tidy: str) -> tuple[str, ...]:
    """Return the words that a clause means: by how often, by what stands inside it, and last by what may mean them."""
    nearest = nearest_cadence(tidy) if set(_A_YEAR) <= WORD_MEANINGS.get(field, {}).keys() else None
    return (
        (nearest,)
        if nearest is not None
        else _said_inside(tidy, _names_inside(field)) or _said_inside(tidy, _hints_inside(field))
    )


def words_called(field: str, tidy: str) -> tuple[str, ...]:
    """Return the words of a field whose name or other name a tidy answer is as a whole."""
    return tuple(word for word, each in WORD_MEANINGS.get(field, {}).items() if tidy == word or tidy in each.said)


def names_said_inside(field: str, text: str) -> tuple[str, ...]:
    """Return the words of a field whose long names stand inside a text that denies none of it; hints count nothing.

    Examples
    --------
    >>> names_said_inside("data.residency", "a secret, stays in the bank"), names_said_inside("data.residency", "bank")
    (('stays-in-organisation',), ())
    """
    return _said_inside(tidy_word(text), _names_inside(field)) if len(text) <= LONGEST else ()


def _said_inside(tidy: str, names: _NamesInside) -> tuple[str, ...]:
    """Return the words whose names or other names stand inside an answer that denies none of it."""
    spans = [found.span(1) for found in names.pattern.finditer(tidy)]
    whole = [
        (start, end) for start, end in spans
        if not any(first <= start and end <= last and (first, last) != (start, end) for first, last in spans)
    ]  # fmt: skip
    left = tidy
    for start, end in whole:
        left = left[:start] + "-" * (end - start) + left[end:]
    if not TIDY_DENIALS.isdisjoint(left.split("-")):
        return ()
    found = {word for start, end in whole for word in names.words[tidy[start:end]]}
    return tuple(word for word in names.order if word in found)


class _NamesInside(NamedTuple):
    """What is looked for inside answers about one field.

    Attributes
    ----------
    pattern : finds the longest name that begins at each place
    words : for which each name stands
    order : of the words
    """

    pattern: re.Pattern[str]
    words: Mapping[str, tuple[str, ...]]
    order: tuple[str, ...]


@cache
def _names_inside(field: str) -> _NamesInside:
    """Return what stands for the words of a field inside an answer: long names, and each word itself."""
    named = [*INSIDE.get(field, {}).items()]
    for word, each in WORD_MEANINGS.get(field, {}).items():
        told = (name for name in each.said if "-" in name or len(name) >= _SHORTEST_INSIDE or re.search(r"[0-9]", name))
        named.append((word, (word, *told)))
    return _finding(named)


@cache
def _hints_inside(field: str) -> _NamesInside:
    """Return what only hints at the words of a field, and counts where no name of one is said."""
    return _finding([*HINTS.get(field, {}).items()])


def _finding(named: Sequence[tuple[str, Sequence[str]]]) -> _NamesInside:
    """Return what finds names of words inside an answer, in the plural too."""
    words: dict[str, tuple[str, ...]] = {}
    for word, names in named:
        for name in names:
            words[name] = (*words.get(name, ()), word)
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?=({longest_first})(?:e?s)?(?!\w))" if words else r"(?!)")
    return _NamesInside(pattern, MappingProxyType(words), tuple(dict.fromkeys(word for word, _ in named)))


def nearest_cadence(tidy: str) -> str | None:
    """Return the cadence that is nearest to one in other words, such as `every-two-weeks`; None where none is near."""
    often = _times_a_year(tidy)
    if often is None:
        return None

    def distance(word: str) -> float:
        return abs(math.log(float(often) / _A_YEAR[word]))

    nearest = min(_A_YEAR, key=distance)
    return nearest if distance(nearest) <= math.log(_FARTHEST) else None


def _times_a_year(tidy: str) -> Fraction | None:
    if tidy in _OFTEN:
        return _OFTEN[tidy]
    plain = re.sub(r"^(?:about|around|roughly|perhaps|maybe)-", "", tidy)
    a_time = re.fullmatch(
        r"(.+?)-(?:times-)?(?:an?|per|each|every|in-an?)-(min|minute|hour|day|week|month|year)", plain
    )
    if a_time is not None:
        times = _TIMES.get(a_time[1]) or _TIMES.get(f"{a_time[1]}-times")
        number = spoken_number(a_time[1].replace("-", " ")) if times is None else None
        if number is not None and not number.rest:
            return number.number * _PER[a_time[2]] or None
        return Fraction(times * _PER[a_time[2]]) if times is not None else None
    each = re.fullmatch(r"(?:every|each|once-every)-(?:(.+)-)?(min|minute|hour|day|week|month|year|quarter)s?", plain)
    if each is None:
        return None
    number = spoken_number((each[1] or "one").replace("-", " ").replace("other", "two").replace("second", "two"))
    if number is None or number.rest or not number.number:
        return None
    return Fraction(_PER.get(each[2], 4)) / number.number


def listed(text: str) -> Iterator[str]:
    """Yield the parts of an answer that lists several: `GDPR and labour law`, `text, tables`.

    Examples
    --------
    >>> [*listed("text, tables and 2,400 pictures")]
    ['text', 'tables', '2,400 pictures']
    """
    yield from (part for each in _AND.split(text) if (part := re.sub(r"^the\s+", "", each.strip(), flags=re.I)))


def ordered(text: str) -> Iterator[str]:
    """Yield the parts of an answer that puts several into an order: `accuracy > speed, then cost`, `1. a 2. b`.

    Examples
    --------
    >>> [*ordered("accuracy > explanations, then latency")]
    ['accuracy', 'explanations', 'latency']
    """
    steps = re.split(r"(?:>+|->|\bthen\b|\bbefore\b|\b[0-9]{1,2}[.)]\s)\s*", text, flags=re.IGNORECASE)
    for step in steps:
        yield from listed(step)


_PROGRAMMING: Final = frozenset(re.findall(
    r"\S+",
    "python java kotlin scala c c++ c# f# rust go golang javascript typescript php ruby swift matlab julia r sql perl "
    "cobol fortran haskell dart elixir lua abap bash vba vhdl verilog .net",
))  # fmt: skip


def is_programming_language(value: object) -> bool:
    """Return whether a text, or each of a list, is a language that programs are written in.

    Examples
    --------
    >>> is_programming_language("Java 21"), is_programming_language(["Kotlin", "Go"]), is_programming_language("Czech")
    (True, True, False)
    """
    entries = value if isinstance(value, list | tuple) else (value,)
    names = [re.sub(r"\s+[0-9.]+\Z", "", each.strip().lower()) for each in entries if isinstance(each, str)]
    parts = [part for name in names for part in re.split(r"\s*(?:[,/&]|\band\b)\s*", name)]
    return bool(parts) and len(names) == len(entries) and all(part in _PROGRAMMING for part in parts)


def number_of_languages(text: str) -> int | None:
    """Return how many languages an answer lists by name; None where it lists anything else.

    Examples
    --------
    >>> number_of_languages("German and French"), number_of_languages("only English"), number_of_languages("several")
    (2, 1, None)
    """
    if is_programming_language(text):
        return None
    names = {re.sub(r"^(?:only|just|in)\s+", "", each.lower().strip(" .")) for each in listed(text)}
    return len(names) if names and names <= _LANGUAGES | _LANGUAGE_CODES and not has_a_number(text) else None
