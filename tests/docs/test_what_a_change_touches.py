"""A new quality, a new measure and a new field of the brief work once the few files that CONTRIBUTING names are edited.

A copy of the repository gets one example of each, by hand where a person would edit and by the generator where it
writes; then a process that runs the copy reads, checks, uses and shows them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from by_night import only_by_night
from small_knowledge import ROOT

pytestmark = pytest.mark.slow("compiles changed content")

MOST_FILES = 4


@dataclass(frozen=True)
class Edit:
    """Lines that a file gets before places in it.

    Attributes
    ----------
    name : as CONTRIBUTING names the file
    insertions : lines by the place that they stand before; an empty place stands for a new file
    """

    name: str
    path: str
    insertions: dict[str, str]


EDITS = {
    "a new quality": [
        Edit("ontology/whichml.ttl", "ontology/whichml.ttl", {"quality:availability a owl:NamedIndividual": """\
quality:auditability a owl:NamedIndividual , wml:Protection ;
    wml:id "auditability" ;
    skos:prefLabel "Auditability"@en ;
    skos:definition "Share of decisions that can be traced later."@en ;
    wml:hasDirection "higher" ;
    wml:hasScale "ordinal" ;
    wml:meansByVeryLow "Nothing is kept."@en ;
    wml:meansByLow "Answers are kept."@en ;
    wml:meansByMedium "Answers and inputs are kept."@en ;
    wml:meansByHigh "The model is kept beside them."@en ;
    wml:meansByVeryHigh "Every step can be run again."@en ;
    dcterms:source source:seed .

""", "        quality:availability\n": "        quality:auditability\n"}),
        Edit("kb/facts/qualities/<id>.yaml", "kb/facts/qualities/auditability.yaml", {"": """\
id: auditability
metrics: [{name: share of decisions traced, unit: share}]
procedure: Trace a sample of past decisions.
sources: [{ref: seed, locator: a slide, supports: an example}]
"""}),
    ],
    "a new measure": [
        Edit("kb/whichml/model/statements/measures.py", "kb/whichml/model/statements/measures.py", {
            '    "score", "accuracy-share"': '    "traced-share",\n',
            '        MeasureForm("accuracy-share"': """\
        MeasureForm("traced-share", "auditability", "share", "more", "held-out-score", basis="share", steps=_LOSSES),
""",
        }),
        Edit("kb/whichml/probe/measures/<module>.py", "kb/whichml/probe/measures/serving.py", {
            '        MeasureSamples("row-latency", singles': '        MeasureSamples("traced-share", (1.0,), rows),\n',
        }),
    ],
    "a new field of the brief": [
        Edit("kb/whichml/model/format/brief_fields.py", "kb/whichml/model/format/brief_fields.py", {
            "    rows: Annotated[": '    depth: Annotated[Count | None, "Layers that a record has."] = None\n',
        }),
        Edit("rules/<pack>.yaml", "rules/data.yaml", {"  - id: few-groups-behind-many-rows-mislead": """\
  - id: deep-records-need-audits
    title: Deep records make audits count
    when: {data.depth: {above: 3}}
    then: {prioritise: {auditability: high}}
    sources: [{ref: seed, locator: a slide, supports: an example}]
"""}),
        Edit("rules/<pack>.test.yaml", "rules/data.test.yaml", {"- name: ": """\
- name: deep records make audits count
  brief: {data.depth: 4}
  expect: {fires: [deep-records-need-audits]}
- name: deep records make audits count, but not where data.depth is 3
  brief: {data.depth: 3}
  expect: {silent: [deep-records-need-audits]}
- name: deep records make audits count, but not where it is unknown
  brief: {task: regression}
  expect: {silent: [deep-records-need-audits]}
"""}),
    ],
}  # fmt: skip
WALK = """
import json
from sklearn.linear_model import LogisticRegression
from made_up_evidence import evidence, scores
from test_measures import FOLD, candidate, table
from whichml import Brief, BriefError, KnowledgeBase, recommend
from whichml.export.reference import reference_pages
from whichml.model.briefs.brief_schema import brief_json_schema
from whichml.model.statements.measures import MEASURED_BY
from whichml.probe.measures.measure_samples import measurements_of
from whichml.probe.measures.serving import measure_serving

def refused(**fields):
    try:
        Brief.from_mapping({"task": "binary-classification", "data.modality": "tabular", **fields})
    except BriefError as error:
        return str(error)

knowledge = KnowledgeBase.load()
asked = {"task": "binary-classification", "data.modality": "tabular", "data.depth": 4}
bound = {"quality": "auditability", "min": "low", "priority": "should"}
brief = Brief.from_mapping({**asked, "requirements": [bound]})
model = candidate(LogisticRegression)
measured = measurements_of(model, measure_serving(table(2), model, FOLD, 0), "auc")
told = [m.model_copy(update={"algorithm": "logistic-regression"}) for m in measured if m.measure == "traced-share"]
answer = recommend(brief, knowledge, [evidence(*scores(constant__baseline=0.5, logistic__regression=0.9), *told)])
rated = next(c for c in (*answer.candidates, *answer.outclassed) if c.algorithm == "logistic-regression")
pages = reference_pages(knowledge)
print(json.dumps({
    "fields refused": [refused(**{"data.depth": "deep"}), refused(**{"data.dept": 3})],
    "quality refused": refused(priorities=["auditabilty"]),
    "facts": brief.facts(),
    "schema": brief_json_schema()["$defs"]["Data"]["properties"]["depth"],
    "priorities": [p.quality for p in answer.priorities],
    "rating": [(r.quality, r.level) for r in rated.qualities if r.quality == "auditability"],
    "measured by": MEASURED_BY["auditability"].id,
    "shown": [name in pages[page] for name, page in (("`auditability`", "qualities.md"), ("`data.depth`", "brief.md"))],
}))
"""


def apply(edit: Edit, checkout: Path) -> None:
    path = checkout / edit.path
    text = path.read_text("utf-8") if path.exists() else ""
    for place, lines in edit.insertions.items():
        assert place in text, f"the example finds no {place!r} any more"
        text = text.replace(place, lines + place, 1)
    path.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository with the example of each change, edited by hand and then generated."""
    copy = tmp_path_factory.mktemp("checkout")
    for folder in ("kb", "ontology", "rules", "scripts"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for edit in (edit for edits in EDITS.values() for edit in edits):
        apply(edit, copy)
    run(copy, str(copy / "scripts" / "write_qualities.py"))
    return copy


def run(checkout: Path, *arguments: str) -> str:
    """Return what Python prints that imports the packages of a checkout."""
    paths = [checkout / "kb", *(ROOT / "tests" / folder for folder in (".", "evidence", "probe"))]
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
    found: dict[str, Any] = json.loads(run(checkout, "-c", WALK))
    return found


@pytest.mark.parametrize("change", EDITS)
def test_contributing_names_exactly_the_files_that_a_change_touches(change: str) -> None:
    (row,) = re.findall(rf"^\| {change} \|(.*)\|$", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    named = re.findall(r"`([^`]*)`", row.split("|")[0])
    assert [name for name in named if not name.startswith("tests/")] == [edit.name for edit in EDITS[change]]
    assert len(named) <= MOST_FILES


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
def test_a_rule_reads_the_new_field_and_makes_the_new_quality_count(walked: dict[str, Any]) -> None:
    assert "auditability" in walked["priorities"]
    assert "Did you mean 'auditability'?" in walked["quality refused"]


@only_by_night
def test_the_new_measure_is_taken_and_rates_the_new_quality(walked: dict[str, Any]) -> None:
    assert walked["measured by"] == "traced-share"
    assert walked["rating"] == [["auditability", "very-high"]]


@only_by_night
def test_the_reference_shows_what_is_new(walked: dict[str, Any]) -> None:
    assert walked["shown"] == [True, True]


@only_by_night
def test_the_cases_of_the_new_rule_come_true(checkout: Path) -> None:
    for cases in (checkout / "rules").glob("*.test.yaml"):
        if cases.name != "data.test.yaml":  # the rule's own; the others take minutes of one core, and run elsewhere
            cases.unlink()
    printed = run(checkout, "-m", "whichml.cli", "rules", "test", "rules")
    assert re.search(r"^(\d+) of \1 cases pass", printed, re.MULTILINE), printed[-500:]
