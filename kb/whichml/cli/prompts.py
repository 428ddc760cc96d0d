"""What can be typed at every prompt of a conversation, beside an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

import click

Command: TypeAlias = Literal["explain", "list", "why", "show", "back", "fields", "more", "done", "quit"]

HEAD: Final = """\
Answer in your own words. At every prompt you may also type:
   Enter or `unknown`: not known     ?: what it means     why: why it is asked
   back: the one before    show: the answer so far    done: that is all
   fields: what else can be told    FIELD: VALUE tells one of them
   quit or Ctrl-C: leave; what was said is kept
"""
LEAVING: Final = "`quit` or Ctrl-C leaves."
_COMMANDS: Final[Mapping[str, Command]] = {
    "? all": "list", "?all": "list", "list all": "list",
    "?": "explain", "help": "explain", "what": "explain", "what does it mean": "explain",
    "why": "why", "why do you ask": "why", "why do you ask that": "why", "why do you ask this": "why",
    "why is this asked": "why", "why is that asked": "why",
    "show": "show", "show the answer": "show", "show the answer so far": "show", "show me": "show",
    "the answer so far": "show", "back": "back", "go back": "back", "undo": "back", "previous": "back",
    "more": "more", "go on": "more", "more questions": "more", "ask more": "more",
    "fields": "fields", "list fields": "fields", "list the fields": "fields",
    "quit": "quit", "q": "quit", "exit": "quit", "leave": "quit",
    "done": "done", "finish": "done", "that is all": "done", "thats all": "done",
}  # fmt: skip


class Quit(Exception):  # noqa: N818 - it is no error
    """Somebody leaves a conversation."""


def command_in(typed: str) -> Command | None:
    """Return what somebody wants who types this at a prompt; None where it is an answer.

    Examples
    --------
    >>> command_in("Why do you ask?"), command_in("?"), command_in("back"), command_in("a table")
    ('why', 'explain', 'back', None)
    """
    plain = typed.strip().lower().replace("'", "").replace("’", "")
    return _COMMANDS.get(plain) or _COMMANDS.get(plain.rstrip(" ?.!"))


def typed_at(prompt: str) -> str:
    """Return what somebody types at a prompt, without spaces around it.

    Raises
    ------
    Quit
        Where that says that somebody leaves.
    """
    typed: str = click.prompt(f"   {prompt}", default="", show_default=False)
    if command_in(typed) == "quit":
        raise Quit
    return typed.strip()
