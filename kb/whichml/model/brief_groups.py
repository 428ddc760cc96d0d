"""The four groups of a brief's fields; a field that is None was left out, which means unknown and never false."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from whichml.model.brief_values import (
    AlgorithmSlug,
    Bytes,
    Count,
    Duration,
    Modalities,
    Money,
    Share,
    Slugs,
    TargetTraits,
)
from whichml.model.vocabulary import (
    Accelerator,
    Arrival,
    Connectivity,
    DeploymentTarget,
    Drift,
    Explanation,
    Feedback,
    Growth,
    Interaction,
    Level,
    PrivacyClass,
    Relation,
    Specification,
    Telemetry,
    UpdateCadence,
)


class Group(BaseModel):
    """Fields that belong together; frozen, and strict about names and types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Data(Group):
    """What the model learns from and predicts for."""

    modality: Modalities
    target: TargetTraits | None = None
    rows: Count | None = None
    labelled_rows: Count | None = None
    features: Count | None = None
    classes: Count | None = None
    minority_share: Share | None = None
    missing_share: Share | None = None
    categorical_cardinality: Count | None = None
    sparse: bool | None = None
    series: Count | None = None
    horizon: Duration | None = None
    intermittent: bool | None = None
    exogenous: bool | None = None
    users: Count | None = None
    items: Count | None = None
    cold_start: bool | None = None
    feedback: Feedback | None = None
    groups: Count | None = None
    categorical_features: Count | None = None
    relation: Relation | None = None
    arrival: Arrival | None = None
    growth: Growth | None = None
    drift: Drift | None = None
    label_delay: Duration | None = None
    label_quality: Level | None = None
    monotone_features: bool | None = None
    privacy: PrivacyClass | None = None


class Deployment(Group):
    """Where the model runs, and under which limits."""

    target: DeploymentTarget | None = None
    connectivity: Connectivity | None = None
    interaction: Interaction | None = None
    requests_per_day: Count | None = None
    peak_requests_per_second: Count | None = None
    memory: Bytes | None = None
    storage: Bytes | None = None
    accelerator: Accelerator | None = None
    energy_limited: bool | None = None
    always_on: bool | None = None
    experiments_possible: bool | None = None
    devices: Count | None = None
    update_cadence: UpdateCadence | None = None
    telemetry: Telemetry | None = None


class Project(Group):
    """Who builds it, with what time and money."""

    team_ml_skill: Level | None = None
    team_size: Count | None = None
    deadline: Duration | None = None
    budget: Money | None = None
    domain_experts: bool | None = None
    human_review: bool | None = None
    unit_budget: Money | None = None
    existing_algorithm: AlgorithmSlug | None = None
    existing_plateaued: bool | None = None


class Stakes(Group):
    """What a mistake costs, whom it touches and what the law asks."""

    cost_of_mistakes: Level | None = None
    cost_false_positive: Money | None = None
    cost_false_negative: Money | None = None
    safety_critical: bool | None = None
    adversarial: bool | None = None
    regulation: Slugs | None = None
    protected_groups: bool | None = None
    specification: Specification | None = None
    explanation: Explanation | None = None
    fallback_possible: bool | None = None
