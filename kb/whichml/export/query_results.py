"""What a query finds, in the forms of the SPARQL recommendations: JSON, CSV, and Turtle for triples."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from whichml.knowledge.query import Answer, BooleanResult, RdfTerm, Solutions, Triples
from whichml.knowledge.triples import PREFIXES
from whichml.model.errors import ExportError

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_TABLE = "Solutions come as table, csv or json."


def to_results_json(answer: Answer) -> bytes:
    """Return solutions or a verdict as SPARQL 1.1 Query Results JSON.

    Raises
    ------
    ExportError
        Where the answer is triples.
    """
    if isinstance(answer, Triples):
        raise ExportError.about("triples have no form in JSON here.", hint="Ask for Turtle (ttl), or SELECT a table.")
    if isinstance(answer, BooleanResult):
        return _dumped({"head": {}, "boolean": answer.holds})
    bindings = [
        {name: _as_json(term) for name, term in zip(answer.variables, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    return _dumped({"head": {"vars": list(answer.variables)}, "results": {"bindings": bindings}})


def solutions_to_csv(answer: Answer) -> bytes:
    """Return solutions as SPARQL 1.1 Query Results CSV: values alone, unbound ones empty.

    Raises
    ------
    ExportError
        Where the answer is triples, or yes or no.
    """
    if not isinstance(answer, Solutions):
        named = "triples have" if isinstance(answer, Triples) else "yes or no has"
        raise ExportError.about(f"{named} no form in CSV.", hint=_forms_of(answer))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(answer.variables)
    writer.writerows([plain(term) if term else "" for term in row] for row in answer.rows)
    return text.getvalue().encode()


def to_turtle(answer: Answer) -> bytes:
    """Return triples as Turtle, sorted, so that equal triples give equal bytes.

    Raises
    ------
    ExportError
        Where the answer is solutions, or yes or no.
    """
    if not isinstance(answer, Triples):
        named = "a table of solutions has" if isinstance(answer, Solutions) else "yes or no has"
        raise ExportError.about(f"{named} no form in Turtle.", hint=_forms_of(answer))
    import pyoxigraph as ox  # whoever only asks for an answer does not need it

    text = "".join(answer.lines)
    used = {prefix: namespace for prefix, namespace in PREFIXES.items() if namespace in text}
    triples = (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=used) or b""


def terms_of_triples(answer: Triples) -> tuple[tuple[RdfTerm, RdfTerm, RdfTerm], ...]:
    """Return triples as subject, predicate and object, in their order."""
    import pyoxigraph as ox  # whoever only asks for an answer does not need it

    def term(part: object) -> RdfTerm:
        if isinstance(part, ox.NamedNode):
            return RdfTerm("uri", part.value)
        if isinstance(part, ox.BlankNode):
            return RdfTerm("bnode", part.value)
        if isinstance(part, ox.Literal):
            return RdfTerm("literal", part.value, part.language or "", part.datatype.value)
        assert isinstance(part, ox.Triple)
        return RdfTerm("triple", parts=(term(part.subject), term(part.predicate), term(part.object)))

    quads = ox.parse("".join(answer.lines), format=ox.RdfFormat.N_TRIPLES)
    return tuple((term(quad.subject), term(quad.predicate), term(quad.object)) for quad in quads)


def plain(term: RdfTerm) -> str:
    """Return a term's value as text without its kind, language and datatype."""
    if term.kind == "triple":
        return f"<<( {' '.join(plain(part) for part in term.parts)} )>>"
    return f"_:{term.value}" if term.kind == "bnode" else term.value


def _forms_of(answer: Answer) -> str:
    if isinstance(answer, Triples):
        return "Triples come as table or ttl."
    return _TABLE if isinstance(answer, Solutions) else "ASK is answered as table or json."


def _as_json(term: RdfTerm) -> dict[str, Any]:
    if term.kind == "triple":
        parts = zip(("subject", "predicate", "object"), term.parts, strict=True)
        return {"type": "triple", "value": {name: _as_json(part) for name, part in parts}}
    shown: dict[str, Any] = {"type": term.kind, "value": term.value}
    if term.language:
        shown["xml:lang"] = term.language
    elif term.datatype not in ("", _STRING):
        shown["datatype"] = term.datatype
    return shown


def _dumped(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
