"""Values of a brief whose numbers have decimal commas, or points between thousands, as the format writes them.

What has one reading is read, and told. A number with one point before three digits may be a thousand times another:
as a count it is whole, so that its point parts thousands; as money it is refused with both readings, and taken with
thousands where nobody is asked; with a unit of anything else a decimal point is usual, and it is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from whichml.model.documents.document import Document, Path
from whichml.model.documents.errors import Problem, pointer_to, quoted, shown_in_short
from whichml.model.documents.parse_context import dotted
from whichml.model.entries.field_calls import field_meant, tidy_field_name, unit_of_name
from whichml.model.entries.unheld_facts import names_a_quality
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.requirement import Finding
from whichml.model.values.currencies import CURRENCIES
from whichml.model.words.continental_numbers import TwoReadings, number_with_point, two_readings, with_decimal_points

_PROSE: Final = frozenset({"title", "name", "id", "notes", "description", "why", "evidence"})
"""Names of texts that stay as they are written, whatever is read from them."""
_LONGEST: Final = 200
"""Letters of a value; what is longer is prose."""
_THING: Final = re.compile(r"\s+(?!(?:on|of|in|at|to|for|by|per|from|with|and|or|is|was|as)\b)[^\W\d_]{3,}")
_THINGS: Final = re.compile(r"[a-z]{2,}[^\Ws]s")
"""The name of a count of what no field counts: `machines`, not `loss`."""


@dataclass(slots=True)
class ContinentalValues:
    """A brief with numbers as the format writes them.

    Attributes
    ----------
    given : its fields
    readings : what is told of those that were read
    problems : what is told of those that could be two numbers
    """

    given: Mapping[str, object]
    readings: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def continental_values(given: Mapping[str, object], document: Document | None, *, may_guess: bool) -> ContinentalValues:
    """Return a brief with the numbers of its values as the format writes them.

    Parameters
    ----------
    given : fields by any names
    document : the text that they came from, which knows how numbers are written; None for a mapping
    may_guess : whether an amount of money that could be two is taken for the larger one, instead of refused
    """
    reader = _Reader(document, may_guess, ContinentalValues(given))
    changed = reader.inside(given, ())
    if changed is not given and isinstance(changed, Mapping):
        reader.found.given = changed
    return reader.found


@dataclass(slots=True)
class _Reader:
    document: Document | None
    may_guess: bool
    found: ContinentalValues

    def inside(self, value: object, path: Path) -> object:
        """Return a value with its numbers in the notation of the format; the value itself where nothing changes."""
        if isinstance(value, Mapping):
            read = {name: self.inside(each, (*path, str(name))) for name, each in value.items()}
            return read if any(read[name] is not each for name, each in value.items()) else value
        if isinstance(value, list | tuple):
            entries = [self.inside(each, (*path, place)) for place, each in enumerate(value)]
            return entries if any(one is not other for one, other in zip(entries, value, strict=True)) else value
        if _PROSE.intersection(path):
            return value
        if isinstance(value, str) and len(value) <= _LONGEST and any(map(str.isdigit, value)):
            return self._of_text(value, path)
        written = self.document.dotted.get(path) if self.document is not None else None
        if isinstance(value, float) and written is not None and float(written) == value:
            return self._of_number(value, written, path)
        return value

    def _of_text(self, value: str, path: Path) -> str:
        meant = _field_of(path)
        kind = BRIEF_FIELDS[meant].kind if meant is not None else ""
        read = with_decimal_points(value)
        if kind == "fraction" or (meant is None and names_a_quality(str(path[-1]))):
            read = number_with_point(read)
        if read != value:
            self._tell(path, value, read, "")
        several = two_readings(read)
        if several is not None and several.unit:
            larger, smaller = (f"{each} {several.unit}" for each in (several.whole, several.decimal))
            self._tell(path, value, smaller, f", with a decimal point: write `{larger}` if thousands are meant")
        if several is None or several.is_measured:
            return read
        if several.is_money:
            return self._of_money(read, several, path)
        is_counted = kind == "count" and (not several.rest.strip() or _THING.match(several.rest) is not None)
        if is_counted or (meant is None and _THING.fullmatch(several.rest) is not None):
            return self._in_thousands(read, several, path)
        return read

    def _of_number(self, value: float, written: str, path: Path) -> object:
        several = two_readings(written)
        if several is None:
            return value
        meant, name = _field_of(path), tidy_field_name(str(path[-1]))
        if unit_of_name(name.rpartition("_")[2]) in CURRENCIES:
            return int(self._of_money(written, several, path))
        is_count = BRIEF_FIELDS[meant].kind == "count" if meant is not None else _counts_things(name)
        return int(self._in_thousands(written, several, path)) if is_count else value

    def _in_thousands(self, text: str, several: TwoReadings, path: Path) -> str:
        read = text.replace(several.written, several.whole, 1)
        self._tell(path, text, read, ", since a count is whole: the point parts thousands")
        return read

    def _of_money(self, text: str, several: TwoReadings, path: Path) -> str:
        larger, smaller = (text.replace(several.written, each, 1) for each in (several.whole, several.decimal))
        if self.may_guess:
            self._tell(path, text, larger, f", and not as `{smaller}`: write it without the point to be sure")
            return larger
        where = self.document.place(path) if self.document is not None else None
        message = f"{quoted(text)} of `{dotted(path)}` could be {larger} or {smaller}."
        self.found.problems.append(
            Problem(
                message,
                where,
                pointer_to(path),
                f"Write `{larger}` or `{smaller}`, without a point before three digits.",
            )
        )
        return larger

    def _tell(self, path: Path, value: str, read: str, reason: str) -> None:
        said = f"`{dotted(path)}: {shown_in_short(value)}` is read as `{read}`{reason}."
        self.found.readings.append(Finding(path, said))


def _field_of(path: Path) -> str | None:
    """Return the field that the names of a path mean; None where they mean none, or it is a requirement."""
    if path[:1] in (("requirements",), ("exchange_rates",), ("priorities",)):
        return None
    names = [step for step in path if isinstance(step, str)]
    for name in (".".join(names[-2:]), names[-1]) if names else ():
        if name in BRIEF_FIELDS:
            return name
        meant = field_meant(name, 1000, ())
        if meant is not None:
            return meant.field
    return None


def _counts_things(name: str) -> bool:
    return _THINGS.fullmatch(name.rpartition("_")[2]) is not None and not names_a_quality(name)
