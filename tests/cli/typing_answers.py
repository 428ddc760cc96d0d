"""What somebody types in a conversation, and what it prints."""

from __future__ import annotations

from typing import Any


def typed(*lines: str) -> bytes:
    """Return lines as one types them."""
    return ("\n".join(lines) + "\n").encode()


def unwrapped(talk: Any) -> str:
    """Return what a command printed as one line."""
    return " ".join(talk.stdout.split())
