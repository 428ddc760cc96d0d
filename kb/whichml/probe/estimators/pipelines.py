"""From an estimator to the pipeline that a good engineer would put before it, for the columns of one table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whichml.probe.description.prepared_data_set import ColumnKind
from whichml.probe.estimators.needs import Needs

_MOST_CATEGORIES = 50
_MOST_WORDS = 20_000
_N_TEXT_COLUMNS = 30


def pipeline_for(estimator: Any, needs: Needs, kinds: Mapping[str, ColumnKind], seed: int) -> Any:
    """Return an unfitted pipeline from a data frame of these columns to predictions.

    Numbers are imputed by their median with a column that says where, and scaled; dates become numbers; categories get
    a column for each of the most frequent values, or stay categories; texts become TF-IDF weights of words, or some
    dozen dense columns of them.

    Parameters
    ----------
    estimator : unfitted
    needs : what it wants of its columns
    kinds : of the columns; constant and id columns are left out
    """
    from sklearn.pipeline import Pipeline  # an extra, and slow to import

    used = {name: kind for name, kind in kinds.items() if kind not in ("constant", "id")}
    if all(kind == "number" for kind in used.values()):
        return Pipeline([*_of_numbers(needs), ("estimator", estimator)])
    steps: list[tuple[str, Any]] = [("columns", _columns(needs, used, seed))]
    if needs.reads_categories:
        steps.append(("names", _by_function("plainly_named")))
    return Pipeline([*steps, ("estimator", estimator)])


def _by_function(name: str) -> Any:
    from sklearn.preprocessing import FunctionTransformer  # an extra, and slow to import

    from whichml.probe.estimators import columns  # needs an extra

    return FunctionTransformer(getattr(columns, name))


def _of_numbers(needs: Needs, reader: str = "as_numbers") -> list[tuple[str, Any]]:
    from sklearn.impute import SimpleImputer  # an extra, and slow to import
    from sklearn.preprocessing import MinMaxScaler, StandardScaler

    steps: list[tuple[str, Any]] = [("numbers", _by_function(reader))]
    if not needs.reads_gaps:
        # a column without any value stays, as 0: it may have values in other rows
        steps.append(("gaps", SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)))
    if needs.scaling != "none":
        steps.append(("scale", StandardScaler() if needs.scaling == "standard" else MinMaxScaler(clip=True)))
    return steps


def _columns(needs: Needs, kinds: Mapping[str, ColumnKind], seed: int) -> Any:
    from sklearn.compose import ColumnTransformer  # an extra, and slow to import
    from sklearn.pipeline import Pipeline

    by_kind = {kind: [name for name in kinds if kinds[name] == kind] for kind in ("number", "date", "category", "text")}
    parts: list[tuple[str, Any, Any]] = []
    # what splits categories by itself is given a data frame, and reads gaps and any scale
    readers = ("number_frame", "date_frame") if needs.reads_categories else ("as_numbers", "dates_as_numbers")
    if by_kind["number"]:
        parts.append(("numbers", Pipeline(_of_numbers(needs, readers[0])), by_kind["number"]))
    if by_kind["date"]:
        parts.append(("dates", Pipeline(_of_numbers(needs, readers[1])), by_kind["date"]))
    if by_kind["category"]:
        parts.append(("categories", _of_categories(needs), by_kind["category"]))
    for place, name in enumerate(by_kind["text"]):
        parts.append((f"text{place}", _of_text(needs, seed), name))
    joined = ColumnTransformer(parts, sparse_threshold=0.3 if needs.reads_sparse else 0.0)
    return joined.set_output(transform="pandas") if needs.reads_categories else joined


def _of_categories(needs: Needs) -> Any:
    from sklearn.pipeline import Pipeline  # an extra, and slow to import
    from sklearn.preprocessing import OneHotEncoder

    from whichml.probe.estimators.columns import FrequentCategories  # needs an extra

    if needs.reads_categories:
        return FrequentCategories()
    encoder = OneHotEncoder(
        handle_unknown="infrequent_if_exist", max_categories=_MOST_CATEGORIES, sparse_output=needs.reads_sparse
    )
    return Pipeline([("words", _by_function("as_words")), ("columns", encoder)])


def _of_text(needs: Needs, seed: int) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer  # an extra, and slow to import
    from sklearn.pipeline import Pipeline

    if needs.reads_sparse:
        words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2, max_features=_MOST_WORDS)
        return Pipeline([("texts", _by_function("as_texts")), ("words", words)])
    from skrub import StringEncoder  # an extra, and slow to import

    return StringEncoder(n_components=_N_TEXT_COLUMNS, random_state=seed)
