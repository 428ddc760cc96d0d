"""How far the tests of the server go before they give up."""

from __future__ import annotations

from typing import Final

PATIENCE_SECONDS: Final = 60
"""How long to wait for what comes at once, unless something is broken."""
