"""Packages of the extra `probe`, imported where they are used and named where they are missing."""

from __future__ import annotations

import importlib
from typing import Any

from whichml.knowledge.extras import how_to_install
from whichml.model.documents.errors import ProbeError


def of_extra(module: str) -> Any:
    """Return a module of the extra `probe`.

    Raises
    ------
    ProbeError
        When it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise ProbeError.about(
            f"experiments need {package}, which is not installed.", hint=f"Run {how_to_install('probe')}."
        ) from None
