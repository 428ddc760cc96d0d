"""What is asked for where that is none of the tasks, in words: that nothing on the list does it, and what does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from whichml.export.document import BAD, CAUTION, Block, Entry, Paragraph
from whichml.export.justification_graph import JustificationGraph
from whichml.export.naming import Naming, words_stated
from whichml.export.words import Cited
from whichml.model.format.brief_circumstances import HOLDS
from whichml.model.statements.recommendation import CircumstanceTold, Exclusion, ReasonKind, Recommendation

_KIND: Final[ReasonKind] = "other-problem"


def named_problem(answer: Recommendation) -> CircumstanceTold | None:
    """Return what the brief itself says to be asked for, where that is none of the tasks."""
    return next((each for each in _problems(answer) if each.circumstance in words_stated(HOLDS, answer.brief)), None)


def told_problem(answer: Recommendation) -> CircumstanceTold | None:
    """Return what a sentence of the brief asks for, where that is none of the tasks and the brief does not name it."""
    return next(_problems(answer), None) if named_problem(answer) is None else None


def named_problem_in_words(problem: CircumstanceTold, names: Naming) -> str:
    """Return as a sentence that nothing on the list does what is asked for, and what does."""
    return f"Nothing on the list does what is asked for ({names.named_circumstance(problem)}): {problem.method} does."


def told_problem_in_words(problem: CircumstanceTold, names: Naming) -> str:
    """Return as a sentence that what a sentence tells may be all that is asked for, and what would do it then."""
    return (
        f"A sentence tells of {names.named_circumstance(problem)}. If that is what is asked for, {problem.method} "
        "does it and nothing below."
    )


def nothing_in_words(answer: Recommendation, names: Naming) -> str:
    """Return as a sentence that nothing is left, and what does what is asked for where that is none of the tasks."""
    problem = named_problem(answer)
    return named_problem_in_words(problem, names) if problem is not None else "Nothing on the list meets this brief."


def nothing_chosen(answer: Recommendation, before: str = "") -> Iterator[Block]:
    """Yield that no option is chosen and why, and what to do where none of the tasks is asked for."""
    problem = named_problem(answer)
    why = (
        "what is asked for is none of the tasks"
        if problem is not None
        else "every algorithm is excluded or unsupported"
    )
    yield Paragraph(f"{before}No option is chosen: {why}.")
    if problem is not None:
        yield Entry((problem.text, Cited(JustificationGraph(answer).citations(problem.because))), CAUTION)


def not_by_problem(out: Iterable[Exclusion]) -> tuple[Exclusion, ...]:
    """Return what is out for other reasons than that none of the tasks is asked for."""
    return tuple(each for each in out if not _is_for_problem(each))


def out_by_problem(out: Iterable[Exclusion]) -> Iterator[Entry]:
    """Yield how many are out since none of the tasks is asked for, all for one reason."""
    found = [each for each in out if _is_for_problem(each)]
    if found:
        reason = next(each for each in found[0].reasons if each.kind == _KIND)
        yield Entry(f"{len(found)} that would solve the task: {reason.text}.", BAD)


def _is_for_problem(out: Exclusion) -> bool:
    return any(each.kind == _KIND for each in out.reasons)


def perhaps_another(answer: Recommendation, names: Naming) -> Iterator[Paragraph]:
    """Yield that something else than a task may be asked for, where a sentence tells so."""
    if (problem := told_problem(answer)) is not None:
        yield Paragraph(told_problem_in_words(problem, names))


def what_instead(answer: Recommendation) -> str:
    """Return what a title calls the solution where no algorithm is one."""
    problem = named_problem(answer)
    return problem.method if problem is not None else "no algorithm is left"


def by_what(told: CircumstanceTold) -> str:
    """Return what does what is asked for, as words before what to do about it; empty where a task is asked for."""
    if not told.method:
        return ""
    return f"{'should this be asked for, ' if told.said else ''}none of the tasks covers it, {told.method} does. "


def _problems(answer: Recommendation) -> Iterator[CircumstanceTold]:
    return (each for each in answer.circumstances if each.method)
