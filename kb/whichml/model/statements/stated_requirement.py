"""What a brief requires, and what its other fields leave, as the answer holds its candidates against it."""

from whichml.model.statements.answer_part import AnswerPart
from whichml.model.values.vocabulary import RequirementPriority


class StatedRequirement(AnswerPart):
    """A bound on a quality, or on a metric of it.

    Attributes
    ----------
    id : its path in the brief, such as `requirements.0` or `deployment.memory`; by it other parts of the answer name it
    metric : what is bounded in place of the quality itself; empty where that is bounded
    bound : in words, such as `at most 40 ms (p99)`
    why : the reason that the brief gives, without a full stop
    from_device : whether another field of the brief implies it: what the device can hold, and how soon an action is due
    comparable : whether candidates can be held against it: an amount in a currency without a rate compares with nothing
    """

    id: str
    quality: str
    metric: str = ""
    priority: RequirementPriority
    bound: str
    why: str = ""
    from_device: bool = False
    comparable: bool = True

    @property
    def limit(self) -> str:
        """Return the bound with the metric before it if any, such as `recall at least 0.8`."""
        return f"{self.metric} {self.bound}" if self.metric else self.bound

    @property
    def text(self) -> str:
        """Return the limit, of what another field implies with that field, as it stands behind the quality's name."""
        return f"{self.limit} ({self.id})" if self.from_device else self.limit

    @property
    def reason(self) -> str:
        """Return why it is asked for, as the end of a sentence; empty where nobody says."""
        return f", because {self.why}" if self.why else ""


class OfRequirement:
    """What is about one requirement, and called by its quality and its priority."""

    __slots__ = ()
    requirement: StatedRequirement

    @property
    def quality(self) -> str:
        """Return the quality that is bounded."""
        return self.requirement.quality

    @property
    def priority(self) -> RequirementPriority:
        """Return how urgent it is."""
        return self.requirement.priority
