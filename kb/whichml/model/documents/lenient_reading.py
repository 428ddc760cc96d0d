"""What is left of a brief without what cannot be read in it, and what is told of each part that was left out.

Only where somebody asks for it: as a rule a brief is refused as a whole. `task` and `data.modality` are never left out,
nor is one of two things that contradict each other, since either may be the mistake, but where it was read under
another name than its own: then that reading may be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from whichml.model.documents.document import Document, Path
from whichml.model.documents.errors import Notice, Problem, quoted, steps_of_pointer
from whichml.model.documents.parse_context import Position, step_of

MOST_LEFT_OUT: Final = 100
"""A text of which more cannot be read is no brief; each part that is left out costs another reading."""
_NEVER_LEFT_OUT: Final = frozenset({("task",), ("data", "modality"), ("data.modality",), ("modality",), ()})
_QUOTE: Final = "'"
_FEWEST_WORDS: Final = 4
"""Words below which a value says nothing by itself."""
_BESIDE_A_BOUND: Final = frozenset({"at", "kind", "priority", "why"})
"""Parts of a requirement without which it says nothing else."""


class Remainder(NamedTuple):
    """What is left of a brief.

    Attributes
    ----------
    given : its fields
    document : with the places of these; None for a mapping
    left_out : what is told of the rest
    """

    given: Mapping[str, object]
    document: Document | None
    left_out: tuple[Notice, ...]


def without_unreadable(
    given: Mapping[str, object], document: Document | None, problems: Sequence[Problem]
) -> Remainder | None:
    """Return a brief without the values that problems are about; None where one of them cannot be left out."""
    told: dict[Path, Problem] = {}
    for problem in problems:
        path = _whole(_path_of(problem.pointer or "", given), problem)
        if path in _NEVER_LEFT_OUT or path[:1] == ("task",) or path[:2] == ("data", "modality"):
            return None
        told.setdefault(path, problem)
    if not told:
        return None
    rest = {name: _copied(each) for name, each in given.items()}
    for path in sorted(told, key=_from_the_end, reverse=True):
        _take_out(rest, path)
        document = _without_place(document, path) if document is not None else None
    return Remainder(rest, document, tuple(_notice(problem, path, given) for path, problem in told.items()))


def words_with_notes(nested: dict[str, object], left_out: Sequence[Notice]) -> None:
    """Put behind the notes what was left out and is told in words, in place."""
    notes, words = nested.get("notes"), [each.words for each in left_out if each.words]
    if words and (notes is None or isinstance(notes, str)):
        told = [notes] if notes and notes.strip() else []
        nested["notes"] = ". ".join(each.rstrip(" .") for each in (*told, *words))


def _in_words(problem: Problem, path: Path, given: object) -> str:
    """Return a sentence of what stands under a name that no field has, if it is told in words; else nothing."""
    if path[:1] == ("requirements",) or not problem.message.startswith("unknown field"):
        return ""
    for step in path:
        given = given[step]  # type: ignore[index]
    said = given if isinstance(given, str) else ""
    return f"{path[-1]}: {said}" if len(said.split()) >= _FEWEST_WORDS else ""


def _name(path: Path, given: object) -> str:
    """Return what a person calls what stands at a path: a requirement by its quality, all else by the last name."""
    if path[:1] == ("requirements",) and isinstance(path[-1], str) and len(path) == 2:
        return f"the requirement on {path[-1]}"
    for step in path:
        given = given[step]  # type: ignore[index]
        if isinstance(given, Mapping) and path[0] == "requirements" and len(path) == 2:
            named = next((given[key] for key in ("quality", "name", "metric") if isinstance(given.get(key), str)), "")
            return f"the requirement on {quoted(str(named)).strip(_QUOTE)}" if named else "a requirement"
    names = [step for step in path if isinstance(step, str)]
    said = f" {quoted(given).strip(_QUOTE)}" if isinstance(given, str) and isinstance(path[-1], int) else ""
    return f"{names[-1]}{said}" if names else "a part"


def _notice(problem: Problem, path: Path, given: object) -> Notice:
    near = problem.hint if problem.hint and problem.hint.startswith("Did you mean") else ""
    message = (
        f"not read, and left out: {problem.message}{' ' if near else ''}{near.partition('?')[0]}{'?' if near else ''}"
    )
    name, words = _name(path, given), _in_words(problem, path, given)
    return Notice(message, problem.where, problem.pointer, left_out=name, words=words)


def _path_of(pointer: str, given: object) -> Path:
    """Return the path of a JSON pointer into plain values, as far as there is one."""
    path: list[str | int] = []
    for plain in steps_of_pointer(pointer):
        if isinstance(given, Mapping) and plain in given:
            path.append(plain)
            given = given[plain]
        elif isinstance(given, list | tuple) and isinstance(place := step_of(plain), int) and place < len(given):
            path.append(place)
            given = given[place]
        else:
            break
    return tuple(path)


def _whole(path: Path, problem: Problem) -> Path:
    """Return what has to go with a value: of a requirement all, unless it stands without that part."""
    if path[:1] != ("requirements",) or len(path) < 3:
        return path
    is_beside = path[2] in _BESIDE_A_BOUND or problem.message.startswith("unknown field")
    return path if is_beside else path[:2]


def _copied(values: object) -> object:
    """Return values that nothing shares, also where one stands at two places."""
    if isinstance(values, Mapping):
        return {name: _copied(each) for name, each in values.items()}
    return [_copied(each) for each in values] if isinstance(values, list | tuple) else values


def _from_the_end(path: Path) -> tuple[tuple[int, str], ...]:
    """Return what puts later entries of a list behind earlier ones, whatever else a path holds."""
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _take_out(values: object, path: Path) -> None:
    for step in path[:-1]:
        values = values[step]  # type: ignore[index]
    if isinstance(values, dict | list):
        del values[path[-1]]  # type: ignore[arg-type]


def _without_place(document: Document, path: Path) -> Document:
    """Return a document whose places fit what is left: behind an entry that went, later ones move up."""
    last = path[-1]
    if not isinstance(last, int):
        return document
    above = path[:-1]

    def moved(places: Mapping[Path, Position]) -> dict[Path, Position]:
        found: dict[Path, Position] = {}
        for each, position in places.items():
            step = each[len(above)] if len(each) > len(above) and each[: len(above)] == above else None
            if step == last:
                continue
            up = isinstance(step, int) and step > last
            found[(*above, step - 1, *each[len(path) :]) if up else each] = position  # type: ignore[operator]
        return found

    return replace(document, positions=moved(document.positions), key_positions=moved(document.key_positions))
