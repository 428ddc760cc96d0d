"""What is derived from small studies made by hand: scaled scores, pairs with ties, bands of rows and gains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from whichml_workshop.published.declaration import Declaration, read_declaration
from whichml_workshop.published.derivation import band_of, derive
from whichml_workshop.published.derived import Derived, Measure, read_derived
from whichml_workshop.published.study import Outcome, Regime, Study

HEAD = """\
id: small
source: made-up
origin: https://example.org/study
commit: 0123456789ab
licence: MIT
files: [{path: small/table.csv.gz, sha256: "HASH"}]
reader: small
protocol: {settings: mixed, metric: accuracy, splits: one}
mapping:
""".replace("HASH", "0" * 64)
TABLE = Regime("binary-classification", "tabular", rows=5000)


@pytest.fixture
def declaration(tmp_path: Path) -> Declaration:
    """Return a declaration of the methods A, B, B2 and C, of which two stand for `b`, and of one that is left out."""
    path = tmp_path / "small.yaml"
    lines = [f"  {method}: {{algorithm: {method[0].lower()}}}\n" for method in ("A", "B", "B2", "C")]
    path.write_text(HEAD + "".join(lines) + "left_out: {D: stands for nothing}\n", encoding="utf-8")
    return read_declaration(path, path.name)


def derived_of(declaration: Declaration, study: Study) -> Derived:
    """Return what is derived from a study, in which missing methods are added on a data set without any number."""
    silent = tuple(Outcome("silent", method) for method in ("A", "B", "B2", "C", "D"))
    regimes = {**study.regimes, "silent": TABLE}
    return derive(declaration, replace(study, regimes=regimes, outcomes=study.outcomes + silent))


def one_set(declaration: Declaration, *outcomes: Outcome, regime: Regime = TABLE) -> Derived:
    return derived_of(declaration, Study({"one": regime}, outcomes))


def counts_of(derived: Derived, measure: Measure) -> Mapping[str, tuple[int, int, int]]:
    (found,) = [pairs.counts for pairs in derived.pairs if pairs.measure == measure]
    return found


def test_scores_are_scaled_between_the_worst_and_the_best_of_both_settings(declaration: Declaration) -> None:
    (standing,) = one_set(
        declaration,
        Outcome("one", "A", 0.5, tuned_score=0.75),
        Outcome("one", "B", 0.625, tuned_score=0.9),
        Outcome("one", "C", 0.4),
    ).standings
    assert standing.default == {"a": 0.2, "b": 0.45, "c": 0.0}
    assert standing.tuned == {"a": 0.7, "b": 1.0}


def test_methods_that_are_left_out_do_not_move_the_scale(declaration: Declaration) -> None:
    (standing,) = one_set(
        declaration, Outcome("one", "A", 1.0), Outcome("one", "B", 2.0), Outcome("one", "D", 9.0)
    ).standings  # fmt: skip
    assert standing.default == {"a": 0.0, "b": 1.0}


def test_equal_scores_are_all_the_best(declaration: Declaration) -> None:
    derived = one_set(declaration, Outcome("one", "A", 0.5), Outcome("one", "B", 0.5))
    assert derived.standings[0].default == {"a": 1.0, "b": 1.0}
    assert counts_of(derived, "default") == {"a b": (0, 0, 1)}


def test_several_methods_of_one_algorithm_give_their_median(declaration: Declaration) -> None:
    (standing,) = one_set(
        declaration,
        Outcome("one", "A", 0.0, fit_seconds=1.0),
        Outcome("one", "B", 0.5, fit_seconds=2.0),
        Outcome("one", "B2", 0.7, fit_seconds=8.0),
        Outcome("one", "C", 1.0),
    ).standings
    assert standing.default["b"] == 0.6
    assert standing.fit_seconds == {"a": 1.0, "b": 5.0}


def test_a_method_that_failed_leaves_the_median_to_the_others(declaration: Declaration) -> None:
    (standing,) = one_set(
        declaration, Outcome("one", "A", 0.0), Outcome("one", "B"), Outcome("one", "B2", 1.0)
    ).standings  # fmt: skip
    assert standing.default == {"a": 0.0, "b": 1.0}


@pytest.mark.parametrize(("second", "count"), [(0.0005, (0, 0, 1)), (0.0006, (0, 1, 0))])
def test_scores_within_a_two_thousandth_of_the_scale_are_ties(
    declaration: Declaration, second: float, count: tuple[int, int, int]
) -> None:
    derived = one_set(declaration, Outcome("one", "A", 0.0), Outcome("one", "B", second), Outcome("one", "C", 1.0))
    assert counts_of(derived, "default")["a b"] == count


@pytest.mark.parametrize(("second", "count"), [(101.0, (0, 0, 1)), (102.0, (1, 0, 0)), (98.0, (0, 1, 0))])
def test_less_is_better_for_seconds_and_a_hundredth_is_a_tie(
    declaration: Declaration, second: float, count: tuple[int, int, int]
) -> None:
    derived = one_set(
        declaration, Outcome("one", "A", fit_seconds=100.0), Outcome("one", "B", fit_seconds=second)
    )  # fmt: skip
    assert counts_of(derived, "fit-seconds") == {"a b": count}


def test_seconds_of_predicting_are_those_of_a_thousand_rows(declaration: Declaration) -> None:
    (standing,) = one_set(
        declaration,
        Outcome("one", "A", predict_seconds=4.0, predicted_rows=2000),
        Outcome("one", "B", predict_seconds=1.0, predicted_rows=250),
        Outcome("one", "C", predict_seconds=1.0),
    ).standings
    assert standing.predict_seconds == {"a": 2.0, "b": 4.0}


def test_a_data_set_with_one_algorithm_is_dropped(declaration: Declaration) -> None:
    assert one_set(declaration, Outcome("one", "B", 0.5), Outcome("one", "B2", 0.6)).standings == ()


def test_a_data_set_with_costs_alone_is_kept(declaration: Declaration) -> None:
    derived = one_set(declaration, Outcome("one", "A", log_loss=0.2), Outcome("one", "B", log_loss=0.3))
    assert derived.standings[0].default == {}
    assert counts_of(derived, "log-loss") == {"a b": (1, 0, 0)}


def test_pairs_are_counted_apart_by_task_and_band_of_rows(declaration: Declaration) -> None:
    regimes = {
        "few": Regime("regression", "tabular", rows=999),
        "many": Regime("regression", "tabular", rows=1000),
        "more": Regime("regression", "tabular", rows=9999),
        "other": Regime("binary-classification", "tabular", rows=9999),
        "untold": Regime("regression", "tabular"),
    }
    outcomes = [
        outcome for data in regimes for outcome in (Outcome(data, "A", 0.0), Outcome(data, "B", 1.0))
    ]  # fmt: skip
    found = {(p.task, p.rows): p.counts["a b"] for p in derived_of(declaration, Study(regimes, tuple(outcomes))).pairs}
    assert found == {
        ("binary-classification", "1000-10000"): (0, 1, 0),
        ("regression", "1000-10000"): (0, 2, 0),
        ("regression", "below-1000"): (0, 1, 0),
        ("regression", "unknown"): (0, 1, 0),
    }


@pytest.mark.parametrize(
    ("rows", "band"),
    [
        (999.9, "below-1000"),
        (1000, "1000-10000"),
        (10_000, "10000-100000"),
        (999_999, "100000-1000000"),
        (1_000_000, "from-1000000"),
        (None, "unknown"),
    ],
)
def test_a_band_begins_at_its_lower_bound(rows: float | None, band: str) -> None:
    assert band_of(rows) == band


def gained(declaration: Declaration, n: int) -> Derived:
    """Return what is derived where tuning brings `a` a tenth of the scale more on each further data set."""
    outcomes = [
        outcome
        for number in range(n)
        for outcome in (
            Outcome(str(number), "A", 0.0, tuned_score=number / 10),
            Outcome(str(number), "B", 1.0),
            Outcome(str(number), "C", 0.0),
        )
    ]
    return derived_of(declaration, Study({str(number): TABLE for number in range(n)}, tuple(outcomes)))


def test_gains_are_quartiles_of_the_difference_that_tuning_made(declaration: Declaration) -> None:
    (gain,) = gained(declaration, 5).gains
    assert (gain.algorithm, gain.n, gain.low, gain.median, gain.high) == ("a", 5, 0.05, 0.2, 0.35)


def test_gains_on_four_data_sets_are_not_told(declaration: Declaration) -> None:
    assert gained(declaration, 4).gains == ()


WINS = {("A", "B"): (3, 1), ("C", "B"): (2, 2), ("A", "D"): (5, 0), ("B2", "B"): (1, 4), ("B2", "C"): (0, 4)}


def test_wins_are_turned_to_the_alphabet_and_the_rest_of_the_data_sets_are_ties(declaration: Declaration) -> None:
    alone = {pair: counts for pair, counts in WINS.items() if pair != ("B2", "C")}
    derived = derive(declaration, Study({str(number): TABLE for number in range(5)}, wins=alone))
    assert derived.standings == ()
    assert counts_of(derived, "default") == {"a b": (3, 1, 1), "b c": (2, 2, 1)}


def test_wins_of_two_methods_of_one_algorithm_are_added(declaration: Declaration) -> None:
    derived = derive(declaration, Study({str(number): TABLE for number in range(5)}, wins=WINS))
    assert counts_of(derived, "default")["b c"] == (2, 6, 2)


def test_wins_over_several_tasks_name_them_all_and_no_band(declaration: Declaration) -> None:
    regimes = {"one": TABLE, "two": Regime("multiclass-classification", "tabular", rows=10), "three": TABLE}
    (pairs,) = derive(declaration, Study(regimes, wins=WINS, wins_at="tuned")).pairs
    assert (pairs.measure, pairs.rows) == ("tuned", "unknown")
    assert pairs.tasks == ("binary-classification", "multiclass-classification")


def test_what_is_derived_is_the_same_in_any_order_of_outcomes(declaration: Declaration, tmp_path: Path) -> None:
    outcomes = (
        Outcome("one", "B", 0.3),
        Outcome("one", "A", 0.25, 0.1, 2.0),
        Outcome("two", "C", 1.0, 0.2),
        Outcome("two", "A", 0.5, 0.1),
    )
    study = Study({"two": TABLE, "one": TABLE}, outcomes)
    backwards = replace(study, outcomes=outcomes[::-1])
    kept = derived_of(declaration, study)
    assert derived_of(declaration, backwards).to_json() == kept.to_json()
    (tmp_path / "small.json").write_bytes(kept.to_json())
    assert read_derived(tmp_path / "small.json", "small.json") == kept
