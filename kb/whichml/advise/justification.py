"""The justification graph under construction: each step of the answer becomes a node, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from whichml.advise.computed import ComputedFact
from whichml.advise.constraints import Constraint
from whichml.advise.measured_values import Breakdown, MeasuredValue
from whichml.advise.quality_prediction import QualityPrediction
from whichml.advise.ratings import Rating
from whichml.advise.shared_nodes import SharedNodes, StandingRating
from whichml.advise.strength_evidence import StrengthEvidence
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Claim, Reduction
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.conditions import Conditions, Facts, FactValue, all_hold
from whichml.model.statements.facts import Citation
from whichml.model.statements.fields import fact_in_words
from whichml.model.statements.justification import Justification, Node, NodeKind
from whichml.model.statements.rule import Rule
from whichml.model.values.scale import span_text
from whichml.model.words.names_in_sentences import in_sentence
from whichml.rules.firing import Firing

MODALITY = "data.modality"


class JustificationBuilder:
    """Adds nodes on demand and returns their ids, so that the graph holds what the answer stands on and no more.

    Parameters
    ----------
    given : the brief's own facts
    bounds : the requirements behind each bound that rules can read, and behind each quality that is asked for
    shared : nodes of former answers, to be used again

    Attributes
    ----------
    figures : what runs measured, by the nodes that tell it
    """

    def __init__(
        self,
        knowledge: Knowledge,
        given: Facts,
        computed: Mapping[str, ComputedFact],
        firing: Firing,
        bounds: Mapping[str, tuple[Constraint, ...]],
        shared: SharedNodes,
    ) -> None:
        self._knowledge = knowledge
        self._given = given
        told = given.get(MODALITY)
        self._modality = told if isinstance(told, tuple) else ()
        self._computed = computed
        self._firing = firing
        self._bounds = bounds
        self._shared = shared
        shared.forget_many()
        self._nodes: dict[str, Node] = {}
        self._of_facts: dict[str, str | None] = {}
        self.figures: dict[str, MeasuredValue] = {}

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
        if field not in self._of_facts:
            self._of_facts[field] = self._found_fact(field)
        return self._of_facts[field]

    def _found_fact(self, field: str) -> str | None:
        if field in self._given:
            return self.brief(field, field, self._given[field])
        derived = f"derived:{field}"
        if field in self._bounds:
            return self.add(derived, "derived", *self._asked(field))
        if field in self._computed:
            computed = self._computed[field]
            return self.add(derived, "derived", f"{field} is {computed.value:g}", self.facts(computed.from_fields))
        conclusion = self._firing.conclusions.get(field)
        if conclusion is None:
            return None
        because = self.rules(conclusion.rules)
        return self.add(derived, "derived", f"{field} is {fact_in_words(field, conclusion.value)}", because)

    def _asked(self, field: str) -> tuple[str, list[str]]:
        """Return what a brief asks of a quality, in words, and the nodes of the requirements or the order behind it."""
        nodes = [self.constraint(constraint) for constraint in self._bounds[field]]
        kind, quality, *end = field.split(".")
        if kind == "requirement":
            return f"{quality} has a required {end[0]}", nodes
        return f"{quality} is asked for", nodes or [self.brief("priorities", "the brief orders its priorities")]

    def brief(self, key: str, about: str, value: FactValue | None = None) -> str:
        """Return the node of something that the brief says: a field with its value, or a sentence `about` it.

        Its `where` points into the answer's own copy of the brief (RFC 6901), which is the same for every spelling.
        """
        identity = f"brief:{key}"
        if identity not in self._nodes:
            text = about if value is None else f"{about} is {_shown(about, value)}"
            self._nodes[identity] = Node(id=identity, kind="brief", text=text, where="/" + key.replace(".", "/"))
        return identity

    def sentence(self, key: str, text: str, pointer: str) -> str:
        """Return the node of a sentence of the brief.

        Parameters
        ----------
        key : what the sentence tells
        pointer : to the text that holds it (RFC 6901)
        """
        return self.add(f"brief:sentence.{key}", "brief", f"the brief tells: “{text}”", where=pointer)

    def constraint(self, constraint: Constraint) -> str:
        """Return the node of a requirement, or of the device's budget that acts as one."""
        if constraint.key in self._given:
            return self.brief(constraint.key, constraint.key, self._given[constraint.key])
        asked = f"{constraint.quality} {constraint.priority} be {constraint.text}{constraint.requirement.reason}"
        return self.brief(constraint.key, asked)

    def facts(self, fields: Iterable[str]) -> list[str]:
        """Return the nodes of the known ones among the fields."""
        return [node for field in fields if (node := self.fact(field)) is not None]

    def told_behind(self, field: str) -> frozenset[str]:
        """Return the fields that the brief itself tells, of which a fact follows; it alone where it is one of them."""
        if field in self._given:
            return frozenset({field})
        if field in self._computed:
            behind: Iterable[str] = self._computed[field].from_fields
        else:
            conclusion = self._firing.conclusions.get(field)
            rules = map(self._knowledge.rule, conclusion.rules if conclusion is not None else ())
            behind = (condition.field for rule in rules for condition in rule.when)
        return frozenset(told for each in behind for told in self.told_behind(each))

    def node(self, identity: str) -> Node:
        """Return a node that was added."""
        return self._nodes[identity]

    def stands_on_any(self, identity: str) -> bool:
        """Return whether each premise alone is enough for a node: of several rules that conclude it, say.

        Every other node needs all of its premises.
        """
        field = identity.removeprefix("derived:")
        return field != identity and field not in self._computed

    def rule(self, rule: Rule) -> str:
        """Return the node of a rule, with the facts that its conditions met."""
        identity = f"rule:{rule.id}"
        if identity not in self._nodes:
            because = tuple(dict.fromkeys(self.facts(condition.field for condition in rule.when)))
            cited, _ = self._fitting(rule.sources)
            own = () if cited == rule.sources else self._modality
            self._share(identity, because, lambda: ("rule", rule.title, cited, rule.where), own)
        return identity

    def rules(self, rules: Iterable[str]) -> list[str]:
        """Return the nodes of rules by id."""
        return [self.rule(self._knowledge.rule(rule)) for rule in rules]

    def claim(self, claim: Claim) -> str:
        """Return the node of a claim, with the facts that put the brief into its scope."""
        identity = f"claim:{claim.id}"
        if identity not in self._nodes:
            because = tuple(dict.fromkeys(self.facts(condition.field for condition in claim.scope)))
            cited, studied = self._fitting(claim.sources, claim.scope)
            own = () if cited == claim.sources and not studied else self._modality
            self._share(identity, because, lambda: ("claim", self._claim_text(claim, studied), cited, claim.where), own)
        return identity

    def _fitting(
        self, cited: tuple[Citation, ...], scope: Conditions = ()
    ) -> tuple[tuple[Citation, ...], Sequence[str]]:
        """Return the citations that may be of the brief's data; all, with what they study, where none may be.

        A scope that asks for other data speaks of what a reduction leads to.
        """
        known = self._knowledge.sources
        if not any(each.ref in self._knowledge.of_some_data for each in cited):
            return cited, ()
        studies = [known[each.ref].studies if each.ref in known else () for each in cited]
        if any(each.field == MODALITY and each.holds(self._given) is False for each in scope):
            return cited, ()
        pairs = zip(cited, studies, strict=True)
        fitting = tuple(each for each, of in pairs if not of or not {*self._modality}.isdisjoint(of))
        return (fitting, ()) if fitting else (cited, sorted({*chain.from_iterable(studies)}))

    def _claim_text(self, claim: Claim, studied: Sequence[str]) -> str:
        quality = in_sentence(self._knowledge.qualities[claim.quality].name)
        family = " (family)" if claim.subject in self._knowledge.families else ""
        text = f"{self.name_of(claim.subject)}{family}: {quality} is {claim.level} ({claim.confidence} confidence)"
        text = f"{text}; {claim.note.rstrip('.')}" if claim.note else text
        if studied and "carried over" not in claim.note:
            *others, last = (in_sentence(self._knowledge.names[modality]) for modality in studied)
            text = f"{text}; carried over from {', '.join(others)}{' and ' if others else ''}{last} data"
        tasks = ", ".join(in_sentence(self._knowledge.names[task]) for task in claim.measured_on)
        text = f"{text}; its numbers are of {tasks}" if tasks else text
        return f"{text}; sources disagree {claim.debate}" if claim.debate else text

    def rating(self, algorithm: str, quality: str, rating: Rating | None) -> str:
        """Return the node of a rating: its claims and the rules that moved it, or ignorance."""
        known = self._shared.standing.get((algorithm, quality, self._modality))
        if known is not None and known.rating is rating:
            if known.identity not in self._nodes:
                self._nodes.update(known.nodes)
            return known.identity
        if rating is not None and rating.figures:
            return self._measured_rating(algorithm, quality, rating)
        if rating is not None and rating.prediction is not None:
            return self._predicted_rating(algorithm, quality, rating, rating.prediction)
        if rating is not None and rating.strength is not None:
            return self._compared_rating(algorithm, quality, rating, rating.strength)
        identity = f"rating:{algorithm}:{quality}"
        if identity not in self._nodes:
            name = f"{self.name_of(algorithm)}: {in_sentence(self._knowledge.qualities[quality].name)}"
            if rating is None:
                text = f"{name} is not known here"
                return self.add(identity, "rating", text, [self.about(algorithm)])
            because = (*self.rules(rating.rules), *(self.claim(claim) for claim in rating.claims))
            text = f"{name} is {rating.here}"  # which depends on reductions too that none of the premises tells
            self._share(identity, because, lambda: ("rating", text, (), ""), (text,))
            if rating.holds_everywhere:
                nodes = {each: self._nodes[each] for each in (identity, *because)}
                self._shared.standing[algorithm, quality, self._modality] = StandingRating(rating, identity, nodes)
        return identity

    def _measured_rating(self, algorithm: str, quality: str, rating: Rating) -> str:
        """Return the node of a rating that was measured; it is this project's own, and shared with no other answer."""
        about = f":{rating.stands_for}" if rating.stands_for else ""
        identity = f"rating:{algorithm}:{quality}{about}"
        how = "as measured" if rating.is_measured else "as estimated"
        amount = f" ({rating.amount})" if rating.amount and rating.amount != rating.level else ""
        name = in_sentence(self._knowledge.qualities[quality].name)
        text = f"{self.name_of(algorithm)}: {name} is {rating.level} here{amount}, {how}"
        if rating.unmoved_by:
            text = f"{text}; that goes before what {' and '.join(rating.unmoved_by)} would say"
        return self.add(identity, "rating", text, [self.figure(figure) for figure in rating.figures])

    def _predicted_rating(self, algorithm: str, quality: str, rating: Rating, prediction: QualityPrediction) -> str:
        """Return the node of what a cost model expects, which stands on the size that the brief tells."""
        name = f"{self.name_of(algorithm)}: {in_sentence(self._knowledge.qualities[quality].name)}"
        expected = self.add(
            f"evidence:costs:{prediction.identity}", "evidence",
            f"{name} of {prediction.implementation}: {prediction.text}",
            self.facts(prediction.fields), prediction.sources,
        )  # fmt: skip
        text = f"{name} is {rating.level} here: {rating.amount}"
        return self.add(f"rating:{prediction.identity}", "rating", text, (expected,))

    def _compared_rating(self, algorithm: str, quality: str, rating: Rating, figure: StrengthEvidence) -> str:
        """Return the node of an accuracy that was measured elsewhere, or translated from what is written.

        Rules that moved it are named before what they moved.
        """
        name, regime = self.name_of(algorithm), self.facts(figure.fields)
        reference = self.name_of(figure.group.reference)
        chances = figure.text(reference)
        if figure.strength is None:
            because = [self.claim(claim) for claim in rating.claims] + regime
            whence = rating.as_used or "by what is written of it"
            of_scale = _on_the_common_scale(figure.written, rating)
            text = f"{name}: {quality} is {figure.written} here, {whence}; {chances}{of_scale}"
        else:
            identity = f"evidence:strength:{algorithm}:{figure.group.id}"
            said = f"{name}, {figure.group.name}: {chances}"
            because = [self.add(identity, "evidence", said, regime, self._shared.citations_of(figure))]
            text = f"{name}: {quality} is {rating.level} here, as others measured it; {chances}"
        if rating.rules:
            because = [*self.rules(rating.rules), *because]
            given = span_text(*rating.ruled) if rating.ruled is not None else rating.level
            where = _on_the_common_scale(given, rating) or ", on the scale of what others measured"
            text = f"{name}: {quality} is {given} here{where}"
        return self.add(f"rating:{algorithm}:{quality}", "rating", text, because)

    def figure(self, figure: MeasuredValue) -> str:
        """Return the node of what one run measured of an algorithm in one way."""
        self.figures[figure.identity] = figure
        text = figure.text(self._called(figure.algorithm))
        return self.add(figure.identity, "evidence", text, (), (figure.citation,))

    def breakdown(self, breakdown: Breakdown) -> str:
        """Return the node of a run in which an algorithm could not be measured at all."""
        text = breakdown.text(self._called(breakdown.algorithm))
        return self.add(breakdown.identity, "evidence", text, (), (breakdown.citation,))

    def _called(self, algorithm: str) -> str:
        """Return an algorithm's name, or its id in words where a run measured one that is not known here."""
        known = self._knowledge.algorithms.get(algorithm)
        return known.facts.name if known else algorithm.replace("-", " ").capitalize()

    def about(self, algorithm: str) -> str:
        """Return the node that says what an algorithm solves and reads, with the sources of that."""
        identity = f"evidence:{algorithm}"
        if identity not in self._nodes:
            self._nodes[identity] = self._shared.about(self._knowledge.algorithms[algorithm])
        return identity

    def reduction(self, reduction: Reduction) -> str:
        """Return the node of a way to treat the task or the data as another, with the facts that make it sound."""
        facts = reduction.facts
        field = "task" if facts.kind == "task" else "data.modality"
        is_usual = all_hold(reduction.usual, self._firing.facts) is True
        conditions = (*reduction.when, *(reduction.usual if is_usual else ()))
        because = self.facts(dict.fromkeys((field, *(condition.field for condition in conditions))))
        text = f"{facts.name}: {facts.how}"
        return self.add(f"evidence:reduction:{facts.id}", "evidence", text, because, facts.sources, reduction.where)

    def take(self, nodes: Mapping[str, Node], fields: Iterable[str]) -> None:
        """Add nodes that were made for many answers, by their ids, and those of the facts that they stand on."""
        self._nodes.update(nodes)
        self.facts(fields)

    def _share(
        self,
        identity: str,
        because: tuple[str, ...],
        describe: Callable[[], tuple[NodeKind, str, tuple[Citation, ...], str]],
        also: FactValue = (),
    ) -> None:
        """Add a node that depends on the knowledge, its premises and perhaps something else alone, made once for all.

        Parameters
        ----------
        also : what else it depends on, such as the modality
        """
        node = self._shared.by_premises.get((identity, because, also))
        if node is None:
            kind, text, sources, where = describe()
            node = Node(id=identity, kind=kind, text=text, because=because, sources=sources, where=where)
            self._shared.by_premises[identity, because, also] = node
        self._nodes[identity] = node

    def name_of(self, subject: str) -> str:
        """Return the name of an algorithm or family."""
        if subject in self._knowledge.algorithms:
            return self._knowledge.algorithms[subject].facts.name
        return self._knowledge.families[subject].name

    def graph(self) -> Justification:
        """Return the graph, nodes in the order of their ids."""
        return Justification(nodes=tuple(map(self._nodes.__getitem__, sorted(self._nodes))))

    def cited_sources(self) -> list[str]:
        """Return the ids of all cited sources, sorted."""
        lists = {id(node.sources): node.sources for node in self._nodes.values()}  # many nodes share one list
        return sorted({each.ref for sources in lists.values() for each in sources})


def _on_the_common_scale(given: str, rating: Rating) -> str:
    """Return where levels that were given in words stand among what was measured; empty where that is the same."""
    return f"; on the scale of what others measured that is {rating.level}" if given != rating.level else ""


def _shown(field: str, value: FactValue) -> str:
    is_amount = field in BRIEF_FIELDS and BRIEF_FIELDS[field].dimension is not None
    if isinstance(value, bool | tuple) or is_amount:
        return fact_in_words(field, value)
    return f"{value:g}" if isinstance(value, float) else str(value)
