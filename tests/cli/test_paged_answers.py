"""A whole answer on a terminal goes through the pager, which shows its colours or gets none."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

_PRINTS = """
from whichml.cli.terminal import print_paged
from whichml.export.document import Paragraph, Section
from whichml.export.words import Strong
print_paged(Section("Answer", (Paragraph(("It is ", Strong("so"), ".")),)))
"""


@pytest.mark.parametrize(
    ("less", "reaches_pager", "shows"),
    [(None, "R", True), ("-FRX", "-FRX", True), ("-F", "-F", False)],
)
def test_the_pager_is_told_to_show_colours_or_gets_none(less: str | None, reaches_pager: str, shows: bool) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("LESS", "NO_COLOR", "MANPAGER")}
    environment |= {"PAGER": 'echo "LESS=$LESS"; cat', "TERM": "xterm", **({} if less is None else {"LESS": less})}
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", _PRINTS], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as paged:
        os.close(theirs)
        printed = b""
        try:
            while part := os.read(ours, 4096):
                printed += part
        except OSError:  # the other end is closed
            pass
        paged.wait()
    os.close(ours)
    assert f"LESS={reaches_pager}\r\n" in printed.decode()
    assert (b"\x1b[1m" in printed) is shows
