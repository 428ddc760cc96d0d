"""The brief: what a project knows and needs, as one frozen value.

A field that was left out is None: unknown, never false. Two briefs are equal when they say the same, whether as YAML
or JSON, with dotted or nested names, in milliseconds or in seconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path as FilePath
from typing import Final, Self

from pydantic import PrivateAttr, ValidationError

from whichml.model.briefs.algorithm_in_use import told_by_names
from whichml.model.briefs.brief_checks import (
    contradicting_fields,
    doubtful_fields,
    doubtful_requirements,
    unfit_requirements,
    unknown_names,
)
from whichml.model.briefs.brief_prose import StatedInProse, stated_in_prose, with_fields
from whichml.model.briefs.brief_reading import MOST_PROBLEMS
from whichml.model.briefs.brief_refusals import refusals, refused_paths, told_of_language
from whichml.model.briefs.brief_understanding import understand
from whichml.model.briefs.fields_in_context import fields_in_context
from whichml.model.briefs.known_names import KnownNames
from whichml.model.briefs.loose_documents import brief_bytes, brief_document
from whichml.model.briefs.meant_changes import with_meant_change
from whichml.model.briefs.normal_form import given_values, normal_form, stated_form
from whichml.model.briefs.origin import Origin
from whichml.model.briefs.recognised_application import APPLICATION, application_read
from whichml.model.briefs.unread_notes import told_anew
from whichml.model.briefs.untold_musts import untold_in_notes
from whichml.model.briefs.values_among_words import read_values_among_words
from whichml.model.documents.document import Document, Form, Plain
from whichml.model.documents.errors import BriefError, Notice, Place, Problem, in_order
from whichml.model.documents.lenient_reading import MOST_LEFT_OUT, without_unreadable, words_with_notes
from whichml.model.documents.parse_context import dotted, step_of
from whichml.model.entries.entries_in_words import read_entries
from whichml.model.entries.monthly_budgets import bound_costs
from whichml.model.format.brief_amounts import in_dollars
from whichml.model.format.brief_fields import FACT_FIELDS, BriefFields
from whichml.model.format.brief_form import dotted_fields, plain_fields, without, without_requirements
from whichml.model.format.requirement import Finding, Requirement, repetitions, told_repetition
from whichml.model.statements.conditions import FactValue
from whichml.model.values.quantity import Quantity

_PROSE: Final = ("title", "notes")
__all__ = ["Brief", "KnownNames", "Requirement", "check_names"]


class Brief(BriefFields):
    """What a project knows and needs, in format 1.

    Only `task` and `data.modality` have to be given. `evidence` names measurements by ids and never by a file.
    """

    _origin: Origin = PrivateAttr(default_factory=Origin)
    _names: KnownNames = PrivateAttr(default_factory=KnownNames)
    _notices: tuple[Notice, ...] = PrivateAttr(default=())
    _readings: tuple[Notice, ...] = PrivateAttr(default=())
    _understood: Mapping[str, object] = PrivateAttr(default_factory=dict)
    _readings_of_prose: tuple[Notice, ...] = PrivateAttr(default=())
    _from_prose: tuple[str, ...] = PrivateAttr(default=())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Brief) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.values()))

    @classmethod
    def load(cls, path: str | FilePath, names: KnownNames | None = None, *, lenient: bool = False) -> Self:
        """Return the brief in a file; where it is read leniently, without what cannot be read, which notices tell.

        Raises
        ------
        BriefError
            When the file cannot be read, or is no brief; with every problem that was found.
        """
        return cls.parse(brief_bytes(path), str(path), names=names, lenient=lenient)

    @classmethod
    def parse(
        cls, raw: bytes, name: str, form: Form | None = None, names: KnownNames | None = None, *, lenient: bool = False,
    ) -> Self:  # fmt: skip
        """Return the brief that a YAML or JSON text says.

        Parameters
        ----------
        name : what messages call the text
        lenient : whether what cannot be read is left out and told, as long as the task and the data are clear

        Raises
        ------
        BriefError
            When the text is no brief; with every problem that was found.
        """
        document, told = brief_document(raw, name, form, lenient=lenient)
        return cls._read(document.mapping, document, names or KnownNames(), lenient=lenient, left_out=told)

    @classmethod
    def from_mapping(
        cls, given: Mapping[str, object], names: KnownNames | None = None, *, lenient: bool = False,
        in_words: bool = True,
    ) -> Self:  # fmt: skip
        """Return the brief that a mapping says, with nested or dotted names, leniently as in `parse`.

        Values among other words are read unless `in_words` is false, as where nobody is told how they are read.

        Raises
        ------
        BriefError
            When it is no brief; the problems have pointers and no places.
        """
        return cls._read(given, None, names or KnownNames(), in_words=in_words, lenient=lenient)

    @classmethod
    def _read(
        cls,
        given: Mapping[str, object],
        document: Document | None,
        names: KnownNames,
        *,
        reads_prose: bool = True,
        in_words: bool = True,
        lenient: bool = False,
        left_out: tuple[Notice, ...] = (),
        written: Mapping[str, object] | None = None,
    ) -> Self:
        shape = fields_in_context(given, document, may_guess=lenient, written=written or given)
        words_with_notes(shape.nested, left_out)
        origin = Origin(document, shape.paths, shape.requirements)
        understood = understand(shape.nested, names.qualities, shape.whole, names.problem_in)
        among_words = read_values_among_words(shape.nested, shape.paths, may_guess=lenient) if in_words else ()
        of_entries = read_entries(written or given, shape.nested, shape.paths) if in_words else ()
        costs = bound_costs(shape.budgets, shape.nested, shape.paths)
        origin = replace(origin, names=costs.named(understood.names), requirements=costs.placed(shape.requirements))
        readings = [*shape.readings, *understood.readings, *among_words, *of_entries, *costs.readings]
        problems = [*shape.problems, *(origin.problem(each) for each in (*understood.problems, *costs.refused))]
        brief: Self | None = None
        contradictions: list[Problem] = []
        renamed: list[Problem] = []
        given_requirements = shape.nested.get("requirements")
        positions = tuple(range(len(given_requirements))) if isinstance(given_requirements, list | tuple) else ()
        try:
            brief = cls.model_validate(shape.nested)
        except ValidationError as cause:
            problems.extend(refusals(cause, origin, shape.refused_groups, understood.refused))
            rest, positions = without(shape.nested, refused_paths(cause))
            brief = cls._sound_part(rest)
        if brief is not None:
            brief, converted = brief._converted(names)
            readings += converted
            unfit = [each for each in brief._contradictions(names, positions) if each.path not in understood.refused]
            contradictions = [origin.problem(each) for each in unfit if each.also is not None]
            renamed = [each for found in unfit if found.also is not None for each in origin.renamed(found)]
            problems.extend(origin.problem(each) for each in unfit if each.also is None)
        unsure = (problems or renamed) if lenient and len(left_out) < MOST_LEFT_OUT else ()
        remainder = without_unreadable(given, document, unsure) if unsure else None
        if remainder is not None:
            return cls._read(remainder.given, remainder.document, names, in_words=in_words, lenient=True,
                             left_out=(*left_out, *remainder.left_out), written=written or given)  # fmt: skip
        problems.extend(contradictions)
        if problems or brief is None:
            raise BriefError(*in_order(told_of_language(problems, written or given)))
        brief, stated = brief._with_prose(shape.nested, names) if reads_prose else (brief, {})
        unread = untold_in_notes(shape.nested, stated, names.told_by) if reads_prose else ()
        settled = brief._settled(origin, names, readings, stated, unread)
        settled._remember(shape.nested, origin)
        guesses = (each.noticed(origin.notice(each.finding)) for each in shape.guesses + understood.guesses)
        settled._notices = (*guesses, *left_out, *settled._notices)
        return settled

    def _converted(self, names: KnownNames) -> tuple[Self, list[Finding]]:
        """Return the brief with money in dollars and algorithms by their ids, and how each was read."""
        brief, readings = self, []
        for convert in (in_dollars, *told_by_names(names)):
            changes, converted = convert(brief)
            brief = brief.model_copy(update=changes)
            readings += converted
        return brief, readings

    def _remember(self, nested: dict[str, object], origin: Origin) -> None:
        """Keep what was understood, without what was required twice, and the application that prose tells."""
        kept = self._origin.requirements
        kept = tuple(map(origin.requirements.index, kept)) if origin.requirements else kept
        self._understood = without_requirements(nested, kept)
        self._from_prose += application_read(self, nested)

    def _with_prose(self, nested: Mapping[str, object], names: KnownNames) -> tuple[Self, dict[str, StatedInProse]]:
        """Return the brief with the fields that its prose states, and these; nothing that contradicts it."""
        stated = stated_in_prose(nested)
        while stated:
            try:
                changed = type(self).model_validate(with_fields(nested, stated))
            except ValidationError as cause:
                refused = {dotted(path[:2]) for path in refused_paths(cause)}
            else:
                changed, _ = changed._converted(names)
                against = changed._contradictions(names, tuple(range(len(changed.requirements))))
                if not against:
                    return changed, stated
                refused = {".".join(map(str, path[:2])) for each in against for path in (each.path, each.also or ())}
            kept = {name: each for name, each in stated.items() if name not in refused}
            stated = kept if len(kept) < len(stated) else {}
        return self, {}

    @classmethod
    def _sound_part(cls, rest: dict[str, object]) -> Self | None:
        """Return what is left of a refused brief, so that its contradictions are reported with the refusals."""
        try:
            return cls.model_validate(rest)
        except ValidationError:
            return None

    def _settled(
        self,
        origin: Origin,
        names: KnownNames,
        readings: Sequence[Finding],
        stated: Mapping[str, StatedInProse],
        unread: Sequence[Finding],
    ) -> Self:
        """Return a sound brief with its places and notices; what was read otherwise than written is told first.

        What is required twice is required once, and told.

        Parameters
        ----------
        unread : what tells of musts that no field holds, and of notes of which nothing is read
        """
        required = [each.with_unit_of(names.qualities[each.quality]) for each in self.requirements]
        repeated = dict(repetitions(required))
        kept = tuple(position for position in range(len(required)) if position not in repeated)
        brief = self.model_copy(update={"requirements": tuple(required[position] for position in kept)})
        given = given_values(brief)
        findings = [*doubtful_fields(given), *doubtful_requirements(brief.requirements, names, given)]
        places = tuple(origin.requirements[place] for place in kept) if origin.requirements else kept
        brief._origin = replace(origin, requirements=places if repeated or origin.requirements else ())
        brief._names = names
        brief._from_prose = tuple(stated)
        brief._readings_of_prose = tuple(origin.notice(each.finding) for each in stated.values())
        brief._readings = (*(origin.notice(finding) for finding in readings), *brief._readings_of_prose)
        told = (*(told_repetition(*each) for each in repeated.items()), *unread)
        located = (*map(origin.notice, told), *map(brief._origin.notice, findings))
        brief._notices = (*brief._readings, *located)
        return brief

    def _contradictions(self, names: KnownNames, positions: tuple[int, ...]) -> list[Finding]:
        given = given_values(self)
        numbered = tuple(zip(positions, self.requirements, strict=True))
        return [
            *contradicting_fields(given),
            *islice(unknown_names(given, self.priorities, names), MOST_PROBLEMS),
            *islice(unfit_requirements(numbered, names), MOST_PROBLEMS),
        ]

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Return what is allowed in this brief and worth a second look."""
        return self._notices

    @property
    def readings(self) -> tuple[Notice, ...]:
        """Return the notices that tell what was read otherwise than it is written; the normal form has none."""
        return self._readings

    @property
    def readings_of_prose(self) -> tuple[Notice, ...]:
        """Return the readings that tell what title, notes and reasons state of fields that are left out."""
        return self._readings_of_prose

    @property
    def read_from_prose(self) -> tuple[str, ...]:
        """Return the fields that nobody stated, and that were read from title, notes and reasons, by dotted name."""
        return self._from_prose

    def facts(self) -> dict[str, FactValue]:
        """Return the fields that were given, by dotted name, as rules and claims compare them.

        Durations are in seconds, memory in whole bytes, money in USD, lists are tuples. An amount in another currency
        is left out: rules have nothing to compare it with.
        """
        given = given_values(self)
        facts: dict[str, FactValue] = {}
        for name in FACT_FIELDS:
            found = given.get(name)
            if isinstance(found, Quantity):
                if not found.is_foreign:
                    facts[name] = round(found.magnitude) if found.dimension == "bytes" else found.magnitude
            elif isinstance(found, str | bool | int | float | tuple):
                facts[name] = found
        return facts

    def foreign_amounts(self) -> dict[str, Quantity]:
        """Return the fields whose amounts are in a currency of which no rate is known, by dotted name.

        They are no facts, since nothing compares with them; what they are to one another can be told.
        """
        return {
            name: each for name, each in given_values(self).items() if isinstance(each, Quantity) and each.is_foreign
        }

    def amounts(self) -> Iterator[Quantity]:
        """Yield the amounts with units that were given, those that requirements bound among them."""
        given = (*given_values(self).values(), *(each.bound for each in self.requirements))
        yield from (each for each in given if isinstance(each, Quantity))

    def place_of(self, path: str) -> Place | None:
        """Return where a field such as `data.rows` or `requirements.0.max` stands; None where the text has none."""
        steps = tuple(map(step_of, path.split(".")))
        return self._origin.place(steps) if self._origin.path(steps) is not None else None

    def normalised(self) -> dict[str, Plain]:
        """Return the brief as plain values that are the same for every brief that says the same.

        Fields are nested, quantities are in base units (`0.04 s` for `40 ms`), defaults and fields that were left out
        are absent, and amounts with an exchange rate are in USD. The result is itself a brief.
        """
        return normal_form(self)

    def stated(self) -> dict[str, Plain]:
        """Return the normal form without what was read from prose: read again it says the same.

        Changes begin here where prose may change, so that nothing of an old title or of old notes stays.
        """
        return stated_form(normal_form(self), self._from_prose)

    def as_written(self) -> dict[str, Plain]:
        """Return the fields by dotted name with amounts as they were written, and words as they were understood."""
        return dotted_fields(plain_fields(self._understood))

    def replace(self, path: str, value: Plain, *, in_words: bool = True) -> Self:
        """Return the brief with one field changed, or taken out where the value is None.

        Values among other words are read as `from_mapping` reads them; the normal form of the rest has none.

        Parameters
        ----------
        path
            A field (`data.rows`), a part of a requirement by its position (`requirements.0.max`), or a bound by its
            quality (`requirement.inference-latency.max`), added where there is none; other names mean what they do.
        value
            The new value as a brief would write it.

        Raises
        ------
        BriefError
            When there is no such path, or the changed brief is none.
        """
        is_prose = path in _PROSE or path.endswith(".why")
        nested = with_meant_change(self.stated() if is_prose else self.normalised(), path, value)
        # the normal form says what its prose states, unless that is what changes
        changed = type(self)._read(nested, None, self._names, reads_prose=is_prose, in_words=in_words)
        changed._origin = replace(self._origin, paths={k: v for k, v in self._origin.paths.items() if k != path})
        if self._from_prose and not is_prose:
            told, said = given_values(changed), given_values(self)
            kept = (name for name in self._from_prose if name != path and told.get(name) == said.get(name))
            changed._from_prose = tuple(dict.fromkeys((*kept, *changed._from_prose)))
        return changed

    def as_stated(self) -> Self:
        """Return the brief as its fields alone say it, without what is read from its prose."""
        return type(self)._read(self.stated(), None, self._names, reads_prose=False)


def check_names(brief: Brief, names: KnownNames) -> Brief:
    """Return a brief in the names of a knowledge base: with the ids of algorithms that it names, which notices tell.

    Raises
    ------
    BriefError
        For unknown algorithms and qualities and for bounds that do not fit their quality, with their places.
    """
    for convert in told_by_names(names):
        changes, findings = convert(brief)
        if changes or findings:
            told = tuple(map(brief._origin.notice, findings))
            was_told = brief.project.application is not None
            brief = brief.model_copy(update=changes)
            if not was_told and brief.project.application is not None:
                brief._from_prose = (*brief._from_prose, APPLICATION)
            brief._notices, brief._readings = (*brief.notices, *told), (*brief.readings, *told)
    brief = brief.model_copy()
    brief._notices = told_anew(brief._notices, brief._understood, brief._origin.notice, names.told_by)
    if unfit := brief._contradictions(names, tuple(range(len(brief.requirements)))):
        raise BriefError(*in_order(brief._origin.problem(finding) for finding in unfit))
    return brief
