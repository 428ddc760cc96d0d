"""Values of a brief that name several tasks, in the order of their weight."""

from __future__ import annotations

from typing import Annotated, Final

from whichml.model.format.id_lists import ONE_OR_MORE, named_once, schema_of_ids
from whichml.model.values.vocabulary import TASKS, FieldKind, Task

FURTHER_TASKS: Final = "project.further_tasks"
"""The field that names what else a project asks for; each is answered in short, as a brief of its own."""
MOST_FURTHER_TASKS: Final = 4

FurtherTasks = Annotated[
    tuple[Task, ...],
    ONE_OR_MORE,
    named_once("task", MOST_FURTHER_TASKS),
    schema_of_ids(MOST_FURTHER_TASKS),
    FieldKind("word", TASKS, many=True),
]
