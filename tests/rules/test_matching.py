"""What the matcher adds to experta's: it forgets all facts at once and takes none back."""

from __future__ import annotations

import collections
import logging
import sys
from typing import Any

import pytest

from whichml.rules.rete import ChangedNodesMatcher, SalienceStrategy, experta
from whichml.rules.rete import _import_experta as import_module_without_traces


class Given(experta.Fact):  # type: ignore[misc]
    """A fact with a value."""


class Fires(experta.KnowledgeEngine):  # type: ignore[misc]
    """Rules that note that they fired."""

    __matcher__ = ChangedNodesMatcher
    __strategy__ = SalienceStrategy
    fired: list[str]

    @experta.Rule(Given(value=1), salience=1)
    def one(self) -> None:
        self.fired.append("one")

    @experta.Rule(Given(value=1), Given(value=2), salience=2)
    def both(self) -> None:
        self.fired.append("both")

    @experta.Rule(Given(value=2), experta.NOT(Given(value=1)), salience=3)
    def two_alone(self) -> None:
        self.fired.append("two alone")


@pytest.fixture
def engine() -> Any:
    made = Fires()
    made.fired = []
    return made


def run(engine: Any, *values: int) -> list[str]:
    engine.reset()
    engine.fired = []
    engine.declare(*(Given(value=value) for value in values))
    engine.run()
    found: list[str] = engine.fired
    return found


def test_importing_experta_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    for name in [name for name in sys.modules if name.partition(".")[0] in ("experta", "frozendict")]:
        monkeypatch.delitem(sys.modules, name)
    again = import_module_without_traces()
    assert again.KnowledgeEngine is not experta.KnowledgeEngine
    assert root.handlers == []
    assert not hasattr(collections, "Mapping")


def test_rules_fire_in_the_order_of_salience(engine: Any) -> None:
    assert run(engine, 2, 1) == ["both", "one"]
    assert run(engine, 2) == ["two alone"]
    assert run(engine) == []


def test_a_run_leaves_nothing_to_the_next(engine: Any) -> None:
    assert [run(engine, *values) for values in ((1, 2), (2,), (1,), (1, 2))] == [
        ["both", "one"], ["two alone"], ["one"], ["both", "one"],
    ]  # fmt: skip


def test_a_fact_that_is_there_is_not_taken_back(engine: Any) -> None:
    engine.reset()
    fact = engine.declare(Given(value=1))
    with pytest.raises(NotImplementedError, match="forgotten all at once"):
        engine.retract(fact)
