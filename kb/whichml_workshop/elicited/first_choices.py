"""In how many answered briefs of a task, or of a task on a kind of data, answerers would use each algorithm.

That is counted apart from what they accept: an algorithm that a colleague could defend is no first choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from whichml.knowledge.practice import Situation
from whichml.model.briefs.brief import Brief
from whichml_workshop.elicited.grading import consensus_of
from whichml_workshop.elicited.panel import Answer, Panel

_KINDS = ({"task"}, {"task", "data.modality"})


def with_first_choices(situations: Sequence[Situation], panel: Panel) -> tuple[Situation, ...]:
    """Return situations, those that are a task or a task on a kind of data with their first choices.

    Parameters
    ----------
    panel : with the briefs that the situations were counted in
    """
    by_kind: dict[tuple[str, str], Counter[str]] = {}
    for identity, answers in panel.answers.items():
        used = used_by(tuple(answers.values()))
        for kind in _kinds_of(panel.as_told(identity)):
            by_kind.setdefault(kind, Counter()).update(used)
    return tuple(_counted(each, by_kind) for each in situations)


def used_by(answers: Sequence[Answer]) -> frozenset[str]:
    """Return what an answerer of a brief would use, of what is accepted there."""
    named = {algorithm for answer in answers for algorithm in answer.top}
    return consensus_of(answers).accepted & named


def _kinds_of(brief: Brief) -> list[tuple[str, str]]:
    facts = brief.facts()
    modality, task = facts["data.modality"], str(facts["task"])
    kinds = modality if isinstance(modality, tuple) else (str(modality),)
    return [(task, ""), *((task, each) for each in kinds)]


def _counted(situation: Situation, by_kind: dict[tuple[str, str], Counter[str]]) -> Situation:
    when = situation.when
    if {*when} not in _KINDS or not all(isinstance(each, str) for each in when.values()):
        return situation
    found = by_kind.get((when["task"], when.get("data.modality", "")), Counter())
    return situation.model_copy(update={"used": dict(sorted(found.items()))})
