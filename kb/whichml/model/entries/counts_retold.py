"""Counts in people's own words: of rows, labels, items and groups.

What is counted are rows where each is a case by itself, such as a search; groups where many rows come from each and
rows are counted besides; items where they are searched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from whichml.model.documents.document import Path
from whichml.model.documents.expressions import expression
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.words.spoken_amounts import begins_with_a_unit
from whichml.model.words.spoken_numbers import LONGEST, spoken_number


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ROWS, LABELLED, ITEMS, GROUPS, A_DAY = (
    "data.rows", "data.labelled_rows", "data.items", "data.groups", "deployment.requests_per_day"
)  # fmt: skip
_TRIALS: Final = "experiment-selection"
_SEARCHED: Final = frozenset({"retrieval", "question-answering"})
_SHOWN: Final = frozenset({"recommendation", "ranking"})
_NO_ROWS: Final = _SEARCHED | {"planning", "forecasting", "deterministic-computation"}
_CASES: Final = _words("""
    searches work_orders orders order_lines baskets attempts bookings comments posts speeches sessions loans
    purchases plays calls visits answers encounters comparisons pairs parallel trips rides games admissions
    deliveries shipments declarations inspections letters notes contacts transfers rentals rulings log pages
    demos
""")
"""What is a case by itself."""
_FOUND: Final = _words("""
    documents docs reports clauses articles images manuals passages corpus knowledge
""")
_OFFERED: Final = _words("""
    parts titles exercises products articles books songs movies recipes jobs courses
""")
ORIGINS: Final = _words("""
    turbines hotels cities towns employees donors residents users cows horses halls holes wells stores shops
    buildings services servers growers authors speakers pupils students athletes buses trains rivers
    fields layouts rooms packs people wagons controllers streets meters pumps engines motors bearings valves
    units
""")
"""What many rows come from each."""
PARTS_OF_THEM: Final = frozenset({"pages", "lines", "sentences"})
_ALONE: Final = frozenset({
    "recommendation", "ranking", "record-linkage", "planning", "clustering", "forecasting", "survival-analysis",
})  # fmt: skip
"""Tasks in which who or what is counted is a case itself, a user or a series."""
_RECORDED: Final = frozenset({"time-series", "audio", "sensor-features", "video"})
_SIDE_BY_SIDE: Final[Mapping[str, int]] = {"signals": 10_000, "leads": 25, "axes": 25}
"""What is recorded side by side, and of how many it is something else, such as leads of a sale."""
_KNOBS: Final = _words("""
    components ingredients settings factors parameters knobs inputs
""")
_TRIED: Final = expression(r"(?:[a-z]+_)?(?:done|so_far|tested|measured)")
_TRIED_BEHIND: Final = expression(r"(?:done|run|tested|measured|tried|made)\b[^0-9]*")
_HAS_LABELS: Final = expression(
    r"(?!.*\b(?:un-?labell?ed|not|no|none|without|skills)\b)(?:[^\s,;(]+\s+){0,3}?(?:labell?ed|annotated|audited|with\s+"
    r"(?:the\s+|an?\s+)?(?:decisions?|labels?|answers?|scores?|codes?|outcomes?))\b"
)
_NO_LABELS: Final = expression(r"(?:but\s+)?(?:no|without)\s+(?:decisions?|labels?|answers?|outcomes?)\b")
_LABELLED: Final = expression(
    r"labelled|annotated|confirmed|labelled_(?!hours|faults|fail|share|by)[a-z_]+|[a-z]+_with_(?:decision|label|answer)s?|"
    r"judged|reviewed_pairs|qa_pairs|preference_labels|transcripts"
)
_EACH_IS: Final = expression(
    r"(?:[a-z-]+\s*)?(?:,|of)\s*[0-9][0-9.-]*\s?(?:s|sec|min|px|words|m|cm)\b.*|[a-z-]+ (?:an?|per) year"
)
"""Behind a count, how long or large each of them is, or that they are those of a year."""
_NO_COUNT: Final = expression(
    r"\s*(?:%|per\b|/|each\b|every\b|x\s|×|-|–|to\s|\+|km\b|an?\b|of\s+[0-9])|.*\b(?:a|per) [a-z]+"
)
_IN_YEARS: Final = expression(r"\s*(?:in|over) ([0-9]{1,2} (?:years|months))\b")
_RATE: Final = expression(
    r"(?:[a-z ]{3,40} (?=[0-9]))?([~≈]?\s?[0-9][0-9.,]*\s?(?:(?:k|m|million|billion)\b)?)\s*(?:[a-z-]{3,}\s*){0,3}?"
    r"(?:\b(?:a|per|each|every)\s+|/\s*)(?:day|night)\b(?![^,;]*[0-9])", re.IGNORECASE,
)  # fmt: skip
_NO_REQUESTS: Final = expression(
    r"\b(?:new|alerts?|alarms?|labels?|hours?|h|min|[kmgt]b|eur|usd|tokens|reviews?|steps|shifts?|times|runs?|days|"
    r"trips|events|articles per)\b", re.IGNORECASE,
)  # fmt: skip
_NO_VOLUME: Final = expression(r".*\b(?:h|hours?|units|devices)\s*(?:per|an?|/)\s*(?:day|week|month|year)\b")
_NO_PREDICTIONS: Final = frozenset({"planning", "control", "forecasting", "treatment-effect-estimation", _TRIALS})
_COLUMNS: Final = expression(r"(?:[a-z]+\s+)?(?:,\s*of which|\().*[0-9].*")
_CATEGORICAL: Final = expression(
    r"(?<![\w.,])([0-9]{1,5})\s+(?:(?:are|is|of them)\s+)?(?:categorical|nominal|categories)\b", re.IGNORECASE
)
_FEWEST, _FEWEST_A_DAY = 30, 10


class ToldEntry(NamedTuple):
    """What stands in a brief under a name.

    Attributes
    ----------
    called : its tidy name, without its group
    field : that its name means; its name where it means none
    """

    group: str
    called: str
    name: str
    path: Path
    value: str | int
    field: str = ""

    @property
    def is_unknown(self) -> bool:
        """Return whether its name means no field."""
        return self.field == self.name and self.name not in BRIEF_FIELDS


class Retold(NamedTuple):
    """The fields that an entry tells.

    Attributes
    ----------
    stays : whether the entry is read as well
    is_noted : whether it is noted though it tells none
    """

    fields: Mapping[str, object]
    stays: bool = False
    is_noted: bool = False


TellsField = Mapping[str, ToldEntry]
NOTHING: Final = Retold({})


def whole_number(value: object) -> tuple[int, str] | None:
    """Return the whole number that a value is or begins with, and what stands behind it; None where there is none.

    Examples
    --------
    >>> whole_number("40 000 letters"), whole_number("~610k"), whole_number(8), whole_number("some")
    ((40000, 'letters'), (610000, ''), (8, ''), None)
    """
    found = spoken_number(str(value).strip()[:LONGEST])
    if found is None or found.number.denominator != 1:
        return None
    return int(found.number), f"{found.rest}{str(value).strip()[LONGEST:]}"


def kinds_of_columns(field: str, text: str, told: Collection[str]) -> dict[str, object]:
    """Return how many columns are categorical, where a text on all columns tells that and no field does.

    Examples
    --------
    >>> kinds_of_columns("data.features", "42 (30 numeric, 12 categorical)", ())
    {'data.categorical_features': 12}
    >>> kinds_of_columns("data.features", "42 (30 numeric)", ())
    {}
    """
    is_open = field == "data.features" and "data.categorical_features" not in told
    found = _CATEGORICAL.search(text) if is_open else None
    return {"data.categorical_features": int(found[1])} if found is not None else {}


def count_retold(entry: ToldEntry, context: Collection[str], told: TellsField) -> Retold:
    """Return what a count of things tells; nothing where it is not sure what is counted."""
    task, text = next(iter(context), ""), str(entry.value)
    if A_DAY not in told or told[A_DAY].path == entry.path:
        asked = _requests(entry, task, text)
        if asked != NOTHING:
            return asked
    read = whole_number(entry.value)
    if entry.group not in ("data", "") or read is None:
        return NOTHING
    n, rest = read
    sides = re.match(r"[0-9][0-9k x×]* px\b", text) if entry.field == ROWS else None
    if sides is not None:
        return Retold({"data.image_side": sides[0]})
    if entry.field == "data.features" and entry.called != "fields":
        kinds = kinds_of_columns(entry.field, rest, told)
        return Retold({entry.field: n, **kinds}) if _COLUMNS.fullmatch(rest) else NOTHING
    if entry.field == ROWS and _EACH_IS.fullmatch(rest):
        return Retold({ROWS: n})
    is_of_lines = entry.called in _CASES and re.match(r"(?:lines|sentence|pages)\b", rest)
    if _NO_COUNT.match(rest) or (begins_with_a_unit(rest) and not is_of_lines):
        return NOTHING
    if task == _TRIALS:
        return _tried(entry, n, rest)
    labels = _labels(entry, n, rest, told)
    is_open = entry.field in ("notes", "data.events", "data.features", ROWS, entry.name)
    return _things(entry, n, rest, context, told) if is_open and labels == NOTHING else labels


def _tried(entry: ToldEntry, n: int, rest: str) -> Retold:
    """Return the trials that were made, whose result is known, and what may be set in each."""
    is_made = _TRIED.fullmatch(entry.called) or _TRIED_BEHIND.fullmatch(rest)
    if is_made and entry.field in (entry.name, ROWS) and "at most" not in str(entry.value):
        return Retold({ROWS: n, LABELLED: n})
    return Retold({"data.features": n}) if entry.called in _KNOBS and entry.is_unknown and n > 1 else NOTHING


def _labels(entry: ToldEntry, n: int, rest: str, told: TellsField) -> Retold:
    """Return how many have a label, where the name or what stands behind the number says that these have."""
    is_case = entry.called in _CASES and entry.field in ("notes", entry.name)
    is_denied = re.search(r"\bun-?label|\bnot\b|\bwithout\b", rest) is not None
    if LABELLED not in told and _HAS_LABELS.match(re.split(r"[,;(]", rest)[0]) and not is_denied:
        is_all = is_case and ROWS not in told and not re.search(r"[,;+]\s*[~≈]?[0-9]", rest)
        is_thing = entry.is_unknown and entry.called[-1] == "s" and entry.called not in ORIGINS and n >= _FEWEST
        if is_case or entry.field == ROWS or (is_thing and entry.called not in ("hours", "exercises")):
            return Retold({LABELLED: n, **({ROWS: n} if is_all else {})}, stays=entry.field == ROWS and n > 0)
    if LABELLED not in told and _NO_LABELS.match(rest) and (is_case or entry.field == ROWS):
        return Retold({LABELLED: 0, **({} if ROWS in told else {ROWS: n})}, stays=entry.field == ROWS)
    is_known = entry.field == LABELLED and n >= _FEWEST and re.search(r"[0-9]", rest) is not None
    is_name = _LABELLED.fullmatch(entry.called) is not None and entry.is_unknown
    is_name |= is_known and (entry.called in ("labelled", "annotated") or " audited" in rest)
    return Retold({LABELLED: n}) if is_name and (not rest or rest[0] == "," or rest[0].isalpha()) else NOTHING


def _things(entry: ToldEntry, n: int, rest: str, context: Collection[str], told: TellsField) -> Retold:
    """Return what cases, things to find, or what many rows come from are counted."""
    task, called, rows = next(iter(context), ""), entry.called, told.get(ROWS)
    others = rows if rows is not None and rows.path != entry.path else None
    if task in _SEARCHED and called in PARTS_OF_THEM and (ITEMS in told or others is not None):
        return Retold({}, is_noted=True)
    if ITEMS not in told and task in _SEARCHED and called in _FOUND:
        parts = [whole_number(each) for each in re.split(r"\s*(?:\+|\band\b)\s*(?=[0-9])", str(entry.value))]
        return Retold({ITEMS: sum(each[0] for each in parts if each is not None)})
    if ITEMS not in told and ((task in _SHOWN and called in _OFFERED and n > 1) or called == "distinct_items"):
        return Retold({ITEMS: n})
    if rows is None and _is_a_case(entry, context, n, told):
        years = _IN_YEARS.match(rest)
        more = {"data.history": years[1]} if years is not None and "data.history" not in told else {}
        return Retold({ROWS: n, **more, **({LABELLED: n} if called == "parallel" and LABELLED not in told else {})})
    if entry.field == "notes" or not (entry.is_unknown or called == "fields"):
        return NOTHING
    if 0 < n < _SIDE_BY_SIDE.get(called, 0) and "data.channels" not in told:
        return Retold({"data.channels": n})
    columns = told.get("data.features")
    is_column = called == "fields" and (n < _FEWEST or (columns is not None and columns.path == entry.path))
    n_rows = whole_number(others.value) if others is not None else (10_000, "") if {*context} & _RECORDED else None
    is_origin = called in ORIGINS and entry.group == "data" and task not in _ALONE and not is_column
    is_user = called == "users" and task == "sequential-decision"
    is_part = n_rows is not None and 1 < n <= n_rows[0] / 2
    return Retold({GROUPS: n}) if is_origin and is_part and not is_user and GROUPS not in told else NOTHING


def _is_a_case(entry: ToldEntry, context: Collection[str], n: int, told: TellsField) -> bool:
    """Return whether what is counted is a row by itself."""
    task, called = next(iter(context), ""), entry.called
    if entry.field == "data.events":
        return task in ("recommendation", "pattern-mining")
    if task == "survival-analysis" and called in ORIGINS and "data.events" in told:
        n_events = whole_number(told["data.events"].value)
        return n_events is not None and n > n_events[0]
    if called in ("good", "normal"):
        return task == "outlier-detection" and n >= _FEWEST
    if called == "pages" and {"text", "image"}.isdisjoint(context):
        return False
    is_case = called in _CASES or re.fullmatch(r"(?:past|old|previous)_[a-z]+s", called) is not None
    is_case &= task not in _NO_ROWS and (task != "control" or called == "demos")
    return is_case and (n >= _FEWEST or (n == 0 and task in _SHOWN))


def _requests(entry: ToldEntry, task: str, text: str) -> Retold:
    """Return how many predictions a day are asked for, where so many cases come a day."""
    if entry.called == "volume" and _NO_VOLUME.match(text):
        return Retold({}, is_noted=True)
    called, _, time = entry.called.rpartition("_per_")
    text, called = (f"{text} a day", called) if time == "day" else (text, entry.called)
    is_new = called in ("new", "new_offers") and task == "record-linkage"
    is_place = entry.field in (entry.name, A_DAY, ROWS, "data.users")
    is_many = called[-1:] == "s" or called in ("load", "volume", "nightly", "schedule") or is_new
    is_other = _NO_REQUESTS.search(f"{'' if is_new else called.replace('_', ' ')} {text}") is not None
    if not (is_place and is_many) or is_other or task in _NO_PREDICTIONS or entry.group in ("project", "stakes"):
        return NOTHING
    if task == "sequential-decision" and called not in ("visits", "requests", "decisions"):
        return NOTHING
    rate = _RATE.match(text)
    read = whole_number(text if called == "nightly" else rate[1] if rate is not None else "")
    return Retold({A_DAY: read[0]}) if read is not None and read[0] >= _FEWEST_A_DAY else NOTHING
