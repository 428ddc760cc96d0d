"""From what a brief says to nested fields: dotted and nested names, unknown names, and their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Final

from whichml.model.briefs.nested_form import NestedFields
from whichml.model.briefs.task_settling import by_last_words
from whichml.model.documents.document import Document, Path
from whichml.model.documents.errors import Problem, pointer_to, quoted, shown_in_short
from whichml.model.entries.beside_fields import told_beside
from whichml.model.entries.bounds_beside import is_bound, says_wishes
from whichml.model.entries.constraints_in_words import ToldConstraints, constraint_field, constraints_told
from whichml.model.entries.counts_by_parts import tells_parts
from whichml.model.entries.counts_of_things import are_classes, largest_first
from whichml.model.entries.device_reading import (
    NamedDevice,
    device_named,
    holds_devices,
    inner_fields,
    read_devices,
    unknown_device,
)
from whichml.model.entries.field_calls import MeantField, field_meant
from whichml.model.entries.groups_in_words import GROUP_NAMES, NAMES_INSIDE, bare_entries, group_told
from whichml.model.entries.joined_tables import tables_joined
from whichml.model.entries.monthly_budgets import budget_required, serving_budget
from whichml.model.entries.noted_facts import counts_a_part
from whichml.model.entries.paired_counts import counts_paired
from whichml.model.entries.requirements_in_words import SaidRequirement, requirements_in_words
from whichml.model.entries.requirements_on_fields import requirements_on_fields
from whichml.model.entries.unheld_facts import is_told_in_words
from whichml.model.entries.unknown_fields import field_misspelt, kept_in_words, unknown_field
from whichml.model.entries.words_among_words import counts_people
from whichml.model.entries.written_values import as_the_format_writes
from whichml.model.format.brief_algorithms import ALGORITHM_LISTS
from whichml.model.format.brief_fields import BRIEF_FIELDS, GROUPS
from whichml.model.format.brief_form import with_note
from whichml.model.format.brief_values import given_in_words
from whichml.model.format.requirement import Finding
from whichml.model.words.algorithm_names import may_name_algorithms
from whichml.model.words.beside import Beside
from whichml.model.words.brief_aliases import ALIASES
from whichml.model.words.facts_in_words import asks_for_ranges, told_in_words

MOST_PROBLEMS = 50
"""How many problems of one kind are told; a text with more has one cause, and looking for hints takes time."""

LONGEST_TITLE: Final = 70
"""Letters of a text that is a title; what is longer describes."""
_Entry = tuple[object, Path, object]


def nested_fields(
    given: Mapping[str, object],
    document: Document | None,
    context: tuple[str, ...] | None = None,
    *,
    may_guess: bool = False,
) -> NestedFields:
    """Return the fields in nested form, with problems for unknown and repeated names.

    Parameters
    ----------
    given : fields by nested names (`data: {rows: 5}`), dotted names (`data.rows: 5`) or both
    document : the text that they came from; None for a mapping
    context : the task and the modalities, in which some names mean other fields; if None what the brief names by itself
    may_guess : whether a text in place of a group of fields is read, instead of refused, and a unit tells a quality
    """
    context = _context(given) if context is None else context
    shape = NestedFields({group: {} for group in GROUPS}, context=context, may_guess=may_guess)
    others, groups = _entries(shape, given, document)
    devices: list[NamedDevice] = []
    for name, path, found in sorted(others, key=_with_those_that_wait):
        device, budget = device_named(name, path, found), serving_budget(name, path, found)
        if device is not None:
            devices.append(device)
        elif budget is not None:
            shape.budgets.append(budget)
        else:
            _take(shape, document, name, path, found)
    shape.readings.extend(read_devices(devices, shape.nested, shape.paths) if devices else ())
    _take_from_requirements(shape, in_words=may_guess)
    for path, told, found in groups:
        _take_group(shape, path, told, found)
    for name, path, found in sorted(shape.unknown, key=lambda each: largest_first(each[2])):
        _take_beside(shape, document, name, path, found)
    return shape


def _entries(
    shape: NestedFields, given: Mapping[str, object], document: Document | None
) -> tuple[list[_Entry], list[tuple[Path, Beside, object]]]:
    """Return the entries with their names as they are written, and what is told in place of a group or in one."""
    others: list[_Entry] = []
    groups: list[tuple[Path, Beside, object]] = []
    for key, found in given.items():
        group = "deployment" if holds_devices(key) else GROUP_NAMES.get(str(key).lower())
        if key not in GROUPS and isinstance(found, Mapping) and group is not None:
            others.extend(
                (f"{group}.{NAMES_INSIDE[key, path[-1]]}" if (key, path[-1]) in NAMES_INSIDE else name, path, inner)
                for name, path, inner in inner_fields(group, str(key), found, (key,))
            )
        elif key not in GROUPS and isinstance(found, Mapping) and says_wishes(str(key), found):
            others.extend((name, (key, name), inner) for name, inner in found.items())
        elif key not in GROUPS:
            others.append((key, (key,), found))
        elif isinstance(found, Mapping):
            bare = bare_entries(document, key, found) if shape.may_guess else ()
            others.extend(each for each in _in_a_group(shape, key, found) if each[1][-1] not in bare)
            groups.extend(_told_bare(key, bare))
        elif key == "project" and isinstance(found, str) and found.strip():
            others.append((_called(given, found), (key,), found))
        elif shape.may_guess and (told := group_told(key, found)) is not None:
            groups.append(((key,), told, found))
        elif found is not None:
            _refuse_group(shape, document, key, found)
    return others, groups


def _refuse_group(shape: NestedFields, document: Document | None, key: str, found: object) -> None:
    shape.refused_groups.add(key)
    where = document.place((key,)) if document else None
    shape.problems.append(
        Problem(f"`{key}` takes a mapping of fields, not {given_in_words(found)}.", where, pointer_to((key,)),
                f"Write the fields of `{key}` indented below it, as `name: value`.")
    )  # fmt: skip


def _take_group(shape: NestedFields, path: Path, told: Beside, found: object) -> None:
    """Take what a text in place of a group tells of fields that are told nowhere else, and all of it as notes."""
    new = {name: each for name, each in told.fields.items() if name not in shape.paths}
    shape.paths[".".join(map(str, path))] = path
    for name, each in new.items():
        shape.paths[name] = path
        shape.put(name, each)
    read = ", ".join(f"`{name}: {shown_in_short(each)}`" for name, each in new.items() if name != "data.modality")
    reason = f"is read as {read}, and with the notes" if read else told.reason
    shape.readings.append(Finding(path, f"`{path[0]}: {shown_in_short(found)}` {reason}."))
    _take_notes_and_requirement(shape, path, told)


def _told_bare(group: str, bare: tuple[str, ...]) -> Iterator[tuple[Path, Beside, object]]:
    """Yield what entries of a group without a value tell, if there are any."""
    told = group_told(group, bare)
    if told is not None:
        yield (group, bare[0]), told, "; ".join(bare)


def _in_a_group(shape: NestedFields, group: str, found: Mapping[str, object]) -> Iterator[tuple[object, Path, object]]:
    """Yield the fields of a group with their paths, those of tables that are joined and of counts in pairs first."""
    joined = tables_joined(group, found, shape.context) or counts_paired(group, found, shape.context)
    if joined is not None:
        yield from joined.fields
        shape.readings.append(joined.finding)
    for name, inner in found.items():
        if joined is not None and name in joined.names:
            continue
        is_whole = f"{group}.{name}" in BRIEF_FIELDS or tells_parts(str(name))
        if isinstance(inner, Mapping) and not is_whole and not is_bound(inner):
            yield from inner_fields(group, str(name), inner, (group, name))
        else:
            yield f"{group}.{name}", (group, name), inner


def _called(given: Mapping[str, object], project: str) -> str:
    """Return what a project is that is told in words: its title where it has no other and these are few."""
    has_title = any(given.get(name) for name in ("title", "name", "project_name"))
    return "title" if not has_title and len(project) <= LONGEST_TITLE else "purpose"


def _with_those_that_wait(fact: tuple[object, Path, object]) -> tuple[bool, bool]:
    """Return what puts facts in order: under names of the format, then others, and labels when rows are told."""
    name = fact[0]
    return name not in BRIEF_FIELDS, str(name).rpartition(".")[2] in ("labels", "nodes", "n_nodes")


def _context(given: Mapping[str, object]) -> tuple[str, ...]:
    """Return the task and the modalities that a brief names, in which some names mean other fields."""
    data = given.get("data")
    modality = data.get("modality") if isinstance(data, Mapping) else given.get("data.modality")
    words = (given.get("task"), *(modality if isinstance(modality, list | tuple) else (modality,)))
    tidy = (re.sub(r"[\s_]+", "-", word.strip().lower()) for word in words if isinstance(word, str))
    return tuple(by_last_words("task", word) or ALIASES["modality"].get(word) or word for word in tidy)


def _take(shape: NestedFields, document: Document | None, name: object, path: Path, found: object) -> None:
    if len(shape.problems) >= MOST_PROBLEMS:
        return
    where = document.place_of_key(path) if document else None
    given = str(name)
    if given in ("target", "data.target") and asks_for_ranges(found, next(iter(shape.context), "")):
        shape.unknown.append((given, path, found))
        return
    if isinstance(name, str) and (constraints := constraints_told(name, found, shape.context)) is not None:
        name, found = _take_constraints(shape, name, path, constraints), constraints.bounds
        if not found:
            return
    if not isinstance(name, str):
        shape.problems.append(Problem(unknown_field(given)[0], where, pointer_to(path), unknown_field(given)[1]))
        return
    if (
        name in ALGORITHM_LISTS
        and told_in_words(name.split(".")[1], found)
        and not may_name_algorithms(found, is_asked=True)
    ):
        shape.unknown.append((given, path, found))
        return
    meant = _meant_by(shape, name, found) if name not in BRIEF_FIELDS else None
    readings = [_reading(name, found, meant)] if meant is not None else []
    name, found = meant[:2] if meant is not None else (name, found)
    if name not in BRIEF_FIELDS:
        shape.unknown.append((name, path, found))
    elif name not in shape.paths:
        shape.readings += readings
        shape.paths[name] = path
        if found is not None:
            shape.put(name, found)
    elif not _take_elsewhere(shape, given, name, path, found):
        shape.readings += readings
        if given == name or not shape.says_again(name, found):
            shape.problems.append(_given_twice(shape, document, given, name, path))


def _meant_by(shape: NestedFields, name: str, found: object) -> MeantField | None:
    """Return the field that a name means here; None where it means none."""
    meant = field_meant(name, found, shape.paths, shape.context)
    near = field_misspelt(name) if meant is None and shape.may_guess and not is_told_in_words(name, found) else None
    if near is not None and near not in shape.paths:
        meant = MeantField(near, found)
    if meant is not None and are_classes(name, meant.field, found, shape.context, shape.told()):
        return MeantField("data.classes", found)
    return meant


def _reading(name: str, found: object, meant: MeantField) -> Finding:
    """Return what tells that a name was read as a field."""
    said = f"`{name}: {shown_in_short(found)}` is read as `{meant.field}: {shown_in_short(meant.value)}`."
    told_as = said if meant.is_reworded else f"the field `{name}` is read as `{meant.field}`."
    return Finding(tuple(meant.field.split(".")), told_as)


def _take_elsewhere(shape: NestedFields, given: str, name: str, path: Path, found: object) -> bool:
    """Take a second fact of a field that is none of it where its words belong; return whether it is such a one."""
    is_part = given != name and counts_a_part(given.rpartition(".")[2]) and not shape.says_again(name, found)
    if (name == "notes" and isinstance(found, str)) or is_part or (given != name and _is_told_beside(name, found)):
        shape.unknown.append((given, path, found))
    elif given != name and counts_people(name, found):
        _take_note(shape, given, path, found)
    else:
        return False
    return True


def _take_note(shape: NestedFields, given: str, path: Path, found: object) -> None:
    """Take a second fact of a field that is none of it with the notes."""
    said = f"`{given}: {shown_in_short(found)}` is read with the notes."
    shape.readings.append(Finding(tuple(given.split(".")), said))
    shape.paths.setdefault(given, path)
    called = given.rpartition(".")[2].replace("_", " ")
    _take_notes_and_requirement(shape, path, Beside("", notes=f"{called}: {found}"))


def _is_told_beside(name: str, found: object) -> bool:
    """Return whether a second fact under another name of a field is none of that field, and told in words."""
    return is_told_in_words(name, found) and as_the_format_writes(name, found) is None


def _take_constraints(shape: NestedFields, name: str, path: Path, told: ToldConstraints) -> str:
    """Take the constraints in words, and return the name under which the others are requirements."""
    field, said = "data.hard_constraints", "; ".join(told.words)
    is_new = told.are_of_a_plan and shape.told().get(field) is None
    if is_new:
        shape.put(field, True)
        shape.paths.setdefault(field, path)
    reason = f"is read as `{field}: true`, and with the notes" if is_new else "is read with the notes"
    shape.readings.append(Finding(tuple(name.split(".")), f"`{name}: {shown_in_short(told.words)}` {reason}."))
    shape.paths.setdefault(name, path)
    _take_notes_and_requirement(shape, path, Beside(reason, notes=f"constraints: {said}"))
    return "requirements"


def _given_twice(shape: NestedFields, document: Document | None, given: str, name: str, path: Path) -> Problem:
    first = document.place_of_key(shape.paths[name]) if document else None
    also = f"; the first is at {first}" if first else ""
    said = f"`{name}` is" if given == name else f"`{given}` is read as `{name}`, which is"
    where = document.place_of_key(path) if document else None
    return Problem(f"{said} given twice{also}.", where, pointer_to(path), "Keep one of them.")


def _take_beside(shape: NestedFields, document: Document | None, name: str, path: Path, found: object) -> None:
    """Take what a fact says that no field holds, or tell that there is no such field."""
    if len(shape.problems) >= MOST_PROBLEMS:
        return
    told = shape.told()
    beside = None if name in shape.paths else told_beside(name, found, shape.context, told, may_guess=shape.may_guess)
    if beside is None or any(field in told and told[field] != each for field, each in beside.fields.items()
                             if field != "data.rows"):  # fmt: skip
        where, pointer = document.place_of_key(path) if document else None, pointer_to(path)
        unknown = unknown_device(name, found)
        task = shape.context[0] if shape.context else ""
        beside = kept_in_words(name, found, task) if unknown is None and name not in shape.paths else None
        if beside is None:
            message, hint = unknown or unknown_field(name, found)
            shape.problems.append(Problem(message, where, pointer, hint))
            return
    shape.paths[name] = path
    said = f"{name}: {shown_in_short(found)}" if found is not None else name
    shape.readings.append(Finding(tuple(name.split(".")), f"`{said}` {beside.reason}."))
    for each, value in beside.fields.items():
        shape.paths.setdefault(each, path)
        shape.put(each, value)
    _take_notes_and_requirement(shape, path, beside)


def _take_notes_and_requirement(shape: NestedFields, path: Path, beside: Beside) -> None:
    if beside.notes:
        notes = as_the_format_writes("notes", shape.nested.get("notes")) or shape.nested.get("notes")
        shape.nested["notes"] = with_note(str(notes) if notes else None, beside.notes)
        shape.paths.setdefault("notes", path)
    if beside.required is None:
        return
    given = shape.nested.get("requirements")
    if isinstance(given, Mapping):
        quality = str(beside.required["quality"])
        shape.nested["requirements"] = {**given, quality: dict(beside.required)} if quality not in given else given
        return
    entries = list(given) if isinstance(given, list | tuple) else []
    places = shape.requirements or tuple(range(len(entries)))
    first = max((*places, len(entries) - 1), default=-1) + 1
    place = next(each for each in count(first) if f"requirements.{each}" not in shape.paths)
    shape.nested["requirements"] = [*entries, dict(beside.required)]
    shape.paths[f"requirements.{place}"] = path
    shape.requirements = (*places, place)


def _take_said(shape: NestedFields, path: Path, said: SaidRequirement) -> None:
    """Take a requirement without a bound with the notes, and what it asks for above all as the priority."""
    name = f"requirements.{path[-1]}"
    shape.paths.setdefault(name, path)
    is_first = said.is_of_accuracy and shape.nested.get("priorities") is None
    first = ", and `accuracy`, which it measures, as what counts most" if is_first else ""
    how = "bounds no quality that is known" if said.has_bound else "sets no bound"
    kept = constraint_field(shape.context, is_must=said.is_must) if said.has_bound else None
    if kept is not None and shape.told().get(kept) is None:
        shape.put(kept, True)
        shape.paths.setdefault(kept, path)
        first += f", and as `{kept}: true`"
    message = f"the requirement {quoted(said.notes)} {how}: it is read with the notes{first}."
    shape.readings.append(Finding(tuple(name.split(".", 1)), message))
    if is_first:
        shape.nested["priorities"] = ["accuracy"]
        shape.paths.setdefault("priorities", path)
    _take_notes_and_requirement(shape, path, Beside("", notes=f"requirement: {said.notes}"))


def _take_from_requirements(shape: NestedFields, *, in_words: bool) -> None:
    """Put requirements that say what a field holds there, and, if `in_words`, those without a bound into the notes."""
    given = shape.nested.get("requirements")
    root = shape.paths.get("requirements")
    if in_words and (isinstance(given, str) or (isinstance(given, Mapping) and "quality" in given)):
        given = shape.nested["requirements"] = [given]
    if root is None or not isinstance(given, list | tuple | Mapping):
        return
    found = requirements_on_fields(given, next(iter(shape.context), ""))
    told = shape.told()
    on_fields = {
        key: each for key, each in found.items() if each.field is None or told.get(each.field, each.value) == each.value
    }
    entries = given.items() if isinstance(given, Mapping) else enumerate(given)
    budgets = [(key, read) for key, each in entries if (read := budget_required(key, each, (*root, key))) is not None]
    shape.budgets.extend(read for _, read in budgets)
    moved = {*on_fields, *(key for key, _ in budgets)}
    said = {key: each for key, each in requirements_in_words(given).items() if key not in moved} if in_words else {}
    moved |= said.keys()
    if not moved:
        return
    for key, words in said.items():
        _take_said(shape, (*root, key), words)
    for key, each in on_fields.items():
        name = each.field or f"{root[-1]}.{key}"
        shape.paths.setdefault(name, (*root, key))
        shape.readings.append(Finding(tuple(name.split(".", 1)), each.message))
        if each.field is not None and each.field not in told:
            shape.put(each.field, each.value)
    if isinstance(given, Mapping):
        shape.nested["requirements"] = {key: each for key, each in given.items() if key not in moved}
        return
    kept = tuple(place for place in range(len(given)) if place not in moved)
    shape.nested["requirements"] = [given[place] for place in kept]
    shape.requirements = kept
