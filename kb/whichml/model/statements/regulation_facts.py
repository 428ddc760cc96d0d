"""What laws and norms ask for, and what has changed about one since: replaced, amended or applying from a later day."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from whichml.model.statements.facts import Citations, FactFileValue, Sentence, Slug


def _day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text}' is no day. Write it such as \"2027-01-01\".") from None
    return text


Day = Annotated[str, AfterValidator(_day)]


class RegulationStatus(FactFileValue):
    """What has changed about a law or norm, for whoever still knows it as it was.

    Attributes
    ----------
    text : what has changed and since when, in plain sentences
    replaced_by : the law or norm that stands in its place; empty where it stands itself
    in_force_from : the day from which its duties, or those of what replaced it, count; empty where nobody said
    """

    text: Sentence
    replaced_by: str = ""
    in_force_from: Day | None = None
    sources: Citations


class RegulationFacts(FactFileValue):
    """A law or norm that a brief may name in `stakes.regulation`, and what it means that it applies."""

    id: Slug
    name: Sentence
    meaning: Sentence
    status: RegulationStatus | None = None
    sources: Citations
