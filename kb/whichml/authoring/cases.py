"""The tests beside a pack, read strictly: each case with its brief, what it expects, and where it stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Self
from weakref import WeakValueDictionary

from pydantic import AfterValidator, Field, ValidationError, model_validator

from whichml.knowledge.algorithm_calls import known_names
from whichml.knowledge.base import Knowledge
from whichml.knowledge.packs import TEST_SUFFIX, read_coded, read_limited
from whichml.model.briefs.brief import Brief, KnownNames, check_names
from whichml.model.briefs.recognised_application import NO_APPLICATION
from whichml.model.documents.document import Document
from whichml.model.documents.errors import (
    BriefError,
    Place,
    Problem,
    RuleError,
    did_you_mean,
    in_order,
    quoted,
    steps_of_pointer,
)
from whichml.model.documents.parse_context import Path as Steps
from whichml.model.documents.parse_context import Position, step_of
from whichml.model.documents.validation import validated
from whichml.model.statements.facts import Slug
from whichml.model.statements.rule import PackValue, Tier
from whichml.model.values.vocabulary import LEVELS, AlgorithmId

CODE = "RP504"
ASSUMED: Mapping[str, str] = {"task": "binary-classification", "data.modality": "tabular"}
"""What a case's brief says where it says nothing: most rules ask for neither, and no brief goes without."""
_READ_BEFORE: Final[WeakValueDictionary[tuple[str, frozenset[AlgorithmId] | None], Brief]] = WeakValueDictionary()
"""The briefs of cases that are still held, by their words and the names that they were held against.

Nearly every third case says what another one says, and reading briefs is most of reading cases.
"""


def _is_a_span(text: str) -> str:
    ends = text.split("..")
    if len(ends) > 2 or any(end not in LEVELS for end in ends):
        raise ValueError(f"'{text}' is no level and no span; write one such as low, or \"low..medium\"")
    if LEVELS.index(ends[0]) > LEVELS.index(ends[-1]):
        raise ValueError(f"the span '{text}' names the lower end first")
    return text


SpanText = Annotated[str, AfterValidator(_is_a_span)]


class Expectation(PackValue):
    """What has to be true of the answer to a case's brief; at least one thing.

    Attributes
    ----------
    excludes : algorithms that are out; where `fires` names rules that exclude, by one of those
    cautions, spares : algorithms that a caution of one of the rules in `fires` reaches, and that none of them reaches
    application : what the brief is read as by its words; `none` where it is about none that is known
    circumstances, no_circumstances : what its prose tells, and what it does not
    rates : a level or a span such as `low..medium`, by algorithm and quality
    """

    fires: tuple[Slug, ...] = ()
    silent: tuple[Slug, ...] = ()
    excludes: tuple[Slug, ...] = ()
    keeps: tuple[Slug, ...] = ()
    rates: Mapping[Slug, Annotated[Mapping[Slug, SpanText], Field(min_length=1)]] = Field(default_factory=dict)
    cautions: tuple[Slug, ...] = ()
    spares: tuple[Slug, ...] = ()
    concludes: Mapping[str, str | bool | int | float] = Field(default_factory=dict)
    decides: Mapping[Slug, Slug] = Field(default_factory=dict)
    forbids: Mapping[Slug, Slug] = Field(default_factory=dict)
    advises: tuple[Slug, ...] = ()
    prioritises: Mapping[Slug, Tier] = Field(default_factory=dict)
    asks: tuple[str, ...] = ()
    application: Slug | None = None
    circumstances: tuple[Slug, ...] = ()
    no_circumstances: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.kinds:
            raise ValueError(f"`expect` says at least one of {', '.join(type(self).model_fields)}")
        if (self.cautions or self.spares) and not self.fires:
            raise ValueError("`cautions` and `spares` need `fires`, which names the rules that may warn")
        return self

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Return which of the expectations are given."""
        return frozenset(kind for kind in type(self).model_fields if getattr(self, kind))


class CaseText(PackValue):
    """One case in the words of its file; `brief` takes dotted keys."""

    name: Annotated[str, Field(min_length=1)]
    brief: Mapping[str, Any] = Field(default_factory=dict)
    expect: Expectation


@dataclass(frozen=True, slots=True)
class Case:
    """One test beside a pack.

    Attributes
    ----------
    pack : the pack's file without its ending
    place : where the case begins
    """

    pack: str
    name: str
    place: Place
    brief: Brief
    expect: Expectation

    def __str__(self) -> str:
        return f"{self.pack}:{self.place.line} {self.name}"


def cases_file_of(pack: Path) -> Path:
    """Return the file of tests that stands, or would stand, beside a pack."""
    return pack.with_name(pack.stem + TEST_SUFFIX)


def read_cases(path: Path, name: str, knowledge: Knowledge | None = None) -> tuple[Case, ...]:
    """Return the cases in a file of tests, in its order.

    Parameters
    ----------
    name : how messages call the file
    knowledge : what the names in cases are held against; None to leave names unchecked

    Raises
    ------
    RuleError
        With every problem, each as RP504: unreadable, unknown keys, a brief that is none, a name given twice, and
        rules, algorithms, qualities, fields, decisions, options and patterns that the knowledge base does not have.
    """
    try:
        document = read_coded(read_limited(path, name), name, "list")
    except RuleError as refusal:
        raise RuleError(*(replace(problem, code=CODE) for problem in refusal.problems)) from None
    reading = _Reading(path.name.removesuffix(TEST_SUFFIX), document, knowledge)
    cases = tuple(reading.cases())
    if reading.problems:
        raise RuleError(*(replace(problem, code=CODE) for problem in in_order(reading.problems)))
    return cases


def brief_of_case(written: Mapping[str, Any], algorithms: frozenset[AlgorithmId] | None = None) -> Brief:
    """Return the brief that a case states in the words of its file.

    Parameters
    ----------
    algorithms : the algorithms that it may name; None to leave names unchecked

    Raises
    ------
    BriefError
        Where it is none.
    """
    filled = _filled(written)
    key = (repr(filled), algorithms)
    found = _READ_BEFORE.get(key)
    return (
        found if found is not None else _READ_BEFORE.setdefault(key, Brief.from_mapping(filled, KnownNames(algorithms)))
    )


class _Reading:
    """One file of tests on its way to cases; `problems` are filled while it is read."""

    def __init__(self, pack: str, document: Document, knowledge: Knowledge | None) -> None:
        self.problems: list[Problem] = []
        self._pack = pack
        self._document = document
        self._knowledge = knowledge
        self._algorithms = frozenset(AlgorithmId(a) for a in knowledge.algorithms) if knowledge else None
        self._rules = frozenset(rule for pack in knowledge.packs for rule in pack.rules) if knowledge else frozenset()

    def cases(self) -> Iterator[Case]:
        """Yield the cases that are sound so far."""
        positions, key_positions = _by_entry(self._document.positions), _by_entry(self._document.key_positions)
        first: dict[str, Place] = {}
        for index, data in enumerate(self._document.entries):
            entry = Document(self._document.name, data, positions.get(index, {}), key_positions.get(index, {}))
            case = self._case(index, entry)
            if case is None:
                continue
            if case.name in first:
                message = f"two cases are called {quoted(case.name)}; the other stands at {first[case.name]}."
                self._blame(index, entry, ("name",), message, "Say in the name what sets this case apart.")
            first.setdefault(case.name, entry.place(("name",)))
            yield case

    def _case(self, index: int, entry: Document) -> Case | None:
        try:
            text = CaseText.model_validate(entry.data)
        except ValidationError:
            self.problems.extend(_within(index, _problems_of(entry)))
            return None
        if self._knowledge is not None:
            self._check_names(index, entry, text.expect, self._knowledge)
        brief = self._brief(index, entry, text.brief)
        return Case(self._pack, text.name, entry.place(), brief, text.expect) if brief is not None else None

    def _brief(self, index: int, entry: Document, written: Mapping[str, Any]) -> Brief | None:
        try:
            brief = brief_of_case(written, self._algorithms)
            return brief if self._knowledge is None else _with_known_names(brief, self._knowledge)
        except BriefError as refusal:
            for problem in refusal.problems:
                path: Steps = ("brief", *_steps(problem.pointer or ""))
                self._blame(index, entry, path, problem.message, problem.hint)
            return None

    def _check_names(self, index: int, entry: Document, expect: Expectation, knowledge: Knowledge) -> None:
        for path, kind, name, known in _named(expect, knowledge, self._rules):
            if name not in known:
                hint = did_you_mean(name, known) or f"There is no such {kind} in the packs and facts that are loaded."
                self._blame(index, entry, ("expect", *path), f"unknown {kind} {quoted(name)}.", hint)

    def _blame(self, index: int, entry: Document, path: Steps, message: str, hint: str | None) -> None:
        self.problems.extend(_within(index, [entry.problem(path, message, hint)]))


def _with_known_names(brief: Brief, knowledge: Knowledge) -> Brief:
    """Return a brief as it is; raises where it names what the knowledge base does not have."""
    check_names(brief, known_names(knowledge))
    return brief


def _problems_of(entry: Document) -> tuple[Problem, ...]:
    """Return what is wrong with the shape of one entry, known to be wrong."""
    try:
        validated(CaseText, entry, RuleError)
    except RuleError as refusal:
        return refusal.problems
    return ()


def _within(index: int, problems: Collection[Problem]) -> list[Problem]:
    """Return problems of an entry with pointers into the whole file."""
    return [replace(problem, pointer=f"/{index}{problem.pointer or ''}") for problem in problems]


def _by_entry(positions: Mapping[Steps, Position]) -> dict[int, dict[Steps, Position]]:
    """Return the places inside each entry of the list, by paths from the entry."""
    found: dict[int, dict[Steps, Position]] = {}
    for path, position in positions.items():
        if path and isinstance(path[0], int):
            found.setdefault(path[0], {})[path[1:]] = position
    return found


def _filled(written: Mapping[str, Any]) -> dict[str, Any]:
    filled = dict(written)
    data = written.get("data")
    for field, value in ASSUMED.items():
        inner = field.removeprefix("data.")
        if field not in written and not (field != inner and isinstance(data, Mapping) and inner in data):
            filled[field] = value
    return filled


def _steps(pointer: str) -> Steps:
    """Return the path that a JSON pointer stands for."""
    return tuple(map(step_of, steps_of_pointer(pointer)))


def _named(
    expect: Expectation, knowledge: Knowledge, rules: Collection[str]
) -> Iterator[tuple[Steps, str, str, Collection[str]]]:
    """Yield every name in an expectation: its path, what it is the name of, and the names that there are."""
    lists: tuple[tuple[str, str, Collection[str]], ...] = (
        ("fires", "rule", rules), ("silent", "rule", rules), ("excludes", "algorithm", knowledge.algorithms),
        ("keeps", "algorithm", knowledge.algorithms), ("cautions", "algorithm", knowledge.algorithms),
        ("spares", "algorithm", knowledge.algorithms),
        ("circumstances", "circumstance", knowledge.circumstances),
        ("no_circumstances", "circumstance", knowledge.circumstances),
        ("advises", "pattern", knowledge.patterns), ("asks", "field", knowledge.shapes),
    )  # fmt: skip
    if expect.application is not None:
        yield ("application",), "application", expect.application, {*knowledge.applications, NO_APPLICATION}
    for key, kind, known in lists:
        yield from (((key, index), kind, name, known) for index, name in enumerate(getattr(expect, key)))
    yield from ((("concludes", field), "field", field, knowledge.shapes) for field in expect.concludes)
    yield from ((("prioritises", name), "quality", name, knowledge.qualities) for name in expect.prioritises)
    for algorithm, levels in expect.rates.items():
        yield ("rates", algorithm), "algorithm", algorithm, knowledge.algorithms
        yield from ((("rates", algorithm, q), "quality", q, knowledge.qualities) for q in levels)
    for key in ("decides", "forbids"):
        for decision, option in getattr(expect, key).items():
            yield (key, decision), "decision", decision, knowledge.decisions
            if decision in knowledge.decisions:
                options = [known.id for known in knowledge.decisions[decision].options]
                yield (key, decision), "option", option, options
