"""What an answer says of the system around the model: decisions, patterns, and what its components care for."""

from typing import Literal

from pydantic import Field

from whichml.model.statements.answer_part import AnswerPart


class OptionSupport(AnswerPart):
    """What speaks for and against one option; the lists hold ids of rule nodes."""

    option: str
    for_: tuple[str, ...] = Field(default=(), serialization_alias="for", validation_alias="for")
    against: tuple[str, ...] = ()


class DecisionAnswer(AnswerPart):
    """An architecture decision: the option that stands, what speaks for and against it, and whether rules collide."""

    decision: str
    option: str
    strength: Literal["must", "should", "practice", "default"]
    for_: tuple[str, ...] = Field(default=(), serialization_alias="for", validation_alias="for")
    against: tuple[str, ...] = ()
    tension: bool = False
    alternatives: tuple[OptionSupport, ...] = ()
    because: tuple[str, ...] = ()


class NotDecided(AnswerPart):
    """An architecture decision that the brief does not bear on, and the fields that would decide it."""

    decision: str
    text: str
    fields: tuple[str, ...] = ()


class Advice(AnswerPart):
    """A pattern to follow, or an anti-pattern to avoid.

    Attributes
    ----------
    builds : how it shapes the model or the test of it, as a clause; empty where it shapes neither
    """

    pattern: str
    name: str = ""
    kind: str = "pattern"
    text: str = ""
    builds: str = ""
    because: tuple[str, ...] = ()


class AdviceNotFollowed(AnswerPart):
    """A pattern that a pack of the house advises and that has no place in the answer; `why` is a clause."""

    pattern: str
    name: str
    why: str
    because: tuple[str, ...] = ()


class SetAside(AnswerPart):
    """A rule that came with whichml and that would count here, but for a pack of the house.

    Attributes
    ----------
    effect : what the rule does, such as `exclude`
    by, pack : the rule that overrides or supersedes it, and its pack
    algorithms : those in the answer of which it would speak; where an exclusion brings none back, those that stay out
        for other reasons; none of a rule about the project
    because : the node of `by`; none of a rule that supersedes it and does not fire here
    """

    rule: str
    title: str
    effect: str
    by: str
    pack: str
    algorithms: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


class ComponentConcern(AnswerPart):
    """A quality that matters for a component in this project, and why."""

    quality: str
    text: str
    because: tuple[str, ...] = ()


class ComponentAnswer(AnswerPart):
    """One of the six components with what it has to care for here and the decisions that shape it."""

    component: str
    concerns: tuple[ComponentConcern, ...] = ()
    decisions: tuple[str, ...] = ()
