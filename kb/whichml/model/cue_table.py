"""Cue words of a folder of tables, each with what it speaks for and how much.

A table has headings `name weight, name weight:` with cues below, indented, parted by commas. In a cue `*` at the end
of a word stands for any ending, and alone for one to three words. A table is read when it is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

_FOLDER: Final = Path(__file__).with_name("cues")
_FEW_WORDS: Final = r"\w+(?:[\W_]+\w+){0,2}"
CueTable = tuple[tuple[re.Pattern[str], Mapping[str, float]], ...]
"""Patterns of cues with what they speak for."""


@cache
def cue_table(name: str) -> CueTable:
    """Return the table of cues of that name: for each heading a pattern that finds any of its cues.

    Examples
    --------
    >>> next(dict(known) for pattern, known in cue_table("tasks") if pattern.search("two duplicates"))
    {'record-linkage': 3.5}
    """
    cues: dict[str, str] = {}
    heading = ""
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            cues[heading] = f"{cues.get(heading, '')} {line.strip()}"
        else:
            heading = line.rstrip(":")
    return tuple((_any_of(words.split(",")), _weights(heading)) for heading, words in cues.items())


def _weights(heading: str) -> Mapping[str, float]:
    named = (each.strip().rpartition(" ") for each in heading.split(","))
    return MappingProxyType({name: float(weight) for name, _, weight in named})


def _any_of(cues: list[str]) -> re.Pattern[str]:
    patterns = "|".join(_pattern(each) for each in cues if each.strip())
    return re.compile(rf"(?<![a-z0-9])(?:{patterns})(?![a-z0-9])")


def _pattern(cue: str) -> str:
    words = [
        r"\w+(?:[\W_]+\w+){0,2}" if each == "*" else re.escape(each).replace(r"\*", r"\w*") for each in cue.split()
    ]
    return r"[\W_]+".join(words)
