"""Which code makes answers: with the same code, the same brief and knowledge give the same bytes."""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import whichml

_COMPUTING: Final = ("experta", "numpy", "pydantic", "pydantic_core")


@lru_cache(maxsize=1)
def code_stamp() -> str:
    """Return a hash of the library's sources and of what computes for it; empty where the sources are not at hand.

    The version would not do: in a checkout code changes and it stays.
    """
    folder = Path(whichml.__file__).parent
    sources = sorted(folder.rglob("*.py"))
    if not sources:
        return ""
    total = hashlib.sha256(f"{sys.version} {' '.join(map(_version_of, _COMPUTING))}".encode())
    for path in sources:
        total.update(f"\0{path.relative_to(folder).as_posix()}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:32]


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
