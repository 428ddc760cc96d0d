"""What a brief says in other words than those of its format: understood, and told, or refused where it is ambiguous."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from whichml.model.brief_aliases import ALIASES, AMBIGUOUS, BY_CLASSES, NO_REGULATION, Vocabulary
from whichml.model.brief_fields import BRIEF_FIELDS
from whichml.model.brief_reading import MOST_PROBLEMS
from whichml.model.document import Path
from whichml.model.errors import did_you_mean, quoted
from whichml.model.metrics import metric_of
from whichml.model.regulations import REGULATIONS
from whichml.model.requirement import Finding, unknown_quality
from whichml.model.spoken_words import spoken_flag, spoken_words
from whichml.model.task_suggestions import suggested_tasks, suggestions_in_words
from whichml.model.vocabulary import MODALITIES, TASKS, FieldKind, QualityId, QualityName

_ACCURACY: Final = "accuracy"
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a name of the format looks like: whatever else is written is words."""
_IN_VOCABULARIES: Final = frozenset({"task", "data.modality", "stakes.regulation"})
"""Fields whose words have other names in a vocabulary of their own."""
_LONGEST: Final = 80
_IN_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3}){1,6}")
"""A count whose digits are set apart by commas: no decimal of it could be meant."""
_OTHER_TYPES: Final = frozenset({"true", "false", "1", "0"})
"""Texts that stand for a value of another type: whoever puts them in quotes took them for something else."""


@dataclass(slots=True)
class Understanding:
    """What was read as something else than it says, and what could be read in several ways.

    Attributes
    ----------
    readings : what was understood, each to be told
    refused : paths of what is ambiguous, or no word of the format
    problems : what is wrong there, for the first of them
    """

    readings: list[Finding] = field(default_factory=list)
    refused: set[Path] = field(default_factory=set)
    problems: list[Finding] = field(default_factory=list)

    def refuse(self, path: Path, finding: Callable[[], Finding]) -> None:
        """Note that what stands at a path is refused; as soon as enough is told, no more is worked out."""
        self.refused.add(path)
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(finding())


@dataclass(slots=True)
class _Reader:
    """Puts the words of the format where a brief has others, in place."""

    qualities: Mapping[QualityId, QualityName]
    found: Understanding = field(default_factory=Understanding)

    def word(self, vocabulary: Vocabulary, path: Path, given: object) -> object:
        """Return the name of the format that a word stands for; the word itself where it stands for none."""
        if not isinstance(given, str) or self._is_known(vocabulary, given) or len(given) > _LONGEST:
            return given
        tidy = _tidy(given)
        meant = tidy if self._is_known(vocabulary, tidy) else ALIASES[vocabulary].get(tidy)
        if vocabulary == "metric" and meant is None:
            meant = self._metric_at_a_number(tidy)
        if meant is not None:
            if meant != BY_CLASSES:
                self._told(path, given, meant)
            return meant
        choices = AMBIGUOUS.get(vocabulary, {}).get(tidy)
        if choices is not None:
            named = _name_of(path)
            self.found.refuse(
                path,
                lambda: Finding(path, f"`{named}` cannot be {quoted(given)}: that could mean several things.",
                                f"Write one of {', '.join(choices)}."),
            )  # fmt: skip
        return given

    def _is_known(self, vocabulary: Vocabulary, word: str) -> bool:
        if vocabulary == "metric":
            return metric_of(word) is not None
        known = {"task": TASKS, "modality": MODALITIES, "quality": self.qualities, "regulation": REGULATIONS}
        return word in known.get(vocabulary, ())

    def _metric_at_a_number(self, tidy: str) -> str | None:
        head, at, number = tidy.partition("-at-")
        meant = f"{ALIASES['metric'].get(head, head)}{at}{number}"
        return meant if at and metric_of(meant) is not None else None

    def _told(self, path: Path, given: str, meant: str, reason: str = "") -> None:
        message = f"`{_name_of(path)}` says {quoted(given)}, which is read as `{meant}`{reason}."
        self.found.readings.append(Finding(path, message))

    def task(self, nested: dict[str, object]) -> None:
        given = nested.get("task")
        meant = self.word("task", ("task",), given)
        if meant == BY_CLASSES and isinstance(given, str):
            data = nested.get("data")
            n_classes = data.get("classes") if isinstance(data, Mapping) else None
            is_known = isinstance(n_classes, int | float) and not isinstance(n_classes, bool)
            many = is_known and n_classes > 2  # type: ignore[operator]  # a number where it is known
            meant = "multiclass-classification" if many else "binary-classification"
            reason = f", since `data.classes` is {n_classes}" if is_known else "; `data.classes` would tell"
            self._told(("task",), given, meant, reason)
        if meant is not None:
            nested["task"] = meant
        if isinstance(meant, str) and not self.found.problems and not self._is_known("task", meant):
            self._suggest_tasks(meant)

    def _suggest_tasks(self, given: str) -> None:
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
        elif isinstance(given, list | tuple):
            fields[name] = [self.word(vocabulary, (*path, place), word) for place, word in enumerate(given)]
        else:
            fields[name] = self.word(vocabulary, path, given)

    def spoken(self, nested: Mapping[str, object]) -> None:
        """Read what stands in the fields of a group as people say it: yes and no, `41,000`, the words of a list."""
        for name, kind in BRIEF_FIELDS.items():
            group, _, inner = name.partition(".")
            fields = nested.get(group)
            if not isinstance(fields, dict) or inner not in fields:
                continue
            given, path = fields[inner], (group, inner)
            if isinstance(given, str):
                fields[inner] = self._spoken(name, kind, path, given)
            elif isinstance(given, list | tuple) and kind.values and kind.many:
                fields[inner] = [
                    self._spoken(name, kind, (*path, place), each) if isinstance(each, str) else each
                    for place, each in enumerate(given)
                ]

    def _spoken(self, name: str, kind: FieldKind, path: Path, given: str) -> object:
        meant: object = None
        if kind.kind == "bool":
            meant = spoken_flag(given) if given not in _OTHER_TYPES else None
        elif kind.kind == "count":
            meant = int(given.replace(",", "")) if _IN_THOUSANDS.fullmatch(given.strip()) else None
        elif kind.values and given not in kind.values and name not in _IN_VOCABULARIES:
            words = spoken_words(name, given)
            meant = words[0] if len(words) == 1 else None
        if meant is None:
            return given
        self._told(path, given, str(meant).lower())
        return meant

    def requirement(self, position: int, given: dict[str, object]) -> dict[str, object]:
        path: Path = ("requirements", position)
        read = dict(given)
        quality = read.get("quality")
        if isinstance(quality, str) and not self._is_known("quality", quality) and "metric" not in read:
            metric = quality if metric_of(quality) else ALIASES["metric"].get(_tidy(quality))
            if metric is not None and _tidy(quality) not in ALIASES["quality"]:
                self._told((*path, "quality"), quality, f"quality: {_ACCURACY}, metric: {metric}")
                return {**read, "quality": _ACCURACY, "metric": metric}
        if "quality" in read:
            read["quality"] = self._quality((*path, "quality"), quality)
        if "metric" in read:
            read["metric"] = self.word("metric", (*path, "metric"), read["metric"])
        return read

    def priorities(self, given: list[object] | tuple[object, ...]) -> Iterator[object]:
        for place, entry in enumerate(given):
            path: Path = ("priorities", place)
            if isinstance(entry, list | tuple):
                yield [self._quality((*path, inner), word) for inner, word in enumerate(entry)]
            else:
                yield self._quality(path, entry)

    def _quality(self, path: Path, given: object) -> object:
        """Return the quality that a word stands for; words that are no name at all are told with what is near them."""
        meant = self.word("quality", path, given)
        is_other = isinstance(meant, str) and not self._is_known("quality", meant) and not _NAME.fullmatch(meant)
        if is_other and path not in self.found.refused:
            self.found.refuse(path, lambda: unknown_quality(path, str(meant), self.qualities))
        return meant


def understand(nested: dict[str, object], qualities: Mapping[QualityId, QualityName]) -> Understanding:
    """Put the words of the format into the fields of a brief, in place, and return what is to be told of it.

    Parameters
    ----------
    nested
        The fields in nested form, none of them checked yet.
    qualities
        The qualities that are known: their names are taken as they are.
    """
    reader = _Reader(qualities)
    reader.task(nested)
    reader.words("modality", nested, "data", "modality")
    reader.words("regulation", nested, "stakes", "regulation")
    reader.spoken(nested)
    given = nested.get("requirements")
    if isinstance(given, list | tuple):
        nested["requirements"] = [
            reader.requirement(position, entry) if isinstance(entry, dict) else entry
            for position, entry in enumerate(given)
        ]
    ordered = nested.get("priorities")
    if isinstance(ordered, list | tuple):
        nested["priorities"] = list(reader.priorities(ordered))
    return reader.found


def _tidy(word: str) -> str:
    """Return a word in lower case, its parts joined by hyphens."""
    return re.sub(r"[\s_/.:-]+", "-", word.strip().lower().replace("@", "-at-")).strip("-")


def _name_of(path: Path) -> str:
    """Return a path as messages show it; positions are told in requirements alone."""
    name = ""
    for step in path if path[0] == "requirements" else [step for step in path if isinstance(step, str)]:
        name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else step
    return name
