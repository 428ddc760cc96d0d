"""Hints for who asks over HTTP, where those of the library name a command of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from whichml.model.documents.errors import Problem

_INSTEAD: Final[Mapping[str, str]] = MappingProxyType({
    "`whichml kb stats` counts what is known.": "`/v1/algorithms` lists those that are known.",
    "have a text in English read with `--lenient`.":
        "send a text in English to `/v1/briefs/check?lenient`, as application/yaml.",
    "`whichml form` lists all.": "`/v1/circumstances` lists all.",
    "`whichml form` prints the fields.": "`/v1/briefs/blank` lists the fields, `/v1/schema/brief.json` describes them.",
})  # fmt: skip


def asked_over_http(problem: Problem) -> Problem:
    """Return a problem with the address that tells what a command would.

    Examples
    --------
    >>> asked_over_http(Problem("unknown algorithm 'x'.", hint="`whichml kb stats` counts what is known.")).hint
    '`/v1/algorithms` lists those that are known.'
    """
    hint = problem.hint
    if hint is None:
        return problem
    for command, address in _INSTEAD.items():
        hint = hint.replace(command, address)
    return replace(problem, hint=hint) if hint != problem.hint else problem
