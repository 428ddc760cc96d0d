"""Strengths fitted to comparisons: a Bradley-Terry model with terms, as a logistic regression of scikit-learn."""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import numpy as np

from whichml.knowledge.strengths import Backing, Covariate, Strength, StrengthGroup, Term
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.published.comparisons import Material, PairwiseWins, ScoredDataSet, pairs_in
from whichml_workshop.published.groups import GroupText

SOURCE: Final = "fitted-strengths"
"""The work that answers cite for what was fitted."""
N_RESAMPLES: Final = 40
FEWEST_SETS: Final = 5
"""An algorithm that was compared on fewer data sets gets no strength."""
_SEED: Final = 17_645
_PENALTY: Final = 1.0
"""Inverse strength of the penalty on squared coefficients, scikit-learn's `C`."""
_SLOPE_SCALE: Final = 0.5
"""Slopes are penalised as if they were twice as large: few data sets tell of them, all tell of the constant."""
_LEAST_SPREAD: Final = 0.05
_SETS_OF_A_STUDY: Final = 20.0
"""With how many data sets a study has half the weight that it can have: by then its own noise is as large as what
studies differ by. A random-effects weight (DerSimonian and Laird 1986, Controlled Clinical Trials 7)."""
_AXES: Final[tuple[Literal["rows", "features", "classes"], ...]] = ("rows", "features", "classes")
_USUAL_CLASSES: Final = {"binary-classification": 2.0, "regression": 2.0}
Fitted = Any  # ndarray of shape (n_algorithms, n_terms)


@dataclass(frozen=True)
class Frame:
    """Who is compared, by what terms, and where their sizes are centred."""

    algorithms: tuple[str, ...]
    terms: tuple[Term, ...]
    axes: Mapping[Literal["rows", "features", "classes"], Covariate]

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Return the number of each algorithm."""
        return {name: number for number, name in enumerate(self.algorithms)}

    def design(self, task: str, sizes: Mapping[str, float]) -> Any:
        """Return the terms of a data set, of shape (n_terms,); a size that is not known lies in the middle."""
        found = []
        for term in self.terms:
            if term == "one":
                found.append(1.0)
            elif term == "regression":
                found.append(float(task == "regression"))
            else:
                size = sizes.get(term, _USUAL_CLASSES.get(task) if term == "classes" else None)
                axis = self.axes[term]
                found.append(0.0 if size is None else _held(math.log10(max(1.0, size)), axis) - axis.centre)
        return np.array(found)


def frame_of(group: GroupText, material: Material) -> Frame:
    """Return the algorithms with enough data sets, all terms of the group, and the axes.

    Raises
    ------
    KnowledgeError
        Where fewer than two algorithms were compared, or the reference was not.
    """
    counts: dict[str, int] = {}
    for each in material.compared:
        for name in each.algorithms:
            counts[name] = counts.get(name, 0) + 1
    for study in material.counted:
        for (first, second), numbers in study.counts.items():
            for name in (first, second):
                counts[name] = max(counts.get(name, 0), sum(numbers))
    algorithms = tuple(sorted(name for name, n in counts.items() if n >= FEWEST_SETS))
    if len(algorithms) < 2 or group.reference not in algorithms:
        raise KnowledgeError.about(f"the studies of '{group.id}' do not compare its reference with others.")
    axes = {axis: _axis(material.compared, axis) for axis in _AXES if axis in group.terms}
    return Frame(algorithms, ("one", *group.terms), axes)


def fit_strengths(frame: Frame, material: Material, weights: Sequence[float] | None = None) -> Fitted:
    """Return the coefficients of every algorithm, of shape (n_algorithms, n_terms), on no common zero.

    A data set weighs as much as any other of its study, however many algorithms were tried on it; a study of n data
    sets weighs n / (n + 20), since studies differ by more than chance.

    Parameters
    ----------
    weights : how often each data set of `material.compared` counts; None counts each once
    """
    rows, wins, shares = _table(frame, material, weights)
    linear: Any = importlib.import_module("sklearn.linear_model")
    sparse: Any = importlib.import_module("scipy.sparse")
    scale = np.where(np.array(frame.terms) == "one", 1.0, _SLOPE_SCALE)
    scaled = rows @ sparse.diags(np.tile(scale, len(frame.algorithms)))
    nothing = sparse.csr_matrix((2, scaled.shape[1]))  # tells of nobody; the regression wants both outcomes
    design = sparse.vstack([scaled, scaled, nothing], format="csr")
    outcome = np.concatenate([np.ones(len(wins)), np.zeros(len(wins)), (1.0, 0.0)])
    weight = np.concatenate([shares * wins, shares * (1 - wins), (1.0, 1.0)])
    used = weight > 0
    model = linear.LogisticRegression(fit_intercept=False, C=_PENALTY, max_iter=1_000, tol=1e-6)
    model.fit(design[used], outcome[used], sample_weight=weight[used])
    return model.coef_.reshape(len(frame.algorithms), len(frame.terms)) * scale


def _table(frame: Frame, material: Material, weights: Sequence[float] | None) -> tuple[Any, Any, Any]:
    """Return for each pair its terms, sparse of shape (n_pairs, n_algorithms x n_terms), the outcome and the weight."""
    sparse: Any = importlib.import_module("scipy.sparse")
    width = len(frame.terms)
    pairs: list[tuple[int, int]] = []
    designs: list[Any] = []
    wins: list[float] = []
    shares: list[float] = []

    def add(first: str, second: str, design: Any, outcome: float, weight: float) -> None:
        pairs.append((frame.index[first], frame.index[second]))
        designs.append(design)
        wins.append(outcome)
        shares.append(weight)

    weight_of = _weights_of_studies(material)
    for number, each in enumerate(material.compared):
        times = weight_of[each.study] * (1.0 if weights is None else weights[number])
        if times <= 0:
            continue
        design = frame.design(each.task, each.sizes)
        for scores in each.scores:
            known = {name: score for name, score in scores.items() if name in frame.index}
            weight = times * 2.0 / (max(2, len(known)) - 1) / len(each.scores)
            for first, second, outcome in pairs_in(known):
                add(first, second, design, outcome, weight)
    for study in material.counted:
        _add_counted(frame, study, weight_of[study.study], add)
    starts = np.arange(len(wins) + 1) * 2 * width
    terms = np.array(designs, dtype=float).reshape(-1, width)
    columns = np.array(pairs, dtype=int).reshape(-1, 2, 1) * width + np.arange(width)
    filled = np.concatenate([terms, -terms], axis=1).ravel(), columns.ravel(), starts
    rows = sparse.csr_matrix(filled, shape=(len(wins), len(frame.algorithms) * width))
    return rows, np.array(wins), np.array(shares)


def _weights_of_studies(material: Material) -> Mapping[str, float]:
    """Return what a data set of each study weighs; all data sets together weigh as many as they are."""
    counts: dict[str, float] = {}
    for each in material.compared:
        counts[each.study] = counts.get(each.study, 0.0) + 1.0
    for study in material.counted:
        counts[study.study] = float(max(sum(numbers) for numbers in study.counts.values()))
    shares = {name: n / (n + _SETS_OF_A_STUDY) for name, n in counts.items()}
    scale = sum(counts.values()) / max(1e-9, sum(shares.values()))
    return {name: scale * shares[name] / n for name, n in counts.items()}


def _add_counted(frame: Frame, study: PairwiseWins, times: float, add: Any) -> None:
    design = frame.design(study.task, {})
    known = {pair: n for pair, n in study.counts.items() if pair[0] in frame.index and pair[1] in frame.index}
    n_algorithms = len({name for pair in known for name in pair})
    for (first, second), (won, lost, tied) in sorted(known.items()):
        n = won + lost + tied
        if n:
            add(first, second, design, (won + tied / 2) / n, times * 2.0 * n / (max(2, n_algorithms) - 1))


def agreed_slopes(frame: Frame, material: Material, whole: Fitted) -> Any:
    """Return which slopes stay, as a mask of shape (n_algorithms, n_terms): those whose sign two sources share.

    Each study is fitted alone; its slope is that of an algorithm against the mean of the algorithms that it compared.
    """
    votes = np.zeros((len(frame.algorithms), len(frame.terms), 2), dtype=int)
    for study in sorted({each.study for each in material.compared}):
        mine = Material(tuple(each for each in material.compared if each.study == study))
        present = sorted({frame.index[a] for each in mine.compared for a in each.algorithms if a in frame.index})
        designs = np.array([frame.design(each.task, each.sizes) for each in mine.compared])
        varied = np.flatnonzero(designs.std(axis=0) > _LEAST_SPREAD).tolist()
        if len(mine.compared) < FEWEST_SETS or len(present) < 2:
            continue
        alone = fit_strengths(frame, mine)
        for i in varied:
            against = alone[present, i] - alone[present, i].mean()
            for row, slope in zip(present, against.tolist(), strict=True):
                votes[row, i, int(slope > 0)] += 1
    centred = whole - whole.mean(axis=0)
    mask = np.zeros(whole.shape, dtype=bool)
    for i, term in enumerate(frame.terms):
        side = (centred[:, i] > 0).astype(int)
        mask[:, i] = (term == "one") | (votes[np.arange(len(side)), i, side] >= 2)
    return mask


@dataclass(frozen=True)
class FittedGroup:
    """Coefficients of a group against its reference.

    Attributes
    ----------
    against : ndarray of shape (n_algorithms, n_terms)
    resamples : the same for each resample of the data sets, of shape (n_resamples, n_algorithms, n_terms)
    """

    frame: Frame
    against: Fitted
    resamples: Any


def fit_group(group: GroupText, material: Material, n_resamples: int = N_RESAMPLES) -> FittedGroup:
    """Return the coefficients against the reference, and those of resamples of the data sets within each study.

    Slopes that no two sources agree on are those of the mean of all algorithms, which is no slope against one another.
    """
    frame = frame_of(group, material)
    whole = fit_strengths(frame, material)
    mask = agreed_slopes(frame, material, whole)
    reference = frame.index[group.reference]
    random = np.random.default_rng(_SEED)
    strata: dict[str, list[int]] = {}
    for number, each in enumerate(material.compared):
        strata.setdefault(each.study, []).append(number)
    resamples = []
    for _ in range(n_resamples):
        weights = np.zeros(len(material.compared))
        for numbers in strata.values():
            np.add.at(weights, random.choice(numbers, size=len(numbers)), 1.0)
        resamples.append(_against(fit_strengths(frame, material, weights.tolist()), mask, reference))
    return FittedGroup(frame, _against(whole, mask, reference), np.array(resamples))


def _against(fitted: Fitted, mask: Any, reference: int) -> Fitted:
    """Return coefficients against the reference, with slopes outside the mask taken from the mean of all algorithms."""
    kept = np.where(mask, fitted, fitted.mean(axis=0))
    return kept - kept[reference]


def spread_between(frame: Frame, material: Material, resamples: Any) -> float:
    """Return the standard deviation of log-odds between sources, beyond what the bootstrap tells; pooled.

    Each source is fitted alone without slopes; what its algorithms differ by from the mean of the sources that share
    them is set against the variance within.
    """
    plain = Frame(frame.algorithms, ("one",), {})
    by_study: dict[str, dict[str, float]] = {}
    for study in sorted({each.study for each in material.compared}):
        mine = Material(tuple(each for each in material.compared if each.study == study))
        if len(mine.compared) < FEWEST_SETS:
            continue
        alone = fit_strengths(plain, mine)[:, 0]
        present = sorted({a for each in mine.compared for a in each.algorithms if a in frame.index})
        centre = float(np.mean([alone[frame.index[name]] for name in present]))
        by_study[study] = {name: float(alone[frame.index[name]]) - centre for name in present}
    variances = []
    for first, second in ((a, b) for a in by_study for b in by_study if a < b):
        shared = sorted(set(by_study[first]) & set(by_study[second]))
        if len(shared) > 2:
            one, two = (np.array([by_study[s][name] for name in shared]) for s in (first, second))
            variances.append(float(np.var((one - one.mean()) - (two - two.mean()), ddof=1)) / 2)
    within = float(np.mean(resamples[:, :, 0].var(axis=0))) if len(resamples) else 0.0
    return math.sqrt(max(0.0, (float(np.mean(variances)) if variances else 0.25) - within))


def backing_of(material: Material, algorithm: str) -> tuple[Backing, ...]:
    """Return what each study says of an algorithm: data sets, and the share of its pairs that it won."""
    told: dict[tuple[str, str], tuple[int, list[float]]] = {}
    for each in material.compared:
        if algorithm not in each.algorithms:
            continue
        n, won = told.get((each.study, each.source), (0, []))
        for scores in each.scores:
            if algorithm in scores:
                won = [*won, *(_outcomes(scores, algorithm))]
        told[each.study, each.source] = (n + 1, won)
    for study in material.counted:
        pairs = {pair: n for pair, n in study.counts.items() if algorithm in pair}
        if pairs:
            won = [_share_of(pair, numbers, algorithm) for pair, numbers in pairs.items()]
            told[study.study, study.source] = (max(sum(numbers) for numbers in pairs.values()), won)
    return tuple(
        Backing(study=study, source=source, sets=n, wins=round(float(np.mean(won)), 4))
        for (study, source), (n, won) in sorted(told.items())
        if won
    )


def _outcomes(scores: Mapping[str, float], algorithm: str) -> Iterable[float]:
    for first, second, outcome in pairs_in(scores):
        if first == algorithm:
            yield outcome
        elif second == algorithm:
            yield 1.0 - outcome


def _share_of(pair: tuple[str, str], numbers: tuple[int, int, int], algorithm: str) -> float:
    won, lost, tied = numbers
    share = (won + tied / 2) / max(1, won + lost + tied)
    return share if pair[0] == algorithm else 1.0 - share


def strength_group(
    group: GroupText,
    material: Material,
    fitted: FittedGroup,
    written: tuple[float, float, float, float, float],
    written_spread: float,
) -> StrengthGroup:
    """Return the group with the strengths of all its algorithms, as the file keeps them."""
    frame, coefficients, resamples = fitted.frame, fitted.against, fitted.resamples
    between = round(spread_between(frame, material, resamples), 4)
    strengths = []
    for number, name in enumerate(frame.algorithms):
        deviations = resamples[:, number, :] - resamples[:, number, :].mean(axis=0)
        covariance = deviations.T @ deviations / max(1, len(resamples) - 1)
        strengths.append(
            Strength(
                algorithm=name,
                coefficients=_rounded(coefficients[number]),
                covariance=tuple(_rounded(row) for row in covariance),
                between=0.0 if name == group.reference else between,
                backing=backing_of(material, name),
            )
        )
    return StrengthGroup(
        id=group.id, name=group.name, tasks=group.tasks, modalities=group.modalities, reference=group.reference,
        terms=frame.terms, axes=frame.axes, unless=tuple(each.when for each in group.unless),
        scored_by=group.scored_by, not_by=group.not_by, caveats=group.caveats, source=SOURCE,
        written=written, written_spread=written_spread, strengths=tuple(strengths),
    )  # fmt: skip


def _rounded(numbers: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(float(number), 5) + 0.0 for number in numbers)


def _axis(compared: Sequence[ScoredDataSet], axis: str) -> Covariate:
    logs = np.array([math.log10(max(1.0, each.sizes[axis])) for each in compared if axis in each.sizes])
    if not len(logs):
        return Covariate(centre=0.0, spread=0.0, low=0.0, high=0.0)
    low, centre, high = np.quantile(logs, (0.05, 0.5, 0.95))
    return Covariate(
        centre=round(float(centre), 4), spread=round(float(logs.std()), 4),
        low=round(float(low), 4), high=round(float(high), 4),
    )  # fmt: skip


def _held(log: float, axis: Covariate) -> float:
    return min(axis.high, max(axis.low, log))
