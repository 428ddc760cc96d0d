"""Whatever a brief and a table call things, the program of a starter compiles, and names stay values."""

from __future__ import annotations

import ast
import math
import warnings
from dataclasses import replace
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml import Brief, KnowledgeBase, recommend
from whichml.model.documents.errors import ExportError
from whichml.probe.estimators.implementations import TASKS, bare_estimator, candidates_for
from whichml.starter.chosen_algorithm import chosen_algorithm
from whichml.starter.estimator_source import estimator_source
from whichml.starter.plan import StarterPlan, TextLayout
from whichml.starter.planning import plan_starter
from whichml.starter.project_files import readme
from whichml.starter.source_text import literal
from whichml.starter.table_plan import unnamed_table
from whichml.starter.training_script import column_lists, has_columns_file, training_script

pytestmark = pytest.mark.slow("makes up names of columns by the hundred")
HOSTILE = st.text(max_size=30) | st.sampled_from(
    ['"""', "'''", "a\nb", "\\", '\\"', "$TARGET", "{x}", "# no", "\u202e", "\ud800", "\x00", "`", "a\r\nimport os"]
)


@pytest.fixture(scope="module")
def plan(knowledge: KnowledgeBase) -> StarterPlan:
    brief = Brief.from_mapping(
        {"task": "binary-classification", "data.modality": "tabular", "stakes.cost_false_positive": "1 USD",
         "stakes.cost_false_negative": "5 USD", "data.groups": 30}
    )  # fmt: skip
    answer = recommend(brief, knowledge)
    chosen = chosen_algorithm(answer, knowledge, "binary-classification", None, "logistic-regression")
    return plan_starter(brief, answer, knowledge, chosen, unnamed_table(None, group=True, time=True))


def assigned(program: str) -> dict[str, object]:
    """Return the plain values at the top of a program, by name."""
    found = {}
    for node in ast.parse(program).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    return found


@given(title=HOSTILE, target=HOSTILE, group=HOSTILE, label=HOSTILE, column=HOSTILE, path=HOSTILE, open_=HOSTILE)
def test_a_program_compiles_and_holds_names_as_literals(
    plan: StarterPlan, title: str, target: str, group: str, label: str, column: str, path: str, open_: str
) -> None:
    table = replace(
        plan.table, path=path, target=target, group=group, time=None, labels=("no", label), digest="0",
        layout=TextLayout(",", ".", "utf-8", (column,)), leakage=(open_,),
        columns={"number": (column,), "category": ("c",), "date": ("d",), "text": ("t",)},
    )  # fmt: skip
    program = training_script(replace(plan, title=title, table=table, unmeasured=(open_,), holding_out="groups"))
    program.encode("utf-8")
    found = assigned(program)
    assert (found["TARGET"], found["GROUP"]) == (target, group)
    assert (found["CLASSES"], found["NUMBERS"]) == (["no", label], [column])
    assert "import os" not in program.splitlines()


@given(title=HOSTILE)
def test_a_readme_shows_a_title_as_text_alone(plan: StarterPlan, knowledge: KnowledgeBase, title: str) -> None:
    page = readme(replace(plan, title=title), knowledge)
    assert page.splitlines()[0].startswith("#")
    assert page.splitlines()[2].startswith("A start for ")


@given(value=st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.none())
def test_a_literal_is_read_back_as_its_value(value: object) -> None:
    assert ast.literal_eval(literal(value)) == value


def test_columns_that_would_make_the_program_long_stand_in_a_file(plan: StarterPlan) -> None:
    many = {"number": tuple(f"column number {place}" for place in range(900))}
    wide = replace(plan, table=replace(plan.table, path="t.csv", columns=many))
    assert has_columns_file(wide)
    assert column_lists(wide) == {"NUMBERS": list(many["number"])}
    program = training_script(wide)
    assert len(program.splitlines()) < 220
    assert 'NUMBERS = COLUMNS["NUMBERS"]' in program
    assert not has_columns_file(plan)


def test_the_call_of_every_estimator_makes_the_one_that_the_probe_measures(knowledge: KnowledgeBase) -> None:
    paths, refused = {}, set()
    for task in TASKS:
        found, _ = candidates_for(knowledge, list(knowledge.algorithms), task, {"a": "number", "b": "category"})
        paths |= {each.implementation: each.algorithm for each in found}
    for path, algorithm in paths.items():
        try:
            source = estimator_source(path)
        except ExportError:
            refused.add(algorithm)
            continue
        names = {name: getattr(import_module(module), name) for module, name in source.imports}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = eval(source.call, {**names, "SEED": 0, "nan": math.nan})
            assert settings_of(made) == settings_of(bare_estimator(0, path)), path
    assert refused == {"adaptive-random-forest", "ftrl-proximal", "hoeffding-tree"}  # they learn row by row
    assert len(paths) > 55


def settings_of(estimator: object) -> dict[str, str]:
    """Return the settings of an estimator as text, those of the machine and of parts left out."""
    told = estimator.get_params(deep=False)  # type: ignore[attr-defined]
    apart = ("n_jobs", "thread_count", "estimators", "steps")
    return {name: repr(value) for name, value in told.items() if name not in apart}
