"""Phrases and names: files of a checkout, and one packed file of an installation, where they take three quarters."""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).with_name("phrases")
PACKED: Final = "phrases.xz"
"""The file of all of them in an installation."""
_FILTER: Final = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "pb": 0}


def phrase_text(name: str) -> str:
    """Return the text of a file of phrases.

    Parameters
    ----------
    name : of the file, without `.txt`
    """
    path = FOLDER / f"{name}.txt"
    return path.read_text("utf-8") if path.exists() else _unpacked()[name]


@cache
def _unpacked() -> Mapping[str, str]:
    found: dict[str, str] = json.loads(lzma.decompress((FOLDER / PACKED).read_bytes()))
    return found


def pack_phrases(folder: Path) -> Path:
    """Write the texts of a checkout into one file of a folder, as an installation has them, and return its path."""
    texts = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt"))}
    packed = folder / PACKED
    packed.write_bytes(lzma.compress(json.dumps(texts, ensure_ascii=False).encode(), filters=[_FILTER]))
    return packed
