"""What becomes of an answer: it goes into the brief, or a part of it does, and what it needs to count is asked for."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeVar

import click

from whichml.advise.interview import Interview
from whichml.advise.question_choice import Question, question_about
from whichml.cli.interview_output import InterviewOutput, echo
from whichml.cli.prompts import Command, command_in, typed_at
from whichml.cli.wrapped_text import wrapped
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError, quoted
from whichml.model.format.brief_fields import REQUIRED_FIELDS
from whichml.model.replies.field_names import ToldField, told_by_name
from whichml.model.replies.task_suggestions import suggested_tasks
from whichml.model.replies.typed_answer import answer_in_words, is_read_otherwise
from whichml.model.values.currencies import BASE_CURRENCY
from whichml.model.words.headings import is_prose
from whichml.model.words.spoken_words import says_unknown

_NUMBER: Final = re.compile(r"#?([1-9])[.)]?")
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS: Final = 2
"""So many words an answer has at least that is offered to be kept in the notes."""
Understood = TypeVar("Understood")


@dataclasses.dataclass(frozen=True, slots=True)
class _Pending:
    """What an answer left open: the part that was understood, what it states of other fields, or itself for notes."""

    field: str = ""
    kept: str = ""
    offered: Mapping[str, Plain] = dataclasses.field(default_factory=dict)
    unread: str = ""


_NOTHING: Final = _Pending()


class AnswerInput:
    """Takes answers over into the brief of an interview and its file, and says what was understood."""

    def __init__(self, interview: Interview, tell: InterviewOutput, keep: Callable[[], None]) -> None:
        self._interview, self._tell, self._keep = interview, tell, keep
        self._pending = _NOTHING
        self._numbered: tuple[str, ...] = ()
        self._described = ""

    def put(self, question: Question, typed: str, named: str = "") -> bool:
        """Put an answer into the brief and say what was understood; return whether it was one."""
        field, pending = question.field, _NOTHING if named else self._take_pending(question.field)
        kept = pending.kept
        if pending.offered and not typed:
            return self._take_offered(field, pending.offered)
        if pending.unread and not typed:
            return self._keep_in_notes(field, pending.unread)
        is_task = field == "task" and not named
        described = self._described if is_task and is_prose(self._described) else ""  # kept, whoever names the task
        number = _NUMBER.fullmatch(typed) if is_task else None
        if number is not None and self._numbered:
            if int(number[1]) > len(self._numbered):
                click.echo(wrapped(f"The numbers end at {len(self._numbered)}."))
                return False
            typed, described = self._numbered[int(number[1]) - 1], self._described
            click.echo(wrapped(f"{number[1]} -> {typed}"))
        if kept and (says_unknown(typed) or typed.lower() in ("no", "none")):
            return True  # it stays at what was understood
        try:
            if says_unknown(typed):
                self._interview.pass_over(field)
                if named:
                    click.echo(wrapped(f"{named}not known"))
                return True
            understood = self._answer(field, f"{kept}, {typed}" if kept else typed, described)
        except BriefError as refusal:
            return self._put_part(field, f"{kept}, {typed}" if kept else typed, refusal, named)
        if field == "task":
            self._numbered, self._described = (), ""
        if described and described in str(self._interview.said().get("notes", "")):
            click.echo(wrapped(f"{quoted(described)} is kept in `notes`."))
        if named:
            click.echo(wrapped(f"{named}{answer_in_words(understood)}"))
        else:
            echo(typed, understood)
        return True

    def forget_part(self) -> None:
        """Forget what was kept of an answer of which a part was understood, offered or numbered: it was taken back."""
        self._pending, self._numbered, self._described = _NOTHING, (), ""

    def _take_pending(self, field: str) -> _Pending:
        """Return what the last answer left open, where it was to this question; it is open no more."""
        pending, self._pending = self._pending, _NOTHING
        return pending if pending.field == field else _NOTHING

    def _put_part(self, field: str, typed: str, refusal: BriefError, named: str) -> bool:
        """Put what is understood of a refused answer into the brief, and say what is not; return whether to go on."""
        part = self._interview.readable_part(field, typed)
        try:
            if part:
                self._answer(field, part)
        except BriefError:  # it contradicts what was said before, as the whole does
            part = ""
        if not part:
            self._refuse(field, typed, refusal, named)
            return False
        self._tell.rest(f"{named}{part}", refusal)
        if not named:
            self._pending = _Pending(field, kept=part)
            click.echo(wrapped("Say the rest in other words; Enter: leave it at that."))
        return bool(named)

    def _refuse(self, field: str, typed: str, refusal: BriefError, named: str) -> None:
        """Say what is wrong with an answer, and offer what it states of other fields, near tasks, or the notes."""
        is_near = field == "task" and any(problem.lists in ("tasks", "words") for problem in refusal.problems)
        if named:
            self._tell.refusal(refusal, field)
        elif is_near and (is_prose(typed) or suggested_tasks(typed)):
            self._number_tasks(typed, refusal)
        elif stated := self._interview.stated_in(typed):
            self._tell.offer(refusal, stated)
            self._pending = _Pending(field, offered=stated)
        else:
            if is_near:
                self._number_tasks(typed, refusal)
            else:
                self._tell.refusal(refusal, field)
            if len(_WORDS.findall(typed)) >= _FEWEST_WORDS and not says_unknown(typed):
                self._pending = _Pending(field, unread=typed)
                goes_on = "" if field in REQUIRED_FIELDS else " and goes on"
                click.echo(wrapped(f"Or say it in other words; Enter keeps it in `notes`{goes_on}."))

    def _number_tasks(self, typed: str, refusal: BriefError) -> None:
        near = self._interview.near_tasks(typed)
        self._numbered = tuple(each.task for each in near)
        told = typed if len(_WORDS.findall(typed)) >= _FEWEST_WORDS else ""
        before = self._described if is_prose(self._described) else ""
        self._described = f"{before} {told}".strip()
        self._tell.tasks(refusal, near)

    def _take_offered(self, field: str, offered: Mapping[str, Plain]) -> bool:
        """Put what was offered into the brief; return whether the question is done with, as it is once answered."""
        try:
            for name, value in offered.items():
                understood = self._answer(name, answer_in_words(value))
                click.echo(wrapped(f"{name}: {answer_in_words(understood)}"))
        except BriefError as refusal:  # together they contradict, or no file can hold one
            self._tell.refusal(refusal)
            return False
        return field in offered

    def _keep_in_notes(self, field: str, typed: str) -> bool:
        """Keep an answer in the notes; return whether the question is done with, as it is where it may be open."""
        try:
            self._put(lambda: self._interview.keep_in_notes(field, typed))
        except BriefError as refusal:
            self._tell.refusal(refusal)
            return False
        click.echo(wrapped("Kept in `notes`."))
        return field not in REQUIRED_FIELDS

    def _answer(self, field: str, typed: str, described: str = "") -> Plain:
        """Put an answer into the brief and the file; return what was understood.

        Raises
        ------
        BriefError
            Where the field does not take it, or no file can hold it.
        """
        return self._put(lambda: self._interview.answer(field, typed, described))

    def _put(self, take: Callable[[], Understood]) -> Understood:
        """Let the interview take something over, and write the file; take it back where no file can hold it."""
        understood = take()
        try:
            self._keep()
        except BriefError:
            self._interview.take_back()
            raise
        return understood

    def ask_rate(self) -> Command | None:
        """Ask what each currency is worth of which an amount was said, without which rules do not know that.

        Returns `back` or `done` where that was typed instead.
        """
        asked = ""
        while (currency := self._interview.currency_without_rate()) is not None:
            worth = f"how many {BASE_CURRENCY} is one {currency}? (such as 1.08)"
            said = f"Rules compare amounts in {BASE_CURRENCY}: {worth}"
            if said != asked:
                click.echo(wrapped(said))
                asked = said
            typed = typed_at(currency)
            command = command_in(typed)
            if command == "back":
                return command
            if command == "done" or says_unknown(typed):
                self._interview.pass_over("exchange_rates")
                return command
            if command == "show":
                self._tell.answer(self._interview.brief)
            elif command == "fields":
                self._tell.fields(self._interview)
            elif command is not None:
                click.echo(wrapped(asked))
            elif not self._put_by_name(typed):
                self._take_rate(currency, typed)
        return None

    def named_in(self, line: str, asked: str = "") -> ToldField | Literal["refused"] | None:
        """Return what a line tells of a field by its name; None where it names none, and why if it is refused."""
        try:
            return told_by_name(line, asked)
        except BriefError as refusal:
            self._tell.refusal(refusal)
            return "refused"

    def _put_by_name(self, line: str) -> bool:
        """Put what a line tells of a field by its name into the brief; return whether it names one or is refused."""
        told = self.named_in(line)
        if isinstance(told, ToldField):
            self.put(question_about(told.field), told.answer, f"{told.field}: ")
        return told is not None

    def _take_rate(self, currency: str, typed: str) -> None:
        """Take over what a currency is worth, where that was said."""
        try:
            rate = self._interview.take_rate(currency, typed)
        except BriefError as refusal:
            self._tell.refusal(refusal)
            return
        if is_read_otherwise(typed, rate):
            click.echo(wrapped(f"{typed} -> {rate:.15g}"))

    def notices(self) -> frozenset[str]:
        """Return what is worth a second look in what was said so far."""
        heard = self._interview.heard
        return frozenset(each.message for each in heard.notices) if heard is not None else frozenset()
