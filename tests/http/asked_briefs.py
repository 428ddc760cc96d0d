"""What tests ask a server for."""

from __future__ import annotations

from typing import Any

SMALL_BRIEF: dict[str, Any] = {"task": "binary-classification", "data": {"modality": "tabular", "rows": 5000}}
