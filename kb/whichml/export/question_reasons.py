"""Why a question is asked: what an answer to it would turn, or which rules wait for it."""

from __future__ import annotations

from typing import Final

from whichml.advise.question_choice import Question
from whichml.advise.turning_facts import TurningFact
from whichml.export.naming import Naming
from whichml.model.format.brief_fields import REQUIRED_FIELDS
from whichml.model.values.regulations import REGULATIONS
from whichml.model.words.names_in_sentences import in_sentence

_MOST_RULES: Final = 3


def reason_of(question: Question, names: Naming) -> str:
    """Return why a question is asked, as sentences."""
    if question.turning is not None:
        changed = "who stands beside the first" if question.keeps_first else "who comes first"
        told = f"{hypothesis(question.turning)}, {then_first(question.turning, names)}"
        return f"Asked because it can change {changed}: {told}."
    if question.waits is not None:
        return f"Asked because decisions and cautions depend on it. {rules_in_words(question)}"
    if question.field in REQUIRED_FIELDS:
        return "Asked because everything else depends on it."
    return (
        "It heads every record of the answer, and changes none."
        if question.field == "title"
        else "Whether it changes the answer shows when you do."
    )


def hypothesis(fact: TurningFact) -> str:
    """Return what a fact supposes, as a clause.

    Examples
    --------
    >>> hypothesis(TurningFact("data.sparse", True, "true", ()))
    'if yes'
    >>> hypothesis(TurningFact("stakes.regulation", ["gdpr"], "gdpr", ()))
    'if a law applied such as General Data Protection Regulation (EU)'
    """
    if isinstance(fact.value, bool):
        return "if yes" if fact.value else "if no"
    if fact.field == "stakes.regulation":
        return f"if a law applied such as {REGULATIONS.get(fact.said, fact.said)}"
    return f"if it were {fact.said}"


def then_first(fact: TurningFact, names: Naming) -> str:
    """Return whom an answer would name first then, as a clause."""
    many = {1: "", 2: " two", 3: " three"}.get(len(fact.first), " ones")
    return f"the first{many} would be {names.algorithms(fact.first)}"


def rules_in_words(question: Question) -> str:
    """Return the heaviest rules that wait for a question's field by their titles, and how many more do."""
    rules = question.waits.rules if question.waits is not None else ()
    titles = list(dict.fromkeys(rule.title for rule in rules))
    if not titles:
        return ""
    rest = len(titles) - _MOST_RULES
    more = f" So do {rest} more rules." if rest > 1 else ""
    return f"For instance: {'; '.join(in_sentence(title) for title in titles[:_MOST_RULES])}.{more}"
