"""Hold the answers to all briefs of this repository against those of another state of it, byte for byte.

    .venv/bin/python scripts/compare_answers.py write FILE     # before a change
    .venv/bin/python scripts/compare_answers.py check FILE     # after it

FILE holds a digest for each answer: as JSON for every brief, and as text and as a record for one in forty.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from whichml import Brief, KnowledgeBase, recommend
from whichml.cli import whichml

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("kb/facts/scenarios", "tests/panel/briefs")
ONE_IN = 40
PAGES = {"text": ("recommend", "--uncalibrated"), "markdown": ("export", "--uncalibrated")}


def briefs() -> list[Path]:
    """Return the files of all briefs, in order."""
    found = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.yaml"))]
    return [path for path in found if not path.name.endswith(".expected.yaml")]


def digests() -> Iterator[tuple[str, str]]:
    """Yield the name of each answer with the digest of its bytes."""
    knowledge = KnowledgeBase.load()
    for number, path in enumerate(briefs()):
        name = path.relative_to(ROOT).as_posix()
        yield f"{name} json", _digest(recommend(Brief.load(path), knowledge).to_json())
        if number % ONE_IN == 0:
            for page, (command, *options) in PAGES.items():
                printed = CliRunner().invoke(whichml, [command, str(path), *options])
                yield f"{name} {page}", _digest(printed.stdout_bytes)


def main() -> int:
    """Write the digests, or check them: return 1 where one differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("verb", choices=("write", "check"), help="before a change, and after it")
    parser.add_argument("file", type=Path, metavar="FILE", help="holds a digest for each answer")
    wanted = parser.parse_args()
    before = None if wanted.verb == "write" else json.loads(wanted.file.read_text(encoding="utf-8"))
    found = dict(digests())
    if before is None:
        wanted.file.write_text(json.dumps(found, indent=0), encoding="utf-8")
        print(f"{len(found)} digests written")
        return 0
    changed = sorted(name for name in before.keys() | found.keys() if before.get(name) != found.get(name))
    for name in changed[:20]:
        print(f"differs: {name}")
    print(f"{len(found)} answers, {len(changed)} differ")
    return bool(changed)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


if __name__ == "__main__":
    raise SystemExit(main())
