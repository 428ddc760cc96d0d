"""Tables of studies as they are kept: text, packed."""

from __future__ import annotations

import gzip
from pathlib import Path


def write_table(path: Path, *lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as table:
        table.write("\n".join(lines) + "\n")
