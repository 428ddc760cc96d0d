"""A YAML or JSON text as plain values, with the place of each, read strictly.

Strict means that a text has one reading only. What YAML's versions or tools read in different ways (unquoted `no`,
`017`, `12:30:00`, dates, `1_000`), what hides (anchors, aliases, tags, a second document, a repeated key) and what is
out of proportion is refused, with the place and the form that would be right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from whichml.model.documents.errors import BriefError, Place, Problem, ProblemKind, WhichmlError, in_order, pointer_to
from whichml.model.documents.parse_context import (
    DocumentLimits,
    ParseContext,
    Path,
    Plain,
    Position,
    StopReading,
    takes_no_words,
)
from whichml.model.documents.reading_json import read_json
from whichml.model.documents.reading_yaml import read_yaml

__all__ = [
    "BRIEF_LIMITS",
    "PACK_LIMITS",
    "Document",
    "DocumentLimits",
    "Form",
    "Path",
    "Plain",
    "Top",
    "read_document",
    "read_value",
]

Form: TypeAlias = Literal["yaml", "json"]
Top: TypeAlias = Literal["mapping", "list", "any"]

BRIEF_LIMITS = DocumentLimits(n_bytes=1_000_000)
PACK_LIMITS = DocumentLimits(n_bytes=5_000_000)
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """The plain values of a text, and where each stands.

    Attributes
    ----------
    name
        The name of the text, as messages show it.
    data
        What the text says: mappings, lists, strings, numbers, booleans and None.
    dotted
        Numbers with one point before three digits, as they are written: people part thousands so too.
    """

    name: str
    data: Plain
    positions: Mapping[Path, Position] = field(repr=False)
    key_positions: Mapping[Path, Position] = field(repr=False)
    dotted: Mapping[Path, str] = field(default_factory=dict, repr=False)

    @property
    def mapping(self) -> dict[str, Plain]:
        """Return the top level, for a text that was read with `top="mapping"`."""
        if not isinstance(self.data, dict):
            raise TypeError(f"{self.name} was read as a list")
        return self.data

    @property
    def entries(self) -> list[Plain]:
        """Return the top level, for a text that was read with `top="list"`."""
        if not isinstance(self.data, list):
            raise TypeError(f"{self.name} was read as a mapping")
        return self.data

    def place(self, path: Path = ()) -> Place:
        """Return where the value at `path` begins, or the nearest value around it that the text has."""
        while path and path not in self.positions:
            path = path[:-1]
        line, column = self.positions.get(path, (1, 1))
        return Place(self.name, line, column)

    def place_of_key(self, path: Path) -> Place:
        """Return where the key of the value at `path` begins; for an entry of a list, where the entry begins."""
        position = self.key_positions.get(path)
        return Place(self.name, *position) if position else self.place(path)

    def problem(
        self, path: Path, message: str, hint: str | None = None, kind: ProblemKind = "other", code: str = ""
    ) -> Problem:
        """Return a problem with the value at `path`."""
        return Problem(message, self.place(path), pointer_to(path), hint, kind, code)


def path_in_words(path: Path) -> str:
    """Return a path as messages show it; positions are told in requirements alone.

    Examples
    --------
    >>> path_in_words(("data", "modality", 0)), path_in_words(("requirements", 0, "max"))
    ('data.modality', 'requirements[0].max')
    """
    name = ""
    for step in path if path[0] == "requirements" else [step for step in path if isinstance(step, str)]:
        name += f"[{step}]" if isinstance(step, int) else f".{step}" if name else step
    return name


def read_document(
    raw: bytes,
    name: str,
    *,
    limits: DocumentLimits = BRIEF_LIMITS,
    form: Form | None = None,
    top: Top = "mapping",
    error: type[WhichmlError] = BriefError,
    takes_words: Callable[[Path, str], bool] = takes_no_words,
) -> Document:
    """Return the values and places of a YAML or JSON text.

    Parameters
    ----------
    raw
        The text, in UTF-8.
    name
        What messages call it: a path, or words such as `request body`.
    limits
        How large it may be.
    form
        `yaml` or `json`; None decides by the end of the name, and else reads a text that begins with `{` as JSON.
    top
        What the top level has to be; `any` takes a mapping, a list or a text.
    error
        The class of the error to raise.
    takes_words
        Whether an unquoted text at a path is words: `no` is the text `no` there, `1:20` the text `1:20`, and
        elsewhere both are refused.

    Raises
    ------
    WhichmlError
        Of the class `error`, with everything that was found up to the first place where reading cannot go on.
    """
    context = ParseContext(name, limits, takes_words)
    try:
        text = _decode(raw, context)
        data = read_json(text, context) if (form or _form_of(name, text)) == "json" else read_yaml(text, context)
        _check_top(data, top, context)
    except StopReading:
        data = None
    if context.problems:
        raise error(*in_order(context.problems))
    return Document(name, data, context.positions, context.key_positions, context.dotted)


def read_value(text: str, name: str) -> Plain:
    """Return the single value that a short YAML text stands for, such as `40 ms`, `20e6`, `[text, tabular]` or nothing.

    Raises
    ------
    BriefError
        When the text has no reading or several.
    """
    context = ParseContext(name, BRIEF_LIMITS)
    value: Plain = None
    try:
        if text.strip():
            value = read_yaml(_decode(text.encode("utf-8", "surrogatepass"), context), context)
    except StopReading:
        pass
    if context.problems:
        raise BriefError(*in_order(context.problems))
    return value


def _form_of(name: str, text: str) -> Form:
    lower = name.lower()
    if lower.endswith(".json"):
        return "json"
    if lower.endswith((".yaml", ".yml")):
        return "yaml"
    return "json" if text.lstrip()[:1] == "{" else "yaml"


def _decode(raw: bytes, context: ParseContext) -> str:
    if len(raw) > context.limits.n_bytes:
        raise context.stop(
            (1, 1),
            (),
            f"{len(raw)} bytes are too many.",
            f"The limit is {context.limits.n_bytes} bytes for a text of this kind.",
            "size",
        )
    nul = raw.find(b"\0")
    if nul >= 0:
        raise context.stop(
            _spot_of(raw[:nul].decode("utf-8", "replace")),
            (),
            "this is not a text: it holds NUL bytes.",
            "Give a YAML or JSON text, saved as UTF-8.",
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as refusal:
        before = raw[: refusal.start].decode("utf-8", "replace")
        raise context.stop(
            _spot_of(before),
            (),
            f"the byte 0x{raw[refusal.start]:02x} is not UTF-8.",
            "Save the text as UTF-8.",
        ) from None
    text = text.removeprefix(_BYTE_ORDER_MARK)
    if not text.strip():
        raise context.stop((1, 1), (), "there is nothing in this text.", "Write at least one field, as `name: value`.")
    return text


def _spot_of(before: str) -> Position:
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _check_top(data: Plain, top: Top, context: ParseContext) -> None:
    if isinstance(data, {"mapping": dict, "list": list, "any": dict | list | str}[top]):
        return
    position = context.positions.get((), (1, 1))
    if top == "list":
        raise context.stop(position, (), "the top level is not a list.", "Begin each entry with `- `.")
    if isinstance(data, list):
        found = "a list"
    elif isinstance(data, dict):
        found = "a mapping"
    elif data is None:
        found = "empty"
    else:
        found = "a single value"
    raise context.stop(position, (), f"the top level is {found}, not a mapping.", "Write fields, as `name: value`.")
