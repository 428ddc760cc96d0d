"""Facts that no field holds and that newcomers tell in words: how a model is tested, what was tried, what comes out."""

from __future__ import annotations

import re
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.values.vocabulary import NUMERIC_PREDICTION
from whichml.model.words.beside import Beside
from whichml.model.words.denials import TIDY_DENIALS
from whichml.model.words.field_aliases import OTHER_NAMES
from whichml.model.words.spoken_words import tidy_word

_TESTED: Final = frozenset({
    "split", "splits", "validation", "validation_scheme", "validation_strategy", "train_test_split", "data_split",
    "cross_validation", "cv", "holdout", "hold_out", "test_set", "test_split", "evaluation", "evaluation_split",
    "evaluation_scheme", "testing",
})  # fmt: skip
_GROUPED: Final = expression(
    r"\b(?:by|per|grouped by|group(?:ed)? on|across|unseen|new|held[- ]out|hold out|leave[- ]one|leave)[- ]"
    r"(?:an? |the )?"
    r"(?!time\b|date\b|day\b|week\b|month\b|year\b|season\b|random\b|chance\b|class\b|label\b|out\b|one\b|test\b|set\b)"
    r"[a-z]{3,}", re.IGNORECASE,
)  # fmt: skip
_SCAFFOLDS: Final = expression(r"\b(?:scaffold|cluster)s?\b", re.IGNORECASE)
_BACKGROUND: Final = frozenset({
    "domain", "domains", "industry", "sector", "business_domain", "application_domain", "purpose", "goal", "goals",
    "aim", "business_goal", "application", "motivation", "audience", "target_audience", "readers", "source", "sources",
    "data_source", "modality_detail", "reward", "note", "description", "comment", "comments", "context", "summary",
    "use_case", "remarks", "background", "outcome", "outcome_variable",
})  # fmt: skip
"""Names of what is told about a project in words and speaks for itself: read as the notes are."""
_NOTED_WITH_NAME: Final = frozenset({
    *(name for name, field in OTHER_NAMES.items() if field in ("project.tried", "project.proposed")),
    "tried", "proposed",
    "previous_approach", "current_solution",
    "current_approach", "current_system", "current_process", "existing_system", "existing_solution", "status_quo",
    "today", "now", "currently", "prior_knowledge", "prior_work", "licence", "license", "licences", "licenses",
    "metric", "metrics", "main_metric", "primary_metric", "evaluation_metric", "software", "stack", "question",
    "questions", "preprocessing", "constraints", "provenance", "collected", "collection", "framework", "frameworks",
    "format", "formats", "file_format", "file_formats", "file_type", "file_types", "database", "library", "libraries",
    "programming_language", "tools", "tooling", "annotation", "annotation_type", "imaging", "sensor", "camera",
    "country", "countries", "city", "cities", "region", "regions", "organism", "species", "topic", "crop", "crops",
    "controller", "current", "language", "languages", "users", "volume", "volume_per_day", "daily_volume",
})  # fmt: skip
"""Names of what is told in words and says nothing without its name, which goes into the notes with it."""
_PREDICTED: Final = frozenset({
    "output", "outputs", "prediction", "predictions", "prediction_type", "output_type", "quantiles", "intervals",
    "prediction_interval", "credible_intervals", "error_bars", "inference", "uncertainty", "confidence",
    "confidence_intervals", "prediction_intervals", "uncertainty_estimates",
})  # fmt: skip
_IN_RANGES: Final = expression(
    r"probabilistic|quantile|interval|distribution|uncertain|confidence|credible|error bars?|\bCIs?\b|\bmaps?\b|"
    r"standard errors|p10|p90|posterior", re.IGNORECASE,
)  # fmt: skip
_ALSO_PREDICTED: Final = frozenset({
    "predict", "predicts", "predicted", "target", "targets", "objectives", "deliverable", "deliverables", "result",
    "results", "forecast", "forecasts", "answer", "wanted", "result_type",
})  # fmt: skip
"""Names of what is predicted that ask for ranges where a distribution of a number is."""
_WHOLE: Final = expression(
    r"\b[pPf]\((?!value)[\w| ]+\)|\bpdfs?\b|\bdistributions?\b|\bdensit(?:y|ies)\b|\bquantiles?\b|\bposteriors?\b|"
    r"\bpercentiles?\b|\b(?:prediction|predictive|credible|confidence|[0-9]{2} ?%) (?:intervals?|bands?)\b|"
    r"\b[pPqQ][0-9]{1,2}(?:\s*(?:[/,+&]|and|to)\s*[pPqQ]?[0-9]{1,2})+"
)
"""What asks for more of a number than one value: its distribution, or points of that."""
_NO_NUMBER: Final = expression(
    r"(?i)\b(?:not|no|instead of|rather than|more than)\s+(?:just\s+|only\s+)?(?:(?:an?|the|one)\s+)?"
    r"(?:single\s+|point\s+)?"
    r"(?:numbers?|points?|values?|estimates?|means?)\b"
)
_FULL: Final = expression(
    r"(?i)\b(?:full|whole|entire|complete)\s+(?:p\(|distribution|pdf|densit|posterior|predictive)"
)
_ENERGY: Final = frozenset({"power", "power_source", "power_supply", "energy", "supply"})
_LITTLE_ENERGY: Final = expression(r"\b(?:solar|batter(?:y|ies)|coin cell|harvest(?:ed|ing)|limited|scarce)\b", re.I)
_MOST_LETTERS, _MOST_OF_NOTES = 300, 2000


def asks_for_ranges(value: object, task: str) -> bool:
    """Return whether what is said of the target of a number asks for its distribution, or points of that.

    Examples
    --------
    >>> asks_for_ranges("P10 and P90 of the load", "forecasting"), asks_for_ranges("yield", "regression")
    (True, False)
    """
    if not isinstance(value, str) or len(value) > _MOST_LETTERS:
        return False
    found = _predicted("target", value, value, task) if task in NUMERIC_PREDICTION else None
    return found is not None and found.required is not None


def told_in_words(called: str, value: object, task: str = "") -> Beside | None:
    """Return what a fact says that is told in words; None where it is none of these.

    Parameters
    ----------
    called : its name in lower case, its words joined by underscores, without its group
    task : what a number or a distribution is an answer to

    Examples
    --------
    >>> told_in_words("split", "by patient").fields
    {'data.new_groups': True}
    >>> told_in_words("split", "random 80/20").reason
    'changes nothing here: an answer says how to test'
    >>> told_in_words("output", "quantiles 5/50/95").required["quality"], told_in_words("uncertainty", "no")
    ('uncertainty-quantification', None)
    >>> told_in_words("output", "full p(z), not a number", "regression").required["priority"]
    'must'
    """
    if called in _BACKGROUND:
        return _background(value)
    said = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
    if not isinstance(said, str) or not said.strip() or len(said) > _MOST_LETTERS:
        return None
    if called in _TESTED:
        return _tested(said)
    if called in _PREDICTED | _ALSO_PREDICTED:
        return _predicted(called, said, value, task)
    if called in _ENERGY and _LITTLE_ENERGY.search(said):
        return Beside.stating({"deployment.energy_limited": True})
    return Beside.noting(f"{called.replace('_', ' ')}: {said}") if called in _NOTED_WITH_NAME else None


def _background(value: object) -> Beside | None:
    texts = value if isinstance(value, list | tuple) else (value,)
    if not texts or not all(isinstance(each, str) and each.strip() for each in texts):
        return None
    text = ". ".join(str(each).strip().rstrip(".") for each in texts)
    return Beside.noting(text) if len(text) <= _MOST_OF_NOTES else None


def _tested(said: str) -> Beside:
    """Return that cases to come are of new groups, where whole groups are held out."""
    if _GROUPED.search(said) or _SCAFFOLDS.search(said):
        return Beside.stating({"data.new_groups": True}, ", since whole groups are held out")
    return Beside.of_no_weight("an answer says how to test")


def _predicted(called: str, said: str, value: object, task: str) -> Beside | None:
    quality = "uncertainty-quantification"
    if task in NUMERIC_PREDICTION:
        bare = _NO_NUMBER.sub(" ", said)
        is_asked = _WHOLE.search(said) is not None and not TIDY_DENIALS & {*tidy_word(bare).split("-")}
        if is_asked:
            priority = "must" if bare != said or _FULL.search(said) else "should"
            return Beside.asking(quality, priority)
    if called in _ALSO_PREDICTED:
        return None
    is_list = isinstance(value, list | tuple) and called in ("quantiles", "intervals")
    if TIDY_DENIALS & {*tidy_word(said).split("-")} or not (is_list or _IN_RANGES.search(f"{called} {said}")):
        return None
    return Beside.asking(quality, "should")
