"""Briefs of which hardly anything is left: what practice is corrected by where a brief tells as little.

Whoever answered a brief knew all of it. Where a hurried user tells no more than the task and the kinds of data, or one
fact beside, the answers to all briefs of the task on such data are those that may be right, as often as given.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from whichml.knowledge.base import Knowledge
from whichml.knowledge.practised_facts import TOLD
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml_workshop.elicited.design import PriorAssessment, prior_assessments
from whichml_workshop.elicited.panel import Panel
from whichml_workshop.elicited.situations import MODALITY, TASK, When

MOST_TOLD: Final = 1
"""How many things a brief may tell beyond the task and the kinds of data for the corrections to hold."""
_NO_FACTS: Final = frozenset({"task", "id", "title", "notes", "evidence", "exchange_rates"})


def sparser(brief: Brief, n_told: int = 0, choice: str = "") -> Brief:
    """Return a brief that tells the task and the kinds of data of another, so many of its other facts, and no more.

    Parameters
    ----------
    choice : a text by which the facts are chosen, the same ones for the same text
    """
    given = brief.normalised()
    left: dict[str, Any] = {"task": brief.task, "data": {"modality": [*brief.data.modality]}}
    if n_told and "exchange_rates" in given:
        left["exchange_rates"] = given["exchange_rates"]
    facts = sorted(_facts(given), key=lambda fact: hashlib.sha256(f"{choice}/{fact[0]}.{fact[1]}".encode()).digest())
    for group, name, value in facts[:n_told]:
        if group == "requirements":
            left.setdefault(group, []).append(value)
        elif name:
            left.setdefault(group, {})[name] = value
        else:
            left[group] = value
    return Brief.from_mapping(left)


def _facts(given: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield group, name and value of each thing that a brief tells beyond the task and the kinds of data."""
    for group, value in given.items():
        if group in _NO_FACTS:
            continue
        if isinstance(value, Mapping):
            yield from ((group, name, each) for name, each in value.items() if (group, name) != ("data", "modality"))
        elif group == "requirements":
            yield from ((group, str(place), each) for place, each in enumerate(value))
        else:
            yield group, "", value


def sparser_assessments(panel: Panel, knowledge: Knowledge) -> tuple[tuple[str, PriorAssessment], ...]:
    """Return what whichml makes of each brief of a panel where hardly anything is told, before practice has a say.

    Each brief is there with nothing else told and with one thing, unless that means nothing without the others.
    """
    copies: list[tuple[str, Brief]] = []
    for identity in panel.briefs:
        for n_told in range(MOST_TOLD + 1):
            try:
                copies.append((identity, sparser(panel.as_told(identity), n_told, f"{identity}/{n_told}")))
            except BriefError:
                continue
    said = [repr((sorted(brief.facts().items(), key=str), brief.requirements, brief.priorities)) for _, brief in copies]
    first = {each: brief for each, (_, brief) in reversed([*zip(said, copies, strict=True)])}
    found = prior_assessments(replace(panel, briefs=first), knowledge)
    return tuple((identity, found[each]) for each, (identity, _) in zip(said, copies, strict=True))


def little_told(assessment: PriorAssessment) -> tuple[When, ...]:
    """Return the situations of a brief that tells so little: the task, with each kind of data and without."""
    told = next((n for n in range(MOST_TOLD + 1) if assessment.n_told <= n), None)
    if told is None:
        return ()
    tasks = [{**when} for when in assessment.situations if set(when) in ({TASK}, {TASK, MODALITY})]
    return tuple(
        {**when, TOLD: 0 if most == 0 else {"between": [None, most]}}
        for most in range(told, MOST_TOLD + 1)
        for when in tasks
    )
