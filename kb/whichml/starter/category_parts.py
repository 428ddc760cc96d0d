"""The parts of `train.py` that hand on categories: as such, by the mean of the target in each, or as columns."""

from __future__ import annotations

from string import Template
from typing import Final

MANY_CATEGORIES: Final = 200
"""From more on the mean of the target tells more of a category than a column for each of the most frequent ones."""
KEPT_WORDS: Final = '''\
class KeptWords(TransformerMixin, BaseEstimator):
    """Words as categories: the most frequent of each column; others, and those of no row of training, are missing."""

    def __init__(self, n_most: int) -> None:
        self.n_most = n_most

    def fit(self, X: pd.DataFrame, y: Any = None) -> Any:
        self.kept_ = {name: X[name].value_counts().index[: self.n_most].astype(object) for name in X.columns}
        return self

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        found = {
            name: pd.Categorical(X[name].where(X[name].isin(kept)), categories=kept)
            for name, kept in self.kept_.items()
        }
        return pd.DataFrame(found, index=X.index)

    def get_feature_names_out(self, names: Any = None) -> np.ndarray:
        return np.asarray(list(self.kept_), dtype=object)
'''
PLAIN_NAMES: Final = '''\
def plain_names(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose columns have names of letters and digits alone, since some learners refuse others."""
    return frame.set_axis([re.sub(r"\\W", "_", f"{name} {place}") for place, name in enumerate(frame.columns)], axis=1)
'''
WORD_COLUMNS: Final = '''\
class WordColumns(TfidfVectorizer):
    """Weights of the words of a text, as columns of a frame."""

    def set_output(self, *, transform: Any = None) -> Any:
        return self

    def fit_transform(self, texts: pd.Series, y: Any = None) -> pd.DataFrame:
        return self.frame(super().fit_transform(texts), texts)

    def transform(self, texts: pd.Series) -> pd.DataFrame:
        return self.frame(super().transform(texts), texts)

    def frame(self, found: Any, texts: pd.Series) -> pd.DataFrame:
        return pd.DataFrame(found.toarray(), index=texts.index, columns=self.get_feature_names_out())
'''
TOLD: Final = Template('''\
class Told($estimator):
    """Is told which columns hold words."""

    def fit(self, X: pd.DataFrame, y: Any, **more: Any) -> Any:
        self.set_params(cat_features=list(X.select_dtypes(exclude="number").columns))
        return super().fit(X, y, **more)
''')
TOLD_TEXTS: Final = Template('''\
class Told($estimator):
    """Is told which columns hold words, and which of these hold texts."""

    def fit(self, X: pd.DataFrame, y: Any, **more: Any) -> Any:
        words = X.select_dtypes(exclude="number").columns
        self.set_params(cat_features=[name for name in words if name not in TEXTS], text_features=TEXTS)
        return super().fit(X, y, **more)
''')
WIDE: Final = Template('''\
def wide_columns(rows: pd.DataFrame) -> list[str]:
    """Return the columns of more categories than a column for each could tell."""
    return [name for name in $categories if rows[name].nunique() > $many]


def narrow_columns(rows: pd.DataFrame) -> list[str]:
    """Return the other columns of categories."""
    wide = wide_columns(rows)
    return [name for name in $categories if name not in wide]
''')
