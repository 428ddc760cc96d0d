"""What every prediction of a quality says of itself, whatever model it comes from."""

from __future__ import annotations

from typing import Protocol

from whichml.model.statements.facts import Citation


class QualityPrediction(Protocol):
    """What a quality of an algorithm is expected to be in one project."""

    @property
    def identity(self) -> str:
        """Return what tells it from other predictions in one answer."""

    @property
    def implementation(self) -> str:
        """Return what it is about: an implementation, or what is bought."""

    @property
    def text(self) -> str:
        """Return what it says, as a clause."""

    @property
    def amount(self) -> str:
        """Return its interval in words."""

    @property
    def low(self) -> float:
        """Return the low end of its interval, in the quality's base unit."""

    @property
    def high(self) -> float:
        """Return the high end."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Return what the brief had to say for it."""

    @property
    def sources(self) -> tuple[Citation, ...]:
        """Return what it rests on."""

    @property
    def remedy(self) -> str:
        """Return what may make it smaller, as a clause; empty where nothing simple does."""

    @property
    def is_time(self) -> bool:
        """Return whether it depends on the machine that may have been calibrated."""

    def chance_to_keep(self, bound: float) -> float:
        """Return the probability to keep a bound in the quality's base unit."""

    def may_be_cut_to(self, bound: float) -> bool:
        """Return whether its remedy may bring it below a bound that it breaks as it comes."""
