"""The description of the API as a page for people, which needs no network and no script."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from whichml.export.document import PLAIN, Entry, Paragraph, Section
from whichml.export.web_page import html_of
from whichml.export.words import CodeSpan, Strong, joined
from whichml_server.queries import FORM_TYPE


def documentation_page(described: Mapping[str, Any]) -> str:
    """Return the page of a description that `openapi_document` returned."""
    operations = [
        (method.upper(), path, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]
    headings = (
        Section(tag["name"], (Paragraph(tag["description"]), *_operations(operations, tag["name"])))
        for tag in described["tags"]
    )
    info = described["info"]
    machine = Paragraph(
        ("For programs: ", CodeSpan(f"{described['servers'][0]['url']}v1/openapi.json"), " (OpenAPI 3.1).")
    )
    return html_of(Section(f"The API of {info['title']} {info['version']}",
                           (Paragraph(info["description"]), machine, *headings)))  # fmt: skip


def _operations(operations: Iterable[tuple[str, str, Mapping[str, Any]]], tag: str) -> Iterator[Section]:
    for method, path, operation in operations:
        if tag in operation["tags"]:
            yield Section(f"{method} {path}", (Paragraph(f"{operation['summary']}."), *_details(operation)))


def _details(operation: Mapping[str, Any]) -> Iterator[Entry]:
    if {} not in (required := operation["security"]):
        for each in required[:1]:
            ((scheme, permissions),) = each.items()
            yield Entry((f"Takes a {scheme} token that may {' and '.join(permissions)}.",), PLAIN)
    for each in operation.get("parameters", ()):
        values = each["schema"].get("enum", ())
        known = tuple(Entry(CodeSpan(str(value)), PLAIN) for value in values)
        shown = (" For example ", CodeSpan(str(each["example"])), ".") if "example" in each else ()
        yield Entry((CodeSpan(each["name"]), f" ({each['in']}): {each['description']}", *shown), PLAIN, known)
    for example, media_types in _examples(operation.get("requestBody", {}).get("content", {})).items():
        taken = joined(" or ", [CodeSpan(each) for each in media_types])
        yield Entry(("Takes ", taken, ", for example ", CodeSpan(example), "."), PLAIN)
    for status, response in operation["responses"].items():
        reference = response.get("$ref", "").rpartition("/")[2]
        forms = ", ".join(response.get("content", ()))
        told = reference or f"{response['description']}{f' As {forms}.' if forms else ''}"
        yield Entry((Strong(status), f" {told}"), PLAIN)


def _examples(bodies: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the example bodies as they are sent, each with the media types in which it can be."""
    found: dict[str, list[str]] = {}
    for media_type, body in bodies.items():
        found.setdefault(_as_sent(body["example"], media_type), []).append(media_type)
    return found


def _as_sent(example: object, media_type: str) -> str:
    """Return an example as the bytes of a body have it; JSON is YAML too."""
    if isinstance(example, str):
        return example
    if media_type == FORM_TYPE and isinstance(example, Mapping):
        return urlencode(example)
    return json.dumps(example, ensure_ascii=False)
