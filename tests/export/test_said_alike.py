"""First screen, record and whole answer agree: the same options, questions and baseline, in the same words."""

from __future__ import annotations

import re

import pytest

from printed_documents import printed
from small_knowledge import panel_paths
from whichml import Brief, KnowledgeBase, Recommendation
from whichml.advise.ranking import LIKELY_MISTAKE
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_facts import TurningFact, turning_facts
from whichml.export.answer_page import answer_page
from whichml.export.chains import parts_beside
from whichml.export.columns import N_SHOWN, columns_of
from whichml.export.cut_texts import cut_to_sentences
from whichml.export.decision_record import decision_record
from whichml.export.document import Section
from whichml.export.first_screen import first_screen
from whichml.export.main_points import looked_for, main_reason, price_of, told_as_out
from whichml.export.markdown import markdown_of
from whichml.export.mistakes import mistake_of
from whichml.export.naming import Naming
from whichml.export.record_details import RecordDetails
from whichml.export.screen_parts import ScreenParts
from whichml.export.screen_room import PAGE, WIDTH
from whichml.export.short_record import ShortRecord
from whichml.export.turned_words import some_named
from whichml.knowledge.base import Knowledge

BRIEFS = panel_paths()[5::280]


@pytest.fixture(scope="module", params=BRIEFS, ids=[path.stem for path in BRIEFS])
def brief(request: pytest.FixtureRequest) -> Brief:
    return Brief.load(request.param)


@pytest.fixture(scope="module")
def answer(brief: Brief, advisor: Advisor) -> Recommendation:
    return advisor.recommend(brief)


@pytest.fixture(scope="module")
def turning(brief: Brief, answer: Recommendation, advisor: Advisor) -> tuple[TurningFact, ...]:
    return turning_facts(advisor, brief) if answer.candidates else ()


def in_one_line(text: str) -> str:
    return " ".join(text.replace("`", "").split())


@pytest.mark.slow("searches what would turn many answers")
def test_what_would_turn_the_answer_is_told_in_all_three_in_the_same_words(
    answer: Recommendation, turning: tuple[TurningFact, ...], knowledge: Knowledge
) -> None:
    whole = in_one_line(printed(answer_page(answer, knowledge, turning)))
    record = in_one_line(markdown_of(decision_record(answer, knowledge, RecordDetails(turning=turning))))
    asked = [str(each.words) for each in ScreenParts(answer, knowledge, PAGE, turning).questions()]
    for fact in turning:
        turned = ScreenParts(answer, knowledge, turning=turning).turned(fact)
        assert f"{fact.field}: if {fact.said}, {turned}" in whole
        assert f"{fact.field} (if {fact.said}, {turned})" in record
        assert any(each.endswith(f"({fact.field}): if {fact.said}, {turned}.") for each in asked)


@pytest.mark.slow("writes every document of many answers")
def test_the_options_of_the_record_begin_with_those_of_the_screen(answer: Recommendation, knowledge: Knowledge) -> None:
    shown = [each for each in columns_of(answer, knowledge) if each in answer.candidates]
    options = ShortRecord(answer, knowledge).options
    assert [each.algorithm for each in options[: len(shown)]] == [each.algorithm for each in shown]


def test_columns_are_choices_and_where_there_are_few_what_stands_in_brackets(
    answer: Recommendation, knowledge: Knowledge
) -> None:
    others = [each for each in columns_of(answer, knowledge) if each not in answer.candidates]
    screen = in_one_line(printed(first_screen(answer, knowledge)))
    whole = in_one_line(printed(Section("", tuple(ScreenParts(answer, knowledge, PAGE).side_by_side()))))
    inside = {part.algorithm for part in parts_beside(answer, knowledge)}
    aside = [each for each in others if each.algorithm not in inside]
    assert all(f"({each.rank}. " in whole for each in aside)
    assert not any(f" {each.rank}. {each.name.split()[0]}" in text for each in aside for text in (screen, whole))
    assert ("in brackets: no choice here" in whole) == bool(aside)
    assert not others or len(answer.candidates) + len(others) <= N_SHOWN
    assert all(mistake_of(each) < LIKELY_MISTAKE for each in others)


def test_a_record_gives_no_usage_as_the_reason_where_practice_prefers_another(
    answer: Recommendation, knowledge: Knowledge
) -> None:
    shares = [each.practice.goodness if each.practice else 0.0 for each in ShortRecord(answer, knowledge).options]
    because = markdown_of(decision_record(answer, knowledge)).partition(", because ")[2]
    if shares and max(shares) > shares[0]:
        assert not because.startswith("language models would")


def test_what_is_no_choice_comes_in_the_order_of_its_utility(answer: Recommendation) -> None:
    utilities = [each.utility.mean for each in answer.outclassed]
    assert utilities == sorted(utilities, reverse=True)


def test_a_record_calls_nothing_behind_or_ahead_of_what_is_unknown(
    answer: Recommendation, knowledge: Knowledge
) -> None:
    record = markdown_of(decision_record(answer, knowledge))
    assert "unknown against" not in record
    assert "against unknown" not in record


@pytest.mark.slow("writes every document of many answers")
def test_what_is_kept_beside_the_leader_is_the_first_thing_to_beat(
    answer: Recommendation, knowledge: Knowledge
) -> None:
    baseline = ShortRecord(answer, knowledge).baseline
    whole = in_one_line(printed(answer_page(answer, knowledge)))
    assert baseline is None or f"{baseline.name}, kept beside the leader: {baseline.why}" in whole


def test_a_title_that_fits_is_whole_on_the_screen(answer: Recommendation, knowledge: Knowledge) -> None:
    title = first_screen(answer, knowledge).title
    assert len(title) <= WIDTH
    if len(str(answer.brief.get("title", ""))) <= WIDTH:
        assert title.startswith(str(answer.brief.get("title", "")))
        assert not title.endswith("…")


def test_what_stands_in_the_answer_by_another_name_is_not_told_as_out(
    answer: Recommendation, knowledge: Knowledge
) -> None:
    out = {each.algorithm for each in told_as_out(answer, knowledge)}
    renamed = {e.algorithm for e in looked_for(answer, knowledge) if "tells by that name" in e.reasons[0].text}
    assert out.isdisjoint(renamed)


def test_what_does_as_well_as_an_option_is_not_told_as_out(answer: Recommendation, knowledge: Knowledge) -> None:
    alike = {name for each in (*answer.candidates, *answer.outclassed) for name in each.equivalents}
    assert alike.isdisjoint(each.algorithm for each in told_as_out(answer, knowledge))


@pytest.mark.parametrize("preferences", [None, "one-side"])
def test_what_only_a_further_fact_would_let_in_is_out_without_a_word_in_short_texts(
    advisor: Advisor, knowledge: Knowledge, preferences: str | None
) -> None:
    data = {"modality": "tabular", "hard_constraints": True, "decision_variables": 2_500}
    data |= {} if preferences is None else {"preferences": preferences}
    answer = advisor.recommend(Brief.from_mapping({"task": "planning", "data": data}))
    assert "stable-matching" in {each.algorithm for each in looked_for(answer, knowledge)}
    told = {each.algorithm for each in told_as_out(answer, knowledge)}
    assert ("stable-matching" in told) is (preferences is not None)


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (712.0, 2190.0, "710–2,200 USD"),
        (0.00052, 0.011, "0.00052–0.011 USD"),
        (0.000026, 0.029, "up to 0.029 USD"),
        (0.000002, 0.00003, "under 0.0001 USD"),
    ],
)
def test_prices_are_told_without_powers_of_ten(advisor: Advisor, low: float, high: float, told: str) -> None:
    brief = {
        "task": "text-generation",
        "data": {"modality": "text", "text_length": 90},
        "deployment": {"requests_per_day": 1000},
    }
    answer = advisor.recommend(Brief.model_validate(brief))
    assert answer.running_costs is not None
    offer = answer.running_costs.offers[0]
    span = type(offer.usd_per_thousand)(low=low, high=high)
    costs = answer.running_costs.model_copy(update={"offers": (offer.model_copy(update={"usd_per_thousand": span}),)})
    assert price_of(answer.model_copy(update={"running_costs": costs}), offer.algorithm) == told


@pytest.mark.parametrize(
    ("text", "n_words", "cut"),
    [
        ("Fit once. Fit again and compare both.", 7, "Fit once. Fit again and compare both."),
        ("Fit once. Fit again and compare both.", 5, "Fit once."),
        ("Fit once; fit again, and compare both.", 5, "Fit once."),
        ("Fit at 1.5 times the rows and compare", 4, "Fit at 1.5 times…"),
    ],
)
def test_a_text_is_cut_behind_a_sentence_where_one_ends_early_enough(text: str, n_words: int, cut: str) -> None:
    assert cut_to_sentences(text, n_words) == cut


@pytest.mark.parametrize(("task", "wrong"), [("regression", "Classifier"), ("binary-classification", "Regressor")])
def test_implementations_are_those_for_numbers_or_for_classes(advisor: Advisor, task: str, wrong: str) -> None:
    data = {"modality": "tabular", "rows": 5000, "features": 20}
    answer = advisor.recommend(Brief.model_validate({"task": task, "data": data}))
    as_it_is = [each for each in (*answer.candidates, *answer.outclassed) if not each.reductions]
    paths = [path for each in as_it_is for path in each.implementations]
    assert len(paths) > 20
    assert not [path for path in paths if re.search(rf"{wrong}(CV)?(\(|$)", path)]


def test_names_with_a_comma_stay_whole(knowledge: Knowledge) -> None:
    assert some_named(("transformer",), Naming(knowledge)) == "Transformer, trained or fine-tuned"


def test_what_is_out_is_told_by_what_it_lacks_here_before_how_well_it_predicts(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    data = {"modality": "tabular", "rows": 14_000_000, "features": 60, "labelled_rows": 14_000_000}
    answer = advisor.recommend(Brief.from_mapping({"task": "binary-classification", "data": data}))
    told = told_as_out(answer, knowledge)
    process = next(each for each in told if each.algorithm == "gaussian-process")
    assert process.reasons[0].kind == "accuracy"
    assert main_reason(process).text.startswith("its training time grows between the square and the cube")
    only_inaccurate = [main_reason(each).kind == "accuracy" for each in told]
    assert only_inaccurate == sorted(only_inaccurate)
