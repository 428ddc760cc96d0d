"""What every part of an answer is."""

from pydantic import BaseModel, ConfigDict


class AnswerPart(BaseModel):
    """A frozen part of the answer."""

    model_config = ConfigDict(defer_build=True, frozen=True)
