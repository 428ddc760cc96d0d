"""The panel of this repository: it reads whole, names what the knowledge base knows, and parts no twins.

The final part is sealed: these tests look at its briefs and at the names in its answers, and grade nothing on it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from made_up_panel import PANEL, facts_of

from by_night import IS_NIGHT
from small_knowledge import ROOT
from whichml import Brief
from whichml.knowledge.base import Knowledge
from whichml.knowledge.practised_facts import practised_shapes
from whichml.model.statements.conditions import Conditions, all_hold, parse_conditions
from whichml_workshop.elicited.panel import PARTS, Panel, read_answers, read_panel
from whichml_workshop.elicited.situations import key_of, situations_of

pytestmark = pytest.mark.slow("reads the whole panel")

FEWEST_BRIEFS = {"learning": 746, "tuning": 208, "final": 206}
FEWEST_TWINS = 260
NO_FACTS = ("id", "title", "notes", "requirements")


@pytest.fixture(scope="module")
def answered() -> Panel:
    """Return the panel without its briefs."""
    return read_answers(PANEL)


@pytest.fixture(scope="module")
def panel() -> Panel:
    """Return the panel, by day with the briefs of every twentieth group of twins alone."""
    names = sorted(path.stem for path in (PANEL / "briefs").glob("*.yaml"))
    return read_panel(PANEL, None if IS_NIGHT else [name for name in names if int(name) // 10 % 20 == 0])


def _flat(value: Any, path: str = "") -> dict[str, Any]:
    """Return a brief's values by dotted path, without its texts and its requirements."""
    if not isinstance(value, dict):
        return {path: value}
    found: dict[str, Any] = {}
    for key, inner in value.items():
        if path or key not in NO_FACTS:
            found.update(_flat(inner, f"{path}.{key}" if path else key))
    return found


def _as_stated(brief: Brief) -> dict[str, Any]:
    """Return what a brief says in its fields; what is read from prose is a consequence of another fact."""
    return (brief.as_stated() if brief.readings_of_prose else brief).normalised()


def _n_differences(one: Brief, other: Brief) -> int:
    """Return in how many facts two briefs differ; a requirement in the place of another is one, its reason none.

    What notes say otherwise is one where no field says it too.
    """
    first, second = _as_stated(one), _as_stated(other)
    flat, flat_too = _flat(first), _flat(second)
    fields = sum(flat.get(path) != flat_too.get(path) for path in flat.keys() | flat_too.keys())
    asked, asked_too = (
        Counter(str({k: v for k, v in each.items() if k != "why"}) for each in brief.get("requirements", ()))
        for brief in (first, second)
    )
    stated = fields + max((asked - asked_too).total(), (asked_too - asked).total())
    return stated or int(one.notes != other.notes)


def test_every_brief_of_the_folder_is_answered_and_in_a_part(answered: Panel) -> None:
    n_briefs = Counter(answered.parts.values())
    assert set(n_briefs) == set(FEWEST_BRIEFS) == set(PARTS)
    assert [part for part, fewest in FEWEST_BRIEFS.items() if n_briefs[part] < fewest] == []
    files = {path.stem for path in (PANEL / "briefs").glob("*.yaml")}
    assert files == set(answered.answers) == set(answered.parts)
    assert len(list((PANEL / "briefs").iterdir())) == len(files)


def test_every_brief_is_in_one_part(answered: Panel) -> None:
    lines = (PANEL / "parts.csv").read_text("utf-8").splitlines()
    assert len(lines) == len(answered.parts)


def test_a_brief_bears_the_number_of_its_file_if_any(panel: Panel, answered: Panel) -> None:
    assert len(panel.briefs) > len(answered.answers) / (6 if IS_NIGHT else 18)
    assert {i for i, brief in panel.briefs.items() if brief.id not in (None, f"panel-{i}")} == set()


def test_every_brief_was_answered_by_two_or_three(answered: Panel) -> None:
    assert {len(answers) for answers in answered.answers.values()} == {2, 3}
    assert {who for answers in answered.answers.values() for who in answers} == {"one", "two", "three"}


def test_every_algorithm_and_option_that_is_named_is_in_the_knowledge_base(
    answered: Panel, knowledge: Knowledge
) -> None:
    said = [(i, answer) for i, answers in answered.answers.items() for answer in answers.values()]
    named = {(i, name) for i, a in said for name in (*a.top, *a.also, *a.out)}
    options = {d.id: {option.id for option in d.options} for d in knowledge.decisions.values()}
    taken = {(i, d, option) for i, a in said for d, option in a.decisions.items()}
    assert len(named) > 10_000
    assert len(taken) > 8_000
    assert {i for i, name in named if name not in knowledge.algorithms} == set()
    assert {i for i, d, option in taken if option not in options.get(d, ())} == set()


def test_no_answer_names_an_algorithm_twice_or_both_for_use_and_as_a_mistake(answered: Panel) -> None:
    torn = [
        (i, who)
        for i, answers in answered.answers.items()
        for who, a in answers.items()
        if len({*a.top, *a.also, *a.out}) != len(a.top) + len(a.also) + len(a.out) or len(a.top) > 3
    ]
    assert torn == []


def test_what_labellers_found_is_of_open_briefs_and_of_fields_that_they_leave_out(
    panel: Panel, answered: Panel
) -> None:
    assert len(answered.told) > 600
    assert {i for i in answered.told if answered.parts[i] == "final"} == set()
    stated = {i: panel.briefs[i].as_stated().facts() for i in panel.told}
    assert [(i, name) for i, fields in panel.told.items() for name in fields if name in stated[i]] == []
    found = {i: _flat(panel.as_told(i).normalised()) for i in panel.told}
    assert [(i, name) for i, fields in panel.told.items() for name in fields if name not in found[i]] == []


def test_twins_differ_in_one_fact(panel: Panel, answered: Panel) -> None:
    assert len(answered.twins) >= FEWEST_TWINS
    apart = {(i, j): _n_differences(panel.briefs[i], panel.briefs[j]) for i, j in panel.twins}
    assert {pair: n for pair, n in apart.items() if n != 1} == {}


def test_no_group_of_twins_is_split_over_parts(answered: Panel) -> None:
    parts: dict[str, set[str]] = {}
    for identity, group in answered.groups.items():
        parts.setdefault(group, set()).add(answered.parts[identity])
    assert len(parts) < len(answered.answers)
    assert [group for group, found in parts.items() if len(found) != 1] == []
    assert sum(len({answered.parts[i] for i in pair}) for pair in answered.twins) == len(answered.twins)


def test_every_situation_of_a_shipped_brief_holds_for_it(panel: Panel, knowledge: Knowledge) -> None:
    shapes, parsed, n_held = practised_shapes(knowledge.shapes), dict[str, Conditions](), 0
    for brief in panel.briefs.values():
        facts = facts_of(brief, knowledge)
        for when in situations_of(facts, shapes):
            key = key_of(when)
            if key not in parsed:
                parsed[key] = parse_conditions(when, shapes)
            assert all_hold(parsed[key], facts) is True, (brief.id, when)
            n_held += 1
    assert n_held > 30 * len(panel.briefs)
    assert len(parsed) > 1000


def test_the_page_counts_the_briefs_of_each_part_and_of_each_answerer(answered: Panel) -> None:
    page = (ROOT / "docs/practice.md").read_text("utf-8")
    told = re.findall(r"^\| (learning|tuning|final) \| ([\d,]+) \|", page, re.MULTILINE)
    assert {part: int(n.replace(",", "")) for part, n in told} == Counter(answered.parts.values())
    by_answerer = Counter(who for answers in answered.answers.values() for who in answers)
    n_third, n_one, n_two = sorted(by_answerer.values())
    assert n_one == n_two == len(answered.answers)
    assert f"Two answered all {n_one:,} briefs, the third {n_third} of them." in " ".join(page.split())
