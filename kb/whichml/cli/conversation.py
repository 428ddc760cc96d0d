"""A conversation that writes a brief: questions, then bounds and priorities, then the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, TypeAlias

import click

from whichml.advise.interview import Interview
from whichml.advise.question_choice import Question, question_about
from whichml.advise.recommendation import Advisor
from whichml.cli.answer_input import AnswerInput
from whichml.cli.interview_output import InterviewOutput, echo
from whichml.cli.prompts import HEAD, LEAVING, Command, command_in, typed_at
from whichml.cli.wrapped_text import headed, wrapped
from whichml.knowledge.loading import KnowledgeBase
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError, nearest, quoted
from whichml.model.format.brief_fields import FACT_FIELDS, REQUIRED_FIELDS
from whichml.model.format.brief_writing import commented_brief, write_brief
from whichml.model.format.field_help import question_text, short_form, words_shown
from whichml.model.format.told_by_table import ToldByTable
from whichml.model.replies.field_names import NAMED, ToldField, fields_called, is_written_as_a_field
from whichml.model.replies.typed_answer import answer_in_words
from whichml.model.replies.typed_bound import bound_of, says_a_bound
from whichml.model.words.spoken_words import ordered, says_unknown, tidy_word

Step: TypeAlias = "Callable[[], Step | None]"


_MOST_TOLD: Final = 3
_SCHEMA: Final = "brief.schema.json"
"""The file that editors check a brief by, where `whichml schema brief` was kept beside it."""
_ANYTHING_ELSE: Final = "\nAnything else? Type a field to tell it (`fields` lists them); Enter: no more"
_THE_FIRST_STAYS: Final = (
    "No usual answer to a question that is still to come could change who comes first any more, only who stands beside "
    "it: `done` ends the questions."
)
_OPEN_AGAIN: Final = "With what was said since, this question can change who comes first again."
_THAT_IS_ALL: Final = (
    "\nNo usual answer to a question that is still to come could change the first\n"
    "three any more. `more` asks what decisions and cautions depend on, and a\n"
    "field's name tells that (`fields` lists them); Enter: no more"
)
_TITLE: Final = """\
`title: WORDS` tells what the work is: where its kind is known, the answer says
what decides in it.
"""


class Conversation:
    """One conversation; what was said is written after every answer."""

    def __init__(
        self, interview: Interview, advisor: Advisor, knowledge: KnowledgeBase, path: Path,
        told: ToldByTable | None = None,
    ) -> None:  # fmt: skip
        self.interview, self.path, self._told = interview, path, told
        self.output = InterviewOutput(advisor, knowledge, path)
        self._recalled: str | None = None
        self._holds_a_brief = interview.brief is not None
        self._goes_on, self._is_led = False, False
        self.input = AnswerInput(interview, self.output, self.keep)

    def run(self) -> None:
        """Ask until nothing would change the answer, or enough is said; then bounds, priorities, and the answer."""
        click.echo(HEAD)
        self.output.new_notices(self.interview.heard, frozenset())
        step: Step | None = self._ask_questions
        while step is not None:
            step = step()

    def keep(self) -> None:
        """Write what was said; the beginning of a brief takes the place of no brief."""
        self._holds_a_brief = self._holds_a_brief or self.interview.brief is not None
        if self.interview.brief is not None or (self.interview.said() and not self._holds_a_brief):
            said, unknown = self.interview.said(), self.interview.passed_over
            schema = _SCHEMA if self.path.with_name(_SCHEMA).is_file() else ""
            write_brief(self.path, commented_brief(said, unknown, self._told, schema))

    # -- questions ---------------------------------------------------------------------------------------------------

    def _ask_questions(self) -> Step | None:
        while (question := self._next_question()) is not None:
            if question.leaves == "the first three" and not self._goes_on:
                return self._ask_for_more
            self._tell_what_it_leaves(question)
            if not self._ask(question):
                return self._ask_bounds
            self.keep()
        return self._ask_for_more

    def _tell_what_it_leaves(self, question: Question) -> None:
        """Say when no question to come could change who comes first any more, and when one can again."""
        if question.leaves == "the first" and not self._is_led:
            self._is_led = True
            left = self._of_passed_over("the first")
            click.echo(wrapped(f"{_THE_FIRST_STAYS} {left}".rstrip()))
        elif self._is_led and question.turning is not None and not question.keeps_first:
            self._is_led = False
            click.echo(wrapped(_OPEN_AGAIN))

    def _of_passed_over(self, most: Literal["the first", "the first three"]) -> str:
        """Return a sentence that names what was passed over and could change the first, or the first three."""
        fields = self.interview.passed_over_and_turning(most)
        if not fields:
            return ""
        shown, rest = fields[:_MOST_TOLD], len(fields) - _MOST_TOLD
        named = ", ".join(f"`{name}`" for name in shown) + (f" and {rest} more" if rest > 0 else "")
        return f"What you passed over could change {most}, told by its name: {named}."

    def _next_question(self) -> Question | None:
        """Return the question that somebody came back to, or else what the interview asks."""
        recalled, self._recalled = self._recalled, None
        asked = self.interview.question()
        if recalled is None or (asked is not None and asked.field == recalled):
            return asked
        return question_about(recalled)

    def _ask_for_more(self) -> Step | None:
        """Ask for a field that somebody wants to tell, whether or not anything would follow from it."""
        has_more = self.interview.question() is not None
        click.echo(_THAT_IS_ALL if has_more else _ANYTHING_ELSE)
        if passed_over := self._of_passed_over("the first three"):
            click.echo(wrapped(passed_over))
        self._is_led = True
        while True:
            typed = typed_at("field")
            command = command_in(typed)
            if command == "done" or says_unknown(typed):
                return self._ask_bounds
            if command == "more" and has_more:
                self._goes_on = True
                return self._ask_questions
            if command == "back":
                if self._go_back():
                    return self._ask_questions
            elif command is not None:
                self._obey(command, None)
            elif self._take_by_name(typed):
                return self._ask_questions
            elif (field := self._field_alone(typed, fields_called(typed))) is not None:
                self._recalled = field
                return self._ask_questions
            elif len(fields_called(typed)) < 2:
                near = nearest(typed, NAMED)
                told = f"Did you mean '{near}'?" if near is not None else "`fields` lists them."
                click.echo(wrapped(f"{quoted(typed)} is no field. {told}"))

    def _field_alone(self, typed: str, called: tuple[str, ...]) -> str | None:
        """Return the field that a name alone means; None, and said, where several have it, or it is none's."""
        if len(called) > 1:
            click.echo(wrapped(f"{quoted(typed)} may be {', '.join(called[:-1])} or {called[-1]}: write one of them."))
        return called[0] if len(called) == 1 else None

    def _ask(self, question: Question) -> bool:
        """Ask one question until it is answered, passed over or gone back from; return whether to go on."""
        form = short_form(question.field)
        asked = f"{question_text(question.field)}{f' ({form})' if form else ''}"
        click.echo(headed(f"{self.interview.n_questions + 1}.", asked))
        if question.words:
            shown = words_shown(question.field)
            more = f", ...; `? all` lists all {len(question.words)}" if len(shown) < len(question.words) else ""
            click.echo(wrapped(f"{', '.join(shown)}{more}"))
        while True:
            typed = typed_at(question.field)
            command = command_in(typed)
            if command == "done" and self.interview.brief is not None:
                return False
            if command == "back":
                if self._go_back():
                    return True
            elif command is not None:
                self._obey(command, question)
            elif (goes_on := self._take_or_turn(question, typed)) is not None:
                return goes_on

    def _take_or_turn(self, question: Question, typed: str) -> bool | None:
        """Take over an answer, or what a line tells of another field; return whether to go on, None to ask again."""
        told = self.input.named_in(typed, question.field)
        if told == "refused":
            return None
        if told is not None and told.field == question.field:
            return self._take(question, told.answer)
        if told is not None:
            goes_on = self._take_told(told)
            self._recalled = self._recalled or (question.field if self._makes_sense(question.field) else None)
            return goes_on
        if self.interview.brief is not None and is_written_as_a_field(typed):
            field = self._field_alone(typed, fields_called(typed))
            if field is not None and field != question.field:
                self._recalled = field
                return True
        return self._take(question, typed)

    def _makes_sense(self, field: str) -> bool:
        """Return whether a question still makes sense after what was told meanwhile."""
        brief = self.interview.brief
        if field not in FACT_FIELDS or brief is None:
            return True
        return field in self.interview.open_fields() and field not in brief.facts()

    def _take_by_name(self, typed: str) -> bool:
        """Take over what a line tells of a field by its name; return whether it names one, or is refused as such."""
        told = self.input.named_in(typed)
        if isinstance(told, ToldField):
            self._take_told(told)
            self.keep()
        return told is not None

    def _take_told(self, told: ToldField) -> bool | None:
        """Take over what was told of a field by its name; return as `_take` does."""
        return self._take(question_about(told.field), told.answer, f"{told.field}: ")

    def _take(self, question: Question, typed: str, named: str = "") -> bool | None:
        """Take over what was typed; return whether to go on, or None where it was no answer.

        Parameters
        ----------
        named : stands before what was understood, where a line named the field and that has to be seen
        """
        before = self.input.notices()
        if not self.input.put(question, typed, named):
            return None
        instead = self.input.ask_rate()
        if instead == "back":
            self._go_back()
        self.output.new_notices(self.interview.heard, before)
        return instead != "done"

    def _go_back(self) -> bool:
        """Take back what was said last, and ask for it anew if a question did; return whether there was anything."""
        self.input.forget_part()
        field = self.interview.take_back()
        while field == "exchange_rates":  # it was asked for with the amount before it
            field = self.interview.take_back()
        if field is None:
            click.echo("   There is no question before this one.")
            return False
        self._recalled = field if field in NAMED else None
        return True

    # -- bounds and priorities ---------------------------------------------------------------------------------------

    def _ask_bounds(self) -> Step | None:
        named = "" if "title" in self.interview.said() else _TITLE
        click.echo(
            f"\nAnything else? A field's name tells it (`fields` lists them).\n{named}"
            "Else bounds that must hold, one at a time, such as `recall min 0.9` or\n"
            "`inference-latency max 40 ms (p99)` (`?` lists them all); Enter: no more"
        )
        while True:
            typed = typed_at("bound")
            command = command_in(typed)
            if command == "back":
                if self._go_back():
                    self.keep()
                    return self._ask_bounds if self._recalled is None else self._ask_questions
            elif command == "done" or says_unknown(typed):
                return self._ask_priorities
            elif command == "explain":
                self.output.qualities()
            elif command is not None:
                self._obey(command, None)
            elif (step := self._bound_or_field(typed)) is not None:
                return step

    def _bound_or_field(self, typed: str) -> Step | None:
        """Take over a bound or what is told of a field; return what comes instead of the next bound, if anything.

        What a field and a quality are called alike, such as `memory: 2 GB`, is a bound where it can be one.
        """
        if says_a_bound(typed) or not self._take_by_name(typed):
            if not (is_written_as_a_field(typed) and fields_called(typed)):
                return None if self._require(typed) else self._ask_priorities
            field = self._field_alone(typed, fields_called(typed))
            if field is not None:
                goes_on = self._ask(question_about(field))
                self.keep()
                if self._recalled is not None:
                    return self._ask_questions
                return None if goes_on else self._ask_priorities
        return None

    def _require(self, typed: str) -> bool:
        """Take over a bound, if one was typed; return whether to go on with bounds."""
        try:
            bound, before = bound_of(typed), self.input.notices()
            self.interview.require(bound.quality, bound.side, bound.amount, bound.at)
        except BriefError as refusal:
            self.output.refusal(refusal)
            return True
        if tidy_word(typed) != tidy_word(bound.text):
            click.echo(wrapped(f"{typed} -> {bound.text}"))
        instead = self.input.ask_rate()
        if instead == "back":
            self._go_back()
        self.output.new_notices(self.interview.heard, before)
        self.keep()
        return instead != "done"

    def _ask_priorities(self) -> Step | None:
        click.echo(
            "\nWhat matters most, in order, such as `accuracy, explainability`;\n"
            "`?` lists what can matter; Enter: leave it open"
        )
        kept: list[Plain] = []
        while True:
            typed = typed_at("priorities")
            command = command_in(typed)
            if command == "back":
                return self._ask_bounds
            if command == "done" or says_unknown(typed):
                return self._end
            if command == "explain":
                self.output.qualities()
            elif command is not None:
                self._obey(command, None)
            elif not self._take_by_name(typed):
                kept, is_whole = self._rank(typed, kept)
                if is_whole:
                    return self._end

    def _rank(self, typed: str, kept: list[Plain]) -> tuple[list[Plain], bool]:
        """Put what can be ranked into its order, behind what was kept before; return it, and whether that was all."""
        named, problems = self.interview.rankable([*ordered(typed)])
        order = named if any(each in kept for each in named) else [*kept, *named]
        if named:
            self.interview.rank(order)
        if problems and named:
            self.output.rest(answer_in_words(order), BriefError(*problems))
            click.echo(wrapped("Say the rest in other words; Enter: leave it at that."))
        elif problems:
            self.output.refusal(BriefError(*problems))
        else:
            echo(typed, order)
        return order, not problems and bool(named)

    def _end(self) -> Step | None:
        self.keep()
        click.echo()
        self.output.answer(self.interview.brief)
        return None

    # -- what can be typed everywhere --------------------------------------------------------------------------------

    def _obey(self, command: Command, question: Question | None) -> None:
        if command == "show":
            self.output.answer(self.interview.brief)
        elif command == "fields":
            self.output.fields(self.interview)
        elif command == "more":
            click.echo(wrapped("More is asked without it, as long as it could change the answer."))
        elif command == "done":
            click.echo(wrapped(f"Nothing can be said before {' and '.join(REQUIRED_FIELDS)} are known. {LEAVING}"))
        elif command == "list" and question is None:
            self.output.qualities()
        elif command == "list" and question is not None:
            self.output.all_words(question.field)
        elif question is None:
            click.echo(wrapped("A bound rules out what certainly misses it; priorities weigh what is left."))
        elif command == "explain":
            self.output.meaning(question)
            if self.interview.brief is None:
                click.echo(wrapped(LEAVING))
        else:
            self.output.reason(question)
