"""The rule packs that cannot be used as a server starts, and whether it starts, and goes on, without them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from whichml import KnowledgeBase
from whichml.knowledge.base import Knowledge
from whichml.knowledge.finding import find_packs
from whichml.knowledge.pack_loading import RejectedPack
from whichml.model.documents.errors import Problem
from whichml_server.errors import ServerError
from whichml_server.reloading import is_in_use
from whichml_server.settings import Settings


def refused_packs(settings: Settings) -> tuple[RejectedPack, ...]:
    """Return the packs that a server of these settings would not use as they lie there now, and why.

    Raises
    ------
    KnowledgeError, RuleError
        Where the shipped content has to be built and something is wrong with it.
    """
    found = find_packs(settings.rules)
    return KnowledgeBase.open(None, settings.rules).refused if found.packs else found.refused


def holds_back(settings: Settings) -> Callable[[RejectedPack, Knowledge], bool]:
    """Return what decides whether a refused pack keeps a change from taking over while a server runs.

    Where no pack may be missing each does, so that a folder which is empty for a moment takes no rules away.
    """
    return _always if settings.strict_rules else is_in_use


def _always(refusal: RejectedPack, knowledge: Knowledge) -> bool:
    return True


def check_start(refused: Sequence[RejectedPack], settings: Settings) -> None:
    """Raise `ServerError` with everything that is wrong with the packs, where no pack may be missing."""
    if not settings.strict_rules or not refused:
        return
    n_packs = f"{len(refused)} rule pack{'s' if len(refused) > 1 else ''}"
    start = Problem(
        f"the setting `strict_rules` lets no server start without a rule pack, and {n_packs} cannot be used.",
        hint="Mend what follows, or set `strict_rules: false` to answer without.",
    )
    found = (problem for refusal in refused for problem in refusal.at_its_path().problems)
    raise ServerError(start, *dict.fromkeys(found))
