"""The currencies that an amount may be in, by their ISO 4217 code; nothing here says what one is worth."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

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
