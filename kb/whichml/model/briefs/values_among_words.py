"""Values of a brief's fields among words that the format does not take: read where they are clear, and told.

What is left is read where phrases find something in it, with the notes; else the field is refused, or left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from whichml.model.briefs.brief_checks import contradicting_fields
from whichml.model.briefs.brief_prose import stated_in_prose
from whichml.model.documents.document import Path
from whichml.model.documents.errors import did_you_mean, quoted
from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_number
from whichml.model.entries.counts_by_parts import CountedFields, may_be_per_cent, rows_counted, share_told
from whichml.model.entries.counts_retold import kinds_of_columns
from whichml.model.entries.device_reading import holds_devices
from whichml.model.entries.field_calls import tidy_field_name
from whichml.model.entries.groups_in_words import GROUP_NAMES
from whichml.model.entries.numbers_among_words import AmongWords, number_among_words, share_of_rows
from whichml.model.entries.words_among_words import laws_among_words, word_among_words
from whichml.model.entries.written_values import as_the_format_writes
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.brief_form import with_note
from whichml.model.format.brief_values import LARGEST_COUNT
from whichml.model.format.field_places import field_places
from whichml.model.format.requirement import Finding
from whichml.model.replies.typed_words import list_of
from whichml.model.values.quantity import quantity_or_none
from whichml.model.values.vocabulary import REGRESSION, FieldKind
from whichml.model.words.hardware_in_words import ON_HARDWARE, hardware_told
from whichml.model.words.listed_names import mixed_told, names_counted
from whichml.model.words.spoken_words import spoken_words

_KINDS: Final = frozenset({"count", "fraction", "bool", "word", "level", "duration", "bytes", "money", "frequency"})
_SAME_KIND: Final[Mapping[str, str]] = MappingProxyType({
    "data.sampling_rate": "data.sampling_interval",
    "deployment.peak_requests_per_second": "deployment.requests_per_day",
})  # fmt: skip
"""Fields that say the same in another unit, so that what one of them cannot take may be the other's."""
_TRIALS: Final = expression(
    r"\W*(?:about |around |some |up to |at most |max\.? )*[0-9][0-9.,]*k?\s+"
    r"(?:(?:more|further|additional|extra|new|other|lab|wet-lab|simulation|test|trial)\s+){0,2}(?:runs?|experiments?|trials?|evaluations?|measurements?|simulations?|"
    r"syntheses|reactions|queries|samples|plates|rounds)\b"
    r"|\W*(?:about |around |some )*[0-9][0-9.,]*\s+(?:more|further|additional|extra)\s+"
    r"(?!euros|dollars|pounds|francs|bucks|cents|thousands|millions|hours|days|weeks|months|years)[a-z-]{3,}s\b",
    re.IGNORECASE,
)  # fmt: skip
"""A number of trials, which is what some call a budget."""
_THINGS: Final = expression(
    r"(?:about |around |some |up to |at most |max\.? )*[0-9][0-9., ]*k?\s+"
    r"(?![^,;(]*\b(?:euros|dollars|pounds|francs|bucks|cents)\b)"
    r"(?:[a-z-]{3,}\s+)?[a-z-]{3,}s\b\s*(?:an?\b|per\b|each\b|every\b|/)", re.IGNORECASE,
)  # fmt: skip
"""A number of things that may be done or given in a time."""
_OF_RESULTS: Final = expression(r"\b(?:results?|predictions?|forecasts?|scores?|answers?|estimates?|runs?)\b", re.I)
_SEEN_ON: Final = expression(
    r"\b(?:web[ -]?(?:page|site|app|application|tool|ui|interface|form|portal|dashboard)s?|dashboards?|intranet)\b",
    re.I,
)
"""Where people see results, which says nothing of where a model runs."""
_SENT_LATER: Final = expression(
    r"(?<!no )(?<!not )(?<!never )\b(?:sync(?:s|ed|hroni[sz]\w*)?|uploads?|uploaded)\b[^.;\n]{0,40}?"
    r"\b(?:evening|night|nightly|daily|every day|once a day|end of (?:the )?(?:day|shift)|weekly|back at|depot|office|"
    r"later|afterwards)\b", re.IGNORECASE,
)  # fmt: skip
_POSITIVES: Final = expression(
    r"(?:\A|_)(?:positives?|prevalence|base_rate|event_rate|churn_rate|default_rate|conversion|response_rate|"
    r"purchase_rate|click_rate|fraud_rate)(?:_|\Z)|\Aconversion_rate\Z"
)
"""Names of the share of one of two classes, whichever is smaller."""
_MOST_OF: Final = 0.5
_ROWS: Final = frozenset({"data.rows", "data.labelled_rows"})
_LONGEST: Final = 400
_MOST_LAWS: Final = 50
_A_DUTY: Final = expression(r"\b(?:must|has to|have to|needs? to|should|shall|can|may|cannot|will|is|are)\b")
_CAPITALS: Final = expression(r"(?<=\S)[A-Z]|(?<=\s)[A-Z]|[0-9]")
"""What a text that names a law has, more often than not."""
_FEWEST_LETTERS, _FEWEST_WORDS = 4, 4


@dataclass(slots=True)
class _Reader:
    """Reads the values of a brief's fields in place.

    Attributes
    ----------
    nested : the fields in nested form, in the words of the format where they were understood
    paths : where each stands, by its dotted name; gets those that are read besides
    may_guess : whether what cannot be read of a group that is told in a text goes into the notes
    """

    nested: dict[str, object]
    paths: MutableMapping[str, Path]
    may_guess: bool = False
    findings: list[Finding] = field(default_factory=list)

    def read(self) -> None:
        for name, group, inner, kind in field_places(self.nested):
            fields = self.nested.get(group)
            if not inner or not isinstance(fields, dict) or inner not in fields or name == "data.modality":
                continue
            given = fields[inner]
            if name == "stakes.regulation":
                self._laws(fields, given)
            elif name == "data.target" and isinstance(given, list | tuple):
                self._targets(fields, given)
            elif is_number(given):
                self._count_as_share(name, given)
            elif isinstance(given, str) and not _is_read(kind, given) and given.strip():
                self._text(name, fields, given)

        self._other_class()
        self._away_at_times()

    def told(self) -> dict[str, object]:
        """Return the fields that are told, by their names."""
        return {
            f"{group}.{inner}": each
            for group, fields in self.nested.items() if isinstance(fields, Mapping)
            for inner, each in fields.items() if each is not None
        }  # fmt: skip

    def _text(self, name: str, fields: dict[str, object], given: str) -> None:
        if name == "data.target" and did_you_mean(given, BRIEF_FIELDS[name].values) is None:
            if _FEWEST_LETTERS <= len(given) <= _LONGEST:
                self._to_notes(name, fields, given, " says what is predicted, and is read with the notes")
        elif said := _says_otherwise(name, given):
            self._to_notes(name, fields, given, f" {said}, and is read with the notes")
        elif BRIEF_FIELDS[name].kind in _KINDS:
            self._amount_or_words(name, fields, given)

    def _amount_or_words(self, name: str, fields: dict[str, object], given: str) -> None:
        told = self.told()
        counted = rows_counted(name, given, told) if name in _ROWS else CountedFields({})
        if counted.fields:
            self._set(counted.fields, name, given, counted.reason)
            return
        other = _SAME_KIND.get(name, "")
        if other and told.get(other) is None and (value := _read_as(other, given)) is not None:
            del fields[name.partition(".")[2]]
            self._set({other: value}, name, given, "")
            return
        beside = hardware_told(given) if name in ON_HARDWARE else mixed_told(name, given)
        n_names = names_counted(name, str(self.paths.get(name, ("",))[-1]), given)
        number = number_among_words(name, given, told)
        if number is None and n_names is not None:
            number = AmongWords(n_names, ", the names that it lists")
        word = word_among_words(name, given, told) if number is None else None
        if number is not None and self._fits(name, number.value):
            self._set({name: number.value, **kinds_of_columns(name, given, told)}, name, given, number.reason)
        elif word is not None and self._fits(word.field, word.value):
            if word.field != name:
                del fields[name.partition(".")[2]]
            more = {each: value for each, value in beside.items() if told.get(each) is None and each != word.field}
            self._set({word.field: word.value, **more}, name, given, word.reason)
        elif more := {each: value for each, value in beside.items() if told.get(each) is None or each == name}:
            del fields[name.partition(".")[2]]
            self._set(more, name, given, "")
        elif laws := self._laws_instead(name, given):
            del fields[name.partition(".")[2]]
            self._set({"stakes.regulation": laws}, name, given, "")
        elif self._phrases_in(name, given):
            self._to_notes(name, fields, given, " is read with the notes")
        elif self.may_guess and self._is_of_a_group(name, given):
            self._to_notes(name, fields, given, "")

    def _is_of_a_group(self, name: str, given: str) -> bool:
        """Return whether a text stands where a brief may have a group of fields: `team: a small start-up`."""
        first, *inner = self.paths.get(name, ("", ""))
        is_group = not inner and (str(first).lower() in GROUP_NAMES or holds_devices(first))
        return is_group and len(given) <= _LONGEST and re.search(r"[^\W\d_]+\W+[^\W\d_]", given) is not None

    def _laws_instead(self, name: str, given: str) -> list[str]:
        """Return the laws that a text names where a field of stakes or of privacy asks for something else."""
        is_near = name.startswith("stakes.") or name in ("data.privacy", "data.residency")
        is_open = self.told().get("stakes.regulation") is None
        return [*laws_among_words(given, asked=False)] if is_near and is_open else []

    def _set(self, values: Mapping[str, object], name: str, given: str, reason: str) -> None:
        """Put values into their fields, and tell what was read; what else phrases find goes into the notes."""
        for each, value in values.items():
            group, _, inner = each.partition(".")
            fields = self.nested.setdefault(group, {})
            assert isinstance(fields, dict)
            fields[inner] = value
            self.paths.setdefault(each, self.paths.get(name, tuple(name.split("."))))
        read = ", ".join(
            f"`{_shown(value)}`" if each == name else f"`{each}: {_shown(value)}`" for each, value in values.items()
        )
        more = self._phrases_in(name, given)
        rest = "; the rest is read with the notes" if more else ""
        self.findings.append(
            Finding(tuple(name.split(".")), f"`{name}` says {quoted(given)}, which is read as {read}{reason}{rest}.")
        )
        if more:
            self._add_notes(name, given)

    def _fits(self, name: str, value: object) -> bool:
        """Return whether a value contradicts nothing that the brief tells."""
        given = {"task": self.nested.get("task"), **{each: _typed(each, known) for each, known in self.told().items()},
                 name: _typed(name, value)}  # fmt: skip
        path = tuple(name.split("."))
        return not any(path in (each.path, each.also) for each in contradicting_fields(given))

    def _phrases_in(self, name: str, given: str) -> bool:
        """Return whether phrases find something in a text that the brief does not tell."""
        nested = {key: each for key, each in self.nested.items() if key not in ("title", "notes", "requirements")}
        stated = stated_in_prose({**nested, "notes": given}) if len(given) <= _LONGEST else {}
        return any(each not in (name, "data.target") for each in stated)

    def _to_notes(self, name: str, fields: dict[str, object], given: str, how: str) -> None:
        del fields[name.partition(".")[2]]
        said = f"`{name}: {quoted(given)[1:-1]}`{how}" if how else f"`{name}` says {quoted(given)}, read with the notes"
        self.findings.append(Finding(tuple(name.split(".")), f"{said}."))
        self._add_notes(name, given)

    def _add_notes(self, name: str, given: str) -> None:
        notes = self.nested.get("notes")
        if notes is not None and not isinstance(notes, str):
            return
        called = str(self.paths.get(name, (name.rpartition(".")[2],))[-1]).replace("_", " ")
        self.nested["notes"] = with_note(notes, f"{called}: {given.strip()}")
        self.paths.setdefault("notes", self.paths.get(name, ("notes",)))

    def _count_as_share(self, name: str, given: float) -> None:
        """Read a count of cases where a share is asked for, once it is known how many cases there are."""
        is_count = BRIEF_FIELDS[name].kind == "fraction" and 1 < given <= LARGEST_COUNT and given == int(given)
        is_count &= not may_be_per_cent(str(self.paths.get(name, (name,))[-1]), given)
        found = share_of_rows(name, int(given), self.told()) if is_count else None
        if found is not None:
            self._set({name: found.value}, name, str(given), found.reason)

    def _targets(self, fields: dict[str, object], given: Sequence[object]) -> None:
        """Read a list of what is predicted, none of which is a word of the field, as several numbers at once."""
        traits, task = BRIEF_FIELDS["data.target"].values, self.nested.get("task")
        are_named = len(given) > 1 and all(isinstance(each, str) and each not in traits for each in given)
        is_near = any(
            did_you_mean(str(each), traits) is not None or spoken_words("data.target", str(each)) for each in given
        )
        if not are_named or is_near or task not in REGRESSION:
            return
        fields["target"] = ["multi-output"]
        said = f"`data.target` lists {quoted(names := ', '.join(map(str, given)))}, which is read as `multi-output`"
        self.findings.append(Finding(("data", "target"), f"{said}, and with the notes."))
        self._add_notes("data.target", names)

    def _other_class(self) -> None:
        """Take the share of a positive class that more than half of the rows have for that of the other class."""
        name = "data.minority_share"
        told = self.told()
        called = tidy_field_name(str(self.paths.get(name, (name,))[-1]))
        share = share_told(told.get(name))
        if (
            share is None
            or not _MOST_OF < share < 1
            or not _POSITIVES.search(called)
            or told.get("data.classes", 2) != 2
        ):
            return
        data = self.nested["data"]
        assert isinstance(data, dict)
        data["minority_share"] = round(1 - share, 6)
        said = (
            f"`{name}` is read as `{data['minority_share']:g}`, the share of the other class: {share:g} is most rows."
        )
        self.findings.append(Finding(tuple(name.split(".")), said))

    def _away_at_times(self) -> None:
        """Read what works offline and sends its results later as connected at times."""
        name, notes = "deployment.connectivity", self.nested.get("notes")
        called = tidy_field_name(str(self.paths.get(name, ("",))[-1]))
        is_offline = "offline" in called and self.told().get(name) == "never" and isinstance(notes, str)
        found = _SENT_LATER.search(str(notes)) if is_offline else None
        if found is None:
            return
        fields = self.nested["deployment"]
        assert isinstance(fields, dict)
        fields["connectivity"] = "intermittent"
        said = f"`{name}` is read as `intermittent`, since the brief says {quoted(found.group().strip())}."
        self.findings.append(Finding(tuple(name.split(".")), said))

    def _laws(self, fields: dict[str, object], given: object) -> None:
        """Take the laws that entries of a list name among words, and put what speaks of none into the notes."""
        whole = list_of("stakes.regulation", given) if isinstance(given, str) else None
        if whole is not None and not whole.problems and isinstance(given, str) and given not in whole.words:
            fields["regulation"] = whole.words
            read = ", ".join(whole.words) or "none: no law or norm applies"
            self.findings.append(
                Finding(
                    ("stakes", "regulation"), f"`stakes.regulation` says {quoted(given)}, which is read as `{read}`."
                )
            )
            return
        entries = [given] if isinstance(given, str) else given
        if not isinstance(entries, list | tuple) or not all(isinstance(each, str) for each in entries):
            return
        if self.may_guess and isinstance(given, str) and _is_a_duty(given):
            self._to_notes("stakes.regulation", fields, given, " names no law or norm, and is read with the notes")
            return
        if len(entries) > _MOST_LAWS:
            return  # that is no list of laws, and each entry takes its time
        known = BRIEF_FIELDS["stakes.regulation"].values
        laws: dict[str, None] = {}
        for entry in entries:
            named = (entry,) if entry in known else laws_among_words(entry)
            laws |= dict.fromkeys(named or (() if self._phrases_in("stakes.regulation", entry) else (entry,)))
        for entry in (each for each in entries if each not in known and each not in laws):
            named = laws_among_words(entry)
            has_more = self._phrases_in("stakes.regulation", entry)
            if not named and not has_more:
                continue
            told = f"which is read as `{', '.join(named)}`" if named else "which is read with the notes"
            self.findings.append(
                Finding(("stakes", "regulation"), f"`stakes.regulation` says {quoted(entry)}, {told}.")
            )
            if has_more:
                self._add_notes("stakes.regulation", entry)
        if tuple(laws) == tuple(entries):
            return
        if laws:
            fields["regulation"] = list(laws)
        else:
            del fields["regulation"]


def _says_otherwise(name: str, given: str) -> str:
    """Return what a text says that is none of its field, as a clause; nothing where it may be of the field."""
    if name == "project.budget" and _TRIALS.match(given):
        return "counts trials and no money"
    if name == "project.budget" and _THINGS.match(given):
        return "counts things and no money"
    if name == "deployment.update_cadence" and _OF_RESULTS.search(given) and not spoken_words(name, given):
        return "says how often results are wanted"
    if name == "deployment.target" and _SEEN_ON.search(given) and not spoken_words(name, given):
        return "says where results are seen"
    return ""


def read_values_among_words(
    nested: dict[str, object], paths: MutableMapping[str, Path], *, may_guess: bool = False
) -> Sequence[Finding]:
    """Read values among words in the fields of a brief, in place, and return what is to be told of it.

    Parameters
    ----------
    nested : the fields in nested form, in the words of the format where they were understood
    paths : where each stands, by its dotted name; gets those that are read besides
    may_guess : whether what cannot be read of a group that is told in a text goes into the notes
    """
    reader = _Reader(nested, paths, may_guess)
    reader.read()
    return reader.findings


def _is_a_duty(given: str) -> bool:
    """Return whether a text where laws are asked for says in a sentence what is due, and names none of them."""
    is_sentence = _A_DUTY.search(given) is not None and len(given.split()) >= _FEWEST_WORDS
    return is_sentence and len(given) <= _LONGEST and not laws_among_words(given) and _CAPITALS.search(given) is None


def _read_as(name: str, given: str) -> object:
    """Return what a text says of another field than its own; None where it says nothing of it."""
    written = as_the_format_writes(name, given)
    among = number_among_words(name, given) if written is None else None
    return among.value if among is not None else written


def _typed(name: str, value: object) -> object:
    """Return a value as its field compares it: an amount with its unit, everything else as it is."""
    dimension = kind.dimension if (kind := BRIEF_FIELDS.get(name)) is not None else None
    if isinstance(value, int | float) and abs(value) > LARGEST_COUNT:
        return None
    return value if dimension is None or not isinstance(value, str) else quantity_or_none(value, dimension)


def _is_read(kind: FieldKind, given: str) -> bool:
    """Return whether a text is a value of a field as it stands."""
    if kind.kind in ("count", "bool"):
        return False
    if kind.values:
        return given in kind.values
    dimension = "number" if kind.kind == "fraction" else kind.dimension
    return dimension is None or quantity_or_none(given, dimension) is not None


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
