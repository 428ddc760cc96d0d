"""Descriptions with what they mean, a tab-separated line each: `tests/data/descriptions/*.tsv`.

The columns are what is to be done, the data in words, the kinds of data that this means, the task, and other tasks that
one could defend. Each file has one writer; `aside.tsv` is never learnt from.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from whichml.model.values.vocabulary import MODALITIES, TASKS

FOLDER: Final = Path("tests") / "data" / "descriptions"
ASIDE: Final = "aside"
WORDS: Final = "words"
_N_COLUMNS: Final = 5


@dataclass(frozen=True, slots=True)
class Description:
    """One project in somebody's words.

    Attributes
    ----------
    wanted : what is to be done
    data : the data in words
    kinds : the modalities that are meant, the main one first
    task, also : what is meant, and what else one could defend
    """

    wanted: str
    data: str
    kinds: tuple[str, ...]
    task: str
    also: tuple[str, ...]


def read_descriptions(folder: Path) -> dict[str, tuple[Description, ...]]:
    """Return the descriptions of each writer, by the name of the file.

    Raises
    ------
    ValueError
        Where a line has other columns, or names what is not known: with its file and number.
    """
    return {
        path.stem: tuple(
            _description(line, f"{path.name}:{number}")
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        )
        for path in sorted(folder.glob("*.tsv"))
    }


def _description(line: str, place: str) -> Description:
    columns = line.split("\t")
    if len(columns) != _N_COLUMNS:
        raise ValueError(f"{place}: {len(columns)} columns, not {_N_COLUMNS}.")
    wanted, data, kinds, task, also = columns
    found = Description(wanted, data, parted(kinds), task, parted(also))
    named = (*found.kinds, *([task] if wanted else []), *found.also)
    unknown = [each for each in named if each not in TASKS and each not in MODALITIES]
    if unknown:
        raise ValueError(f"{place}: {', '.join(unknown)} is neither a task nor a modality.")
    return found


def parted(names: str) -> tuple[str, ...]:
    """Return names that commas part."""
    return tuple(each.strip() for each in names.split(",") if each.strip())
