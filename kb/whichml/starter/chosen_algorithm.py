"""Which algorithm a project is written for: the one that was named, or the best of an answer that can be run here."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from whichml.export.baselines import kept_beside
from whichml.export.escaping import on_one_line
from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.algorithm_calls import algorithm_called, names_of_algorithms
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import ExportError, WhichmlError, quoted
from whichml.model.statements.facts import Citation, Implementation
from whichml.model.statements.recommendation import Recommendation
from whichml.model.words.algorithm_names import meant_otherwise
from whichml.probe.description.prepared_data_set import ColumnKind, PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import candidates_for, needs_of_path
from whichml.probe.estimators.needs import Needs
from whichml.probe.measures.splits import sample_of
from whichml.starter.estimator_source import estimator_source
from whichml.starter.losses import settings_for, source_for
from whichml.starter.plan import EstimatorSource, StarterTask

_MOST_REASONS: Final = 3
_MOST_NAMED, _MOST_CHARACTERS = 8, 200
_N_TRIED_ROWS: Final = 500
_CONSTANT: Final = "Dummy"
_UNKNOWN_COLUMNS: Final[Mapping[str, ColumnKind]] = {"one": "number", "another": "category"}


@dataclass(frozen=True, slots=True)
class ChosenAlgorithm:
    """An algorithm with its estimator as source; `passed_over` says why those before it are not written for.

    Attributes
    ----------
    implementation : what is known of the estimator; None for one that is made of several
    """

    id: str
    source: EstimatorSource
    needs: Needs
    implementation: Implementation | None
    passed_over: tuple[str, ...] = ()


def chosen_algorithm(
    answer: Recommendation, knowledge: Knowledge, task: StarterTask, table: PreparedDataSet | None, named: str | None
) -> ChosenAlgorithm:
    """Return the algorithm to write for.

    Parameters
    ----------
    table : an estimator has to be fitted to some rows of it; None where the user has yet to name one
    named : the user's choice; None takes the first of the answer that can be run here

    Raises
    ------
    ExportError
        Where it cannot be run here, or none can; with those that can.
    """
    named = (algorithm_called(named, knowledge) or named) if named is not None else None
    if named is not None and named not in knowledge.algorithms:
        near = meant_otherwise(named, knowledge.algorithms, names_of_algorithms(knowledge))
        raise ExportError.about(
            f"unknown algorithm {quoted(named)}.", hint=near or _hint(answer, knowledge, task, table)
        )
    passed: list[str] = []
    for identity in (named,) if named is not None else _in_order(answer):
        found = _written(answer, knowledge, identity, task, table)
        if isinstance(found, ChosenAlgorithm):
            return replace(found, passed_over=tuple(passed))
        passed.append(found)
    why = passed[0] if named is not None else "nothing that the answer recommends can be run here."
    raise ExportError.about(why, hint=_hint(answer, knowledge, task, table))


def why_excluded(answer: Recommendation, identity: str) -> tuple[str, tuple[Citation, ...]]:
    """Return why an answer excludes an algorithm, with the works that say so; nothing where it does not."""
    out = next((each for each in answer.excluded if each.algorithm == identity), None)
    if out is None:
        return "", ()
    reasons = "; ".join(each.text.rstrip(".") for each in out.reasons[:_MOST_REASONS])
    rest = len(out.reasons) - _MOST_REASONS
    more = f"; and {rest} more reasons" if rest > 1 else f"; {out.reasons[-1].text.rstrip('.')}" if rest == 1 else ""
    nodes = [node for each in out.reasons for node in each.because]
    return f"the answer excludes it: {reasons}{more}", JustificationGraph(answer).citations(nodes)[:_MOST_REASONS]


def built_baseline(
    answer: Recommendation, knowledge: Knowledge, task: StarterTask, table: PreparedDataSet | None, model: str
) -> ChosenAlgorithm | None:
    """Return what the answer keeps beside its options, else whom it would start with; None where neither can be built.

    Parameters
    ----------
    model : id of the algorithm that is written for, which is no baseline of its own
    """
    kept = kept_beside(answer, knowledge)
    if kept is not None and kept.algorithm == model:
        return None
    named = (kept.algorithm if kept is not None else "", answer.candidates[0].algorithm if answer.candidates else "")
    for identity in dict.fromkeys(each for each in named if each and each != model):
        found = _written(answer, knowledge, identity, task, table)
        if isinstance(found, ChosenAlgorithm) and not found.source.name.startswith(_CONSTANT):
            return found if task == "regression" or found.source.has_probabilities else None
    return None


def without_table(
    answer: Recommendation, knowledge: Knowledge, identity: str, task: StarterTask
) -> ChosenAlgorithm | None:
    """Return an algorithm for another task than that of the table; None where none can be written."""
    if task not in knowledge.algorithms[identity].facts.solves:
        return None
    found = _written(answer, knowledge, identity, task, None)
    return found if isinstance(found, ChosenAlgorithm) else None


def _in_order(answer: Recommendation) -> Iterator[str]:
    for candidate in (*answer.candidates, *answer.outclassed):
        yield from (candidate.algorithm, *candidate.equivalents)


def _written(
    answer: Recommendation, knowledge: Knowledge, identity: str, task: StarterTask, table: PreparedDataSet | None
) -> ChosenAlgorithm | str:
    """Return an algorithm with its source, or why there is none."""
    kinds = _UNKNOWN_COLUMNS if table is None else table.kinds
    found, failures = candidates_for(knowledge, [identity], task, kinds)
    name = knowledge.algorithms[identity].facts.name
    if not found:
        return f"{name} has no starter here: {failures[0].message}"
    path = found[0].implementation
    refusal = _refusal_to_fit(found[0], table)
    if refusal:
        return f"{name} cannot be fitted to this table: {refusal}"
    try:
        brief = Brief.from_mapping(answer.brief)
        source = estimator_source(path, partial(settings_for, brief), partial(source_for, brief))
        known = {each.path: each for each in knowledge.algorithms[identity].facts.implementations}
        return ChosenAlgorithm(identity, source, needs_of_path(path), known.get(path))
    except WhichmlError as cause:
        return f"{name} has no starter: {cause.problems[0].message}"


def _refusal_to_fit(candidate: CandidateEstimator, table: PreparedDataSet | None) -> str:
    """Return why an estimator cannot be fitted to some rows of a table; nothing where it can."""
    if table is None:
        return ""
    rows = sample_of(table, _N_TRIED_ROWS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            candidate.build(0).fit(table.features.iloc[rows], table.target[rows])
        except Exception as cause:  # a foreign estimator may refuse data in any way
            return on_one_line(str(cause))[:_MOST_CHARACTERS]
    return ""


def _hint(answer: Recommendation, knowledge: Knowledge, task: StarterTask, table: PreparedDataSet | None) -> str | None:
    """Return which algorithms are possible: those of the answer first, else any that solve the task."""
    solving = [name for name, each in knowledge.algorithms.items() if task in each.facts.solves]
    possible: list[str] = []
    for identity in dict.fromkeys((*_in_order(answer), *solving)):
        if len(possible) == _MOST_NAMED:
            break
        if isinstance(_written(answer, knowledge, identity, task, table), ChosenAlgorithm):
            possible.append(identity)
    return f"Possible with --algorithm: {', '.join(possible)}." if possible else None
