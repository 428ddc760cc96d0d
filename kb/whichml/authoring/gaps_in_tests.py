"""What the tests beside packs do not see, as problems of the packs: RP501 to RP503."""

from __future__ import annotations

from collections.abc import Iterator

from whichml.advise.recommendation import Advisor
from whichml.authoring.case_runs import runs_of
from whichml.authoring.coverage import RuleCoverage, rule_coverage
from whichml.authoring.mutants import Change
from whichml.authoring.mutation import survivors_of_runs
from whichml.authoring.workspace import Workspace
from whichml.knowledge.packs import PackFile
from whichml.model.documents.errors import Problem

_MOVED: tuple[Change, ...] = ("moved",)


def gaps_in_tests(workspace: Workspace) -> Iterator[Problem]:
    """Yield a problem for each rule that no case sees firing or silent, and each threshold that none holds.

    Packs whose tests cannot be read are passed over: that is a problem of its own.
    """
    packs = {pack.id: pack for pack in workspace.packs if pack.id in workspace.cases}
    advisor = Advisor.of(workspace.knowledge)
    tried: set[str] = set()
    runs = runs_of(advisor, workspace.cases)
    for coverage in rule_coverage(workspace.knowledge, runs):
        found = list(_untried(coverage, packs[coverage.pack]))
        yield from found
        if not any(problem.code == "RP501" for problem in found):
            tried.add(coverage.rule)
    report = survivors_of_runs(advisor, runs, changes=_MOVED)
    for survivor in report.survivors:
        if survivor.rule in tried:
            pack = packs[survivor.pack]
            message = f"no case notices that a threshold of '{survivor.rule}' moves: {survivor.text}."
            hint = "Add a case just below the threshold and one just above it."
            yield pack.document.problem((*_path_of(pack, survivor.rule), *survivor.path), message, hint, code="RP503")


def _untried(coverage: RuleCoverage, pack: PackFile) -> Iterator[Problem]:
    path = (*_path_of(pack, coverage.rule), "id")
    if not coverage.fires:
        message = f"no case beside the pack sees '{coverage.rule}' fire."
        hint = f"Add a case with `expect: {{fires: [{coverage.rule}]}}` to {pack.id}.test.yaml."
        yield pack.document.problem(path, message, hint, code="RP501")
    if not coverage.silent and coverage.conditions:
        message = f"no case beside the pack sees '{coverage.rule}' silent."
        hint = f"Add a case with `expect: {{silent: [{coverage.rule}]}}`, just across its line."
        yield pack.document.problem(path, message, hint, code="RP502")


def _path_of(pack: PackFile, rule: str) -> tuple[str | int, ...]:
    return ("rules", next(index for index, text in enumerate(pack.value.rules) if text.id == rule))
