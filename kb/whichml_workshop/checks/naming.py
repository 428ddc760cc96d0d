"""The naming law: how a term's label, address and id have to look and agree."""

from __future__ import annotations

import re
from typing import Final

from rdflib import Graph, URIRef
from rdflib.namespace import OWL

from whichml.knowledge.graph import WML

_SMALL_WORDS: Final = frozenset({"and", "of", "or"})
_VERB_FIRST: Final = re.compile(r"[a-z]+s( [a-zA-Z]+)*")
_KEBAB_CASE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def misnamed(term: URIRef, kind: URIRef, label: str, graph: Graph) -> str:
    """Return what is wrong with a term's name, or nothing.

    A class is in title case, its address the same without spaces. An object or data property begins with a verb in
    lower case (`is stated in`), its address the same in camel case. An id is in kebab-case: for a class its label, for
    an individual the end of its address, which for an option names the decision too.
    """
    identity = str(graph.value(term, WML.id) or "")
    if identity and not _KEBAB_CASE.fullmatch(identity):
        return f"has an id that is not in kebab-case: '{identity}'."
    if kind == OWL.Class:
        return _misnamed_class(term, label, identity)
    if kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        return _misnamed_property(term, label)
    end = re.split(r"[/.]", str(term))[-1]
    if kind == OWL.NamedIndividual and identity and identity != end:
        return f"has the id '{identity}' at an address that ends in '{end}'."
    return ""


def _misnamed_class(term: URIRef, label: str, identity: str) -> str:
    words = label.split()
    if any(not word[0].isupper() and word not in _SMALL_WORDS for word in words):
        return f"is a class whose label is not in title case: '{label}'."
    if re.sub(r"[^A-Za-z0-9]", "", label.title()).lower() != _local(term).lower():
        return f"has an address that differs from its label '{label}'."
    if identity and identity != re.sub(r"[^a-z0-9]+", "-", label.lower()):
        return f"has the id '{identity}', which differs from its label '{label}'."
    return ""


def _misnamed_property(term: URIRef, label: str) -> str:
    if not _VERB_FIRST.fullmatch(label):
        return f"is a property whose label does not begin with a verb in lower case: '{label}'."
    first, *others = label.split()
    if first + "".join(word.capitalize() for word in others) != _local(term):
        return f"has an address that differs from its label '{label}'."
    return ""


def _local(term: URIRef) -> str:
    return str(term).removeprefix(str(WML))
