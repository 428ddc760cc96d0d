"""What a query finds: solutions in the forms of the SPARQL recommendations, triples in those of RDF."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any, Literal
from xml.sax.saxutils import escape, quoteattr  # writes, and reads nothing

from whichml.knowledge.query import Answer, BooleanResult, RdfTerm, Solutions, Triples
from whichml.knowledge.triples import PREFIXES
from whichml.model.documents.errors import ExportError
from whichml.model.documents.expressions import expression

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_XML_SCHEMA = "http://www.w3.org/2005/sparql-results#"
_NOT_IN_XML = expression("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_TABLE = "Solutions come as table, csv, json, tsv or xml."


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
    answer = _table(answer, "CSV")
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(answer.variables)
    writer.writerows([plain(term) if term else "" for term in row] for row in answer.rows)
    return text.getvalue().encode()


def to_results_xml(answer: Answer) -> bytes:
    """Return solutions or a verdict as SPARQL Query Results XML; characters that XML cannot hold are replaced.

    Raises
    ------
    ExportError
        Where the answer is triples.
    """
    if isinstance(answer, Triples):
        raise ExportError.about("triples have no form in SPARQL's XML.", hint=_forms_of(answer))
    if isinstance(answer, BooleanResult):
        head, body = "<head></head>", f"<boolean>{str(answer.holds).lower()}</boolean>"
    else:
        head = f"<head>{''.join(f'<variable name={quoteattr(name)}/>' for name in answer.variables)}</head>"
        body = f"<results>\n{''.join(_solution_in_xml(answer.variables, row) for row in answer.rows)}</results>"
    return f'<?xml version="1.0"?>\n<sparql xmlns="{_XML_SCHEMA}">\n{head}\n{body}\n</sparql>\n'.encode()


def solutions_to_tsv(answer: Answer) -> bytes:
    """Return solutions as SPARQL 1.1 Query Results TSV: terms as SPARQL writes them, unbound ones empty.

    Raises
    ------
    ExportError
        Where the answer is triples, or yes or no.
    """
    answer = _table(answer, "TSV")
    lines = ["\t".join(f"?{name}" for name in answer.variables)]
    lines += ["\t".join(_in_sparql(term) if term else "" for term in row) for row in answer.rows]
    return "".join(f"{line}\n" for line in lines).encode()


def to_turtle(answer: Answer) -> bytes:
    """Return triples as Turtle, sorted, so that equal triples give equal bytes; ExportError for other answers."""
    return _serialised(answer, "TURTLE", "Turtle")


def to_n_triples(answer: Answer) -> bytes:
    """Return triples as N-Triples, sorted; ExportError for other answers."""
    return _serialised(answer, "N_TRIPLES", "N-Triples")


def to_rdf_xml(answer: Answer) -> bytes:
    """Return triples as RDF/XML; ExportError for other answers."""
    return _serialised(answer, "RDF_XML", "RDF/XML")


def to_json_ld(answer: Answer) -> bytes:
    """Return triples as JSON-LD in expanded form; ExportError for other answers."""
    return _serialised(answer, "JSON_LD", "JSON-LD")


def _serialised(answer: Answer, form: Literal["TURTLE", "N_TRIPLES", "RDF_XML", "JSON_LD"], name: str) -> bytes:
    if not isinstance(answer, Triples):
        named = "a table of solutions has" if isinstance(answer, Solutions) else "yes or no has"
        raise ExportError.about(f"{named} no form in {name}.", hint=_forms_of(answer))
    import pyoxigraph as ox  # whoever only asks for an answer does not need it

    text = "".join(answer.lines)
    used = {prefix: namespace for prefix, namespace in PREFIXES.items() if namespace in text}
    triples = (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    takes_prefixes = form in ("TURTLE", "RDF_XML")
    return ox.serialize(triples, format=getattr(ox.RdfFormat, form), prefixes=used if takes_prefixes else {}) or b""


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


def _table(answer: Answer, form: str) -> Solutions:
    """Return solutions; ExportError for what a form of tables cannot hold."""
    if isinstance(answer, Solutions):
        return answer
    named = "triples have" if isinstance(answer, Triples) else "yes or no has"
    raise ExportError.about(f"{named} no form in {form}.", hint=_forms_of(answer))


def _forms_of(answer: Answer) -> str:
    if isinstance(answer, Triples):
        return "Triples come as table, jsonld, nt, owl or ttl."
    return _TABLE if isinstance(answer, Solutions) else "ASK is answered as table, json or xml."


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


def _solution_in_xml(variables: Sequence[str], row: Sequence[RdfTerm | None]) -> str:
    bindings = (
        f"<binding name={quoteattr(name)}>{_as_xml(term)}</binding>"
        for name, term in zip(variables, row, strict=True)
        if term is not None
    )
    return f"<result>{''.join(bindings)}</result>\n"


def _as_xml(term: RdfTerm) -> str:
    if term.kind == "triple":
        parts = zip(("subject", "predicate", "object"), term.parts, strict=True)
        return f"<triple>{''.join(f'<{name}>{_as_xml(part)}</{name}>' for name, part in parts)}</triple>"
    more = ""
    if term.language:
        more = f" xml:lang={quoteattr(term.language)}"
    elif term.datatype not in ("", _STRING):
        more = f" datatype={quoteattr(term.datatype)}"
    return f"<{term.kind}{more}>{escape(_NOT_IN_XML.sub(chr(0xFFFD), term.value))}</{term.kind}>"


def _in_sparql(term: RdfTerm) -> str:
    """Return a term as SPARQL and Turtle write it, on one line."""
    if term.kind == "triple":
        return f"<<( {' '.join(_in_sparql(part) for part in term.parts)} )>>"
    if term.kind != "literal":
        return f"_:{term.value}" if term.kind == "bnode" else f"<{term.value}>"
    text = f'"{term.value.translate(_ESCAPES)}"'
    if term.language:
        return f"{text}@{term.language}"
    return text if term.datatype in ("", _STRING) else f"{text}^^<{term.datatype}>"


def _dumped(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
