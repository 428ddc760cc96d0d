"""Facts that an entry of a brief tells by its name and its words together: `team: 2 chemists`, `no_cloud: true`.

What other readers leave out is read as one sentence: the words of its names, each behind `in'`, and then its own words.
Phrases of a table of their own are looked for in it, `phrases/entries.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping
from functools import cache
from itertools import islice
from typing import Final

from whichml.model.documents.document import Path
from whichml.model.documents.errors import quoted, shown_in_short
from whichml.model.documents.expressions import expression
from whichml.model.entries.untold_values import leaves_open
from whichml.model.entries.words_among_words import laws_among_words
from whichml.model.format.brief_fields import LIST_FIELDS
from whichml.model.format.requirement import Finding
from whichml.model.words.phrase_texts import phrase_text
from whichml.model.words.prose import MOST_CHARACTERS, SENTENCE_ENDS, read_prose
from whichml.model.words.prose_table import PhraseTable, parse_phrases

_NAMED: Final = "in'"
_AS_PROSE: Final = frozenset({"title", "notes", "name", "id", "why"})
"""Texts that are read as prose, or are names."""
_WORDS: Final = expression(r"[^\W\d_]+")
_MORE_EXACTLY: Final[Mapping[str, object]] = {"stakes.explanation": "post-hoc"}
"""Words that are read of any text in a field, where a phrase may tell another one of the same text."""
_OF_LAWS: Final = frozenset(
    {"stakes", "law", "legal", "regulation", "compliance", "standard", "certification", "privacy"}
)
_TEAM: Final = frozenset({"team", "people", "staff", "who", "project", "reviewers", "labelers", "labels_from"})
_KNOWS_THE_SUBJECT: Final = expression(
    r"(?<!former )\b(?:\w+(?:olog|gronom|urg|em|ysic|ac|iv|ngu|jur)ists?|"
    r"\w*(?:linici|physici|histori|librari|veterinari|dietici)ans?|\w+graphers?|"
    r"(?:copywrit|bak|brew|grow|farm|forest|teach|underwrit|offic|lawy)ers?|translators?|nurses?|vets?|surgeons?|"
    r"dentists?|actuar(?:y|ies)|curators?|foremen|"
    r"(?:process|avionics|vibration|quality|design|civil|mining|maintenance|chemical|mechanical|safety|materials|food|"
    r"soil|plant|production) (?:engineer|scientist)s?|(?:domain|subject|clinical|cfd) experts?|years on the job)\b"
    r"(?! students?)", re.IGNORECASE,
)  # fmt: skip
_FEWEST_WORDS, _MOST_ENTRIES = 3, 200
_Found = dict[str, tuple[list[object], Path]]


@cache
def _table() -> PhraseTable:
    return PhraseTable(parse_phrases(phrase_text("entries")))


def said_of_entries(given: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield the sentences that the entries of a brief make, each with the path of its entry.

    Examples
    --------
    >>> [*said_of_entries({"project": {"team": "2 chemists", "no_cloud": True}})]
    [(('project', 'team'), "in'project in'team 2 chemists"), (('project', 'no_cloud'), "in'project in'no in'cloud yes")]
    """
    if isinstance(given, Mapping | list | tuple):
        for name, inner in given.items() if isinstance(given, Mapping) else enumerate(given):
            if name not in _AS_PROSE:
                yield from said_of_entries(inner, (*path, name))
        return
    steps = [step for step in path if isinstance(step, str)]
    names = " ".join(_NAMED + word for step in steps for word in _WORDS.findall(step.lower()))
    is_a_sentence = bool(steps) and len(_WORDS.findall(steps[-1])) >= _FEWEST_WORDS
    if given is None and not is_a_sentence:
        return  # a blank field says nothing
    if isinstance(given, str) and leaves_open(given):
        return  # nor does one that is left open in words, which phrases would take for what there is or is not
    text = "yes" if given in (None, True) else "no" if given is False else str(given)
    if text == "yes" and is_a_sentence:
        text = steps[-1]
    for part in SENTENCE_ENDS.split(text[:MOST_CHARACTERS]):
        if part.strip():
            yield path, f"{names} {part.strip()}"


def read_entries(
    given: Mapping[str, object], nested: dict[str, object], paths: MutableMapping[str, Path]
) -> list[Finding]:
    """Read what entries tell of fields that a brief leaves out, in place, and return what is to be told of it.

    Parameters
    ----------
    given : the brief as it is written
    nested : its fields in nested form, as far as they are read
    paths : where each stands, by its dotted name; gets those that are read besides
    """
    entries = [*islice(said_of_entries(given), _MOST_ENTRIES)]
    found: _Found = {}
    texts = [(str(number), said) for number, (_, said) in enumerate(entries)]
    for reading in read_prose(texts, str(nested.get("task")), LIST_FIELDS, _table()):
        found.setdefault(reading.field, ([], entries[int(reading.source)][0]))[0].append(reading.value)
    for path, said in entries:
        if not _TEAM.isdisjoint(path) and _KNOWS_THE_SUBJECT.search(said):
            found.setdefault("project.domain_experts", ([True], path))
        if not _OF_LAWS.isdisjoint(path):
            laws = laws_among_words(said.replace(_NAMED, ""), asked=False)
            if laws:
                found.setdefault("stakes.regulation", ([], path))[0].extend(laws)
    return [
        _taken(given, nested, paths, name, values, path)
        for name, (values, path) in found.items()
        if _is_open(nested, name, values[0], is_same_text=paths.get(name) == path)
    ]


def _is_open(nested: Mapping[str, object], name: str, value: object, *, is_same_text: bool) -> bool:
    """Return whether a field is left out, or what was read of the same text may be told more exactly."""
    group, _, inner = name.partition(".")
    fields = nested.get(group)
    told = fields.get(inner) if isinstance(fields, Mapping) else fields
    return told is None or (is_same_text and value != told == _MORE_EXACTLY.get(name))


def _taken(
    given: object, nested: dict[str, object], paths: MutableMapping[str, Path],
    name: str, values: list[object], path: Path,
) -> Finding:  # fmt: skip
    """Put a value into its field, and return what tells so."""
    group, _, inner = name.partition(".")
    fields = nested.setdefault(group, {})
    assert isinstance(fields, dict)
    value = [*dict.fromkeys(values)] if name in LIST_FIELDS else values[0]
    fields[inner] = value
    paths.setdefault(name, path)
    for step in path:
        given = given[step]  # type: ignore[index]
    read, said = shown_in_short(value), quoted(shown_in_short(given))
    return Finding((group, inner), f"`{'.'.join(map(str, path))}` says {said}, which is read as `{name}: {read}` too.")
