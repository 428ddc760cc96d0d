"""Fields of a brief as the controls of a form: what they show, which answers they take, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from whichml.export.field_values import value_in_words
from whichml.knowledge.base import Knowledge
from whichml.model.documents.document import Plain
from whichml.model.format.brief_fields import BRIEF_FIELDS, FACT_FIELDS, GROUPS, REQUIRED_FIELDS
from whichml.model.format.brief_form import dotted_fields
from whichml.model.format.field_help import example_of, units_in_words
from whichml.model.format.field_relevance import tells_something
from whichml.model.values.vocabulary import FieldKind
from whichml.rules.selection import modalities_of
from whichml_server.pages.unfinished import UnfinishedBrief

ControlKind = Literal["one", "many", "text"]
Texts = tuple[str, ...]
FLAG: Final[Mapping[str, str]] = {"yes": "yes", "no": "no"}
_TITLES: Final = {"task": "The task", "data": "The data", "deployment": "Where it runs", "project": "The project",
                  "stakes": "What is at stake"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfferedAnswer:
    """An answer of a closed list, with its words and whether it is given."""

    word: str
    said: str
    is_given: bool


@dataclass(frozen=True, slots=True)
class Control:
    """A field of the brief in a form.

    Attributes
    ----------
    kind : one of a closed list, many of it, or a text
    text : what a text shows
    hint : an example and the units of a text
    problems : what is wrong with what was typed
    """

    field: str
    meaning: str
    kind: ControlKind
    choices: tuple[OfferedAnswer, ...]
    text: str
    hint: str
    is_required: bool
    problems: Texts = ()


@dataclass(frozen=True, slots=True)
class ControlGroup:
    """The controls of one part of a brief under its title."""

    title: str
    controls: tuple[Control, ...]


def texts_of(field: str, value: Plain | None) -> Texts:
    """Return a value of a normalised brief as the texts that its control shows and sends."""
    kind = BRIEF_FIELDS[field]
    if value is None:
        return ()
    if kind.values:
        return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
    return (value_in_words(field, value),)


def control_of(field: str, texts: Sequence[str], knowledge: Knowledge, problems: Texts = ()) -> Control:
    """Return the control of a field that shows these texts."""
    kind = BRIEF_FIELDS[field]
    words = FLAG if kind.kind == "bool" else {word: _in_words(field, word, knowledge) for word in kind.values}
    choices = tuple(OfferedAnswer(word, said, word in texts) for word, said in words.items())
    shown: ControlKind = "many" if kind.many and choices else "one" if choices else "text"
    text, hint = (", ".join(texts), _hint(field, kind)) if shown == "text" else ("", "")
    return Control(field, kind.meaning, shown, choices, text, hint, field in REQUIRED_FIELDS, problems)


def known_facts(
    begun: UnfinishedBrief, knowledge: Knowledge, typed: Mapping[str, Texts], problems: Mapping[str, Texts]
) -> tuple[ControlGroup, ...]:
    """Return the controls of what an unfinished brief says, and of what was typed into them in vain.

    Parameters
    ----------
    typed : texts by the names of fields; they come before what the unfinished brief says
    """
    said = dotted_fields(begun.brief.normalised()) if begun.brief is not None else {}
    fields = [field for field in FACT_FIELDS if field in said or field in typed]
    groups: dict[str, list[Control]] = {}
    for field in fields:
        texts = typed.get(field, texts_of(field, said.get(field)))
        control = control_of(field, texts, knowledge, problems.get(field, ()))
        groups.setdefault(field.partition(".")[0], []).append(control)
    return tuple(ControlGroup(_TITLES[name], tuple(controls)) for name, controls in groups.items())


def first_controls(knowledge: Knowledge, typed: Mapping[str, Texts], problems: Mapping[str, Texts]) -> list[Control]:
    """Return the controls of what has to be known first."""
    return [control_of(field, typed.get(field, ()), knowledge, problems.get(field, ())) for field in REQUIRED_FIELDS]


def open_fields(begun: UnfinishedBrief) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the fields that would tell something and are left out, with their meanings, by group."""
    if begun.brief is None:
        return
    known = begun.brief.facts()
    said = dotted_fields(begun.brief.normalised())
    task, modalities, target = str(known["task"]), modalities_of(known), known.get("deployment.target")
    for group in GROUPS:
        fields = [
            (field, BRIEF_FIELDS[field].meaning)
            for field in FACT_FIELDS
            if field.startswith(f"{group}.") and field not in said and tells_something(field, task, modalities, target)
        ]
        yield _TITLES[group], fields


def _in_words(field: str, word: str, knowledge: Knowledge) -> str:
    if field in REQUIRED_FIELDS:
        return knowledge.names.get(word, word).replace("-", " ")
    named = knowledge.regulations.get(word)
    return named.name if named is not None else word.replace("-", " ")


def _hint(field: str, kind: FieldKind) -> str:
    units = units_in_words(kind)
    example = f"For example {value_in_words(field, example_of(field))}."
    return f"{example} Units: {units}." if units else example
