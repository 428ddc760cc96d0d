"""How the packages of an extra are installed, from where this copy of whichml came as far as it can tell."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).resolve().parents[3]
"""The top of a checkout; some other folder in an installation."""


def how_to_install(extra: str, root: Path = _ROOT) -> str:
    """Return the command that installs an extra, and in a checkout the one that takes it from there.

    Parameters
    ----------
    root : where a checkout would begin
    """
    named = f"`pip install 'whichml[{extra}]'`"
    return f"{named}, from this checkout `pip install '{root}[{extra}]'`" if _is_checkout(root) else named


def _is_checkout(root: Path) -> bool:
    try:
        return '\nname = "whichml"\n' in (root / "pyproject.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
