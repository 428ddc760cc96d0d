"""Names that people write for fields of the brief, and fields that they say by yes and no.

The one table of what is understood. Names are written as `tidy_field_name` leaves them: in lower case with underscores,
without a group and without what says that something is counted, such as `n_` and `number_of_`. A name of the format
itself is always taken as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


def _by_name(text: str) -> Mapping[str, str]:
    """Return what each of the names behind a colon stands for, by name."""
    found: dict[str, str] = {}
    field = ""
    for line in text.strip().splitlines():
        before, colon, names = line.strip().partition(":")
        field = before if colon else field
        found |= {name.strip(): field for name in (names if colon else before).split(",") if name.strip()}
    return MappingProxyType(found)


OTHER_NAMES: Final[Mapping[str, str]] = _by_name("""
    brief: version
    id: identifier
    title: name, project_name
    task: problem_type, task_type, problem, objective
    notes: note, description, comment, comments, context, summary, use_case, remarks, background
    requirements: requirement, constraints, targets
    priorities: priority
    data.modality: data_type, type_of_data, input_type
    data.target: target_traits, target_type, target_distribution
    data.rows: row, row_count, samples, sample_size, sample, examples, records, instances, observations, data_points
        datapoints, cases, entries, documents, docs, texts, sentences, messages, emails, tickets, reviews, articles
        images, photos, pictures, scans, frames, clips, recordings, videos, transactions, training_rows, train_rows
        training_examples, training_samples, training_images, training_set_size, training_size, train_size, size
        dataset_size, data_size, interactions, volumes, logs, molecules, spectra, utterances, conversations, ratings
        compounds, cells, light_curves, slides, parcels, log_lines, stays, claims, invoices
    data.labelled_rows: labelled, labels, label_count, labelled_examples, labelled_samples, labelled_images
        labelled_documents, labelled_frames, labelled_data, labelled_texts, labelled_clips, labelled_records
        labelled_cases, labelled_points, annotated, annotations, annotated_images, annotated_examples
        annotated_samples, annotated_documents, annotated_frames, labelled_pairs, labelled_instances, with_labels
        labelled_slides, labelled_calls, labelled_cells, hand_coded, hand_labelled, already_coded, already_labelled
        already_screened, manually_labelled, labelled_by_hand, labelled_masks, judged_pairs
        relevance_judgements, relevance_judgments, reference_summaries, reference_translations
    data.features: feature_count, columns, attributes, variables, predictors, inputs, covariates, input_features
        state_dim, state_dimension, state_dimensions, state_size, tabular_features
        genes, wavelengths, wavenumbers, snps, markers, probes, spectral_points, node_features
        dimensionality, feature, column_count, context_features, numeric_features, descriptors
    data.classes: class_count, categories, target_classes, intents, labels_set, output_classes, class
        entity_types, entity_classes, label_classes
    data.minority_share: minority_class_share, minority_fraction, minority_class_fraction, minority_rate
        minority_class, positive_share, positive_rate, positive_class_share, positive_fraction, positives_share
        positive_ratio, positives, positive_class, prevalence, class_balance, class_imbalance, imbalance
        imbalance_ratio, base_rate, event_rate, fraud_rate, fraud_share, churn_rate, default_rate, anomaly_rate
        anomaly_share, anomaly_fraction, outlier_share, outlier_rate, outlier_fraction, contamination, defect_rate
        failure_rate, positive_prevalence, conversion_rate, response_rate, purchase_rate, conversion, click_rate
    data.missing_share: missing, missing_values, missing_rate, missingness, missing_fraction, missing_data
        missing_value_share, missing_values_share, missing_ratio, nan_share, null_share, nulls
    data.categorical_cardinality: cardinality, highest_cardinality, categorical_levels, high_cardinality
    data.categorical_features: categorical_columns, categoricals, categorical, categorical_variables
    data.series: time_series, series_count, timeseries
    data.horizon: forecast_horizon, prediction_horizon, forecasting_horizon, lead_time
    data.exogenous: exogenous_variables, exogenous_features, external_variables, external_regressors, regressors
        known_covariates, exogenous_regressors, exog, exogenous_data
    data.users: user_count
    data.items: item_count, catalogue, catalog, catalogue_size, catalog_size, product_count
    data.cold_start: cold_start_items, cold_start_users, coldstart
    data.groups: group_number, sites, centres, centers, hospitals, clinics, plants, farms, catchments, basins, villages
        scanners, instruments, batches, laboratories, labs, operators, drivers, schools, vineyards
    data.relation: relationship, functional_form
    data.arrival: ingestion, data_arrival, arrival_mode
    data.growth: data_growth, growth_rate
    data.drift: concept_drift, data_drift, distribution_shift, dataset_shift, distribution_drift, nonstationarity
        non_stationarity, expected_drift, covariate_shift
    data.label_delay: feedback_delay, label_lag, delay_of_labels, labels_delay, ground_truth_delay, outcome_delay
        label_latency, time_to_label, reward_delay
    data.label_quality: annotation_quality, labels_quality, quality_of_labels
    data.monotone_features: monotonic, monotone, monotonicity, monotonic_constraints, monotone_constraints
        monotonic_features, monotone_effects
    data.privacy: confidentiality, privacy_level, data_privacy, data_sensitivity
    data.residency: data_residency, data_location, data_locality, hosting
    data.events: event_count, deaths, observed_events, uncensored, failures
    data.censored_share: censoring, censoring_rate, censored, censored_fraction, censoring_share, censor_rate
        censored_rate
    data.examples_per_class: samples_per_class, shots, images_per_class, examples_each, labels_per_class
        examples_by_class, documents_per_class, rows_per_class
    data.label_cost: labelling_cost, annotation_cost, cost_per_label, cost_of_label, cost_of_labels, cost_of_labelling
        labels_cost, cost_per_sample, sample_cost, acquisition_cost, cost_per_experiment, experiment_cost
        cost_per_measurement, measurement_cost
    data.label_time: labelling_time, annotation_time, time_per_label
    data.label_origin: origin_of_labels
    data.text_length: words, text_words, document_length, doc_length, input_length, words_per_text
        words_per_document, document_words, length_in_words, document_size, length_words, text_size, review_length
        message_length, sentence_length
    data.image_side: image_size, resolution, image_resolution, image_width, image_dimensions, pixels, frame_size
        frame_resolution, tile_size
    data.channels: channel_count, input_channels, image_channels, signal_channels, bands, spectral_bands, band_count
        electrodes, ecg_leads
    stakes.grounded: citations, citation, cite_sources, cited_sources, grounding, groundedness, source_citations
        sources_cited, references_required
    data.clip_length: clip_duration, audio_length, utterance_length, recording_length, clip_seconds, audio_duration
        duration_per_clip, recording_duration
    data.sampling_rate: hz, sample_rate, sampling_frequency, sample_frequency
    data.window: window_length, window_size, segment_length, window_duration
    data.languages: language, language_count
    data.sampling_interval: granularity, interval, time_step, timestep, freq, data_frequency, time_interval
        series_frequency, resolution_in_time, time_granularity, sampling_period
    data.history: history_length, length_of_history, history_span, data_span, historical_data, history_depth
        series_history
    data.seasonality: seasonal, seasonal_patterns, seasonalities, seasonal_periods
    data.hierarchy: hierarchical, hierarchical_series
    data.zero_share: zeros, zero_fraction, share_of_zeros, zero_rate, zeros_share
    data.new_groups: unseen_groups, new_sites, unseen_sites, new_entities
    data.item_features: item_metadata, product_metadata, item_content, item_descriptions, content_features
    data.candidates: candidates_per_query, candidate_count, documents_per_query, items_per_query
    data.clicks: click_logs, click_data, clicks_logged, click_log, clicklog
    data.exact_match: exact_terms, exact_matching, exact_matches, keyword_match
    data.actions: action_space, action_type, action, arms
    data.group_count: clusters, cluster_count, expected_clusters, k_clusters, groups_known, segments
    data.group_shape: cluster_shape, cluster_shapes
    data.collinear: collinearity, multicollinearity, correlated_features, multicollinear
    data.assignment: design, study_design, treatment_assignment_by
    data.spatial: geospatial, geostatistical, spatial_data, spatially_correlated, spatial_correlation
        spatial_autocorrelation, spatial_dependence
    data.anonymous: anonymous_users, anonymous_visitors, anonymous_sessions, session_only, sessions_only, no_login
        without_login, session_based
    data.decision_variables: decision_variable_count
        action_dim, action_dimension, action_dimensions, actuators, manipulated_variables, control_inputs
    deployment.target: platform, environment, runs_on, device_type, location, device, target_platform, target_device
        deployment_target, where, target_hardware, infrastructure
    deployment.connectivity: network, internet, internet_access, network_access, internet_connection
        network_connection, connection
    deployment.interaction: mode, serving, inference_mode, serving_mode, prediction_mode, deployment_mode, inference
        serving_type, scoring, predictions, usage
    deployment.requests_per_day: predictions_per_day, daily_predictions, calls_per_day, queries_per_day
        daily_requests, volume_per_day, daily_volume, transactions_per_day, images_per_day, documents_per_day
        daily_queries, volume, requests_daily, scans_per_day, orders_per_day, tickets_per_day, inferences_per_day
        messages_per_day, emails_per_day, items_per_day, cases_scored_per_day, traffic, daily_traffic
    deployment.peak_requests_per_second: requests_per_second, qps, rps, peak_qps, peak_rps, tps, queries_per_second
        throughput, peak_load, predictions_per_second, peak_requests, peak_throughput, transactions_per_second
        request_rate, events_per_second, frames_per_second, images_per_second, parts_per_second, line_speed
    deployment.memory: memory_limit, ram_limit, memory_budget, available_memory
    deployment.storage: storage_limit, flash_memory, model_size, max_model_size, model_size_limit
    deployment.accelerator: accelerators, hardware_accelerator, hardware, compute, processor, gpu_type
    deployment.experiments_possible: ab_testing, ab_tests, a_b_testing, a_b_tests, ab_test, experimentation
        exploration, online_exploration, online_experiments
        ab_testing_possible, ab_test_possible, experiments, experiments_allowed, ab_tests_possible
    deployment.devices: device_count, fleet_size, fleet, units_deployed
    deployment.update_cadence: retraining, retrain, retraining_frequency, retraining_cadence, update_frequency, updates
        refresh, refresh_rate, retrain_every, retrain_cadence, model_updates, retrain_frequency, refresh_cadence
        update_interval, retraining_interval, update_schedule, retraining_schedule, updates_every, update
        recalibration, model_update, model_refresh
    deployment.control_period: control_interval, cycle_time, control_cycle, control_loop, loop_time, control_step
        control_frequency, control_rate, control_loop_period
    deployment.battery_life: battery_lifetime, battery_duration
    project.unit_budget: budget_per_unit, budget_per_device, hardware_budget_per_unit
    deployment.top_k: k, results_shown, results, list_length, list_size
    project.team_ml_skill: ml_skill, ml_skills, expertise, ml_expertise, ml_experience, skills, skill, team_skill
        team_skills, team_experience, team_expertise, experience, ml_maturity, skill_level, team_ml_experience
        in_house_expertise, ml_knowledge, team_ml_skills, data_science_skills, ds_experience
    project.team_size: team, people, engineers, developers, fte, headcount, data_scientists, staff
    project.deadline: timeline, time_to_launch, timeframe, time_frame, due, go_live, time_to_market
        time_to_production, release_in, months_to_launch, weeks_to_launch, launch_in
    project.budget: project_budget, development_budget, total_budget, build_budget
    project.domain_experts: experts, experts_available, domain_expert, subject_matter_experts, domain_expertise
        expert_available, domain_experts_available, domain_knowledge
    project.human_review: human_in_the_loop, human_oversight, manual_review, human_check, hitl, human_reviewed
        human_reviewer, reviewed_by_human, review_by_human, expert_review, human_approval, human_validation, review
    project.existing_algorithm: existing_model, current_model, incumbent, current_algorithm
    project.cases_per_day: review_capacity, capacity, capacity_per_day, cases_reviewed_per_day, reviews_per_day
        investigations_per_day, investigation_capacity, review_capacity_per_day, alerts_per_day, daily_capacity
    project.ruled_out: excluded, exclude, forbidden, not_allowed, disallowed, excluded_models, excluded_algorithms
        excluded_families, forbidden_models, forbidden_methods, prohibited, no_go, banned, must_not_use
    project.simulator: simulation, simulation_available, simulator_available, digital_twin
    stakes.cost_of_mistakes: error_cost, cost_of_error, cost_of_errors, mistake_cost, criticality, risk, risk_level
        severity, impact, error_impact, cost_of_mistake, decision_impact, cost_of_failure, consequences, error_severity
        harm, financial_impact
    stakes.cost_false_positive: cost_of_false_positive, false_positive_cost, fp_cost, cost_fp, false_alarm_cost
        cost_false_alarm, cost_of_false_alarm, false_positives_cost, cost_of_false_positives, cost_per_false_alarm
        cost_per_false_positive, cost_of_false_alarms
    stakes.cost_false_negative: cost_of_false_negative, false_negative_cost, fn_cost, cost_fn, miss_cost, cost_of_miss
        cost_miss, missed_detection_cost, cost_missed_detection, cost_of_missed_detection, cost_of_false_negatives
        cost_per_miss, cost_per_false_negative, missed_fraud_cost, cost_of_missed_failure, missed_failure_cost
    stakes.safety_critical: safety, safety_relevant, life_critical, safety_related, safety_criticality
    stakes.adversarial: adversaries, attackers, adversarial_users, adversary, adversarial_attacks, attacks
    stakes.regulation: compliance, laws, law, legal, regulatory, regulated_by
    stakes.protected_groups: protected_attributes, sensitive_attributes, protected_characteristics, protected_features
        sensitive_features, protected_attribute, sensitive_attribute
    stakes.explanation: explainability, interpretability, explanations, explainable, explain, interpretable
        explanation_needed, explanation_required, explanation_level
    stakes.fallback_possible: fallback, manual_fallback, human_fallback, fallback_available
    stakes.false_alarms_per_day: false_alarms, max_false_alarms_per_day, tolerable_false_alarms, false_alarm_budget
        max_false_alarms, false_positives_per_day, allowed_false_alarms_per_day
    stakes.cost_too_high: cost_of_overprediction, overprediction_cost, cost_overprediction, over_prediction_cost
        overforecast_cost, cost_of_overforecast, cost_of_over_prediction, overstock_cost, cost_of_overstock
        cost_over, cost_of_too_high, cost_overforecast
    stakes.cost_too_low: cost_of_underprediction, underprediction_cost, cost_underprediction, under_prediction_cost
        underforecast_cost, cost_of_underforecast, cost_of_under_prediction, stockout_cost, cost_of_stockout
        cost_under, cost_of_too_low, understock_cost, cost_underforecast
    stakes.gain_of_hit: gain_per_hit, value_of_hit, benefit_of_hit, value_per_hit, profit_per_hit
""")
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
