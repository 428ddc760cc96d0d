"""How whoever reads a record asks for the rest of it: by a command, or by the address that it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from whichml.export.words import CodeSpan, Words


@dataclass(frozen=True, slots=True)
class RecordReader:
    """Who reads a record.

    Attributes
    ----------
    full : what asks for all that the answer says
    has_commands : whether the brief is a file at hand, on which commands can be run
    """

    full: str
    has_commands: bool

    def whole_record(self, source: str) -> Words:
        """Return what gives the full record of a brief, which commands call `source`."""
        if self.has_commands:
            return CodeSpan(f"whichml export {source} {self.full}")
        return (CodeSpan(self.full), " at the end of its address")

    def again(self, source: str, *, is_measured: bool) -> Words:
        """Return how an answer is had again under its id, which is that of what was asked and of what was known."""
        if is_measured:
            return "the same brief gets again with the same measurements and knowledge"
        if self.has_commands:
            return (CodeSpan(f"whichml recommend {source} --format json"), " gives again by the same knowledge")
        return "the same brief gets again by the same knowledge"


ON_COMMAND_LINE: Final = RecordReader("--full", has_commands=True)
OVER_HTTP: Final = RecordReader("?full", has_commands=False)
