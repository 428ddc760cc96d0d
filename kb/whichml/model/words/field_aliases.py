"""Names that people write for fields of the brief, and fields that they say by yes and no.

The one table of what is understood. Names are written as `tidy_field_name` leaves them: in lower case with underscores,
without a group and without what says that something is counted, such as `n_` and `number_of_`. A name of the format
itself is always taken as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.words.phrase_texts import phrase_text


def _by_name(text: str) -> Mapping[str, str]:
    """Return what each of the names behind a colon stands for, by name."""
    found: dict[str, str] = {}
    field = ""
    for line in text.strip().splitlines():
        before, colon, names = line.strip().partition(":")
        field = before if colon else field
        found |= {name.strip(): field for name in (names if colon else before).split(",") if name.strip()}
    return MappingProxyType(found)


OTHER_NAMES: Final[Mapping[str, str]] = _by_name(phrase_text("names_of_fields"))
"""What a name stands for, whichever group it is written in."""

_PEOPLE: Final = (
    "patients", "subjects", "customers", "participants", "persons", "individuals", "respondents", "households",
    "machines", "animals",
)  # fmt: skip
"""Whoever a table has a row of each, and other data several recordings."""
SEVERAL: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    **dict.fromkeys(_PEOPLE, ("data.groups",)),
    "frequency": ("data.sampling_interval", "data.sampling_rate"),
    "sampling": ("data.sampling_rate", "data.sampling_interval"),
})  # fmt: skip
"""Names that stand for the first of several fields that is not told yet, and that can hold what is written."""
LABELLED_RARITIES: Final = (
    "labelled_failures", "labelled_defects", "labelled_anomalies", "labelled_incidents", "labelled_faults",
    "known_failures", "known_defects", "known_faults",
)  # fmt: skip
"""Counts of the rare cases alone: all labels where outliers are sought, elsewhere those of the smallest class."""
FAILURES: Final = ("failures", "faults", "breakdowns", "leaks", "labelled_nok")
"""Events elsewhere, and labels where outliers are sought."""
ANOMALIES: Final = (
    "defect_samples", "anomaly_samples", "anomalous_samples", "defect_images", "known_anomalies", "defect_examples",
    "anomalies",
)  # fmt: skip
IN_CONTEXT: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "stakes": MappingProxyType({"constraints": "data.hard_constraints", "errors": "stakes.cost_of_mistakes"}),
        "deployment": MappingProxyType(
            {"fps": "deployment.peak_requests_per_second", "cadence": "deployment.update_cadence"}
        ),
        "": MappingProxyType({"n": "data.rows", "cadence": "deployment.update_cadence"}),
        "data": MappingProxyType({"constraints": "data.hard_constraints", "n": "data.rows", "p": "data.features"}),
        "outlier-detection": MappingProxyType(
            dict.fromkeys(("normal_samples", "normal_images", "normal_examples"), "data.rows")
            | dict.fromkeys((*ANOMALIES, *FAILURES, *LABELLED_RARITIES), "data.labelled_rows")
        ),
        "question-answering": MappingProxyType(
            dict.fromkeys(("eval_questions", "test_questions", "evaluation_questions"), "data.labelled_rows")
            | dict.fromkeys(("pages", "passages"), "data.rows")
        ),
        "clustering": MappingProxyType(dict.fromkeys(("k", "n_clusters", "clusters"), "data.group_count")),
        "control": MappingProxyType(dict.fromkeys(("replan", "replanning"), "deployment.control_period")),
        "multiclass-classification": MappingProxyType(
            dict.fromkeys(
                ("queues", "departments", "teams", "species", "varieties", "genres", "folders"), "data.classes"
            )
        ),
        "multilabel-classification": MappingProxyType(
            dict.fromkeys(("tags", "codes", "keywords", "genres", "headings", "topics"), "data.classes")
        ),
        "sequence-labelling": MappingProxyType({"fields": "data.classes", "slots": "data.classes"}),
        "project": MappingProxyType({"duration": "project.deadline", "time": "project.deadline"}),
        "tabular": MappingProxyType(dict.fromkeys(_PEOPLE, "data.rows") | {"fields": "data.features"}),
        "paired-comparison-rating": MappingProxyType(
            dict.fromkeys(("players", "teams", "competitors", "contestants"), "data.items")
            | dict.fromkeys(("matches", "games", "duels", "comparisons"), "data.rows")
        ),
        "graph": MappingProxyType(dict.fromkeys(("graphs", "nodes", "vertices", "node_count"), "data.rows")),
        "experiment-selection": MappingProxyType(
            dict.fromkeys(("experiments", "experiments_done", "past_experiments", "existing_experiments"), "data.rows")
            | dict.fromkeys(("done", "existing_trials", "trials", "runs", "evaluations"), "data.rows")
            | {"measurements_done": "data.rows"}
            | dict.fromkeys(("parameters", "factors", "design_variables", "knobs"), "data.features")
        ),
        "time-series": MappingProxyType({"sensors": "data.channels", "rate": "data.sampling_rate"}),
        "sensor-features": MappingProxyType({"sensors": "data.channels"}),
        "text": MappingProxyType(
            dict.fromkeys(
                ("length", "sequence_length", "avg_tokens", "average_tokens", "mean_tokens", "tokens_per_document"),
                "data.text_length",
            )
        ),
        "video": MappingProxyType(dict.fromkeys(("fps", "frame_rate", "framerate"), "data.sampling_rate")),
        "audio": MappingProxyType({"length": "data.clip_length", "duration": "data.clip_length"}),
        "forecasting": MappingProxyType(
            dict.fromkeys(("products", "skus", "articles", "stores"), "data.series")
            | {"length": "data.history", "duration": "data.history"}
            | dict.fromkeys(("levels", "aggregation_levels", "hierarchy_levels"), "data.hierarchy")
            | dict.fromkeys(
                ("covariates", "weather", "weather_covariates", "holidays", "promotions", "calendar"),
                "data.exogenous",
            )
        ),
        "recommendation": MappingProxyType(
            dict.fromkeys(("products", "skus", "articles", "movies", "songs", "books"), "data.items")
            | {"customers": "data.users", "sessions": "data.rows"}
        ),
        "ranking": MappingProxyType(dict.fromkeys(("products", "skus"), "data.items") | {"queries": "data.groups"}),
        "retrieval": MappingProxyType(
            dict.fromkeys(("documents", "products", "docs", "pages", "articles", "listings"), "data.items")
            | dict.fromkeys(("test_questions", "test_queries", "eval_queries"), "data.labelled_rows")
        ),
    }
)
"""Names that stand for a field in one group, for one task or one modality alone."""


class Answered(NamedTuple):
    """A field that is told by yes and no under another name, with the word of it that each says; None says nothing."""

    field: str
    if_yes: str | bool | int | None
    if_no: str | bool | int | None


BY_YES_AND_NO: Final[Mapping[str, Answered]] = MappingProxyType({
    **dict.fromkeys(("gpu", "gpus", "has_gpu", "gpu_available", "with_gpu", "gpu_count"),
                    Answered("deployment.accelerator", "gpu", "none")),
    **dict.fromkeys(("npu", "has_npu"), Answered("deployment.accelerator", "npu", None)),
    **dict.fromkeys(("offline", "works_offline", "offline_operation", "must_work_offline", "offline_only"),
                    Answered("deployment.connectivity", "never", "always")),
    **dict.fromkeys(("online", "is_online", "connected"), Answered("deployment.connectivity", "always", "never")),
    **dict.fromkeys(("streaming", "stream"), Answered("deployment.interaction", "stream", None)),
    **dict.fromkeys(("real_time", "realtime", "hard_real_time"), Answered("deployment.interaction", "real-time", None)),
    **dict.fromkeys(("interactive",), Answered("deployment.interaction", "interactive", None)),
    **dict.fromkeys(("batch",), Answered("deployment.interaction", "batch", None)),
    **dict.fromkeys(("personal_data", "pii", "contains_pii", "contains_personal_data", "has_pii"),
                    Answered("data.privacy", "personal", None)),
    **dict.fromkeys(("pseudonymised", "pseudonymized"), Answered("data.privacy", "personal", None)),
    **dict.fromkeys(("confidential", "confidential_data"), Answered("data.privacy", "internal", None)),
    **{law: Answered("stakes.regulation", law, None) for law in ("gdpr", "hipaa", "mdr", "fda", "gxp")},
    **dict.fromkeys(("time_windows", "capacity_constraints", "capacities"),
                    Answered("data.hard_constraints", True, None)),
    **dict.fromkeys(("weak_labels", "weakly_labelled", "noisy_labels"), Answered("data.label_quality", "low", None)),
    **dict.fromkeys(("sensitive_data", "sensitive", "health_data", "patient_data"),
                    Answered("data.privacy", "sensitive", None)),
    **dict.fromkeys(("external_api", "external_apis", "external_api_allowed", "hosted_models", "hosted_models_allowed",
                     "hosted_llm", "hosted_llms", "third_party_api", "third_party_apis", "external_services",
                     "external_models", "hosted_api", "hosted_model_allowed", "external_llm", "external_apis_allowed",
                     "api_allowed", "cloud_api_allowed", "hosted_llm_allowed", "third_party_models"),
                    Answered("data.residency", "anywhere", "no-hosted-models")),
    **dict.fromkeys(("cloud_allowed", "data_may_leave", "data_can_leave", "data_leaves_premises", "cloud_possible",
                     "cloud", "clouds", "public_cloud", "may_leave_premises", "can_leave_premises",
                     "data_can_leave_premises"),
                    Answered("data.residency", None, "stays-in-organisation")),
    **dict.fromkeys(("on_device_only", "on_device", "stays_on_device", "data_stays_on_device"),
                    Answered("data.residency", "stays-on-device", None)),
    **dict.fromkeys(("stays_in_house", "in_house", "on_premises_only", "on_prem_only", "data_stays_in_house",
                     "self_hosted", "self_hosted_only"), Answered("data.residency", "stays-in-organisation", None)),
    **dict.fromkeys(("randomised", "randomized", "rct", "randomisation", "randomization", "randomised_trial",
                     "randomized_trial", "randomised_experiment", "randomized_experiment"),
                    Answered("data.assignment", "random", "chosen")),
    **dict.fromkeys(("logged_propensities", "propensities_logged", "propensities"),
                    Answered("data.label_origin", "logged-propensities", None)),
    **dict.fromkeys(("observational",), Answered("data.assignment", "chosen", "random")),
    **dict.fromkeys(("battery", "battery_powered", "on_battery", "runs_on_battery", "battery_operated"),
                    Answered("deployment.energy_limited", True, False)),
    **dict.fromkeys(("data_sharing", "sharing", "data_pooling"),
                    Answered("data.residency", None, "stays-in-organisation")),
    **dict.fromkeys(("position_bias",), Answered("data.clicks", True, None)),
    **dict.fromkeys(("code_switching", "code_mixing"), Answered("data.mixed_languages", True, False)),
    **dict.fromkeys(("cross_lingual", "cross_lingual_search", "cross_language_search", "crosslingual"),
                    Answered("data.cross_language", True, False)),
    **dict.fromkeys(("natural_language_queries", "queries_in_own_words", "semantic_queries", "descriptive_queries"),
                    Answered("data.worded_queries", True, False)),
    **dict.fromkeys(("hallucination", "hallucinations", "hallucination_tolerance", "made_up_answers"),
                    Answered("stakes.grounded", None, True)),
    **dict.fromkeys(("logged_in", "login", "users_logged_in"), Answered("data.anonymous", False, True)),
    **dict.fromkeys(("competing_risks", "competing_events"), Answered("data.classes", 2, 1)),
    **dict.fromkeys(("adverse_action_reasons", "reason_codes", "adverse_action_notices"),
                    Answered("stakes.explanation", "post-hoc", None)),
    **dict.fromkeys(("non_stationary", "nonstationary"), Answered("data.drift", "slow", "none")),
    **dict.fromkeys(("ordinal", "ordinal_target"), Answered("data.target", "ordinal", None)),
    **dict.fromkeys(("heavy_tailed", "skewed_target"), Answered("data.target", "heavy-tailed", None)),
    **dict.fromkeys(("multi_output", "multioutput"), Answered("data.target", "multi-output", None)),
})  # fmt: skip
"""Names that say a word of a field by yes and no."""

BY_WORD: Final[Mapping[tuple[str, str], tuple[str, object]]] = MappingProxyType({
    ("labels", "clicks"): ("data.clicks", True), ("labelled", "clicks"): ("data.clicks", True),
    ("labels", "implicit"): ("data.feedback", "partial"), ("labels", "weak"): ("data.label_quality", "low"),
    ("labels", "noisy"): ("data.label_quality", "low"), ("labels", "expert"): ("data.label_quality", "high"),
    ("labels", "experts"): ("data.label_quality", "high"), ("labels", "human"): ("data.label_quality", "medium"),
    ("bias", "position"): ("data.clicks", True),
    **dict.fromkeys((("fallback", "rule-based"), ("fallback", "rules"), ("fallback", "manual"), ("fallback", "human"),
                     ("fallback", "heuristic")), ("stakes.fallback_possible", True)),
    **dict.fromkeys((("power_source", "battery"), ("power", "battery"), ("energy", "battery"), ("battery", "limited"),
                     ("energy", "limited"), ("power_supply", "battery")), ("deployment.energy_limited", True)),
})  # fmt: skip
"""Names with a word that say a field other than what the name says alone."""
SAYS_YES: Final = frozenset({
    "required", "needed", "necessary", "mandatory", "available", "allowed", "possible", "permitted", "enabled",
    "essential", "important", "critical", "strong", "hard", "expected", "wanted", "present", "high", "always", "must",
    "true",
})  # fmt: skip
SAYS_NO: Final = frozenset({
    "not required", "not needed", "simulation only", "simulator only", "offline only", "weak", "unavailable",
    "not available", "forbidden", "not allowed", "prohibited", "impossible", "not possible", "disabled", "absent",
    "none", "low", "never", "no", "unnecessary", "unacceptable", "not acceptable", "intolerable", "not tolerated",
    "zero",
})  # fmt: skip
"""What says yes and no of a field that is written under its own or another name."""
