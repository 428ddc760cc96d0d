"""Answers out of one store and into another: a text of JSON lines, one for each answer and each document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Final, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from whichml.model.documents.errors import Place, Problem
from whichml_server.errors import ServerError
from whichml_server.store.answer_store import AnswerStore
from whichml_server.store.stored import StoredAnswer

MOST_LINE_BYTES: Final = 64_000_000
_FIRST: Final = {"whichml": "answers/1"}
_N_AT_ONCE: Final = 100
_Id = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]
_Text = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=10_000)]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AnswerLine(_Line):
    """An answer as a line; `body` is its JSON as it was given, letter by letter."""

    kind: Literal["answer"] = "answer"
    id: _Id
    schema_: _Text = Field(alias="schema")
    created: AwareDatetime
    knowledge: _Text
    task: _Text
    title: _Text
    made_by: _Text
    body: str

    @classmethod
    def of(cls, answer: StoredAnswer) -> Self:
        """Return the line of an answer."""
        return cls(
            id=answer.id, schema=answer.schema, created=answer.created or datetime.now(UTC),
            knowledge=answer.knowledge, task=answer.task, title=answer.title, made_by=answer.made_by,
            body=answer.body.decode(),
        )  # fmt: skip

    def to_answer(self) -> StoredAnswer:
        """Return the answer of the line."""
        return StoredAnswer(
            self.id, self.schema_, self.knowledge, self.body.encode(), self.task, self.title, self.created, self.made_by
        )


class DocumentLine(_Line):
    """A document of an answer, as a line."""

    kind: Literal["document"] = "document"
    answer: _Id
    form: _Text
    knowledge: _Text
    text: str


Line = AnswerLine | DocumentLine
_LINE: Final[TypeAdapter[Line]] = TypeAdapter(Annotated[Line, Field(discriminator="kind")])


def exported_lines(store: AnswerStore) -> Iterator[bytes]:
    """Yield all that is kept as lines, oldest first; what comes meanwhile may be among it."""
    yield json.dumps(_FIRST).encode() + b"\n"
    for answer in store.everything():
        yield AnswerLine.of(answer).model_dump_json(by_alias=True).encode() + b"\n"
        for form, knowledge, document in store.documents_of(answer.id):
            line = DocumentLine(answer=answer.id, form=form, knowledge=knowledge, text=document.decode())
            yield line.model_dump_json().encode() + b"\n"


def read_lines(lines: Iterable[bytes], name: str) -> Iterator[Line]:
    """Yield what lines say.

    Raises
    ------
    ServerError
        At the first line that is none of an export, with its place.
    """
    number = 0
    for number, raw in enumerate(lines, 1):
        if number == 1:
            _check_first(raw, name)
        else:
            yield _line_in(raw, Place(name, number, 1))
    if not number:
        _check_first(b"", name)


def import_lines(store: AnswerStore, lines: Iterable[Line]) -> int:
    """Put what lines say into a store, and return how many answers were not there; those that were stay as they are."""
    n_new = 0
    batch: list[StoredAnswer] = []
    for line in lines:
        if isinstance(line, AnswerLine):
            batch.append(line.to_answer())
            if len(batch) < _N_AT_ONCE:
                continue
        n_new += store.put_missing(batch)
        batch = []
        if isinstance(line, DocumentLine):
            store.put_document(line.answer, line.form, line.knowledge, line.text.encode())
    return n_new + store.put_missing(batch)


def _check_first(raw: bytes, name: str) -> None:
    try:
        if json.loads(raw) == _FIRST:
            return
    except (ValueError, RecursionError):
        pass
    raise ServerError(
        Problem(
            "this is no export of answers.",
            Place(name, 1, 1),
            hint=f"Its first line is `{json.dumps(_FIRST)}`; `whichml store export` writes such files.",
        )
    )


def _line_in(raw: bytes, where: Place) -> Line:
    if len(raw) > MOST_LINE_BYTES:
        raise ServerError(Problem(f"the line has more than {MOST_LINE_BYTES} bytes.", where))
    try:
        line = _LINE.validate_json(raw)
    except ValidationError as refused:
        problems = (
            Problem(f"{'.'.join(map(str, each['loc'])) or 'the line'}: {each['msg']}.", where)
            for each in refused.errors(include_url=False, include_input=False)[:5]
        )
        raise ServerError(*problems) from None
    if isinstance(line, AnswerLine) and not _is_answer(line):
        message = f"the body of {line.id} is no JSON of an answer of that id."
        raise ServerError(Problem(message, where, hint="Export it again; the file was changed or cut off."))
    return line


def _is_answer(line: AnswerLine) -> bool:
    try:
        body = json.loads(line.body)
    except (ValueError, RecursionError):
        return False
    return isinstance(body, dict) and body.get("id") == line.id
