"""Files that programs write and read again: frozen values, and one way to say that a file holds something else."""

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from whichml.knowledge.content import Content
from whichml.model.documents.errors import KnowledgeError


class StoredValue(BaseModel):
    """A frozen part of a stored file; unknown keys are refused, and numbers are finite."""

    # built with the file that holds it: most parts are never read on their own
    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False)


AnyStored = TypeVar("AnyStored", bound=StoredValue)


def read_stored(content: Content, path: str, model: type[AnyStored], holds: str, made_by: str) -> AnyStored | None:
    """Return what a file of the content holds; None where it is not there.

    Parameters
    ----------
    path : of the file, below the facts
    holds : what it should hold, in words
    made_by : the command that writes it

    Raises
    ------
    KnowledgeError
        Where the file is there and holds something else.
    """
    file = content.facts / path
    if not file.is_file():
        return None
    try:
        return model.model_validate_json(file.read_bytes())
    except ValidationError as refusal:
        raise KnowledgeError.about(
            f"{content.name_of(file)} holds no {holds} that can be read.", hint=f"Write it anew: {made_by}"
        ) from refusal
