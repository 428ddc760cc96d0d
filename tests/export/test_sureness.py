"""How sure a lead is said to be: from shares of draws, near-ties, facts that would turn it, and doubts of practice."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from printed_documents import printed
from small_knowledge import ContentFolder
from whichml import Brief, KnowledgeBase, Recommendation
from whichml.advise.ranking import LEVEL_MISTAKE
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_facts import TurningFact
from whichml.export.answer_page import answer_page
from whichml.export.answer_sections import AnswerSections
from whichml.export.decision_record import decision_record, full_record
from whichml.export.document import BAD, GOOD, NEUTRAL, Entry, Section
from whichml.export.first_screen import first_screen
from whichml.export.foundations import foundations_of
from whichml.export.justification_graph import JustificationGraph
from whichml.export.markdown import markdown_of
from whichml.export.order_words import against_utility, why_first, why_so_low
from whichml.export.screen_parts import ScreenParts
from whichml.export.short_record import ShortRecord
from whichml.export.sureness import CLEAR_SHARE, distance_in_words, how_sure
from whichml.model.statements.baseline_advice import BaselineAdvice, InUseAdvice
from whichml.model.statements.recommendation import Candidate, MeasuredScore, Risk
from whichml.model.values.vocabulary import QualityId


def led_by(answer: Recommendation, share: float, n_choices: int = 2) -> Recommendation:
    """Return an answer whose leader is first in that share of the draws, and in no near-tie with the next."""
    leader, *rest = (each.model_copy(update={"near_tie": False}) for each in answer.candidates)
    first = leader.model_copy(update={"first_rank_share": share})
    return answer.model_copy(update={"candidates": (first, *rest)[:n_choices], "outclassed": ()})


def turned_to(algorithm: str) -> tuple[TurningFact, ...]:
    return (TurningFact("data.relation", "linear", "linear", (algorithm,)),)


@pytest.fixture(scope="module")
def answered(advisor: Advisor, scenarios: dict[str, Brief]) -> Recommendation:
    answer = advisor.recommend(scenarios["credit-card-fraud"])
    leader = answer.candidates[0].model_copy(update={"equivalents": ("hist-gradient-boosting",)})
    return answer.model_copy(update={"candidates": (leader, *answer.candidates[1:])})


def test_a_lead_is_clear_from_four_of_five_draws_on(answered: Recommendation) -> None:
    assert how_sure(led_by(answered, CLEAR_SHARE)) == "A clear lead."
    assert how_sure(led_by(answered, CLEAR_SHARE - 0.01)) == "A fair lead."


def test_a_fact_that_puts_another_first_leaves_no_lead_clear(answered: Recommendation) -> None:
    other = answered.candidates[1].algorithm
    assert how_sure(led_by(answered, 0.99), turned_to(other)) == "A fair lead, which one more fact could turn."
    assert how_sure(led_by(answered, 0.99, 1), turned_to(other)).startswith("The only choice on what is known")


def test_a_fact_that_puts_an_equivalent_first_turns_no_lead(answered: Recommendation) -> None:
    alike = answered.candidates[0].equivalents[0]
    assert how_sure(led_by(answered, 0.99), turned_to(alike)) == "A clear lead."


def doubted_rival(answered: Recommendation) -> Candidate:
    """Return the second candidate as it would be with the leader's utility and called a mistake by one in ten."""
    leader = answered.candidates[0]
    assert leader.practice is not None
    doubted = leader.practice.model_copy(update={"mistake": LEVEL_MISTAKE})
    return answered.candidates[1].model_copy(update={"utility": leader.utility, "practice": doubted})


def test_what_scores_as_well_and_may_be_a_mistake_is_said_where_a_lead_is_told(answered: Recommendation) -> None:
    answer, rival = led_by(answered, 0.99, 1), doubted_rival(answered)
    said = how_sure(answer.model_copy(update={"outclassed": (rival,)}))
    assert said == f"A fair lead. {rival.name} scores as well, but is likelier a mistake here."


def test_what_is_much_used_and_most_would_call_a_mistake_is_said_to_part_answerers(answered: Recommendation) -> None:
    answer, rival = led_by(answered, 0.99, 1), doubted_rival(answered)
    assert rival.practice is not None
    for lean, said in ((0.9, ", but is disputed here."), (0.4, ", but is likelier a mistake here.")):
        told = rival.practice.model_copy(update={"mistake": 0.61, "lean": lean})
        behind = (rival.model_copy(update={"practice": told}),)
        assert said in how_sure(answer.model_copy(update={"outclassed": behind}))


def test_a_doubt_that_the_leader_shares_is_no_reason_against_its_rival(answered: Recommendation) -> None:
    answer = led_by(answered, 0.99, 1)
    leader = answer.candidates[0]
    assert leader.practice is not None
    alike = leader.practice.model_copy(update={"mistake": 0.14})
    rival = answered.candidates[1].model_copy(
        update={
            "utility": leader.utility.model_copy(update={"mean": leader.utility.mean - 0.05}),
            "practice": alike.model_copy(update={"mistake": 0.13}),
        }
    )
    led = leader.model_copy(update={"practice": alike})
    both = answer.model_copy(update={"candidates": (led,), "outclassed": (rival,), "baseline": None})
    fewer = rival.model_copy(update={"practice": alike.model_copy(update={"mistake": 0.05})})
    for other in (rival, fewer):
        said = how_sure(both.model_copy(update={"outclassed": (other,)}))
        assert said == f"A fair lead. {rival.name} comes near."


def test_no_lead_is_clear_of_what_some_would_call_a_mistake(answered: Recommendation) -> None:
    answer = led_by(answered, 0.99)
    leader = answer.candidates[0]
    assert leader.practice is not None
    doubted = leader.model_copy(update={"practice": leader.practice.model_copy(update={"mistake": 0.2})})
    assert how_sure(answer) == "A clear lead."
    assert how_sure(answer.model_copy(update={"candidates": (doubted, *answer.candidates[1:])})) == "A fair lead."


def test_a_doubt_that_hardly_anybody_has_is_told_of_nobody(answered: Recommendation) -> None:
    answer = led_by(answered, 0.99, 1)
    leader, rival = answer.candidates[0], answered.candidates[1]
    assert leader.practice is not None
    seldom = leader.practice.model_copy(update={"mistake": 0.04})
    behind = leader.utility.model_copy(update={"mean": leader.utility.mean - 0.05})
    near = rival.model_copy(update={"utility": behind, "practice": seldom})
    sound = leader.model_copy(update={"practice": leader.practice.model_copy(update={"mistake": 0.01})})
    assert "mistake" not in how_sure(answer.model_copy(update={"candidates": (sound,), "outclassed": (near,)}))


def test_what_is_to_be_kept_beside_the_leader_is_not_refused_a_place_beside_it(answered: Recommendation) -> None:
    answer, rival = led_by(answered, 0.99, 1), doubted_rival(answered)
    kept = BaselineAdvice(algorithm=rival.algorithm, why="it is quick to fit")
    said = how_sure(answer.model_copy(update={"outclassed": (rival,), "baseline": kept}))
    assert said == f"A fair lead. {rival.name}, to be kept beside it, scores as well."


def test_what_comes_near_is_kept_as_well_where_something_of_today_is_kept(answered: Recommendation) -> None:
    answer, rival = led_by(answered, 0.99, 1), doubted_rival(answered)
    kept = BaselineAdvice(algorithm=rival.algorithm, why="it is quick to fit")
    today = InUseAdvice(named="the list of the desk", why="it is there")
    told = how_sure(answer.model_copy(update={"outclassed": (rival,), "baseline": kept, "in_use": today}))
    assert f"{rival.name}, to be kept beside it as well, " in told


def test_a_name_with_words_in_apposition_ends_before_the_verb(answered: Recommendation) -> None:
    answer, rival = led_by(answered, 0.99, 1), doubted_rival(answered)
    named = rival.model_copy(update={"name": "Language model, run by oneself"})
    told = how_sure(answer.model_copy(update={"outclassed": (named,), "baseline": None}))
    assert "Language model, run by oneself, scores as well" in told


def test_nothing_comes_near_only_where_no_interval_reaches_into_that_of_the_leader(answered: Recommendation) -> None:
    answer = led_by(answered, 0.99, 1)
    leader, rival = answer.candidates[0], answered.candidates[1]
    low = leader.utility.low

    def behind(high: float) -> Recommendation:
        span = leader.utility.model_copy(update={"mean": low - 0.02, "low": low - 0.04, "high": high})
        return answer.model_copy(update={"outclassed": (rival.model_copy(update={"utility": span, "practice": None}),)})

    assert how_sure(behind(low - 0.01)) == "Nothing else comes near."
    assert how_sure(behind(low)) == f"A fair lead. {rival.name} comes near."
    assert how_sure(answer) == "Nothing else is a choice to start with."
    assert distance_in_words(behind(low - 0.01).outclassed[0], leader) == "far behind"
    assert distance_in_words(behind(low).outclassed[0], leader) == "behind, though the intervals overlap"


def test_a_near_tie_is_a_close_call_with_its_rival(answered: Recommendation) -> None:
    leader, rival = (each.model_copy(update={"near_tie": True}) for each in answered.candidates[:2])
    answer = answered.model_copy(update={"candidates": (leader, rival)})
    assert how_sure(answer) == f"A close call with {rival.name}: measure before you decide."


def test_what_was_measured_is_not_to_be_measured_before_a_close_call_is_decided(answered: Recommendation) -> None:
    leader, rival = (each.model_copy(update={"near_tie": True}) for each in answered.candidates[:2])

    def said(*scored: str) -> str:
        found = tuple(MeasuredScore(run="0" * 32, algorithm=each) for each in scored)
        return how_sure(answered.model_copy(update={"candidates": (leader, rival), "scores": found}))

    call = f"A close call with {rival.name}"
    assert said(rival.algorithm) == f"{call}: measure {leader.name} before you decide."
    assert said(leader.equivalents[0]) == f"{call}: measure {rival.name} before you decide."
    both = said(leader.algorithm, rival.algorithm)
    assert both == f"{call}: both were measured, so take what is easier to run and explain."


def test_a_special_form_is_the_reason_only_where_one_has_the_place_of_its_general_one(folder: ContentFolder) -> None:
    folder.algorithm("general").algorithm("special", specialises="general").algorithm("other", family="symbolic")
    knowledge, answer = folder.knowledge(), folder.answer()
    special, other = answer.candidates
    assert (special.algorithm, special.equivalents) == ("special", ("general",))
    more = other.model_copy(update={"utility": other.utility.model_copy(update={"mean": special.utility.mean + 0.1})})
    answer = answer.model_copy(update={"candidates": (special, more)})
    assert "a special form has the place of its general one" in why_so_low(more, answer, knowledge)
    alone = answer.model_copy(update={"candidates": (special.model_copy(update={"equivalents": ()}), more)})
    assert why_so_low(more, alone, knowledge) == ""


def test_a_place_that_another_name_lends_is_the_reason_where_no_special_form_is(folder: ContentFolder) -> None:
    folder.algorithm("own", same_as=[{"of": ["alias"]}]).algorithm("alias", family="tree-ensemble")
    folder.algorithm("other", family="symbolic")
    knowledge, answer = folder.knowledge(), folder.answer()
    own, other = sorted(answer.candidates, key=lambda each: each.algorithm != "own")
    assert own.equivalents == ("alias",)
    own = own.model_copy(update={"rank": 1})
    more = other.model_copy(
        update={"utility": own.utility.model_copy(update={"mean": own.utility.mean + 0.1}), "rank": 2}
    )
    answer = answer.model_copy(update={"candidates": (own, more)})
    assert why_so_low(more, answer, knowledge) == "lower, as one thing has the best place among its names"
    alone = answer.model_copy(update={"candidates": (own.model_copy(update={"equivalents": ()}), more)})
    assert why_so_low(more, alone, knowledge) == ""


def test_a_share_of_mistakes_is_told_with_the_limit_that_applies_to_it(
    answered: Recommendation, knowledge: KnowledgeBase
) -> None:
    leader, level, behind = answered.candidates[:3]
    assert leader.practice is not None
    doubted = leader.practice.model_copy(update={"mistake": 0.2})
    low = leader.utility.model_copy(update={"mean": leader.utility.mean - 0.1})
    level = level.model_copy(update={"utility": leader.utility, "practice": doubted})
    behind = behind.model_copy(update={"utility": low, "practice": doubted})
    assert [distance_in_words(each, leader) for each in (level, behind)] == [
        "20 % would call it a mistake here",
        "20 % would call it a mistake here",
    ]
    led = leader.model_copy(update={"practice": doubted})
    answer = answered.model_copy(update={"candidates": (led,), "outclassed": (level, behind)})
    blocks = tuple(ScreenParts(answer, knowledge).side_by_side())
    screen = " ".join(printed(Section("", blocks)).split())
    assert " mistake 20 % 20 %" in screen
    assert "limit" not in " ".join(printed(first_screen(answer, knowledge)).split())
    for page in (answer_page(answer, knowledge), full_record(answer, knowledge)):
        said = " ".join(printed(page).split())
        assert said.count("is how many answerers are expected to call the algorithm one here") == 1
        assert "Behind the leader it is no choice from 3 % on, where it does as well from 10 % on" in said


def test_an_answer_in_which_nothing_may_be_a_mistake_tells_no_limits(
    answered: Recommendation, knowledge: KnowledgeBase
) -> None:
    def sound(candidate: Candidate) -> Candidate:
        assert candidate.practice is not None
        return candidate.model_copy(update={"practice": candidate.practice.model_copy(update={"mistake": 0.0})})

    changed = {name: tuple(map(sound, getattr(answered, name))) for name in ("candidates", "outclassed")}
    said = printed(answer_page(answered.model_copy(update=changed), knowledge))
    assert "answerers are expected to call" not in " ".join(said.split())


def test_the_record_says_why_what_most_would_call_a_mistake_is_no_option(
    answered: Recommendation, knowledge: KnowledgeBase
) -> None:
    leader, *others = (*answered.candidates, *answered.outclassed)
    assert leader.practice is not None
    mistaken = leader.practice.model_copy(update={"mistake": 0.6})
    low = leader.utility.model_copy(update={"mean": leader.utility.low - 0.1, "high": leader.utility.low - 0.05})
    level = {"utility": leader.utility}  # who does as well as the leader has the stricter limit
    left_out = others[0].model_copy(update={"practice": mistaken, "rank": 2, **level})
    sound = leader.practice.model_copy(update={"mistake": 0.0})
    rest = [
        each.model_copy(update={"utility": low, "practice": sound, "rank": rank})
        for rank, each in enumerate(others[1:3], 3)
    ]
    answer = answered.model_copy(update={"candidates": (leader,), "outclassed": (left_out, *rest)})
    record = markdown_of(Section("", ShortRecord(answer, knowledge).sections()))
    assert f"({left_out.name} has more and " in record
    assert "60 % would call it a mistake here)" in record


def test_a_leader_is_said_to_have_the_highest_utility_where_it_has(answered: Recommendation) -> None:
    assert why_first(answered).startswith("is the highest of ")
    leader = answered.candidates[0]
    more = leader.utility.model_copy(update={"mean": 1.0})
    assert leader.practice is not None
    mistaken = leader.practice.model_copy(update={"mistake": 0.5})
    rival = answered.candidates[1].model_copy(update={"utility": more, "practice": mistaken})
    sound = leader.model_copy(update={"practice": leader.practice.model_copy(update={"mistake": 0.0})})
    doubted = answered.model_copy(update={"candidates": (sound,), "outclassed": (rival,)})
    assert why_first(doubted).startswith("is the highest of those that language models do not call a mistake")


def test_what_nothing_is_known_of_is_said_in_words_and_is_no_foundation(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["credit-card-fraud"])
    leader, graph = answer.candidates[0], JustificationGraph(answer)
    weightiest = max(leader.qualities, key=lambda each: each.weight)
    unknown = tuple(
        replace(each, level="unknown", basis="") if each is weightiest else each for each in leader.qualities
    )
    said = foundations_of(leader.model_copy(update={"qualities": unknown}), answer, knowledge, graph)
    assert said.startswith("It rests on ")
    assert said.endswith(" of what counts.")
    assert "; nothing is known of " in said
    assert "unknown" not in said


def test_the_shares_of_what_a_place_rests_on_make_up_the_whole(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    told = 0
    for brief in scenarios.values():
        answer = advisor.recommend(brief)
        if answer.candidates:
            said = foundations_of(answer.candidates[0], answer, knowledge, JustificationGraph(answer))
            shares = [int(share) for share in re.findall(r"(\d+) %", said)]
            assert 100 - len(shares) <= sum(shares) <= 100 + len(shares), said
            told += 1
    assert told > 10


def test_practice_that_leans_to_no_side_stands_as_neither_for_nor_against(
    answered: Recommendation, knowledge: KnowledgeBase
) -> None:
    leader = answered.candidates[0]
    assert leader.practice is not None
    marks = []
    for goodness in (0.9, 0.5, 0.1):
        leaning = {"goodness": goodness, "lean": goodness, "because": leader.practice.because[:1]}
        told = leader.practice.model_copy(update=leaning)
        changed = answered.model_copy(update={"candidates": (leader.model_copy(update={"practice": told}),)})
        (section,) = AnswerSections(changed, knowledge).leaders()
        assert isinstance(section, Section)
        entries = [each for each in section.blocks if isinstance(each, Entry)]
        marks.append(next(each.mark for each in entries if "anguage models lean" in str(each.words)))
    assert marks == [GOOD, NEUTRAL, BAD]


def test_a_leader_that_yields_to_one_that_keeps_a_must_is_said_to(
    answered: Recommendation, knowledge: KnowledgeBase
) -> None:
    leader, rival, *_ = answered.candidates
    risk = Risk(quality=QualityId("accuracy"), text="Accuracy is low, and at least high is required.", because=())
    sound = leader.model_copy(update={"risks": (), "utility": leader.utility.model_copy(update={"mean": 0.7})})
    utility, practice = rival.utility.model_copy(update={"mean": 0.71}), rival.practice
    assert practice is not None
    more = rival.model_copy(
        update={"risks": (risk,), "utility": utility, "practice": practice.model_copy(update={"mistake": 0.0})}
    )
    answer = answered.model_copy(update={"candidates": (sound, more), "outclassed": ()})
    assert why_first(answer) == "is the highest of those that put no requirement at risk, of 2 candidates"
    assert why_so_low(more, answer, knowledge).startswith("lower, as it puts a requirement at risk")
    assert against_utility(answer, knowledge).startswith(f"By utility alone {more.name} would come first, with 0.71")
    alike = more.model_copy(update={"risks": ()})
    answer = answered.model_copy(update={"candidates": (sound, alike), "outclassed": ()})
    assert "at risk" not in why_first(answer) + why_so_low(alike, answer, knowledge)


def test_a_choice_never_rests_on_a_utility_that_another_exceeds(
    answered: Recommendation, knowledge: KnowledgeBase
) -> None:
    leader, rival, *_ = answered.candidates
    assert leader.practice is not None
    less = leader.model_copy(update={"risks": (), "utility": leader.utility.model_copy(update={"mean": 0.7})})
    more = rival.model_copy(
        update={"risks": (), "practice": leader.practice, "utility": rival.utility.model_copy(update={"mean": 0.75})}
    )
    answer = answered.model_copy(update={"candidates": (less, more), "outclassed": ()})
    told = printed(Section("", (AnswerSections(answer, knowledge).choice(),)))
    assert f"“{leader.name}”. Its mean utility" in told
    assert "because its mean utility" not in told
    for record in (told, printed(decision_record(answer, knowledge))):
        assert f"By utility alone {more.name} would come first, with 0.75 against 0.70" in " ".join(record.split())


def test_a_row_on_mistakes_is_explained_where_it_stands(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    doubted = advisor.recommend(Brief.from_mapping({"task": "outlier-detection", "data.modality": "tabular"}))
    calm = tuple(each.model_copy(update={"practice": None}) for each in doubted.candidates)
    sound = doubted.model_copy(update={"candidates": calm, "outclassed": ()})
    told = "mistake: the share of language models that would call it one here"
    for answer, is_told in ((doubted, True), (sound, False)):
        assert (told in " ".join(printed(first_screen(answer, knowledge)).split())) is is_told
        record = markdown_of(decision_record(answer, knowledge))
        assert ("called a mistake here by" in record) is is_told


def test_where_half_of_a_lead_is_votes_it_is_not_said_that_nothing_comes_near(answered: Recommendation) -> None:
    answer = led_by(answered, 0.99, 1)
    leader, rival = answer.candidates[0], answered.candidates[1]
    practice = leader.practice
    assert practice is not None
    span = leader.utility.model_copy(update={"mean": 0.1, "low": 0.05, "high": 0.15})
    far = rival.model_copy(update={"utility": span, "practice": None})

    def said(weight: float, share: float = 0.99) -> str:
        voted = practice.model_copy(update={"weight": weight})
        first = leader.model_copy(update={"practice": voted, "first_rank_share": share})
        return how_sure(answer.model_copy(update={"candidates": (first,), "outclassed": (far,)}))

    assert said(0.49) == "Nothing else comes near."
    assert said(0.5) == "A clear lead."
    assert said(0.5, CLEAR_SHARE - 0.01) == "A fair lead."
