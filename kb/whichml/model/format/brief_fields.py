"""The fields of a brief, each declared once: its name, what it holds, which words it takes, and what it means.

Reading, checks, the JSON Schema, the fields that rules may name and the reference all follow from these declarations.
A field that is None was left out, which means unknown and never false.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Annotated, Final, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from whichml.model.format.brief_algorithms import AlgorithmSlugs
from whichml.model.format.brief_circumstances import CircumstanceSlugs
from whichml.model.format.brief_registries import Rates, Regulations
from whichml.model.format.brief_tasks import FurtherTasks
from whichml.model.format.brief_values import (
    AlgorithmSlug,
    ApplicationSlug,
    Bytes,
    Count,
    Duration,
    EvidenceIds,
    Flag,
    Frequency,
    FrequentCount,
    Grade,
    KindsRuledOut,
    Modalities,
    Money,
    PlainAmount,
    ProgrammingLanguages,
    Share,
    Slug,
    TargetTraits,
    Text,
    Ties,
    Version,
)
from whichml.model.format.field_groups import ORDERED, Group
from whichml.model.format.requirement import Requirements
from whichml.model.values.vocabulary import FieldKind, MadeFor, ReleasedTo, Task


class Data(Group):
    """What the model learns from and predicts for."""

    modality: Annotated[Modalities, "What one input is."]
    target: Annotated[TargetTraits | None, "What is special about the number to predict."] = None
    rows: Annotated[Count | None, "Rows at hand, labelled or not."] = None
    labelled_rows: Annotated[Count | None, "Rows of which the right answer is known."] = None
    features: Annotated[Count | None, "Columns to predict from."] = None
    classes: Annotated[Count | None, "Classes to tell apart; in survival analysis, kinds of event."] = None
    minority_share: Annotated[Share | None, "Share of the rows that the smallest class has."] = None
    missing_share: Annotated[Share | None, "Share of the cells that are empty."] = None
    categorical_cardinality: Annotated[Count | None, "Different values in the widest column of categories."] = None
    sparse: Annotated[Flag | None, "Most cells are zero."] = None
    series: Annotated[Count | None, "Series to forecast."] = None
    horizon: Annotated[
        Duration | None, "How far ahead forecasts reach; in survival analysis, the time by which risk is wanted."
    ] = None
    intermittent: Annotated[Flag | None, "The series are mostly zeros."] = None
    exogenous: Annotated[Flag | None, "Variables are known ahead besides the series, such as holidays."] = None
    users: Annotated[Count | None, "Users to recommend to."] = None
    items: Annotated[Count | None, "Items to recommend, rank or find."] = None
    cold_start: Annotated[Flag | None, "Users or items come without a history."] = None
    feedback: Annotated[
        Literal["full", "partial", "delayed", "none"] | None, "How much is learnt later of what was right."
    ] = None
    groups: Annotated[Count | None, "Groups of rows that belong together, such as patients."] = None
    categorical_features: Annotated[Count | None, "Columns of categories among the features."] = None
    linked_tables: Annotated[Count | None, "Tables, linked by keys, that hold the records."] = None
    relation: Annotated[
        Literal["linear", "monotone", "nonlinear"] | None,
        "How the target follows the features, or costs the choices, if known.",
    ] = None
    arrival: Annotated[Literal["batch", "micro-batch", "stream"] | None, ORDERED, "How new rows come in."] = None
    growth: Annotated[Literal["static", "slow", "fast"] | None, ORDERED, "How fast rows are added."] = None
    drift: Annotated[Literal["none", "slow", "fast"] | None, ORDERED, "How fast the data change their nature."] = None
    label_delay: Annotated[Duration | None, "How long after a prediction the right answer is known."] = None
    label_quality: Annotated[Grade | None, "How far the labels can be trusted."] = None
    monotone_features: Annotated[Flag | None, "Some features may push the prediction one way only."] = None
    privacy: Annotated[
        Literal["public", "internal", "personal", "sensitive", "stays-on-device"] | None, ORDERED,
        "How closely the data have to be kept.",
    ] = None  # fmt: skip
    residency: Annotated[
        Literal["anywhere", "no-hosted-models", "stays-in-organisation", "stays-on-device"] | None, ORDERED,
        "How far the data may go.",
    ] = None  # fmt: skip
    events: Annotated[
        Count | None, "Rows whose event was seen; in outlier detection, incidents that are known, to judge by."
    ] = None
    censored_share: Annotated[
        Share | None, "Share of the rows whose event was not seen yet, or whose number a limit cut off."
    ] = None
    examples_per_class: Annotated[Count | None, "Labelled examples of a typical class."] = None
    label_cost: Annotated[Money | None, "What one more label costs."] = None
    label_time: Annotated[Duration | None, "How long a person needs for one more label."] = None
    label_origin: Annotated[
        Literal["all-cases", "chosen-cases", "logged-propensities", "simulated"] | None,
        "How the labels arose; chosen cases are those that somebody or a former model chose.",
    ] = None
    text_length: Annotated[Count | None, "Words in a typical text."] = None
    image_side: Annotated[Count | None, "Pixels along the longer side of an image."] = None
    clip_length: Annotated[Duration | None, "Length of one recording or clip."] = None
    sampling_rate: Annotated[Frequency | None, "Samples in a second of one signal."] = None
    window: Annotated[Duration | None, "Stretch of signal that one prediction looks at."] = None
    languages: Annotated[Count | None, "Languages of the texts or recordings."] = None
    mixed_languages: Annotated[Flag | None, "Several languages stand within one text."] = None
    cross_language: Annotated[Flag | None, "Questions are in another language than what answers them."] = None
    sampling_interval: Annotated[Duration | None, "Time between two points of a series."] = None
    history: Annotated[Duration | None, "How far back the series reach."] = None
    seasonality: Annotated[Literal["none", "one", "several"] | None, ORDERED, "Seasons of the series."] = None
    hierarchy: Annotated[Flag | None, "The series add up to totals that forecasts have to match."] = None
    zero_share: Annotated[Share | None, "Share of the values to predict that are zero."] = None
    new_groups: Annotated[Flag | None, "Predictions are for groups, such as sites, that training did not see."] = None
    candidates: Annotated[Count | None, "Candidates for each query, to be ranked."] = None
    clicks: Annotated[Flag | None, "Clicks, purchases or other reactions to what was shown are recorded."] = None
    exact_match: Annotated[
        Flag | None, "Users look for exact words, codes or names, or records share a checked key."
    ] = None
    worded_queries: Annotated[
        Flag | None, "Beside searches for codes or exact words, a real share is in words of the user's own."
    ] = None
    decision_variables: Annotated[Count | None, "Values that a plan or controller has to choose at once."] = None
    hard_constraints: Annotated[Flag | None, "Some constraints must never be broken."] = None
    soft_constraints: Annotated[Flag | None, "Some wishes may be traded against each other."] = None
    actions: Annotated[Literal["discrete", "continuous", "mixed"] | None, "What an action is chosen from."] = None
    group_count: Annotated[
        Literal["known", "unknown"] | None, "Whether it is known beforehand how many groups or topics there are."
    ] = None
    group_shape: Annotated[
        Literal["compact", "any"] | None, "Whether groups are round and alike, or of any shape, size and density."
    ] = None
    unassigned: Annotated[Flag | None, "Some examples belong to no group and are to stay out."] = None
    on_record: Annotated[
        Flag | None,
        "Answers to new cases, not how past ones ended, stand in records already.",
    ] = None
    spelling_varies: Annotated[Flag | None, "The same name or word is spelt in many ways."] = None
    open_cases: Annotated[Flag | None, "Cases that are not finished are missing, or known only so far."] = None
    treated_alike: Annotated[Flag | None, "Everybody was treated alike so far, so that nothing can be compared."] = None
    known_change: Annotated[Flag | None, "The moment of the change in question is known, such as a new price."] = None
    collinear: Annotated[Flag | None, "Neighbouring columns say nearly the same, as in spectra."] = None
    known_form: Annotated[
        Flag | None, "What is sought stands out by a known frequency, shape or colour, each time alike."
    ] = None
    distinct_outputs: Annotated[
        Count | None, "Different outputs that cover nearly all cases: answers, sentences, spoken commands."
    ] = None
    assignment: Annotated[
        Literal["random", "rule", "chosen"] | None, "How it came about who was treated: by lot, by rule, or by choice."
    ] = None
    cut_off: Annotated[
        Flag | None, "A limit hid part of what is to be predicted, such as sold out, full or below detection."
    ] = None
    target_unit: Annotated[Literal["money", "time", "other"] | None, "What the number to predict is measured in."] = (
        None
    )
    item_features: Annotated[Flag | None, "Items are described, by attributes or text, beside who took them."] = None
    unlabelled_positives: Annotated[
        Flag | None, "What has no label may still be positive, since only finds were written down."
    ] = None
    single_items: Annotated[
        Flag | None, "Each item is sold or taken once and is gone then, such as used goods, flats or jobs."
    ] = None
    preferences: Annotated[
        Literal["one-side", "both-sides"] | None,
        "Whose wishes count where people are assigned: of one side, or of two that rank each other.",
    ] = None
    channels: Annotated[Count | None, "Signals, bands or colours that one input has side by side."] = None
    spatial: Annotated[
        Flag | None, "Cases lie at places on a map or in space, near ones alike, such as soil samples."
    ] = None
    anonymous: Annotated[
        Flag | None, "Users are not known again, so that only the session at hand tells what they want."
    ] = None
    random_labels: Annotated[
        Count | None, "Labelled rows that were drawn at random, however the others came to be."
    ] = None
    new_labels_per_day: Annotated[FrequentCount | None, "Labels that people still add on an average day."] = None
    tolerance: Annotated[
        PlainAmount | None, "How far a predicted number may be off, in the unit of what is predicted."
    ] = None
    measuring_error: Annotated[
        PlainAmount | None,
        "Standard deviation of repeated measurements of what is predicted, in its unit.",
    ] = None
    known_shift: Annotated[
        Literal["behind", "ahead", "both"] | None,
        "Where a lasting jump of known date lies, such as a law, a tariff or a new plant.",
    ] = None
    late_entry: Annotated[
        Flag | None, "Cases are watched from a later moment on, so that those that ended before are missing."
    ] = None
    repeated_events: Annotated[
        Flag | None, "The event can happen to one case several times, such as breaks of a pipe."
    ] = None
    history_share: Annotated[
        Share | None, "Share of the users of whom a history may be used, as others did not consent."
    ] = None
    values_without_place: Annotated[
        Flag | None, "Values read off documents are on record, but not where they stand in them."
    ] = None
    reading_error: Annotated[
        Share | None, "Share of the characters or words that a recogniser in front of the model gets wrong."
    ] = None
    label_agreement: Annotated[
        Share | None, "Share of the cases on which two people, each judging alone, give the same answer."
    ] = None
    handwritten: Annotated[Flag | None, "What is to be read in pictures was mainly written by hand."] = None
    known_totals: Annotated[Flag | None, "Totals are known that what is made adds up to, as of a census."] = None


class Deployment(Group):
    """Where the model runs, and under which limits."""

    target: Annotated[
        Literal[
            "cloud", "on-premises", "edge-server", "desktop", "browser", "phone", "wearable", "edge-device", "vehicle",
            "microcontroller", "fpga", "asic", "plc", "none",
        ] | None, "What it runs on.",
    ] = None  # fmt: skip
    connectivity: Annotated[Literal["always", "intermittent", "never"] | None, "Whether it has a network."] = None
    interaction: Annotated[
        Literal["batch", "online", "interactive", "stream", "real-time"] | None, "How predictions are asked for."
    ] = None
    requests_per_day: Annotated[Count | None, "Predictions on an average day."] = None
    peak_requests_per_second: Annotated[Count | None, "Predictions in the busiest second."] = None
    memory: Annotated[Bytes | None, "Working memory that the model may take."] = None
    storage: Annotated[Bytes | None, "Room for the stored model."] = None
    accelerator: Annotated[Literal["none", "gpu", "npu", "tpu"] | None, "Hardware beside the processor."] = None
    energy_limited: Annotated[Flag | None, "It runs on a battery, or energy is short."] = None
    always_on: Annotated[Flag | None, "It has to listen or watch all the time."] = None
    experiments_possible: Annotated[Flag | None, "Two versions can be tried on users side by side."] = None
    devices: Annotated[Count | None, "Devices that the model is delivered to."] = None
    update_cadence: Annotated[
        Literal["never", "yearly", "monthly", "weekly", "daily", "hourly", "per-event"] | None, ORDERED,
        "How often the model has to change.",
    ] = None  # fmt: skip
    telemetry: Annotated[Literal["none", "limited", "full"] | None, ORDERED, "How much of its use comes back."] = None
    control_period: Annotated[
        Duration | None, "Time between two actions; in control and sequential decisions each is due within it."
    ] = None
    clock: Annotated[Frequency | None, "Clock of the processor."] = None
    battery_life: Annotated[Duration | None, "How long one charge has to last."] = None
    uplink_per_day: Annotated[Bytes | None, "Data that one device may send in a day."] = None
    prediction_unit: Annotated[
        Literal["row", "query", "document", "image", "frame", "minute", "user", "pair", "series", "plan"] | None,
        "What one prediction is for.",
    ] = None
    top_k: Annotated[Count | None, "Results or cases acted on at once, the k of precision at k."] = None
    applied_by: Annotated[
        Literal["hand", "computer"] | None, "Whether people apply the model with pencil and card, or a program does."
    ] = None


class Project(Group):
    """Who builds it, with what time and money."""

    team_ml_skill: Annotated[Grade | None, "How well the team knows machine learning."] = None
    team_size: Annotated[Count | None, "People who build it."] = None
    deadline: Annotated[Duration | None, "Time until it has to be in use."] = None
    budget: Annotated[Money | None, "Money for building it."] = None
    domain_experts: Annotated[Flag | None, "People who know the subject can be asked."] = None
    human_review: Annotated[Flag | None, "A person looks at predictions before they count."] = None
    unit_budget: Annotated[Money | None, "Money for the hardware of one device."] = None
    existing_algorithm: Annotated[AlgorithmSlug | None, "The algorithm that is in use today."] = None
    tried: Annotated[AlgorithmSlugs | None, "Algorithms that were tried for this and did not do."] = None
    proposed: Annotated[
        AlgorithmSlugs | None,
        "Algorithms or kinds (deep-learning) that a vendor, a colleague or the management wants.",
    ] = None
    existing_plateaued: Annotated[Flag | None, "What is in use today no longer gets better."] = None
    cases_per_day: Annotated[
        FrequentCount | None, "Cases that people can look at in a day; 0.2 is one in five days."
    ] = None
    simulator: Annotated[Flag | None, "A simulator of the process is at hand."] = None
    causes_known: Annotated[
        Flag | None, "People can list the few causes or patterns to look for, with a check for each."
    ] = None
    ruled_out: Annotated[KindsRuledOut | None, "Kinds of models that may not be used, whoever decided so."] = None
    programming_languages: Annotated[
        ProgrammingLanguages | None, "What the team programs in, or what the program around the model is written in."
    ] = None
    existing_recall: Annotated[Share | None, "Share of what is sought that today's way finds."] = None
    existing_precision: Annotated[Share | None, "Share of what today's way reports that is right."] = None
    existing_error: Annotated[
        Share | None, "Share of answers that today's way gets wrong; of numbers its mean error as a share."
    ] = None
    further_tasks: Annotated[
        FurtherTasks | None, "What else the project asks for, task by task; answered in short."
    ] = None
    trials_left: Annotated[Count | None, "Trials or experiments that can still be run."] = None
    trials_at_once: Annotated[Count | None, "Trials that run side by side before a result of any is known."] = None
    released_to: Annotated[ReleasedTo | None, ORDERED, "Who gets what is made, at the furthest."] = None
    made_for: Annotated[MadeFor | None, "What data that are made are for."] = None
    application: Annotated[
        ApplicationSlug | None,
        "The kind of work, of those that packs describe; its words tell it where it is left out.",
    ] = None
    circumstances: Annotated[
        CircumstanceSlugs | None,
        "What decides besides, of the circumstances that packs describe, the weightiest first.",
    ] = None
    no_circumstances: Annotated[
        CircumstanceSlugs | None, "Circumstances that do not hold, although its prose may be read so."
    ] = None


class Stakes(Group):
    """What a mistake costs, whom it touches and what the law asks."""

    cost_of_mistakes: Annotated[Grade | None, "How bad a wrong prediction is."] = None
    cost_false_positive: Annotated[Money | None, "What one false alarm costs."] = None
    cost_false_negative: Annotated[Money | None, "What one miss costs."] = None
    safety_critical: Annotated[Flag | None, "A mistake can hurt people."] = None
    adversarial: Annotated[Flag | None, "Somebody gains by fooling it."] = None
    regulation: Annotated[Regulations | None, "Laws and norms that apply; an empty list says that none does."] = None
    protected_groups: Annotated[Flag | None, "Predictions touch groups that the law protects."] = None
    specification: Annotated[
        Literal["none", "partial", "complete"] | None, ORDERED, "How far the right answer can be written down as rules."
    ] = None
    explanation: Annotated[
        Literal["none", "post-hoc", "full"] | None, ORDERED, "Which explanation people have to be given."
    ] = None
    fallback_possible: Annotated[Flag | None, "Something else can answer where the model does not."] = None
    false_alarms_per_day: Annotated[
        FrequentCount | None, "False alarms in a day that can be borne; 0.1 is one in ten days."
    ] = None
    cost_too_high: Annotated[Money | None, "Cost of each unit that a number is predicted too high."] = None
    cost_too_low: Annotated[Money | None, "Cost of each unit that a number is predicted too low."] = None
    gain_of_hit: Annotated[Money | None, "Gain of one right positive that is acted on."] = None
    verbatim: Annotated[Flag | None, "What is answered has to stand word for word in the source."] = None
    grounded: Annotated[Flag | None, "Each statement of an answer has to rest on a source that is shown with it."] = (
        None
    )
    cost_ratio: Annotated[
        PlainAmount | None, "How many times as bad a miss is as a false alarm, or a number too low as one too high."
    ] = None


class BriefFields(BaseModel):
    """All fields of a brief; only `task` and `data.modality` have to be given."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    brief: Annotated[Version, "The version of this format."] = 1
    id: Annotated[Slug | None, "A name for the brief."] = None
    title: Annotated[Text | None, "What the project is, in a few words."] = None
    task: Annotated[Task, "What is to be predicted, found or made."]
    data: Data
    deployment: Deployment = Deployment()
    project: Project = Project()
    stakes: Stakes = Stakes()
    requirements: Annotated[Requirements, "Bounds that qualities have to keep."] = ()
    exchange_rates: Annotated[Rates, "How many USD one unit of each other currency is."] = ()
    priorities: Annotated[Ties, "Qualities by how much they count; a list inside the list is a tie."] = ()
    evidence: Annotated[EvidenceIds, "Measurements of this project, by their ids."] = ()
    notes: Annotated[Text | None, "Anything else; what it states of fields that are left out is read, and told."] = None

    @property
    def prose(self) -> str:
        """Return its notes and the reasons of its requirements as one text, which its title goes before."""
        return " ".join(filter(None, (self.notes, *(each.why for each in self.requirements))))


def _group_of(info: FieldInfo) -> type[Group] | None:
    declared = info.annotation
    return declared if isinstance(declared, type) and issubclass(declared, Group) else None


def _kind_of(info: FieldInfo) -> FieldKind:
    """Return what a declared field holds: the kind that its type names, or else the words of its literal."""
    parts = (info.annotation, *get_args(info.annotation))
    stated = [*info.metadata, *(each for part in parts for each in getattr(part, "__metadata__", ()))]
    kind = next((each for each in stated if isinstance(each, FieldKind)), FieldKind("word"))
    words = tuple(word for part in parts if get_origin(part) is Literal for word in get_args(part))
    meaning = next(each for each in stated if isinstance(each, str))
    return replace(kind, values=kind.values or (words if kind.kind == "word" else ()), meaning=meaning)


def _declared(fields: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldKind]]:
    for name, info in fields.model_fields.items():
        group = _group_of(info)
        if group:
            yield from _declared(group, f"{name}.")
        else:
            yield prefix + name, _kind_of(info)


BRIEF_FIELDS: Final[Mapping[str, FieldKind]] = MappingProxyType(dict(_declared(BriefFields)))
GROUPS: Final = tuple(name for name, info in BriefFields.model_fields.items() if _group_of(info))
FACT_FIELDS: Final = tuple(path for path in BRIEF_FIELDS if path == "task" or path.split(".")[0] in GROUPS)
REQUIRED_FIELDS: Final = ("task", "data.modality")
LIST_FIELDS: Final = frozenset(path for path, kind in BRIEF_FIELDS.items() if kind.many)
