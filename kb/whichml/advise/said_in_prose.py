"""What the prose of a brief says of trades and countries, with the currencies of its amounts."""

from __future__ import annotations

from whichml.model.briefs.brief import Brief
from whichml.model.format.law_scope import SaidInProse


def said_in_prose(brief: Brief) -> SaidInProse | None:
    """Return what title, notes and reasons of a brief say; None where it has none of them."""
    prose = " ".join(filter(None, (brief.title, brief.prose)))
    foreign = (amount.currency for amount in brief.foreign_amounts().values() if amount.currency)
    rated = (currency for currency, _ in brief.exchange_rates)
    return SaidInProse.of(prose, " ".join((*rated, *foreign)))
