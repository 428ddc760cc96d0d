"""What a project uses today, by its own words, which whatever is advised has to be measured beside."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

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
_IN_USE: Final = expression(
    r"(?:^|[.;]\s+|^\s*-\s+)(?:(?:we|they)\s+have\s+)?(?P<what>[^.;:,\n]{2,80}?)\s+(?:(?:is|are)\s+)?in\s+(?:use|production)"
    r"\s*(?=[.,;]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_DONE: Final = expression(
    r"(?:^|[.;]\s+|^\s*-\s+)(?!(?:we|i|it|you)\b)(?P<what>[^.;:,\n]{2,48}?)\s+(?<!\bto )[a-z]+\s+(?:it|them|this|these)"
    r"(?:\s+by hand)?\s+(?:now|today|at present|currently)\b",
    re.IGNORECASE | re.MULTILINE,
)
_OPENING: Final = expression(r"(?:an?|the|our|some|their|two|three|several)\s", re.IGNORECASE)
_NOTHING: Final = expression(r"(?:no|none|nothing|nobody|not|never|n/a|there (?:is|are) no)\b", re.IGNORECASE)
_END: Final = expression(r"[,;(]|\.(?:\s|$)")
_LONGEST: Final = 48
"""How many letters of a project's own words are told again."""


_TODAY: Final = "what runs today"
_BY_PEOPLE: Final = "who does it today"
_MEASURED: Final = ", measured on the same rows"
_IN_TURNS: Final = ", in turns of shifts or days drawn by lot"
"""How both are compared where each changes what happens next: no old rows tell what the other would have done."""
_ON_CASES: Final = ", on the same past cases"
_LEADS, _RUNS_ALREADY = "as it is set up", "It runs already"
_ASKED: Final = "; where it gets no better, say so (project.existing_plateaued)"
"""What is asked of somebody who is told to start with what runs already: it may have reached its limit."""
_COMPARED: Final = {"control": _IN_TURNS, "sequential-decision": _IN_TURNS, "planning": _ON_CASES}
"""How something in use is compared with what would take its place, by task where rows do not tell it."""


class TodaysSolution(NamedTuple):
    """What is in use today, as it stands behind "keep", and what stands behind it: why, or how it is compared.

    Attributes
    ----------
    in_short : where it is what to start with, that it is, in fewer and fewer words
    """

    name: str
    why: str
    in_short: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """Return it with what stands behind it."""
        return f"{self.name}{self.why}"


def and_what_is_kept(said: str, answer: Recommendation, knowledge: Knowledge, cut: Callable[[str], str]) -> str:
    """Return a text and behind it what to keep beside the leader, cut to what there is room for.

    Where something runs today it is told first, and the rest as far as there is room for it. What is kept is told by
    its whole name or not at all.
    """
    today, beside = todays_solution(answer, knowledge), kept_beside(answer, knowledge)
    if today is None and beside is not None:
        short = f"{said} Keep {_closed(beside.name)} beside it"
        clauses = cut(f"{short}: {beside.why}.")
        told = (
            clauses if not clauses or clauses.endswith((".", "\N{HORIZONTAL ELLIPSIS}")) else f"{clauses.rstrip(';,')}."
        )
        whole = (each for each in (f"{short}.", said) if cut(each) == each)
        return told if told.startswith(short) else next(whole, told)
    if today is None:
        return cut(said)
    shortest = f"{said} Keep {_closed(today.name)} beside it"
    kept = f"{shortest}{today.why}"
    runs = tuple(f"{said} {each}{'' if each.endswith('?') else '.'}" for each in today.in_short)
    ways: tuple[str, ...] = (f"{kept}.", *(runs or (f"{shortest}.",)))
    if beside is not None:
        besides = f"{beside.name}: {beside.why}."
        ways = (f"{kept}, and {besides}", f"{shortest}, and {besides}", f"{kept}, and {beside.name}.", *ways)
    return next((each for each in ways if cut(each) == each), cut(ways[-1]))


def todays_solution(answer: Recommendation, knowledge: Knowledge) -> TodaysSolution | None:
    """Return what runs today; None where a brief tells of nothing, or the answer keeps it beside the leader anyway.

    An algorithm that the brief names goes first, then what its notes tell, then what other fields imply.
    """
    project, compared = answer.brief.get("project"), _COMPARED.get(str(answer.brief["task"]), _MEASURED)
    in_use = project.get("existing_algorithm") if isinstance(project, Mapping) else None
    if isinstance(in_use, str):
        if in_use in _leading(answer, knowledge):
            is_known = isinstance(project, Mapping) and "existing_plateaued" in project
            said = (_RUNS_ALREADY,) if is_known else (f"{_RUNS_ALREADY}: does it still get better?", _RUNS_ALREADY)
            return TodaysSolution(f"{_TODAY} ({_LEADS})", f"{compared}{'' if is_known else _ASKED}", said)
        if answer.baseline is not None and in_use == answer.baseline.algorithm:
            return None
        return TodaysSolution(f"{_TODAY} ({in_sentence(Naming(knowledge).algorithm(in_use))})", compared)
    told = _told_in(str(answer.brief.get("notes") or ""))
    if told:
        return TodaysSolution(told, compared)
    if answer.in_use is not None:
        return TodaysSolution(answer.in_use.named, f": {answer.in_use.why}")
    is_measured = any(ToldNumbers(answer).written(field) is not None for field in FIGURES)
    return TodaysSolution(_TODAY, compared) if is_measured else None


def _leading(answer: Recommendation, knowledge: Knowledge) -> set[str]:
    """Return what the answer starts with, and what does as well: of forms of one algorithm only those that lead.

    The general algorithm stands among the equivalents of the form that leads, and who runs it does not run that form:
    a smoothing of sales is not yet one of rare demands.
    """
    alike = {name for each in answer.candidates[:1] for name in (each.algorithm, *each.equivalents)}
    return alike - {knowledge.algorithms[name].facts.specialises for name in alike if name in knowledge.algorithms}


def _closed(name: str) -> str:
    """Return a name as it stands before more words: what stands in apposition ends before these."""
    return f"{name}," if "," in name and not name.endswith(")") else name


def _told_in(notes: str) -> str:
    """Return what notes tell of what runs today, in a few words; empty where they tell nothing of it."""
    ways = (_TOLD, _TODAY), (_RUNS, _TODAY), (_DONE, _BY_PEOPLE), (_IN_USE, _TODAY)
    found, called = next(((each, called) for way, called in ways if (each := way.search(notes))), (None, ""))
    if found is None or _NOTHING.match(found["what"]):
        return ""
    words = _END.split(found["what"], maxsplit=1)[0].strip()
    if _OPENING.match(words):
        words = words[0].lower() + words[1:]
    return f"{called} ({words})" if words and len(words) <= _LONGEST else called
