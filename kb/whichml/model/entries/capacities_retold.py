"""How many cases people manage, in their own words: a day or a night, or of those that are ranked first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.entries.counts_retold import NOTHING, Retold, ToldEntry, whole_number

TOP, DAY = "deployment.top_k", "project.cases_per_day"
_EFFECT: Final = "treatment-effect-estimation"
_RANKED: Final = frozenset({"ranking", "retrieval", "recommendation", "multilabel-classification"})
_LISTS: Final = _RANKED | {
    "binary-classification", "multiclass-classification", "classification", "outlier-detection", "survival-analysis",
    _EFFECT,
}  # fmt: skip
"""Tasks whose answers are cases, of which the first are taken."""
_NO_LISTS: Final = frozenset({"planning", "control", "forecasting", "deterministic-computation"})
"""Tasks in which what there is room for is part of the problem."""
_CAPACITY: Final = expression(r"(?:[a-z]+_)?capacity|(?:who_)?acts?|crews?")
_WHO: Final = expression(r"review(?:ers?|_team)?|inspectors|analysts|auditors|moderators|clerks|people")
"""Who looks at cases, or builds it."""
_COUNT: Final = r"[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+k?\b"
_NO_THING: Final = (
    r"of|out|from|or|to|per|an?|eur|usd|hours?|days?|times|min|[kgmt]b|tons?|kg|[km]?wh|shifts?|runs?|people|persons?|"
    r"staff|teams?|crews?|nurses|clerks|officers|workers|operators|[a-z]+(?:ysts?|ors|ians?|eers?)"
)
_MANAGED: Final = expression(
    rf"(?P<n>{_COUNT})(?:\s+(?!(?:{_NO_THING})\b)[a-z-]{{3,}}){{0,4}}?(?:\s*/\s*|\s+(?:an?|per|each|every)\s+)"
    r"(?:(?P<day>day|night)|weeks?|months?|quarters?|years?|rounds?|seasons?|summer|winter|campaign|shift)\b"
    r"(?P<each> each\b)?"
)
_EACH_OF: Final = expression(rf"({_COUNT})\s+[a-z -]{{3,40}}?,?\s+each(?:\s+[a-z]+)*\s*\Z")
_CAN: Final = expression(rf"({_COUNT})\s+[a-z -]+?\s+can\b")
_SO_MANY: Final = expression(
    rf"(?:.*\b(?:can|could)\s+[a-z]+\s+(?=.* of )|(?:about |up to )?(?=.*\b(?:letters?|calls?|vouchers?|visits?|"
    rf"contacts?|offers?|places|inspections|checks|reviews|cases)\b))(?P<n>{_COUNT})(?:\s+of\b.*|(?:\s+[a-z-]+){{1,5}})"
)
"""So many of all, or so many that are reached."""
_SOME_PEOPLE: Final = expression(
    rf"(?:{_COUNT}|one|two|three)\s+(?:[a-z-]+ ){{0,3}}?[a-z-]{{3,}}\s*(?:[,+]|who\b|can\b)"
)
_OF_ALL: Final = expression(
    rf"(?:out )?of [a-z ]*(?:{_COUNT})|[,;(]\s*{_COUNT}\s+(?!in |at |from )(?!.*\blater\b)[a-z -]{{4,}}\Z"
)
_NO_CASES: Final = expression(r"\b(?:label|annotat|train|experiment|a/b|variant|api|token|request)")
_FIRST: Final = expression(
    r"\b(?:precision|recall|ndcg|map|mrr|hits?)(?:@| at )([0-9]{1,4})\b(?! ?%|\.)", re.IGNORECASE
)


def capacity_retold(entry: ToldEntry, context: Collection[str]) -> Retold:
    """Return how many cases people manage that an entry tells."""
    task, text = next(iter(context), ""), str(entry.value).lower().replace("~", "")
    is_who = _WHO.fullmatch(entry.called) is not None
    is_budget = entry.called == "budget" and task == _EFFECT
    is_asked = is_who or is_budget or _CAPACITY.fullmatch(entry.called) is not None
    if not is_asked or entry.group == "data" or task in _NO_LISTS or _NO_CASES.search(text):
        return NOTHING
    rates = [*_MANAGED.finditer(text)]
    if is_who and rates and not re.search(rf"\bcan\b|{_COUNT}\s+[a-z]", text[: rates[0].start()]):
        return NOTHING  # so many people in a shift
    if len(rates) == 1 and (fields := _at_a_rate(text, rates[0], task)):
        return Retold(fields, stays=is_who and not entry.is_unknown)
    bare = _SO_MANY.fullmatch(text) if not (rates or is_who) and task in _LISTS else None
    read = whole_number(bare["n"]) if bare is not None else None
    return Retold({TOP: read[0]}) if read is not None else NOTHING


def _at_a_rate(text: str, rate: re.Match[str], task: str) -> Mapping[str, object]:
    """Return what so many in a time say, where every other number counts the people, or of how many."""
    before, behind = text[: rate.start()], text[rate.end() :]
    who = _EACH_OF.search(before) or (_CAN.match(text) if rate["each"] else None)
    left = (_SOME_PEOPLE.sub("", before) if who is None else before[: who.start()]) + _OF_ALL.sub("", behind)
    read, people = whole_number(rate["n"]), whole_number(who[1]) if who is not None else (1, "")
    if re.search(r"[0-9]", left) or not read or not people or not read[0]:
        return {}
    n = read[0] * people[0]
    a_day: Mapping[str, object] = {DAY: n} if rate["day"] else {}
    return {**a_day, TOP: n} if task == "ranking" or (task in _LISTS and not a_day) else a_day


def first_of_requirements(given: object, context: Collection[str]) -> int | None:
    """Return the k of `precision@10` or `recall at 20` that requirements ask for; None without one, or with several."""
    if next(iter(context), "") not in _RANKED or not isinstance(given, list | tuple | Mapping):
        return None
    counts = {int(each) for each in _FIRST.findall(str(given))}
    return counts.pop() if len(counts) == 1 else None
