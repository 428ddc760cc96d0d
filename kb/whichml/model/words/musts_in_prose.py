"""Sentences that sound like a must, and where a brief writes what such a one asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from whichml.model.documents.expressions import expression

_MUST: Final = expression(
    r"\b(?:must|mustn't|shall|shan't|has to|have to|need to|needs to|may not|may only|can only|cannot|can't|"
    r"not allowed|only \w+(?: \w+)? (?:is|are) allowed|forbidden|prohibited|no more than|not more than|at most|"
    r"at least|never|under no circumstances|non-negotiable|mandatory|required)\b|^\s*(?:no|only)\b", re.IGNORECASE,
)  # fmt: skip
_NO_MUST: Final = expression(r"\b(?:not a must|no must|nice to have|add up)\b", re.IGNORECASE)
_LEAST_SHARE: Final = 0.5
"""The share below which nobody bounds what is found or right."""
_TIME: Final = expression(r"([0-9]+(?:[.,][0-9]+)?)\s*(ms|milliseconds?|msec|s|secs?|seconds?)\Z", re.IGNORECASE)
_SIZE: Final = expression(r"[0-9]+(?:[.,][0-9]+)?\s*[kKMG]i?B\Z")
_SHARE: Final = expression(r"([0-9]+(?:\.[0-9]+)?)\s*(?:%|per ?cent)\Z", re.IGNORECASE)
_ANSWERS: Final = expression(
    r"\b(?:answer|respon|repl|predict|decid|decision|scor|result|latenc|react|return|within|real[- ]time|faster|"
    r"slower|quick|wait)", re.IGNORECASE,
)  # fmt: skip
_SHARES: Final = (
    ("recall", r"\b(?:(?:find|found)(?! out)|miss|misses|missed|catch|caught|detect|detects|detected|recall)\b"),
    ("precision", r"\b(?:precision|false alarms?|false positives?)\b"),
    ("accuracy", r"\b(?:accura\w+|correct|right)\b"),
)
_FIELDS: Final = (
    ("project.ruled_out", r"\bdeep learning|\bneural n|\bllms?\b|language models?|open[- ]source|proprietary"),
    (
        "data.residency",
        r"\bno (?:cloud|vendor)|\b(?:data|records?|documents?|files?|images?|texts?|nothing|everything|it)\b.*"
        r"\b(?:leaves?|abroad|border|country|outside|premises|cloud|third part\w+|vendors?)\b",
    ),
    ("deployment.accelerator", r"\bgpus?\b|graphics (?:card|processor)"),
    ("deployment.connectivity", r"\b(?:offline|internet|without (?:a )?(?:network|connection))\b"),
    ("stakes.explanation", r"\b(?:explain\w*|justif\w+|interpretab\w+|transparen\w+|traceab\w+|reasons?)\b"),
    ("stakes.protected_groups", r"\b(?:discriminat\w+|gender|ethnicity)\b"),
    ("deployment.target", r"\b(?:plc|microcontroller|phone|browser|raspberry|fpga)\b"),
)  # fmt: skip


class Must(NamedTuple):
    """What a sentence asks for.

    Attributes
    ----------
    field : where a brief says it: a field, or `requirements`
    entry : what to write, as far as the sentence tells
    """

    field: str
    entry: str


def must_in(sentence: str, amounts: Sequence[str]) -> Must | None:
    """Return what a sentence asks for that sounds like a must; None where it does not, or no field could say it.

    Parameters
    ----------
    amounts : those of the sentence that nothing takes, as they are written

    Examples
    --------
    >>> must_in("The service must answer within 50 milliseconds", ["50 milliseconds"]).entry
    'requirements: [{quality: inference-latency, max: 50 ms}]'
    >>> must_in("It must run offline", []).entry
    'deployment.connectivity'
    >>> must_in("Clerks answer within 50 ms", ["50 ms"])
    """
    if _MUST.search(sentence) is None or _NO_MUST.search(sentence) is not None:
        return None
    bounds = (_bound_of(sentence, each) for each in amounts)
    bound = next((each for each in bounds if each), "")
    if bound:
        return Must("requirements", f"requirements: [{{{bound}}}]")
    found = next((field for field, words in _FIELDS if re.search(words, sentence, re.IGNORECASE)), "")
    return Must(found, found) if found else None


def _bound_of(sentence: str, amount: str) -> str:
    """Return the requirement that an amount may be the bound of, without its brackets; empty where it is of none."""
    time = _TIME.match(amount)
    if time and _ANSWERS.search(sentence):
        return f"quality: inference-latency, max: {time[1]} {'ms' if time[2].lower().startswith('m') else 's'}"
    if _SIZE.match(amount):
        quality = "inference-memory" if re.search(r"\b(?:ram|memory)\b", sentence, re.IGNORECASE) else "model-size"
        return f"quality: {quality}, max: {amount}"
    share = _SHARE.match(amount)
    if share is None or float(share[1]) < 100 * _LEAST_SHARE:
        return ""
    metric = next((name for name, words in _SHARES if re.search(words, sentence, re.IGNORECASE)), "")
    return f"quality: accuracy, metric: {metric}, min: {float(share[1]) / 100:g}" if metric else ""
