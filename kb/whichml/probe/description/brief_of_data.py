"""A brief completed with what data tell, and written as the YAML that briefs are read from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from whichml.model.brief import Brief
from whichml.model.brief_fields import BRIEF_FIELDS, GROUPS
from whichml.model.brief_reading import nested_fields
from whichml.model.document import Plain, read_document, read_value
from whichml.model.errors import BriefError, WhichmlError
from whichml.probe.description.prepared_data_set import PreparedDataSet

# what the data do not complete where the brief says otherwise than they: it might contradict the brief
_HANGING_ON: Mapping[str, tuple[str, ...]] = {
    "task": ("data.classes", "data.minority_share", "data.target"),
    "data.classes": ("data.minority_share",),
    "data.rows": ("data.labelled_rows", "data.groups"),
    "data.labelled_rows": ("data.rows", "data.groups"),
    "data.groups": ("data.rows", "data.labelled_rows"),
    "data.features": ("data.categorical_features",),
    "data.categorical_features": ("data.features",),
}
_SAME_SHARE = 0.05
_WIDTH = 120
_STANDS_IN: Mapping[str, object] = {"task": "deterministic-computation", "data.modality": "tabular"}


class CompletedBrief(NamedTuple):
    """A brief as a nested mapping of plain values, and where it and the data say different things."""

    mapping: dict[str, Plain]
    notes: tuple[str, ...]


def brief_from(prepared: PreparedDataSet, brief: Mapping[str, object] | None = None) -> CompletedBrief:
    """Return a brief completed with the facts that data tell.

    Parameters
    ----------
    brief : what the project says, with nested or dotted names; it may leave out even `task` and `data.modality`. Where
        it and the data differ, it stays as it is, with a note, and the data complete nothing that hangs on that field.

    Raises
    ------
    BriefError
        When the brief is none, or contradicts itself.
    """
    given = _dotted(brief or {})
    said = _facts_of(given)
    told = _facts_of(prepared.facts)
    notes: list[str] = []
    unfit: set[str] = set()
    for name in [name for name in prepared.facts if given.get(name) is not None]:
        if name in said and not _agree(name, said[name], told[name]):
            notes.append(f"The brief says {name}: {_shown(said[name])}, and the data say {_shown(told[name])}; "
                         "the brief was followed.")  # fmt: skip
            unfit.update(_HANGING_ON.get(name, ()))
    left_out = [name for name in prepared.facts if name in unfit and given.get(name) is None]
    if left_out:
        notes.append(f"For that reason the data did not complete {', '.join(left_out)}.")
    completed = {
        **{name: value for name, value in prepared.facts.items() if name not in unfit},
        **{name: value for name, value in given.items() if value is not None},
    }
    nested = _nested(completed)
    Brief.from_mapping(nested)
    return CompletedBrief(nested, tuple(notes))


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
            (nested.setdefault(group, {}) if inner else nested)[inner or name] = _plain(fields[name])
    return nested


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def brief_text(mapping: Mapping[str, object]) -> str:
    """Return a brief as YAML that the strict reader reads back as the same values.

    Raises
    ------
    BriefError
        When it holds what no brief can hold, such as a NUL character.
    """
    text = yaml.dump(_plain(mapping), Dumper=_StrictDumper, sort_keys=False, allow_unicode=True, width=_WIDTH)
    read_document(text.encode("utf-8", "surrogatepass"), "brief.yaml", form="yaml")
    return text


class _StrictDumper(yaml.SafeDumper):
    """Writes every text in quotes that a reader could take for something else, and every value where it stands."""

    def ignore_aliases(self, data: Any) -> bool:
        """Return true: no value is written as a reference to another."""
        return True


def _quoted_where_doubtful(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    try:
        plain = read_value(text, "text") == text
    except WhichmlError:
        plain = False
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_StrictDumper.add_representer(str, _quoted_where_doubtful)
