"""A small panel is fitted to practice that can be read point by point, and the sealed part is never read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from made_up_panel import small_answers, small_folder, write_panel

from by_night import only_by_night
from small_knowledge import ContentFolder, brief, rule
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import PRACTICE
from whichml.knowledge.practice import Point, Practice, read_practice
from whichml.knowledge.practised_facts import TOLD, practised_shapes
from whichml.model.documents.errors import KnowledgeError
from whichml.model.statements.conditions import all_hold, parse_conditions
from whichml_workshop.elicited import fit as fit_module
from whichml_workshop.elicited.design import with_neutral_practice
from whichml_workshop.elicited.fit import FitSettings, PracticeData, accepted_leaders, fit_practice, main
from whichml_workshop.elicited.grading import consensus_of
from whichml_workshop.elicited.panel import Answer, Panel, read_panel

pytestmark = pytest.mark.slow("fits practice")

N_BRIEFS = 36
DECISION = "training-mode"
SETTINGS = FitSettings(at_least=8, choices=0.5, mistakes=0.5, options=0.5)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> ContentFolder:
    return small_folder(tmp_path_factory.mktemp("small") / "content")


@pytest.fixture(scope="module")
def few(small: ContentFolder) -> Knowledge:
    return small.knowledge()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a panel whose last twelve briefs are sealed and whose six before them are for tuning."""
    briefs, answers = small_answers(N_BRIEFS)
    parts = {i: "final" if int(i) >= 24 else "tuning" if int(i) >= 18 else "learning" for i in briefs}
    return write_panel(tmp_path_factory.mktemp("panel"), briefs, answers, parts)


@pytest.fixture(scope="module")
def elicited(folder: Path, few: Knowledge) -> PracticeData:
    return PracticeData.of(read_panel(folder).of("learning", "tuning"), few)


@pytest.fixture(scope="module")
def practice(elicited: PracticeData, few: Knowledge) -> Practice:
    return fit_practice(elicited, few, SETTINGS)


def points_of(practice: Practice) -> Iterator[tuple[str, str, Point]]:
    """Yield every point with its group and its subject."""
    groups: dict[str, Mapping[str, tuple[Point, ...]]] = {
        "choices": practice.choices.points, "mistakes": practice.mistakes.points, **practice.options,
    }  # fmt: skip
    for group, subjects in groups.items():
        for subject, points in subjects.items():
            yield from ((group, subject, point) for point in points)


def odds(practice: Practice, few: Knowledge, algorithm: str, **fields: Any) -> float:
    """Return the log-odds of being used, added up point by point."""
    facts = Advisor.of(with_neutral_practice(few)).assess(brief(**fields)).firing.facts
    shapes = practised_shapes(few.shapes)
    subjects = (algorithm, *few.algorithms[algorithm].ancestors)
    return sum(
        point.points
        for subject in subjects
        for point in practice.choices.points.get(subject, ())
        if all_hold(parse_conditions(practice.situations[point.situation].when, shapes), facts)
    )


def test_the_practice_of_a_small_panel_prefers_what_its_answerers_prefer(practice: Practice, few: Knowledge) -> None:
    for rows, preferred, other in ((200, "line", "forest"), (50_000, "forest", "line")):
        assert odds(practice, few, preferred, data__rows=rows) > odds(practice, few, other, data__rows=rows) + 0.5
        assert odds(practice, few, preferred, data__rows=rows) > odds(practice, few, "ridge-line", data__rows=rows) + 1


def test_every_point_names_a_situation_that_is_there_and_every_situation_is_named(practice: Practice) -> None:
    named = {point.situation for _, _, point in points_of(practice)}
    assert named == set(range(len(practice.situations)))
    assert len(named) > 3


def test_a_situation_tells_in_how_many_briefs_it_held(
    practice: Practice, elicited: PracticeData, few: Knowledge
) -> None:
    advisor, shapes = Advisor.of(with_neutral_practice(few)), practised_shapes(few.shapes)
    facts = [advisor.assess(each).firing.facts for each in elicited.panel.briefs.values()]
    of_briefs = [
        each for each in practice.situations if not any(f.startswith("answer.") or f == TOLD for f in each.when)
    ]
    assert len(of_briefs) > 3
    for each in of_briefs:
        held = parse_conditions(each.when, shapes)
        assert each.briefs == sum(all_hold(held, facts_here) is True for facts_here in facts)


def test_a_situation_counts_briefs_whether_or_not_their_answerers_took_a_decision_up(few: Knowledge) -> None:
    briefs = {f"{n:02}": brief(data__arrival="stream" if n % 2 else "batch") for n in range(24)}
    silent, said = Answer(top=("line",)), Answer(top=("line",), decisions={DECISION: "incremental"})
    answers = {i: {"one": said if int(i) in (1, 3, 5, 7, 9, 11) else silent} for i in briefs}
    once = {i: {"one": Answer(top=("line",), decisions={DECISION: "one-off"})} for i in ("00", "02", "04", "06")}
    panel = Panel(briefs, {**answers, **once}, (), dict.fromkeys(briefs, "learning"))
    found = fit_practice(
        PracticeData.of(panel, few), few, replace(SETTINGS, choices=1000.0, mistakes=1000.0)
    ).situations
    assert found
    assert {each.briefs for each in found if each.when} == {12}


def test_a_point_is_never_told_by_more_briefs_than_its_situation_has(practice: Practice) -> None:
    found = list(points_of(practice))
    assert {group for group, _, _ in found} == {"choices", "mistakes", DECISION}
    assert [each for each in found if not 0 <= each[2].told <= practice.situations[each[2].situation].briefs] == []


def _speak_for(group: str, subject: str, answers: tuple[Answer, ...], few: Knowledge) -> bool:
    """Return whether answerers agree on an algorithm or one of a family, or one of them takes an option."""
    if group == DECISION:
        return any(answer.decisions[DECISION] == subject for answer in answers)
    found = consensus_of(answers).accepted if group == "choices" else consensus_of(answers).wrong
    return any(subject in (name, *few.algorithms[name].ancestors) for name in found)


def test_told_counts_the_briefs_whose_answerers_agree(
    practice: Practice, elicited: PracticeData, few: Knowledge
) -> None:
    n_compared = 0
    for group, subject, point in points_of(practice):
        when = practice.situations[point.situation].when
        if any(field.startswith("answer.") or field == TOLD for field in when):
            continue
        held = [i for i, seen in elicited.seen.items() if when in seen.situations]
        said = [tuple(elicited.panel.answers[i].values()) for i in held]
        assert point.told == sum(_speak_for(group, subject, each, few) for each in said), (group, subject, when)
        n_compared += 1
    assert n_compared > 10


def test_settings_decide_how_many_briefs_a_situation_needs(elicited: PracticeData, few: Knowledge) -> None:
    rare = fit_practice(elicited, few, replace(SETTINGS, at_least=12))
    assert [each for each in rare.situations if each.when and each.briefs < 12] == []
    assert len(rare.situations) < len(fit_practice(elicited, few, SETTINGS).situations)


def test_practice_is_written_as_json_and_read_again(practice: Practice) -> None:
    written = practice.to_json()
    read = Practice.model_validate_json(written)
    assert read.to_json() == written
    assert read.situations == practice.situations
    for mine, theirs in ((read.choices, practice.choices), (read.mistakes, practice.mistakes)):
        assert mine.points == {subject: tuple(sorted(each)) for subject, each in theirs.points.items()}
    lines = written.decode().splitlines()
    assert sum(line.startswith('{"when":') for line in lines) == 1, "breaks between situations take room in a wheel"
    subjects = {*practice.choices.points, *practice.mistakes.points}
    assert subjects <= {line.partition(":")[0].strip('"') for line in lines}


@only_by_night
def test_the_fit_is_the_same_in_two_runs(folder: Path, few: Knowledge, practice: Practice) -> None:
    again = PracticeData.of(read_panel(folder).of("learning", "tuning"), few)
    assert fit_practice(again, few, SETTINGS).to_json() == practice.to_json()


def test_what_is_left_out_of_a_fold_is_not_fitted_to(elicited: PracticeData, few: Knowledge) -> None:
    kept = sorted(elicited.panel.briefs)[:12]
    fold = elicited.only(kept)
    assert fit_practice(fold, few, SETTINGS).briefs == 12
    turned = {i: (a if i in kept else {"one": Answer(top=("tree",))}) for i, a in elicited.panel.answers.items()}
    panel = Panel(elicited.panel.briefs, turned, (), elicited.panel.parts)
    assert fit_practice(PracticeData.of(panel, few).only(kept), few, SETTINGS) == fit_practice(fold, few, SETTINGS)


def test_a_written_rule_is_seen_and_earns_what_answerers_give_it(
    folder: Path, new_folder: Callable[[], ContentFolder]
) -> None:
    written = rule(
        "streams-learn-at-once",
        {"decide": {DECISION: "incremental"}, "strength": "should"},
        {"data.arrival": "stream"},
    )
    knowledge = small_folder(new_folder().root / "more").rules(written).knowledge()
    panel = read_panel(folder).of("learning")
    elicited = PracticeData.of(panel, knowledge)
    assert {i for i, seen in elicited.seen.items() if {*seen.spoken.get(DECISION, {}).values()} == {"incremental"}} == {
        i for i, each in panel.briefs.items() if each.facts()["data.arrival"] == "stream"
    }
    assert fit_practice(elicited, knowledge, SETTINGS).written[DECISION] > 0.5


def test_the_leader_is_whom_most_put_first_and_of_several_the_least_id() -> None:
    answers = {
        "1": {"one": Answer(top=("b", "a")), "two": Answer(top=("a",)), "three": Answer(top=("b",))},
        "2": {"one": Answer(top=("b",)), "two": Answer(top=("a",))},
        "3": {"one": Answer(), "two": Answer(also=("a",))},
    }
    assert accepted_leaders(Panel({}, answers, (), {})) == {"1": "b", "2": "a", "3": None}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch, small: ContentFolder, few: Knowledge) -> Callable[[Path], bytes]:
    """Return what the command writes for the panel of a folder, into the small content."""
    monkeypatch.setattr(fit_module, "Content", SimpleNamespace(shipped=lambda: small.content))
    monkeypatch.setattr(fit_module, "KnowledgeBase", SimpleNamespace(load=lambda: few))
    monkeypatch.setattr(fit_module, "FitSettings", lambda: SETTINGS)

    def write(folder: Path) -> bytes:
        assert main([str(folder)]) == 0
        return (small.content.facts / PRACTICE).read_bytes()

    return write


def _rewritten(folder: Path, to: Path, sealed: bool) -> Path:
    """Copy a panel with other answers to its sealed briefs, or to those that may be read."""
    parts = read_panel(folder).parts
    answers = json.loads((folder / "answers.json").read_text("utf-8"))
    for records in answers.values():
        for identity in records:
            if (parts[identity] == "final") == sealed:
                records[identity] = {"top": ["ridge-line"], "out": ["line"], "decisions": {DECISION: "one-off"}}
    briefs, _ = small_answers(N_BRIEFS)
    return write_panel(to, briefs, answers, parts)


def test_the_command_never_reads_the_answers_of_the_final_part(
    written: Callable[[Path], bytes], folder: Path, tmp_path: Path
) -> None:
    before = written(folder)
    assert written(_rewritten(folder, tmp_path / "sealed", sealed=True)) == before
    assert written(_rewritten(folder, tmp_path / "open", sealed=False)) != before


def test_the_command_tells_what_it_wrote(
    written: Callable[[Path], bytes], folder: Path, small: ContentFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    practice = Practice.model_validate_json(written(folder))
    assert practice.briefs == 24
    told = f"{len(practice.situations)} situations of 24 briefs written to facts/elicited/practice.json\n"
    assert capsys.readouterr().out == told
    assert read_practice(small.content) == practice


def test_content_without_practice_has_none_and_a_file_that_holds_something_else_is_refused(
    folder_without: ContentFolder,
) -> None:
    content = folder_without.content
    assert read_practice(content) is None
    path = content.facts / PRACTICE
    path.parent.mkdir()
    path.write_text('{"schema": "practice/2"}', "utf-8")
    with pytest.raises(KnowledgeError) as refusal:
        read_practice(content)
    assert str(refusal.value) == (
        "facts/elicited/practice.json holds no practice that can be read.\n"
        "Write it anew: python -m whichml_workshop.elicited.fit"
    )


@pytest.fixture
def folder_without(tmp_path: Path) -> ContentFolder:
    return ContentFolder(tmp_path / "none")


@pytest.mark.parametrize("group", ["choices", "mistakes", "options"])
def test_a_point_in_a_situation_that_is_not_there_is_refused(group: str) -> None:
    points = {"line": [[1, 0.5, 1]]}
    stated: dict[str, Any] = {
        "schema": "practice/1", "source": "panel", "briefs": 1, "situations": [{"when": {}, "briefs": 1}],
        "choices": {"points": {}}, "mistakes": {"points": {}}, "usual": 0, "options": {},
    }  # fmt: skip
    assert Practice.model_validate(stated).briefs == 1
    stated[group] = {DECISION: points} if group == "options" else {"points": points}
    with pytest.raises(ValueError, match="'line' has points in a situation that is not there"):
        Practice.model_validate(stated)


def test_points_in_columns_are_those_of_a_list_and_refused_alike() -> None:
    def practice_of(points: object) -> Practice:
        return Practice.model_validate({
            "schema": "practice/1", "source": "panel", "briefs": 1,
            "situations": [{"when": {}, "briefs": 1}, {"when": {"task": "ranking"}, "briefs": 1}],
            "choices": {"points": {"line": points}}, "mistakes": {"points": {}}, "usual": 0, "options": {},
        })  # fmt: skip

    listed = practice_of([[0, 0.5, 1], [1, -0.25, 0]])
    assert practice_of({"steps": [0, 1], "hundredths": [50, -25], "told": [1, 0]}) == listed
    with pytest.raises(ValueError, match="should be a valid integer"):
        practice_of({"steps": [0], "hundredths": [50], "told": ["many"]})
    with pytest.raises(ValueError, match="'line' has several points in one situation"):
        practice_of({"steps": [1, 0], "hundredths": [50, 50], "told": [1, 1]})


def test_compiled_knowledge_holds_the_very_same_practice(practice: Practice, knowledge: Knowledge) -> None:
    assert Practice.model_validate_json(practice.model_dump_json(by_alias=True)) == practice
    shipped = knowledge.practice
    assert shipped is not None
    assert len(shipped.model_dump_json(by_alias=True)) < len(shipped.to_json())
