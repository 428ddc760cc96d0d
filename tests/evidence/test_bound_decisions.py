"""How predictions decide bounds is counted by the chance that they gave and by what was then measured."""

from __future__ import annotations

import re
from dataclasses import astuple

from bound_decisions import BOUNDS, BoundDecisions, MeasuredCosts, decisions_on, lines_of

from small_knowledge import ROOT, constant_cost
from whichml.knowledge.cost_models import CostModels
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.evidence import Machine


def counted(*cases: tuple[float, bool]) -> BoundDecisions:
    decided = BoundDecisions("training-time", 1.0)
    for chance, is_kept in cases:
        decided.add(chance, is_kept)
    return decided


def test_a_case_is_clear_out_or_open_by_its_chance() -> None:
    decided = counted((0.9, True), (0.89, True), (0.5, False), (0.11, False), (1 - 0.9, False), (0.09, False))
    assert (decided.n, decided.n_kept) == (6, 2)
    assert (decided.n_met, decided.n_open, decided.n_out) == (1, 3, 2)


def test_a_bound_begins_without_cases() -> None:
    assert astuple(BoundDecisions("training-time", 1.0)) == ("training-time", 1.0, *[0] * 9)


def test_cases_that_were_decided_wrongly_are_counted() -> None:
    decided = counted((0.95, True), (0.95, False), (0.05, True), (0.05, True), (0.05, False))
    assert (decided.n_met, decided.n_met_broken) == (2, 1)
    assert (decided.n_out, decided.n_out_kept) == (3, 2)


def test_open_cases_are_held_against_how_many_were_expected_to_keep_the_bound() -> None:
    decided = counted((0.75, True), (0.5, False), (0.95, True))
    assert (decided.n_open, decided.n_open_kept, decided.expected) == (2, 1, 1.25)


def test_a_bound_is_an_upper_one_but_for_throughput() -> None:
    here = Machine(system="Linux", processor="Made-up", n_cores=2, memory_bytes=8 * 10**9, python="3.11")
    models = CostModels(
        reference_seconds=1.0, machine="a made-up machine", source="made-up",
        models=(constant_cost("swept", "fit-seconds", 0.5), constant_cost("swept", "batch-row-seconds", 2e-6)),
    )  # fmt: skip
    facts = {"task": "binary-classification", "data.training_rows": 5000.0, "data.features": 20.0}
    measured = {"training-time": {"swept": 0.5, "unswept": 0.5}, "inference-throughput": {"swept": 5e5}}
    table = MeasuredCosts(facts, Calibration(reference_seconds=1.0, machine=here, spread=1.0, n=5), measured)
    kept = {(one.quality, one.bound): (one.n, one.n_kept) for one in decisions_on([table], models) if one.n}
    assert kept == {
        ("inference-throughput", 1e4): (1, 1), ("inference-throughput", 1e5): (1, 1),
        ("inference-throughput", 1e6): (1, 0), ("training-time", 0.1): (1, 0), ("training-time", 1.0): (1, 1),
        ("training-time", 10.0): (1, 1),
    }  # fmt: skip


def test_the_bounds_that_are_tried_are_those_of_the_published_table() -> None:
    rows = re.findall(
        r"^\| ([a-z-]+ [0-9.e+]+) \| \d+ \| ", (ROOT / "docs/cost-models.md").read_text("utf-8"), re.MULTILINE
    )
    tried = [f"{quality} {bound:g}" for quality, bounds in BOUNDS.items() for bound in bounds]
    assert rows[: len(tried)] == tried
    assert set(rows) == set(tried)


def test_bounds_of_a_quality_are_tried_from_the_smallest_to_the_largest() -> None:
    assert [quality for quality, bounds in BOUNDS.items() if [*bounds] != sorted(set(bounds))] == []


def test_the_table_leaves_out_a_bound_without_cases_and_shares_of_nothing() -> None:
    head, rule, line = lines_of([counted(), counted((0.95, True), (0.95, False), (0.5, True), (0.5, False))])
    assert head.count("|") == rule.count("|") == line.count("|")
    assert line == "| training-time 1 | 4 | 50% | 0 | - | 2 | 50.0% | 2 | 50.0% | 50.0% |"
