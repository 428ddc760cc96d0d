"""Tables as Parquet, read in batches until a limit, with the types that a text could have had."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from whichml.model.documents.errors import Place, ProbeError, Problem, quoted
from whichml.probe.extra import of_extra
from whichml.probe.reading.delimited import plain_names, refuse_many_columns, refuse_repeated
from whichml.probe.reading.limits import TableLimits, in_bytes
from whichml.probe.reading.unpacking import SAMPLE_ROWS

if TYPE_CHECKING:
    import pandas as pd

# so few that no batch of cells as long as allowed fills the memory
_BATCH_ROWS = 1_000
_MOST_PROBLEMS = 5
_TICKS = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}


def read_parquet(file: IO[bytes], name: str, limits: TableLimits) -> pd.DataFrame:
    """Return the rows of a Parquet file; decimals become floats, durations seconds, times with a zone UTC without one.

    Parameters
    ----------
    file : the bytes, seekable
    name : what messages call it

    Raises
    ------
    ProbeError
        When it is no Parquet, has no rows, holds other than cells, or is larger than the limits.
    """
    arrow, parquet = of_extra("pyarrow"), of_extra("pyarrow.parquet")
    of_extra("pandas")
    where = Place(name, 1, 1)
    file.seek(0)
    try:
        opened = parquet.ParquetFile(file)
        names = plain_names(opened.schema_arrow.names)
        refuse_many_columns(len(names), where, limits)
        refuse_repeated(names, where)
        _refuse_types(arrow, opened.schema_arrow, where)
        if not names or opened.metadata.num_rows == 0:
            raise ProbeError.about("the table has no rows.", where, hint="Give a table with rows.")
        table = arrow.Table.from_batches(_batches(opened, where, limits), opened.schema_arrow)
        table.validate(full=True)  # a damaged file may hold bytes that are no UTF-8
        _refuse_long_cells(arrow, table, where, limits)
        return _plain_columns(arrow, table.rename_columns(list(names)))
    except (arrow.ArrowException, OSError) as cause:
        first_line = str(cause).partition("\n")[0]
        raise ProbeError.about(f"the Parquet file cannot be read: {quoted(first_line)}.", where,
                               hint="Write it anew; encrypted files are not read.") from None  # fmt: skip


def _batches(opened: Any, where: Place, limits: TableLimits) -> list[Any]:
    batches: list[Any] = []
    n_bytes = n_rows = 0
    for batch in opened.iter_batches(batch_size=_BATCH_ROWS):
        n_bytes += batch.nbytes
        n_rows += batch.num_rows
        if n_bytes > limits.n_bytes:
            raise ProbeError.about(f"the first {n_rows:,} of {opened.metadata.num_rows:,} rows take more than "
                                   f"{in_bytes(limits.n_bytes)}.", where, hint=SAMPLE_ROWS)  # fmt: skip
        batches.append(batch)
    return batches


def _is_text(arrow: Any, kind: Any) -> bool:
    types = arrow.types
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_cell(arrow: Any, kind: Any) -> bool:
    """Return whether values of a type are numbers, truth values, dates, texts, or missing altogether."""
    types = arrow.types
    tests = (types.is_integer, types.is_floating, types.is_decimal, types.is_boolean, types.is_date,
             types.is_timestamp, types.is_duration, types.is_null)  # fmt: skip
    return _is_text(arrow, kind) or any(test(kind) for test in tests)


def _refuse_types(arrow: Any, schema: Any, where: Place) -> None:
    """Refuse columns that hold lists, bytes and other things that are no cells."""
    problems = [
        Problem(f"the column {quoted(column.name)} is of type {quoted(str(column.type))}, and a cell is a number, "
                "a truth value, a date or a text.", where, hint="Leave it out, or make columns of numbers of it.")
        for column in schema
        if not _is_cell(arrow, column.type.value_type if arrow.types.is_dictionary(column.type) else column.type)
    ]  # fmt: skip
    if problems:
        raise ProbeError(*problems[:_MOST_PROBLEMS])


def _refuse_long_cells(arrow: Any, table: Any, where: Place, limits: TableLimits) -> None:
    compute = of_extra("pyarrow.compute")
    for column in table.schema:
        if _is_text(arrow, column.type):
            texts = table[column.name].cast(arrow.large_string())
            longest = compute.max(compute.utf8_length(texts)).as_py() or 0
            if longest > limits.n_cell_characters:
                raise ProbeError.about(f"a cell of column {quoted(column.name)} has {longest:,} characters, and the "
                                       f"limit is {limits.n_cell_characters:,}.", where,
                                       hint="Shorten it, or leave the column out.")  # fmt: skip


def _seconds(arrow: Any, values: Any) -> Any:
    """Return durations as seconds."""
    compute = of_extra("pyarrow.compute")
    counts = values.cast(arrow.int64()).cast(arrow.float64(), safe=False)
    return compute.divide(counts, float(_TICKS[values.type.unit]))


def _plain_columns(arrow: Any, table: Any) -> Any:
    types = arrow.types
    for position, column in enumerate(table.schema):
        values, kind = table.column(position), column.type
        if types.is_dictionary(kind):
            values, kind = values.cast(kind.value_type), kind.value_type
        if types.is_decimal(kind) or types.is_float16(kind) or types.is_null(kind):
            values = values.cast(arrow.float64())
        elif types.is_timestamp(kind) and kind.tz:
            values = values.cast(arrow.timestamp(kind.unit, "UTC")).cast(arrow.timestamp(kind.unit))
        elif types.is_string_view(kind):
            values = values.cast(arrow.large_string())
        elif types.is_duration(kind):
            values = _seconds(arrow, values)
        table = table.set_column(position, column.name, values)
    return table.to_pandas(ignore_metadata=True, date_as_object=False)
