"""What answerers have in common, and how far an answer agrees with it; held against the definition in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from by_night import examples
from whichml.advise.recommendation import Advisor
from whichml.model.briefs.brief import Brief
from whichml_workshop.elicited.grading import (
    Consensus,
    Grade,
    consensus_of,
    figures,
    grade,
    grade_of,
    grade_of_answerer,
)
from whichml_workshop.elicited.panel import Answer

pytestmark = pytest.mark.slow("makes up panels by the hundred")
ALGORITHMS, DECISIONS, OPTIONS = "abcde", "de", "xyz"
NONE_DECIDED: Mapping[str, frozenset[str]] = {}


def _names(most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(ALGORITHMS), unique=True, max_size=most).map(tuple)


ANSWERS = st.builds(
    Answer, top=_names(3), also=_names(2), out=_names(3),
    decisions=st.dictionaries(st.sampled_from(DECISIONS), st.sampled_from(OPTIONS)),
)  # fmt: skip
PANELS = st.lists(ANSWERS, min_size=1, max_size=4)


def _accepts(answers: Sequence[Answer], algorithm: str) -> bool:
    """Say in plain words whether a panel accepts an algorithm."""
    naming = [a for a in answers if algorithm in a.top or algorithm in a.also]
    refusing = [a for a in answers if algorithm in a.out]
    putting_first = [a for a in answers if a.top[:1] == (algorithm,)]
    are_enough = len(naming) >= 2 or (len(naming) == 1 and len(answers) <= 2)
    return (are_enough and len(refusing) <= 1) or (len(putting_first) >= 1 and not refusing)


def _refuses(answers: Sequence[Answer], algorithm: str) -> bool:
    """Say in plain words whether a panel calls an algorithm a mistake."""
    naming = [a for a in answers if algorithm in a.top or algorithm in a.also]
    refusing = [a for a in answers if algorithm in a.out]
    alone = len(refusing) == 1 and not naming and len(answers) >= 3
    return (len(refusing) >= 2 or alone) and not _accepts(answers, algorithm)


def _decides(answers: Sequence[Answer], decision: str) -> frozenset[str]:
    """Return the option that two or more take, and more than half of those who took the decision up."""
    taken = [a.decisions[decision] for a in answers if decision in a.decisions]
    return frozenset(o for o in OPTIONS if taken.count(o) >= 2 and taken.count(o) * 2 > len(taken))


@given(PANELS)
@settings(max_examples=examples(400), deadline=None)
def test_what_is_agreed_is_what_the_definition_in_words_says(answers: list[Answer]) -> None:
    found = consensus_of(answers)
    assert found.accepted == {a for a in ALGORITHMS if _accepts(answers, a)}
    assert found.wrong == {a for a in ALGORITHMS if _refuses(answers, a)}
    assert found.decided == {d: options for d in DECISIONS if (options := _decides(answers, d))}


@given(PANELS, st.randoms(use_true_random=False))
@settings(max_examples=examples(100), deadline=None)
def test_what_is_agreed_does_not_hang_on_the_order_of_answers(answers: list[Answer], random: object) -> None:
    turned = list(answers)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert consensus_of(turned) == consensus_of(answers)


EXAMPLES: dict[str, tuple[list[Answer], str, str]] = {
    "of three, two name it": ([Answer(top=("a",)), Answer(also=("a",)), Answer(out=("a",))], "a", ""),
    "of three, one defends it": ([Answer(top=("b",)), Answer(also=("a",)), Answer()], "b", ""),
    "of three, one puts it first": ([Answer(top=("a",)), Answer(), Answer()], "a", ""),
    "of three, one puts it first and one objects": ([Answer(top=("a",)), Answer(out=("a",)), Answer()], "", ""),
    "of three, two object": ([Answer(top=("a",)), Answer(out=("a",)), Answer(out=("a",))], "", "a"),
    "of three, one objects and nobody names it": ([Answer(out=("a",)), Answer(), Answer()], "", "a"),
    "of two, one defends it": ([Answer(also=("a",)), Answer()], "a", ""),
    "of two, one names it and one objects": ([Answer(top=("a",)), Answer(out=("a",))], "a", ""),
    "of two, one objects": ([Answer(out=("a",)), Answer()], "", ""),
    "of two, both object": ([Answer(out=("a",)), Answer(out=("a",))], "", "a"),
}


@pytest.mark.parametrize("what", EXAMPLES)
def test_an_algorithm_is_accepted_or_wrong_as_its_voices_say(what: str) -> None:
    answers, accepted, wrong = EXAMPLES[what]
    assert (consensus_of(answers).accepted, consensus_of(answers).wrong) == (frozenset(accepted), frozenset(wrong))


@pytest.mark.parametrize(
    ("options", "taken"), [("x", ""), ("xx", "x"), ("xy", ""), ("xxy", "x"), ("xxyy", ""), ("xyz", ""), ("xxyz", "")]
)
def test_an_option_is_agreed_where_more_than_half_and_two_take_it(options: str, taken: str) -> None:
    found = consensus_of([Answer(decisions={"d": option}) for option in options])
    assert found.decided == ({"d": frozenset(taken)} if taken else {})


def test_only_the_first_three_places_count_and_equivalents_with_their_head() -> None:
    known = Consensus(frozenset("a"), frozenset("w"), NONE_DECIDED)
    assert grade([("x",), ("y", "a"), ("z",), ("w",)], {}, known) == Grade(True, False, (), (), 0)
    assert grade([("x",), ("y",), ("z",), ("a",)], {}, known) == Grade(False, False, (), (), 0)
    assert grade([("x", "a"), ("w", "y")], {}, known) == Grade(True, True, ("w",), (), 0)


@pytest.mark.parametrize(
    ("tops", "place", "share"),
    [
        ("aab", ("a",), 2 / 3),
        ("ab", ("x", "b"), 1 / 2),
        ("ab", ("x",), 0.0),
        ("", ("a",), 0.0),
        ("aaa", ("a", "b"), 1.0),
    ],
)
def test_a_leader_is_chosen_by_those_who_put_it_or_an_equivalent_first(
    tops: str, place: tuple[str, ...], share: float
) -> None:
    known = consensus_of([Answer(top=(each,)) for each in tops] or [Answer()])
    assert grade([place], {}, known).chosen == pytest.approx(share)


def test_where_nothing_is_accepted_only_an_empty_answer_is_right() -> None:
    known = Consensus(frozenset(), frozenset("w"), NONE_DECIDED)
    assert grade([], {}, known).right
    assert not grade([("x",)], {}, known).accepted
    assert grade([("w",)], {}, known).wrong == ("w",)


def test_an_empty_answer_is_not_right_where_something_is_accepted() -> None:
    assert grade([], {}, Consensus(frozenset("a"), frozenset(), NONE_DECIDED)) == Grade(False, False, (), (), 0)


def test_a_decision_that_is_left_open_is_missed_and_one_that_nobody_agreed_on_is_not_asked() -> None:
    known = Consensus(frozenset("a"), frozenset(), {"d": frozenset("x"), "e": frozenset("y")})
    found = grade([("a",)], {"e": "x", "f": "z"}, known)
    assert (found.missed, found.asked) == (("d", "e"), 2)


@pytest.mark.parametrize(
    ("found", "both_right", "right"),
    [
        (Grade(True, True, (), (), 0), True, True),
        (Grade(True, False, (), (), 0), True, False),
        (Grade(True, True, ("w",), (), 0), False, False),
        (Grade(False, False, (), (), 0), False, False),
        (Grade(True, True, (), ("d",), 1), True, True),
    ],
)
def test_an_answer_is_right_with_an_accepted_leader_and_nothing_wrong(
    found: Grade, both_right: bool, right: bool
) -> None:
    assert (found.both_right, found.right) == (both_right, right)


def test_an_answerer_is_held_against_the_others_and_not_against_itself() -> None:
    said = {"one": Answer(top=("a",), decisions={"d": "x"}), "two": Answer(top=("b",)), "three": Answer(top=("b", "c"))}
    assert grade_of_answerer("one", said) == Grade(False, False, (), (), 0)
    assert grade_of_answerer("two", said) == Grade(True, True, (), (), 0, chosen=0.5)


def test_an_answer_of_whichml_is_graded_with_its_equivalents_and_its_decisions(advisor: Advisor) -> None:
    brief = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 50_000, "data.features": 20}
    answer = advisor.recommend(Brief.from_mapping(brief))
    leader = answer.candidates[0]
    fifth = answer.candidates[3].algorithm if len(answer.candidates) > 3 else "nobody"
    decided = {d.decision: frozenset([d.option]) for d in answer.decisions}
    assert decided
    assert grade_of(answer, Consensus(frozenset([leader.algorithm]), frozenset([fifth]), decided)).right
    assert grade_of(
        answer, Consensus(frozenset(["nobody"]), frozenset([leader.algorithm]), {"a": frozenset()})
    ) == Grade(False, False, (leader.algorithm,), ("a",), 1)


def test_figures_are_shares_over_briefs_decisions_and_pairs() -> None:
    grades = {
        "1": Grade(True, True, (), ("d",), 3, chosen=1.0),
        "2": Grade(True, True, (), (), 1, chosen=0.5),
        "3": Grade(True, False, ("w",), ("d", "e"), 4),
        "4": Grade(False, False, (), (), 0),
    }
    found = figures(grades, [("1", "2"), ("2", "3"), ("4", "5")])
    assert (found.briefs, found.accepted, found.first, found.wrong, found.both_right) == (4, 0.75, 0.5, 0.25, 0.5)
    assert (found.decisions, found.asked, found.missed) == (1 - 3 / 8, 8, {"d": 2, "e": 1})
    assert (found.twins, found.pairs) == (0.5, 2)
    assert found.text() == (
        "   4 briefs | accepted 0.750 | first 0.500 | chosen 0.375 | wrong 0.250 | both right 0.500 "
        "| decisions 0.625 of 8 | twins 0.500 of 2"
    )


def test_the_figures_of_no_briefs_are_zero() -> None:
    assert figures({}, []).text().startswith("   0 briefs | accepted 0.000")
