"""Which numbers of a run count for an algorithm, what interval they give at a statistic, and how they are told."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from made_up_evidence import evidence, failure, number, scores

from whichml.advise.measured_values import (
    MeasuredValue,
    Run,
    breakdowns_of,
    in_cases,
    in_its_unit,
    measured_values_of,
    scores_by_rows,
)
from whichml.model.statements.evidence import Evidence, Measurement


def run_of(told: Evidence) -> Run:
    return Run(told.id, told)


def figure(*measurements: Measurement, **more: object) -> MeasuredValue:
    """Return the one figure of a run."""
    (found,) = measured_values_of(run_of(evidence(*measurements, **more))).values()
    return found


def latency(value: float, margin: float = 0.0, statistic: str = "median", **more: object) -> Measurement:
    return number("one", "row-latency", value, margin, statistic=statistic, **more)


# -- intervals -------------------------------------------------------------------------------------------------------

MEDIAN, P99, MAX = latency(2.0, 0.5), latency(8.0, 1.0, "p99"), latency(20.0, 0.0, "max")
MEAN, ONCE = latency(3.0, 0.5, "mean"), latency(4.0, 0.5, "once")


@pytest.mark.parametrize(
    ("measured", "at", "span"),
    [
        ([MEDIAN, P99, MAX], None, (1.5, 2.5)),
        ([MEDIAN, P99, MAX], "median", (1.5, 2.5)),
        ([MEDIAN, P99, MAX], "p99", (7.0, 9.0)),
        ([MEDIAN, P99, MAX], "worst-case", (20.0, 20.0)),
        ([MEDIAN, P99], "p95", (1.5, 9.0)),
        ([MEDIAN, MAX], "p95", (1.5, 20.0)),
        ([MEDIAN, P99, MAX], "p95", (1.5, 20.0)),
        ([MEDIAN], "p95", (1.5, math.inf)),
        ([P99], "p95", (0.0, 9.0)),
        ([MEDIAN, P99], "worst-case", (7.0, math.inf)),
        ([MEDIAN], "worst-case", (1.5, math.inf)),
        ([MEDIAN, P99], "mean", (1.5, 2.5)),
        ([MEAN, P99], "median", (2.5, 3.5)),
        ([ONCE], "median", (3.5, 4.5)),
        ([MEDIAN, MEAN], "p95", (1.5, math.inf)),
        ([P99], "median", (0.0, 9.0)),
        ([MAX], "mean", (0.0, 20.0)),
        ([P99], None, (7.0, 9.0)),
        ([MEAN, ONCE], None, (2.5, 3.5)),
        ([ONCE, MAX], None, (3.5, 4.5)),
        ([MAX, P99], None, (20.0, 20.0)),
    ],
)
def test_a_statistic_that_was_not_measured_lies_where_the_measured_ones_let_it(
    measured: Sequence[Measurement], at: str | None, span: tuple[float, float]
) -> None:
    assert figure(*measured).span(at) == span


def test_an_interval_reaches_over_all_implementations_and_repeated_numbers() -> None:
    other = latency(9.0, 1.0, implementation="other.One")
    assert figure(MEDIAN, latency(4.0, 0.25), other).span() == (1.5, 10.0)


def test_a_statistic_is_had_where_every_implementation_has_it() -> None:
    elsewhere = {"implementation": "other.One"}
    assert figure(MEDIAN, P99).has("p99")
    assert not figure(MEDIAN).has("p99")
    assert not figure(MEDIAN, P99, latency(1.0, **elsewhere)).has("p99")
    assert figure(MEDIAN, P99, latency(1.0, 0.0, "p99", **elsewhere)).has("p99")


def test_the_best_is_the_largest_typical_number_of_the_implementations() -> None:
    assert figure(MEDIAN, P99, latency(3.0, implementation="other.One"), latency(9.0, 0, "p99")).best == 3.0


# -- which count -----------------------------------------------------------------------------------------------------


def test_of_each_implementation_the_numbers_on_the_most_rows_count() -> None:
    found = figure(latency(1.0, rows=100), latency(2.0, rows=500), latency(3.0, rows=50, implementation="other.One"))
    assert [(m.implementation, m.value) for m in found.measurements] == [("made.up.one", 2.0), ("other.One", 3.0)]
    assert (found.rows, found.is_of_a_sample) == (500, False)


def test_an_estimate_counts_where_nothing_was_measured_however_many_rows_it_is_for() -> None:
    guess = latency(9.0, rows=900, estimated=True)
    assert [m.value for m in figure(MEDIAN, guess).measurements] == [2.0]
    assert figure(guess).is_estimated
    assert not figure(MEDIAN, guess).is_estimated


def test_figures_stand_in_the_order_of_algorithms_and_their_numbers_in_that_of_statistics() -> None:
    told = evidence(number("two", "fit-seconds", 1.0), P99, latency(2.5), MEDIAN)
    found = measured_values_of(run_of(told))
    assert list(found) == [("one", "row-latency"), ("two", "fit-seconds")]
    assert [m.value for m in found["one", "row-latency"].measurements] == [2.0, 2.5, 8.0]


def test_a_score_on_fewer_rows_is_one_of_a_sample() -> None:
    told = evidence(*scores(one=0.9), number("one", "score", 0.7, rows=100), number("two", "score", 0.6, rows=100))
    run = run_of(told)
    figures = measured_values_of(run)
    by_rows = scores_by_rows(run, figures)
    assert {rows: list(names) for rows, names in by_rows.items()} == {100: ["one", "two"], 500: ["one"]}
    assert by_rows[500]["one"] is figures["one", "score"]
    assert by_rows[100]["two"] is figures["two", "score"]
    sample = by_rows[100]["one"]
    assert (sample.is_of_a_sample, sample.identity) == (True, f"evidence:{run.identity}:one:score:100")
    assert sample.citation.locator == "measurement score of one on 100 rows"
    assert figures["one", "score"].citation.locator == "measurement score of one"


# -- words -----------------------------------------------------------------------------------------------------------


def test_a_figure_is_told_with_its_statistics_repetitions_rows_and_data() -> None:
    assert figure(MEDIAN, P99).text("One") == (
        "One: measured row latency 2 s (median), 8 s (p99) over 10 rows, on 500 rows of made-up.csv"
    )
    fit = number("one", "fit-seconds", 3.0, n=1, statistic="once", rows=7)
    assert figure(fit).text("One") == "One: measured fit seconds 3 s, on 7 rows of made-up.csv"
    twice = number("one", "fit-seconds", 3.0, n=2)
    assert (
        figure(twice).text("One")
        == "One: measured fit seconds 3 s (median) over 2 repetitions, on 500 rows of made-up.csv"
    )
    guess = number("one", "training-joules", 50.0, n=1, estimated=True)
    assert figure(guess).text("One") == "One: estimated training joules 50 J (median), on 500 rows of made-up.csv"


def test_implementations_are_named_where_there_are_several() -> None:
    told = figure(latency(2.0, n=1), latency(3.0, n=1, implementation="other.One")).text("One")
    assert "made.up.one: 2 s (median); other.One: 3 s (median), on" in told


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [(0.97123, "roc-auc", "0.971 roc-auc"), (1234.5, "bytes", "1.23 kB"), (12345.0, "rows", "12300 rows")],
)
def test_a_number_is_told_to_three_digits_with_its_unit(value: float, unit: str, told: str) -> None:
    assert in_its_unit(value, unit) == told


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        (0.1, "in 10 of 100 cases"), (0.11, "in 1 of 10 cases"), (0.89, "in 9 of 10 cases"),
        (0.9, "in 90 of 100 cases"), (0.5, "in 5 of 10 cases"), (0.004, "in fewer than 1 of 100 cases"),
        (0.996, "in more than 99 of 100 cases"), (1.0, "in every case"), (0.0, "in no case"),
        (0.01, "in 1 of 100 cases"), (0.99, "in 99 of 100 cases"),
    ],
)  # fmt: skip
def test_chances_are_told_in_tens_between_one_and_nine_tenths(chance: float, told: str) -> None:
    assert in_cases(chance) == told


# -- what broke down -------------------------------------------------------------------------------------------------


def test_what_no_run_measured_broke_down_with_each_reason_once() -> None:
    broken = [
        failure("one"),
        failure("one"),
        failure("one", "time", ""),
        failure("two"),
        failure("far", "not-installed"),
    ]
    first, second = run_of(evidence(failures=broken)), run_of(evidence(number("two", "row-latency", 1.0), seed=1))
    found = breakdowns_of([first, second])
    assert list(found) == ["one"]
    (told,) = found["one"]
    assert told.text("One") == (
        "One: no trial on made-up.csv could be measured: "
        "memory at fit with 500 rows ('too much'); time at fit with 500 rows"
    )
    assert told.identity == f"evidence:{first.identity}:one:failure"
    assert (told.citation.ref, told.citation.locator) == (first.ref, "failures of one")


def test_every_run_in_which_it_broke_down_is_told() -> None:
    runs = [run_of(evidence(failures=[failure("one", reason)])) for reason in ("error", "crash")]
    assert [each.run for each in breakdowns_of(runs)["one"]] == runs


def test_a_run_is_cited_as_a_work_without_a_year() -> None:
    run = run_of(evidence(name="a\nb.csv"))
    assert run.ref == f"probe-{run.identity[:8]}"
    assert "\n" not in run.data_name
    assert (run.record.year, run.record.access, run.record.authors) == (None, "measured", ("whichml probe",))
