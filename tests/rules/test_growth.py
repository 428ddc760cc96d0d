"""Knowledge that others have replaced leaves nothing behind, however often packs are read anew."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest

from by_night import IS_NIGHT, only_by_night
from small_knowledge import ContentFolder, brief, rule
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.loading import KnowledgeBase
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import PackFile, parse_pack
from whichml.model.briefs.brief import Brief

pytestmark = pytest.mark.slow("compiles knowledge time and again")

N_ROUNDS, N_ROUNDS_TO_WARM_UP = 1_000 if IS_NIGHT else 300, 100
N_SHIPPED = 4 if IS_NIGHT else 2
N_OBJECTS_OF_CHANCE = 100
PACK = """\
rulepack: {{id: house, version: {version}, title: Rules of the house, license: CC0-1.0}}
derives:
  derived.house_cares: {{values: bool, definition: The house cares.}}
sources:
  - {{id: house-policy, type: report, authors: [The house], year: 2026, title: The policy of the house,
     url: "https://example.org/policy", access: whole, accessed: "2026-01-01"}}
rules:
  - id: house-cares-for-classes
    title: The house cares
    when: {{task: binary-classification}}
    then: {{conclude: {{derived.house_cares: true}}}}
    sources: [{{ref: house-policy, locator: page 1, supports: it cares}}]
  - id: house-asks-for-care
    title: The house asks for care
    when: {{derived.house_cares: true, data.rows: {{above: {version}}}}}
    unless: {{stakes.safety_critical: true}}
    then: {{caution: "This is word {version} of the house."}}
    sources: [{{ref: house-policy, locator: page 1, supports: it asks for care}}]
"""


@pytest.fixture
def _nothing_is_frozen() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


def version(number: int) -> PackFile:
    return parse_pack(PACK.format(version=number).encode(), "house.yaml")


def used_and_dropped(base: Knowledge, number: int, asked: Brief) -> weakref.ref[Knowledge]:
    """Admit one version of the pack, answer from it, and let everything go."""
    admitted = load_packs(base, [version(number)])
    assert admitted.refused == ()
    answer = Advisor.of(admitted.knowledge).recommend(asked)
    assert f"This is word {number} of the house." in {c.text for each in answer.candidates for c in each.cautions}
    return weakref.ref(admitted.knowledge)


def n_objects() -> int:
    gc.collect()
    return len(gc.get_objects())


def growth_over_many_versions(folder: ContentFolder) -> int:
    """Return how many objects more there are after the last version than after the hundredth."""
    folder.algorithm("one").algorithm("two").rules(rule("some-rule", {"caution": "Careful."}, {"data.sparse": True}))
    base, asked = folder.knowledge(), brief(data__rows=5_000)
    for number in range(N_ROUNDS_TO_WARM_UP):
        used_and_dropped(base, number, asked)
    before = n_objects()
    for number in range(N_ROUNDS_TO_WARM_UP, N_ROUNDS):
        last = used_and_dropped(base, number, asked)
    grown = n_objects() - before
    assert last() is None
    return grown


def test_hundreds_of_versions_of_a_pack_leave_nothing_behind(tmp_path: Path) -> None:
    """In a process of its own, where nothing that other tests left can go in between."""
    program = (
        "import sys, pathlib, small_knowledge, test_growth as t; "
        "folder = small_knowledge.ContentFolder(pathlib.Path(sys.argv[1])); "
        "print(t.growth_over_many_versions(folder))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "content")], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(Path(__file__).parent), *sys.path))},
    )  # fmt: skip
    assert abs(int(told.stdout)) < N_OBJECTS_OF_CHANCE


@only_by_night
@pytest.mark.usefixtures("_nothing_is_frozen")
def test_the_shipped_knowledge_leaves_nothing_behind_either(knowledge: KnowledgeBase) -> None:
    asked = brief(data__rows=5_000)
    former = [used_and_dropped(knowledge, number, asked) for number in range(N_SHIPPED)]
    before = n_objects()
    former += [used_and_dropped(knowledge, number, asked) for number in range(N_SHIPPED, 2 * N_SHIPPED)]
    assert n_objects() - before < N_OBJECTS_OF_CHANCE
    assert [number for number, knowledge_of_then in enumerate(former) if knowledge_of_then() is not None] == []
