"""YAML with one reading only: from parse events to plain values, without aliases, tags or guesses.

Works on the parser's event stream and keeps its own stack, so that neither depth nor aliases cost more than the text
is long. Plain scalars follow the core schema of YAML 1.2 (section 10.3.2), less what YAML 1.1 reads otherwise.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

from whichml.model.documents.errors import quoted
from whichml.model.documents.parse_context import ParseContext, Path, Plain, Position

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WORDS: dict[str, Plain] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_OLD_BOOLEANS = {"y": "true", "yes": "true", "on": "true", "n": "false", "no": "false", "off": "false"}

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\Z")
_DOTTED = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}\Z")
_LONGEST_NUMBER = 400
_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9.])"), re.compile(r"[-+]?[1-9][0-9]{0,2}(?:,[0-9]{3})*\Z")
"""What follows a comma inside a number, and what precedes it: `{rows: 61,400}` is no key `400` to whoever writes it."""
_KEY_ALONE = re.compile(r"\s*,(?:[^,\[\]{}:#]|:(?=\S)|(?<=\S)#)+[,}]")
"""What follows a value in braces whose comma parts off a key without a value: `{why: asked for, by the council}`."""
_OF_SEVERAL_WORDS = re.compile(r"[\s()]")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_QUOTE = "Quote it if it is a text."
_DOUBTFUL_NUMBERS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"[-+]?(?:0o?[0-7][0-7_]*|0x[0-9a-fA-F_]+|0b[01_]+|0[0-9]+)\Z"),
     "is read as an octal, hexadecimal or decimal number, depending on the reader",
     "Write a decimal number without leading zeros. " + _QUOTE),
    (re.compile(r"[-+]?0[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?\Z"), "has leading zeros", "Leave them out. " + _QUOTE),
    (re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z"),
     "is read as a number in base sixty by some readers",
     "Write a duration with its unit, such as `45 min`. " + _QUOTE),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?\Z", re.DOTALL),
     "is read as a date by some readers and as a text by others", "Put the date in quotes."),
    (re.compile(r"[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9_]+)(?:[eE][-+]?[0-9_]+)?\Z"),
     "has underscores inside a number", "Write the digits without underscores. " + _QUOTE),
    (re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z|\.(?:nan|NaN|NAN)\Z"),
     "is not a finite number", "Give a number, or leave the field out if it is unknown."),
)  # fmt: skip


def read_yaml(text: str, context: ParseContext) -> Plain:
    """Return the values of a YAML text; places and problems go into the draft.

    Raises
    ------
    StopReading
        Where the text cannot be read any further.
    """
    unprintable = _UNPRINTABLE.search(text)
    if unprintable:
        before = text[: unprintable.start()]
        position = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = f"the control character U+{ord(unprintable.group()):04X} is not allowed in YAML."
        raise context.stop(position, (), message, "Take it out, or write it as an escape inside double quotes.")
    loader = _Loader(text)
    try:
        return _Reading(context, loader.get_event, text).top_level()
    except yaml.MarkedYAMLError as refusal:
        mark = refusal.problem_mark or refusal.context_mark
        position = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if "maximum nesting depth" in (refusal.problem or ""):
            context.check_nesting(sys.maxsize, position, ())
        what = ", ".join(part for part in (refusal.context, refusal.problem) if part)
        raise context.stop(position, (), f"this is not YAML: {what}.", _syntax_hint(what), "no-yaml") from None
    except yaml.YAMLError as refusal:
        raise context.stop((1, 1), (), f"this is not YAML: {quoted(str(refusal))}.", kind="no-yaml") from None
    finally:
        loader.dispose()


def _syntax_hint(what: str) -> str:
    if "start any token" in what:
        return "Quote a text that begins with a special character, and indent with spaces, not tabs."
    if "mapping values are not allowed" in what:
        return "Quote a text that holds a colon followed by a space, and check the indentation."
    return "Check the indentation, the brackets and the quotes around this place."


def _n_open(text: str) -> int:
    """Return how many brackets a text opens more than it closes."""
    return text.count("(") - text.count(")")


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read; `key` waits for its value, and `in_braces` is a mapping."""

    values: dict[str, Plain] | list[Plain]
    path: Path
    position: Position
    n_keys: int = 0
    key: str | None = None
    in_braces: bool = False


class _Reading:
    """One pass over the events of one text."""

    def __init__(self, context: ParseContext, next_event: Callable[[], Any], text: str) -> None:
        self.context = context
        self.next_event = next_event
        self.text = text
        self.open: list[_Open] = []
        self.has_references = False
        self.ahead: Any = None

    def top_level(self) -> Plain:
        """Return the value of the only document in the stream."""
        top: Plain = None
        n_documents = 0
        while True:
            event, self.ahead = self.ahead or self.next_event(), None
            if isinstance(event, yaml.ScalarEvent):
                top = self._add_scalar(event, top)
            elif isinstance(event, yaml.CollectionStartEvent):
                top = self._begin(event, top)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end()
            elif isinstance(event, yaml.AliasEvent):
                self._refuse_reference(event, f"the alias {quoted(f'*{event.anchor}')} stands for another place.")
                top = self._add(None, _position(event), top)
            elif isinstance(event, yaml.DocumentStartEvent):
                n_documents += 1
                if n_documents == 2:
                    raise self.context.stop(_position(event), (), "a second document begins here.",
                                            "Keep one document in a file.", "reference")  # fmt: skip
            elif isinstance(event, yaml.StreamEndEvent):
                return top

    def _add_scalar(self, event: Any, top: Plain) -> Plain:
        position = _position(event)
        holder = self.open[-1] if self.open else None
        if holder is not None and isinstance(holder.values, dict) and holder.key is None:
            self._take_key(holder, event, position)
            return top
        path = self._next_path(holder)
        self._refuse_marks(event, path)
        if event.implicit[0]:
            in_braces = holder is not None and holder.in_braces and event.value
            value = self._resolve(self._whole(event) if in_braces else event.value, position, path)
        else:
            value = self.context.checked_text(event.value, position, path)
        return self._add(value, position, top)

    def _begin(self, event: Any, top: Plain) -> Plain:
        position = _position(event)
        holder = self.open[-1] if self.open else None
        if holder is not None and isinstance(holder.values, dict) and holder.key is None:
            raise self.context.stop(
                position, holder.path, "a mapping or list is used as a key.", "Use a text as the key."
            )
        path = self._next_path(holder)
        self._refuse_marks(event, path)
        self.context.check_nesting(len(self.open) + 1, position, path)
        values: dict[str, Plain] | list[Plain] = {} if isinstance(event, yaml.MappingStartEvent) else []
        top = self._add(values, position, top)
        self.open.append(_Open(values, path, position, in_braces=isinstance(values, dict) and bool(event.flow_style)))
        return top

    def _end(self) -> None:
        self.open.pop()

    def _next_path(self, holder: _Open | None) -> Path:
        if holder is None:
            return ()
        if isinstance(holder.values, list):
            return (*holder.path, len(holder.values))
        return (*holder.path, holder.key or "")

    def _add(self, value: Plain, position: Position, top: Plain) -> Plain:
        holder = self.open[-1] if self.open else None
        if holder is None:
            self.context.positions[()] = position
            return value
        path = self._next_path(holder)
        if isinstance(holder.values, list):
            self.context.positions[path] = position
            holder.values.append(value)
            if len(holder.values) > self.context.limits.n_entries:
                self.context.check_entries(len(holder.values), holder.position, holder.path)
            return top
        if holder.key is None:
            holder.key = ""
            return top
        if holder.key not in holder.values:
            self.context.positions[path] = position
            holder.values[holder.key] = value
        holder.key = None
        return top

    def _whole(self, event: Any) -> str:
        """Return a value in braces with what follows its commas, as far as that are keys without values to the parser.

        A comma inside a number, between words or in brackets parts no fields for whoever writes it; a single word
        behind one may be meant for a field, and stays a key.
        """
        parts, end = [event.value], event.end_mark.index
        number, n_open = event.value, _n_open(event.value)
        while _KEY_ALONE.match(self.text, end):
            self.ahead = after = self.next_event()
            is_plain = isinstance(self.ahead, yaml.ScalarEvent)
            if not is_plain or not after.implicit[0] or after.anchor or after.tag:
                break
            is_thousands = after.start_mark.index == end + 1 and all(map(re.match, _THOUSANDS, (after.value, number)))
            is_thousands = is_thousands and len(number) < _LONGEST_NUMBER
            if not is_thousands and n_open <= 0 and not _OF_SEVERAL_WORDS.search(after.value):
                break
            parts += (",", after.value) if is_thousands else (", ", after.value)
            number, n_open = f"{number},{after.value}" if is_thousands else "", n_open + _n_open(after.value)
            end = after.end_mark.index
            self.next_event()  # the value that is not there
            self.ahead = None
        return "".join(parts)

    def _take_key(self, holder: _Open, event: Any, position: Position) -> None:
        values = holder.values
        assert isinstance(values, dict)
        key: str = event.value
        path = (*holder.path, key)
        self._refuse_marks(event, path)
        if event.implicit[0]:
            n_problems = len(self.context.problems)
            resolved = self._resolve(key, position, path)
            if key == "<<":
                self.context.refuse(
                    position, path, "the merge key `<<` hides where values come from.", "Write them out.", "reference"
                )
            elif not isinstance(resolved, str) and len(self.context.problems) == n_problems:
                message = f"the key {quoted(key)} is not a text."
                self.context.refuse(position, path, message, "Put the key in quotes.", "no-text-key")
        else:
            self.context.checked_text(key, position, path)
        self.context.add_key(values, key, position, path)
        holder.n_keys += 1
        self.context.check_entries(holder.n_keys, holder.position, holder.path)
        holder.key = key

    def _refuse_reference(self, event: Any, message: str) -> None:
        """Note the first anchor or alias; one is enough to say what to do about all."""
        if not self.has_references:
            self.has_references = True
            path = self._next_path(self.open[-1] if self.open else None)
            hint = "Anchors and aliases are not allowed: write values out where they are needed."
            self.context.refuse(_position(event), path, message, hint, "reference")

    def _refuse_marks(self, event: Any, path: Path) -> None:
        if event.anchor is not None:
            self._refuse_reference(event, f"the anchor {quoted(f'&{event.anchor}')} gives a value a second name.")
        if event.tag is not None:
            self.context.refuse(_position(event), path, f"the tag {quoted(event.tag)} is not allowed.",
                                "Take it out; quotes alone make a text of a number.", "reference")  # fmt: skip

    def _resolve(self, text: str, position: Position, path: Path) -> Plain:
        """Return what a plain scalar stands for; a text of doubtful reading is noted as a problem."""
        first = text[:1]
        if first in "+-.0123456789":
            return self._resolve_number(text, position, path) if first else None
        if text in _WORDS:
            return _WORDS[text]
        boolean = _OLD_BOOLEANS.get(text.lower()) if len(text) <= 3 else None
        if boolean is not None and not self.context.takes_words(path, text):
            self.context.refuse(position, path, f"{quoted(text)} without quotes is a boolean to some readers.",
                                f"Write {boolean}, or put it in quotes if it is a text.")  # fmt: skip
            return boolean == "true"
        return self.context.checked_text(text, position, path)

    def _resolve_number(self, text: str, position: Position, path: Path) -> Plain:
        if len(text) <= _LONGEST_NUMBER:
            if _INTEGER.match(text):
                return int(text)
            if _DECIMAL.match(text):
                number = float(text)
                if _DOTTED.match(text):
                    self.context.dotted[path] = text
                if abs(number) == float("inf"):
                    self.context.refuse(
                        position, path, f"the number {quoted(text)} is too large.", "Give a smaller number."
                    )
                return number
        elif text.strip("+-.0123456789eE_") == "":
            self.context.refuse(position, path, f"a number of {len(text)} characters is too long.", "Write it shorter.")
            return 0
        if " " not in text or text[:4].isdigit():
            for pattern, reading, hint in _DOUBTFUL_NUMBERS:
                if pattern.match(text):
                    if self.context.takes_words(path, text):
                        break
                    self.context.refuse(position, path, f"{quoted(text)} without quotes {reading}.", hint)
                    return 0
        return self.context.checked_text(text, position, path)


def _position(event: Any) -> Position:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
