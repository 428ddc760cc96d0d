"""A group that is wrong is refused with file and line, and the shipped groups part tasks and modalities among them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest

from shipped_content import shipped_facts
from small_knowledge import ContentFolder
from whichml.knowledge.content import Content
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.published.groups import read_groups

GROUP = """\
id: small
name: "small tables"
tasks: [binary-classification, regression]
measured_on: [tabular]
modalities: [tabular, sensor-features]
reference: plain-line
terms: [rows]
unless:
  - {when: {data.arrival: stream}, reason: "nobody measured streams"}
left_out:
  odd-study: "its tables are of another kind"
"""
OTHER = GROUP.replace("id: small", "id: other").replace("[tabular, sensor-features]", "[text]")
FOLDER = "facts/published/groups"
ALGORITHMS = ("plain-line", "plain-tree")
N_SHIPPED = 7


@dataclass(frozen=True)
class Fault:
    """One change to the good group, and what the refusal begins with."""

    name: str
    old: str
    new: str
    said: str


FAULTS = [
    Fault("unknown reference", "plain-line", "plain-lien",
          f"{FOLDER}/small.yaml:6:12: unknown algorithm 'plain-lien'.\nDid you mean 'plain-line'?"),
    Fault("unknown key", "terms: [rows]", "weights: [rows]", f"{FOLDER}/small.yaml:7:1: unknown key 'weights'."),
    Fault("unknown term", "[rows]", "[colour]", f"{FOLDER}/small.yaml:7:9: "),
    Fault("no tasks", "[binary-classification, regression]", "[]", f"{FOLDER}/small.yaml:3:8: "),
    Fault("regime without conditions", "{data.arrival: stream}", "{}", f"{FOLDER}/small.yaml:9:12: "),
    Fault("regime without a reason", ', reason: "nobody measured streams"', "", f"{FOLDER}/small.yaml:9:5: "),
    Fault("study left out for no reason", '"its tables are of another kind"', '""', f"{FOLDER}/small.yaml:11:14: "),
    Fault("unknown task", ", regression]", ", regresion]",
          f"{FOLDER}/small.yaml:3:32: unknown task 'regresion'.\nDid you mean 'regression'?"),
    Fault("unknown modality", "measured_on: [tabular]", "measured_on: [table]",
          f"{FOLDER}/small.yaml:4:15: unknown modality 'table'.\nDid you mean 'tabular'?"),
    Fault("unknown field of a regime", "data.arrival: stream", "data.arival: stream",
          f"{FOLDER}/small.yaml:9:26: unknown field 'data.arival'.\nDid you mean 'data.arrival'?"),
    Fault("unknown word of a regime", "data.arrival: stream", "data.arrival: brook", f"{FOLDER}/small.yaml:9:"),
    Fault("unreadable text", "tasks: [binary", "tasks: [[binary", f"{FOLDER}/small.yaml:"),
]  # fmt: skip


@pytest.fixture
def good(folder: ContentFolder) -> ContentFolder:
    (folder.root / FOLDER).mkdir(parents=True)
    return state(folder, small=GROUP)


def state(folder: ContentFolder, **texts: str) -> ContentFolder:
    for name, text in texts.items():
        (folder.root / FOLDER / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def refusal_of(folder: ContentFolder) -> KnowledgeError:
    with pytest.raises(KnowledgeError) as refusal:
        read_groups(folder.content, ALGORITHMS)
    return refusal.value


def test_groups_come_in_the_order_of_their_files(good: ContentFolder) -> None:
    found = read_groups(state(good, other=OTHER).content, ALGORITHMS)
    assert [group.id for group in found] == ["other", "small"]
    assert found[1].unless[0].when == {"data.arrival": "stream"}
    assert dict(found[1].left_out) == {"odd-study": "its tables are of another kind"}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_broken_group_is_refused_where_it_is_broken(good: ContentFolder, fault: Fault) -> None:
    assert GROUP.count(fault.old) == 1, f"the fault {fault.name!r} has no single place"
    assert fault.said in str(refusal_of(state(good, small=GROUP.replace(fault.old, fault.new))))


def test_every_fault_is_collected_once() -> None:
    assert len(FAULTS) == len({fault.name for fault in FAULTS}) == 12


def test_two_groups_of_one_task_and_modality_are_refused_at_the_second(good: ContentFolder) -> None:
    (problem,) = refusal_of(state(good, twin=OTHER.replace("[text]", "[text, tabular]").replace(", regression", "")))\
        .problems  # fmt: skip
    assert str(problem) == (
        f"{FOLDER}/twin.yaml:5:13: binary-classification on tabular belongs to {FOLDER}/small.yaml already.\n"
        "Leave it to one of the two groups."
    )


def test_the_problems_of_all_groups_are_told_together(good: ContentFolder) -> None:
    state(good, small=GROUP.replace("plain-line", "plane"), torn="id: [torn\n")
    refusal = refusal_of(state(good, other=OTHER.replace("terms", "term")))
    assert {problem.where.name for problem in refusal.problems if problem.where} == {
        f"{FOLDER}/{name}.yaml" for name in ("small", "torn", "other")
    }


@pytest.mark.slow("reads every declared study")
def test_the_shipped_groups_are_good_and_share_no_task_on_a_modality(content: Content) -> None:
    groups = read_groups(content, shipped_facts().algorithms)
    assert len(groups) == N_SHIPPED
    places = [place for each in groups for place in itertools.product(each.tasks, each.modalities)]
    assert len(places) == len(set(places))


@pytest.mark.slow("reads every declared study")
def test_a_shipped_group_leaves_out_studies_that_exist(content: Content) -> None:
    left_out = {study for each in read_groups(content, shipped_facts().algorithms) for study in each.left_out}
    assert left_out
    assert {study for study in left_out if not (content.facts / f"published/{study}.yaml").is_file()} == set()
