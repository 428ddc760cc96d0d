"""The terminal's face: commands that parse, call the library and print."""

from __future__ import annotations

import sys

from whichml.cli.commands import whichml


def main() -> None:
    """Run the command line and leave with its exit code: 0 good, 1 findings, 2 bad input, 3 a defect of ours."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    whichml.main(prog_name="whichml")


__all__ = ["main", "whichml"]
