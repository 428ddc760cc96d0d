"""What counts of things say under names that no field has: rows, groups, predictions in a time, and what is new."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_whole
from whichml.model.entries.counts_by_parts import CountedFields
from whichml.model.entries.joined_tables import count_of_rows
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.values.quantity import number_or_none
from whichml.model.words.field_aliases import OTHER_NAMES

_BY_CASES: Final = frozenset({
    "binary-classification", "multiclass-classification", "multilabel-classification", "regression",
    "outlier-detection", "ranking", "recommendation", "retrieval", "sequence-labelling", "question-answering",
    "summarisation", "text-generation", "translation", "speech-to-text", "object-detection", "image-segmentation",
    "text-recognition",
    "classification", "fraud-detection", "predictive-maintenance", "early-warning",
})  # fmt: skip
"""Tasks whose predictions are of one case each, so that cases in a time are predictions; some by their other names."""
_OF_ROWS: Final = _BY_CASES | {
    "survival-analysis",
    "clustering",
    "probabilistic-regression",
    "dimensionality-reduction",
}
_IN_A_TIME: Final = expression(r"([a-z]+(?:_[a-z]+)?)_(?:per|a|each)_(second|sec|minute|hour|day|week|month|year)")
_IN_A_DAY: Final[Mapping[str, float]] = MappingProxyType({
    "minute": 1440, "hour": 24, "day": 1, "week": 1 / 7, "month": 1 / 30, "year": 1 / 365,
})  # fmt: skip
_NO_CASES: Final = frozenset({
    "new", "alert", "alarm", "false", "review", "investigation", "label", "annotation", "update", "change", "hour",
    "minute", "cost", "price", "revenue", "budget", "capacity", "experiment", "failure", "incident", "defect", "max",
    "min", "maximum", "minimum", "fraud", "error", "mistake", "day", "shift", "visit", "byte", "kb", "mb", "gb", "tb",
    "token", "word", "sample", "step", "cycle", "retraining", "release", "batch", "run", "feature", "cent", "eur",
    "usd", "euro", "dollar", "growth", "churn", "positive", "hit", "human", "expert", "worker", "money", "gain", "loss",
    "saving", "test", "session", "user", "customer", "patient", "complaint", "intervention", "treatment", "campaign",
})  # fmt: skip
"""What is counted in a time and no prediction, or what may be none."""
_SOURCES: Final = frozenset({
    "cameras", "robots", "suppliers", "assets", "speakers", "turbines", "pumps", "wells", "lifts", "elevators",
    "compressors", "engines", "branches", "wards", "herds", "greenhouses", "substations", "bearings", "gearboxes",
})  # fmt: skip
"""What many rows come from each, and the rows of one are alike."""
_RARE: Final = (
    r"(?:failures?|faults?|defects?|leaks?|anomalies|incidents?|attacks?|breakdowns?|outages?|intrusions?|frauds?|"
    r"break-?ins?|faulty_parts)"
)
_CRASHES: Final = r"crash(?:es)?(?:_or_failures?)?|cases"
"""What is rare where it was confirmed or is known."""
_FOUND: Final = r"(?:confirmed|known|seen|recorded|observed|documented|verified|proven|found|reported|labelled)"
_RARE_FOUND: Final = expression(rf"{_FOUND}_(?:{_RARE}|{_CRASHES})|{_RARE}_{_FOUND}")
"""What is counted of the rare cases that outliers are: all that have a label."""
_NEW: Final = expression(r"(?:cold|new)_(?:items?|users?|products?|articles?|listings?|customers?|skus?|titles?|jobs?)"
                         r"(?:_(?:per|a|each)_(?:day|week|month|year))?")  # fmt: skip
_SHOWN: Final = frozenset({"recommendation", "ranking"})
_OF_ITEMS: Final = _SHOWN | {"retrieval", "question-answering"}
"""Tasks in which a count may be of items or of rows."""
_FEWEST_ROWS: Final = 200
"""So many kinds or makers of things there hardly are: a greater count of one thing alone counts the rows."""
_FEW_BESIDE_ROWS: Final = 0.05
"""Up to this share of the rows a count of labels is hardly one of labelled rows: our reading."""
_FIELDS: Final = tuple({each.rpartition(".")[2] for each in BRIEF_FIELDS} | {*OTHER_NAMES})
_ALIKE: Final = 0.8
"""How alike a word is to the name of a field, of 1, for which it may be a slip."""
_BARE_PLURAL: Final = expression(r"[a-z]{4,}s")
_NO_ROWS: Final = frozenset({
    "vehicles", "drivers", "operators", "employees", "stops", "nodes", "voxels", "points", "objects", "networks",
    "ports", "vessels", "airframes", "replicates", "events", "alarms", "alerts", "templates", "experts", "changes",
    "annotations", "trials", "lines", "layouts", "programs", "machines", "players", "users", "items", "members",
    "parameters", "scenarios", "answers_given", "references", "links", "connections", "experiments", "repeats",
    "simulations", "crops", "names", "weights", "buses", "vans", "trucks", "status", "series", "customers", "sites",
})  # fmt: skip
"""What a table may have a column or several rows of; a bare count of it alone is not taken for rows."""
_SO_MANY_KINDS: Final = expression(
    r"\W*(?:about |around |some |ca\.? )?[0-9][0-9.,]*k?\s+"
    r"(?:(?!known\b|labell?ed\b|confirmed\b|checked\b|of\b)[^\W\d_][\w&/-]*\s+(?:[+&]\s+)?){0,4}?"
    r"(?:species|classes|categories|topics|tags|genres|kinds|types|intents|themes|varieties)\b"
    r"(?!\s*(?:each|per|of\b|labelled|labeled|annotated))", re.IGNORECASE,
)  # fmt: skip
"""A count of what labels are told apart by, and of no rows that have one."""
_KINDS: Final = expression(
    r"(?:types?|kinds?|modes?|codes?|labels?|tags?|topics?|species|genres?|authors?|sensors?|devices?|tables?|sources?|"
    r"steps?|trees?|layers?|epochs?|tokens?|words?|pages?|pixels?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|"
    r"annotators?|raters?|entities|relations?|edges?|stores?|shops?|regions?|areas?|countries|cities|teams?|variants?|"
    r"skus?|products?|categories|concepts?|attributes?|properties|questions?|classes|features?|values?)\Z"
)  # fmt: skip


def things_counted(name: str, called: str, value: object, context: Collection[str], told: Mapping[str, object]
                   ) -> CountedFields | None:  # fmt: skip
    """Return what a count of things says; None where it is not sure what is counted.

    Parameters
    ----------
    name : as the brief writes it, with its group
    called : its tidy name
    context : the task, and the modalities behind it
    told : the fields that the brief tells, by their names

    Examples
    --------
    >>> things_counted("data.lines_per_second", "lines_per_second", "350k", ["outlier-detection"], {}).fields
    {'deployment.peak_requests_per_second': 350000}
    >>> things_counted("data.cameras", "cameras", 24, ["classification"], {}).fields
    {'data.groups': 24}
    >>> things_counted("data.n_isolates", "isolates", 1140, ["regression"], {}).fields
    {'data.rows': 1140}
    >>> between = {"data.users": 210000, "data.items": 380000}
    >>> things_counted("data.loans", "loans", 3100000, ["recommendation"], between).fields
    {'data.rows': 3100000}
    >>> things_counted("data.stops_per_day", "stops_per_day", 220, ["planning"], {})
    """
    task = next(iter(context), "")
    n = count_of_rows(value)
    if task in _SHOWN and _NEW.fullmatch(called) and "data.cold_start" not in told:
        some = n if n is not None else next((int(each) for each in re.findall(r"[0-9]+", str(value))), 0)
        return CountedFields({"data.cold_start": True}, ", since some are new") if some else None
    is_rare = n is not None and task == "outlier-detection" and _RARE_FOUND.fullmatch(called) is not None
    if is_rare and "data.labelled_rows" not in told:
        return CountedFields({"data.labelled_rows": n})
    if n is None or n < 2 or name.partition(".")[0] not in ("data", "deployment", called):
        return None
    if called in _SOURCES and task in _OF_ROWS and "data.groups" not in told:
        return CountedFields({"data.groups": n})
    rate = _IN_A_TIME.fullmatch(called)
    if rate is not None:
        return _in_a_time(rate[1], rate[2], n, told) if task in _BY_CASES else None
    is_counted = re.match(r"(?:n|num|nr|number_of|no_of)_", name.rpartition(".")[2].lower()) is not None
    is_counted = is_counted or (name.partition(".")[0] == "data" and _names_things(called))
    joins = task == "recommendation" and {"data.users", "data.items"} <= told.keys()
    is_open = "data.rows" not in told and not _KINDS.search(called)
    may_be_rows = is_open and (joins or task in _OF_ROWS - _OF_ITEMS)
    if is_counted and may_be_rows and n >= _FEWEST_ROWS and called not in _NO_ROWS | _NO_CASES:
        return CountedFields({"data.rows": n}, ", since nothing else counts them")
    return None


def _names_things(called: str) -> bool:
    """Return whether a word alone is a plural, and nearly the name of no field, for which it may be a slip."""
    return _BARE_PLURAL.fullmatch(called) is not None and not difflib.get_close_matches(called, _FIELDS, 1, _ALIKE)


def _in_a_time(things: str, period: str, n: int, told: Mapping[str, object]) -> CountedFields | None:
    words = {word.removesuffix("s") for word in things.split("_")}
    if words & _NO_CASES or not things.endswith("s"):
        return None
    if period in ("second", "sec"):
        field: str = "deployment.peak_requests_per_second"
        return CountedFields({field: n}) if field not in told else None
    n_a_day = round(n * _IN_A_DAY[period])
    is_new = "deployment.requests_per_day" not in told and n_a_day > 0
    return CountedFields({"deployment.requests_per_day": n_a_day}) if is_new else None


def share_treated(called: str, value: object, told: Mapping[str, object]) -> float | None:
    """Return the share of rows that are treated, of their count; None where it is told by nothing.

    Examples
    --------
    >>> share_treated("treated", 38000, {"data.rows": 61000}) > 0.6, share_treated("treated", 38000, {})
    (True, None)
    """
    if called not in ("treated", "treated_rows", "treated_units", "treated_customers", "treatment_group"):
        return None
    n, rows = count_of_rows(value), count_of_rows(told.get("data.rows"))
    if n is not None and rows and 1 < n <= rows:
        return n / rows
    share = number_or_none(value)
    return share if isinstance(share, float) and 0 <= share <= 1 else None


def are_classes(name: str, field: str, value: object, context: Collection[str], told: Mapping[str, object]) -> bool:
    """Return whether a count of labels is one of those to choose from: hardly any beside rows that may have several.

    Examples
    --------
    >>> task = ["multilabel-classification", "text"]
    >>> are_classes("data.labels", "data.labelled_rows", 1850, task, {"data.rows": "410k"})
    True
    >>> are_classes("data.labels", "data.labelled_rows", 900, task, {"data.rows": 2000})
    False
    >>> are_classes("data.labels", "data.labelled_rows", "64 moth species", [], {"data.rows": 2000})
    True
    """
    if field != "data.labelled_rows" or name.rpartition(".")[2].lower() not in ("labels", "n_labels", "num_labels"):
        return False
    if isinstance(value, str) and _SO_MANY_KINDS.match(value) and "data.classes" not in told:
        return True
    is_open = "multilabel-classification" in context and "data.classes" not in told
    n, rows = (count_of_rows(each) for each in (value, told.get("data.rows")))
    return is_open and n is not None and rows is not None and 1 < n <= rows * _FEW_BESIDE_ROWS


def largest_first(found: object) -> tuple[bool, int]:
    """Return what puts numbers first, and of these the largest, which are those of rows where nothing else tells."""
    is_number = is_whole(found) or (
        isinstance(found, str) and re.fullmatch(r"[0-9][0-9.,]*\s?[kM]?", found) is not None
    )
    n = count_of_rows(found) or 0
    return not is_number, -n if is_number and n >= _FEWEST_ROWS else 0
