"""The stable codes of what can be wrong with a rule pack; `docs/lint.md` shows a bad and a good example of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Code:
    """One code: what it stands for in a few words, and how bad it is.

    Attributes
    ----------
    refuses : whether a pack with it is not loaded at all
    strict : whether a warning becomes an error with `--strict`
    """

    id: str
    title: str
    severity: Severity
    refuses: bool
    strict: bool = False


def _refusing(identity: str, title: str) -> Code:
    return Code(identity, title, "error", refuses=True)


def _error(identity: str, title: str) -> Code:
    return Code(identity, title, "error", refuses=False)


def _warning(identity: str, title: str, strict: bool = False) -> Code:
    return Code(identity, title, "warning", refuses=False, strict=strict)


CODES: Final[Mapping[str, Code]] = MappingProxyType({
    code.id: code
    for code in (
        _refusing("RP101", "text that cannot be read"),
        _refusing("RP102", "text that is too large or too deep"),
        _refusing("RP103", "key given twice"),
        _refusing("RP104", "anchor, alias, tag or second document"),
        _refusing("RP105", "unknown key"),
        _refusing("RP106", "missing key"),
        _refusing("RP107", "value of the wrong kind"),
        _refusing("RP108", "text that is no id"),
        _refusing("RP109", "file that is no pack"),
        _refusing("RP201", "unknown field"),
        _refusing("RP202", "unknown name"),
        _refusing("RP203", "operator that is unknown or does not fit"),
        _refusing("RP204", "value that does not fit its field"),
        _refusing("RP205", "unit that does not fit"),
        _refusing("RP206", "id given twice"),
        _refusing("RP207", "id that shadows a shipped one"),
        _refusing("RP208", "name outside the pack's own"),
        _refusing("RP209", "requirement that is not met"),
        _refusing("RP210", "pack that cannot be found or opened"),
        _refusing("RP211", "override of another side"),
        _error("RP301", "condition that can never hold"),
        _refusing("RP302", "rules that conclude in a circle"),
        _refusing("RP303", "rules that override in a circle"),
        _error("RP304", "rules that contradict each other"),
        _warning("RP305", "rule that another covers"),
        _error("RP306", "algorithm side that matches nothing"),
        _warning("RP307", "use of something deprecated"),
        _refusing("RP308", "options that exclude one another in a circle"),
        _warning("RP309", "name that another algorithm has"),
        _warning("RP310", "exclusion of everything"),
        _warning("RP311", "priority of what ranks nothing"),
        _warning("RP312", "claim that asks about the project"),
        _error("RP313", "claim that never counts"),
        _warning("RP314", "claim that a capability contradicts"),
        _warning("RP315", "claim beside one that says the opposite"),
        _warning("RP316", "claim behind what was measured"),
        _error("RP317", "start that solves none of the tasks"),
        _refusing("RP401", "rule without a source"),
        _warning("RP402", "placeholder left in place", strict=True),
        _warning("RP403", "source with a type, a date or an address that cannot be", strict=True),
        _warning("RP501", "rule that no test sees firing", strict=True),
        _warning("RP502", "rule that no test sees silent", strict=True),
        _warning("RP503", "threshold that no test holds", strict=True),
        _error("RP504", "tests that cannot be read"),
    )
})  # fmt: skip

CODE_OF_KIND: Final[Mapping[str, str]] = MappingProxyType({
    "syntax": "RP101",
    "no-yaml": "RP101",
    "no-text-key": "RP101",
    "size": "RP102",
    "repeated-key": "RP103",
    "reference": "RP104",
    "unknown-key": "RP105",
    "missing-key": "RP106",
    "wrong-value": "RP107",
    "no-id": "RP108",
})  # fmt: skip
"""Codes of the problems that reading any strict text can meet, by their kind."""
