"""Whole briefs with their task and kinds of data: hurried ones (`tests/data/hurried`) and those of the panel.

`labels.tsv` has a line for each hurried brief: its file below `tests/`, the task that is meant, other tasks that one
could defend, and the kinds of data, the main one first. What newcomers and writers of the panel wrote in a hurry was
labelled by whoever put it into the format; other writers labelled their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from whichml.model.values.vocabulary import MODALITIES, TASKS
from whichml_workshop.descriptions.reading import parted

LABELS: Final = Path("data") / "hurried" / "labels.tsv"
_N_COLUMNS: Final = 4
_KEPT_ASIDE: Final = 13_001
"""The first of the panel's briefs that nothing is fitted to, neither practice nor words."""
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class LabelledBrief:
    """A brief as somebody wrote it, with what is meant.

    Attributes
    ----------
    name : of its file, without its ending
    given : its fields by any names
    task, also : what is meant, and what else one could defend
    kinds : the kinds of data, the main one first
    """

    name: str
    given: Mapping[str, object]
    task: str
    also: tuple[str, ...]
    kinds: tuple[str, ...]


def read_hurried(tests: Path) -> tuple[LabelledBrief, ...]:
    """Return the hurried briefs with their labels.

    Parameters
    ----------
    tests : the folder of the tests

    Raises
    ------
    ValueError
        Where a line has other columns, or names what is not known.
    """
    lines = (tests / LABELS).read_text(encoding="utf-8").splitlines()
    return tuple(_labelled(tests, line, number) for number, line in enumerate(lines, start=1))


def _labelled(tests: Path, line: str, number: int) -> LabelledBrief:
    columns = line.split("\t")
    if len(columns) != _N_COLUMNS:
        raise ValueError(f"{LABELS.name}:{number}: {len(columns)} columns, not {_N_COLUMNS}.")
    path, task, also, kinds = columns
    place = f"{LABELS.name}:{number}"
    return labelled_brief(Path(path).stem, read_fields(tests / path), (task, also, kinds), place)


def labelled_brief(name: str, given: Mapping[str, object], labels: tuple[str, str, str], place: str) -> LabelledBrief:
    """Return a brief with what is meant by it.

    Parameters
    ----------
    labels : the task, other tasks that one could defend, and kinds of data; several are parted by commas
    place : of the labels, for messages

    Raises
    ------
    ValueError
        Where one of them is not known, or no kind of data is named.
    """
    task, also, kinds = labels
    found = LabelledBrief(name, given, task, parted(also), parted(kinds))
    unknown = [each for each in (task, *found.also) if each not in TASKS]
    unknown += [each for each in found.kinds if each not in MODALITIES]
    if unknown or not found.kinds:
        about = ", ".join(unknown) or "nothing"
        raise ValueError(f"{place}: {about} is neither a task nor a modality.")
    return found


def read_fields(path: Path) -> Mapping[str, object]:
    """Return what stands in a brief; a list or a text is what its one field, `description`, says."""
    found: Any = yaml.load(path.read_bytes(), Loader=_LOADER)  # noqa: S506  # a safe loader
    return found if isinstance(found, Mapping) else {"description": found}


def read_of_panel(folder: Path) -> tuple[LabelledBrief, ...]:
    """Return the briefs of a panel as if they did not tell their task and data, without those kept from every fit."""
    found = []
    paths = (each for each in (folder / "briefs").glob("*.yaml") if int(each.stem) < _KEPT_ASIDE)
    for path in sorted(paths, key=lambda each: int(each.stem)):
        given: dict[str, Any] = {**read_fields(path)}
        task, data = given.pop("task"), dict(given.get("data") or {})
        modality = data.pop("modality")
        kinds = tuple(modality) if isinstance(modality, list) else (modality,)
        found.append(LabelledBrief(path.stem, {**given, "data": data}, task, (), kinds))
    return tuple(found)
