"""Mutants are small changes of what a module does; which are drawn is settled by lot, the same each time."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from whichml_workshop.mutation.source_mutants import drawn_sample, mutants_of_packages, source_mutants

pytestmark = pytest.mark.slow("makes every mutant of a package")
ROOT = Path(__file__).resolve().parents[2]


def changed(text: str) -> set[str]:
    """Return what the mutants of a module put in the place of its code."""
    return {mutant.changed for mutant in source_mutants("module.py", text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = a < b", {"a <= b", "a >= b"}),
        ("x = a == b", {"a != b"}),
        ("x = a is None", {"a is not None"}),
        ("x = a and b", {"(a or b)"}),
        ("x = not a", {"(a)"}),
        ("x = -a", {"(a)"}),
        ("x = a + b", {"(a - b)"}),
        ("x = a | b", {"(a & b)"}),
        ("x = 3", {"4"}),
        ("x = 0.5", {"1.0"}),
        ("x = 0.0", {"1.0"}),
        ("x = True", {"False"}),
        ("x = min(a)", {"max(a)"}),
        ("x = any(a)", {"all(a)"}),
        ("x = sorted(a)", {"sorted(a, reverse=True)"}),
        ("x = [a for a in b if a]", {"True"}),
        ("x = a if b else c", {"(not b)"}),
        ("def f():\n    return a", {"return None"}),
        ("def f():\n    return 0", {"return None", "1"}),
        ("def f():\n    return False", {"True"}),
        ("if a:\n    b()", {"False", "(not a)", "pass"}),
        ("a.b = c", {"pass"}),
        ("a += b", {"pass"}),
        ("raise a", {"pass"}),
    ],
)
def test_code_is_changed_in_the_ways_that_its_kind_allows(text: str, expected: set[str]) -> None:
    assert changed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "def f(a: Literal[3] | None) -> Literal[4]: ...",
        "@dataclass(frozen=True)\nclass C: ...",
        "assert a < 3, 'a is small'",
        "x = f'{a + 1}'",
        "x = 'a' + b",
        "x = isinstance(a, Compare | BoolOp)",
        "if TYPE_CHECKING:\n    a()",
        "def f():\n    return None",
        "x = list(zip(a, b, strict=True))",
        "x: int | None = a",
        '"""A docstring."""',
    ],
)
def test_what_no_test_of_behaviour_could_notice_is_left_alone(text: str) -> None:
    assert changed(text) == set()


def test_a_mutant_says_where_it_is_and_changes_nothing_else() -> None:
    [_, mutant] = source_mutants("module.py", "é = 'ü'\nx = a(  b, 'ö' if c else 2)  # why\n")
    assert (mutant.where, mutant.original, mutant.changed) == ("module.py:2", "2", "3")
    assert mutant.text == "é = 'ü'\nx = a(  b, 'ö' if c else 3)  # why\n"
    assert mutant.source_line == "x = a(  b, 'ö' if c else 2)  # why"
    assert mutant.changed_line == "x = a(  b, 'ö' if c else 3)  # why"


def test_a_mutant_knows_its_statement_and_its_function() -> None:
    text = "def f(\n    a,\n):\n    if (\n        a\n    ):\n        return (\n            1\n        )\n"
    spans = {mutant.changed: (mutant.statement, mutant.function) for mutant in source_mutants("module.py", text)}
    assert spans == {
        "(not a)": ((4, 6), (1, 9)),
        "False": ((4, 6), (1, 9)),
        "return None": ((7, 9), (1, 9)),
        "2": ((7, 9), (1, 9)),
    }


def test_a_mutant_of_what_is_set_when_the_module_is_loaded_knows_where_that_is_used() -> None:
    text = "A = 3\n\n\nclass C:\n    b: int = 4\n\n\ndef f(c, d=5):\n    return A if c.b else A\n\n\nE = 6\n"
    uses = {mutant.changed: (mutant.names, mutant.uses) for mutant in source_mutants("module.py", text)}
    assert {changed: told for changed, told in uses.items() if changed.isdecimal()} == {
        "4": (("A",), (("module.py", 9),)), "5": (("b",), (("module.py", 9),)), "6": ((), ()), "7": (("E",), ()),
    }  # fmt: skip


def test_uses_in_other_modules_of_the_packages_are_known(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package/one.py").write_text("A = 3\nB = 4\n")
    (tmp_path / "package/two.py").write_text("from package.one import A as a\n\n\ndef f():\n    return a\n")
    (tmp_path / "package/three.py").write_text("from package import one\n\n\ndef f():\n    return one.A, one.C\n")
    uses = {m.original: m.uses for m in mutants_of_packages(tmp_path, ["package"]) if m.file.endswith("one.py")}
    assert uses == {"3": (("package/three.py", 5), ("package/two.py", 5)), "4": ()}


def test_every_mutant_of_a_package_is_a_program_that_differs_from_its_module() -> None:
    mutants = mutants_of_packages(ROOT, ["kb/whichml/rules/lint"])
    assert len(mutants) > 250
    original = {path.as_posix(): path for path in (ROOT / "kb/whichml/rules/lint").glob("*.py")}
    plain = {name: ast.dump(ast.parse(path.read_text("utf-8"))) for name, path in original.items()}
    assert [m.where for m in mutants if ast.dump(ast.parse(m.text)) == plain[(ROOT / m.file).as_posix()]] == []


def test_a_sample_is_the_same_each_time_and_part_of_a_larger_one() -> None:
    mutants = mutants_of_packages(ROOT, ["kb/whichml/rules/lint"])
    drawn = drawn_sample(mutants, 20)
    assert len(drawn) == 20
    assert drawn == drawn_sample(list(mutants), 20)
    assert set(drawn) < set(drawn_sample(mutants, 40))
    assert drawn == sorted(drawn, key=mutants.index)


def test_another_seed_draws_another_sample() -> None:
    mutants = mutants_of_packages(ROOT, ["kb/whichml/rules/lint"])
    assert len(set(drawn_sample(mutants, 20)) & set(drawn_sample(mutants, 20, "another"))) < 10
