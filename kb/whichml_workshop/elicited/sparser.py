"""Briefs of which the task and the kinds of data are left: what choices are fitted to beside the whole briefs.

Whoever answered a brief knew all of it. Where a hurried user tells no more than that, the answers to all briefs of the
task on such data are those that may be right, as often as they were given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from whichml.knowledge.base import Knowledge
from whichml.model.brief import Brief
from whichml_workshop.elicited.design import PriorAssessment, prior_assessments
from whichml_workshop.elicited.panel import Panel


def sparser(brief: Brief) -> Brief:
    """Return a brief that tells the task and the kinds of data of another, and nothing else."""
    return Brief.from_mapping({"task": brief.task, "data": {"modality": [*brief.data.modality]}})


def sparser_assessments(panel: Panel, knowledge: Knowledge) -> Mapping[str, PriorAssessment]:
    """Return what whichml makes of each brief of a panel where nothing but that is told, before practice has a say."""
    kinds = {identity: (brief.task, *brief.data.modality) for identity, brief in panel.briefs.items()}
    first = {kind: identity for identity, kind in reversed(kinds.items())}
    briefs = {identity: sparser(panel.briefs[identity]) for identity in first.values()}
    found = prior_assessments(replace(panel, briefs=briefs), knowledge)
    return {identity: found[first[kind]] for identity, kind in kinds.items()}
