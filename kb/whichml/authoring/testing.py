"""The tests beside packs run: what fails, and what they see of each rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from whichml.advise.recommendation import Advisor
from whichml.authoring.case_runs import CaseOutcome, runs_of
from whichml.authoring.coverage import RuleCoverage, rule_coverage
from whichml.authoring.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TestedPacks:
    """How the tests of some packs come out.

    Attributes
    ----------
    n_cases : by pack
    missed : the cases of which something does not come true
    coverage : what the cases see of each rule
    """

    n_cases: Mapping[str, int]
    missed: tuple[CaseOutcome, ...]
    coverage: tuple[RuleCoverage, ...]

    @property
    def passed(self) -> bool:
        """Return whether every expectation comes true."""
        return not self.missed

    def as_plain(self) -> dict[str, object]:
        """Return the report as plain values that JSON can hold, `tests/1`."""
        return {
            "schema": "tests/1",
            "passed": self.passed,
            "n_cases": dict(self.n_cases),
            "missed": [
                {"pack": o.case.pack, "case": o.case.name, "where": str(o.case.place), "missed": list(o.missed)}
                for o in self.missed
            ],
            "coverage": [_plain_coverage(coverage) for coverage in self.coverage],
        }


def run_tests(workspace: Workspace) -> TestedPacks:
    """Return how the cases beside the packs of a workspace come out."""
    advisor = Advisor.of(workspace.knowledge)
    runs = runs_of(advisor, workspace.cases)
    outcomes = [CaseOutcome(run.case, run.missed) for of_pack in runs.values() for run in of_pack]
    return TestedPacks(
        n_cases={pack: len(cases) for pack, cases in workspace.cases.items()},
        missed=tuple(outcome for outcome in outcomes if not outcome.is_met),
        coverage=rule_coverage(workspace.knowledge, runs),
    )


def _plain_coverage(coverage: RuleCoverage) -> dict[str, object]:
    return {
        "rule": coverage.rule,
        "pack": coverage.pack,
        "where": coverage.where,
        "fires": coverage.fires,
        "silent": coverage.silent,
        "conditions": [
            {
                "part": each.part,
                "condition": each.condition.text(),
                "true": each.seen_true,
                "false": each.seen_false,
                "unknown": each.seen_unknown,
            }
            for each in coverage.conditions
        ],
        "thresholds": [asdict(threshold) for threshold in coverage.thresholds],
    }
