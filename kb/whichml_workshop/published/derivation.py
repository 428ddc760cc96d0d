"""From what a study measured to what we derive: names mapped, scores scaled on each data set, pairs counted."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeAlias, get_args

from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.published.declaration import Declaration
from whichml_workshop.published.derived import LESS_IS_BETTER, Derived, Measure, Pairs, ScaledScores, TuningGain
from whichml_workshop.published.study import Outcome, Regime, Study

_BANDS: Final = (1_000.0, 10_000.0, 100_000.0, 1_000_000.0)
_TIE_OF_SCORES: Final = 0.0005  # of the way from the worst to the best
_TIE_OF_COSTS: Final = 0.01  # of the smaller one
_FEWEST_GAINS: Final = 5


def derive(declaration: Declaration, study: Study) -> Derived:
    """Return what is derived from a study.

    Raises
    ------
    KnowledgeError
        Where the study has a method that the declaration neither maps nor leaves out, or maps one that it has not.
    """
    _check_names(declaration, study)
    algorithm_of = {method: mapped.algorithm for method, mapped in declaration.text.mapping.items()}
    by_data: dict[str, list[Outcome]] = {}
    for outcome in study.outcomes:
        if outcome.method in algorithm_of:
            by_data.setdefault(outcome.data, []).append(outcome)
    standings = [
        _standings(data, study.regimes[data], by_data[data], algorithm_of) for data in sorted(by_data)
    ]  # fmt: skip
    standings = [each for each in standings if any(len(each.numbers(measure)) > 1 for measure in get_args(Measure))]
    return Derived(
        id=declaration.text.id,
        declaration=declaration.digest,
        standings=tuple(standings),
        pairs=tuple(_pairs(standings)) or tuple(_pairs_of_wins(study, algorithm_of)),
        gains=tuple(_gains(standings)),
    )


def band_of(rows: float | None) -> str:
    """Return the band that a number of training rows lies in.

    Examples
    --------
    >>> band_of(5000), band_of(2_000_000), band_of(None)
    ('1000-10000', 'from-1000000', 'unknown')
    """
    if rows is None:
        return "unknown"
    above = [bound for bound in _BANDS if rows >= bound]
    below = [bound for bound in _BANDS if rows < bound]
    if not above:
        return f"below-{_BANDS[0]:.0f}"
    return f"{above[-1]:.0f}-{below[0]:.0f}" if below else f"from-{_BANDS[-1]:.0f}"


def _check_names(declaration: Declaration, study: Study) -> None:
    text, document = declaration.text, declaration.document
    measured = {outcome.method for outcome in study.outcomes} | {name for pair in study.wins for name in pair}
    problems = [
        document.problem(
            ("mapping",), f"the study measured '{method}', which is neither mapped nor left out.",
            "Map it to an algorithm, or name it under `left_out` with the reason.",
        )
        for method in sorted(measured - set(text.mapping) - set(text.left_out))
    ]  # fmt: skip
    problems += [
        document.problem((key, method), f"the study has no method '{method}'.", "Correct the name, or take it out.")
        for key, names in (("mapping", text.mapping), ("left_out", text.left_out))
        for method in sorted(set(names) - measured)
    ]
    if problems:
        raise KnowledgeError(*problems)


def _standings(data: str, regime: Regime, outcomes: Sequence[Outcome], algorithm_of: Mapping[str, str]) -> ScaledScores:
    def medians(number: Callable[[Outcome], float | None]) -> dict[str, float]:
        told: dict[str, list[float]] = {}
        for outcome in outcomes:
            value = number(outcome)
            if value is not None:
                told.setdefault(algorithm_of[outcome.method], []).append(value)
        return {algorithm: statistics.median(told[algorithm]) for algorithm in sorted(told)}

    default, tuned = medians(lambda o: o.score), medians(lambda o: o.tuned_score)
    scores = [*default.values(), *tuned.values()]
    worst, best = (min(scores), max(scores)) if scores else (0.0, 0.0)
    return ScaledScores(
        data=data,
        task=regime.task,
        modality=regime.modality,
        rows=_short(regime.rows),
        features=_short(regime.features),
        classes=_short(regime.classes),
        categorical_share=_short(regime.categorical_share),
        horizon=_short(regime.horizon),
        default=_scaled(default, worst, best),
        tuned=_scaled(tuned, worst, best),
        log_loss=_all_short(medians(lambda o: o.log_loss)),
        fit_seconds=_all_short(medians(lambda o: o.fit_seconds)),
        predict_seconds=_all_short(medians(_seconds_per_thousand)),
    )


def _seconds_per_thousand(outcome: Outcome) -> float | None:
    if outcome.predict_seconds is None or not outcome.predicted_rows:
        return None
    return 1_000 * outcome.predict_seconds / outcome.predicted_rows


def _scaled(scores: Mapping[str, float], worst: float, best: float) -> dict[str, float]:
    """Return scores from 0 to 1, to four digits; all 1 where there is nothing between worst and best."""
    if best <= worst:
        return dict.fromkeys(scores, 1.0)
    return {name: round((score - worst) / (best - worst), 4) for name, score in scores.items()}


def _short(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.4g}")


def _all_short(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: float(f"{number:.4g}") for name, number in numbers.items()}


Place: TypeAlias = tuple[Measure, str, str, str]
"""Measure, task, modality and band of rows."""


def _pairs(standings: Iterable[ScaledScores]) -> Iterable[Pairs]:
    counts: dict[Place, dict[str, list[int]]] = {}
    for each in standings:
        for measure in get_args(Measure):
            numbers = each.numbers(measure)
            place = measure, each.task, each.modality, band_of(each.rows)
            for first, second in itertools.combinations(sorted(numbers), 2):
                counted = counts.setdefault(place, {}).setdefault(f"{first} {second}", [0, 0, 0])
                counted[_verdict(measure, numbers[first], numbers[second])] += 1
    return _sorted(counts)


def _sorted(counts: Mapping[Place, Mapping[str, Sequence[int]]]) -> Iterable[Pairs]:
    """Yield pairs sorted by measure, task, modality, band and names."""
    for (measure, task, modality, rows), counted in sorted(counts.items()):
        told = {names: (wins, losses, ties) for names, (wins, losses, ties) in sorted(counted.items())}
        yield Pairs(measure=measure, task=task, modality=modality, rows=rows, counts=told)


def _verdict(measure: Measure, first: float, second: float) -> int:
    """Return 0 where the first is better, 1 where the second is, 2 where they are as good as equal."""
    if measure in LESS_IS_BETTER:
        first, second = -first, -second
        slack = _TIE_OF_COSTS * min(abs(first), abs(second))
    else:
        slack = _TIE_OF_SCORES
    if abs(first - second) <= slack:
        return 2
    return 0 if first > second else 1


def _pairs_of_wins(study: Study, algorithm_of: Mapping[str, str]) -> Iterable[Pairs]:
    """Yield the pairs of a study that publishes how often methods won over all its data sets, and no outcomes.

    Such counts cannot be parted by task or by rows: their place names every task and modality of the data sets.
    """
    counted: dict[str, list[int]] = {}
    for (method, other), (wins, losses) in sorted(study.wins.items()):
        first, second = algorithm_of.get(method), algorithm_of.get(other)
        if first is None or second is None or first == second:
            continue
        if first > second:
            first, second, wins, losses = second, first, losses, wins
        ties = max(0, len(study.regimes) - wins - losses)
        both = counted.setdefault(f"{first} {second}", [0, 0, 0])
        both[:] = [had + more for had, more in zip(both, (wins, losses, ties), strict=True)]
    tasks = " ".join(sorted({regime.task for regime in study.regimes.values()}))
    modalities = " ".join(sorted({regime.modality for regime in study.regimes.values()}))
    return _sorted({(study.wins_at, tasks, modalities, band_of(None)): counted}) if counted else ()


def _gains(standings: Sequence[ScaledScores]) -> Iterable[TuningGain]:
    """Yield what tuning brought each algorithm that was measured both ways on five data sets or more."""
    for algorithm in sorted({name for each in standings for name in each.tuned}):
        gained = sorted(
            each.tuned[algorithm] - each.default[algorithm]
            for each in standings
            if algorithm in each.tuned and algorithm in each.default
        )
        if len(gained) >= _FEWEST_GAINS:
            low, median, high = statistics.quantiles(gained, n=4)
            yield TuningGain(
                algorithm=algorithm, n=len(gained), low=round(low, 4), median=round(median, 4), high=round(high, 4)
            )
