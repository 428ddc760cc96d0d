"""A brief to be filled in: every field that tells something of a project, with its meaning, behind a comment sign."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import read_document
from whichml.model.format.brief_circumstances import HOLDS
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.field_help import example_text, words_shown
from whichml.model.format.field_relevance import is_worth_asking
from whichml.model.values.vocabulary import MODALITIES, Task

_WIDTH: Final = 120
_HEAD: Final = (
    "A blank brief for whichml. Take the `# ` off a field that you know, and put your value in the example's place.",
    "Leave the others: what a brief does not say is unknown, never false. Whoever fills this in from a description,",
    "a person or a language model, enters only what it says. `whichml check` tells what cannot be.",
)
_HEAD_OF_ANY: Final = (
    "A blank brief for whichml, for any project. Give the task and the kinds of data, take the `# ` off each further",
    "field that you know, and put your value in the example's place. Leave the others out: what a brief does not say",
    "is unknown, never false. Whoever fills this in from a description, a person or a chat model, enters only what it",
    "says, puts what no field holds into `notes`, and leaves these comments out. `whichml check` tells what cannot be.",
)
_HOW_TO_CHOOSE: Final = "One of these, by what is asked for rather than by the words that happen to stand there:"
_HOW_TO_TICK: Final = (
    f"For `{HOLDS}`: go through all of these, and write down the ids of at most six, the weightiest first, of those "
    "that are told, however briefly, and that an expert would speak of first, since their remedy would change what the "
    "team does. What is only possible, is handled already or hardly matters here does not count. Of a description that "
    "tells many, `notes` alone are read for fewer than one in five."
)
_NONE_OF_THESE: Final = (
    "Is something else asked for, one of these, which the field answers by a method of its own? Then give the task "
    f"that comes nearest, and name the problem first under `{HOLDS}`: its method is told, and nothing is ranked."
)
_SEVERAL: Final = "One or more of these, the main one first:"
_LEFT_OUT: Final = frozenset({"brief", "id", "task", "data.modality", "evidence", "notes"})
"""What is given, names the brief, or is added by those who measure; notes are for what no field holds."""


class ToName(NamedTuple):
    """What a form lists so that it can be named: circumstances, and problems that are none of the tasks, by id."""

    circumstances: Mapping[str, str]
    problems: Mapping[str, str]


def blank_brief(given: Brief, to_name: ToName) -> str:
    """Return a brief as YAML with the task and the data of another, and all that may be told of such a project.

    Parameters
    ----------
    given : a brief of which its task and the modality of its data are taken
    to_name : what may hold, and what may be asked for instead of a task
    """
    modalities = given.data.modality

    def tells(name: str) -> bool:
        is_plain = name == "data.classes" and given.task == "binary-classification"
        return not is_plain and ("." not in name or is_worth_asking(name, given.task, modalities))

    modality = [f"  modality: [{', '.join(modalities)}]"]
    listed = (*_to_tick(to_name.circumstances), *_problems(to_name))
    return _form(_HEAD, [f"task: {given.task}"], modality, tells, listed)


def blank_brief_of_any(tasks: Mapping[Task, str], to_name: ToName) -> str:
    """Return a brief as YAML with all that may be told of any project, task and kinds of data to be chosen.

    Parameters
    ----------
    tasks : what each task is, by id
    to_name : what may hold, and what may be asked for instead of a task
    """
    meanings = (_listed(f"{task}: {said}") for task, said in tasks.items())
    asked = f"{BRIEF_FIELDS['task'].meaning} {_HOW_TO_CHOOSE}"
    task = [*_said(asked, ""), *(line for each in meanings for line in each)]
    kinds = f"{BRIEF_FIELDS['data.modality'].meaning} {_SEVERAL} {', '.join(MODALITIES)}."
    return _form(
        _HEAD_OF_ANY,
        [*task, *_problems(to_name), "# task: clustering"],
        [*_said(kinds, "  "), "  # modality: [tabular]"],
        lambda name: True,
        _to_tick(to_name.circumstances),
    )


def _form(
    head: Iterable[str],
    task: Iterable[str],
    modality: Iterable[str],
    tells: Callable[[str], bool],
    circumstances: Iterable[str],
) -> str:
    """Return a form, with the lines of task and modality in their places and the fields that tell something."""
    lines = [*(f"# {line}" for line in head), "brief: 1"]
    group = ""
    for name, kind in BRIEF_FIELDS.items():
        outer, _, inner = name.partition(".")
        if name in _LEFT_OUT or not tells(name):
            if name == "task":
                lines += task
            continue
        if inner and outer != group:
            lines += ["", f"{outer}:"]
            if outer == "data":
                lines += modality
        if not inner and group:
            lines.append("")
        group = outer if inner else group
        lines += _to_fill_in(name, kind.meaning, "  " if inner else "")
    lines += ["", "# What matters and no field holds, in plain words.", "# notes: ...", *circumstances]
    text = "\n".join(lines) + "\n"
    read_document(text.encode(), "brief.yaml", form="yaml")
    return text


def _to_tick(circumstances: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of all circumstances that may hold."""
    if circumstances:
        yield ""
        yield from _said(_HOW_TO_TICK, "")
        for identity, name in circumstances.items():
            yield f"#      {identity}: {name}"


def _problems(to_name: ToName) -> Iterator[str]:
    """Yield the lines of the problems that are none of the tasks."""
    if to_name.problems:
        yield from _said(_NONE_OF_THESE, "")
        for identity, name in to_name.problems.items():
            yield from _listed(f"{identity}: {name}")


def _to_fill_in(name: str, meaning: str, indent: str) -> Iterator[str]:
    """Yield the lines of a field: what it means, the words to choose from, and an example that can be uncommented."""
    words = words_shown(name)
    kind = "One of" if len(words) == len(BRIEF_FIELDS[name].values) else "Such as"
    yield from _said(f"{meaning} {kind}: {', '.join(words)}." if words else meaning, indent)
    group, dot, _ = name.partition(".")
    yield f"{indent}# " + example_text(name).removeprefix(group + dot if dot else "")


def _listed(text: str) -> list[str]:
    """Return something to choose from as lines of comment."""
    return textwrap.wrap(text, _WIDTH, initial_indent="#      ", subsequent_indent="#        ")


def _said(text: str, indent: str) -> list[str]:
    """Return what is said of a field as lines of comment."""
    return textwrap.wrap(text, _WIDTH, initial_indent=f"{indent}# -- ", subsequent_indent=f"{indent}#    ")
