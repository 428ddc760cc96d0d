"""What hosted models and rented machines cost, and how much machines do: dated, with the place that says so."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from whichml.model.documents.expressions import expression
from whichml.model.statements.facts import Citations, FactFileValue, Sentence, Slug
from whichml.model.values.quantity import QuantityError, parse_quantity

PricedUnit = Literal["million-input-tokens", "million-output-tokens", "image", "audio-minute", "hour"]
Work = Literal["written-tokens", "read-tokens", "images", "audio-seconds"]
"""What a machine gets done: tokens that it writes or reads, images, or seconds of sound."""
_DAY: Final = expression(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def _dated(text: str) -> str:
    if not _DAY.fullmatch(text):
        raise ValueError(f"`dated` is '{text}'. Write the day, the month or the year, such as \"2026-11-27\".")
    return text


def _in_dollars(text: str) -> str:
    try:
        amount = parse_quantity(text, "money")
    except QuantityError as refusal:
        raise ValueError(f"{refusal.message} {refusal.hint}") from refusal
    if amount.currency != "USD" or amount.magnitude <= 0:
        raise ValueError(f"'{text}' is no price in USD. Give a positive amount in USD, such as `0.25 USD`.")
    return text


class PriceRow(FactFileValue):
    """What one offer costs, in USD without tax.

    Attributes
    ----------
    offer : what is bought: a model, or a machine
    dated : the day, month or year on which the price held
    per : amounts by what they are for
    """

    offer: Sentence
    provider: Sentence
    dated: Annotated[str, AfterValidator(_dated)]
    per: Annotated[Mapping[PricedUnit, Annotated[str, AfterValidator(_in_dollars)]], Field(min_length=1)]
    sources: Citations

    @property
    def usd(self) -> Mapping[PricedUnit, float]:
        """Return the amounts as numbers."""
        return {unit: parse_quantity(text, "money").magnitude for unit, text in self.per.items()}


class PriceFacts(FactFileValue):
    """The prices that were found for one class of hosted models or rented machines; they make a range.

    Attributes
    ----------
    kind : whether somebody else runs the model, and is paid by use, or a machine is rented by the hour
    of : the algorithms that are bought so
    instead_of : the algorithms of one's own that the service can stand for, where it is no algorithm here
    accelerator : what a machine has beside its processors
    """

    id: Slug
    name: Sentence
    kind: Literal["service", "machine"]
    accelerator: Literal["none", "gpu"] = "none"
    of: tuple[Slug, ...] = ()
    instead_of: tuple[Slug, ...] = ()
    rows: tuple[PriceRow, ...]

    @model_validator(mode="after")
    def _rows_are_priced_alike(self) -> Self:
        if not self.rows:
            raise ValueError("prices need at least one row")
        units = set(self.rows[0].per)
        for number, row in enumerate(self.rows):
            if set(row.per) != units:
                raise ValueError(f"row {number + 1} is priced per {', '.join(row.per)}, the first one is not")
        if (units == {"hour"}) != (self.kind == "machine"):
            raise ValueError("a machine is priced per hour and nothing else, a service never is")
        return self

    @property
    def units(self) -> frozenset[PricedUnit]:
        """Return what all its rows are priced by."""
        return frozenset(self.rows[0].per)


class ThroughputRow(FactFileValue):
    """How much one setting gets done in a second; `setting` names the model, the machine and the way."""

    setting: Sentence
    per_second: float = Field(gt=0, allow_inf_nan=False)
    sources: Citations


class ThroughputFacts(FactFileValue):
    """How much a rented machine gets done for algorithms that are run by oneself.

    Attributes
    ----------
    of : the algorithms; one that no file states yet is no fault
    machine : by the id of its prices
    units : how many of what is priced the machine has, such as eight processors
    """

    id: Slug
    name: Sentence
    of: tuple[Slug, ...] = Field(min_length=1)
    machine: Slug
    units: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    counts: Work
    rows: tuple[ThroughputRow, ...]

    @model_validator(mode="after")
    def _something_was_measured(self) -> Self:
        if not self.rows:
            raise ValueError("a throughput needs at least one row")
        return self
