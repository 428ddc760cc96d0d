"""What may be at stake in a project of which so much is known: harm, laws, deceit, groups of people, reasons, a rule.

A brief that leaves such a field out is asked for it only where something that it says points that way. Nothing is
refused by this.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from whichml.model.documents.document import Plain
from whichml.model.format.field_relevance import OF_PEOPLE, SMALL_MACHINES
from whichml.model.format.law_scope import SAID, SaidInProse, is_law_of
from whichml.model.format.tasks_of_fields import SUPERVISED
from whichml.model.values.vocabulary import REGRESSION, Task

Known = Mapping[str, object]

_MOVING: Final = SMALL_MACHINES - {"browser", "phone"}
"""Machines that act on the world, or are worn."""
_WATCHING: Final[frozenset[Task]] = frozenset({
    "sequential-decision", "planning", "outlier-detection", "change-point-detection", "object-detection",
    "pose-estimation",
})  # fmt: skip
"""Tasks by which somebody is warned or sent, of signals that are recorded as things happen."""
_RECORDED: Final = frozenset({"sensor-features", "time-series", "video"})
_SEEN_OR_HEARD: Final = frozenset({"image", "video", "audio"})
_NO_GREAT_HARM: Final = frozenset({"very-low", "low", "medium"})
_GRAVE: Final = frozenset({"high", "very-high"})
_SHOWN_TO_PEOPLE: Final = frozenset({"personal", "sensitive"})
_OF_SAFETY: Final = frozenset({
    "automotive", "aviation", "do-178c", "en-50128", "en-50716", "iec-61508", "iec-61511", "iso-21448", "iso-26262",
    "lift-directive", "machinery",
})  # fmt: skip
_OF_HEALTH: Final = frozenset({
    "fda", "fda-21-cfr-11", "fda-samd", "gxp", "hipaa", "iec-62304", "iso-13485", "iso-14971", "ivdr", "mdr",
    "medical-device",
})  # fmt: skip
_OF_CREDIT: Final = frozenset({"basel", "ecoa", "fcra", "ifrs-9", "regulation-b", "sr-11-7", "sr-26-2"})
_OF_RATES: Final = frozenset({"insurance-pricing", "insurance-rate-filing", "solvency"})
_OF_PERSONAL_DATA: Final = frozenset({"ccpa", "coppa", "eprivacy", "ferpa", "gdpr", "lgpd", "pipl", "uk-gdpr"})
_OF_PEOPLE_OR_HARM: Final = frozenset({"eu-ai-act", "eu-ai-act-high-risk"})
_OF_TREATMENT: Final = frozenset({
    "administrative-law", "colorado-ai-act", "eeoc", "fair-housing", "labour-law", "nyc-local-law-144",
})  # fmt: skip
"""Laws on how people are treated who seek work, a home, or a decision of an authority."""
_OF_PRODUCTS: Final = frozenset({"cra"})
_OF_VEHICLES: Final = frozenset({"road-vehicles", "aviation", "railways"})
_BY_COLUMNS: Final[frozenset[Task]] = frozenset({
    "binary-classification", "multiclass-classification", "regression", "probabilistic-regression", "ranking",
    "survival-analysis",
})  # fmt: skip
"""Tasks that judge one case by what is on file of it."""
_READ_OFF: Final = frozenset({"object-detection", "sequence-labelling", "record-linkage", "text-recognition"})
_JUDGING: Final[frozenset[Task]] = SUPERVISED - _READ_OFF | {
    "treatment-effect-estimation", "recommendation", "sequential-decision", "text-generation", "image-generation",
    "clustering", "deterministic-computation", "planning",
}  # fmt: skip
"""Tasks whose results may treat groups of people unlike."""
_HINTS_OF_PEOPLE: Final = frozenset({
    "data.users", "stakes.regulation", "stakes.explanation", "deployment.applied_by", "project.human_review",
})  # fmt: skip
_TOLD_REASONS: Final[frozenset[Task]] = _BY_COLUMNS | {
    "multilabel-classification", "deterministic-computation", "planning", "treatment-effect-estimation",
    "outlier-detection", "sequential-decision", "control", "recommendation", "record-linkage", "forecasting",
}  # fmt: skip
"""Tasks of whose results somebody may ask for every reason."""
_OF_EXPLANATION: Final = ("requirement.explainability.", "requirement.interpretability.")
_BY_RULE: Final[frozenset[Task]] = frozenset({
    "deterministic-computation", "planning", "control", "record-linkage",
})  # fmt: skip
_PARTLY_BY_RULE: Final[frozenset[Task]] = _BY_RULE | {
    "sequential-decision", "text-generation", "sequence-labelling", "ranking", "outlier-detection", "recommendation",
    "text-recognition",
}  # fmt: skip
_UNRULED: Final[frozenset[Task]] = frozenset({
    "forecasting", "probabilistic-regression", "survival-analysis", "treatment-effect-estimation", "topic-modelling",
    "clustering", "dimensionality-reduction", "language-modelling", "speech-to-text", "summarisation",
    "pattern-mining", "recommendation",
})  # fmt: skip
"""Tasks whose right answer nobody could write down beforehand."""
_LEARNT_FROM_ANSWERS: Final = frozenset({
    "data.label_cost", "data.label_time", "data.relation", "data.cut_off", "data.labelled_rows", "data.minority_share",
    "data.examples_per_class", "data.label_delay", "data.label_quality", "data.label_origin", "data.clicks",
    "data.feedback", "data.drift", "data.horizon", "data.events",
})  # fmt: skip
"""What is told only where right answers are got case by case, so that nobody could write them down as rules."""
_LEARNT_FROM_MANY: Final = 10_000
_DECEIVED: Final[frozenset[Task]] = frozenset({
    "binary-classification", "multilabel-classification", "outlier-detection",
})  # fmt: skip
"""Tasks that catch somebody, who would rather not be caught."""
_STEERED: Final[frozenset[Task]] = frozenset({
    "ranking", "recommendation", "retrieval", "question-answering", "text-generation",
})  # fmt: skip
"""Tasks whose input anybody may write who gains by what comes first, or is said."""
_MEASURED: Final = frozenset({"sensor-features", "time-series", "audio"})


def is_all_of(known: Known, kinds: frozenset[str]) -> bool:
    """Return whether all data are of these kinds; they are of none where the kinds are not known."""
    modality = known.get("data.modality")
    return isinstance(modality, tuple) and kinds.issuperset(modality)


def has_any_of(known: Known, kinds: frozenset[str]) -> bool:
    """Return whether some of the data are of these kinds."""
    modality = known.get("data.modality")
    return isinstance(modality, tuple) and not kinds.isdisjoint(modality)


def may_hurt(known: Known) -> bool:
    """Return whether a mistake may hurt somebody: machines that act, health, alarms or grave mistakes are told of.

    Examples
    --------
    >>> may_hurt({"task": "recommendation", "data.modality": ("interactions",)})
    False
    >>> may_hurt({"task": "control", "data.modality": ("sensor-features",)})
    True
    >>> may_hurt({"task": "control", "stakes.cost_of_mistakes": "low"})
    False
    """
    said, cost = known.get("stakes.safety_critical"), known.get("stakes.cost_of_mistakes")
    if said is not None or cost in _NO_GREAT_HARM:
        return said is True
    return (
        cost in _GRAVE
        or _acts(known)
        or known.get("data.privacy") == "sensitive"
        or not _OF_HEALTH.isdisjoint(_laws(known))
        or (known.get("task") in _WATCHING and has_any_of(known, _RECORDED))
    )


def _acts(known: Known) -> bool:
    """Return whether something moves or is switched by what is predicted, at once or with nothing to fall back on."""
    return (
        known.get("task") == "control"
        or known.get("deployment.target") in _MOVING
        or known.get("deployment.interaction") == "real-time"
        or "deployment.control_period" in known
        or known.get("stakes.fallback_possible") is False
        or not _OF_SAFETY.isdisjoint(_laws(known))
    )


def _may_be_a_hazard(known: Known) -> bool:
    """Return whether norms of safety may speak of what is built: a machine that acts, or signals read at a risk."""
    is_grave = known.get("stakes.cost_of_mistakes") in _GRAVE and has_any_of(known, _RECORDED | {"image"})
    return may_hurt(known) and (known.get("stakes.safety_critical") is True or _acts(known) or is_grave)


def may_be_of_people(known: Known) -> bool:
    """Return whether data may speak of people: their privacy says so, or what is told of use, of laws or of reasons.

    Examples
    --------
    >>> may_be_of_people({"data.privacy": "internal"}), may_be_of_people({"data.users": 40_000})
    (False, True)
    """
    privacy = known.get("data.privacy")
    if privacy is not None:
        return privacy in OF_PEOPLE
    return not _HINTS_OF_PEOPLE.isdisjoint(known) or known.get("task") == "treatment-effect-estimation"


def may_touch_groups(known: Known) -> bool:
    """Return whether results may treat groups of people unlike."""
    return may_be_of_people(known) and known.get("task") in _JUDGING


def may_apply(law: str, known: Known) -> bool:
    """Return whether a law or norm may bind such a project, as far as anything that is told points to it.

    Norms of safety bind what can hurt, laws of health what is sensitive or can hurt, and laws of personal data what
    speaks of people. Whose trade has a law of its own says so: in its prose, of which a law of another trade or another
    country is none, where what it says stands beside the facts.

    Examples
    --------
    >>> card = {"task": "binary-classification", "data.privacy": "personal"}
    >>> may_apply("ecoa", card), may_apply("do-178c", card)
    (True, False)
    >>> may_apply("ecoa", {**card, SAID: SaidInProse.of("Which water mains to renew")})
    False
    """
    said = known.get(SAID)
    if isinstance(said, SaidInProse) and not is_law_of(law, _with_its_machine(said, known)):
        return False
    return any(law in laws and binds(known) for laws, binds in _BINDING)


def _with_its_machine(said: SaidInProse, known: Known) -> SaidInProse:
    """Return what prose says with the trade of the vehicle that a model runs on, where it names no kind of vehicle."""
    is_named = not _OF_VEHICLES.isdisjoint(said.trades)
    if known.get("deployment.target") != "vehicle" or is_named:
        return said
    return said._replace(trades=said.trades | {"road-vehicles"})


_BINDING: Final[tuple[tuple[frozenset[str], Callable[[Known], bool]], ...]] = (
    (_OF_SAFETY, _may_be_a_hazard),
    (_OF_HEALTH, lambda known: known.get("data.privacy") == "sensitive" or may_hurt(known)),
    (_OF_PERSONAL_DATA, may_be_of_people),
    (_OF_CREDIT, lambda known: may_be_of_people(known) and known.get("task") in _BY_COLUMNS),
    (_OF_TREATMENT, lambda known: may_be_of_people(known) and known.get("task") in _BY_COLUMNS),
    (_OF_RATES, lambda known: known.get("task") in REGRESSION),
    (_OF_PEOPLE_OR_HARM, lambda known: may_touch_groups(known) or may_hurt(known)),
    (_OF_PRODUCTS, lambda known: known.get("deployment.target") in SMALL_MACHINES),
)
"""Laws by what they speak of, and whether a project may be such."""


def may_be_deceived(known: Known) -> bool:
    """Return whether somebody may gain by deceiving a model: who is caught by it, or who is put before others.

    Examples
    --------
    >>> may_be_deceived({"task": "regression", "data.modality": ("sensor-features",)})
    False
    >>> may_be_deceived({"task": "outlier-detection", "data.modality": ("event-stream",)})
    True
    """
    task, privacy, target = known.get("task"), known.get("data.privacy"), known.get("deployment.target")
    interaction = known.get("deployment.interaction")
    if is_all_of(known, _MEASURED):
        return False
    if task in _STEERED:
        return interaction in {"online", "interactive"} and privacy != "internal" and target in {None, "cloud"}
    if task not in _DECEIVED or privacy == "public":
        return False
    return (
        task == "outlier-detection"
        or has_any_of(known, frozenset({"graph", "event-stream"}))
        or known.get("data.arrival") == "stream"
        or interaction in {"online", "stream"}
        or "data.minority_share" in known
        or (target == "cloud" and has_any_of(known, frozenset({"text", "image"})))
    )


def may_be_specified(known: Known, whole: str = "complete") -> bool:
    """Return whether what is right may be written down as rules; where answers were collected case by case it is not.

    Parameters
    ----------
    whole : `complete` where all of it is, `partial` where a part is

    Examples
    --------
    >>> may_be_specified({"task": "planning"}), may_be_specified({"task": "forecasting"})
    (True, False)
    >>> may_be_specified({"task": "regression", "data.labelled_rows": 9_000})
    False
    """
    task = known.get("task")
    if whole == "partial":
        return task is None or task in _PARTLY_BY_RULE
    if task in _BY_RULE:
        return True
    rows = known.get("data.rows")
    are_many = isinstance(rows, int | float) and rows >= _LEARNT_FROM_MANY
    is_learnt = not _LEARNT_FROM_ANSWERS.isdisjoint(known) or are_many
    return not is_learnt and task not in _UNRULED and not is_all_of(known, _SEEN_OR_HEARD)


def may_have_to_explain(known: Known) -> bool:
    """Return whether somebody may ask for the reasons of each answer: people, a law, or high stakes are told of.

    Who reads or hears for themselves what a model read has no use for its reasons, unless a law or a bound asks.
    """
    if known.get("stakes.regulation") or any(name.startswith(_OF_EXPLANATION) for name in known):
        return True
    return tells_reasons(known) and (
        known.get("stakes.protected_groups") is True
        or known.get("stakes.safety_critical") is True
        or known.get("stakes.cost_of_mistakes") in _GRAVE
        or known.get("data.privacy") in _SHOWN_TO_PEOPLE
    )


def tells_reasons(known: Known) -> bool:
    """Return whether somebody may ask for every reason of such a result, which nobody sees or hears in the data."""
    task = known.get("task")
    return not is_all_of(known, _SEEN_OR_HEARD) and (task is None or task in _TOLD_REASONS)


def _laws(known: Known) -> frozenset[str]:
    named = known.get("stakes.regulation")
    return frozenset(named) if isinstance(named, tuple) else frozenset()


def _may_bind(value: Plain, known: Known) -> bool:
    laws = value if isinstance(value, list) else [value]
    return any(may_apply(str(law), known) for law in laws)


_AT_STAKE: Final[Mapping[str, Callable[[Plain, Known], bool]]] = {
    "stakes.safety_critical": lambda value, known: value is not True or may_hurt(known),
    "stakes.specification": lambda value, known: value == "none" or may_be_specified(known, str(value)),
    "stakes.regulation": _may_bind,
    "stakes.adversarial": lambda value, known: value is not True or may_be_deceived(known),
    "stakes.protected_groups": lambda value, known: value is not True or may_touch_groups(known),
    "stakes.explanation": lambda value, known: value != "full" or may_have_to_explain(known),
}


def may_be_at_stake(field: str, value: Plain, known: Known) -> bool:
    """Return whether a value of a field of the stakes goes with what is known; of other fields, that it does.

    Examples
    --------
    >>> may_be_at_stake("stakes.safety_critical", True, {"task": "recommendation"})
    False
    """
    judge = _AT_STAKE.get(field)
    return judge is None or judge(value, known)
