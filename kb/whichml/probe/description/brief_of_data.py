"""A brief completed with what data tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from whichml.model.briefs.brief import Brief
from whichml.model.briefs.brief_reading import nested_fields
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError
from whichml.model.format.brief_fields import BRIEF_FIELDS, GROUPS
from whichml.model.format.brief_form import plain_fields
from whichml.model.format.told_by_table import ToldByTable
from whichml.probe.description.prepared_data_set import PreparedDataSet

# what the data do not complete where the brief says otherwise than they: it might contradict the brief
_HANGING_ON: Mapping[str, tuple[str, ...]] = {
    "task": ("data.classes", "data.minority_share", "data.target", "data.zero_share"),
    "data.classes": ("data.minority_share",),
    "data.rows": ("data.labelled_rows", "data.groups"),
    "data.labelled_rows": ("data.rows", "data.groups"),
    "data.groups": ("data.rows", "data.labelled_rows"),
    "data.features": ("data.categorical_features",),
    "data.categorical_features": ("data.features",),
}
_SAME_SHARE = 0.05
_STANDS_IN: Mapping[str, object] = {"task": "deterministic-computation", "data.modality": "tabular"}


class CompletedBrief(NamedTuple):
    """A brief as a nested mapping of plain values, and where it and the data say different things.

    Attributes
    ----------
    told : what of it the table tells and nobody else, by dotted name
    """

    mapping: dict[str, Plain]
    notes: tuple[str, ...]
    told: Mapping[str, object]


def brief_from(
    prepared: PreparedDataSet, brief: Mapping[str, object] | None = None, told: ToldByTable | None = None
) -> CompletedBrief:
    """Return a brief completed with the facts that data tell.

    Parameters
    ----------
    brief : what the project says, with nested or dotted names; it may leave out even `task` and `data.modality`. Where
        it and the data differ, it stays as it is, with a note, and the data complete nothing that hangs on that field.
    told : what of the brief a table told when it was begun; that gives way to what the data say now, with a note

    Raises
    ------
    BriefError
        When the brief is none, or contradicts itself.
    """
    given = _dotted(brief or {})
    of_table = {} if told is None else told.still_in(given).values
    notes = [*_of_other_columns(of_table, prepared.facts)]
    given = {name: value for name, value in given.items() if name not in of_table}
    said = _facts_of(given)
    found = _facts_of(prepared.facts)
    unfit: set[str] = set()
    for name in [name for name in prepared.facts if given.get(name) is not None]:
        if name in said and not _agree(name, said[name], found[name]):
            notes.append(f"The brief says {name}: {_shown(said[name])}, and the data say {_shown(found[name])}; "
                         "the brief was followed.")  # fmt: skip
            unfit.update(_HANGING_ON.get(name, ()))
    left_out = [name for name in prepared.facts if name in unfit and given.get(name) is None]
    if left_out:
        notes.append(f"For that reason the data did not complete {', '.join(left_out)}.")
    stated = {name: value for name, value in given.items() if value is not None}
    of_data = {name: value for name, value in prepared.facts.items() if name not in unfit and name not in stated}
    nested = _nested({**of_data, **stated})
    Brief.from_mapping(nested)
    return CompletedBrief(nested, tuple(notes), of_data)


def _of_other_columns(of_table: Mapping[str, str], facts: Mapping[str, object]) -> Iterator[str]:
    """Yield a note where a table told other values than the columns that are used now."""
    now = ToldByTable.of("", facts).values
    changed = [f"{name}: {value}" for name, value in of_table.items() if now.get(name) != value]
    if changed:
        yield (f"The brief was begun with a table, and has {', '.join(changed)} of it; of the rows and columns that "
               "are used here the data tell otherwise, and were followed.")  # fmt: skip


def _dotted(brief: Mapping[str, object]) -> dict[str, object]:
    shape = nested_fields(brief, None)
    if shape.problems:
        raise BriefError(*shape.problems)
    found = {name: value for name, value in shape.nested.items() if name not in GROUPS}
    for group in GROUPS:
        fields = shape.nested[group]
        assert isinstance(fields, dict)
        found.update((f"{group}.{name}", value) for name, value in fields.items())
    return found


def _facts_of(fields: Mapping[str, object]) -> Mapping[str, object]:
    """Return fields as rules compare them, of those alone that were given."""
    found = Brief.from_mapping({**_STANDS_IN, **fields}).facts()
    return {name: value for name, value in found.items() if name in fields}


def _agree(name: str, said: object, told: object) -> bool:
    if isinstance(said, tuple) and isinstance(told, tuple):
        return set(told) <= set(said)
    if BRIEF_FIELDS[name].kind == "fraction" and isinstance(said, float | int) and isinstance(told, float | int):
        return abs(said - told) <= _SAME_SHARE * max(said, told)
    return said == told


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _nested(fields: Mapping[str, object]) -> dict[str, Plain]:
    """Return fields in the order of the vocabulary, those of a group below its name."""
    nested: dict[str, Any] = {"brief": 1}
    for name in BRIEF_FIELDS:
        if name in fields:
            group, _, inner = name.partition(".")
            (nested.setdefault(group, {}) if inner else nested)[inner or name] = plain_fields(fields[name])
    return nested
