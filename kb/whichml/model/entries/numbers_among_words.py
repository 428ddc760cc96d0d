"""Numbers and amounts in briefs that have words beside them: `900, double coded`, `4-9 months`, `2 developers, no ML`.

A number is taken where it leads and nothing behind it may be the number that was meant; of a range, the end to plan
with where it is clear which one that is. Everything else is left to be refused: a wrong number is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError
from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_whole
from whichml.model.entries.numbers_by_shape import number_by_its_shape
from whichml.model.entries.written_values import as_the_format_writes
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.replies.typed_answer import value_of
from whichml.model.values.quantity import QuantityError, parse_quantity
from whichml.model.words.denials import DENIALS
from whichml.model.words.spoken_amounts import NONE_OF_IT, begins_with_a_unit
from whichml.model.words.spoken_numbers import has_a_number, spoken_number, without_hedges

LONGEST_TEXT: Final = 200
_SEPARATOR: Final = expression(
    r"\s*(?:,(?![0-9]{3}(?![0-9]))|[;(–—]|:\s|\.\s|\s-\s|\s/\s(?=[0-9])|\b(?:maybe|perhaps|plus|but|because|since|drawn|collected)\b"
    r"|\b(?:of which|including)\b|\b(?:of|with|at|from|in|after|by|for)\s+(?=[~<>]?\s?[0-9]))",
    re.IGNORECASE,
)
"""What ends the part of a text that says how many; a comma in `2,400` does not."""
_END: Final = r"[0-9][0-9.]*(?:,[0-9]{3})*(?:\s?(?:k|m|thousand|million)\b)?"
_HOURS, _MINUTES = expression(r"\b[0-9]{1,2}:\Z"), expression(r":[0-9]{2}\b")
_RANGE: Final = expression(
    rf"\s*(?:(?:between|from|about|around|roughly|typically|usually|some|ca\.?|~)\s*)*(?P<low>{_END})\s*(?P<unit>[a-z%]*)"
    rf"\s*(?:-|–|—|\.\.+|\bto\b|\band\b)\s*(?P<high>{_END})(?P<rest>.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_LOWER: Final = frozenset({
    "data.rows", "data.labelled_rows", "data.groups", "data.events", "data.examples_per_class", "data.history",
    "data.minority_share", "project.team_size", "project.budget", "project.deadline", "project.unit_budget",
    "project.cases_per_day", "deployment.memory", "deployment.storage", "deployment.battery_life",
    "deployment.uplink_per_day", "deployment.clock", "deployment.control_period", "stakes.false_alarms_per_day",
})  # fmt: skip
"""Fields of which less leaves less room, so that of a range the lower end is the one to plan with."""
_UPPER: Final = frozenset({
    "data.label_delay", "data.horizon", "data.features", "data.classes", "data.languages", "data.channels",
    "data.missing_share", "data.censored_share", "data.categorical_cardinality", "data.categorical_features",
    "data.label_cost", "data.label_time", "data.text_length", "data.clip_length", "data.image_side", "data.items",
    "data.candidates", "deployment.requests_per_day", "deployment.peak_requests_per_second", "deployment.devices",
})  # fmt: skip
"""Fields of which more asks for more."""
_TYPICAL: Final = frozenset({"data.text_length", "data.clip_length"})
"""Fields that ask for what is typical, of which ends that lie far apart say nothing."""
_FAR: Final = 4
_STILL_TO_COME: Final = expression(r"\b(?:can|could|may|might|if)\b(?! be\b)", re.IGNORECASE)
_INSTEAD: Final = expression(
    r"\b(?:usable|active|valid|remaining|left|really|actually|effectively?|only|net|used|clean|kept|final(?:ly)?|growing|"
    r"grows?|up to|or|once|soon|by now|today|now|actual)\b", re.IGNORECASE,
)  # fmt: skip
"""What says that a second number is the one that counts."""
_OF_THEM: Final = expression(r"\s*(?:of (?:them|these|those|which|whom|it)|thereof\b|each|per\b|/)", re.IGNORECASE)
_OF_A_PART: Final = expression(r"\b(?:in|of|for|among|at|on|by)\b(?! (?:all|the (?:rows|cells|data))\b)", re.IGNORECASE)
"""What makes a share one of a part."""
_PART_OF_IT: Final = expression(r"(?:[,(]\s*)?(?:of which|including|incl\.)", re.IGNORECASE)
"""What begins a part of an amount, which is told whole before."""
_YEAR: Final = expression(r"(?:19|20)[0-9]{2}(?![0-9.,%])")
_ENDS: Final = expression(r"\s*(?:[,;.)–-]|to\b|until\b|\Z)")
_TO_THIS_DAY: Final = expression(r"(?:-|–|\b(?:to|until|till)\b)\s*(?:now|today|date|the present)\b", re.IGNORECASE)
_SINCE: Final = expression(
    r"\b(?:since|in|from|until|to|of|before|after|summer|winter|spring|autumn)\s*\Z", re.IGNORECASE
)
"""What stands around a year."""
_NUMBER: Final = expression(
    r"(?<![\w-])(?:[0-9][0-9,_.]*[kKM]?(?![a-zA-Z]{2})|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"twenty|thirty|forty|fifty|sixty|eighty|ninety|(?:a )?(?:hundred|thousand|million|dozen))s?\b)",
    re.IGNORECASE,
)
_NO_NOUN: Final = frozenset(
    {"with", "for", "from", "and", "was", "were", "the", "are", "not", "but", "per", "more", "than"}
)
_HAVE_PARTS: Final = frozenset({
    "data.rows", "data.labelled_rows", "data.groups", "data.events", "data.users", "data.items", "data.series",
    "deployment.devices", "deployment.requests_per_day",
})  # fmt: skip
"""Counts of things, some of which are told besides."""
_ASIDE: Final = _HAVE_PARTS - {"data.rows"}
"""Counts beside which another thing may be counted: a table has one kind of row, and what is more may be its rows."""
_COUNTED: Final = frozenset({
    "annotators", "labellers", "labelers", "raters", "reviewers", "classes", "features", "columns", "languages",
    "series", "channels", "hours", "pages",
})  # fmt: skip
"""What other fields count: a number of these is none of anything else."""
_EACH: Final = expression(
    r"\b(?:each|every|apiece)\b(?! (?:day|night|week|month|year|hour|second|minute)\b)", re.IGNORECASE
)
"""What makes a count one of each of several."""
_A_CASE: Final = expression(r"([0-9])\s+batches\Z", re.IGNORECASE)
"""What is made at once and measured is a case of a table, though it has rows of its own elsewhere."""
_PAGES: Final = expression(
    r"([0-9]\s?[km]?)\s+(?:pdf |scanned |web |log )?(?:pages|lines|sentences|paragraphs|files)\b"
    r"(?!\s*(?:per|each|a\b|/))", re.IGNORECASE,
)  # fmt: skip
"""Parts of texts that are cases themselves, where what is counted are cases or what is searched."""
_BY_ONE: Final = expression(
    r"\b(?:(?:from|by|of)\s+)?(?:one|two|three|a)\s+(?:[a-z-]+\s+)?(?:colleague|person|people|expert|annotator|student|"
    r"engineer|clerk|doctor|nurse|analyst|technician|operator|inspector|intern|scientist|specialist|reviewer|\w+ologist)"
    r"s?\b(?![^0-9]*[0-9])"
    r"|\bby\s+(?:one|two|three)\s+(?!more|hundred|thousand|million|dozen|day|week|month|year|per)[a-z-]{3,}[^0-9]*\Z",
    re.IGNORECASE,
)  # fmt: skip
"""Who counted, labelled or checked, at the end of a text."""
_OF_ALL: Final = expression(r"\b(?:overall|in total|altogether|in all|on average)\b", re.IGNORECASE)
_NONE_YET: Final = expression(
    r"(?:none|nothing|zero|no(?:\s+labels?|\s+labelled\s+\w+)?)(?:\s+(?:yet|so far|at all|for now|right now|today|"
    r"at the moment|currently|labelled|labeled|\(yet\)))*(?P<rest>\s*[,;(.:–—-].*)?\Z", re.IGNORECASE | re.DOTALL,
)  # fmt: skip
_CLASS_WITH_SHARE: Final = expression(
    r"(?!(?:overall|total|about|around|up|max|min|at|in|of|from|most|some|others?)\b)[^\W\d_][\w-]*"
    r"(?: [^\W\d_][\w-]*)?:?\s+[~≈]?\s?([0-9]+(?:\.[0-9]+)?)\s?(?:%|pct)", re.IGNORECASE,
)  # fmt: skip
_ALL_OF_IT: Final = 100.0
_TO_COME: Final = expression(
    r"\b(?:maybe|perhaps|later|soon|planned|plan|could|can|may|might|would|will|if|possibly|possible|next|expected)\b",
    re.IGNORECASE,
)
_HALVES: Final = expression(r"(?<=[0-9]),(?=[0-9]{1,2}(?![0-9]))")
"""The comma of one person and a half, which parts no two people."""
_PEOPLE: Final = expression(r"\s*(?:,|;|\+|&|/|\band\b|\bplus\b)\s*", re.IGNORECASE)
ONE_WHO_WORKS: Final = expression(
    r"(?:[a-z-]+ ){0,2}(?:intern|student|developer|dev|engineer|analyst|scientist|researcher|statistician|architect|"
    r"manager|designer|admin|postdoc|chemist|biologist|physicist|physician|doctor|consultant|contractor|freelancer)",
    re.IGNORECASE,
)
"""What names a person of a team, alone."""
_ONE_PERSON: Final = expression(r"(?:(?:just|only)\s+)?(?:me|myself|i)\b(?:\s+(?:alone|only))?", re.IGNORECASE)
_NAMED: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType({
    "data.image_side": MappingProxyType({
    "480p": 854, "720p": 1280, "hd": 1280, "1080p": 1920, "full hd": 1920, "fhd": 1920, "1440p": 2560, "qhd": 2560,
    "2160p": 3840, "4k": 3840, "uhd": 3840, "4k uhd": 3840, "vga": 640, "qvga": 320,
    }),
    "data.channels": MappingProxyType({
        "grayscale": 1, "greyscale": 1, "gray": 1, "grey": 1, "mono": 1, "monochrome": 1, "stereo": 2, "rgb": 3,
        "rgba": 4, "colour": 3, "color": 3, "rgb-d": 4, "rgbd": 4,
    }),
})  # fmt: skip
"""Numbers that have names: pixels along the longer side of formats of films, channels of pictures and recordings."""
_OF_PAGES: Final = frozenset({"data.rows", "data.items", "data.labelled_rows"})
_OF_SIXTEEN: Final = expression(r"0x[0-9a-f]", re.IGNORECASE)
"""A number to the base sixteen, which is no zero."""
_SIDES: Final = expression(r"[0-9]{2,6}\s*[x×]\s*[0-9]{2,6}\b", re.IGNORECASE)
_SHARES_OF_ROWS: Final = frozenset({"data.minority_share", "data.censored_share"})
_ONE_OFF: Final = expression(r"\bone[- ](?:off|time|shot)\b", re.IGNORECASE)
_DENIED: Final = expression(rf"\b(?:{'|'.join(sorted(DENIALS))})\b", re.IGNORECASE)


class AmongWords(NamedTuple):
    """What a text says beside other words; the reason ends a sentence, and is empty where nothing needs to be told."""

    value: Plain
    reason: str = ""


def number_among_words(field: str, text: str, told: Mapping[str, object] = MappingProxyType({})) -> AmongWords | None:
    """Return the number or amount that a text gives a field; None where it gives none, or might give another one.

    Parameters
    ----------
    told : the fields that the brief tells, by their names

    Examples
    --------
    >>> number_among_words("data.labelled_rows", "900, double coded, kappa 0.62").value
    900
    >>> number_among_words("data.label_delay", "4-9 months")
    AmongWords(value='9 months', reason=', the longer of the two')
    >>> number_among_words("data.rows", "1000, 400 usable"), number_among_words("data.rows", "many, 5000 clean")
    (None, None)
    """
    kind, given = BRIEF_FIELDS[field], _ONE_OFF.sub("once", text.strip())
    is_of_numbers = kind.kind in ("count", "fraction") or kind.dimension is not None
    if len(given) > LONGEST_TEXT or not is_of_numbers or _OF_SIXTEEN.match(given):
        return None
    if (named := _NAMED.get(field, {}).get(given.lower())) is not None:
        return AmongWords(named)
    between = _between(field, given)
    if between is not None:
        return between
    if field == "project.team_size":
        return _people(given)
    if field == "data.labelled_rows" and (none := _NONE_YET.match(given)) is not None:
        rest = none["rest"] or ""
        return AmongWords(0) if not has_a_number(rest) or _TO_COME.search(rest) else None
    if field == "data.minority_share" and (smallest := _smallest_named(given)) is not None:
        return smallest
    if (shaped := number_by_its_shape(field, given)) is not None:
        return AmongWords(*shaped)
    head, tail = _parted(given)
    if kind.kind == "fraction" and tail and _OF_ALL.search(head) and (value := _value(field, head)) is not None:
        return AmongWords(value, ", that of all")
    if field == "data.image_side" and tail and _SIDES.match(head):
        return AmongWords(value) if (value := _value(field, head)) is not None else None
    if kind.kind == "fraction" and field in _SHARES_OF_ROWS:
        of_rows = _of_rows(field, head, told) if _leaves(head, tail, field) else None
        if of_rows is not None:
            return of_rows
    if not tail and ((field == "data.rows" and _A_CASE.search(head)) or (field in _OF_PAGES and _PAGES.search(head))):
        value = _value(field, head)
        return AmongWords(value) if value is not None else None
    if not tail or not _leaves(head, tail, field):
        return None
    value = _value(field, head)
    return AmongWords(value) if value is not None else None


def _smallest_named(text: str) -> AmongWords | None:
    """Return the smallest of the shares that a text tells of classes by their names; None where it tells else."""
    parts = [_CLASS_WITH_SHARE.fullmatch(each) for each in re.split(r"\s*[,;]\s*", text)]
    shares = [float(each[1]) for each in parts if each is not None]
    if len(shares) < max(len(parts), 2) or sum(shares) > _ALL_OF_IT:
        return None
    return AmongWords(f"{min(shares):g} %", ", that of the smallest class that is named")


def _parted(text: str) -> tuple[str, str]:
    """Return the part of a text that says how many, and what stands behind it."""
    ends = [found for each in (_SEPARATOR, _BY_ONE) for found in each.finditer(text) if found.start()]
    found = min(ends, key=lambda each: each.start(), default=None)
    return (text[: found.start()].strip(), text[found.start() :].strip()) if found is not None else (text, "")


def _value(field: str, text: str) -> Plain:
    """Return what a text says as the format writes it; None where it is no amount of the field."""
    kind = BRIEF_FIELDS[field]
    text = _A_CASE.sub(r"\1", text) if field == "data.rows" else text
    text = _PAGES.sub(r"\1", text) if field in _OF_PAGES else text
    words = {*re.findall(r"[a-z]+", text.lower())}
    if kind.kind == "count" and (_EACH.search(text) or not (has_a_number(text) or text.lower() in NONE_OF_IT)):
        return None
    if kind.kind == "count" and words & (_COUNTED - {field.rpartition(".")[2]}) and field != "data.rows":
        return None
    written: object = as_the_format_writes(field, without_hedges(text) if kind.kind == "fraction" else text)
    if written is not None:
        return written  # type: ignore[return-value]  # a number or a text here
    try:
        value = value_of(field, text)
        if kind.dimension is not None or isinstance(value, str):
            parse_quantity(str(value), kind.dimension or "number")
    except (BriefError, QuantityError):
        return None
    return None if kind.kind == "fraction" and isinstance(value, float) and value > 1 else value


def _leaves(head: str, tail: str, field: str) -> bool:
    """Return whether what stands behind a number leaves it the one that was meant."""
    first = spoken_number("0" if head.lower() in NONE_OF_IT else head[:80])
    if _INSTEAD.search(_TO_THIS_DAY.sub("", tail)) and has_a_number(tail):
        return False
    if BRIEF_FIELDS[field].dimension is not None and _PART_OF_IT.match(tail):
        return True
    own = {word[:5] for word in re.findall(r"[a-z]{4,}", field.lower())}
    dimension = BRIEF_FIELDS[field].dimension
    for number, before, behind in _numbers(tail):
        is_year = _YEAR.fullmatch(number) and (_ENDS.match(behind) or _SINCE.search(before))
        is_clock = _MINUTES.match(behind) or _HOURS.search(before)  # such as `at 10:00`
        if is_year or is_clock or _OF_THEM.match(behind):
            continue
        if re.match(r"\s*(?:%|per ?cent|pct\b)", behind):
            if BRIEF_FIELDS[field].kind == "fraction":
                return False
            continue
        if dimension is None and _EACH.search(re.split(r"[,;.]", behind, maxsplit=1)[0]):
            continue
        word = re.match(r"\s*([a-z-]{3,})", behind, re.IGNORECASE)
        noun = word if word is not None and word[1].lower() not in _NO_NOUN else None
        if dimension is not None:
            if noun is None or _has_unit(f"{number} {behind.strip()}", field):
                return False
            continue
        if begins_with_a_unit(behind.strip()) or re.fullmatch(r"0?\.[0-9]+", number):
            continue
        if noun is not None and any(word[:5] in own for word in re.findall(r"[a-z]{4,}", behind.lower())[:2]):
            return False
        later = spoken_number(number)
        if first is None or later is None:
            return False
        counted = first.rest.lower()
        is_part = field in _HAVE_PARTS and later.number <= first.number and word is not None
        is_another = field in _ASIDE and noun is not None and re.search(r"[a-z]{3,}", counted) is not None
        is_another = is_another and noun[1].lower() not in counted  # type: ignore[index]  # there is one
        if not (is_part or is_another or _STILL_TO_COME.search(before)):
            return False
    return True


def _numbers(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the numbers of a text, each with what stands before and behind it."""
    for found in _NUMBER.finditer(text):
        yield found.group(), text[: found.start()], text[found.end() :]


def _has_unit(text: str, field: str) -> bool:
    return _value(field, " ".join(text.split()[:2]).rstrip(",;.)")) is not None


def _between(field: str, text: str) -> AmongWords | None:
    """Return the end of a range to plan with; None where there is no range, or either end may be that."""
    found = _RANGE.match(text)
    if found is None or field not in _LOWER | _UPPER:
        return None
    behind = found["rest"]
    if BRIEF_FIELDS[field].kind == "fraction" and _OF_A_PART.search(behind):
        return None
    if re.match(r"\s*(?:[-–/][0-9]|[0-9])", behind) or not _leaves(found["high"], behind, field):
        return None
    unit = re.match(r"\s*[a-z%/]+", behind, re.IGNORECASE)
    of_high = (
        _parted(behind)[0].strip() if BRIEF_FIELDS[field].dimension is None else (unit.group().strip() if unit else "")
    )
    low = _value(field, f"{found['low']} {found['unit'] or of_high}".strip())
    high = _value(field, f"{found['high']} {of_high}".strip())
    if low is None or high is None or _magnitude(field, low) >= _magnitude(field, high):
        return None
    of_time = BRIEF_FIELDS[field].dimension == "duration"
    if field in _TYPICAL and _magnitude(field, high) > _FAR * _magnitude(field, low):
        return None
    if field in _LOWER:
        return AmongWords(low, f", the {'shorter' if of_time else 'smaller'} of the two")
    return AmongWords(high, f", the {'longer' if of_time else 'larger'} of the two")


def _magnitude(field: str, value: Plain) -> float:
    if isinstance(value, int | float):
        return value
    return parse_quantity(str(value), BRIEF_FIELDS[field].dimension or "number").magnitude


def _people(text: str) -> AmongWords | None:
    """Return how many people a text lists: `2 data engineers, 1 architect, no data scientist` are three."""
    total = 0
    text = _HALVES.sub(".", re.sub(r"\([^()]*\)", "", text))
    for part in _PEOPLE.split(text):
        if _ONE_PERSON.match(part):
            total += 1
            continue
        found = spoken_number(part[:80])
        if found is not None and _OF_THEM.match(found.rest):
            continue
        if found is None or begins_with_a_unit(found.rest) or found.number.denominator != 1:
            if re.match(r"an?\s+[a-z]", part, re.IGNORECASE) or _is_a_person(part):
                total += 1
            elif total and re.search(r"\b(?:days?|weeks?|months?|years?)\b", part, re.IGNORECASE):
                continue  # how long they have
            elif total == 0 or has_a_number(part):
                return None
            continue
        if has_a_number(found.rest) or re.match(r"(?:half|of|days?|per|%|/|-)", found.rest, re.IGNORECASE):
            return None
        total += int(found.number)
    return AmongWords(total) if total else None


def _is_a_person(part: str) -> bool:
    return ONE_WHO_WORKS.fullmatch(part) is not None and _DENIED.search(part) is None


def _of_rows(field: str, head: str, told: Mapping[str, object]) -> AmongWords | None:
    """Return the share of the rows that a count of cases is, where it is known how many rows there are."""
    found = spoken_number(head[:80])
    if found is None or found.number.denominator != 1 or _DENIED.search(found.rest) or has_a_number(found.rest):
        return None
    if found.rest.startswith("%") or begins_with_a_unit(found.rest) or found.number < 1:
        return None
    return share_of_rows(field, int(found.number), told)


def share_of_rows(field: str, n: int, told: Mapping[str, object]) -> AmongWords | None:
    """Return the share of labelled rows, or else of all rows, that so many are; None where these are not known.

    Examples
    --------
    >>> share_of_rows("data.minority_share", 1900, {"data.rows": 480000}).value
    0.003958
    """
    if field not in _SHARES_OF_ROWS or n <= 1:
        return None
    for name in ("data.labelled_rows", "data.rows"):
        rows = told.get(name)
        if is_whole(rows) and rows >= n:
            return AmongWords(round(n / rows, 6), f", {n:,} of {rows:,} rows")
    return None
