"""A run of tests in which one module's code is another text; the file of the module stays as it is.

`python -m whichml_workshop.mutation.overlay SECONDS MODULE TEXT FILE ARGUMENTS` runs pytest with the arguments.
Wherever the module is imported in this process, its code comes from TEXT and bears the name of FILE. Nothing is
written, so a run that is killed leaves nothing behind. Processes that tests start meet the module as it is. After
SECONDS of processor time, or with more memory than tests need, the run ends: a change may make a loop endless.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
import resource
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import CodeType, ModuleType

import pytest

_MOST_BYTES = 6 * 1024**3


class _OverlaidLoader(importlib.machinery.SourceFileLoader):
    def __init__(self, module: str, text: str, path: str) -> None:
        super().__init__(module, path)
        self._text = text

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._text, self.path, "exec", dont_inherit=True)  # never from kept bytecode


class ModuleOverlay(MetaPathFinder):
    """What finds one module with another text; others are left to the usual finders."""

    def __init__(self, module: str, text: str, path: str) -> None:
        self._module = module
        self._loader = _OverlaidLoader(module, text, path)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how to load the module, and None for any other."""
        if fullname != self._module:
            return None
        return importlib.util.spec_from_file_location(fullname, self._loader.path, loader=self._loader)


def main(arguments: Sequence[str]) -> int:
    """Return pytest's exit code."""
    seconds, module, text, path, *rest = arguments
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
    assert module not in sys.modules
    sys.meta_path.insert(0, ModuleOverlay(module, Path(text).read_text("utf-8"), path))
    return int(pytest.main(rest))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
