"""Commands of the workshop are called as the documents and messages say."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("docs", "kb/whichml", "kb/whichml_workshop", "ontology", "scripts", "server")
CALLED = re.compile(r"python -m (whichml[a-z_]*(?:\.[a-z_]+)+)(\.<name>)?")
RUNS = 'if __name__ == "__main__":'


def called() -> dict[str, Path]:
    """Return what is called as a command, or as one of a room's, with a file that says so."""
    texts = [ROOT / name for name in ("CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "README.md")]
    texts += [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in {".md", ".py"}]
    return {"".join(match): path for path in texts for match in CALLED.findall(path.read_text("utf-8"))}


def can_be_run(module: str) -> bool:
    path = (ROOT / "kb").joinpath(*module.split("."))
    if module.endswith(".<name>"):
        return any(RUNS in each.read_text("utf-8") for each in path.parent.glob("*.py"))
    if path.is_dir():
        return (path / "__main__.py").is_file()
    return path.with_suffix(".py").is_file() and RUNS in path.with_suffix(".py").read_text("utf-8")


def test_every_module_that_is_called_as_a_command_can_be_run() -> None:
    found = called()
    assert len(found) > 10
    assert {name: str(path.relative_to(ROOT)) for name, path in found.items() if not can_be_run(name)} == {}
