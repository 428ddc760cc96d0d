"""Briefs that are read leniently, and what becomes of their notes."""

from __future__ import annotations

from whichml.model.briefs.brief import Brief


def read_leniently(task: str, modality: str = "tabular", **groups: object) -> Brief:
    """Return a brief of these groups of fields, of which what cannot be read is left out."""
    data = groups.pop("data", {})
    assert isinstance(data, dict)
    return Brief.from_mapping({"task": task, "data": {"modality": modality, **data}, **groups}, lenient=True)


def notes_of(brief: Brief) -> str:
    """Return the notes of a brief, with what was read into them."""
    return str(brief.normalised().get("notes"))
