"""The figures of the panel: `python -m whichml_workshop.elicited.evaluate [--final]`, part of `make evaluate`.

The learning and the tuning part are answered on practice that was fitted without them, fold by fold. The final part is
sealed: `--final` answers it with the committed practice and adds a line to tests/panel/final.log, so that every look at
it is on record.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.loading import KnowledgeBase
from whichml_workshop.elicited.bearing import read_bearing
from whichml_workshop.elicited.evaluation import (
    N_FOLDS,
    GradedAnswer,
    answerers,
    by_task,
    causes,
    graded_answers,
    graded_held_out,
    overrides,
    summary,
)
from whichml_workshop.elicited.fit import PANEL, FitSettings
from whichml_workshop.elicited.grading import Figures
from whichml_workshop.elicited.panel import Panel, read_panel
from whichml_workshop.elicited.placebos import placebo_flips, sampled

LOG: Final = "final.log"
N_TOLD_PLACEBOS: Final = 100
"""To how many briefs placebos are added."""
HEAD: Final = (
    "| | briefs | accepted | first | chosen | wrong | both right | decisions | twins |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def row(label: str, found: Figures) -> str:
    """Return figures as a row of the table under `HEAD`."""
    twins = f"{found.twins:.3f} of {found.pairs}" if found.pairs else ""
    return (
        f"| {label} | {found.briefs} | {found.accepted:.3f} | {found.first:.3f} | {found.chosen:.3f} "
        f"| {found.wrong:.3f} | {found.both_right:.3f} | {found.decisions:.3f} of {found.asked} | {twins} |"
    )


def held_out_figures(panel: Panel, knowledge: Knowledge) -> str:
    """Return the figures of what may be learnt from, each answer on practice that has not seen its brief."""
    bearing = read_bearing(Content.shipped(), knowledge)
    found, less = graded_held_out(panel, knowledge, FitSettings(), bearing=bearing)
    lines = [f"Answers on practice fitted without the brief and its twins, in {N_FOLDS} folds", "", HEAD]
    lines += [row(f"{name}, against the others", each) for name, each in answerers(panel).items()]
    for part in ("learning", "tuning"):
        kept = {i: each for i, each in found.items() if panel.parts[i] == part}
        lines.append(row(f"whichml, {part} part", summary(kept, panel.twins)))
    lines.append(row("whichml, both", summary(found, panel.twins)))
    lines.append(row("whichml, both, told task and data alone", summary(less, panel.twins)))
    flips = placebo_flips(sampled(panel.briefs, N_TOLD_PLACEBOS), Advisor.of(knowledge))
    lines += ["", overrides(found).text(), "", f"{flips.text()} (answers on the committed practice)"]
    return "\n".join([*lines, "", *_details(found, panel)])


def _details(found: dict[str, GradedAnswer], panel: Panel) -> list[str]:
    lines = ["By task", "", HEAD, *(row(task, each) for task, each in by_task(found, panel.twins).items())]
    lines += ["", "Why no accepted algorithm leads, where none does", "", "| cause | briefs |", "|---|---|"]
    lines += [f"| {cause} | {n} |" for cause, n in sorted(causes(found).items(), key=lambda each: (-each[1], each[0]))]
    missed = summary(found, panel.twins).missed
    lines += ["", "Decisions that came out otherwise", "", "| decision | briefs |", "|---|---|"]
    return lines + [f"| {decision} | {n} |" for decision, n in sorted(missed.items(), key=lambda e: (-e[1], e[0]))]


def final(panel: Panel, knowledge: Knowledge, log: Path) -> str:
    """Return the figures of the sealed part, with the committed practice, and put this look at them on record."""
    found = summary(graded_answers(panel, knowledge), panel.twins)
    with log.open("a", encoding="utf-8") as lines:
        lines.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M} knowledge {knowledge.digest[:12]} {found.text()}\n")
    others = [row(f"{name}, against the others", each) for name, each in answerers(panel).items()]
    return "\n".join(
        ["The sealed part, with the committed practice", "", HEAD, *others, row("whichml, final part", found)]
    )


def main(arguments: Sequence[str] = ()) -> int:
    """Print the figures of the panel; with `--final` those of the sealed part alone."""
    folder = Content.shipped().root / PANEL
    panel, knowledge = read_panel(folder), KnowledgeBase.load()
    if "--final" in arguments:
        text = final(panel.of("final"), knowledge, folder / LOG)
    else:
        text = held_out_figures(panel.of("learning", "tuning"), knowledge)
    sys.stdout.write(f"{text}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
