"""Why the leader leads is said once, as what parts it from its best rival, and nothing that its sources contradict."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from printed_documents import printed
from small_knowledge import SCENARIOS
from whichml import Brief, KnowledgeBase, Recommendation
from whichml.advise.priorities import PRACTICE
from whichml.advise.recommendation import Advisor
from whichml.export.answer_sections import AnswerSections
from whichml.export.comparison import compare_algorithms
from whichml.export.decision_record import to_full_markdown, to_markdown
from whichml.export.document import Section
from whichml.export.explanation import compare_with_leader
from whichml.export.lead_reasons import LeadReason, lead_reasons, no_reason_in_words, rival_of
from whichml.export.naming import Naming
from whichml.export.record_details import RecordDetails
from whichml.export.screen_parts import ScreenParts
from whichml.model.statements.recommendation import Candidate

CREDIT = {
    "task": "binary-classification", "title": "Consumer credit", "data.modality": "tabular", "data.rows": 60_000,
    "data.features": 35, "data.minority_share": 0.06, "data.label_delay": "365 days",
    "deployment.target": "on-premises", "deployment.update_cadence": "monthly", "stakes.cost_of_mistakes": "high",
    "stakes.explanation": "full",
}  # fmt: skip
_COUNTS = re.compile(r"use it in ([\d,]+) of [\d,]+ briefs of [^(]*?, [^(]+? in ([\d,]+)")


def of_practice(answer: Recommendation, knowledge: KnowledgeBase) -> LeadReason | None:
    return next((each for each in lead_reasons(answer, knowledge) if each.quality == PRACTICE), None)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_reason_is_what_parts_the_leader_most_from_its_rival(
    path: object, advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = advisor.recommend(Brief.load(path))  # type: ignore[arg-type]
    reasons, rival = lead_reasons(answer, knowledge), rival_of(answer, knowledge)
    assert rival is not None
    compared = {
        each.quality: each for each in compare_with_leader(rival, answer.candidates[0], Naming.of(answer, knowledge))
    }
    for each in reasons:
        assert compared[each.quality].difference <= -0.002, each.text
        assert compared[each.quality].weight >= 0.03, each.text
        assert rival.name in reasons[0].text
    assert len(reasons) <= 2
    for counts in filter(None, (_COUNTS.search(each.text) for each in reasons)):
        own, other = (int(each.replace(",", "")) for each in counts.groups())
        assert own > other, "a count that speaks for the rival is no reason for the leader"


def test_compare_names_the_same_reason(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    brief = Brief.load(next(path for path in SCENARIOS if path.stem == "sidewalk-robot"))
    answer, steps = advisor.recommend_with_steps(brief)
    rival = rival_of(answer, knowledge)
    assert rival is not None
    pair = (answer.candidates[0].algorithm, rival.algorithm)
    compared = compare_algorithms(advisor, answer, steps, pair)
    best = max(compared.qualities, key=lambda each: each.difference)
    assert lead_reasons(answer, knowledge)[0].quality == best.quality


def test_where_counts_speak_for_the_rival_both_are_told_with_what_turns_them(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["recidivism"])
    reason = of_practice(answer, knowledge)
    assert reason is not None
    found = re.search(
        r"though they use Explainable boosting machine more often \((\d+) times to (\d+) in \d+ briefs of binary "
        r"classification on tabular data\), mostly where .+ \(\+\d\.\d log-odds\)",
        reason.text,
    )
    assert found is not None, reason.text
    assert int(found[1]) > int(found[2])


def test_where_nobody_was_asked_about_the_leader_its_siblings_are_named(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["autonomous-vehicle"])
    rival = rival_of(answer, knowledge)
    assert rival is not None
    leader, *others = answer.candidates
    assert leader.practice is not None
    practice = leader.practice.model_copy(update={"of_siblings": True})
    unasked = (leader.model_copy(update={"practice": practice}), *others)
    reason = of_practice(answer.model_copy(update={"candidates": unasked}), knowledge)
    assert reason is not None
    assert f"lean to its siblings (nobody was asked about it) rather than to {rival.name}" in reason.text
    assert "use it in" not in reason.text


def test_screen_record_and_full_record_say_one_reason(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["autonomous-vehicle"])
    (reason,) = lead_reasons(answer, knowledge)
    assert "because language models would use it in " in to_markdown(answer, knowledge)
    told = to_full_markdown(answer, knowledge)
    assert told.count(reason.text.split(",")[0]) == 2, "in the outcome, and in the choice in full"
    assert "above all because inference latency" not in told
    assert "+ language models: " in printed(Section("", tuple(ScreenParts(answer, knowledge).strengths())))


def test_what_weighs_next_to_nothing_is_no_reason(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = advisor.recommend(Brief.from_mapping({"task": "clustering", "data.modality": "tabular"}))
    rival = rival_of(answer, knowledge)
    assert rival is not None

    def lightened(candidate: Candidate) -> Candidate:
        light = tuple(replace(each, weight=0.02) for each in candidate.qualities)
        return candidate.model_copy(update={"qualities": light, "practice": rival.practice})

    changed = {part: tuple(map(lightened, getattr(answer, part))) for part in ("candidates", "outclassed")}
    flat = answer.model_copy(update=changed)
    assert lead_reasons(flat, knowledge) == ()
    assert no_reason_in_words(flat, knowledge).endswith(f"no single thing of weight parts it from {rival.name}")
    (choice,) = [AnswerSections(flat, knowledge).choice()]
    assert "above all" not in printed(Section("", (choice,)))


def test_a_rounded_form_is_rated_no_better_than_what_it_rounds(advisor: Advisor) -> None:
    answer = advisor.recommend(Brief.from_mapping(CREDIT))
    shown = {each.algorithm: each for each in (*answer.candidates, *answer.outclassed)}
    rated = {
        name: next(each for each in shown[name].qualities if each.quality == "accuracy")
        for name in ("risk-scorecard", "logistic-regression")
    }
    assert rated["risk-scorecard"].high <= rated["logistic-regression"].high
    assert rated["risk-scorecard"].doubt == "written as low\N{EN DASH}medium; translated, low confidence"


def test_practice_is_told_as_language_models_on_the_briefs_of_the_task_with_the_caveat_of_its_source(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    record = to_markdown(advisor.recommend(scenarios["autonomous-vehicle"]), knowledge)
    assert "what language models, not human experts, would use [1]" in record
    assert re.search(r"would use \(\d+ briefs of the task\)", record)
    assert "Note: No human experts: one kind of language model wrote the briefs and answered them" in record
    assert "independent answerers" not in record


def test_how_far_practice_leans_is_no_percentage_in_a_record(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    record = to_markdown(advisor.recommend(scenarios["recidivism"]), knowledge)
    assert not re.search(r"use by language models \(\d+ %", record)
    assert re.search(r"use by language models \(by \d\.\d in log-odds\)", record)


def test_what_limits_a_claim_stands_beside_its_level(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    brief = {"task": "survival-analysis", "data.modality": "tabular", "data.rows": 900, "data.features": 12}
    record = to_markdown(advisor.recommend(Brief.from_mapping(brief)), knowledge)
    assert "(20 % of the weight; Studied on tables with few columns" in record


def test_notices_without_room_are_counted_and_the_full_record_has_all(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["recidivism"])
    said = tuple(f"reading {number} of the brief." for number in range(5))
    unread = "`notes` hold more than is read: nothing is taken from the sentence 'No loans are labelled'."
    crowded = answer.model_copy(update={"notices": (*said, unread)})
    record, full = to_markdown(crowded, knowledge), to_full_markdown(crowded, knowledge)
    assert record.count("* Notice: ") == 3
    assert "nothing is taken from the sentence 'No loans are labelled'" in record
    assert "* 3 more notices on how the brief was read with --full." in record
    assert full.count("* Notice: ") == 6


def test_a_record_names_the_commands_with_the_file_of_its_brief(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    record = to_markdown(advisor.recommend(scenarios["recidivism"]), knowledge, RecordDetails(source="court.yaml"))
    assert "`whichml export court.yaml --full`" in record
    assert "`whichml recommend court.yaml --format json` gives again by the same knowledge" in record
    assert "BRIEF" not in record


def test_a_date_of_a_law_is_told_whole(advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]) -> None:
    answer = advisor.recommend(scenarios["recidivism"])
    leader, *others = answer.candidates
    dated = tuple(each for each in leader.cautions if "since 2 February 2025" in each.text)
    alone = (leader.model_copy(update={"cautions": dated}), *others)
    record = to_markdown(
        answer.model_copy(update={"candidates": alone, "patterns": (), "application": None, "circumstances": ()}),
        knowledge,
    )
    assert re.search(r"since 2 February 2025 nobody may predict .* traits of personality", record)
    assert "on 2 August…" not in record


SEARCH = {
    "task": "retrieval", "data.modality": "text", "data.rows": 90_000, "data.languages": 2, "data.exact_match": True,
    "data.privacy": "internal", "deployment.target": "on-premises",
}  # fmt: skip


def test_counts_of_practice_say_which_fact_that_rates_the_two_they_do_not_know(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    practice = knowledge.practice
    assert practice is not None
    assert not any("data.cross_language" in each.when for each in practice.situations)
    for crosses, ending in ((True, ", whatever data.cross_language is"), (False, "")):
        answer = advisor.recommend(Brief.from_mapping({**SEARCH, "data.cross_language": crosses}))
        reason = of_practice(answer, knowledge)
        assert reason is not None
        assert [each.partition(", whatever")[1:] for each in (reason.text, reason.in_fewer_words()[0])] == [
            (ending[:10], ending[10:])
        ] * 2


def test_a_fact_that_rates_the_two_and_that_a_situation_knows_is_not_said_to_make_no_difference(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    practice = knowledge.practice
    assert practice is not None
    known = practice.situations[0].model_copy(update={"when": {"data.cross_language": True}})
    asked = replace(knowledge, practice=practice.model_copy(update={"situations": (*practice.situations, known)}))
    answer = advisor.recommend(Brief.from_mapping({**SEARCH, "data.cross_language": True}))
    reason = of_practice(answer, asked)
    assert reason is not None
    assert "whatever" not in reason.text
