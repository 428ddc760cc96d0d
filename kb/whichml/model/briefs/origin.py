"""Where the fields of a brief stand in its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from whichml.model.documents.document import Document, Path
from whichml.model.documents.errors import Notice, Place, Problem, pointer_to
from whichml.model.documents.parse_context import dotted
from whichml.model.format.requirement import Finding
from whichml.model.words.field_aliases import OTHER_NAMES


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """Where the fields of a brief stand: in a document, or nowhere when they came from a mapping.

    Attributes
    ----------
    document
        The text; None for a mapping.
    paths
        The path in the text of each field that was given, by its dotted name.
    requirements
        The place in the text of each requirement, where repetitions were left out; empty where none was.
    names
        The name of each requirement in the text, where they are given by names: `latency_ms: 40`.
    """

    document: Document | None = None
    paths: Mapping[str, Path] = field(default_factory=dict)
    requirements: tuple[int, ...] = ()
    names: tuple[str, ...] = ()

    def path(self, canonical: Path) -> Path | None:
        """Return the path in the text of a path in the nested form; None when the text does not give the field."""
        canonical = self._as_given(canonical)
        if self.names and canonical[0] == "requirements" and len(canonical) > 1 and isinstance(canonical[1], int):
            root = self.paths.get("requirements", ("requirements",))
            named = (*root, self.names[canonical[1]])
            return named if self.document is None or named in self.document.positions else root
        for n_steps in (2, 1):
            known = self.paths.get(dotted(canonical[:n_steps]))
            if known is not None:
                full = (*known, *canonical[n_steps:])
                while self.document and full not in self.document.positions:
                    full = full[:-1]
                return full
        return None

    def _as_given(self, canonical: Path) -> Path:
        """Return the path with the place that a requirement has in the text."""
        if canonical[0] != "requirements" or len(canonical) == 1 or not self.requirements:
            return canonical
        position = canonical[1]
        is_known = isinstance(position, int) and position < len(self.requirements)
        return ("requirements", self.requirements[position], *canonical[2:]) if is_known else canonical  # type: ignore[index]

    def place(self, canonical: Path) -> Place | None:
        """Return where a field stands, or the nearest thing around it; None without a text."""
        if self.document is None:
            return None
        return self.document.place(self.path(canonical) or canonical[:-1])

    def problem(self, finding: Finding) -> Problem:
        """Return a finding as a problem with its place."""
        pointer = pointer_to(self.path(finding.path) or finding.path)
        message, where = self._filled(finding), self.place(finding.path)
        return Problem(message, where, pointer, finding.hint, lists=finding.lists, meaning=finding.meaning)

    def renamed(self, finding: Finding) -> tuple[Problem, ...]:
        """Return a contradiction as a problem of each part that the text calls otherwise: that reading may be wrong."""
        problem = self.problem(finding)
        parts = [(each, self.path(each)) for each in (finding.path, finding.also) if each]
        return tuple(
            replace(problem, where=self.place(each), pointer=pointer_to(given), hint=None)
            for each, given in parts if given and given[-1] != each[-1]
        )  # fmt: skip

    def notice(self, finding: Finding) -> Notice:
        """Return a finding as a notice with its place."""
        pointer = pointer_to(self.path(finding.path) or ())
        return Notice(
            self._filled(finding), self.place(finding.path), pointer, finding.left_out, n_unread=finding.n_unread,
            is_kept=finding.is_kept,
        )  # fmt: skip

    def _filled(self, finding: Finding) -> str:
        also = self.place(finding.also) if finding.also else None
        message = finding.message.replace("{also}", f" at {also}" if also else "")
        name = dotted(finding.path[:2])
        given = ".".join(map(str, self.paths.get(name, ())))
        is_joined = name == "notes" and OTHER_NAMES.get(given.rpartition(".")[2]) != "notes"
        is_same = given.replace(".", " ") == name.replace(".", " ") or is_joined
        is_told_already = f"is read as `{name}" in message
        if given and not is_same and not is_told_already and f"`{given}`" not in message:
            return message.replace(f"`{name}`", f"`{given}`, read as `{name}`,", 1)
        return message
