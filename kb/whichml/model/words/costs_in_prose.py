"""What prose says a mistake costs: `thrown away, 35 ct a piece`, `too little loses 90 ct`, `a miss costs 9000 EUR`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from whichml.model.documents.expressions import expression
from whichml.model.values.currencies import CURRENCIES, CURRENCY_SPELLINGS
from whichml.model.values.vocabulary import NUMERIC_PREDICTION
from whichml.model.words.continental_numbers import number_with_point, two_readings

MOST_CHARACTERS: Final = 6_000
_TWO_SORTS: Final = frozenset({"binary-classification", "outlier-detection", "multiclass-classification"})
_TOO_HIGH, _TOO_LOW = "stakes.cost_too_high", "stakes.cost_too_low"
_ALARM, _MISS = "stakes.cost_false_positive", "stakes.cost_false_negative"
_SAID: Final = {
    _TOO_HIGH: expression(
        r"\b(?:too (?:much|many|high)|left[- ]?overs?|thrown away|throw away|unsold|surplus|over-?stock\w*|"
        r"over-?(?:order|forecast|predict|estimat)\w*|wasted)\b", re.IGNORECASE,
    ),
    _TOO_LOW: expression(
        r"\b(?:too (?:little|few|low)|(?:missed|lost) (?:sales?|margins?|orders?)|sold out|stock-?outs?|out of stock|"
        r"shortages?|shortfall|under-?(?:stock|order|forecast|predict|estimat)\w*)\b", re.IGNORECASE,
    ),
    _ALARM: expression(
        r"\b(?:false (?:alarms?|positives?|alerts?|calls?|rejects?|stops?)|needless\w*|unnecessar\w+|"
        r"(?:wrongly|falsely) (?:blocked|stopped|flagged|rejected))\b", re.IGNORECASE,
    ),
    _MISS: expression(
        r"\b(?:an? miss|misses|missed(?! (?:sales?|margins?|orders?))|undetected|overlooked|unnoticed|false negatives?|"
        r"escapes?|slips? through)\b", re.IGNORECASE,
    ),
}  # fmt: skip
_CLAUSES: Final = expression(r"[.;\n](?!\d)|,\s(?!\d)|\b(?:but|while|whereas|against)\b", re.IGNORECASE)
_SPELT: Final = {**CURRENCY_SPELLINGS, **{each: each for each in CURRENCIES}, "ct": "EUR"}
_NAMES: Final = "|".join(sorted(map(re.escape, _SPELT), key=len, reverse=True))
_AMOUNT: Final = expression(
    rf"(?<![\w.])(?P<before>[€£])?\s?(?P<number>\d{{1,3}}(?:[, ]\d{{3}})+|\d+,\d{{1,2}}(?!\d)|\d+(?:\.\d+)?)\s?"
    rf"(?P<times>k)?\s?(?P<behind>{_NAMES})?(?![\w%])"
)
_IN_A_TIME: Final = expression(r"\s*(?:/|an?\b|per\b|each\b|every\b)\s*(?:hour|h\b|day|night|week|month|quarter|year)")
_OPEN: Final = expression(r"\b(?:unknown|not known|no idea|nobody knows|budget)\b", re.IGNORECASE)
_CENTS: Final = 100


class SaidCost(NamedTuple):
    """What a mistake costs, as the format writes it, and the words that say so."""

    field: str
    amount: str
    words: str


def costs_in_prose(text: str, task: str) -> Iterator[SaidCost]:
    """Yield what a text says that mistakes of one kind cost, where a clause tells one kind and one amount.

    Examples
    --------
    >>> said = "Bread that is left over costs 35 ct, too little loses a margin of 90 ct."
    >>> [(each.field, each.amount) for each in costs_in_prose(said, "forecasting")]
    [('stakes.cost_too_high', '0.35 EUR'), ('stakes.cost_too_low', '0.9 EUR')]
    >>> [*costs_in_prose("false alarms cost us 20k EUR a year", "outlier-detection")]
    []
    """
    fields = (_TOO_HIGH, _TOO_LOW) if task in NUMERIC_PREDICTION else (_ALARM, _MISS) if task in _TWO_SORTS else ()
    for clause in _CLAUSES.split(text[:MOST_CHARACTERS]) if fields else ():
        kinds = [field for field in fields if _SAID[field].search(clause)]
        amounts = [found for found in _AMOUNT.finditer(clause) if found["before"] or found["behind"]]
        if amounts and two_readings(amounts[0].group()) is not None:
            continue  # a thousand times as much or as little
        if len(kinds) != 1 or len(amounts) != 1 or _OPEN.search(clause) or _IN_A_TIME.match(clause[amounts[0].end() :]):
            continue
        yield SaidCost(kinds[0], _as_written(amounts[0]), clause.strip(" ()"))


def _as_written(found: re.Match[str]) -> str:
    name = found["behind"] or found["before"]
    number = float(re.sub(r"[, ]", "", number_with_point(found["number"]))) * (1000 if found["times"] else 1)
    return f"{number / (_CENTS if name == 'ct' else 1):.12g} {_SPELT[name]}"
