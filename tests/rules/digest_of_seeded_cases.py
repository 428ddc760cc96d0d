"""Prints what the engine and the oracle make of 60 seeded cases: a digest of each, and how many rules were silenced."""

from __future__ import annotations

import hashlib
import json
import random
import sys

from random_rules import SHAPES, seeded_case

from whichml.model.statements.strata import stratify
from whichml.rules.engine import RuleEngine
from whichml.rules.firing import Firing
from whichml.rules.oracle import run_naively

N_CASES = 60


def _written(firing: Firing) -> str:
    """Return a firing as text, everything in the order in which it came."""
    return json.dumps([
        [rule.id for rule in firing.fired],
        list(firing.facts.items()),
        [[c.field, c.value, c.rules] for c in firing.conclusions.values()],
        [[d.field, d.given, d.concluded, d.rule] for d in firing.conflicts],
        list(firing.overridden.items()),
    ])  # fmt: skip


def main() -> None:
    chance = random.Random(7)
    digests = hashlib.sha256(), hashlib.sha256()
    n_overridden = 0
    for _ in range(N_CASES):
        rules, facts = seeded_case(chance)
        firings = RuleEngine(rules, SHAPES).run(facts), run_naively(rules, stratify(rules), SHAPES, facts)
        for digest, firing in zip(digests, firings, strict=True):
            digest.update(_written(firing).encode())
        n_overridden += len(firings[1].overridden)
    sys.stdout.write(" ".join([*(digest.hexdigest() for digest in digests), str(n_overridden)]))


if __name__ == "__main__":
    main()
