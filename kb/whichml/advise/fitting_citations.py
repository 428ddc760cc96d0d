"""Which works behind a statement speak of the data of a brief, and whence it is carried over where none does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from whichml.model.conditions import Conditions, Facts
from whichml.model.facts import Citation, Source

MODALITY = "data.modality"


@dataclass(frozen=True, slots=True)
class FittingCitations:
    """What to cite for a claim or a rule.

    Attributes
    ----------
    citations : those that may speak of the data, or all where none does
    studied : the modalities of which all of them speak where none is of the data; empty where one may be
    is_narrowed : whether it is told otherwise of other data
    """

    citations: tuple[Citation, ...]
    studied: tuple[str, ...] = ()
    is_narrowed: bool = False


def fitting_citations(
    cited: tuple[Citation, ...], scope: Conditions, facts: Facts, sources: Mapping[str, Source]
) -> FittingCitations:
    """Return what to cite for a statement about the data of a brief.

    Parameters
    ----------
    scope : of the statement; one that asks for other data speaks of the form that a reduction gives to them
    facts : the brief's own
    """
    told = facts.get(MODALITY)
    modalities: Collection[str] = told if isinstance(told, tuple) else ()
    bound = [source for each in cited if (source := sources.get(each.ref)) is not None and source.studies]
    is_reduced = any(each.field == MODALITY and each.holds(facts) is False for each in scope)
    if not bound or not modalities or is_reduced:
        return FittingCitations(cited)
    strange = {source.id for source in bound if not any(map(source.speaks_of, modalities))}
    fitting = tuple(citation for citation in cited if citation.ref not in strange)
    if fitting:
        return FittingCitations(fitting, is_narrowed=True)
    return FittingCitations(cited, tuple(sorted({each for source in bound for each in source.studies})), True)
