"""What stands beside the leader, by rank: choices, then real rivals, and what is merely kept beside it."""

from __future__ import annotations

import pytest

from printed_documents import printed
from small_knowledge import panel_paths
from whichml import Brief, KnowledgeBase, Recommendation
from whichml.advise.recommendation import Advisor
from whichml.export.baselines import kept_beside
from whichml.export.columns import columns_of, no_choices_of
from whichml.export.document import Section
from whichml.export.screen_parts import ScreenParts
from whichml.model.statements.baseline_advice import BaselineAdvice
from whichml.model.statements.recommendation import Candidate


@pytest.fixture(scope="module")
def answered(advisor: Advisor) -> Recommendation:
    """Return an answer with at least four candidates, none of which has its place in a solution of several."""
    return advisor.recommend(Brief.load(next(path for path in panel_paths() if path.stem == "013")))


def beside(leader: Candidate, other: Candidate, mean: float, high: float) -> Candidate:
    """Return a candidate without a say of practice at a utility."""
    span = leader.utility.model_copy(update={"mean": mean, "low": mean - 0.05, "high": high})
    return other.model_copy(update={"utility": span, "practice": None})


def with_behind(answered: Recommendation, *spans: tuple[float, float], n_choices: int = 1) -> Recommendation:
    """Return the answer with so many choices, and behind them candidates so far below the leader at best and mean."""
    ranked = (*answered.candidates, *answered.outclassed)
    leader = answered.candidates[0]
    behind = tuple(
        beside(leader, other, leader.utility.mean - gap, leader.utility.low + over)
        for other, (gap, over) in zip(ranked[n_choices:], spans, strict=False)
    )
    by_utility = sorted(behind, key=lambda each: -each.utility.mean)
    behind = tuple(each.model_copy(update={"rank": n_choices + 1 + by_utility.index(each)}) for each in behind)
    assert len(behind) == len(spans)
    changed = {"candidates": ranked[:n_choices], "outclassed": behind, "baseline": None}
    return answered.model_copy(update=changed)


def doubted(answer: Recommendation, *mistakes: float) -> Recommendation:
    """Return the answer with what is behind called a mistake with these chances."""
    practice = next(each.practice for each in answer.candidates if each.practice is not None)
    told = zip(answer.outclassed, mistakes, strict=True)
    behind = (
        each.model_copy(update={"practice": practice.model_copy(update={"mistake": mistake})}) for each, mistake in told
    )
    return answer.model_copy(update={"outclassed": tuple(behind)})


def kept(answer: Recommendation, algorithm: str) -> Recommendation:
    return answer.model_copy(update={"baseline": BaselineAdvice(algorithm=algorithm, why="it is quick to fit")})


NEAR, NEARER, FAR, FARTHER = (0.08, 0.01), (0.06, 0.02), (0.3, -0.1), (0.4, -0.2)


def test_rivals_that_come_near_stand_beside_an_only_choice_before_what_is_kept(
    answered: Recommendation, knowledge: KnowledgeBase
) -> None:
    leader = answered.candidates[0].model_copy(update={"practice": None})
    sound = answered.model_copy(update={"candidates": (leader, *answered.candidates[1:])})
    answer = with_behind(sound, NEAR, NEARER)
    first, second = answer.outclassed
    answer = kept(answer, first.algorithm)
    assert kept_beside(answer, knowledge) is not None
    assert columns_of(answer, knowledge) == (answer.candidates[0], second, first)
    assert no_choices_of(answer, knowledge) == (second, first)


def test_the_best_of_the_rest_stands_there_where_nothing_comes_near(
    answered: Recommendation, knowledge: KnowledgeBase
) -> None:
    answer = with_behind(answered, FAR, FARTHER)
    assert columns_of(answer, knowledge)[1:] == answer.outclassed[:1]
    assert no_choices_of(answer, knowledge) == answer.outclassed[:1]


def test_columns_are_called_and_ordered_by_their_ranks_in_the_whole_answer(
    answered: Recommendation, knowledge: KnowledgeBase
) -> None:
    answer = with_behind(answered, FAR, FARTHER)
    far, farther = answer.outclassed
    shown = answer.model_copy(
        update={"outclassed": (farther.model_copy(update={"rank": 9}), far.model_copy(update={"rank": 6}))}
    )
    answer = kept(shown, farther.algorithm)
    assert [each.rank for each in columns_of(answer, knowledge)] == [1, 6, 9]
    screen = printed(Section("", tuple(ScreenParts(answer, knowledge).side_by_side())))
    assert f"(6. {far.name.split()[0]}" in screen
    assert f"(9. {farther.name.split()[0]}" in screen
    assert "in brackets: no choice here, to compare with" in screen


def test_choices_stand_in_no_brackets(answered: Recommendation, knowledge: KnowledgeBase) -> None:
    answer = with_behind(answered, NEARER, n_choices=2)
    screen = printed(Section("", tuple(ScreenParts(answer, knowledge).side_by_side())))
    assert f" 2. {answer.candidates[1].name.split()[0]}" in screen
    assert f"(3. {answer.outclassed[0].name.split()[0]}" in screen
    three = answer.model_copy(update={"candidates": (*answer.candidates, *answer.outclassed), "outclassed": ()})
    assert "in brackets" not in printed(Section("", tuple(ScreenParts(three, knowledge).side_by_side())))


def test_what_is_less_often_called_a_mistake_stands_there_before_better_ones_that_are(
    answered: Recommendation, knowledge: KnowledgeBase
) -> None:
    answer = doubted(with_behind(answered, FAR, FARTHER), 0.44, 0.04)
    assert columns_of(answer, knowledge)[1:] == answer.outclassed[1:]
    both = doubted(with_behind(answered, FAR, FARTHER), 0.44, 0.2)
    assert columns_of(both, knowledge)[1:] == both.outclassed[:1]


def test_nothing_fills_the_room_where_what_is_kept_comes_near(
    answered: Recommendation, knowledge: KnowledgeBase
) -> None:
    answer = with_behind(answered, NEAR, FAR)
    near, far = answer.outclassed
    assert columns_of(kept(answer, near.algorithm), knowledge)[1:] == (near,)
    answer = with_behind(answered, FARTHER, FAR)
    low, far = answer.outclassed
    assert columns_of(kept(answer, low.algorithm), knowledge)[1:] == (far, low)


def test_beside_two_choices_stands_a_third_that_comes_near_and_none_that_is_far(
    answered: Recommendation, knowledge: KnowledgeBase
) -> None:
    near, far = (with_behind(answered, span, n_choices=2) for span in (NEAR, FAR))
    assert columns_of(near, knowledge) == (*near.candidates, *near.outclassed)
    assert columns_of(far, knowledge) == far.candidates


def test_three_choices_leave_no_room_for_anything_else(answered: Recommendation, knowledge: KnowledgeBase) -> None:
    answer = with_behind(answered, NEARER, n_choices=3)
    assert columns_of(answer, knowledge) == answer.candidates
    assert no_choices_of(answer, knowledge) == ()


def test_what_most_would_call_a_mistake_never_stands_there(answered: Recommendation, knowledge: KnowledgeBase) -> None:
    answer = doubted(with_behind(answered, NEAR), 0.9)
    assert columns_of(answer, knowledge) == answer.candidates
