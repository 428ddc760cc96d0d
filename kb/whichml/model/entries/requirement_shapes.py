"""Requirements in other shapes than the format's, as the list of mappings that it takes, and what is told of it.

`latency_ms: 40`, `- recall at least 0.8`, `{quality: fairness}` and `{name: latency, limit: 40 ms}` are all read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.documents.errors import BriefError, quoted
from whichml.model.documents.expressions import expression
from whichml.model.documents.parse_context import Path
from whichml.model.documents.plain_numbers import is_number
from whichml.model.entries.field_calls import unit_of_name
from whichml.model.entries.unheld_facts import is_told_in_words, sentence_of
from whichml.model.format.requirement import Finding, Requirement, Side
from whichml.model.replies.typed_bound import LONGEST_ANSWER_SECONDS, amount_for, bound_of
from whichml.model.values.currencies import dollars_told
from whichml.model.values.metrics import metric_at_a_rate, metric_of
from whichml.model.values.quantity import quantity_or_none
from whichml.model.values.vocabulary import LEVELS, REQUIREMENT_PRIORITIES, QualityId, QualityName
from whichml.model.words.bound_names import OTHER_SIDES, quality_called, usual_side
from whichml.model.words.bounds_of_cases import of_one_case
from whichml.model.words.brief_aliases import AMBIGUOUS
from whichml.model.words.spoken_words import tidy_word

_FIELDS: Final = frozenset(info.alias or name for name, info in Requirement.model_fields.items())
_OTHER_KEYS: Final[Mapping[str, str]] = MappingProxyType({
    "name": "quality", "attribute": "quality", "property": "quality",
    **OTHER_SIDES,
    "importance": "priority", "prio": "priority", "weight": "priority", "percentile": "at", "statistic": "at",
    "reason": "why", "because": "why", "rationale": "why", "note": "why", "comment": "why",
})  # fmt: skip
_BOUNDS: Final = ("value", "target", "threshold", "bound", "level", "required", "goal")
"""Keys whose value is a bound on the side where the quality gets worse."""
_BESIDE: Final = frozenset({"priority", "why", "at", "importance", "prio", "reason", "note", "comment", "because"})
"""Keys beside the name of a quality that bounds it: `{rmse: 0.2, priority: must}`."""
_PRIORITIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("hard", "required", "mandatory", "critical", "essential", "must-have", "necessary"), "must"),
        **dict.fromkeys(
            ("soft", "important", "high", "medium", "preferred", "desired", "wanted", "should-have"), "should"
        ),
        **dict.fromkeys(("nice-to-have", "low", "optional", "nice", "could-have", "bonus"), "could"),
    }
)
_SIDE_WORDS: Final[Mapping[str, Side]] = MappingProxyType(
    {"min": "min", "minimum": "min", "max": "max", "maximum": "max"}
)
_STATISTICS: Final[Mapping[str, str]] = MappingProxyType(
    {"p50": "median", "p90": "p90", "p95": "p95", "p99": "p99", "median": "median", "mean": "mean"}
)
_NEAR_STATISTICS: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys(("p99.9", "p99.99", "p999", "99.9%", "99.9 %"), "p99"),
    **dict.fromkeys(("max", "maximum", "worst", "worst case", "always", "peak"), "worst-case"),
    **dict.fromkeys(("average", "avg", "on average"), "mean"), "99%": "p99", "99 %": "p99", "95%": "p95", "95 %": "p95",
})  # fmt: skip
"""Statistics that the format does not have, each as the nearest that it has."""
_WISHED: Final = expression(
    r"\s*(?:\bor (?:better|more|less|lower|higher|faster|below|above)|,\s*(?:better|ideally|preferably)\b.*)\Z", re.I
)
"""What stands behind a bound and asks for more than it."""
_LONGEST_NAME: Final = 80
_ACCURACY: Final = "accuracy"
_RATE: Final = expression(
    r"([0-9.]+)\s*(?:(?:fps|hz|qps|rps)|[a-z]+\s*/\s*(s|sec|second|min|minute|h|hour|d|day))", re.I
)
_OF_ONE_PREDICTION: Final[Mapping[str, float]] = MappingProxyType({
    "energy": 1000.0, "duration": LONGEST_ANSWER_SECONDS, "rate": math.inf,
})  # fmt: skip
"""Up to which amount in base units a bound is one on a single prediction; no training takes so little."""
_EACH: Final = MappingProxyType({"min": "min", "minute": "min", "h": "hour", "hour": "hour", "d": "day", "day": "day"})


_ERRORS_OF_TARGET: Final = frozenset({"mae", "rmse", "max-error", "median-absolute-error"})
_OF_TARGET: Final = expression(r"[<≤]?=?\s*([0-9]+(?:\.[0-9]+)?)\s+([^\W\d_]{1,12}|°[CF]|[^\W\d_]{1,8}/[^\W\d_]{1,8})")
"""An amount in whatever unit the target has, which an error is in too; a unit that touches its number may be `8K`."""
_NO_UNITS: Final = frozenset({"percent", "percentage", "sigma", "thousand", "million", "billion", "or", "of", "times"})
"""Words behind a number that are no unit of anything."""
_RATES: Final = frozenset({
    "fps", "qps", "rps", "tps", "requests-per-second", "queries-per-second", "predictions-per-second", "frame-rate",
    "images-per-second", "frames-per-second",
})  # fmt: skip
_UNIT_OF_A_RATE: Final = "/s"
"""Of names that count what is done in a second."""


class ShapedRequirements:
    """The requirements of a brief as a list of mappings, and what was read otherwise than written.

    Attributes
    ----------
    entries : as the format takes them; what cannot be read is left as it is
    names : under which they are given, where that is by names
    readings : what is to be told
    """

    def __init__(self, given: object, qualities: Mapping[QualityId, QualityName]) -> None:
        self.qualities = qualities
        self.readings: list[Finding] = []
        self.names: tuple[str, ...] = ()
        self.entries: object = given
        if isinstance(given, Mapping):
            self.entries = self._of_a_mapping(given)
        elif isinstance(given, list | tuple):
            self.entries = [self._entry(("requirements", place), each) for place, each in enumerate(given)]

    def _tell(self, path: Path, given: str, read: Mapping[str, object]) -> None:
        said = ", ".join(f"{key}: {_in_words(each)}" for key, each in read.items())
        self.readings.append(Finding(path, f"{given} is read as `{said}`."))

    def _of_a_mapping(self, given: Mapping[str, object]) -> list[object]:
        if "quality" in given or "metric" in given or _only_other(given) is not None:
            return [self._entry(("requirements",), dict(given))]
        self.names = tuple(map(str, given))
        return [
            self._named(("requirements", place), str(name), bound) for place, (name, bound) in enumerate(given.items())
        ]

    def _entry(self, path: Path, given: object) -> object:
        if isinstance(given, str):
            return self._of_a_text(path, given)
        if not isinstance(given, dict):
            return given
        if len(given) == 1:
            ((name, bound),) = given.items()
            if name not in _FIELDS and name not in _OTHER_KEYS:
                return self._named(path, str(name), bound)
        named = _only_other(given)
        if named is not None:
            rest = {key: each for key, each in given.items() if key != named}
            read = self._named(path, named, given[named])
            return self._with_own_keys(path, {**read, **rest}) if isinstance(read, dict) else read
        read = self._with_own_keys(path, given)
        return self._with_bound(path, read)

    def _named(self, path: Path, name: str, bound: object) -> object:
        """Return the requirement that a name with its bound says: `latency_p99_ms: 40`."""
        quality, side, at, unit = self._parts(name)
        wanted = _priority(bound) if bound not in LEVELS else None
        if wanted is not None:
            return self._with_bound(path, {"quality": quality, "priority": wanted})
        if isinstance(bound, Mapping):
            return self._with_bound(path, self._with_own_keys(path, {"quality": quality, **bound}))
        if isinstance(bound, str) and (found := self._bound_in(f"{quality} {side or ''} {bound}")) is not None:
            read: dict[str, object] = found
        elif isinstance(bound, bool):
            read = {"quality": quality} | ({"is": bound} if self._is_flag(quality) else {})
            read = self._told_level(read) if bound and "is" not in read else read
        else:
            unit = _UNIT_OF_A_RATE if tidy_word(name) in _RATES else unit
            amount = _amount(bound, unit) if unit and isinstance(bound, int | float) else bound
            read = {"quality": quality, side or self._side(self._called(quality)): amount}
        if at:
            read["at"] = at
        self._tell(path, f"`{_in_words(name)}: {_in_words(bound)}`", read)
        return read

    def _of_a_text(self, path: Path, given: str) -> object:
        read = self._bound_in(given)
        if read is None and len(given) <= _LONGEST_NAME and self._is_known(self._called(given)):
            read = self._told_level({"quality": self._called(given)})
        if read is None:
            return given
        self._tell(path, f"`requirements` says {quoted(given)}, which", read)
        return read

    def _bound_in(self, text: str) -> dict[str, object] | None:
        try:
            found = bound_of(text)
        except BriefError:
            return None
        if found.amount in ("", None):
            return None
        read: dict[str, object] = {"quality": found.quality, found.side: found.amount}
        return {**read, "at": found.at} if found.at else read

    def _with_own_keys(self, path: Path, given: Mapping[str, object]) -> dict[str, object]:
        """Return an entry with the keys of the format, and the words of it for what is ranked."""
        read: dict[str, object] = {}
        for key, each in given.items():
            own = key if key in _FIELDS else _OTHER_KEYS.get(str(key).strip().lower().replace("-", "_"), key)
            if own not in _FIELDS and isinstance(each, str) and self._take_reason(path, given, read, str(own), each):
                continue
            read[own if own not in given or own == key else key] = each
        priority = read.get("priority")
        if isinstance(priority, str) and priority not in REQUIREMENT_PRIORITIES:
            meant = _priority(priority) or priority
            if meant != priority:
                self._tell(path, f"`priority: {priority}`", {"priority": meant})
            read["priority"] = meant
        if isinstance(read.get("at"), str) and str(read["at"]).lower() in _STATISTICS:
            read["at"] = _STATISTICS[str(read["at"]).lower()]
        elif isinstance(at := read.get("at"), str) and at.lower() in _NEAR_STATISTICS:
            read["at"] = _NEAR_STATISTICS[at.lower()]
            self._tell(path, f"`at: {at}`, of the nearest statistic that is known,", {"at": read["at"]})
        return read

    def _take_reason(
        self, path: Path, given: Mapping[str, object], read: dict[str, object], key: str, said: str
    ) -> bool:
        """Take a text under a key that is none of the format as a reason, a priority with it: `must: ...`."""
        is_priority = key in REQUIREMENT_PRIORITIES and "priority" not in given
        if "why" in given or "why" in read or key in _BOUNDS or not (is_priority or is_told_in_words(key, said)):
            return False
        added = {"priority": key, "why": said} if is_priority else {"why": sentence_of(key, said)}
        read |= added
        self._tell(path, f"`{_in_words(key)}: {_in_words(said)}`", added)
        return True

    def _with_bound(self, path: Path, read: dict[str, object]) -> dict[str, object]:
        """Return an entry with its bound as the format writes it."""
        quality = read.get("quality", read.get("metric"))
        if "quality" not in read and isinstance(quality, str) and self._is_known(self._called(quality)):
            is_metric = metric_of(self._called(quality)) is not None
            rest = read if is_metric else {key: each for key, each in read.items() if key != "metric"}
            read = {"quality": _ACCURACY if is_metric else self._called(quality), **rest}
        if not isinstance(quality, str) or len(quality) > _LONGEST_NAME:
            return read
        read, told = of_one_case(self._with_its_parts(path, read, quality), self._called(quality))
        for given, added in told.items():
            self._tell(path, given, added)
        quality = str(read.get("quality", quality))
        called = self._called(quality)
        if quality == read.get("quality") and (meant := self._by_its_unit(quality, read)) is not None:
            self._tell(path, f"`{quality}`", {"quality": meant})
            read, called = {**read, "quality": meant}, meant
        sides = [side for side in ("min", "max", "is") if side in read]
        if not sides and self._is_known(called):
            other = next((key for key in _BOUNDS if key in read), None)
            if other is not None:
                read = {key: each for key, each in read.items() if key != other} | {self._side(called): read[other]}
                self._tell(path, f"`{other}`", {self._side(called): read[self._side(called)]})
            elif "metric" not in read and (metric_of(called) is None or called in self.qualities):
                read = self._told_level(read)
                added = {key: each for key, each in read.items() if key in ("min", "max", "is")}
                self._tell(path, f"`{quality}` without a bound", added)
        if called in self.qualities and self.qualities[QualityId(called)].dimension is None and called != _ACCURACY:
            return self._with_level(path, read, called)
        for side in ("min", "max"):
            bound = read.get(side)
            if isinstance(bound, str) and bound not in LEVELS and self._is_known(called):
                read = self._in_own_units(path, read, side, called, bound)
        return read

    def _with_its_parts(self, path: Path, read: dict[str, object], name: str) -> dict[str, object]:
        """Return an entry whose name or `at` tells a statistic, a unit or a rate, with these where the format has them.

        So `latency_p99`, `fps` of a plain number, and `recall` at `1 % FPR`.
        """
        if name != read.get("quality"):
            return read
        at, found = read.get("at"), dict(read)
        if isinstance(at, str) and (metric := metric_at_a_rate(f"{self._called(name)}-at-{tidy_word(at)}")) is not None:
            del found["at"]
            found |= {"quality": _ACCURACY, "metric": metric}
        named, _, statistic, unit = self._parts(name)
        if not self._is_known(self._called(name)) and self._is_known(named) and (statistic or unit):
            if statistic and at not in (None, statistic):
                return read  # one of the two is a mistake
            found |= {"quality": named} | ({"at": statistic} if statistic and at is None else {})
        unit = _UNIT_OF_A_RATE if tidy_word(name) in _RATES else unit
        for side in ("min", "max") if unit and found.get("metric") is None else ():
            bound = found.get(side)
            if is_number(bound):
                found[side] = _amount(bound, unit)
        if found != read:
            self._tell(path, f"`{_in_words(name)}`", {k: each for k, each in found.items() if each != read.get(k)})
        return found

    def _by_its_unit(self, name: str, read: Mapping[str, object]) -> str | None:
        """Return which of several qualities a name means of which the unit of the bound fits one alone.

        What is bounded in joules is one prediction, not a training, and what in seconds of one figure an answer.
        """
        choices = AMBIGUOUS["quality"].get(name.strip().lower(), ()) if not self._is_known(self._called(name)) else ()
        bound = next((each for each in (read.get("min"), read.get("max")) if isinstance(each, str)), "")
        for choice in choices:
            quality = self.qualities.get(QualityId(choice))
            most = _OF_ONE_PREDICTION.get(quality.dimension or "") if quality is not None else None
            if quality is None or quality.dimension is None or most is None:
                continue
            found = quantity_or_none(bound, quality.dimension)
            if found is not None and found.magnitude <= most:
                return choice
        return None

    def _with_level(self, path: Path, read: dict[str, object], called: str) -> dict[str, object]:
        """Return an entry on a quality that has levels alone, with one where it gives a number."""
        side = next((each for each in ("min", "max") if _is_number(read.get(each))), None)
        if side is None or "metric" in read:
            return read
        if called == "calibration" and side == "max":
            told: dict[str, object] = {"quality": _ACCURACY, "metric": "expected-calibration-error", "max": read["max"]}
            self._tell(path, f"`{called}` of `{read['max']}`", told)
            return {**read, **told}
        rest = self._told_level({key: each for key, each in read.items() if key not in ("min", "max", "is")})
        level = {key: each for key, each in rest.items() if key in ("min", "max", "is")}
        self._tell(path, f"`{called}` has levels and no amounts: `{read[side]}`", level)
        return rest

    def _in_own_units(
        self, path: Path, read: dict[str, object], side: str, called: str, bound: str
    ) -> dict[str, object]:
        bound = _WISHED.sub("", bound)
        if "at" not in read and (stated := self._bound_in(f"{called} {side} {bound}")) is not None and "at" in stated:
            added = {key: stated[key] for key in (side, "at") if key in stated}
            self._tell(path, f"`{side}: {bound}`", added)
            return {**read, **added}
        tidy = tidy_word(bound)
        quality = self.qualities.get(QualityId(called))
        rate = _RATE.fullmatch(bound.strip()) if quality is not None and quality.dimension == "rate" else None
        metric = read.get("metric", called)
        in_unit = _OF_TARGET.fullmatch(bound.strip()) if metric in _ERRORS_OF_TARGET else None
        if in_unit is not None and in_unit[2].lower() not in _NO_UNITS:
            self._tell(path, f"`{side}: {bound}`, in the unit of the target,", {side: float(in_unit[1])})
            return {**read, side: float(in_unit[1])}
        try:
            meant: object = tidy if tidy in LEVELS else amount_for(called, dollars_told(bound) or bound)
        except BriefError:
            return read
        meant = f"{rate[1]}/{_EACH.get(rate[2], 's')}" if rate is not None else meant
        if isinstance(meant, int | float) and re.search(r"[a-z$€£]", bound, re.IGNORECASE):
            return read  # a number of something that the quality is not measured in
        if str(meant).replace(" ", "") == str(read[side]).replace(" ", ""):
            return read
        self._tell(path, f"`{side}: {bound}`", {side: meant})
        return {**read, side: meant}

    def _told_level(self, read: dict[str, object]) -> dict[str, object]:
        """Return an entry without a bound as one that asks for a high level of what is good."""
        called = self._called(str(read["quality"]))
        if self._is_flag(called):
            return {**read, "is": True}
        side = self._side(called)
        return {**read, side: "high" if side == "min" else "low"}

    def _parts(self, name: str) -> tuple[str, Side | None, str, str]:
        """Return the quality that a name speaks of, with the side, the statistic and the unit that it says."""
        words = [word for word in re.split(r"[^a-z0-9@]+", name.lower()) if word]
        side = next((_SIDE_WORDS[word] for word in words if word in _SIDE_WORDS), None)
        at = next((_STATISTICS[word] for word in words if re.fullmatch(r"p[0-9]{2}", word) and word in _STATISTICS), "")
        left = [word for word in words if word not in _SIDE_WORDS and not (at and re.fullmatch(r"p[0-9]{2}", word))]
        unit = unit_of_name(left[-1]) if len(left) > 1 and not self._is_known(self._called("-".join(left))) else ""
        named = "-".join(left[:-1] if unit else left)
        called = self._called(named)
        return called if called in self.qualities else named, side, at, unit

    def _called(self, name: str) -> str:
        """Return the quality or metric that a name is another name of; the name itself where it is of none."""
        return quality_called(tidy_word(name))

    def _is_known(self, called: str) -> bool:
        return called in self.qualities or metric_of(called) is not None

    def _side(self, called: str) -> Side:
        """Return the side on which a bound is set as a rule: at least of what is good, at most of what is not."""
        return usual_side(self.qualities.get(QualityId(called)), metric_of(called))

    def _is_flag(self, called: str) -> bool:
        quality = self.qualities.get(QualityId(called))
        return quality is not None and quality.scale == "bool"


def _only_other(given: Mapping[str, object]) -> str | None:
    """Return the one name of an entry that bounds what it is called by, beside parts of the format; None if not."""
    others = [str(key) for key in given if key not in _FIELDS and str(key).lower().replace("-", "_") not in _OTHER_KEYS]
    is_beside = len(given) > 1 and {*given} - {*others} <= _BESIDE
    return others[0] if len(others) == 1 and is_beside and others[0] not in _BOUNDS else None


def _amount(number: float, unit: str) -> str:
    return f"{number}{unit}" if unit == _UNIT_OF_A_RATE else f"{number} {unit}"


def _is_number(bound: object) -> bool:
    is_amount = isinstance(bound, str) and re.fullmatch(r"[0-9.,]+ ?%?", bound.strip()) is not None
    return is_amount or is_number(bound)


def _priority(given: object) -> str | None:
    """Return the priority that a word says; None where it says none."""
    word = tidy_word(given) if isinstance(given, str) else ""
    return word if word in REQUIREMENT_PRIORITIES else _PRIORITIES.get(word)


def _in_words(value: object) -> str:
    """Return a name or value as a notice shows it: on one line, and not longer than it takes to know it."""
    return str(value).lower() if isinstance(value, bool) else quoted(str(value)).removeprefix("'").removesuffix("'")
