"""The gate of verified claims: no claim is contradicted by committed evidence, and the verdicts are of today's claims.

`python -m whichml_workshop.experiments.check` works the verdicts out anew from the committed evidence, measures
nothing, and compares; `--write` writes them, which is due after a claim has changed. It prints for each quality how
many claims agree with the measurements and how many are verified, beside what claims on swapped algorithms would give.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from whichml.evidence.datasets import read_registry
from whichml.evidence.permutation_control import QualityControl
from whichml.evidence.verdict_rows import Judgement, VerdictRow, judgement_of, verdict_counts, verdicts_to_csv
from whichml.evidence.verdicts import MOST_BY_CHANCE
from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml_workshop.experiments.committed import read_committed, verdicts_path

_BOUNDS = {"a third": MOST_BY_CHANCE, "half": 1 / 2, "two thirds": 2 / 3, "no bound": 1.0}


def current_judgement(content: Content, knowledge: Knowledge) -> Judgement:
    """Return the verdicts on today's claims by the committed evidence, and what chance would give.

    Raises
    ------
    ProbeError
        Where the registry or a file of evidence cannot be read.
    """
    return judgement_of(knowledge, read_registry(content), read_committed(content))


def current_rows(content: Content, knowledge: Knowledge) -> tuple[VerdictRow, ...]:
    """Return the verdicts on today's claims by the committed evidence; errors as `current_judgement`."""
    return current_judgement(content, knowledge).rows


def faults_of(rows: Sequence[VerdictRow], committed: str) -> tuple[str, ...]:
    """Return what stands against the claims, as sentences: contradictions without a debate, and stale verdicts.

    Parameters
    ----------
    committed : text of the file of verdicts; empty where there is none
    """
    found = [
        f"{row.where}: `{row.quality}` of {row.subject} is {row.written}, and {row.note}: {_measured(row)}.\n"
        "Correct the level with the evidence as a source, narrow the scope, or mark it with `debate:` and say why."
        for row in rows
        if row.verdict == "contradicted" and not row.debate
    ]
    if verdicts_to_csv(rows) != committed:
        found.append(
            "kb/facts/probes/verdicts.csv is not what follows from today's claims and the committed evidence.\n"
            "Run python -m whichml_workshop.experiments.check --write, and look at the difference."
        )
    return tuple(found)


def control_lines(controls: Sequence[QualityControl]) -> tuple[str, ...]:
    """Return the controls as a table of Markdown."""
    lines = [
        "| quality | tested | agree | by chance | swaps with as many | tell apart | agree | by chance |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for each in controls:
        agreeing, telling = each.agreeing, each.telling
        lines.append(
            f"| {each.quality or 'all'} | {each.n_tested} | {agreeing.n} | {agreeing.by_chance:.1f} | "
            f"{agreeing.share_as_many:.0%} | {each.n_telling} | {telling.n} | {telling.by_chance:.1f} |"
        )
    return tuple(lines)


def verdict_lines(judgement: Judgement) -> tuple[str, ...]:
    """Return in words how many claims are verified and tell their own algorithms apart, also by other bounds."""
    tested = [row for row in judgement.rows if row.verdict != "untestable"]
    n_verified = sum(row.is_verified for row in tested)
    n_known = sum(row.chance is not None for row in tested)
    total = judgement.controls[-1]
    agreeing, telling = total.agreeing, total.telling
    return (
        f"So {n_verified} of {len(tested)} claims are confirmed or narrowed, {n_verified / len(tested):.0%}. Of the "
        f"{n_known} for which chance can be told {agreeing.n} are, and {agreeing.by_chance:.0f} would be by chance.",
        f"{total.n_telling} tell their own algorithms apart: {telling.n} of them agree, {telling.n / len(tested):.0%} "
        f"of all that were tested, and {telling.by_chance:.0f} would by chance. With another bound than a third it is:",
        "",
        "| bound | tell apart | agree | by chance |",
        "|---|---|---|---|",
        *(_under_bound(name, bound, tested) for name, bound in _BOUNDS.items()),
    )


def _under_bound(name: str, bound: float, tested: Sequence[VerdictRow]) -> str:
    chances = [(row.chance, row.is_verified) for row in tested if row.chance is not None and row.chance <= bound]
    n_agree, by_chance = sum(agrees for _, agrees in chances), sum(chance for chance, _ in chances)
    return f"| {name} | {len(chances)} | {n_agree} | {by_chance:.0f} |"


def _measured(row: VerdictRow) -> str:
    return row.measured.level if row.measured is not None else "nothing"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare or write the verdicts; return 0, or 1 where a claim is contradicted or the verdicts are stale."""
    parser = argparse.ArgumentParser(prog="python -m whichml_workshop.experiments.check", description=main.__doc__)
    parser.add_argument("--write", action="store_true", help="write the verdicts anew")
    wanted = parser.parse_args(arguments)
    content = Content.shipped()
    judgement = current_judgement(content, compile_read(read_content(content), version="gates"))
    rows = judgement.rows
    path = verdicts_path(content)
    if wanted.write:
        path.write_text(verdicts_to_csv(rows), encoding="utf-8")
    faults = faults_of(rows, path.read_text(encoding="utf-8") if path.is_file() else "")
    for fault in faults:
        print(fault)
    print("\n".join(control_lines(judgement.controls)), file=sys.stderr)
    print(", ".join(f"{count} {verdict}" for verdict, count in verdict_counts(rows).items()), file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
