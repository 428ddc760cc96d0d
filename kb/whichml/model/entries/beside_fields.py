"""Facts that no field holds under any name, and what they say nevertheless.

In order: of counts and columns by their parts (`counts_by_parts`), what asks for a quality as a requirement does, what
leaves an answer as it is, bounds (`bounds_beside`), and what is told in words (`facts_in_words`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.documents.errors import quoted
from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_number, is_whole
from whichml.model.entries.bounds_beside import bound_required, bound_told
from whichml.model.entries.columns_predicted import column_predicted
from whichml.model.entries.counts_by_parts import CountedFields, counted_by_parts
from whichml.model.entries.counts_of_things import share_treated, things_counted
from whichml.model.entries.field_calls import says_yes, tidy_field_name
from whichml.model.entries.noted_facts import noted
from whichml.model.entries.requirements_on_fields import requirements_on_fields
from whichml.model.entries.unheld_facts import asks_for_nothing, names_a_quality
from whichml.model.format.brief_fields import GROUPS
from whichml.model.values.quantity import number_or_none, quantity_or_none
from whichml.model.values.vocabulary import REGRESSION
from whichml.model.words.beside import Beside
from whichml.model.words.bound_names import NamedBound, bound_named
from whichml.model.words.facts_in_words import asks_for_ranges, told_in_words
from whichml.model.words.spoken_words import spoken_words

_REQUIRED: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys(("fairness", "fair", "fairness_required"), "fairness-control"),
    **dict.fromkeys(("uncertainty", "uncertainty_estimates", "uncertainty_quantification", "prediction_intervals",
                     "confidence_intervals", "probabilistic"), "uncertainty-quantification"),
    **dict.fromkeys(("reproducible", "reproducibility"), "reproducibility"),
    **dict.fromkeys(("calibration", "calibrated", "calibrated_probabilities"), "calibration"),
})  # fmt: skip
"""Names that ask for a quality where they are answered by yes."""
_MUST: Final = frozenset({"required", "mandatory", "must", "essential", "critical", "necessary", "needed"})
_AMONG: Final = r"(?i)\b(?:across|between|among|by|over|for|with respect to)\b"
_A_SENTENCE: Final = 3
_OUTLIERS: Final[Mapping[str, str]] = MappingProxyType({
    "some": "medium", "several": "medium", "present": "medium", "moderate": "medium", "yes": "medium", "true": "medium",
    "many": "high", "severe": "high", "heavy": "high", "strong": "high", "frequent": "high",
})  # fmt: skip
"""How far a method has to bear outliers of which there are so many; the levels are our reading of these words."""
_WEIGHTS: Final = frozenset({
    "pretrained", "pretrained_models", "pretrained_model", "pretrained_weights", "pre_trained", "pre_trained_models",
    "transfer_learning", "foundation_models", "fine_tuning", "finetuning", "fine_tune",
})  # fmt: skip
_AVAILABLE: Final = frozenset({"available", "imagenet", "optional", "possible", "ok", "fine"})
_NOT_THERE: Final = frozenset({
    "time_varying_covariates", "unobserved_confounding", "hidden_confounding", "batch_effects", "domain_shift",
    "outliers", "npu", "tpu", "fpga",
})  # fmt: skip
"""What changes nothing where there is none of it."""
_RUNS: Final = frozenset(
    {"runtime", "schedule", "runs", "run", "execution", "scoring_schedule", "frequency", "cadence"}
)
_IN_A_BATCH: Final = (
    r"(?i)(?:(?:nightly|daily|weekly|monthly|hourly|quarterly|yearly|overnight) (?:batch|run|job)(?:es|s)?|nightly|"
    r"overnight|quarterly|(?:once|twice|[0-9]{1,2}\s?(?:x|times)) (?:an?|per|each|every) "
    r"(?:night|day|week|month|quarter|season|year|campaign)|"
    r"every (?:night|morning|evening|day|week|month|quarter|season|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)|"
    r"(?:on the )?(?:1st|first|last|[0-9]{1,2}th)(?: day)? of (?:the|each|every) month)"
)
_OFTEN: Final = r"(?i)daily|weekly|monthly|yearly|annually|hourly"
"""How often something runs, which under some names is told of the results and under others of the model."""
_BATTERY: Final = frozenset({"battery", "batteries", "battery_type", "battery_capacity", "coin_cell"})
_LARGE_BATTERY: Final = r"(?i)\b[kMG]Wh?\b"
_LASTS: Final = frozenset({"lifetime", "life", "service_life", "autonomy", "runtime_on_battery"})
_CORES: Final = frozenset({"cores", "cpu_cores", "cpus", "cpu_count", "vcpus", "vcpu", "threads", "cpu"})
_COUNT_OF_CORES: Final = r"(?i)[0-9]{1,4}\s*x?\s*(?:v?cpus?|(?:cpu[ -])?cores?|threads?)?"
_OUTPUTS: Final = frozenset({"targets", "outputs", "responses", "output_variables", "target_variables"})
_SEVERAL_NUMBERS: Final = r"(?:[2-9]|[1-9][0-9]{1,3})(?: (?:scalars?|numbers?|values?|targets?|outputs?|quantities))?"
_OUT_OF_IT: Final = (
    r"out_of_scope|not_in_scope|non_goals?|not_(?:wanted|planned|included)|excluded|exclusions|wont_have"
)
_NO_MATTER: Final = (
    r"(?i)\b(?:irrelevant|unimportant|uncritical|not (?:an? )?(?:important|critical|relevant|issue|problem|needed)|"
    r"(?:does not|doesn't|do not|don't) (?:matter|care)|no (?:limit|requirement|hurry|rush|matter)|"
    r"(?:minutes?|hours?|days?|overnight|next (?:day|morning)|weekly) "
    r"(?:is|are|would be) (?:ok|okay|fine|enough|acceptable|good enough))\b"
)
"""What says that nothing is asked of a quality."""
_BEHIND_A_BOUND: Final = expression(r"\s*[@,;(]\s*|\s+(?=(?:for|when|while|because|even|if|from)\b)", re.IGNORECASE)
"""What stands behind an amount and says of what it is one."""
_POWER: Final = frozenset({"power", "power_budget", "power_limit", "power_draw", "power_consumption"})
_WATTS: Final = r"(?i)(?:[<≤~]=?|up to|at most|about|max\.?|under|below)?\s*([0-9]+(?:\.[0-9]+)?)\s*(u|µ|m)?W" \
                r"(?:\s+(?:avg\.?|average|mean|max\.?|peak|continuous|on average))?"  # fmt: skip
_LITTLE_POWER: Final = 1000.0
"""Milliwatts below which energy is short: what a battery or the sun gives for long. The limit is our reading."""
_GPU_MEMORY: Final = r"(?:gpu_memory|gpu_ram|vram|gpu_vram)(?:_(mb|gb))?"
_EFFECTS: Final = "treatment-effect-estimation"
_USUAL_TREATMENT: Final = frozenset({"binary", "yes/no", "yes-no", "0/1", "treated or not", "one", "1"})
_USUAL_OUTCOME: Final = frozenset({"binary", "continuous", "numeric", "number", "yes/no", "0/1"})
_FEW_TREATED: Final = 0.1
"""Below this share of treated, or of untreated, rows an effect hangs on few of them: our reading."""
_ON_DEVICES: Final = frozenset({"phone", "wearable", "vehicle", "browser", "edge-device", "microcontroller"})


def told_beside(
    name: str, value: object, context: Collection[str], told: Mapping[str, object], *, may_guess: bool = False
) -> Beside | None:
    """Return what a fact says that is no field under any name; None where it says nothing that can be read.

    Parameters
    ----------
    name : with its group or without
    context : the task and the modalities
    told : the fields that the brief tells, by their names, as they are written
    may_guess : whether a bound of what is no quality is one of the quality that its unit fits

    Examples
    --------
    >>> told_beside("stakes.domain", "medicine", (), {}).notes
    'medicine'
    >>> told_beside("stakes.fairness", "required", (), {}).required["quality"]
    'fairness-control'
    >>> told_beside("data.pretrained", "available", (), {}).reason
    'changes nothing here: that ready weights may be used is taken for granted'
    >>> told_beside("data.weather", "sunny", (), {})
    >>> told_beside("requirement.weather.max", "9 ms", (), {}).required
    {'quality': 'weather', 'max': '9 ms'}
    """
    bound = bound_named(name)
    if bound is not None and bound.what not in GROUPS:
        asked = _of_a_named_bound(bound, value, may_guess=may_guess)
        if asked is not None or not may_guess:
            return asked
    called = tidy_field_name(name.rpartition(".")[2])
    counted = counted_by_parts(called, value, told)
    if counted is not None:
        return _of_counts(counted) or noted(name, called, value, context, told)
    things = things_counted(name, called, value, context, told)
    if things is not None:
        return _of_counts(things)
    return (
        _of_federation(called, value, told)
        or _of_power(called, value)
        or _of_battery(called, value, told)
        or _of_a_schedule(name, value, told)
        or _of_a_requirement(called, value)
        or _of_cores(called, value)
        or _of_outputs(called, value, context)
        or _of_gpu_memory(called, value, told)
        or _required(called, value, context)
        or _of_no_weight(called, value, context, told)
        or noted(name, called, value, context, told)
        or _bounded(called, value)
        or _told_in_words(called, value, next(iter(context), ""))
    )


def _told_in_words(called: str, value: object, task: str) -> Beside | None:
    found = told_in_words(called, value, task)
    if found is not None:
        return found
    column = column_predicted(called, value)
    return Beside("names what is predicted, and is read with the notes", notes=column) if column else None


def _bounded(called: str, value: object) -> Beside | None:
    required, rest = bound_told(called, value), ""
    if required is None and isinstance(value, str) and names_a_quality(called):
        head, rest = [*_BEHIND_A_BOUND.split(value, maxsplit=1), ""][:2]
        required = bound_told(called, head) if rest else None
    if required is None:
        return None
    read = Beside.requiring(required)
    if not rest:
        return read
    return read._replace(reason=f"{read.reason}, its rest with the notes", notes=f"{called.replace('_', ' ')}: {rest}")


def _of_a_named_bound(bound: NamedBound, value: object, *, may_guess: bool) -> Beside | None:
    """Return the requirement of a bound whose name tells of what: one that is no quality is refused where it is read.

    Where it may be guessed, the unit tells another quality; then the name is told to be none.
    """
    required = bound_required(bound, value)
    guessed = (
        None if required is not None and names_a_quality(str(required["quality"])) else bound_told(bound.side, value)
    )
    if may_guess and guessed is not None:
        read = Beside.requiring(guessed)
        return read._replace(reason=f"{read.reason} by its unit, since no quality is called {quoted(bound.what)}")
    return None if required is None else Beside.requiring(required)


def _of_counts(counted: CountedFields) -> Beside | None:
    return Beside.stating(counted.fields, counted.reason) if counted.fields else None


def _required(called: str, value: object, context: Collection[str]) -> Beside | None:
    """Return the requirement that a fact makes, or the field that it means by the way."""
    plain = str(value).strip().lower()
    if called == "outliers" and "outlier-detection" not in context and plain in _OUTLIERS:
        wanted = {"quality": "outlier-robustness", "min": _OUTLIERS[plain], "priority": "should"}
        return Beside(f"is read as a requirement: `outlier-robustness` should be at least {_OUTLIERS[plain]}",
                      required=wanted)  # fmt: skip
    quality = _REQUIRED.get(called)
    if quality is None:
        return None
    says = says_yes(value) if not isinstance(value, list | tuple) else None
    if says:
        return Beside.asking(quality, "must" if plain in _MUST else "should")
    if says is False:
        return Beside.of_no_weight(f"`{quality}` is asked for by nobody")
    if quality == "fairness-control" and isinstance(value, str) and re.search(_AMONG, value):
        return Beside.stating({"stakes.protected_groups": True})
    if quality == "fairness-control" and isinstance(value, str) and len(value.split()) >= _A_SENTENCE:
        return Beside.noting(f"fairness: {value.strip()}")
    return None


def _of_federation(called: str, value: object, told: Mapping[str, object]) -> Beside | None:
    """Return where data stay whose owners train together: on devices, or with each of the organisations."""
    is_federated = called in ("federated", "federated_learning", "federated_training") and says_yes(value) is True
    if not is_federated and not (
        called == "training" and str(value).strip().lower() in ("federated", "federated learning")
    ):
        return None
    target = told.get("deployment.target")
    runs_on = spoken_words("deployment.target", target) if isinstance(target, str) else ()
    kept = "stays-on-device" if {str(target), *runs_on} & _ON_DEVICES else "stays-in-organisation"
    return Beside.stating({"data.residency": kept}, ", since the data stay where they are")


def _of_power(called: str, value: object) -> Beside | None:
    """Return that energy is short where hardly any power may be drawn."""
    base, _, unit = called.rpartition("_")
    amount = f"{value} {unit}" if base in _POWER and unit in ("mw", "uw", "w") and is_number(value) else value
    found = re.fullmatch(_WATTS, amount.strip()) if isinstance(amount, str) and {base, called} & _POWER else None
    if found is None:
        return None
    milliwatts = float(found[1]) * {"m": 1.0, "": 1000.0}.get((found[2] or "").lower(), 0.001)
    return Beside.stating({"deployment.energy_limited": True}) if milliwatts < _LITTLE_POWER else None


def _of_a_requirement(called: str, value: object) -> Beside | None:
    """Return what a fact says that requirements say of fields, or that changes nothing: `max_alerts: 20 per day`."""
    name = re.sub(r"\A(?:max|maximum|min|minimum)_|_(?:max|limit)\Z", "", called)
    plain = re.sub(r"(?i)\A(?:max\.?|at most|up to)\s+", "", value) if isinstance(value, str) else value
    found = requirements_on_fields({name: plain}).get(name) if not isinstance(plain, bool) else None
    if found is None:
        return None
    if found.field is None:
        return Beside.of_no_weight("it says what the project is to gain, not how the model is to be")
    return Beside.stating({found.field: found.value})


def _of_a_schedule(name: str, value: object, told: Mapping[str, object]) -> Beside | None:
    """Return how predictions are asked for, where a run of the whole is said to be one: `schedule: nightly batch`."""
    group, _, inner = name.rpartition(".")
    field = "deployment.interaction"
    if group not in ("", "deployment") or inner not in _RUNS or not isinstance(value, str):
        return None
    is_often = inner == "frequency" and re.fullmatch(_OFTEN, value.strip()) is not None
    if not is_often and re.fullmatch(_IN_A_BATCH, value.strip()) is None:
        return None
    if field in told:
        return Beside.noting(f"{inner}: {value.strip()}")
    return Beside.stating({field: "batch"})


def _of_battery(called: str, value: object, told: Mapping[str, object]) -> Beside | None:
    """Return that energy is short where there is a battery, and how long one has to last."""
    if called in _BATTERY and isinstance(value, str | int | float) and says_yes(value) is not False:
        is_large = re.search(_LARGE_BATTERY, str(value)) is not None
        return None if is_large else Beside.stating({"deployment.energy_limited": True})
    if called not in _LASTS or told.get("deployment.energy_limited") is not True or not isinstance(value, str):
        return None
    if quantity_or_none(value, "duration") is None or "deployment.battery_life" in told:
        return None
    return Beside.stating({"deployment.battery_life": value})


def _of_cores(called: str, value: object) -> Beside | None:
    is_count = is_whole(value) and called != "cpu"
    is_told = isinstance(value, str) and re.fullmatch(_COUNT_OF_CORES, value.strip()) is not None
    if called not in _CORES or not (is_count or is_told):
        return None
    return Beside.of_no_weight("no algorithm is chosen by how many cores there are")


def _of_outputs(called: str, value: object, context: Collection[str]) -> Beside | None:
    """Return that several numbers are to be predicted at once, where they are listed."""
    is_list = isinstance(value, list | tuple) and len(value) > 1 and all(isinstance(each, str) for each in value)
    is_count = re.fullmatch(_SEVERAL_NUMBERS, str(value).strip()) is not None and not isinstance(value, float)
    named = ", ".join(map(str, value)) if isinstance(value, list | tuple) else ""
    is_range = called in _OUTPUTS and asks_for_ranges(named, next(iter(context), ""))
    if called not in _OUTPUTS or is_range or not (is_list or is_count) or next(iter(context), "") not in REGRESSION:
        return None
    return Beside.stating({"data.target": "multi-output"}, f", since several are {'listed' if is_list else 'counted'}")


def _of_gpu_memory(called: str, value: object, told: Mapping[str, object]) -> Beside | None:
    """Return the memory that models have beside the processor, and that there is a graphics processor."""
    found = re.fullmatch(_GPU_MEMORY, called)
    if found is None or isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    memory = f"{value} {found[1].upper()}" if found[1] and not isinstance(value, str) else str(value)
    if quantity_or_none(memory, "bytes") is None:
        return None
    is_told = "deployment.accelerator" in told
    return Beside.stating({"deployment.memory": memory} | ({} if is_told else {"deployment.accelerator": "gpu"}))


def _of_no_weight(called: str, value: object, context: Collection[str], told: Mapping[str, object]) -> Beside | None:
    """Return why a fact changes nothing; None where it may."""
    plain = str(value).strip().lower()
    tidy = re.sub(r"_(?:allowed|available|possible|permitted)\Z", "", called)
    if tidy in _WEIGHTS and (says_yes(value) or plain in _AVAILABLE):
        return Beside.of_no_weight("that ready weights may be used is taken for granted")
    if called in _NOT_THERE and says_yes(value) is False:
        return Beside.of_no_weight("there are none")
    if re.fullmatch(_OUT_OF_IT, called) and isinstance(value, str | list | tuple):
        return Beside.of_no_weight("it says what the project is not about")
    is_no_bound = isinstance(value, str) and not re.search(r"[0-9]", value)
    asks_nothing = asks_for_nothing(called, value) or (is_no_bound and re.search(_NO_MATTER, str(value)))
    if names_a_quality(called) and asks_nothing:
        return Beside.of_no_weight("nothing is asked of it")
    if {"image", "video"} & {*context} and called in ("grayscale", "greyscale", "rgb", "colour", "color"):
        return Beside.of_no_weight("one or three colours are usual")
    if called == "sparsity" and "interactions" in context:
        return Beside.of_no_weight("interactions are always few of those that could be")
    if _EFFECTS not in context:
        return None
    if called in ("treatment", "treatments", "treatment_type") and plain in _USUAL_TREATMENT:
        return Beside.of_no_weight("treated or not is what is taken")
    if called in ("outcome", "outcome_type") and plain in _USUAL_OUTCOME:
        return Beside.of_no_weight("what estimates effects takes it as any other")
    share = share_treated(called, value, told)
    is_share = called in ("treated_share", "treatment_share", "treated_fraction", "treatment_rate")
    if (share is not None and _is_balanced(share)) or (is_share and _is_balanced(value)):
        return Beside.of_no_weight("enough rows are treated, and enough are not")
    return None


def _is_balanced(value: object) -> bool:
    share = number_or_none(value)
    return share is not None and _FEW_TREATED <= share <= 1 - _FEW_TREATED
