"""Write what Python knows of laws and norms, kb/whichml/model/values/regulations.py, anew from kb/facts/regulations.

python scripts/write_regulations.py
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from whichml.knowledge.content import Content
from whichml.knowledge.reading import read_fact_files
from whichml.model.statements.regulation_facts import RegulationFacts
from whichml_workshop.checks.reporting import problems_told

ROOT = Path(__file__).resolve().parents[1]
PATH = ROOT / "kb" / "whichml" / "model" / "values" / "regulations.py"
HEAD = '''"""The laws and norms that a brief may name, by id, with their names.

Generated from kb/facts/regulations by `make generate`; do not edit it by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

REGULATIONS: Final[Mapping[str, str]] = MappingProxyType({
'''


def regulations_text(regulations: Mapping[str, RegulationFacts]) -> str:
    """Return the module as a text, the same for the same facts."""
    lines = [
        f"    {json.dumps(name)}: {json.dumps(each.name, ensure_ascii=False)},\n"
        for name, each in sorted(regulations.items())
    ]
    return f"{HEAD}{''.join(lines)}}})  # fmt: skip\n"


if __name__ == "__main__":
    with problems_told():
        files = read_fact_files(Content.shipped())
    PATH.write_text(regulations_text({name: read.value for name, read in files.regulations.items()}), "utf-8")
