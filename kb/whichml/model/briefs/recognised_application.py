"""Which kind of work a brief is about, by the words of its title, its notes and the reasons of its requirements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from whichml.model.documents.errors import quoted
from whichml.model.format.brief_fields import BriefFields, Project
from whichml.model.format.requirement import Finding
from whichml.model.statements.application_facts import ApplicationFacts
from whichml.model.words.recognised_terms import TermIndex

NO_APPLICATION: Final = "none"
"""What a brief writes that is about no application of those that are known."""
APPLICATION: Final = "project.application"
_MANY: Final = 5
"""How many terms of an application notes have to use where the title uses none: they tell much beside the work."""
_N_TOLD: Final = 3


class RecognisedApplication(NamedTuple):
    """An application with the words of a brief by which it was recognised."""

    id: str
    words: tuple[str, ...]


class Applications:
    """The applications of a knowledge base, by the terms that they are recognised by."""

    def __init__(self, known: Mapping[str, ApplicationFacts]) -> None:
        self.known = known
        named = [*known.values()]
        self._index = TermIndex(term for each in named for terms in (*each.words, each.unless) for term in terms)
        self._by_first: dict[str, list[ApplicationFacts]] = {}
        for each in named:
            for term in dict.fromkeys(each.words[0]):
                self._by_first.setdefault(term, []).append(each)

    def recognised(self, title: str, prose: str, task: str) -> RecognisedApplication | None:
        """Return the application that a brief of this task is about by its words; None where they tell of none.

        Each group of terms has to be met by one of them, and one at least by the title, which says what the work is;
        where it meets none, notes have to use many. Of several applications the one counts of which the title meets
        most, then of which most terms are used.
        """
        in_title, in_prose = self._index.used_in(title), self._index.used_in(prose)
        used = {**in_prose, **in_title}
        found = []
        for each in self._begun_by(used):
            own = [term for term in dict.fromkeys(term for group in each.words for term in group) if term in used]
            n_of_title = sum(term in in_title for term in own)
            if (
                task in each.tasks
                and used.keys().isdisjoint(each.unless)
                and all(not used.keys().isdisjoint(group) for group in each.words)
                and (n_of_title or len(own) >= _MANY)
            ):
                is_whole = all(not in_title.keys().isdisjoint(group) for group in each.words)
                found.append((-is_whole, -n_of_title, -len(own), -len(each.words), each.id, own))
        if not found:
            return None
        *_, identity, own = min(found)
        return RecognisedApplication(identity, tuple(dict.fromkeys(used[term] for term in own)))

    def _begun_by(self, used: Iterable[str]) -> Iterator[ApplicationFacts]:
        seen = {each.id: each for term in used for each in self._by_first.get(term, ())}
        yield from seen.values()


def application_in_words(
    brief: BriefFields, applications: Applications | None
) -> tuple[Mapping[str, Project], list[Finding]]:
    """Return the group that changes where a brief leaves its application out and its words tell one, and what tells so.

    A brief that names an application, or `none`, keeps it.
    """
    if applications is None or brief.project.application is not None:
        return {}, []
    prose = " ".join(filter(None, (brief.notes, *(each.why for each in brief.requirements))))
    found = applications.recognised(brief.title or "", prose, str(brief.task))
    if found is None:
        return {}, []
    path = ("title",) if brief.title else ("notes",)
    words = ", ".join(map(quoted, found.words[:_N_TOLD]))
    name = applications.known[found.id].name
    told = Finding(path, f"the brief is read as {name}, by {words}: `{APPLICATION}: {found.id}`; "
                         f"write {NO_APPLICATION} where it is something else.")  # fmt: skip
    return {"project": brief.project.model_copy(update={"application": found.id})}, [told]
