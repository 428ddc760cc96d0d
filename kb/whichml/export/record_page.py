"""What the knowledge base states of one thing, as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from whichml.export.document import PLAIN, Entry, Mark, Section
from whichml.export.records import Record

_SKIPPED = ("record", "id", "name", "title", "claims", "measured", "practice")
_EMPTY: tuple[object, ...] = ("", None, [], {})
Entries = tuple[Entry, ...]


def record_page(record: Record) -> Section:
    """Return the page of a record: its name, its fields, what others measured, then its claims and their sources."""
    name = record.get("name") or record.get("title") or record["id"]
    subject, practice = str(record["id"]), record.get("practice")
    fields = (_value(f.replace("_", " "), v) for f, v in record.items() if f not in _SKIPPED and v not in _EMPTY)
    return Section(
        f"{name} ({record['record']} {subject})",
        (
            *fields,
            Section("Measured elsewhere", tuple(_strength(each, subject) for each in _listed(record.get("measured")))),
            Section("Established practice", tuple(_practice(practice)) if isinstance(practice, Mapping) else ()),
            Section("Claims", tuple(_claim(each, subject) for each in _listed(record.get("claims")))),
        ),
    )


def counts_page(counts: Mapping[str, int], shares: Mapping[str, float], stamp: Mapping[str, str]) -> Section:
    """Return counts, one a line, with the shares that some of them are, and last what tells the knowledge by."""
    width = max(len(str(count)) for count in counts.values())
    told = ((name, f" ({shares[name]:.0%})" if name in shares else "") for name in counts)
    lines = (Entry(f"{name.replace('_', ' ')}{share}", Mark(f"{counts[name]:>{width}}")) for name, share in told)
    return Section("", (*lines, *(Entry(f"{name} {told_by}", PLAIN) for name, told_by in stamp.items())))


def _practice(practice: Mapping[str, Any]) -> Iterable[Entry]:
    """Yield where answerers would use an algorithm, and where they would call it a mistake."""
    for points, said in (("used", "used"), ("mistaken", "called a mistake")):
        for each in _listed(practice[points]):
            words = f"{said} {each['points']:+.1f} where {each['where']}"
            yield Entry(f"{words} (in {each['told']} of {each['briefs']} answered briefs)")
    yield from _citations(practice["sources"])


def _strength(strength: Mapping[str, Any], subject: str) -> Entry:
    said = "what the others are compared with"
    if strength["reference"] != subject:
        chances = f"{strength['chance']:.0%} ({strength['low']:.0%} to {strength['high']:.0%})"
        said = f"beats {strength['reference']} on {chances} of data sets of middle size"
    n_studies = len(_listed(strength["studies"]))
    behind = f"{strength['data_sets']} data sets of {'one study' if n_studies == 1 else f'{n_studies} studies'}"
    slopes = "; ".join(map(str, _listed(strength["slopes"])))
    return Entry(
        f"{strength['name']}: {said} ({strength['confidence']} confidence, {behind})",
        below=(*((Entry(slopes, PLAIN),) if slopes else ()), *_citations(strength["sources"])),
    )


def _claim(claim: Mapping[str, Any], subject: str) -> Entry:
    where = " and ".join(f"{name} {test}" for name, test in claim["scope"].items())
    said = f"{claim['quality']}: {claim['level']}" + (f" where {where}" if where else "")
    inherited = f", of the family {claim['subject']}" if claim["subject"] != subject else ""
    notes = [claim["note"]] if claim["note"] else []
    notes += [f"Sources disagree {claim['debate']}."] if claim["debate"] else []
    return Entry(
        f"{said} ({claim['confidence']} confidence, {claim['evidence']}{inherited}; {claim['where']})",
        below=(*(Entry(str(note), PLAIN) for note in notes), *_citations(claim["sources"])),
    )


def _citations(citations: object) -> Entries:
    return tuple(Entry(f"[{c['ref']}] {c['locator']}: {c['supports']}", PLAIN) for c in _listed(citations))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _value(label: str, value: object) -> Entry:
    """Return a field; what is no plain value, nor a list of such, stands below its name."""
    below: Iterable[Entry] = ()
    if label == "sources" and isinstance(value, list) and isinstance(value[0], Mapping):
        below = _citations(value)
    elif isinstance(value, list | tuple) and any(isinstance(each, Mapping | list | tuple) for each in value):
        below = map(_one_of_several, value)
    elif label == "levels" and isinstance(value, Mapping):
        below = (Entry(f"{level}: {shown}") for level, shown in value.items())
    elif isinstance(value, Mapping) and any(isinstance(each, Mapping | list) for each in value.values()):
        below = (_value(str(name), each) for name, each in value.items())
    else:
        return Entry(f"{label}: {_in_words(value)}", PLAIN)
    return Entry(f"{label}:", PLAIN, tuple(below))


def _one_of_several(value: object) -> Entry:
    if not isinstance(value, Mapping):
        return Entry(_in_words(value))
    flat = {name: each for name, each in value.items() if name != "sources" and each not in _EMPTY}
    return Entry(
        "; ".join(f"{name}: {_in_words(each)}" for name, each in flat.items()), below=_citations(value.get("sources"))
    )


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_in_words(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_in_words(each) for each in value)
    return str(value)
