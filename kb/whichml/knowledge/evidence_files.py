"""Evidence in files: one JSON file for each run, named after its id, read within strict limits."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import rfc8785
from pydantic import ValidationError

from whichml.model.documents.errors import Place, ProbeError, Problem, pointer_to
from whichml.model.statements.evidence import Evidence

MOST_BYTES: Final = 10_000_000
MOST_FILES: Final = 1000
MOST_PROBLEMS: Final = 50
_READABLE: Final = 0o644  # a temporary file is its owner's alone, and evidence is there to be shown
_NAMED: Final = re.compile(r"evidence-([0-9a-f]{32})\.json\Z")
_SYNTAX: Final = re.compile(r"Invalid JSON: (.*?)(?: at line (\d+) column (\d+))?\Z", re.DOTALL)


def read_evidence(folder: Path) -> tuple[Evidence, ...]:
    """Return all evidence of a folder, or that of a single file, in the order of the ids and each once.

    In a folder only files called `evidence-....json` are read. A file that bears an id in its name has to hold the
    evidence of that id: what was changed by hand was not measured.

    Raises
    ------
    ProbeError
        Where something cannot be read, is too large or no evidence; with every problem, its file and JSON pointer.
    """
    problems: list[Problem] = []
    found: dict[str, Evidence] = {}
    for path in _files_of(folder):
        read = _read(path, problems)
        if read is not None:
            found.setdefault(read[0], read[1])
        if len(problems) >= MOST_PROBLEMS:
            break
    if problems:
        raise ProbeError(*problems)
    return tuple(found[identity] for identity in sorted(found))


def write_evidence(evidence: Evidence, folder: Path) -> Path:
    """Write evidence into a folder, which is made where it is missing; return the file's path.

    The file is called after the id, so that the same evidence is the same file. It appears whole or not at all.

    Raises
    ------
    ProbeError
        Where it cannot be written.
    """
    path = folder / f"evidence-{evidence.id}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number, written = tempfile.mkstemp(prefix=".evidence-", suffix=".part", dir=folder)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(evidence.to_json())
            Path(written).chmod(_READABLE)
            Path(written).replace(path)
        except BaseException:
            Path(written).unlink(missing_ok=True)
            raise
    except OSError as cause:
        raise ProbeError.about(f"{path} cannot be written: {_reason(cause)}.", hint="Name another folder.") from None
    return path


def _files_of(folder: Path) -> tuple[Path, ...]:
    if folder.is_file():
        return (folder,)
    try:
        paths = sorted(path for path in folder.iterdir() if re.match(r"evidence-.*\.json\Z", path.name))
    except (OSError, ValueError) as cause:
        raise ProbeError.about(
            f"the evidence in {folder} cannot be read: {_reason(cause)}.",
            hint="Give a folder that `whichml probe` has written, or one file in it.",
        ) from None
    if len(paths) > MOST_FILES:
        raise ProbeError.about(
            f"{folder} holds {len(paths)} files of evidence.", hint=f"The limit is {MOST_FILES}; name single files."
        )
    return tuple(paths)


def _read(path: Path, problems: list[Problem]) -> tuple[str, Evidence] | None:
    """Return the id and the evidence of a file, or None after noting what is wrong with it."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            problems.append(_problem(path, "the file is too large.", "", f"The limit is {MOST_BYTES} bytes."))
            return None
        evidence = Evidence.model_validate_json(raw, strict=True)
        identity = evidence.id
    except OSError as cause:
        problems.append(_problem(path, f"the file cannot be read: {_reason(cause)}."))
    except ValidationError as cause:
        problems.extend(islice(_refusals(path, cause), MOST_PROBLEMS))
    except rfc8785.CanonicalizationError as cause:
        hint = "Whole numbers go up to 2^53, and no number is infinite."
        problems.append(_problem(path, f"it holds a value that has no canonical JSON: {cause}.", "/data/facts", hint))
    else:
        named = _NAMED.match(path.name)
        if named is None or named[1] == identity:
            return identity, evidence
        said = f"what it holds has the id {identity}: it was changed after it was written, or renamed."
        problems.append(_problem(path, said, "", "Measure again, or take the file as it was written."))
    return None


def _refusals(path: Path, cause: ValidationError) -> Iterator[Problem]:
    for details in cause.errors(include_url=False, include_input=False):
        syntax = _SYNTAX.match(details["msg"])
        if syntax is None:
            yield _problem(path, f"{details['msg']}.", pointer_to(details["loc"]))
            continue
        where = Place(str(path), int(syntax[2]), int(syntax[3])) if syntax[2] else None
        yield _problem(path, f"this is no JSON: {syntax[1]}.", "", where=where)


def _problem(
    path: Path, message: str, pointer: str = "", hint: str | None = None, where: Place | None = None
) -> Problem:
    """Return a problem whose words name file and pointer, since a file of evidence is not written line by line."""
    at = f" {pointer}" if pointer else ""
    return Problem(message if where else f"{path}{at}: {message}", where, pointer, hint)


def _reason(cause: OSError | ValueError) -> str:
    return (cause.strerror if isinstance(cause, OSError) else None) or str(cause)
