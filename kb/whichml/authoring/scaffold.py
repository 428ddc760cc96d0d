"""New packs, rules and patterns from a scaffold that loads, passes its tests and says what to write where."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from whichml.authoring.templates import CASES, PACK, PATTERN, PATTERN_CASES, PATTERN_RULE, RULE
from whichml.knowledge.finding import pack_places
from whichml.knowledge.packs import TEST_SUFFIX, PackFile, parse_pack, read_coded, read_pack
from whichml.model.documents.errors import RuleError, quoted
from whichml.model.statements.pack_schema import FILE_NAME, pack_schema_text

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID: Final = 80
_TOP_LEVEL: Final = re.compile(r"[A-Za-z_'\"]")
_ENTRY: Final = re.compile(r"( *)- ")


@dataclass(frozen=True, slots=True)
class ScaffoldedFiles:
    """What a scaffold wrote: the id that it gave, and the files, in the order in which they are to be read."""

    id: str
    files: tuple[Path, ...]


def new_pack(identity: str, folder: Path, shipped: Collection[str] = ()) -> ScaffoldedFiles:
    """Write a pack with one rule, its tests and the schema for editors into a new folder of that name.

    Parameters
    ----------
    shipped : the ids of packs that come with whichml, which are taken

    Raises
    ------
    RuleError
        Where the id is none or taken, there is something of that name already, or nothing can be written there.
    """
    _check_id(identity)
    if identity in shipped:
        hint = f"Answers refuse another pack of that id. Choose one of your own, such as 'my-{identity}'."
        raise RuleError.about(f"a pack that comes with whichml is called '{identity}'.", hint=hint, code="RP207")
    home = folder / identity
    written = {
        home / f"{identity}.yaml": PACK.format(pack=identity) + RULE.format(rule=f"{identity}-first-rule"),
        home / f"{identity}{TEST_SUFFIX}": f"# Tests of {identity}.yaml: whichml rules test {identity}\n"
        + CASES.format(rule=f"{identity}-first-rule"),
        home / FILE_NAME: pack_schema_text(),
    }
    try:
        home.mkdir()
        for path, text in written.items():
            path.write_text(text, encoding="utf-8")
    except FileExistsError:
        message = f"{quoted(str(home))} is there already."
        raise RuleError.about(message, hint="Choose another id, or begin it in another folder.", code="RP210") from None
    except OSError as refusal:
        raise _unwritable(home, refusal) from None
    return ScaffoldedFiles(identity, tuple(written))


def new_rule(identity: str, pack: Path) -> ScaffoldedFiles:
    """Add a rule to a pack, and its cases to the tests beside it.

    The pack's id is put before the rule's where it is missing and all rules of the pack have it: of two packs that
    bring a rule of one id, neither is taken in.

    Parameters
    ----------
    pack : the pack's file, or a folder that holds just one pack

    Raises
    ------
    RuleError
        Where the id is none or taken, or the files cannot be read or written; they then stay as they are.
    """
    found = _pack_at(pack)
    are_named_so = all(rule.id.startswith(f"{found.id}-") for rule in found.value.rules)
    named = _within(found, identity) if are_named_so else identity
    _check_new(named, found)
    return _add(found, named, {"rules": RULE.format(rule=named)}, CASES.format(rule=named))


def new_pattern(identity: str, pack: Path) -> ScaffoldedFiles:
    """Add a pattern to a pack, with a rule that advises it and the rule's cases.

    The pack's id is put before the pattern's where it is missing. Parameters and errors are those of `new_rule`.
    """
    found = _pack_at(pack)
    named = _within(found, identity)
    rule = f"{named}-is-advised"
    _check_new(named, found)
    _check_new(rule, found)
    source = found.value.sources[0].id if found.value.sources else found.value.rules[0].sources[0].ref
    entries = {
        "patterns": PATTERN.format(pattern=named, source=source),
        "rules": PATTERN_RULE.format(rule=rule, pattern=named, source=source),
    }
    return _add(found, named, entries, PATTERN_CASES.format(rule=rule, pattern=named))


def _within(pack: PackFile, identity: str) -> str:
    """Return an id that begins with the pack's."""
    return identity if identity.startswith(f"{pack.id}-") else f"{pack.id}-{identity}"


def _check_id(identity: str) -> None:
    if not _SLUG.fullmatch(identity) or len(identity) > _LONGEST_ID:
        hint = "Ids are lower-case words joined by hyphens, such as my-bank."
        raise RuleError.about(f"{quoted(identity)} is not an id.", hint=hint, code="RP108")


def _check_new(identity: str, pack: PackFile) -> None:
    _check_id(identity)
    taken = {*(rule.id for rule in pack.value.rules), *(pattern.id for pattern in pack.value.patterns)}
    if identity in taken:
        message = f"the pack '{pack.id}' has a '{identity}' already."
        raise RuleError.about(message, hint="Choose another id.", code="RP206")


def _pack_at(path: Path) -> PackFile:
    places = pack_places(path)
    if len(places) > 1:
        names = ", ".join(place.path.name for place in places)
        message = f"the folder {quoted(str(path))} holds several packs: {names}."
        raise RuleError.about(message, hint="Name the file of one of them.", code="RP210")
    (place,) = places
    return read_pack(place.path, str(place.path))


def _add(pack: PackFile, identity: str, entries: Mapping[str, str], cases: str) -> ScaffoldedFiles:
    assert pack.path is not None, "the pack was read from a file"
    text = pack.path.read_text(encoding="utf-8")
    for key, entry in entries.items():
        text = with_entry(text, key, entry, pack.path.name)
    parse_pack(text.encode(), str(pack.path))
    beside = pack.path.with_name(f"{pack.path.stem}{TEST_SUFFIX}")
    tests = beside.read_text(encoding="utf-8") if beside.is_file() else f"# Tests of {pack.path.name}\n"
    tests = tests.rstrip("\n") + "\n" + cases
    read_coded(tests.encode(), str(beside), "list")
    ending = _line_ending(pack.path)
    _write(pack.path, text, ending)
    _write(beside, tests, _line_ending(beside) if beside.is_file() else ending)
    return ScaffoldedFiles(identity, (pack.path, beside))


def with_entry(text: str, key: str, entry: str, name: str) -> str:
    """Return a pack's text with one more entry at the end of a list at its top level; the rest stays as it is.

    Parameters
    ----------
    entry : the entry as YAML, indented by two blanks

    Raises
    ------
    RuleError
        Where the list is written in brackets on one line.
    """
    lines = text.rstrip("\n").split("\n")
    starts = [number for number, line in enumerate(lines) if re.match(rf"{re.escape(key)}\s*:", line)]
    if not starts:
        before = next((n for n, line in enumerate(lines) if line.startswith("rules:")), len(lines))
        return "\n".join([*lines[:before], f"{key}:", entry.rstrip("\n"), *lines[before:]]) + "\n"
    start = starts[0]
    rest = lines[start].partition(":")[2].partition(" #")[0].strip()
    if rest == "[]":
        lines[start] = f"{key}:"
    elif rest:
        message = f"the list `{key}` of {name} is written in brackets."
        raise RuleError.about(message, hint="Write its entries on lines of their own, each after `- `.", code="RP107")
    end = next((n for n in range(start + 1, len(lines)) if _TOP_LEVEL.match(lines[n])), len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    first = next((match for line in lines[start + 1 : end] if (match := _ENTRY.match(line))), None)
    shift = len(first.group(1)) - 2 if first else 0
    shifted = [line[-shift:] if shift < 0 else " " * shift + line for line in entry.rstrip("\n").split("\n")]
    return "\n".join([*lines[:end], *shifted, *lines[end:]]) + "\n"


def _line_ending(path: Path) -> str:
    """Return how the first line of a file ends, so that what is added ends alike."""
    first = path.read_bytes().partition(b"\n")[0]
    return "\r\n" if first.endswith(b"\r") else "\n"


def _write(path: Path, text: str, ending: str) -> None:
    """Replace a file's text in one step, so that a failure leaves the former one."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline=ending) as file:
            file.write(text)
        if path.exists():
            Path(name).chmod(path.stat().st_mode)
        else:
            Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as refusal:
        raise _unwritable(path, refusal) from None


def _unwritable(path: Path, refusal: OSError) -> RuleError:
    return RuleError.about(f"{quoted(str(path))} cannot be written: {refusal.strerror}.", code="RP210")
