"""What a pack names or leaves that it should not: retired rules, RP307, and placeholders, RP402."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from whichml.knowledge.packs import PackFile
from whichml.model.documents.document import Path, Plain
from whichml.model.documents.errors import Problem, pointer_to, quoted
from whichml.rules.lint.linted_rules import LintedRules

_SLUG: Final = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_PLACEHOLDER: Final = re.compile(r"(?<![\w-])(?:todo|fixme|replace[ _-]me)(?![\w-])", re.IGNORECASE)
_PLACEHOLDER_IN_ID: Final = re.compile(r"(?:todo|fixme)|(?:.*-)?replace-me(?:-.*)?")
_NOBODYS_HOST: Final = re.compile(
    r"^[a-z]+://(?:[^/@]*@)?(?:(?:[\w-]+\.)*example\.(?:org|com|net)|(?:[\w-]+\.)+(?:test|example|invalid))(?=[:/?#]|$)",
    re.IGNORECASE,
)
"""Hosts that RFC 2606 keeps for tests and examples."""


def retired_names(subject: LintedRules) -> Iterator[Problem]:
    """Yield every mention of a rule that is deprecated or that another has replaced.

    A rule may supersede what is deprecated: so it says that it is the successor. What it supersedes itself is retired
    by that alone.
    """
    living = {rule.id for rule in subject.knowledge.rules}
    ever = {rule for pack in subject.knowledge.packs for rule in pack.rules}
    successors: dict[str, list[str]] = {}
    for rule in subject.knowledge.rules:
        for other in rule.supersedes:
            successors.setdefault(other, []).append(rule.id)
    for rule, site in subject.rules:
        for key in ("overrides", "related"):
            for index, other in enumerate(getattr(rule, key)):
                if other in ever and other not in living:
                    yield site.problem((key, index), *_retired(other, successors), "RP307")
        for index, other in enumerate(rule.supersedes):
            others = [successor for successor in successors[other] if successor != rule.id]
            if others:
                message = f"'{other}' is superseded by '{others[0]}' too."
                yield site.problem(("supersedes", index), message, "Leave a rule one successor.", "RP307")


def _retired(name: str, successors: Mapping[str, list[str]]) -> tuple[str, str]:
    if name in successors:
        return f"'{name}' is superseded by '{successors[name][0]}'.", f"Name '{successors[name][0]}' instead."
    return f"'{name}' is deprecated and never fires.", "Name its successor, or nothing."


def placeholders(pack: PackFile) -> Iterator[Problem]:
    """Yield every text of a pack that stands in for another, and every address that belongs to nobody."""
    for path, text in _texts(pack.document.data, ()):
        pattern = _PLACEHOLDER_IN_ID.fullmatch if _SLUG.fullmatch(text) else _PLACEHOLDER.search
        if pattern(text):
            message, hint = f"{quoted(text)} is a placeholder.", "Write what is meant."
        elif _NOBODYS_HOST.match(text):
            message, hint = f"{quoted(text)} is an address for examples.", "Name where the work can be opened."
        else:
            continue
        yield Problem(message, pack.document.place(path), pointer_to(path), hint, code="RP402")


def _texts(data: Plain, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*path, index))
