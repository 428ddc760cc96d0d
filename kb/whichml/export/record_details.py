"""What a written answer says beside the answer itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from whichml.advise.turning_facts import TurningFact
from whichml.export.record_reader import ON_COMMAND_LINE, RecordReader


@dataclass(frozen=True, slots=True)
class RecordDetails:
    """When, for whom and of which brief an answer is written down.

    Attributes
    ----------
    dated : the day that it bears; None leaves it out
    turning : facts that would change the first three, as far as somebody tried: a lead that one turns is not clear
    source : what its commands call the brief, with the packs beside what was shipped
    options : what the commands that answer take besides to give the same answer, such as `--lenient`
    reader : who reads it, and so how the rest is asked for
    """

    dated: date | None = None
    turning: Sequence[TurningFact] = ()
    source: str = "BRIEF"
    options: str = ""
    reader: RecordReader = ON_COMMAND_LINE

    @property
    def asked_as(self) -> str:
        """Return what the commands that answer take to give the same answer."""
        return f"{self.source} {self.options}".rstrip()


NO_DETAILS: Final = RecordDetails()
