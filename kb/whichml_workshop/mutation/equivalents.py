"""Mutants that no test can notice, each with the reason, written down by somebody who looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from whichml_workshop.mutation.source_mutants import SourceMutant


@dataclass(frozen=True, slots=True)
class EquivalentMutant:
    """One entry of the list: where the code stands, what is changed, and why nothing follows from it.

    Attributes
    ----------
    line : the line of code, without its indent, so that the entry outlives changes elsewhere in the file
    """

    file: str
    line: str
    kind: str
    changed: str
    reason: str

    def is_of(self, mutant: SourceMutant) -> bool:
        """Whether the entry speaks of this mutant."""
        stated = (self.file, self.line, self.kind, self.changed)
        return stated == (mutant.file, mutant.source_line, mutant.kind, mutant.changed)


def read_equivalents(path: Path) -> tuple[EquivalentMutant, ...]:
    """Return the entries of a file: a list of mappings in YAML.

    Raises
    ------
    ValueError
        Where an entry lacks a key or has one too many, or a reason is empty.
    """
    entries = yaml.safe_load(path.read_text("utf-8")) or []
    keys = list(EquivalentMutant.__dataclass_fields__)
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict) or sorted(entry) != sorted(keys) or not str(entry["reason"]).strip():
            raise ValueError(f"{path.name}: entry {number} needs {', '.join(keys)}, and nothing else.")
    return tuple(EquivalentMutant(**{key: str(entry[key]) for key in keys}) for entry in entries)


def without_equivalents(
    mutants: Sequence[SourceMutant], equivalents: Sequence[EquivalentMutant]
) -> tuple[list[SourceMutant], int]:
    """Return the mutants that tests could notice, and how many of the others there are."""
    rest = [mutant for mutant in mutants if not any(entry.is_of(mutant) for entry in equivalents)]
    return rest, len(mutants) - len(rest)
