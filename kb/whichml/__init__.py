"""whichml: which machine-learning algorithm fits a project, and why, with citations.

Names are imported when they are first used, so that `import whichml` costs nothing.

Examples
--------
>>> from whichml import Brief, KnowledgeBase, recommend
>>> answer = recommend(Brief.load("kb/facts/scenarios/credit-card-fraud.yaml"), KnowledgeBase.load())
>>> answer.candidates[0].rank
1
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whichml.advise.recommendation import recommend
    from whichml.knowledge.loading import VERSION as __version__  # noqa: N811 (the name that tools look for)
    from whichml.knowledge.loading import KnowledgeBase
    from whichml.model.briefs.brief import Brief
    from whichml.model.documents.errors import (
        BriefError,
        ExportError,
        KnowledgeError,
        ProbeError,
        QueryError,
        RuleError,
        WhichmlError,
    )
    from whichml.model.statements.recommendation import Recommendation

__all__ = [
    "Brief",
    "BriefError",
    "ExportError",
    "KnowledgeBase",
    "KnowledgeError",
    "ProbeError",
    "QueryError",
    "Recommendation",
    "RuleError",
    "WhichmlError",
    "__version__",
    "recommend",
]

_HOMES = {
    "Brief": "whichml.model.briefs.brief",
    "BriefError": "whichml.model.documents.errors",
    "ExportError": "whichml.model.documents.errors",
    "KnowledgeBase": "whichml.knowledge.loading",
    "KnowledgeError": "whichml.model.documents.errors",
    "ProbeError": "whichml.model.documents.errors",
    "QueryError": "whichml.model.documents.errors",
    "Recommendation": "whichml.model.statements.recommendation",
    "RuleError": "whichml.model.documents.errors",
    "WhichmlError": "whichml.model.documents.errors",
    "__version__": "whichml.knowledge.loading",
    "recommend": "whichml.advise.recommendation",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'whichml' has no attribute {name!r}")
    found: object = getattr(import_module(_HOMES[name]), "VERSION" if name == "__version__" else name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
