"""Raw tables on disk: found below a folder, and read only where their bytes are the ones that were declared."""

from __future__ import annotations

import hashlib
from pathlib import Path

from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.published.declaration import Declaration
from whichml_workshop.published.readers import READERS
from whichml_workshop.published.study import Study

_MOST_BYTES = 200_000_000


def has_raw_tables(declaration: Declaration, raw: Path) -> bool:
    """Return whether any raw table of a study is below the folder."""
    return any((raw / file.path).is_file() for file in declaration.text.files)


def read_study(declaration: Declaration, raw: Path) -> Study:
    """Return what the raw tables of a study say.

    Parameters
    ----------
    raw : the folder that the paths of a declaration are relative to

    Raises
    ------
    KnowledgeError
        Where a file is missing, too large, or not the one that was declared; with the line of the declaration.
    """
    problems = []
    for number, file in enumerate(declaration.text.files):
        path = raw / file.path
        at = ("files", number, "sha256")
        if not path.is_file() or path.stat().st_size > _MOST_BYTES:
            message = f"{file.path} is missing from the raw material, or is out of proportion."
            problems.append(declaration.document.problem(("files", number, "path"), message))
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest != file.sha256:
            message = f"{file.path} has the digest {digest[:12]}..., not {file.sha256[:12]}..."
            hint = "Take the file of the commit that is named, or look at what has changed and declare the new one."
            problems.append(declaration.document.problem(at, message, hint))
    if problems:
        raise KnowledgeError(*problems)
    return READERS[declaration.text.reader](raw)
