"""Answers out of one store and into another: a text of JSON lines, one for each answer and each document.

Each line tells the digest of what it carries, so that a file that was changed on its way is refused. Whoever changes
digests too is not found out: an export is as good as who hands it over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Annotated, Final, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from whichml.model.documents.errors import Place, Problem, quoted
from whichml_server.errors import ServerError
from whichml_server.store.answer_store import AnswerStore
from whichml_server.store.stored import StoredAnswer

MOST_LINE_BYTES: Final = 64_000_000
_FIRST: Final = {"whichml": "answers/1", "digest": "sha-256"}
_FIRST_WITHOUT_DIGESTS: Final = {"whichml": "answers/1"}
"""As versions wrote it whose lines had no digests."""
_HINT: Final = "Export it again; the file was changed or cut off."
_N_AT_ONCE: Final = 100
_Id = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]
_Text = Annotated[str, Field(pattern=r"^[^\x00]*$", max_length=10_000)]


class _Line(BaseModel):
    """What all lines have; `sha256` is the digest of body or text as UTF-8, None in a file without digests."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None


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
            body=answer.body.decode(), sha256=_digest_of(answer.body),
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
            line = DocumentLine(
                answer=answer.id, form=form, knowledge=knowledge, text=document.decode(), sha256=_digest_of(document)
            )
            yield line.model_dump_json().encode() + b"\n"


def read_lines(lines: Iterable[bytes], name: str) -> Iterator[Line]:
    """Yield what lines say.

    Raises
    ------
    ServerError
        At the first line that is none of an export or carries something else than was exported, with its place.
    """
    number, has_digests = 0, False
    seen: set[str] = set()
    for number, raw in enumerate(lines, 1):
        where = Place(name, number, 1)
        if number == 1:
            has_digests = _has_digests(raw, where)
            continue
        line = _line_in(raw, where)
        _check_digest(line, where, has_digests)
        if isinstance(line, AnswerLine):
            _check_answer(line, where)
            seen.add(line.id)
        elif line.answer not in seen:
            raise ServerError(Problem(f"no answer {line.answer} stands before its document.", where, hint=_HINT))
        yield line
    if not number:
        _has_digests(b"", Place(name, 1, 1))


def import_lines(store: AnswerStore, lines: Iterable[Line]) -> int:
    """Put what lines say into a store, and return how many answers were not there.

    Those that were there stay as they are, and so do their documents.
    """
    n_new = 0
    batch: list[StoredAnswer] = []
    for line in lines:
        if isinstance(line, AnswerLine):
            batch.append(line.to_answer())
            if len(batch) < _N_AT_ONCE:
                continue
        n_new += store.put_missing(batch)
        batch = []
        if isinstance(line, DocumentLine) and store.document(line.answer, line.form, line.knowledge) is None:
            store.put_document(line.answer, line.form, line.knowledge, line.text.encode())
    return n_new + store.put_missing(batch)


def _digest_of(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _has_digests(raw: bytes, where: Place) -> bool:
    """Return whether the first line says that each line has a digest; refuses any other beginning."""
    try:
        first = json.loads(raw)
    except (ValueError, RecursionError):
        first = None
    if first not in (_FIRST, _FIRST_WITHOUT_DIGESTS):
        hint = f"Its first line is `{json.dumps(_FIRST)}`; `whichml store export` writes such files."
        raise ServerError(Problem("this is no export of answers.", where, hint=hint))
    return bool(first == _FIRST)


def _line_in(raw: bytes, where: Place) -> Line:
    if len(raw) > MOST_LINE_BYTES:
        raise ServerError(Problem(f"the line has more than {MOST_LINE_BYTES} bytes.", where))
    try:
        return _LINE.validate_json(raw)
    except ValidationError as refused:
        problems = (
            Problem(f"{'.'.join(map(str, each['loc'])) or 'the line'}: {each['msg']}.", where)
            for each in refused.errors(include_url=False, include_input=False)[:5]
        )
        raise ServerError(*problems) from None


def _check_digest(line: Line, where: Place, is_expected: bool) -> None:
    if line.sha256 is None:
        if is_expected:
            raise ServerError(Problem("the line has no `sha256`, which the first line promises.", where, hint=_HINT))
        return
    if isinstance(line, AnswerLine):
        of, text = f"body of {line.id}", line.body
    else:
        of, text = f"{line.form} of {line.answer}", line.text
    found = _digest_of(text.encode())
    if found != line.sha256:
        message = f"the {of} is not what was exported: its SHA-256 is {found}, and {line.sha256} is expected."
        raise ServerError(Problem(message, where, hint=_HINT))


def _check_answer(line: AnswerLine, where: Place) -> None:
    """Refuse a body that is no JSON of an answer, or says of itself otherwise than its line."""
    try:
        body = json.loads(line.body)
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict) or body.get("id") != line.id:
        raise ServerError(Problem(f"the body of {line.id} is no JSON of an answer of that id.", where, hint=_HINT))
    knowledge, brief = (body[part] if isinstance(body.get(part), dict) else {} for part in ("knowledge", "brief"))
    expected = {
        "schema": (line.schema_, body.get("schema")),
        "knowledge": (line.knowledge, knowledge.get("digest")),
        "task": (line.task, str(brief.get("task", ""))),
        "title": (line.title, str(brief.get("title") or brief.get("id") or "")),
    }
    problems = [
        Problem(f"{name} of {line.id} is {quoted(said)}, and its body says {quoted(str(found))}.", where, hint=_HINT)
        for name, (said, found) in expected.items()
        if said != found
    ]
    if problems:
        raise ServerError(*problems)
