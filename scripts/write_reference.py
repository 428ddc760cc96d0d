"""Write the reference of the vocabulary under docs/reference anew, and the schema of packs beside the rules.

python scripts/write_reference.py            writes the pages, and removes those that are no longer made
python scripts/write_reference.py --check    changes nothing; exits 1 where a page is out of date
"""

from __future__ import annotations

import sys
from pathlib import Path

from whichml import KnowledgeBase
from whichml.export.reference import reference_pages
from whichml.model.statements.pack_schema import FILE_NAME, pack_schema_text
from whichml_workshop.checks.reporting import problems_told

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"


def out_of_date(folder: Path, pages: dict[str, str]) -> list[str]:
    """Return the names of pages that are missing, that differ, or that are no longer made."""
    kept = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in {*kept, *pages} if kept.get(name) != pages.get(name))


def main() -> int:
    """Write the pages, or with `--check` compare them; return the exit code."""
    with problems_told():
        pages = dict(reference_pages(KnowledgeBase.load()))
    changed = out_of_date(FOLDER, pages)
    if "--check" in sys.argv[1:]:
        for name in changed:
            print(f"docs/reference/{name} is out of date: run make generate", file=sys.stderr)
        return 1 if changed else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    (ROOT / "rules" / FILE_NAME).write_text(pack_schema_text(), "utf-8")
    for name in changed:
        if name in pages:
            (FOLDER / name).write_text(pages[name], "utf-8")
        else:
            (FOLDER / name).unlink()
        print(f"docs/reference/{name} written anew" if name in pages else f"docs/reference/{name} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
