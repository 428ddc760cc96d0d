"""What a brief says in other words than those of its format: understood, and told, or refused where it is ambiguous."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from whichml.model.brief_aliases import ALIASES, AMBIGUOUS, BY_CLASSES, NO_REGULATION, TOLD_BY_TASK, Vocabulary
from whichml.model.brief_fields import BRIEF_FIELDS
from whichml.model.brief_reading import MOST_PROBLEMS
from whichml.model.document import Path, path_in_words
from whichml.model.errors import did_you_mean, quoted
from whichml.model.metrics import metric_at_a_rate, metric_of
from whichml.model.regulations import REGULATIONS
from whichml.model.requirement import Finding, unknown_quality
from whichml.model.requirement_shapes import ShapedRequirements
from whichml.model.spoken_words import ordered, spoken_words
from whichml.model.steps_of_series import counted_in_steps
from whichml.model.task_names import NO_TASKS
from whichml.model.task_settling import by_its_data, by_its_labels, by_last_words, choices_of
from whichml.model.task_suggestions import suggested_tasks, suggestions_in_words
from whichml.model.vocabulary import MODALITIES, TASKS, QualityId, QualityName
from whichml.model.weighted_priorities import listed_by_weight
from whichml.model.written_values import as_the_format_writes

_ACCURACY: Final = "accuracy"
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a name of the format looks like: whatever else is written is words."""
_IN_BRACKETS: Final = re.compile(r"(?<=\w)\s+\([^()]*\)\s*\Z")
_IN_VOCABULARIES: Final = frozenset({"task", "data.modality", "stakes.regulation"})
"""Fields whose words have other names in a vocabulary of their own."""
_LONGEST: Final = 80
_MANY: Final = re.compile(r"\s*(?:[+&,/;]|\b(?:and|plus|with)\b)\s*")
_PERCENTAGE: Final = re.compile(r"[0-9]{1,2}(?:\.[0-9]+)?\s*%")
_SINCE: Final = {"outlier-detection": "no case has a label", "survival-analysis": "some cases are open"}
_INTO_CLASSES: Final = frozenset({"binary-classification", "multiclass-classification"})


@dataclass(slots=True)
class Understanding:
    """What was read as something else than it says, and what could be read in several ways.

    Attributes
    ----------
    readings : what was understood, each to be told
    refused : paths of what is ambiguous, or no word of the format
    problems : what is wrong there, for the first of them
    names : of the requirements, where they are given by names
    guesses : what was taken for the likeliest of several, each with what is open
    """

    readings: list[Finding] = field(default_factory=list)
    refused: set[Path] = field(default_factory=set)
    problems: list[Finding] = field(default_factory=list)
    names: tuple[str, ...] = ()
    guesses: list[tuple[Finding, str]] = field(default_factory=list)

    def refuse(self, path: Path, finding: Callable[[], Finding]) -> None:
        """Note that what stands at a path is refused; as soon as enough is told, no more is worked out."""
        self.refused.add(path)
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(finding())


@dataclass(slots=True)
class _Reader:
    """Puts the words of the format where a brief has others, in place."""

    qualities: Mapping[QualityId, QualityName]
    may_guess: bool = False
    task: object = None
    found: Understanding = field(default_factory=Understanding)

    def word(self, vocabulary: Vocabulary, path: Path, given: object) -> object:
        """Return the name of the format that a word stands for; the word itself where it stands for none."""
        if not isinstance(given, str) or self._is_known(vocabulary, given) or len(given) > _LONGEST:
            return given
        tidy = _tidy(given)
        meant = tidy if self._is_known(vocabulary, tidy) else ALIASES[vocabulary].get(tidy)
        if vocabulary in ("task", "modality") and meant is None and tidy not in AMBIGUOUS.get(vocabulary, {}):
            meant = by_last_words(vocabulary, tidy)
        if vocabulary == "metric" and meant is None:
            meant = self._metric_at_a_number(tidy)
        if meant is not None:
            if meant != BY_CLASSES:
                self._told(path, given, meant)
            return meant
        choices = AMBIGUOUS.get(vocabulary, {}).get(tidy)
        if vocabulary in ("task", "modality") and choices is None:
            is_open = vocabulary == "task" and tidy not in NO_TASKS
            suggested = tuple(each.task for each in suggested_tasks(given)) if is_open else ()
            choices = choices_of(vocabulary, tidy) if not suggested else suggested if self.may_guess else None
        if choices and self.may_guess and vocabulary in ("task", "modality"):
            return self._guessed(path, given, choices)
        if choices is not None:
            named = path_in_words(path)
            self.found.refuse(
                path,
                lambda: Finding(path, f"`{named}` cannot be {quoted(given)}: that could mean several things.",
                                f"Write one of {', '.join(choices)}."),
            )  # fmt: skip
        return given

    def _guessed(self, path: Path, given: str, choices: tuple[str, ...]) -> str:
        """Return the first of several that a name could mean, and note that it is a guess."""
        first, *others = choices
        named = path_in_words(path)
        message = f"`{named}` says {quoted(given)}, which could mean several things: taken as `{first}`."
        guess = f"`{named}` is taken as {first} and could be {' or '.join(others)}"
        self.found.guesses.append((Finding(path, message, f"Write one of {', '.join(choices)}."), guess))
        return first

    def _is_known(self, vocabulary: Vocabulary, word: str) -> bool:
        if vocabulary == "metric":
            return metric_of(word) is not None
        known = {"task": TASKS, "modality": MODALITIES, "quality": self.qualities, "regulation": REGULATIONS}
        return word in known.get(vocabulary, ())

    def _metric_at_a_number(self, tidy: str) -> str | None:
        head, at, number = tidy.partition("-at-")
        meant = f"{ALIASES['metric'].get(head, head)}{at}{number}"
        return meant if at and metric_of(meant) is not None else metric_at_a_rate(tidy)

    def _told(self, path: Path, given: str, meant: str, reason: str = "") -> None:
        message = f"`{path_in_words(path)}` says {quoted(given)}, which is read as `{meant}`{reason}."
        self.found.readings.append(Finding(path, message))

    def read_task(self, nested: dict[str, object]) -> None:
        given, data = nested.get("task"), nested.get("data")
        meant = self._settled_task(given, data) or self.word("task", ("task",), given)
        if meant == BY_CLASSES and isinstance(given, str):
            n_classes = data.get("classes") if isinstance(data, Mapping) else None
            is_known = isinstance(n_classes, int | float) and not isinstance(n_classes, bool)
            many = is_known and n_classes > 2  # type: ignore[operator]  # a number where it is known
            meant = "multiclass-classification" if many else "binary-classification"
            reason = f", since `data.classes` is {n_classes}" if is_known else "; `data.classes` would tell"
            self._told(("task",), given, meant, reason)
        if meant is not None:
            nested["task"] = self.task = meant
        if isinstance(given, str):
            self._told_by_task(nested, given)
        if isinstance(meant, str) and not self.found.problems and not self._is_known("task", meant):
            self._suggest_tasks(meant)

    def _settled_task(self, given: object, data: object) -> str | None:
        """Return what a task is whose name means several, where its labels or its modality tell which."""
        if not isinstance(given, str) or not isinstance(data, Mapping) or len(given) > _LONGEST:
            return None
        tidy, modality = _tidy(given), data.get("modality")
        if isinstance(modality, list | tuple) and len(modality) == 1:
            (modality,) = modality
        by_labels = by_its_labels(tidy, data)
        if by_labels is not None:
            self._told(("task",), given, by_labels, f", since {_SINCE.get(by_labels, 'labels are told')}")
            return by_labels
        is_short = isinstance(modality, str) and len(modality) <= _LONGEST
        meant = by_its_data(tidy, _modality(str(modality)) if is_short else None)
        if meant not in (None, BY_CLASSES):
            self._told(("task",), given, str(meant), ", as it is meant of such data")
        return meant

    def _several(self, given: str) -> list[str] | None:
        """Return the kinds of data that a text names beside one another, such as `text and images`; None if not."""
        parts = _MANY.split(given.strip()) if len(given) <= _LONGEST else []
        called = [_modality(each) if each else None for each in parts]
        names = list(dict.fromkeys(each for each in called if each is not None))
        return names if len(parts) > 1 and len(names) > 1 and None not in called else None

    def _told_by_task(self, nested: Mapping[str, object], given: str) -> None:
        """Put in the field that the name of a task tells besides, unless it is given."""
        group, name, value = TOLD_BY_TASK.get(_tidy(given), ("", "", ""))
        fields = nested.get(group)
        if isinstance(fields, dict) and fields.get(name) is None:
            fields[name] = value
            self._told(("task",), given, f"{group}.{name}: {value}", " too")

    def _suggest_tasks(self, given: str) -> None:
        if (near := NO_TASKS.get(_tidy(given)[:_LONGEST])) is not None:
            message = f"`task` cannot be {quoted(given)}: whichml knows no algorithms that are made for it."
            self.found.refuse(("task",), lambda: Finding(("task",), message, near))
            return
        suggested = suggested_tasks(given) if did_you_mean(given, TASKS) is None else ()
        if suggested:
            self.found.refuse(
                ("task",),
                lambda: Finding(
                    ("task",), f"`task` cannot be {quoted(given)}.", suggestions_in_words(suggested), lists="tasks"
                ),
            )

    def words(self, vocabulary: Vocabulary, nested: dict[str, object], group: str, name: str) -> None:
        """Read a word or a list of words in a field."""
        fields = nested.get(group)
        if not isinstance(fields, dict) or name not in fields:
            return
        given, path = fields[name], (group, name)
        if vocabulary == "regulation" and isinstance(given, str) and _tidy(given) == NO_REGULATION:
            self.found.readings.append(Finding(path, f"`{group}.{name}` says {quoted(given)}: no law or norm applies."))
            fields[name] = ()
        elif vocabulary == "modality" and isinstance(given, str) and (several := self._several(given)) is not None:
            self._told(path, given, f"[{', '.join(several)}]")
            fields[name] = several
        elif isinstance(given, list | tuple):
            fields[name] = [self.word(vocabulary, (*path, place), word) for place, word in enumerate(given)]
        else:
            fields[name] = self.word(vocabulary, path, given)

    def spoken(self, nested: Mapping[str, object]) -> None:
        """Read what stands in the fields of a group as people say it: yes and no, `41,000`, the words of a list."""
        for name, kind in BRIEF_FIELDS.items():
            group, _, inner = name.partition(".")
            fields = nested.get(group) if inner else nested
            if not isinstance(fields, dict) or (inner or name) not in fields:
                continue
            given, path = fields[inner or name], (group, inner) if inner else (name,)
            if isinstance(given, list | tuple) and kind.values and kind.many:
                fields[inner] = [
                    self._spoken(name, (*path, place), each) if isinstance(each, str) else each
                    for place, each in enumerate(given)
                ]
            elif inner or kind.kind == "text":
                fields[inner or name] = self._spoken(name, path, given)

    def residency(self, data: object) -> None:
        """Read where data have to stay, where the field of their privacy says that."""
        given = data.get("privacy") if isinstance(data, Mapping) else None
        if not isinstance(data, dict) or not isinstance(given, str) or data.get("residency") is not None:
            return
        kept = spoken_words("data.residency", given.replace("cannot", "can not"))
        if len(kept) == 1 and not spoken_words("data.privacy", given):
            del data["privacy"]
            data["residency"] = kept[0]
            self._told(("data", "privacy"), given, f"data.residency: {kept[0]}")

    def _spoken(self, name: str, path: Path, given: object) -> object:
        meant = as_the_format_writes(name, given) if name not in _IN_VOCABULARIES else None
        if meant is None:
            return given
        self._told(path, _as_written(given), _as_written(meant))
        return meant

    def in_steps(self, data: object) -> None:
        """Read a horizon or history that is counted in steps of a series whose interval is given."""
        for name, given, meant, n_steps in counted_in_steps(data) if isinstance(data, dict) else ():
            data[name] = meant  # type: ignore[index]  # a mapping where there are any
            self._told(("data", name), given, meant, f", {n_steps} steps")

    def requirement(self, position: int, given: dict[str, object]) -> dict[str, object]:
        path: Path = ("requirements", position)
        read = dict(given)
        quality = read.get("quality")
        if isinstance(quality, str) and not self._is_known("quality", quality) and "metric" not in read:
            metric = self._metric_called(quality)
            if metric is not None:
                self._told((*path, "quality"), quality, f"quality: {_ACCURACY}, metric: {metric}")
                return {**read, "quality": _ACCURACY, "metric": metric}
        if "quality" in read:
            read["quality"] = self._quality((*path, "quality"), quality)
        if read.get("quality") == _ACCURACY and "metric" not in read and self._bounds_a_share(read):
            named = path_in_words(path)
            message = f"`{named}` gives a number of {_ACCURACY}, which is read as the share of right answers."
            self.found.readings.append(Finding((*path, "quality"), message))
            read["metric"] = _ACCURACY
        if "metric" in read:
            read["metric"] = self.word("metric", (*path, "metric"), read["metric"])
        return read

    def _metric_called(self, name: str) -> str | None:
        """Return the metric that a name is, or is another name of; None where it is none, or a quality's too."""
        tidy = _tidy(name)
        if self._is_known("quality", name) or tidy in ALIASES["quality"] or tidy in self.qualities:
            return None
        metric = name if metric_of(name) else ALIASES["metric"].get(tidy) or self._metric_at_a_number(tidy)
        return metric or (tidy if metric_of(tidy) else None)

    def _bounds_a_share(self, read: Mapping[str, object]) -> bool:
        """Return whether a bound is a share, where answers are classes, of which a share is right."""
        bound = read.get("min", read.get("max"))
        is_percentage = isinstance(bound, str) and _PERCENTAGE.fullmatch(bound.strip()) is not None
        return self.task in _INTO_CLASSES and (is_percentage or (isinstance(bound, float) and 0 < bound < 1))

    def priorities(self, given: list[object] | tuple[object, ...]) -> Iterator[object]:
        for place, entry in enumerate(given):
            path: Path = ("priorities", place)
            several = AMBIGUOUS["quality"].get(_tidy(entry)) if isinstance(entry, str) else None
            if (
                several is not None
                and set(several) <= self.qualities.keys()
                and not self._is_known("quality", str(entry))
            ):
                self._told(path, str(entry), f"[{', '.join(several)}]", ", since it may be any of these")
                yield [*several]
            elif isinstance(entry, str) and self._metric_called(entry) is not None:
                if _ACCURACY not in given:
                    self._told(path, entry, _ACCURACY, ", of which it is a metric")
                    yield _ACCURACY
            elif isinstance(entry, list | tuple):
                yield [self._quality((*path, inner), word) for inner, word in enumerate(entry)]
            else:
                yield self._quality(path, entry)

    def order(self, given: object) -> object:
        """Return priorities as a list, where they are written as a text or each with its weight or level."""
        read = listed_by_weight(given) if isinstance(given, Mapping) else given
        if isinstance(given, str):
            read = [*ordered(given)]
        if read is not given and read:
            self.found.readings.append(Finding(("priorities",), f"`priorities` is read as `{_as_written(read)}`."))
            return read
        return given

    def _quality(self, path: Path, given: object) -> object:
        """Return the quality that a word stands for; words that are no name at all are told with what is near them."""
        meant = self.word("quality", path, given)
        is_other = isinstance(meant, str) and not self._is_known("quality", meant) and not _NAME.fullmatch(meant)
        if is_other and path not in self.found.refused:
            self.found.refuse(path, lambda: unknown_quality(path, str(meant), self.qualities))
        return meant


def understand(
    nested: dict[str, object], qualities: Mapping[QualityId, QualityName], *, may_guess: bool = False
) -> Understanding:
    """Put the words of the format into the fields of a brief, in place, and return what is to be told of it.

    Parameters
    ----------
    nested
        The fields in nested form, none of them checked yet.
    qualities
        The qualities that are known: their names are taken as they are.
    may_guess
        Whether a task or a modality that could be several is taken for the first of them, which is noted.
    """
    reader = _Reader(qualities, may_guess)
    reader.read_task(nested)
    reader.words("modality", nested, "data", "modality")
    reader.words("regulation", nested, "stakes", "regulation")
    reader.in_steps(nested.get("data"))
    reader.residency(nested.get("data"))
    reader.spoken(nested)
    shaped = ShapedRequirements(nested.get("requirements"), qualities)
    reader.found.readings.extend(shaped.readings)
    reader.found.names = shaped.names
    given = shaped.entries
    if isinstance(given, list | tuple):
        nested["requirements"] = [
            reader.requirement(position, entry) if isinstance(entry, dict) else entry
            for position, entry in enumerate(given)
        ]
    ordered = reader.order(nested.get("priorities"))
    if isinstance(ordered, list | tuple):
        nested["priorities"] = list(reader.priorities(ordered))
    return reader.found


def _tidy(word: str) -> str:
    """Return a word in lower case, its parts joined by hyphens, without what stands in brackets behind it."""
    word = _IN_BRACKETS.sub("", word)
    return re.sub(r"[\s_/.:-]+", "-", word.strip().lower().replace("@", "-at-")).strip("-")


def _modality(given: str) -> str | None:
    """Return the modality that a word stands for by itself or by its last words; None where it may be several."""
    tidy = _tidy(given)
    return by_last_words("modality", tidy) if tidy not in AMBIGUOUS["modality"] else None


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ", ".join(_as_written(each) for each in value)
    return str(value)[:_LONGEST]
