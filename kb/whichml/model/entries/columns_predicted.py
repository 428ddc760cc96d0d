"""The column that is predicted, by its name in a table: `target: churned`, which no field of a brief holds."""

from __future__ import annotations

from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.words.spoken_words import spoken_words

_NAMES: Final = frozenset({
    "target", "label", "label_column", "target_column", "target_variable", "label_name", "target_name", "y",
    "dependent_variable", "response_variable", "outcome_column", "class_column",
})  # fmt: skip
"""Names under which people say which column is predicted."""
_A_COLUMN: Final = expression(r"[^\W\d][\w.-]*(?: [\w.()/€$%-]+){0,5}")


def column_predicted(called: str, value: object) -> str:
    """Return a sentence that names the column which is predicted; nothing where a fact names none.

    What is a word of a field, or a machine that a model runs on, is left to that field.

    Examples
    --------
    >>> column_predicted("target", "churned"), column_predicted("target", "phone"), column_predicted("weather", "rain")
    ('target: churned', '', '')
    """
    if called not in _NAMES or not isinstance(value, str) or _A_COLUMN.fullmatch(value.strip()) is None:
        return ""
    fields = ("data.target", "deployment.target") if called == "target" else ()
    return "" if any(spoken_words(each, value) for each in fields) else f"{called}: {value.strip()}"
