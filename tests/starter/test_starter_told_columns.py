"""A starter tells an estimator which columns it takes as they are, by what the fact files say of the implementation."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from written_starters import loaded

from whichml import Brief, KnowledgeBase, recommend
from whichml.model.statements.facts import Implementation
from whichml.probe.estimators.needs import needs_of
from whichml.starter.chosen_algorithm import ChosenAlgorithm
from whichml.starter.plan import EstimatorSource, TablePlan
from whichml.starter.planning import plan_starter
from whichml.starter.table_plan import unnamed_table
from whichml.starter.training_script import training_script

pytestmark = pytest.mark.slow("imports learners")
CLASS = "CatBoostClassifier"
SOURCE = EstimatorSource(CLASS, f"{CLASS}(verbose=False)", frozenset({("catboost", CLASS)}), (), has_probabilities=True)
COLUMNS = {"number": ("age",), "category": ("town",), "date": (), "text": ("note",)}
FIELDS = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 800}


class StandIn:
    """Takes the settings that CatBoost takes, which most environments do without."""

    def __init__(self, verbose: bool = True) -> None:
        self.settings: dict[str, Any] = {"verbose": verbose}

    def set_params(self, **settings: Any) -> StandIn:
        self.settings |= settings
        return self

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        return dict(self.settings)

    def fit(self, rows: Any, target: Any) -> StandIn:
        self.columns_ = list(rows.columns)
        self.texts_ = rows.get("note")
        return self

    def __sklearn_tags__(self) -> Any:
        from sklearn.base import BaseEstimator

        return BaseEstimator().__sklearn_tags__()


def catboost_of(knowledge: KnowledgeBase) -> Implementation:
    facts = knowledge.algorithms["catboost"].facts
    return next(each for each in facts.implementations if each.path.endswith(CLASS))


def fitted(
    knowledge: KnowledgeBase, folder: Path, monkeypatch: pytest.MonkeyPatch, made_by: Implementation | None, **more: Any
) -> tuple[Any, str]:
    """Return the estimator after it was fitted to three rows in a starter for CatBoost, and the program."""
    import pandas as pd

    brief = Brief.from_mapping({**FIELDS, **more})
    table: TablePlan = replace(unnamed_table("y", False, False), columns=COLUMNS, path="t.csv", labels=("no", "yes"))
    chosen = ChosenAlgorithm("catboost", SOURCE, needs_of(CLASS), made_by)
    text = training_script(plan_starter(brief, recommend(brief, knowledge), knowledge, chosen, table))
    (folder / "train.py").write_text(text, encoding="utf-8")
    module = ModuleType("catboost")
    module.CatBoostClassifier = StandIn  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "catboost", module)
    program: Any = loaded(folder)
    program.MONOTONE = {"age": 1} if more else {}
    rows = pd.DataFrame({"age": [1.0, 2.0, 3.0], "town": list("aba"), "note": ["a word", "", "a word"]})
    model = program.build_model()
    model = getattr(model, "estimator", model)  # behind a correction of probabilities
    return model.fit(rows, [0, 1, 0])[-1], text


def test_texts_reach_what_reads_them_as_they_are_and_by_name(
    knowledge: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by = catboost_of(knowledge)
    assert (made_by.categories, made_by.texts) == ("by-name", "by-name")
    learnt, text = fitted(knowledge, tmp_path, monkeypatch, made_by)
    assert learnt.settings["cat_features"] == ["town"]
    assert learnt.settings["text_features"] == ["note"]
    assert list(learnt.texts_) == ["a word", "", "a word"]
    assert "TfidfVectorizer" not in text[text.index("def build_model") : text.index("def build_baseline")]


def test_texts_become_columns_of_words_where_nobody_says_that_they_are_read(
    knowledge: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = catboost_of(knowledge).model_copy(update={"texts": ""})
    with pytest.raises(AttributeError, match="columns"):  # an array and no frame
        fitted(knowledge, tmp_path, monkeypatch, silent)
    assert "TfidfVectorizer" in (tmp_path / "train.py").read_text("utf-8")


def test_directions_are_given_to_catboost_as_the_list_that_alone_it_takes(
    knowledge: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt, _ = fitted(knowledge, tmp_path, monkeypatch, catboost_of(knowledge), **{"data.monotone_features": True})
    assert learnt.columns_ == ["age", "town", "note"]
    assert learnt.settings["monotone_constraints"] == [1, 0, 0]


def test_what_the_fact_files_say_of_categories_is_what_a_probe_goes_by(knowledge: KnowledgeBase) -> None:
    stated = [
        each for algorithm in knowledge.algorithms.values() for each in algorithm.facts.implementations
        if each.categories
    ]  # fmt: skip
    assert len(stated) == 8
    for each in stated:
        needs = needs_of(each.path.rpartition(".")[2])
        assert needs.reads_categories, each.path
        assert needs.takes_category_names is (each.categories == "by-name"), each.path


def test_categories_by_type_are_stated_with_how_many(knowledge: KnowledgeBase) -> None:
    with pytest.raises(ValueError, match="give both or neither"):
        Implementation(path="a.B", categories="as-type")
    with pytest.raises(ValueError, match="give both or neither"):
        Implementation(path="a.B", categories="by-name", most_categories=10)
