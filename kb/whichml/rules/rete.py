"""experta, fitted to many runs of one fixed rule set: its import, a matcher and a strategy without waste.

experta 1.9.4 visits every rule's terminal node after every change of the working memory and once more for each rule
that fires. With some 300 rules that is two thirds of a run. The matcher below visits the nodes that changed; the
strategy orders activations by salience alone, which is enough because every rule has its own.

It also keeps every check that a network ever asked for in the classes of checks, and with them the rules of knowledge
that is no longer asked. Here each network has its own checks, and they go with it.
"""

from __future__ import annotations

import bisect
import collections
import collections.abc
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from whichml.rules.satisfied_conditions import RequiredConditions


def _import_experta() -> Any:
    """Import experta without its side effects.

    It asks for `collections.Mapping`, which Python 3.10 removed, and calls `logging.basicConfig` at import.
    """
    root = logging.getLogger()
    handlers = list(root.handlers)
    missing = not hasattr(collections, "Mapping")
    if missing:
        collections.Mapping = collections.abc.Mapping  # type: ignore[attr-defined]
    try:
        import experta  # only inside what is mended around it
        import experta.abstract
        import experta.activation
        import experta.matchers.rete
        import experta.matchers.rete.check
        import experta.matchers.rete.mixins
        import experta.matchers.rete.nodes
        import experta.matchers.rete.token
        import experta.matchers.rete.utils
    finally:
        if missing:
            del collections.Mapping  # type: ignore[attr-defined]
        root.handlers[:] = handlers
    return experta


experta = _import_experta()
_abstract: Any = experta.abstract
_activation: Any = experta.activation
_rete: Any = experta.matchers.rete
_rete_utils: Any = experta.matchers.rete.utils
_rete_token: Any = experta.matchers.rete.token
_mixins: Any = experta.matchers.rete.mixins
_nodes: Any = experta.matchers.rete.nodes
_check: Any = experta.matchers.rete.check
_CHECKS = (_check.TypeCheck, _check.FactCapture, _check.FeatureCheck, _check.WhereCheck)
_one_network_at_a_time = threading.Lock()


class _Branch:
    """What hangs below one fact type: where it begins, and the nodes that a fact inside it can change.

    Attributes
    ----------
    rules : those that fire once a fact passes the first test, where all do that share it; they need no token
    """

    def __init__(self, start: Any) -> None:
        self.start = start
        nodes = _reachable(start.node)
        self.with_memory = [node for node in nodes if not isinstance(node, _mixins.NoMemory)]
        self.terminals = [node for node in nodes if isinstance(node, _nodes.ConflictSetNode)]
        tests = [type(node.matcher) for node in nodes if isinstance(node, _nodes.FeatureTesterNode)]
        asks_once = tests[:1] == [_check.FeatureCheck] and _check.FeatureCheck not in tests[1:]
        is_all = len(tests) + len(self.terminals) == len(nodes)
        self.rules = [terminal.rule for terminal in self.terminals] if asks_once and is_all else []


class _Branches:
    """The branches below one fact type.

    The first test of most is made on the fact itself, before a token is copied for it. Where that test asks whether a
    set of numbers is among those of the fact, the branch is looked up by the number that the fewest branches ask
    for, so that those that cannot pass are not even tried.
    """

    def __init__(self, branches: list[Any]) -> None:
        check = _check.FeatureCheck
        self.tested: list[_Branch] = []
        self.untested: list[_Branch] = []
        asked: list[tuple[RequiredConditions, _Branch]] = []
        for start in branches:
            branch = _Branch(start)
            matcher = getattr(start.node, "matcher", None)
            wanted = _asked_by(matcher) if isinstance(matcher, check) else None
            if wanted is not None:
                asked.append((wanted, branch))
            elif isinstance(matcher, check):
                self.tested.append(branch)
            else:
                self.untested.append(branch)
        often = collections.Counter(number for wanted, _ in asked for number in wanted.numbers)
        self.by_number: dict[int, list[_Branch]] = {}
        for wanted, branch in asked:
            rarest = min(wanted.narrow, key=lambda number: (often[number], number))
            self.by_number.setdefault(rarest, []).append(branch)

    def passed_by(self, fact: Any) -> list[_Branch]:
        """Return the branches whose first test the fact passes."""
        found = []
        held = fact["holds"].numbers if "holds" in fact else ()
        candidates = [b for number in held for b in self.by_number.get(number, ())]
        for branch in (*self.tested, *candidates):
            check = branch.start.node.matcher
            if check.what in fact and check.check(fact[check.what], check.expected):
                found.append(branch)
        return found


_JOINS = (_nodes.OrdinaryMatchNode, _nodes.NotNode)
"""What joins a fact with those before it, and its absence."""


class ChangedNodesMatcher(_rete.ReteMatcher):  # type: ignore[misc]
    """experta's RETE network; a fact visits the branches that it can pass, and only nodes below those are asked.

    Facts are only ever added between two resets, and a network is used for one run at a time.
    """

    def __init__(self, engine: Any) -> None:
        with _own_checks():
            super().__init__(engine)
        self._branches = {
            child.node.matcher.fact_type: _Branches(child.node.children) for child in self.root_node.children
        }
        self._entered: dict[_Branch, None] = {}
        for node in _reachable(self.root_node):
            if not isinstance(node, _mixins.NoMemory):
                node._reset()

    @staticmethod
    def prepare_ruleset(engine: Any) -> list[Any]:
        """Return the rules in the form that networks are built from.

        Most rules have that form as they are written; rewriting those until nothing changes takes experta half of the
        time of a network.
        """
        return [_prepared(rule) for rule in engine.get_rules()]

    @staticmethod
    def build_alpha_part(ruleset: list[Any], root_node: Any) -> dict[Any, Any]:
        """Return the last test of each fact that rules ask for, hung below the tests that it shares with others.

        Facts are tested for their type and then for what they hold, in the order in which it is written. experta orders
        tests by how many rules share them, and looks for each among all that hang at the same place.
        """
        asked = dict.fromkeys(fact for rule in ruleset for fact in _rete_utils.extract_facts(rule))
        asked[experta.InitialFact()] = None
        below: dict[tuple[int, int], Any] = {}
        last: dict[Any, Any] = {}
        for fact in asked:
            node = root_node
            for check in _rete_utils.generate_checks(fact):
                place = id(node), id(check)
                if place not in below:
                    below[place] = _nodes.FeatureTesterNode(check)
                    node.add_child(below[place], below[place].activate)
                node = below[place]
            last[fact] = node
        return last

    @staticmethod
    def build_beta_part(ruleset: list[Any], alpha_terminals: dict[Any, Any]) -> None:
        """Hang the terminal node of each rule below the tests of its facts.

        For each rule that experta wires, it first makes a dispatcher by type, which takes longer than all else; only
        rules that ask for more than facts and their absence are left to it.
        """
        for rule in ruleset:
            if all(_is_literal(condition) for condition in rule):
                terminal = _nodes.ConflictSetNode(rule)
                _joined(rule, alpha_terminals).add_child(terminal, terminal.activate)
            else:
                _rete.ReteMatcher.build_beta_part([rule], alpha_terminals)

    def reset(self) -> None:
        """Forget every fact: in the nodes that one has reached, where the original walks every path."""
        for branch in self._entered:
            for node in branch.with_memory:
                node._reset()
            for terminal in branch.terminals:
                terminal.added.clear()
                terminal.removed.clear()
        self._entered = {}

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Any], list[Any]]:
        """Pass new facts to the network; return activations added and removed.

        Without a change there is nothing to ask: experta calls this once more for every rule that fires.

        Raises
        ------
        NotImplementedError
            Where a fact is to be taken back.
        """
        if deleting:
            raise NotImplementedError("facts are added, and forgotten all at once")
        entered: dict[_Branch, None] = {}
        added: list[Any] = []
        removed: list[Any] = []
        for fact in adding or ():
            for branch in self._enter(fact):
                if branch.rules:
                    added.extend(_activation.Activation(rule, (fact,)) for rule in branch.rules)
                else:
                    entered[branch] = None
        self._entered.update(entered)
        for branch in entered:
            for node in branch.terminals:
                if node.added or node.removed:
                    more, fewer = node.get_activations()
                    added.extend(more)
                    removed.extend(fewer)
        return added, removed

    def _enter(self, fact: Any) -> list[_Branch]:
        """Pass a new fact to the branches of its type, and return those that it entered."""
        branches = self._branches.get(type(fact))
        if branches is None:
            return []
        token = _rete_token.Token.valid(fact)
        passed = branches.passed_by(fact)
        for branch in branches.untested:
            branch.start.callback(token)
        for branch in passed:
            if not branch.rules:
                for child in branch.start.node.children:
                    child.callback(token)
        return [*branches.untested, *passed]


class _AfterTheFirst:
    """A join with a fact that comes before all else: what comes where that is not met waits for nothing."""

    left_memory: list[Any]

    def activate_right(self, token: Any) -> None:
        if self.left_memory:
            super().activate_right(token)  # type: ignore[misc]


class _MatchAfterTheFirst(_AfterTheFirst, _nodes.OrdinaryMatchNode):  # type: ignore[misc]
    """A fact beside the first."""


class _AbsenceAfterTheFirst(_AfterTheFirst, _nodes.NotNode):  # type: ignore[misc]
    """The absence of a fact beside the first."""


_AFTER_THE_FIRST = (_MatchAfterTheFirst, _AbsenceAfterTheFirst)


class SalienceStrategy(_abstract.Strategy):  # type: ignore[misc]
    """The agenda in the order of salience; exact because no two rules share one."""

    def _update_agenda(self, agenda: Any, added: list[Any], removed: list[Any]) -> None:
        for activation in removed:
            agenda.activations[:] = [a for a in agenda.activations if a.rule is not activation.rule]
        for activation in added:
            activation.key = activation.rule.salience
            bisect.insort(agenda.activations, activation, key=lambda a: a.key)


@contextmanager
def _own_checks() -> Iterator[None]:
    """Have equal checks made meanwhile be one, as experta has to, and leave nothing of them in its classes."""
    with _one_network_at_a_time:
        former = [kind._instances for kind in _CHECKS]
        for kind in _CHECKS:
            kind._instances = {}
        try:
            yield
        finally:
            for kind, instances in zip(_CHECKS, former, strict=True):
                kind._instances = instances


def _prepared(rule: Any) -> Any:
    """Return a rule in disjunctive normal form that begins with a fact."""
    if not rule or not all(_is_literal(condition) for condition in rule):
        return _rete_utils.prepare_rule(rule)
    first = (experta.InitialFact(),) if isinstance(rule[0], experta.NOT) else ()
    prepared = experta.Rule(*first, *rule)
    vars(prepared).update(vars(rule), _wrapped_self=None)  # all that the original says of itself but whose it is
    return prepared


def _joined(rule: Any, alpha_terminals: dict[Any, Any]) -> Any:
    """Return the node that all conditions of a rule pass, each joined with those before it; the first is a fact.

    A fact whose class says that it `comes_first` is declared before all others.
    """
    node = alpha_terminals[rule[0]]
    comes_first = getattr(rule[0], "comes_first", False)
    for place, condition in enumerate(rule[1:]):
        is_absence = isinstance(condition, experta.NOT)
        kinds = _AFTER_THE_FIRST if comes_first and place == 0 else _JOINS
        join = kinds[is_absence](_check.SameContextCheck())
        node.add_child(join, join.activate_left)
        right = alpha_terminals[condition[0] if is_absence else condition]
        right.add_child(join, join.activate_right)
        node = join
    return node


def _is_literal(condition: Any) -> bool:
    """Return whether a condition of a rule is a fact or the absence of one."""
    asked = condition[0] if isinstance(condition, experta.NOT) else condition
    return isinstance(asked, experta.Fact)


def _asked_by(check: Any) -> RequiredConditions | None:
    """Return the conditions that a test asks for, None where it is a test of another kind."""
    asked = getattr(getattr(check.expected, "match", None), "__self__", None)
    return asked if isinstance(asked, RequiredConditions) else None


def _reachable(root: Any) -> list[Any]:
    found: dict[int, Any] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) not in found:
            found[id(node)] = node
            waiting.extend(child.node for child in node.children)
    return list(found.values())
