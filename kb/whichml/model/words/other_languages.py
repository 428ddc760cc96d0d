"""Whether a text is in another language than English, by its commonest words."""

from __future__ import annotations

import re
from typing import Final

_ENGLISH: Final = frozenset({
    "the", "and", "of", "to", "we", "is", "are", "for", "with", "our", "have", "from", "that", "be", "it", "on", "by",
    "want", "need", "which", "what", "how", "per", "not", "must", "should", "can", "no", "this", "at", "as",
})  # fmt: skip
_OTHERS: Final = frozenset({
    "der", "die", "das", "und", "ist", "nicht", "wir", "mit", "ein", "eine", "einen", "auf", "den", "dem", "von", "aus",
    "haben", "sind", "sollen", "soll", "wollen", "werden", "dürfen", "für", "im", "zum", "zur", "unser", "unsere",
    "pro", "ohne", "keine", "les", "des", "est", "nous", "une", "dans", "pour", "avec", "sur", "sont", "pas", "du",
    "el", "los", "las", "una", "que", "con", "por", "para", "del", "como", "queremos", "tenemos", "il", "della", "che",
    "sono", "non", "abbiamo", "een", "het", "niet", "wij", "voor", "van", "zijn", "och", "att", "för", "som", "inte",
    "nie", "jest", "czy", "oraz", "não", "uma", "dos", "temos", "vorhersagen", "daten", "données", "datos",
})  # fmt: skip
_FEWEST: Final = 3
"""Words of other languages that are enough where they are more than those of English."""


def is_not_english(text: str) -> bool:
    """Return whether a text has more of the commonest words of other languages than of English.

    Examples
    --------
    >>> is_not_english("Wir wollen aus den Berichten die Ursache lesen"), is_not_english("We read the reports")
    (True, False)
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    n_other, n_english = (sum(word in known for word in words) for known in (_OTHERS, _ENGLISH))
    return n_other >= _FEWEST and n_other > n_english
