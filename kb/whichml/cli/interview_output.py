"""What a conversation prints beside its questions: what they mean, what was wrong, what can be told, the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import click

from whichml.advise.interview import Interview
from whichml.advise.question_choice import Question
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_facts import turning_facts
from whichml.cli.prompts import LEAVING
from whichml.cli.terminal import print_document
from whichml.cli.wrapped_text import print_list, wrapped
from whichml.export.field_explanation import meanings_of_words
from whichml.export.first_screen import first_screen
from whichml.export.naming import Naming
from whichml.export.question_reasons import reason_of
from whichml.knowledge.loading import KnowledgeBase
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError
from whichml.model.format.brief_fields import BRIEF_FIELDS, REQUIRED_FIELDS
from whichml.model.format.field_help import answer_form, words_shown
from whichml.model.replies.task_suggestions import TaskSuggestion
from whichml.model.replies.typed_answer import answer_in_words, is_read_otherwise
from whichml.model.values.metrics import METRICS
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.units import units_of
from whichml.model.values.vocabulary import LEVELS, TASKS, QualityId, QualityName

_MOST_UNITS: Final = 4


class InterviewOutput:
    """Prints what somebody asks for in a conversation, and what came of what was typed."""

    def __init__(self, advisor: Advisor, knowledge: KnowledgeBase, path: Path) -> None:
        self._advisor, self._knowledge, self._path = advisor, knowledge, path
        self._names = Naming(knowledge)

    def answer(self, brief: Brief | None) -> None:
        """Print the answer to what was said so far."""
        if brief is None:
            click.echo("   Nothing can be said before the task and the data are known.")
            return
        answer, steps = self._advisor.recommend_with_steps(brief)
        turning = turning_facts(self._advisor, brief, before=steps) if answer.candidates else ()
        print_document(first_screen(answer, self._knowledge, turning, str(self._path)))

    def meaning(self, question: Question) -> None:
        """Print what a question means, what form an answer has, and why it is asked."""
        click.echo(wrapped(question.meaning))
        click.echo(wrapped(answer_form(question.field)))
        self.words(question.field)
        self.reason(question)

    def reason(self, question: Question) -> None:
        """Print why a question is asked."""
        click.echo(wrapped(reason_of(question, self._names)))

    def words(self, field: str) -> None:
        """Print the words that a field takes, with what each means; of a long list the most common."""
        shown, n_words = words_shown(field), len(BRIEF_FIELDS[field].values)
        print_list(each for each in meanings_of_words(field, self._knowledge) if each[0] in shown)
        if len(shown) < n_words:
            click.echo(wrapped(f"`? all` lists all {n_words}; `none` says that none applies."))

    def all_words(self, field: str) -> None:
        """Print all words that a field takes, with what each means; what it takes else where it has none."""
        if not BRIEF_FIELDS[field].values:
            click.echo(wrapped(answer_form(field)))
        print_list(meanings_of_words(field, self._knowledge))

    def fields(self, interview: Interview) -> None:
        """Print what could still be told of such a project."""
        listed = [(name, BRIEF_FIELDS[name].meaning) for name in interview.open_fields()]
        print_list(listed or [(name, BRIEF_FIELDS[name].meaning) for name in REQUIRED_FIELDS])
        click.echo(wrapped("Tell one at any prompt by its name, such as `stakes.regulation: gdpr`."))

    def qualities(self) -> None:
        """Print the qualities with their units and meanings, and say how accuracy is bounded."""
        click.echo(wrapped(f"Each may be bounded by a level ({', '.join(LEVELS)}), those with units by an amount too."))
        print_list(
            (quality.id, f"{_units_before(QUALITIES[QualityId(quality.id)])}{quality.definition}")
            for _, quality in sorted(self._knowledge.qualities.items())
        )
        click.echo(wrapped("Accuracy is bounded by a metric, such as `recall min 0.9`, `precision min 0.3` or "
                            f"`rmse max 5`: {', '.join(METRICS)}."))  # fmt: skip

    def refusal(self, refusal: BriefError, asked: str | None = None) -> None:
        """Print what was wrong with an answer and what would be right; `asked` is the field that it was for."""
        of_words = [problem for problem in refusal.problems if problem.lists == "words"]
        for problem in refusal.problems:
            told = {"qualities": "`?` lists what can be named."}
            if asked is not None:
                told |= {"choices": f"`?` tells what it may be. {LEAVING}",
                         "words": "It is one of these:" if problem is refusal.problems[-1] else ""}  # fmt: skip
            click.echo(wrapped(f"{problem.message} {told.get(problem.lists, problem.remedy)}".strip()))
        if asked is not None and of_words:
            self.words(asked)

    def tasks(self, refusal: BriefError, near: Sequence[TaskSuggestion]) -> None:
        """Print that a task was not understood, and tasks that may be meant, each with a number that chooses it."""
        for problem in refusal.problems:
            click.echo(wrapped(f"{problem.message} A number chooses one of these:"))
        print_list((f"{number} {each.task}", each.where) for number, each in enumerate(near, 1))
        click.echo(wrapped(f"`? all` lists all {len(TASKS)}."))

    def offer(self, refusal: BriefError, stated: Mapping[str, Plain]) -> None:
        """Print that an answer does not fit its question, and what it states of fields that may be taken instead."""
        for problem in refusal.problems:
            click.echo(wrapped(problem.message))
        read = "; ".join(f"{name}: {answer_in_words(value)}" for name, value in stated.items())
        click.echo(wrapped(f"Read as {read}? [Enter takes it]"))

    def rest(self, kept: str, refusal: BriefError) -> None:
        """Print what of an answer that lists several was kept, and what of it was not understood."""
        click.echo(wrapped(f"Kept: {kept}."))
        for problem in refusal.problems:
            remedy = "`?` lists what there is." if problem.lists == "words" else problem.remedy
            click.echo(wrapped(f"{problem.message} {remedy}"))

    def new_notices(self, brief: Brief | None, before: frozenset[str]) -> None:
        """Print what was read in prose and what is worth a second look that was not before."""
        if brief is not None:
            in_prose = brief.readings_of_prose
            for each in brief.notices:
                if each.message not in before and (each in in_prose or each not in brief.readings):
                    click.echo(wrapped(f"{'' if each in in_prose else '! '}{each.message}"))


def echo(typed: str, understood: Plain) -> None:
    """Print what was understood, where that is something else than what was typed."""
    if is_read_otherwise(typed, understood):
        click.echo(wrapped(f"{typed} -> {answer_in_words(understood)}"))


def _units_before(quality: QualityName) -> str:
    """Return the units of a quality in brackets, to stand before its meaning; empty where it has none."""
    if quality.dimension is None:
        return ""
    units = units_of(quality.dimension)
    return f"({', '.join(units[:_MOST_UNITS])}{', ...' if len(units) > _MOST_UNITS else ''}) "
