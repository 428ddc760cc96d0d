"""Bounds on what one case takes or costs, with the case behind them: `2 min per board`, `0.02 EUR per page`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.words.spoken_amounts import is_amount
from whichml.model.words.spoken_words import tidy_word

_ONE_CASE: Final = expression(
    r"(.{1,30}?)\s*(?:/|\b(?:per|for each|for an?|an?)\b)\s*([a-z]{3,20}(?: [a-z]{3,20})?)", re.I
)
_TIMES: Final = frozenset({"second", "sec", "minute", "min", "hour", "day", "night", "week", "month", "year", "shift"})
_COSTS: Final = frozenset({"cost", "costs", "price", "running-cost", "cost-per-prediction"})


def of_one_case(read: dict[str, object], called: str) -> tuple[dict[str, object], Mapping[str, Mapping[str, object]]]:
    """Return a requirement whose bound is a time or money for one case without the case, and what is told of it.

    Parameters
    ----------
    called : the quality that its name is another name of

    Examples
    --------
    >>> of_one_case({"quality": "cost", "max": "0.02 EUR per page"}, "cost")[0]
    {'quality': 'cost-per-prediction', 'max': '0.02 EUR'}
    >>> of_one_case({"quality": "cost", "max": "900 EUR per month"}, "cost")[0]
    {'quality': 'cost', 'max': '900 EUR per month'}
    """
    told: dict[str, Mapping[str, object]] = {}
    for side in ("min", "max"):
        bound = read.get(side)
        found = _ONE_CASE.fullmatch(bound.strip()) if isinstance(bound, str) else None
        if found is None or found[2].lower() in _TIMES:
            continue
        of_money = is_amount(found[1], "money") and tidy_word(str(read.get("quality", ""))) in _COSTS
        if of_money or (is_amount(found[1], "duration") and called == "inference-latency"):
            added: dict[str, object] = {"quality": "cost-per-prediction"} if of_money else {}
            added |= {side: found[1]}
            told[f"`{side}: {bound}`"] = added
            read = {**read, **added}
    return read, told
