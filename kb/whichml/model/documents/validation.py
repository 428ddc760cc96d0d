"""A document held against a model: what pydantic finds, said with file, line and the form that would be right."""

from __future__ import annotations

from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from whichml.model.documents.document import Document
from whichml.model.documents.errors import Problem, WhichmlError, did_you_mean, in_order, pointer_to, quoted
from whichml.model.documents.union_branches import of_the_form_meant
from whichml.model.documents.wrong_kinds import in_words, is_empty_for_its_entries, wrong_kind

Model = TypeVar("Model", bound=BaseModel)


def validated(model: type[Model], document: Document, error: type[WhichmlError]) -> Model:
    """Return the document's data as a value of `model`.

    Raises
    ------
    WhichmlError
        Of the class `error`, with every problem that was found.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as refusal:
        meant = of_the_form_meant(document.data, refusal.errors(include_url=False))
        told = (each for each in meant if not _is_told_of_its_entries(each))
        problems = in_order(_problem(model, document, detail) for detail in told)
        raise error(*problems) from None


def _problem(model: type[BaseModel], document: Document, detail: ErrorDetails) -> Problem:
    path = _path_in(document.data, detail["loc"])
    kind, context = detail["type"], detail.get("ctx", {})
    last = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        known = _keys_at(model, path[:-1], detail["loc"])
        hint = did_you_mean(last, known) or f"Known here: {', '.join(known)}." if known else None
        return Problem(
            f"unknown key {quoted(last)}.", document.place_of_key(path), pointer_to(path), hint, "unknown-key"
        )
    if kind == "missing":
        return document.problem(path, f"`{last}` is missing.", f"Add `{last}:` here.", "missing-key")
    if kind in ("literal_error", "enum"):
        expected = str(context.get("expected", "")).replace("'", "")
        given = detail["input"]
        shown = quoted(str(given)) if isinstance(given, str | int | float) else in_words(given)
        hint = _near_word(str(given), expected) or f"Write one of: {expected}{_or_keys(_required_at(model, path))}."
        return document.problem(path, f"`{last}` is {shown}, which is not one of its values.", hint, "wrong-value")
    if kind == "string_pattern_mismatch":
        return document.problem(
            path,
            f"{quoted(str(detail['input']))} is not an id.",
            "Ids are lower-case words joined by hyphens.",
            "no-id",
        )
    if kind == "value_error":
        return document.problem(path, str(context.get("error", detail["msg"])), None, "wrong-value")
    told = wrong_kind(kind, path, detail["input"], _required_at(model, path), context.get("min_length"))
    if told is not None:
        return document.problem(path, told.message, told.hint, "wrong-value")
    message = f"`{last or document.name}`: {detail['msg'][:1].lower()}{detail['msg'][1:]}."
    return document.problem(path, message, None, "wrong-value")


def _near_word(given: str, expected: str) -> str | None:
    """Return which word is meant by one that is no longer or shorter than it by more than half."""
    words = expected.replace(" or ", ", ").split(", ")
    return did_you_mean(given, (each for each in words if 2 * abs(len(each) - len(given)) <= len(given)))


def _or_keys(keys: list[str]) -> str:
    return f", or `{{{', '.join(f'{key}: ...' for key in keys)}}}`" if keys else ""


def _is_told_of_its_entries(detail: ErrorDetails) -> bool:
    return is_empty_for_its_entries(detail["type"], detail["input"], detail.get("ctx", {}).get("min_length"))


def _path_in(data: Any, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Return the steps of a pydantic location that stand in the document, without those that name a union's branch."""
    path: list[int | str] = []
    for number, step in enumerate(loc):
        inside = (isinstance(data, dict) and step in data) or (
            isinstance(data, list) and isinstance(step, int) and step < len(data)
        )
        if inside:
            data = data[step]
            path.append(step)
        elif number == len(loc) - 1 and isinstance(data, dict):
            path.append(step)
    return tuple(path)


def _keys_at(model: type[BaseModel], path: tuple[int | str, ...], location: tuple[int | str, ...]) -> list[str]:
    """Return the keys that the model knows at a path, or an empty list where it cannot tell.

    Parameters
    ----------
    location : as pydantic tells it, which names the form that a value with several is held against
    """
    fields = getattr(_model_at(model, path, location), "model_fields", {})
    return sorted((f.alias or name) for name, f in fields.items())


def _required_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """Return the keys that what stands at a path has to have, in their order, or an empty list."""
    fields = getattr(_model_at(model, path), "model_fields", {})
    return [(f.alias or name) for name, f in fields.items() if f.is_required()] if path else []


def _model_at(
    model: type[BaseModel], path: tuple[int | str, ...], location: tuple[int | str, ...] = ()
) -> type[BaseModel] | None:
    """Return the model of what stands at a path, or of its entries; None where that cannot be told."""
    current: Any = model
    for step in path:
        if isinstance(step, int):
            continue
        fields = getattr(current, "model_fields", {})
        named = {(f.alias or name): f for name, f in fields.items()}
        if step not in named:
            return None
        models = _models_in(named[str(step)].annotation)
        if not models:
            return None
        current = next((each for each in models if each.__name__ in location), models[0])
    return current if isinstance(current, type) else None


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_in(part)]
