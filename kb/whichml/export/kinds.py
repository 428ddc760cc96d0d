"""What a kind of resource is to every face: its ids, its form in full, its list and its page of the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import KnowledgeError, Problem, did_you_mean, quoted

Lines = list[str]
Stated = Mapping[str, object]


class View(BaseModel):
    """A frozen value for reading."""

    model_config = ConfigDict(defer_build=True, frozen=True)


Form = TypeVar("Form", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter that narrows a list: the values that it knows, and whether the thing of an id passes one of them."""

    known: Callable[[Knowledge], Iterable[str]]
    passes: Callable[[Knowledge, str, str], bool]


def nothing_more(knowledge: Knowledge, identity: str) -> Stated:
    """Return that a form takes nothing beyond the attributes of the thing."""
    return {}


@dataclass(frozen=True, slots=True)
class Collection:
    """How a kind is listed and served over HTTP.

    Attributes
    ----------
    plural : name of the list in routes and bodies
    entry : form of one in the list
    words : what the list holds, as in `List cited works`
    whole : one in full, as in `Get a cited work`
    about : one sentence on the list; without it, it is said to be by id
    filters : by the names of the parameters
    more : what an entry says beyond the attributes of the thing
    """

    plural: str
    entry: type[View]
    words: str
    whole: str
    about: str = ""
    filters: Mapping[str, Filter] = field(default_factory=dict)
    more: Callable[[Knowledge, str], Stated] = nothing_more


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the reference: its file, its title, a sentence on it, and its text in Markdown."""

    name: str
    title: str
    about: str
    body: Callable[[Knowledge], Lines]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of resource.

    Attributes
    ----------
    name : as in `kb show NAME:ID`
    things : all of them by id, in the order of lists
    form : of one in full; a thing that is no such value fills it by its attributes
    more : what the form says beyond those attributes and what the entry has more
    collection : None where it is not served over HTTP
    page : None where the reference has none, or another kind's page names it
    """

    name: str
    things: Callable[[Knowledge], Stated]
    form: type[BaseModel]
    more: Callable[[Knowledge, str], Stated] = nothing_more
    collection: Collection | None = None
    page: Page | None = None

    def view(self, knowledge: Knowledge, identity: str) -> BaseModel:
        """Return one thing in full; KnowledgeError where there is none of that id."""
        things = self.things(knowledge)
        refuse_unknown((self.name, identity, things))
        thing = things[identity]
        if isinstance(thing, self.form):
            return thing
        listed = self.collection.more(knowledge, identity) if self.collection else {}
        return filled(self.form, thing, {**listed, **self.more(knowledge, identity)})

    def entries(self, knowledge: Knowledge, wanted: Mapping[str, str]) -> tuple[View, ...]:
        """Return the entries of its list that pass the filters.

        Parameters
        ----------
        wanted : values by the names of filters

        Raises
        ------
        KnowledgeError
            With every value that its filter does not know.
        """
        if (listing := self.collection) is None:
            return ()
        filters = [(name, listing.filters[name], value) for name, value in wanted.items()]
        refuse_unknown(*((name, value, each.known(knowledge)) for name, each, value in filters))
        return tuple(
            filled(listing.entry, thing, listing.more(knowledge, identity))
            for identity, thing in self.things(knowledge).items()
            if all(each.passes(knowledge, identity, value) for _, each, value in filters)
        )


def filled(form: type[Form], thing: object, more: Stated) -> Form:
    """Return a form with what more is stated, and with the attributes of a thing elsewhere."""
    return form(**{name: getattr(thing, name) for name in form.model_fields if hasattr(thing, name)} | dict(more))


def refuse_unknown(*given: tuple[str, str, Iterable[str]]) -> None:
    """Refuse names that are not among the known ones of their kind, all of them together.

    Raises
    ------
    KnowledgeError
        With every unknown name.
    """
    problems = [
        Problem(f"unknown {kind} {quoted(name)}.", hint=did_you_mean(name, known))
        for kind, name, known in given
        if name not in set(known)
    ]
    if problems:
        raise KnowledgeError(*problems)
