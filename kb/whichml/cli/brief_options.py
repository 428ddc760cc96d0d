"""The options that say which brief is answered, on which evidence and for which machine, and what they give."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import click

from whichml.advise.assessment import Assessment
from whichml.advise.recommendation import advisor_for, recommend_with_steps
from whichml.cli.face import warn
from whichml.cli.heap import staying
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.evidence_files import read_evidence
from whichml.knowledge.loading import KnowledgeBase
from whichml.knowledge.problems_in_words import circumstances_in, problem_told
from whichml.model.briefs.brief import Brief, KnownNames
from whichml.model.briefs.further_briefs import further_brief
from whichml.model.documents.document import BRIEF_LIMITS
from whichml.model.documents.errors import BriefError, ProbeError, Problem, did_you_mean, nearest, quoted
from whichml.model.statements.calibration import Calibration, read_calibration
from whichml.model.statements.evidence import Evidence
from whichml.model.statements.recommendation import Recommendation
from whichml.model.values.vocabulary import TASKS

P = ParamSpec("P")
R = TypeVar("R")
_LENIENT, _TASK = "whichml.lenient", "whichml.task"
"""Where the context of a command keeps whether briefs are read leniently, and which other task of theirs is asked."""
_MOST_READINGS: Final = 6
"""How many readings are told before an answer; `whichml check` tells all."""


def _keep_lenient(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    context.meta[_LENIENT] = value


def _keep_task(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    context.meta[_TASK] = value


_argument = click.argument("brief", metavar="BRIEF")
_task_option = click.option(
    "--task", metavar="TASK", expose_value=False, callback=_keep_task,
    help="Ask for this other task of the project, with what the brief tells of the whole and of that task.",
)  # fmt: skip
_lenient_option = click.option(
    "--lenient", is_flag=True, expose_value=False, callback=_keep_lenient,
    help="Leave out what cannot be read in the brief, which may be a text in English, and say so; else it is refused.",
)  # fmt: skip


def brief_argument(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command take a brief, which `read_brief` reads as the options say."""
    return _argument(_lenient_option(_task_option(command)))


evidence_option = click.option(
    "--evidence", "measured", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
    help="What `whichml probe` measured: a folder, or one file; may be given several times.",
)  # fmt: skip
calibration_option = click.option(
    "--calibration", "machine", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="What `whichml machine-profile` kept on the machine that counts; without it, what it kept here.",
)  # fmt: skip
uncalibrated_option = click.option(
    "--uncalibrated", is_flag=True, help="Predict times for a machine that nobody timed, whatever was kept here."
)


def answer_to(
    brief: Brief, rules: Sequence[Path], evidence: Sequence[Evidence] = (), calibration: Calibration | None = None
) -> tuple[Recommendation, Knowledge, Assessment]:
    """Return the answer to a brief, the knowledge that gave it, and the steps towards it.

    The knowledge is what was shipped, and the packs at the paths.

    What the answer notices beyond the brief's own notices goes to stderr.
    """
    with staying():
        knowledge = KnowledgeBase.load(rules=rules)
        advisor_for(knowledge)
    answer, steps = recommend_with_steps(brief, knowledge, evidence, calibration)
    for notice in answer.notices[len(brief.notices) :]:
        warn(notice)
    return answer, knowledge, steps


def evidence_at(paths: Sequence[Path]) -> tuple[Evidence, ...]:
    """Return the evidence in all the folders and files.

    Raises
    ------
    ProbeError
        Where one of them cannot be read, or holds none.
    """
    found: list[Evidence] = []
    for path in paths:
        read = read_evidence(path)
        if not read:
            raise ProbeError.about(
                f"there is no evidence in {path}.", hint="`whichml probe` writes files called evidence-....json."
            )
        found.extend(read)
    return tuple(found)


def calibration_at(path: Path | None, uncalibrated: bool) -> Calibration | None:
    """Return the calibration in a file, or else the one that was kept on this machine, if any.

    Raises
    ------
    ProbeError
        Where the file is missing or holds none.
    """
    if uncalibrated and path is not None:
        raise click.UsageError("Give --calibration FILE or --uncalibrated, not both.")
    return None if uncalibrated else read_calibration(path)


def brief_at(path: str) -> Brief:
    """Return the brief in a file, of a shipped scenario or, for `-`, on standard input; notices go to stderr.

    A file comes before a scenario of the same name. Of many readings the first are told, and how many more there are;
    what the notes of a brief with fields hold beside them is kept for readers, and `whichml check` tells of it.
    """
    brief = read_brief(path)
    readings = [notice for notice in brief.readings if not (notice.is_left_out or notice.guessed)]
    untold = frozenset(readings[_MOST_READINGS:] if len(readings) > _MOST_READINGS + 1 else ())
    for notice in brief.notices:
        if notice not in untold and (is_lenient() or not notice.is_kept):
            warn(str(notice))
    if untold:
        command = f"whichml check {'--lenient ' if is_lenient() else ''}{path}"
        warn(f"{len(untold)} more facts are read in other words than they are written in; `{command}` tells them all.")
    return brief


def left_out(brief: Brief) -> tuple[str, ...]:
    """Return what a brief that was read leniently says and nobody read, by its name there."""
    return tuple(notice.left_out for notice in brief.notices if notice.is_left_out)


def _for_task(brief: Brief) -> Brief:
    """Return a brief as `--task` asks it.

    Raises
    ------
    BriefError
        Where there is no such task.
    """
    context = click.get_current_context(silent=True)
    given = context.meta.get(_TASK) if context is not None else None
    if given is None or given == brief.task:
        return brief
    task = next((each for each in TASKS if each == given), None)
    if task is None:
        hint = did_you_mean(given, TASKS) or "`whichml form` lists all."
        raise BriefError.about(f"unknown task {quoted(given)}.", hint=hint)
    return further_brief(brief, task, KnownNames())


@cache
def _to_read_by() -> Knowledge:
    return KnowledgeBase.open().knowledge  # whoever answers warns of packs that are broken


_TO_READ_BY: Final = KnownNames(
    problem_in=lambda words: problem_told(words, _to_read_by()),
    told_by=lambda sentence: circumstances_in(sentence, _to_read_by()),
)
"""What a brief is read by before it is known by which knowledge it is answered: words that are no task need some."""


def is_lenient() -> bool:
    """Return whether the command that runs reads briefs leniently."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(_LENIENT))


def read_brief(path: str) -> Brief:
    """Return the brief that `brief_at` returns, and leave its notices to the caller.

    Raises
    ------
    BriefError
        Where it cannot be read; what it says last is whether the rest could be answered.
    """
    lenient = is_lenient()
    raw = sys.stdin.buffer.read(BRIEF_LIMITS.n_bytes + 1) if path == "-" else None
    file = path if os.path.lexists(path) else Content.shipped().scenarios.get(path, path)

    if raw is None and file == path and not os.path.lexists(path):
        near = nearest(path, Content.shipped().scenarios)
        if near is not None:
            raise BriefError.about(
                f"there is no brief {quoted(path)}, and no scenario of that name.",
                hint=f"Did you mean the scenario {quoted(near)}? Else give the path of a YAML or JSON file.",
            )

    def read(lenient: bool) -> Brief:
        return (
            Brief.parse(raw, "standard input", names=_TO_READ_BY, lenient=lenient)
            if raw is not None
            else Brief.load(file, names=_TO_READ_BY, lenient=lenient)
        )

    try:
        found = read(lenient)
    except BriefError as refusal:
        try:
            rest = read(lenient=True)
        except BriefError:
            raise refusal from None
        n_left_out = sum(1 for notice in rest.notices if notice.is_left_out)
        without = f" without {'this' if n_left_out == 1 else f'these {n_left_out}'}" if n_left_out else ""
        guess = " for the likeliest meaning" if any(notice.guessed for notice in rest.notices) else ""
        advice = Problem(f"`--lenient` answers{without}{guess}, and says so.")
        raise BriefError(*refusal.problems, advice) from None
    return _for_task(found)


def asked_besides(measured: Sequence[Path], machine: Path | None, uncalibrated: bool) -> str:
    """Return the options that only the commands that answer take, as they were given; files without their folders."""
    task = click.get_current_context().meta.get(_TASK)
    given = {"--task": (task,) if task else (), "--evidence": [each.name for each in measured],
             "--calibration": (machine.name,) if machine else ()}  # fmt: skip
    flags = [name for name, is_given in (("--lenient", is_lenient()), ("--uncalibrated", uncalibrated)) if is_given]
    return shlex.join([*(part for name, values in given.items() for value in values for part in (name, value)), *flags])


def name_for_record(brief: str, rules: Sequence[Path]) -> str:
    """Return what a record calls a brief and its packs: without folders, so that it stays the same where they move."""
    packs = (part for pack in rules for part in ("--rules", pack.name))
    return shlex.join(("BRIEF" if brief == "-" else Path(brief).name, *packs))
