"""Rule packs that tests edit, break and mend while they are watched."""

from __future__ import annotations

from pathlib import Path

PACK = """\
rulepack: {{id: {pack}, version: 1, title: Rules of the house, license: CC0-1.0}}
sources:
  - {{id: {pack}-policy, type: report, authors: [The house], year: 2026, title: The policy of the house,
     url: "https://example.org/policy", access: whole, accessed: "2026-01-01"}}
rules:
  - id: {pack}-asks-for-care
    title: The house asks for care
    when: {{task: binary-classification}}
    then: {{caution: {says}}}
    sources: [{{ref: {pack}-policy, locator: page 1, supports: it asks for care}}]
"""


def write(folder: Path, pack: str, says: str) -> Path:
    """Write a pack whose one rule says something of every candidate."""
    path = folder / f"{pack}.yaml"
    path.write_text(PACK.format(pack=pack, says=says), encoding="utf-8")
    return path


def break_pack(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("task: binary", "tsak: binary"), encoding="utf-8")
