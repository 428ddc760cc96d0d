"""What bars an excluded algorithm, and what of the brief would have to change for it to come back."""

from pydantic import BaseModel, ConfigDict

from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Exclusion, Reason, Recommendation
from whichml.model.statements.rule import Rule


class StatedFact(BaseModel):
    """Something that the brief says, and where."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    text: str
    where: str


class Bar(BaseModel):
    """One reason for an exclusion with what would lift it.

    Attributes
    ----------
    rule, where : the rule's id and `file:line`; empty where a requirement, the task or the data bar the algorithm
    facts : what the brief says that the reason stands on
    lifted_by : changes any one of which would lift this reason
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    text: str
    rule: str = ""
    where: str = ""
    facts: tuple[StatedFact, ...] = ()
    lifted_by: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


def bars_of(exclusion: Exclusion, answer: Recommendation, knowledge: Knowledge) -> tuple[Bar, ...]:
    """Return what bars an excluded algorithm, in the order of its reasons."""
    graph = JustificationGraph(answer)
    return tuple(_bar(reason, graph, knowledge) for reason in exclusion.reasons)


def _bar(reason: Reason, graph: JustificationGraph, knowledge: Knowledge) -> Bar:
    rule = next((rule for rule in knowledge.rules if rule.id == reason.rule), None) if reason.rule else None
    told = graph.nodes((f"rule:{reason.rule}",))  # also of a rule that knowledge has lost since the answer
    roots = (f"rule:{reason.rule}",) if told else _direct(reason, graph)
    facts = graph.facts(roots) or graph.facts(reason.because)
    if rule is not None:
        lifted = _lifted_by_rule(rule)
    else:
        said = (f"the brief no longer says: {node.text}" for node in facts if told)
        lifted = (*said, *_lifted_without_rule(reason, graph))
    return Bar(
        text=reason.text,
        rule=reason.rule,
        where=rule.where if rule else next((node.where for node in told), ""),
        facts=tuple(StatedFact(id=node.about, text=node.text, where=node.where) for node in facts),
        lifted_by=lifted,
        because=reason.because,
    )


def _direct(reason: Reason, graph: JustificationGraph) -> tuple[str, ...]:
    """Return the facts and requirements that the reason itself names, not those of the claims behind it."""
    below = [identity for node in graph.nodes(reason.because) for identity in node.because]
    return tuple(node.id for node in graph.nodes(below) if node.kind in ("brief", "derived"))


def _lifted_by_rule(rule: Rule) -> tuple[str, ...]:
    changes = [f"it is no longer so that {condition.text()}" for condition in rule.when]
    if rule.unless:
        changes.append(f"{' and '.join(condition.text() for condition in rule.unless)}")
    if rule.selector.qualities:
        tested = " and ".join(quality for quality, _ in rule.selector.qualities)
        changes.append(f"evidence gives the algorithm another level of {tested}")
    return tuple(changes) or ("the rule is overridden or withdrawn: it speaks of every project",)


def _lifted_without_rule(reason: Reason, graph: JustificationGraph) -> tuple[str, ...]:
    direct = graph.nodes(_direct(reason, graph))
    below = [identity for node in graph.nodes(reason.because) for identity in node.because]
    changes = [f"the brief no longer says: {node.text}" for node in direct]
    rated = [node for node in graph.nodes(below) if node.kind == "rating"]
    return (*changes, *(f"evidence speaks against this: {node.text}" for node in rated))
