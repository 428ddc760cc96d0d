"""An answer that a person types, as the value that a brief would write."""

from __future__ import annotations

from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError, quoted
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.replies.spoken_counts import spoken_count
from whichml.model.replies.typed_words import Told, list_of, word_of
from whichml.model.words.continental_numbers import number_with_point, two_readings, with_decimal_points
from whichml.model.words.spoken_amounts import spoken_amount, spoken_share
from whichml.model.words.spoken_periods import period_of
from whichml.model.words.spoken_words import listed, number_of_languages, spoken_flag, tidy_word


def value_of(field: str, text: str, told: Told | None = None) -> Plain:
    """Return an answer as a brief would write it.

    Words may be shortened as long as one word fits, and be said in other words where one meaning fits; counts may be
    written as `20k`, `about 20,000` or `two`, flags as yes and no with more behind it, lists with commas or `and`.
    What cannot be read stays as it is, for the brief to refuse.

    Parameters
    ----------
    told : what the program says of the words of the field, by word, where the knowledge base holds that

    Raises
    ------
    BriefError
        Where the text could be several answers, with those, or lists something that the field does not take.

    Examples
    --------
    >>> value_of("data.rows", "20k"), value_of("data.sparse", "y"), value_of("data.arrival", "str")
    (20000, True, 'stream')
    >>> value_of("stakes.regulation", "GDPR and labour law"), value_of("data.languages", "German and French")
    (['gdpr', 'labour-law'], 2)
    >>> value_of("project.tried", "XGBoost and random forest")
    ['xgboost', 'random-forest']
    """
    kind, given = BRIEF_FIELDS[field], text.strip()
    if kind.kind == "bool":
        return _flag(field, given)
    if kind.kind in ("count", "fraction") or kind.dimension is not None:
        given = with_decimal_points(given)
    if kind.dimension == "money":
        _refuse_two_amounts(given)
    if kind.kind == "count":
        n_languages = number_of_languages(given) if field == "data.languages" else None
        return spoken_count(field, given) if n_languages is None else n_languages
    if kind.kind == "fraction":
        return spoken_share(number_with_point(given))
    if kind.dimension is not None:
        return spoken_amount(given, kind.dimension, period_of(field))
    if kind.values and kind.many:
        found = list_of(field, given, told)
        if found.problems:
            raise BriefError(*found.problems)
        return list(found.words)
    if kind.values:
        return word_of(field, given, told)
    if kind.kind in ("algorithm", "circumstance") and kind.many:
        return [each for each in dict.fromkeys(map(tidy_word, listed(given))) if each]
    return tidy_word(given) if kind.kind in ("algorithm", "application") else given


def _refuse_two_amounts(given: str) -> None:
    several = two_readings(given)
    if several is not None and several.is_money:
        larger, smaller = (given.replace(several.written, each, 1) for each in (several.whole, several.decimal))
        raise BriefError.about(
            f"{quoted(given)} could be {larger} or {smaller}.", hint="Write it without a point before three digits."
        )


def answer_in_words(value: Plain) -> str:
    """Return a value as one would type it.

    Examples
    --------
    >>> answer_in_words(20_000), answer_in_words(True), answer_in_words(["text", "image"]), answer_in_words([])
    ('20,000', 'yes', 'text, image', 'none')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(answer_in_words, value)) or "none"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3g}" if isinstance(value, float) else str(value)


def is_read_otherwise(text: str, value: Plain) -> bool:
    """Return whether an answer was read as something else than what was typed, however that is spelled.

    Examples
    --------
    >>> is_read_otherwise("20000", 20_000), is_read_otherwise("about 90", 90), is_read_otherwise("y", True)
    (False, True, False)
    """
    typed, read = tidy_word(text), tidy_word(answer_in_words(value))
    if isinstance(value, bool):
        return typed not in ("y", "n", "yes", "no", "true", "false")
    if isinstance(value, int | float):
        plain = text.strip().replace(",", "").replace("_", "").replace(" ", "")
        try:
            return float(plain) != float(value)
        except ValueError:
            return True
    return typed.replace("-", "") != read.replace("-", "")


def _flag(field: str, given: str) -> bool:
    meant = spoken_flag(given)
    if meant is None:
        raise BriefError.about(
            f"`{field}` takes yes or no, not {quoted(given)}.", hint="Or leave it open: it is unknown then."
        )
    return meant
