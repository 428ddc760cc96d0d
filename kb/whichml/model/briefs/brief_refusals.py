"""What the types refused of a brief, in the words of its format, each with its place and what would be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from itertools import islice

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from whichml.model.briefs.brief_reading import MOST_PROBLEMS
from whichml.model.briefs.origin import Origin
from whichml.model.documents.document import Path, path_in_words
from whichml.model.documents.errors import Problem, did_you_mean, pointer_to, quoted
from whichml.model.documents.parse_context import dotted
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.brief_values import given_in_words
from whichml.model.format.field_help import example_text
from whichml.model.format.requirement import Finding, Requirement
from whichml.model.values.vocabulary import REQUIREMENT_KINDS, REQUIREMENT_PRIORITIES, STATISTICS
from whichml.model.words.devices import near_device
from whichml.model.words.other_languages import is_not_english

_REQUIREMENT_FIELDS = tuple(info.alias or name for name, info in Requirement.model_fields.items())
_TAKES = {"string_type": "a text", "bool_type": "true or false", "tuple_type": "a list", "model_type": "a mapping"}
_SHAPE_HINTS = {
    "string_type": "Put it in quotes if it is a text.",
    "bool_type": "Write true or false, without quotes; leave the field out if it is unknown.",
    "tuple_type": "Begin each entry on a line of its own with `- `.",
    "model_type": "Write `name: value` pairs.",
}
_LISTED_WORDS = 12
_MOST_LETTERS = 5_000
"""Letters of a brief by which its language is told."""


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


def told_of_language(problems: Sequence[Problem], given: Mapping[str, object]) -> list[Problem]:
    """Return problems with the language of briefs told beside a task or data that are missing, where it is another."""
    missing = [each for each in problems if each.message.endswith("is missing.")]
    if not missing or not is_not_english(" ".join(map(str, (*given, *given.values())))[:_MOST_LETTERS]):
        return [*problems]
    first = missing[0]
    told = replace(first, hint=f"Briefs are read in English. {first.hint or ''}".rstrip())
    return [told if each is first else each for each in problems]


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
    name = path_in_words(finding.path)
    if name not in BRIEF_FIELDS or name == "brief":
        return finding
    hint = f"{finding.hint} " if finding.hint else ""
    example = "" if BRIEF_FIELDS[name].values else f" Example: `{example_text(name)}`."
    meaning = f"Meaning: {BRIEF_FIELDS[name].meaning}{example}"
    return replace(finding, hint=f"{hint}{meaning}", meaning=meaning)


def _finding(path: Path, details: ErrorDetails) -> Finding | None:
    """Return what the types refused; None where it is an unknown field of a requirement."""
    name = path_in_words(path)
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


def _hint_for_missing(path: Path) -> str:
    name = dotted(path)
    if path[0] == "requirements":
        return f"Add `{path[-1]}`."
    words = BRIEF_FIELDS[name].values
    return f"Add it: one of {', '.join(words)}."


def _unknown_word(path: Path, name: str, found: object) -> Finding:
    words = _words_for(path)
    if not isinstance(found, str):
        hint = f"Write one of {', '.join(words)}." + (" Quote it." if found is None else "")
        if name == "task" and isinstance(found, list | tuple):
            hint = f"A brief has one task; `project.further_tasks` names what else is asked. {hint}"
        return Finding(path, f"`{name}` takes a word, not {given_in_words(found)}.", hint)
    near = did_you_mean(found, words)
    device = near_device(found) if near is None and name in ("deployment.target", "deployment.accelerator") else None
    meant = f"Did you mean the device '{device}'? " if device is not None else ""
    listed = f"{meant}It is one of {', '.join(words)}."
    hint = listed if near is None else near if len(words) > _LISTED_WORDS else f"{near} {listed}"
    return Finding(path, f"`{name}` cannot be {quoted(found)}.", hint, lists="nothing" if near else "words")


def _words_for(path: Path) -> Sequence[str]:
    if path[0] == "requirements":
        return {"at": STATISTICS, "kind": REQUIREMENT_KINDS, "priority": REQUIREMENT_PRIORITIES}[str(path[-1])]
    return BRIEF_FIELDS[path_in_words(path)].values


def _unknown_in_requirement(path: Path, origin: Origin) -> Problem:
    key = str(path[-1])
    near = did_you_mean(key, _REQUIREMENT_FIELDS)
    hint = near or f"A requirement has {', '.join(_REQUIREMENT_FIELDS)}."
    full = origin.path(path) or path
    where = origin.document.place_of_key(full) if origin.document else None
    return Problem(f"unknown field {quoted(key)} in `{path_in_words(path[:-1])}`.", where, pointer_to(full), hint)
