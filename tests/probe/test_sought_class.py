"""Of two classes the user may say which one is to be found; scores that look at one class are then of that one."""

from __future__ import annotations

import pytest
from small_tables import generated

from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import DataDescription
from whichml.probe.description.sought_class import with_sought
from whichml.probe.estimators.implementations import baselines
from whichml.probe.experiments.trial_cache import digest_of
from whichml.probe.measures.fitting import measure_fold
from whichml.probe.measures.fold_context import estimator_table
from whichml.probe.measures.splits import splits_of

TABLE = generated(200, rare=0.2)


def scored(positive: str | None) -> dict[str, float]:
    """Return what the constant baseline, which says the usual class of all rows, scores by F1."""
    prepared = with_sought(TABLE, positive)
    constant = baselines(prepared.task, prepared.kinds)[0]
    found = measure_fold(estimator_table(prepared, "f1"), constant, splits_of(prepared).folds[0], 0)
    return {each.measure: each.values[0] for each in found}


def test_f1_is_of_the_class_that_is_named_and_else_of_the_rarer_one() -> None:
    assert scored(None)["score"] == scored("class 1")["score"] == 0
    assert scored("class 0")["score"] > 0.8


def test_what_is_told_of_the_rarest_class_stays_with_it() -> None:
    assert scored("class 0")["minority-recall"] == scored(None)["minority-recall"] == 0


def test_another_class_to_be_found_is_another_experiment() -> None:
    assert digest_of(with_sought(TABLE, "class 0")) != digest_of(TABLE)


def test_a_class_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(ProbeError, match="has no class 'yes'"):
        with_sought(TABLE, "yes")


def test_of_more_classes_or_of_numbers_none_is_to_be_found() -> None:
    for table in (generated(100, n_classes=3), generated(100, n_classes=0)):
        with pytest.raises(ProbeError, match="names one of two classes"):
            with_sought(table, "class 0")


def test_evidence_says_which_class_was_to_be_found_only_where_one_was_named() -> None:
    data = DataDescription(name="a", digest="0" * 64, task="binary-classification", target="y", rows=9, features=2)
    assert "positive" not in data.model_dump()
    assert data.model_copy(update={"positive": "class 0"}).model_dump()["positive"] == "class 0"
