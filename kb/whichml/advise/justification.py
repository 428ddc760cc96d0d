"""The justification graph under construction: each step of the answer becomes a node, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from whichml.advise.computed import Computed
from whichml.advise.ratings import Rating
from whichml.knowledge.base import Claim, Knowledge
from whichml.model.conditions import Facts, FactValue
from whichml.model.facts import Citation
from whichml.model.recommendation import Justification, Node, NodeKind
from whichml.model.rule import Rule
from whichml.rules.firing import Firing


class JustificationBuilder:
    """Adds nodes on demand and returns their ids, so that the graph holds what the answer stands on and no more.

    Parameters
    ----------
    given : the brief's own facts
    place_of : where a field of the brief stands, as `file:line`, or an empty text
    """

    def __init__(
        self,
        knowledge: Knowledge,
        given: Facts,
        computed: Mapping[str, Computed],
        firing: Firing,
        place_of: Callable[[str], str],
    ) -> None:
        self._knowledge = knowledge
        self._given = given
        self._computed = computed
        self._firing = firing
        self._place_of = place_of
        self._nodes: dict[str, Node] = {}

    def add(
        self,
        identity: str,
        kind: NodeKind,
        text: str,
        because: Iterable[str] = (),
        sources: tuple[Citation, ...] = (),
        where: str = "",
    ) -> str:
        """Add a node unless it is there; return its id."""
        if identity not in self._nodes:
            self._nodes[identity] = Node(
                id=identity, kind=kind, text=text, because=tuple(dict.fromkeys(because)), sources=sources, where=where
            )
        return identity

    def fact(self, field: str) -> str | None:
        """Return the node of a fact: given, computed or concluded; None where nothing is known of the field."""
        if field in self._given:
            return self.brief(field, f"{field} is {_shown(self._given[field])}")
        if field in self._computed:
            computed = self._computed[field]
            because = [node for f in computed.from_fields if (node := self.fact(f)) is not None]
            return self.add(f"derived:{field}", "derived", f"{field} is {computed.value:g}", because)
        if f"derived:{field}" in self._nodes:
            return f"derived:{field}"
        conclusion = self._firing.conclusions.get(field)
        if conclusion is None:
            return None
        because = [self.rule(self._knowledge.rule(rule)) for rule in conclusion.rules]
        return self.add(f"derived:{field}", "derived", f"{field} is {_shown(conclusion.value)}", because)

    def brief(self, field: str, text: str) -> str:
        """Return the node of something that the brief says."""
        return self.add(f"brief:{field}", "brief", text, where=self._place_of(field))

    def facts(self, fields: Iterable[str]) -> list[str]:
        """Return the nodes of the known ones among the fields."""
        return [node for field in fields if (node := self.fact(field)) is not None]

    def rule(self, rule: Rule) -> str:
        """Return the node of a rule that fired, with the facts that its conditions met."""
        identity = f"rule:{rule.id}"
        if identity in self._nodes:
            return identity
        because = self.facts(condition.field for condition in rule.when)
        return self.add(identity, "rule", rule.title, because, rule.sources, rule.where)

    def rules(self, rules: Iterable[str]) -> list[str]:
        """Return the nodes of rules by id."""
        return [self.rule(self._knowledge.rule(rule)) for rule in rules]

    def claim(self, claim: Claim) -> str:
        """Return the node of a claim, with the facts that put the brief into its scope."""
        identity = f"claim:{claim.id}"
        if identity in self._nodes:
            return identity
        quality = self._knowledge.qualities[claim.quality].name.lower()
        text = f"{self.name_of(claim.subject)}: {quality} is {claim.level} ({claim.confidence} confidence)"
        if claim.note:
            text = f"{text}; {claim.note.rstrip('.')}"
        because = self.facts(condition.field for condition in claim.scope)
        return self.add(identity, "claim", text, because, claim.sources, claim.where)

    def rating(self, algorithm: str, quality: str, rating: Rating | None) -> str:
        """Return the node of a rating: its claims and the rules that moved it, or ignorance."""
        name = self._knowledge.qualities[quality].name.lower()
        identity = f"rating:{algorithm}:{quality}"
        if rating is None:
            text = f"{self.name_of(algorithm)}: nothing is known of its {name} here"
            return self.add(identity, "rating", text, [self.about(algorithm)])
        if identity in self._nodes:
            return identity
        because = [*self.rules(rating.rules), *(self.claim(claim) for claim in rating.claims)]
        text = f"{self.name_of(algorithm)}: {name} is {rating.level} here"
        return self.add(identity, "rating", text, because)

    def about(self, algorithm: str) -> str:
        """Return the node that says what an algorithm solves and reads, with the sources of that."""
        found = self._knowledge.algorithms[algorithm]
        facts = found.facts
        reads = ", ".join(f"{modality} ({reading})" for modality, reading in sorted(facts.accepts.items()))
        text = f"{facts.name} solves {', '.join(facts.solves)}; it reads {reads or 'no data'}"
        return self.add(f"evidence:{algorithm}", "evidence", text, (), facts.sources, found.where)

    def name_of(self, subject: str) -> str:
        """Return the name of an algorithm or family."""
        if subject in self._knowledge.algorithms:
            return self._knowledge.algorithms[subject].facts.name
        return self._knowledge.families[subject].name

    def graph(self) -> Justification:
        """Return the graph, nodes in the order of their ids."""
        return Justification(nodes=tuple(self._nodes[identity] for identity in sorted(self._nodes)))

    def cited_sources(self) -> list[str]:
        """Return the ids of all cited sources, sorted."""
        return sorted({citation.ref for node in self._nodes.values() for citation in node.sources})


def _shown(value: FactValue) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
