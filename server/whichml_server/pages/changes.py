"""What a form that was sent changes in an unfinished brief."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from werkzeug.datastructures import MultiDict

from whichml.export.cut_texts import cut_to_words
from whichml.knowledge.algorithm_calls import known_names
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.briefs.told_by_prose import told_by_prose
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError, Problem, steps_of_pointer
from whichml.model.format.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.format.brief_form import dotted_fields
from whichml.model.replies.typed_answer import value_of
from whichml_server.hints import asked_over_http
from whichml_server.pages.controls import Texts, texts_of
from whichml_server.pages.unfinished import UnfinishedBrief, brief_in_json, read_pasted, read_text, read_unfinished

MOST_PROBLEMS_SHOWN: Final = 20
_MOST_PRIORITIES: Final = 30
_MOST_WORDS: Final = 60
_TIE: Final = " = "


@dataclass(frozen=True, slots=True)
class Changed:
    """An unfinished brief after a form was sent.

    Attributes
    ----------
    begun : as changed; as it was before where something was refused
    typed : the texts of the form by field, to be shown again where something was refused
    problems : what was refused
    verb : what the form was sent for, such as `answer`; empty where nothing says so
    """

    begun: UnfinishedBrief
    typed: Mapping[str, Texts] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    verb: str = ""

    def by_field(self) -> dict[str, Texts]:
        """Return what is wrong with the controls that were sent, by field."""
        found: dict[str, Texts] = {}
        for problem in self.problems:
            name = _field_of(problem)
            if name in self._controls():
                found[name] = (*found.get(name, ()), _sentence(problem))
        return found

    def elsewhere(self) -> Texts:
        """Return what is wrong with no control in particular."""
        found = [_sentence(problem) for problem in self.problems if _field_of(problem) not in self._controls()]
        n_more = len(found) - MOST_PROBLEMS_SHOWN
        return (*found[:MOST_PROBLEMS_SHOWN], *([f"{n_more} more problems."] if n_more > 0 else []))

    def _controls(self) -> set[str]:
        return {"bound", *BRIEF_FIELDS} & self.typed.keys()


def read_form(form: MultiDict[str, str], knowledge: Knowledge) -> Changed:
    """Return the unfinished brief that a form leaves, or why there is none."""
    try:
        before = read_unfinished(form, knowledge)
    except BriefError as error:
        return Changed(UnfinishedBrief(), problems=error.problems)
    return _Reading(before, form, knowledge).changed()


class _Reading:
    """One form held against the unfinished brief that it was made from."""

    def __init__(self, before: UnfinishedBrief, form: MultiDict[str, str], knowledge: Knowledge) -> None:
        self.before, self.form, self.knowledge = before, form, knowledge
        brief = before.brief
        self.shown: dict[str, Plain] = dotted_fields(brief.normalised()) if brief is not None else {}
        self.said: dict[str, Plain] = dotted_fields(brief.stated()) if brief is not None else {}
        self.verb, _, self.about = form.get("do", "").partition(" ")
        self.typed: dict[str, Texts] = {}
        self.problems: list[Problem] = []

    def changed(self) -> Changed:
        """Return the unfinished brief with all changes, or with none and the problems."""
        if self.verb == "read":
            return self._read()
        before = dict(self.said)
        self._take_facts()
        self._take_answer()
        self._take_title()
        self._take_priorities()
        self._take_bounds()
        if self.verb == "answer" and self.said == before and not self.problems:
            self._refuse(self.form.get("question", ""), "Answer, or say that it is not known.")
        is_same = self.said == before and self.before.brief is not None
        brief = self.before.brief if is_same else self._brief()
        self.problems += self._read_again(brief) if brief is not None else ()
        if self.problems or brief is None:
            return Changed(self.before, self.typed, tuple(self.problems), self.verb)
        known = brief.facts().keys() | self.said.keys()
        given = self.before.given if is_same else ""
        return Changed(UnfinishedBrief(brief, self._unknown(known), self._asked(known), given), verb=self.verb)

    def _read(self) -> Changed:
        text = self.form.get("text", "")
        try:
            return Changed(read_pasted(text, self.knowledge))
        except BriefError as error:
            return Changed(self.before, {"text": (text,)}, error.problems)

    def _take_facts(self) -> None:
        """Take over each control that shows something else than before."""
        for name in FACT_FIELDS:
            if name in self.form:
                texts = _given(self.form.getlist(name))
                self.typed[name] = texts
                if texts != texts_of(name, self.shown.get(name)):
                    self._take(name, texts)

    def _take_answer(self) -> None:
        """Take over the answer to the question, where it was for that that the form was sent."""
        question = self.form.get("question", "")
        if self.verb == "answer" and question in FACT_FIELDS:
            texts = self.typed[question] = _given(self.form.getlist("answer"))
            self._take(question, texts)

    def _take(self, name: str, texts: Texts) -> None:
        self.said.pop(name, None)
        if not texts:
            return
        if BRIEF_FIELDS[name].many and BRIEF_FIELDS[name].values:
            self.said[name] = list(texts) if len(texts) > 1 else texts[0]
            return
        try:
            self.said[name] = value_of(name, texts[0])
        except BriefError as error:
            self._refuse(name, error.problems[0].message, error.problems[0].hint)

    def _refuse(self, name: str, message: str, hint: str | None = None) -> None:
        self.problems.append(Problem(message, pointer=f"/{name}", hint=hint))

    def _take_title(self) -> None:
        if "title" in self.form:
            self.typed["title"] = (title := self.form["title"].strip(),)
            self.said.pop("title", None)
            if title:
                self.said["title"] = title

    def _take_priorities(self) -> None:
        if "priority" not in self.form:
            return
        chosen = dict.fromkeys(_given(self.form.getlist("priority")[:_MOST_PRIORITIES]))
        self.said.pop("priorities", None)
        if chosen:
            self.said["priorities"] = [each.split(_TIE) if _TIE in each else each for each in chosen]  # type: ignore[misc]

    def _take_bounds(self) -> None:
        given = self.said.get("requirements")
        bounds = list(given) if isinstance(given, list) else []
        if self.verb == "drop" and self.about.isdecimal() and len(self.about) < 4 and int(self.about) < len(bounds):
            del bounds[int(self.about)]
        amount = self.form.get("bound.amount", "").strip()
        if self.verb == "bound" or (self.verb and amount):  # what is sent for no button follows a changed fact
            bounds.append(self._bound(amount))
        self.said["requirements"] = bounds
        if not bounds:
            del self.said["requirements"]

    def _bound(self, amount: str) -> dict[str, Plain]:
        """Return the bound that is to be added, as a brief writes it."""
        quality, side = self.form.get("bound.quality", ""), self.form.get("bound.side", "")
        self.typed["bound"] = (quality, side, amount)
        if not quality or (side != "is" and not amount):
            self._refuse("bound", "A bound takes a quality and an amount, such as 40 ms.")
        bound: dict[str, Plain] = {"quality": quality, "min" if side == "min" else "max": _amount(amount)}
        if side == "is":
            bound = {"quality": quality, "is": True}
        for name in ("at", "metric", "priority"):
            if chosen := self.form.get(f"bound.{name}", ""):
                bound[name] = chosen
        return bound

    def _brief(self) -> Brief | None:
        if self.problems:
            return None
        try:
            brief = Brief.from_mapping(self.said, names=known_names(self.knowledge), in_words=False)
            read_text(brief_in_json(brief), self.knowledge)  # refuses what no text of a brief can hold, such as NUL
        except BriefError as error:
            self.problems.extend(replace(problem, where=None) for problem in error.problems)
            return None
        return brief

    def _read_again(self, brief: Brief) -> Iterator[Problem]:
        """Yield each field that was emptied and of which the words of the brief tell the same again."""
        told = dotted_fields(brief.normalised())
        for name in brief.read_from_prose:
            if self.typed.get(name) == () and told[name] == self.shown.get(name):
                yield told_by_prose(brief, name)

    def _unknown(self, known: Collection[str]) -> tuple[str, ...]:
        passed = dict.fromkeys(self.before.unknown)
        if self.verb == "unknown":
            passed[self.form.get("question", "")] = None
        if self.verb == "recall":
            passed.pop(self.about, None)
        return tuple(name for name in FACT_FIELDS if name in passed and name not in known)

    def _asked(self, known: Collection[str]) -> str:
        """Return the field that is asked for next although the interview would ask for another."""
        wanted = {"ask": self.form.get("wanted", ""), "recall": self.about}.get(self.verb, "")
        return wanted if wanted in FACT_FIELDS and wanted not in known else ""


def ties_in_words(priorities: Iterable[object]) -> Iterator[str]:
    """Yield each entry of a brief's priorities as a form sends it: qualities that tie with ` = ` between them."""
    for each in priorities:
        yield _TIE.join(map(str, each)) if isinstance(each, list | tuple) else str(each)


def _given(texts: Iterable[str]) -> Texts:
    return tuple(text.strip() for text in texts if text.strip())


def _field_of(problem: Problem) -> str:
    """Return the control that a problem is about: its field, whatever entry of it, or the new bound."""
    steps = [step for step in steps_of_pointer(problem.pointer or "") if step and not step.isdecimal()]
    return "bound" if steps[:1] == ["requirements"] else ".".join(steps)


def _sentence(problem: Problem) -> str:
    """Return a problem with what would be right; what the form says beside the control is left out."""
    place = f"Line {problem.where.line}, column {problem.where.column}: " if problem.where else ""
    remedy = asked_over_http(problem).remedy
    return cut_to_words(f"{place}{problem.message} {remedy}", _MOST_WORDS).strip()


def _amount(text: str) -> Plain:
    return float(text) if text.replace(".", "", 1).isdecimal() else text
