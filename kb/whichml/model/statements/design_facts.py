"""What is known of designs around a model, as files write it: patterns, decisions with their options, components."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from whichml.model.statements.facts import Cases, Citations, ConditionText, FactFileValue, Sentence, Slug
from whichml.model.values.vocabulary import Modality


class FirstWhere(FactFileValue):
    """Those that fill a place before the others where an option of a decision stands."""

    decision: Slug
    option: Slug
    of: tuple[Slug, ...] = Field(min_length=1)


class ChainPart(FactFileValue):
    """A place in a solution: algorithms and families that fill it, the usual one first, and a verb with its object.

    `reads` are kinds of data of which a brief has one, or else no such place; empty where all briefs have it.
    `first_where` tells who fills it before the others where an option of a decision stands.
    """

    of: tuple[Slug, ...] = Field(min_length=1)
    does: Sentence
    reads: tuple[Modality, ...] = ()
    first_where: tuple[FirstWhere, ...] = ()


class PatternFacts(FactFileValue):
    """A named design solution with its context, forces and consequences; a `chain` names the algorithms behind it.

    It is not advised where one of the cases of `not_where` holds of a brief and its answer so far, nor where the leader
    is known not to be what it `needs`: its capabilities, and whether it has to have or to lack each. `builds` says in a
    clause how it shapes a model, whichever is chosen, or the test of it; what shapes neither has none.
    """

    id: Slug
    name: Sentence
    synonyms: tuple[str, ...] = ()
    kind: Literal["pattern", "anti-pattern", "practice", "tactic"]
    context: Sentence
    problem: Sentence
    solution: Sentence
    builds: Sentence | None = None
    consequences: Sentence
    helps: tuple[Slug, ...] = ()
    hurts: tuple[Slug, ...] = ()
    related: tuple[Slug, ...] = ()
    chain: tuple[ChainPart, ...] = ()
    needs: Mapping[Slug, bool] = Field(default_factory=dict)
    not_where: Cases = ()
    sources: Citations


class OptionFacts(FactFileValue):
    """One way to take an architecture decision, with what follows from it.

    Attributes
    ----------
    in_short : what a system is that takes it, as a phrase for where there is room for little; None tells nothing there
    excludes : by decision, the options that cannot be true of one system with this one
    excluded_where : what a brief says, and who leads its answer, where nothing but a must can ask for this option
    """

    id: Slug
    name: Sentence
    in_short: Sentence | None = None
    definition: Sentence
    consequences: tuple[Sentence, ...] = ()
    helps: tuple[Slug, ...] = ()
    hurts: tuple[Slug, ...] = ()
    excludes: Mapping[Slug, Annotated[tuple[Slug, ...], Field(min_length=1)]] = Field(default_factory=dict)
    excluded_where: Cases = ()
    sources: Citations


class DefaultOption(FactFileValue):
    """The option that stands when no rule speaks, and why."""

    option: Slug
    reason: Sentence
    sources: Citations


class DecisionFacts(FactFileValue):
    """An architecture decision with its options.

    Attributes
    ----------
    not_where : cases of a brief and its answer so far in which there is nothing to decide
    """

    id: Slug
    name: Sentence
    question: Sentence
    options: tuple[OptionFacts, ...] = Field(min_length=2)
    default: DefaultOption | None = None
    not_where: Cases = ()
    sources: Citations


class Concern(FactFileValue):
    """A quality that a component has to care for, perhaps only in some projects."""

    quality: Slug
    text: Sentence
    when: ConditionText = Field(default_factory=dict)


class ComponentFacts(FactFileValue):
    """A part of an ML system, what it is concerned with and which decisions shape it.

    Attributes
    ----------
    not_with : by decision, the options beside which, where a must asks for them, a system has no such part
    not_where : cases of a brief and its answer so far in which a system has no such part
    """

    id: Slug
    name: Sentence
    definition: Sentence
    concerns: tuple[Concern, ...]
    decisions: tuple[Slug, ...] = ()
    not_with: Mapping[Slug, Annotated[tuple[Slug, ...], Field(min_length=1)]] = Field(default_factory=dict)
    not_where: Cases = ()
    sources: Citations
