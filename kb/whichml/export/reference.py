"""The reference of the vocabulary in Markdown: every public id with its meaning, one page for each kind of thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from whichml.export.kinds import Page
from whichml.export.reference_sections import works_of_applications
from whichml.export.reference_tables import devices, fields
from whichml.export.resources import KINDS
from whichml.knowledge.base import Knowledge

_GENERATED: Final = "Generated from ontology, facts and rules by `make generate`; do not edit it by hand."
_BRIEF: Final = Page(
    "brief.md", "Fields of the brief", "What a brief can say, and how many rules read each field.", fields
)
_DEVICES: Final = Page(
    "devices.md", "Devices", "Devices that a brief may name, and what is known of each, with its source.", devices
)
_WORKS: Final = Page(
    "works-of-applications.md", "Works of applications and circumstances",
    "The works that neither claims nor rules cite; `whichml kb show ID` tells one in full.",
    works_of_applications,
)  # fmt: skip
_READING_ORDER: Final = (
    "tasks.md", "modalities.md", "brief.md", "devices.md", "qualities.md", "families.md", "algorithms.md",
    "applications.md", "circumstances.md", "decisions.md", "components.md", "rules.md", "patterns.md", "reductions.md",
    "mitigations.md", "evaluations.md", "prices.md", "throughputs.md", "sources.md", "works-of-applications.md",
)  # fmt: skip
"""Pages that are not named here come last, in the order of their kinds."""


def reference_pages(knowledge: Knowledge) -> Mapping[str, str]:
    """Return the pages by their file names; a pure function, so the same knowledge gives the same text."""
    named = {
        page.name: page for page in (_BRIEF, _DEVICES, _WORKS, *(kind.page for kind in KINDS if kind.page is not None))
    }
    pages = [named.pop(name) for name in _READING_ORDER] + list(named.values())
    index = "\n".join(f"- [{page.title}]({page.name}): {page.about}" for page in pages)
    texts = {page.name: "\n".join(page.body(knowledge)).rstrip("\n") for page in pages}
    return {
        "README.md": f"# Reference of the vocabulary\n\n{_GENERATED}\n\n{index}\n",
        **{page.name: f"# {page.title}\n\n{_GENERATED} {page.about}\n\n{texts[page.name]}\n" for page in pages},
    }
