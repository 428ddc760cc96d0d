"""Evidence that nobody measured, in the form in which runs write it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from small_knowledge import ContentFolder, brief, rule
from whichml import Recommendation
from whichml.advise.recommendation import Advisor
from whichml.model.statements.evidence import DataDescription, Evidence, Failure, Machine, Measurement

FAST = {"quality": "inference-latency", "max": "10 ms"}
UNITS = {
    "score": ("roc-auc", "accuracy"), "row-latency": ("seconds", "inference-latency"),
    "model-bytes": ("bytes", "model-size"), "fit-seconds": ("seconds", "training-time"),
    "training-joules": ("joules", "training-energy"), "accuracy-share": ("share", None),
    "calibration-error": ("share", "calibration"), "score-loss-under-noise": ("roc-auc", "robustness"),
    "score-loss-under-label-noise": ("roc-auc", "data-quality-sensitivity"), "same-bits": ("share", "reproducibility"),
    "throughput": ("1/second", "inference-throughput"), "difference-to-constant": ("roc-auc", None),
    "difference-to-best": ("roc-auc", None),
}  # fmt: skip


def number(algorithm: str, measure: str, value: float, margin: float = 0.0, **more: Any) -> Measurement:
    """Return a measurement whose interval reaches by the margin to both sides."""
    unit, quality = UNITS[measure]
    facts: dict[str, Any] = {
        "implementation": f"made.up.{algorithm}", "quality": quality, "unit": unit, "low": value - margin,
        "high": value + margin, "n": 10, "rows": 500, "statistic": "median", "procedure": "made-up",
    }  # fmt: skip
    return Measurement(algorithm=algorithm, measure=measure, value=value, **{**facts, **more})


def failure(algorithm: str, reason: str = "memory", message: str = "too much") -> Failure:
    return Failure(
        algorithm=algorithm, implementation=f"made.up.{algorithm}", stage="fit", reason=reason, message=message,
        rows=500,
    )  # fmt: skip


def evidence(*measurements: Measurement, failures: Sequence[Failure] = (), **more: Any) -> Evidence:
    """Return a run on 500 rows of a binary classification; keywords replace parts of it, or of its data."""
    data: dict[str, Any] = {
        "name": "made-up.csv", "digest": "0" * 64, "task": "binary-classification", "target": "y", "rows": 500,
        "features": 5,
    }  # fmt: skip
    run: dict[str, Any] = {
        "machine": Machine(system="Linux", processor="Made-up", n_cores=2, memory_bytes=8 * 10**9, python="3.11"),
        "versions": {"scikit-learn": "1.6"}, "metric": "roc-auc", "splits": "5 folds", "seed": 0,
        "reference_seconds": 0.05,
    }  # fmt: skip
    for name, value in more.items():
        (data if name in DataDescription.model_fields else run)[name] = value
    return Evidence(data=DataDescription(**data), measurements=measurements, failures=tuple(failures), **run)


def scores(**by_algorithm: float) -> tuple[Measurement, ...]:
    """Return scores with no spread; two underscores stand for the hyphen."""
    named = {name.replace("__", "-"): value for name, value in by_algorithm.items()}
    return tuple(number(name, "score", value, statistic="mean") for name, value in named.items())


def answer_of(folder: ContentFolder, *runs: Evidence, **fields: Any) -> Recommendation:
    """Return the answer of a folder's knowledge to a brief with these fields, on these runs."""
    return Advisor.of(folder.knowledge()).recommend(brief(**fields), runs)


def level(answer: Recommendation, algorithm: str, quality: str) -> str:
    """Return the level of a quality that an answer gives a candidate."""
    found = [c for c in (*answer.candidates, *answer.outclassed) if c.algorithm == algorithm]
    return next(rated.level for rated in found[0].qualities if rated.quality == quality)


def counting(folder: ContentFolder, *qualities: str) -> ContentFolder:
    """Return the folder with a rule that makes these qualities count, beside accuracy."""
    return folder.rules(rule("counts", {"prioritise": dict.fromkeys(("accuracy", *qualities), "high")}))
