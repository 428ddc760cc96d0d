"""The commands of the tutorial and what it says that they print."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from small_knowledge import ROOT

PAGE = (ROOT / "docs/tutorial.md").read_text("utf-8")
BLOCK = re.compile(r"^```(sh|typed|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def run_tutorial(folder: Path, environment: Mapping[str, str]) -> tuple[int, int]:
    """Run the commands one after the other in a folder, and hold what they print against the page.

    Returns how many blocks of commands ran and how many printed lines were compared.
    """
    blocks = BLOCK.findall(PAGE)
    typed = "".join(body for language, body in blocks if language == "typed").replace("(Enter)", "")
    printed, n_run, n_shown = "", 0, 0
    for language, body in blocks:
        if language == "sh":
            done = subprocess.run(
                ["bash", "-euc", body], cwd=folder, env=environment, input=typed, capture_output=True, text=True,
                check=False, timeout=300,
            )  # fmt: skip
            assert done.returncode == 0, (body, done.stderr)
            printed = done.stdout
            n_run += 1
        elif language == "text":
            missing = [line for line in body.splitlines() if not _is_printed(line, printed)]
            assert missing == [], printed
            n_shown += len(body.splitlines())
    return n_run, n_shown


def _is_printed(shown: str, printed: str) -> bool:
    """Return whether a line of the page was printed; `…` stands for anything."""
    pattern = ".*".join(re.escape(part) for part in shown.split("…"))
    return re.search(rf"^{pattern}", printed, re.MULTILINE) is not None
