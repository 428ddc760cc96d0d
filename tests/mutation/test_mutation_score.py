"""Mutants meet the tests that run them, and the score says which share is noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from by_night import only_by_night
from whichml_workshop.mutation.checkout import Checkout
from whichml_workshop.mutation.equivalents import read_equivalents, without_equivalents
from whichml_workshop.mutation.score import EQUIVALENTS, PACKAGES, mutation_report
from whichml_workshop.mutation.source_mutants import SourceMutant, mutants_of_packages, source_mutants
from whichml_workshop.mutation.tests_by_line import TestsByLine, recorded_tests
from whichml_workshop.mutation.tests_by_words import TestWords
from whichml_workshop.mutation.trials import MutantTrial, TrialBench

pytestmark = pytest.mark.slow("starts processes that run tests")

ROOT = Path(__file__).resolve().parents[2]
TEXT = "def f(a):\n    b = a\n    return b < 3\n"


def boundary(text: str = TEXT) -> SourceMutant:
    return next(mutant for mutant in source_mutants("m.py", text) if mutant.kind == "boundary")


def mutant_to(checkout: Checkout, changed: str) -> SourceMutant:
    [found] = [m for m in mutants_of_packages(checkout.root, checkout.packages) if m.changed == changed]
    return found


@only_by_night
def test_tests_are_recorded_by_the_lines_they_run(small_checkout: Checkout, tmp_path: Path) -> None:
    recorded = recorded_tests(small_checkout, tmp_path / "cache")
    by_line = recorded.lines["src/small/limits.py"]
    assert {name.partition("::")[2] for name in by_line[3]} == {
        "test_two_is_allowed",
        "test_three_is_not_allowed",
        "test_leans_on_another",
    }
    # the countdown runs in a fixture that two tests share
    assert {name.partition("::")[2] for name in by_line[8]} == {
        "test_a_countdown_ends",
        "test_a_countdown_ends_at_zero",
    }
    assert [name for name in recorded.seconds if "wrong" in name] == []


@only_by_night
def test_the_record_is_kept_until_code_or_tests_change(small_checkout: Checkout, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = recorded_tests(small_checkout, cache)
    [kept] = cache.iterdir()
    (small_checkout.root / "README.md").write_text("decides nothing")
    assert recorded_tests(small_checkout, cache) == first
    assert [*cache.iterdir()] == [kept]
    (small_checkout.root / "tests/test_limits.py").write_text("def test_nothing():\n    pass\n")
    assert [*recorded_tests(small_checkout, cache).seconds] == ["tests/test_limits.py::test_nothing"]
    assert kept not in cache.iterdir()
    assert len([*cache.iterdir()]) == 1


@only_by_night
def test_a_mutant_is_caught_survives_or_never_ends_and_no_file_changes(small_checkout: Checkout) -> None:
    place = "tests/test_limits.py::"
    allowed = [f"{place}test_two_is_allowed", f"{place}test_leans_on_another"]
    ends = [f"{place}test_a_countdown_ends_at_zero"]
    recorded = TestsByLine(
        dict.fromkeys([*allowed, *ends], 0.01), {"src/small/limits.py": {3: allowed, 7: ends, 8: ends, 9: ends}}
    )
    before = {path: path.read_bytes() for path in small_checkout.root.rglob("*") if path.is_file()}
    mutants = [mutant_to(small_checkout, text) for text in ("n >= 3", "n <= 3", "n >= 0")]
    endless = next(m for m in mutants_of_packages(small_checkout.root, ["src/small"]) if m.source_line == "n -= 1")
    trials = TrialBench(small_checkout, recorded, processor_seconds=4).try_all([*mutants, endless])
    assert [trial.verdict for trial in trials] == ["caught", "survived", "caught", "endless"]
    assert [trial.by for trial in trials] == [allowed[0], None, ends[0], None]
    after = {path: path.read_bytes() for path in small_checkout.root.rglob("*") if path.is_file()}
    assert {path for path in after if "__pycache__" not in path.parts} == before.keys()
    assert all(after[path] == before[path] for path in before)


@only_by_night
def test_a_test_that_fails_without_the_mutant_proves_nothing(small_checkout: Checkout) -> None:
    leaning = ["tests/test_limits.py::test_leans_on_another"]
    recorded = TestsByLine(dict.fromkeys(leaning, 0.01), {"src/small/limits.py": {3: leaning}})
    [trial] = TrialBench(small_checkout, recorded).try_all([mutant_to(small_checkout, "n <= 3")])
    assert (trial.verdict, trial.by, trial.n_tests) == ("untested", None, 0)


@only_by_night
def test_tests_that_cannot_be_run_together_prove_nothing(small_checkout: Checkout) -> None:
    (small_checkout.root / "tests/test_broken.py").write_text("import nowhere\n\ndef test_it():\n    pass\n")
    broken = ["tests/test_broken.py::test_it"]
    recorded = TestsByLine(dict.fromkeys(broken, 0.01), {"src/small/limits.py": {3: broken}})
    with pytest.raises(RuntimeError, match=r"limits\.py:3 cannot be run together"):
        TrialBench(small_checkout, recorded).try_all([mutant_to(small_checkout, "n <= 3")])


def test_a_trial_that_somebody_stops_tells_nothing(small_checkout: Checkout) -> None:
    stop = "import os, signal\n\ndef test_it():\n    os.kill(os.getpid(), signal.SIGTERM)\n"
    (small_checkout.root / "tests/test_stopped.py").write_text(stop)
    stopped = ["tests/test_stopped.py::test_it"]
    recorded = TestsByLine(dict.fromkeys(stopped, 0.01), {"src/small/limits.py": {3: stopped}})
    with pytest.raises(RuntimeError, match=r"limits\.py:3 was stopped from outside"):
        TrialBench(small_checkout, recorded).try_all([mutant_to(small_checkout, "n <= 3")])


def test_tests_of_the_statement_come_before_those_of_the_function_and_of_the_module() -> None:
    text = f"{TEXT}\n\ndef g():\n    pass\n"
    seconds = {"t.py::statement": 3.0, "t.py::function": 2.0, "t.py::module": 1.0, "t.py::elsewhere": 0.1}
    lines = {2: ["t.py::function"], 3: ["t.py::statement"], 7: ["t.py::module"]}
    recorded = TestsByLine(seconds, {"m.py": lines})
    assert recorded.tests_for(boundary(text), 9, 99) == ["t.py::statement", "t.py::function", "t.py::module"]
    assert recorded.tests_for(boundary(text), 2, 99) == ["t.py::statement", "t.py::function"]
    assert recorded.tests_for(boundary(text), 9, 4.0) == ["t.py::statement", "t.py::module"]


def test_a_test_of_a_special_case_comes_before_those_that_run_what_all_run() -> None:
    text = "def f(a):\n    if a < 3:\n        return 0\n    return a\n"
    seconds = {"t.py::usual": 0.1, "t.py::usual_too": 0.11, "t.py::special": 0.15}
    recorded = TestsByLine(seconds, {"m.py": {2: [*seconds], 3: ["t.py::special"]}})
    assert recorded.tests_for(boundary(text), 2, 99) == ["t.py::usual", "t.py::special"]


def test_tests_of_what_uses_a_name_come_before_those_of_the_rest_of_the_module() -> None:
    text = "MOST = 3\n\n\ndef f(a):\n    return a < MOST\n\n\ndef g():\n    pass\n"
    lines = {5: ["t.py::use"], 9: ["t.py::module"]}
    recorded = TestsByLine({"t.py::use": 3.0, "t.py::module": 0.1}, {"m.py": lines})
    [number] = [mutant for mutant in source_mutants("m.py", text) if mutant.kind == "number"]
    assert recorded.tests_for(number, 1, 99) == ["t.py::use"]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("from package.m import MOST", "MOST"),
        ("from package import m", "m.MOST"),
        ("from package.m import MOST as a", "a"),
    ],
)
def test_a_test_that_reads_a_name_is_chosen_though_it_runs_no_line(tmp_path: Path, head: str, body: str) -> None:
    (tmp_path / "test_m.py").write_text(
        f"{head}\nMOST = 2\n\ndef test_read():\n    {body}\n\ndef test_other():\n    pass\n"
    )
    (tmp_path / "test_n.py").write_text("from package.n import MOST\n\ndef test_read():\n    MOST\n")
    seconds = {"test_m.py::test_read[1]": 0.1, "test_m.py::test_other": 0.1, "test_n.py::test_read": 0.1}
    recorded = TestsByLine(seconds, {}, TestWords.below(tmp_path, "."))
    [number] = source_mutants("package/m.py", "MOST = 3\n")
    assert recorded.tests_for(number, 9, 99) == ["test_m.py::test_read[1]"]


def test_tests_that_share_words_with_the_code_and_quick_tests_of_rare_lines_take_turns(tmp_path: Path) -> None:
    text = "def bound(a):\n    limit = a\n    return limit < 3\n"
    names = ["quick", "quicker", "other", "limit_is_a_bound"]
    (tmp_path / "test_m.py").write_text("".join(f"def test_{name}():\n    pass\n" for name in names))
    tests = [f"test_m.py::test_{name}" for name in names]
    seconds = dict(zip(tests, (0.2, 0.1, 0.4, 0.3), strict=True))
    recorded = TestsByLine(seconds, {"m.py": {3: tests}}, TestWords.below(tmp_path, "."))
    assert recorded.tests_for(boundary(text), 2, 99) == [tests[3], tests[1]]
    assert set(recorded.tests_for(boundary(text), 3, 99)) == {tests[3], tests[1], tests[0]}


def test_a_rare_word_and_a_name_weigh_more_than_a_usual_word_and_a_long_text(tmp_path: Path) -> None:
    bodies = {
        "rare_bound": "pass", "usual": "bound = 1", "usual_too": "limits = 1", "limit_at_last": "pass",
        "of_limits_and_much_more": "one = two = three = four", "nothing": "pass",
    }  # fmt: skip
    text = "".join(f"def test_{name}():\n    {body}\n" for name, body in bodies.items())
    (tmp_path / "test_m.py").write_text(text)
    words = TestWords.below(tmp_path, ".")
    affinity = {name: words.affinity(f"test_m.py::test_{name}[case]", {"limit": 1, "bound": 2}) for name in bodies}
    assert affinity["rare_bound"] > affinity["usual"] > affinity["usual_too"] > affinity["nothing"] == 0
    assert affinity["limit_at_last"] > affinity["of_limits_and_much_more"] > 0
    assert words.affinity("elsewhere.py::test_usual", {"bound": 1}) == 0


def test_a_function_of_tests_sends_a_case_before_another_sends_its_second_and_all_where_it_speaks_of_the_code(
    tmp_path: Path,
) -> None:
    (tmp_path / "t.py").write_text("")
    (tmp_path / "test_m.py").write_text("def test_bounded():\n    pass\n\ndef test_two():\n    pass\n")
    cases = {f"test_m.py::test_bounded[{case}]": 0.4 for case in "abc"}
    seconds = {**cases, "t.py::one[a]": 0.1, "t.py::one[b]": 0.11, "u.py::three": 0.2}
    recorded = TestsByLine(seconds, {"m.py": {3: [*seconds]}}, TestWords.below(tmp_path, "."))
    bounded = boundary("def bounded(a):\n    b = a\n    return b < 3\n\n\nx = a\n")
    assert set(recorded.tests_for(bounded, 4, 99)) == {
        "test_m.py::test_bounded[a]", "t.py::one[a]", "test_m.py::test_bounded[b]", "u.py::three",
    }  # fmt: skip


def test_the_report_shows_each_survivor_before_and_after_and_the_share() -> None:
    mutant = boundary()
    trials = [
        MutantTrial(mutant, "survived", None, 4),
        MutantTrial(mutant, "untested", None, 0),
        MutantTrial(mutant, "caught", "t.py::one", 4),
        MutantTrial(mutant, "endless", None, 4),
    ]
    assert mutation_report(trials, 2).splitlines() == [
        "m.py:3: boundary, 4 tests pass",
        "  - return b < 3",
        "  + return b <= 3",
        "m.py:3: boundary, no test runs it",
        "  - return b < 3",
        "  + return b <= 3",
        "caught 2 of 4 mutants (50.0%), 1 of them by running out of time, 2 more known to change nothing",
    ]


def test_an_equivalent_mutant_is_left_out_and_counted(tmp_path: Path) -> None:
    listed = tmp_path / "equivalent.yaml"
    listed.write_text("- {file: m.py, line: return b < 3, kind: boundary, changed: b <= 3, reason: b is never 3}\n")
    mutants = source_mutants("m.py", TEXT)
    rest, n_equivalent = without_equivalents(mutants, read_equivalents(listed))
    assert n_equivalent == 1
    assert [mutant for mutant in mutants if mutant not in rest] == [boundary()]


@pytest.mark.parametrize("reason", ["", ", reason: ''", ", reason: known, by: me"])
def test_an_entry_without_a_reason_or_with_something_else_is_refused(reason: str, tmp_path: Path) -> None:
    listed = tmp_path / "equivalent.yaml"
    listed.write_text(f"- {{file: m.py, line: return b < 3, kind: boundary, changed: b <= 3{reason}}}\n")
    with pytest.raises(ValueError, match="entry 1 needs file, line, kind, changed, reason"):
        read_equivalents(listed)


@only_by_night
def test_the_list_of_equivalent_mutants_speaks_of_code_that_is_there() -> None:
    mutants = mutants_of_packages(ROOT, PACKAGES)
    assert len(mutants) > 2000
    listed = read_equivalents(ROOT / EQUIVALENTS)
    assert [entry for entry in listed if not any(entry.is_of(mutant) for mutant in mutants)] == []
