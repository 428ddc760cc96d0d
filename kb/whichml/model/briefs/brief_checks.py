"""What the fields of a brief say about each other: contradictions, unknown names, and what is worth a second look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.briefs.doubtful_amounts import doubtful_amounts
from whichml.model.briefs.doubtful_measures import doubtful_measures, metric_of_numbers
from whichml.model.briefs.known_names import KnownNames
from whichml.model.briefs.recognised_application import APPLICATION, NO_APPLICATION
from whichml.model.documents.errors import did_you_mean, quoted
from whichml.model.documents.parse_context import Path
from whichml.model.documents.plain_numbers import is_number
from whichml.model.format.brief_algorithms import ALGORITHM_LISTS, KINDS_PROPOSED, PROPOSED
from whichml.model.format.brief_circumstances import CIRCUMSTANCE_LISTS, HOLDS, HOLDS_NOT
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.format.requirement import (
    Finding,
    Requirement,
    contradicting_bounds,
    doubtful_bound,
    unfit_bound,
    unknown_quality,
)
from whichml.model.format.tasks_of_fields import TASKS_OF
from whichml.model.statements.fields import SHARES_OF_COSTS
from whichml.model.values.quantity import Quantity
from whichml.model.values.units import SECONDS_PER_DAY
from whichml.model.values.vocabulary import NUMERIC_PREDICTION, REGRESSION, QualityId
from whichml.model.words.algorithm_names import meant_otherwise

Given = Mapping[str, object]
Priorities = tuple[tuple[QualityId, ...], ...]

_PARTS: Final = (
    ("data.labelled_rows", "data.rows"),
    ("data.categorical_features", "data.features"),
    ("data.random_labels", "data.labelled_rows"),
    ("data.random_labels", "data.rows"),
    ("project.trials_at_once", "project.trials_left"),
    ("data.groups", "data.rows"),
    ("data.events", "data.rows"),
    ("data.events", "data.labelled_rows"),
    ("data.examples_per_class", "data.rows"),
    ("data.candidates", "data.items"),
    ("deployment.top_k", "data.candidates"),
    ("deployment.top_k", "data.items"),
    ("data.window", "data.clip_length"),
    ("data.sampling_interval", "data.history"),
)
"""Fields of which the first is a part of the second."""
_IN_THE_ORGANISATION: Final = ("stays-in-organisation", "stays-on-device")
_SERVERS: Final = ("cloud", "on-premises", "edge-server", "desktop")
_SOON: Final = ("hourly", "per-event")
_ACTING_TASKS: Final = ("control", "sequential-decision", "planning")
_UNLIKELY_PAIRS: Final = (
    ("deployment.accelerator", ("gpu", "tpu"), "deployment.target", ("microcontroller",), "which has none"),
    ("deployment.connectivity", ("never",), "deployment.target", ("cloud",), "which nobody reaches without a network"),
    ("data.residency", ("stays-on-device",), "deployment.target", ("cloud",), "which is another's machine"),
    ("data.cross_language", (True,), "data.languages", (1,), "which leaves no other"),
    ("deployment.update_cadence", ("per-event",), "data.arrival", ("batch",), "so that no event comes by itself"),
    ("deployment.update_cadence", ("never",), "data.drift", ("fast",), "which leaves it soon out of date"),
    ("deployment.telemetry", ("full",), "deployment.connectivity", ("never",), "so that nothing comes back by itself"),
    ("data.treated_alike", (True,), "data.assignment", ("random", "rule", "chosen"),
     "which tells the treated from others"),
    ("data.on_record", (True,), "stakes.specification", ("none",),
     "although a look-up would be one: outcomes of past cases do not stand for those of new ones"),
    ("data.on_record", (True,), "data.relation", ("linear", "nonlinear"),
     "although a look-up needs none: outcomes of past cases do not stand for those of new ones"),
)  # fmt: skip
"""Two fields with words that hardly go together, and why the second is told beside the first."""
_OF_FEW_TASKS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        name: tasks
        for name, tasks in TASKS_OF.items()
        if name in ("data.horizon", "data.events")
        or (len(tasks) == 1 and name not in ("deployment.control_period", "data.intermittent"))
    }
)
"""Fields that one task alone reads, or two in meanings of their own, so that beside another the task or the field was
meant otherwise; but for one that is told of with its own words, and one of any amount that is mostly zero."""
_READ_ALL_THE_SAME: Final = frozenset({
    ("data.events", "binary-classification"), ("data.events", "treatment-effect-estimation"),
})  # fmt: skip
"""Where such a field is no usual one, and what it says counts: the rows of one class, and events that are treated."""
_EARLY_ENOUGH: Final = ". How early it has to warn is a requirement: `{quality: accuracy, metric: lead-time, min: ...}`"
_BELONGS: Final = MappingProxyType({
    ("data.horizon", "outlier-detection"): _EARLY_ENOUGH, ("data.horizon", "change-point-detection"): _EARLY_ENOUGH,
    ("data.horizon", "binary-classification"): ". How far ahead the class lies is how late its label comes: "
        "`data.label_delay`",
})  # fmt: skip
"""Where it is said what such a field was likely meant to say, by task."""
_COUNTED_BY_ITSELF: Final = ("data.events", "data.labelled_rows")
"""A part of a whole where each event is a row: an incident that is known may lie among rows that nobody labelled."""
_MOST_MEMORY_OF_MICROCONTROLLERS: Final = 1e9
"""In bytes, far above what any is sold with."""
_UNLIKELY_GAP: Final = 0.05
"""How far the share of censored rows may lie from what events and rows say before it is told."""


def contradicting_fields(given: Given) -> Iterator[Finding]:
    """Yield what cannot be true of the given fields together."""
    parts = [each for each in _PARTS if each != _COUNTED_BY_ITSELF or given.get("task") != "outlier-detection"]
    for part, whole in parts:
        n_part, n_whole = _number(given, part), _number(given, whole)
        if n_part is not None and n_whole is not None and n_part > n_whole:
            yield Finding(_path(part), f"`{part}` ({_shown(given, part)}) is more than `{whole}` "
                          f"({_shown(given, whole)}){{also}}.", "Correct one of the two.", _path(whole))  # fmt: skip
    further = given.get(FURTHER_TASKS)
    if isinstance(further, tuple) and given.get("task") in further:
        yield Finding(_path(FURTHER_TASKS), f"`{FURTHER_TASKS}` names {given['task']}, which is the `task`{{also}}.",
                      "Leave it out of one of the two.", ("task",))  # fmt: skip
    residency, target = given.get("data.residency"), given.get("deployment.target")
    is_rented = residency in _IN_THE_ORGANISATION and target in _SERVERS
    is_in_house = residency == "no-hosted-models" and target == "on-premises"
    if given.get("deployment.accelerator") == "tpu" and (is_rented or is_in_house):
        here = ", and `deployment.target` on-premises, where none is rented" if is_in_house else ""
        yield Finding(("deployment", "accelerator"), f"`deployment.accelerator` is tpu, which on servers only a vendor "
                      f"has, and `data.residency` is {residency}{{also}}{here}.",
                      "Correct one of the two.", ("data", "residency"))  # fmt: skip
    yield from _contradicting_classes(given)
    yield from _held_and_denied(given)


def _contradicting_classes(given: Given) -> Iterator[Finding]:
    task, n_classes = given.get("task"), _number(given, "data.classes")
    if n_classes is None:
        return
    if task == "binary-classification" and n_classes != 2:
        yield Finding(("data", "classes"), f"a binary classification has 2 classes, not {n_classes:g}.",
                      "Correct `data.classes`, or `task`; more than two classes are multiclass-classification.",
                      ("task",))  # fmt: skip
    elif task in ("multiclass-classification", "multilabel-classification") and n_classes < 2:
        yield Finding(("data", "classes"), f"a classification has at least 2 classes, not {n_classes:g}.",
                      "Correct `data.classes`, or `task`.", ("task",))  # fmt: skip


def doubtful_fields(given: Given) -> Iterator[Finding]:
    """Yield what can be true of the given fields and probably is not."""
    yield from _doubtful_minority(given)
    yield from _unlikely_pairs(given)
    peak, daily = _number(given, "deployment.peak_requests_per_second"), _number(given, "deployment.requests_per_day")
    if peak is not None and daily is not None and peak * SECONDS_PER_DAY < daily:
        yield Finding(("deployment", "peak_requests_per_second"), f"{peak:g} requests per second at the peak are "
                      f"fewer than {daily:g} per day on average{{also}}.",
                      also=("deployment", "requests_per_day"))  # fmt: skip
    yield from _doubtful_shares(given)
    yield from doubtful_amounts(given)
    yield from doubtful_measures(given)
    residency, target = given.get("data.residency"), given.get("deployment.target")
    is_tpu = given.get("deployment.accelerator") == "tpu" and target in _SERVERS and target != "on-premises"
    if is_tpu and residency == "no-hosted-models":
        yield Finding(("deployment", "accelerator"), "`deployment.accelerator` is tpu, which on servers only a vendor "
                      f"has, and `data.residency` is {residency}{{also}}: it has to be rented without its models.",
                      also=("data", "residency"))  # fmt: skip
    task = given.get("task")
    for name, tasks in _OF_FEW_TASKS.items():
        if name in given and task not in tasks and (name, task) not in _READ_ALL_THE_SAME:
            only = " and ".join(sorted(tasks))
            belongs = _BELONGS.get((name, str(task)), "")
            yield Finding(_path(name), f"`{name}` tells something of {only} alone, and `task` is {task}: nothing "
                          f"reads it here{belongs}.")  # fmt: skip
    if "deployment.control_period" in given and task not in _ACTING_TASKS:
        yield Finding(("deployment", "control_period"), "`deployment.control_period` is the time between two actions, "
                      f"and `task` is {task}{{also}}, which acts on nothing.", also=("task",))  # fmt: skip
    if "data.classes" in given and task in NUMERIC_PREDICTION:
        yield Finding(("data", "classes"), "`data.classes` counts classes to tell apart, and `task` is "
                      f"{task}{{also}}, which predicts numbers: to tell classes apart is "
                      "`multiclass-classification`.", also=("task",))  # fmt: skip
    if _number(given, "project.cases_per_day") == 0:
        yield Finding(("project", "cases_per_day"), "`project.cases_per_day` is 0, as if nobody could look at a case: "
                      "where nobody does, `project.human_review: false` says so; where it is unknown, leave it "
                      "out.")  # fmt: skip
    yield from _without_a_rate(given)


def _doubtful_minority(given: Given) -> Iterator[Finding]:
    minority, classes = _number(given, "data.minority_share"), _number(given, "data.classes")
    n_classes = classes if classes is not None and classes > 2 else 2.0
    if minority is not None and minority > 1 / n_classes:
        of = f"{n_classes:g}" if n_classes > 2 else "two or more"
        yield Finding(("data", "minority_share"), f"`data.minority_share` is {minority:g}, and the smallest class of "
                      f"{of} has at most {1 / n_classes:.2g} of the rows.")  # fmt: skip


def _unlikely_pairs(given: Given) -> Iterator[Finding]:
    for name, words, other, other_words, why in _UNLIKELY_PAIRS:
        if given.get(name) in words and given.get(other) in other_words:
            said = "true" if given[name] is True else given[name]
            yield Finding(_path(name), f"`{name}` is {said}, and `{other}` is {given[other]}{{also}}, {why}.",
                          also=_path(other))  # fmt: skip
    cadence, target = given.get("deployment.update_cadence"), given.get("deployment.target")
    if given.get("deployment.telemetry") == "none" and cadence in _SOON and target in _SERVERS:
        yield Finding(("deployment", "telemetry"), f"`deployment.telemetry` is none, and `deployment.update_cadence` "
                      f"is {cadence}{{also}}: a server that nothing comes back to has nothing to learn from so soon.",
                      also=("deployment", "update_cadence"))  # fmt: skip
    memory = _number(given, "deployment.memory")
    if (
        memory is not None
        and memory > _MOST_MEMORY_OF_MICROCONTROLLERS
        and given.get("deployment.target") == "microcontroller"
    ):
        yield Finding(("deployment", "memory"), f"`deployment.memory` is {_shown(given, 'deployment.memory')}, more "
                      "than a microcontroller{also} has.", also=("deployment", "target"))  # fmt: skip


def _without_a_rate(given: Given) -> Iterator[Finding]:
    """Yield for each currency of which no rate is known one notice of all fields with amounts in it.

    Where they are costs of which the ratio alone counts, a rate would change nothing, and none is asked for.
    """
    foreign: dict[str, list[str]] = {}
    for name, amount in given.items():
        if isinstance(amount, Quantity) and amount.is_foreign:
            foreign.setdefault(str(amount.currency), []).append(name)
    for currency, names in foreign.items():
        pairs = {name: other for name in names if (other := _other_cost(name, given[name], given))}
        if len(pairs) == len(names):
            continue
        named = ", ".join(f"`{name}`" for name in names[:-1]) + (" and " if names[1:] else "") + f"`{names[-1]}`"
        ratios = [f"`{one}` to `{other}`" for one, other in pairs.items() if names.index(one) < names.index(other)]
        ratio = f"the ratio of {' and '.join(ratios)} counts all the same; " if ratios else ""
        verb, them = ("are", "them") if names[1:] else ("is", "it")
        yield Finding(_path(names[0]), f"{named} {verb} in {currency}: {ratio}rules compare amounts in USD, and "
                      f"currencies are not converted without a rate, so that the rules take {them} as unknown. "
                      f"`exchange_rates: {{{currency}: ...}}` says how many USD one is.")  # fmt: skip


def _other_cost(name: str, amount: object, given: Given) -> str:
    """Return the field whose amount has a ratio to this one that counts; empty where none is in the same currency."""
    for pair in SHARES_OF_COSTS.values():
        others = [each for each in pair if each != name]
        other = given.get(others[0]) if len(others) == 1 else None
        if isinstance(other, Quantity) and isinstance(amount, Quantity) and amount.is_comparable_with(other):
            return others[0]
    return ""


def _doubtful_shares(given: Given) -> Iterator[Finding]:
    zeros = _number(given, "data.zero_share")
    if zeros is not None and zeros > 0.5 and given.get("data.intermittent") is False:
        yield Finding(("data", "zero_share"), f"`data.zero_share` is {zeros:g}, and `data.intermittent` is "
                      "false{also}, although most values are zero.", also=("data", "intermittent"))  # fmt: skip
    censored = _number(given, "data.censored_share")
    task = given.get("task")
    if censored and task in REGRESSION and given.get("data.cut_off") is not True:
        yield Finding(("data", "censored_share"), f"`data.censored_share` says that some events were not seen yet, and "
                      f"`task` is {task}{{also}}: a time to an event of which some are still to come is "
                      "`survival-analysis`, and a number that a limit cut off has `data.cut_off: true`.",
                      also=("task",))  # fmt: skip
    n_events, n_rows = _number(given, "data.events"), _number(given, "data.rows")
    if censored is not None and n_events is not None and n_rows and n_events <= n_rows:
        expected = 1 - n_events / n_rows
        if abs(censored - expected) > _UNLIKELY_GAP:
            yield Finding(("data", "censored_share"), f"`data.censored_share` is {censored:g}, and {n_events:g} events "
                          f"in {n_rows:g} rows{{also}} leave a share of {expected:.2g} without one: "
                          "did another kind of event end the wait of the rest (`data.classes`)?",
                          also=("data", "events"))  # fmt: skip


def unknown_names(given: Given, priorities: Priorities, names: KnownNames) -> Iterator[Finding]:
    """Yield the algorithms and prioritised qualities that are not known, and qualities that are prioritised twice."""
    yield from _unknown_algorithms(given, names)
    yield from _unknown_application(given, names)
    yield from _unknown_circumstances(given, names)
    seen: dict[QualityId, Path] = {}
    for position, tie in enumerate(priorities):
        for inner, quality in enumerate(tie):
            path: Path = ("priorities", position) if len(tie) == 1 else ("priorities", position, inner)
            if quality not in names.qualities:
                yield unknown_quality(path, quality, names.qualities)
            elif quality in seen:
                yield Finding(path, f"the quality {quoted(quality)} is prioritised twice{{also}}.",
                              "Name it once, at its highest place.", seen[quality])  # fmt: skip
            seen.setdefault(quality, path)


def _unknown_algorithms(given: Given, names: KnownNames) -> Iterator[Finding]:
    existing = given.get("project.existing_algorithm")
    named: list[tuple[Path, object, str]] = [(("project", "existing_algorithm"), existing, "Leave the field out")]
    for name in ALGORITHM_LISTS:
        listed, path = given.get(name), tuple(name.split("."))
        kinds = KINDS_PROPOSED if name == PROPOSED else ()
        if isinstance(listed, tuple):
            named += [
                ((*path, n) if listed[1:] else path, each, "Leave it out")
                for n, each in enumerate(listed)
                if each not in kinds
            ]
    for place, each, leave in named:
        if names.algorithms is not None and isinstance(each, str) and each not in names.algorithms:
            hint = meant_otherwise(each, names.algorithms, names.called())
            hint = hint or f"{leave} if the algorithm is none of the known."
            yield Finding(place, f"unknown algorithm {quoted(each)}.", hint)


def _unknown_application(given: Given, names: KnownNames) -> Iterator[Finding]:
    named, known = given.get(APPLICATION), names.applications()
    if known is not None and isinstance(named, str) and named != NO_APPLICATION and named not in known.known:
        hint = did_you_mean(named, known.known) or f"Leave the field out, or write `{NO_APPLICATION}`."
        yield Finding(("project", "application"), f"unknown application {quoted(named)}.", hint)


def _unknown_circumstances(given: Given, names: KnownNames) -> Iterator[Finding]:
    known = names.circumstances()
    for name in CIRCUMSTANCE_LISTS if known is not None else ():
        listed, path = given.get(name) or (), tuple(name.split("."))
        assert isinstance(listed, tuple)
        for number, each in enumerate(listed):
            if known is not None and each not in known:
                place: Path = (*path, number) if listed[1:] else path
                hint = did_you_mean(each, known) or "Leave it out, or tell it in `notes`; `whichml form` lists all."
                yield Finding(place, f"unknown circumstance {quoted(each)}.", hint)


def _held_and_denied(given: Given) -> Iterator[Finding]:
    """Yield the circumstances that are said to hold and not to hold."""
    holds, denied = given.get(HOLDS), given.get(HOLDS_NOT)
    if isinstance(holds, tuple) and isinstance(denied, tuple):
        for each in sorted({*holds} & {*denied}):
            yield Finding(_path(HOLDS_NOT), f"`{HOLDS}` says that {each} holds{{also}}.",
                          "Leave it out of one of the two.", _path(HOLDS))  # fmt: skip


def unfit_requirements(numbered: tuple[tuple[int, Requirement], ...], names: KnownNames) -> Iterator[Finding]:
    """Yield what is wrong with each requirement, and which of the sound ones contradict each other."""
    sound: list[tuple[int, Requirement]] = []
    for position, requirement in numbered:
        finding = unfit_bound(("requirements", position), requirement, names.qualities)
        if finding is not None:
            yield finding
        else:
            sound.append((position, requirement.with_unit_of(names.qualities[requirement.quality])))
    yield from contradicting_bounds(sound)


def doubtful_requirements(requirements: tuple[Requirement, ...], names: KnownNames, given: Given) -> Iterator[Finding]:
    """Yield what is allowed in sound requirements and probably not meant."""
    for position, requirement in enumerate(requirements):
        path: Path = ("requirements", position)
        finding = doubtful_bound(path, requirement, names.qualities)
        if finding is not None:
            yield finding
        yield from metric_of_numbers(path, requirement.metric, given)


def _number(given: Given, name: str) -> float | None:
    found = given.get(name)
    if isinstance(found, Quantity):
        return found.magnitude
    return float(found) if is_number(found) else None


def _path(name: str) -> Path:
    return tuple(name.split("."))


def _shown(given: Given, name: str) -> str:
    found = given[name]
    if isinstance(found, Quantity):
        return found.text
    return f"{found:.0f}" if isinstance(found, int) else f"{found:g}"
