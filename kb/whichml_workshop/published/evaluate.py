"""`python -m whichml_workshop.published.evaluate`: how well strengths and answers foretell what they have not seen.

Prints the figures beside chance, the written claims, the best fixed order and a random forest; `--write` keeps them in
`kb/facts/published/evaluation.json`, which tests compare with today's knowledge.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence

from whichml.knowledge.compilation import compile_content
from whichml.knowledge.content import Content
from whichml.model.documents.errors import WhichmlError
from whichml_workshop.experiments.study_results import read_results
from whichml_workshop.published.evaluation import (
    FIGURES,
    BoundFigures,
    Evaluation,
    StudyFigures,
    evaluate_bounds,
    evaluate_sets,
    evaluate_studies,
)
from whichml_workshop.published.fit import groups_and_material
from whichml_workshop.published.holding_out import ORDERS

DONE, CANNOT_RUN = 0, 2
TABLES = "tables"


def main(arguments: Sequence[str] | None = None) -> int:
    """Evaluate, print, and return 0; 2 where the content cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m whichml_workshop.published.evaluate", description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the figures")
    parser.add_argument("--group", nargs="*", metavar="ID", help="these groups alone; nothing is kept then")
    wanted = parser.parse_args(arguments)
    content = Content.shipped()
    try:
        found = _evaluated(content, wanted.group)
    except WhichmlError as refusal:
        print(refusal, file=sys.stderr)
        return CANNOT_RUN
    print("\n".join((*study_lines(found.studies), "", *bound_lines(found.bounds))))
    if wanted.write and not wanted.group:
        (content.facts / FIGURES).write_bytes(found.to_json())
    return DONE


def _evaluated(content: Content, only: Sequence[str] | None) -> Evaluation:
    knowledge = compile_content(content, version="evaluation")
    own = read_results(content)
    studies: list[StudyFigures] = []
    bounds: tuple[BoundFigures, ...] = ()
    for group, material in groups_and_material(content, knowledge):
        if only and group.id not in only:
            continue
        studies += evaluate_studies(group, material, knowledge)
        studies.append(evaluate_sets(group, material, knowledge))
        if group.id == TABLES and own is not None:
            bounds = evaluate_bounds(group, material, knowledge, own)
    return Evaluation(studies=tuple(studies), bounds=bounds)


def study_lines(studies: Iterable[StudyFigures]) -> Iterable[str]:
    """Yield the figures of studies as tables of Markdown; chance orders half of the pairs as measured."""
    yield "Pairs ordered as measured, by what has not seen the study (chance: .500)"
    yield ""
    yield f"| group | study | sets | pairs | strengths | 95 % | {' | '.join(ORDERS[1:])} | answer: first | three |"
    yield f"|---|---|---|---|---|---|{'---|' * len(ORDERS[1:])}---|---|"
    for each in studies:
        shares = " | ".join(f"{each.by_order[name].pairs:.3f}" for name in ORDERS[1:])
        interval = f"{each.interval[0]:.3f} to {each.interval[1]:.3f}" if each.interval else ""
        first, three = ("" if number is None else f"{number:.3f}" for number in (each.answer_first, each.answer_three))
        yield (
            f"| {each.group} | {each.study} | {each.sets} | {each.pairs} | {each.by_order['strengths'].pairs:.3f} "
            f"| {interval} | {shares} | {first} | {three} |"
        )


def bound_lines(bounds: Iterable[BoundFigures]) -> Iterable[str]:
    """Yield the figures of bounds as a table of Markdown."""
    yield "Answers under bounds, on tables of the own study that the strengths have not seen"
    yield ""
    yield "| bound | tables | first | three | broken by the first | nobody named | best single algorithm |"
    yield "|---|---|---|---|---|---|---|"
    for each in bounds:
        yield (
            f"| {each.bound} | {each.sets} | {each.first:.3f} | {each.three:.3f} | {each.broken:.1%} "
            f"| {each.empty:.1%} | {each.fixed:.3f} |"
        )


if __name__ == "__main__":
    sys.exit(main())
