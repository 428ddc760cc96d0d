"""What each estimator wants of its columns, and the few settings that a careful engineer would not leave as they are.

Everything else stays at the defaults of its library: an experiment tells what an algorithm gives before tuning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from whichml.probe.estimators.learnt_kernels import LearntKernel

Scaling = Literal["none", "standard", "unit"]


@dataclass(frozen=True, slots=True)
class Needs:
    """How columns are prepared for an estimator.

    Attributes
    ----------
    reason : why, as a clause
    scaling : `standard` has mean 0 and deviation 1, `unit` lies between 0 and 1
    reads_gaps : missing numbers stay; otherwise the median stands in, with a column that says so
    reads_categories : categories stay; otherwise each becomes a column
    takes_category_names : it has to be told which columns are categories, and wants words in them
    reads_sparse : texts become one column for each word; otherwise some dozen dense ones
    scales_target : numbers to predict are learnt with mean 0 and deviation 1
    samples_kernel : a kernel is learnt from some of the rows, and all rows are then learnt with it
    """

    reason: str
    scaling: Scaling = "standard"
    reads_gaps: bool = False
    reads_categories: bool = False
    reads_sparse: bool = False
    takes_category_names: bool = False
    scales_target: bool = False
    samples_kernel: bool = False


_DEFAULT = Needs("distances, penalties and gradients depend on the scale of columns")
_BOOSTING = Needs(
    "splits depend on the order of values only, and gaps and categories are split by themselves", "none", True, True
)
_TOLD_BOOSTING = Needs(
    "splits depend on the order of values only; categories are split by themselves, once it is told which they are",
    "none", reads_gaps=True, reads_categories=True, takes_category_names=True,
)  # fmt: skip
_TREES = Needs("splits depend on the order of values only; gaps go to the side that fits better", "none", True)
_OLD_TREES = Needs("splits depend on the order of values only; gaps are refused", "none")
_LINEAR = Needs("penalties and gradients depend on the scale of columns", reads_sparse=True)
_LINEAR_TO_NUMBERS = Needs(
    "penalty and tolerance depend on the scale of columns and of the target", reads_sparse=True, scales_target=True
)
_TO_NUMBERS = Needs(
    "kernel, penalty and tolerance depend on the scale of columns and of the target", scales_target=True
)
_PROCESS = Needs(
    "distances depend on the scale of columns; the kernel is learnt from some rows, since each step takes their cube",
    samples_kernel=True,
)
_COUNTS = Needs("its model of counts refuses values below 0", "unit", reads_sparse=True)
_STREAM = Needs("one-pass learners take gradients or distances row by row")

NEEDS: Mapping[str, Needs] = {
    **dict.fromkeys(
        ("HistGradientBoostingClassifier", "HistGradientBoostingRegressor", "LGBMClassifier", "LGBMRegressor",
         "XGBClassifier", "XGBRegressor", "ExplainableBoostingClassifier", "ExplainableBoostingRegressor"),
        _BOOSTING,
    ),
    **dict.fromkeys(("CatBoostClassifier", "CatBoostRegressor"), _TOLD_BOOSTING),
    **dict.fromkeys(
        ("DecisionTreeClassifier", "DecisionTreeRegressor", "RandomForestClassifier", "RandomForestRegressor",
         "ExtraTreesClassifier", "ExtraTreesRegressor", "BaggingClassifier", "BaggingRegressor"),
        _TREES,
    ),
    **dict.fromkeys(
        ("GradientBoostingClassifier", "GradientBoostingRegressor", "AdaBoostClassifier", "AdaBoostRegressor"),
        _OLD_TREES,
    ),
    **dict.fromkeys(
        ("LogisticRegression", "LogisticRegressionCV", "RidgeClassifier", "LinearSVC", "SGDClassifier", "Perceptron",
         "PassiveAggressiveClassifier", "Ridge", "RidgeCV", "LassoCV", "ElasticNetCV"),
        _LINEAR,
    ),
    **dict.fromkeys(("LinearSVR", "SGDRegressor", "Lasso", "ElasticNet"), _LINEAR_TO_NUMBERS),
    **dict.fromkeys(
        ("SVR", "NuSVR", "MLPRegressor", "HuberRegressor", "KernelRidge", "QuantileRegressor", "StackingRegressor",
         "Nystroem", "RBFSampler", "ARFRegressor", "HoeffdingTreeRegressor"),
        _TO_NUMBERS,
    ),
    "GaussianProcessClassifier": _PROCESS,
    **dict.fromkeys(("MultinomialNB", "ComplementNB"), _COUNTS),
    "BernoulliNB": Needs("it cuts each column at 0, which after scaling is the mean", reads_sparse=True),
    "DummyClassifier": Needs("it does not look at the columns", "none", reads_sparse=True),
    "DummyRegressor": Needs("it does not look at the columns", "none", reads_sparse=True),
    "GaussianNB": Needs("each column has a mean and a deviation of its own", "none"),
}  # fmt: skip

SETTINGS: Mapping[str, Mapping[str, object]] = {
    "LogisticRegression": {"max_iter": 1_000},  # 100 end before the optimum on most tables
    "LogisticRegressionCV": {"max_iter": 1_000},
    "LGBMClassifier": {"verbose": -1},
    "LGBMRegressor": {"verbose": -1},
    "XGBClassifier": {"enable_categorical": True},
    "XGBRegressor": {"enable_categorical": True},
    "CatBoostClassifier": {"verbose": False, "allow_writing_files": False},
    "CatBoostRegressor": {"verbose": False, "allow_writing_files": False},
    # bags smooth the curves and hardly move the score: the usual 14 take more than three times as long; so do the
    # usual 64 x 64 cells of a pair, which a few thousand rows do not fill, against 16 x 16
    "ExplainableBoostingClassifier": {"outer_bags": 4, "max_interaction_bins": 16},
    "ExplainableBoostingRegressor": {"outer_bags": 4, "max_interaction_bins": 16},
    "SGDClassifier": {"loss": "log_loss"},  # so that it has probabilities; the default is a linear SVM
    "MLPClassifier": {"early_stopping": True, "max_iter": 300},  # stops by rows it holds out
    "MLPRegressor": {"early_stopping": True, "max_iter": 300},
    # covariances of few rows or of columns of categories are singular; a tenth of the mean variance mends that
    "QuadraticDiscriminantAnalysis": {"solver": "eigen", "shrinkage": 0.1},
    # its kernel over all rows gives a far row no neighbour, and no probability; the nearest rows are always there
    "LabelSpreading": {"kernel": "knn"},
    "LabelPropagation": {"kernel": "knn"},
    "QuantileRegressor": {"alpha": 0.0},  # the default penalty leaves a constant
    "KernelRidge": {"kernel": "rbf"},  # the default kernel is that of ridge regression
    # the default kernel is fixed: rows more than a few units apart are told the mean, whatever the others are
    "GaussianProcessClassifier": {"kernel": LearntKernel(has_noise=False)},
    "GaussianProcessRegressor": {"kernel": LearntKernel(has_noise=True), "normalize_y": True},
}


def needs_of(name: str) -> Needs:
    """Return what an estimator wants, by the name of its class; of an unknown one, scaled numbers without gaps."""
    if name.startswith(("ARF", "Hoeffding", "SRP")) and not name.endswith("Regressor"):
        return _STREAM
    return NEEDS.get(name, _DEFAULT)
