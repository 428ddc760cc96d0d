"""The commands that measure: probe a shortlist on data, verify claims, profile this machine."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from whichml.advise.recommendation import recommend
from whichml.cli.face import FINDINGS, say, warn
from whichml.cli.measured_rank import MOST_RANKS, measured_rank
from whichml.cli.measuring import cached_trials_in_words, early_pool, measure_with_progress, trial_cache
from whichml.cli.options import format_option, rules_option
from whichml.cli.probe_page import description_page, evidence_page, verdicts_page
from whichml.cli.progress import ProgressBar
from whichml.cli.terminal import print_document
from whichml.evidence.datasets import read_registry
from whichml.evidence.table_places import record_place
from whichml.evidence.verdict_rows import verdicts_to_csv
from whichml.export.document import Section
from whichml.export.evidence_report import to_html
from whichml.export.verdict_report import verdicts_to_html
from whichml.knowledge.content import Content
from whichml.knowledge.evidence_files import write_evidence
from whichml.knowledge.loading import KnowledgeBase
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import BRIEF_LIMITS, read_document
from whichml.model.documents.errors import BriefError, ProbeError, quoted
from whichml.model.format.brief_fields import REQUIRED_FIELDS
from whichml.model.format.brief_writing import brief_text
from whichml.model.format.told_by_table import ToldByTable, told_by_table
from whichml.model.statements.calibration import write_calibration
from whichml.model.statements.evidence import CONSTANT, LINEAR, Evidence, Failure
from whichml.model.statements.recommendation import Recommendation
from whichml.probe.description.brief_of_data import CompletedBrief, brief_from
from whichml.probe.description.describing import describe
from whichml.probe.description.dropped_columns import without_columns
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.description.sought_class import with_sought
from whichml.probe.description.targets import PROBED_TASKS
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import candidates_for
from whichml.probe.estimators.shortlist import baseline_twins, further_candidates, shortlisted
from whichml.probe.experiments.evidence_store import EvidenceStore, trial_store_path
from whichml.probe.machine.profiling import profile_machine as timed
from whichml.probe.measures.scores import METRICS, OF_QUANTILES, MetricName, check_metric, check_quantile
from whichml.probe.reading.tables import read_table
from whichml.probe.verification.extent import Scope, narrowed_extent
from whichml.probe.verification.package_data import data_folder
from whichml.probe.verification.verifying import verify as verified
from whichml.starter.costs import unit_costs_of

_UNITS = {"s": 1.0, "min": 60.0, "m": 60.0, "h": 3600.0}
_MOST_WORKERS = 4
_BUDGET = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*(s|min|m|h)?")
workers_option = click.option(
    "--workers", type=click.IntRange(1, 64), default=lambda: min(_MOST_WORKERS, os.cpu_count() or 1),
    show_default=f"one for each core, {_MOST_WORKERS} at most", help="Processes side by side.",
)  # fmt: skip


class Budget(click.ParamType[float]):
    """A time to spend, such as `60s` or `5 min`, as seconds."""

    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the seconds; a usage error where it is no time above zero."""
        if isinstance(value, float):
            return value
        match = _BUDGET.fullmatch(str(value).strip())
        seconds = float(match[1]) * _UNITS[match[2] or "s"] if match else 0.0
        if not 0 < seconds < 1e7:
            self.fail(f"{quoted(str(value))} is no time; write one such as 60s or 5min.", param, ctx)
        return seconds


@click.command()
@click.argument("data", type=click.Path(path_type=Path), metavar="DATA")
@click.option("--target", required=True, metavar="COLUMN", help="The column to predict.")
@click.option(
    "--brief", type=click.Path(path_type=Path), metavar="BRIEF", help="What the project knows beyond the data."
)
@click.option(
    "--budget",
    type=Budget(),
    default="60s",
    show_default=True,
    help="How long to measure; reading, the baselines and the answer come on top, some ten seconds.",
)
@click.option("--top", type=click.IntRange(1, 20), default=3, show_default=True, help="How many candidates to measure.")
@click.option("--algorithm", "named", multiple=True, metavar="ID", help="Measure this one instead of the shortlist.")
@click.option("--task", type=click.Choice(["binary-classification", "multiclass-classification", "regression"]),
              help="Where the data leave it open.")  # fmt: skip
@click.option("--positive", metavar="CLASS", help="Of two classes the one to be found; without it, the rarer one.")
@click.option("--group", metavar="COLUMN", help="Rows with the same value belong together, and are held out together.")
@click.option("--time", "--order", "order", metavar="COLUMN",
              help="Rows are held out by this column's order, as by dates; a date is learnt from as well.")  # fmt: skip
@click.option("--drop", "dropped", multiple=True, metavar="COLUMN",
              help="Learn without this column; may be repeated.")  # fmt: skip
@click.option("--metric", type=click.Choice(list(dict.fromkeys(each for some in METRICS.values() for each in some))),
              help="What candidates are compared by, where it is not to be the usual one of the task.")  # fmt: skip
@workers_option
@click.option("--dask", "cluster", metavar="ADDRESS", help="Measure on the workers of a Dask cluster.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of splits and estimators.")
@click.option("--store", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where finished experiments are kept, so that a run that was ended goes on.")  # fmt: skip
@click.option("--fresh", is_flag=True, help="Forget what earlier runs measured on these data.")
@click.option("--save", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Keep the evidence, and a brief that points to it.")  # fmt: skip
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.html", help="Write a page.")
@rules_option
@format_option
def probe(
    data: Path, target: str, brief: Path | None, budget: float, top: int, named: tuple[str, ...], task: str | None,
    positive: str | None, group: str | None, order: str | None, dropped: tuple[str, ...], metric: MetricName | None,
    workers: int, cluster: str | None, seed: int, store: Path | None, fresh: bool, save: Path | None,
    report: Path | None, rules: tuple[Path, ...], form: str,
) -> None:  # fmt: skip
    """Measure a shortlist on data of your own.

    DATA is CSV or Parquet, also compressed. What it tells of the project completes the brief, the knowledge names the
    candidates, one of each kind before a second and always a forest, and each is measured beside a constant and a
    linear baseline. Only scores on the same splits of equally many rows are compared. Ctrl-C keeps what was measured,
    and the same command goes on from there, even after the run was killed.
    """
    _check_places(save, report)
    with early_pool(workers, cluster) as pool_for:
        read = without_columns(read_table(data), dropped, [each for each in (target, group, order) if each])
        prepared = with_sought(describe(read, target, task, group, order), positive)
        if metric is not None:
            check_metric(metric, prepared.task)
        completed = brief_from(prepared, *_said(brief))
        metric, quantile = _judged_by(prepared, completed.mapping, metric)
        if form == "text":
            print_document(description_page(prepared, completed.notes))
        _refuse_another_task(prepared, completed.mapping)
        knowledge = KnowledgeBase.load(rules=rules)
        chosen = _chosen(prepared, completed.mapping, knowledge, named, top)
        with trial_cache(store, cluster) as cache:
            if cache and fresh:
                cache.forget(prepared, metric, quantile)
            evidence = measure_with_progress(
                prepared, chosen.candidates, chosen.failures, budget_seconds=budget, seed=seed, workers=workers,
                pool_for=pool_for, cache=cache, further=chosen.further, metric=metric,
                quantile=quantile,
            )  # fmt: skip
    if form == "json":
        click.echo(evidence.to_json())
    else:
        print_document(evidence_page(evidence, cached_trials_in_words(cache), budget))
    if save is not None:
        _keep(evidence, completed, data, save)
    answered = Brief.from_mapping({**completed.mapping, "evidence": [evidence.id]})
    answer = recommend(answered, knowledge, [evidence])
    ranking = measured_rank(answer, evidence, _not_installed(answer, knowledge, prepared))
    if form == "text":
        print_document(Section("", (ranking,)))
    if report is not None:
        _write(report, to_html(evidence, ranking, budget))


def _check_places(save: Path | None, report: Path | None) -> None:
    """Refuse places that cannot be written before anything is measured; the folder to save in is made."""
    if save is not None:
        try:
            save.mkdir(parents=True, exist_ok=True)
        except OSError as refusal:
            raise ProbeError.about(f"{quoted(str(save))} cannot be made: {refusal.strerror}.") from None
    for folder in (save, report.parent if report is not None else None):
        if folder is not None and not (folder.is_dir() and os.access(folder, os.W_OK)):
            raise ProbeError.about(
                f"{quoted(str(folder))} is no folder that can be written to.", hint="Name another place."
            )


def _refuse_another_task(prepared: PreparedDataSet, brief: Mapping[str, Any]) -> None:
    """Refuse a brief whose task no measurement on these data could answer, before anything is measured."""
    asked_for = str(brief["task"])
    if asked_for == prepared.task:
        return
    if asked_for in PROBED_TASKS:
        raise ProbeError.about(
            f"the brief asks for {asked_for}, and the target {quoted(prepared.target_name)} poses {prepared.task}.",
            hint=f"Give --task {asked_for} where that is what its values are, or change the task of the brief.",
        )
    raise ProbeError.about(
        f"the brief asks for {asked_for}, and a probe measures classification and regression only.",
        hint="`whichml recommend` answers it without; where a part of it is a classification or a regression, probe "
        "that with a brief of its own.",
    )


def _judged_by(
    prepared: PreparedDataSet, brief: Mapping[str, Any], metric: MetricName | None
) -> tuple[MetricName | None, float | None]:
    """Return the metric that was asked for, or the one of costs that the brief names, with the quantile they set."""
    costs = unit_costs_of(Brief.from_mapping(brief)) if prepared.task == str(brief["task"]) else None
    if costs is None or metric not in (None, OF_QUANTILES):
        check_quantile(metric, None)
        return metric, None
    return OF_QUANTILES, costs.quantile


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Whom a probe measures first, whom where time is left, and who cannot be run here."""

    candidates: tuple[CandidateEstimator, ...]
    further: tuple[CandidateEstimator, ...]
    failures: tuple[Failure, ...]


def _chosen(
    prepared: PreparedDataSet, brief: Mapping[str, Any], knowledge: KnowledgeBase, named: tuple[str, ...], top: int
) -> _Chosen:
    """Return the candidates that were named, or else the shortlist of the answer to a brief and what is behind it."""
    further: tuple[CandidateEstimator, ...] = ()
    if named:
        asked = [each for each in named if each not in (CONSTANT, LINEAR)]  # baselines come by themselves
        candidates, failures = candidates_for(knowledge, asked, prepared.task, prepared.kinds)
    else:
        answer = recommend(Brief.from_mapping(brief), knowledge)
        candidates, failures = shortlisted(answer, knowledge, prepared, top)
        further, missing = further_candidates(answer, knowledge, prepared, candidates)
        known = {failure.algorithm for failure in failures}
        failures += tuple(each for each in missing if each.algorithm not in known)
    if not candidates and failures:
        raise ProbeError.about(
            "none of the candidates can be run here.",
            hint="; ".join(f"{failure.algorithm}: {failure.message}" for failure in failures) or None,
        )
    taken = {each.algorithm for each in (*candidates, *further)}
    twins = tuple(each for each in baseline_twins(knowledge, prepared) if each.algorithm not in taken)
    return _Chosen((*candidates, *twins), further, failures)


def _not_installed(answer: Recommendation, knowledge: KnowledgeBase, prepared: PreparedDataSet) -> Mapping[str, str]:
    """Return by the first ranks of an answer why those cannot be run here, and what installs them."""
    first = [each.algorithm for each in answer.candidates[:MOST_RANKS] if each.algorithm not in (CONSTANT, LINEAR)]
    _, failures = candidates_for(knowledge, first, prepared.task, prepared.kinds)
    return {failure.algorithm: failure.message for failure in failures}


def _said(path: Path | None) -> tuple[Mapping[str, Any] | None, ToldByTable | None]:
    """Return what a brief's file says, which may leave out what the data tell, and what of it a table told."""
    if path is None:
        return None, None
    try:
        with path.open("rb") as file:
            raw = file.read(BRIEF_LIMITS.n_bytes + 1)
    except OSError as refusal:
        raise BriefError.about(f"{quoted(str(path))} cannot be read: {refusal.strerror}.") from None
    return read_document(raw, str(path)).mapping, told_by_table(raw.decode(errors="replace"))


def _keep(evidence: Evidence, brief: CompletedBrief, table: Path, folder: Path) -> None:
    """Write the evidence and a brief that points to it, in whose head stands what the table told of it."""
    written = write_evidence(evidence, folder)
    record_place(table, folder)
    path = folder / "brief.yaml"
    facts = {name: value for name, value in brief.told.items() if name not in REQUIRED_FIELDS}
    told = ToldByTable.of(table.name, facts)
    text = brief_text({**brief.mapping, "evidence": [evidence.id]})
    try:
        path.write_text("\n".join((*told.lines(), text)), encoding="utf-8")
    except OSError as refusal:
        raise ProbeError.about(f"{quoted(str(path))} cannot be written: {refusal.strerror}.") from None
    say(f"wrote {written}")
    say(f"wrote {path}; next: whichml recommend {path} --evidence {folder}")


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as refusal:
        raise ProbeError.about(f"{quoted(str(path))} cannot be written: {refusal.strerror}.") from None
    say(f"wrote {path}")


@click.command()
@click.option("--quick", is_flag=True, help="Five small tables and the cheap measures, in a few minutes.")
@click.option("--set", "sets", multiple=True, metavar="ID", help="This data set of the registry; may be repeated.")
@click.option("--rows", type=click.IntRange(20), metavar="N", help="At most so many rows of each.")
@click.option("--budget", type=Budget(), help="No experiment begins after that time.")
@workers_option
@click.option("--store", type=click.Path(path_type=Path, dir_okay=False), help="Where finished experiments are kept.")
@click.option("--report", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.html", help="Write a page.")
@click.option("--format", "form", type=click.Choice(["text", "csv"]), default="text", show_default=True,
              help="csv: every claim, also those that cannot be tested.")  # fmt: skip
def verify(
    quick: bool, sets: tuple[str, ...], rows: int | None, budget: float | None, workers: int, store: Path | None,
    report: Path | None, form: str,
) -> None:  # fmt: skip
    """Hold claims against experiments on real tables; ends with 1 where one is contradicted.

    Finished experiments are kept: a run that was stopped, even killed, goes on where it was.
    """
    _check_places(None, report)
    registry = read_registry(Content.shipped())
    scope = Scope.QUICK if quick else Scope.FULL
    extent = narrowed_extent(scope, registry, sets, rows)
    knowledge = KnowledgeBase.load()
    with EvidenceStore(store or trial_store_path()) as cache, ProgressBar() as bar:
        found = verified(
            knowledge, registry, cache, extent=extent, folder=data_folder(), budget_seconds=budget, workers=workers,
            on_progress=bar.show_trial,
        )  # fmt: skip
    for finding in found.findings:
        warn(finding)
    if form == "csv":
        click.echo(verdicts_to_csv(found.rows), nl=False)
    else:
        print_document(verdicts_page(found))
    if report is not None:
        spans = {identity: (claim.low, claim.high) for identity, claim in knowledge.claims.items()}
        _write(report, verdicts_to_html(found.rows, spans, [each.data.name for each in found.evidence]))
    if found.contradictions:
        raise click.exceptions.Exit(FINDINGS)


@click.command()
@click.option("--seconds", type=click.FloatRange(0.1, 600), default=3.0, show_default=True, help="How long to time it.")
def machine_profile(seconds: float) -> None:
    """Time a fixed piece of work on this machine, so that predicted times are those of this machine."""
    found = timed(seconds)
    path = write_calibration(found)
    click.echo(
        f"The reference work takes {1000 * found.reference_seconds:.1f} ms here "
        f"(median of {found.n}; its slowest runs take {found.spread:.2f} times its fastest). Kept in {path}."
    )


calibrate = copy(machine_profile)
"""`machine-profile` by the name that it had before; it works on, and help does not list it."""
calibrate.name, calibrate.hidden = "calibrate", True
