"""experta, fitted to many runs of one fixed rule set: its import, a matcher and a strategy without waste.

experta 1.9.4 visits every rule's terminal node after every change of the working memory and once more for each rule
that fires. With some 300 rules that is two thirds of a run. The matcher below visits the nodes that changed; the
strategy orders activations by salience alone, which is enough because every rule has its own.
"""

from __future__ import annotations

import bisect
import collections
import collections.abc
import logging
from typing import Any


def _import_experta() -> Any:
    """Import experta without its side effects.

    It asks for `collections.Mapping`, which Python 3.10 removed, and calls `logging.basicConfig` at import.
    """
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    missing = not hasattr(collections, "Mapping")
    if missing:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        import experta
        import experta.abstract
        import experta.matchers.rete
        import experta.matchers.rete.mixins
        import experta.matchers.rete.nodes
    finally:
        if missing:
            del collections.Mapping  # type: ignore[attr-defined]
        root.handlers[:] = handlers
        root.setLevel(level)
    return experta


experta = _import_experta()


class ChangedNodesMatcher(experta.matchers.rete.ReteMatcher):  # type: ignore[misc]
    """experta's RETE network; only terminal nodes with a change are asked for activations."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        nodes = _reachable(self.root_node)
        mixins, terminal = experta.matchers.rete.mixins, experta.matchers.rete.nodes.ConflictSetNode
        self._terminals = [node for node in nodes if isinstance(node, terminal)]
        self._with_memory = [node for node in nodes if not isinstance(node, mixins.NoMemory)]

    def reset(self) -> None:
        """Forget every fact; each node once, where the original walks every path."""
        for node in self._with_memory:
            node._reset()
        for node in self._terminals:
            node.added, node.removed = set(), set()

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Any], list[Any]]:
        """Pass changes of the working memory to the network; return activations added and removed."""
        for fact in deleting or ():
            self.root_node.remove(fact)
        for fact in adding or ():
            self.root_node.add(fact)
        added: list[Any] = []
        removed: list[Any] = []
        for node in self._terminals:
            if node.added or node.removed:
                more, fewer = node.get_activations()
                added.extend(more)
                removed.extend(fewer)
        return added, removed


class SalienceStrategy(experta.abstract.Strategy):  # type: ignore[misc]
    """The agenda in the order of salience; exact because no two rules share one."""

    def _update_agenda(self, agenda: Any, added: list[Any], removed: list[Any]) -> None:
        for activation in removed:
            agenda.activations[:] = [a for a in agenda.activations if a.rule is not activation.rule]
        for activation in added:
            activation.key = activation.rule.salience
            bisect.insort(agenda.activations, activation, key=lambda a: a.key)


def _reachable(root: Any) -> list[Any]:
    found: dict[int, Any] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) not in found:
            found[id(node)] = node
            waiting.extend(child.node for child in node.children)
    return list(found.values())
