"""`python -m whichml_workshop.published.derive RAW`: makes what is derived from published results anew, byte for byte.

RAW is the folder of raw tables, which this project does not ship; every declaration in `kb/facts/published/` says where
its tables come from.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from whichml.knowledge.content import Content
from whichml.knowledge.reading import read_fact_files
from whichml.model.documents.errors import KnowledgeError, Problem, WhichmlError, did_you_mean, quoted
from whichml_workshop.published.declaration import read_declarations
from whichml_workshop.published.derivation import derive
from whichml_workshop.published.raw import has_raw_tables, read_study
from whichml_workshop.published.readers import READERS

DONE, CANNOT_RUN = 0, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Derive every declared study, or those that are named; return 0, or 2 where one cannot be derived."""
    parser = argparse.ArgumentParser(prog="python -m whichml_workshop.published.derive", description=__doc__)
    parser.add_argument("raw", type=Path, metavar="RAW", help="folder of the raw tables")
    parser.add_argument("--only", nargs="*", metavar="ID", help="these studies alone")
    wanted = parser.parse_args(arguments)
    content = Content.shipped()
    try:
        facts = read_fact_files(content)
        declared = read_declarations(content, facts.algorithms, facts.sources, READERS)
        _refuse_unknown(wanted.only or (), [declaration.text.id for declaration in declared])
        for declaration in declared:
            if wanted.only and declaration.text.id not in wanted.only:
                continue
            if not has_raw_tables(declaration, wanted.raw):
                print(f"{declaration.text.id}: none of its tables is in {wanted.raw}; it stays as it is")
                continue
            derived = derive(declaration, read_study(declaration, wanted.raw))
            declaration.derived_path.write_bytes(derived.to_json())
            print(f"{derived.id}: {len(derived.standings)} data sets, {len(derived.pairs)} pairs")
    except WhichmlError as refusal:
        print(refusal, file=sys.stderr)
        return CANNOT_RUN
    return DONE


def _refuse_unknown(named: Sequence[str], known: Sequence[str]) -> None:
    problems = [
        Problem(f"no study {quoted(name)} is declared.", hint=did_you_mean(name, known))
        for name in named
        if name not in known
    ]
    if problems:
        raise KnowledgeError(*problems)


if __name__ == "__main__":
    sys.exit(main())
