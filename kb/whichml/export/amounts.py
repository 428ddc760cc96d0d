"""Durations and amounts of memory in words, with three digits and a unit that fits."""

from __future__ import annotations

from whichml.model.values.quantity import magnitude_in_words

_JOULES = (("kJ", 1e3), ("J", 1.0), ("mJ", 1e-3), ("µJ", 1e-6), ("nJ", 1e-9))
UNMEASURED = "not measured"


def seconds_in_words(seconds: float | None) -> str:
    """Return a duration with three digits and a unit that fits.

    Examples
    --------
    >>> seconds_in_words(0.0421), seconds_in_words(None)
    ('42.1 ms', 'not measured')
    """
    if seconds is None:
        return UNMEASURED
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}" if seconds < 1000 * size else f"{seconds / size:,.0f} {unit}"
    return f"{seconds / 1e-9:.3g} ns"


def bytes_in_words(n_bytes: float | None) -> str:
    """Return an amount of memory with three digits and a decimal unit that fits.

    Examples
    --------
    >>> bytes_in_words(1500)
    '1.5 kB'
    """
    return UNMEASURED if n_bytes is None else magnitude_in_words(n_bytes, "bytes", n_digits=3)


def amount_in_words(value: float, unit: str) -> str:
    """Return a measured number with its unit, as evidence names it; three decimals for shares and scores.

    Examples
    --------
    >>> amount_in_words(0.0123, "share"), amount_in_words(1234.5, "1/second"), amount_in_words(2e-4, "seconds")
    ('0.012', '1,230 per second', '200 µs')
    """
    if unit == "seconds":
        return seconds_in_words(value)
    if unit == "bytes":
        return bytes_in_words(value)
    if unit == "joules":
        return next((f"{value / size:.3g} {called}" for called, size in _JOULES if value >= size), f"{value:.3g} J")
    if unit == "rows":
        return f"{value:,.0f} rows"
    if unit == "1/second":
        return f"{float(f'{value:.3g}'):,.0f} per second" if value >= 1 else f"{value:.3g} per second"
    return f"{value:.3f}"
