"""Files of tests as an author writes them beside a small pack."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from whichml.authoring.cases import Case, read_cases
from whichml.knowledge.base import Knowledge


def case(name: str, brief: Mapping[str, Any], **expect: Any) -> dict[str, Any]:
    """Return one entry of a file of tests."""
    return {"name": name, "brief": dict(brief), "expect": expect}


def written(folder: Path, text: str) -> Path:
    """Return a file of tests with this text."""
    path = folder / "small.test.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def cases_of(folder: Path, knowledge: Knowledge, *entries: Mapping[str, Any]) -> tuple[Case, ...]:
    """Return the cases that a file with these entries holds."""
    path = written(folder, yaml.safe_dump(list(entries), sort_keys=False))
    return read_cases(path, path.name, knowledge)
