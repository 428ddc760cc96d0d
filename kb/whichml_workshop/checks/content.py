"""`python -m whichml_workshop.checks.content`: read all content and say everything that is wrong with it."""

from __future__ import annotations

import sys

from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml.model.documents.errors import WhichmlError
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.regulations import REGULATIONS


def main() -> int:
    """Print counts, or every problem, and what has to be generated first; return 0 or 1."""
    try:
        read = read_content(Content.shipped())
        new = {*read.taxonomy.qualities, *read.files.regulations} - {*QUALITIES, *REGULATIONS}
        if new:
            print(f"Python does not know of {', '.join(sorted(new))} yet: run make generate first.", file=sys.stderr)
        base = compile_read(read, version="check")
    except WhichmlError as refusal:
        print(refusal)
        print(f"{len(refusal.problems)} problems", file=sys.stderr)
        return 1
    counts = {name: len(getattr(base, name)) for name in ("algorithms", "claims", "cells", "rules")}
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
