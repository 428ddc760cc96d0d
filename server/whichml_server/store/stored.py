"""What is kept of an answer, and what is raised where nothing can be kept or read now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from whichml.model.documents.errors import Problem
from whichml.model.statements.recommendation import Recommendation
from whichml_server.code_stamp import code_stamp
from whichml_server.errors import ServerError


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was given.

    Attributes
    ----------
    id : the answer's id, a hash of brief and knowledge
    schema : the form of `body`, such as `recommendation/1`
    knowledge : digest of the knowledge base that it stands on
    body : the answer as UTF-8 JSON
    task : the task of its brief, by which answers are listed
    title : the title of its brief, else the id of it; empty where it has neither
    created : when it was kept first, in UTC; None before it is kept
    made_by : stamp of the code that made it; with another one, the same brief may get other bytes
    """

    id: str
    schema: str
    knowledge: str
    body: bytes
    task: str = ""
    title: str = ""
    created: datetime | None = field(default=None, compare=False)
    made_by: str = field(default="", compare=False)

    @classmethod
    def of(cls, answer: Recommendation) -> Self:
        """Return an answer that this code made, as it is kept."""
        title = answer.brief.get("title") or answer.brief.get("id") or ""
        return cls(
            id=answer.id,
            schema=answer.schema_,
            knowledge=answer.knowledge.digest,
            body=answer.to_json(),
            task=str(answer.brief.get("task", "")),
            title=str(title),
            made_by=code_stamp(),
        )


class StoreUnavailable(ServerError):  # noqa: N818 (it is no fault of anybody who asks)
    """A store that can not be read or written now, and that may be soon.

    Attributes
    ----------
    seconds : after how many seconds it is worth to ask again
    """

    seconds: int = 5

    @classmethod
    def because(cls, reason: str, seconds: int = 5) -> Self:
        """Return the error; the reason names no path, since clients read it."""
        error = cls(Problem(f"the store of answers cannot be used now: {reason}."))
        error.seconds = seconds
        return error
