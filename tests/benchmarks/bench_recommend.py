"""Print how long whichml takes, by step, beside a fixed loop timed in the same run; nothing here asserts a time.

    make bench

Times of an answer are CPU times of this process (`time.process_time`); those of whole processes are on the clock.
The column `x loop` divides by the median of the loop, so that figures of two machines can be compared.
"""

from __future__ import annotations

import functools
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

from whichml import Brief, BriefError, KnowledgeBase, Recommendation
from whichml.advise import recommendation
from whichml.knowledge.building import build
from whichml.knowledge.content import Content
from whichml.knowledge.loading import VERSION

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "kb" / "facts" / "scenarios"
PUBLISHED = ROOT / "tests" / "cases" / "published"
N_ROUNDS = 5
N_PROCESSES = 7

# step, where the function is looked up when an answer is made, its name
STEPS: tuple[tuple[str, object, str], ...] = (
    ("check names", recommendation, "check_names"),
    ("bounds and computed facts", recommendation, "demands_of"),
    ("bounds and computed facts", recommendation, "demanded_facts"),
    ("bounds and computed facts", recommendation, "computed_facts"),
    ("rules", recommendation.RuleEngine, "run"),
    ("sieve and ratings", recommendation.Sifter, "sift"),
    ("priorities", recommendation, "weigh"),
    ("priorities", recommendation, "as_priorities"),
    ("rank", recommendation._Answering, "_rank"),
    ("describe candidates", recommendation._Answering, "_candidate"),
    ("decisions", recommendation, "decide"),
    ("guidance", recommendation, "advise_patterns"),
    ("guidance", recommendation, "concern_components"),
    ("guidance", recommendation, "plan_measurements"),
    ("questions", recommendation, "open_questions"),
    ("questions", recommendation, "smallest_relaxations"),
    ("assemble", recommendation._Answering, "_assembled"),
)
OUTER_STEPS = ("parse brief", "JSON")


class Stopwatch:
    """CPU seconds by step; a step inside another is counted once, for itself."""

    def __init__(self) -> None:
        self.cpu_seconds: dict[str, float] = {}
        self._inner: list[float] = []

    def timed(self, step: str, function: Callable[P, R]) -> Callable[P, R]:
        """Return the function, with its CPU time added to the step on each call."""

        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            self._inner.append(0.0)
            begun = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent = time.process_time() - begun
                inside = self._inner.pop()
                self.cpu_seconds[step] = self.cpu_seconds.get(step, 0.0) + spent - inside
                if self._inner:
                    self._inner[-1] += spent

        return call

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


def briefs() -> list[Path]:
    """Return every scenario and every published case, in the order of their names."""
    scenarios = [path for path in SCENARIOS.glob("*.yaml") if not path.name.endswith(".expected.yaml")]
    return sorted(scenarios) + sorted(PUBLISHED.glob("*.yaml"))


def readable(paths: Sequence[Path], knowledge: KnowledgeBase) -> list[Path]:
    """Return the briefs that can be answered; names the others on stderr, which are the tests' business."""
    good = []
    for path in paths:
        try:
            recommendation.recommend(Brief.load(path), knowledge)
        except BriefError as refusal:
            print(f"left out: {refusal}", file=sys.stderr)
        else:
            good.append(path)
    return good


def measure_whole(paths: Sequence[Path], knowledge: KnowledgeBase) -> list[float]:
    """Return the CPU seconds from a file to the answer's bytes, once per brief and round."""

    def answer(path: Path) -> bytes:
        return _bytes_of(recommendation.recommend(Brief.load(path), knowledge))

    return [cpu_seconds_of(functools.partial(answer, path)) for _ in range(N_ROUNDS) for path in paths]


def measure_steps(paths: Sequence[Path], knowledge: KnowledgeBase) -> dict[str, list[float]]:
    """Return the CPU seconds of each step, once per brief and round; the functions are back in place afterwards."""
    watch = Stopwatch()
    originals = [(owner, name, getattr(owner, name)) for _, owner, name in STEPS]
    for step, owner, name in STEPS:
        setattr(owner, name, watch.timed(step, getattr(owner, name)))
    load, dump = watch.timed("parse brief", Brief.load), watch.timed("JSON", _bytes_of)
    answer = watch.timed("between the steps", recommendation.recommend)
    recommendation.advisor_for.cache_clear()
    by_step: dict[str, list[float]] = {}
    try:
        answer(load(paths[0]), knowledge)
        watch.read()
        for path in [*paths] * N_ROUNDS:
            dump(answer(load(path), knowledge))
            for step, seconds in watch.read().items():
                by_step.setdefault(step, []).append(seconds)
    finally:
        for owner, name, function in originals:
            setattr(owner, name, function)
        recommendation.advisor_for.cache_clear()
    return by_step


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
        building = [cpu_seconds_of(lambda: build(content, store, VERSION)) for _ in range(2)]
        opening = [cpu_seconds_of(lambda: KnowledgeBase.load(store)) for _ in range(N_PROCESSES)]
        knowledge = KnowledgeBase.load(store)
    compiling = [cpu_seconds_of(lambda: recommendation.Advisor.of(knowledge)) for _ in range(N_PROCESSES)]
    return [("whichml kb build", building), ("open the built store", opening), ("compile the rules", compiling)]


def main() -> None:
    """Measure and print everything."""
    knowledge = KnowledgeBase.load()
    paths = readable(briefs(), knowledge)
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
    names = list(dict.fromkeys((OUTER_STEPS[0], *(step for step, _, _ in STEPS), "between the steps", OUTER_STEPS[1])))
    print_table(
        "By step (CPU; the timers themselves included)", [(name, by_step[name]) for name in names], loop_seconds
    )
    print_table("Knowledge (CPU)", measure_knowledge(), loop_seconds)
    print_table("Processes (on the clock, store built)", measure_processes(), loop_seconds)


if __name__ == "__main__":
    main()
