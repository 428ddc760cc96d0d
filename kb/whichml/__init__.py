"""whichml: which machine-learning algorithm fits a project, and why, with citations.

Examples
--------
>>> from whichml import Brief, KnowledgeBase, recommend
>>> answer = recommend(Brief.load("kb/facts/scenarios/credit-card-fraud.yaml"), KnowledgeBase.load())
>>> answer.candidates[0].rank
1
"""

from whichml.advise.recommendation import recommend
from whichml.knowledge.loading import VERSION, KnowledgeBase
from whichml.model.brief import Brief
from whichml.model.errors import BriefError, ExportError, KnowledgeError, ProbeError, RuleError, WhichmlError
from whichml.model.recommendation import Recommendation

__version__ = VERSION

__all__ = [
    "Brief",
    "BriefError",
    "ExportError",
    "KnowledgeBase",
    "KnowledgeError",
    "ProbeError",
    "Recommendation",
    "RuleError",
    "WhichmlError",
    "__version__",
    "recommend",
]
