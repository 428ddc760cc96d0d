"""A knowledge base is compiled once, and let go when others have taken its place."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest

from small_knowledge import ContentFolder, brief
from whichml.advise.recommendation import advisor_for, recommend
from whichml.rules.rete import experta


def n_compiled() -> int:
    return len(experta.KnowledgeEngine.__subclasses__())


def test_the_same_knowledge_base_is_compiled_once(folder: ContentFolder) -> None:
    knowledge = folder.algorithm("one").knowledge()
    assert advisor_for(knowledge) is advisor_for(knowledge)


@pytest.mark.slow("compiles knowledge time and again")
def test_what_was_compiled_for_a_knowledge_base_of_former_times_is_let_go(folder: ContentFolder) -> None:
    knowledge = folder.algorithm("one").knowledge()
    before = n_compiled()
    for _ in range(12):
        advisor_for(replace(knowledge))
    gc.collect()
    assert n_compiled() - before < 6


def test_an_answer_leaves_the_garbage_collector_of_its_host_as_it_was(folder: ContentFolder) -> None:
    knowledge = folder.algorithm("one").knowledge()
    gc.unfreeze()
    before = gc.isenabled(), gc.get_threshold()
    recommend(brief(), knowledge)
    assert gc.get_freeze_count() == 0
    gc.freeze()
    n_frozen = gc.get_freeze_count()
    recommend(brief(), knowledge)
    assert 0.9 * n_frozen < gc.get_freeze_count() <= n_frozen  # what is let go of meanwhile is frozen no more
    assert (gc.isenabled(), gc.get_threshold()) == before


@pytest.mark.slow("walks all that the process holds")
def test_an_answer_leaves_nothing_for_the_garbage_collector(folder: ContentFolder) -> None:
    advisor = advisor_for(folder.algorithm("one").knowledge())
    advisor.recommend(brief())
    gc.collect()
    advisor.recommend(brief())
    assert gc.collect() == 0
