"""A table made ready for experiments: features, target, what each column is, and what the data tell of the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

ColumnKind = Literal["number", "category", "date", "text", "constant", "id"]


@dataclass(frozen=True, eq=False)
class PreparedDataSet:
    """Data of one supervised task.

    Attributes
    ----------
    name, digest : of the file
    features : pandas DataFrame of the columns to learn from; constant and id columns are left out
    target : NumPy array, integer codes for classes in the order of `classes`, floats for numbers
    target_name : the target's column
    task : `binary-classification`, `multiclass-classification` or `regression`
    classes : names of the classes in the order of their codes; empty for numbers
    kinds : what each feature column is
    groups : NumPy array that tells which rows belong together, or None
    order : NumPy array of positions in time by which rows are held out, or None
    facts : fields of a brief that the data tell, such as `data.rows`; plain values
    notes : what a person should look at: leakage, duplicates, possible groups and dates, dropped columns and rows
    possible_groups : columns by which rows may belong together, where none was named
    possible_orders : columns that may be an order in time, where none was named
    group_column, order_column : what `groups` and `order` were read from; empty where nothing was named
    dropped : columns of the file that were left out, as asked
    positive : of two classes the one to be found, as asked; empty for the rarer one
    """

    name: str
    digest: str
    features: Any
    target: Any
    target_name: str
    task: Literal["binary-classification", "multiclass-classification", "regression"]
    classes: tuple[str, ...]
    kinds: Mapping[str, ColumnKind]
    groups: Any = None
    order: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    possible_groups: tuple[str, ...] = ()
    possible_orders: tuple[str, ...] = ()
    group_column: str = ""
    order_column: str = ""
    dropped: tuple[str, ...] = ()
    positive: str = ""

    @property
    def n_rows(self) -> int:
        """Return how many rows there are."""
        return len(self.target)
