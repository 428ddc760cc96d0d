"""Print how long whichml takes, by step, beside a fixed loop timed in the same run; nothing here asserts a time.

    make bench

Times of an answer are CPU times of this process (`time.process_time`); those of whole processes are on the clock.
The column `x loop` divides by the median of the loop, so that figures of two machines can be compared.
"""

from __future__ import annotations

import functools
import gc
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np
import yaml

from whichml import Brief, KnowledgeBase, Recommendation
from whichml.advise import assessment, decision_matrix, practice, practice_justification, questions, recommendation
from whichml.knowledge.building import build_knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.loading import VERSION
from whichml_server.heap import settle_heap
from whichml_workshop.elicited.panel import read_panel

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "kb" / "facts" / "scenarios"
PUBLISHED = ROOT / "tests" / "cases" / "published"
N_ROUNDS = 5
N_PROCESSES = 7
PANEL_STEP = 4

# step, where the function is looked up when an answer is made, its name
STEPS: tuple[tuple[str, object, str], ...] = (
    ("check names", recommendation, "check_names"),
    ("bounds and computed facts", assessment, "constraints_of"),
    ("bounds and computed facts", assessment, "constraint_facts"),
    ("bounds and computed facts", assessment, "computed_facts"),
    ("rules", recommendation.RuleEngine, "run"),
    ("screening and ratings", assessment.Screener, "screen"),
    ("practice", practice.PracticeModel, "in_brief"),
    ("practice", practice_justification.CandidatePractice, "told"),
    ("priorities", assessment, "weigh"),
    ("priorities", recommendation, "as_priorities"),
    ("rank", decision_matrix.DecisionMatrix, "goodness"),
    ("rank", decision_matrix, "rank"),
    ("describe candidates", decision_matrix.DecisionMatrix, "_rated"),
    ("describe candidates", decision_matrix.DecisionMatrix, "_candidate"),
    ("decisions", assessment, "decide"),
    ("guidance", assessment, "advise_patterns"),
    ("guidance", recommendation, "concern_components"),
    ("guidance", recommendation, "plan_measurements"),
    ("questions", questions.QuestionFinder, "open_questions"),
    ("questions", recommendation, "smallest_relaxations"),
    ("assemble", recommendation._Answering, "_assembled"),
)
PARSING, BETWEEN, SERIALISING, COLLECTION = "parse brief", "between the steps", "JSON", "garbage collection"


class Stopwatch:
    """CPU seconds by step; a step inside another is counted once, for itself."""

    def __init__(self) -> None:
        self.cpu_seconds: dict[str, float] = {}
        self._inner: list[float] = []
        self._collection = 0.0

    def begin(self) -> float:
        """Return the time at which a step begins."""
        self._inner.append(0.0)
        return time.process_time()

    def end(self, step: str, begun: float) -> None:
        """Add what passed since, without the steps inside, to the step."""
        spent = time.process_time() - begun
        inside = self._inner.pop()
        self.cpu_seconds[step] = self.cpu_seconds.get(step, 0.0) + spent - inside
        if self._inner:
            self._inner[-1] += spent

    def timed(self, step: str, function: Callable[P, R]) -> Callable[P, R]:
        """Return the function, with its CPU time added to the step on each call."""

        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            begun = self.begin()
            try:
                return function(*args, **kwargs)
            finally:
                self.end(step, begun)

        return call

    def time_collection(self, phase: str, details: object) -> None:
        """Count a run of the garbage collector as a step of its own, wherever it falls; a callback of `gc`."""
        if phase == "start":
            self._collection = self.begin()
        else:
            self.end(COLLECTION, self._collection)

    def read(self) -> dict[str, float]:
        """Return what was measured since the last reading, and start again."""
        measured, self.cpu_seconds = self.cpu_seconds, {}
        return measured


def loop() -> float:
    """Do a fixed piece of work, half in Python and half in NumPy: what the other times are compared with."""
    counts: dict[int, int] = {}
    for number in range(20_000):
        counts[number % 97] = counts.get(number % 97, 0) + number
    draws = np.random.default_rng(0).random((1_000, 60))
    return float(sum(counts.values()) + np.sort(draws, axis=1)[:, -1].sum())


def cpu_seconds_of(work: Callable[[], object]) -> float:
    """Return the CPU seconds that one call takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def wall_seconds_of(command: Sequence[str]) -> float:
    """Return the seconds on the clock that a process takes; it has to end well."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - begun


def gather_briefs(folder: Path) -> list[Path]:
    """Return every scenario, and the brief of every published case as a file of its own in the folder."""
    paths = sorted(path for path in SCENARIOS.glob("*.yaml") if not path.name.endswith(".expected.yaml"))
    for case in sorted(PUBLISHED.glob("*.yaml")):
        path = folder / case.name
        path.write_text(yaml.safe_dump(yaml.safe_load(case.read_text("utf-8"))["brief"], sort_keys=False), "utf-8")
        paths.append(path)
    return paths


def measure_whole(paths: Sequence[Path], knowledge: KnowledgeBase) -> list[float]:
    """Return the CPU seconds from a file to the answer's bytes, once per brief and round, the rules compiled before."""

    def answer(path: Path) -> bytes:
        return _bytes_of(recommendation.recommend(Brief.load(path), knowledge))

    answer(paths[0])
    return [cpu_seconds_of(functools.partial(answer, path)) for _ in range(N_ROUNDS) for path in paths]


def measure_answers(knowledge: KnowledgeBase) -> list[tuple[str, list[float]]]:
    """Return the CPU seconds of an answer to briefs of the panel, in a process that leaves its heap and in a server.

    A host that leaves its garbage collector as it is now and then waits for a walk over all of the knowledge. The heap
    and the collector are as before afterwards.
    """
    panel = read_panel(ROOT / "tests" / "panel").of("learning", "tuning")
    briefs = list(panel.briefs.values())[::PANEL_STEP]
    threshold = gc.get_threshold()

    def measured(prepare: Callable[[], None]) -> list[float]:
        advisor = recommendation.Advisor.of(knowledge)
        prepare()
        for brief in briefs:
            advisor.recommend(brief)
        return [cpu_seconds_of(functools.partial(advisor.recommend, brief)) for brief in briefs]

    as_it_is, settled = measured(lambda: None), measured(settle_heap)
    gc.unfreeze()
    gc.set_threshold(*threshold)
    return [("heap as it is", as_it_is), ("heap frozen, as a server has it", settled)]


def measure_steps(paths: Sequence[Path], knowledge: KnowledgeBase) -> dict[str, list[float]]:
    """Return the CPU seconds of each step, once per brief and round; the functions are back in place afterwards."""
    watch = Stopwatch()
    gone = [f"{name} ({step})" for step, owner, name in STEPS if not hasattr(owner, name)]
    if gone:
        raise SystemExit(f"STEPS names what is no longer part of an answer: {', '.join(gone)}")
    originals = [(owner, name, getattr(owner, name)) for _, owner, name in STEPS]
    for step, owner, name in STEPS:
        setattr(owner, name, watch.timed(step, getattr(owner, name)))
    load, dump = watch.timed(PARSING, Brief.load), watch.timed(SERIALISING, _bytes_of)
    answer = watch.timed(BETWEEN, recommendation.recommend)
    recommendation.advisor_for.cache_clear()
    by_step: dict[str, list[float]] = {}
    try:
        answer(load(paths[0]), knowledge)
        watch.read()
        gc.callbacks.append(watch.time_collection)
        for path in [*paths] * N_ROUNDS:
            dump(answer(load(path), knowledge))
            measured = watch.read()
            for step in step_names():
                by_step.setdefault(step, []).append(measured.get(step, 0.0))
    finally:
        if watch.time_collection in gc.callbacks:
            gc.callbacks.remove(watch.time_collection)
        for owner, name, function in originals:
            setattr(owner, name, function)
        recommendation.advisor_for.cache_clear()
    return by_step


def step_names() -> list[str]:
    """Return the names of the steps in their order."""
    return list(dict.fromkeys((PARSING, *(step for step, _, _ in STEPS), BETWEEN, SERIALISING, COLLECTION)))


def _bytes_of(answer: Recommendation) -> bytes:
    return answer.to_json()


def percentile(seconds: Sequence[float], share: float) -> float:
    """Return the value below which that share of the measurements lies, without interpolation."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def print_table(title: str, rows: Sequence[tuple[str, Sequence[float]]], loop_seconds: float) -> None:
    """Print median, 99th percentile and longest time in ms, and the median in loops."""
    print(f"\n{title}")
    print(f"{'':34}{'median':>10}{'p99':>10}{'longest':>10}{'x loop':>9}")
    for name, seconds in rows:
        middle = statistics.median(seconds)
        figures = (middle, percentile(seconds, 0.99), max(seconds))
        print(f"{name:34}" + "".join(f"{1000 * f:10.2f}" for f in figures) + f"{middle / loop_seconds:9.2f}")


def measure_processes() -> list[tuple[str, list[float]]]:
    """Return the times on the clock of whole processes, with a store that is built already."""
    python, whichml = sys.executable, str(Path(sys.executable).with_name("whichml"))
    brief = str(SCENARIOS / "credit-card-fraud.yaml")
    commands = {
        "python -c pass": [python, "-c", "pass"],
        "import whichml": [python, "-c", "import whichml"],
        "whichml recommend": [whichml, "recommend", brief],
        "whichml recommend --format json": [whichml, "recommend", brief, "--format", "json"],
    }
    measured = []
    for name, command in commands.items():
        wall_seconds_of(command)
        measured.append((name, [wall_seconds_of(command) for _ in range(N_PROCESSES)]))
    return measured


def measure_knowledge() -> list[tuple[str, list[float]]]:
    """Return the CPU seconds of building the store, of opening it and of compiling its rules."""
    content = Content.shipped()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "knowledge.sqlite3"
        building = [cpu_seconds_of(lambda: build_knowledge(content, store, VERSION)) for _ in range(2)]
        opening = [cpu_seconds_of(lambda: KnowledgeBase.load(store)) for _ in range(N_PROCESSES)]
        knowledge = KnowledgeBase.load(store)
    compiling = [cpu_seconds_of(lambda: recommendation.Advisor.of(knowledge)) for _ in range(N_PROCESSES)]
    return [("whichml kb build", building), ("open the built store", opening), ("compile the rules", compiling)]


def main() -> None:
    """Measure and print everything."""
    knowledge = KnowledgeBase.load()
    with tempfile.TemporaryDirectory() as folder:
        paths = gather_briefs(Path(folder))
        loops = [cpu_seconds_of(loop) for _ in range(30)]
        whole = measure_whole(paths, knowledge)
        by_step = measure_steps(paths, knowledge)
    loops += [cpu_seconds_of(loop) for _ in range(30)]
    loop_seconds = statistics.median(loops)
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, {os.cpu_count()} cores; times in ms.")
    print(
        f"{len(paths)} briefs x {N_ROUNDS} rounds; {len(knowledge.algorithms)} algorithms, "
        f"{len(knowledge.rules)} rules, {len(knowledge.claims)} claims."
    )
    print_table(
        "Whole answer in process, from the file to the JSON (CPU)",
        [("the loop that times are held against", loops), ("whole answer", whole)],
        loop_seconds,
    )
    print_table(
        f"Answers to every {PANEL_STEP}th brief of the panel, rules compiled before (CPU)",
        measure_answers(knowledge), loop_seconds,
    )  # fmt: skip
    print_table("By step (CPU; the timers themselves included)", list(by_step.items()), loop_seconds)
    print_table("Knowledge (CPU)", measure_knowledge(), loop_seconds)
    print_table("Processes (on the clock, store built)", measure_processes(), loop_seconds)


if __name__ == "__main__":
    main()
