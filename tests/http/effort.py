"""How far the tests of the server go before they give up, and that they go farther by night."""

from __future__ import annotations

import os
from typing import Final

PATIENCE_SECONDS: Final = 60
"""How long to wait for what comes at once, unless something is broken."""
IS_NIGHT: Final = os.environ.get("WHICHML_NIGHTLY") == "1"
