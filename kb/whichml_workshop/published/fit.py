"""`python -m whichml_workshop.published.fit`: fits the strengths that answers read to all studies."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import compile_content
from whichml.knowledge.content import STRENGTHS, Content
from whichml.knowledge.strengths import StrengthGroup, Strengths
from whichml.model.documents.errors import WhichmlError
from whichml_workshop.experiments.study_results import read_results
from whichml_workshop.published.comparisons import Material, material_of, read_all_derived
from whichml_workshop.published.declaration import read_declarations
from whichml_workshop.published.fitting import N_RESAMPLES, fit_group, strength_group
from whichml_workshop.published.groups import GroupText, read_groups
from whichml_workshop.published.readers import READERS
from whichml_workshop.published.written import written_scale

DONE, CANNOT_RUN = 0, 2


def fitted_group(
    group: GroupText, material: Material, knowledge: Knowledge, n_resamples: int = N_RESAMPLES
) -> StrengthGroup:
    """Return the strengths of a group by its material, with what written levels come to beside them."""
    fitted = fit_group(group, material, n_resamples)
    return strength_group(group, material, fitted, *written_scale(group, knowledge, fitted.frame, fitted.against))


def groups_and_material(content: Content, knowledge: Knowledge) -> tuple[tuple[GroupText, Material], ...]:
    """Return each group of the content with what the studies say about it.

    Raises
    ------
    KnowledgeError
        Where a declaration, a derived file or a group cannot be used.
    """
    declared = read_declarations(content, knowledge.algorithms, knowledge.sources, READERS)
    derived = read_all_derived(content, declared)
    own = read_results(content)
    return tuple((group, material_of(group, derived, own)) for group in read_groups(content, knowledge.algorithms))


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit every group and write the file; return 0, or 2 where that cannot be done."""
    del arguments
    content = Content.shipped()
    try:
        knowledge = compile_content(content, version="strengths")
        found = groups_and_material(content, knowledge)
        groups = tuple(fitted_group(group, material, knowledge) for group, material in found)
    except WhichmlError as refusal:
        print(refusal, file=sys.stderr)
        return CANNOT_RUN
    (content.facts / STRENGTHS).write_bytes(Strengths(groups=groups).to_json())
    for each in groups:
        print(f"{each.id}: {len(each.strengths)} algorithms against {each.reference}, terms {', '.join(each.terms)}")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
