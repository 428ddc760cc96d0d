"""A panel: briefs with what independent answerers said of each, blind and alone.

A folder holds `briefs/ID.yaml`, `answers.json` with {answerer: {ID: record}}, `twins.csv` with pairs of briefs that
differ in one fact, and `parts.csv` with the part that each brief belongs to. `asked.csv`, where there is one, names
the algorithms that were not on the answerers' list before, each with the first brief that they could be named for.
`again.csv`, where there is one, pairs a brief that was answered again, with a longer list, with the first of it.
`told.json`, where there is one, has by brief what labellers, who saw no answer, found in its notes of fields that it
leaves out. The final part is sealed: what is fitted or tuned never reads its answers.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, get_args

from pydantic import TypeAdapter, ValidationError

from whichml.knowledge.stored import StoredValue
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import KnowledgeError

Part = Literal["learning", "tuning", "final"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)


class Answer(StoredValue):
    """What one answerer said of one brief.

    Attributes
    ----------
    top : what it would use, best first; none where nothing on the list should be used
    also : what a colleague could defend as the first choice
    out : what is tempting and a mistake here
    decisions : an option for each architecture decision that the brief speaks to
    decisive : the fields of the brief that decide
    """

    top: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    decisions: Mapping[str, str] = {}
    confidence: float = 0.0
    decisive: tuple[str, ...] = ()
    why: str = ""


_ANSWERS = TypeAdapter(dict[str, dict[str, Answer]])
_TOLD = TypeAdapter(dict[str, dict[str, bool | int | float | str | list[str]]])

_OF_FIRST_LIST: Final = 2.0
"""What a brief of the first answerers counts; later rounds, whose answerers avoid less, are three times as many."""


@dataclass(frozen=True)
class Panel:
    """The briefs of a panel and their answers, by id.

    Attributes
    ----------
    answers : by brief, then by answerer
    twins : pairs of briefs that differ in one fact
    parts : of each brief
    asked : the first brief from which answerers could name an algorithm, by ids; any brief for those that it lacks
    again : briefs that were answered again, each with the first of it
    told : fields that a brief leaves out and its notes state, by brief
    weights : what briefs of a round count in a fit, by the first of them
    """

    briefs: Mapping[str, Brief]
    answers: Mapping[str, Mapping[str, Answer]]
    twins: tuple[tuple[str, str], ...]
    parts: Mapping[str, Part]
    asked: Mapping[str, str] = field(default_factory=dict)
    again: tuple[tuple[str, str], ...] = ()
    told: Mapping[str, Mapping[str, Plain]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)

    def could_name(self, identity: str, algorithm: str) -> bool:
        """Return whether an algorithm was on the list of those who answered a brief."""
        first = self.asked.get(algorithm)
        return first is None or int(identity) >= int(first)

    def weight(self, identity: str) -> float:
        """Return how much a brief counts in a fit: that of the first list, of which there are no more, twice.

        A round that says so counts more, such as one of briefs by writers who did not know the format: there are few of
        these, and they tell other things than those who knew what can be told.
        """
        rounds = [first for first in self.weights if int(first) <= int(identity)]
        if rounds:
            return self.weights[max(rounds, key=int)]
        is_of_first_list = bool(self.asked) and not any(self.could_name(identity, each) for each in self.asked)
        return _OF_FIRST_LIST if is_of_first_list else 1.0

    def of(self, *parts: Part) -> Panel:
        """Return the panel with the briefs of these parts alone."""
        kept = {identity for identity in self.briefs if self.parts[identity] in parts}
        return self.only(kept)

    def only(self, kept: Collection[str]) -> Panel:
        """Return the panel with these briefs alone, and the twins that are both among them."""
        return Panel(
            {i: brief for i, brief in self.briefs.items() if i in kept},
            {i: answers for i, answers in self.answers.items() if i in kept},
            tuple(pair for pair in self.twins if set(pair) <= set(kept)),
            {i: part for i, part in self.parts.items() if i in kept},
            self.asked,
            tuple(pair for pair in self.again if set(pair) <= set(kept)),
            {i: fields for i, fields in self.told.items() if i in kept},
            self.weights,
        )

    def as_told(self, identity: str) -> Brief:
        """Return a brief as its fields say it, and as labellers read its notes."""
        brief = self.briefs[identity].as_stated()
        for name, value in self.told.get(identity, {}).items():
            brief = brief.replace(name, value)
        return brief

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """Return, for each brief, the least id among it, its twins and what was answered again.

        They are learnt from and held out together.
        """
        group = {identity: identity for identity in self.answers}

        def least(identity: str) -> str:
            while group[identity] != identity:
                identity = group[identity]
            return identity

        for one, other in (*self.twins, *self.again):
            first, second = sorted((least(one), least(other)))
            group[second] = first
        return {identity: least(identity) for identity in group}


def read_panel(folder: Path, kept: Collection[str] | None = None) -> Panel:
    """Return the panel of a folder.

    Parameters
    ----------
    kept : the briefs that are read, as if the folder held no others; all where it is None

    Raises
    ------
    KnowledgeError
        As `read_answers` does.
    BriefError
        Where a brief cannot be read.
    """
    answered = read_answers(folder)
    read = sorted(answered.answers if kept is None else answered.answers.keys() & {*kept})
    briefs = {identity: Brief.load(folder / "briefs" / f"{identity}.yaml") for identity in read}
    panel = replace(answered, briefs=briefs)
    return panel if kept is None else panel.only(read)


def read_answers(folder: Path) -> Panel:
    """Return the panel of a folder without its briefs, which take longest to read.

    Raises
    ------
    KnowledgeError
        Where a file is missing or holds something else, or a part is unknown.
    """
    try:
        by_answerer = _ANSWERS.validate_json((folder / "answers.json").read_bytes())
        parts = dict(_rows(folder / "parts.csv"))
        twins = tuple(_rows(folder / "twins.csv"))
        asked = dict(_rows(folder / "asked.csv")) if (folder / "asked.csv").exists() else {}
        again = tuple(_rows(folder / "again.csv")) if (folder / "again.csv").exists() else ()
        weights = dict(_rows(folder / "weights.csv")) if (folder / "weights.csv").exists() else {}
        weighed = {first: float(weight) for first, weight in weights.items()}
        told = _TOLD.validate_json((folder / "told.json").read_bytes()) if (folder / "told.json").exists() else {}
    except (OSError, ValidationError, ValueError) as refusal:
        raise KnowledgeError.about(f"{folder.name} holds no panel that can be read: {refusal}") from refusal
    answers: dict[str, dict[str, Answer]] = {}
    for answerer, records in sorted(by_answerer.items()):
        for identity, record in records.items():
            answers.setdefault(identity, {})[answerer] = record
    if unknown := sorted({*parts.values()} - {*PARTS}) or sorted({*answers} ^ {*parts}):
        raise KnowledgeError.about(f"{folder.name}/parts.csv does not part the answered briefs: see {unknown[0]}.")
    if unknown := sorted({identity for pair in twins for identity in pair} - {*parts}):
        raise KnowledgeError.about(f"{folder.name}/twins.csv names briefs that nobody answered: see {unknown[0]}.")
    if unknown := sorted({*told} - {*parts}):
        raise KnowledgeError.about(f"{folder.name}/told.json names briefs that nobody answered: see {unknown[0]}.")
    return Panel({}, {i: answers[i] for i in sorted(answers)}, twins, parts, asked, again, told, weighed)  # type: ignore[arg-type]


def _rows(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [(one, other) for one, other in csv.reader(lines)]


def write_answers(path: Path, answers: Mapping[str, Mapping[str, object]]) -> None:
    """Write answers by answerer and brief, one record on a line, so that changes can be read."""
    blocks = [
        f"{json.dumps(answerer)}:{{\n"
        + ",\n".join(f"{json.dumps(i)}:{json.dumps(record, sort_keys=True)}" for i, record in sorted(records.items()))
        + "\n}"
        for answerer, records in sorted(answers.items())
    ]
    path.write_text("{" + ",\n".join(blocks) + "}\n", encoding="utf-8")
