"""How much a client may ask for: one rate for what is read, one for what is made, kept or searched for."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address
from types import MappingProxyType
from typing import Final

from flask import Flask, g, request
from limits import RateLimitItem, parse_many
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string
from limits.strategies import SlidingWindowCounterRateLimiter

from whichml_server.access import is_writing
from whichml_server.errors import ServerError
from whichml_server.problems import TOO_MANY, Refusal
from whichml_server.routes import OPERATIONS, ROUTES
from whichml_server.settings import Settings

_NOT_COUNTED: Final = frozenset(each.name for each in OPERATIONS if not each.is_counted)
_COSTS: Final = MappingProxyType({each.name: each.cost for each in ROUTES})
logger = logging.getLogger(__name__)


def limit_rates(app: Flask, settings: Settings) -> None:
    """Have an app refuse a client that sends more than its share.

    Raises
    ------
    ServerError
        Where requests cannot be counted in what the settings name.
    """
    reading, writing = _rates(settings.read_rate), _rates(settings.write_rate)
    if not reading and not writing:
        return
    try:
        storage = storage_from_string(settings.rate_storage, wrap_exceptions=True)
    except (ConfigurationError, ImportError, ValueError) as cause:
        raise ServerError.about(
            f"requests cannot be counted: {cause}.",
            hint="`rate_storage` is memory://, or redis://HOST with that package.",
        ) from None
    limiter = SlidingWindowCounterRateLimiter(storage)

    def begin() -> None:
        if request.endpoint in _NOT_COUNTED:
            return
        if cost := _COSTS.get(request.endpoint or "", 0) or int(is_writing()):
            _count(limiter, writing, "write", cost)
        else:
            _count(limiter, reading, "read", 1)

    app.before_request(begin)


def _rates(written: str) -> Sequence[RateLimitItem]:
    return () if written in ("", "off") else parse_many(written)


def _count(limiter: SlidingWindowCounterRateLimiter, rates: Sequence[RateLimitItem], what: str, cost: int) -> None:
    """Count a request as so many, or as all that a client may send where that is fewer."""
    try:
        for rate in rates:
            if not limiter.hit(rate, what, client_of_request(), cost=min(cost, rate.amount)):
                reset = limiter.get_window_stats(rate, what, client_of_request()).reset_time
                seconds = max(1, math.ceil(reset - time.time()))
                counts = f", of which this counts as {cost}" if cost > 1 else ""
                detail = f"a client may send {rate}{counts}; ask again in {seconds} s."
                raise Refusal(TOO_MANY, detail=detail, headers={"Retry-After": str(seconds)})
    except StorageError as failure:
        logger.warning("requests cannot be counted now, and none is refused for their number: %s", failure)


def client_of_request() -> str:
    """Return whose share a request counts against: a token's holder, else an address; of IPv6 its network."""
    if (holder := g.get("token_name")) is not None:
        return f"token {holder}"
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or f"{IPv6Address(int(address) >> 64 << 64)}/64")
    return str(address)
