"""The kind of data and the task of a brief that tells them under other names than its two required ones.

A kind of data under `data.kind`, `data.type` or `input` is read, and told, where it names one. A task is only guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from whichml.model.brief_aliases import ALIASES, AMBIGUOUS
from whichml.model.described_data import likeliest_modalities, usual_modalities
from whichml.model.described_tasks import SURE, chances_of_tasks, likeliest_tasks, most_likely, words_for_task
from whichml.model.document import Path, path_in_words
from whichml.model.errors import quoted
from whichml.model.expressions import expression
from whichml.model.field_aliases import OTHER_NAMES
from whichml.model.field_calls import tidy_field_name
from whichml.model.requirement import Finding
from whichml.model.task_reading import modalities_together, modality_named
from whichml.model.task_settling import by_its_parts
from whichml.model.understanding import LONGEST_NAME, tidy_name
from whichml.model.vocabulary import TASKS, Task

_KINDS: Final = ("kind", "type", "input", "inputs", "format")
"""Names under which newcomers write what kind of data they have."""
_SOURCES: Final = ("source", "sources", "what", "content", "records", "files", "description")
"""Names under which they tell where the data come from, or what is in them."""
_WANTED: Final = ("what", "wanted")
"""Names of what is to be done, which say nothing else."""
_WHY: Final = ("question", "research_question", "goal", "aim", "purpose", "use_case")
_DONE: Final = ("predict", "forecast", "classify", "detect", "find", "estimate", "recommend", "extract", "generate")
"""Names that say themselves what is to be done with what stands under them."""
_HEAD: Final = expression(r"\s*[,;(]|\s+(?:of|from|with|per|by|at|in|on)\s")
"""What stands behind the name of a kind of data and says more of it."""
_MOST_LETTERS: Final = 300
_MOST_OF_NOTES: Final = 2_000
_MOST_WORDS_OF_A_KIND: Final = 3


class Basics(NamedTuple):
    """A brief with its task and kind of data under their own names, as far as they are told.

    Attributes
    ----------
    given : its fields
    paths : where these are told, by the fields
    readings : what was read under another name
    guesses : what was taken for likely, with what is open
    """

    given: Mapping[str, object]
    paths: Mapping[str, Path]
    readings: tuple[Finding, ...]
    guesses: tuple[tuple[Finding, str], ...]


def basics_elsewhere(given: Mapping[str, object], *, may_guess: bool) -> Basics:
    """Return a brief with what it tells of its kind of data and its task elsewhere.

    Parameters
    ----------
    given : fields by nested or dotted names
    may_guess : whether words tell a task

    Examples
    --------
    >>> basics_elsewhere({"task": "clustering", "data": {"kind": "tabular"}}, may_guess=False).given["data"]
    {'modality': 'tabular'}
    >>> left_open = {"task": "clustering", "data": {"modality": None, "type": "text"}}
    >>> basics_elsewhere(left_open, may_guess=False).given["data"]
    {'modality': 'text'}
    >>> basics_elsewhere({"what": "match duplicate addresses", "data.modality": "text"}, may_guess=True).given["task"]
    'record-linkage'
    >>> "task" in basics_elsewhere({"goal": "reduce costs", "data.modality": "text"}, may_guess=True).given
    False
    """
    fields, paths, readings, guesses = dict(given), dict[str, Path](), list[Finding](), list[tuple[Finding, str]]()
    kind = next(_kinds_told(given), None) if not _tells(given, "data.modality") else None
    if kind is not None:
        path, named, has_more = kind
        _put_kind(fields, path, named, has_more=has_more)
        paths["data.modality"] = path
        if has_more and not given.get("notes"):
            paths["notes"] = path
        rest = ", and with the notes" if has_more else ""
        said = f"the field `{path_in_words(path)}` is read as `data.modality`{rest}."
        readings.append(Finding(("data", "modality"), said))
    if may_guess and not _tells(given, "task"):
        for name, words, tasks in _tasks_told(fields):
            paths["task"] = (name,)
            fields["task"] = tasks[0]
            if name in _WANTED:
                del fields[name]
            guesses.append(_guessed(name, words, tasks))
            break
    if may_guess and kind is None and not _tells(given, "data.modality"):
        guesses.extend(_kind_guessed(fields, paths))
    return Basics(fields, paths, tuple(readings), tuple(guesses))


def _tells(given: Mapping[str, object], field: str) -> bool:
    """Return whether a brief tells a field, under its own or another name."""
    data = given.get("data") if field != "task" else {}
    if data is not None and not isinstance(data, Mapping):
        return True  # it is told in a text, which is read elsewhere
    for name, found in (*given.items(), *(data or {}).items()):
        inner = tidy_field_name(str(name).rpartition(".")[2])
        meant = OTHER_NAMES.get(inner) or ALIASES["field"].get(f"data.{inner}", "")
        if found is not None and field in (name, f"data.{inner}", meant):
            return True
    return field == "task" and given.get("task") is not None


def _kinds_told(given: Mapping[str, object]) -> Iterator[tuple[Path, object, bool]]:
    """Yield where a kind of data is told, its name, and whether more is said there."""
    data = given.get("data")
    places: tuple[tuple[Path, Mapping[str, object]], ...] = ((("data",), data if isinstance(data, Mapping) else {}),
                                                             ((), given))  # fmt: skip
    for path, fields in places:
        for name in (each for kind in _KINDS for each in fields if tidy_field_name(str(each)) == kind):
            said = fields[name]
            if isinstance(said, str) and len(said) <= _MOST_LETTERS:
                whole, head = said.strip(), _HEAD.split(said.strip(), maxsplit=1)[0]
                named = next((each for each in (whole, head) if _is_kind(each)), None)
                if named is not None:
                    yield (*path, name), named, named != whole


def _is_kind(words: str) -> bool:
    is_short = 0 < len(words) <= LONGEST_NAME
    is_name = is_short and (modality_named(words) is not None or tidy_name(words) in AMBIGUOUS["modality"])
    return is_name or (is_short and len(modalities_together(words)) > 1)


def _kind_guessed(fields: dict[str, object], paths: dict[str, Path]) -> Iterator[tuple[Finding, str]]:
    """Take the likeliest kind of data where the task has a usual one: by words that may mean another, or that one."""
    task, data = fields.get("task"), fields.get("data") or {}
    if not isinstance(task, str) or not isinstance(data, Mapping):
        return
    tasks = (task,) if task in TASKS else _named(task) or (_sure(task, []) if len(task) <= _MOST_LETTERS else ())
    meant = next(iter(tasks), "")
    usual = usual_modalities(meant)
    if not usual:
        yield from _kind_told_beside(fields, task, paths)
        return
    told = next((name for name in (*_KINDS, *_SOURCES) if _is_text(data.get(name))), None)
    words = str(data[told]) if told is not None else ""
    kind = next(iter(likeliest_modalities(words, task, meant) or usual))
    path: Path = ("data", told) if told is not None else ("task",)
    if told in _KINDS:
        _put_kind(fields, path, kind, has_more=True)
    else:
        fields["data"] = {**data, "modality": kind}
    paths["data.modality"] = path
    said = f"`data.modality` is missing, and `{path_in_words(path)}` says {quoted(words or task)}: taken as `{kind}`."
    hint = f"Write `data.modality: {kind}`, or what it is instead."
    yield Finding(("data", "modality"), said, hint), f"`data.modality` is taken as {kind}"


def _kind_told_beside(fields: dict[str, object], task: str, paths: dict[str, Path]) -> Iterator[tuple[Finding, str]]:
    """Take the kind of data that the task begins with, or else of which title or notes speak, if any does."""
    words = task.split()
    named = (modality_named(" ".join(words[:n])) for n in range(min(_MOST_WORDS_OF_A_KIND, len(words)), 0, -1))
    found: list[tuple[str, str]] = [("task", kind) for kind in named if kind is not None and len(words) > 1][:1]
    for name in ("title", "notes"):
        text = fields.get(name)
        kinds = likeliest_modalities(text, task) if isinstance(text, str) else ()
        found.extend((name, kind) for kind in kinds[:1])
    if not found:
        return
    name, kind = found[0]
    data = fields.get("data")
    fields["data"] = {**(data if isinstance(data, Mapping) else {}), "modality": kind}
    paths["data.modality"] = (name,)
    said = f"`data.modality` is missing, and by the words of `{name}` taken as `{kind}`."
    hint = f"Write `data.modality: {kind}`, or what it is instead."
    yield Finding(("data", "modality"), said, hint), f"`data.modality` is taken as {kind}"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MOST_LETTERS


def _put_kind(fields: dict[str, object], path: Path, named: object, *, has_more: bool) -> None:
    data = fields.get("data")
    inner = dict(data) if isinstance(data, Mapping) else {}
    said = inner.pop(path[-1]) if len(path) > 1 else fields.pop(str(path[-1]))
    fields["data"] = {**inner, "modality": named}
    notes = fields.get("notes")
    if has_more and (not notes or isinstance(notes, str)):
        sentence = f"{path[-1]}: {said}"
        fields["notes"] = f"{str(notes).rstrip(' .')}. {sentence}" if notes else sentence


def _tasks_told(given: Mapping[str, object]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield by which name a task is told, in which words, and what these mean, the likeliest first."""
    data = given.get("data")
    said = data.get("modality") if isinstance(data, Mapping) else given.get("data.modality")
    kinds = [named for each in (said if isinstance(said, list | tuple) else (said,)) if isinstance(each, str)
             if (named := modality_named(each)) is not None]  # fmt: skip
    for name in (*_WANTED, *_DONE, *_WHY):
        words = given.get(name)
        if not isinstance(words, str) or not words.strip() or len(words) > _MOST_LETTERS:
            continue
        tasks = _named(words) or _sure(f"{name} {words}" if name in _DONE else words, kinds)
        if tasks:
            yield name, words, tasks
    title, notes = given.get("title"), given.get("notes")
    if isinstance(title, str) and title.strip():
        in_notes = likeliest_tasks(notes[:_MOST_OF_NOTES], kinds) if isinstance(notes, str) else ()
        tasks = _named(title) or tuple(each for each in _sure(title, kinds)[:1] if each in in_notes)
        if tasks:
            yield "title", title, tasks


def _named(words: str) -> tuple[str, ...]:
    parts = by_its_parts(words) if len(words) <= LONGEST_NAME else ()
    return parts if len(parts) == 1 else ()


def _sure(words: str, kinds: list[str]) -> tuple[Task, ...]:
    chances = chances_of_tasks(words, kinds)
    found = most_likely(chances) if chances else ()
    return found if found and chances[found[0]] >= SURE else ()


def _guessed(name: str, words: str, tasks: tuple[str, ...]) -> tuple[Finding, str]:
    first, *others = tasks
    by = ", ".join(f"`{word}`" for word in words_for_task(words, first))
    message = f"`task` is missing, and `{name}` says {quoted(words)}: taken as `{first}`{f' by {by}' if by else ''}."
    open_still = f" and could be {' or '.join(others)}" if others else ""
    finding = Finding(("task",), message, f"Write `task: {first}`, or what it is instead.")
    return finding, f"`task` is taken as {first}{open_still}"
