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
        import experta.matchers.rete.check
        import experta.matchers.rete.mixins
        import experta.matchers.rete.nodes
        import experta.matchers.rete.token
    finally:
        if missing:
            del collections.Mapping  # type: ignore[attr-defined]
        root.handlers[:] = handlers
        root.setLevel(level)
    return experta


experta = _import_experta()
_abstract: Any = experta.abstract
_rete: Any = experta.matchers.rete
_rete_token: Any = experta.matchers.rete.token
_mixins: Any = experta.matchers.rete.mixins
_nodes: Any = experta.matchers.rete.nodes


class ChangedNodesMatcher(_rete.ReteMatcher):  # type: ignore[misc]
    """experta's RETE network; a fact visits the branches that it passes, and changed terminal nodes are asked.

    The first test of every branch below a fact's type is made on the fact itself, before a token is copied for it.
    """

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        nodes = _reachable(self.root_node)
        self._terminals = [node for node in nodes if isinstance(node, _nodes.ConflictSetNode)]
        self._with_memory = [node for node in nodes if not isinstance(node, _mixins.NoMemory)]
        self._branches = {
            child.node.matcher.fact_type: _split(child.node.children) for child in self.root_node.children
        }

    def reset(self) -> None:
        """Forget every fact; each node once, where the original walks every path."""
        for node in self._with_memory:
            node._reset()
        for node in self._terminals:
            node.added, node.removed = set(), set()

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Any], list[Any]]:
        """Pass changes of the working memory to the network; return activations added and removed.

        Without a change there is nothing to ask: experta calls this once more for every rule that fires.
        """
        if not adding and not deleting:
            return [], []
        for fact in deleting or ():
            self.root_node.remove(fact)
        for fact in adding or ():
            self._enter(fact)
        added: list[Any] = []
        removed: list[Any] = []
        for node in self._terminals:
            if node.added or node.removed:
                more, fewer = node.get_activations()
                added.extend(more)
                removed.extend(fewer)
        return added, removed

    def _enter(self, fact: Any) -> None:
        """Pass a new fact to the branches of its type whose first test it passes."""
        tested, untested = self._branches.get(type(fact), ((), ()))
        token = _rete_token.Token.valid(fact)
        for branch in untested:
            branch.callback(token)
        for node in tested:
            check = node.matcher
            if check.what in fact and check.check(fact[check.what], check.expected):
                for child in node.children:
                    child.callback(token)


class SalienceStrategy(_abstract.Strategy):  # type: ignore[misc]
    """The agenda in the order of salience; exact because no two rules share one."""

    def _update_agenda(self, agenda: Any, added: list[Any], removed: list[Any]) -> None:
        for activation in removed:
            agenda.activations[:] = [a for a in agenda.activations if a.rule is not activation.rule]
        for activation in added:
            activation.key = activation.rule.salience
            bisect.insort(agenda.activations, activation, key=lambda a: a.key)


def _split(branches: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return the nodes of the branches that begin with a test of the fact, and the other branches."""
    check = experta.matchers.rete.check.FeatureCheck
    tested = [b.node for b in branches if isinstance(getattr(b.node, "matcher", None), check)]
    return tested, [b for b in branches if b.node not in tested]


def _reachable(root: Any) -> list[Any]:
    found: dict[int, Any] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) not in found:
            found[id(node)] = node
            waiting.extend(child.node for child in node.children)
    return list(found.values())
