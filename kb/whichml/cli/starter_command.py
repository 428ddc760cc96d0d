"""`whichml starter`: writes a small project that trains and checks what an answer recommends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import click

from whichml.advise.recommendation import advisor_for
from whichml.advise.recommendation import recommend as recommended
from whichml.cli.brief_options import brief_at, evidence_at, evidence_option
from whichml.cli.face import say, warn
from whichml.cli.heap import staying
from whichml.cli.options import rules_option
from whichml.export.naming import Naming
from whichml.knowledge.loading import KnowledgeBase
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import quoted
from whichml.model.format.told_by_table import ToldByTable, told_by_table
from whichml.model.statements.evidence import Evidence
from whichml.probe.description.brief_of_data import brief_from
from whichml.probe.description.column_kinds import named
from whichml.probe.description.describing import describe
from whichml.probe.description.dropped_columns import without_columns
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.measures.splits import splits_of
from whichml.probe.reading.tables import read_table
from whichml.starter.chosen_algorithm import built_baseline, chosen_algorithm, why_excluded
from whichml.starter.held_out import group_to_name, holding_out, speaks_of_groups, time_to_name
from whichml.starter.plan import TablePlan
from whichml.starter.planning import plan_starter, starter_task
from whichml.starter.probed_table import (
    ProbedTable,
    probed_blocks,
    probed_metric,
    probed_part,
    probed_table,
    refuse_changed,
)
from whichml.starter.project_files import project_files, refuse_existing, write_project
from whichml.starter.table_plan import table_plan, unnamed_table


class _Columns(NamedTuple):
    target: str | None
    group: str | None
    time: str | None
    positive: str | None
    dropped: tuple[str, ...] = ()


class _Table(NamedTuple):
    plan: TablePlan
    prepared: PreparedDataSet | None
    brief: dict[str, Plain]
    notes: tuple[str, ...] = ()


_WHICH = ", the rarer class; --positive names the other"


@click.command("starter")
@click.argument("brief", metavar="BRIEF")
@click.option("--output", required=True, type=click.Path(path_type=Path), metavar="DIR", help="A new folder.")
@click.option("--algorithm", metavar="ID", help="Write for this one instead of the first of the answer.")
@click.option("--data", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="The table.")
@click.option("--target", metavar="COLUMN", help="The column to predict.")
@click.option("--positive", metavar="CLASS", help="Of two classes the one to be found; without it, the rarer one.")
@click.option("--group", metavar="COLUMN", help="Rows with the same value belong together, and are held out together.")
@click.option("--time", metavar="COLUMN", help="Later rows are held out, by this column.")
@click.option("--drop", "dropped", multiple=True, metavar="COLUMN",
              help="Learn without this column; may be repeated.")  # fmt: skip
@evidence_option
@rules_option
def starter(
    brief: str, output: Path, algorithm: str | None, data: Path | None, target: str | None, positive: str | None,
    group: str | None, time: str | None, dropped: tuple[str, ...], measured: tuple[Path, ...],
    rules: tuple[Path, ...],
) -> None:  # fmt: skip
    """Write a small project that trains and checks what is recommended on a table.

    The table is that of --data, or the one that the evidence of a probe names; without either the user fills in the
    head of train.py. Evidence also says which columns were dropped, and by which rows were held out: that is kept to,
    unless --group or --time says how to hold out. The folder holds train.py, which needs no whichml, requirements.txt,
    brief.yaml and README.md with what was decided and why.
    """
    refuse_existing(output)
    read, evidence = brief_at(brief), evidence_at(measured)
    with staying():
        knowledge = KnowledgeBase.load(rules=rules)
        advisor_for(knowledge)
    task = starter_task(read, knowledge)
    probed = probed_table(read, evidence, data, (*measured, Path(brief).parent))
    columns = _Columns(target, group, time, positive, dropped)
    if probed is not None:
        data, columns = probed.path, _as_probed(columns, probed)
    if data is not None and columns.target is None:
        raise click.UsageError("--data FILE goes with --target COLUMN.")
    if data is None and dropped:
        raise click.UsageError("--drop COLUMN goes with a table: --data FILE, or the --evidence of a probe.")
    table = _table_of(read, _told_in(brief), data, columns, evidence, output)
    completed = Brief.from_mapping(table.brief)
    answer = recommended(completed, knowledge, evidence)
    chosen = chosen_algorithm(answer, knowledge, task, table.prepared, algorithm)
    out, _ = why_excluded(answer, chosen.id)
    if out:
        warn(f"{Naming(knowledge).algorithm(chosen.id)}: {out}.")
    untimed = time_to_name(completed, table.plan)
    for note in (*table.notes, *chosen.passed_over, *([untimed] if untimed else [])):
        warn(note)
    baseline = built_baseline(answer, knowledge, task, table.prepared, chosen.id)
    told = [each.message for each in read.notices]
    metric, part = probed_metric(read, evidence), probed_part(read, evidence)
    if part:
        warn(f"the probe compared other parts of the rows than train.py holds out ({part}), so that figures differ.")
    plan = plan_starter(completed, answer, knowledge, chosen, table.plan, baseline, told, metric, part)
    write_project(output, project_files(plan, knowledge, table.brief))
    say(f"wrote {output}: {plan.name}, {plan.choice('held out').chosen} held out, scored by {plan.metric}")
    if task == "binary-classification" and table.plan.labels:
        say(f"to be found: {quoted(str(table.plan.labels[-1]))}{'' if columns.positive else _WHICH}")
    say(f"next: pip install -r {output / 'requirements.txt'}; python {output / 'train.py'}")


def _told_in(brief: str) -> ToldByTable | None:
    """Return what of a brief's file a table told when it was begun."""
    path = Path(brief)
    return told_by_table(path.read_text(encoding="utf-8", errors="replace")) if path.is_file() else None


def _as_probed(columns: _Columns, probed: ProbedTable) -> _Columns:
    """Return the columns as a probe used them where the user says nothing else, and tell what is kept to."""
    if columns.group is None and columns.time is None:
        columns = columns._replace(group=probed.group, time=probed.order)
        told = [f"held out by {quoted(name)}" for name in (probed.group, probed.order) if name is not None]
    else:
        told = []
    if probed.dropped:
        columns = columns._replace(dropped=(*probed.dropped, *columns.dropped))
        told.append(f"without {named(probed.dropped)}")
    if probed.positive and columns.positive is None:
        columns = columns._replace(positive=probed.positive)
        told.append(f"with {quoted(probed.positive)} to be found")
    if told:
        say(f"as in the probe: {' and '.join(told)}")
    return columns._replace(target=columns.target or probed.target)


def _table_of(
    brief: Brief,
    told: ToldByTable | None,
    data: Path | None,
    columns: _Columns,
    evidence: tuple[Evidence, ...],
    output: Path,
) -> _Table:
    """Return the table that is read, with what it tells, or a place for one that the user has yet to name."""
    group_to_name(brief, data is not None, columns.group)
    said: dict[str, Any] = dict(brief.normalised())
    if data is None:
        plan = unnamed_table(
            columns.target, columns.group is not None or speaks_of_groups(brief),
            holding_out(brief, columns.group, columns.time, has_table=False) == "time",
        )  # fmt: skip
        return _Table(plan, None, said)
    assert columns.target is not None
    parts = [each for each in (columns.target, columns.group, columns.time) if each]
    table = without_columns(read_table(data), columns.dropped, parts)
    refuse_changed(table, evidence)
    prepared = describe(table, columns.target, brief.task, columns.group, columns.time)
    if prepared.groups is not None and prepared.order is not None:
        splits_of(prepared)  # whose refusal says why nothing is left to learn from
    completed = brief_from(prepared, said, told)
    plan, left_out = table_plan(data, table, prepared, output, columns.group, columns.time, columns.positive)
    if blocks := probed_blocks(brief, evidence, prepared):
        plan = replace(plan, n_folds=blocks)  # so that the same rows are held out
    return _Table(plan, prepared, completed.mapping, (*prepared.notes, *completed.notes, *left_out))
