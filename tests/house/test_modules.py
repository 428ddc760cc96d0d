"""Modules hold one idea each, say which, and depend on each other one way."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest

import whichml

MOST_MODULE_LINES = 400
MOST_FUNCTION_LINES = 60
# what `import whichml` leaves alone: nobody who asks for an answer waits for these
HEAVY = ("sklearn", "flask", "waitress", "sqlalchemy", "rdflib", "pyshacl", "owlready2", "pyoxigraph", "whichml_server")
# circles that may stay, each with its reason
ALLOWED_CIRCLES: dict[frozenset[str], str] = {}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions_of(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def circles(graph: grimp.ImportGraph) -> list[frozenset[str]]:
    """Return the sets of modules that import each other, however far around."""
    below = {name: graph.find_downstream_modules(name) for name in graph.modules}
    found = {frozenset({name, *(other for other in below[name] if name in below[other])}) for name in below}
    return sorted((circle for circle in found if len(circle) > 1), key=sorted)


@pytest.mark.slow("reads every module")
def test_every_module_says_what_it_holds(modules: list[Path], root: Path) -> None:
    silent = [str(path.relative_to(root)) for path in modules if not ast.get_docstring(tree_of(path))]
    assert silent == []


def test_no_module_is_longer_than_one_idea(modules: list[Path], root: Path) -> None:
    lengths = {str(path.relative_to(root)): len(path.read_text().splitlines()) for path in modules}
    assert {name: n_lines for name, n_lines in lengths.items() if n_lines > MOST_MODULE_LINES} == {}


@pytest.mark.slow("reads every module")
def test_no_function_is_longer_than_a_screen(modules: list[Path], root: Path) -> None:
    long = {
        f"{path.relative_to(root)}:{function.lineno} {function.name}": function.end_lineno - function.lineno + 1
        for path in modules
        for function in functions_of(tree_of(path))
        if function.end_lineno and function.end_lineno - function.lineno + 1 > MOST_FUNCTION_LINES
    }
    assert long == {}


def imports_inside_functions(path: Path) -> Iterator[int]:
    """Yield the line of each import inside a function; of several in a row that of the first."""
    found = {
        each.lineno
        for function in functions_of(tree_of(path))
        for each in ast.walk(function)
        if isinstance(each, ast.Import | ast.ImportFrom)
    }
    yield from sorted(line for line in found if line - 1 not in found)


@pytest.mark.slow("reads every module")
def test_an_import_inside_a_function_says_why_it_is_not_at_the_head(modules: list[Path], root: Path) -> None:
    late = [(path, line) for path in modules for line in imports_inside_functions(path)]
    silent = [
        f"{path.relative_to(root)}:{line}"
        for path, line in late
        if not any("#" in each for each in path.read_text().splitlines()[line - 2 : line])
    ]
    assert silent == []
    assert 20 < len(late) < 60


@pytest.mark.slow("reads every module")
def test_no_module_imports_itself_around_a_corner() -> None:
    graph = grimp.build_graph("whichml", "whichml_server", "whichml_workshop", cache_dir=None)
    assert len(graph.modules) > 50
    assert [sorted(circle) for circle in circles(graph) if circle not in ALLOWED_CIRCLES] == []


def test_a_circle_through_a_late_import_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "roundabout"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "one.py").write_text("import roundabout.two\n")
    (package / "two.py").write_text("def late():\n    import roundabout.one\n")
    monkeypatch.syspath_prepend(tmp_path)
    graph = grimp.build_graph("roundabout", cache_dir=None)
    assert circles(graph) == [frozenset({"roundabout.one", "roundabout.two"})]


@pytest.mark.slow("reads every module")
def test_no_two_modules_of_tests_have_one_name(repository_files: list[Path]) -> None:
    names = Counter(path.name for path in repository_files if path.match("tests/**/test_*.py"))
    assert len(names) > 50
    assert [name for name, times in names.items() if times > 1] == []  # pytest would import the first for both


@pytest.mark.slow("reads every module")
def test_nothing_imports_a_conftest(repository_files: list[Path]) -> None:
    """Of several modules called so, the one that is found depends on which tests run."""
    tests = [path for path in repository_files if path.suffix == ".py" and "tests" in path.parts]
    assert len(tests) > 100
    tests = [path for path in tests if "conftest" in path.read_text()]  # the others need no parsing
    found = {
        path.name: ast.unparse(node)
        for path in tests
        for node in ast.walk(tree_of(path))
        if (isinstance(node, ast.ImportFrom) and node.module == "conftest")
        or (isinstance(node, ast.Import) and any(alias.name == "conftest" for alias in node.names))
    }
    assert found == {}


@pytest.mark.slow("asks in a process what `make lint` asked")
def test_rooms_import_one_way(root: Path) -> None:
    command = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run([command, "--no-cache"], cwd=root, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert re.search(r"Contracts: 8 kept, 0 broken", checked.stdout)


@pytest.mark.slow("starts a process")
def test_importing_whichml_loads_nothing_heavy(tmp_path: Path) -> None:
    use = "from whichml import Brief, KnowledgeBase, recommend"
    program = f"import sys; {use}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "numpy" in loaded.stdout.split()
    assert [name for name in HEAVY if name in loaded.stdout.split()] == []


@pytest.mark.slow("reads every module")
def test_public_names_are_those_that_the_contributing_page_lists(root: Path) -> None:
    page = (root / "CONTRIBUTING.md").read_text()
    table = page.partition("<!-- public names -->")[2].partition("<!-- end -->")[0]
    listed = re.findall(r"^\| `([A-Za-z_]+)` \|", table, re.MULTILINE)
    assert sorted(listed) == sorted(whichml.__all__)
    assert [name for name in whichml.__all__ if not hasattr(whichml, name)] == []
