"""All that is wrong with some packs: what reading and loading refuse, what rules mean, what no test sees."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from whichml.knowledge.base import Knowledge
from whichml.knowledge.pack_loading import RejectedPack
from whichml.knowledge.packs import PackFile
from whichml.model.documents.errors import Place, Problem
from whichml.model.statements.codes import CODES, Severity
from whichml.rules.lint import lint_rules


@dataclass(frozen=True, slots=True)
class LintFinding:
    """A problem with how bad it is."""

    severity: Severity
    problem: Problem

    @property
    def code(self) -> str:
        """Return the stable code of the problem."""
        return self.problem.code


@dataclass(frozen=True, slots=True)
class LintReport:
    """The findings about some packs, in the order of their places."""

    findings: tuple[LintFinding, ...] = ()

    @property
    def n_errors(self) -> int:
        """Return how many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def n_warnings(self) -> int:
        """Return how many findings are warnings."""
        return len(self.findings) - self.n_errors

    @property
    def exit_code(self) -> Literal[0, 1]:
        """Return what a command ends with: 1 where there is an error, else 0."""
        return 1 if self.n_errors else 0

    def strictly(self) -> LintReport:
        """Return the report with the warnings that are errors under `--strict` raised to errors."""
        return LintReport(
            tuple(
                replace(finding, severity="error") if finding.code in CODES and CODES[finding.code].strict else finding
                for finding in self.findings
            )
        )


def lint(
    packs: Collection[PackFile],
    knowledge: Knowledge,
    refused: Iterable[RejectedPack] = (),
    further: Iterable[Problem] = (),
) -> LintReport:
    """Return what is wrong with packs.

    Parameters
    ----------
    packs : the packs to lint; those that were refused may be among them
    knowledge : everything that their rules meet, with the loaded ones taken in
    refused : the packs that were not loaded, with what is wrong
    further : other problems with codes, such as what no test sees
    """
    problems = [*lint_rules(knowledge, packs), *further]
    problems += [problem for refusal in refused for problem in refusal.problems]
    unique = sorted(dict.fromkeys(problems), key=_order)
    return LintReport(tuple(LintFinding(severity_of(problem), problem) for problem in unique))


def severity_of(problem: Problem) -> Severity:
    """Return how bad a problem is; one without a code of packs is an error."""
    code = CODES.get(problem.code)
    return code.severity if code else "error"


def _order(problem: Problem) -> tuple[bool, Place, str, str]:
    return problem.where is None, problem.where or Place("", 0, 0), problem.code, problem.message
