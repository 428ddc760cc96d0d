"""Which options of decisions exclude one another by what they mean, and which of them a brief's own words exclude.

The knowledge base defines each option in a sentence; two options exclude one another where both sentences cannot be
true of one system. What is merely unusual is no contradiction: a batch job may well be started by a call that waits.
Nor is what answerers of the panel choose together time and again, such as a model that is trained once and versions
that go out at planned times.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from whichml.model.conditions import Facts

_TRAINED: Final = ("one-off", "scheduled-retraining", "incremental", "federated")
_VERSIONS: Final = ("scheduled", "continuous-delivery", "per-event")
_OVER_THE_NETWORK: Final = ("microservice", "vendor-api")
_IN_OPERATION: Final = ("shadow", "canary", "a-b-test")


class Incompatibility(NamedTuple):
    """An option, and those of another decision that it leaves no room for.

    Attributes
    ----------
    decision, option : what stands where nothing but weight speaks: it is settled first
    of, options : the decision whose options it rules out
    """

    decision: str
    option: str
    of: str
    options: tuple[str, ...]


# Nothing that is listed as settled is ruled out further down, so that what went leaves no mark on a third decision.
INCOMPATIBLE: Final[tuple[Incompatibility, ...]] = (
    # Nothing of one's own is trained where code does it, or where others trained the model.
    Incompatibility("acquisition", "no-model", "training-mode", _TRAINED),
    Incompatibility("acquisition", "hosted-model", "training-mode", _TRAINED),
    Incompatibility("acquisition", "fine-tune-pretrained", "training-mode", ("no-training",)),
    Incompatibility("acquisition", "train-from-scratch", "training-mode", ("no-training",)),
    # No model is no part of a composition of models.
    Incompatibility("acquisition", "no-model", "model-composition",
                    ("single-model", "cascade", "ensemble", "rules-and-model")),
    # Features are what a model reads.
    Incompatibility("acquisition", "no-model", "feature-computation", ("on-request", "precomputed", "feature-store")),
    # A vendor runs it, or the own product does.
    Incompatibility("acquisition", "hosted-model", "inference-placement",
                    ("static-in-product", "client-side", "gateway")),
    Incompatibility("acquisition", "hosted-model", "serving-form", ("embedded-library",)),
    Incompatibility("acquisition", "hosted-model", "hardware", ("npu", "microcontroller")),
    Incompatibility("acquisition", "no-model", "serving-form", ("vendor-api",)),
    Incompatibility("acquisition", "licensed-model", "serving-form", ("vendor-api",)),
    # What is built into a product changes with the product alone.
    Incompatibility("inference-placement", "static-in-product", "update-rollout", _VERSIONS),
    Incompatibility("inference-placement", "static-in-product", "training-mode", ("incremental", "federated")),
    # A device asks nobody over a network, and a service on a server is asked over one.
    Incompatibility("inference-placement", "static-in-product", "serving-form", _OVER_THE_NETWORK),
    Incompatibility("inference-placement", "client-side", "serving-form", _OVER_THE_NETWORK),
    Incompatibility("inference-placement", "client-side", "hardware", ("tpu",)),
    Incompatibility("inference-placement", "static-in-product", "hardware", ("tpu",)),
    Incompatibility("inference-placement", "server-side", "hardware", ("microcontroller",)),
    Incompatibility("inference-placement", "cached-back-end", "hardware", ("microcontroller",)),
    # No machine runs what needs one.
    Incompatibility("hardware", "none", "serving-form", ("embedded-library", "batch-job", "stream-processor",
                                                   *_OVER_THE_NETWORK)),
    Incompatibility("serving-form", "microservice", "api-access", ("in-process",)),
    Incompatibility("serving-form", "vendor-api", "api-access", ("in-process",)),
    # How versions come to be says how they can be rolled out.
    Incompatibility("training-mode", "no-training", "update-rollout", ("per-event",)),
    Incompatibility("training-mode", "one-off", "update-rollout", ("continuous-delivery", "per-event")),
    Incompatibility("training-mode", "scheduled-retraining", "update-rollout", ("per-event",)),
    Incompatibility("training-mode", "incremental", "update-rollout", ("with-product-release",)),
    Incompatibility("training-mode", "federated", "data-store", ("centralized",)),
    # A comparison in operation is read from what operation reports.
    Incompatibility("telemetry-location", "none", "experimentation", _IN_OPERATION),
)  # fmt: skip

_WAITED_FOR: Final = ("interactive", "online", "real-time", "stream")
"""Where somebody or something waits for each prediction: 21 of 1,657 answers of the panel take a batch job there."""
_CHANGES: Final = ("per-event", "hourly", "daily", "weekly", "monthly")
"""How often a model changes that is not trained once: a yearly one may be, by hand and with each release."""
EXCLUDED_BY_FACTS: Final[Mapping[str, tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...]]] = {
    "deployment.update_cadence": (
        (("never",), "training-mode", ("scheduled-retraining", "incremental", "federated")),
        (("never",), "update-rollout", _VERSIONS),
        (_CHANGES, "training-mode", ("one-off",)),
    ),
    "deployment.accelerator": (
        (("none",), "hardware", ("gpu", "tpu", "npu")),
    ),
    "stakes.explanation": (
        (("post-hoc",), "explanation-form", ("none", "inherent")),
        (("full",), "explanation-form", ("none", "post-hoc")),
        (("none",), "explanation-form", ("post-hoc",)),
    ),
    "deployment.interaction": ((_WAITED_FOR, "serving-form", ("batch-job",)),),
    "deployment.experiments_possible": (((), "experimentation", ("a-b-test",)),),
}  # fmt: skip
"""For a field of the brief: the words that exclude options of a decision; a flag excludes them where it is false."""


def excluded_by_facts(facts: Facts) -> dict[str, set[str]]:
    """Return the options that what a brief says leaves no room for, by decision."""
    found: dict[str, set[str]] = {}
    for field, excluded in EXCLUDED_BY_FACTS.items():
        said = facts.get(field)
        for words, decision, options in excluded:
            if said is False or (isinstance(said, str) and said in words):
                found.setdefault(decision, set()).update(options)
    return found


def contradictions(chosen: Mapping[str, str]) -> Iterator[Incompatibility]:
    """Yield what is incompatible among the chosen options of decisions, in the order in which it is settled."""
    for each in INCOMPATIBLE:
        if chosen.get(each.decision) == each.option and chosen.get(each.of) in each.options:
            yield each
