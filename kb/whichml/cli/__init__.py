"""The terminal's face: commands that parse, call the library and print."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whichml.cli.commands import whichml


def main() -> None:
    """Run the command line and leave with its exit code: 0 good, 1 findings, 2 bad input, 3 a defect of ours."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no answer multiplies matrices, and starting threads takes time
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looked for in every distribution that is installed
    try:  # here, since processes for experiments import this module and no command
        from whichml.cli.heap import leaving_at_once, look_seldom, staying

        look_seldom()
        with staying():
            from whichml.cli.commands import whichml  # only where a command runs
    except KeyboardInterrupt:
        sys.exit("\nAborted!")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    with leaving_at_once():
        whichml.main(prog_name="whichml")


def __getattr__(name: str) -> object:
    if name != "whichml":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from whichml.cli.commands import whichml  # only where a command runs

    return whichml


__all__ = ["main", "whichml"]
