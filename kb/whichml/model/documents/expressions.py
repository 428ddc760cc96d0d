"""Regular expressions that are compiled when something is first asked of them.

Reading a brief knows some three hundred of them, of which one written as the format says asks a few: compiling all of
them took a twentieth of the time of a command.
"""

from __future__ import annotations

import re
from typing import Final, cast

_ASKED: Final = (
    "match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn", "pattern", "flags", "groups",
    "groupindex",
)  # fmt: skip


class _Unasked:
    """A regular expression as it is written, until something is asked of it: then it answers as the compiled one."""

    def __init__(self, written: str, flags: re.RegexFlag) -> None:
        self._written, self._flags = written, flags

    def __getattr__(self, name: str) -> object:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(self._written, self._flags)
        self.__dict__.update({each: getattr(compiled, each) for each in _ASKED})
        return self.__dict__[name]


def expression(written: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return what answers as the regular expression does, and is compiled when it is first asked.

    It is no `re.Pattern` for functions of `re`: ask it itself. What is wrong in it shows where it is asked, and in the
    test that asks all of them.
    """
    return cast("re.Pattern[str]", _Unasked(written, flags))
