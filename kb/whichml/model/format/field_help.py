"""What helps to fill in a field of a brief: meaning, example and units, for schema, messages and reference."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.documents.document import Plain
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.values.units import units_of
from whichml.model.values.vocabulary import FieldKind, KindOfField

_OF_KIND: Final[Mapping[str, Plain]] = MappingProxyType({
    "version": 1, "slug": "loan-approval", "text": "Approve loans", "algorithm": "random-forest",
    "application": "alarm-correlation", "circumstance": "judges-differ", "count": 20_000,
    "fraction": 0.05, "bool": True, "duration": "30 days", "bytes": "64 kB", "money": "5000 USD",
    "frequency": "16 kHz", "rates": {"EUR": 1.08},
    "requirements": [{"quality": "inference-latency", "max": "40 ms", "at": "p99"}],
    "priorities": ["accuracy", ["inference-latency", "model-size"]],
})  # fmt: skip
_OF_FIELD: Final[Mapping[str, Plain]] = MappingProxyType({
    "task": "binary-classification", "data.modality": "tabular", "data.target": ["count", "heavy-tailed"],
    "data.classes": 7, "data.features": 40, "data.series": 300, "data.horizon": "14 days", "data.groups": 120,
    "data.missing_share": "12 %", "data.categorical_features": 6, "data.users": 100_000, "data.items": 5_000,
    "data.linked_tables": 5,
    "data.label_delay": "6 weeks", "data.events": 4_000, "data.censored_share": "70 %", "data.examples_per_class": 12,
    "data.label_cost": "2 EUR", "data.label_time": "3 min", "data.text_length": 250, "data.image_side": 1024,
    "data.clip_length": "10 s", "data.window": "500 ms", "data.languages": 3, "data.sampling_interval": "15 min",
    "data.history": "2 years", "data.zero_share": "60 %", "data.candidates": 100, "data.decision_variables": 400,
    "data.distinct_outputs": 60, "data.channels": 12, "data.random_labels": 1_100, "data.new_labels_per_day": 25,
    "data.tolerance": 80, "data.measuring_error": 6, "data.history_share": "13 %", "data.reading_error": "7 %",
    "data.label_agreement": "81 %",
    "project.existing_recall": "85 %", "project.existing_precision": "82 %", "project.existing_error": "4 %",
    "project.tried": ["random-forest", "kernel-svm"], "project.circumstances": ["judges-differ", "instrument-replaced"],
    "project.proposed": "recurrent-network", "project.further_tasks": ["planning", "outlier-detection"],
    "project.trials_left": 96, "project.trials_at_once": 8,
    "stakes.cost_ratio": 30,
    "deployment.requests_per_day": 2_000_000, "deployment.peak_requests_per_second": 200,
    "deployment.memory": "512 MB", "deployment.storage": "2 MB", "deployment.devices": 50_000,
    "deployment.control_period": "10 ms", "deployment.clock": "64 MHz", "deployment.battery_life": "2 years",
    "deployment.uplink_per_day": "20 kB", "deployment.top_k": 20, "project.team_size": 4,
    "project.deadline": "3 months", "project.unit_budget": "8 USD", "project.cases_per_day": 50,
    "stakes.regulation": ["gdpr", "eu-ai-act-high-risk"], "stakes.cost_false_positive": "5 USD",
    "stakes.cost_false_negative": "800 USD", "stakes.false_alarms_per_day": 3, "stakes.cost_too_high": "1.5 USD",
    "stakes.cost_too_low": "4 USD", "stakes.gain_of_hit": "120 USD", "evidence": ["0123456789abcdef0123456789abcdef"],
})  # fmt: skip
"""Where an example of the kind would mislead about the size that is usual."""
_COMMON: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "stakes.regulation": (
        "gdpr", "eu-ai-act", "eu-ai-act-high-risk", "ccpa", "hipaa", "mdr", "labour-law", "machinery", "gxp",
    ),
})  # fmt: skip
"""The words that are asked for most, of lists that are too long to be read at every question."""
_MEASURED: Final = frozenset({"data.tolerance", "data.measuring_error", "stakes.cost_ratio"})
"""Plain numbers that are no counts of anything."""
_MOST_UNITS: Final = 10
_FORMS: Final[Mapping[KindOfField, str]] = MappingProxyType({
    "count": "Answer with a number, such as {example}; `about 20,000`, `20k` and `two` will do.",
    "fraction": "Answer with a share, such as 5 %, 0.05 or `one in twenty`.",
    "bool": "Answer yes or no.",
    "algorithm": "Answer with the id of an algorithm, such as {example}.",
    "application": "Answer with the id of an application, such as {example}, or none.",
    "circumstance": "Answer with the ids of circumstances, such as {example}.",
    "text": "Answer in a few words, such as `{example}`.",
})  # fmt: skip
"""What form answers have that are no words of a list and have no unit."""


def example_of(path: str) -> Plain:
    """Return a value that a field can have."""
    kind = BRIEF_FIELDS[path]
    if path in _OF_FIELD:
        return _OF_FIELD[path]
    return kind.values[len(kind.values) // 2] if kind.values else _OF_KIND[kind.kind]


def words_shown(path: str) -> tuple[str, ...]:
    """Return the words to show where a field is asked for: all of its list, or of a long one the most common.

    Examples
    --------
    >>> words_shown("data.growth"), len(words_shown("stakes.regulation")) < 12
    (('static', 'slow', 'fast'), True)
    """
    return _COMMON.get(path, BRIEF_FIELDS[path].values)


def example_text(path: str) -> str:
    """Return the example as a line of a brief in YAML, with the dotted name.

    Examples
    --------
    >>> example_text("data.clip_length"), example_text("exchange_rates")
    ('data.clip_length: 10 s', 'exchange_rates: {EUR: 1.08}')
    """
    return f"{path}: {_in_yaml(example_of(path))}"


def question_text(path: str) -> str:
    """Return a field's meaning as a question shows it: what is counted begins with `How many`.

    Examples
    --------
    >>> question_text("data.rows"), question_text("data.sparse")
    ('How many rows at hand, labelled or not?', 'Most cells are zero.')
    """
    kind = BRIEF_FIELDS[path]
    if kind.kind != "count" or path in _MEASURED:
        return kind.meaning
    counted = kind.meaning.partition(";")[0].rstrip(".")
    return f"How many {counted[:1].lower()}{counted[1:]}?"


def answer_form(path: str) -> str:
    """Return what form an answer to a question about a field has, as a sentence.

    Examples
    --------
    >>> answer_form("data.sparse"), answer_form("deployment.interaction")
    ('Answer yes or no.', 'Answer with one of these words, or in your own.')
    >>> answer_form("project.tried")
    'Answer with one or several names, such as random-forest, kernel-svm.'
    """
    kind = BRIEF_FIELDS[path]
    if kind.values:
        return f"Answer with {'one or several' if kind.many else 'one'} of these words, or in your own."
    if kind.dimension is not None:
        return f"Answer with an amount and its unit, such as {example_of(path)}. Units: {units_in_words(kind)}."
    example = example_of(path)
    if isinstance(example, list):
        return f"Answer with one or several names, such as {', '.join(map(str, example))}."
    return _FORMS[kind.kind].format(example=example)


def short_form(path: str) -> str:
    """Return the form of an answer in a word or two; empty where the words to choose from are shown.

    Examples
    --------
    >>> short_form("data.sparse"), short_form("data.missing_share"), short_form("data.horizon")
    ('yes or no', 'a share, such as 12 %', 'an amount, such as 14 days')
    """
    kind = BRIEF_FIELDS[path]
    if kind.dimension is not None:
        return f"an amount, such as {example_of(path)}"
    example = example_of(path)
    shown = f"{example:g}" if isinstance(example, float) else example
    return {"bool": "yes or no", "fraction": f"a share, such as {shown}", "count": f"such as {shown}"}.get(
        kind.kind, ""
    )


def units_in_words(kind: FieldKind) -> str:
    """Return the units of a field's quantities; empty where it has none."""
    if kind.dimension is None:
        return "%, or none" if kind.kind == "fraction" else ""
    units = units_of(kind.dimension)
    more = " and more" if len(units) > _MOST_UNITS else ""
    return ", ".join(units[: _MOST_UNITS if not more else 4]) + more


def described(path: str) -> str:
    """Return what a field means, and its units where it has any, in sentences."""
    kind = BRIEF_FIELDS[path]
    units = units_in_words(kind)
    return f"{kind.meaning} Units: {units}." if units else kind.meaning


def _in_yaml(value: Plain) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_in_yaml(entry) for entry in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_in_yaml(entry)}' for name, entry in value.items())}}}"
    return str(value)
