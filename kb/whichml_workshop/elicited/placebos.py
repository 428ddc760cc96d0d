"""Placebos: facts that say what is usual and decide nothing, and how many decisions turn when a brief tells them.

A decision which turns takes company for a cause. The first four facts were known to turn some; they stand here so that
the figure falls where that is mended.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from whichml.advise.recommendation import Advisor, Assessment
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError

PLACEBOS: Final[tuple[tuple[str, Plain], ...]] = (
    ("project.team_size", 4), ("project.deadline", "2 years"), ("project.budget", "400000 USD"),
    ("stakes.specification", "none"), ("deployment.energy_limited", False), ("data.cut_off", False),
    ("data.new_groups", False), ("data.open_cases", False), ("data.mixed_languages", False),
    ("stakes.adversarial", False), ("stakes.verbatim", False), ("stakes.safety_critical", False),
)  # fmt: skip
"""A team, a time and a budget that hinder nothing, and flags of what is not the case in most projects."""


@dataclass(slots=True)
class PlaceboFlips:
    """How often decisions turn.

    Attributes
    ----------
    told : answers to a brief with one placebo more
    decisions : decisions of these, open ones left out
    flips : of these, those that come out otherwise than without it
    led_alike : of the flips, those under the same leader: what else turned is what follows from another one
    by_fact : the flips of each placebo
    """

    told: int = 0
    decisions: int = 0
    flips: int = 0
    led_alike: int = 0
    by_fact: Counter[str] = field(default_factory=Counter)

    def text(self) -> str:
        """Return the figures in a sentence."""
        facts = ", ".join(f"{fact} {n}" for fact, n in self.by_fact.most_common())
        return (
            f"Placebos: {self.flips} of {self.decisions} decisions turn when one of {len(PLACEBOS)} facts without "
            f"bearing is added ({self.told} answers), {self.led_alike} of them under the same leader; {facts or 'none'}"
        )


def placebo_flips(briefs: Mapping[str, Brief], advisor: Advisor) -> PlaceboFlips:
    """Return how many decisions turn when each brief tells one placebo more, of those that it does not speak of."""
    found = PlaceboFlips()
    for brief in briefs.values():
        before = advisor.assess(brief)
        for name, value in PLACEBOS:
            if name in brief.facts():
                continue
            try:
                after = advisor.assess(brief.replace(name, value))
            except BriefError:  # means nothing beside what else it tells
                continue
            _count(found, name, before, after)
    return found


def _count(found: PlaceboFlips, name: str, before: Assessment, after: Assessment) -> None:
    was, now = _options(before), _options(after)
    turned = [decision for decision in was if now.get(decision) != was[decision]]
    found.told += 1
    found.decisions += len(was)
    found.flips += len(turned)
    found.led_alike += len(turned) if _leader(before) == _leader(after) else 0
    if turned:
        found.by_fact[name] += len(turned)


def _options(steps: Assessment) -> dict[str, str]:
    return {answer.decision: answer.option for answer in steps.decided.answers}


def _leader(steps: Assessment) -> str | None:
    return next(iter(steps.order.shortlist), None)


def sampled(briefs: Mapping[str, Brief], n_briefs: int) -> dict[str, Brief]:
    """Return so many briefs, the same in every run."""
    order = sorted(briefs, key=lambda identity: hashlib.sha256(identity.encode()).hexdigest())
    return {identity: briefs[identity] for identity in sorted(order[:n_briefs])}
