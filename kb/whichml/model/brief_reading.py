"""From what a brief says to nested fields: dotted and nested names, unknown names, and refusals with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import islice

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from whichml.model.brief_aliases import ALIASES
from whichml.model.brief_fields import BRIEF_FIELDS, GROUPS
from whichml.model.brief_values import given_in_words
from whichml.model.document import Document, Path
from whichml.model.errors import Notice, Place, Problem, did_you_mean, nearest, pointer_to, quoted
from whichml.model.field_calls import field_meant
from whichml.model.field_help import example_text
from whichml.model.requirement import Finding, Requirement
from whichml.model.vocabulary import REQUIREMENT_KINDS, REQUIREMENT_PRIORITIES, STATISTICS

_REQUIREMENT_FIELDS = tuple(info.alias or name for name, info in Requirement.model_fields.items())
_TAKES = {"string_type": "a text", "bool_type": "true or false", "tuple_type": "a list", "model_type": "a mapping"}
_SHAPE_HINTS = {
    "string_type": "Put it in quotes if it is a text.",
    "bool_type": "Write true or false, without quotes; leave the field out if it is unknown.",
    "tuple_type": "Begin each entry on a line of its own with `- `.",
    "model_type": "Write `name: value` pairs.",
}
_LISTED_WORDS = 12
_ALIKE = 0.75
"""How alike a name and that of a field are, of 1, where one may be the other misspelt."""
_AT_THE_TOP = tuple(each for each in BRIEF_FIELDS if "." not in each)
MOST_PROBLEMS = 50
"""How many problems of one kind are told; a text with more has one cause, and looking for hints takes time."""


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
            named = ("requirements", self.names[canonical[1]])
            return named if self.document is None or named in self.document.positions else named[:1]
        for n_steps in (2, 1):
            known = self.paths.get(".".join(str(step) for step in canonical[:n_steps]))
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

    def notice(self, finding: Finding) -> Notice:
        """Return a finding as a notice with its place."""
        return Notice(self._filled(finding), self.place(finding.path), pointer_to(self.path(finding.path) or ()))

    def _filled(self, finding: Finding) -> str:
        also = self.place(finding.also) if finding.also else None
        message = finding.message.replace("{also}", f" at {also}" if also else "")
        name = ".".join(str(step) for step in finding.path[:2])
        given = ".".join(map(str, self.paths.get(name, ())))
        if given and given != name and f"`{given}`" not in message:
            return message.replace(f"`{name}`", f"`{given}`, read as `{name}`,", 1)
        return message


@dataclass(slots=True)
class NestedFields:
    """The fields of a brief in nested form, none of them checked yet."""

    nested: dict[str, object] = field(default_factory=dict)
    paths: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    refused_groups: set[str] = field(default_factory=set)
    readings: list[Finding] = field(default_factory=list)
    context: tuple[str, ...] = ()


def takes_words(path: Path, text: str) -> bool:
    """Return whether an unquoted text at a path of a brief's text is words: `no`, `1:20` for a share, `250_000`.

    Names may be dotted or nested. What has a name that is none of the format's, or stands in a requirement, is read as
    words too.
    """
    name = ".".join(map(str, path))
    kind = BRIEF_FIELDS.get(name)
    if kind is None and name not in GROUPS and path[:1] not in (("priorities",), ("requirements",)):
        meant = field_meant(name, text, ())
        kind = BRIEF_FIELDS[meant.field] if meant is not None and not meant.is_reworded else None
        if kind is None:
            return True
    if text[:1].isalpha():
        return kind.kind == "bool" if kind is not None else path[:1] == ("requirements",)
    return kind is not None and (
        (kind.kind == "fraction" and ":" in text) or (kind.kind == "count" and "_" in text and text[:1] != "0")
    )


def takes_any_words(path: Path, text: str) -> bool:
    """Return that whatever some readers take for something else is words: the field refuses it, or it is left out."""
    return True


def nested_fields(given: Mapping[str, object], document: Document | None) -> NestedFields:
    """Return the fields in nested form, with problems for unknown and repeated names.

    Parameters
    ----------
    given
        Fields by nested names (`data: {rows: 5}`), dotted names (`data.rows: 5`) or both.
    document
        The text that they came from; None for a mapping.
    """
    shape = NestedFields({group: {} for group in GROUPS}, context=_context(given))
    others: list[tuple[object, Path, object]] = []
    for key, found in given.items():
        if key not in GROUPS:
            others.append((key, (key,), found))
        elif isinstance(found, Mapping):
            for name, inner in found.items():
                if isinstance(inner, Mapping) and f"{key}.{name}" not in BRIEF_FIELDS:
                    others.extend((f"{key}.{each}", (key, name, each), value) for each, value in inner.items())
                else:
                    others.append((f"{key}.{name}", (key, name), inner))
        elif found is not None:
            shape.refused_groups.add(key)
            where = document.place((key,)) if document else None
            shape.problems.append(
                Problem(f"`{key}` takes a mapping of fields, not {given_in_words(found)}.", where, pointer_to((key,)),
                        f"Write the fields of `{key}` indented below it, as `name: value`.")
            )  # fmt: skip
    for name, path, found in sorted(others, key=lambda each: each[0] not in BRIEF_FIELDS):
        _take(shape, document, name, path, found)
    return shape


def _context(given: Mapping[str, object]) -> tuple[str, ...]:
    """Return the task and the modalities that a brief names, in which some names mean other fields."""
    data = given.get("data")
    modality = data.get("modality") if isinstance(data, Mapping) else given.get("data.modality")
    words = (given.get("task"), *(modality if isinstance(modality, list | tuple) else (modality,)))
    tidy = (re.sub(r"[\s_]+", "-", word.strip().lower()) for word in words if isinstance(word, str))
    return tuple(ALIASES["task"].get(word) or ALIASES["modality"].get(word) or word for word in tidy)


def _in_short(value: object) -> str:
    """Return a value as a notice shows it."""
    if isinstance(value, bool):
        return str(value).lower()
    return quoted(", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)).strip("'")


def _take(shape: NestedFields, document: Document | None, name: object, path: Path, found: object) -> None:
    if len(shape.problems) >= MOST_PROBLEMS:
        return
    where = document.place_of_key(path) if document else None
    given = str(name)
    if isinstance(name, str) and name not in BRIEF_FIELDS:
        meant = field_meant(name, found, shape.paths, shape.context)
        if meant is not None:
            said = f"`{name}: {_in_short(found)}` is read as `{meant.field}: {_in_short(meant.value)}`."
            told = said if meant.is_reworded else f"the field `{name}` is read as `{meant.field}`."
            shape.readings.append(Finding(tuple(meant.field.split(".")), told))
            name, found = meant.field, meant.value
    if not isinstance(name, str) or name not in BRIEF_FIELDS:
        shape.problems.append(_unknown_field(str(name), where, pointer_to(path)))
        return
    if name in shape.paths:
        first = document.place_of_key(shape.paths[name]) if document else None
        also = f"; the first is at {first}" if first else ""
        said = f"`{name}` is" if given == name else f"`{given}` is read as `{name}`, which is"
        shape.problems.append(Problem(f"{said} given twice{also}.", where, pointer_to(path), "Keep one of them."))
        return
    shape.paths[name] = path
    if found is None:
        return
    group, _, inner = name.partition(".")
    if inner:
        fields = shape.nested[group]
        assert isinstance(fields, dict)
        fields[inner] = found
    else:
        shape.nested[name] = found


def _unknown_field(name: str, where: Place | None, pointer: str) -> Problem:
    group, _, inner = name.rpartition(".")
    fields_of_group = [field for field in BRIEF_FIELDS if field.startswith(f"{group}.")] if group in GROUPS else []
    elsewhere = [field for field in BRIEF_FIELDS if field.rpartition(".")[2] == (inner or name)]
    hint: str | None = None
    if elsewhere:
        hint = "Did you mean " + " or ".join(f"`{field}`" for field in elsewhere) + "?"
    else:
        hint = (
            _similar(inner, fields_of_group)
            or (did_you_mean(name, [*_AT_THE_TOP, *GROUPS]) if not group else None)
            or _similar(inner or name, BRIEF_FIELDS)
        )
    hint = hint or "No field says this: leave it out, or write it into `notes`. `whichml form` prints the fields."
    return Problem(f"unknown field {quoted(name)}.", where, pointer, hint)


def _similar(name: str, fields: Iterable[str]) -> str | None:
    """Return `Did you mean ...?` with a field whose name is a misspelling away; their groups count nothing."""
    full_name = {field.rpartition(".")[2]: field for field in fields}
    near = nearest(name, full_name)
    if near is None or near[:1] != name[:1].lower() or SequenceMatcher(None, name.lower(), near).ratio() < _ALIKE:
        return None
    return f"Did you mean '{full_name[near]}'?"


def refusals(
    cause: ValidationError, origin: Origin, refused_groups: Set[str], told: Set[Path] = frozenset()
) -> list[Problem]:
    """Return what the types refused, in the words of the brief's format, but for the paths of what is told already.

    What is missing from a group that was refused as a whole goes without saying.
    """
    around = {path[:length] for path in told for length in range(len(path) + 1)}
    left = (
        details
        for details in cause.errors(include_url=False)
        if (details["type"] != "missing" or details["loc"][0] not in refused_groups)
        and not _is_told(details, told, around)
    )
    return [_refused(details, origin) for details in islice(left, MOST_PROBLEMS)]


def _is_told(details: ErrorDetails, told: Set[Path], around: Set[Path]) -> bool:
    """Return whether what is told is about the same value, about one inside it, or about one `around` it."""
    path: Path = tuple(details["loc"])
    return path in around or any(path[:length] in told for length in range(len(path)))


def refused_paths(cause: ValidationError) -> list[Path]:
    """Return the paths, in nested form, of everything that the types refused."""
    return [tuple(details["loc"]) for details in cause.errors(include_url=False, include_input=False)]


def _refused(details: ErrorDetails, origin: Origin) -> Problem:
    path: Path = tuple(details["loc"])
    finding = _finding(path, details)
    if finding is None:
        return _unknown_in_requirement(path, origin)
    return origin.problem(_explained(finding))


def _explained(finding: Finding) -> Finding:
    """Return a finding about a field with what the field means in its hint, and an example where no word answers it."""
    name = _name_of(finding.path)
    if name not in BRIEF_FIELDS or name == "brief":
        return finding
    hint = f"{finding.hint} " if finding.hint else ""
    example = "" if BRIEF_FIELDS[name].values else f" Example: `{example_text(name)}`."
    meaning = f"Meaning: {BRIEF_FIELDS[name].meaning}{example}"
    return replace(finding, hint=f"{hint}{meaning}", meaning=meaning)


def _finding(path: Path, details: ErrorDetails) -> Finding | None:
    """Return what the types refused; None where it is an unknown field of a requirement."""
    name = _name_of(path)
    kind = details["type"]
    if kind == "extra_forbidden":
        return None
    if kind == "missing":
        return Finding(path, f"`{name}` is missing.", _hint_for_missing(path))
    if kind == "brief":
        context = details.get("ctx", {})
        return Finding(path, f"`{name}` {context['message']}", context["hint"])
    if kind == "literal_error":
        return _unknown_word(path, name, details["input"])
    takes = _TAKES.get(kind, "something else")
    message = f"`{name}` takes {takes}, not {given_in_words(details['input'])}."
    return Finding(path, message, _SHAPE_HINTS.get(kind))


def _name_of(path: Path) -> str:
    """Return a path as messages show it: `data.rows`, `requirements[0].max`; other lists go by their field alone."""
    name = ""
    for step in path if path[0] == "requirements" else [step for step in path if isinstance(step, str)]:
        name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else step
    return name


def _hint_for_missing(path: Path) -> str:
    name = ".".join(str(step) for step in path)
    if path[0] == "requirements":
        return f"Add `{path[-1]}`."
    words = BRIEF_FIELDS[name].values
    return f"Add it: one of {', '.join(words)}."


def _unknown_word(path: Path, name: str, found: object) -> Finding:
    words = _words_for(path)
    if not isinstance(found, str):
        hint = f"Write one of {', '.join(words)}." + (" Quote it." if found is None else "")
        return Finding(path, f"`{name}` takes a word, not {given_in_words(found)}.", hint)
    near = did_you_mean(found, words)
    listed = f"It is one of {', '.join(words)}."
    hint = listed if near is None else near if len(words) > _LISTED_WORDS else f"{near} {listed}"
    return Finding(path, f"`{name}` cannot be {quoted(found)}.", hint, lists="nothing" if near else "words")


def _words_for(path: Path) -> Sequence[str]:
    if path[0] == "requirements":
        return {"at": STATISTICS, "kind": REQUIREMENT_KINDS, "priority": REQUIREMENT_PRIORITIES}[str(path[-1])]
    return BRIEF_FIELDS[_name_of(path)].values


def _unknown_in_requirement(path: Path, origin: Origin) -> Problem:
    key = str(path[-1])
    near = did_you_mean(key, _REQUIREMENT_FIELDS)
    hint = near or f"A requirement has {', '.join(_REQUIREMENT_FIELDS)}."
    full = origin.path(path) or path
    where = origin.document.place_of_key(full) if origin.document else None
    return Problem(f"unknown field {quoted(key)} in `{_name_of(path[:-1])}`.", where, pointer_to(full), hint)
