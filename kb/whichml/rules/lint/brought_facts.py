"""What a pack brings beside rules that reads as something else, or cannot be: RP309, RP317 and RP403."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from whichml.knowledge.base import Knowledge
from whichml.knowledge.packs import PackFile
from whichml.model.documents.document import Path
from whichml.model.documents.errors import Problem, did_you_mean, pointer_to, quoted
from whichml.model.statements.facts import AlgorithmFacts, Source
from whichml.rules.lint.algorithms import tasks_of
from whichml.rules.lint.linted_rules import LintedRules

_OPENED: Final = frozenset({"http", "https", "ftp", "file", "urn"})
"""How addresses begin of what somebody can open or look up."""
_TYPES: Final = frozenset({
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
    "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
    "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map", "motion_picture",
    "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical", "personal_communication",
    "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
    "documentation", "preprint", "slide", "web",
})  # fmt: skip
"""The types of CSL 1.0.2, and behind them those that shipped sources have besides."""


def shared_names(subject: LintedRules) -> Iterator[Problem]:
    """Yield every name or synonym of an algorithm of a pack that an algorithm from elsewhere has."""
    for pack in subject.packs:
        own = {facts.id for facts in pack.value.algorithms}
        taken = _names_of_others(subject.knowledge, own)
        for index, facts in enumerate(pack.value.algorithms):
            for path, name in _named(facts, ("algorithms", index)):
                other = taken.get(name.casefold())
                if other is not None:
                    message = f"{quoted(name)} is what '{other}' is called, so that answers name two things alike."
                    yield _problem(pack, path, message, f"Use a name of its own, or make claims on '{other}'.", "RP309")


def _names_of_others(knowledge: Knowledge, own: set[str]) -> Mapping[str, str]:
    others = (each.facts for each in knowledge.algorithms.values() if each.id not in own)
    return {name.casefold(): each.id for each in others for name in (each.name, each.id, *each.synonyms)}


def _named(facts: AlgorithmFacts, path: Path) -> Iterator[tuple[Path, str]]:
    yield (*path, "name"), facts.name
    yield from (((*path, "synonyms", number), name) for number, name in enumerate(facts.synonyms))


def idle_starts(subject: LintedRules) -> Iterator[Problem]:
    """Yield every algorithm that an application starts with and that solves none of its tasks, so that none does."""
    for pack in subject.packs:
        for index, application in enumerate(pack.value.applications):
            for number, lead in enumerate(application.lead):
                known = subject.knowledge.algorithms.get(lead.algorithm)
                if known is None:
                    continue
                is_helper = known.facts.role == "helper"
                if not is_helper and not {*application.tasks}.isdisjoint(tasks_of(subject, known.id)):
                    continue
                tasks = " or ".join(application.tasks)
                why = "is never a candidate by itself" if is_helper else f"does not solve {tasks}"
                message = f"'{known.id}' {why}, so that no answer starts with it."
                hint = "Name what practice starts with, or correct `tasks`."
                path: Path = ("applications", index, "lead", number, "algorithm")
                yield _problem(pack, path, message, hint, "RP317")


def impossible_sources(pack: PackFile) -> Iterator[Problem]:
    """Yield every date and address of a source that nobody can have read it on, or open."""
    for index, source in enumerate(pack.value.sources):
        for key, message, hint in _impossible(source):
            yield _problem(pack, ("sources", index, key), message, hint, "RP403")


def _impossible(source: Source) -> Iterator[tuple[str, str, str]]:
    if source.type not in _TYPES:
        near = did_you_mean(source.type, _TYPES)
        yield (
            "type",
            f"{quoted(source.type)} is no type of a work.",
            near or "Write one of CSL, such as report or webpage.",
        )
    read_on = _date_of(source.accessed)
    if read_on is None:
        yield "accessed", f"{quoted(source.accessed)} is no day.", 'Write the day of reading, such as "2026-11-25".'
    elif source.year is not None and source.year > read_on.year:
        yield "year", f"{source.year} is later than {source.accessed}, when it was read.", "Correct one of the two."
    scheme = urlsplit(source.url).scheme if source.url else "https"
    if scheme not in _OPENED:
        yield "url", f"{quoted(source.url)} is no address that can be opened.", "Begin it with https://."


def _date_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _problem(pack: PackFile, path: Path, message: str, hint: str, code: str) -> Problem:
    return Problem(message, pack.document.place(path), pointer_to(path), hint, code=code)
