"""Where errors become exit codes, and warnings lines on stderr: 1 for findings, 2 for input, 3 for a defect of ours."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from whichml.export.escaping import visible
from whichml.model.documents.errors import WhichmlError

FINDINGS, BAD_INPUT, DEFECT = 1, 2, 3
logger = logging.getLogger("whichml")


class Face(click.Group):
    """A group of commands that says in words what went wrong and never shows a traceback for input.

    Parameters
    ----------
    elsewhere : module and name of commands that are imported when they are first asked for, by their names
    """

    def __init__(self, *, elsewhere: Mapping[str, tuple[str, str]], **more: Any) -> None:
        super().__init__(**more)
        self._elsewhere = elsewhere

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*self.commands, *self._elsewhere})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, None where there is none of that name."""
        if cmd_name in self._elsewhere:
            module, name = self._elsewhere[cmd_name]
            found: click.Command = getattr(import_module(module), name)
            return found
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for.

        Raises
        ------
        click.exceptions.Exit
            With 2 after a `WhichmlError`, with 3 after anything that nobody foresaw.
        """
        try:
            outcome = super().invoke(ctx)
            sys.stdout.flush()  # a reader who left is met here, not in the interpreter's end
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that leaving can flush what is left
            raise click.exceptions.Exit(0) from None
        except WhichmlError as refusal:
            say(str(refusal))
            raise click.exceptions.Exit(BAD_INPUT) from None
        except Exception as defect:
            logger.debug("the defect in full:", exc_info=defect)
            logger.critical("whichml met a defect of its own: %s: %s", type(defect).__name__, defect)
            say("Please report it with the command and the brief; `whichml --verbose ...` shows where it happened.")
            raise click.exceptions.Exit(DEFECT) from None
        return outcome


class _OnStderr(logging.Handler):
    """Writes each record as a line of its own on stderr, whichever that is at the time."""

    def emit(self, record: logging.LogRecord) -> None:
        label = "defect" if record.levelno >= logging.CRITICAL else record.levelname.lower()
        say(f"{label}: {self.format(record)}")


def log_to_stderr(level: int) -> None:
    """Send what the library logs from this level on to stderr."""
    logger.handlers = [_OnStderr()]
    logger.propagate = False
    logger.setLevel(level)


def say(text: str) -> None:
    """Write a message to stderr, foreign characters made visible."""
    click.echo("\n".join(visible(line) for line in text.split("\n")), err=True)


def warn(text: str) -> None:
    """Write a warning to stderr."""
    say(f"warning: {text}")
