"""Which tests run which lines of the mutated packages: recorded once, and kept while code and tests stay the same."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

from whichml_workshop.mutation.checkout import Checkout
from whichml_workshop.mutation.source_mutants import SourceMutant
from whichml_workshop.mutation.tests_by_words import TestWords, words_around

_OF_MODULE = 0.01
"""How much a rare line of the module counts beside one of the function."""
_START_SECONDS = 0.02
"""What any test costs, so that the quickest are told apart by what they run."""


class _Recorded(TypedDict):
    tests: list[tuple[str, float]]
    lines: dict[str, dict[str, list[int]]]


@dataclass(frozen=True, slots=True)
class TestsByLine:
    """What was recorded.

    Attributes
    ----------
    seconds : of each test that passed, by its id
    lines : by file and line the tests that run it
    words : of the tests
    """

    seconds: Mapping[str, float]
    lines: Mapping[str, Mapping[int, Sequence[str]]]
    words: TestWords = field(default_factory=TestWords)

    def tests_for(self, mutant: SourceMutant, most_tests: int, most_seconds: float) -> list[str]:
        """Return the tests that may notice a mutant, those of one file together.

        Tests that run the changed statement, or read what it sets, come first, then those that run lines which use
        what it sets, then those of its function, which find what is kept from an earlier test, then those of the
        module. Among equals two orders take turns: who shares most words with the code, and who runs the rarest lines
        of the function and the module in a second, since they ask for special cases; of the latter each function of
        tests sends one case before any sends a second.

        Parameters
        ----------
        most_tests : how many at most
        most_seconds : how long they may take together, as recorded
        """
        by_line = self.lines.get(mutant.file, {})
        whole = (1, max(by_line, default=1))
        rare_in_function, rare_in_module = _rarity(by_line, mutant.function), _rarity(by_line, whole)
        words = words_around(mutant)

        def by_words(test: str) -> tuple[float, float, str]:
            return -self.words.affinity(test, words), self.seconds[test], test

        def by_rarity(test: str) -> tuple[float, float, str]:
            rarity = rare_in_function.get(test, 0.0) + _OF_MODULE * rare_in_module.get(test, 0.0)
            return -rarity / (self.seconds[test] + _START_SECONDS), self.seconds[test], test

        chosen: dict[str, None] = {}
        seconds = 0.0
        reading = {test for test in self.seconds if self.words.reads(test, mutant)}
        own = [[(mutant.file, line) for line in _between(*span)] for span in (mutant.statement, mutant.function, whole)]
        for places in (own[0], mutant.uses, own[1], own[2]):
            near = {test for file, line in places for test in self.lines.get(file, {}).get(line, ())} | reading
            near -= chosen.keys()
            for test in _alternately(sorted(near, key=by_words), _in_turns(sorted(near, key=by_rarity))):
                if len(chosen) < most_tests and seconds + self.seconds[test] <= most_seconds:
                    chosen[test] = None
                    seconds += self.seconds[test]
        return _by_file(chosen)


def _between(first: int, last: int) -> range:
    return range(first, last + 1)


def _rarity(by_line: Mapping[int, Sequence[str]], span: tuple[int, int]) -> Mapping[str, float]:
    """Return for each test of a span of lines how rare the lines are that it runs: a line of one test counts as 1."""
    found: dict[str, float] = defaultdict(float)
    for line in _between(*span):
        for test in by_line.get(line, ()):
            found[test] += 1 / len(by_line[line])
    return found


def _in_turns(tests: Iterable[str]) -> Iterator[str]:
    """Yield the first case of each function of tests, then the second of each."""
    cases = defaultdict(list)
    for test in tests:
        cases[test.partition("[")[0]].append(test)
    for turn in zip_longest(*cases.values()):
        yield from (test for test in turn if test)


def _alternately(*orders: Iterable[str]) -> Iterator[str]:
    """Yield the first of each order, then the second of each, and none twice."""
    yield from dict.fromkeys(test for turn in zip_longest(*orders) for test in turn if test)


def recorded_tests(checkout: Checkout, cache: Path) -> TestsByLine:
    """Return which tests run which lines, from the cache, or from a run of the tests that are not marked slow.

    Parameters
    ----------
    cache : folder where the record is kept until the mutated packages or the tests change

    Raises
    ------
    RuntimeError
        When the run of the tests comes to nothing.
    """
    kept = cache / f"tests-by-line-{_digest(checkout)}.json"
    if not kept.is_file():
        recorded = _record(checkout)
        cache.mkdir(parents=True, exist_ok=True)
        for old in cache.glob("tests-by-line-*.json"):
            old.unlink()
        partial = kept.with_suffix(".partial")
        partial.write_text(json.dumps(recorded, separators=(",", ":")), "utf-8")
        partial.replace(kept)
    joined = _joined(json.loads(kept.read_text("utf-8")))
    return replace(joined, words=TestWords.below(checkout.root, checkout.tests))


def _record(checkout: Checkout) -> list[_Recorded]:
    """Return what each process of a run of the tests recorded."""
    with TemporaryDirectory() as folder:
        arguments = ["-q", "-p", "no:cacheprovider", "--tb=line", "-m", "not slow", "-n", "2", "--dist", "loadfile"]
        arguments += ["-p", "whichml_workshop.mutation.line_recorder", "--lines-into", folder]
        for package in checkout.packages:
            arguments += ["--lines-of", str(checkout.root / package)]
        run = checkout.run_module("pytest", *arguments, scratch=Path(folder))
        written: list[_Recorded] = [json.loads(path.read_text("utf-8")) for path in sorted(Path(folder).glob("*.json"))]
    if not any(each["tests"] for each in written):
        raise RuntimeError(f"The tests could not be run, so that nothing can be said of mutants:\n{run.stdout[-2000:]}")
    return written


def _joined(recorded: Iterable[_Recorded]) -> TestsByLine:
    seconds: dict[str, float] = {}
    lines: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in recorded:
        names = [name for name, _ in each["tests"]]
        seconds.update(each["tests"])
        for file, by_line in each["lines"].items():
            for line, places in by_line.items():
                lines[file][int(line)] += [names[place] for place in places]
    return TestsByLine(seconds, lines)


def _by_file(tests: Iterable[str]) -> list[str]:
    files: dict[str, list[str]] = defaultdict(list)
    for test in tests:
        files[test.partition("::")[0]].append(test)
    return [test for of_file in files.values() for test in of_file]


def _digest(checkout: Checkout) -> str:
    digest = hashlib.sha256()
    for folder in sorted((*checkout.packages, checkout.tests)):
        for path in sorted((checkout.root / folder).rglob("*.py")):
            digest.update(f"{path.relative_to(checkout.root)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
