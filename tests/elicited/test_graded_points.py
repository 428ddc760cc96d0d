"""What readers gave advice where it was told is read with its errors, averaged, and kept with how common advice is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from whichml import Brief, KnowledgeBase
from whichml.knowledge.advice_grades import AdviceGrades, Piece
from whichml.knowledge.content import Content
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.elicited.fit import PANEL
from whichml_workshop.elicited.graded_points import (
    GradedPoint,
    Worth,
    evaluate,
    grades_of,
    naming,
    read_graded,
    read_named,
)

HEAD = "brief,kind,piece,grade,reader\n"


@pytest.fixture(scope="module")
def graded(content: Content) -> tuple[GradedPoint, ...]:
    return read_graded(content.root / PANEL)


@pytest.fixture(scope="module")
def grades() -> AdviceGrades:
    given = [("pattern", "a", 3), ("pattern", "a", 3), ("pattern", "b", 0), ("lead", "work:lead:x", 2)]
    return grades_of(GradedPoint("1", Piece(kind, name), grade, "a") for kind, name, grade in given)  # type: ignore[arg-type]


def test_a_piece_is_worth_what_it_was_given_the_nearer_the_oftener_it_was_graded(grades: AdviceGrades) -> None:
    assert grades.kinds["pattern"].mean == 2.0
    assert grades.expected(Piece("pattern", "a")) == pytest.approx((2 * 3 + 2 * 2.0) / 4)
    assert grades.expected(Piece("pattern", "b")) == pytest.approx((0 + 2 * 2.0) / 3)


def test_a_piece_that_nobody_graded_is_worth_what_its_kind_is(grades: AdviceGrades) -> None:
    assert grades.expected(Piece("pattern", "c")) == 2.0
    assert grades.expected(Piece("lead", "work:lead:x")) == 2.0
    assert grades.expected(Piece("law", "gdpr")) == 1.5
    assert "lead" not in grades.points


def test_points_of_applications_are_worth_what_points_of_their_place_are() -> None:
    given = [("bells:points:0", 3), ("organs:points:0", 2), ("bells:points:1", 0), ("organs:points:1", 1)]
    found = grades_of(GradedPoint("1", Piece("application", name), grade, "a") for name, grade in given)
    first, second, third = (found.expected(Piece("application", f"clocks:points:{place}")) for place in range(3))
    assert first > third > second
    assert third == found.kinds["application"].mean == 1.5


def test_what_first_points_are_worth_counts_those_of_each_answer() -> None:
    assert Worth.of([[3.0, 2.0, 0.0], [], [1.0]]) == Worth(mean=(5 / 3 + 1) / 2, wrong=0.5, useful=1.0, decisive=0.5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("brief,grade\n", "graded_points.csv:1: the columns are not brief, kind, piece, grade, reader."),
        (f"{HEAD}1,pattern,a,4,a\n", "graded_points.csv:2: the grade '4' is none of 0 to 3."),
        (f"{HEAD}1,pattern,a,3,a\n1,advice,a,3,a\n", "graded_points.csv:3: 'advice' is no kind of advice"),
        (f"{HEAD}1,pattern,3\n", "graded_points.csv:2: 3 fields, where 5 are expected."),
    ],
)
def test_what_is_no_grade_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "graded_points.csv").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as refusal:
        read_graded(tmp_path)
    assert said in str(refusal.value)


def test_the_committed_grades_are_those_of_the_readers(
    graded: tuple[GradedPoint, ...], knowledge: KnowledgeBase
) -> None:
    assert knowledge.advised is not None
    assert knowledge.advised.grades == grades_of(graded)


def test_nothing_was_graded_in_a_sealed_brief(graded: tuple[GradedPoint, ...], content: Content) -> None:
    with (content.root / PANEL / "parts.csv").open(encoding="utf-8", newline="") as file:
        parts = dict(csv.reader(file))
    assert {parts[each.brief] for each in graded} <= {"learning", "tuning"}


def test_every_graded_piece_is_still_known(graded: tuple[GradedPoint, ...], knowledge: KnowledgeBase) -> None:
    known = {
        "pattern": knowledge.patterns.keys(), "circumstance": knowledge.circumstances.keys(),
        "named": knowledge.circumstances.keys(),
        "caution": knowledge.rules_by_id.keys(), "law": knowledge.regulations.keys(),
        "application": {
            f"{name}:points:{place}"
            for name, each in knowledge.applications.items()
            for place in range(len(each.facts.points))
        },
    }  # fmt: skip
    assert {
        each.piece for each in graded if each.piece.kind in known and each.piece.name not in known[each.piece.kind]
    } == set()


def test_what_others_named_of_a_brief_is_known_and_joins_what_the_brief_says(
    content: Content, knowledge: KnowledgeBase
) -> None:
    named = read_named(content.root / PANEL)
    assert len(named) > 200
    assert {each for ids in named.values() for each in ids} <= knowledge.circumstances.keys()
    brief = Brief.from_mapping({"task": "regression", "data.modality": "tabular", "project.team_size": 3})
    joined = naming(brief, ("judges-differ", "sold-out"))
    assert joined.project.circumstances == ("judges-differ", "sold-out")
    assert (joined.project.team_size, joined.task) == (3, "regression")


def test_points_are_graded_of_briefs_that_are_asked_about_alone(knowledge: KnowledgeBase) -> None:
    notes = "Our two judges agree in 74 % of the cases."
    told = Brief.from_mapping({"task": "regression", "data.modality": "tabular", "data.rows": 900, "notes": notes})
    one = GradedPoint("1", Piece("named", "judges-differ"), 2, "a")
    other = GradedPoint("2", Piece("named", "judges-differ"), 3, "a")
    found = evaluate({"1": naming(told, ("judges-differ",))}, [one, other], knowledge)
    assert {worth.mean for worth in found.values()} == {2.0}
