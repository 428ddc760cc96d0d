"""A conversation that writes a brief: questions, then bounds and priorities, then the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

import click

from whichml.advise.interview import FIRST, Interview, Question, question_about
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_facts import turning_facts
from whichml.cli.prompts import HEAD, Command, command_in
from whichml.cli.terminal import print_document
from whichml.cli.wrapped_text import print_list, wrapped
from whichml.export.field_explanation import meanings_of_words
from whichml.export.first_screen import first_screen
from whichml.export.naming import Naming
from whichml.export.question_reasons import reason_of
from whichml.knowledge.loading import KnowledgeBase
from whichml.model.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.brief_writing import commented_brief, write_brief
from whichml.model.currencies import BASE_CURRENCY
from whichml.model.document import Plain
from whichml.model.errors import BriefError, did_you_mean, quoted
from whichml.model.field_help import answer_form, question_text, short_form
from whichml.model.metrics import METRICS
from whichml.model.qualities import QUALITIES
from whichml.model.quantity import units_of
from whichml.model.spoken_words import ordered, says_unknown, tidy_word
from whichml.model.typed_answer import answer_in_words, is_read_otherwise
from whichml.model.typed_bound import bound_of
from whichml.model.vocabulary import LEVELS, QualityId, QualityName

Step: TypeAlias = "Callable[[], Step | None]"
_MOST_UNITS: Final = 4


class Conversation:
    """One conversation; what was said is written after every answer."""

    def __init__(self, interview: Interview, advisor: Advisor, knowledge: KnowledgeBase, path: Path) -> None:
        self.interview, self.advisor, self.knowledge, self.path = interview, advisor, knowledge, path
        self.names = Naming(knowledge)
        self._recalled: str | None = None

    def run(self) -> None:
        """Ask until nothing would change the answer, or enough is said; then bounds, priorities, and the answer."""
        click.echo(HEAD)
        self._tell_new(frozenset())
        step: Step | None = self._ask_questions
        while step is not None:
            step = step()

    def keep(self) -> None:
        """Write what was said."""
        if self.interview.brief is not None:
            write_brief(self.path, commented_brief(self.interview.said(), self.interview.passed_over))

    # -- questions ---------------------------------------------------------------------------------------------------

    def _ask_questions(self) -> Step | None:
        while (question := self._next_question()) is not None:
            if not self._ask(question):
                return self._ask_bounds
            self.keep()
        return self._ask_for_more

    def _next_question(self) -> Question | None:
        """Return the question that somebody came back to, or else the title, or else what the interview asks."""
        recalled, self._recalled = self._recalled, None
        if recalled is None and self.interview.brief is not None and self._is_open("title"):
            return question_about("title")
        asked = self.interview.question()
        if recalled is None or (asked is not None and asked.field == recalled):
            return asked
        return question_about(recalled)

    def _is_open(self, field: str) -> bool:
        return field not in self.interview.said() and field not in self.interview.passed_over

    def _ask_for_more(self) -> Step | None:
        """Ask for a field that somebody wants to tell, whether or not anything would follow from it."""
        click.echo("\nAnything else? Type a field to tell it (`fields` lists them); Enter: no more")
        while True:
            typed = self._typed("field")
            command = command_in(typed)
            if command == "done" or says_unknown(typed):
                return self._ask_bounds
            if command == "back":
                if self._go_back():
                    return self._ask_questions
            elif command is not None:
                self._obey(command, None)
            elif (field := self._field_named(typed)) is not None:
                self._recalled = field
                return self._ask_questions
            else:
                near = did_you_mean(typed, BRIEF_FIELDS) or "`fields` lists them."
                click.echo(wrapped(f"{quoted(typed)} is no field. {near}"))

    def _field_named(self, typed: str) -> str | None:
        """Return the field that is meant by its name, with or without its group; None where that is none's."""
        wanted = typed.strip().lower().replace(" ", "_").replace("-", "_")
        named = [name for name in (*FACT_FIELDS, "title") if wanted in (name, name.rpartition(".")[2])]
        return named[0] if len(named) == 1 else None

    def _ask(self, question: Question) -> bool:
        """Ask one question until it is answered, passed over or gone back from; return whether to go on."""
        form = short_form(question.field)
        click.echo(f"{self.interview.n_questions + 1}. {question_text(question.field)}{f' ({form})' if form else ''}")
        if question.words:
            click.echo(wrapped(", ".join(question.words)))
        while True:
            typed = self._typed(question.field)
            command = command_in(typed)
            if command == "done" and self.interview.brief is not None:
                return False
            if command == "back":
                if self._go_back():
                    return True
            elif command is not None:
                self._obey(command, question)
            elif self.interview.brief is not None and "." in typed and self._field_named(typed) is not None:
                self._recalled = self._field_named(typed)
                return True
            elif (goes_on := self._take(question, typed)) is not None:
                return goes_on

    def _take(self, question: Question, typed: str) -> bool | None:
        """Take over what was typed; return whether to go on, or None where it was no answer."""
        try:
            if says_unknown(typed):
                self.interview.pass_over(question.field)
                return True
            before = self._notices()
            understood = self._answer(question.field, typed)
        except BriefError as refusal:
            self._refuse(refusal, question)
            return None
        _echo(typed, understood)
        instead = self._ask_rate()
        if instead == "back":
            self._go_back()
        self._tell_new(before)
        return instead != "done"

    def _answer(self, field: str, typed: str) -> Plain:
        """Put an answer into the brief and the file; return what was understood.

        Raises
        ------
        BriefError
            Where the field does not take it, or no file can hold it.
        """
        understood = self.interview.answer(field, typed)
        try:
            self.keep()
        except BriefError:
            self.interview.take_back()
            raise
        return understood

    def _ask_rate(self) -> Command | None:
        """Ask what a currency is worth of which an amount was said, without which rules do not know that.

        Returns `back` or `done` where that was typed instead.
        """
        currency = self.interview.currency_without_rate()
        if currency is None:
            return None
        asked = f"Rules compare amounts in {BASE_CURRENCY}: how many {BASE_CURRENCY} is one {currency}? (such as 1.08)"
        click.echo(wrapped(asked))
        while True:
            typed = self._typed(currency)
            command = command_in(typed)
            if command == "back":
                return command
            if command == "done" or says_unknown(typed):
                self.interview.pass_over("exchange_rates")
                return command
            if command in ("show", "fields"):
                self._obey(command, None)
            elif command is not None:
                click.echo(wrapped(asked))
            elif self._take_rate(currency, typed):
                return None

    def _take_rate(self, currency: str, typed: str) -> bool:
        """Take over what a currency is worth; return whether that was said."""
        try:
            rate = self.interview.take_rate(currency, typed)
        except BriefError as refusal:
            self._refuse(refusal)
            return False
        if is_read_otherwise(typed, rate):
            click.echo(wrapped(f"{typed} -> {rate:.15g}"))
        return True

    def _refuse(self, refusal: BriefError, question: Question | None = None) -> None:
        """Print what was wrong with an answer and what would be right."""
        for problem in refusal.problems:
            told = {"qualities": "`?` lists what can be named."}
            if question is not None:
                told |= {"choices": "`?` tells what it may be.", "words": "It is one of these:",
                         "tasks": f"{problem.remedy} `?` lists all."}  # fmt: skip
            click.echo(wrapped(f"{problem.message} {told.get(problem.lists, problem.remedy)}".strip()))
            if question is not None and problem.lists == "words":
                self._print_words(question.field)

    def _go_back(self) -> bool:
        """Take back what was said last, and ask for it anew if a question did; return whether there was anything."""
        field = self.interview.take_back()
        while field == "exchange_rates":  # it was asked for with the amount before it
            field = self.interview.take_back()
        if field is None:
            click.echo("   There is no question before this one.")
            return False
        self._recalled = field if field in (*FACT_FIELDS, "title") else None
        return True

    # -- bounds and priorities ---------------------------------------------------------------------------------------

    def _ask_bounds(self) -> Step | None:
        click.echo(
            "\nAnything else? A field's name tells it (`fields` lists them). Else bounds that must hold, one at a\n"
            "time, such as `inference-latency max 40 ms (p99)` or `recall min 0.9` (`?` lists what can be bounded);\n"
            "Enter: no more"
        )
        while True:
            typed = self._typed("bound")
            command = command_in(typed)
            if command == "back":
                if self._go_back():
                    self.keep()
                    return self._ask_bounds if self._recalled is None else self._ask_questions
            elif command == "done" or says_unknown(typed):
                return self._ask_priorities
            elif command == "explain":
                self._list_qualities()
            elif command is not None:
                self._obey(command, None)
            elif "." in typed and (field := self._field_named(typed)) is not None:
                goes_on = self._ask(question_about(field))
                self.keep()
                if self._recalled is not None:
                    return self._ask_questions
                if not goes_on:
                    return self._ask_priorities
            elif not self._require(typed):
                return self._ask_priorities

    def _require(self, typed: str) -> bool:
        """Take over a bound, if one was typed; return whether to go on with bounds."""
        try:
            bound, before = bound_of(typed), self._notices()
            self.interview.require(bound.quality, bound.side, bound.amount, bound.at)
        except BriefError as refusal:
            self._refuse(refusal)
            return True
        if tidy_word(typed) != tidy_word(bound.text):
            click.echo(wrapped(f"{typed} -> {bound.text}"))
        instead = self._ask_rate()
        if instead == "back":
            self._go_back()
        self._tell_new(before)
        self.keep()
        return instead != "done"

    def _list_qualities(self) -> None:
        """Print the qualities with their units and meanings, and say how accuracy is bounded."""
        click.echo(wrapped(f"Each may be bounded by a level ({', '.join(LEVELS)}), those with units by an amount too."))
        print_list(
            (quality.id, f"{_units_before(QUALITIES[QualityId(quality.id)])}{quality.definition}")
            for _, quality in sorted(self.knowledge.qualities.items())
        )
        click.echo(wrapped("Accuracy is bounded by a metric, such as `recall min 0.9`, `precision min 0.3` or "
                            f"`rmse max 5`: {', '.join(METRICS)}."))  # fmt: skip

    def _ask_priorities(self) -> Step | None:
        click.echo(
            "\nWhat matters most, in order, such as `accuracy, explainability, inference-latency`;\n"
            "`?` lists what can matter; Enter: leave it open"
        )
        while True:
            typed = self._typed("priorities")
            command = command_in(typed)
            if command == "back":
                return self._ask_bounds
            if command == "done" or says_unknown(typed):
                return self._end
            if command == "explain":
                self._list_qualities()
            elif command is not None:
                self._obey(command, None)
            elif self._rank(typed):
                return self._end

    def _rank(self, typed: str) -> bool:
        try:
            understood = self.interview.rank([*ordered(typed)])
        except BriefError as refusal:
            self._refuse(refusal)
            return False
        _echo(typed, understood)
        return True

    def _end(self) -> Step | None:
        self.keep()
        click.echo()
        self._show()
        return None

    # -- what can be typed everywhere --------------------------------------------------------------------------------

    def _typed(self, prompt: str) -> str:
        typed: str = click.prompt(f"   {prompt}", default="", show_default=False)
        return typed.strip()

    def _obey(self, command: Command, question: Question | None) -> None:
        if command == "show":
            self._show()
        elif command == "fields":
            self._list_fields()
        elif command == "done":
            click.echo(wrapped(f"Nothing can be said before {' and '.join(FIRST)} are known."))
        elif question is None:
            click.echo(wrapped("A bound rules out what certainly misses it; priorities weigh what is left."))
        elif command == "explain":
            self._explain(question)
        else:
            click.echo(wrapped(reason_of(question, self.names)))

    def _explain(self, question: Question) -> None:
        click.echo(wrapped(question.meaning))
        click.echo(wrapped(answer_form(question.field)))
        self._print_words(question.field)
        click.echo(wrapped(reason_of(question, self.names)))

    def _print_words(self, field: str) -> None:
        print_list(meanings_of_words(field, self.knowledge))

    def _list_fields(self) -> None:
        """Print what could still be told of such a project."""
        listed = [(name, BRIEF_FIELDS[name].meaning) for name in self.interview.open_fields()]
        print_list(listed or [(name, BRIEF_FIELDS[name].meaning) for name in FIRST])

    def _show(self) -> None:
        brief = self.interview.brief
        if brief is None:
            click.echo("   Nothing can be said before the task and the data are known.")
            return
        answer = self.advisor.recommend(brief)
        turning = turning_facts(self.advisor, brief) if answer.candidates else ()
        print_document(first_screen(answer, self.knowledge, turning, str(self.path)))

    def _notices(self) -> frozenset[str]:
        brief = self.interview.brief
        return frozenset(each.message for each in brief.notices) if brief is not None else frozenset()

    def _tell_new(self, before: frozenset[str]) -> None:
        """Print what was read in prose and what is worth a second look since something was said."""
        brief = self.interview.brief
        if brief is not None:
            in_prose = brief.readings_of_prose
            for each in brief.notices:
                if each.message not in before and (each in in_prose or each not in brief.readings):
                    click.echo(wrapped(f"{'' if each in in_prose else '! '}{each.message}"))


def _echo(typed: str, understood: Plain) -> None:
    """Print what was understood, where that is something else than what was typed."""
    if is_read_otherwise(typed, understood):
        click.echo(wrapped(f"{typed} -> {answer_in_words(understood)}"))


def _units_before(quality: QualityName) -> str:
    """Return the units of a quality in brackets, to stand before its meaning; empty where it has none."""
    if quality.dimension is None:
        return ""
    units = units_of(quality.dimension)
    return f"({', '.join(units[:_MOST_UNITS])}{', ...' if len(units) > _MOST_UNITS else ''}) "
