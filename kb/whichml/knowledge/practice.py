"""Established practice, `practice/1`: what language models would use, call a mistake and decide, by situation.

Many briefs were answered blind (docs/practice.md tells by whom). A situation is a set of conditions that a brief may
meet; a point says by how much an algorithm, a family or an option of a decision is preferred there::

    log-odds of being used = sum of the points of the algorithm and its families in the situations that hold

Every point can be read: where, how strong, in how many answered briefs the situation held and in how many of them the
answerers agreed with it.
"""

import json
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Annotated, Any, Final, Literal, NamedTuple, Self

from pydantic import (
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_serializer,
    model_validator,
)

from whichml.knowledge.content import PRACTICE, Content
from whichml.knowledge.stored import StoredValue, read_stored
from whichml.model.statements.facts import Citation

FIT: Final = "python -m whichml_workshop.elicited.fit"
"""The command that writes the file."""
_HUNDRED: Final = 100
"""Points are told to two decimals."""


class Point(NamedTuple):
    """What speaks for a subject in a situation, or against it.

    Attributes
    ----------
    situation : its number
    points : log-odds
    told : of the briefs in that situation, in how many the answerers agreed on the subject
    """

    situation: int
    points: float
    told: int


def _columns(points: tuple[Point, ...]) -> dict[str, list[int]]:
    """Return points as files hold them, in half of the room: steps between situations, and hundredths."""
    situations = [point.situation for point in points]
    return {
        "steps": [after - before for before, after in pairwise([0, *situations])],
        "hundredths": [round(point.points * _HUNDRED) for point in points],
        "told": [point.told for point in points],
    }


def _points(stored: object, validate: ValidatorFunctionWrapHandler) -> tuple[Point, ...]:
    """Return the points of columns, or points as they are.

    Columns of whole numbers make sound points, so that none of tens of thousands has to be looked at again.
    """
    if not isinstance(stored, dict):
        return validate(stored)  # type: ignore[no-any-return]
    steps, hundredths, told = stored["steps"], stored["hundredths"], stored["told"]
    points = tuple(map(Point, accumulate(steps), [each / _HUNDRED for each in hundredths], told))
    are_sound = {*map(type, steps), *map(type, hundredths), *map(type, told)} <= {int}
    return points if are_sound else validate(points)


Points = Annotated[tuple[Point, ...], WrapValidator(_points), PlainSerializer(_columns)]


class Situation(StoredValue):
    """Conditions as rules write them, and in how many answered briefs all of them held.

    Attributes
    ----------
    used : where it is a task, or a task on a kind of data: in how many of these briefs an answerer would use an
        algorithm, beside those in which it is accepted as what a colleague could defend
    """

    when: Mapping[str, Any]
    briefs: int = Field(ge=1)
    used: Mapping[str, int] = {}

    @model_serializer(mode="wrap")
    def _as_stored(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Return it as files hold it: most situations have no first choices."""
        return {name: value for name, value in serialize(self).items() if name != "used" or value}


class Handicaps(StoredValue):
    """Log-odds that a state of an algorithm costs it, whatever the situation.

    Attributes
    ----------
    task, data : a reduction of the task or of the data is needed
    reference : it is a reference that others have to beat
    short, far_short : claims have it miss a must by one level, by more
    """

    task: float = 0.0
    data: float = 0.0
    reference: float = 0.0
    short: float = 0.0
    far_short: float = 0.0


class SubjectPoints(StoredValue):
    """Points by subject: an algorithm or a family."""

    points: Mapping[str, Points]
    handicaps: Handicaps = Handicaps()


class Practice(StoredValue):
    """What the answerers of many briefs have in common.

    Attributes
    ----------
    source : id of the work that answers cite
    briefs : how many answered briefs the points were fitted to
    asked : the algorithms that answerers could name; any other is as its siblings are on average
    choices : what speaks for using an algorithm
    mistakes : what speaks for calling it a mistake; `usual` is the log-odds of that where nothing speaks, and `slope`
        what a whole unit of utility by qualities adds
    options : what speaks for an option, by decision; the decisions may also look at who leads the answer
    taken_up : what speaks for taking a decision up at all, by decision; where nothing is told of one, it is taken up
    written : log-odds that a written rule for an option is worth, by decision
    rules : log-odds that single rules are worth beyond that, or short of it, by how far answerers go along with them
    """

    schema_: Literal["practice/1"] = Field(default="practice/1", alias="schema")
    source: str
    briefs: int = Field(ge=1)
    asked: tuple[str, ...] = ()
    situations: tuple[Situation, ...]
    choices: SubjectPoints
    mistakes: SubjectPoints
    usual: float
    slope: float = 0.0
    options: Mapping[str, Mapping[str, Points]]
    taken_up: Mapping[str, Points] = {}
    written: Mapping[str, float] = {}
    rules: Mapping[str, float] = {}

    @cached_property
    def citation(self) -> Citation:
        """Return the place where the answers stand; the same for every point."""
        return Citation(
            ref=self.source,
            locator="tests/panel/answers.json",
            supports="what language models would use, call a mistake and decide, each alone with the brief",
        )

    def briefs_of(self, task: str) -> int:
        """Return how many of the answered briefs are of a task; 0 where nobody counted."""
        return self._briefs_by_task.get(task, 0)

    @cached_property
    def _briefs_by_task(self) -> Mapping[str, int]:
        alone = (each for each in self.situations if {*each.when} == {"task"})
        return {each.when["task"]: each.briefs for each in alone if isinstance(each.when["task"], str)}

    @model_validator(mode="after")
    def _situations_are_there(self) -> Self:
        groups = [self.choices.points, self.mistakes.points, *self.options.values(), self.taken_up]
        numbers = {*range(len(self.situations))}
        for group in groups:
            for subject, points in group.items():
                places = {point.situation for point in points}
                if len(places) < len(points):
                    raise ValueError(f"'{subject}' has several points in one situation")
                if not places <= numbers:
                    raise ValueError(f"'{subject}' has points in a situation that is not there")
        return self

    def to_json(self) -> bytes:
        """Return it as UTF-8 JSON, one subject on a line.

        Situations stand on one line, as in compiled knowledge: a break takes four bytes of a wheel, which holds both.
        """
        head = self.model_dump_json(
            by_alias=True, include={"schema_", "source", "briefs", "asked", "usual", "slope", "written", "rules"}
        )[:-1]
        situations = ",".join(each.model_dump_json() for each in self.situations)
        options = ",\n".join(f'"{name}":{{\n{_lines(group)}\n}}' for name, group in self.options.items())
        return (
            f'{head},"situations":[\n{situations}\n],\n"choices":{_leaning(self.choices)},\n'
            f'"mistakes":{_leaning(self.mistakes)},\n"options":{{\n{options}\n}},\n'
            f'"taken_up":{{\n{_lines(self.taken_up)}\n}}}}\n'
        ).encode()


def _leaning(leaning: SubjectPoints) -> str:
    return f'{{"handicaps":{leaning.handicaps.model_dump_json()},"points":{{\n{_lines(leaning.points)}\n}}}}'


def _lines(points: Mapping[str, tuple[Point, ...]]) -> str:
    return ",\n".join(
        f'"{subject}":{json.dumps(_columns(tuple(sorted(each))), separators=(",", ":"))}'
        for subject, each in points.items()
    )


def read_practice(content: Content) -> Practice | None:
    """Return the practice of the content; None where it has none.

    Raises
    ------
    KnowledgeError
        Where the file is there and holds no practice.
    """
    return read_stored(content, PRACTICE.as_posix(), Practice, "practice", FIT)
