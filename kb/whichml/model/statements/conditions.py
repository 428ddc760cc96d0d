"""Conditions on the facts of a brief: closed, typed tests that are true, false or unknown.

A condition names a field and one test (`is in above below between has known`). There are no expressions and nothing
is evaluated. A field that a brief leaves out makes a test unknown, never false; only `known` can tell.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Discriminator, PlainSerializer, SerializerFunctionWrapHandler, WrapSerializer

from whichml.model.documents.errors import did_you_mean, quoted
from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_number
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.values.currencies import BASE_CURRENCY
from whichml.model.values.quantity import LARGEST, in_short_words
from whichml.model.values.vocabulary import Dimension, KindOfField
from whichml.model.words.continental_numbers import two_readings
from whichml.model.words.spoken_numbers import decimal_text, spoken_number

FactValue = str | bool | float | int | tuple[str, ...]
Facts = Mapping[str, FactValue]
Operator = Literal["is", "in", "above", "below", "between", "has", "known"]
_IN_UNITS: Mapping[KindOfField, Dimension] = {"duration": "duration", "bytes": "bytes", "frequency": "frequency"}
_LONG = 1e6
"""From here on digits are grouped, and no power of ten is written."""
_WORD = expression(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_OR = (
    "Several values of one field are a list: `deployment.target: [cloud, phone]`. For several fields write a rule for "
    "each, which conclude one fact that the pack declares under `derives`."
)
_AND = "All that stands in `when` has to hold: write the conditions beside one another."
_NOT = "What must not hold goes into `unless`, beside `when`; or list the other values."
_LOGIC: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("or", "any", "anyof", "oneof"), _OR) | dict.fromkeys(("and", "all", "allof"), _AND) | {"not": _NOT}
)
"""What to write where a rule tries a word of logic as a field."""
OPERATORS: tuple[Operator, ...] = ("is", "in", "above", "below", "between", "has", "known")


@dataclass(frozen=True, slots=True)
class FieldShape:
    """How the values of a field look and compare.

    Attributes
    ----------
    kind : what a value is: a number (counts, fractions, quantities in base units), a word or a flag
    words : the closed list of words, lowest first where `ordered`; empty where any slug will do
    to_number : turns text such as `40 ms` into the base unit; None where only plain numbers fit
    least, largest : the limits of a number, in the base unit
    whole : whether a number has no fraction
    many : whether a value is a list of words; such a list is empty only where `may_be_empty`
    """

    path: str
    kind: Literal["number", "word", "flag"]
    words: tuple[str, ...] = ()
    ordered: bool = False
    to_number: Callable[[object], float] | None = None
    least: float = -math.inf
    largest: float = math.inf
    whole: bool = False
    many: bool = False
    may_be_empty: bool = False


class ConditionError(ValueError):
    """A condition that cannot be read.

    Attributes
    ----------
    field : where it stands
    kind : what is wrong with it: the field is unknown, the operator is unknown or does not fit, the value does not fit
        the field, or its unit does not
    hint : what to write instead; empty where nothing is known
    """

    def __init__(
        self, field: str, message: str, kind: Literal["field", "operator", "value", "unit"] = "value", hint: str = ""
    ) -> None:
        super().__init__(message)
        self.field = field
        self.kind = kind
        self.hint = hint


@dataclass(frozen=True, slots=True)
class WordTest:
    """True when the value, or any of a list's values, is one of the words."""

    allowed: Annotated[frozenset[str], PlainSerializer(sorted)]
    kind: Literal["words"] = "words"

    def accepts(self, value: FactValue) -> bool:
        """Return whether a known value passes."""
        if isinstance(value, tuple):
            return not self.allowed.isdisjoint(value)
        return value in self.allowed


@dataclass(frozen=True, slots=True)
class FlagTest:
    """True when the flag is the one asked for."""

    wanted: bool
    kind: Literal["flag"] = "flag"

    def accepts(self, value: FactValue) -> bool:
        """Return whether a known value passes."""
        return value is self.wanted


@dataclass(frozen=True, slots=True)
class NumberTest:
    """True inside an interval in base units; None is no bound, an open end excludes its bound."""

    low: float | None
    high: float | None
    low_open: bool = False
    high_open: bool = False
    kind: Literal["number"] = "number"

    def accepts(self, value: FactValue) -> bool:
        """Return whether a known value passes."""
        if not is_number(value):
            return False
        if self.low is not None and (value <= self.low if self.low_open else value < self.low):
            return False
        return self.high is None or (value < self.high if self.high_open else value <= self.high)


@dataclass(frozen=True, slots=True)
class KnownTest:
    """True when the brief or a rule says anything of the field (`wanted`), or nothing."""

    wanted: bool
    kind: Literal["known"] = "known"

    def accepts(self, value: FactValue) -> bool:
        """Return whether a known value passes."""
        return self.wanted


Test = WordTest | FlagTest | NumberTest | KnownTest


def _with_its_kind(test: Test, told: SerializerFunctionWrapHandler) -> dict[str, Any]:
    """Return what is stored of a test, by whose kind it is read also where all that is usual is left out."""
    return {**told(test), "kind": test.kind}


@dataclass(frozen=True, slots=True)
class Condition:
    """One test on one field."""

    field: str
    test: Annotated[Test, Discriminator("kind"), WrapSerializer(_with_its_kind)]

    def holds(self, facts: Facts) -> bool | None:
        """Return True or False, or None where the field is unknown."""
        value = facts.get(self.field)
        if value is None:
            return not self.test.wanted if isinstance(self.test, KnownTest) else None
        return self.test.accepts(value)

    def text(self) -> str:
        """Return the condition in words, as reasons and open questions show it."""
        return f"{self.field} {_test_text(self.test, self.field)}"


Conditions = tuple[Condition, ...]


def known_number(facts: Facts, field: str) -> float | None:
    """Return a fact that is a number; None where it is not known, or is none."""
    value = facts.get(field)
    return None if value is None or isinstance(value, bool | str | tuple) else float(value)


def positive_number(facts: Facts, field: str) -> float | None:
    """Return a fact that is a number above 0; None where it is not known, or is none."""
    number = known_number(facts, field)
    return number if number is not None and number > 0 else None


def words_known(facts: Facts, field: str) -> tuple[str, ...]:
    """Return the words of a field that may hold several; none where it is unknown."""
    known = facts.get(field)
    return known if isinstance(known, tuple) else () if known is None else (str(known),)


def all_hold(conditions: Conditions, facts: Facts) -> bool | None:
    """Return whether every condition holds: False as soon as one is false, else None if one is unknown."""
    unknown = False
    for condition in conditions:
        held = condition.holds(facts)
        if held is False:
            return False
        unknown = unknown or held is None
    return None if unknown else True


def serves(when: Sequence[Conditions], unless: Sequence[Conditions], facts: Facts) -> bool:
    """Return whether one of the cases of `when` is known to hold, or there is none to hold, and none of `unless`."""
    held = not when or any(all_hold(case, facts) is True for case in when)
    return held and not any(all_hold(case, facts) is True for case in unless)


def parse_conditions(written: Mapping[str, Any], shapes: Mapping[str, FieldShape]) -> Conditions:
    """Return the conditions of a `when`, `unless` or `scope`, sorted by field.

    Raises
    ------
    ConditionError
        For an unknown field, an unknown operator or an operand that does not fit the field.
    """
    found = []
    for field in sorted(written):
        shape = shapes.get(field)
        if shape is None:
            hint = _LOGIC.get(field.lower().replace("_", ""), "")
            raise ConditionError(field, f"unknown field '{field}'", "field", hint)
        found.append(Condition(field, parse_test(shape, written[field])))
    return tuple(found)


def parse_test(shape: FieldShape, written: Any) -> Test:
    """Return the test that a literal, a list of literals or `{operator: operand}` stands for."""
    if isinstance(written, list):
        return _one_of(shape, written)
    if not isinstance(written, Mapping):
        return _one_of(shape, [written])
    if len(written) != 1:
        message = f"`{shape.path}` takes one operator, not {len(written)}"
        raise ConditionError(shape.path, message, "operator", _as_one_operator(written))
    ((operator, operand),) = written.items()
    if operator not in OPERATORS:
        message = f"unknown operator '{operator}': use one of {', '.join(OPERATORS)}"
        raise ConditionError(shape.path, message, "operator", _LOGIC.get(str(operator).lower(), ""))
    if operator == "known":
        if not isinstance(operand, bool):
            raise ConditionError(shape.path, "`known` takes true or false")
        return KnownTest(operand)
    if operator == "in":
        if not isinstance(operand, list):
            raise ConditionError(shape.path, "`in` takes a list")
        return _one_of(shape, operand)
    if operator in ("is", "has"):
        return _one_of(shape, [operand])
    return _span(shape, operator, operand)


def _as_one_operator(written: Mapping[str, Any]) -> str:
    """Return the one operator that several stand for."""
    if set(written) == {"above", "below"}:
        ends = f"[{written['above']}, {written['below']}]"
        return f"Write `{{between: {ends}}}`, which takes in both ends."
    return "Write each test as a rule of its own." if written else f"Write one of {', '.join(OPERATORS)}."


def _in_digits(text: str) -> str:
    """Return that a number in other words is to be written in digits; empty where it is none."""
    said = spoken_number(text) if two_readings(text) is None else None
    return f"Write {decimal_text(said.number)}." if said is not None and not said.rest.strip() else ""


def _one_of(shape: FieldShape, operands: list[Any]) -> Test:
    if not operands:
        raise ConditionError(shape.path, f"`{shape.path}` is compared with an empty list")
    if shape.kind == "flag":
        if len(operands) != 1 or not isinstance(operands[0], bool):
            raise ConditionError(shape.path, f"`{shape.path}` is true or false")
        return FlagTest(operands[0])
    if shape.kind == "number":
        if len(operands) != 1:
            raise ConditionError(shape.path, f"`{shape.path}` is a number: use above, below or between", "operator")
        number = number_of(shape, operands[0])
        return NumberTest(number, number)
    return WordTest(frozenset(_word(shape, operand) for operand in operands))


def _span(shape: FieldShape, operator: str, operand: Any) -> Test:
    if shape.kind == "number":
        if operator == "above":
            return NumberTest(number_of(shape, operand), None, low_open=True)
        if operator == "below":
            return NumberTest(None, number_of(shape, operand), high_open=True)
        low, high = (None if end is None else number_of(shape, end) for end in _pair(shape, operand))
        if low is not None and high is not None and low > high:
            raise ConditionError(shape.path, f"`between` names the lower end first, not {operand[0]} and {operand[1]}")
        return NumberTest(low, high)
    if shape.kind == "flag" or not shape.ordered:
        message = f"`{shape.path}` has no order: use is or in instead of {operator}"
        raise ConditionError(shape.path, message, "operator")
    words = shape.words
    if operator == "above":
        allowed = words[words.index(_word(shape, operand)) + 1 :]
    elif operator == "below":
        allowed = words[: words.index(_word(shape, operand))]
    else:
        low, high = _pair(shape, operand)
        start = 0 if low is None else words.index(_word(shape, low))
        stop = len(words) if high is None else words.index(_word(shape, high)) + 1
        allowed = words[start:stop]
    if not allowed:
        raise ConditionError(shape.path, f"no value of `{shape.path}` lies {operator} {operand}")
    return WordTest(frozenset(allowed))


def _pair(shape: FieldShape, operand: Any) -> tuple[Any, Any]:
    if not isinstance(operand, list) or len(operand) != 2:
        raise ConditionError(shape.path, "`between` takes a list of two, one of which may be null")
    if operand[0] is None and operand[1] is None:
        raise ConditionError(shape.path, "`between` without ends says nothing: use `known: true`")
    return operand[0], operand[1]


def _word(shape: FieldShape, operand: Any) -> str:
    if not isinstance(operand, str):
        raise ConditionError(shape.path, f"`{shape.path}` is a word, not {operand!r}")
    if not shape.words and not is_word(operand):
        raise ConditionError(shape.path, f"`{shape.path}` is compared with ids in lower case, not {quoted(operand)}")
    if shape.words and operand not in shape.words:
        message = f"`{shape.path}` is one of {', '.join(shape.words)}, not {quoted(operand)}"
        raise ConditionError(shape.path, message, hint=did_you_mean(operand, shape.words) or "")
    return operand


def is_word(text: str) -> bool:
    """Return whether a text is an id as open lists of words have them."""
    return _WORD.fullmatch(text) is not None


def number_of(shape: FieldShape, operand: Any) -> float:
    """Return a number of a field as a pack writes it, in the base unit of its field.

    Raises
    ------
    ConditionError
        Where it is none, has a unit that does not fit, or is out of range.
    """
    if isinstance(operand, bool):
        raise ConditionError(shape.path, f"`{shape.path}` is a number, not {operand!r}")
    if shape.to_number is None:
        if not isinstance(operand, int | float):
            hint = _in_digits(operand) if isinstance(operand, str) else ""
            raise ConditionError(shape.path, f"`{shape.path}` is a plain number, not {operand!r}", hint=hint)
        if not abs(operand) <= LARGEST:
            raise ConditionError(shape.path, f"{quoted(str(operand))} is out of range; the limit is {LARGEST:g}")
        return float(operand)
    try:
        return shape.to_number(operand)
    except ValueError as exc:
        raise ConditionError(shape.path, str(exc).rstrip("."), "unit") from exc


def _test_text(test: Test, field: str) -> str:
    if isinstance(test, WordTest):
        return "is " + " or ".join(sorted(test.allowed))
    if isinstance(test, FlagTest):
        return "is true" if test.wanted else "is false"
    if isinstance(test, KnownTest):
        return "is known" if test.wanted else "is not known"
    return _span_text(test, field)


def _span_text(test: NumberTest, field: str) -> str:
    low, high = (None if end is None else number_in_words(end, field) for end in (test.low, test.high))
    if low is not None and high is not None:
        return f"is {low}" if test.low == test.high else f"is between {low} and {high}"
    if low is not None:
        return f"is {'above' if test.low_open else 'at least'} {low}"
    if high is not None:
        return f"is {'below' if test.high_open else 'at most'} {high}"
    return "is any number"


def number_in_words(end: float, field: str) -> str:
    """Return a number of a field in the unit that people read most easily, where its field has one."""
    kind = BRIEF_FIELDS.get(field)
    if kind is not None and kind.kind in _IN_UNITS:
        return in_short_words(end, _IN_UNITS[kind.kind])
    number = f"{end:,.0f}" if end >= _LONG and end == round(end) else f"{end:g}"
    return f"{number} {BASE_CURRENCY}" if kind is not None and kind.kind == "money" else number
