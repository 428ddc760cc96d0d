"""Where a module reads what it imports from others, by the names `module.NAME`."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TypeAlias

Origins: TypeAlias = Mapping[str, str]
"""Where the names that a module imports come from, as `module.NAME`."""


def origins_in(tree: ast.Module) -> Origins:
    """Return where the names come from that a module imports at its head."""
    return {
        alias.asname or alias.name: f"{(node.module or '').rpartition('.')[2]}.{alias.name}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def imported_names_read(part: ast.AST, origins: Origins) -> Iterator[tuple[str, int]]:
    """Yield the imported names that a part of a module reads, and those that it reads of an imported module.

    Each comes with its line.
    """
    for node in ast.walk(part):
        if isinstance(node, ast.Name) and node.id in origins:
            yield origins[node.id], node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in origins:
            yield f"{origins[node.value.id].rpartition('.')[2]}.{node.attr}", node.lineno


def stem_of(file: str) -> str:
    """Return the name of a module without its package."""
    return file.rpartition("/")[2].removesuffix(".py")
