"""The texts that a scaffold begins with: each loads and passes its tests, and says what to put in its place."""

from __future__ import annotations

from typing import Final

PACK: Final = """\
# yaml-language-server: $schema=rulepack.schema.json
# Replace what begins with TODO; `whichml rules lint {pack}` counts what is left.
rulepack:
  id: {pack}
  version: 1
  title: "TODO: what the pack is about"
  description: "TODO: for whom, and on what authority"
  license: "TODO: such as CC-BY-4.0, or Proprietary"
  requires: {{whichml: ">=0.1"}}
sources:
  # Whatever the rules stand on. The works that whichml cites can be cited too: `whichml kb sources` lists them.
  - id: {pack}-policy
    type: report
    authors: ["TODO: who wrote it"]
    year: 2026
    title: "TODO: its title"
    url: "https://example.org/TODO"
    access: whole
    accessed: "2026-01-01"
rules:
"""

RULE: Final = """\
  - id: {rule}
    title: "TODO: what follows, and where"
    status: draft
    # when: which facts of a brief have to be known to hold. A field that a brief leaves out is unknown, never false.
    when: {{stakes.explanation: post-hoc}}
    # algorithm: whom it is about; goes with exclude, rate and caution only.
    algorithm: {{interpretability: {{below: medium}}}}
    # then: one of conclude, exclude, rate, prioritise, caution, decide, forbid, advise.
    then: {{caution: "TODO: what to know before relying on it."}}
    sources: [{{ref: mlip-book-ch25, locator: "TODO: page or section", supports: "TODO: what it says there"}}]
"""

CASES: Final = """\
- name: {rule} fires where reasons are demanded
  brief: {{task: binary-classification, data.modality: tabular, stakes.explanation: post-hoc}}
  expect: {{fires: [{rule}], cautions: [random-forest]}}
- name: {rule} stays silent where nobody asks for reasons
  brief: {{task: binary-classification, data.modality: tabular, stakes.explanation: none}}
  expect: {{silent: [{rule}]}}
- name: {rule} stays silent where nothing is said of reasons
  brief: {{task: binary-classification, data.modality: tabular}}
  expect: {{silent: [{rule}]}}
"""

PATTERN: Final = """\
  - id: {pattern}
    name: "TODO: what people call it"
    kind: pattern
    context: "TODO: where it is used"
    problem: "TODO: what is hard there"
    solution: "TODO: what to build"
    consequences: "TODO: what it costs, and what it makes easier"
    sources: [{{ref: {source}, locator: "TODO: page or section", supports: "TODO: what it says there"}}]
"""

PATTERN_RULE: Final = """\
  - id: {rule}
    title: "TODO: which projects should know the pattern"
    status: draft
    when: {{stakes.safety_critical: true}}
    then: {{advise: {pattern}}}
    sources: [{{ref: {source}, locator: "TODO: page or section", supports: "TODO: what it says there"}}]
"""

PATTERN_CASES: Final = """\
- name: {rule} fires where mistakes can hurt people
  brief: {{task: binary-classification, data.modality: tabular, stakes.safety_critical: true}}
  expect: {{fires: [{rule}], advises: [{pattern}]}}
- name: {rule} stays silent where mistakes hurt nobody
  brief: {{task: binary-classification, data.modality: tabular, stakes.safety_critical: false}}
  expect: {{silent: [{rule}]}}
- name: {rule} stays silent where nothing is said of safety
  brief: {{task: binary-classification, data.modality: tabular}}
  expect: {{silent: [{rule}]}}
"""
