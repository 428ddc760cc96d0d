"""Every format in which the result of a query is exported, for the command line and over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from whichml.export.formats import Format
from whichml.export.query_results import (
    solutions_to_csv,
    solutions_to_tsv,
    to_json_ld,
    to_n_triples,
    to_rdf_xml,
    to_results_json,
    to_results_xml,
    to_turtle,
)
from whichml.knowledge.query import Answer
from whichml.knowledge.query_text import Form


@dataclass(frozen=True, slots=True)
class ResultFormat(Format[Callable[[Answer], bytes]]):
    """A format of results, with the forms of queries whose results it can hold."""

    queries: tuple[Form, ...]


RESULT_FORMATS: Final[tuple[ResultFormat, ...]] = (
    ResultFormat("json", "application/sparql-results+json", to_results_json, ("SELECT", "ASK")),
    ResultFormat("xml", "application/sparql-results+xml", to_results_xml, ("SELECT", "ASK")),
    ResultFormat("csv", "text/csv", solutions_to_csv, ("SELECT",)),
    ResultFormat("tsv", "text/tab-separated-values", solutions_to_tsv, ("SELECT",)),
    ResultFormat("ttl", "text/turtle", to_turtle, ("CONSTRUCT", "DESCRIBE")),
    ResultFormat("nt", "application/n-triples", to_n_triples, ("CONSTRUCT", "DESCRIBE")),
    ResultFormat("owl", "application/rdf+xml", to_rdf_xml, ("CONSTRUCT", "DESCRIBE")),
    ResultFormat("jsonld", "application/ld+json", to_json_ld, ("CONSTRUCT", "DESCRIBE")),
)
"""Of those that hold the result of a query the first is the usual one."""
