"""A rule as its pack writes it, and as the engine reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal, Self

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from whichml.model.documents.plain_numbers import is_whole
from whichml.model.statements.application_facts import ApplicationFacts
from whichml.model.statements.circumstance_facts import CircumstanceFacts
from whichml.model.statements.conditions import Conditions, FactValue, Test
from whichml.model.statements.design_facts import OptionFacts, PatternFacts
from whichml.model.statements.facts import (
    AlgorithmFacts,
    Citation,
    Citations,
    ClaimText,
    ConditionText,
    LevelRange,
    Reading,
    Role,
    Sentence,
    Slug,
    Source,
)
from whichml.model.values.vocabulary import Level

Tier = Literal["high", "normal", "low"]
Status = Literal["draft", "stable", "deprecated"]
Strength = Literal["must", "should"]
EffectKind = Literal["conclude", "exclude", "rate", "prioritise", "caution", "decide", "forbid", "advise"]
EFFECT_KINDS: tuple[EffectKind, ...] = (
    "conclude", "exclude", "rate", "prioritise", "caution", "decide", "forbid", "advise",
)  # fmt: skip
OneOrMore = Slug | Annotated[tuple[Slug, ...], Field(min_length=1)]
SELECTIVE: tuple[EffectKind, ...] = ("exclude", "rate", "caution")
"""The effects on algorithms; the others are on the project."""


def _version_text(value: object) -> object:
    """Return a whole number as text; anything else as it is."""
    return str(value) if is_whole(value) else value


def _is_a_version(text: str) -> str:
    try:
        Version(text)
    except InvalidVersion:
        raise ValueError(f"'{text}' is no version; write one such as 1 or \"1.2.0\"") from None
    return text


def _is_a_specifier(text: str) -> str:
    try:
        SpecifierSet(text)
    except InvalidSpecifier:
        raise ValueError(f"'{text}' is no range of versions; write one such as \">=1,<2\"") from None
    return text


PackVersion = Annotated[str, BeforeValidator(_version_text), AfterValidator(_is_a_version), Field(max_length=40)]
"""A version as PEP 440 orders them; a whole number may stand without quotes."""

VersionRange = Annotated[str, AfterValidator(_is_a_specifier), Field(max_length=200)]
"""A range of versions as PEP 440 writes it, such as `>=1,<2`."""


class PackValue(BaseModel):
    """A value read from a rule pack: frozen, and strict about keys it does not know."""

    # built with the file that holds it: most parts are never read on their own
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")


class EffectText(PackValue):
    """What follows when a rule fires: exactly one of these."""

    conclude: Mapping[str, Any] | None = None
    exclude: Sentence | None = None
    rate: Mapping[Slug, Level | LevelRange] | None = None
    prioritise: Mapping[Slug, Tier] | None = None
    caution: Sentence | None = None
    decide: Mapping[Slug, Slug] | None = None
    forbid: Mapping[Slug, Slug] | None = None
    advise: Slug | None = None
    strength: Strength | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        given = [kind for kind in EFFECT_KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(
                f"`then` says exactly one of {', '.join(EFFECT_KINDS)}; here: {', '.join(given) or 'none'}"
            )
        if (self.strength is not None) != (given[0] == "decide"):
            lacking = "and is missing beside it" if self.strength is None else f"and not with `{given[0]}`"
            raise ValueError(f"`strength: must` or `strength: should` goes with `decide`, {lacking}")
        mapping = getattr(self, given[0])
        if given[0] in ("conclude", "decide", "forbid", "rate") and len(mapping) != 1:
            raise ValueError(f"`{given[0]}` names exactly one thing, so that each rule has one reason")
        return self

    @property
    def kind(self) -> EffectKind:
        """Return which of the effects is given."""
        return next(kind for kind in EFFECT_KINDS if getattr(self, kind) is not None)


class RuleText(PackValue):
    """One rule of a pack, in the words of its file."""

    id: Slug
    title: Sentence
    status: Status = "stable"
    when: ConditionText = Field(default_factory=dict)
    algorithm: Mapping[str, Any] | None = None
    unless: ConditionText = Field(default_factory=dict)
    overrides: tuple[Slug, ...] = ()
    supersedes: tuple[Slug, ...] = ()
    related: tuple[Slug, ...] = ()
    since: PackVersion | None = None
    then: EffectText
    sources: Citations
    note: str = ""

    @model_validator(mode="after")
    def _selects_only_where_algorithms_matter(self) -> Self:
        if self.algorithm is not None and self.then.kind not in SELECTIVE:
            raise ValueError(
                "`algorithm` goes with exclude, rate or caution; a fact or a decision is about the project"
            )
        return self


class DerivedText(PackValue):
    """A fact that the pack's rules may conclude: its values, lowest first, and what it means."""

    values: Literal["bool", "level"] | Annotated[tuple[Slug, ...], Field(min_length=2)]
    definition: Sentence


class PackHeader(PackValue):
    """Who a pack is: `requires` names what it stands on, `whichml` or another pack, with a range of versions."""

    id: Slug
    version: PackVersion
    title: Sentence
    description: str = ""
    license: Sentence
    requires: Mapping[Slug, VersionRange] = Field(default_factory=dict)


WITHOUT_RULES: Final = ("applications", "circumstances")
"""What a pack may bring that has no rules."""


class PackClaim(ClaimText):
    """A claim that travels in a pack: `subject` is the algorithm or family that it is about."""

    subject: Slug


class PackText(PackValue):
    """A versioned file of rules, and what travels beside them under the pack's own name.

    `options` are further ways to take a decision, by the decision's id.
    """

    rulepack: PackHeader
    derives: Mapping[str, DerivedText] = Field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    patterns: tuple[PatternFacts, ...] = ()
    options: Mapping[Slug, Annotated[tuple[OptionFacts, ...], Field(min_length=1)]] = Field(default_factory=dict)
    algorithms: tuple[AlgorithmFacts, ...] = ()
    claims: tuple[PackClaim, ...] = ()
    applications: tuple[ApplicationFacts, ...] = ()
    circumstances: tuple[CircumstanceFacts, ...] = ()
    rules: tuple[RuleText, ...]

    @model_validator(mode="before")
    @classmethod
    def _may_bring_no_rules(cls, written: Any) -> Any:
        alone = isinstance(written, Mapping) and "rules" not in written and any(map(written.get, WITHOUT_RULES))
        return {**written, "rules": ()} if alone else written

    @property
    def id(self) -> str:
        """Return the pack's id."""
        return self.rulepack.id


class ExceptText(PackValue):
    """Of which algorithms a rule does not speak: some ids, some families, and those known to have or lack something."""

    id: OneOrMore | None = None
    family: OneOrMore | None = None
    capability: Mapping[Slug, bool] = Field(default_factory=dict)


class SelectorText(PackValue):
    """Which algorithms a rule speaks of; quality tests are read apart."""

    id: OneOrMore | None = None
    family: OneOrMore | None = None
    except_: ExceptText = Field(default_factory=ExceptText, alias="except")
    role: Role | None = None
    reads: Reading | None = None
    existing: Literal[True, "itself", "tried", "proposed"] | None = None
    capability: Mapping[Slug, bool] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selector:
    """The algorithms that a rule speaks of.

    The union of `ids` and `families` (all algorithms where both are empty) without the exceptions, of whose
    capabilities each alone suffices; then every further test must hold. A quality test holds only where the whole rated
    interval passes it. `existing` leaves the algorithm that the brief names as in production: itself alone, or with its
    siblings; or those that the brief says were tried and did not do, or are proposed.
    """

    ids: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    except_ids: tuple[str, ...] = ()
    except_families: tuple[str, ...] = ()
    except_capability: tuple[tuple[str, bool], ...] = ()
    role: Role | None = None
    reads: Reading | None = None
    existing: Literal["itself", "siblings", "tried", "proposed"] | None = None
    capability: tuple[tuple[str, bool], ...] = ()
    qualities: tuple[tuple[str, Test], ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """What follows when a rule fires; which fields say it depends on the kind.

    ============ ==================== =======================================
    kind         target               said by
    ============ ==================== =======================================
    conclude     field                `value`
    exclude      (empty)              `value`, a clause that gives the reason
    rate         quality              `span`, the lowest and highest level
    prioritise   (empty)              `tiers`, pairs of quality and tier
    caution      (empty)              `value`
    decide       decision             `value`, the option, and `strength`
    forbid       decision             `value`, the option
    advise       pattern              (nothing more)
    ============ ==================== =======================================
    """

    kind: EffectKind
    target: str = ""
    value: str | bool | int | float = ""
    strength: Strength = "should"
    span: tuple[Level, Level] | None = None
    tiers: tuple[tuple[str, Tier], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its names resolved: ready to compile."""

    id: str
    title: str
    status: Status
    pack: str
    where: str
    when: Conditions
    unless: Conditions
    selector: Selector
    effect: Effect
    overrides: tuple[str, ...]
    sources: tuple[Citation, ...]
    supersedes: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    since: str = ""
    note: str = field(default="", compare=False)

    @property
    def is_selective(self) -> bool:
        """Return whether its effect is on algorithms rather than on the project."""
        return self.effect.kind in SELECTIVE

    def concluded(self) -> tuple[str, FactValue] | None:
        """Return the field and value that the rule concludes, or None where it concludes nothing."""
        if self.effect.kind != "conclude":
            return None
        return self.effect.target, self.effect.value


@dataclass(frozen=True, slots=True)
class RulePack:
    """A pack's name, version and rules.

    Attributes
    ----------
    where : its file
    digest : SHA-256 of its file
    shipped : whether it came with whichml
    """

    id: str
    version: str
    title: str
    where: str
    rules: tuple[str, ...]
    description: str = ""
    license: str = ""
    requires: tuple[tuple[str, str], ...] = ()
    digest: str = ""
    shipped: bool = True
    applications: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
