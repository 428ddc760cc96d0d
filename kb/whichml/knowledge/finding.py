"""Where further rule packs lie: folders and files that somebody names, `WHICHML_RULES`, and installed packages."""

from __future__ import annotations

import importlib.metadata
import importlib.resources
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Final

from whichml.knowledge.pack_loading import RejectedPack
from whichml.knowledge.packs import TEST_SUFFIX, PackFile, read_pack
from whichml.model.documents.errors import RuleError, quoted

ENTRY_POINTS: Final = "whichml.rulepacks"
VARIABLE: Final = "WHICHML_RULES"
_MOST_FILES: Final = 1_000
_LOOKED_AT: Final = 10_000
"""Bytes in which a pack begins."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PackPlace:
    """A file that should hold a pack, and how messages and citations call it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class FoundPacks:
    """The packs that could be read, and what could not.

    Attributes
    ----------
    watched : the files and folders that decide what is found, for whoever looks out for changes
    """

    packs: tuple[PackFile, ...]
    refused: tuple[RejectedPack, ...]
    watched: tuple[Path, ...]


def find_packs(paths: Iterable[Path] = ()) -> FoundPacks:
    """Return the packs below the given paths, those of `WHICHML_RULES` and those of installed packages.

    A path that is found twice counts once. What cannot be found, opened or read is refused, and the rest goes on.
    """
    packs: list[PackFile] = []
    refused: list[RejectedPack] = []
    watched: dict[Path, None] = {}
    seen: set[Path] = set()
    roots: set[Path] = set()
    for path, error in _roots(paths):
        if error is not None:
            refused.append(RejectedPack(str(path), error.problems))
            continue
        if path.resolve() in roots:
            continue
        roots.add(path.resolve())
        watched[path] = None
        try:
            places = pack_places(path)
        except RuleError as refusal:
            refused.append(RejectedPack(str(path), refusal.problems, path))
            continue
        for place in places:
            watched[place.path] = None
            if place.path.resolve() in seen:
                continue
            seen.add(place.path.resolve())
            try:
                packs.append(read_pack(place.path, place.name))
            except RuleError as refusal:
                refused.append(RejectedPack(place.name, refusal.problems, place.path))
    return FoundPacks(tuple(packs), tuple(refused), tuple(watched))


def pack_places(path: Path) -> tuple[PackPlace, ...]:
    """Return the file, or the `.yaml` files of the folder in the order of their names, without those of tests.

    Names are short, so that an answer does not depend on where somebody keeps the folder: the file's name, after the
    folder's where a folder was given.

    Raises
    ------
    RuleError
        Where there is no such path, or the folder holds no pack.
    """
    if path.is_file():
        return (PackPlace(path, path.name),)
    if not path.is_dir():
        hint = "Name a file with a pack, or a folder of packs."
        raise RuleError.about(f"there is nothing at {quoted(str(path))}.", hint=hint, code="RP210")
    try:
        files = sorted(file for file in path.iterdir() if _may_be_a_pack(file))
    except OSError as refusal:
        message = f"the folder {quoted(str(path))} cannot be read: {refusal.strerror}."
        raise RuleError.about(message, code="RP210") from None
    if not files:
        message = f"the folder {quoted(str(path))} holds no rule pack."
        raise RuleError.about(message, hint="A pack is a file that ends in .yaml.", code="RP210")
    if len(files) > _MOST_FILES:
        message = f"the folder {quoted(str(path))} holds more than {_MOST_FILES} packs."
        raise RuleError.about(message, hint="Name the files one by one.", code="RP102")
    for further in _packs_below(path):
        logger.warning("%s holds a rule pack and is not read: it lies in a folder below one that was named.", further)
    return tuple(PackPlace(file, f"{path.resolve().name}/{file.name}") for file in files)


def _may_be_a_pack(path: Path) -> bool:
    """Return whether a file should hold a pack; a link that leads nowhere should, and is refused when it is read."""
    is_there = path.is_file() or (path.is_symlink() and not path.exists())
    return path.suffix in (".yaml", ".yml") and not path.name.endswith((TEST_SUFFIX, ".")) and is_there


def _packs_below(folder: Path) -> Iterator[Path]:
    """Yield the files in folders just below one that begin a rule pack."""
    try:
        inner = sorted(each for each in folder.iterdir() if each.is_dir())
        files = (file for each in inner for file in sorted(each.iterdir()) if _may_be_a_pack(file))
        yield from (file for file in islice(files, _MOST_FILES) if _begins_a_pack(file))
    except OSError:
        return  # nobody named it


def _begins_a_pack(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return any(line.startswith(b"rulepack:") for line in file.read(_LOOKED_AT).splitlines())
    except OSError:
        return False


def _roots(paths: Iterable[Path]) -> Iterator[tuple[Path, RuleError | None]]:
    yield from ((path, None) for path in paths)
    yield from ((path, None) for path in named_by_the_environment())
    for entry in _entry_points():
        try:
            yield _path_of(entry), None
        except RuleError as refusal:
            yield Path(entry.name), refusal


def named_by_the_environment() -> tuple[Path, ...]:
    """Return the paths in `WHICHML_RULES`, separated as those of `PATH` are."""
    return tuple(Path(part) for part in os.environ.get(VARIABLE, "").split(os.pathsep) if part)


def _entry_points() -> list[importlib.metadata.EntryPoint]:
    found = {(entry.name, entry.value): entry for entry in importlib.metadata.entry_points(group=ENTRY_POINTS)}
    return [found[key] for key in sorted(found)]


def _path_of(entry: importlib.metadata.EntryPoint) -> Path:
    """Return the folder or file that an installed package names: itself, a path, or a function that returns one.

    This runs the package's own import. Whatever it raises, the package is refused and nothing else is touched.
    """
    called = f"the entry point {quoted(entry.name)} of {ENTRY_POINTS} ({quoted(entry.value)})"
    try:
        named = entry.load()
        if callable(named):
            named = named()
        if isinstance(named, ModuleType):
            named = importlib.resources.files(named)
    except (Exception, SystemExit) as failure:
        message = f"{called} fails: {type(failure).__name__}: {quoted(str(failure))}."
        hint = "Ask the package's author, or uninstall it."
        raise RuleError.about(message, hint=hint, code="RP210") from None
    if isinstance(named, str | Path):
        return Path(named)
    message = f"{called} names a {type(named).__name__}, not a package or a path."
    raise RuleError.about(message, hint="Let it name a package with .yaml files, or a path.", code="RP210")
