"""What the knowledge base states of one thing, on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whichml.cli.terminal import Page
from whichml.export.records import Record

_SKIPPED = ("record", "id", "name", "title", "claims", "measured", "practice")


def print_record(record: Record, page: Page) -> None:
    """Print a record: its name, its fields, what others measured, then its claims with scopes and sources."""
    name = record.get("name") or record.get("title") or record["id"]
    page.title(f"{name} ({record['record']} {record['id']})")
    for field, value in record.items():
        if field not in _SKIPPED and value not in ("", None, [], {}):
            _print_value(field.replace("_", " "), value, page, 1)
    measured = record.get("measured")
    if isinstance(measured, list) and measured:
        page.heading("Measured elsewhere")
        for strength in measured:
            _print_strength(strength, str(record["id"]), page)
    practice = record.get("practice")
    if isinstance(practice, dict):
        page.heading("Established practice")
        _print_practice(practice, page)
    claims = record.get("claims")
    if isinstance(claims, list) and claims:
        page.heading("Claims")
        for claim in claims:
            _print_claim(claim, str(record["id"]), page)


def print_counts(counts: Mapping[str, int], shares: Mapping[str, float], page: Page) -> None:
    """Print counts, one a line, with the shares that some of them are."""
    width = max(len(str(count)) for count in counts.values())
    for name, count in counts.items():
        share = f" ({shares[name]:.0%})" if name in shares else ""
        page.line(f"{name.replace('_', ' ')}{share}", 0, f"{count:>{width}}")


def _print_practice(practice: Record, page: Page) -> None:
    """Print where answerers would use an algorithm, and where they would call it a mistake."""
    for points, said in (("used", "used"), ("mistaken", "called a mistake")):
        for each in _listed(practice[points]):
            words = f"{said} {each['points']:+.1f} where {each['where']}"
            page.line(f"{words} (in {each['told']} of {each['briefs']} answered briefs)", 1, "*")
    _print_citations(_listed(practice["sources"]), page, 1)


def _print_strength(strength: Record, subject: str, page: Page) -> None:
    if strength["reference"] == subject:
        said = "what the others are compared with"
    else:
        chances = f"{strength['chance']:.0%} ({strength['low']:.0%} to {strength['high']:.0%})"
        said = f"beats {strength['reference']} on {chances} of data sets of middle size"
    studies, citations = _listed(strength["studies"]), _listed(strength["sources"])
    behind = f"{strength['data_sets']} data sets of {_number_of(studies)}"
    page.line(f"{strength['name']}: {said} ({strength['confidence']} confidence, {behind})", 1, "*")
    if strength["slopes"]:
        page.line("; ".join(str(slope) for slope in _listed(strength["slopes"])), 3)
    _print_citations(citations, page, 3)


def _number_of(studies: list[Any]) -> str:
    return "one study" if len(studies) == 1 else f"{len(studies)} studies"


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _print_claim(claim: Record, subject: str, page: Page) -> None:
    scope = claim["scope"]
    where = " and ".join(f"{name} {test}" for name, test in scope.items()) if isinstance(scope, Mapping) else ""
    said = f"{claim['quality']}: {claim['level']}" + (f" where {where}" if where else "")
    inherited = f", from {claim['subject']}" if claim["subject"] != subject else ""
    page.line(f"{said} ({claim['confidence']} confidence, {claim['evidence']}{inherited}; {claim['where']})", 1, "*")
    if claim["note"]:
        page.line(str(claim["note"]), 3)
    if claim["debate"]:
        page.line(f"Sources disagree {claim['debate']}.", 3)
    _print_citations(claim["sources"], page, 3)


def _print_citations(citations: object, page: Page, depth: int) -> None:
    for citation in citations if isinstance(citations, list) else ():
        page.line(f"[{citation['ref']}] {citation['locator']}: {citation['supports']}", depth)


def _print_value(label: str, value: object, page: Page, depth: int) -> None:
    if label == "sources" and isinstance(value, list) and isinstance(value[0], Mapping):
        page.line("sources:", depth)
        _print_citations(value, page, depth + 1)
    elif isinstance(value, list | tuple) and any(isinstance(each, Mapping) for each in value):
        page.line(f"{label}:", depth)
        for each in value:
            _print_mapping(each, page, depth + 1)
    elif isinstance(value, list | tuple) and any(isinstance(each, list | tuple) for each in value):
        page.line(f"{label}:", depth)
        for each in value:
            page.line(_in_words(each), depth + 1, "*")
    elif label == "levels" and isinstance(value, Mapping):
        page.line("levels:", depth)
        for level, shown in value.items():
            page.line(f"{level}: {shown}", depth + 1, "*")
    elif isinstance(value, Mapping) and any(isinstance(each, Mapping | list) for each in value.values()):
        page.line(f"{label}:", depth)
        for name, each in value.items():
            _print_value(str(name), each, page, depth + 1)
    else:
        page.line(f"{label}: {_in_words(value)}", depth)


def _print_mapping(value: object, page: Page, depth: int) -> None:
    if not isinstance(value, Mapping):
        page.line(_in_words(value), depth, "*")
        return
    flat = {name: each for name, each in value.items() if name != "sources" and each not in ("", None, [], {})}
    page.line("; ".join(f"{name}: {_in_words(each)}" for name, each in flat.items()), depth, "*")
    _print_citations(value.get("sources"), page, depth + 1)


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_in_words(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_in_words(each) for each in value)
    return str(value)
