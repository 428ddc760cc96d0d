"""What comes with whichml of applications: each is recognised by a case, leads where it can, and is told in full."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from small_knowledge import ROOT
from whichml.authoring.cases import Case, cases_file_of, read_cases
from whichml.knowledge.base import Knowledge
from whichml.model.statements.application_facts import ApplicationFacts

PACKS = sorted(path for path in (ROOT / "rules").glob("applications-*.yaml") if not path.name.endswith(".test.yaml"))


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [case for pack in PACKS for case in read_cases(cases_file_of(pack), cases_file_of(pack).name)]


@pytest.fixture(scope="module")
def known(knowledge: Knowledge) -> Mapping[str, ApplicationFacts]:
    return {name: each.facts for name, each in knowledge.applications.items()}


def test_each_application_is_recognised_by_a_case_and_others_are_kept_apart(
    known: Mapping[str, ApplicationFacts], cases: list[Case]
) -> None:
    expected = {case.expect.application for case in cases}
    assert sorted(set(known) - expected) == []
    assert "none" in expected


def test_what_an_application_starts_with_can_be_used_for_a_task_that_it_is_told_as(
    knowledge: Knowledge, known: Mapping[str, ApplicationFacts]
) -> None:
    reached: dict[str, set[str]] = {}
    for reduction in knowledge.reductions.values():
        reached.setdefault(reduction.facts.from_, set()).add(reduction.facts.to)
    for name, facts in known.items():
        solvable = {*facts.tasks, *(to for task in facts.tasks for to in reached.get(task, ()))}
        for lead in facts.lead:
            assert not solvable.isdisjoint(knowledge.algorithms[lead.algorithm].facts.solves), (name, lead.algorithm)


def test_points_are_sentences_that_say_each_thing_once(known: Mapping[str, ApplicationFacts]) -> None:
    for name, facts in known.items():
        said = [point.say for point in facts.points]
        assert all(each[0].isupper() or not each[0].isalpha() for each in said), name
        assert all(each.endswith((".", "?", ")")) for each in said), name
        assert len(set(said)) == len(said), name
        assert all(lead.form is None or not lead.form.endswith(".") for lead in facts.lead), name


def test_no_two_applications_are_recognised_by_the_same_words(known: Mapping[str, ApplicationFacts]) -> None:
    seen: dict[object, str] = {}
    for name, facts in known.items():
        words = frozenset(map(frozenset, facts.words))
        assert words not in seen, (name, seen[words])
        seen[words] = name
