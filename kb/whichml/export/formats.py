"""Every format in which an answer is exported, for the command line and over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias, TypeVar

from whichml.export.decision_record import to_full_html_page, to_full_markdown, to_html_page, to_markdown
from whichml.export.linked_answer import answer_to_full_json_ld, answer_to_json_ld
from whichml.export.record_details import NO_DETAILS, RecordDetails
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Recommendation

Writer = TypeVar("Writer", bound=Callable[..., str | bytes])


@dataclass(frozen=True, slots=True)
class Format(Generic[Writer]):
    """A format by its name for `--format`, with its media type for `Accept` and `Content-Type`, and its writer."""

    name: str
    media_type: str
    write: Writer


AnswerWriter: TypeAlias = Callable[[Recommendation, Knowledge, RecordDetails], str]


@dataclass(frozen=True, slots=True)
class AnswerFormat(Format[AnswerWriter]):
    """A format of answers.

    Attributes
    ----------
    label : as people write its name
    about : what a document in it is
    write_full : writes all that the answer says; None where `write` does
    other_name : a second name that people know it by
    tells_turning : whether it tells the facts that would turn the answer, which take as long as a dozen answers
    """

    label: str
    about: str
    write_full: AnswerWriter | None = None
    other_name: str = ""
    tells_turning: bool = True

    @property
    def known_as(self) -> tuple[str, ...]:
        """Return the names that `--format` takes."""
        return (self.name, self.other_name) if self.other_name else (self.name,)

    @property
    def heading(self) -> str:
        """Return its names as a list for people."""
        return " or ".join(self.known_as)

    def written(
        self, answer: Recommendation, knowledge: Knowledge, details: RecordDetails = NO_DETAILS, *, full: bool
    ) -> str:
        """Return the answer in this format; `full` appends all else that it says."""
        write = self.write_full if full and self.write_full else self.write
        return write(answer, knowledge, details)


ANSWER_FORMATS: Final[tuple[AnswerFormat, ...]] = (
    AnswerFormat(
        "markdown", "text/markdown", to_markdown, "Markdown", "a decision record (MADR 4.0)", to_full_markdown, "madr"
    ),
    AnswerFormat("html", "text/html", to_html_page, "HTML", "the same as a page", to_full_html_page),
    AnswerFormat(
        "json-ld",
        "application/ld+json",
        answer_to_json_ld,
        "JSON-LD",
        "ranked algorithms, claims and sources as RDF",
        answer_to_full_json_ld,
        "jsonld",
        tells_turning=False,
    ),
)
"""Beside JSON, in which answers are kept; the first is the usual one."""


def answer_formats_by_name() -> dict[str, AnswerFormat]:
    """Return the formats of answers by each name that they are known as."""
    return {name: each for each in ANSWER_FORMATS for name in each.known_as}
