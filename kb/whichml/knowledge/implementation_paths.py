"""Implementation paths of the fact files: which of them name a class that can be imported here."""

from __future__ import annotations

import ast
import importlib.metadata
import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

_SCIKIT_LEARN = "scikit-learn"


@dataclass(frozen=True, slots=True)
class DottedPath:
    """A class by module and name, with the settings that its path states.

    Attributes
    ----------
    name : the class; empty where the path is a module alone
    settings : keyword arguments written in the path, such as `loss="hinge"`
    """

    module: str
    name: str
    settings: Mapping[str, object] = field(default_factory=dict)


def read_path(path: str) -> DottedPath | None:
    """Return what a path names; None for the words that stand for a service, a program or own code.

    Examples
    --------
    >>> read_path("sklearn.svm.SVC(kernel='linear')")
    DottedPath(module='sklearn.svm', name='SVC', settings={'kernel': 'linear'})
    >>> read_path("vowpalwabbit --ftrl") is None
    True
    """
    try:
        named = ast.parse(path.strip(), mode="eval").body
        settings = {}
        if isinstance(named, ast.Call):
            if named.args or any(keyword.arg is None for keyword in named.keywords):
                return None
            settings = {keyword.arg: ast.literal_eval(keyword.value) for keyword in named.keywords if keyword.arg}
            named = named.func
    except (SyntaxError, ValueError):
        return None
    steps: list[str] = []
    while isinstance(named, ast.Attribute):
        steps.append(named.attr)
        named = named.value
    if not isinstance(named, ast.Name):
        return None
    if not steps:
        return DottedPath(named.id, "")
    return DottedPath(".".join((named.id, *reversed(steps[1:]))), steps[0], settings)


_BUILDS: Mapping[str, tuple[str, ...]] = {"xgboost": ("xgboost-cpu",)}
"""Other distributions of the same package, such as a build without the libraries of graphics cards."""


def is_installed(package: str) -> bool:
    """Tell whether a top-level package can be found, without importing it."""
    return importlib.util.find_spec(package) is not None


@cache
def distributions() -> Mapping[str, Sequence[str]]:
    """Return the distributions by the packages that they hold; read once, since that walks all that is installed."""
    return importlib.metadata.packages_distributions()


def version_of(distribution: str) -> str:
    """Return the version of an installed distribution; empty where it is not installed."""
    for name in (distribution, *_BUILDS.get(distribution, ())):
        try:
            return importlib.metadata.version(name) if name else ""
        except importlib.metadata.PackageNotFoundError:
            continue
    return ""


def scikit_learn_version() -> str:
    """Return the version of the installed scikit-learn; empty where it is not installed."""
    return version_of(_SCIKIT_LEARN)
