"""Cases of experts: an accepted algorithm is nearly always among the first three, a wrong one rarely.

Those in `published` come from papers and reports. Those in `held_out` and in `further` were written by people who did
not look at rules, claims or answers; the latter last, so that they tell best how unseen projects fare.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from small_knowledge import N_CASES, cases_in, with_special_forms
from whichml import Brief, Recommendation
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge

LEAST_ACCEPTED = 0.9
LATER = sorted(N_CASES.keys() - {"published"})
SLOW = pytest.mark.slow("answers a hundred briefs more")
MOST_WRONG = {"published": 0.06, "held_out": 0.06, "further": 0.08}


@pytest.fixture(scope="module", params=[pytest.param(name, marks=SLOW) for name in ("published", *LATER)])
def folder_of_cases(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def cases(folder_of_cases: str) -> Mapping[str, Mapping[str, Any]]:
    return cases_in(folder_of_cases)


@pytest.fixture(scope="module")
def answers(cases: Mapping[str, Mapping[str, Any]], advisor: Advisor) -> Mapping[str, Recommendation]:
    return {name: advisor.recommend(Brief.from_mapping(case["brief"])) for name, case in cases.items()}


def test_every_case_is_collected_and_says_where_it_comes_from(cases: Mapping[str, Mapping[str, Any]]) -> None:
    assert len(cases) in N_CASES.values()
    for name, case in cases.items():
        assert case["id"] == case["brief"]["id"] == name
        assert case["source"]["ref"]


def test_cases_name_algorithms_of_the_knowledge_base(
    cases: Mapping[str, Mapping[str, Any]], knowledge: Knowledge
) -> None:
    for name, case in cases.items():
        assert case["accepted"], name
        assert {*case["accepted"], *case["wrong"]} <= set(knowledge.algorithms), name
        assert not set(case["accepted"]) & set(case["wrong"]), name


def test_nine_in_ten_cases_have_an_accepted_algorithm_among_the_first_three(
    cases: Mapping[str, Mapping[str, Any]], answers: Mapping[str, Recommendation], knowledge: Knowledge
) -> None:
    misses = [
        f"{name}: {', '.join(answers[name].top(3))} instead of {', '.join(case['accepted'])}"
        for name, case in cases.items()
        if not set(answers[name].top(3)) & with_special_forms(case["accepted"], knowledge)
    ]
    assert 1 - len(misses) / len(cases) >= LEAST_ACCEPTED, "\n".join(misses)


def test_few_cases_have_a_wrong_algorithm_among_the_first_three(
    folder_of_cases: str, cases: Mapping[str, Mapping[str, Any]], answers: Mapping[str, Recommendation]
) -> None:
    wrong = [
        f"{name}: {', '.join(sorted(found))} in {', '.join(answers[name].top(3))}"
        for name, case in cases.items()
        if (found := set(answers[name].top(3)) & set(case["wrong"]))
    ]
    assert len(wrong) / len(cases) < MOST_WRONG[folder_of_cases], "\n".join(wrong)
