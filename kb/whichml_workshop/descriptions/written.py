"""Hurried briefs that were written to be learnt from, many in a file: `tests/data/hurried/written/*.txt`.

Each begins with a line `=== TASK | ALSO | KINDS`: the task that is meant, other tasks that one could defend, and the
kinds of data, the main one first. Below it stands the brief as somebody types it. Each file has one writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from whichml.model.briefs.loose_documents import brief_document
from whichml.model.documents.errors import BriefError
from whichml_workshop.descriptions.hurried import LabelledBrief, labelled_brief

FOLDER: Final = Path("data") / "hurried" / "written"
PREFIX: Final = "written-"
"""What the names of these briefs begin with."""
_HEAD: Final = re.compile(r"^=== (?P<task>[^|\n]*)\|(?P<also>[^|\n]*)\|(?P<kinds>[^|\n]*)$", re.MULTILINE)


def read_written(tests: Path) -> tuple[LabelledBrief, ...]:
    """Return the briefs of all writers.

    Parameters
    ----------
    tests : the folder of the tests

    Raises
    ------
    ValueError
        Where a head names what is not known, or a brief cannot be read even leniently: with the file and the line.
    """
    return tuple(brief for path in sorted((tests / FOLDER).glob("*.txt")) for brief in _of_writer(path))


def _of_writer(path: Path) -> Iterator[LabelledBrief]:
    text = path.read_text(encoding="utf-8")
    heads = [*_HEAD.finditer(text)]
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for number, (head, end) in enumerate(zip(heads, ends, strict=True), start=1):
        name = f"{PREFIX}{path.stem}-{number}"
        line = text.count("\n", 0, head.start()) + 1
        place = f"{path.name}:{line}"
        try:
            document, _ = brief_document(text[head.end() : end].strip("\n").encode(), name, "yaml", lenient=True)
        except BriefError as refusal:
            raise ValueError(f"{place}: {refusal}") from None
        labels = (head["task"].strip(), head["also"], head["kinds"])
        yield labelled_brief(name, document.mapping, labels, place)
