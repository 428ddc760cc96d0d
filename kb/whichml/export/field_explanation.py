"""What a field of the brief means and what each of its words does, for whoever is asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Term
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.values.regulations import REGULATIONS
from whichml.model.words.names_in_sentences import in_sentence
from whichml.model.words.word_meanings import WORD_MEANINGS

_GENUS: Final = "Modality of "
"""How definitions of modalities begin, which goes without saying beside the word."""


def meanings_of_words(field: str, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield the words of a field's closed list with what each means; nothing where it has no list.

    Tasks are told by the example of the ontology, modalities by its definition, laws and norms by their names, and the
    words of other fields by what stands beside them in the table of words.
    """
    for word in BRIEF_FIELDS[field].values:
        if field in ("task", FURTHER_TASKS):
            yield word, knowledge.tasks[word].example if word in knowledge.tasks else ""
        elif field == "data.modality":
            yield word, _in_short(knowledge.modalities[word]) if word in knowledge.modalities else ""
        elif field == "stakes.regulation":
            yield word, REGULATIONS[word]
        else:
            known = WORD_MEANINGS.get(field, {}).get(word)
            yield word, known.meaning if known is not None else ""


def _in_short(term: Term) -> str:
    meaning = term.definition.removeprefix(_GENUS).rstrip(".")
    return f"{meaning}, such as {in_sentence(term.example)}" if term.example else meaning
