"""What a project asks for besides its task, as briefs of their own: with what it tells of everything that it asks."""

from __future__ import annotations

from typing import Final

from whichml.model.briefs.brief import Brief
from whichml.model.briefs.known_names import KnownNames
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError
from whichml.model.format.brief_form import dotted_fields
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.format.tasks_of_fields import NOT_OF_TASKS, TASKS_OF
from whichml.model.values.vocabulary import Task
from whichml.model.words.described_data import usual_modalities

_OF_ALL: Final = frozenset({
    "data.modality", "data.rows", "data.features", "data.missing_share", "data.sparse", "data.categorical_features",
    "data.categorical_cardinality", "data.series", "data.users", "data.items", "data.groups", "data.arrival",
    "data.growth", "data.drift", "data.privacy", "data.residency", "data.text_length", "data.image_side",
    "data.clip_length", "data.sampling_rate", "data.languages", "data.mixed_languages", "data.sampling_interval",
    "data.history", "data.seasonality", "data.hierarchy", "data.channels", "data.spatial", "data.spelling_varies",
    "data.anonymous", "data.decision_variables", "data.history_share", "data.handwritten", "data.reading_error",
    "deployment.target", "deployment.connectivity", "deployment.memory", "deployment.storage",
    "deployment.accelerator", "deployment.energy_limited", "deployment.devices", "deployment.telemetry",
    "deployment.clock", "deployment.battery_life", "deployment.uplink_per_day",
    "project.team_ml_skill", "project.team_size", "project.deadline", "project.budget", "project.domain_experts",
    "project.unit_budget", "project.ruled_out", "project.programming_languages", "project.simulator",
    "stakes.safety_critical", "stakes.adversarial", "stakes.regulation", "stakes.protected_groups",
    "stakes.explanation",
})  # fmt: skip
"""Fields that tell of a project, its data and its machines what holds whichever of its tasks one asks about.

What is known of right answers, bounds, costs of mistakes and today's way are those of the task that the brief names.
"""


def further_brief(brief: Brief, task: Task, names: KnownNames) -> Brief:
    """Return what a brief tells of one of its further tasks, as a brief with that task.

    It has the fields that hold of all tasks of a project, and those that tell something of this task and nothing of
    the one that the brief names, such as how many values a plan chooses beside a forecast. Its data are of the kind
    that nearly all projects of the task have, where there is one that the brief does not tell of: a summary is made of
    the text that a recording became, and not of the sound. Where the fields contradict one another there, it has its
    data alone.
    """
    fields: dict[str, Plain] = {
        name: value for name, value in dotted_fields(brief.normalised()).items() if _is_told(name, brief.task, task)
    }
    usual = usual_modalities(task)
    if usual and not {*usual} & {*brief.data.modality}:
        fields["data.modality"] = [*usual]
    try:
        return Brief.from_mapping({**fields, "task": task}, names, in_words=False)
    except BriefError:
        return Brief.from_mapping({"task": task, "data.modality": fields["data.modality"]}, names, in_words=False)


def _is_told(field: str, main: Task, task: Task) -> bool:
    """Return whether a field of a brief tells something of a further task of it."""
    if field == FURTHER_TASKS or task in NOT_OF_TASKS.get(field, ()):
        return False
    tasks = TASKS_OF.get(field)
    if tasks is None:
        return field in _OF_ALL
    return task in tasks and (field in _OF_ALL or main not in tasks)
