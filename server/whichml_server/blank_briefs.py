"""A blank brief over HTTP, for a colleague or a chat model to fill in."""

from __future__ import annotations

from typing import Final

from flask import Response, request

from whichml.knowledge.algorithm_calls import known_names
from whichml.knowledge.form_names import names_for_forms
from whichml.model.briefs.blank_brief import blank_brief, blank_brief_of_any
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError, Problem, quoted
from whichml.model.values.vocabulary import TASKS
from whichml_server.api import Api
from whichml_server.explanations import stamp
from whichml_server.parameters import Parameter
from whichml_server.problems import WRONG_FILTER, Refusal
from whichml_server.sending import send

MEDIA_TYPE: Final = "application/yaml"
TASK: Final = Parameter(
    "task", "What the project is to do: the id of one of `/v1/tasks`, or a common name such as `churn prediction`. "
    "Without it the brief tells all tasks.", example="clustering",
)  # fmt: skip
MODALITY: Final = Parameter(
    "modality", "What its data are, such as `text`; several with commas between them. Needed beside a task.",
    example="tabular",
)  # fmt: skip


def get_blank_brief(api: Api) -> Response:
    """Return a brief in YAML with all that may be told of such a project, or of any, each behind a comment sign."""
    to_name = names_for_forms(api.knowledge)
    if not request.args:
        tasks = api.knowledge.tasks
        meanings = {name: tasks[name].in_words for name in TASKS}
        return send(api, f"blank-{stamp(api)}", MEDIA_TYPE, lambda: blank_brief_of_any(meanings, to_name).encode())
    for each in (TASK, MODALITY):
        if each.name not in request.args:
            raise Refusal(WRONG_FILTER, (Problem(f"the parameter {quoted(each.name)} is missing.", hint=each.about),))
    modality = [each.strip() for each in request.args["modality"].split(",")]
    try:
        given = Brief.from_mapping(
            {"task": request.args["task"], "data": {"modality": modality}}, known_names(api.knowledge)
        )
    except BriefError as error:
        raise Refusal(WRONG_FILTER, error.problems) from None
    tag = f"blank-{given.task}-{'-'.join(given.data.modality)}-{stamp(api)}"
    return send(api, tag, MEDIA_TYPE, lambda: blank_brief(given, to_name).encode())
