"""Facts without a field that are common, and belong into the notes with their names: what an action costs, who uses it.

Only such as no field could be meant by; what they say of fields nevertheless, phrases read in the notes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final

from whichml.model.documents.errors import BriefError
from whichml.model.documents.expressions import expression
from whichml.model.entries.field_calls import SPANS
from whichml.model.entries.joined_tables import count_of_rows
from whichml.model.entries.misread_names import lacks_a_kind
from whichml.model.words.beside import Beside
from whichml.model.words.spoken_amounts import is_amount, spoken_amount

_COSTS: Final = expression(
    r"(?:cost|price)_(?:per|of_an?|of_one)_(?:action|contact|treatment|letter|call|visit|offer|voucher|intervention|"
    r"mailing|trial|run)|(?:action|contact|treatment|intervention)_cost"
)
"""What acting on one case costs, which is neither the cost of a mistake nor of a label."""
_TRIALS: Final = frozenset({
    "batch", "batch_size", "per_batch", "batches", "parallel", "parallel_runs", "parallel_experiments", "per_round",
    "rounds", "plate", "per_plate",
})  # fmt: skip
"""How many trials go together where the next ones are chosen."""
_PRICED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("false_positive", "false_positives", "false_alarm", "false_alarms", "fp"),
                    "stakes.cost_false_positive"),
    **dict.fromkeys(("false_negative", "false_negatives", "miss", "misses", "missed", "fn"),
                    "stakes.cost_false_negative"),
}  # fmt: skip
"""The fields of what a mistake costs, where an amount of money stands behind its name."""
_MISTAKES: Final = frozenset({*_PRICED, "wrong"})
_WRONG: Final = expression(
    r"(?:wrong|false|missed|late|lost|bad)_[a-z_]+|(?:cost|price|value)_of_[a-z_]+|[a-z]+_(?:cost|penalty|loss)|penalty"
)
"""Names of what a mistake is and brings, which is told in words and compared with nothing."""
_YEARS: Final = expression(r"(?:from\s+)?(?:19|20)[0-9]{2}\s*(?:-|–|—|to|until)\s*(?:19|20)?[0-9]{2}\b", re.IGNORECASE)
"""From which year to which, of which both may be whole or not."""
_NOISE: Final = frozenset({"noise", "target_noise", "measurement_noise", "repeatability"})
_WITH_USERS: Final = frozenset({"recommendation", "ranking"})
_BESIDE_ROWS: Final = frozenset({"pages", "sessions", "lines", "sentences", "paragraphs"})
"""What rows or what is searched consist of, where these are counted themselves."""
_WINDOWS: Final = frozenset({"window", "batch_window", "time_window", "maintenance_window"})
_RUNS: Final = frozenset({
    "run_time", "runtime", "batch_time", "job_time", "time", "time_budget", "compute_budget", "budget", "time_limit",
})  # fmt: skip
"""How long a run of the whole may take, where a time stands behind it: no prediction's, and no money."""
_A_LONG_TIME: Final = expression(
    r"(?:below|under|max\.?|at most|up to|within|about|less than|<=?|~)?\s*[0-9]+(?:\.[0-9]+)?\s*"
    r"(?:min(?:ute)?s?|h|hrs?|hours?)\b(?!\s*(?:/|per\b|an?\b|each\b|every\b))", re.IGNORECASE,
)  # fmt: skip
_HOURS: Final = frozenset({"hours", "audio_hours", "hours_unlabelled", "unlabelled_hours", "hours_of_audio"})
_A_SENTENCE: Final = 4
_YES_OR_NO: Final[Mapping[str, bool]] = {"yes": True, "true": True, "no": False, "false": False}
_REGULATED: Final = frozenset({"regulated", "is_regulated", "regulated_domain"})
_REWARDS: Final = frozenset({"reward", "rewards", "payoff", "ctr", "click_rate", "click_through_rate", "reward_signal"})
"""What an action brought, which is seen of the one that was taken alone."""
_BESIDE: Final = expression(r"[(,;]")
_MOST_LETTERS: Final = 300


def counts_a_part(inner: str) -> bool:
    """Return whether a name counts parts of what may be counted itself, such as pages of documents."""
    return inner.lower() in _BESIDE_ROWS


def noted(name: str, called: str, value: object, context: Collection[str], told: Mapping[str, object]) -> Beside | None:
    """Return what is noted of a fact; None where it is none of those that always belong into the notes.

    Parameters
    ----------
    name : as the brief writes it, with its group
    called : its tidy name
    context : the task, and the modalities behind it
    told : the fields that the brief tells, by their names

    Examples
    --------
    >>> noted("cost_per_action", "cost_per_action", "12 USD", ["treatment-effect-estimation"], {}).notes
    'cost per action: 12 USD'
    >>> noted("stakes.false_negative", "false_negative", "250 EUR per cow (vet)", [], {}).fields
    {'stakes.cost_false_negative': '250 EUR'}
    >>> noted("stakes.regulated", "regulated", "yes", [], {}).notes
    'regulated'
    >>> noted("data.ratings", "ratings", "none", ["recommendation"], {}).notes
    'ratings: none'
    >>> noted("batch", "batch", 6, ["experiment-selection"], {}).notes, noted("batch", "batch", 6, ["clustering"], {})
    ('batch: 6', None)
    """
    group, task = name.rpartition(".")[0], next(iter(context), "")
    is_regulated = _YES_OR_NO.get(str(value).strip().lower()) if called in _REGULATED else None
    if is_regulated is not None:
        return _regulated(told, is_so=is_regulated)
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > _MOST_LETTERS:
        return None
    said = f"{called.replace('_', ' ')}: {str(value).strip()}"
    if task == "sequential-decision" and called in _REWARDS and "data.feedback" not in told:
        reason = "is read as `data.feedback: partial`, since what was not done brought nothing, and with the notes"
        return Beside(reason, {"data.feedback": "partial"}, said)
    if called in _PRICED and _PRICED[called] not in told and (price := _price_at_the_start(value)):
        has_more = _BESIDE.search(str(value)) is not None
        rest = ", and with the notes" if has_more else ""
        return Beside.stating({_PRICED[called]: price}, rest)._replace(notes=said if has_more else "")
    n = count_of_rows(value)
    is_of_none = (
        (group == "stakes" and isinstance(value, str) and _WRONG.fullmatch(called) is not None)
        or (called in SPANS and isinstance(value, str) and _YEARS.match(value) is not None)
        or (called in _NOISE and isinstance(value, str) and re.search(r"[0-9].* ", value) is not None)
        or _COSTS.fullmatch(called) is not None
        or (called in _TRIALS and task == "experiment-selection")
        or (called in _MISTAKES and isinstance(value, str) and not re.search(r"[0-9]", value))
        or (called in ("users", "user_count") and group == "" and n is not None and task not in {"", *_WITH_USERS})
        or (called in _BESIDE_ROWS and n is not None and ("data.rows" in told or "data.items" in told))
        or (called in _WINDOWS and group == "deployment")
        or (called in _RUNS and group == "deployment" and _A_LONG_TIME.match(str(value).strip()) is not None)
        or lacks_a_kind(called, value)
        or (called in _HOURS and isinstance(value, str) and len(value.split()) >= _A_SENTENCE)
    )
    return Beside.noting(said) if is_of_none else None


def _price_at_the_start(value: object) -> str:
    """Return the amount of money that a text begins with, for one case; nothing where it is one for a time or none."""
    try:
        amount = spoken_amount(_BESIDE.split(str(value), maxsplit=1)[0], "money")
    except BriefError:
        return ""
    return amount if is_amount(amount, "money") else ""


def _regulated(told: Mapping[str, object], *, is_so: bool) -> Beside | None:
    if is_so:
        return Beside("is read with the notes: which law or norm applies is not said", notes="regulated")
    if "stakes.regulation" in told:
        return None
    return Beside.stating({"stakes.regulation": "none"})
