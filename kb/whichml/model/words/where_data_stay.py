"""Where data have to stay, told under the name of their privacy: `must stay in the EU`, `our AWS account only`."""

from __future__ import annotations

import re
from typing import Final

from whichml.model.documents.expressions import expression

_KEPT: Final = expression(
    r"\b(?:stays?|kept|keep|remains?|only|(?:not|never|nothing)\b.{0,20}\b(?:leaves?|outside|to)|no)\b", re.IGNORECASE
)
_ACCOUNT: Final = expression(
    r"\b(?:our|own|the company'?s?)(?: own)? (?:aws|azure|gcp|google|cloud)(?: cloud)? (?:account|tenant|subscription|"
    r"project|vpc)\b|\bour vpc\b",
    re.IGNORECASE,
)
_FOREIGN_CLOUD: Final = expression(
    r"\b(?:no|not|never|nothing)\b.{0,20}\b(?:american|us|u\.s\.|usa|chinese|foreign|public)[ -]"
    r"(?:clouds?|providers?|vendors?|services?|servers?)\b",
    re.IGNORECASE,
)
_COUNTRY: Final = expression(
    r"\b(?:in|inside|within|leaves?|outside)(?: of)? (?:the )?(?:eu|eea|europe|european union|uk|us|usa|germany|france|"
    r"switzerland|austria|canada|australia|india|japan|country)\b",
    re.IGNORECASE,
)
_SAYS_WHAT: Final = expression(
    r"\b(?:personal|sensitive|confidential|health|medical|patients?|secret|secrecy|pii|phi|anonym\w+|pseudonym\w+|"
    r"public data|internal)\b",
    re.IGNORECASE,
)
"""What says of which kind the data are, which their privacy is."""


def where_data_stay(text: str) -> str | None:
    """Return the word of `data.residency` that a text says; nothing in it for a country, which no word tells.

    None where it is not about a place alone: what says of which kind data are is read as that. What is kept from the
    clouds of some countries, or in an account of one's own, may be on rented machines, and no vendor's model sees it.

    Examples
    --------
    >>> where_data_stay("articles must not leave our AWS account"), where_data_stay("no American clouds")
    ('no-hosted-models', 'no-hosted-models')
    >>> where_data_stay("customer data must stay in EU"), where_data_stay("personal data of customers in the EU")
    ('', None)
    """
    if _SAYS_WHAT.search(text) is not None or _KEPT.search(text) is None:
        return None
    if _ACCOUNT.search(text) is not None or _FOREIGN_CLOUD.search(text) is not None:
        return "no-hosted-models"
    return "" if _COUNTRY.search(text) is not None else None
