"""Every kind of resource that the knowledge base states, one entry for each.

Whatever shows the knowledge base reads this table: the API with its description, `whichml kb show`, and the pages of
the reference. Of kinds that share an id the first is meant by the id alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final, TypeVar

from whichml.export import reference_sections as sections
from whichml.export import reference_tables as tables
from whichml.export import views
from whichml.export.kinds import Collection, Filter, Kind, Page, Stated, filled
from whichml.export.practice_views import practice_of
from whichml.export.rule_words import conditions_in_words, effect_as_written, rules_on_regulation, selector_in_words
from whichml.export.strength_views import strengths_of
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Claim
from whichml.model.statements.design_facts import ComponentFacts, DecisionFacts, OptionFacts, PatternFacts
from whichml.model.statements.evaluation_facts import EvaluationFacts
from whichml.model.statements.facts import MeasuredTable, MitigationFacts, ReductionFacts, Situated, Source
from whichml.model.statements.price_facts import PriceFacts, ThroughputFacts
from whichml.model.values.vocabulary import MODALITIES, TASKS

Thing = TypeVar("Thing")


def _sorted(things: Mapping[str, Thing]) -> Mapping[str, Thing]:
    return dict(sorted(things.items()))


def _more_of_algorithm(knowledge: Knowledge, identity: str) -> Stated:
    """Return classes, measurements, practice and claims; of one quality, the most telling claim comes first."""
    algorithm = knowledge.algorithms[identity]
    cells = (knowledge.cells.get((identity, quality), ()) for quality in sorted(knowledge.qualities))
    return {
        "families": algorithm.ancestors,
        "candidate_when": conditions_in_words(algorithm.candidate_when),
        "where": algorithm.where,
        "measured": strengths_of(knowledge, identity),
        "practice": practice_of(knowledge, identity),
        "claims": tuple(_claim_on(identity, claim, knowledge) for cell in cells for claim in cell),
    }


def _more_of_rule(knowledge: Knowledge, identity: str) -> Stated:
    rule = knowledge.rule(identity)
    return {
        "when": conditions_in_words(rule.when),
        "unless": conditions_in_words(rule.unless),
        "algorithm": selector_in_words(rule.selector),
        "then": effect_as_written(rule.effect),
    }


def _more_of_family(knowledge: Knowledge, identity: str) -> Stated:
    claims = [
        claim for subject in knowledge.families[identity].ancestors for claim in knowledge.claims_of.get(subject, ())
    ]
    return {
        "algorithms": sorted(a.id for a in knowledge.algorithms.values() if identity in a.ancestors),
        "claims": tuple(_claim_on(identity, claim, knowledge) for claim in claims),
    }


def _more_of_task(knowledge: Knowledge, identity: str) -> Stated:
    return {"algorithms": sorted(a.id for a in knowledge.algorithms.values() if identity in a.facts.solves)}


def _more_of_modality(knowledge: Knowledge, identity: str) -> Stated:
    readings = {name: a.facts.accepts.get(identity) for name, a in sorted(knowledge.algorithms.items())}
    return {"algorithms": {name: reading for name, reading in readings.items() if reading is not None}}


def _more_of_application(knowledge: Knowledge, identity: str) -> Stated:
    known = knowledge.applications[identity]
    facts = known.facts
    said = partial(_said, knowledge)
    return {
        "starts_with": tuple(said(f"{lead.algorithm}: {lead.form or lead.why}", lead) for lead in facts.lead),
        "beside": facts.beside.named if facts.beside is not None else "",
        "mistakes": tuple(said(f"{', '.join(each.algorithm)}: {each.because}", each) for each in facts.mistakes),
        "points": tuple(said(each.say, each) for each in facts.points),
        "where": known.where,
        "sources": facts.citations,
    }


def _more_of_circumstance(knowledge: Knowledge, identity: str) -> Stated:
    known = knowledge.circumstances[identity]
    return {"say": _said(knowledge, known.facts.say, known.facts), "where": known.where}


def _said(knowledge: Knowledge, text: str, situated: Situated) -> str:
    """Return what is said, and where it holds, if that is not everywhere."""
    cases = [" and ".join(conditions_in_words(case)) for case in knowledge.cases(situated.when)]
    return f"{text} (where {', or '.join(cases)})" if cases else text


def _options(knowledge: Knowledge) -> Mapping[str, OptionFacts]:
    """Return the options of all decisions, each as `decision.option`."""
    return {f"{d.id}.{option.id}": option for d in knowledge.decisions.values() for option in d.options}


def _more_of_option(knowledge: Knowledge, identity: str) -> Stated:
    decision, _, option = identity.partition(".")
    speaking = [rule for rule in knowledge.rules if (rule.effect.target, rule.effect.value) == (decision, option)]
    return {
        "id": identity,
        "decision": decision,
        "favoured_by": tuple(rule.id for rule in speaking if rule.effect.kind == "decide"),
        "forbidden_by": tuple(rule.id for rule in speaking if rule.effect.kind == "forbid"),
    }


def _more_of_regulation(knowledge: Knowledge, identity: str) -> Stated:
    return {"rules": rules_on_regulation(knowledge).get(identity, ())}


def _more_of_claim(knowledge: Knowledge, identity: str) -> Stated:
    claim = knowledge.claims[identity]
    return dict(_claim_on(claim.subject, claim, knowledge))


def _claim_on(owner: str, claim: Claim, knowledge: Knowledge) -> views.ClaimView:
    """Return a claim as it bears on an algorithm or family."""
    more = {
        "inherited": claim.subject != owner,
        "unit": knowledge.qualities[claim.quality].unit,
        "scope": {c.field: c.text().removeprefix(c.field).strip() for c in claim.scope},
    }
    return filled(views.ClaimView, claim, more)


KINDS: Final[tuple[Kind, ...]] = (
    Kind(
        "algorithm", lambda k: _sorted({name: each.facts for name, each in k.algorithms.items()}), views.AlgorithmView,
        _more_of_algorithm,
        Collection(
            "algorithms", views.AlgorithmEntry, "algorithms",
            "an algorithm with all that is claimed of it and its families",
            filters={
                "task": Filter(lambda _: TASKS, lambda k, name, task: task in k.algorithms[name].facts.solves),
                "family": Filter(lambda k: k.families, lambda k, name, family: family in k.algorithms[name].ancestors),
                "modality": Filter(lambda _: MODALITIES, lambda k, name, it: it in k.algorithms[name].facts.accepts),
            },
        ),
        Page(
            "algorithms.md", "Algorithms", "What each solves and reads, and how much is claimed of it.",
            tables.algorithms,
        ),
    ),
    Kind(
        "rule", lambda k: {rule.id: rule for rule in k.rules}, views.RuleView, _more_of_rule,
        Collection(
            "rules", views.RuleEntry, "rules", "a rule with its conditions, effect and sources",
            about="Rules in the order in which they take effect.",
            filters={
                "pack": Filter(lambda k: [each.id for each in k.packs], lambda k, name, pack: k.rule(name).pack == pack)
            },
            more=lambda k, name: {"effect": k.rule(name).effect.kind},
        ),
        Page("rules.md", "Rules", "Every rule by pack; `whichml kb show ID` prints one in full.", sections.rules),
    ),
    Kind(
        "quality", lambda k: _sorted(k.qualities), views.QualityView,
        collection=Collection("qualities", views.QualityEntry, "qualities", "a quality and how it is measured"),
        page=Page(
            "qualities.md", "Qualities", "What algorithms are rated by, and how to measure it.", tables.qualities
        ),
    ),
    Kind(
        "pattern", lambda k: _sorted(k.patterns), PatternFacts,
        collection=Collection("patterns", views.PatternEntry, "design patterns", "a design pattern", "Patterns by id."),
        page=Page(
            "patterns.md", "Patterns", "Design patterns, practices, tactics and what to avoid.", sections.patterns
        ),
    ),
    Kind(
        "decision", lambda k: _sorted(k.decisions), DecisionFacts,
        collection=Collection(
            "decisions", views.DecisionEntry, "architecture decisions", "an architecture decision with its options",
            more=lambda k, name: {"options": tuple(option.id for option in k.decisions[name].options)},
        ),
        page=Page(
            "decisions.md", "Architecture decisions", "Decisions with their options and what each means.",
            sections.decisions,
        ),
    ),
    Kind(
        "source", lambda k: _sorted(k.sources), Source,
        collection=Collection("sources", views.SourceEntry, "cited works", "a cited work"),
        page=Page(
            "sources.md", "Sources", "The cited works, how far each was read, and how much cites it.", sections.sources
        ),
    ),
    Kind(
        "family", lambda k: _sorted(k.families), views.FamilyView, _more_of_family,
        Collection("families", views.FamilyEntry, "families of algorithms", "a family with its algorithms and claims"),
        Page(
            "families.md", "Families of algorithms", "The classes; a claim or rule about one means all below it.",
            sections.families,
        ),
    ),
    Kind(
        "task", lambda k: _sorted(k.tasks), views.TaskView, _more_of_task,
        Collection("tasks", views.TermEntry, "tasks", "a task with the algorithms that solve it"),
        Page("tasks.md", "Tasks", "What a brief can ask for in `task`.", tables.tasks),
    ),
    Kind(
        "modality", lambda k: _sorted(k.modalities), views.ModalityView, _more_of_modality,
        Collection("modalities", views.TermEntry, "modalities", "a modality with the algorithms that accept it"),
        Page("modalities.md", "Modalities", "In which form data arrive, for `data.modality`.", tables.modalities),
    ),
    Kind(
        "component", lambda k: _sorted(k.components), ComponentFacts,
        collection=Collection(
            "components", views.ComponentEntry, "components of a system", "a component with what it is concerned with"
        ),
        page=Page(
            "components.md", "Components", "The parts of a system and what each has to care for.", sections.components
        ),
    ),
    Kind(
        "application", lambda k: _sorted({name: each.facts for name, each in k.applications.items()}),
        views.ApplicationView, _more_of_application,
        Collection(
            "applications", views.ApplicationEntry, "applications",
            "a kind of work with how practice does it and what decides",
            filters={"task": Filter(lambda _: TASKS, lambda k, name, task: task in k.applications[name].facts.tasks)},
        ),
        Page(
            "applications.md", "Applications",
            "Kinds of work that are known; `whichml kb show ID` tells by which words, and what decides.",
            tables.applications,
        ),
    ),
    Kind(
        "circumstance", lambda k: _sorted({name: each.facts for name, each in k.circumstances.items()}),
        views.CircumstanceView, _more_of_circumstance,
        Collection(
            "circumstances", views.CircumstanceEntry, "circumstances",
            "something that projects tell in passing, with what follows from it",
        ),
        Page(
            "circumstances.md", "Circumstances",
            "What projects of any kind tell in passing; `whichml kb show ID` tells by which words, and what says so.",
            tables.circumstances,
        ),
    ),
    Kind("option", _options, views.OptionView, _more_of_option),
    Kind(
        "pack", lambda k: {pack.id: pack for pack in k.packs}, views.PackView,
        collection=Collection(
            "packs", views.PackEntry, "rule packs", "a rule pack with the ids of its rules", "Packs in their order."
        ),
    ),
    Kind("claim", lambda k: k.claims, views.ClaimView, _more_of_claim),
    Kind("measured", lambda k: k.measured, MeasuredTable),
    Kind(
        "price", lambda k: _sorted(k.prices), PriceFacts,
        page=Page(
            "prices.md", "Prices", "What hosted models and rented machines cost, with the day of each price.",
            tables.prices,
        ),
    ),
    Kind(
        "throughput", lambda k: _sorted(k.throughputs), ThroughputFacts,
        page=Page(
            "throughputs.md", "Throughputs", "How much rented machines get done, as others measured it.",
            tables.throughputs,
        ),
    ),
    Kind(
        "regulation", lambda k: _sorted(k.regulations), views.RegulationView, _more_of_regulation,
        Collection(
            "regulations", views.RegulationEntry, "laws and norms", "a law or norm with the rules that ask for it"
        ),
        Page(
            "regulations.md", "Laws and norms", "What a brief can name in `stakes.regulation`, and what that means.",
            tables.regulations,
        ),
    ),
    Kind(
        "reduction", lambda k: _sorted({name: each.facts for name, each in k.reductions.items()}), ReductionFacts,
        page=Page(
            "reductions.md", "Reductions", "What can be treated as another task or as other data.", tables.reductions
        ),
    ),
    Kind(
        "evaluation", lambda k: {name: each.facts for name, each in k.evaluations.items()}, EvaluationFacts,
        page=Page(
            "evaluations.md", "Evaluations", "How solutions of each task are judged: metric, split and baseline.",
            tables.evaluations,
        ),
    ),
    Kind(
        "mitigation", lambda k: _sorted(k.mitigations), MitigationFacts,
        page=Page(
            "mitigations.md", "Mitigations", "What mends a shortfall in a quality, and what it takes.",
            tables.mitigations,
        ),
    ),
)  # fmt: skip
