"""Money a month that a brief has for predictions, `monthly_budget: $400`, as a bound on what one of them may cost.

No field holds it: with the predictions of a day it is the requirement on `cost-per-prediction` that it comes to, and
without them it says nothing, which is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.documents.document import Path
from whichml.model.documents.errors import quoted
from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_number
from whichml.model.entries.field_calls import tidy_field_name
from whichml.model.format.requirement import Finding
from whichml.model.values.currencies import BASE_CURRENCY, CURRENCIES, CURRENCY_SPELLINGS
from whichml.model.values.units import DAYS_PER_MONTH, SECONDS_PER_DAY

_QUALITY: Final = "cost-per-prediction"
_PER_DAY, _PEAK = "deployment.requests_per_day", "deployment.peak_requests_per_second"
_DAYS: Final[Mapping[str, float]] = MappingProxyType({
    **dict.fromkeys(("month", "months", "monthly", "mo", "mth"), DAYS_PER_MONTH),
    **dict.fromkeys(("year", "years", "yearly", "yr", "annual", "annually", "annum"), 12 * DAYS_PER_MONTH),
    **dict.fromkeys(("day", "daily"), 1.0), **dict.fromkeys(("week", "weekly"), 7.0),
})  # fmt: skip
"""How many days are in what a budget is for."""
_MONEY: Final = frozenset({"budget", "cost", "costs", "spend", "spending", "opex", "bill"})
_SERVING: Final = frozenset({
    "cloud", "serving", "inference", "hosting", "infrastructure", "infra", "compute", "running", "operating",
    "operation", "operations", "operational", "run", "api", "llm", "gpu", "production", "runtime",
})  # fmt: skip
_BESIDE: Final = frozenset({
    "per", "a", "in", "max", "maximum", "limit", "total", "project", "available", "for", "of",
    *(code.lower() for code in CURRENCIES), "dollars", "euro", "euros",
})  # fmt: skip
"""What may stand in the name of a budget besides; a name with any other word, such as `labelling`, is of none."""
_AMOUNT: Final = (
    r"(?:max\.? |up to |at most |under |about |around |<=? ?|~ ?)?(?P<before>US\$|[$€£]|[A-Z]{3}(?![a-z]))?\s*"
    r"(?P<number>[0-9][0-9,_]*(?: [0-9]{3})*(?:\.[0-9]+)?)\s*(?P<many>[kKM](?![a-z]))?\s*"
    r"(?P<after>US\$|[$€£]|[A-Za-z]{3,7})?\s*"
    r"(?:(?:/|per|a|an|each|every)\s*(?P<each>month|mo|mth|year|yr|annum|week|day)|"
    r"(?P<often>monthly|yearly|annually|weekly|daily))?\.?"
)
_BEHIND: Final = expression(
    r"[\s,(]+(?:all in|all[- ]inclusive|in total|total|incl\.? .{1,20}|max(?:imum)?|at most|tops|or less)[.)]*\Z",
    re.IGNORECASE,
)
"""What may stand behind a budget and leaves it what it is."""
_AS_THOUSANDS: Final = r"[0-9]{1,3}\.[0-9]{3}"
"""Half of those who write `1.500` mean 1500."""
_MANY: Final[Mapping[str, float]] = MappingProxyType({"k": 1e3, "K": 1e3, "M": 1e6})
_EXAMPLE: Final = "Write it such as `400 USD/month`."
_DIGITS: Final = 4
_LONGEST: Final = 60


class ServingBudget(NamedTuple):
    """Money that a brief has for predictions in a stretch of time.

    Attributes
    ----------
    name : as the brief calls it, with its group
    path : where it stands
    said : what the brief says
    amount : for `days`; None where it cannot be read
    currency : empty where none is said
    days : None where no time is said
    """

    name: str
    path: Path
    said: object
    amount: float | None
    currency: str
    days: float | None


def serving_budget(name: object, path: Path, said: object) -> ServingBudget | None:
    """Return the budget that a field is; None where it is none, or is one for building.

    Examples
    --------
    >>> serving_budget("project.monthly_budget", (), "$400")[3:]
    (400.0, 'USD', 30.416666666666668)
    >>> serving_budget("project.budget", (), "500 EUR"), serving_budget("data.labelling_budget", (), "9 USD/month")
    (None, None)
    """
    if not isinstance(name, str) or isinstance(said, bool) or not isinstance(said, str | int | float):
        return None
    if len(name) > _LONGEST or len(str(said)) > _LONGEST or not any(word in name.lower() for word in _MONEY):
        return None
    words = tidy_field_name(name.rpartition(".")[2]).split("_")
    kinds = (_MONEY, _SERVING, _BESIDE, _DAYS.keys())
    if _MONEY.isdisjoint(words) or not all(any(word in kind for kind in kinds) for word in words):
        return None
    in_name = next((_DAYS[word] for word in words if word in _DAYS), None)
    coded = next((word.upper() for word in words if word.upper() in CURRENCIES), "")
    found = re.fullmatch(_AMOUNT, _BEHIND.sub("", said.strip())) if isinstance(said, str) else None
    if found is None:
        amount = float(said) if isinstance(said, int | float) else None
        is_budget = in_name is not None or ("budget" in words and not _SERVING.isdisjoint(words))
        return ServingBudget(name, path, said, amount, coded, in_name) if is_budget else None
    each = found["each"] or found["often"]
    days = _DAYS[each] if each else in_name
    if days is None and ("budget" not in words or _SERVING.isdisjoint(words)):
        return None
    currency = _currency(found["before"] or found["after"] or coded)
    if currency is None or re.fullmatch(_AS_THOUSANDS, found["number"]):
        return ServingBudget(name, path, said, None, "", days)
    amount = float(re.sub(r"[,_ ]", "", found["number"])) * _MANY.get(found["many"] or "", 1.0)
    return ServingBudget(name, path, said, amount, currency, days)


def budget_required(name: object, entry: object, path: Path) -> ServingBudget | None:
    """Return the budget that a requirement is which bounds what a month or another time costs; None of any other.

    Examples
    --------
    >>> budget_required(0, {"quality": "cost", "max": "4000 USD/month"}, ())[3:5]
    (4000.0, 'USD')
    >>> budget_required(0, {"quality": "cost", "max": "0.01 USD"}, ())
    """
    bound = entry
    if isinstance(entry, Mapping):
        name = entry.get("quality", entry.get("name"))
        bounds = [entry[key] for key in ("max", "limit", "at_most") if key in entry]
        bound = bounds[0] if len(bounds) == 1 else None
    if not isinstance(name, str) or not isinstance(bound, str):
        return None
    budget = serving_budget(name.strip().lower().replace("-", "_").replace(" ", "_"), path, bound)
    return budget if budget is not None and budget.days is not None and budget.amount is not None else None


def _currency(said: str) -> str | None:
    """Return a currency by its code; empty where none is said, None where it is not known."""
    if said in ("", "$") or said.lower() in ("dollar", "dollars"):
        return BASE_CURRENCY if said else ""
    code = CURRENCY_SPELLINGS.get(said) or CURRENCY_SPELLINGS.get(said.lower()) or said.upper()
    return code if code in CURRENCIES else None


class BudgetBounds(NamedTuple):
    """What budgets come to.

    Attributes
    ----------
    readings : what is to be told
    refused : what is wrong with budgets that say nothing
    """

    readings: list[Finding]
    refused: list[Finding]

    def named(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of requirements, where they have some, with those that were added behind them."""
        return (*names, *(_QUALITY for _ in self.readings)) if names else ()

    def placed(self, places: tuple[int, ...]) -> tuple[int, ...]:
        """Return the places of requirements in the text, where these are told, with new ones for what was added."""
        last = max(places, default=-1)
        return (*places, *range(last + 1, last + 1 + len(self.readings))) if places else ()


def bound_costs(
    budgets: Sequence[ServingBudget], nested: dict[str, object], paths: MutableMapping[str, Path]
) -> BudgetBounds:
    """Add a requirement on the cost of a prediction for each budget, in place, and return what is to be told.

    Parameters
    ----------
    nested : the fields in nested form, with the words of the format
    paths : where each stands, by its dotted name; gets the budgets
    """
    found = BudgetBounds([], [])
    given = nested.get("requirements")
    if not budgets or not isinstance(given, list | tuple | None):
        return found
    required: list[object] = [*(given or ())]
    volume = _volume(nested)
    for budget in budgets:
        paths.setdefault(budget.name, budget.path)
        where, said = tuple(budget.name.split(".")), f"`{budget.name}: {_shown(budget.said)}`"
        if budget.amount is None or budget.amount <= 0:
            found.refused.append(Finding(where, f"{said} is no amount of money that can be read.", _EXAMPLE))
        elif budget.days is None:
            found.refused.append(Finding(where, f"{said} does not say for how long.", _EXAMPLE))
        elif volume is None:
            message = f"{said} bounds what one prediction may cost once `{_PER_DAY}` is known."
            found.refused.append(Finding(where, message, f"Add it, such as `{_PER_DAY}: 5000`."))
        else:
            n_predictions, is_peak = volume
            cost = Decimal(f"{budget.amount / (budget.days * n_predictions):.{_DIGITS}g}")
            bound = f"{cost:f} {budget.currency or BASE_CURRENCY}"
            entry = {"quality": _QUALITY, "max": bound, "priority": "should" if is_peak else "must"}
            required.append(entry)
            read = ", ".join(f"{key}: {each}" for key, each in entry.items())
            told = f"{said} is read as `{read}`: {_computed(budget, budget.days, *volume)}."
            found.readings.append(Finding(where, told))
    if found.readings:
        nested["requirements"] = required
        paths.setdefault("requirements", budgets[0].path)
    return found


def _volume(nested: Mapping[str, object]) -> tuple[float, bool] | None:
    """Return the predictions of a day, and whether they are those of the busiest second all day long."""
    fields = nested.get("deployment")
    given = fields if isinstance(fields, Mapping) else {}
    for field, times in ((_PER_DAY, 1), (_PEAK, SECONDS_PER_DAY)):
        told = given.get(field.partition(".")[2])
        if is_number(told) and told > 0:
            return float(told) * times, field == _PEAK
    return None


def _computed(budget: ServingBudget, days: float, n_predictions: float, is_peak: bool) -> str:
    """Return how a bound was worked out, and what was taken for granted."""
    spent = f"{budget.amount:,.10g} {budget.currency or BASE_CURRENCY}"
    told = f"{spent} a day for {n_predictions:,.0f} predictions"
    if days != 1:
        told = f"{spent} for {days:.4g} days of {n_predictions:,.0f} predictions each"
    if is_peak:
        told += f", if every second were as busy as the busiest; `{_PER_DAY}` would tell"
    return told if budget.currency else f"{told}; no currency is said, so it is taken as {BASE_CURRENCY}"


def _shown(value: object) -> str:
    return quoted(str(value)).strip("'")
