"""What a contributor adds works once the few files that CONTRIBUTING names are edited.

A copy of the repository gets one example of each change, by hand where a person would edit and by the generator where
it writes; then a process that runs the copy reads, checks, uses and shows them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from examples_of_changes import EDITS, Edit

from by_night import only_by_night
from small_knowledge import ROOT

pytestmark = pytest.mark.slow("compiles changed content")

MOST_FILES = 4
OF_A_KIND = 6
"""A kind states its facts, how they are read and held, one of them, and how it is shown in a list and in full; that is
two files more than any other change may take."""
WALK = """
import json
import sys
from pathlib import Path
from click.testing import CliRunner
from sklearn.linear_model import LogisticRegression
from made_up_evidence import evidence, scores
from test_measures import FOLD, candidate, table
from whichml import Brief, BriefError, KnowledgeBase, recommend
from whichml.cli import whichml
from whichml.export.reference import reference_pages
from whichml.model.briefs.brief_schema import brief_json_schema
from whichml.model.statements.measures import MEASURED_BY
from whichml.probe.measures.measure_samples import measurements_of
from whichml.probe.measures.serving import measure_serving
from whichml_server import AnswerStore, create_app

def refused(**fields):
    try:
        Brief.from_mapping({"task": "binary-classification", "data.modality": "tabular", **fields})
    except BriefError as error:
        return str(error)

knowledge = KnowledgeBase.load()
asked = {"task": "binary-classification", "data.modality": "tabular", "data.depth": 4,
         "stakes.regulation": ["bipa"]}
bound = {"quality": "auditability", "min": "low", "priority": "should"}
brief = Brief.from_mapping({**asked, "requirements": [bound], "priorities": ["auditability"]})
model = candidate(LogisticRegression)
measured = measurements_of(model, measure_serving(table(2), model, FOLD, 0), "auc")
told = [m.model_copy(update={"algorithm": "logistic-regression"}) for m in measured if m.measure == "traced-share"]
answer = recommend(brief, knowledge, [evidence(*scores(constant__baseline=0.5, logistic__regression=0.9), *told)])
rated = next(c for c in (*answer.candidates, *answer.outclassed) if c.algorithm == "logistic-regression")
pages = reference_pages(knowledge)
folder = Path(sys.argv[1])
(folder / "brief.json").write_text(json.dumps(asked))
client = create_app(knowledge, AnswerStore(folder / "answers.sqlite3")).test_client()
ranked = [*answer.candidates, *answer.outclassed]
print(json.dumps({
    "fields refused": [refused(**{"data.depth": "deep"}), refused(**{"data.dept": 3})],
    "quality refused": refused(priorities=["auditabilty"]),
    "facts": brief.facts(),
    "schema": brief_json_schema()["$defs"]["Data"]["properties"]["depth"],
    "priorities": [p.quality for p in answer.priorities],
    "algorithms": [name for each in ranked for name in (each.algorithm, *each.equivalents)],
    "options": [option.id for option in knowledge.decisions["fallback"].options],
    "package": [client.get("/v1/packages").json, client.get("/v1/packages/aeon").json["licence"]],
    "csv": CliRunner().invoke(whichml, ["export", str(folder / "brief.json"), "--format", "csv"]).stdout,
    "rating": [(r.quality, r.level) for r in rated.qualities if r.quality == "auditability"],
    "measured by": MEASURED_BY["auditability"].id,
    "missing": [name for name, page in {
        "auditability": "qualities", "data.depth": "brief", "rotation-forest": "algorithms",
        "second-model": "decisions", "bipa": "regulations", "deep-records-need-steady-models": "rules",
    }.items() if f"`{name}`" not in pages[f"{page}.md"]],
}))
"""


def apply(edit: Edit, checkout: Path) -> None:
    path = checkout / edit.path
    path.parent.mkdir(exist_ok=True)
    text = path.read_text("utf-8") if path.exists() else ""
    for place, lines in edit.insertions.items():
        assert place in text, f"the example finds no {place!r} any more"
        text = text.replace(place, lines + place, 1)
    path.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository with the example of each change, edited by hand and then generated."""
    copy = tmp_path_factory.mktemp("checkout")
    for folder in ("kb", "ontology", "rules", "scripts", "server"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for edit in (edit for edits in EDITS.values() for edit in edits):
        apply(edit, copy)
    for script in ("write_qualities.py", "write_regulations.py"):
        run(copy, str(copy / "scripts" / script))
    return copy


def run(checkout: Path, *arguments: str) -> str:
    """Return what Python prints that imports the packages of a checkout."""
    paths = [checkout / "kb", checkout / "server", *(ROOT / "tests" / folder for folder in (".", "evidence", "probe"))]
    environment = {
        **os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "WHICHML_STORE": str(checkout / "kb.sqlite"),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, *arguments], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def walked(checkout: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(checkout, "-c", WALK, str(checkout)))
    return found


@pytest.mark.parametrize("change", EDITS)
def test_contributing_names_exactly_the_files_that_a_change_touches(change: str) -> None:
    (row,) = re.findall(rf"^\| {change} \|(.*)\|$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    named = re.findall(r"`([^`]*)`", row.split("|")[0])
    assert [name for name in named if not name.startswith("tests/")] == [
        edit.name or edit.path for edit in EDITS[change]
    ]
    assert len(named) <= (OF_A_KIND if change == "a new kind of resource" else MOST_FILES)


@pytest.mark.parametrize("edit", [edit for edits in EDITS.values() for edit in edits], ids=lambda edit: edit.path)
def test_the_places_that_a_change_touches_are_there(edit: Edit) -> None:
    path = ROOT / edit.path
    text = path.read_text("utf-8") if path.exists() else ""
    assert [place for place in edit.insertions if place not in text] == []
    assert path.exists() == all(edit.insertions)


@only_by_night
def test_a_new_field_is_read_checked_and_in_the_schema(walked: dict[str, Any]) -> None:
    wrong, misspelt = walked["fields refused"]
    assert "`data.depth` takes a count" in wrong
    assert "Did you mean 'data.depth'?" in misspelt
    assert walked["facts"]["data.depth"] == 4
    assert walked["schema"]["anyOf"][0]["type"] == "integer"


@only_by_night
def test_a_rule_reads_the_new_field_and_a_bound_makes_the_new_quality_count(walked: dict[str, Any]) -> None:
    assert {"auditability", "stability"} <= set(walked["priorities"])
    assert "Did you mean 'auditability'?" in walked["quality refused"]


@only_by_night
def test_the_new_measure_is_taken_and_rates_the_new_quality(walked: dict[str, Any]) -> None:
    assert walked["measured by"] == "traced-share"
    assert walked["rating"] == [["auditability", "very-high"]]


@only_by_night
def test_the_reference_shows_what_is_new(walked: dict[str, Any]) -> None:
    assert walked["missing"] == []


@only_by_night
def test_a_new_algorithm_is_a_candidate_and_a_new_option_can_be_chosen(walked: dict[str, Any]) -> None:
    assert "rotation-forest" in walked["algorithms"]
    assert "second-model" in walked["options"]


@only_by_night
def test_a_brief_may_name_a_new_law(walked: dict[str, Any]) -> None:
    assert walked["facts"]["stakes.regulation"] == ["bipa"]


@only_by_night
def test_a_new_kind_is_served_and_a_new_format_written(walked: dict[str, Any]) -> None:
    assert walked["package"] == [{"packages": [{"id": "aeon"}]}, "BSD-3-Clause"]
    assert walked["csv"].startswith("1,")


@only_by_night
def test_the_cases_of_the_new_rule_come_true(checkout: Path) -> None:
    for cases in (checkout / "rules").glob("*.test.yaml"):
        if cases.name != "data.test.yaml":  # the rule's own; the others take minutes of one core, and run elsewhere
            cases.unlink()
    printed = run(checkout, "-m", "whichml.cli", "rules", "test", "rules")
    assert re.search(r"^(\d+) of \1 cases pass", printed, re.MULTILINE), printed[-500:]
