"""Counts that a brief tells one beside the other and that say together how many rows there are: `cases`, `controls`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.entries.joined_tables import JoinedTables, count_of_rows, means_rows
from whichml.model.format.requirement import Finding

_GROUP: Final = "data"
_ROWS, _SHARE = "data.rows", "data.minority_share"
_YES_OR_NO: Final = frozenset({"binary-classification", "classification"})
_GOOD: Final = frozenset({"good", "ok", "normal", "healthy", "intact"})
_BAD: Final = frozenset({"bad", "nok", "ng", "defect", "defects", "defective", "faulty", "anomalous", "anomalies"})
_TREATED, _UNTREATED = frozenset({"treated"}), frozenset({"control", "controls", "untreated", "control_group"})
_PEOPLE: Final = frozenset({"patients", "subjects", "participants", "people", "persons", "individuals", "donors"})
_WHAT: Final = expression(r"(?:\An_|_(?:images?|samples?|parts?|units?|examples?|recordings?|rows|pieces|clips)\Z)")
_LINKED: Final = MappingProxyType({"left": "right", "register_a": "register_b", "a": "b"})
_CHECKED: Final = frozenset({"already_screened", "screened", "already_labelled", "hand_coded", "already_coded"})
_MAY_BE_PAIRED: Final = frozenset({*_GOOD, *_BAD, *_TREATED, *_UNTREATED, *_LINKED, *_CHECKED, "cases"})
_OF_THEM: Final = expression(
    r"\s*([0-9][0-9,. ]*k?)\b[^0-9,;]*[,;]\s*([0-9]+)\s+(?:included|relevant|positives?|hits|accepted|confirmed)\s*\Z"
)


def counts_paired(group: str, found: Mapping[str, object], context: Collection[str]) -> JoinedTables | None:
    """Return what two counts say together, with nothing else that counts rows; None where there are none such.

    Those that are good and those with a defect, cases and controls, the treated and the others: their sum is the rows,
    and of two classes the smaller one has its share. Where outliers are sought the good ones are the rows, and the
    others have labels. Cases among more people are a part of them.

    Examples
    --------
    >>> told = counts_paired("data", {"treated": "150k", "control": "14k"}, ["treatment-effect-estimation"])
    >>> [(field, value) for field, _, value in told.fields]
    [('data.rows', 164000)]
    >>> told = counts_paired("data", {"patients": 25, "cases": 10}, ["classification"])
    >>> [(field, value) for field, _, value in told.fields]
    [('data.minority_share', 0.4)]
    >>> counts_paired("data", {"treated": 20, "control": 30}, ["clustering"])
    """
    if group != _GROUP or _MAY_BE_PAIRED.isdisjoint(_WHAT.sub("", str(name).lower()) for name in found):
        return None
    if any(means_rows(str(name), 1) for name in found if name != "cases"):
        return _share_of_the_checked(found, context)
    for names, fields in _readings(found, next(iter(context), "")):
        if any(field.partition(".")[2] in found for field in fields):
            continue
        said = ", ".join(f"`data.{name}: {found[name]}`" for name in names)
        read = ", ".join(f"`{field}: {value}`" for field, value in fields.items())
        paths = tuple((field, (group, names[0]), value) for field, value in fields.items())
        return JoinedTables(frozenset(names), paths, Finding((group, names[0]), f"{said} are read as {read}."))
    return _share_of_the_checked(found, context)


def _share_of_the_checked(found: Mapping[str, object], context: Collection[str]) -> JoinedTables | None:
    """Return how many cases were looked at, and what share of them was taken."""
    for name, value in found.items():
        parts = _OF_THEM.match(value) if isinstance(value, str) and name in _CHECKED else None
        n, n_taken = (count_of_rows(each.strip()) for each in parts.groups()) if parts is not None else (None, None)
        if not n or not n_taken or n_taken > n or _YES_OR_NO.isdisjoint(context):
            continue
        share = round(n_taken / n, 6)
        if "labelled_rows" in found or "minority_share" in found:
            continue
        said = f"`data.{name}: {value}` is read as `data.labelled_rows: {n}`, `{_SHARE}: {share}`, {n_taken} of {n}."
        path = (_GROUP, name)
        fields = (("data.labelled_rows", path, n), (_SHARE, path, share))
        return JoinedTables(frozenset({name}), fields, Finding(path, said))
    return None


def _readings(found: Mapping[str, object], task: str) -> Iterator[tuple[tuple[str, ...], Mapping[str, object]]]:
    """Yield the counts that belong together, with the fields that they tell."""
    counts = {name: n for name, value in found.items() if isinstance(name, str) and (n := count_of_rows(value))}
    good, bad = _called(counts, _GOOD), _called(counts, _BAD)
    if good and bad and task == "outlier-detection":
        yield (good, bad), {_ROWS: counts[good], "data.labelled_rows": counts[bad]}
    elif good and bad and task in _YES_OR_NO:
        yield (good, bad), _of_two(counts[good], counts[bad])
    cases, controls = _called(counts, {"cases"}), _called(counts, _UNTREATED)
    if cases and controls and task in _YES_OR_NO:
        yield (cases, controls), _of_two(counts[cases], counts[controls])
    people = _called(counts, _PEOPLE)
    if cases and people and counts[cases] < counts[people] and task in _YES_OR_NO and not controls:
        yield (cases,), {_SHARE: _of_two(counts[cases], counts[people] - counts[cases])[_SHARE]}
    treated = _called(counts, _TREATED)
    if treated and controls and task == "treatment-effect-estimation":
        yield (treated, controls), {_ROWS: counts[treated] + counts[controls]}
    for one, other in _LINKED.items() if task == "record-linkage" else ():
        if one in counts and other in counts:
            yield (one, other), {_ROWS: counts[one] + counts[other]}


def _of_two(one: int, other: int) -> Mapping[str, object]:
    return {_ROWS: one + other, _SHARE: round(min(one, other) / (one + other), 6)}


def _called(counts: Mapping[str, int], words: Collection[str]) -> str:
    """Return the one name of a count that is such a word, whatever is counted; nothing where there are several."""
    named = [name for name in counts if _WHAT.sub("", name.lower()) in words]
    return named[0] if len(named) == 1 else ""
