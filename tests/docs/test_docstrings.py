"""Examples in docstrings run."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import whichml
import whichml_server
import whichml_workshop

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    module.name
    for package in (whichml, whichml_server, whichml_workshop)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if not module.name.endswith("__main__")
)


def examples_in(name: str) -> doctest.TestResults:
    """Run the examples of a module; where its text has none nothing is looked through, which takes most of the time."""
    module = importlib.import_module(name)
    if ">>> " not in inspect.getsource(module):
        return doctest.TestResults(0, 0)
    return doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)


@pytest.mark.slow("runs every example")
def test_examples_in_docstrings_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert len(MODULES) > 50
    outcomes = {name: examples_in(name) for name in ["whichml", "whichml_server", *MODULES]}
    assert {name: outcome for name, outcome in outcomes.items() if outcome.failed} == {}
    assert sum(outcome.attempted for outcome in outcomes.values()) > 300
