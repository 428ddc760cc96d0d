"""The command that goes on from an answer: measure it, build what was measured, or read all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from whichml.export.main_points import can_be_probed
from whichml.model.statements.recommendation import Recommendation

_SOME: Final = ("FOLDER",)
"""What stands for where evidence is kept, where a text does not know that."""


def next_command(
    answer: Recommendation,
    source: str,
    measured: Sequence[str] = _SOME,
    missing: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return the command that goes on from an answer.

    A table is measured; once the leader was, the project is begun with it, and where others were, the leader follows.
    Where nothing was learnt, the table is measured again when it tells more.

    Parameters
    ----------
    source : what the command calls the brief
    measured : where the evidence lies that the answer took
    missing : what installs algorithms that could not be measured since they are not installed, by id
    """
    if not can_be_probed(answer):
        return f"whichml recommend {source} --full"
    leader, scored = answer.candidates[0], {each.algorithm for each in answer.scores}
    probe = f"whichml probe DATA.csv --target COLUMN --brief {source}"
    if not scored or answer.nothing_learnt:
        return probe
    if scored.isdisjoint((leader.algorithm, *leader.equivalents)):
        installed = f"{missing[leader.algorithm]} && " if leader.algorithm in missing else ""
        return f"{installed}{probe} --algorithm {leader.algorithm}"
    evidence = "".join(f" --evidence {each}" for each in measured)
    return f"whichml starter {source}{evidence} --output project"
