"""The fields of a brief in the light of its task: by its name first, then as its data, parts or a guess settle it."""

from __future__ import annotations

from collections.abc import Mapping

from whichml.model.briefs.basics_elsewhere import basics_elsewhere, still_missing
from whichml.model.briefs.brief_reading import nested_fields
from whichml.model.briefs.nested_form import NestedFields
from whichml.model.briefs.plain_telling import plainly_told
from whichml.model.briefs.task_reading import settled_context
from whichml.model.briefs.titles import title_in_words
from whichml.model.documents.document import Document
from whichml.model.entries.numbers_retold import numbers_retold
from whichml.model.words.brief_words import BriefWords


def fields_in_context(
    given: Mapping[str, object], document: Document | None, *, may_guess: bool, written: Mapping[str, object]
) -> NestedFields:
    """Return the fields in nested form, read again where the task or the data are other ones than they are called.

    Parameters
    ----------
    given : fields by nested or dotted names
    document : the text that they came from; None for a mapping
    may_guess : whether a task or a modality that could be several is taken for the likeliest, and a text for a group
    written : the whole brief, with what was left out of `given`, by whose words is guessed
    """
    whole = BriefWords(written) if may_guess else None
    plain = plainly_told(given, document, may_guess=may_guess)
    basics = basics_elsewhere(plain.given, whole)
    told, given = plain.given, basics.given
    shape = nested_fields(given, document, may_guess=may_guess)
    if whole is not None:
        complete = still_missing(basics, shape.nested, whole)
        if complete != basics:
            basics, given = complete, complete.given
            shape = nested_fields(given, document, may_guess=may_guess)
    context = settled_context(shape.nested, shape.context, whole)
    retold = numbers_retold(given, context)
    if retold.readings or context != shape.context:
        again = retold.given if retold.readings else given
        shape = nested_fields(again, document, context, may_guess=may_guess)
        shape.paths.update(retold.paths)
        shape.readings[:0] = retold.readings
    shape.whole = whole
    shape.paths.update(basics.paths)
    shape.readings[:0] = (*plain.readings, *basics.readings)
    shape.problems[:0] = plain.problems
    shape.guesses[:0] = plain.guesses
    shape.guesses.extend(basics.guesses)
    title = title_in_words(told)
    if title is not None and shape.nested.get("title") is None:
        shape.nested["title"] = title
    return shape
