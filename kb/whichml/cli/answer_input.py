"""What becomes of an answer: it goes into the brief, or a part of it does, and what it needs to count is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import click

from whichml.advise.interview import Interview, Question, question_about
from whichml.cli.interview_output import InterviewOutput, echo
from whichml.cli.prompts import Command, command_in, typed_at
from whichml.cli.wrapped_text import wrapped
from whichml.model.currencies import BASE_CURRENCY
from whichml.model.document import Plain
from whichml.model.errors import BriefError
from whichml.model.field_names import ToldField, told_by_name
from whichml.model.spoken_words import says_unknown
from whichml.model.typed_answer import answer_in_words, is_read_otherwise


class AnswerInput:
    """Takes answers over into the brief of an interview and its file, and says what was understood."""

    def __init__(self, interview: Interview, tell: InterviewOutput, keep: Callable[[], None]) -> None:
        self._interview, self._tell, self._keep = interview, tell, keep
        self._kept: tuple[str, str] | None = None

    def put(self, question: Question, typed: str, named: str = "") -> bool:
        """Put an answer into the brief and say what was understood; return whether it was one."""
        field, kept = question.field, "" if named else self._kept_of(question.field)
        if kept and (says_unknown(typed) or typed.lower() in ("no", "none")):
            return True  # it stays at what was understood
        try:
            if says_unknown(typed):
                self._interview.pass_over(field)
                if named:
                    click.echo(wrapped(f"{named}not known"))
                return True
            understood = self._answer(field, f"{kept}, {typed}" if kept else typed)
        except BriefError as refusal:
            return self._put_part(field, f"{kept}, {typed}" if kept else typed, refusal, named)
        if named:
            click.echo(wrapped(f"{named}{answer_in_words(understood)}"))
        else:
            echo(typed, understood)
        return True

    def forget_part(self) -> None:
        """Forget what was kept of an answer of which a part was understood: it was taken back."""
        self._kept = None

    def _kept_of(self, field: str) -> str:
        """Return what was kept of the last answer, where it was to this question and only a part was understood."""
        kept, self._kept = self._kept, None
        return kept[1] if kept is not None and kept[0] == field else ""

    def _put_part(self, field: str, typed: str, refusal: BriefError, named: str) -> bool:
        """Put what is understood of a refused answer into the brief, and say what is not; return whether to go on."""
        part = self._interview.readable_part(field, typed)
        try:
            if part:
                self._answer(field, part)
        except BriefError:  # it contradicts what was said before, as the whole does
            part = ""
        if not part:
            self._tell.refusal(refusal, field)
            return False
        self._tell.rest(f"{named}{part}", refusal)
        if not named:
            self._kept = field, part
            click.echo(wrapped("Say the rest in other words; Enter: leave it at that."))
        return bool(named)

    def _answer(self, field: str, typed: str) -> Plain:
        """Put an answer into the brief and the file; return what was understood.

        Raises
        ------
        BriefError
            Where the field does not take it, or no file can hold it.
        """
        understood = self._interview.answer(field, typed)
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
