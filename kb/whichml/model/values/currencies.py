"""The currencies that an amount may be in, by their ISO 4217 code; nothing here says what one is worth."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.documents.expressions import expression

BASE_CURRENCY: Final = "USD"
"""What rules and costs count in."""
CURRENCIES: Final[tuple[str, ...]] = (
    "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "ISK", "PLN", "CZK",
    "HUF", "RON", "BGN", "UAH", "RUB", "TRY", "BRL", "MXN", "ARS", "CLP", "COP", "PEN", "ZAR", "NGN", "KES", "EGP",
    "MAD", "AED", "SAR", "QAR", "ILS", "KRW", "TWD", "HKD", "SGD", "THB", "IDR", "MYR", "PHP", "VND", "PKR", "BDT",
)  # fmt: skip
CURRENCY_SPELLINGS: Final[Mapping[str, str]] = MappingProxyType({
    "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "US$": "USD", "francs": "CHF", "yen": "JPY",
})  # fmt: skip
"""What else people write for one; a dollar, a pound or a crown alone could be of several countries."""
_NUMBER: Final = r"([0-9][0-9.,_]*\s*[kKmM]?)"
_DOLLARS: Final = expression(rf"(?:US ?)?\$\s*{_NUMBER}|{_NUMBER}\s*(?:US ?)?(?:\$|[Dd]ollars?)")


def dollars_told(text: str) -> str | None:
    """Return an amount of dollars of which no country is said, or the USA, as one in USD; None where it is none.

    Whoever reads a brief so tells it; the sign and the word mean the same, before the number or behind it.

    Examples
    --------
    >>> dollars_told("$5"), dollars_told("1,500 dollars"), dollars_told("5 US$"), dollars_told("CA$5")
    ('5 USD', '1,500 USD', '5 USD', None)
    """
    found = _DOLLARS.fullmatch(text.strip())
    return f"{(found[1] or found[2]).strip()} {BASE_CURRENCY}" if found is not None else None
