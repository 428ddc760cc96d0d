"""The kind of data and the task of a brief that tells them under other names than its two required ones.

A kind of data under `data.kind`, `data.type` or `input` is read, and told, where it names one. A task is only guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from whichml.model.briefs.task_reading import modalities_together, modality_named
from whichml.model.briefs.task_settling import by_its_parts
from whichml.model.briefs.understanding import LONGEST_NAME, tidy_name
from whichml.model.documents.document import Path, path_in_words
from whichml.model.documents.errors import quoted
from whichml.model.documents.expressions import expression
from whichml.model.entries.field_calls import tidy_field_name
from whichml.model.format.brief_form import with_note
from whichml.model.format.requirement import Finding, Guess
from whichml.model.values.vocabulary import TASKS
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS
from whichml.model.words.brief_words import BriefWords
from whichml.model.words.described_data import likeliest_modalities, usual_modalities
from whichml.model.words.field_aliases import OTHER_NAMES

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
    guesses: tuple[Guess, ...]


def basics_elsewhere(given: Mapping[str, object], whole: BriefWords | None = None) -> Basics:
    """Return a brief with what it tells of its kind of data and its task elsewhere.

    Parameters
    ----------
    given : fields by nested or dotted names
    whole : the words of the whole brief, by which task and data are guessed; None where nobody may guess

    Examples
    --------
    >>> basics_elsewhere({"task": "clustering", "data": {"kind": "tabular"}}).given["data"]
    {'modality': 'tabular'}
    >>> left_open = {"task": "clustering", "data": {"modality": None, "type": "text"}}
    >>> basics_elsewhere(left_open).given["data"]
    {'modality': 'text'}
    >>> told = {"what": "match duplicate addresses", "data.modality": "text"}
    >>> basics_elsewhere(told, BriefWords(told)).given["task"]
    'record-linkage'
    """
    fields, paths, readings, guesses = dict(given), dict[str, Path](), list[Finding](), list[Guess]()
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
    if whole is not None and not _tells(given, "task"):
        guesses.extend(_task_guessed(fields, paths, whole))
    if whole is not None and kind is None and not _tells(given, "data.modality"):
        guesses.extend(_kind_guessed(fields, paths, whole))
    return Basics(fields, paths, tuple(readings), tuple(guesses))


def still_missing(basics: Basics, nested: Mapping[str, object], whole: BriefWords) -> Basics:
    """Return a brief with its task and kind of data guessed where what was told of them says something else.

    Parameters
    ----------
    basics : the brief as `basics_elsewhere` returns it
    nested : the fields that were read of it
    whole : its words
    """
    data = nested.get("data")
    fields, paths, guesses = dict(basics.given), dict(basics.paths), [*basics.guesses]
    if nested.get("task") is None and not isinstance(fields.get("task"), str):
        guesses.extend(_task_guessed(fields, paths, whole))
    if isinstance(data, Mapping) and data.get("modality") is None:
        guesses.extend(_kind_guessed(fields, paths, whole))
    return Basics(fields, paths, basics.readings, tuple(guesses))


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
    return field == "task" and any(tidy_field_name(str(name)) == "task" and given[name] is not None for name in given)


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


def _task_guessed(fields: dict[str, object], paths: dict[str, Path], whole: BriefWords) -> Iterator[Guess]:
    """Take the task that stands under another name, or else the likeliest by all words of the brief."""
    named = next(_tasks_named(fields), None)
    if named is not None:
        name, words, task = named
        paths["task"] = (name,)
        fields["task"] = task
        if name in _WANTED:
            del fields[name]
        yield _guessed(f"`{name}` says {quoted(words)}: taken as `{task}`", (task,))
        return
    tasks = whole.tasks("", _kinds_of(fields))
    if tasks:
        fields["task"] = tasks[0]
        by = ", ".join(f"`{word}`" for word in whole.words_for(tasks[0]))
        yield _guessed(f"taken as `{tasks[0]}`{f' by {by}' if by else ''}", tasks)


def _kind_guessed(fields: dict[str, object], paths: dict[str, Path], whole: BriefWords) -> Iterator[Guess]:
    """Take the likeliest kind of data: by what tells it, or else by all words of the brief and its task."""
    given, task = fields.get("data"), fields.get("task")
    data = given if isinstance(given, Mapping) else {}
    wanted = str(task or "")
    meant = next(iter((wanted,) if task in TASKS else _named(wanted) or whole.tasks(wanted)), "")
    told = next((name for name in (*_KINDS, *_SOURCES) if _is_text(data.get(name))), None)
    words = str(data[told]) if told is not None else ""
    described = likeliest_modalities(words, wanted, meant) if told is not None else ()
    beside = _kind_told_beside(fields, wanted) if whole.is_short and not usual_modalities(meant) else None
    kinds = described or (beside[1:] if beside else whole.modalities(meant))
    if not kinds:
        return
    path: Path | None = ("data", told) if described and told is not None else (beside[0],) if beside else None
    if described and told in _KINDS and path is not None:
        _put_kind(fields, path, kinds[0], has_more=True)
    else:
        fields["data.modality"] = kinds[0]
    if path is not None:
        paths["data.modality"] = path
    by = f"`{path_in_words(path)}`" if path is not None else "the brief"
    said = f"`data.modality` is missing: by the words of {by} taken as `{kinds[0]}`."
    hint = f"Write `data.modality: {kinds[0]}`, or what it is instead."
    yield Guess(Finding(("data", "modality"), said, hint), f"`data.modality` is taken as {kinds[0]}")


def _kind_told_beside(fields: Mapping[str, object], task: str) -> tuple[str, str] | None:
    """Return which of task, title and notes tells a kind of data first, and that kind."""
    words = task.split()
    named = (modality_named(" ".join(words[:n])) for n in range(min(_MOST_WORDS_OF_A_KIND, len(words)), 0, -1))
    found: list[tuple[str, str]] = [("task", kind) for kind in named if kind is not None and len(words) > 1]
    for name in ("title", "notes"):
        text = fields.get(name)
        kinds = likeliest_modalities(text, task) if isinstance(text, str) else ()
        found.extend((name, kind) for kind in kinds[:1])
    return found[0] if found else None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= _MOST_LETTERS


def _kinds_of(given: Mapping[str, object]) -> tuple[str, ...]:
    """Return the kinds of data that a brief names."""
    data = given.get("data")
    said = data.get("modality") if isinstance(data, Mapping) else given.get("data.modality")
    words = (each for each in (said if isinstance(said, list | tuple) else (said,)) if isinstance(each, str))
    return tuple(named for each in words if (named := modality_named(each)) is not None)


def _put_kind(fields: dict[str, object], path: Path, named: object, *, has_more: bool) -> None:
    data = fields.get("data")
    inner = dict(data) if isinstance(data, Mapping) else {}
    said = inner.pop(path[-1]) if len(path) > 1 else fields.pop(str(path[-1]))
    fields["data"] = {**inner, "modality": named}
    notes = fields.get("notes")
    if has_more and (not notes or isinstance(notes, str)):
        sentence = f"{path[-1]}: {said}"
        fields["notes"] = with_note(str(notes) if notes else None, sentence)


def _tasks_named(given: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Yield under which name a text stands that names one task, the text, and the task."""
    for name in (*_WANTED, *_DONE, *_WHY, "title"):
        words = given.get(name)
        if isinstance(words, str) and words.strip() and (tasks := _named(words)):
            yield name, words, tasks[0]


def _named(words: str) -> tuple[str, ...]:
    parts = by_its_parts(words) if len(words) <= LONGEST_NAME else ()
    return parts if len(parts) == 1 else ()


def _guessed(said: str, tasks: tuple[str, ...]) -> Guess:
    first, *others = tasks
    open_still = f" and could be {' or '.join(others)}" if others else ""
    finding = Finding(("task",), f"`task` is missing: {said}.", f"Write `task: {first}`, or what it is instead.")
    return Guess(finding, f"`task` is taken as {first}{open_still}", tuple(others))
