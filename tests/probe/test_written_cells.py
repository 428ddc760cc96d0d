"""Numbers and dates are read from texts as people write them, and texts that are neither stay texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml.probe.reading.written_dates import dates_written
from whichml.probe.reading.written_numbers import numbers_written

pytestmark = pytest.mark.slow("makes up tables by the hundred")


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1,234", "12"], [1234, 12]),
        (["1,234", "0,5"], [1.234, 0.5]),
        (["0,123", "4,567"], [0.123, 4.567]),
        (["1.234", "1.234.567"], [1234, 1234567]),
        (["12.345,50 €", "1,00 €"], [12345.5, 1]),
        (["$1,200.50", "-$3", "$ 7"], [1200.5, -3, 7]),
        (["$1.234", "$5.678"], [1.234, 5.678]),
        (["(123)", "45"], [-123, 45]),
        (["−5 °C", "36.6 °C"], [-5, 36.6]),
        (["1\u00a0234,5", "7,25"], [1234.5, 7.25]),
        (["1'234.5", "9"], [1234.5, 9]),
        (["EUR 12", "EUR 7"], [12, 7]),
        (["60 km/h", "70 km/h"], [60, 70]),
        (["0:30", "13:15:36"], [0.5, 13.26]),
    ],
)
def test_numbers_are_read_as_people_write_them(texts: list[str], values: list[float]) -> None:
    found = numbers_written(texts)
    assert found is not None
    assert found.values == pytest.approx(values)


@pytest.mark.parametrize(
    "texts",
    [
        ["3 kg", "3 g"], ["$3", "3 €"], ["$3", "3"], ["1.2.3", "1.2.4"], ["10.0.0.1"], ["555-1234"], ["1st", "2nd"],
        ["1,23,4"], ["(5", "6"], ["25:00"], ["12:60"], [""], ["-"], ["."], ["<5", "7"], ["2024-01-03"], ["a1"], [],
        ["1" + " " * 100_000 + "!"],
    ],
)  # fmt: skip
def test_texts_that_are_no_numbers_or_mix_units_are_none(texts: list[str]) -> None:
    assert numbers_written(texts) is None


AMOUNTS = st.lists(st.decimals(-10_000_000, 10_000_000, places=2), min_size=1, max_size=8)
DIALECTS: dict[str, Callable[[str], str]] = {
    "plain": lambda text: text.replace(",", ""),
    "english": lambda text: text,
    "german": lambda text: text.translate(str.maketrans(",.", ".,")),
    "french": lambda text: text.translate(str.maketrans(",.", "\u202f,")),
    "swiss": lambda text: text.replace(",", "'"),
}


@given(amounts=AMOUNTS, dialect=st.sampled_from(sorted(DIALECTS)), before=st.sampled_from(["", "$", "CHF "]))
def test_amounts_of_two_decimals_are_read_back_in_any_dialect(amounts: list, dialect: str, before: str) -> None:  # type: ignore[type-arg]
    found = numbers_written([before + DIALECTS[dialect](f"{amount:,}") for amount in amounts])
    assert found is not None
    assert found.values == tuple(map(float, amounts))


@pytest.mark.parametrize(
    ("texts", "iso"),
    [
        (["Jan 3, 2024", "February 13 2024"], "2024-01-03T00:00"),
        (["3 Jan 2024", "13 Sept. 2024"], "2024-01-03T00:00"),
        (["03-JAN-24", "13-feb-99"], "2024-01-03T00:00"),
        (["Wed, 3 Jan 2024 10:00:00 GMT"], "2024-01-03T10:00:00Z"),
        (["1/3/24", "2/13/24"], "2024-01-03T00:00"),
        (["2024-01-03 12:05 AM", "2024-01-03 1:05 PM"], "2024-01-03T00:05"),
        (["1/13/2024, 1:05:09 p.m."], "2024-01-13T13:05:09"),
        (["2024-01", "2024-12"], "2024-01-01T00:00"),
        (["2024-01-03 10:00:00 UTC"], "2024-01-03T10:00:00Z"),
        (["2024-01-03T10:00:00,5+0200"], "2024-01-03T10:00:00.5+0200"),
    ],
)
def test_dates_are_read_as_people_write_them(texts: list[str], iso: str) -> None:
    found = dates_written(texts)
    assert found is not None
    assert found.iso[0] == iso


@pytest.mark.parametrize(
    "texts",
    [["soon"], ["2024-01-03", "3 Jan 2024"], ["2019-20"], ["1.2.3"], ["192.168.0.1"], ["May"], ["2024"], ["12:30"], []],
)
def test_texts_that_are_no_dates_or_mix_forms_are_none(texts: list[str]) -> None:
    assert dates_written(texts) is None


def test_what_could_be_read_otherwise_is_told() -> None:
    found = dates_written(["1/3/24"])
    assert found is not None
    assert found.note == "were read with the month first and with years of two digits as 1969 to 2068"
    assert dates_written(["13/3/2024"]).note == ""  # type: ignore[union-attr]


FORMS = [
    "%Y-%m-%d %H:%M", "%Y/%m/%d %I:%M %p", "%d %b %Y %H:%M", "%B %d, %Y %I:%M%p", "%d-%b-%y %H:%M",
    "%a, %d %b %Y %H:%M", "%d.%m.%Y %H:%M",
]  # fmt: skip


@given(
    moments=st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)), min_size=1, max_size=8),
    form=st.sampled_from(FORMS),
)
def test_moments_are_read_back_in_any_form(moments: list[datetime], form: str) -> None:
    found = dates_written([moment.strftime(form) for moment in moments])
    assert found is not None
    assert [datetime.fromisoformat(iso) for iso in found.iso] == [m.replace(second=0, microsecond=0) for m in moments]
