"""What may stand in an address after its question mark, and in the place of its variables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from flask import Request

from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import Problem, did_you_mean, quoted
from whichml_server.problems import WRONG_FILTER, Refusal

SLUG: Final = "[a-z0-9]+(?:-[a-z0-9]+)*"
TEXT: Final = MappingProxyType({"type": "string"})
YES_OR_NO: Final = MappingProxyType({"type": "boolean"})
_YES: Final = ("true", "yes", "1", "")
_NO: Final = ("false", "no", "0")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query, or a variable of the path.

    Attributes
    ----------
    about : one sentence on what it does
    schema : JSON Schema of its value; one with `enum` is checked against it, a boolean read by `is_asked_for`
    known : values that depend on the knowledge, which the route itself checks; None where they do not
    example : a value that works with the shipped knowledge; None where none can be named
    """

    name: str
    about: str
    schema: Mapping[str, Any] = field(default_factory=lambda: TEXT)
    required: bool = False
    known: Callable[[Knowledge], Iterable[str]] | None = None
    example: str | None = None


def check_parameters(request: Request, known: Sequence[Parameter]) -> None:
    """Refuse parameters of the query that are unknown, given twice or missing, and values that no enum has.

    Raises
    ------
    Refusal
        With everything that is wrong.
    """
    problems = [*wrong_parameters(request, known), *_missing(request, known)]
    if problems:
        raise Refusal(WRONG_FILTER, problems)


def wrong_parameters(request: Request, known: Sequence[Parameter]) -> Iterator[Problem]:
    """Yield what is wrong with the parameters of the query, but that one is missing."""
    by_name = {each.name: each for each in known}
    for name, given in request.args.lists():
        if name not in by_name:
            hint = did_you_mean(name, by_name) or (f"Known here: {', '.join(by_name)}." if by_name else "Leave it out.")
            yield Problem(f"unknown parameter {quoted(name)}.", hint=hint)
        elif len(given) > 1:
            yield Problem(f"the parameter {quoted(name)} is given {len(given)} times.", hint="Give it once.")
        elif (values := by_name[name].schema.get("enum")) and given[0] not in values:
            hint = did_you_mean(given[0], values) or f"Known here: {', '.join(map(str, values))}."
            yield Problem(f"unknown {name} {quoted(given[0])}.", hint=hint)
        elif by_name[name].schema == YES_OR_NO and given[0].lower() not in (*_YES, *_NO):
            hint = "Say `true` or `false`; the parameter alone is `true`, and without it `false` is meant."
            yield Problem(f"{quoted(given[0])} is neither yes nor no for {quoted(name)}.", hint=hint)


def is_asked_for(request: Request, parameter: Parameter) -> bool:
    """Return whether a parameter of `YES_OR_NO` is given and means yes; one without a value does."""
    return request.args.get(parameter.name, _NO[0]).lower() in _YES


def _missing(request: Request, known: Sequence[Parameter]) -> Iterator[Problem]:
    for each in known:
        if each.required and each.name not in request.args:
            yield Problem(f"the parameter {quoted(each.name)} is missing.", hint=each.about)
