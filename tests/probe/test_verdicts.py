"""A claim is held against a measured span by a rule: inside, narrower, apart, or too little to tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml import KnowledgeBase
from whichml.evidence.levels import span_over_sets
from whichml.evidence.permutation_control import PermutationControl, PermutationCount, QualityControl, permutation_count
from whichml.evidence.testable import Pair
from whichml.evidence.verdict_rows import VerdictRow, verdicts_to_csv
from whichml.evidence.verdicts import MOST_BY_CHANCE, ClaimedSpan, claimed_span, judge_claim
from whichml.knowledge.content import Content
from whichml.model.statements.measures import Bound
from whichml.model.values.scale import TOP
from whichml_workshop.experiments.check import control_lines, current_judgement, current_rows, faults_of
from whichml_workshop.experiments.committed import evidence_folder, verdicts_path

pytestmark = pytest.mark.slow("measures claims on made-up evidence")

LOW = ClaimedSpan(0.5, 1.5, 0.25)
ANY = ClaimedSpan(0.0, 4.0, 0.0)


def verdict(claimed: ClaimedSpan, *positions: float, bound: Bound | None = None) -> str:
    return judge_claim(claimed, span_over_sets(positions), bound)[0]


def row(verdict: str, debate: str = "") -> VerdictRow:
    claim = next(iter(KnowledgeBase.load().claims.values()))
    measured = span_over_sets([3.0, 3.0, 3.0])
    return VerdictRow(
        claim.id, claim.quality, claim.subject, claim.level, measured, verdict, "measured above", debate, claim.where
    )  # type: ignore[arg-type]


def test_a_middle_inside_the_claim_confirms_it() -> None:
    assert verdict(LOW, 0.9, 1.0, 1.4) == "confirmed"


def test_a_middle_in_the_doubt_of_the_claim_still_confirms_it() -> None:
    assert verdict(LOW, 1.7, 1.7, 1.7) == "confirmed"
    assert verdict(replace(LOW, doubt=0.0), 1.7, 1.7, 1.7) == "open"


def test_a_wide_claim_with_a_narrow_measurement_inside_is_narrowed() -> None:
    assert verdict(ANY, 2.0, 2.1, 2.2) == "narrowed"


def test_a_single_level_is_never_narrowed() -> None:
    assert verdict(LOW, 1.0, 1.0, 1.0) == "confirmed"


def test_three_sets_a_whole_level_apart_contradict_a_claim() -> None:
    assert verdict(LOW, 2.6, 2.7, 3.0) == "contradicted"


def test_less_than_a_whole_level_apart_leaves_a_claim_open() -> None:
    assert verdict(LOW, 2.3, 2.4, 2.4) == "open"


def test_sets_on_both_sides_leave_a_claim_open() -> None:
    assert verdict(LOW, 0.9, 3.0, 3.0, 3.0) == "open"


@pytest.mark.parametrize("positions", [(3.0,), (3.0, 3.0), (1.0, 1.0)])
def test_two_sets_are_too_few_for_any_verdict(positions: tuple[float, ...]) -> None:
    assert verdict(LOW, *positions) == "open"


def test_a_lower_bound_below_the_claim_leaves_it_open_and_one_above_contradicts_it() -> None:
    claimed = ClaimedSpan(2.0, 3.0, 0.0)
    assert verdict(claimed, 0.0, 0.1, 0.2) == "contradicted"
    assert verdict(claimed, 0.0, 0.1, 0.2, bound="least") == "open"
    assert verdict(ClaimedSpan(0.0, 1.0, 0.0), 3.0, 3.0, 3.0, bound="least") == "contradicted"


def test_an_upper_bound_above_the_claim_leaves_it_open_and_one_below_contradicts_it() -> None:
    assert verdict(LOW, 4.0, 4.0, 4.0, bound="most") == "open"
    assert verdict(ClaimedSpan(3.0, 4.0, 0.0), 0.0, 0.0, 0.0, bound="most") == "contradicted"


@given(st.lists(st.floats(0, TOP), min_size=3, max_size=9), st.floats(0, 3), st.floats(0, 1))
def test_a_contradicted_claim_holds_nowhere_near_the_middle(positions: list[float], low: float, width: float) -> None:
    claimed = ClaimedSpan(low, low + width, 0.25)
    measured = span_over_sets(positions)
    if judge_claim(claimed, measured)[0] == "contradicted":
        assert abs(claimed.levels_away(measured.median)) >= 1
        assert not claimed.holds(measured.low)
        assert not claimed.holds(measured.high)


@given(st.floats(0, TOP), st.floats(0, 0.5), st.floats(0, 0.5))
def test_more_doubt_never_turns_an_accepted_claim_into_a_contradicted_one(at: float, some: float, more: float) -> None:
    least, most = sorted((some, more))
    if verdict(replace(LOW, doubt=least), at, at, at) == "confirmed":
        assert verdict(replace(LOW, doubt=most), at, at, at) == "confirmed"


def test_what_it_is_worth_that_a_claim_holds_is_told_by_the_others_of_whom_it_would_hold() -> None:
    inside = span_over_sets([1.0, 1.0, 1.0])
    told = {chance: judge_claim(LOW, inside, chance=chance) for chance in (0.1, 0.8, None)}
    assert {verdict for verdict, _ in told.values()} == {"confirmed"}
    assert told[0.1][1].endswith("only 10% of other algorithms would lie there too")
    assert told[0.8][1].endswith("; 80% of other algorithms would lie there too")
    assert "too few other algorithms" in told[None][1]


def test_a_claim_tells_its_own_apart_where_it_would_hold_of_a_third_of_the_others_at_most() -> None:
    assert replace(row("confirmed"), chance=MOST_BY_CHANCE).tells_apart
    assert not replace(row("confirmed"), chance=MOST_BY_CHANCE + 0.01).tells_apart
    assert not row("confirmed").tells_apart


def test_chance_leaves_contradictions_as_they_are() -> None:
    assert judge_claim(LOW, span_over_sets([3.0, 3.0, 3.0]), chance=0.9)[0] == "contradicted"


TABLES = ("one", "two", "three")
STAIRS = {(f"a{step}", table): 4 * step / 19 for step in range(20) for table in TABLES}
"""Twenty algorithms that stand evenly from the bottom to the top on every table."""


def chance(accepted: tuple[float, float], *names: str, placed: Mapping[Pair, float] = STAIRS) -> float | None:
    pairs = [(name, table) for name in names for table in TABLES]
    return PermutationControl({"accuracy": placed}).outcomes("accuracy", pairs, accepted).chance


def test_chance_is_the_share_of_other_algorithms_for_which_a_claim_would_hold() -> None:
    assert chance((0.0, 4.0), "a3") == 1.0
    assert chance((5.0, 6.0), "a3") == 0.0
    assert chance((0.0, 2.0), "a3") == pytest.approx(0.5, abs=0.1)
    assert chance((0.0, 2.0), "a3") == chance((0.0, 2.0), "a3")


def test_the_middle_of_several_algorithms_lies_in_the_middle_more_often_by_chance() -> None:
    one, five = (chance((1.0, 3.0), *(f"a{place}" for place in range(n))) for n in (1, 5))
    assert one is not None
    assert five is not None
    assert five > one + 0.2


def test_chance_cannot_be_told_where_hardly_anybody_was_measured_on_three_tables() -> None:
    few = {pair: at for pair, at in STAIRS.items() if pair[1] == "one" or pair[0] == "a3"}
    assert chance((0.0, 4.0), "a3", placed=few) is None


def test_a_tally_tells_in_how_many_swaps_there_are_as_many() -> None:
    permutations = PermutationControl({"accuracy": STAIRS})
    pairs = [[(f"a{place}", table) for table in TABLES] for place in range(4)]
    outcomes = [permutations.outcomes("accuracy", each, (0.0, 1.0)) for each in pairs]
    tally = permutation_count(4, outcomes)
    assert tally.by_chance == pytest.approx(sum(each.chance or 0 for each in outcomes))
    assert tally.share_as_many < 0.05
    assert permutation_count(0, outcomes).share_as_many == 1.0


def test_the_control_is_a_table_with_a_line_for_each_quality_and_one_for_all() -> None:
    tally = PermutationCount(7, 5.25, 0.04)
    lines = control_lines([QualityControl("accuracy", 9, tally, 3, tally), QualityControl("", 9, tally, 3, tally)])
    assert lines[2] == "| accuracy | 9 | 7 | 5.2 | 4% | 3 | 7 | 5.2 |"
    assert lines[3].startswith("| all | 9 |")


def test_a_claim_that_was_written_with_the_evidence_is_not_verified_by_it() -> None:
    knowledge = KnowledgeBase.shipped()
    rows = current_judgement(Content.shipped(), knowledge).rows
    citing = [
        row
        for row in rows
        if row.verdict != "untestable" and any(c.ref == "verification" for c in knowledge.claims[row.claim].sources)
    ]
    assert len(citing) >= 3
    assert {row.verdict for row in citing} <= {"open", "contradicted"}
    assert not any(row.is_verified for row in citing)


def test_swapped_claims_agree_less_often_than_those_that_were_written() -> None:
    every = current_judgement(Content.shipped(), KnowledgeBase.shipped()).controls[-1]
    assert every.quality == ""
    assert every.agreeing.n > every.agreeing.by_chance
    assert every.agreeing.share_as_many <= 0.05
    assert every.telling.n > every.telling.by_chance


def test_a_level_reaches_half_a_level_to_both_sides_and_an_interval_does_not() -> None:
    claims = KnowledgeBase.load().claims.values()
    level = next(claim for claim in claims if claim.level == "low" and claim.confidence == "low")
    interval = next(claim for claim in claims if claim.interval is not None)
    assert claimed_span(level) == ClaimedSpan(0.5, 1.5, 0.5)
    assert (claimed_span(interval).low, claimed_span(interval).high) == (interval.low, interval.high)


def test_a_contradicted_claim_is_a_fault_unless_it_is_a_debate() -> None:
    assert len(faults_of([row("contradicted")], verdicts_to_csv([row("contradicted")]))) == 1
    assert faults_of([row("contradicted", "one source says more")], verdicts_to_csv([row("contradicted")])) == ()


def test_verdicts_that_no_longer_follow_are_a_fault() -> None:
    (fault,) = faults_of([row("confirmed")], verdicts_to_csv([row("open")]))
    assert "check --write" in fault


def test_the_committed_verdicts_follow_from_todays_claims_and_none_is_contradicted() -> None:
    content = Content.shipped()
    rows = current_rows(content, KnowledgeBase.shipped())
    assert faults_of(rows, verdicts_path(content).read_text(encoding="utf-8")) == ()
    assert sum(row.is_verified for row in rows) > 100


def test_committed_evidence_stays_small() -> None:
    sizes = [path.stat().st_size for path in Path(evidence_folder(Content.shipped())).glob("*.json")]
    assert len(sizes) >= 15
    assert sum(sizes) < 5_000_000  # a tenth of that in a wheel
