"""Tests of packs, their coverage and their mutants on the terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from whichml.authoring.coverage import RuleCoverage
from whichml.authoring.mutation import MutationReport
from whichml.authoring.testing import TestedPacks
from whichml.cli.terminal import Page

_MOST_NAMED = 20


def print_tests(report: TestedPacks, page: Page) -> None:
    """Print every case that fails with what does not come true, then what the cases see of each pack."""
    for outcome in report.missed:
        page.line(f"{outcome.case.place}: {outcome.case.name}", 0, "x")
        for sentence in outcome.missed:
            page.line(sentence, 2)
    by_pack: dict[str, list[RuleCoverage]] = defaultdict(list)
    for coverage in report.coverage:
        by_pack[coverage.pack].append(coverage)
    for pack, n_cases in report.n_cases.items():
        page.line(f"{pack}: {n_cases} cases; {_seen(by_pack[pack])}")
    _print_gaps(report.coverage, page)
    n_cases = sum(report.n_cases.values())
    page.line(f"{n_cases - len(report.missed)} of {n_cases} cases pass.", style="bold")


def _seen(rules: Sequence[RuleCoverage]) -> str:
    thresholds = [threshold for rule in rules for threshold in rule.thresholds]
    n_conditional = sum(bool(rule.conditions) for rule in rules)
    n_silent = sum(rule.silent and bool(rule.conditions) for rule in rules)
    n_firing = sum(rule.fires for rule in rules)
    seen = f"{n_firing} of {len(rules)} rules seen firing, {n_silent} of {n_conditional} silent"
    if not thresholds:
        return seen
    held = sum(threshold.is_held for threshold in thresholds)
    return f"{seen}, {held} of {len(thresholds)} thresholds tried closely on both sides"


def _print_gaps(coverage: Sequence[RuleCoverage], page: Page) -> None:
    gaps = [f"{rule.rule} ({rule.where}) is never seen firing" for rule in coverage if not rule.fires]
    gaps += [
        f"{rule.rule} ({rule.where}) is never seen silent" for rule in coverage if not rule.silent and rule.conditions
    ]
    for gap in gaps[:_MOST_NAMED]:
        page.line(gap, 0, "!")
    if len(gaps) > _MOST_NAMED:
        page.line(f"{len(gaps) - _MOST_NAMED} more; --format json names all.", 0, "!")


def print_mutations(report: MutationReport, page: Page) -> None:
    """Print every mutant that survives, then the counts."""
    for survivor in report.survivors:
        page.line(f"{survivor.where}: {survivor.rule}: {survivor.text}", 0, "x")
    page.line(
        f"{report.n_noticed} of {report.n_mutants} changes are noticed by a test, {len(report.survivors)} are not; "
        f"{report.n_equivalent} more change nothing.",
        style="bold",
    )
