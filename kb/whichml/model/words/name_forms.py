"""Names that are known ones in other forms: their words in another order, shortened, or in the plural."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

_SHORT_FOR: Final[Mapping[str, str]] = MappingProxyType({
    "avg": "average", "len": "length", "lang": "language", "langs": "language", "freq": "frequency", "hw": "hardware",
    "infra": "infrastructure", "res": "resolution", "img": "image", "imgs": "image", "doc": "document",
    "docs": "document", "msg": "message", "msgs": "message", "req": "request", "reqs": "request", "obs": "observation",
    "vars": "variable", "feat": "feature", "feats": "feature", "pred": "prediction", "preds": "prediction",
    "dur": "duration", "env": "environment", "hist": "history", "acc": "accuracy", "txn": "transaction",
    "txns": "transaction", "freqs": "frequency", "cats": "category", "cat": "category", "mem": "memory",
    "hrs": "hour", "dev": "developer", "devs": "developer", "lat": "latency", "interp": "interpretability",
    "max": "maximum", "min": "minimum", "annot": "annotation", "annots": "annotation", "pos": "positive",
    "cols": "column", "col": "column", "neg": "negative", "org": "organisation", "comp": "compute",
    "fa": "false_alarm", "fas": "false_alarm", "exp": "experiment", "exps": "experiment",
})  # fmt: skip
"""What people shorten in names."""
_SAYS_NOTHING: Final = frozenset({"the", "a", "an", "of", "our", "my", "in", "is", "are", "total", "overall", "approx"})
_PER: Final = "per"

Form = tuple[tuple[str, ...], tuple[str, ...]]
"""The words of a name in their order, those before `per` and those behind it."""


def name_form(tidy: str) -> Form:
    """Return what all forms of a tidy name share.

    Examples
    --------
    >>> name_form("peak_qps") == name_form("qps_peak"), name_form("avg_len") == name_form("average_length")
    (True, True)
    >>> name_form("labels_per_class") == name_form("classes_per_label")
    False
    """
    before, _, behind = f"_{tidy}_".partition(f"_{_PER}_")
    return _plain(before), _plain(behind)


def _plain(words: str) -> tuple[str, ...]:
    full = "_".join(_SHORT_FOR.get(word, word) for word in words.split("_") if word and word not in _SAYS_NOTHING)
    return tuple(sorted(_singular(word) for word in full.split("_") if word))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > len("series"):
        return f"{word[:-3]}y"
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is", "ies")) else word


class KnownForms:
    """Known names, found by any of their forms."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_form: dict[Form, list[str]] = {}
        self._names = frozenset(names)
        for name in sorted(self._names):
            self._by_form.setdefault(name_form(name), []).append(name)

    def like(self, tidy: str) -> tuple[str, ...]:
        """Return the known names of which a tidy name is another form; a single word has to be a short one.

        Examples
        --------
        >>> known = KnownForms(["labels", "languages", "peak_qps"])
        >>> known.like("qps_peak"), known.like("langs"), known.like("label"), known.like("languages")
        (('peak_qps',), ('languages',), (), ())
        """
        if tidy in self._names or not ("_" in tidy or tidy in _SHORT_FOR):
            return ()
        return tuple(self._by_form.get(name_form(tidy), ()))
