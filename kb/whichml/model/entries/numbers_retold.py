"""Numbers that a brief tells under names or in words of people's own, put into the fields that they mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from whichml.model.documents.document import Path
from whichml.model.documents.errors import shown_in_short
from whichml.model.documents.expressions import expression
from whichml.model.entries.capacities_retold import TOP, capacity_retold, first_of_requirements
from whichml.model.entries.classes_retold import classes_retold
from whichml.model.entries.counts_retold import (
    NOTHING,
    ORIGINS,
    PARTS_OF_THEM,
    ROWS,
    Retold,
    TellsField,
    ToldEntry,
    count_retold,
)
from whichml.model.entries.field_calls import field_meant, tidy_field_name
from whichml.model.entries.groups_in_words import GROUP_NAMES
from whichml.model.entries.numbers_among_words import number_among_words
from whichml.model.format.brief_fields import BRIEF_FIELDS, GROUPS
from whichml.model.format.brief_form import with_note
from whichml.model.format.requirement import Finding
from whichml.model.values.currencies import CURRENCIES

_DEADLINE, _BUDGET, _HISTORY, _TEAM = "project.deadline", "project.budget", "data.history", "project.team_size"
_TIME: Final = expression(
    r"(?:about |~ ?)?([0-9]+ (?:day|week|month|year)s?)\b(?! (?:of experience|old|on the job))[^0-9]*"
)
_TIME_AT_THE_END: Final = expression(r".*[a-z]\s*,\s*([0-9]+ (?:days|weeks|months))\s*")
_OVER_TIME: Final = frozenset({"time-series", "forecasting", "treatment-effect-estimation"})
_MONEY: Final = expression(
    rf"([0-9]{{1,3}}(?:[, ][0-9]{{3}})+|[0-9]+(?:\.[0-9]+)?)\s?([kKM]?)\s?({'|'.join(CURRENCIES)})\b"
)
_IN_THOUSANDS: Final = expression(rf"(?<![\w.])([0-9]+(?:\.[0-9]+)?)\s?([kKM])({'|'.join(CURRENCIES)})\b")
_FOR_A_TIME: Final = expression(r"\s*(?:/|an?\b|per\b|each\b)\s*(?:hour|h\b|day|week|month|year)")
_MISS: Final = expression(r"miss(?:ed)?(?:_[a-z_]+)?|cost_of_(?:an_)?(?:unplanned|missed)_[a-z_]+")
_FALSE: Final = expression(r"false_(?:alarms?|positives?|calls?|alerts?|stops?)")
_RARE: Final = expression(
    r"churners?|minority|rare_class|rarest(?:_class)?|flagged|bad|fraud(?:s|ulent)?|most_urgent|faulty"
)
_SHARE: Final = expression(r"(?:[a-z-]+\s+)?([0-9]{1,2}(?:\.[0-9]+)?)\s?%")
_WHO: Final = frozenset({"team", "who", "people", "staff"})
_WORKER: Final = (
    r"(?!no\b|one\b|two\b|three\b|half\b|me\b|just\b)(?:[a-z-]+ ){0,2}[a-z-]*(?:ist|engineer|developer|dev|analyst|"
    r"clerk|student|vet|phd|nurse|doctor|supervisor|lawyer|integrator|volunteer|manager|member)\b"
)
_ASIDE: Final = expression(
    r"\s*,\s*(?:one|1) (?:of them )?(?:with|knows?|can|who|has)\b.*|\s+(?:no|without|who can) .*|"
    r"[\s,]+(?:half|part)[- ]time\b|\s+half a day a week", re.IGNORECASE,
)  # fmt: skip
"""What is told of those who were counted."""
_WHOLE: Final = expression(r"([0-9]{1,3}) (?:incl\.?|including|of whom|with) (?:[0-9]+|an?|one)\b.*", re.IGNORECASE)
_UNJOINED: Final = expression(r"(?<=[A-Za-z]) (?=[0-9]{1,2} [A-Za-z])")
_BARE: Final = expression(
    rf"(\A|\s*(?:[+&,]|\band\b|\bplus\b)\s*)(?:an? |the )?(?={_WORKER}\s*(?:\Z|[,+&]|\band\b|\bplus\b))", re.IGNORECASE
)
"""Before somebody without a number."""
_THEY_USE: Final = expression(
    r"\b(?:looks?|checks?|reviews?|reads?|uses?|decides?|visits?|calls?|sees?|for)\b", re.IGNORECASE
)


def _plain_money(value: str | int) -> str | int:
    """Return a text with amounts such as `80 kEUR` as the format writes them."""
    return _IN_THOUSANDS.sub(_in_units, value) if isinstance(value, str) else value


def _in_units(found: re.Match[str]) -> str:
    times = {"k": 1_000, "M": 1_000_000}.get(found[2].replace("K", "k"), 1)
    return f"{float(re.sub('[, ]', '', found[1])) * times:.12g} {found[3]}"


def _amount_retold(entry: ToldEntry, context: Collection[str], told: TellsField) -> Retold:
    """Return what an entry tells of a time, of money, of a share or of who works on it."""
    text, is_top = str(entry.value).strip(), entry.group in ("project", "")
    found = _time(entry, text, context)
    field, value = found or _money(entry, text, is_top=is_top) or ("", "")
    ends = _TIME_AT_THE_END.fullmatch(text) if entry.called in _WHO and is_top else None
    share = _SHARE.fullmatch(text) if entry.group == "data" and _RARE.fullmatch(entry.called) else None
    if field and (field not in told or told[field].path == entry.path):
        return Retold({field: value})
    if share is not None and entry.is_unknown and re.search("classif|outlier", next(iter(context), "")):
        return Retold({"data.minority_share": f"{share[1]} %"}) if 0 < float(share[1]) < 50 else NOTHING
    if ends is not None and _DEADLINE not in told:
        return Retold({_DEADLINE: ends[1]}, stays=True)
    is_team = entry.called in _WHO and is_top and (_TEAM not in told or told[_TEAM].path == entry.path)
    return _people(entry.called, text) if is_team else NOTHING


def _time(entry: ToldEntry, text: str, context: Collection[str]) -> tuple[str, str] | None:
    """Return the field of a time by its unit or name, with the time."""
    is_unit = isinstance(entry.value, int) and entry.called in ("days", "weeks", "months", "years") and entry.value > 1
    found = _TIME.fullmatch(f"{text} {entry.called}" if is_unit else text)
    if found is None:
        return None
    is_named = entry.called == "time" or (entry.group == "project" and entry.called in ("duration", "until"))
    if (is_unit and entry.group == "project") or (is_named and entry.group in ("project", "")):
        return _DEADLINE, found[1]
    is_span = is_unit or entry.called in ("periods", "span", "length")
    return (_HISTORY, found[1]) if entry.group == "data" and is_span and not _OVER_TIME.isdisjoint(context) else None


def _money(entry: ToldEntry, text: str, *, is_top: bool) -> tuple[str, str] | None:
    """Return the field of an amount of money by its name, with the amount."""
    if entry.called == "budget" and entry.field == _BUDGET and is_top and text == "0":
        return _BUDGET, "0 USD"
    found = [*_MONEY.finditer(text)]
    if len(found) != 1 or _FOR_A_TIME.match(text[found[0].end() :]):
        return None
    amount = _in_units(found[0])
    if is_top and entry.is_unknown and entry.called in ("money", "funding", "customer_pays"):
        return _BUDGET, amount
    for field, name in (("stakes.cost_false_negative", _MISS), ("stakes.cost_false_positive", _FALSE)):
        if entry.group == "stakes" and entry.field != field and name.fullmatch(entry.called):
            return field, amount
    return None


def _people(called: str, text: str) -> Retold:
    """Return how many people build it, where parts of a list of them are joined by nothing or have no number."""
    if called == "who" and _THEY_USE.search(text):
        return NOTHING
    if (whole := _WHOLE.fullmatch(text)) is not None:
        return Retold({_TEAM: int(whole[1])})
    plain = _BARE.sub(r"\g<1>1 ", _UNJOINED.sub(", ", _ASIDE.sub("", text)))
    if plain == text and called != "who" and " & " not in text:
        return NOTHING
    read = number_among_words(_TEAM, plain)
    value = read.value if read is not None else int(plain) if re.fullmatch(r"[0-9]{1,3}", plain) else None
    return Retold({_TEAM: value}) if isinstance(value, int) else NOTHING


_LONGEST: Final = 200
_NO_ENTRY: Final = frozenset({"title", "name", "notes", "task", "requirements", "priorities", "brief", "id"})


class RetoldBrief(NamedTuple):
    """A brief with numbers in their fields.

    Attributes
    ----------
    paths : where each of these is told, by its field
    """

    given: Mapping[str, object]
    paths: Mapping[str, Path]
    readings: tuple[Finding, ...]


def numbers_retold(given: Mapping[str, object], context: Collection[str]) -> RetoldBrief:
    """Return a brief with the numbers that it tells in words of its own in their fields, and the rest as notes.

    Parameters
    ----------
    context : the task, and the modalities behind it

    Examples
    --------
    >>> brief = {"task": "outlier-detection", "data": {"modality": "tabular"}, "capacity": "8 visits a week"}
    >>> numbers_retold(brief, ["outlier-detection", "tabular"]).given["deployment"]
    {'top_k': 8}
    """
    fields: dict[str, object] = {
        str(name): dict(each) if isinstance(each, Mapping) else each for name, each in given.items()
    }
    entries = sorted(_entries(fields, context), key=lambda each: each.called in ORIGINS | PARTS_OF_THEM)
    told = {each.field: each for each in reversed(entries) if not _counts_none(each)}
    paths: dict[str, Path] = {}
    readings: list[Finding] = []
    for entry in entries:
        found = _retold(entry, context, told)
        others = {field: value for field, value in found.fields.items() if told.get(field, entry).path == entry.path}
        if found.is_noted or (others and _has_place(fields, others)):
            _take(fields, entry, found, others)
            told |= dict.fromkeys(others, entry)
            paths |= dict.fromkeys(others, entry.path)
            read = ", ".join(f"`{field}: {value}`" for field, value in others.items())
            said = f"`{'.'.join(map(str, entry.path))}: {shown_in_short(entry.value)}`"
            readings.append(Finding(entry.path, f"{said} is read {f'as {read}' if read else 'with the notes'}."))
    k = first_of_requirements(fields.get("requirements"), context)
    if k and TOP not in told and _has_place(fields, {TOP: k}):
        _put(fields, TOP, k)
        paths[TOP] = ("requirements",)
        readings.append(Finding(("requirements",), f"a requirement on the first {k} is read as `{TOP}: {k}` too."))
    return RetoldBrief(fields, paths, tuple(readings))


def _entries(fields: Mapping[str, object], context: Collection[str]) -> Iterator[ToldEntry]:
    """Yield the entries with the fields that their names mean, the value empty where it is no number and no text."""
    for name, each in fields.items():
        group = name if name in GROUPS else GROUP_NAMES.get(name.lower(), name)
        for inner, value in each.items() if isinstance(each, Mapping) else ():
            yield _entry(group, (name, str(inner)), value, context)
        if not isinstance(each, Mapping) and name not in _NO_ENTRY:
            yield _entry("", (name,), each, context)


def _entry(group: str, path: Path, value: object, context: Collection[str]) -> ToldEntry:
    called = str(path[-1])
    if isinstance(value, list) and called in ("team", "people") and all(isinstance(each, str) for each in value):
        value = " & ".join(value)
    is_read = isinstance(value, str | int) and not isinstance(value, bool) and len(str(value)) <= _LONGEST
    name = f"{group}.{called}" if path[0] == group else called
    meant = field_meant(name, value, (), context)
    field = meant.field if meant is not None else name
    return ToldEntry(group, tidy_field_name(called), name, path, value if is_read else "", field)  # type: ignore[arg-type]


def _counts_none(entry: ToldEntry) -> bool:
    """Return whether an entry says of what may be rows that there are none, or how large they are."""
    return entry.field == ROWS and re.match(r"none\b|no\b|[0-9k x×]+ px\b", str(entry.value)) is not None


def _retold(entry: ToldEntry, context: Collection[str], told: TellsField) -> Retold:
    is_written = entry.name in BRIEF_FIELDS and isinstance(entry.value, int) and entry.called != "budget"
    if entry.value == "" or is_written:
        return NOTHING
    plain = _plain_money(entry.value)
    each = entry._replace(value=plain)
    reads = (
        capacity_retold(each, context), classes_retold(each, context, told), count_retold(each, context, told),
        _amount_retold(each, context, told),
    )  # fmt: skip
    found = next((read for read in reads if read != NOTHING), NOTHING)
    is_plainer = found == NOTHING and plain != entry.value and entry.field in BRIEF_FIELDS
    return Retold({entry.field: plain}) if is_plainer else found


def _has_place(fields: Mapping[str, object], values: Mapping[str, object]) -> bool:
    groups = (fields.get(field.partition(".")[0]) for field in values)
    return all(each is None or isinstance(each, Mapping) for each in groups)


def _take(fields: dict[str, object], entry: ToldEntry, found: Retold, others: Mapping[str, object]) -> None:
    """Put fields in place of an entry, whose words go into the notes; beside it where it stays."""
    if not found.stays:
        holder = fields[str(entry.path[0])] if len(entry.path) > 1 else fields
        assert isinstance(holder, dict)
        del holder[next(each for each in holder if str(each) == entry.path[-1])]
        notes = fields.get("notes")
        has_words = found.is_noted or re.search(r"[A-Za-z]{3}", str(entry.value)) is not None
        if has_words and isinstance(notes, str | None):
            said = f"{entry.called.replace('_', ' ')}: {entry.value}"
            fields["notes"] = with_note(notes, said)
    for field, value in others.items():
        _put(fields, field, value)


def _put(fields: dict[str, object], field: str, value: object) -> None:
    group, _, inner = field.partition(".")
    holder = fields.get(group)
    fields[group] = {**(holder if isinstance(holder, Mapping) else {}), inner: value}
