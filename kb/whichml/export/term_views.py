"""Words of the vocabulary and what else has an id, as values that every face prints as the same JSON.

Families, tasks, modalities, components, options, packs, claims, reductions and mitigations; the other things are in
`whichml.export.views`.
"""

from __future__ import annotations

from collections.abc import Mapping

from whichml.export.views import ClaimView, View, refuse_unknown
from whichml.knowledge.base import Knowledge
from whichml.model.facts import Citation, ComponentFacts, MitigationFacts, Reading, ReductionFacts
from whichml.model.rule import Rule


class FamilyEntry(View):
    """A family of algorithms in a list, with the families directly above it."""

    id: str
    name: str
    parents: tuple[str, ...]


class FamilyView(FamilyEntry):
    """A family with all its algorithms and everything claimed of it, what it inherits included."""

    definition: str
    ancestors: tuple[str, ...]
    algorithms: tuple[str, ...]
    claims: tuple[ClaimView, ...]


class TermEntry(View):
    """A task or modality in a list."""

    id: str
    name: str
    definition: str


class TaskView(TermEntry):
    """A task with the algorithms that solve it; `sources` are ids of the works that describe it."""

    example: str
    synonyms: tuple[str, ...]
    algorithms: tuple[str, ...]
    sources: tuple[str, ...]


class ModalityView(TermEntry):
    """A modality with the algorithms that accept it, and whether they read it raw or as features."""

    example: str
    synonyms: tuple[str, ...]
    algorithms: Mapping[str, Reading]
    sources: tuple[str, ...]


class ComponentEntry(View):
    """A component of a system in a list."""

    id: str
    name: str
    definition: str


class OptionView(View):
    """An option of an architecture decision, with the rules that speak for it and against it."""

    id: str
    name: str
    decision: str
    definition: str
    consequences: tuple[str, ...]
    helps: tuple[str, ...]
    hurts: tuple[str, ...]
    sources: tuple[Citation, ...]
    favoured_by: tuple[str, ...]
    forbidden_by: tuple[str, ...]


class PackView(View):
    """A pack of rules, in the order in which its file has them."""

    id: str
    title: str
    version: str
    where: str
    rules: tuple[str, ...]


def list_families(knowledge: Knowledge) -> tuple[FamilyEntry, ...]:
    """Return all families by id."""
    families = sorted(knowledge.families.items())
    return tuple(FamilyEntry(id=family.id, name=family.name, parents=family.parents) for _, family in families)


def view_family(knowledge: Knowledge, identity: str) -> FamilyView:
    """Return one family in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("family", identity, knowledge.families))
    family = knowledge.families[identity]
    members = sorted(a.id for a in knowledge.algorithms.values() if identity in a.ancestors)
    claims = [claim for subject in family.ancestors for claim in knowledge.claims_of.get(subject, ())]
    return FamilyView(
        id=family.id,
        name=family.name,
        parents=family.parents,
        definition=family.definition,
        ancestors=family.ancestors,
        algorithms=tuple(members),
        claims=tuple(ClaimView.of(claim, identity, knowledge) for claim in claims),
    )


def list_tasks(knowledge: Knowledge) -> tuple[TermEntry, ...]:
    """Return all tasks by id."""
    tasks = sorted(knowledge.tasks.items())
    return tuple(TermEntry(id=task.id, name=task.name, definition=task.definition) for _, task in tasks)


def view_task(knowledge: Knowledge, identity: str) -> TaskView:
    """Return one task in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("task", identity, knowledge.tasks))
    task = knowledge.tasks[identity]
    return TaskView(
        id=task.id,
        name=task.name,
        definition=task.definition,
        example=task.example,
        synonyms=task.synonyms,
        algorithms=tuple(sorted(a.id for a in knowledge.algorithms.values() if identity in a.facts.solves)),
        sources=task.sources,
    )


def list_modalities(knowledge: Knowledge) -> tuple[TermEntry, ...]:
    """Return all modalities by id."""
    modalities = sorted(knowledge.modalities.items())
    return tuple(TermEntry(id=each.id, name=each.name, definition=each.definition) for _, each in modalities)


def view_modality(knowledge: Knowledge, identity: str) -> ModalityView:
    """Return one modality in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("modality", identity, knowledge.modalities))
    modality = knowledge.modalities[identity]
    accepting = sorted(a.id for a in knowledge.algorithms.values() if identity in a.facts.accepts)
    return ModalityView(
        id=modality.id,
        name=modality.name,
        definition=modality.definition,
        example=modality.example,
        synonyms=modality.synonyms,
        algorithms={name: knowledge.algorithms[name].facts.accepts[identity] for name in accepting},
        sources=modality.sources,
    )


def list_components(knowledge: Knowledge) -> tuple[ComponentEntry, ...]:
    """Return all components by id."""
    components = sorted(knowledge.components.items())
    return tuple(ComponentEntry(id=each.id, name=each.name, definition=each.definition) for _, each in components)


def view_component(knowledge: Knowledge, identity: str) -> ComponentFacts:
    """Return one component in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("component", identity, knowledge.components))
    return knowledge.components[identity]


def option_ids(knowledge: Knowledge) -> tuple[str, ...]:
    """Return the options of all decisions, each as `decision.option`."""
    return tuple(f"{d.id}.{option.id}" for d in knowledge.decisions.values() for option in d.options)


def view_option(knowledge: Knowledge, identity: str) -> OptionView:
    """Return one option in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("option", identity, option_ids(knowledge)))
    decision, _, name = identity.partition(".")
    facts = next(option for option in knowledge.decisions[decision].options if option.id == name)

    def speaking(kind: str) -> tuple[str, ...]:
        return tuple(rule.id for rule in knowledge.rules if _names(rule, kind, decision, name))

    return OptionView(
        id=identity,
        name=facts.name,
        decision=decision,
        definition=facts.definition,
        consequences=facts.consequences,
        helps=facts.helps,
        hurts=facts.hurts,
        sources=facts.sources,
        favoured_by=speaking("decide"),
        forbidden_by=speaking("forbid"),
    )


def view_pack(knowledge: Knowledge, identity: str) -> PackView:
    """Return one pack of rules; KnowledgeError where there is none of that id."""
    refuse_unknown(("pack", identity, [pack.id for pack in knowledge.packs]))
    pack = next(pack for pack in knowledge.packs if pack.id == identity)
    return PackView(id=pack.id, title=pack.title, version=pack.version, where=pack.where, rules=pack.rules)


def view_claim(knowledge: Knowledge, identity: str) -> ClaimView:
    """Return one claim as it is stated; KnowledgeError where there is none of that id."""
    refuse_unknown(("claim", identity, knowledge.claims))
    claim = knowledge.claims[identity]
    return ClaimView.of(claim, claim.subject, knowledge)


def view_reduction(knowledge: Knowledge, identity: str) -> ReductionFacts:
    """Return one reduction in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("reduction", identity, knowledge.reductions))
    return knowledge.reductions[identity].facts


def view_mitigation(knowledge: Knowledge, identity: str) -> MitigationFacts:
    """Return one mitigation in full; KnowledgeError where there is none of that id."""
    refuse_unknown(("mitigation", identity, knowledge.mitigations))
    return knowledge.mitigations[identity]


def _names(rule: Rule, kind: str, decision: str, option: str) -> bool:
    return rule.effect.kind == kind and rule.effect.target == decision and rule.effect.value == option
