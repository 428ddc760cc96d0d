"""A plugin of pytest that records which lines of some folders each test runs.

A line that a fixture runs which several tests share counts for each test that asks for the fixture. What is run once
in a process and then kept elsewhere counts for the test that came first alone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from coverage import Coverage

_SHARED = "shared fixture "


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add where to write, and of which folders to record lines."""
    group = parser.getgroup("line recorder")
    group.addoption("--lines-into", help="folder that gets one file per process")
    group.addoption("--lines-of", action="append", help="folder of modules to record; may be repeated")


def pytest_configure(config: pytest.Config) -> None:
    """Record where tests run: in each process of several, or in the only one."""
    distributed = bool(getattr(config.option, "numprocesses", None)) and not hasattr(config, "workerinput")
    if config.getoption("--lines-into") and not distributed:
        config.pluginmanager.register(_LineRecorder(config), "whichml-line-recorder")


class _LineRecorder:
    def __init__(self, config: pytest.Config) -> None:
        self._root = config.rootpath
        worker = getattr(config, "workerinput", {"workerid": "only"})["workerid"]
        self._file = Path(config.getoption("--lines-into")) / f"{worker}.json"
        self._coverage = Coverage(data_file=None, source=config.getoption("--lines-of"), config_file=False)
        self._coverage.set_option("run:disable_warnings", ["no-data-collected", "module-not-measured"])
        self._coverage.start()
        self._seconds: dict[str, float] = defaultdict(float)
        self._shared: dict[str, set[str]] = defaultdict(set)
        self._unusable: set[str] = set()
        self._context = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        for name in getattr(item, "fixturenames", ()):
            self._shared[f"{_SHARED}{name}"].add(item.nodeid)
        with self._lines_counted_for(item.nodeid):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
        shared = fixturedef.scope != "function"
        with self._lines_counted_for(f"{_SHARED}{fixturedef.argname}" if shared else self._context):
            return (yield)

    @contextmanager
    def _lines_counted_for(self, context: str) -> Iterator[None]:
        before, self._context = self._context, context
        self._coverage.switch_context(context)
        yield
        self._context = before
        self._coverage.switch_context(before)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] += report.duration
        if not report.passed:
            self._unusable.add(report.nodeid)  # failed or skipped

    def pytest_sessionfinish(self) -> None:
        self._coverage.stop()
        tests = [name for name in self._seconds if name not in self._unusable]
        place = {name: index for index, name in enumerate(tests)}
        recorded = {"tests": [(name, round(self._seconds[name], 4)) for name in tests], "lines": self._lines(place)}
        self._file.write_text(json.dumps(recorded, separators=(",", ":")), "utf-8")

    def _lines(self, place: dict[str, int]) -> dict[str, dict[int, list[int]]]:
        data = self._coverage.get_data()
        found = {}
        for file in data.measured_files():
            by_line = {}
            for line, contexts in data.contexts_by_lineno(file).items():
                names = {name for context in contexts for name in self._shared.get(context, {context})}
                by_line[line] = sorted(place[name] for name in names if name in place)
            found[Path(file).relative_to(self._root).as_posix()] = by_line
        return found
