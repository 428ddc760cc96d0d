"""The answer, `recommendation/1`: candidates with reasons, exclusions, decisions and the justification graph."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from whichml.model.statements.answer_part import AnswerPart
from whichml.model.statements.architecture import (
    Advice,
    AdviceNotFollowed,
    ComponentAnswer,
    DecisionAnswer,
    NotDecided,
    SetAside,
)
from whichml.model.statements.baseline_advice import BaselineAdvice, InUseAdvice
from whichml.model.statements.further_answer import FurtherAnswer
from whichml.model.statements.justification import Justification
from whichml.model.statements.knowledge_stamp import KnowledgeStamp
from whichml.model.statements.practice_told import PracticeTold
from whichml.model.statements.running_costs import RunningCosts
from whichml.model.statements.stated_requirement import StatedRequirement

ReasonKind = Literal[
    "", "task", "data", "accuracy", "rule", "application", "requirement", "other-name", "other-problem"
]  # fmt: skip


class Caution(AnswerPart):
    """Something to know before relying on a candidate, and what it rests on.

    Attributes
    ----------
    requirement : the id of the requirement that what is known of the candidate does not settle; empty of others
    """

    text: str
    requirement: str = ""
    because: tuple[str, ...] = ()


class MetRequirement(AnswerPart):
    """A must requirement on a quality that numbers of this project, measured or predicted, are clear of.

    Attributes
    ----------
    requirement : its id
    amount : the numbers in words; empty in answers of before they were kept apart
    """

    quality: str
    requirement: str = ""
    text: str
    because: tuple[str, ...] = ()
    amount: str = ""


class UnsettledRequirement(AnswerPart):
    """A must requirement that claims keep without settling it; `doubt` says why, and measuring it would settle it."""

    quality: str
    requirement: str
    doubt: str
    because: tuple[str, ...] = ()


class MitigationAdvice(AnswerPart):
    """What can be added to a candidate at risk, and what that takes; `pattern` is the design pattern behind it."""

    mitigation: str
    name: str
    text: str
    cost: str
    pattern: str = ""
    because: tuple[str, ...] = ()


class Risk(AnswerPart):
    """A must requirement that claims say a candidate misses, by its id, and what would have to be added to meet it."""

    quality: str
    requirement: str = ""
    text: str
    mitigations: tuple[MitigationAdvice, ...] = ()
    because: tuple[str, ...] = ()


class ReductionTold(AnswerPart):
    """How a candidate comes to solve the task or to read the data: what is done, and what that gives up."""

    reduction: str
    name: str
    text: str
    cost: str
    because: tuple[str, ...] = ()


class Utility(AnswerPart):
    """Mean utility in 0..1 over the draws, with its 5 and 95 per cent points."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RatedQuality:
    """How much of a quality a candidate has: levels in words, `low` and `high` as goodness in 0..1 (1 is best).

    `basis` says on how many data sets it was measured elsewhere, and how often it won; empty where it was not.
    `amount` is how much of it there is in its unit, as far as that is claimed, predicted or measured. `verdict` says of
    a bound whether all that is known keeps it, breaks it, or reaches over it; empty where there is no bound.
    `requirement` is the id of the requirement whose bound that is. `doubt` says by what it is less sure than it reads:
    of low confidence, or inferred; of a bound that is open although all that is claimed keeps it, why. It moves no
    rank.
    """

    quality: str
    level: str
    low: float
    high: float
    weight: float
    because: tuple[str, ...] = ()
    basis: str = ""
    amount: str = ""
    verdict: Literal["", "met", "open", "missed"] = ""
    requirement: str = ""
    doubt: str = ""


class FormHere(AnswerPart):
    """What practitioners would build of an algorithm here, as it stands behind its name and "here"."""

    text: str
    because: tuple[str, ...] = ()


class PointTold(Caution):
    """Something that decides in the kind of work; `spoken` says whether the brief itself speaks of it."""

    spoken: bool = False


class CircumstanceTold(Caution):
    """What follows from something that the brief tells besides.

    `said` is the sentence that tells it in passing; empty where the brief names the circumstance. `method` is what
    answers it where it is none of the tasks.
    """

    circumstance: str
    said: str
    method: str = ""


class ApplicationTold(AnswerPart):
    """The kind of work that a brief is about, by its id and name, and what decides in it, the most telling first."""

    application: str
    name: str
    points: tuple[PointTold, ...] = ()
    because: tuple[str, ...] = ()


class Candidate(AnswerPart):
    """An algorithm that nothing excluded, with its place; `libraries` are those of the team's languages but Python.

    `profile` has the levels of a few qualities that everybody asks for, whether the brief does or not; None is unknown.
    """

    rank: int
    algorithm: str
    name: str
    family: str
    form: FormHere | None = None
    implementations: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    pareto: bool
    utility: Utility
    first_rank_share: float
    near_tie: bool
    qualities: tuple[RatedQuality, ...] = ()
    equivalents: tuple[str, ...] = ()
    profile: Mapping[str, str | None] = {}
    cautions: tuple[Caution, ...] = ()
    met: tuple[MetRequirement, ...] = ()
    unsettled: tuple[UnsettledRequirement, ...] = ()
    practice: PracticeTold | None = None
    risks: tuple[Risk, ...] = ()
    reductions: tuple[ReductionTold, ...] = ()
    because: tuple[str, ...] = ()


class Reference(AnswerPart):
    """What is no candidate and there to be beaten; `serves` says whether it is a baseline of such a brief."""

    algorithm: str
    serves: bool = True
    because: tuple[str, ...] = ()


class Unsupported(AnswerPart):
    """An algorithm that might do, but of which nothing is known here; `missing` says what."""

    algorithm: str
    missing: str


class Reason(AnswerPart):
    """Why an algorithm is out: the sentence, its kind, the rule or the requirement by its id, and what it rests on.

    Attributes
    ----------
    kind : it does not solve the task, does not read the data, is not accurate enough, a rule excludes it, it cannot do
        what the application asks, it misses a requirement, or it stands in the answer under another name; empty in
        answers of before this was told
    """

    text: str
    kind: ReasonKind = ""
    rule: str = ""
    requirement: str = ""
    because: tuple[str, ...] = ()


class Exclusion(AnswerPart):
    """An algorithm that is out, with every reason."""

    algorithm: str
    reasons: tuple[Reason, ...]


class Priority(AnswerPart):
    """A quality that counts here, its share of the weight, its tier and who asked for it.

    `requirement` is the id of a requirement whose bound counts; `quality` then has the bound behind the quality's id.
    """

    quality: str
    requirement: str = ""
    weight: float
    tier: str
    because: tuple[str, ...] = ()


class Measurement(AnswerPart):
    """What to measure next: quality, metric, how, and the bound that it is held against, of the requirement by its id.

    `requirement` is empty where what counts is measured that nothing bounds.
    """

    quality: str
    requirement: str = ""
    metric: str
    procedure: str
    bound: str
    because: tuple[str, ...] = ()


class OpenQuestion(AnswerPart):
    """A field that the brief left out and that could change the answer, with the change."""

    field: str
    effect: str
    because: tuple[str, ...] = ()


class Tension(AnswerPart):
    """Two things that pull apart: a fact against a rule's conclusion, or requirement against requirement."""

    text: str
    because: tuple[str, ...] = ()


class Relaxation(AnswerPart):
    """A smallest set of requirements and facts without which some candidate would be left."""

    relax: tuple[str, ...]
    readmits: tuple[str, ...]
    because: tuple[str, ...] = ()


class MeasuredScore(AnswerPart):
    """A score that a run measured on data of the project; `because` names the node that tells it."""

    run: str
    algorithm: str
    because: tuple[str, ...] = ()


class NothingLearnt(AnswerPart):
    """A run on data of the project in which no candidate beats a constant prediction by more than chance explains."""

    run: str
    text: str
    because: tuple[str, ...] = ()


class SourceRecord(AnswerPart):
    """A cited work, as much of it as a reader needs to find it, and in `note` what limits our own measurements."""

    title: str
    authors: tuple[str, ...]
    year: int | None
    container: str = ""
    doi: str = ""
    url: str = ""
    access: str
    note: str = ""


class Recommendation(BaseModel):
    """The whole answer. A pure function of the brief and the knowledge: same input, same bytes.

    Attributes
    ----------
    read_from_prose : fields of `brief` that title, notes and reasons alone tell: to leave out where these change
    assumptions : the notices that tell what of the brief was guessed, left out or not read; none where it was read as
        it is written
    requirements : those of the brief in its order, and after them what the device can hold
    candidates : the shortlist, best first
    circumstances : what follows from what the brief tells in passing, the most closely met first
    outclassed : what nothing excludes and yet is far behind: worse at its best than the leader at its worst
    baseline : what to keep beside the leader; None where nothing simpler is known that is usable here
    in_use : what decides today, where the brief tells so without a name
    further : what to start with for what else the project asks for
    running_costs : of hosted and large models, where the brief tells a volume or bounds the cost of a prediction
    scores : what runs on data of the project measured, the first run first
    nothing_learnt : the runs in which nothing beats a constant, where no other was scored
    not_followed, set_aside : what packs of the house advise in vain, and which shipped rules do not count for them
    kept_out : what would be among the first three but for exclusions by packs of the house, best first
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    schema_: Literal["recommendation/1"] = Field(
        default="recommendation/1", serialization_alias="schema", validation_alias="schema"
    )
    id: str
    knowledge: KnowledgeStamp
    brief: Mapping[str, Any]
    read_from_prose: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    requirements: tuple[StatedRequirement, ...] = ()
    application: ApplicationTold | None = None
    circumstances: tuple[CircumstanceTold, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    outclassed: tuple[Candidate, ...] = ()
    references: tuple[Reference, ...] = ()
    baseline: BaselineAdvice | None = None
    in_use: InUseAdvice | None = None
    unsupported: tuple[Unsupported, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    priorities: tuple[Priority, ...] = ()
    decisions: tuple[DecisionAnswer, ...] = ()
    not_decided: tuple[NotDecided, ...] = ()
    patterns: tuple[Advice, ...] = ()
    components: tuple[ComponentAnswer, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    tensions: tuple[Tension, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    running_costs: RunningCosts | None = None
    further: tuple[FurtherAnswer, ...] = ()
    scores: tuple[MeasuredScore, ...] = ()
    nothing_learnt: tuple[NothingLearnt, ...] = ()
    not_followed: tuple[AdviceNotFollowed, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    kept_out: tuple[str, ...] = ()
    justification: Justification
    sources: Mapping[str, SourceRecord]

    def to_json(self) -> bytes:
        """Return the answer as UTF-8 JSON, the same bytes for the same answer."""
        return _writer().dump_json(self, by_alias=True)  # of bytes: a model's own method makes a text of them first

    def top(self, n: int = 3) -> tuple[str, ...]:
        """Return the ids of the first `n` candidates, best first, without their equivalents."""
        return tuple(candidate.algorithm for candidate in self.candidates[:n])


@cache
def _writer() -> TypeAdapter[Recommendation]:
    return TypeAdapter(Recommendation)
