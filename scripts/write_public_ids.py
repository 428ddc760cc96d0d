"""Write docs/reference/public-ids.txt: every id that the vocabulary ever had; none is removed.

python scripts/write_public_ids.py
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from whichml.knowledge.taxonomy import Taxonomy, read_taxonomy
from whichml_workshop.checks.reporting import problems_told

ROOT = Path(__file__).resolve().parents[1]
PATH = ROOT / "docs" / "reference" / "public-ids.txt"


def public_ids(taxonomy: Taxonomy) -> set[str]:
    """Return the ids of all terms after their kinds, such as `tasks/clustering`; an option follows its decision too."""
    terms = {f"{kind.name}/{name}" for kind in fields(taxonomy) for name in getattr(taxonomy, kind.name)}
    options = {f"options/{each.id}.{option.id}" for each in taxonomy.decisions.values() for option in each.options}
    return terms | options


def kept_ids() -> set[str]:
    """Return the ids that were written so far."""
    return set(PATH.read_text("utf-8").split()) if PATH.exists() else set()


if __name__ == "__main__":
    with problems_told():
        ids = sorted(kept_ids() | public_ids(read_taxonomy(ROOT / "ontology" / "whichml.ttl")))
        PATH.write_text("".join(f"{each}\n" for each in ids), "utf-8")
