"""Write what Python knows of qualities, kb/whichml/model/values/qualities.py, anew from the ontology.

python scripts/write_qualities.py
"""

from __future__ import annotations

from pathlib import Path

from whichml.knowledge.taxonomy import QualityTerm, Taxonomy, read_taxonomy
from whichml.model.values.quantity import in_base_unit
from whichml.model.values.vocabulary import DIMENSION_OF_UNIT
from whichml_workshop.checks.reporting import problems_told

ROOT = Path(__file__).resolve().parents[1]
PATH = ROOT / "kb" / "whichml" / "model" / "values" / "qualities.py"
HEAD = '''"""The qualities by id, as briefs, claims and rules name them.

Generated from ontology/whichml.ttl by `make generate`; do not edit it by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.values.vocabulary import QualityId, QualityName

QUALITIES: Final[Mapping[QualityId, QualityName]] = MappingProxyType({
'''


def qualities_text(taxonomy: Taxonomy) -> str:
    """Return the module as a text, the same for the same ontology."""
    lines = [f'    QualityId("{name}"): {_declaration(each)},\n' for name, each in taxonomy.qualities.items()]
    return f"{HEAD}{''.join(lines)}}})  # fmt: skip\n"


def _declaration(quality: QualityTerm) -> str:
    said = [f'"{quality.better}"']
    if quality.scale != "ordinal":
        said.append(f'scale="{quality.scale}"')
    if quality.unit:
        said.append(f'unit="{quality.unit}"')
    if quality.anchors:
        said.append(f"anchors=({', '.join(_number(text, quality.unit) for text in quality.anchors)})")
    return f"QualityName({', '.join(said)})"


def _number(anchor: str, unit: str) -> str:
    """Return an anchor in base units as Python writes it; a share is a number as it is."""
    number = in_base_unit(anchor, DIMENSION_OF_UNIT[unit]) if unit else float(anchor)
    short = f"{number:.0e}".replace("e+0", "e").replace("e+", "e")
    return short if number >= 1e4 and float(short) == number else repr(number)


if __name__ == "__main__":
    with problems_told():
        PATH.write_text(qualities_text(read_taxonomy(ROOT / "ontology" / "whichml.ttl")), "utf-8")
