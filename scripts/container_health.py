"""Ends with 0 where the server of this container answers; asks the port that its options name, else the environment.

The health check of the image runs it every few seconds, so that it imports nothing of whichml.
"""

from __future__ import annotations

import os
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

SECONDS = 2.0


def port_of(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the port of a server that was started by this command."""
    chosen = ""
    for option, following in zip(command, [*command[1:], ""], strict=True):
        name, is_joined, value = option.partition("=")
        if name == "--port":
            chosen = value if is_joined else following
    return chosen or environment["WHICHML_PORT"]


def main() -> None:
    """Ask the server that is the first process of the container."""
    command = Path("/proc/1/cmdline").read_bytes().decode().rstrip("\0").split("\0")
    with urllib.request.urlopen(f"http://127.0.0.1:{port_of(command, os.environ)}/healthz", timeout=SECONDS):
        pass


if __name__ == "__main__":
    main()
