"""Regular expressions that are compiled when they are first asked."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import whichml.export
import whichml.model
from whichml.model.documents.expressions import expression


@pytest.mark.parametrize(("written", "flags"), [(r"(\d+) rows?", re.NOFLAG), (r"(\d+) ROWS?", re.IGNORECASE)])
def test_an_expression_answers_as_the_compiled_one(written: str, flags: re.RegexFlag) -> None:
    late, compiled, text = expression(written, flags), re.compile(written, flags), "10 rows, 1 row"
    assert late.sub(r"\1", text) == compiled.sub(r"\1", text) == "10, 1"
    assert late.findall(text) == compiled.findall(text)
    assert late.split(text) == compiled.split(text)
    assert [found.span() for found in late.finditer(text)] == [found.span() for found in compiled.finditer(text)]
    for way in ("match", "fullmatch", "search"):
        ours, theirs = getattr(late, way)(text), getattr(compiled, way)(text)
        assert (ours and ours.group()) == (theirs and theirs.group())
    assert (late.pattern, late.flags, late.groups) == (compiled.pattern, compiled.flags, compiled.groups)


def test_what_no_expression_has_is_refused_as_of_any_value() -> None:
    with pytest.raises(AttributeError, match="fullfind"):
        expression("a").fullfind  # type: ignore[attr-defined]  # noqa: B018


def test_a_mistake_shows_when_an_expression_is_asked() -> None:
    wrong = expression("(")
    with pytest.raises(re.error):
        wrong.match("")


def test_every_expression_of_the_library_can_be_compiled() -> None:
    packages = (whichml.model, whichml.export)
    names = [each.name for one in packages for each in pkgutil.walk_packages(one.__path__, f"{one.__name__}.")]
    found = [each for name in names for value in vars(importlib.import_module(name)).values() for each in within(value)]
    assert len(found) > 200
    assert [each for each in found if re.compile(each.pattern, each.flags).pattern != each.pattern] == []


def within(value: object) -> Iterator[re.Pattern[str]]:
    """Yield the expressions in a value of a module: itself, or those in its tuples."""
    if isinstance(value, tuple):
        yield from (found for each in value for found in within(each))
    elif type(value) is type(expression("")):
        yield value
