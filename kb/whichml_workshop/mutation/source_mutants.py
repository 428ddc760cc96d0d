"""Small changes of a module's code, each of which some test should notice."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from whichml_workshop.mutation.imported_names import imported_names_read, origins_in, stem_of

_BOUNDARY: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
}  # fmt: skip
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
_OTHER_CALL = {"min": "max", "max": "min", "any": "all", "all": "any"}
_JOINED = (ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.ListComp)


Place: TypeAlias = tuple[str, int]
"""A file, as a path from the root of the checkout, and a line."""


@dataclass(frozen=True, slots=True)
class SourceMutant:
    """One change of a module.

    Attributes
    ----------
    file : path of the module from the root of the checkout, with slashes
    line, column : where the changed code starts; lines count from 1, columns from 0
    kind : what was done to it
    original, changed : the code before and after
    source_line : the line where the changed code starts, without its indent
    statement, function : first and last line of the statement, and of the function, around the change; of a statement
        that holds others its head alone; the whole module where there is no function
    names : what the statement gives a value once, when the module is loaded
    uses : the files and lines that use one of the names
    text : the whole module with the change
    """

    file: str
    line: int
    column: int
    kind: str
    original: str
    changed: str
    source_line: str
    statement: tuple[int, int]
    function: tuple[int, int]
    names: tuple[str, ...]
    uses: tuple[Place, ...]
    text: str

    @property
    def where(self) -> str:
        """Return file and line, as editors understand it."""
        return f"{self.file}:{self.line}"

    @property
    def changed_line(self) -> str:
        """Return the line with the change, without its indent; code of several lines in one."""
        return self.text.splitlines()[self.line - 1].strip()


@dataclass(frozen=True, slots=True)
class _Change:
    node: ast.expr | ast.stmt
    kind: str
    changed: str


@dataclass(frozen=True, slots=True)
class _Surroundings:
    statement: tuple[int, int]
    function: tuple[int, int]
    is_loaded: bool = True
    names: tuple[str, ...] = ()

    def inside(self, node: ast.AST) -> _Surroundings:
        """Return what surrounds the parts of a node in this place."""
        if not isinstance(node, ast.stmt):
            return self
        whole = (node.lineno, node.end_lineno or node.lineno)
        body = getattr(node, "body", None)
        head = (node.lineno, max(node.lineno, body[0].lineno - 1)) if body else whole
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return _Surroundings(head, whole, is_loaded=False)
        return _Surroundings(head, self.function, self.is_loaded, _named_by(node) if self.is_loaded else ())


def source_mutants(
    file: str, text: str, used_elsewhere: Mapping[str, Sequence[Place]] = MappingProxyType({})
) -> list[SourceMutant]:
    """Return every mutant of a module, in the order of the code.

    Annotations, decorators, assertions, messages and what only type checkers read are left alone: no test of behaviour
    could notice, or an assertion says that the case cannot be. So does `strict` of a `zip`.

    Parameters
    ----------
    file : path of the module from the root of the checkout
    text : its code
    used_elsewhere : where other modules read what they import, by `module.NAME`
    """
    lines = text.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    module, tree = _Surroundings((1, len(lines)), (1, len(lines))), ast.parse(text)
    used = {
        name: [*((file, line) for line in lines), *used_elsewhere.get(f"{stem_of(file)}.{name}", ())]
        for name, lines in _lines_by_name(tree).items()
    }
    found = [_mutant(file, text, starts, used, *found) for found in _changes(tree, module)]
    return sorted(found, key=lambda mutant: (mutant.line, mutant.column, mutant.kind, mutant.changed))


def drawn_sample(mutants: Sequence[SourceMutant], n: int, seed_text: str = "") -> list[SourceMutant]:
    """Return `n` mutants by lot, in the order given; a mutant's lot depends on where it is, its kind and the seed."""

    def lot(mutant: SourceMutant) -> bytes:
        named = (seed_text, mutant.file, str(mutant.line), str(mutant.column), mutant.kind, mutant.changed)
        return hashlib.sha256("\0".join(named).encode()).digest()

    chosen = sorted(range(len(mutants)), key=lambda index: lot(mutants[index]))[:n]
    return [mutants[index] for index in sorted(chosen)]


def mutants_of_packages(root: Path, packages: Sequence[str]) -> list[SourceMutant]:
    """Return the mutants of every module below some folders, given from the root of the checkout."""
    paths = sorted(path for package in packages for path in (root / package).rglob("*.py"))
    texts = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths}
    used: dict[str, list[Place]] = {}
    for file, text in texts.items():
        tree = ast.parse(text)
        for name, line in imported_names_read(tree, origins_in(tree)):
            used.setdefault(name, []).append((file, line))
    return [mutant for file, text in texts.items() for mutant in source_mutants(file, text, used)]


def _named_by(node: ast.stmt) -> tuple[str, ...]:
    """Return the names that a statement gives a value."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return tuple(target.id for target in targets if isinstance(target, ast.Name))


def _lines_by_name(tree: ast.Module) -> Mapping[str, Sequence[int]]:
    """Return where names are read, as they are or as attributes; nowhere for those that are only set."""
    found: dict[str, list[int]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            lines = found.setdefault(node.id if isinstance(node, ast.Name) else node.attr, [])
            lines += [node.lineno] if isinstance(node.ctx, ast.Load) else []
    return found


def _mutant(
    file: str,
    text: str,
    starts: list[int],
    used: Mapping[str, Sequence[Place]],
    change: _Change,
    around: _Surroundings,
) -> SourceMutant:
    node, whole = change.node, text.encode()
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    start, end = starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset
    return SourceMutant(
        file=file,
        line=node.lineno,
        column=node.col_offset,
        kind=change.kind,
        original=whole[start:end].decode(),
        changed=change.changed,
        source_line=text.splitlines()[node.lineno - 1].strip(),
        statement=around.statement,
        function=around.function,
        names=around.names,
        uses=tuple(sorted({place for name in around.names for place in used.get(name, ())})),
        text=(whole[:start] + change.changed.encode() + whole[end:]).decode(),
    )


def _changes(node: ast.AST, around: _Surroundings) -> Iterator[tuple[_Change, _Surroundings]]:
    for child in _behaviour(node):
        here = around.inside(child)
        maker = _MAKERS.get(type(child))
        if maker:
            yield from ((change, here) for change in maker(child))
        yield from _changes(child, here)


def _behaviour(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node that act when the program runs."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_comment", "type_params"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.Assert | ast.JoinedStr | ast.Import | ast.ImportFrom):
                continue
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            if isinstance(child, ast.keyword) and child.arg == "strict":
                continue
            if isinstance(child, ast.AST):
                yield child


def _comparisons(node: ast.Compare) -> Iterator[_Change]:
    for index, operator in enumerate(node.ops):
        for kind, table in (("boundary", _BOUNDARY), ("comparison", _OPPOSITE)):
            if type(operator) in table:
                changed = deepcopy(node)
                changed.ops[index] = table[type(operator)]()
                yield _Change(node, kind, ast.unparse(changed))


def _connectives(node: ast.BoolOp) -> Iterator[_Change]:
    changed = ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    yield _Change(node, "connective", f"({ast.unparse(changed)})")


def _signs(node: ast.UnaryOp) -> Iterator[_Change]:
    if isinstance(node.op, ast.Not):
        yield _Change(node, "negation", f"({ast.unparse(node.operand)})")
    elif isinstance(node.op, ast.USub):
        yield _Change(node, "sign", f"({ast.unparse(node.operand)})")


def _arithmetic(node: ast.BinOp) -> Iterator[_Change]:
    if type(node.op) not in _ARITHMETIC or _names_types(node):
        return
    if isinstance(node.op, ast.Add) and (isinstance(node.left, _JOINED) or isinstance(node.right, _JOINED)):
        return  # texts and lists that are joined cannot be subtracted
    changed = ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
    yield _Change(node, "arithmetic", f"({ast.unparse(changed)})")


def _names_types(node: ast.BinOp) -> bool:
    right = ast.unparse(node.right).rpartition(".")[2]
    return isinstance(node.op, ast.BitOr) and (right == "None" or (right[:1].isupper() and not right.isupper()))


def _constants(node: ast.Constant) -> Iterator[_Change]:
    if isinstance(node.value, bool):
        yield _Change(node, "boolean", str(not node.value))
    elif isinstance(node.value, int):
        yield _Change(node, "number", str(node.value + 1))
    elif isinstance(node.value, float):
        yield _Change(node, "number", repr(node.value * 2 or 1.0))


def _calls(node: ast.Call) -> Iterator[_Change]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name in _OTHER_CALL:
        changed = ast.Call(ast.Name(_OTHER_CALL[name]), node.args, node.keywords)
        yield _Change(node, "call", ast.unparse(changed))
    elif name == "sorted" and not any(keyword.arg == "reverse" for keyword in node.keywords):
        keywords = [*node.keywords, ast.keyword("reverse", ast.Constant(True))]
        yield _Change(node, "order", ast.unparse(ast.Call(node.func, node.args, keywords)))


def _branches(node: ast.If) -> Iterator[_Change]:
    yield _Change(node.test, "branch", "False")
    yield from _negated(node.test)


def _choices(node: ast.IfExp) -> Iterator[_Change]:
    yield from _negated(node.test)


def _negated(test: ast.expr) -> Iterator[_Change]:
    if not isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp):  # those have mutants of their own
        yield _Change(test, "negation", f"(not {ast.unparse(test)})")


def _filters(node: ast.comprehension) -> Iterator[_Change]:
    for test in node.ifs:
        yield _Change(test, "filter", "True")


def _returns(node: ast.Return) -> Iterator[_Change]:
    is_plain = isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool | None)
    if node.value is not None and not is_plain:  # a flag has a mutant of its own, and None is as good as False
        yield _Change(node, "return", "return None")


def _removed(node: ast.stmt) -> Iterator[_Change]:
    yield _Change(node, "statement", "pass")


def _expressions(node: ast.Expr) -> Iterator[_Change]:
    if isinstance(node.value, ast.Call):
        yield from _removed(node)


def _assignments(node: ast.Assign) -> Iterator[_Change]:
    if all(isinstance(target, ast.Attribute | ast.Subscript) for target in node.targets):
        yield from _removed(node)


_MAKERS: dict[type[ast.AST], Callable[..., Iterator[_Change]]] = {
    ast.Compare: _comparisons,
    ast.BoolOp: _connectives,
    ast.UnaryOp: _signs,
    ast.BinOp: _arithmetic,
    ast.Constant: _constants,
    ast.Call: _calls,
    ast.If: _branches,
    ast.IfExp: _choices,
    ast.comprehension: _filters,
    ast.Return: _returns,
    ast.Expr: _expressions,
    ast.Assign: _assignments,
    ast.AugAssign: _removed,
    ast.Raise: _removed,
    ast.Continue: _removed,
}
