"""Packs as somebody outside whichml writes them, and what the linter says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from small_knowledge import rule
from whichml.authoring.linting import LintReport, lint
from whichml.authoring.workspace import open_workspace
from whichml.knowledge.base import Knowledge
from whichml.knowledge.pack_loading import RejectedPack, load_packs
from whichml.knowledge.packs import PackFile, parse_pack
from whichml.model.documents.errors import Problem, RuleError
from whichml.model.statements.conditions import Conditions
from whichml.model.statements.rule import Effect, Rule, Selector

HEADER = {"id": "mine", "version": 1, "title": "Mine", "license": "CC0-1.0"}
ADVICE = {"advise": "notebook"}
DECIDED_MUST = {"decide": {"inference-placement": "client-side"}, "strength": "must"}
# two effects each that say the opposite of one another
DECIDED = DECIDED_MUST, {"forbid": {"inference-placement": "client-side"}}
RATED = {"rate": {"training-time": "low"}}, {"rate": {"training-time": {"low": "high", "high": "very-high"}}}

Written = Mapping[str, Any]


def text_of(*rules: Written, pack: str = "mine", requires: Mapping[str, str] | None = None, **more: Any) -> bytes:
    """Return the text of a pack; a flow style without anchors."""
    header = {**HEADER, "id": pack, **({"requires": dict(requires)} if requires else {})}
    whole = {"rulepack": header, **more, "rules": list(rules)}
    dumper = type("Plain", (yaml.SafeDumper,), {"ignore_aliases": lambda self, data: True})
    return yaml.dump(whole, Dumper=dumper, sort_keys=False, width=150).encode()


def linted(base: Knowledge, *texts: bytes) -> LintReport:
    """Return what is wrong with packs on top of a knowledge base, each called by its number."""
    packs: list[PackFile] = []
    unread: list[RejectedPack] = []
    for number, text in enumerate(texts):
        try:
            packs.append(parse_pack(text, f"pack{number}.yaml"))
        except RuleError as refusal:
            unread.append(RejectedPack(f"pack{number}.yaml", refusal.problems))
    admission = load_packs(base, packs)
    return lint(packs, admission.knowledge, (*unread, *admission.refused))


def linted_files(base: Knowledge, *paths: Path, further: Iterable[Problem] = ()) -> LintReport:
    """Return what is wrong with packs in files and, further, with what else is given."""
    workspace = open_workspace(base, paths)
    return lint(workspace.packs, workspace.knowledge, workspace.refused, further)


def codes(report: LintReport) -> list[str]:
    return [finding.code for finding in report.findings]


def codes_of(base: Knowledge, *rules: Written, **more: Any) -> list[str]:
    return codes(linted(base, text_of(*rules, **more)))


def places(report: LintReport, text: bytes) -> Sequence[str]:
    """Return the rest of the line at which each finding points."""
    lines = text.decode().splitlines()
    return [lines[f.problem.where.line - 1][f.problem.where.column - 1 :] for f in report.findings if f.problem.where]


def advising(identity: str, when: Written, **more: Any) -> dict[str, Any]:
    return rule(identity, ADVICE, when, **more)


def made_rule(identity: str, when: Conditions, unless: Conditions = ()) -> Rule:
    """Return a rule that advises a pattern."""
    return Rule(
        id=identity, title=identity, status="stable", pack="mine", where="mine.yaml:1", when=when, unless=unless,
        selector=Selector(), effect=Effect("advise", "notebook"), overrides=(), sources=(),
    )  # fmt: skip
