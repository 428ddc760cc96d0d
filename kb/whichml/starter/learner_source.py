"""The functions of `train.py` that build a model, its baseline and a constant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from importlib import metadata
from typing import Final

from whichml.probe.estimators.learnt_kernels import N_ROWS_OF_KERNEL
from whichml.starter import category_parts
from whichml.starter.calibration_parts import CALIBRATED, CURVE_PLACES, CURVES, LEANINGS
from whichml.starter.kernel_parts import SAMPLED_KERNEL
from whichml.starter.losses import LISTED_DIRECTIONS, QUANTILE
from whichml.starter.measures import OF_MEDIANS
from whichml.starter.plan import Choice, HoldingOut, Learner, StarterPlan, StarterTask
from whichml.starter.source_text import in_docstring, remark
from whichml.starter.two_parts import TWO_PARTS

_IN_ORDER: Final[Mapping[HoldingOut, str]] = {"time": "later rows", "groups": "other groups"}
"""What corrects probabilities where rows are not held out by chance."""
_ENCODER_TAKES_SPLITTERS: Final = (1, 9)
"""The release of scikit-learn in which `TargetEncoder` was no longer given a seed."""
_SCALERS: Final = {"standard": "StandardScaler()", "unit": "MinMaxScaler(clip=True)"}
_TARGET_TYPES: Final[Mapping[StarterTask, str]] = {
    "binary-classification": "binary", "multiclass-classification": "multiclass", "regression": "continuous"
}  # fmt: skip
_AS_FRAME: Final = '.set_output(transform="pandas")'
_MOST_CATEGORIES: Final = 50
_MOST_WORDS, _MOST_DENSE_WORDS = 20_000, 300


def reason(choice: Choice) -> str:
    """Return why something was decided, as a remark within a function."""
    return remark(choice.why[:1].upper() + choice.why[1:], choice.sources, "    ")


class LearnerSource:
    """Writes what builds learners.

    Parameters
    ----------
    lists : names of the lists of columns that the program has
    imports : of the program, as module and name; what is written adds to them
    modules : that the program imports whole; what is written adds to them
    """

    def __init__(
        self, plan: StarterPlan, lists: Collection[str], imports: set[tuple[str, str]], modules: set[str]
    ) -> None:
        self.plan, self.table, self.lists, self.imports, self.modules = plan, plan.table, lists, imports, modules
        has_numbers = self.table.columns is None or "NUMBERS" in lists
        self.is_directed = bool(plan.model.directions) and has_numbers

    def functions(self) -> Iterator[str]:
        """Yield the text of each class and function, those that others call first."""
        plan = self.plan
        yield from self._of_categories()
        for each in (plan.model, plan.baseline):
            if each is not None and each.samples_kernel:
                yield SAMPLED_KERNEL.substitute(estimator=each.estimator.name, n_rows=N_ROWS_OF_KERNEL)
        if self.is_directed:
            yield self._directed(plan.model)
        if plan.first_part is not None:
            self.imports |= plan.first_part.imports | {
                ("sklearn.base", "BaseEstimator"), ("sklearn.base", "RegressorMixin"), ("sklearn.base", "clone")
            }  # fmt: skip
            yield TWO_PARTS
        self._import_estimator(plan.model)
        if plan.calibration and plan.holding_out in _IN_ORDER:
            yield from self._calibrated(plan)
        yield self._model()
        if plan.baseline is None:
            yield self._constant("build_baseline", reason(plan.choice("baseline")))
        else:
            self._import_estimator(plan.baseline)
            yield self._baseline(plan.baseline)
            yield self._constant("build_constant", remark("What does not beat it has learnt nothing", indent="    "))

    def _import_estimator(self, learner: Learner) -> None:
        self.imports |= learner.estimator.imports
        self.imports |= {("sklearn.pipeline", "make_pipeline"), ("sklearn.compose", "ColumnTransformer")}

    def _of_categories(self) -> Iterator[str]:
        """Yield what hands on categories where not each becomes a column."""
        learners = [each for each in (self.plan.model, self.plan.baseline) if each is not None]
        if any(self._keeps_words(each) for each in learners):
            self.modules.add("re")
            self.imports |= {
                ("sklearn.base", "BaseEstimator"), ("sklearn.base", "TransformerMixin"),
                ("sklearn.preprocessing", "FunctionTransformer"),
            }  # fmt: skip
            yield category_parts.KEPT_WORDS
            yield category_parts.PLAIN_NAMES
            if "TEXTS" in self.lists:
                self.imports.add(("sklearn.feature_extraction.text", "TfidfVectorizer"))
                yield category_parts.WORD_COLUMNS
        for each in learners:
            if self._is_told(each):
                told = category_parts.TOLD_TEXTS if self._is_told_texts(each) else category_parts.TOLD
                yield told.substitute(estimator=each.estimator.name)
        if any(self._has_wide(each) for each in learners):
            names = "category_columns(rows)" if self.table.columns is None else "CATEGORIES"
            yield category_parts.WIDE.substitute(categories=names, many=category_parts.MANY_CATEGORIES)

    @property
    def has_categories(self) -> bool:
        """Return whether the table has columns of categories, or may have."""
        return self.table.columns is None or "CATEGORIES" in self.lists

    def _keeps_words(self, learner: Learner) -> bool:
        """Return whether a learner is given a frame in which categories are such."""
        return self.has_categories and learner.n_kept > 0

    def _is_told(self, learner: Learner) -> bool:
        """Return whether a learner is given a frame of words, and is told where; words of texts are sparse."""
        if self._is_told_texts(learner):
            return True
        return self.has_categories and learner.is_told_categories and "TEXTS" not in self.lists

    def _is_told_texts(self, learner: Learner) -> bool:
        """Return whether a learner is given texts as they are, and is told where."""
        return learner.is_told_texts and "TEXTS" in self.lists

    def _has_wide(self, learner: Learner) -> bool:
        """Return whether some columns are told by the mean of the target in each of their categories."""
        keeps = learner.keeps_categories or self._keeps_words(learner) or self._is_told(learner)
        return self.has_categories and self.plan.has_wide_columns and not keeps

    def _called(self, learner: Learner) -> str:
        """Return the class of a learner."""
        if learner.samples_kernel:
            return "SampledKernel"
        return "Told" if self._is_told(learner) else learner.estimator.name

    def _whole(self, learner: Learner) -> str:
        """Return the call that puts what prepares columns before the estimator."""
        names = "FunctionTransformer(plain_names), " if self._keeps_words(learner) else ""
        return f"make_pipeline(columns, {names}estimator)"

    def _directed(self, learner: Learner) -> str:
        opening, closing = "[]" if learner.estimator.name in LISTED_DIRECTIONS else "()"
        every = f"{opening}*directions, *[0] * (X.shape[1] - len(directions)){closing}"
        return (
            f"class Directed({self._called(learner)}):\n"
            '    """Keeps the directions in MONOTONE, whose columns stand first."""\n\n'
            "    def fit(self, X: Any, y: Any, **more: Any) -> Any:\n"
            "        directions = tuple(MONOTONE.values())\n"
            f"        self.set_params({learner.directions}={every})\n"
            "        return super().fit(X, y, **more)\n"
        )

    def _model(self) -> str:
        plan = self.plan
        algorithm = plan.choice("algorithm")
        lines = [
            "def build_model() -> Any:",
            f'    """Return the unfitted model: {in_docstring(plan.model.name)} behind what its columns need."""',
            reason(plan.choice("pipeline")),
            *self._columns(plan.model),
            remark(f"{algorithm.chosen}: {algorithm.why}", algorithm.sources, "    "),
            *self._estimator(plan.model, self.is_directed),
        ]
        if plan.first_part is not None:
            lines += [reason(plan.choice("two parts")), f"    estimator = TwoParts({plan.first_part.call}, estimator)"]
        if not plan.calibration:
            return "\n".join([*lines, f"    return {self._whole(plan.model)}", ""])
        if plan.holding_out in _IN_ORDER:
            made = f"    return Calibrated({self._whole(plan.model)})"
            return "\n".join([*lines, reason(plan.choice("calibration")), made, ""])
        self.imports.add(("sklearn.calibration", "CalibratedClassifierCV"))
        n_inner = max(2, min(self.table.n_folds, self.table.n_smallest // 2 or 5))
        return "\n".join([
            *lines,
            reason(plan.choice("calibration")),
            f'    return CalibratedClassifierCV({self._whole(plan.model)}, method="{plan.calibration}", cv={n_inner})',
            "",
        ])  # fmt: skip

    def _calibrated(self, plan: StarterPlan) -> Iterator[str]:
        """Yield what corrects probabilities by the folds of the program, and not by chance."""
        self.imports |= {
            ("sklearn.base", "BaseEstimator"), ("sklearn.base", "ClassifierMixin"), ("sklearn.base", "clone"),
            CURVE_PLACES[plan.calibration],
        }  # fmt: skip
        curve, asked = CURVES[plan.calibration]
        yield LEANINGS[plan.model.estimator.has_probabilities]
        yield CALIBRATED.substitute(words=_IN_ORDER[plan.holding_out], curve=curve, asked=asked)

    def _baseline(self, learner: Learner) -> str:
        return "\n".join([
            "def build_baseline() -> Any:",
            f'    """Return the simple model to beat: {in_docstring(learner.name)}."""',
            reason(self.plan.choice("baseline")),
            *self._columns(learner),
            *self._estimator(learner, is_directed=False),
            f"    return {self._whole(learner)}",
            "",
        ])  # fmt: skip

    def _constant(self, name: str, why: str) -> str:
        is_number = self.plan.task == "regression"
        self.imports.add(("sklearn.dummy", "DummyRegressor" if is_number else "DummyClassifier"))
        made = 'DummyClassifier(strategy="prior")'
        if is_number:
            made = 'DummyRegressor(strategy="median")' if self.plan.metric in OF_MEDIANS else "DummyRegressor()"
        if self.plan.unit_costs is not None:
            made = f'DummyRegressor(strategy="quantile", quantile={QUANTILE})'
        return "\n".join([
            f"def {name}() -> Any:",
            '    """Return what the model has to beat: the same answer for every row."""',
            why,
            f"    return {made}",
            "",
        ])  # fmt: skip

    def _estimator(self, learner: Learner, is_directed: bool) -> Iterator[str]:
        arguments = learner.estimator.call.removeprefix(learner.estimator.name)
        call = f"{'Directed' if is_directed else self._called(learner)}{arguments}"
        yield f"    estimator = {call}"
        if learner.samples_kernel and self.plan.task == "multiclass-classification":
            self.imports.add(("sklearn.multiclass", "OneVsRestClassifier"))
            yield "    estimator = OneVsRestClassifier(estimator)  # a kernel for each class against the others"
        if learner.scales_target:
            self.imports |= {
                ("sklearn.compose", "TransformedTargetRegressor"), ("sklearn.preprocessing", "StandardScaler")
            }  # fmt: skip
            yield "    estimator = TransformedTargetRegressor(estimator, transformer=StandardScaler())"

    def _columns(self, learner: Learner) -> Iterator[str]:
        """Yield the lines that prepare the columns of one learner."""
        yield from self._of_numbers(learner)
        if self._keeps_words(learner) or (self._is_told(learner) and self.has_categories):
            yield remark(f"{learner.name} splits categories by itself, however many there are", indent="    ")
        if self._is_told_texts(learner):
            yield remark(f"{learner.name} makes numbers of the words of texts by itself", indent="    ")
        if self._has_wide(learner):
            yield from self._means(learner)
        if learner.keeps_categories:
            yield remark("Words stay words, so that each column keeps one shape that people can read", indent="    ")
        entries = list(self._transformers(learner))
        more = f"sparse_threshold={0.3 if learner.reads_sparse else 0}"
        closing = ""
        if self._keeps_words(learner):
            closing = _AS_FRAME
        elif self._is_told(learner) or (
            learner.keeps_categories and "TEXTS" not in self.lists
        ):  # words of texts are sparse, which no frame takes
            more += ", verbose_feature_names_out=False"
            closing = _AS_FRAME
        if len(entries) == 1:
            yield f"    columns = ColumnTransformer([{entries[0]}], {more}){closing}"
            return
        yield "    columns = ColumnTransformer("
        yield from ("        [", *(f"            {each}," for each in entries), "        ],")
        yield f"        {more},"
        yield f"    ){closing}"

    def _means(self, learner: Learner) -> Iterator[str]:
        """Yield what tells columns of many categories."""
        yield remark("Of many categories the mean of the target in each is told, by rows of training", indent="    ")
        seeded = "random_state=SEED"
        if tuple(map(int, metadata.version("scikit-learn").split(".")[:2])) >= _ENCODER_TAKES_SPLITTERS:
            seeded = "cv=KFold(5, shuffle=True, random_state=SEED)"
            self.imports.add(("sklearn.model_selection", "KFold"))
        means = f'TargetEncoder(target_type="{_TARGET_TYPES[self.plan.task]}", {seeded})'
        if learner.scaling != "none":
            means = f"make_pipeline({means}, {_SCALERS[learner.scaling]})"
            self.imports.add(("sklearn.preprocessing", _SCALERS[learner.scaling].partition("(")[0]))
        self.imports.add(("sklearn.preprocessing", "TargetEncoder"))
        yield f"    means = {means}"

    def _of_numbers(self, learner: Learner) -> Iterator[str]:
        """Yield the lines that say how numbers are prepared."""
        steps = list[str]()
        if self.table.columns is not None and not {"NUMBERS", "DATES"} & set(self.lists):
            return
        if not learner.reads_gaps:
            self.imports.add(("sklearn.impute", "SimpleImputer"))
            steps.append('SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)')
        if learner.scaling != "none":
            scaler = _SCALERS[learner.scaling]
            self.imports.add(("sklearn.preprocessing", scaler.partition("(")[0]))
            steps.append(scaler)
        if not steps:
            yield '    numbers = "passthrough"'
            return
        if len(steps) > 1:
            yield f"    filled = {steps[0]}"
            steps[0] = "filled"
        yield f"    numbers = make_pipeline({', '.join(steps)})"

    def _transformers(self, learner: Learner) -> Iterator[str]:
        """Yield one entry for each kind of column."""
        names = set(self.lists)
        numbers, categories = "NUMBERS", "CATEGORIES"
        if self.table.columns is None:
            names, numbers, categories = {numbers, categories}, "number_columns", "category_columns"
        elif self.is_directed:
            numbers = "[name for name in NUMBERS if name not in MONOTONE]"
        if self.is_directed:
            yield '("directed", numbers, list(MONOTONE))'
        if "NUMBERS" in names:
            yield f'("numbers", numbers, {numbers})'
        if "CATEGORIES" in names:
            yield from self._entries_of_categories(learner, categories)
        if "DATES" in names:
            self.imports.add(("sklearn.preprocessing", "FunctionTransformer"))
            made = "FunctionTransformer(date_numbers, feature_names_out=date_names)"
            yield f'("dates", make_pipeline({made}, numbers), DATES)'
        if "TEXTS" in names:
            yield self._of_texts(learner)

    def _entries_of_categories(self, learner: Learner, categories: str) -> Iterator[str]:
        if learner.keeps_categories or self._is_told(learner):
            yield f'("categories", "passthrough", {categories})'
        elif self._keeps_words(learner):
            yield f'("categories", KeptWords({learner.n_kept}), {categories})'
        else:
            self.imports.add(("sklearn.preprocessing", "OneHotEncoder"))
            encoder = f'OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories={_MOST_CATEGORIES})'
            yield f'("categories", {encoder}, {"narrow_columns" if self._has_wide(learner) else categories})'
        if self._has_wide(learner):
            yield '("many categories", means, wide_columns)'

    def _of_texts(self, learner: Learner) -> str:
        if self._is_told_texts(learner):
            return '("texts", "passthrough", TEXTS)'
        self.imports.add(("sklearn.feature_extraction.text", "TfidfVectorizer"))
        n_words = _MOST_WORDS if learner.reads_sparse else _MOST_DENSE_WORDS
        maker = "WordColumns" if self._keeps_words(learner) else "TfidfVectorizer"
        words = f"{maker}(sublinear_tf=True, min_df=2, max_features={n_words})"
        return f'*((f"words of {{name}}", {words}, name) for name in TEXTS)'
