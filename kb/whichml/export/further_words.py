"""What to start with for what else a project asks for, in words."""

from __future__ import annotations

from typing import Final

from whichml.export.document import ITEM, Block, Entry, Paragraph, Section
from whichml.export.naming import Naming
from whichml.export.words import CodeSpan
from whichml.model.statements.further_answer import FurtherAnswer
from whichml.model.statements.recommendation import Recommendation
from whichml.model.words.names_in_sentences import in_sentence

WHAT_ELSE: Final = "For what else is asked"


def further_in_words(further: FurtherAnswer, names: Naming, asked: str = "") -> str:
    """Return what to start with for a further task, as a sentence without its full stop.

    Parameters
    ----------
    asked : how all of its answer is asked for, behind its name

    Examples
    --------
    `For outlier detection start with Isolation forest`
    """
    task = names.term(further.task)
    if not further.choices:
        return f"For {task}{asked} nothing on the list meets what is told of it"
    first = further.choices[0]
    if first.form:
        return f"For {task}{asked} start with {first.name}, here {first.form}"
    general = names.knowledge.general_of.get(first.algorithm)
    alike = next((each for each in first.equivalents if each != general), "")
    also = f" or {in_sentence(names.algorithm(alike))}" if alike else ""
    return f"For {task}{asked} start with {first.name}{also}"


def further_section(answer: Recommendation, names: Naming) -> Section:
    """Return what to start with for each further task, what else comes near, and how to ask for all of it."""
    blocks: list[Block] = []
    for each in answer.further:
        rest = ", then ".join(choice.name for choice in each.choices[1:])
        near = f"; then {rest}" if rest else ""
        told = (f"{further_in_words(each, names)}{near}: ", CodeSpan(f"--task {each.task}"), f" (answer {each.answer})")
        blocks.append(Entry(told, ITEM))
    note = Paragraph("Of these it takes what the brief tells of the whole project and of that task, no more.")
    return Section(WHAT_ELSE, (*blocks, note) if blocks else ())
