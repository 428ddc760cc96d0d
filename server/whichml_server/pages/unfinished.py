"""A brief that is being written, as an address holds it: nothing of it is kept before somebody asks for that."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from werkzeug.datastructures import MultiDict

from whichml.knowledge.algorithm_calls import known_names
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.briefs.loose_documents import brief_document
from whichml.model.briefs.loose_lines import PROSE
from whichml.model.documents.document import Form
from whichml.model.documents.errors import BriefError, did_you_mean, quoted
from whichml.model.format.brief_fields import FACT_FIELDS
from whichml_server.scenarios import shipped_scenarios

MOST_ADDRESS_CHARACTERS: Final = 3000
_CALLED: Final = "brief"
"""What messages call the text of a brief in an address or a form."""


@dataclass(frozen=True, slots=True)
class UnfinishedBrief:
    """What was said so far.

    Attributes
    ----------
    brief : None until the task and the data are known
    unknown : fields to which the answer was that it is not known, in the order of the format
    asked : a field that somebody wants to say something of, whatever the interview would ask
    given : the brief as it was sent, while nothing of it has changed, so that what was read otherwise can be told;
        empty where it began elsewhere
    """

    brief: Brief | None = None
    unknown: tuple[str, ...] = ()
    asked: str = ""
    given: str = ""

    @property
    def text(self) -> str:
        """Return the text that holds the brief; empty where there is none."""
        return self.given or (brief_in_json(self.brief) if self.brief is not None else "")

    def parameters(self) -> dict[str, str | list[str]]:
        """Return the parameters of the address at which the unfinished brief is shown."""
        found: dict[str, str | list[str]] = {"brief": self.text} if self.brief is not None else {}
        if self.unknown:
            found["unknown"] = list(self.unknown)
        if self.asked:
            found["ask"] = self.asked
        return found

    @property
    def fits_an_address(self) -> bool:
        """Return whether an address can hold it; servers and proxies refuse much longer ones."""
        return sum(len(quote(text)) for text in (self.text, *self.unknown)) <= MOST_ADDRESS_CHARACTERS


def brief_in_json(brief: Brief) -> str:
    """Return what a brief states, in its normal form, as JSON in one line; what its prose tells is read again."""
    return json.dumps(brief.stated(), ensure_ascii=False, separators=(",", ":"))


def read_unfinished(given: MultiDict[str, str], knowledge: Knowledge, kept: Brief | None = None) -> UnfinishedBrief:
    """Return the unfinished brief that the parameters of an address, or the fields of a form, hold.

    Parameters
    ----------
    kept : the brief of the answer that they begin from, where they name one

    Raises
    ------
    BriefError
        Where the brief in it is none, or there is no such scenario; names of fields that are none are passed over.
    """
    brief = kept or _brief_in(given, knowledge)
    known = brief.facts() if brief is not None else {}
    unknown = tuple(field for field in _fields(given.getlist("unknown")) if field not in known)
    asked = next((field for field in _fields([given.get("ask", "")]) if field not in known), "")
    return UnfinishedBrief(brief, unknown, asked, given.get("brief", "") if kept is None and brief is not None else "")


def read_text(text: str, knowledge: Knowledge) -> Brief:
    """Return the brief that a YAML or JSON text says, or as much of one as prose tells; BriefError where it is none."""
    raw, form, names = _encoded(text), _form_of(text), known_names(knowledge)
    try:
        return Brief.parse(raw, _CALLED, form=form, names=names)
    except BriefError:
        if not _is_prose(text):
            raise
    return Brief.parse(raw, _CALLED, form=form, names=names, lenient=True)


def read_pasted(text: str, knowledge: Knowledge) -> UnfinishedBrief:
    """Return the unfinished brief that a text begins as in `read_text`; BriefError where it is none.

    As it was sent it is held as far as its normal form does not tell what was read otherwise than it is written.
    """
    brief = read_text(text, knowledge)
    if _told(brief) == _told(read_text(brief_in_json(brief), knowledge)):
        return UnfinishedBrief(brief)
    given = text.strip() if _is_prose(text) else _in_one_line(text)
    again = read_text(given, knowledge)
    return UnfinishedBrief(brief, given=given if again == brief and _told(again) == _told(brief) else "")


def _in_one_line(text: str) -> str:
    """Return a brief as it is written, without comments and blanks."""
    document, _ = brief_document(_encoded(text), _CALLED, _form_of(text), lenient=False)
    return json.dumps(document.mapping, ensure_ascii=False, separators=(",", ":"))


def _is_prose(text: str) -> bool:
    """Return whether a text has no name that a field may have: one word in small letters with a colon."""
    try:
        document, _ = brief_document(_encoded(text), _CALLED, _form_of(text), lenient=True)
    except BriefError:
        return False
    return all(name == PROSE or " " in name or name != name.lower() for name in document.mapping)


def _told(brief: Brief) -> list[str]:
    return [notice.message for notice in brief.notices]


def _brief_in(given: MultiDict[str, str], knowledge: Knowledge) -> Brief | None:
    if text := given.get("brief"):
        return read_text(text, knowledge)
    if name := given.get("scenario"):
        scenarios = shipped_scenarios()
        if name not in scenarios:
            hint = did_you_mean(name, scenarios) or f"There are {', '.join(scenarios)}."
            raise BriefError.about(f"unknown scenario {quoted(name)}.", hint=hint)
        return scenarios[name].brief
    return None


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _form_of(text: str) -> Form:
    return "json" if text.lstrip().startswith("{") else "yaml"


def _fields(given: Iterable[str]) -> tuple[str, ...]:
    named = frozenset(given)
    return tuple(field for field in FACT_FIELDS if field in named)
