"""A number that is zero in many rows: whether there is an amount at all, and how much, learnt by two estimators."""

from __future__ import annotations

from typing import Final, NamedTuple

from whichml.export.naming import Naming
from whichml.knowledge.base import Knowledge
from whichml.model.statements.facts import Citation
from whichml.model.statements.recommendation import Recommendation
from whichml.model.words.names_in_sentences import in_sentence
from whichml.starter.chosen_algorithm import ChosenAlgorithm, without_table
from whichml.starter.plan import Choice, EstimatorSource, Learner, StarterTask

PATTERN: Final = "two-part-model"
_TASK: Final[StarterTask] = "binary-classification"
_USUAL: Final = "logistic-regression"
TWO_PARTS: Final = '''\
class TwoParts(RegressorMixin, BaseEstimator):
    """Learns whether there is an amount at all and, of rows that have one, how much; says the product."""

    def __init__(self, chance: Any, amount: Any) -> None:
        self.chance, self.amount = chance, amount

    def fit(self, X: Any, y: np.ndarray) -> Any:
        there = y != 0
        self.share_ = float(there.mean())
        if 0 < self.share_ < 1:
            self.chance_ = clone(self.chance).fit(X, there.astype(int))
        self.amount_ = clone(self.amount).fit(X[there], y[there]) if self.share_ > 0 else None
        return self

    def predict(self, X: Any) -> np.ndarray:
        if self.amount_ is None:
            return np.zeros(X.shape[0])
        chance = self.chance_.predict_proba(X)[:, 1] if self.share_ < 1 else 1.0
        return chance * self.amount_.predict(X)
'''


class Parts(NamedTuple):
    """What comes before a model: its source, the decision on it, and what is said where it is advised and missing."""

    first: EstimatorSource | None = None
    choices: tuple[Choice, ...] = ()
    missing: tuple[str, ...] = ()


ONE: Final = Parts()


def in_parts(
    answer: Recommendation, knowledge: Knowledge, amount: ChosenAlgorithm, model: Learner, sources: tuple[Citation, ...]
) -> Parts:
    """Return what a number asks for beside its model, where the answer advises two parts.

    Parameters
    ----------
    amount, model : what learns how much; directions of columns are kept by one model alone
    sources : of the pattern
    """
    if all(each.pattern != PATTERN for each in answer.patterns):
        return ONE
    first = None if model.directions else _first_part(answer, knowledge, amount)
    if first is None:
        open_ = (
            f"two parts: many values are 0, and {model.name} is written as one model of all rows; what tells whether "
            "there is an amount at all is yet to be put before it"
        )
        return Parts(missing=(open_,))
    name = in_sentence(Naming(knowledge).algorithm(first.id))
    why = (
        f"many values are 0: {name} tells whether there is an amount, and the model how much where there is one; a "
        "probe measures the model alone"
    )
    return Parts(first.source, (Choice("two parts", "whether, times how much", why, sources),))


def _first_part(answer: Recommendation, knowledge: Knowledge, amount: ChosenAlgorithm) -> ChosenAlgorithm | None:
    """Return what tells whether there is an amount, from columns as the second part takes them; None where nothing can.

    Parameters
    ----------
    amount : what learns how much; the same algorithm is taken where it can tell classes, too
    """
    wanted = amount.needs
    for identity in (amount.id, _USUAL):
        found = without_table(answer, knowledge, identity, _TASK)
        if found is None or not found.source.has_probabilities:
            continue
        needs = found.needs
        takes = (
            needs.scaling in (wanted.scaling, "none")
            and needs.reads_gaps >= wanted.reads_gaps
            and needs.reads_categories >= wanted.reads_categories
            and needs.reads_sparse >= wanted.reads_sparse
            and not wanted.takes_category_names
        )
        if takes:
            return found
    return None
