"""Sentences of the notes that tell a circumstance: they are read, though no field takes anything from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from whichml.model.briefs.recognised_circumstances import sentences_in

ToldBy = Callable[[str], Collection[str]]
"""Gives the circumstances that a sentence tells, by their ids."""


def nothing_told(sentence: str) -> Collection[str]:
    """Return that a sentence tells no circumstance, where nobody knows any."""
    return ()


def sentences_told(nested: Mapping[str, object], notes: str, told_by: ToldBy) -> tuple[str, ...]:
    """Return the sentences of the notes that tell a circumstance which counts.

    Where the brief lists its circumstances, no others count; those that it denies never do.

    Parameters
    ----------
    nested : the fields in nested form
    """
    project = nested.get("project")
    fields = project if isinstance(project, Mapping) else {}
    stated, denied = (_listed(fields.get(name)) for name in ("circumstances", "no_circumstances"))
    is_listed = fields.get("circumstances") is not None
    return tuple(
        sentence.text
        for sentence in sentences_in(notes, "/notes")
        if any((not is_listed or each in stated) and each not in denied for each in told_by(sentence.text))
    )


def is_told_in(told: Collection[str], sentence: str) -> bool:
    """Return whether a sentence, or the part of one, stands in those that are told."""
    plain = " ".join(sentence.split())
    return any(plain in each for each in told)


def _listed(given: object) -> Collection[object]:
    return given if isinstance(given, list | tuple) else () if given is None else (given,)
