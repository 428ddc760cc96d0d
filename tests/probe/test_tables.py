"""A table is read as it was meant, or refused with the line and what to do; nothing in it is run."""

from __future__ import annotations

import bz2
import csv
import gzip
import hashlib
import io
import lzma
import os
import pickle
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from by_night import by_night
from whichml.model.documents.errors import Place, ProbeError
from whichml.probe.reading.tables import DataTable, TableLimits, read_table

pytestmark = pytest.mark.slow("writes and reads tables in every form")

SMALL = b"size,colour\n1.5,red\n2.5,\n"
Write = Callable[[str, str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def zipped(*members: tuple[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members:
            opened.writestr(name, content)
    return archive.getvalue()


def zstd(content: bytes) -> bytes:
    packed = pa.BufferOutputStream()
    with pa.CompressedOutputStream(packed, "zstd") as stream:
        stream.write(content)
    return bytes(packed.getvalue())


def refusal(path: Path, limits: TableLimits = TableLimits()) -> str:  # noqa: B008
    with pytest.raises(ProbeError) as refused:
        read_table(path, limits)
    assert all(problem.hint for problem in refused.value.problems)
    return str(refused.value)


def as_small(table: DataTable) -> bool:
    return table.frame["size"].tolist() == [1.5, 2.5] and table.frame["colour"].fillna("").tolist() == ["red", ""]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_of_a_csv_is_found(write: Write, delimiter: str) -> None:
    text = SMALL.decode().replace(",", delimiter)
    assert as_small(read_table(write("a.csv", text)))


def test_decimal_commas_are_numbers_where_semicolons_separate(write: Write) -> None:
    assert as_small(read_table(write("a.csv", "size;colour\n1,5;red\n2,5;\n")))


def test_columns_whose_commas_were_read_as_decimal_marks_are_named(write: Write) -> None:
    table = read_table(write("a.csv", "size;n;people;colour\n1,5;1;12.345;red\n2,0;2;345;blue\n"))
    assert table.notes == (
        "'people': points were read as marks between thousands.", "'size': commas were read as decimal marks.",
    )  # fmt: skip
    many = ";".join("abcdefg")
    (note,) = read_table(write("b.csv", f"{many}\n{';'.join(['1,5'] * 7)}\n")).notes
    assert note == "'a', 'b', 'c', 'd', 'e' and 2 more: commas were read as decimal marks."


def test_points_part_thousands_in_a_table_with_decimal_commas(write: Write) -> None:
    table = read_table(write("a.csv", "people;share\n12.345;1,5\n345;2,5\n"))
    assert table.frame["people"].tolist() == [12_345, 345]
    assert "'people': points" in table.notes[0]
    assert read_table(write("b.csv", "people;share\n12.345;1.5\n")).frame["people"].tolist() == [12.345]


@pytest.mark.parametrize("missing", ["", "NA"])
def test_leading_zeros_of_codes_are_kept(write: Write, missing: str) -> None:
    frame = read_table(write("a.csv", f"zip,share,n\n00501,0.5,0\n{missing},00.5,10\n90210,1,7\n")).frame
    assert frame["zip"].dropna().tolist() == ["00501", "90210"]
    assert frame["share"].tolist() == [0.5, 0.5, 1]
    assert frame["n"].tolist() == [0, 10, 7]


def test_blanks_around_texts_are_taken_off_and_noted(write: Write) -> None:
    table = read_table(write("a.csv", 'answer,n\nyes,1\nyes  ,2\n"  ",3\n'))
    assert table.frame["answer"].fillna("").tolist() == ["yes", "yes", ""]
    assert table.notes == ("'answer': blanks around 2 texts were taken off.",)


def test_names_that_look_like_tags_are_names(write: Write) -> None:
    assert list(read_table(write("a.csv", "<script>alert(1)</script>,n\n1,2\n")).frame.columns)[1] == "n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# made by a tool\na,b\n1,2\n3,4\n", "has 1 name, and each row below has 2 cells.\nTake out the lines above"),
        ("sep=;\na;b;c\n1;2;3\n", "Take out the lines above"),
        ("a,b\n1,2,\n3,4,\n", "Name the column that has no name, or take the delimiter"),
        ("a,b,c\n1,2\n3,4\n", "Give each row as many cells as there are names"),
    ],
)
def test_a_first_line_of_another_width_than_all_rows_is_the_one_that_is_refused(
    write: Write, text: str, said: str
) -> None:
    message = refusal(write("a.csv", text))
    assert said in message
    assert message.count("a.csv:") == 1


def test_a_semicolon_in_most_cells_does_not_separate_a_table_with_commas(write: Write) -> None:
    frame = read_table(write("a.csv", "tags,n\na;b,1\nc,2\nd;e;f,3\n")).frame
    assert frame["tags"].tolist() == ["a;b", "c", "d;e;f"]


def test_semicolons_in_a_name_do_not_separate_a_table_with_commas(write: Write) -> None:
    assert list(read_table(write("a.csv", "size;mm;l,n\n1,2\n3,4\n")).frame.columns) == ["size;mm;l", "n"]


@pytest.mark.parametrize("name", ["a.tsv", "a.TSV", "a.tab"])
def test_a_tsv_is_separated_by_tabs_even_where_commas_are_more_regular(write: Write, name: str) -> None:
    assert list(read_table(write(name, "a,b\tc\n1,2\t3\n")).frame.columns) == ["a,b", "c"]


def test_a_byte_order_mark_is_no_part_of_the_first_name(write: Write) -> None:
    assert list(read_table(write("a.csv", b"\xef\xbb\xbf" + SMALL)).frame.columns) == ["size", "colour"]


@pytest.mark.parametrize(
    ("encoding", "called", "letter"), [("cp1252", "Windows-1252", "€"), ("latin-1", "Latin-1", "\x81")]
)
def test_what_is_not_utf_8_is_read_as_what_windows_writes_and_noted_with_its_line(
    write: Write, encoding: str, called: str, letter: str
) -> None:
    table = read_table(write("a.csv", f"town,n\nUlm,1\nKöln{letter},2\n".encode(encoding)))
    assert table.frame["town"].tolist() == ["Ulm", f"Köln{letter}"]
    assert f"(line 3) and was read as {called}" in table.notes[0]
    assert read_table(write("b.csv", "town,n\nKöln,2\n")).notes == ()


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("a.csv.gz", gzip.compress(SMALL, mtime=0)),
        ("a.gz", gzip.compress(SMALL, mtime=0)),
        ("a.csv.bz2", bz2.compress(SMALL)),
        ("a.csv.xz", lzma.compress(SMALL)),
        ("a.csv.zst", zstd(SMALL)),
        ("a.zip", zipped(("folder/a.csv", SMALL))),
        ("mac.zip", zipped(("a.csv", SMALL), ("__MACOSX/._a.csv", b"x"), (".DS_Store", b"x"))),
    ],
)
def test_a_compressed_table_is_the_table_inside(write: Write, name: str, packed: bytes) -> None:
    table = read_table(write(name, packed))
    assert as_small(table)
    assert (table.name, table.digest) == (name, hashlib.sha256(packed).hexdigest())


def test_a_parquet_file_has_the_types_that_a_text_could_have_had(tmp_path: Path) -> None:
    stamps = pd.to_datetime(["2026-01-01T12:00", None]).tz_localize("Europe/Berlin")
    columns = {
        "whole": pa.array([1, None]),
        "yes": pa.array([True, None]),
        "word": pa.array(["a", None]).dictionary_encode(),
        "price": pa.array([Decimal("1.00"), None], pa.decimal128(10, 2)),
        "when": pa.array(stamps),
        "nothing": pa.nulls(2),
        "view": pa.array(["b", None], pa.string_view()),
        "took": pa.array([1_500, None], pa.duration("ms")),
        " ": pa.array([4, None]),
    }
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    frame = read_table(tmp_path / "a.parquet").frame
    assert frame.loc[0, ["whole", "yes", "word", "price"]].tolist() == [1, "True", "a", 1]
    assert frame["when"][0] == pd.Timestamp("2026-01-01T11:00")
    assert frame.loc[0, ["view", "took", "column 9"]].tolist() == ["b", 1.5, 4]
    assert frame.loc[1].isna().all()


def test_the_index_of_a_data_frame_stays_a_column(tmp_path: Path) -> None:
    frame = pd.DataFrame({"n": [1, 2]}, index=pd.Index([7, 8], name="ward"))
    frame.to_parquet(tmp_path / "a.parquet")
    assert read_table(tmp_path / "a.parquet").frame["ward"].tolist() == [7, 8]


@pytest.mark.parametrize("values", [pa.array([[1], [2]]), pa.array([b"x", b"y"]), pa.array([{"a": 1}, {"a": 2}])])
def test_a_parquet_column_of_other_than_cells_is_refused_by_name(tmp_path: Path, values: pa.Array) -> None:
    pq.write_table(pa.table({"n": [1, 2], "odd": values}), tmp_path / "a.parquet")
    assert "'odd' is of type" in refusal(tmp_path / "a.parquet")


def test_a_parquet_file_with_texts_that_are_no_utf_8_is_refused(tmp_path: Path) -> None:
    texts = pa.StringArray.from_buffers(2, pa.py_buffer(b"\x00\0\0\0\x01\0\0\0\x02\0\0\0"), pa.py_buffer(b"a\xff"))
    pq.write_table(pa.table({"n": [1, 2], "word": texts}), tmp_path / "a.parquet")
    assert "UTF8" in refusal(tmp_path / "a.parquet")


def test_ragged_rows_are_refused_with_the_lines_on_which_they_begin(write: Write) -> None:
    path = write("a.csv", 'a,b\n1,"two\nlines"\n3\n\n4,5,6\n')
    with pytest.raises(ProbeError) as refused:
        read_table(path)
    assert [problem.where for problem in refused.value.problems] == [Place("a.csv", 4, 1), Place("a.csv", 6, 1)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "", "a.csv:1:1: the file is empty"),
        ("a.csv", "\n \n", "the file is empty"),
        ("a.csv", "a,b\n", "no rows below the names of the 2 columns"),
        ("a.csv", "a,b,a\n1,2,3\n", "2 columns are called 'a' (columns 1, 3)"),
        ("a.csv", "1.5,2\n3,4\n", "the first line holds numbers"),
        ("a.csv", 'a,b\n1,2\n3,"x\n', "a.csv:3:1: the quotes of a cell are not closed"),
        ("a.csv", "<!doctype html><p>", "begins like HTML"),
        ("a.csv", '{"a": 1}', "begins like HTML, XML or JSON"),
        ("a.csv", b"a,b\n1,2\n\x00,3\n", "a.csv:3:1: this is no text: it holds the control character U+0000"),
        ("a.csv", "a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        ("a.csv", "a,b\n1,2\n".encode("utf-32"), "UTF-32"),
        ("a.csv", b"PAR1....", "the name ends in .csv, and the file looks like .parquet"),
        ("a.csv", gzip.compress(SMALL, mtime=0), "looks like .gz inside"),
        ("a.parquet", SMALL, "is no .parquet inside"),
        ("a.parquet", b"PAR1....PAR1", "the Parquet file cannot be read"),
        ("a.xlsx", zipped(("xl/workbook.xml", b"")), "'.xlsx' is not that of a table"),
        ("a.pkl", pickle.dumps([1]), "never opened"),
        ("a", SMALL, "the name has no suffix"),
        ("a.csv.gz", gzip.compress(SMALL, mtime=0)[:-9], "cannot be unpacked"),
        ("a.pkl.gz", gzip.compress(b"x", mtime=0), "never opened"),
        ("a.zip", zipped(("a.csv", SMALL), ("b.csv", SMALL)), "holds 2 files ('a.csv', 'b.csv'"),
        ("a.zip", zipped(), "cannot|is no .zip|holds 0 files"),
        ("a.gz", gzip.compress(gzip.compress(SMALL, mtime=0), mtime=0), "what is inside ('.gz') is no table"),
    ],
)
def test_what_is_no_table_is_refused_with_what_it_is(write: Write, name: str, content: str | bytes, said: str) -> None:
    message = refusal(write(name, content))
    assert any(words in message for words in said.split("|"))


def test_a_file_that_is_missing_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "a.csv")
    assert "is a folder" in refusal(tmp_path)


def test_a_pipe_and_a_device_are_refused_without_waiting_for_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    for path in (tmp_path / "a.csv", Path(os.devnull)):
        assert "is no regular file" in refusal(path)


def test_a_csv_of_two_gigabytes_is_refused_by_its_size_with_what_to_do(write: Write) -> None:
    path = write("a.csv", SMALL)
    with path.open("r+b") as file:
        file.truncate(2_000_000_000)  # a hole on the disk: reading it to the end would show
    message = refusal(path)
    assert "2 GB, and the limit is 1 GB" in message
    assert "sample of the rows" in message


@pytest.mark.parametrize(
    ("suffix", "pack"), [(".gz", gzip.compress), (".xz", lzma.compress), by_night(".bz2", bz2.compress)]
)
def test_a_bomb_is_cut_off_at_the_limit_and_told_how_far_it_got(
    write: Write, suffix: str, pack: Callable[[bytes], bytes]
) -> None:
    path = write(f"a.csv{suffix}", pack(b"a,b\n" + b"1,2\n" * 5_000_000))
    assert "unpacking was stopped after 2.1 MB" in refusal(path, TableLimits(n_bytes=2_000_000))


def test_a_parquet_file_that_is_larger_unpacked_than_the_limit_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": ["x" * 1_000] * 20_000}), tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").stat().st_size < 100_000
    message = refusal(tmp_path / "a.parquet", TableLimits(n_bytes=2_500_000))
    assert "the first 3,000 of 20,000 rows" in message


def test_columns_and_cells_beyond_the_limits_are_refused(write: Write) -> None:
    path = write("a.csv", "a,b\n1,2\n3,long\n")
    assert "2 columns, and the limit is 1" in refusal(path, TableLimits(n_columns=1))
    assert "a.csv:3:1: the cell of column 'b' has 4 characters" in refusal(path, TableLimits(n_cell_characters=3))
    assert len(read_table(path, TableLimits(n_columns=2, n_cell_characters=4)).frame) == 2


def test_a_parquet_cell_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": ["x", "long"]}), tmp_path / "a.parquet")
    assert "column 'a' has 4 characters" in refusal(tmp_path / "a.parquet", TableLimits(n_cell_characters=3))


@pytest.mark.parametrize("package", ["pandas", "pyarrow"])
def test_a_missing_package_is_named_with_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")
    monkeypatch.setitem(sys.modules, package, None)
    message = refusal(tmp_path / "a.parquet")
    assert package in message
    assert "pip install 'whichml[probe]'" in message


def test_formulas_and_code_in_cells_stay_texts(write: Write) -> None:
    cells = ["=1+1", "__import__('os').getcwd()", "[1]", "None"]
    frame = read_table(write("a.csv", "\n".join(["n|cell", *(f"1|{cell}" for cell in cells)]))).frame
    assert frame["cell"].tolist() == cells


def test_truth_values_beside_missing_ones_and_huge_numbers_become_texts(write: Write) -> None:
    frame = read_table(write("a.csv", f"yes,huge\nTrue,{10**30}\n,1\n")).frame
    assert frame["yes"][0] == "True"
    assert frame["huge"].tolist() == [str(10**30), "1"]
    assert frame["yes"].isna().tolist() == [False, True]


NUMBERS = st.floats(-1e6, 1e6).map(lambda number: round(number, 3))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), max_size=8).map("w".__add__)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(st.tuples(NUMBERS, WORDS, st.integers(-9, 9)), min_size=2, max_size=6),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_a_table_that_csv_writes_in_any_dialect_is_read_back(
    tmp_path: Path, rows: list[tuple[float, str, int]], delimiter: str, line_end: str, quoting: int, encoding: str
) -> None:
    path = tmp_path / "round.csv"
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
        for row in [("number", "word", "whole"), *rows]:
            cells = [str(cell).replace(".", ",") if delimiter == ";" and cell is row[0] else cell for cell in row]
            writer.writerow(cells)
    frame = read_table(path).frame
    assert [tuple(row) for row in frame.itertuples(index=False)] == rows
