"""Tables as delimited text: CSV and TSV, with their dialect found, and every row checked before any is taken."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from whichml.model.documents.errors import Place, ProbeError, Problem, quoted
from whichml.probe.extra import of_extra
from whichml.probe.reading.limits import TableLimits

if TYPE_CHECKING:
    import pandas as pd

DELIMITERS = ("\t", ";", "|", ",")
# less than pandas takes for missing: `None` names a category in many tables
MISSING = ("", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "-nan", "-NaN", "null", "NULL")
_BLOCK_BYTES = 1 << 20
_SAMPLE_CHARACTERS = 1 << 16
_MOST_PROBLEMS = 5
_MOST_NAMED = 5
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# a name of a column may look like a tag; a line of names has more than one of them
_OTHER_FORMAT = re.compile(r"\s*(?:<(?:!doctype|html|\?xml)|<[a-z][^,;\t|\n]*(?:\n|\Z)|\{|\[\s*[\[{])", re.IGNORECASE)
_NOT_IN_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_POINTS_OF_THOUSANDS = r"[-+]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?"
_NUMBER = re.compile(r"[-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][-+]?\d+)?\Z")
_COMMA_NUMBER = re.compile(r"\s*[-+]?\d*,\d+(?:[eE][-+]?\d+)?\s*\Z")
_POINT_NUMBER = re.compile(r"\s*[-+]?\d*\.\d+(?:[eE][-+]?\d+)?\s*\Z")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text is laid out.

    Attributes
    ----------
    delimiter : what separates cells
    decimal : what separates whole numbers from decimals
    codes : columns with digits behind a leading zero, which would be lost from a number
    encoding : as Python names it
    """

    delimiter: str
    columns: tuple[str, ...]
    decimal: str
    codes: tuple[str, ...]
    encoding: str


def read_delimited(
    file: IO[bytes], name: str, limits: TableLimits, delimiter: str | None
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the rows of a delimited text with its first line as names of columns, and notes on how it was read.

    Parameters
    ----------
    file : the bytes, seekable
    name : what messages call it
    delimiter : None finds it among comma, semicolon, tab and bar

    Raises
    ------
    ProbeError
        When it is no text or no table; with the lines of the first rows that do not fit.
    """
    layout, notes = layout_of(file, name, limits, delimiter)
    pandas = of_extra("pandas")
    with _text(file, layout.encoding) as text:
        frame = pandas.read_csv(text, sep=layout.delimiter, header=0, names=list(layout.columns), index_col=False,
                                decimal=layout.decimal, low_memory=False, skipinitialspace=True,
                                dtype=dict.fromkeys(layout.codes, "str"),
                                keep_default_na=False, na_values=list(MISSING))  # fmt: skip
    if layout.decimal == ",":
        with_commas = _decimal_comma_notes(frame)
        frame, parted = _without_points_of_thousands(frame)
        notes += (*parted, *with_commas)
    return frame, notes


def layout_of(file: IO[bytes], name: str, limits: TableLimits, delimiter: str | None) -> tuple[Layout, tuple[str, ...]]:
    """Return how a delimited text is laid out, after a look at every row, and notes on what is not certain.

    Parameters and errors are those of `read_delimited`.
    """
    encoding, notes = _encoding_of(file, name)
    with _text(file, encoding) as text:
        start = text.read(_SAMPLE_CHARACTERS)
    if not start.strip():
        raise ProbeError.about("the file is empty.", Place(name, 1, 1), hint="Give a table with a line of names.")
    if _OTHER_FORMAT.match(start):
        raise ProbeError.about("this is no table: it begins like HTML, XML or JSON.", Place(name, 1, 1),
                               hint="Give a CSV file with one line per row.")  # fmt: skip
    with _text(file, encoding) as text:
        return _layout_of(text, name, limits, delimiter or _delimiter_of(start), encoding), notes


def _decimal_comma_notes(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return a note that names the columns of numbers in which commas stood before decimals; none where none did."""
    numbers = frame.select_dtypes("float")
    found = [quoted(str(name)) for name in numbers.columns if (numbers[name].dropna() % 1 != 0).any()]
    if not found:
        return ()
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return (f"{', '.join(found[:_MOST_NAMED])}{more}: commas were read as decimal marks.",)


def _without_points_of_thousands(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the frame with numbers where whole columns part thousands with points, as beside decimal commas."""
    pandas = of_extra("pandas")
    found = {}
    for name in frame.columns:
        values = frame[name]
        if not pandas.api.types.is_string_dtype(values) or not values.str.fullmatch(_POINTS_OF_THOUSANDS).all():
            continue
        if values.str.contains(".", regex=False).any():
            plain = values.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
            found[name] = pandas.to_numeric(plain)
    notes = tuple(f"{quoted(str(name))}: points were read as marks between thousands." for name in found)
    return frame.assign(**found), notes


@contextmanager
def _text(file: IO[bytes], encoding: str) -> Iterator[io.TextIOWrapper]:
    """Yield the whole file as text with its line ends untouched, and leave the file open."""
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield text
    finally:
        text.detach()


def _encoding_of(file: IO[bytes], name: str) -> tuple[str, tuple[str, ...]]:
    """Return `utf-8-sig`, or `cp1252` (else `latin-1`) with a note where the bytes are no UTF-8."""
    file.seek(0)
    start = file.read(4)
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise ProbeError.about("the file is in UTF-32, which is not read.", Place(name, 1, 1), hint="Save it as UTF-8.")
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ProbeError.about("the file is in UTF-16, which is not read.", Place(name, 1, 1), hint="Save it as UTF-8.")
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    n_lines, unfit_line, encoding = 1, 0, "cp1252"
    while block := file.read(_BLOCK_BYTES):
        control = _CONTROL.search(block)
        if control:
            line = n_lines + block.count(b"\n", 0, control.start())
            raise ProbeError.about(
                f"this is no text: it holds the control character U+{control.group()[0]:04X}.",
                Place(name, line, 1),
                hint="Give a CSV file in UTF-8, or a Parquet file whose name ends in .parquet.",
            )
        if not unfit_line:
            try:
                decoder.decode(block)
            except UnicodeDecodeError as cause:
                unfit_line = n_lines + block.count(b"\n", 0, max(cause.start, 0))
        n_lines += block.count(b"\n")
        if encoding == "cp1252" and _NOT_IN_CP1252.search(block):
            encoding = "latin-1"
    if not unfit_line:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            unfit_line = n_lines
    if not unfit_line:
        return "utf-8-sig", ()
    called = "Windows-1252" if encoding == "cp1252" else "Latin-1"
    return encoding, (f"{name} is not UTF-8 (line {unfit_line}) and was read as {called}; look at letters with accents "
                      "in names of columns and categories.",)  # fmt: skip


def _delimiter_of(start: str) -> str:
    """Return what separates the cells: what cuts most of the first rows into as many cells as the first line."""
    best, best_score = ",", (0.0, 1)
    for delimiter in DELIMITERS:
        try:
            rows = [row for row in csv.reader(io.StringIO(start, newline=""), delimiter=delimiter) if row]
        except csv.Error:
            continue
        if len(rows) > 2 and len(start) >= _SAMPLE_CHARACTERS:
            rows.pop()  # cut off in the middle
        width = len(rows[0])
        score = sum(len(row) == width for row in rows) / len(rows), width
        if width > 1 and score > best_score:
            best, best_score = delimiter, score
    return best


def _rows(text: io.TextIOWrapper, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which each row begins, and its cells; blank lines are passed over.

    Raises
    ------
    ProbeError
        Where quotes do not close.
    """
    reader = csv.reader(text, delimiter=delimiter, strict=True, skipinitialspace=True)
    line = 1
    try:
        for cells in reader:
            if len(cells) > 1 or (cells and cells[0].strip()):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as cause:
        reason = str(cause)
        if "field limit" in reason:
            raise ProbeError.about(
                f"a cell is longer than {csv.field_size_limit()} characters.", Place(name, line, 1),
                hint="Look for a quote that is not closed, or leave out columns of long texts.",
            ) from None  # fmt: skip
        raise ProbeError.about(
            f"the quotes of a cell are not closed, or something follows them: {quoted(reason)}.", Place(name, line, 1),
            hint='Write a quote inside a quoted cell twice: "a ""b"" c".',
        ) from None  # fmt: skip


def _layout_of(text: io.TextIOWrapper, name: str, limits: TableLimits, delimiter: str, encoding: str) -> Layout:
    """Return the layout after looking at every row once."""
    rows = _rows(text, name, delimiter)
    line, header = next(rows, (1, [""]))
    columns = _columns_of(header, Place(name, line, 1), limits)
    problems: list[Problem] = []
    widths: set[int] = set()
    digits, codes = set(range(len(columns))), set[int]()
    n_rows = n_commas = n_points = 0
    for line, cells in rows:
        n_rows += 1
        problem = _unfit_row(cells, columns, Place(name, line, 1), limits)
        if problem:
            problems.append(problem)
            widths.add(len(cells))
            if len(problems) == _MOST_PROBLEMS:
                break
            continue
        for place in tuple(digits):
            if not (cell := cells[place]).isdigit() and cell not in MISSING:
                digits.remove(place)
            elif cell[:1] == "0" and len(cell) > 1:
                codes.add(place)
        if delimiter == ";":  # elsewhere the columns tell it for themselves
            n_commas += sum(1 for cell in cells if "," in cell and _COMMA_NUMBER.match(cell))
            n_points += sum(1 for cell in cells if "." in cell and _POINT_NUMBER.match(cell))
    if len(problems) == n_rows > 1 and len(widths) == 1 and len(columns) not in widths:
        raise _unfit_header(columns, widths.pop(), Place(name, 1, 1))
    if problems:
        raise ProbeError(*problems)
    if n_rows == 0:
        raise ProbeError.about(f"there are no rows below the names of the {len(columns)} columns.",
                               Place(name, line, 1), hint="Give a table with rows.")  # fmt: skip
    with_zeros = tuple(columns[place] for place in sorted(codes & digits))
    return Layout(delimiter, columns, "," if n_commas > n_points else ".", with_zeros, encoding)


def _unfit_header(columns: tuple[str, ...], width: int, where: Place) -> ProbeError:
    """Return the refusal of a first line that is the only one of another width."""
    if len(columns) > width:
        hint = "Give each row as many cells as there are names, or take the names of other columns out."
    elif len(columns) == width - 1 > 1 and not columns[0].startswith(("sep=", "#")):
        hint = "Name the column that has no name, or take the delimiter at the end of each row out."
    else:
        hint = "Take out the lines above the names of the columns, such as a title, a remark or sep=;."
    return ProbeError.about(f"the first line has {len(columns)} {'name' if len(columns) == 1 else 'names'}, and each "
                            f"row below has {width} cells.", where, hint=hint)  # fmt: skip


def plain_names(header: Sequence[str]) -> tuple[str, ...]:
    """Return names of columns without blanks around them; a nameless one is called after its place."""
    return tuple(cell.strip() or f"column {position}" for position, cell in enumerate(header, 1))


def _columns_of(header: list[str], where: Place, limits: TableLimits) -> tuple[str, ...]:
    """Return the names of columns; a nameless one is called after its place."""
    refuse_many_columns(len(header), where, limits)
    names = plain_names(header)
    refuse_repeated(names, where)
    counted = all(name == str(position) for position, name in enumerate(names, 1 - (names[0] == "0")))
    if not counted and all(_NUMBER.match(name) for name in names):
        raise ProbeError.about("the first line holds numbers and no names of columns.", where,
                               hint="Add a first line with the names of the columns.")  # fmt: skip
    return names


def refuse_many_columns(n_columns: int, where: Place, limits: TableLimits) -> None:
    """Refuse more columns than the limit.

    Raises
    ------
    ProbeError
        With both numbers.
    """
    if n_columns > limits.n_columns:
        raise ProbeError.about(f"there are {n_columns:,} columns, and the limit is {limits.n_columns:,}.", where,
                               hint="Leave out columns that cannot matter.")  # fmt: skip


def refuse_repeated(names: tuple[str, ...], where: Place) -> None:
    """Refuse names of columns that are given twice.

    Raises
    ------
    ProbeError
        With one problem for each such name and the positions where it stands.
    """
    positions: dict[str, list[int]] = {}
    for position, name in enumerate(names, 1):
        positions.setdefault(name, []).append(position)
    repeated = {name: found for name, found in positions.items() if len(found) > 1}
    if repeated:
        raise ProbeError(*(
            Problem(f"{len(found)} columns are called {quoted(name)} (columns {', '.join(map(str, found[:5]))}).",
                    where, hint="Give each column a name of its own.")
            for name, found in list(repeated.items())[:_MOST_PROBLEMS]
        ))  # fmt: skip


def _unfit_row(cells: list[str], columns: tuple[str, ...], where: Place, limits: TableLimits) -> Problem | None:
    if len(cells) != len(columns):
        return Problem(f"this row has {len(cells)} cells, and the table has {len(columns)} columns.", where,
                       hint="Quote a cell that holds the delimiter; leave a missing value empty.")  # fmt: skip
    if max(map(len, cells)) <= limits.n_cell_characters:
        return None
    column, cell = max(zip(columns, cells, strict=True), key=lambda pair: len(pair[1]))
    return Problem(f"the cell of column {quoted(column)} has {len(cell):,} characters, and the limit is "
                   f"{limits.n_cell_characters:,}.", where,
                   hint="Shorten it, or look for a quote that is not closed.")  # fmt: skip
