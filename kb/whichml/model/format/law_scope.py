"""Which laws and norms the words of a brief leave room for: those of its trade, where its country is not another.

A law of a trade binds who is in that trade, and a law of a country who is there. A brief without a word of prose tells
neither, so that nothing is left out of what it is asked; nor does a text that names no country.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from whichml.model.words.places import Jurisdiction, jurisdictions_in
from whichml.model.words.trades import Trade, trades_in

SAID: Final = "said"
"""Under which name what the prose of a brief says stands beside its facts, where these are judged."""


class SaidInProse(NamedTuple):
    """What the prose of a brief says of laws without naming any.

    Attributes
    ----------
    places : whose laws the countries that it names point to; empty where it names none
    trades : whose words it has
    """

    places: frozenset[Jurisdiction]
    trades: frozenset[Trade]

    @classmethod
    def of(cls, prose: str, currencies: str = "") -> SaidInProse | None:
        """Return what a text says; None where there is none.

        Parameters
        ----------
        currencies : codes of the currencies of a brief, which point to countries as its words do

        Examples
        --------
        >>> said = SaidInProse.of("Mortgages of a lender", "KES")
        >>> said.places, sorted(said.trades)
        (frozenset({'elsewhere'}), ['banking', 'credit', 'housing'])
        >>> SaidInProse.of(" ") is None
        True
        """
        if not prose.strip():
            return None
        return cls(jurisdictions_in(f"{prose} {currencies}"), trades_in(prose))


_MACHINES: Final[frozenset[Trade]] = frozenset({"machines", "lifts"})
_TRADES_OF: Final[Mapping[str, frozenset[Trade]]] = {
    **dict.fromkeys(("automotive", "iso-26262", "iso-21448"), frozenset[Trade]({"road-vehicles"})),
    **dict.fromkeys(("aviation", "do-178c"), frozenset[Trade]({"aviation"})),
    **dict.fromkeys(("en-50128", "en-50716"), frozenset[Trade]({"railways"})),
    "iec-61511": frozenset({"process-plants"}),
    "iec-61508": _MACHINES | {"process-plants", "railways"},
    "machinery": _MACHINES,
    "lift-directive": frozenset({"lifts"}),
    **dict.fromkeys(
        ("fda", "fda-21-cfr-11", "fda-samd", "gxp", "hipaa", "iec-62304", "iso-13485", "iso-14971", "ivdr", "mdr",
         "medical-device"),
        frozenset[Trade]({"health"}),
    ),
    **dict.fromkeys(("ecoa", "fcra", "regulation-b"), frozenset[Trade]({"credit"})),
    **dict.fromkeys(("basel", "ifrs-9", "sr-11-7", "sr-26-2"), frozenset[Trade]({"banking"})),
    **dict.fromkeys(("insurance-pricing", "insurance-rate-filing", "solvency"), frozenset[Trade]({"insurance"})),
    **dict.fromkeys(("eeoc", "labour-law", "nyc-local-law-144"), frozenset[Trade]({"work"})),
    "colorado-ai-act": frozenset({"work", "credit", "insurance", "housing", "schools", "health"}),
    "fair-housing": frozenset({"housing"}),
    "ferpa": frozenset({"schools"}),
    "coppa": frozenset({"children"}),
    "administrative-law": frozenset({"authorities"}),
}  # fmt: skip
"""The trades that a law or norm is about; others are about any."""
_PLACE_OF: Final[Mapping[str, Jurisdiction]] = {
    **dict.fromkeys(
        ("ccpa", "colorado-ai-act", "coppa", "ecoa", "eeoc", "fair-housing", "fcra", "fda", "fda-21-cfr-11", "fda-samd",
         "ferpa", "glba", "hipaa", "insurance-rate-filing", "nyc-local-law-144", "regulation-b", "sox", "sr-11-7",
         "sr-26-2"),
        "us",
    ),
    **dict.fromkeys(
        ("cra", "dma", "dora", "dsa", "eprivacy", "eu-ai-act", "eu-ai-act-high-risk", "gdpr", "ivdr",
         "law-enforcement-directive", "lift-directive", "machinery", "mdr", "mifid", "nis2", "psd2", "solvency",
         "union-customs-code"),
        "eu",
    ),
    "uk-gdpr": "uk", "pipl": "china", "lgpd": "brazil",
}  # fmt: skip
"""Whose law it is; norms and what is named by its matter alone are everybody's."""


def is_law_of(law: str, said: SaidInProse) -> bool:
    """Return whether a law or norm is one of a trade and a country that prose speaks of, or leaves open.

    Examples
    --------
    >>> coffee = SaidInProse.of("Sort coffee cherries by camera")
    >>> is_law_of("do-178c", coffee), is_law_of("eu-ai-act", coffee)
    (False, True)
    >>> is_law_of("eu-ai-act", SaidInProse.of("Lifts in Singapore"))
    False
    """
    trades = _TRADES_OF.get(law)
    return (trades is None or not trades.isdisjoint(said.trades)) and is_law_where(law, said.places)


def is_law_where(law: str, places: frozenset[Jurisdiction]) -> bool:
    """Return whether a law may bind in countries of which some are named: everybody's does, and any where none is."""
    place = _PLACE_OF.get(law)
    return place is None or not places or place in places
