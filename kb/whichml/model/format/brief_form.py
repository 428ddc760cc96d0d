"""A brief as plain values: its normal form, and changes to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from whichml.model.documents.document import Path, Plain
from whichml.model.documents.errors import BriefError, quoted
from whichml.model.documents.parse_context import step_of
from whichml.model.documents.plain_numbers import is_whole
from whichml.model.format.brief_fields import GROUPS
from whichml.model.format.brief_values import EXACT_IN_JSON
from whichml.model.format.requirement import Requirement
from whichml.model.values.quantity import Quantity

_BOUNDS: Final = ("min", "max", "is")


def plain_value(found: object) -> Plain:
    """Return a field's value in the normal form: quantities in base units, lists of one as their only entry."""
    if isinstance(found, Quantity):
        return found.magnitude if found.dimension == "number" else found.canonical
    if isinstance(found, tuple):
        return plain_value(found[0]) if len(found) == 1 else [plain_value(entry) for entry in found]
    if is_whole(found) and found > EXACT_IN_JSON:
        return float(found)
    if isinstance(found, bool | int | float | str):
        return found
    raise TypeError(f"a brief holds no {type(found).__name__}")


def with_note(notes: str | None, sentence: str) -> str:
    """Return the notes of a brief with one more sentence behind them.

    Examples
    --------
    >>> with_note("It is small. ", "rows: few"), with_note(None, "rows: few")
    ('It is small. rows: few', 'rows: few')
    """
    return f"{notes.rstrip(' .')}. {sentence}" if notes else sentence


def plain_fields(value: object) -> Any:
    """Return mappings and lists as those of their own kind, whatever they were, and quantities as they were written."""
    if isinstance(value, Mapping):
        return {str(key): plain_fields(inner) for key, inner in value.items()}
    if isinstance(value, Quantity):
        return value.text
    return [plain_fields(inner) for inner in value] if isinstance(value, list | tuple) else value


def plain_requirement(requirement: Requirement) -> dict[str, Plain]:
    """Return a requirement in the normal form, without defaults."""
    given = requirement.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True, exclude=set(_BOUNDS[:2]))
    if requirement.side is not None:
        given[requirement.side] = requirement.bound
    return {name: plain_value(found) for name, found in given.items()}


def without(nested: dict[str, object], refused: Sequence[Path]) -> tuple[dict[str, object], tuple[int, ...]]:
    """Return what is left of a brief in nested form without its refused fields, and the positions of requirements kept.

    A requirement is left out whole. Where `task` or `data.modality` is refused or missing, one that asks nothing of
    the other fields stands in, so that the rest can still be checked.
    """
    rest = {name: dict(found) if isinstance(found, dict) else found for name, found in nested.items()}
    dropped = {path[1] for path in refused if path[0] == "requirements" and len(path) > 1}
    for path in refused:
        fields = rest.get(str(path[0]))
        if isinstance(fields, dict) and len(path) > 1:
            fields.pop(path[1], None)
        elif path[0] != "requirements" or len(path) == 1:
            rest.pop(str(path[0]), None)
    given = rest.get("requirements")
    numbered = list(enumerate(given)) if isinstance(given, list | tuple) else []
    kept = [(position, entry) for position, entry in numbered if position not in dropped]
    if numbered:
        rest["requirements"] = [entry for _, entry in kept]
    rest.setdefault("task", "deterministic-computation")
    data = rest.setdefault("data", {})
    if isinstance(data, dict):
        data.setdefault("modality", "tabular")
    return rest, tuple(position for position, _ in kept)


def without_requirements(nested: dict[str, object], kept: Sequence[int]) -> dict[str, object]:
    """Return a brief in nested form with these of its requirements alone; with all where none is named."""
    given = nested.get("requirements")
    if not kept or not isinstance(given, list | tuple):
        return nested
    return {**nested, "requirements": [given[position] for position in kept]}


def dotted_fields(nested: Mapping[str, Plain]) -> dict[str, Plain]:
    """Return a brief in normal form with its fields by dotted name, in their order."""
    found: dict[str, Plain] = {}
    for name, value in nested.items():
        found.update({f"{name}.{inner}": each for inner, each in value.items()}
                     if name in GROUPS and isinstance(value, dict) else {name: value})  # fmt: skip
    return found


def with_change(nested: dict[str, Plain], path: str, value: Plain) -> dict[str, Plain]:
    """Return a brief in normal form with one value changed, or taken out where the value is None.

    Raises
    ------
    BriefError
        When the path leads nowhere; a field that is unknown is left for the reading to refuse.
    """
    steps = path.split(".")
    if steps[0] == "requirement" and len(steps) == 3 and steps[2] in _BOUNDS:
        return with_bound(nested, steps[1], steps[2], value)
    if steps[0] == "requirements" and len(steps) in (2, 3):
        return _with_entry(nested, steps, path, value)
    changed = {name: dict(found) if isinstance(found, dict) else found for name, found in nested.items()}
    group = changed.setdefault(steps[0], {}) if len(steps) == 2 else None
    if isinstance(group, dict):
        group[steps[1]] = value
    else:
        changed[path] = value
    return changed


def _entries(nested: dict[str, Plain]) -> list[Plain]:
    given = nested.get("requirements", [])
    return [dict(entry) if isinstance(entry, dict) else entry for entry in given] if isinstance(given, list) else []


def with_bound(
    nested: dict[str, Plain], quality: str, bound: str, value: Plain, metric: str | None = None
) -> dict[str, Plain]:
    """Return a brief in normal form with a bound of a quality changed, added, or taken out where the value is None.

    Parameters
    ----------
    metric : on which it is; None for whatever it is on
    """
    entries = _entries(nested)
    meant = [
        entry for entry in entries if isinstance(entry, dict) and entry["quality"] == quality and bound in entry
        and metric in (None, entry.get("metric"))
    ]  # fmt: skip
    if value is None:
        entries = [entry for entry in entries if entry not in meant]
    elif not meant:
        entries.append({"quality": quality, **({"metric": metric} if metric else {}), bound: value})
    for entry in meant:
        entry[bound] = value
    return {**nested, "requirements": entries}


def _with_entry(nested: dict[str, Plain], steps: list[str], path: str, value: Plain) -> dict[str, Plain]:
    entries = _entries(nested)
    position = step_of(steps[1])
    if not isinstance(position, int) or position >= len(entries):
        raise BriefError.about(f"there is no {quoted(path)} in this brief.",
                               hint=f"It has {len(entries)} requirements; the first is `requirements.0`.")  # fmt: skip
    entry = entries[position]
    if len(steps) == 2:
        entries[position : position + 1] = [] if value is None else [value]
    elif isinstance(entry, dict):
        if value is not None and steps[2] in _BOUNDS:
            for bound in _BOUNDS:
                entry.pop(bound, None)
        entry[steps[2]] = value
    return {**nested, "requirements": entries}
