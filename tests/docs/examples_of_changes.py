"""One example of each change that CONTRIBUTING names: the lines that a person writes, and where."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """Lines that a file gets before places in it.

    Attributes
    ----------
    insertions : lines by the place that they stand before; an empty place stands for a new file
    name : as CONTRIBUTING names the file, where it is one of many
    """

    path: str
    insertions: dict[str, str]
    name: str = ""


def new_source(identity: str) -> Edit:
    """Return a source that an example cites."""
    return Edit(f"kb/facts/sources/{identity}.yaml", {"": f"""\
id: {identity}
type: webpage
authors: [Somebody]
year: 2020
title: A page of an example
url: https://example.org/{identity}
access: recalled
accessed: "2026-11-30"
"""}, "kb/facts/sources/<id>.yaml")  # fmt: skip


EDITS = {
    "a new quality": [
        Edit("ontology/whichml.ttl", {"quality:availability a owl:NamedIndividual": """\
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
    dcterms:source source:audits2020 .

"""}),
        Edit("kb/facts/qualities/auditability.yaml", {"": """\
id: auditability
ranks: false
metrics: [{name: share of decisions traced, unit: share}]
procedure: Trace a sample of past decisions.
sources: [{ref: audits2020, locator: section 1, supports: an example}]
"""}, "kb/facts/qualities/<id>.yaml"),
        new_source("audits2020"),
    ],
    "a new measure": [
        Edit("kb/whichml/model/statements/measures.py", {
            '    "score", "accuracy-share"': '    "traced-share",\n',
            '        MeasureForm("accuracy-share"': """\
        MeasureForm("traced-share", "auditability", "share", "more", "held-out-score", basis="share", steps=_LOSSES),
""",
        }),
        Edit("kb/whichml/probe/measures/serving.py", {
            '        MeasureSamples("row-latency", singles': '        MeasureSamples("traced-share", (1.0,), rows),\n',
        }, "kb/whichml/probe/measures/<module>.py"),
    ],
    "a new field of the brief": [
        Edit("kb/whichml/model/format/brief_fields.py", {
            "    rows: Annotated[": '    depth: Annotated[Count | None, "Layers that a record has."] = None\n',
        }),
    ],
    "a new rule": [
        Edit("rules/data.yaml", {"  - id: few-groups-behind-many-rows-mislead": """\
  - id: deep-records-need-steady-models
    title: Deep records make stability count
    when: {data.depth: {above: 3}}
    then: {prioritise: {stability: high, auditability: high}}
    sources: [{ref: seed, locator: a slide, supports: an example}]
"""}, "rules/<pack>.yaml"),
        Edit("rules/data.test.yaml", {"- name: ": """\
- name: deep records make stability count
  brief: {data.depth: 4}
  expect: {fires: [deep-records-need-steady-models]}
- name: deep records make stability count, but not where data.depth is 3
  brief: {data.depth: 3}
  expect: {silent: [deep-records-need-steady-models]}
- name: deep records make stability count, but not where it is unknown
  brief: {task: regression}
  expect: {silent: [deep-records-need-steady-models]}
"""}, "rules/<pack>.test.yaml"),
    ],
    "a new algorithm": [
        Edit("kb/facts/algorithms/rotation-forest.yaml", {"": """\
id: rotation-forest
name: Rotation forest
synonyms: []
family: tree-ensemble
role: candidate
solves: [binary-classification]
accepts: {tabular: raw}
implementations: [{path: aeon.classification.sklearn.RotationForestClassifier, package: aeon}]
complexity: {training: "O(T p n log n)", inference: "O(T depth)", size: "O(T n)"}
capabilities: {partial-fit: false, probabilities: true, predicts-new-rows: true}
description: "Trees, each grown on columns that were rotated by principal components."
shines: "When all columns are numbers."
fails: "When the model has to be read."
sources: [{ref: rotations2020, locator: section 1, supports: an example}]
claims: []
"""}, "kb/facts/algorithms/<id>.yaml"),
        new_source("rotations2020"),
    ],
    "a new option of a decision": [
        Edit("ontology/whichml.ttl", {
            "        option:fallback.safe-stop ;": "        option:fallback.second-model ,\n",
            "option:feature-computation.feature-store a owl:NamedIndividual": """\
option:fallback.second-model a owl:NamedIndividual , wml:Option ;
    wml:id "second-model" ;
    skos:prefLabel "Second model"@en ;
    skos:definition "Option to answer with a model of another kind."@en ;
    dcterms:source source:seed .

""",
        }),
        Edit("kb/facts/decisions/fallback.yaml", {"  - id: human\n": """\
  - id: second-model
    name: Second model
    definition: A model of another kind answers instead.
    consequences: [Two models to train.]
    helps: [availability]
    hurts: [training-cost]
    sources: [{ref: seed, locator: a slide, supports: an example}]
"""}, "kb/facts/decisions/<id>.yaml"),
    ],
    "a new law or norm": [
        Edit("kb/facts/regulations/bipa.yaml", {"": """\
id: bipa
name: BIPA, biometric information (Illinois)
meaning: Whoever holds biometric identifiers asks for a written release first.
sources: [{ref: bipa2008, locator: section 15, supports: an example}]
"""}, "kb/facts/regulations/<id>.yaml"),
        new_source("bipa2008"),
    ],
    "a new kind of resource": [
        Edit("kb/whichml/model/statements/package_facts.py", {"": """\
from whichml.model.statements.facts import Citations, FactFileValue, Sentence, Slug


class PackageFacts(FactFileValue):
    \"\"\"A package that holds implementations.\"\"\"

    id: Slug
    licence: Sentence
    sources: Citations
"""}, "kb/whichml/model/statements/<module>.py"),
        Edit("kb/whichml/knowledge/reading.py", {
            "from whichml.model.statements.price": "from whichml.model.statements.package_facts import PackageFacts\n",
            "    prices: ": "    packages: dict[str, LocatedValue[PackageFacts]] = field(default_factory=dict)\n",
        }),
        Edit("kb/whichml/knowledge/base.py", {
            "from whichml.model.statements.price": "from whichml.model.statements.package_facts import PackageFacts\n",
            "    prices: ": "    packages: Mapping[str, PackageFacts] = field(default_factory=dict)\n",
        }),
        Edit("kb/whichml/export/views.py", {"class ComponentEntry": """\
class PackageEntry(View):
    \"\"\"A package, in a list.\"\"\"

    id: str


"""}),
        Edit("kb/whichml/export/resources.py", {
            "from whichml.model.statements.price": "from whichml.model.statements.package_facts import PackageFacts\n",
            '    Kind(\n        "mitigation"': """\
    Kind(
        "package", lambda k: _sorted(k.packages), PackageFacts,
        collection=Collection("packages", views.PackageEntry, "packages", "a package with its licence"),
    ),
""",
        }),
        Edit("kb/facts/packages/aeon.yaml", {"": """\
id: aeon
licence: BSD-3-Clause
sources: [{ref: seed, locator: a slide, supports: an example}]
"""}, "kb/facts/<kind>/<id>.yaml"),
    ],
    "a new export format": [
        Edit("kb/whichml/export/comma_separated.py", {"": """\
def answer_to_csv(answer, knowledge, details):
    return "".join(f"{each.rank},{each.algorithm}\\n" for each in answer.candidates)
"""}, "kb/whichml/export/<module>.py"),
        Edit("kb/whichml/export/formats.py", {
            "from whichml.export.decision_record": "from whichml.export.comma_separated import answer_to_csv\n",
            ')\n"""Beside JSON, in which answers are kept': """\
    AnswerFormat("csv", "text/csv", answer_to_csv, "CSV", "the ranked algorithms alone", tells_turning=False),
""",
        }),
    ],
}  # fmt: skip
