"""The committed figures are those of today's strengths, and reach what the project set itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from made_up_comparisons import drawn, group

from by_night import IS_NIGHT, by_night, only_by_night
from small_knowledge import ContentFolder, claim
from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import compile_content
from whichml.knowledge.content import Content
from whichml.knowledge.loading import KnowledgeBase
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.experiments.study_results import StudyResults, read_results
from whichml_workshop.published import evaluate, holding_out
from whichml_workshop.published.comparisons import OWN_STUDY, Material
from whichml_workshop.published.evaluation import (
    FIGURES,
    BoundFigures,
    Evaluation,
    OrderFigures,
    StudyFigures,
    evaluate_bounds,
    evaluate_sets,
    evaluate_studies,
    read_evaluation,
)
from whichml_workshop.published.fit import groups_and_material
from whichml_workshop.published.groups import GroupText
from whichml_workshop.published.holding_out import ORDERS

pytestmark = pytest.mark.slow("fits strengths")

TENTHS = "all, by tenths"
AGREES = 0.02
"""By how much a figure may have moved before it has to be written anew."""
LEAST_ON_TABLES = 0.66
ORDER = OrderFigures(pairs=0.75, first=0.5, three=1.0)
STUDY = StudyFigures(group="tables", study="one", sets=3, pairs=8, by_order=dict.fromkeys(ORDERS, ORDER))
BOUND = BoundFigures(bound="none", sets=3, first=0.5, three=1.0, broken=0.0, empty=0.25, fixed=0.75)
WHOLE = Evaluation(studies=(STUDY, STUDY.model_copy(update={"interval": (0.5, 1.0)})), bounds=(BOUND,))


@cache
def committed() -> Evaluation:
    return read_evaluation(Content.shipped())


@cache
def today() -> tuple[Knowledge, Mapping[str, tuple[GroupText, Material]]]:
    content = Content.shipped()
    knowledge = compile_content(content, "evaluation") if IS_NIGHT else KnowledgeBase.load()
    return knowledge, {group.id: (group, material) for group, material in groups_and_material(content, knowledge)}


def kept_in(folder: ContentFolder, text: bytes) -> Content:
    path = folder.content.facts / FIGURES
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text)
    return folder.content


def test_figures_come_back_byte_for_byte(folder: ContentFolder) -> None:
    found = read_evaluation(kept_in(folder, WHOLE.to_json()))
    assert found == WHOLE
    assert found.to_json() == WHOLE.to_json()


def test_the_committed_figures_come_back_byte_for_byte(content: Content) -> None:
    assert committed().to_json() == (content.facts / FIGURES).read_bytes()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        WHOLE.to_json().replace(b"evaluation/1", b"evaluation/2"),
        WHOLE.to_json().replace(b'"sets":3', b'"sets":NaN'),
        WHOLE.to_json().replace(b'"sets":3', b'"sets":3,"luck":1'),
    ],
    ids=["empty", "another schema", "no number", "unknown key"],
)
def test_broken_figures_are_refused_with_the_command_that_writes_them(folder: ContentFolder, text: bytes) -> None:
    with pytest.raises(KnowledgeError) as refusal:
        read_evaluation(kept_in(folder, text))
    (problem,) = refusal.value.problems
    assert problem.message.startswith("facts/published/evaluation.json holds no figures")
    assert problem.hint == "Write them anew: python -m whichml_workshop.published.evaluate --write"


def test_figures_that_are_missing_are_refused(folder: ContentFolder) -> None:
    with pytest.raises(KnowledgeError, match="holds no figures that can be read"):
        read_evaluation(folder.content)


@pytest.fixture
def no_forest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a forest that takes seconds to grow order nobody."""
    monkeypatch.setattr(holding_out, "by_forest", lambda material, known: lambda each: dict.fromkeys(known, 0.0))


def small_knowledge(folder: ContentFolder) -> Knowledge:
    for name in "abc":
        folder.algorithm(name, claim("accuracy", "high"))
    return folder.knowledge()


STRENGTHS = {"a": 2.0, "b": 0.0, "c": -2.0}


@pytest.mark.usefixtures("no_forest")
def test_a_study_that_is_foretold_has_figures_of_its_orders_and_of_answers(folder: ContentFolder) -> None:
    material = Material(drawn("one", 20, STRENGTHS, seed=1) + drawn("two", 20, STRENGTHS, seed=2))
    found = list(evaluate_studies(group(), material, small_knowledge(folder)))
    assert [(each.study, each.sets, each.pairs) for each in found] == [("one", 20, 60), ("two", 20, 60)]
    for each in found:
        assert set(each.by_order) == set(ORDERS)
        assert each.answer_first is not None
        assert each.answer_three is not None
        assert each.answer_first <= each.answer_three
        assert each.by_order["claims"].pairs == 0.5


@pytest.mark.usefixtures("no_forest")
def test_all_data_sets_by_tenths_have_an_interval_of_twice_the_standard_error_and_no_answers(
    folder: ContentFolder,
) -> None:
    found = evaluate_sets(group(), Material(drawn("one", 40, STRENGTHS, seed=3)), small_knowledge(folder))
    assert (found.study, found.sets, found.answer_first, found.answer_three) == (TENTHS, 40, None, None)
    assert found.interval is not None
    low, high = found.interval
    share = found.by_order["strengths"].pairs
    assert (low + high) / 2 == pytest.approx(share, abs=1e-3)
    by_chance = 1.96 * math.sqrt(share * (1 - share) / (40 * 3))
    assert by_chance / 2 < (high - low) / 2 < by_chance * 2


def test_an_own_study_that_cannot_be_held_out_has_no_figures_of_bounds(folder: ContentFolder) -> None:
    material = Material(drawn("one", 20, STRENGTHS))
    own = StudyResults(protocol="none", machine="none", sets=())
    assert evaluate_bounds(group(), material, small_knowledge(folder), own) == ()


def assert_agree(now: StudyFigures | BoundFigures | OrderFigures, then: object) -> None:
    for name, number in now.model_dump().items():
        if isinstance(number, float):
            assert number == pytest.approx(getattr(then, name), abs=AGREES), f"{name} of {now} is {then}"


@pytest.mark.parametrize("name", [by_night("forecasting"), "outliers-in-tables"])
def test_the_committed_figures_of_studies_are_those_of_today(name: str) -> None:
    knowledge, groups = today()
    kept = {each.study: each for each in committed().studies if each.group == name and each.study != TENTHS}
    found = list(evaluate_studies(*groups[name], knowledge))
    assert [each.study for each in found] == list(kept)
    for each in found:
        then = kept[each.study]
        assert (each.sets, each.pairs) == (then.sets, then.pairs)
        assert_agree(each, then)
        for order, figures in each.by_order.items():
            assert_agree(figures, then.by_order[order])


@only_by_night
def test_the_committed_figures_of_bounds_are_those_of_today(content: Content) -> None:
    knowledge, groups = today()
    own = read_results(content)
    assert own is not None
    found = evaluate_bounds(*groups[evaluate.TABLES], knowledge, own)
    assert [(each.bound, each.sets) for each in found] == [(each.bound, each.sets) for each in committed().bounds]
    assert len(found) == 8
    for each, then in zip(found, committed().bounds, strict=True):
        assert_agree(each, then)


def test_every_group_and_every_study_of_it_that_can_be_held_out_has_figures() -> None:
    _, groups = today()
    told = {(each.group, each.study) for each in committed().studies}
    assert len(told) == len(committed().studies)
    assert {name for name, study in told if study == TENTHS} == set(groups)
    for name, study in told:
        assert study in (TENTHS, *groups[name][1].studies)


def of_tables() -> list[StudyFigures]:
    """Return the figures of each study of tables that others foretell, but for the project's own."""
    found = [
        each for each in committed().studies if each.group == evaluate.TABLES and each.study not in (TENTHS, OWN_STUDY)
    ]
    assert len(found) >= 4
    return found


def test_strengths_order_two_thirds_of_the_pairs_of_tables_that_they_have_not_seen() -> None:
    shares = [each.by_order["strengths"].pairs for each in of_tables()]
    assert sum(shares) / len(shares) >= LEAST_ON_TABLES


def test_strengths_foretell_each_study_of_tables_but_tabzilla_better_than_claims() -> None:
    told = {each.study: (each.by_order["strengths"].pairs, each.by_order["claims"].pairs) for each in of_tables()}
    behind = {study: claims - strengths for study, (strengths, claims) in told.items() if strengths <= claims}
    assert {study for study in behind if study != "tabzilla"} == set()  # claims of accuracy cite TabZilla itself
    assert behind.get("tabzilla", 0.0) < 0.01


def test_strengths_of_forecasting_and_recommendation_order_better_than_chance() -> None:
    figures = [each for each in committed().studies if each.group in ("forecasting", "recommendation")]
    assert {each.group for each in figures} == {"forecasting", "recommendation"}
    for each in figures:
        assert each.interval is not None
        assert each.interval[0] > 0.5, each.study


def test_the_figures_are_printed_as_tables_of_markdown() -> None:
    held = STUDY.model_copy(update={"interval": (0.5, 1.0), "answer_first": 0.9, "answer_three": 0.95})
    *_, first, second = evaluate.study_lines((STUDY, held))
    assert first == "| tables | one | 3 | 8 | 0.750 |  | 0.750 | 0.750 | 0.750 |  |  |"
    assert second == "| tables | one | 3 | 8 | 0.750 | 0.500 to 1.000 | 0.750 | 0.750 | 0.750 | 0.900 | 0.950 |"
    *_, bound = evaluate.bound_lines((BOUND,))
    assert bound == "| none | 3 | 0.500 | 1.000 | 0.0% | 25.0% | 0.750 |"
    for lines in (list(evaluate.study_lines((held,))), list(evaluate.bound_lines((BOUND,)))):
        assert len({line.count("|") for line in lines[2:]}) == 1


@only_by_night
def test_one_group_alone_is_printed_and_not_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(evaluate, "FIGURES", tmp_path / "figures.json")
    monkeypatch.setattr(evaluate, "evaluate_studies", lambda group, material, knowledge: [STUDY])
    monkeypatch.setattr(evaluate, "evaluate_sets", lambda group, material, knowledge: STUDY)
    assert evaluate.main(["--write", "--group", "recommendation"]) == 0
    assert capsys.readouterr().out.count("| tables | one | 3 |") == 2
    assert not (tmp_path / "figures.json").exists()


def test_all_groups_are_kept_where_that_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    knowledge, groups = today()  # by night the test before has the command read them
    monkeypatch.setattr(evaluate, "compile_content", lambda content, version: knowledge)
    monkeypatch.setattr(evaluate, "groups_and_material", lambda content, knowledge: groups.values())
    monkeypatch.setattr(evaluate, "FIGURES", tmp_path / "figures.json")
    monkeypatch.setattr(evaluate, "evaluate_studies", lambda group, material, knowledge: [STUDY])
    monkeypatch.setattr(evaluate, "evaluate_sets", lambda group, material, knowledge: STUDY)
    monkeypatch.setattr(evaluate, "evaluate_bounds", lambda group, material, knowledge, own: (BOUND,))
    assert evaluate.main([]) == 0
    assert not (tmp_path / "figures.json").exists()
    assert evaluate.main(["--write"]) == 0
    kept = Evaluation.model_validate_json((tmp_path / "figures.json").read_bytes())
    assert (len(kept.studies), kept.bounds) == (2 * len(groups), (BOUND,))


def test_content_that_cannot_be_read_is_told_and_ends_with_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: ContentFolder
) -> None:
    (folder.root / "facts/algorithms/torn.yaml").write_text("id: [torn\n", encoding="utf-8")
    monkeypatch.setattr(Content, "shipped", lambda: folder.content)
    assert evaluate.main([]) == 2
    assert "facts/algorithms/torn.yaml:" in capsys.readouterr().err
