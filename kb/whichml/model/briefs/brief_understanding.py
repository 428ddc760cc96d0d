"""What a brief says in other words than those of its format: understood, and told, or refused where it is ambiguous."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from whichml.model.briefs.named_problems import ProblemIn, no_problem
from whichml.model.briefs.task_reading import read_modalities, read_task
from whichml.model.briefs.understanding import LONGEST_NAME, Understanding, tidy_name
from whichml.model.documents.document import Path, path_in_words
from whichml.model.documents.errors import quoted
from whichml.model.documents.expressions import expression
from whichml.model.entries.requirement_shapes import ShapedRequirements
from whichml.model.entries.steps_of_series import counted_in_steps
from whichml.model.entries.weighted_priorities import listed_by_weight
from whichml.model.entries.written_values import as_the_format_writes
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.brief_form import with_note
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.format.field_places import field_places
from whichml.model.format.requirement import Finding, unknown_quality
from whichml.model.values.metrics import metric_at_a_rate, metric_of
from whichml.model.values.regulations import REGULATIONS
from whichml.model.values.vocabulary import SINGLE_LABEL, QualityId, QualityName
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS, BY_CLASSES, NO_REGULATION, Vocabulary
from whichml.model.words.brief_words import BriefWords
from whichml.model.words.hardware_in_words import ON_HARDWARE, hardware_told
from whichml.model.words.law_classes import with_classes_of_laws
from whichml.model.words.spoken_words import ordered, spoken_words
from whichml.model.words.where_data_stay import where_data_stay

_ACCURACY: Final = "accuracy"
_NAME: Final = expression(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a name of the format looks like: whatever else is written is words."""
_FURTHER: Final[Path] = ("project", "further_tasks")
_IN_VOCABULARIES: Final = frozenset({"task", "data.modality", "stakes.regulation", FURTHER_TASKS})
"""Fields whose words have other names in a vocabulary of their own."""
_PERCENTAGE: Final = expression(r"[0-9]{1,2}(?:\.[0-9]+)?\s*%")


@dataclass(slots=True)
class _Reader:
    """Puts the words of the format where a brief has others, in place."""

    qualities: Mapping[QualityId, QualityName]
    task: object = None
    found: Understanding = field(default_factory=Understanding)

    def word(self, vocabulary: Vocabulary, path: Path, given: object) -> object:
        """Return the name of the format that a word stands for; the word itself where it stands for none."""
        if not isinstance(given, str) or self._is_known(vocabulary, given) or len(given) > LONGEST_NAME:
            return given
        tidy = tidy_name(given)
        meant = tidy if self._is_known(vocabulary, tidy) else ALIASES[vocabulary].get(tidy)
        if vocabulary == "metric" and meant is None:
            meant = self._metric_at_a_number(tidy)
        if meant is not None:
            self.found.tell(path, given, meant)
            return meant
        choices = AMBIGUOUS.get(vocabulary, {}).get(tidy)
        if choices is not None:
            self.found.refuse_as_several(path, given, choices)
        return given

    def _is_known(self, vocabulary: Vocabulary, word: str) -> bool:
        if vocabulary == "metric":
            return metric_of(word) is not None
        known: Mapping[str, Collection[str]] = {"quality": self.qualities, "regulation": REGULATIONS}
        return word in known.get(vocabulary, ())

    def _metric_at_a_number(self, tidy: str) -> str | None:
        head, at, number = tidy.partition("-at-")
        meant = f"{ALIASES['metric'].get(head, head)}{at}{number}"
        return meant if at and metric_of(meant) is not None else metric_at_a_rate(tidy)

    def regulations(self, stakes: object) -> None:
        """Read a law or norm, or a list of them."""
        if not isinstance(stakes, dict) or "regulation" not in stakes:
            return
        given, path = stakes["regulation"], ("stakes", "regulation")
        if isinstance(given, str) and tidy_name(given) == NO_REGULATION:
            said = f"`stakes.regulation` says {quoted(given)}: no law or norm applies."
            self.found.readings.append(Finding(path, said))
            stakes["regulation"] = ()
        elif isinstance(given, list | tuple):
            stakes["regulation"] = [self._law((*path, place), word) for place, word in enumerate(given)]
        else:
            stakes["regulation"] = self._law(path, given)

    def _law(self, path: Path, given: object) -> object:
        """Return the law that a word stands for, with the class of system that is named beside it."""
        named = with_classes_of_laws(given) if isinstance(given, str) else None
        if named is None or named.text == given:
            if named is not None and named.unclear:
                self._ask_for_class(path, str(given), named.unclear)
            return self.word("regulation", path, given)
        self.found.tell(path, str(given), named.text)
        return named.text if named.text in REGULATIONS else self.word("regulation", path, named.text)

    def further_tasks(self, project: object) -> None:
        """Read what else a project asks for: a task, or several."""
        given = project.get("further_tasks") if isinstance(project, Mapping) else None
        if not isinstance(project, dict) or given is None:
            return
        parts = [each.strip() for each in given.split(",")] if isinstance(given, str) else given
        if isinstance(parts, list | tuple):
            project["further_tasks"] = [self._task((*_FURTHER, place), each) for place, each in enumerate(parts)]

    def _task(self, path: Path, given: object) -> object:
        meant = self.word("task", path, given)
        return "binary-classification" if meant == BY_CLASSES else meant

    def _ask_for_class(self, path: Path, given: str, ids: tuple[str, ...]) -> None:
        message = f"`{path_in_words(path)}` names a class of a law that is not known: {quoted(given)}."
        hint = f"Did you mean {' or '.join(map(quoted, ids))}?"
        self.found.refuse(path, lambda: Finding(path, message, hint))

    def spoken(self, nested: Mapping[str, object]) -> None:
        """Read what stands in the fields of a group as people say it: yes and no, `41,000`, the words of a list."""
        for name, group, inner, kind in field_places(nested):
            fields = nested.get(group) if inner else nested
            if not isinstance(fields, dict) or (inner or name) not in fields:
                continue
            given, path = fields[inner or name], (group, inner) if inner else (name,)
            if isinstance(given, list | tuple) and kind.many and (kind.values or kind.kind == "algorithm"):
                fields[inner] = [
                    self._spoken(name, (*path, place), each) if isinstance(each, str) else each
                    for place, each in enumerate(given)
                ]
            elif inner or kind.kind == "text":
                fields[inner or name] = self._spoken(name, path, given)
            if name in ON_HARDWARE and isinstance(given, str) and fields[inner] != given:
                self._hardware(fields, path, given)

    def _hardware(self, fields: dict[str, object], path: Path, given: str) -> None:
        """Take what a text tells of the machine beside its word: `kiosk PC, 4 GB RAM, no gpu`."""
        for name, value in hardware_told(given).items():
            inner = name.partition(".")[2]
            is_graphics = inner == "accelerator" and value != "none" and fields.get("target") == "microcontroller"
            if fields.get(inner) is None and inner != path[-1] and not is_graphics:
                fields[inner] = value
                self.found.tell(path, given, f"{name}: {value}", " too")

    def _kept_at(self, data: dict[str, object], nested: dict[str, object], given: str, place: str) -> None:
        """Put down where data have to stay, or with the notes what no word of the field says."""
        if place:
            data["residency"] = place
            self.found.tell(("data", "privacy"), given, f"data.residency: {place}")
            return
        notes = nested.get("notes")
        nested["notes"] = with_note(notes if isinstance(notes, str) and notes.strip() else None, given)
        message = f"`data.privacy` says {quoted(given)}, which is read with the notes: no field tells countries."
        self.found.readings.append(Finding(("data", "privacy"), message))

    def residency(self, data: object, nested: dict[str, object]) -> None:
        """Read where data have to stay, where the field of their privacy says that."""
        given = data.get("privacy") if isinstance(data, Mapping) else None
        if not isinstance(data, dict) or not isinstance(given, str) or data.get("residency") is not None:
            return
        if given in BRIEF_FIELDS["data.privacy"].values:
            return
        place = where_data_stay(given)
        if place is not None:
            del data["privacy"]
            self._kept_at(data, nested, given, place)
            return
        kept = spoken_words("data.residency", given.replace("cannot", "can not"))
        if len(kept) == 1 and not spoken_words("data.privacy", given):
            del data["privacy"]
            data["residency"] = kept[0]
            self.found.tell(("data", "privacy"), given, f"data.residency: {kept[0]}")

    def _spoken(self, name: str, path: Path, given: object) -> object:
        meant = as_the_format_writes(name, given) if name not in _IN_VOCABULARIES else None
        if meant is None:
            return given
        self.found.tell(path, _as_written(given), _as_written(meant))
        return meant

    def in_steps(self, data: object) -> None:
        """Read a horizon or history that is counted in steps of a series whose interval is given."""
        for name, given, meant, n_steps in counted_in_steps(data) if isinstance(data, dict) else ():
            data[name] = meant  # type: ignore[index]  # a mapping where there are any
            self.found.tell(("data", name), given, meant, f", {n_steps} steps")

    def requirement(self, position: int, given: dict[str, object]) -> dict[str, object]:
        path: Path = ("requirements", position)
        read = dict(given)
        quality = read.get("quality")
        if isinstance(quality, str) and not self._is_known("quality", quality) and "metric" not in read:
            metric = self._metric_called(quality)
            if metric is not None:
                self.found.tell((*path, "quality"), quality, f"quality: {_ACCURACY}, metric: {metric}")
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
        tidy = tidy_name(name)
        if self._is_known("quality", name) or tidy in ALIASES["quality"] or tidy in self.qualities:
            return None
        metric = name if metric_of(name) else ALIASES["metric"].get(tidy) or self._metric_at_a_number(tidy)
        return metric or (tidy if metric_of(tidy) else None)

    def _bounds_a_share(self, read: Mapping[str, object]) -> bool:
        """Return whether a bound is a share, where answers are classes, of which a share is right."""
        bound = read.get("min", read.get("max"))
        is_percentage = isinstance(bound, str) and _PERCENTAGE.fullmatch(bound.strip()) is not None
        return (
            isinstance(self.task, str)
            and self.task in SINGLE_LABEL
            and (is_percentage or (isinstance(bound, float) and 0 < bound < 1))
        )

    def priorities(self, given: list[object] | tuple[object, ...]) -> Iterator[object]:
        for place, entry in enumerate(given):
            path: Path = ("priorities", place)
            several = AMBIGUOUS["quality"].get(tidy_name(entry)) if isinstance(entry, str) else None
            if (
                several is not None
                and set(several) <= self.qualities.keys()
                and not self._is_known("quality", str(entry))
            ):
                self.found.tell(path, str(entry), f"[{', '.join(several)}]", ", since it may be any of these")
                yield [*several]
            elif isinstance(entry, str) and self._metric_called(entry) is not None:
                if _ACCURACY not in given:
                    self.found.tell(path, entry, _ACCURACY, ", of which it is a metric")
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
    nested: dict[str, object],
    qualities: Mapping[QualityId, QualityName],
    whole: BriefWords | None = None,
    problem_in: ProblemIn = no_problem,
) -> Understanding:
    """Put the words of the format into the fields of a brief, in place, and return what is to be told of it.

    Parameters
    ----------
    nested
        The fields in nested form, none of them checked yet.
    qualities
        The qualities that are known: their names are taken as they are.
    whole
        The words of the whole brief, by which a task or a modality that could be several is taken for the likeliest,
        which is noted; None where nobody may guess.
    problem_in
        Gives the problem that words tell which are no task.
    """
    reader = _Reader(qualities)
    wanted = str(nested.get("task", ""))
    reader.task = read_task(nested, reader.found, whole, problem_in)
    read_modalities(nested, wanted, reader.found, whole)
    reader.further_tasks(nested.get("project"))
    reader.regulations(nested.get("stakes"))
    reader.in_steps(nested.get("data"))
    reader.residency(nested.get("data"), nested)
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


def _as_written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ", ".join(_as_written(each) for each in value)
    return str(value)[:LONGEST_NAME]
