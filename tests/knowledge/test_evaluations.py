"""Evaluations are read strictly: metrics and algorithms are known, fit the task, and each is said in one file."""

from __future__ import annotations

import pytest

from small_knowledge import BRIEF, ContentFolder
from whichml import Brief, KnowledgeError
from whichml.advise.recommendation import Advisor

METRIC = {"metric": "roc-auc", "why": "It tells most."}
SPLIT = {"split": "folds", "how": "Cross-validate."}


def test_a_metric_has_to_be_one_that_requirements_know(folder: ContentFolder) -> None:
    folder.algorithm("one").evaluation("classes", metrics=[{**METRIC, "metric": "roc-auk"}])
    with pytest.raises(KnowledgeError, match="'roc-auk' is no metric"):
        folder.knowledge()


def test_a_baseline_has_to_solve_one_of_the_tasks(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("other", solves=["regression"])
    folder.evaluation("classes", baselines=[{"algorithm": "other", "why": "it is there"}])
    with pytest.raises(KnowledgeError, match="'other' solves none of the tasks"):
        folder.knowledge()


def test_two_files_may_not_say_by_what_one_task_is_judged(folder: ContentFolder) -> None:
    folder.algorithm("one").evaluation("classes", metrics=[METRIC]).evaluation("more", splits=[SPLIT])
    folder.knowledge()
    folder.evaluation("again", metrics=[METRIC])
    with pytest.raises(KnowledgeError, match="what metrics 'binary-classification' has"):
        folder.knowledge()


def split_of(advisor: Advisor, **fields: object) -> str:
    found = advisor.assess(Brief.from_mapping({**BRIEF, **fields})).evaluation.split()
    assert found is not None
    return found[0].split


def test_of_several_sets_of_conditions_one_has_to_be_known_to_hold(folder: ContentFolder) -> None:
    cases = [{"data.drift": "fast"}, {"data.groups": {"above": 1}}]
    grouped = {"split": "groups", "how": "Hold groups out.", "when": cases}
    folder.algorithm("one").evaluation("classes", splits=[grouped, SPLIT])
    advisor = Advisor.of(folder.knowledge())

    assert split_of(advisor) == "folds"
    assert split_of(advisor, **{"data.groups": 1}) == "folds"
    assert split_of(advisor, **{"data.groups": 2}) == "groups"
    assert split_of(advisor, **{"data.drift": "fast"}) == "groups"


def test_what_goes_first_says_something_in_its_cases_alone(folder: ContentFolder) -> None:
    worked = {"split": "worked-cases", "how": "Work cases out."}
    folder.algorithm("one").evaluation("classes", splits=[SPLIT])
    folder.evaluation("written", splits=[worked], first_where={"stakes.specification": "complete"})
    advisor = Advisor.of(folder.knowledge())

    assert split_of(advisor) == "folds"
    assert split_of(advisor, **{"stakes.specification": "partial"}) == "folds"
    assert split_of(advisor, **{"stakes.specification": "complete"}) == "worked-cases"


def test_where_a_file_goes_first_is_read_strictly(folder: ContentFolder) -> None:
    folder.algorithm("one").evaluation("written", splits=[SPLIT], first_where={"stakes.specifikation": "complete"})
    with pytest.raises(KnowledgeError, match="specifikation"):
        folder.knowledge()
