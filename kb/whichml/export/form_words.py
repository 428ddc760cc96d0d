"""What a candidate is here, in a few words: what practitioners would build of it, or what it is a form of."""

from __future__ import annotations

from whichml.export.naming import Naming
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Candidate


def form_in_words(candidate: Candidate, knowledge: Knowledge, names: Naming) -> str:
    """Return what a candidate is here, as it stands behind its name and a comma or "is"; empty where nothing is said.

    What would be built says more than of what general algorithm it is a form.
    """
    if candidate.form is not None:
        return f"here {candidate.form.text}"
    general = knowledge.general_of.get(candidate.algorithm)
    return f"a form of {names.kind(general)}" if general in candidate.equivalents else ""
