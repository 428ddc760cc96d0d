"""Words of a field among others, in briefs: `own data centre, nothing to the cloud`, `two clerks stay`, `to the CFO`.

A word is taken where all that is known in a text agrees on it. What tells of something that there is answers fields
that ask whether there is any; what says a word of another field that the brief leaves open is put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.documents.expressions import expression
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.values.quantity import quantity_or_none
from whichml.model.values.regulations import REGULATIONS
from whichml.model.words.brief_aliases import ALIASES
from whichml.model.words.denials import TIDY_DENIALS
from whichml.model.words.drift_in_words import drift_told
from whichml.model.words.law_classes import with_classes_of_laws
from whichml.model.words.listed_names import languages_named
from whichml.model.words.spoken_numbers import LONGEST, spoken_number
from whichml.model.words.spoken_words import (
    listed,
    names_said_inside,
    number_of_languages,
    says_unknown,
    spoken_words,
    tidy_word,
    words_called,
)

LONGEST_TEXT: Final = 200
_FEWEST: Final = 2
_CLAUSES: Final = expression(
    r"[,;:.!?()–—]+(?:\s|\Z)|\s\(|\s[-+=]\s|\b(?:but|because|since|although|though|unless|except)\b", re.I
)
_BESIDE: Final = expression(
    r"\s*(?:\bat (?:most|best|least)\b|\bor so\b|\bmax(?:imum)?\.?\Z|\bif at all\b|^at most\s+|^only\s+)\s*",
    re.IGNORECASE,
)
"""What leaves a cadence or a word what it is."""
_THERE_IS: Final = frozenset({
    "project.domain_experts", "project.simulator", "project.human_review", "stakes.fallback_possible",
    "data.new_groups", "data.exogenous", "data.cold_start", "data.item_features", "data.hierarchy", "data.clicks",
})  # fmt: skip
"""Fields that ask whether there is something, answered by telling of it."""
_TELLS_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "data.new_groups": ("new", "unseen", "other", "join*", "add*", "open*"),
    "data.hierarchy": ("total*", "sum*", "level*", "add*"),
    "data.drift": ("chang*", "ageing", "aging", "wear*", "new", "season*", "evolv*", "shift*", "adapt*", "replac*"),
    "stakes.explanation": (
        "why", "reason*", "show*", "see", "sees", "for", "to", "per", "want*", "need*", "must", "ask*", "should",
        "which", "what", "importance", "factor*", "driver*", "understand*", "explain*", "justif*", "rule*",
        "contribut*", "attribut*", "highlight*", "trace*", "audit*",
    ),
})  # fmt: skip
"""Words of texts that tell of something, where texts without them say as often that there is none."""
_DOES_WITHOUT: Final = expression(
    r"\bblack[- ]?box\b|\bfine\b|\bok(?:ay)?\b|\bgood enough\b|\btrust|\bwhatever\b|\birrelevant\b|\bless\b|"
    r"\bmore important\b|\bmatters more\b|\bsecondary\b|\bsame\b|\bstable\b|\bnever\b", re.IGNORECASE,
)  # fmt: skip
_LEAST: Final[Mapping[str, str]] = MappingProxyType({"stakes.explanation": "post-hoc", "data.drift": "slow"})
"""The word of a field that whoever tells of something says at least."""
_PEOPLE: Final = expression(
    r"\b(?:\w*(?:writer|worker|viewer|checker|keeper|editor|operator|inspector|moderator|annotator|investigator|"
    r"supervisor|auditor|adjuster|handler|officer|manager|engineer|planner|dispatcher|reader|teacher|lawyer|examiner|"
    r"controller|underwriter|designer|translator|curator|coder|analyst|scientist|librarian|technician|clinician|"
    r"physician|radiologist|pathologist|geologist|biologist|chemist|specialist|therapist|pharmacist|doctor|nurse|clerk|"
    r"agent|expert|human|\w(?:olog|onom|ic|em|uc)ist|\w(?:ti|i)cian|person|colleague|assistant|consultant|accountant|researcher|reviewer|forester|driver|buyer)s?|"
    r"people|staff|team|raters?|labell?ers?|surgeons?|dentists?|midwi(?:fe|ves)|farmers?|beekeepers?|rangers?|somebody|someone|archivists?|vets?)\b",
    re.IGNORECASE,
)
"""Who looks at what a model says."""
_OF_CASES: Final = frozenset({"data.rows", "data.labelled_rows", "data.events", "data.groups", "data.series"})
_REVIEW: Final = "project.human_review"
_CHECK: Final = expression(
    r"\b(?:checks?|reviews?|approves?|decides?|verif(?:y|ies)|inspects?|confirms?|signs? off|looks? (?:at|over))\b",
    re.I,
)
_OPEN: Final = frozenset(re.findall(
    r"[a-z]+",
    "some sometimes sample samples spot partly partially rarely seldom maybe perhaps possibly possible planned plan "
    "later if unclear depends unsure undecided tbd hard difficult hardly few little nice optional optionally soon "
    "future might could would until after only impossible forbidden replaced instead too",
))  # fmt: skip
"""Words that leave open whether there is any, or always."""
_OTHER: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "data.privacy": ("data.residency",), "data.residency": ("deployment.target",),
    "deployment.target": ("deployment.connectivity", "data.residency"),
    "deployment.connectivity": ("data.residency",), "deployment.interaction": ("deployment.target",),
    "deployment.accelerator": ("deployment.target", "deployment.connectivity"),
})  # fmt: skip
"""Fields whose words people write under the name of another one."""
_CUT_OFF: Final = expression(
    r"\b(?:air[- ]?gapped|offline|not connected|(?:no|without|never)(?: any)? (?:internet|network|connection))\b",
    re.IGNORECASE,
)
"""What says that there is no network, wherever it stands."""
_NEXT_TO: Final = expression(
    r"\b(?:next to|beside|near|behind|connected to|wired to|attached to|in front of)\s+"
    r"(?:the |a |an |our |each |every )?[\w-]+", re.IGNORECASE,
)  # fmt: skip
"""What a machine stands beside, and is not."""
_EMBEDDED: Final = frozenset({"embedded", "embedded-system", "embedded-hardware", "embedded-board"})
_ROOM_FOR_A_SYSTEM: Final = 16e6
"""Bytes of memory that no microcontroller has by itself, so that what is embedded is a small computer; our reading."""
_SHARE_OF_THEM: Final = expression(
    r"(?:about |around |some |ca\.? |~ ?|> ?|over )?([0-9]{1,3})\s?(?:%|per ?cent) of\b", re.I
)
_MOST_OF_THEM, _ALL_OF_THEM = 50, 100
_AWAY_AND_BACK: Final = expression(
    r"\A\s*(?:none|no\b[^,;]*|not[^,;]*|offline|without[^,;]*)\s+(?:in|on|at|while|during)\b[^,;]*[,;]\s*(?:but\s+|then\s+|only\s+)?"
    r"(?:wi-?fi|wlan|lte|[345]g|sync\w*|online|network|internet|lan|upload\w*)\b(?! (?:no|not|never))", re.IGNORECASE,
)  # fmt: skip
"""A network that is away in one place and there in another."""
_AT_TIMES: Final = expression(
    r"\b(?:sometimes|often|at times|in parts|most|mostly|usually|partly|hours|days|weeks|when|while|during|if|not)\b"
    r"(?! connected)",
    re.IGNORECASE,
)
_SURE_PLACE: Final = expression(
    r"\b(?:servers?|data[- ]?cent(?:re|er)s?|on[- ]prem\w*|in[- ]house|cloud|aws|azure|gcp|kubernetes|cluster|laptops?|"
    r"macbooks?|notebooks?|workstations?|pcs?|computers?|browsers?|phones?|tablets?|raspberry|jetson|databricks)\b",
    re.IGNORECASE,
)
"""What names where a model runs under the name of another field: `hospital` alone may be whose data they are."""
_SEVERAL_LANGUAGES: Final = frozenset({"multilingual", "bilingual", "several", "several-languages", "mixed-languages"})
_MISTAKES: Final = "stakes.cost_of_mistakes"
_COSTS: Final = frozenset({
    "stakes.cost_false_positive", "stakes.cost_false_negative", "stakes.cost_too_high", "stakes.cost_too_low",
})  # fmt: skip
"""Amounts of money, of which words say how bad a mistake is."""
_ANSWER: Final = expression(
    r"(?:(?P<no>not (?:allowed|possible|permitted|available|needed|required|necessary|planned)|impossible|forbidden|"
    r"prohibited|unavailable)|(?P<yes>required|mandatory|compulsory|obligatory))\b(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_TAKES_BACK: Final = expression(r"\b(?:but|unless|except|only|if|or|when|yet|until|before)\b", re.IGNORECASE)
_MOST_BESIDE_A_LANGUAGE: Final = 4
_COMPOUND: Final = expression(r"[a-z0-9]+(?:-[a-z0-9]+){1,2}")


class WordsRead(NamedTuple):
    """What a text says among other words: of which field, and what; the reason ends a sentence."""

    field: str
    value: object
    reason: str = ""


def word_among_words(field: str, text: str, told: Mapping[str, object]) -> WordsRead | None:
    """Return what a text says of a field of words, or of yes and no; None where it says none, or several.

    Parameters
    ----------
    told : the fields that the brief tells, by their names

    Examples
    --------
    >>> word_among_words("deployment.update_cadence", "once a year at most", {}).value
    'yearly'
    >>> word_among_words("project.human_review", "two clerks stay", {}).value
    True
    >>> word_among_words("data.privacy", "bank secrecy, must stay in the bank", {}).field
    'data.residency'
    >>> word_among_words("deployment.target", "plant PC next to the PLC", {}).value
    'desktop'
    >>> word_among_words("project.human_review", "some cases by clerks", {})
    """
    kind, given = BRIEF_FIELDS[field], text.strip()
    if not given or len(given) > LONGEST_TEXT or says_unknown(given):
        return None
    if field == "project.team_size":
        return WordsRead("project.human_review", True) if _check(given) and not told.get(_REVIEW) else None
    if kind.kind == "bool":
        said = True if field == "data.intermittent" and _is_of_most(given) else _answer_that_goes_on(given)
        said = True if said is None and _there_is(field, given) else said
        return WordsRead(field, said) if said is not None else None
    if field in _COSTS:
        level = _agreed(_MISTAKES, given)
        is_bad = len(level) == 1 and level[0] in ("high", "very-high") and told.get(_MISTAKES) is None
        return WordsRead(_MISTAKES, level[0]) if is_bad else None
    if field == "data.languages":
        if tidy_word(given) in _SEVERAL_LANGUAGES:
            return WordsRead(field, 2, "" if given.lower().startswith("bi") else ", the least that it says")
        n_languages = languages_named(given) or _languages(given)
        return WordsRead(field, n_languages) if n_languages else None
    if field == "deployment.connectivity" and _CUT_OFF.search(given):
        return WordsRead(field, "never") if named_in_words(field, given) else None
    if field == "deployment.connectivity" and _AWAY_AND_BACK.search(given):
        return WordsRead(field, "intermittent")
    if field == "data.drift" and drift_told(given) == "fast":
        return WordsRead(field, "fast")
    if field == "deployment.target" and tidy_word(given) in _EMBEDDED:
        return WordsRead(field, "edge-device") if _has_room(told.get("deployment.memory")) else None
    words = _agreed(field, given) if kind.values and not kind.many else ()
    if len(words) == 1:
        return WordsRead(field, words[0])
    if field in _LEAST and not words and _tells_of(field, given):
        return WordsRead(field, _LEAST[field], ", the least that it says")
    is_named = any(names_said_inside(field, clause) for clause in clauses_of(given)) if words else False
    for other in _OTHER.get(field, ()) if not is_named else ():
        meant = {word for clause in clauses_of(given) for word in named_in_words(other, clause)}
        if len(meant) == 1 and told.get(other) is None:
            return WordsRead(other, meant.pop())
    return None


def counts_people(field: str, value: object) -> bool:
    """Return whether a text tells how many people did something, where a field counts cases or groups of them.

    Examples
    --------
    >>> counts_people("data.labelled_rows", "3 moderators agreed on 74 %")
    True
    >>> counts_people("data.labelled_rows", "900, by two"), counts_people("data.users", "9 clerks at two desks")
    (False, False)
    """
    number = spoken_number(value[:LONGEST]) if isinstance(value, str) and field in _OF_CASES else None
    named = _PEOPLE.match(number.rest.strip()) if number is not None else None
    return named is not None and number is not None and len(number.rest.split()) >= _FEWEST


def _is_of_most(text: str) -> bool:
    """Return whether a text says a share of things that is half of them at least: `60 % of SKUs`."""
    found = _SHARE_OF_THEM.match(text)
    return found is not None and _MOST_OF_THEM <= int(found[1]) <= _ALL_OF_THEM


def _has_room(memory: object) -> bool:
    """Return whether so much memory is told that a system runs in it."""
    room = quantity_or_none(str(memory), "bytes")
    return room is not None and room.magnitude >= _ROOM_FOR_A_SYSTEM


def named_in_words(field: str, clause: str) -> tuple[str, ...]:
    """Return the words of a field that are named for sure in a clause of a text, which may be about something else.

    Examples
    --------
    >>> named_in_words("deployment.target", "on our server in the barn")
    ('on-premises',)
    """
    if field == "deployment.connectivity":
        return ("never",) if _CUT_OFF.search(clause) and not _AT_TIMES.search(clause) else ()
    if field == "deployment.target" and not _SURE_PLACE.search(clause):
        return ()
    return names_said_inside(field, clause)


def clauses_of(text: str) -> Iterator[str]:
    """Yield the parts of a text that each may say something of its own."""
    yield from (part.strip() for part in _CLAUSES.split(text) if part.strip() and len(part) <= LONGEST)


def _agreed(field: str, text: str) -> tuple[str, ...]:
    """Return the words of a field that the clauses of a text say."""
    bare = _BESIDE.sub(" ", text).strip()
    bare = _NEXT_TO.sub("", bare) if field == "deployment.target" else bare
    whole = spoken_words(field, bare) if bare != text else ()
    if len(whole) == 1:
        return whole
    found = {
        word: None for clause in clauses_of(bare) for word in spoken_words(field, clause) or _acronyms(field, clause)
    }
    tidy = tidy_word(bare)
    if field == "deployment.target" and len(found) > 1 and _COMPOUND.fullmatch(tidy):
        ends = ("-".join(tidy.split("-")[-n:]) for n in (2, 1))
        return next((words for end in ends if (words := words_called(field, end))), ())
    return tuple(found)


def _acronyms(field: str, clause: str) -> tuple[str, ...]:
    """Return the words of a field that stand in a clause as letters, such as PII, which are too short to be sought."""
    if not TIDY_DENIALS.isdisjoint(tidy_word(clause).split("-")):
        return ()
    return tuple(word for each in re.findall(r"\b[A-Z]{3,6}\b", clause) for word in words_called(field, each.lower()))


def _tells(text: str) -> bool:
    """Return whether a text tells of something that there is: several words, none of which denies or doubts it."""
    words = tidy_word(text).split("-")
    return len(words) >= _FEWEST and TIDY_DENIALS.isdisjoint(words) and _OPEN.isdisjoint(words)


def _answer_that_goes_on(text: str) -> bool | None:
    """Return what a text answers that says more behind: `not allowed in production`; None where that may take it back.

    Examples
    --------
    >>> _answer_that_goes_on("required by law"), _answer_that_goes_on("not possible yet")
    (True, None)
    """
    found = _ANSWER.match(text.strip())
    if found is None or not found["rest"].strip() or _TAKES_BACK.search(found["rest"]):
        return None
    return found["yes"] is not None


def _tells_of(field: str, text: str) -> bool:
    """Return whether a text tells of what a field is about, and not that it can be done without."""
    sought = _TELLS_OF.get(field)
    if not _tells(text) or sought is None:
        return _tells(text)
    words = tidy_word(text).split("-")
    has_levels = field == "data.hierarchy" and re.search(r"[/>→]", text) is not None
    is_told = any(word == each or (each[-1] == "*" and word.startswith(each[:-1])) for word in words for each in sought)
    return (is_told or has_levels) and _DOES_WITHOUT.search(text) is None


def _there_is(field: str, text: str) -> bool:
    """Return whether a text tells of what a field asks for: that people look, or that there is such a thing."""
    clauses = [*clauses_of(text)]
    first = clauses[0] if clauses else ""
    if field not in _THERE_IS or not _tells_of(field, first) or re.match(r"[0-9]+(?:\.[0-9]+)?\s?%", first):
        return False
    if field in ("project.human_review", "project.domain_experts"):
        return _PEOPLE.search(first) is not None
    number = spoken_number(first)
    return number is None or number.number > 0


def _check(text: str) -> bool:
    """Return whether a text tells that people check what comes out, where it was to say how many build it."""
    return _tells(text) and _PEOPLE.search(text) is not None and _CHECK.search(text) is not None


def _languages(text: str) -> int | None:
    """Return how many languages a text names, with kinds of them: `Swiss German dialect + standard German`."""
    names = dict[str, None]()
    for part in listed(re.sub(r"\([^()]*\)", "", text)):
        words = re.findall(r"[^\W\d_]+", part)
        n_named = sum(number_of_languages(word) == 1 for word in words if len(word) > _FEWEST)
        if n_named != 1 or len(words) > _MOST_BESIDE_A_LANGUAGE:
            return None
        names[tidy_word(part)] = None
    return len(names) or None


_PLAIN_WORDS: Final = frozenset({"customs", "railway", "aviation", "machinery", "automotive"})
"""Names of laws and norms that are words of a trade: they name a law where laws are asked for."""


def laws_among_words(text: str, *, asked: bool = True) -> tuple[str, ...]:
    """Return the laws and norms that a text names among other words; none where it denies any.

    Parameters
    ----------
    asked : whether the text stands where laws are asked for; elsewhere words of a trade name none

    Examples
    --------
    >>> laws_among_words("GDPR DPIA signed"), laws_among_words("no GDPR here"), laws_among_words("lab rules")
    (('gdpr',), (), ())
    >>> laws_among_words("customs fine of 4k"), laws_among_words("customs fine of 4k", asked=False)
    (('union-customs-code',), ())
    """
    tidy = tidy_word(with_classes_of_laws(text).text)
    if len(text) > LONGEST_TEXT or not TIDY_DENIALS.isdisjoint(tidy.split("-")):
        return ()
    left, found = f"-{tidy}-", set[str]()
    named = {**{law: law for law in REGULATIONS}, **ALIASES["regulation"]}
    for name in sorted(named, key=len, reverse=True):
        if len(name) > _FEWEST and f"-{name}-" in left and (asked or name not in _PLAIN_WORDS):
            left = left.replace(f"-{name}-", "--")
            found.add(named[name])
    return tuple(sorted(found & REGULATIONS.keys()))
