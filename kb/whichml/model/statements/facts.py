"""What the knowledge base states of algorithms, as typed values: claims, sources, reductions, mitigations."""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from whichml.model.values.vocabulary import MODALITIES, REGRESSION, TASKS, Level, Modality

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Confidence = Literal["high", "medium", "low"]
EvidenceKind = Literal[
    "literature", "documentation", "benchmark", "introspection", "probe", "elicited", "expert-judgement"
]
Access = Literal["whole", "part", "abstract", "summary", "recalled", "measured"]
Reading = Literal["raw", "features"]
Role = Literal["candidate", "reference", "helper"]
ConditionText = Mapping[str, Any]


def _several(written: Any) -> Any:
    return (written,) if isinstance(written, Mapping) else written


Cases = Annotated[tuple[ConditionText, ...], BeforeValidator(_several)]
"""Sets of conditions of which one has to hold, one alone or a list of them."""


class FactFileValue(BaseModel):
    """A value read from a fact file: frozen, and strict about keys it does not know."""

    # built with the file that holds it: most parts are never read on their own
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")


class Citation(FactFileValue):
    """The place in a source that says a thing."""

    ref: Slug
    locator: Sentence
    supports: Sentence

    @property
    def is_of_rival(self) -> bool:
        """Return whether it is about a rival, which bounds what is claimed from above: it begins `the yardstick:`."""
        return self.supports.startswith("the yardstick: ")


Citations = Annotated[tuple[Citation, ...], Field(min_length=1)]


class Source(FactFileValue):
    """A work that somebody can open, and how far it was read.

    `access` is `whole`, `part` or `abstract` when the words were read, `summary` when they were read in
    somebody else's, `recalled` when they were not read, and `measured` for the project's own measurements.
    `studies` are the modalities of which alone it speaks; empty where nobody said.
    """

    id: Slug
    type: str
    authors: tuple[str, ...] = Field(min_length=1)
    year: int | None
    title: Sentence
    container: str = ""
    doi: str = ""
    url: str = ""
    access: Access
    accessed: str
    studies: tuple[Modality, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _can_be_opened(self) -> Self:
        if not (self.doi or self.url):
            raise ValueError("a source needs `doi` or `url`, so that somebody can open it")
        return self


class LevelRange(FactFileValue):
    """A span of levels, both ends included."""

    low: Level
    high: Level


class UnitInterval(FactFileValue):
    """A span in the quality's unit, as text such as `0.05 ms`."""

    from_: str = Field(alias="from")
    to: str


class ClaimText(FactFileValue):
    """A claim as its file writes it: a level, a range of levels or an interval in the quality's unit.

    `debate` says over what its sources and those of a contradicting claim disagree; without it on both, two claims
    that tell equally much may not contradict each other. `measured_on` names the tasks that its numbers were measured
    on, and those that cost as much; empty where they are of all that the algorithm does.
    """

    quality: Slug
    level: Level | LevelRange | UnitInterval | Literal["not-applicable"]
    scope: ConditionText = Field(default_factory=dict)
    confidence: Confidence
    evidence: EvidenceKind
    sources: Citations
    note: str = ""
    debate: str = ""
    measured_on: tuple[Slug, ...] = ()

    @property
    def is_inferred(self) -> bool:
        """Return whether the level was judged, or inferred from what the sources tell: its note begins so."""
        return self.evidence == "expert-judgement" or self.note.startswith("Inferred")

    def identity(self, subject: str) -> str:
        """Return the claim's id: subject, quality and a digest of the scope, stable under reordering."""
        if not self.scope:
            return f"{subject}.{self.quality}"
        canonical = json.dumps(self.scope, sort_keys=True, default=str)
        return f"{subject}.{self.quality}.{hashlib.sha256(canonical.encode()).hexdigest()[:6]}"


def quality_of_claim(identity: str) -> str:
    """Return the quality that a claim is about, as `ClaimText.identity` writes it; an answer outlives its claims."""
    _, quality, *_ = identity.split(".")
    return quality


class Implementation(FactFileValue):
    """An importable estimator, or the name of a service, that implements the algorithm.

    `for` names the tasks and the modalities that it is meant for; of a kind of which it names none, it is for all, but
    for classes that are called classifiers or regressors: those tell classes apart, and these predict numbers.
    `categories` and `texts` say how it takes columns of either as they are: `as-type` where the type of a column tells
    it, `by-name` where it has to be told which columns they are; empty where each has to become numbers first, or
    nobody looked it up. Of `as-type` it takes the `most_categories` most frequent ones of a column.
    """

    path: Sentence
    package: str = ""
    for_: tuple[Slug, ...] = Field(default=(), alias="for")
    categories: Literal["", "as-type", "by-name"] = ""
    most_categories: int = Field(default=0, ge=0)
    texts: Literal["", "by-name"] = ""

    @model_validator(mode="after")
    def _bounds_typed_categories(self) -> Self:
        if (self.categories == "as-type") != (self.most_categories > 0):
            raise ValueError(
                "`most_categories` bounds the categories of a column taken `as-type`: give both or neither"
            )
        return self

    def suits(self, task: str, modalities: Collection[str]) -> bool:
        """Return whether it is meant for the task, and for data of one of the modalities."""
        tasks = [name for name in self.for_ if name in TASKS]
        read = [name for name in self.for_ if name in MODALITIES]
        unfit = "Classifier" if task in REGRESSION else "Regressor" * task.endswith("-classification")
        if unfit and not tasks and self.path.partition("(")[0].removesuffix("CV").endswith(unfit):
            return False
        return (not tasks or task in tasks) and (not read or any(modality in read for modality in modalities))


class Library(FactFileValue):
    """Who implements an algorithm in a language other than Python: how it is called there, and where."""

    call: Sentence
    url: Sentence


class Complexity(FactFileValue):
    """Asymptotic cost in the symbols that the field uses: n rows, p columns, T trees, k classes."""

    training: str = ""
    inference: str = ""
    size: str = ""


class OtherComposition(FactFileValue):
    """Algorithms and families that are the same thing under other names, by themselves or through a reduction."""

    of: tuple[Slug, ...] = Field(min_length=1)
    reduction: Slug | None = None


class Situated(FactFileValue):
    """What is said of some situations: one of the cases of `when` has to hold, and none of `unless`."""

    when: Cases = ()
    unless: Cases = ()
    sources: Citations


class FormFacts(Situated):
    """What practitioners would build of an algorithm in some situations, as it stands behind "here".

    Of an algorithm's forms the first counts whose cases hold.
    """

    form: Sentence


class AlgorithmFacts(FactFileValue):
    """One algorithm: what it solves and reads, who implements it, and what is claimed of it.

    One that `specialises` another is a special form of it: what is claimed of the general one, what rules say of it
    and how it is used in practice hold here too, unless something nearer says otherwise. Where it can be used itself,
    what it is the `same_as` is not told beside it. What `computes_like` another predicts by the same sum, at the same
    cost. `libraries` implement it in other programming languages, by these. A reference with `candidate_when` is a
    candidate where that is known to hold; elsewhere practice ranks it only where its accuracy may be medium or better.
    """

    id: Slug
    name: Sentence
    synonyms: tuple[str, ...] = ()
    family: tuple[Slug, ...] = Field(min_length=1)
    specialises: Slug | None = None
    same_as: tuple[OtherComposition, ...] = ()
    computes_like: Slug | None = None
    role: Role
    candidate_when: ConditionText = Field(default_factory=dict)
    solves: tuple[Slug, ...] = Field(min_length=1)
    accepts: Mapping[Slug, Reading]
    implementations: tuple[Implementation, ...] = ()
    libraries: Mapping[Slug, tuple[Library, ...]] = Field(default_factory=dict)
    forms: tuple[FormFacts, ...] = ()
    complexity: Complexity = Complexity()
    capabilities: Mapping[Slug, bool] = Field(default_factory=dict)
    description: Sentence
    shines: str = ""
    fails: str = ""
    sources: Citations
    claims: tuple[ClaimText, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _one_family_is_a_list_of_one(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("family"), str):
            return {**data, "family": [data["family"]]}
        return data


class FamilyFacts(FactFileValue):
    """What is claimed of a whole family, and so of every algorithm below it unless a nearer claim differs."""

    id: Slug
    claims: tuple[ClaimText, ...] = ()


class ReductionFacts(FactFileValue):
    """A way to treat one task as another, or one modality as another, as practitioners do.

    Attributes
    ----------
    kind : whether `from` and `to` are tasks or modalities
    only : the algorithms and families that it is good for; empty for all that solve or read what it leads to
    when, usual : under which it is sound unless one is known to fail; and is a matter of course, so no handicap
    needs : the algorithms whose networks are served in front, so that their size, time, memory and cost add
    ends_in : the algorithms that `how` ends in, so that nobody says beside it that they are out
    limits : the most of a quality that any algorithm has through it
    how, cost : what is done, and what it gives up
    """

    id: Slug
    name: Sentence
    kind: Literal["task", "modality"]
    from_: Slug = Field(alias="from")
    to: Slug
    only: tuple[Slug, ...] = ()
    when: ConditionText = Field(default_factory=dict)
    usual: ConditionText = Field(default_factory=dict)
    needs: tuple[Slug, ...] = ()
    ends_in: tuple[Slug, ...] = ()
    limits: dict[Slug, Level] = Field(default_factory=dict)
    how: Sentence
    cost: Sentence
    sources: Citations


class MitigationFacts(FactFileValue):
    """What has to be added to an algorithm that falls short in a quality, so that a requirement may still be met.

    Attributes
    ----------
    of, where : the algorithms and families, and the cases of a brief, that it is for; empty for all
    how, cost, pattern : what is added, what it takes, and the design pattern behind it
    in_part : whether it gives but a part of what the quality asks for, so that what gives all of it is named first
    """

    id: Slug
    name: Sentence
    quality: Slug
    of: tuple[Slug, ...] = ()
    where: Cases = ()
    how: Sentence
    cost: Sentence
    pattern: Slug | None = None
    in_part: bool = False
    sources: Citations


class MeasuredTable(FactFileValue):
    """A table of published figures, quoted with its cautions."""

    id: Slug
    title: Sentence
    columns: tuple[str, ...] = Field(min_length=1)
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""
    sources: Citations

    @model_validator(mode="after")
    def _rows_fit_columns(self) -> Self:
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number + 1} has {len(row)} cells for {len(self.columns)} columns")
        return self
