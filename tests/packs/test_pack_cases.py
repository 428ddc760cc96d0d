"""The tests beside the shipped packs: every case does what it expects, and every rule has its cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import pytest

from small_knowledge import ROOT
from whichml.advise.recommendation import Advisor
from whichml.authoring.case_runs import CaseRun, sharing_runs
from whichml.authoring.cases import Case, Expectation, cases_file_of, read_cases
from whichml.authoring.coverage import RuleCoverage, rule_coverage
from whichml.authoring.mutation import MutationReport, survivors_of_runs
from whichml.knowledge.base import Knowledge

OF_NO_RULES = ("applications-", "circumstances-")
"""How packs begin that bring no rules."""
PACKS = sorted(path for path in (ROOT / "rules").glob("*.yaml") if not path.name.endswith(".test.yaml"))
N_AT_ONCE = 50  # cases in one test: one test for each of thousands costs more than what it tries


def n_written(pack: Path) -> int:
    """Return how many cases stand beside a pack: reading them is left to the process that tries them."""
    return sum(line.startswith("- ") for line in cases_file_of(pack).read_text(encoding="utf-8").splitlines())


SLICES = [(pack.stem, first) for pack in PACKS for first in range(0, n_written(pack), N_AT_ONCE)]
Cases = Mapping[str, tuple[Case, ...]]
T = TypeVar("T")


class ByPack(Mapping[str, T]):
    """Something of each pack, made when it is first asked for: the quick run asks for that of a third of them."""

    def __init__(self, made: Callable[[str], T]) -> None:
        self._made, self._found = made, dict[str, T]()

    def __getitem__(self, pack: str) -> T:
        if pack not in self._found:
            self._found[pack] = self._made(pack)
        return self._found[pack]

    def __iter__(self) -> Iterator[str]:
        return iter([pack.stem for pack in PACKS])

    def __len__(self) -> int:
        return len(PACKS)


@pytest.fixture(scope="module")
def cases() -> Cases:
    files = {pack.stem: cases_file_of(pack) for pack in PACKS}
    return ByPack(lambda pack: read_cases(files[pack], files[pack].name))


@pytest.fixture(scope="module")
def all_cases(cases: Cases) -> list[Case]:
    return [case for of_pack in cases.values() for case in of_pack]


@pytest.fixture(scope="module")
def runs(advisor: Advisor, cases: Cases) -> Mapping[str, tuple[CaseRun, ...]]:
    run = sharing_runs(advisor)
    return ByPack(lambda pack: tuple(map(run, cases[pack])))


@pytest.fixture(scope="module")
def coverage(knowledge: Knowledge, runs: Mapping[str, tuple[CaseRun, ...]]) -> tuple[RuleCoverage, ...]:
    return rule_coverage(knowledge, runs)


@pytest.fixture(scope="module")
def mutation(advisor: Advisor, runs: Mapping[str, tuple[CaseRun, ...]]) -> MutationReport:
    return survivors_of_runs(advisor, runs)


def missed_by(runs: Iterable[CaseRun]) -> dict[str, tuple[str, ...]]:
    """Return what does not come true of which case."""
    return {str(run.case): run.missed for run in runs if run.missed}


@pytest.mark.every_value
@pytest.mark.parametrize("pack", [pack.stem for pack in PACKS if not pack.stem.startswith(OF_NO_RULES)])
def test_each_rule_fires_and_is_silent_where_a_first_case_says_so(
    runs: Mapping[str, tuple[CaseRun, ...]], pack: str
) -> None:
    first: dict[tuple[str, str], CaseRun] = {}
    for run in runs[pack]:
        for side in ("fires", "silent"):
            for rule in getattr(run.case.expect, side):
                first.setdefault((side, rule), run)
    assert len(first) > 10
    assert missed_by(dict.fromkeys(first.values())) == {}


@pytest.mark.slow("tries every case of every pack")
@pytest.mark.parametrize(("pack", "first"), SLICES)
def test_the_cases_beside_a_pack_come_true(runs: Mapping[str, tuple[CaseRun, ...]], pack: str, first: int) -> None:
    assert missed_by(runs[pack][first : first + N_AT_ONCE]) == {}


def test_a_case_about_a_decision_is_held_against_rules_where_practice_decides_otherwise(
    advisor: Advisor, cases: Cases
) -> None:
    trials = (CaseRun(advisor, case) for case in cases["decisions"] if case.expect.decides)
    trial = next(trial for trial in trials if practised_otherwise(trial))
    assert trial.missed == ()


def practised_otherwise(trial: CaseRun) -> bool:
    answered = {answer.decision: answer.option for answer in trial.assessment.decided.answers}
    return any(answered.get(decision) != option for decision, option in trial.case.expect.decides.items())


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
def test_every_case_of_a_pack_is_collected(cases: Cases, pack: Path) -> None:
    assert len(cases[pack.stem]) == n_written(pack) > 0


def test_every_pack_is_collected_with_the_tests_beside_it(knowledge: Knowledge, cases: Cases) -> None:
    assert sorted(pack.stem for pack in PACKS) == sorted(pack.id for pack in knowledge.packs)
    beside = {path.name.removesuffix(".test.yaml") for path in (ROOT / "rules").glob("*.test.yaml")}
    assert beside == set(cases)


@pytest.mark.slow("reads every case")
def test_a_case_expects_something_that_can_be_checked(all_cases: list[Case]) -> None:
    for case in all_cases:
        assert case.expect.kinds, str(case)
        assert case.expect.kinds <= set(Expectation.model_fields), str(case)


@pytest.mark.slow("reads every case")
def test_no_two_cases_of_a_pack_share_a_name(cases: Cases) -> None:
    for of_pack in cases.values():
        repeated = [name for name, times in Counter(case.name for case in of_pack).items() if times > 1]
        assert repeated == []


@pytest.mark.slow("reads every case anew")
@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
def test_cases_name_what_exists(knowledge: Knowledge, cases: Cases, pack: Path) -> None:
    assert read_cases(cases_file_of(pack), cases_file_of(pack).name, knowledge) == cases[pack.stem]


@pytest.mark.slow("reads every case")
def test_cases_name_rules_that_are_in_force(knowledge: Knowledge, all_cases: list[Case]) -> None:
    known = {rule.id for rule in knowledge.rules}
    named = {rule for case in all_cases for rule in (*case.expect.fires, *case.expect.silent)}
    assert sorted(named - known) == []


@pytest.mark.slow("runs every case of every pack")
@pytest.mark.parametrize("side", ["fires", "silent"])
def test_every_rule_is_tried_on_both_sides_of_its_line(
    knowledge: Knowledge, coverage: tuple[RuleCoverage, ...], side: str
) -> None:
    always = {rule.id for rule in knowledge.rules if not rule.when and not rule.unless}
    untried = defaultdict(list)
    for seen in coverage:
        if not getattr(seen, side) and not (side == "silent" and seen.rule in always):
            untried[seen.pack].append(seen.rule)
    assert len(coverage) == len(knowledge.rules)
    assert dict(untried) == {}


@pytest.mark.slow("runs every case of every pack")
def test_every_threshold_has_cases_near_it_on_both_sides(coverage: tuple[RuleCoverage, ...]) -> None:
    thresholds = [(seen.rule, threshold) for seen in coverage for threshold in seen.thresholds]
    assert len(thresholds) > 0
    assert [(rule, threshold) for rule, threshold in thresholds if not threshold.is_held] == []


@pytest.mark.slow("changes every condition of every pack")
def test_no_condition_can_be_moved_negated_or_dropped_unnoticed(mutation: MutationReport) -> None:
    assert mutation.n_mutants > 0
    assert mutation.survivors == ()
