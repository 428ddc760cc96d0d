"""Settings from the environment and one YAML file, with the place of everything that is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from whichml.model.documents.document import Document, read_document
from whichml.model.documents.errors import Place, Problem, did_you_mean, quoted
from whichml_server.errors import ServerError
from whichml_server.settings import Settings, without_password
from whichml_server.wanted_values import wanted_value

PREFIX: Final = "WHICHML_"
FILE_VARIABLE: Final = "WHICHML_SETTINGS"
_OTHER_NAMES: Final = {"store": "WHICHML_ANSWERS"}
"""`WHICHML_STORE` has long named the compiled knowledge."""
_VARIABLES: Final = {name: _OTHER_NAMES.get(name, f"{PREFIX}{name.upper()}") for name in Settings.model_fields}
KNOWLEDGE_VARIABLE: Final = f"{PREFIX}STORE"
_SQLITE: Final = b"SQLite format 3\0"
_READ_ELSEWHERE: Final = frozenset(
    f"{PREFIX}{name}" for name in ("STORE", "CACHE", "CALIBRATION", "CONTENT", "DATASETS", "NIGHTLY", "SETTINGS")
)


@dataclass(frozen=True, slots=True)
class _Given:
    """One setting as somebody gave it; `place` says where it stands, in a file or else in words."""

    value: object
    said: str
    place: Place | None = None


def variable_of(name: str) -> str:
    """Return the environment variable of a setting."""
    return _VARIABLES[name]


def read_settings(environment: Mapping[str, str] = os.environ, file: Path | None = None, **chosen: object) -> Settings:
    """Return the settings: what is chosen here goes before the environment, and that before the file.

    Parameters
    ----------
    file : YAML file of settings; None for the one that `WHICHML_SETTINGS` names, if any
    chosen : settings by name, such as those of the command line; None leaves one to the others

    Raises
    ------
    ServerError
        With everything that is wrong, and where it stands.
    """
    named = file or (Path(environment[FILE_VARIABLE]) if environment.get(FILE_VARIABLE) else None)
    given: dict[str, _Given] = {}
    problems = [*_misspelt(environment), *_taken_for_answers(environment)]
    if named is not None:
        document = _document(named, "--settings" if file else FILE_VARIABLE)
        given |= {name: _Given(value, f"`{name}`", document.place((name,))) for name, value in document.mapping.items()}
        problems += _unknown(document)
    given |= {
        name: _Given(environment[variable], variable)
        for name, variable in _VARIABLES.items()
        if environment.get(variable)
    }
    given |= {name: _Given(value, f"--{name.replace('_', '-')}") for name, value in chosen.items() if value is not None}
    return _checked({name: one for name, one in given.items() if name in _VARIABLES}, problems)


def _checked(given: Mapping[str, _Given], problems: list[Problem]) -> Settings:
    settings = None
    try:
        settings = Settings.model_validate({name: one.value for name, one in given.items()})
    except ValidationError as error:
        problems += [_problem(dict(found), given) for found in error.errors(include_url=False)]
    if settings is not None:
        problems += _missing_rules(settings, given)
    if problems or settings is None:
        raise ServerError(*problems)
    return settings


def _problem(found: Mapping[str, Any], given: Mapping[str, _Given]) -> Problem:
    path = found["loc"]
    reason = str(found["msg"]).removeprefix("Value error, ")
    if not path:
        return Problem(f"the settings contradict each other: {reason}.")
    one, field = given[str(path[0])], Settings.model_fields[str(path[0])]
    below = "".join(f", entry {int(step) + 1}," for step in path[1:] if str(step).isdecimal())
    wanted = reason if found["type"] == "value_error" else f"what is wanted is {wanted_value(found, field)}"
    shown = (
        "" if path[0] == "tokens" else f" cannot be {quoted(without_password(str(one.value)))}"
    )  # what a token may be stays unsaid
    return Problem(
        f"the setting {one.said}{below}{shown or ' is not right'}: {wanted}.",
        one.place,
        hint=f"It is {field.description}.",
    )


def _missing_rules(settings: Settings, given: Mapping[str, _Given]) -> Iterator[Problem]:
    """Yield files and folders of rule packs that are not there, whose rules would silently not hold."""
    for path in settings.rules:
        if not path.exists():
            one = given["rules"]
            message = f"the setting {one.said} names {quoted(str(path))}, where there is no file and no folder."
            yield Problem(message, one.place, hint=f"It is {Settings.model_fields['rules'].description}.")


def _document(path: Path, named_by: str) -> Document:
    try:
        raw = path.read_bytes()
    except OSError as cause:
        raise ServerError.about(
            f"the file of settings {path} cannot be read: {cause.strerror}.", hint=f"{named_by} names it."
        ) from None
    return read_document(raw, str(path), form="yaml", error=ServerError)


def _unknown(document: Document) -> Iterator[Problem]:
    for name in document.mapping:
        if name not in _VARIABLES:
            hint = did_you_mean(name, _VARIABLES) or f"Known are {', '.join(_VARIABLES)}."
            yield Problem(f"unknown setting {quoted(name)}.", document.place_of_key((name,)), hint=hint)


def _misspelt(environment: Mapping[str, str]) -> Iterator[Problem]:
    """Yield variables that are near to one of ours: nobody else reads them, and a limit would silently not hold."""
    known = {*_VARIABLES.values(), *_READ_ELSEWHERE}
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known and (hint := did_you_mean(name, known)):
            yield Problem(f"unknown environment variable {quoted(name)}.", hint=hint)


def _taken_for_answers(environment: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a place of the compiled knowledge that can only be meant as the place of the answers."""
    named = environment.get(KNOWLEDGE_VARIABLE, "")
    if "://" in named or _is_sqlite(Path(named)):
        yield Problem(
            f"{KNOWLEDGE_VARIABLE} names the file of the compiled knowledge, and "
            f"{quoted(without_password(named))} is a database.",
            hint=f"Where answers are kept says {_VARIABLES['store']}.",
        )


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except (OSError, ValueError):
        return False
