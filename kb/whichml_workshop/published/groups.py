"""Groups of tasks and modalities whose algorithms are compared with one another, as their files define them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import Field

from whichml.knowledge.content import Content
from whichml.knowledge.strengths import Term
from whichml.model.documents.document import Document, read_document
from whichml.model.documents.errors import KnowledgeError, Problem, did_you_mean
from whichml.model.documents.validation import validated
from whichml.model.statements.conditions import ConditionError, parse_conditions
from whichml.model.statements.facts import FactFileValue, Sentence, Slug
from whichml.model.statements.fields import shapes_of
from whichml.model.values.metrics import metric_of
from whichml.model.values.qualities import QUALITIES
from whichml_workshop.published.declaration import FOLDER


class Unless(FactFileValue):
    """A regime that nothing was measured in, with the reason why claims have the say there.

    Attributes
    ----------
    when : conditions, as rules write them
    """

    when: Mapping[str, Any] = Field(min_length=1)
    reason: Sentence


class GroupText(FactFileValue):
    """One group, as its file writes it.

    Attributes
    ----------
    tasks, measured_on : which data sets of the studies belong to the group
    modalities : of projects that the group speaks of; those that were measured, and those that are read as they are
    reference : the algorithm that chances are told against
    terms : what the strengths may depend on, beside a constant
    unless : regimes that the group does not speak of
    scored_by : what the studies scored, in words, where projects of such a task may be judged by something else
    not_by : metrics of a brief of which such scores do not speak
    caveats : what some methods had over others in a study, as a clause, by the study's id; answers say so
    left_out : studies that fit task and modality and are of another kind, by id, with the reason
    """

    id: Slug
    name: Sentence
    tasks: tuple[Slug, ...] = Field(min_length=1)
    measured_on: tuple[Slug, ...] = Field(min_length=1)
    modalities: tuple[Slug, ...] = Field(min_length=1)
    reference: Slug
    terms: tuple[Term, ...] = ()
    unless: tuple[Unless, ...] = ()
    scored_by: str = ""
    not_by: tuple[Slug, ...] = ()
    caveats: Mapping[Slug, Sentence] = Field(default_factory=dict)
    left_out: Mapping[Slug, Sentence] = Field(default_factory=dict)


def read_groups(content: Content, algorithms: Collection[str]) -> tuple[GroupText, ...]:
    """Return the groups of the content, in the order of their files.

    Raises
    ------
    KnowledgeError
        With every problem of every file: unreadable text, unknown key, name or condition, two groups of one task and
        modality.
    """
    groups: list[GroupText] = []
    problems: list[Problem] = []
    taken: dict[tuple[str, str], str] = {}
    for path in content.files_in(content.facts / FOLDER / "groups"):
        name = content.name_of(path)
        try:
            document = read_document(path.read_bytes(), name, error=KnowledgeError)
            group = validated(GroupText, document, KnowledgeError)
        except KnowledgeError as refusal:
            problems += refusal.problems
            continue
        problems += _unknown_in(group, document, algorithms)
        for place in ((task, modality) for task in group.tasks for modality in group.modalities):
            if place in taken:
                message = f"{place[0]} on {place[1]} belongs to {taken[place]} already."
                problems.append(document.problem(("modalities",), message, "Leave it to one of the two groups."))
            taken[place] = name
        groups.append(group)
    if problems:
        raise KnowledgeError(*problems)
    return tuple(groups)


def _unknown_in(group: GroupText, document: Document, algorithms: Collection[str]) -> Iterator[Problem]:
    """Yield every name and condition of a group that nobody knows."""
    shapes = shapes_of(QUALITIES, {})
    for number, metric in enumerate(group.not_by):
        if metric_of(metric) is None:
            yield document.problem(("not_by", number), f"unknown metric '{metric}'.", "Name one that briefs may name.")
    for path, kind, name, known in (
        (("reference",), "algorithm", group.reference, algorithms),
        *((("tasks", i), "task", name, shapes["task"].words) for i, name in enumerate(group.tasks)),
        *(
            ((key, i), "modality", name, shapes["data.modality"].words)
            for key in ("measured_on", "modalities")
            for i, name in enumerate(getattr(group, key))
        ),
    ):
        if name not in known:
            yield document.problem(path, f"unknown {kind} '{name}'.", did_you_mean(name, known))
    for number, each in enumerate(group.unless):
        try:
            parse_conditions(each.when, shapes)
        except ConditionError as refusal:
            hint = did_you_mean(refusal.field, shapes) if refusal.kind == "field" else None
            yield document.problem(("unless", number, "when", refusal.field), f"{refusal}.", hint)
