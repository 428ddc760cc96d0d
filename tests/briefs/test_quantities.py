"""A quantity is a number with a unit of the format, and equal however it is spelled."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml.model.values.currencies import CURRENCIES
from whichml.model.values.quantity import Quantity, QuantityError, in_base_unit, parse_quantity
from whichml.model.values.units import units_of
from whichml.model.values.vocabulary import Dimension

MINUTE, HOUR, DAY = 60, 3600, 86_400
FACTORS: dict[Dimension, dict[str, Fraction]] = {
    "duration": {"ns": Fraction(1, 10**9), "us": Fraction(1, 10**6), "ms": Fraction(1, 1000), "s": Fraction(1),
                 "min": Fraction(MINUTE),
                 "hour": Fraction(HOUR), "day": Fraction(DAY), "week": Fraction(7 * DAY), "month": Fraction(30 * DAY),
                 "year": Fraction(365 * DAY)},
    "bytes": {"B": Fraction(1), "kB": Fraction(10**3), "MB": Fraction(10**6), "GB": Fraction(10**9),
              "TB": Fraction(10**12), "KiB": Fraction(2**10), "MiB": Fraction(2**20), "GiB": Fraction(2**30),
              "TiB": Fraction(2**40)},
    "energy": {"mJ": Fraction(1, 1000), "J": Fraction(1), "mWh": Fraction(36, 10), "kJ": Fraction(10**3),
               "Wh": Fraction(HOUR), "MJ": Fraction(10**6), "kWh": Fraction(1000 * HOUR), "GJ": Fraction(10**9)},
    "money": dict.fromkeys(CURRENCIES, Fraction(1)),
    "rate": {"/s": Fraction(1), "/min": Fraction(1, MINUTE), "/hour": Fraction(1, HOUR), "/day": Fraction(1, DAY)},
    "frequency": {"Hz": Fraction(1), "kHz": Fraction(10**3), "MHz": Fraction(10**6), "GHz": Fraction(10**9)},
    "rows": {"rows": Fraction(1)},
    "number": {"%": Fraction(1, 100)},
}  # fmt: skip
UNITS = [(dimension, unit) for dimension, factors in FACTORS.items() for unit in factors]
numbers = st.decimals(0, 10**9, places=3).map(str) | st.sampled_from(["0", ".5", "2.", "20e6", "1E-8", "7e+3"])


def test_the_units_of_the_format_are_the_units_of_this_table() -> None:
    assert {dimension: units_of(dimension) for dimension in FACTORS} == {
        dimension: tuple(factors) for dimension, factors in FACTORS.items()
    }
    assert len(UNITS) == 85


@given(numbers, st.sampled_from(UNITS), st.sampled_from(["", " ", "  "]))
def test_a_magnitude_is_the_exact_product_rounded_once(number: str, kind: tuple[Dimension, str], space: str) -> None:
    dimension, unit = kind
    quantity = parse_quantity(f"{number}{space}{unit}", dimension)
    exact = Fraction(number.rstrip(".")) * FACTORS[dimension][unit]
    years = Fraction(number.rstrip(".")) // 12 if unit == "month" else 0  # a year is five days more than its months
    assert quantity.magnitude == float(exact + years * 5 * DAY)
    assert quantity.dimension == dimension


@given(numbers, st.sampled_from([kind for kind in UNITS if kind[0] != "number"]))
def test_the_canonical_spelling_reads_back_as_the_same_quantity(number: str, kind: tuple[Dimension, str]) -> None:
    quantity = parse_quantity(f"{number} {kind[1]}")
    assert parse_quantity(quantity.canonical) == quantity
    assert parse_quantity(quantity.canonical).canonical == quantity.canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("40 ms", "0.04 s"),
        ("2 hours", "120 min"),
        ("1 month", "30 days"),
        ("6 months", "180 days"),
        ("12 months", "1 year"),
        ("12 months", "365 days"),
        ("36 months", "3 years"),
        ("18 months", "545 days"),
        ("1 KiB", "1024 B"),
        ("64 KB", "64000 B"),
        ("86400/day", "1 /s"),
        ("1 minute", "60 seconds"),
        ("1 row", "1 rows"),
        ("3 / day", "3/days"),
        ("3 h", "180 min"),
        ("2 mins", "120 sec"),
        ("1 week", "7 d"),
        ("5 µs", "0.005 ms"),
        ("250 nanoseconds", "0.25 us"),
        ("5 €", "5 EUR"),
    ],
)
def test_two_spellings_of_one_quantity_are_equal(one: str, other: str) -> None:
    assert parse_quantity(one) == parse_quantity(other)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("256 KiB", "256 KiB"),
        ("1.5 GiB", "1.5 GiB"),
        ("1048576 B", "1 MiB"),
        ("2 MiB", "2 MiB"),
        ("512 MB", "512 MB"),
        ("5120 B", "5.12 kB"),
        ("123457 B", "123.457 kB"),
    ],
)
def test_memory_by_powers_of_two_is_told_as_such_and_nothing_else_is(written: str, told: str) -> None:
    assert parse_quantity(written).readable == told
    assert parse_quantity(told) == parse_quantity(written)


def test_currencies_are_kept_apart_and_never_converted() -> None:
    dollars, euros = parse_quantity("5 USD"), parse_quantity("5 EUR")
    assert dollars != euros
    assert not dollars.is_comparable_with(euros)
    with pytest.raises(QuantityError, match="not converted"):
        in_base_unit("5 EUR", "money")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("40", "has no unit"),
        ("ms", "Write a number and then a unit"),
        ("40 mz", "unknown unit 'mz'"),
        ("64 kb", "'kB'"),
        ("1 ps", "unknown unit 'ps' in '1 ps'. Units: ns, us, ms,"),
        ("3 secnds", "Did you mean 'seconds'?"),
        ("-3 s", "negative"),
        ("$5", "after the number"),
        ("USD 5", "after the number"),
        ("1_000 ms", "without separators"),
        ("1,000 ms", "without separators"),
        ("1e400 s", "too large"),
        ("1e99999 s", "unknown unit"),
        ("9" * 90 + " s", ""),
        ("1e30 year", "too large"),
        ("nan s", ""),
        ("inf s", ""),
        ("", ""),
        ("1/0 s", ""),
        ("12:30 s", ""),
        ("5 usd", "'USD'"),
        ("3 m", "min or month"),
        ("5 $", "USD, CAD or another"),
        ("GBP 5", "after the number"),
    ],
)
def test_what_is_no_quantity_is_refused_with_what_would_be_right(written: str, hint: str) -> None:
    with pytest.raises(QuantityError) as refusal:
        parse_quantity(written)
    assert hint in str(refusal.value)


def test_a_quantity_of_another_kind_is_refused_with_the_units_that_fit() -> None:
    with pytest.raises(QuantityError) as refusal:
        parse_quantity("40 MB", "duration")
    assert str(refusal.value) == (
        "'40 MB' is a number of bytes, not a duration. Units: ns, us, ms, s, min, hour, day, week, month, year."
    )


@given(st.text(max_size=30) | st.text("0123456789.eE+-_ /msBkUSD%", max_size=12))
def test_any_text_is_a_quantity_or_a_quantity_error(text: str) -> None:
    try:
        assert isinstance(parse_quantity(text), Quantity)
    except QuantityError as refusal:
        assert refusal.hint
