"""What a project uses today, by its own words, which whatever is advised has to be measured beside."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from whichml.advise.todays_figures import FIGURES
from whichml.export.baselines import kept_beside
from whichml.export.naming import Naming
from whichml.export.told_numbers import ToldNumbers
from whichml.knowledge.base import Knowledge
from whichml.model.documents.expressions import expression
from whichml.model.statements.recommendation import Recommendation
from whichml.model.words.names_in_sentences import in_sentence

_TOLD: Final = expression(
    r"(?:^|[.;\n]\s*|^\s*-\s+)(?:(?:current(?: solution| system| method| model)?|now|today|at present|so far|status quo"
    r"|existing(?: solution| system| method| model)|baseline today)\s*:|(?:today|currently)\b,?(?!\s*:))\s*"
    r"(?P<what>[^\n]+)",
    re.IGNORECASE | re.MULTILINE,
)
_RUNS: Final = expression(
    r"(?:^|[.;]\s+|^\s*-\s+)(?:(?:we|they)\s+(?:have|use|run)\s+)?(?P<what>[^.;:,\n]{2,80}?)\s+"
    r"(?:runs?|(?:is|are)\s+(?:running|used)|(?:(?:is|are)\s+)?in\s+(?:use|production))"
    r"\s+(?:today|now|at present|currently)\b",
    re.IGNORECASE | re.MULTILINE,
)
_OPENING: Final = expression(r"(?:an?|the|our|some|their)\s", re.IGNORECASE)
_NOTHING: Final = expression(r"(?:no|none|nothing|nobody|not|never|n/a|there (?:is|are) no)\b", re.IGNORECASE)
_END: Final = expression(r"[,;(]|\.(?:\s|$)")
_LONGEST: Final = 48
"""How many letters of a project's own words are told again."""


def and_what_is_kept(said: str, answer: Recommendation, knowledge: Knowledge, cut: Callable[[str], str]) -> str:
    """Return a text and behind it what to keep beside the leader, cut to what there is room for.

    Where something runs today it is told first, and the rest as far as there is room for it. What is kept is told by
    its whole name or not at all.
    """
    today, beside = todays_solution(answer, knowledge), kept_beside(answer, knowledge)
    if not today and beside is not None:
        short = f"{said} Keep {beside.name} beside it"
        clauses = cut(f"{short}: {beside.why}.")
        told = (
            clauses if not clauses or clauses.endswith((".", "\N{HORIZONTAL ELLIPSIS}")) else f"{clauses.rstrip(';,')}."
        )
        whole = (each for each in (f"{short}.", said) if cut(each) == each)
        return told if told.startswith(short) else next(whole, told)
    if not today:
        return cut(said)
    shortest = f"{said} Keep {today} beside it"
    kept = f"{shortest}, measured on the same rows"
    ways: tuple[str, ...] = (f"{kept}.", f"{shortest}.")
    if beside is not None:
        ways = (f"{kept}, and {beside.name}: {beside.why}.", f"{kept}, and {beside.name}.", *ways)
    return next((each for each in ways if cut(each) == each), cut(ways[-1]))


def todays_solution(answer: Recommendation, knowledge: Knowledge) -> str:
    """Return what runs today, in a few words; empty where a brief tells of nothing, or the answer speaks of it anyway.

    The answer does where it keeps what is in use beside the leader, or the leader itself is in use.
    """
    project = answer.brief.get("project")
    in_use = project.get("existing_algorithm") if isinstance(project, Mapping) else None
    if isinstance(in_use, str):
        kept = answer.baseline.algorithm if answer.baseline is not None else ""
        leads = {name for each in answer.candidates[:1] for name in (each.algorithm, *each.equivalents)}
        is_named = in_use == kept or in_use in leads
        return "" if is_named else f"what runs today ({in_sentence(Naming(knowledge).algorithm(in_use))})"
    notes = str(answer.brief.get("notes") or "")
    found = _TOLD.search(notes) or _RUNS.search(notes)
    if found is None or _NOTHING.match(found["what"]):
        told = ToldNumbers(answer)
        return "what runs today" if any(told.written(field) is not None for field in FIGURES) else ""
    words = _END.split(found["what"], maxsplit=1)[0].strip()
    if _OPENING.match(words):
        words = words[0].lower() + words[1:]
    return f"what runs today ({words})" if words and len(words) <= _LONGEST else "what runs today"
