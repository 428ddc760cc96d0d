"""`whichml check`: validates a brief alone, and says what was read in it and what is missing most."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from whichml.advise.recommendation import advisor_for, recommend_with_steps
from whichml.advise.turning_facts import CHECKED, turning_facts
from whichml.cli.commands import brief_argument, read_brief
from whichml.cli.heap import staying
from whichml.cli.rules_option import rules_option
from whichml.cli.terminal import print_document
from whichml.export.check_page import check_page
from whichml.knowledge.loading import KnowledgeBase

_MOST_FACTS: Final = 3
"""How many facts are told that would turn the answer, before others that rules wait for."""


@click.command("check")
@brief_argument
@rules_option
def check_brief(brief: str, rules: tuple[Path, ...]) -> None:
    """Print what was read in a brief: its facts in base units, what was understood, and what is unknown.

    A brief that cannot be used is refused with every problem, its place and what would be right, as everywhere.
    """
    read = read_brief(brief)
    with staying():
        knowledge = KnowledgeBase.load(rules=rules)
    answer, steps = recommend_with_steps(read, knowledge)
    advisor = advisor_for(knowledge)
    turning = (
        turning_facts(advisor, read, before=steps, n_most=_MOST_FACTS, audience=CHECKED) if answer.candidates else ()
    )
    print_document(check_page(read, answer, knowledge, turning))
