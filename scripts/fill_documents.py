"""Write the generated parts of README.md, CONTRIBUTING.md and pages of docs/: counts, tables, what commands print.

Three forms are generated. What stands between `<!-- generated: NAME -->` and `<!-- end -->` comes from the function of
that name, and what stands between `<!-- figures -->` and `<!-- end -->` from the figures that `make evaluate` kept. In
a fenced block marked `console` each line that starts with `$ ` is run at the root of the checkout, and what it prints
follows it.

    python scripts/fill_documents.py            writes the files
    python scripts/fill_documents.py --check    changes nothing; exits 1 where a file is out of date
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from textwrap import wrap

from whichml import KnowledgeBase
from whichml.evidence.datasets import read_registry
from whichml.evidence.verdict_rows import Judgement
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.model.statements.conditions import parse_conditions
from whichml.model.statements.measures import MEASURES, PROCEDURES
from whichml_server.settings import Settings
from whichml_server.settings_reading import variable_of
from whichml_workshop.experiments.check import control_lines, current_judgement, verdict_lines
from whichml_workshop.published.comparisons import read_all_derived
from whichml_workshop.published.declaration import read_declarations
from whichml_workshop.published.evaluate import bound_lines, study_lines
from whichml_workshop.published.evaluation import FIGURES, read_evaluation
from whichml_workshop.published.fit import groups_and_material
from whichml_workshop.published.readers import READERS

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/formats.md",
    "docs/operations.md",
    "docs/probes.md",
    "docs/strengths.md",
)
SECTION = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
FIGURES_KEPT = re.compile(r"(<!-- figures -->\n).*?(<!-- end -->)", re.DOTALL)
ANSWER_ID = re.compile(r"(# answer )[0-9a-f]{12}\b")
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
WIDTH = "110"
COUNTED = (
    "algorithms", "families", "qualities", "claims", "rules", "patterns", "decisions", "sources", "studies_of_others",
    "algorithms_with_strengths", "cells_that_apply",
)  # fmt: skip
WORDS = {
    "studies_of_others": "studies of others that accuracy is measured by",
    "algorithms_with_strengths": "algorithms with a measured accuracy",
    "cells_that_apply": "pairs of algorithm and quality that make sense",
}


def filled(text: str) -> str:
    """Return a document with its generated parts written anew."""
    text = SECTION.sub(lambda found: f"{found[1]}{SECTIONS[found[2]]()}\n{found[3]}", text)
    text = FIGURES_KEPT.sub(lambda found: f"{found[1]}{figures()}\n{found[2]}", text)
    return CONSOLE.sub(lambda found: f"```console\n{_transcript(found[1])}```", text)


def _transcript(block: str) -> str:
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    printed = "".join(f"$ {command}\n{printed_by(command)}" for command in commands)
    return ANSWER_ID.sub(r"\1…", printed)  # each change of content gives another, and two of them a conflict


@cache
def printed_by(command: str) -> str:
    """Return what a shell command prints on both streams, ending with a line break unless it prints nothing.

    Raises
    ------
    RuntimeError
        When the command's exit code says that it met bad input or a defect.
    """
    environment = {
        **os.environ,
        "WHICHML_CALIBRATION": str(ROOT / "no-calibration.json"),  # examples are those of a machine that nobody timed
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": WIDTH,
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    if done.returncode != 0:
        raise RuntimeError(f"`{command}` exits with {done.returncode}: {done.stdout}")
    lines = [line.rstrip() for line in done.stdout.strip("\n").splitlines()]
    return "".join(f"{line}\n" for line in lines)


def counts() -> str:
    """Return how much the knowledge base holds, how sure it is and what it does not know, as a table.

    Two figures of each number tell it, and two contributors seldom change the same line.
    """
    stats = json.loads(printed_by("whichml kb stats --format json"))
    rows = [f"| {WORDS.get(name, name)} | {float(f'{stats[name]:.2g}'):,.0f} |" for name in COUNTED]
    rows.append(f"| of these unknown | {stats['share_of_unknown_cells']:.0%} |")
    rows += [
        f"| claims of {level} confidence | {stats[f'share_of_claims_of_{level}_confidence']:.0%} |"
        for level in ("high", "medium", "low")
    ]
    return "\n".join(["| what | how much |", "|---|---:|", *rows])


def settings() -> str:
    """Return every setting of the server with its variable, what it is without a word, and what it is for."""
    rows = [
        f"| `{name}` | `{variable_of(name)}` | {_as_written(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| setting | variable | usual | what it is |", "|---|---|---|---|", *rows])


def _as_written(default: object) -> str:
    if default is None or default in ((), ""):
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def studies() -> str:
    """Return every study that strengths may stand on: where it is from, how it measured, and what it tells of."""
    content, knowledge = Content.shipped(), KnowledgeBase.load()
    declared = read_declarations(content, knowledge.algorithms, knowledge.sources, READERS)
    told = groups_and_material(content, knowledge)
    rows = []
    for declaration, (derived, source) in zip(declared, read_all_derived(content, declared), strict=True):
        text, protocol = declaration.text, declaration.text.protocol
        n_sets = len(derived.standings) or max(sum(n) for pairs in derived.pairs for n in pairs.counts.values())
        n_algorithms = len({name for pairs in derived.pairs for names in pairs.counts for name in names.split()})
        groups = ", ".join(group.id for group, material in told if text.id in material.studies) or "none"
        measured = f"{protocol.metric}; {protocol.splits}".replace("|", "/")
        rows.append(
            f"| `{text.id}` | {source} | {text.licence} | {n_sets} | {n_algorithms} | {protocol.settings} | {measured} "
            f"| {groups} |"
        )
    header = "| study | source | licence | data sets | algorithms | settings | metric; splits | groups |"
    return "\n".join([header, "|---|---|---|---:|---:|---|---|---|", *rows])


def groups() -> str:
    """Return every group of strengths: its tasks, its reference, its material, and where it is silent."""
    content, knowledge = Content.shipped(), KnowledgeBase.load()
    rows = []
    for group, material in groups_and_material(content, knowledge):
        counted = sum(max(sum(numbers) for numbers in study.counts.values()) for study in material.counted)
        silent = "; ".join(f"{_conditions(each.when, knowledge)}: {each.reason}" for each in group.unless)
        rows.append(
            f"| `{group.id}` | {', '.join(group.tasks)} on {', '.join(group.modalities)} | {group.reference} "
            f"| {', '.join(group.terms) or 'nothing'} | {len(material.compared) + counted} | {silent} |"
        )
    header = "| group | tasks on modalities | reference | depends on | data sets | silent where |"
    return "\n".join([header, "|---|---|---|---|---:|---|", *rows])


def _conditions(when: Mapping[str, object], knowledge: Knowledge) -> str:
    return " and ".join(f"`{each.text()}`" for each in parse_conditions(when, knowledge.shapes))


def figures() -> str:
    """Return the figures that `make evaluate` kept, as tables; a sentence where there are none."""
    content = Content.shipped()
    if not (content.facts / FIGURES).is_file():
        return "No figures are kept yet; `make evaluate` works them out."
    found = read_evaluation(content)
    return "\n".join((*study_lines(found.studies), "", *bound_lines(found.bounds)))


def verdicts() -> str:
    """Return how claims compare with the committed evidence, by quality and in all, as tables and a few sentences."""
    judgement = _judgement()
    return "\n".join((*control_lines(judgement.controls), "", *verdict_lines(judgement)))


def agreement() -> str:
    """Return how many claims the committed evidence agrees with and what that is worth, as an entry of a list."""
    judgement = _judgement()
    tested = [row for row in judgement.rows if row.verdict != "untestable"]
    n_told = sum(row.chance is not None for row in tested)
    agreeing = judgement.controls[-1].agreeing
    n_tables = len(read_registry(Content.shipped()).sets)
    said = (
        "**Experiments agree with most claims that they can test, and that says little**: "
        f"{sum(row.is_verified for row in tested)} of {len(tested)} claims agree with measurements on {n_tables} small "
        f"data sets; of the {n_told} for which that can be told, {agreeing.n} do and {agreeing.by_chance:.0f} would "
        "with the algorithms swapped at random. [The page on them](docs/probes.md#chance) tells it quality by quality."
    )
    return "\n".join(wrap(said, 138, initial_indent="- ", subsequent_indent="  ", break_long_words=False))


@cache
def _judgement() -> Judgement:
    return current_judgement(Content.shipped(), KnowledgeBase.load())


def procedures() -> str:
    """Return every procedure of a probe with the measures that it takes, as a table."""
    rows = []
    for name, procedure in PROCEDURES.items():
        forms = [form for form in MEASURES.values() if name in (form.procedure, *form.other_procedures)]
        measures = ", ".join(f"`{form.id}`" for form in forms)
        qualities = ", ".join(f"`{quality}`" for quality in sorted({form.quality for form in forms if form.quality}))
        rows.append(f"| `{name}` | {measures} | {qualities} | {procedure.words} | {procedure.source} |")
    return "\n".join(["| procedure | measures | qualities | how | source |", "|---|---|---|---|---|", *rows])


SECTIONS: Mapping[str, Callable[[], str]] = {
    "settings": settings, "agreement": agreement,
    "counts": counts, "verdicts": verdicts, "procedures": procedures, "studies": studies, "groups": groups,
}  # fmt: skip


def main() -> int:
    """Write the documents, or with `--check` compare them; return the exit code."""
    code = 0
    for name in DOCUMENTS:
        path = ROOT / name
        written = path.read_text("utf-8")
        wanted = filled(written)
        if wanted == written:
            continue
        if "--check" in sys.argv[1:]:
            print(f"{name} is out of date. Run: make generate")
            code = 1
        else:
            path.write_text(wanted, "utf-8")
            print(f"{name} is written anew.")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
