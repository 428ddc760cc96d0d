"""What the task and the kinds of data of a brief are, in whatever words they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

from whichml.model.briefs.named_problems import ProblemIn, no_problem, read_problem
from whichml.model.briefs.task_settling import (
    by_its_data,
    by_its_labels,
    by_its_parts,
    by_last_words,
    choices_of,
    classes_told,
)
from whichml.model.briefs.understanding import LONGEST_NAME, Understanding, tidy_name
from whichml.model.documents.document import Path
from whichml.model.documents.errors import did_you_mean, quoted
from whichml.model.documents.expressions import expression
from whichml.model.format.brief_fields import GROUPS
from whichml.model.format.requirement import Finding
from whichml.model.replies.task_suggestions import suggested_tasks, suggestions_in_words
from whichml.model.values.vocabulary import MODALITIES, TASKS
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS, BY_CLASSES, told_by_task
from whichml.model.words.brief_words import BriefWords
from whichml.model.words.described_data import likeliest_modalities, usual_modalities
from whichml.model.words.described_tasks import SURE, chances_of_tasks, most_likely, words_for_task
from whichml.model.words.task_names import NO_TASKS

_TASK: Final[Path] = ("task",)
_MODALITY: Final[Path] = ("data", "modality")
_MANY: Final = expression(r"\s*(?:[+&,/;]|\b(?:and|plus|with)\b)\s*")
_SEVERAL: Final = 2
_COMPARED: Final = expression(
    r"\b(?:pair\w*|head[- ]to[- ]head)\W+(?:comparisons?|choices|votes|judg\w+)|\b(?:duels|tournaments?)\b"
)
_LOGS: Final = frozenset({"log", "logs"})
"""What is written line by line: words, or values over time, or who took what."""
_MOST_WORDS_OF_DATA: Final = 3
"""Words up to which a task that ends in a kind of data names that alone; whoever writes more says what is wanted."""
_SINCE: Final = {"outlier-detection": "no case has a label", "survival-analysis": "some cases are open"}


def read_task(
    nested: dict[str, object],
    found: Understanding,
    whole: BriefWords | None = None,
    problem_in: ProblemIn = no_problem,
) -> object:
    """Put the name of the task in place of what a brief says of it, as far as it is clear, and return it.

    Parameters
    ----------
    nested : the fields in nested form
    found : takes what is to be told
    whole : the words of the brief, by which a task that could be several is taken for the likeliest; None for none
    problem_in : gives the problem that a text tells which names no task
    """
    given, data = nested.get("task"), nested.get("data")
    meant, problem = given, None
    if isinstance(given, str):
        meant = _settled_task(given, data, found) or _named_task(given, found)
        problem = problem_in(given) if meant is None else None
        meant = meant or (given if problem is not None and whole is None else _supposed(nested, found, whole))
    n_classes = classes_told(data) if isinstance(data, Mapping) else None
    is_named_so = isinstance(given, str) and tidy_name(given) == "binary-classification"
    is_of_more = meant == "binary-classification" and not is_named_so and n_classes is not None and n_classes > 2
    if (meant == BY_CLASSES or is_of_more) and isinstance(given, str):
        meant = "multiclass-classification" if n_classes is not None and n_classes > 2 else "binary-classification"
        known = n_classes is not None
        reason = f", since `data.classes` is {n_classes}" if known else "; `data.classes` would tell"
        found.tell(_TASK, given, meant, reason)
    if meant == "ranking" and isinstance(given, str) and given not in TASKS and _are_compared(given, data):
        meant = "paired-comparison-rating"
        found.tell(_TASK, given, meant, ", since it compares two at a time")
    if meant is not None:
        nested["task"] = meant
    if problem is not None and isinstance(given, str):
        read_problem(problem, given, nested, found)
    if isinstance(given, str):
        _told_by_task(nested, given, found)
    if isinstance(meant, str) and not found.problems and meant not in TASKS:
        _suggest_tasks(meant, nested, found)
    return meant


def read_modalities(
    nested: Mapping[str, object], wanted: str, found: Understanding, whole: BriefWords | None = None
) -> None:
    """Put the names of the kinds of data in place of what a brief says of them, as far as they are clear.

    Parameters
    ----------
    nested : the fields in nested form, the task read
    wanted : what the brief said of the task before
    found : takes what is to be told
    whole : the words of the brief, by which what could be several is taken for the likeliest; None for none
    """
    data = nested.get("data")
    given = data.get("modality") if isinstance(data, dict) else None
    if not isinstance(data, dict) or given is None:
        return
    if isinstance(given, str) and len(several := modalities_together(given)) > 1:
        found.tell(_MODALITY, given, f"[{', '.join(several)}]")
        data["modality"] = several
    elif isinstance(given, list | tuple):
        read = [
            _modality_at((*_MODALITY, place), each, nested, wanted, found, whole) for place, each in enumerate(given)
        ]
        data["modality"] = [each for some in read for each in (some if isinstance(some, tuple) else (some,))]
    else:
        meant = _modality_at(_MODALITY, given, nested, wanted, found, whole)
        data["modality"] = [*meant] if isinstance(meant, tuple) else meant


def settled_context(
    nested: Mapping[str, object], context: Sequence[str], whole: BriefWords | None = None
) -> tuple[str, ...]:
    """Return the task and the modalities of a brief as far as they are clear, or may be guessed.

    Parameters
    ----------
    nested : the fields in nested form; they are left as they are
    context : what the brief names by itself; a classification stays one, since names tell its classes
    whole : the words of the brief, where one may guess

    Examples
    --------
    >>> brief = {"task": "who should get a voucher (uplift)", "data": {"modality": "tabular"}}
    >>> settled_context(brief, ("who-should-get-a-voucher-(uplift)", "tabular"))
    ('treatment-effect-estimation', 'tabular')
    """
    if nested.get("task") in TASKS and len(context) > 1 and {*context[1:]} <= {*MODALITIES}:
        return tuple(context)
    copy: dict[str, object] = {name: {**each} if isinstance(each, dict) else each for name, each in nested.items()}
    task = read_task(copy, Understanding(), whole)
    read_modalities(copy, str(nested.get("task", "")), Understanding(), whole)
    named = next(iter(context), "")
    task = task if task in TASKS and named != BY_CLASSES else named
    data = copy["data"]
    modality = data.get("modality") if isinstance(data, Mapping) else None
    found = modality if isinstance(modality, list | tuple) else (modality,)
    kinds = [each for each in found if isinstance(each, str) and each in MODALITIES]
    return (str(task), *kinds) if kinds else (str(task), *[*context][1:])


def modality_named(given: str) -> str | None:
    """Return the modality that a word stands for by itself or by its last words; None where it may be several.

    Examples
    --------
    >>> modality_named("thermal images"), modality_named("transactions")
    ('image', None)
    """
    tidy = tidy_name(given)
    return by_last_words("modality", tidy) if tidy not in AMBIGUOUS["modality"] else None


def _settled_task(given: str, data: object, found: Understanding) -> str | None:
    """Return what a task is whose name means several, where its labels or its modality tell which."""
    if not isinstance(data, Mapping) or len(given) > LONGEST_NAME:
        return None
    tidy, modality = tidy_name(given), data.get("modality")
    if isinstance(modality, list | tuple) and len(modality) == 1:
        (modality,) = modality
    by_labels = by_its_labels(tidy, data)
    if by_labels is not None:
        found.tell(_TASK, given, by_labels, f", since {_SINCE.get(by_labels, 'labels are told')}")
        return by_labels
    is_short = isinstance(modality, str) and len(modality) <= LONGEST_NAME
    meant = by_its_data(tidy, modality_named(str(modality)) if is_short else None)
    if meant not in (None, BY_CLASSES):
        found.tell(_TASK, given, str(meant), ", as it is meant of such data")
        return meant
    return None


def _are_compared(given: str, data: object) -> bool:
    """Return whether a brief ranks by comparisons of two, each of which one won, by its task or its data."""
    modality = data.get("modality") if isinstance(data, Mapping) else None
    words = (given, modality if isinstance(modality, str) else "")
    return any(_COMPARED.search(each[:LONGEST_NAME].lower()) for each in words)


def _named_task(given: str, found: Understanding) -> str | None:
    """Return the task that a text names; None where it names none, or what may be several."""
    if given in TASKS:
        return given
    if len(given) > LONGEST_NAME:
        return None
    tidy = tidy_name(given)
    meant = tidy if tidy in TASKS else ALIASES["task"].get(tidy)
    if meant is None and tidy not in AMBIGUOUS["task"]:
        parts = by_its_parts(given) if tidy not in NO_TASKS else ()
        last = by_last_words("task", tidy) if len(parts) < _SEVERAL else None
        meant = last or (parts[0] if len(parts) == 1 else None)
    if meant not in (None, BY_CLASSES):
        found.tell(_TASK, given, str(meant))
    return meant


def _supposed(nested: Mapping[str, object], found: Understanding, whole: BriefWords | None) -> str:
    """Return the likeliest task of a text that names none, where one may guess; else the text itself."""
    given = str(nested["task"])
    tidy = tidy_name(given)
    choices: tuple[str, ...] | None = AMBIGUOUS["task"].get(tidy)
    if choices is None and tidy not in NO_TASKS:
        suggested = tuple(each.task for each in suggested_tasks(given))
        parts = by_its_parts(given)
        likeliest = (parts if len(parts) > 1 else _likeliest(given, nested, whole)) if whole is not None else ()
        choices = likeliest or (choices_of("task", tidy) if not suggested else suggested if whole is not None else None)
    if choices and whole is not None:
        if not whole.is_short or nested.get("title") or nested.get("notes"):
            chance = whole.chances("", _beside(given, nested)[0])
            choices = tuple(sorted(choices, key=lambda each: -chance.get(each, 0.0)))
        words = words_for_task(given, choices[0]) or whole.words_for(choices[0])
        return found.guess(_TASK, given, choices, words)
    if choices is not None:
        found.refuse_as_several(_TASK, given, choices)
    return given


def _beside(given: str, nested: Mapping[str, object]) -> tuple[list[str], set[str], str]:
    """Return the kinds of data of a brief, the fields that it tells, and the words for its data that are no kind."""
    data = nested.get("data")
    modality = data.get("modality") if isinstance(data, Mapping) else None
    named = modality if isinstance(modality, list | tuple) else (modality,)
    words = [each for each in named if isinstance(each, str)]
    kinds = dict.fromkeys(kind for each in words for kind in _kinds(each, given))
    told = {f"{group}.{name}" for group in GROUPS for name in nested.get(group) or ()}  # type: ignore[attr-defined]
    return [*kinds], told, " ".join(each for each in words if each not in MODALITIES)


def _likeliest(given: str, nested: Mapping[str, object], whole: BriefWords | None = None) -> tuple[str, ...]:
    """Return the tasks of which the whole brief speaks, or else a text or its title and notes, the likeliest first."""
    kinds, told, described = _beside(given, nested)
    if whole is not None and (tasks := whole.tasks(given, kinds)):
        return tasks
    beside = [str(nested[name]) for name in ("title", "notes") if nested.get(name)]
    is_short = len(given) <= LONGEST_NAME and len(given.split()) <= _MOST_WORDS_OF_DATA
    chances = [chances_of_tasks(given, kinds, told, described)]
    if is_short and modality_named(given) is not None and max(chances[0].values(), default=0.0) < SURE:
        chances = []  # it names the data, and not what is wanted
    further = (chances_of_tasks(text, kinds, told, described) for text in beside)
    return next((most_likely(each) for each in chain(chances, further) if each), ())


def _kinds(given: str, wanted: str) -> tuple[str, ...]:
    named = modality_named(given) if len(given) <= LONGEST_NAME else None
    return (named,) if named is not None else likeliest_modalities(given, wanted)


def _told_by_task(nested: Mapping[str, object], given: str, found: Understanding) -> None:
    """Put in the field that the name of a task tells besides, unless it is given."""
    told = told_by_task(tidy_name(given), nested.get("task"))
    fields = nested.get(told[0]) if told is not None else None
    if told is not None and isinstance(fields, dict) and fields.get(told[1]) is None:
        group, name, value = told
        fields[name] = value
        said = str(value).lower() if isinstance(value, bool) else value
        found.tell(_TASK, given, f"{group}.{name}: {said}", " too")


def _suggest_tasks(given: str, nested: Mapping[str, object], found: Understanding) -> None:
    """Say that a text is no task, and what it may mean."""
    if (near := NO_TASKS.get(tidy_name(given)[:LONGEST_NAME])) is not None:
        message = f"`task` cannot be {quoted(given)}: whichml knows no algorithms that are made for it."
        found.refuse(_TASK, lambda: Finding(_TASK, message, near))
        return
    message = f"`task` cannot be {quoted(given)}."
    is_misspelt = did_you_mean(given, TASKS) is not None
    suggested, likeliest = ((), ()) if is_misspelt else (suggested_tasks(given), _likeliest(given, nested))
    if not likeliest and not suggested:
        return
    first = next(iter(likeliest), "")
    is_sure = chances_of_tasks(given).get(first, 0.0) >= SURE
    is_suggested = not first or first in {each.task for each in suggested}
    tells_when = bool(suggested) and (is_suggested or not is_sure)
    named = f"one of {', '.join(likeliest)}" if len(likeliest) > 1 else f"`{first}`, if that is meant"
    hint = suggestions_in_words(suggested) if tells_when else f"Write {named}."
    found.refuse(_TASK, lambda: Finding(_TASK, message, hint, lists="tasks"))


def modalities_together(given: str) -> list[str]:
    """Return the kinds of data that a text names beside one another, such as `text and images`; none if not all are."""
    are_ids = {*given.split()} <= {*MODALITIES}  # such as `tabular text`
    parts = (given.split() if are_ids else _MANY.split(given.strip())) if len(given) <= LONGEST_NAME else []
    called = [modality_named(each) if each else None for each in parts]
    names = list(dict.fromkeys(each for each in called if each is not None))
    return names if len(parts) > 1 and None not in called else []


def _modality_at(
    path: Path, given: object, nested: Mapping[str, object], wanted: str, found: Understanding, whole: BriefWords | None
) -> object:
    """Return the modality that a word stands for, or several where it is guessed; the word where it stands for none."""
    if not isinstance(given, str) or given in MODALITIES or len(given) > LONGEST_NAME:
        return given
    tidy = tidy_name(given)
    meant = tidy if tidy in MODALITIES else ALIASES["modality"].get(tidy)
    if meant is None:
        together = modalities_together(given)
        is_one = len(_MANY.split(given)) == 1
        meant = together[0] if len(together) == 1 else modality_named(given) if is_one else None
    usual = usual_modalities(nested.get("task"))
    if meant == "text" and tidy.rpartition("-")[2] in _LOGS and usual:
        meant, reason = usual[0], ", as logs are for such a task" if usual[0] != meant else ""
        found.tell(path, given, meant, reason)
        return meant
    if meant is not None:
        found.tell(path, given, meant)
        return meant
    choices: tuple[str, ...] | None = AMBIGUOUS["modality"].get(tidy) or choices_of("modality", tidy)
    if choices is None and whole is not None:
        task = nested.get("task")
        likeliest = likeliest_modalities(given, wanted, task if isinstance(task, str) and task in TASKS else "")
        if len(likeliest) > 1:
            found.guess(path, given, (", ".join(likeliest),))
            return likeliest
        choices = likeliest or whole.modalities(str(task)) or usual
    if choices and whole is not None:
        return found.guess(path, given, choices)
    if choices:
        found.refuse_as_several(path, given, choices)
    return given
