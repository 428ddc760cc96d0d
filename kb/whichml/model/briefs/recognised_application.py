"""Which kind of work a brief is about, by the words of its title, its notes and the reasons of its requirements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final, NamedTuple

from whichml.model.documents.errors import quoted
from whichml.model.format.brief_fields import BriefFields, Project
from whichml.model.format.requirement import Finding
from whichml.model.words.recognised_terms import TermIndex

NO_APPLICATION: Final = "none"
"""What a brief writes that is about no application of those that are known."""
APPLICATION: Final = "project.application"
_MANY: Final = 5
"""How many terms of an application notes have to use where the title uses none: they tell much beside the work."""
_N_TOLD: Final = 3


class ApplicationWords(NamedTuple):
    """An application with the tasks that it is told as, the groups of terms that tell it, and those that deny it."""

    id: str
    name: str
    tasks: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]


class RecognisedApplication(NamedTuple):
    """An application with the words of a brief by which it was recognised."""

    id: str
    words: tuple[str, ...]


class Applications:
    """The applications of a knowledge base, by the terms that they are recognised by."""

    def __init__(self, known: Iterable[ApplicationWords]) -> None:
        self.known = {each.id: each for each in known}
        uses = Counter(term for each in self.known.values() for term in {*chain.from_iterable(each.groups)})
        self._weight = {term: 1 / n_uses for term, n_uses in uses.items()}
        self._index = TermIndex(chain(uses, *(each.unless for each in self.known.values())))
        self._by_first: dict[str, list[ApplicationWords]] = {}
        for each in self.known.values():
            for term in dict.fromkeys(each.groups[0]):
                self._by_first.setdefault(term, []).append(each)

    def recognised(self, title: str, prose: str, task: str) -> RecognisedApplication | None:
        """Return the application that a brief of this task is about by its words; None where they tell of none.

        Each group of terms has to be met by one of them, and one at least by the title, which says what the work is;
        where it meets none, notes have to use many. Terms that deny it count in notes as well, but for an application
        that the title tells as a whole. Of several applications the one counts of which the title meets
        all, then most, then of which most terms are used: a term that many applications share counts for little.
        """
        in_title, in_prose = self._index.used_in(title), self._index.used_in(prose)
        used = {**in_prose, **in_title}
        found = []
        for each in {each.id: each for term in used for each in self._by_first.get(term, ())}.values():
            own = [term for term in dict.fromkeys(chain.from_iterable(each.groups)) if term in used]
            of_title = [term for term in own if term in in_title]
            if task in each.tasks and (of_title or len(own) >= _MANY) and _meets(used, each):
                is_whole = _meets(in_title, each)
                if not (in_title if is_whole else used).keys().isdisjoint(each.unless):
                    continue
                found.append((-is_whole, -self._weight_of(of_title), -self._weight_of(own), each.id, own))
        if not found:
            return None
        *_, identity, own = min(found)
        return RecognisedApplication(identity, tuple(dict.fromkeys(used[term] for term in own)))

    def _weight_of(self, terms: Iterable[str]) -> float:
        return sum(self._weight[term] for term in terms)


def _meets(used: Mapping[str, str], application: ApplicationWords) -> bool:
    """Return whether each group of an application's terms is met by one that is used."""
    return all(not used.keys().isdisjoint(group) for group in application.groups)


def application_in_words(
    brief: BriefFields, applications: Applications | None
) -> tuple[Mapping[str, Project], list[Finding]]:
    """Return the group that changes where a brief leaves its application out and its words tell one, and what tells so.

    A brief that names an application, or `none`, keeps it.
    """
    if applications is None or brief.project.application is not None:
        return {}, []
    found = applications.recognised(brief.title or "", brief.prose, str(brief.task))
    if found is None:
        return {}, []
    path = ("title",) if brief.title else ("notes",)
    words = ", ".join(map(quoted, found.words[:_N_TOLD]))
    name = applications.known[found.id].name
    told = Finding(path, f"the brief is read as {name}, by {words}: `{APPLICATION}: {found.id}`; "
                         f"write {NO_APPLICATION} where it is something else.")  # fmt: skip
    return {"project": brief.project.model_copy(update={"application": found.id})}, [told]


def application_read(brief: BriefFields, given: Mapping[str, object]) -> tuple[str, ...]:
    """Return the field of the application where a brief has one by its words alone, else nothing.

    Parameters
    ----------
    given : the fields in nested form, of which the brief was read
    """
    project = given.get("project")
    is_given = isinstance(project, Mapping) and project.get("application") is not None
    return () if is_given or brief.project.application is None else (APPLICATION,)
