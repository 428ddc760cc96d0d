"""`python -m whichml_workshop.published.check`: no claim on accuracy, time or size is contradicted by a measurement.

Prints each one that is, with file and line, what is written and what was measured, and what to do; exits 1 then. A
claim that marks its debate may stand.
"""

from __future__ import annotations

import sys

from whichml.knowledge.compilation import compile_content
from whichml.knowledge.content import Content
from whichml.model.documents.errors import WhichmlError
from whichml_workshop.published.contradictions import find_contradicted_claims

PASSED, CONTRADICTED, CANNOT_RUN = 0, 1, 2


def main() -> int:
    """Print the contradictions of the shipped content; return 1 where there are any, 2 where it cannot be read."""
    try:
        found = find_contradicted_claims(compile_content(Content.shipped(), version="precedence"))
    except WhichmlError as refusal:
        print(refusal, file=sys.stderr)
        return CANNOT_RUN
    for each in found:
        print(each)
    print(f"{len(found)} claims are contradicted by a measurement", file=sys.stderr)
    return CONTRADICTED if found else PASSED


if __name__ == "__main__":
    sys.exit(main())
