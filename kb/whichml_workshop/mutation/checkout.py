"""What is mutated, what tests it, and how its processes find the code."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_MOST_SECONDS = 1800  # of the clock; processor time is limited elsewhere


@dataclass(frozen=True, slots=True)
class Checkout:
    """A folder with packages and their tests.

    Attributes
    ----------
    root : the folder
    packages : folders of the packages to mutate, from the root
    tests : folder of the tests, from the root
    path : folders, from the root, that modules are imported from
    """

    root: Path
    packages: tuple[str, ...]
    tests: str = "tests"
    path: tuple[str, ...] = ("kb", "server")

    @classmethod
    def own(cls, packages: tuple[str, ...]) -> Checkout:
        """Return the checkout that this module lies in."""
        return cls(Path(__file__).resolve().parents[3], packages)

    def module_of(self, file: str) -> str:
        """Return the name under which a file of the checkout is imported."""
        for folder in self.path:
            if file.startswith(f"{folder}/"):
                names = file.removeprefix(f"{folder}/").removesuffix(".py").split("/")
                return ".".join(names[:-1] if names[-1] == "__init__" else names)
        raise ValueError(f"{file} lies in none of the folders that modules are imported from: {', '.join(self.path)}.")

    def run_module(self, module: str, *arguments: str, scratch: Path) -> subprocess.CompletedProcess[str]:
        """Return how `python -m MODULE ARGUMENTS` ended in the checkout, with its output.

        Parameters
        ----------
        scratch : folder for what tests remember of examples that failed

        Raises
        ------
        subprocess.TimeoutExpired
            After half an hour.
        """
        own = Path(__file__).resolve().parents[2]
        path = os.pathsep.join(str(folder) for folder in (*(self.root / name for name in self.path), own))
        chosen = {"PYTHONPATH": path, "PYTHONHASHSEED": "0", "HYPOTHESIS_STORAGE_DIRECTORY": str(scratch)}
        return subprocess.run(  # noqa: S603 (this interpreter, with a module of ours or pytest)
            [sys.executable, "-m", module, *arguments],
            cwd=self.root,
            env={**os.environ, **chosen},
            capture_output=True,
            text=True,
            check=False,
            timeout=_MOST_SECONDS,
        )
