"""Write the generated parts of README.md and CONTRIBUTING.md: counts, tables and what commands print.

Two forms are generated. What stands between `<!-- generated: NAME -->` and `<!-- end -->` comes from the function of
that name. In a fenced block marked `console` each line that starts with `$ ` is run at the root of the checkout, and
what it prints follows it.

    python scripts/fill_documents.py            writes both files
    python scripts/fill_documents.py --check    changes nothing; exits 1 where a file is out of date
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from whichml import KnowledgeBase
from whichml.model.fields import COMPUTED_FIELDS
from whichml.model.vocabulary import BRIEF_FIELDS, FACT_FIELDS, LEVEL_ANCHORS, QUALITIES, FieldKind

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "CONTRIBUTING.md")
SECTION = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
WIDTH = "110"
COUNTED = ("algorithms", "families", "qualities", "claims", "rules", "patterns", "decisions", "sources")


def filled(text: str) -> str:
    """Return a document with its generated parts written anew."""
    text = SECTION.sub(lambda found: f"{found[1]}{SECTIONS[found[2]]()}\n{found[3]}", text)
    return CONSOLE.sub(lambda found: f"```console\n{_transcript(found[1])}```", text)


def _transcript(block: str) -> str:
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{printed_by(command)}" for command in commands)


@cache
def printed_by(command: str) -> str:
    """Return what a shell command prints on both streams, ending with a line break unless it prints nothing.

    Raises
    ------
    RuntimeError
        When the command's exit code says that it met bad input or a defect.
    """
    environment = {
        **os.environ,
        "WHICHML_CALIBRATION": str(ROOT / "no-calibration.json"),  # examples are those of a machine that nobody timed
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": WIDTH,
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    if done.returncode != 0:
        raise RuntimeError(f"`{command}` exits with {done.returncode}: {done.stdout}")
    lines = [line.rstrip() for line in done.stdout.strip("\n").splitlines()]
    return "".join(f"{line}\n" for line in lines)


def counts() -> str:
    """Return how much the knowledge base holds, and how sure it is, as a table."""
    stats = json.loads(printed_by("whichml kb stats --format json"))
    claims = KnowledgeBase.load().claims.values()
    shares = [(level, sum(claim.confidence == level for claim in claims)) for level in ("high", "medium", "low")]
    rows = [f"| {name} | {stats[name]:,} |" for name in COUNTED]
    rows += [f"| claims of {level} confidence | {n_claims / len(claims):.0%} |" for level, n_claims in shares]
    return "\n".join(["| what | how much |", "|---|---:|", *rows])


def fields() -> str:
    """Return every field that conditions may name, as a table."""
    rows = [f"| `{path}` | {_values(BRIEF_FIELDS[path])} |" for path in FACT_FIELDS]
    rows += [f"| `{path}` | number, computed |" for path in COMPUTED_FIELDS]
    return "\n".join(["| field | values |", "|---|---|", *rows])


def _values(kind: FieldKind) -> str:
    words = (" < " if kind.ordered else ", ").join(kind.values)
    named = {"count": "number", "fraction": "number from 0 to 1", "bool": "true, false", "slug": "id"}
    return (words or named.get(kind.kind, kind.kind)) + ("; or a list" if kind.many else "")


def qualities() -> str:
    """Return every quality with its direction, unit and anchors, as a table."""
    rows = []
    for name, quality in QUALITIES.items():
        anchors = LEVEL_ANCHORS.get(name)
        bounds = ", ".join(f"{bound:g}" for bound in anchors) if anchors else ""
        rows.append(f"| `{name}` | {quality.better} | {quality.unit or ''} | {bounds} |")
    header = "| quality | better | unit | upper bounds of very-low, low, medium, high |"
    return "\n".join([header, "|---|---|---|---|", *rows])


SECTIONS: Mapping[str, Callable[[], str]] = {"counts": counts, "fields": fields, "qualities": qualities}


def main() -> int:
    """Write the documents, or with `--check` compare them; return the exit code."""
    code = 0
    for name in DOCUMENTS:
        path = ROOT / name
        written = path.read_text("utf-8")
        wanted = filled(written)
        if wanted == written:
            continue
        if "--check" in sys.argv[1:]:
            print(f"{name} is out of date. Run: make documents")
            code = 1
        else:
            path.write_text(wanted, "utf-8")
            print(f"{name} is written anew.")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
