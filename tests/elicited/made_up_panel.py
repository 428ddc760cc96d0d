"""Panels for tests: folders as `read_panel` expects them, and a small one with practice that is easy to tell."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from small_knowledge import ROOT, ContentFolder
from whichml.advise.computed import computed_facts
from whichml.advise.constraints import constraint_facts, constraints_of
from whichml.knowledge.base import Knowledge
from whichml.knowledge.practised_facts import asked_facts
from whichml.model.briefs.brief import Brief
from whichml.model.statements.conditions import FactValue

PANEL = ROOT / "tests" / "panel"
SMALL_ROWS, LARGE_ROWS = 200, 50_000
Records = Mapping[str, Mapping[str, Any]]


def brief_text(identity: str, **fields: Any) -> dict[str, Any]:
    """Return the smallest brief with further fields; two underscores stand for the dot."""
    dotted = {name.replace("__", "."): value for name, value in fields.items()}
    nested: dict[str, Any] = {"brief": 1, "id": f"panel-{identity}", "task": "binary-classification"}
    for name, value in {"data.modality": "tabular", **dotted}.items():
        group, _, inner = name.partition(".")
        if inner:
            nested.setdefault(group, {})[inner] = value
        else:
            nested[group] = value
    return nested


def write_panel(
    folder: Path,
    briefs: Mapping[str, Mapping[str, Any]],
    answers: Mapping[str, Records],
    parts: Mapping[str, str],
    twins: Sequence[tuple[str, str]] = (),
) -> Path:
    """Write the folder of a panel and return it."""
    (folder / "briefs").mkdir(parents=True, exist_ok=True)
    for identity, brief in briefs.items():
        (folder / "briefs" / f"{identity}.yaml").write_text(yaml.safe_dump(dict(brief)), "utf-8")
    (folder / "answers.json").write_text(json.dumps(answers), "utf-8")
    (folder / "parts.csv").write_text("".join(f"{i},{part}\n" for i, part in parts.items()), "utf-8")
    (folder / "twins.csv").write_text("".join(f"{one},{other}\n" for one, other in twins), "utf-8")
    return folder


def small_folder(root: Path) -> ContentFolder:
    """Return a content folder with two families, four algorithms and one decision."""
    folder = ContentFolder(root).algorithm("line").algorithm("ridge-line")
    folder.algorithm("tree", family="single-tree").algorithm("forest", family="tree-ensemble")
    return folder.decision("training-mode", ["one-off", "incremental"], default="one-off")


def small_answers(n_briefs: int = 24) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, dict[str, Any]]]]:
    """Return briefs and answers: the line where rows are few, the forest where they are many; streams learn on and on.

    Every third brief names no number of rows, and there answerers part: one takes the line and one the tree, and
    of batches they do not always decide the same.
    """
    briefs: dict[str, dict[str, Any]] = {}
    answers: dict[str, dict[str, dict[str, Any]]] = {"one": {}, "two": {}}
    for number in range(n_briefs):
        identity, arrival = f"{number:03}", "stream" if number % 2 else "batch"
        rows = (SMALL_ROWS + number, LARGE_ROWS + number, None)[number % 3]
        briefs[identity] = brief_text(identity, data__arrival=arrival, **({"data__rows": rows} if rows else {}))
        said = {"decisions": {"training-mode": "incremental" if number % 2 else "one-off"}}
        other = {"decisions": {"training-mode": "incremental"}} if number % 4 == 0 else said
        if rows is None:
            answers["one"][identity] = {"top": ["line"], **said}
            answers["two"][identity] = {"top": ["tree"], **other}
            continue
        named, out = ("line", "forest") if rows < LARGE_ROWS else ("forest", "line")
        for records in answers.values():
            records[identity] = {"top": [named], "out": [out], **said}
    return briefs, answers


def facts_of(brief: Brief, knowledge: Knowledge) -> dict[str, FactValue]:
    """Return what situations look at in a brief, before any rule concludes more."""
    given = brief.facts()
    constraints = constraints_of(brief.requirements, given)
    computed = {name: fact.value for name, fact in computed_facts(given).items()}
    bounds = constraint_facts(constraints, dict(knowledge.qualities))
    return {**given, **computed, **bounds, **asked_facts(constraints, brief.priorities)}
