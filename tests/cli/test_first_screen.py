"""`whichml recommend` answers on one screen: what to start with, how sure, what was asked for, and what is next."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from answered_briefs import AnsweredBriefs
from by_night import some_of
from printed_documents import printed
from small_knowledge import SCENARIOS, hundred_of_panel
from whichml import Brief, KnowledgeBase
from whichml.advise.ranking import POSSIBLE_MISTAKE
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_facts import TurningFact, turning_facts
from whichml.export.document import Section
from whichml.export.first_screen import first_screen, one_line
from whichml.export.main_points import looked_for, main_weaknesses, told_as_out
from whichml.export.requirement_status import statuses_of
from whichml.export.screen_parts import ScreenParts
from whichml.export.screen_room import TERMINAL
from whichml.export.sureness import near_behind
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.recommendation import Candidate, Recommendation

PANEL = hundred_of_panel()


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
@pytest.mark.slow("answers every scenario")
def test_the_screen_of_a_scenario_has_at_most_thirty_lines(path: Path, kept_answers: AnsweredBriefs) -> None:
    lines = kept_answers.screen(path).splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 80


@pytest.mark.slow("costs more than half a second")
def test_the_screen_says_first_what_to_start_with_and_what_simple_baseline_to_keep(run, fraud, knowledge) -> None:  # type: ignore[no-untyped-def]
    leader = Advisor.of(knowledge).recommend(Brief.load(fraud)).candidates[0]
    told = run("recommend", fraud).stdout
    assert told.splitlines()[1].startswith(f"Start with {leader.name}")
    assert re.search(r"Keep .+ beside it: ", " ".join(told.split()))


def test_a_fact_that_turns_the_answer_does_so_when_the_brief_says_it(
    advisor: Advisor,
) -> None:
    brief = Brief.from_mapping({
        "task": "retrieval", "data.modality": "text", "data.items": 8_000_000, "deployment.target": "cloud",
        "deployment.update_cadence": "daily",
    })  # fmt: skip
    first = advisor.recommend(brief).top(3)
    turning = turning_facts(advisor, brief)
    assert turning
    for each in turning:
        then = advisor.recommend(brief.replace(each.field, each.value)).top(3)
        assert then == each.first
        assert then != first


@pytest.mark.slow("asks scenarios what would turn them")
def test_facts_that_the_brief_states_or_that_tell_nothing_of_its_task_are_not_asked(
    advisor: Advisor, scenarios: dict[str, Brief]
) -> None:
    for brief in some_of([*scenarios.values()], 3):
        asked = {each.field for each in turning_facts(advisor, brief, n_most=12)}
        assert asked.isdisjoint(brief.facts())
        if brief.task != "forecasting":
            assert asked.isdisjoint({"data.horizon", "data.series", "data.intermittent"})


def test_a_turning_fact_is_told_with_what_to_start_with_then(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["credit-card-fraud"])
    turning = (TurningFact("data.relation", "linear", "linear", ("logistic-regression",)),)
    text = printed(first_screen(answer, knowledge, turning))
    asked = f"? {BRIEF_FIELDS['data.relation'].meaning.rstrip('.')} (data.relation): if linear, start"
    assert f"{asked} with Logistic regression." in " ".join(text.split())
    close = printed(first_screen(answer, knowledge, (turning[0]._replace(is_close=True),)))
    assert f"{asked}, by a hair, with Logistic regression." in " ".join(close.split())


def test_where_nothing_is_left_the_screen_says_what_would_have_to_give(run, brief_file) -> None:  # type: ignore[no-untyped-def]
    page = run("recommend", brief_file("nothing-left")).stdout
    assert "Nothing on the list meets this brief." in page
    assert "~ Without " in page


def test_one_line_for_scripts_names_the_first_three_by_id(run, fraud, knowledge) -> None:  # type: ignore[no-untyped-def]
    answer = Advisor.of(knowledge).recommend(Brief.load(fraud))
    printed = run("recommend", fraud, "--short").stdout
    assert printed == one_line(answer) + "\n"
    assert [part.split(" ")[0] for part in printed.strip().split("; ")] == list(answer.top(3))


def test_two_forms_at_once_are_refused(run, fraud) -> None:  # type: ignore[no-untyped-def]
    refusal = run("recommend", fraud, "--full", "--short")
    assert refusal.exit_code == 2
    assert "Choose one of --full, --short and --format;" in refusal.stderr


def test_a_shipped_scenario_is_answered_by_its_name(run, fraud) -> None:  # type: ignore[no-untyped-def]
    named = run("recommend", "credit-card-fraud", "--short")
    assert named.exit_code == 0
    assert named.stdout == run("recommend", fraud, "--short").stdout


def test_a_file_comes_before_a_scenario_of_the_same_name(run, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "credit-card-fraud").write_text("task: clustering\ndata: {modality: tabular}\n")
    assert "clustering on tabular data" in run("recommend", "credit-card-fraud").stdout


def test_a_bound_in_a_currency_without_a_rate_is_said_to_be_ignored(advisor: Advisor) -> None:
    bound = {"quality": "cost-per-prediction", "max": "0.01 EUR", "priority": "must"}
    fields = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 5000, "requirements": [bound]}
    answer = advisor.recommend(Brief.from_mapping(fields))
    (status,) = statuses_of(answer, answer.candidates[0])
    assert (status.status, status.estimate) == ("ignored", "no exchange rate is given")
    priced = advisor.recommend(Brief.from_mapping({**fields, "exchange_rates": {"EUR": 1.08}}))
    (status,) = statuses_of(priced, priced.candidates[0])
    assert status.status != "ignored"


SEARCH = {"task": "retrieval", "data": {"modality": "text", "items": 90_000, "exact_match": True}}


def test_what_a_brief_requires_twice_is_told_once_and_with_three_digits(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    twice = [{"quality": "inference-throughput", "min": "100000/day"}] * 2
    answer = advisor.recommend(Brief.from_mapping({**SEARCH, "requirements": twice}))
    text = printed(first_screen(answer, knowledge))
    assert text.count("Inference throughput must be") == 1
    assert "Inference throughput must be at least 1.16/s; " in text


def test_a_bound_in_a_unit_is_told_beside_what_is_known_in_that_unit(advisor: Advisor) -> None:
    """A level would read like a failure: a high need of memory keeps a bound of many gigabytes."""
    fields = {"task": "multiclass-classification", "data": {"modality": "text", "labelled_rows": 80_000, "classes": 30}}
    bound = {"quality": "inference-memory", "max": "24 GB", "priority": "should"}
    asked = {**fields, "deployment": {"accelerator": "gpu"}, "requirements": [bound]}
    answer = advisor.recommend(Brief.from_mapping(asked))
    encoder = next(each for each in answer.candidates if each.algorithm == "fine-tuned-language-encoder")
    (status,) = statuses_of(answer, encoder)
    assert (status.status, status.estimate) == ("met", "300 MB to 4 GB")


def test_a_level_of_a_quality_with_a_unit_is_told_as_what_it_stands_for(
    advisor: Advisor, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["credit-card-fraud"])
    told = {each.quality: each.estimate for each in statuses_of(answer, answer.candidates[0])}
    assert told["cost-per-prediction"] == "usually up to 0.000001 USD"


def test_a_search_for_codes_is_told_as_part_of_a_whole_only_where_people_use_words_of_their_own_too(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    worded = {**SEARCH, "data": {**SEARCH["data"], "worded_queries": True}}
    codes, both = (advisor.recommend(Brief.from_mapping(each)) for each in (SEARCH, worded))
    alone, text = (" ".join(printed(first_screen(each, knowledge)).split()) for each in (codes, both))
    assert codes.candidates[0].algorithm == both.candidates[0].algorithm == "lexical-search"
    assert "Start with Lexical search, here " in alone
    assert "Start with hybrid search: Lexical search finds by words, " in text
    assert " finds by meaning." in text


UPLIFT = {
    "task": "treatment-effect-estimation", "data": {"modality": "tabular", "rows": 80_000, "feedback": "full"},
    "deployment": {"interaction": "batch", "accelerator": "none"}, "priorities": ["accuracy"],
}  # fmt: skip
WIND = {
    "task": "outlier-detection",
    "data": {"modality": "sensor-features", "rows": 500_000, "features": 12, "exogenous": True},
}
LETTERS = {
    "task": "multiclass-classification",
    "data": {"modality": "text", "labelled_rows": 6000, "classes": 14, "residency": "stays-in-organisation"},
    "deployment": {"target": "on-premises"}, "priorities": ["accuracy"],
}  # fmt: skip


def with_one_choice(advisor: Advisor) -> tuple[Recommendation, Candidate]:
    """Return an answer whose leader is the only choice, and what comes near it all the same."""
    answer = advisor.recommend(Brief.from_mapping(WIND))
    near = near_behind(answer)[0].model_copy(update={"rank": 20})
    return answer.model_copy(update={"candidates": answer.candidates[:1], "outclassed": (near,)}), near


def test_what_comes_near_the_leader_stands_beside_it_by_its_rank_though_it_is_no_choice(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer, near = with_one_choice(advisor)
    text = printed(first_screen(answer, knowledge))
    assert f"1. {answer.candidates[0].name}  (20. {near.name})" in text
    assert f"{near.utility.mean:.2f} ({near.utility.low:.2f}\N{EN DASH}{near.utility.high:.2f})" in text
    assert re.search(r"^mistake +(\d+|under 5) % +(\d+|under 5) %$", text, re.MULTILINE)


def test_the_screen_says_that_some_would_call_the_leader_a_mistake(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = advisor.recommend(Brief.from_mapping(UPLIFT).replace("data.rows", 8_000))
    practice = answer.candidates[0].practice
    assert practice is not None
    assert practice.mistake >= POSSIBLE_MISTAKE
    doubted = answer.candidates[0].model_copy(update={"practice": practice.model_copy(update={"mistake": 0.3})})
    text = printed(first_screen(answer.model_copy(update={"candidates": (doubted,)}), knowledge))
    assert "  - 30 % of language models asked on such projects call it a mistake" in text
    sound = answer.candidates[0].model_copy(update={"practice": practice.model_copy(update={"mistake": 0.0})})
    sure = answer.model_copy(update={"candidates": (sound,)})
    assert "call it a mistake" not in printed(first_screen(sure, knowledge))


def test_a_special_form_in_the_place_of_its_general_one_is_told_as_a_form_of_it(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    found = advisor.recommend(Brief.from_mapping({"task": "retrieval", "data": {"modality": "image", "items": 4200}}))
    answer = found.model_copy(update={"patterns": ()})
    special = knowledge.general_of.items()
    name, general = next((one, other) for one, other in special if other == "pretrained-vision-embedding")
    leader = answer.candidates[0].model_copy(
        update={
            "algorithm": name,
            "name": knowledge.algorithms[name].facts.name,
            "equivalents": (general,),
            "form": None,
        }
    )
    text = " ".join(printed(first_screen(answer.model_copy(update={"candidates": (leader,)}), knowledge)).split())
    assert f"Start with {leader.name}, a form of pre-trained vision embedding with a small head" in text
    assert "does as well" not in text


def test_names_above_columns_go_on_below_and_variants_of_one_kind_are_said_to_be(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = advisor.recommend(Brief.from_mapping(LETTERS))
    names = ("logistic-regression", "sentence-embedding-classifier", "sgd-linear")
    shown = tuple(
        answer.candidates[0].model_copy(
            update={"algorithm": each, "name": knowledge.algorithms[each].facts.name, "rank": rank}
        )
        for rank, each in enumerate(names, 1)
    )
    lines = printed(first_screen(answer.model_copy(update={"candidates": shown}), knowledge)).splitlines()
    head = next(number for number, line in enumerate(lines) if "1. Logistic" in line)
    assert lines[head + 1].split()[0] == "regression"
    assert "Linear model by…" not in "".join(lines)
    assert any(line.strip().startswith("1 and 3 are of one kind (") for line in lines)


def test_three_variants_of_one_kind_are_listed_with_one_and(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = advisor.recommend(Brief.from_mapping(LETTERS))
    shown = tuple(
        answer.candidates[0].model_copy(update={"algorithm": each, "rank": rank})
        for rank, each in enumerate(("lightgbm", "xgboost", "catboost"), 1)
    )
    text = printed(first_screen(answer.model_copy(update={"candidates": shown}), knowledge))
    assert "  1, 2 and 3 are of one kind (" in text


@pytest.mark.slow("answers many briefs")
def test_nothing_is_cut_on_a_screen_but_names_above_columns(kept_answers: AnsweredBriefs) -> None:
    n_cut = 0
    for path in [*SCENARIOS, *PANEL[::10]]:
        lines = kept_answers.screen(path).splitlines()
        heads = [number for number, line in enumerate(lines) if re.search(r"^ {9,}1\. ", line)]
        for number, line in enumerate(lines[1:], 1):  # the title is the project's own
            if "…" in line:
                n_cut += 1
                assert any(head <= number <= head + 2 for head in heads), (path.name, line)
                assert not re.search(r"(\(\w*| by| of| the| and| with|\b\d+)…", line), (path.name, line)
    assert n_cut > 2
    assert (
        TERMINAL.names(f"{'word ' * 10}(of one (or two more words here and so on to the end)", 1, 0)
        == "word " * 9 + "word…"
    )


def test_in_how_many_briefs_of_the_kind_the_leader_and_its_rival_would_be_used_is_counted(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    reasons = tuple(ScreenParts(advisor.recommend(scenarios["autonomous-vehicle"]), knowledge).strengths())
    text = " ".join(printed(Section("", reasons)).split())
    found = re.search(r"\+ language models: (\d+) of (\d+) such briefs, [A-Z][a-z- ]+ (\d+)", text)
    assert found is not None
    assert 0 < int(found[3]) < int(found[1]) <= int(found[2])


def test_nobody_is_told_to_be_out_by_what_the_leader_itself_is_weak_in(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    told_in_full = {
        "task": "binary-classification", "data.modality": "tabular", "data.labelled_rows": 14_000,
        "data.relation": "nonlinear", "stakes.explanation": "full", "priorities": ["explainability"],
        "deployment.applied_by": "hand",
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(told_in_full))
    assert "accuracy" in {each.quality for each in main_weaknesses(answer.candidates[0])}
    told, out = told_as_out(answer, knowledge), looked_for(answer, knowledge)
    left = [each for each in out if each not in told]
    assert left
    assert all(each.reasons[0].kind == "accuracy" for each in left)
    assert not any(each.reasons[0].kind == "accuracy" for each in told)
