"""An estimator of the probe's registry written as source: the call that makes the same one."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from whichml.knowledge.implementation_paths import distributions
from whichml.model.documents.errors import ExportError
from whichml.probe.estimators.implementations import bare_estimator
from whichml.starter.plan import EstimatorSource
from whichml.starter.source_text import literal

_SEED: Final = 0
_SEEDS: Final = frozenset({"random_state", "seed", "random_seed"})
_OF_THE_MACHINE: Final = frozenset({"n_jobs", "thread_count"})
"""Settings of an experiment, which holds an estimator to one thread; a project takes what its machine has."""
_OPERATORS: Final[Mapping[tuple[str, str], str]] = {
    ("sklearn.gaussian_process.kernels", "Product"): " * ",
    ("sklearn.gaussian_process.kernels", "Sum"): " + ",
}
"""Kernels that are put together by signs; ours are sums of products, which need no brackets."""


def estimator_source(
    path: str,
    more: Callable[[str], Mapping[str, object]] = lambda _name: {},
    sources: Callable[[str], Mapping[str, str]] = lambda _name: {},
) -> EstimatorSource:
    """Return as source the estimator that a path of the fact files names, with its settings.

    Parameters
    ----------
    more : from the name of the class to settings beside those of the probe
    sources : from it to the source of settings that follow a constant of the program

    Raises
    ------
    ExportError
        Where it is made of what cannot be written as a plain call.
    """
    made = bare_estimator(_SEED, path)
    name = type(made).__name__
    settings = more(name)
    if settings:
        made.set_params(**settings)
    imports: set[tuple[str, str]] = set()
    call = _written(made, imports)
    for setting, source in sources(name).items():
        written, followed = f"{setting}={_written(settings[setting], imports)}", f"{setting}={source}"
        if written not in call:  # it is the default
            call = f"{call[:-1]}{'' if call.endswith('()') else ', '}{written})"
        call = call.replace(written, followed)
    return EstimatorSource(name, call, frozenset(imports), _packages(imports), hasattr(made, "predict_proba"))


def _written(value: Any, imports: set[tuple[str, str]]) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if value is None or isinstance(value, bool | int | float | str):
        return literal(value)
    if isinstance(value, list | tuple):
        inner = ", ".join(_written(each, imports) for each in value)
        closing = "," if isinstance(value, tuple) and len(value) == 1 else ""
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{closing})"
    if not hasattr(value, "get_params"):
        raise ExportError.about(f"{type(value).__qualname__} cannot be written as a plain call.")
    module, name = public_place(type(value))
    if (module, name) in _OPERATORS:
        sides = value.get_params(deep=False)
        return _OPERATORS[module, name].join(_written(sides[side], imports) for side in ("k1", "k2"))
    imports.add((module, name))
    return f"{name}({', '.join(_settings(value, imports))})"


def _settings(estimator: Any, imports: set[tuple[str, str]]) -> list[str]:
    """Return the settings that differ from the defaults, as `name=value`."""
    defaults: dict[str, object] = {}
    for kind in reversed(type(estimator).__mro__[:-1]):  # one class may hand settings on to the next
        defaults |= {each.name: each.default for each in inspect.signature(kind).parameters.values()}
    found = []
    for name, value in estimator.get_params(deep=False).items():
        if name in _OF_THE_MACHINE or repr(value) == repr(defaults.get(name)):
            continue
        is_seed = name in _SEEDS and isinstance(value, int)
        found.append(f"{name}={'SEED' if is_seed else _written(value, imports)}")
    return found


def public_place(found: type) -> tuple[str, str]:
    """Return the shortest module that offers a class, and its name."""
    parts = found.__module__.split(".")
    for n_parts in range(1, len(parts) + 1):
        module = ".".join(parts[:n_parts])
        if getattr(import_module(module), found.__name__, None) is found:
            return module, found.__name__
    raise ExportError.about(f"{found.__qualname__} is offered by no module.")


def _packages(imports: set[tuple[str, str]]) -> tuple[str, ...]:
    """Return the distributions that modules come from."""
    tops = {module.partition(".")[0] for module, _ in imports}
    return tuple(sorted({name for top in tops for name in distributions().get(top, (top,))[:1]}))
