"""What a currency is worth, as a person types it: `1.08`, `about 1.08 dollars`."""

from __future__ import annotations

import re
from typing import Final

from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError, quoted
from whichml.model.documents.expressions import expression
from whichml.model.values.currencies import BASE_CURRENCY, CURRENCIES, CURRENCY_SPELLINGS
from whichml.model.words.spoken_numbers import has_a_number, spoken_number

_CURRENCY: Final = "|".join(re.escape(each) for each in (*CURRENCIES, *CURRENCY_SPELLINGS) if each[-1].isalpha())
_OF_A_RATE: Final = expression(
    rf"\W*(?:(?:{_CURRENCY}|us|dollars?|per|for|an?|each|now|today|or so|at present)(?!\w)\W*)*", re.IGNORECASE
)
"""What may stand behind a rate and leaves it one: currencies, by their signs too, and that it is for one."""
_OF_THE_OTHERS: Final = "|".join(
    re.escape(each) + (r"(?!\w)" if each[-1].isalpha() else "")
    for each in (*CURRENCIES, *CURRENCY_SPELLINGS)
    if CURRENCY_SPELLINGS.get(each, each) != BASE_CURRENCY
)
_TOLD_IN_ANOTHER: Final = expression(rf"[\s(]*(?:{_OF_THE_OTHERS})", re.IGNORECASE)
"""What stands behind a number that counts another currency than the one that rates are told in."""


def rate_of(currency: str, text: str) -> Plain:
    """Return how many USD one unit of a currency is; the text itself, for the brief to refuse, where it says none.

    Raises
    ------
    BriefError
        Where it could be several, or is said of something else.

    Examples
    --------
    >>> rate_of("EUR", "about 1.08 dollars"), rate_of("EUR", "much")
    (1.08, 'much')
    >>> rate_of("EUR", "0.92 euros per dollar")
    Traceback (most recent call last):
    whichml.model.documents.errors.BriefError: '0.92 euros per dollar' says 0.92, and 'euros per dollar' does not
    go with a rate.
    Write how many USD one EUR is, such as 1.08.
    """
    number = spoken_number(text)
    is_clear = number is not None and not number.is_grouped and not has_a_number(number.rest)
    if not is_clear and re.search(r"[0-9],[0-9]", text):
        raise BriefError.about(
            f"{quoted(text)} can be read in two ways.", hint="Write a point and no comma, such as 1.08."
        )
    is_read = number is not None and is_clear and not number.rest.startswith("%")
    if number is None or not is_read:
        return text
    if not _OF_A_RATE.fullmatch(number.rest) or _TOLD_IN_ANOTHER.match(number.rest):
        raise BriefError.about(
            f"{quoted(text)} says {number.text}, and {quoted(number.rest)} does not go with a rate.",
            hint=f"Write how many {BASE_CURRENCY} one {currency} is, such as 1.08.",
        )
    return float(number.number)
