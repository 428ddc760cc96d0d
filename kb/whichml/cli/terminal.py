"""A page on the terminal: headings and marked lines with hanging indents, plain where nobody looks at a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from whichml.export.foreign_text import on_one_line

_LEAST_WIDTH = 20
_STEP = 2
STYLES = {"+": "green", "-": "red", "!": "yellow", "?": "cyan"}


class Terminal(Console):
    """A console without markup; a reader who left ends the command, which `Face` meets as a broken pipe."""

    def __init__(self) -> None:
        super().__init__(markup=False, emoji=False, highlight=False)

    def on_broken_pipe(self) -> None:
        """Pass the broken pipe on."""
        raise BrokenPipeError


class Page:
    """Prints text as data: nothing in it is markup, and what is invisible is shown.

    Marks carry the meaning (`+` for, `-` against, `?` unknown, `!` caution); colour only repeats it.
    """

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Terminal()

    def heading(self, text: str) -> None:
        """Print a section's heading with an empty line before it."""
        self.blank()
        self.line(text.upper(), style="bold")

    def title(self, text: str) -> None:
        """Print a page's title or the name of a thing."""
        self.line(text, style="bold")

    def blank(self) -> None:
        """Print an empty line."""
        self._print(Text(""))

    def line(self, text: str, depth: int = 0, mark: str = "", style: str = "") -> None:
        """Print one paragraph; its further lines stand below its first letter.

        Parameters
        ----------
        depth : how many steps to the right it stands
        mark : what stands before the text
        """
        width = max(_LEAST_WIDTH, self._console.width)
        indent = " " * min(_STEP * depth, width // 2)
        label, shown = f"{on_one_line(mark)} " if mark else "", on_one_line(text)
        if 2 * len(label) > width - len(indent):  # no room beside the mark: the text goes on below it
            label, shown = "", label + shown
        wrapped = Text(shown, style=style).wrap(self._console, width - len(indent) - len(label)) or [Text("")]
        for number, part in enumerate(wrapped):
            start = Text(indent)
            start.append(label if number == 0 else " " * len(label), style=STYLES.get(mark, ""))
            self._print(start + part)

    def _print(self, text: Text) -> None:
        text.rstrip()
        self._console.print(text, no_wrap=True, overflow="ignore", crop=False)
