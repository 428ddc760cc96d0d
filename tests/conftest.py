"""What every folder of tests shares: the shipped knowledge base and a workshop for small ones."""

from __future__ import annotations

import os

# Threads of OpenMP wait for one another by spinning: with as many test processes as cores, fits took four times as
# long. LightGBM asks for as many as there are cores all the same, and spins for a hundred times as long where one was
# meant to do: the limit holds for it too. Set before anything loads such a library, and inherited by every process that
# a test starts.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import gc
import re
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from answered_briefs import AnsweredBriefs
from small_knowledge import N_SCENARIOS, SCENARIOS, ContentFolder
from whichml import Brief, KnowledgeBase, Recommendation, WhichmlError
from whichml.advise.recommendation import Advisor, advisor_for
from whichml.export import linked_data
from whichml.knowledge import query, snapshot
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.loading import OpenedKnowledge, built_store
from whichml.knowledge.store import knowledge_store_path

GATES = {
    "SHACL shapes": "tests/knowledge/test_shapes.py",
    "OWL RL and never queries": "tests/checks/test_never.py",
    "competency questions": "tests/checks/test_competency.py",
    "pitfall lint": "tests/checks/test_lint.py",
    "consistency of claims": "tests/checks/test_consistency.py",
    "citations of claims": "tests/checks/test_citations.py",
    "satisfiability (HermiT)": "tests/checks/test_satisfiability.py",
    "alignments": "tests/checks/test_alignments.py",
    "introspection": "tests/introspection/",
    "rule packs and their cases": "tests/packs/",
    "claims and experiments": "tests/checks/test_verified_claims.py",
    "measurements before claims": "tests/checks/test_precedence.py",
}


LONGEST = (
    "tests/packs/test_pack_cases.py",
    "tests/house/test_wheel.py",
    "tests/cli/test_exit_codes_and_errors.py",
    "tests/cli/test_new_command.py",
    "tests/browser/test_in_chromium.py",
    "tests/http/test_generated_requests.py",
    "tests/cli/test_rules_commands.py",
    "tests/third_party/test_installed_pack.py",
    "tests/access/test_hostile_queries.py",
    "tests/briefs/test_newcomers.py",
    "tests/elicited/test_committed_practice.py",
    "tests/cli/test_probe_commands.py",
    "tests/checks/test_never.py",
    "tests/http/test_stopping.py",
    "tests/http/test_reloading.py",
    "tests/cli/test_first_screen.py",
    "tests/http/test_basis_of_kept_answers.py",
    "tests/introspection/test_facts_and_estimators.py",
    "tests/elicited/test_shipped_panel.py",
    "tests/browser/test_page.py",
    "tests/access/test_queries.py",
    "tests/advice/test_interviews.py",
    "tests/docs/test_packs_guide.py",
    "tests/elicited/test_fitted_practice.py",
    "tests/http/test_reloading_processes.py",
    "tests/probe/test_running.py",
)
"""The files that take longest, the longest first; the first to start."""

SLOW_MODULE = re.compile(r"^pytestmark = (\[\s*)?(pytest\.mark\.)?(slow|SLOW)\b", re.MULTILINE)

collect_ignore = ["cases", "data", "panel"]
"""Folders of files that tests read, thousands of them."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave modules that are slow as a whole unread where `-m "not slow"` leaves all their tests out."""
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return True if SLOW_MODULE.search(collection_path.read_text(encoding="utf-8")) else None


N_VALUES = 1
"""On how many of its values `make quick` tries a test, unless the test is marked `every_value`."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the longest files start first and those without slow tests last, so that all processes end together."""
    if config.option.markexpr == "not slow":
        items[:] = _few_values(items)
    place = {name: number for number, name in enumerate(LONGEST)}
    files_with_slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(
        key=lambda item: (place.get(item.nodeid.partition("::")[0], len(place)), item.path not in files_with_slow)
    )


def _few_values(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Return the tests that are not slow, each on its first value alone: what breaks one mostly breaks others too."""
    n_before: Counter[str] = Counter()
    kept = []
    for item in items:
        name = item.nodeid.partition("[")[0]
        if not item.get_closest_marker("slow"):
            if n_before[name] < N_VALUES or item.get_closest_marker("every_value"):
                kept.append(item)
            n_before[name] += 1
    return kept


def pytest_collection_finish() -> None:
    """Let the garbage collector look at nothing of the thousands of collected tests, and seldom at what they make."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Let go of what a file of tests leaves behind, and look no more at what stays: each look takes ever longer.

    What measures memory, or starts a process by a fork, has everything looked through, and waited seconds for it.
    """
    if nextitem is not None and nextitem.path != item.path:
        gc.collect()
        gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Look once for what no test closed; what else is there need not be searched as each process ends."""
    gc.collect()
    gc.freeze()


def pytest_configure(config: pytest.Config) -> None:
    """Let nothing kept on this machine, nor its other work, decide a test; compile once, and load once a process."""
    if config.getoption("dist", "no") == "no":  # this process collects: modules and tests stay until the end
        gc.disable()
    settings.register_profile("whichml", deadline=None)
    settings.load_profile("whichml")
    os.environ["WHICHML_CALIBRATION"] = str(Path(__file__).with_name("no-calibration.json"))
    os.environ["WHICHML_CACHE"] = str(config.rootpath / ".pytest_cache" / "whichml")
    if not hasattr(config, "workerinput"):  # processes that share the work find it compiled
        with suppress(WhichmlError):  # the tests say what is wrong
            built_store()
    _load_once()
    _read_graph_once()


def _load_once() -> None:
    """Let whoever opens the shipped knowledge base again, such as a command, get the same value.

    Other content and another store are opened anew each time, and so is what further packs join.
    """
    read, opened = KnowledgeBase.shipped, KnowledgeBase.open
    usual = _opened_from()
    kept: list[Knowledge] = []
    whole: list[KnowledgeBase] = []

    def shipped(store: Path | None = None) -> Knowledge:
        if store is not None or _opened_from() != usual:
            return read(store)
        if not kept:
            kept.append(read())
        return kept[0]

    def open_whole(store: Path | None = None, rules: Sequence[Path] = ()) -> OpenedKnowledge[KnowledgeBase]:
        found = opened(store, rules)
        if not kept or found.knowledge.rules is not kept[0].rules:
            return found
        if not whole:
            whole.append(found.knowledge)
        return replace(found, knowledge=whole[0])

    KnowledgeBase.shipped, KnowledgeBase.open = shipped, open_whole  # type: ignore[method-assign]


def _read_graph_once() -> None:
    """Let whoever reads the graph of the shipped knowledge again get the same bytes.

    They are stated anew from the knowledge each time, which takes longer than most queries. Any other file is read each
    time, and so is this one once it was written anew.
    """
    read = snapshot.read_triples
    content, usual = _opened_from()
    kept: dict[tuple[int, ...], bytes] = {}

    def read_triples(path: Path) -> bytes:
        if path != usual or not path.exists() or Content.shipped() != content:
            return read(path)
        found = path.stat()
        written = (found.st_ino, found.st_mtime_ns, found.st_size)
        if written not in kept:
            kept.clear()
            kept[written] = read(path)
        return kept[written]

    for module in (snapshot, query, linked_data):
        module.read_triples = read_triples  # type: ignore[attr-defined]


def _opened_from() -> tuple[Content, Path]:
    content = Content.shipped()
    return content, knowledge_store_path(content)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say of each gate of the knowledge that was run how its tests ended, and how long they took."""
    found = [report for outcome in ("passed", "failed", "error") for report in terminalreporter.getreports(outcome)]
    ended = [report for report in found if isinstance(report, pytest.TestReport)]  # not of a module that is no Python
    for gate, place in GATES.items():
        reports = [report for report in ended if report.nodeid.startswith(place)]
        if reports:
            n_failed = sum(not report.passed for report in reports)
            seconds = sum(report.duration for report in reports)
            verdict = f"{n_failed} of {len(reports)} failed" if n_failed else f"{len(reports)} passed"
            terminalreporter.write_line(f"gate {gate}: {verdict}, {seconds:.1f} s")


@pytest.fixture(scope="session")
def content() -> Content:
    return Content.shipped()


@pytest.fixture(scope="session")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase.load()


@pytest.fixture(scope="session")
def advisor(knowledge: Knowledge) -> Advisor:
    compiled = advisor_for(knowledge)
    gc.freeze()  # both stay until the end, and collections take the longer for it
    return compiled


@pytest.fixture(scope="module")
def kept_answers(advisor: Advisor) -> AnsweredBriefs:
    """Return the answers to briefs in files, each made once for all tests of a module."""
    return AnsweredBriefs(advisor)


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    """Return an empty content folder with the shipped ontology."""
    return ContentFolder(tmp_path / "content")


@pytest.fixture
def new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], ContentFolder]:
    return lambda: ContentFolder(tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="session")
def scenarios() -> dict[str, Brief]:
    """Return the shipped scenarios by name."""
    found = {path.stem: Brief.load(path) for path in SCENARIOS}
    assert len(found) == N_SCENARIOS
    return found


@pytest.fixture(scope="session")
def scenario_answers(scenarios: dict[str, Brief], advisor: Advisor) -> dict[str, Recommendation]:
    return {name: advisor.recommend(brief) for name, brief in scenarios.items()}
