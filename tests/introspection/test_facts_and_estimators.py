"""What the shipped facts say of capabilities is what the installed estimators show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.implementation_paths import scikit_learn_version
from whichml.knowledge.reading import FactFiles
from whichml_workshop.introspection.comparison import Findings, compare_capabilities, verdicts
from whichml_workshop.introspection.introspect import TABLE
from whichml_workshop.introspection.measurement import CAPABILITIES, CapabilityMeasurement
from whichml_workshop.introspection.table import COLUMNS, table_text

pytestmark = pytest.mark.slow("every estimator that the facts name is run")

Measured = dict[str, CapabilityMeasurement]
Spoil = Callable[[str, str, str], Findings]


def line_of(content: Content, name: str, words: str) -> str:
    """Return `file:line` of the line with these words."""
    lines = (content.facts / name).read_text().splitlines()
    return f"kb/facts/{name}:{next(number for number, line in enumerate(lines, 1) if words in line)}"


def test_the_shipped_facts_contradict_no_estimator(
    fact_files: FactFiles, compiled: Knowledge, measured: Measured
) -> None:
    found = compare_capabilities(fact_files, compiled, measured)
    assert [str(problem) for problem in found.contradictions] == []
    assert [str(problem) for problem in found.gaps] == []


def test_every_class_of_scikit_learn_was_run(fact_files: FactFiles, measured: Measured) -> None:
    paths = {
        one.path
        for read in fact_files.algorithms.values()
        for one in read.value.implementations
        if one.path.startswith("sklearn.")
    }
    assert len(paths) > 80
    assert {path: measured[path].status for path in paths if not measured[path].is_measured} == {}


def test_every_capability_was_seen_there_and_seen_missing(measured: Measured) -> None:
    seen = {(name, there) for one in measured.values() for name, there in one.capabilities.items()}
    # every estimator of scikit-learn repeats itself under a seed
    assert seen == {(name, there) for name in CAPABILITIES for there in (True, False)} - {
        ("deterministic-with-seed", False)
    }


def test_the_shipped_table_is_what_a_run_writes(content: Content, measured: Measured) -> None:
    shipped = (content.facts / TABLE).read_text()
    assert shipped.splitlines()[0] == ",".join(COLUMNS)
    mine = [one for one in measured.values() if one.package == "scikit-learn"]
    if f",{scikit_learn_version()}," not in shipped:
        pytest.skip("the table was written with another scikit-learn")
    written = table_text(mine, scikit_learn_version()).splitlines()
    assert len(written) > 80
    assert [row for row in written if row not in shipped.splitlines()] == []


def test_a_capability_written_as_missing_that_an_estimator_shows_is_found_with_its_line(
    findings_after: Spoil, spoilt: Content
) -> None:
    name = "algorithms/decision-tree.yaml"
    found = findings_after(name, "  missing-values: true\n", "  missing-values: false\n")
    (problem,) = found.contradictions
    assert str(problem).startswith(line_of(spoilt, name, "missing-values: false"))
    assert "sklearn.tree.DecisionTreeClassifier (scikit-learn" in problem.message
    assert problem.hint == "Write `missing-values: true`."


def test_a_capability_written_as_there_that_every_implementation_lacks_is_found(findings_after: Spoil) -> None:
    found = findings_after(
        "algorithms/quadratic-discriminant-analysis.yaml", "  partial-fit: false\n", "  partial-fit: true\n"
    )
    (problem,) = found.contradictions
    assert "no partial_fit" in problem.message


def test_a_capability_that_an_implementation_elsewhere_may_have_is_a_hint_alone(findings_after: Spoil) -> None:
    found = findings_after("algorithms/linear-regression.yaml", "  partial-fit: false\n", "  partial-fit: true\n")
    assert found.contradictions == ()
    assert any("linear-regression.yaml" in str(problem.where) for problem in found.hints)


def test_a_capability_that_is_not_written_is_a_gap(findings_after: Spoil) -> None:
    (problem,) = findings_after("algorithms/kernel-svm.yaml", "  warm-start: false\n", "").gaps
    assert "does not say `warm-start`" in problem.message


def test_a_claim_that_needs_what_every_implementation_lacks_is_found_with_its_line(
    findings_after: Spoil, spoilt: Content
) -> None:
    name = "families/exact-kernel-method.yaml"
    claim = "quality: incrementality\n    level: {}\n"
    found = findings_after(name, claim.format("very-low"), claim.format("high"))
    blamed = {problem.message.partition(" inherits")[0].rpartition("which ")[2] for problem in found.contradictions}
    assert {"kernel-svm", "kernel-ridge"} <= blamed
    assert {str(problem.where).rpartition(":")[0] for problem in found.contradictions} == {
        line_of(spoilt, name, "quality: incrementality")
    }


def test_a_claim_that_reaches_from_medium_to_high_contradicts_nothing(findings_after: Spoil) -> None:
    claim = "quality: incrementality\n    level: {}\n"
    wide = claim.format("{low: medium, high: high}")
    found = findings_after("families/exact-kernel-method.yaml", claim.format("very-low"), wide)
    assert found.contradictions == ()


def test_determinism_is_refuted_by_one_run_and_proved_by_none(fact_files: FactFiles) -> None:
    name = "deterministic-with-seed"

    def one(path: str, agrees: bool) -> CapabilityMeasurement:
        return CapabilityMeasurement(
            path, "scikit-learn", "1", "measured", "classifier", False, {name: agrees}, {name: "seen"}
        )

    facts = fact_files.algorithms["decision-tree"].value
    first, second = (implementation.path for implementation in facts.implementations)
    mixed = verdicts(facts, {first: one(first, True), second: one(second, False)})[name]
    assert (mixed.is_there, mixed.is_final) == (False, True)
    equal = verdicts(facts, {first: one(first, True)})[name]
    assert (equal.is_there, equal.is_final) == (True, False)
