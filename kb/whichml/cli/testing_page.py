"""Tests of packs, their coverage and their mutants as pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from whichml.authoring.coverage import RuleCoverage
from whichml.authoring.mutation import MutationReport
from whichml.authoring.testing import TestedPacks
from whichml.export.document import CAUTION, PLAIN, Entry, Mark, Paragraph, Section
from whichml.export.words import Strong

_MOST_NAMED = 20


def tests_page(report: TestedPacks) -> Section:
    """Return every case that fails with what does not come true, then what the cases see of each pack."""
    missed = (
        Entry(f"{each.case.place}: {each.case.name}", Mark("x"), tuple(Entry(said, PLAIN) for said in each.missed))
        for each in report.missed
    )
    by_pack: dict[str, list[RuleCoverage]] = defaultdict(list)
    for coverage in report.coverage:
        by_pack[coverage.pack].append(coverage)
    packs = (Entry(f"{pack}: {n} cases; {_seen(by_pack[pack])}", PLAIN) for pack, n in report.n_cases.items())
    n_cases = sum(report.n_cases.values())
    passed = Paragraph(Strong(f"{n_cases - len(report.missed)} of {n_cases} cases pass."))
    return Section("", (*missed, *packs, *_gaps(report.coverage), passed))


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


def _gaps(coverage: Sequence[RuleCoverage]) -> Iterable[Entry]:
    gaps = [f"{rule.rule} ({rule.where}) is never seen firing" for rule in coverage if not rule.fires]
    gaps += [
        f"{rule.rule} ({rule.where}) is never seen silent" for rule in coverage if not rule.silent and rule.conditions
    ]
    yield from (Entry(gap, CAUTION) for gap in gaps[:_MOST_NAMED])
    if len(gaps) > _MOST_NAMED:
        yield Entry(f"{len(gaps) - _MOST_NAMED} more; --format json names all.", CAUTION)


def mutations_page(report: MutationReport) -> Section:
    """Return every mutant that survives, then the counts."""
    survivors = (Entry(f"{each.where}: {each.rule}: {each.text}", Mark("x")) for each in report.survivors)
    counts = (
        f"{report.n_noticed} of {report.n_mutants} changes are noticed by a test, {len(report.survivors)} are not; "
        f"{report.n_equivalent} more change nothing."
    )
    return Section("", (*survivors, Paragraph(Strong(counts))))
