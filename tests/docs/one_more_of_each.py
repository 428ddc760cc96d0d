"""Adds a kind of resource and an export format, each by one entry, and prints what every face then says as JSON.

The kind is real: facts that rules conclude, which the knowledge base holds and nothing shows one by one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from whichml import KnowledgeBase, Recommendation
from whichml.export import formats, resources
from whichml.export.kinds import Collection, Kind, Page, View
from whichml.export.record_details import RecordDetails
from whichml.export.reference_tables import table
from whichml.knowledge.base import Knowledge


class FactEntry(View):
    """A fact that rules conclude, in a list."""

    id: str
    definition: str


class FactView(FactEntry):
    """A fact that rules conclude, with its values."""

    values: str | tuple[str, ...]


def page_of(knowledge: Knowledge) -> list[str]:
    return table(("fact", "meaning"), [(f"`{name}`", fact.definition) for name, fact in knowledge.declared.items()])


def outline(answer: Recommendation, knowledge: Knowledge, details: RecordDetails) -> str:
    return "".join(f"{candidate.rank}. {candidate.name}\n" for candidate in answer.candidates)


def identity(knowledge: Knowledge, name: str) -> dict[str, object]:
    return {"id": name}


FACTS = Collection("facts", FactEntry, "facts that rules conclude", "a fact", more=identity)
FACT = Kind(
    "fact", lambda knowledge: knowledge.declared, FactView,
    collection=FACTS, page=Page("facts.md", "Facts", "What rules conclude.", page_of),
)  # fmt: skip
OUTLINE = formats.AnswerFormat("outline", "text/plain", outline, "an outline", "the names alone")

# as if the entries stood in the tables: whatever reads these is imported afterwards
resources.KINDS = (*resources.KINDS, FACT)
formats.ANSWER_FORMATS = (*formats.ANSWER_FORMATS, OUTLINE)


def main(brief: Path, folder: Path) -> None:
    """Print what the API, the command line and the reference say."""
    from click.testing import CliRunner

    from whichml.cli import whichml
    from whichml.export.reference import reference_pages
    from whichml_server import AnswerStore, create_app

    def run(*arguments: str) -> str:
        return CliRunner().invoke(whichml, list(arguments)).stdout

    knowledge = KnowledgeBase.load()
    client = create_app(knowledge, AnswerStore(folder / "answers.sqlite3")).test_client()
    name = next(iter(knowledge.declared))
    made = client.post("/v1/recommendations", data=brief.read_bytes(), content_type="application/yaml")
    kept = client.get(made.headers["Location"], headers={"Accept": "text/plain"})
    print(json.dumps({
        "name": name,
        "ids": list(knowledge.declared),
        "list": client.get("/v1/facts").json,
        "whole": client.get(f"/v1/facts/{name}").json,
        "unknown": client.get(f"/v1/facts/{name}x").json,
        "description": client.get("/v1/openapi.json").json,
        "record": run("kb", "show", name, "--format", "json"),
        "shown": run("kb", "show", f"fact:{name}"),
        "help": run("kb", "show", "--help"),
        "pages": dict(reference_pages(knowledge)),
        "export": run("export", str(brief), "--format", "outline"),
        "export_help": run("export", "--help"),
        "kept": [kept.text, kept.content_type],
    }))  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
