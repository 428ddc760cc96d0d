"""What would lead but for packs of the house: a reader who expects it has to learn whose word keeps it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from whichml.advise.assessment import Assessment
from whichml.advise.prepared_knowledge import PreparedKnowledge, RunRules
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.conditions import FactValue
from whichml.model.statements.evidence import Evidence
from whichml.rules.firing import Firing


def kept_out_by_own(
    prepared: PreparedKnowledge,
    steps: Assessment,
    evidence: Sequence[Evidence],
    calibration: Calibration | None,
    n_first: int,
) -> tuple[str, ...]:
    """Return the excluded that would be among the first without the exclusions by packs of the house, best first.

    The brief is answered once more without them, which costs nothing where no pack of the house excludes anything.

    Parameters
    ----------
    steps : towards the answer to the brief
    """
    own = prepared.knowledge.own_packs
    excluding = frozenset(r.id for r in steps.firing.standing if r.effect.kind == "exclude" and r.pack in own)
    if not excluding:
        return ()
    without = replace(prepared, run_rules=partial(_run_without, prepared.run_rules, excluding))
    first = Assessment(without, steps.brief, evidence, calibration).order.shortlist[:n_first]
    return tuple(name for name in first if name in steps.exclusions)


def _run_without(run_rules: RunRules, left_out: frozenset[str], given: Mapping[str, FactValue]) -> Firing:
    """Return what a run leads to without rules that conclude nothing, so that no other rule goes by them."""
    firing = run_rules(given)
    return replace(firing, fired=tuple(rule for rule in firing.fired if rule.id not in left_out))
