"""The fields of a brief in nested form while they are read, with where each was said and what was read otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field

from whichml.model.documents.document import Path
from whichml.model.documents.errors import Problem
from whichml.model.entries.monthly_budgets import ServingBudget
from whichml.model.entries.written_values import as_the_format_writes
from whichml.model.format.brief_fields import GROUPS
from whichml.model.format.requirement import Finding, Guess
from whichml.model.words.brief_words import BriefWords


@dataclass(slots=True)
class NestedFields:
    """The fields of a brief in nested form, none of them checked yet."""

    nested: dict[str, object] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused_groups: set[str] = field(default_factory=set)
    readings: list[Finding] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    context: tuple[str, ...] = ()
    unknown: list[tuple[str, Path, object]] = field(default_factory=list)
    requirements: tuple[int, ...] = ()
    budgets: list[ServingBudget] = field(default_factory=list)
    may_guess: bool = False
    whole: BriefWords | None = None  # the words of the brief, by which is guessed; None where nobody may

    def put(self, name: str, found: object) -> None:
        """Put down what a field holds."""
        group, _, inner = name.partition(".")
        fields = self.nested[group] if inner else self.nested
        assert isinstance(fields, dict)
        fields[inner or name] = found

    def told(self) -> dict[str, object]:
        """Return the fields that are told so far, as they are written, by their names."""
        nested = self.nested
        return {f"{group}.{name}": each for group in GROUPS for name, each in nested[group].items()}  # type: ignore[attr-defined]

    def says_again(self, name: str, found: object) -> bool:
        """Return whether a field that is told already is told the same."""
        first = self.told().get(name)
        written = (as_the_format_writes(name, each) for each in (first, found))
        once, again = (each if read is None else read for each, read in zip((first, found), written, strict=True))
        return type(once) is type(again) and once == again
