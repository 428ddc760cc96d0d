"""Two algorithms, or two briefs, side by side as a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from whichml.export.arguments import percent
from whichml.export.brief_comparison import BriefComparison, Mover, SaidDifferently
from whichml.export.citations import works_cited
from whichml.export.comparison import AlgorithmComparison, BackingNode, QualityBeside
from whichml.export.document import BAD, CAUTION, NEUTRAL, PLAIN, Block, Entry, Mark, Paragraph, Section, Table
from whichml.export.explanation import place_in_words
from whichml.export.main_points import level_in_words
from whichml.export.naming import Naming
from whichml.export.words import Cited, CodeSpan, Words
from whichml.knowledge.base import Knowledge

_MOST_TOLD, _MOST_BACKING, _MOST_RULES, _MOST_MOVERS = 5, 3, 12, 8
_LITTLE: Final = 0.015
"""Below this weight a criterion is told as of 1 % or less."""
_ONE, _OTHER, _BOTH = Mark("1"), Mark("2"), Mark("=")
_FROM_ANSWER_ALONE: Final = (
    "This is told from the kept answer alone: today's knowledge did not make it, or its measurements were not kept. "
    "Levels of what has no place of its own in it, and what would turn the order, are not told."
)
_FROM_ANSWERS_ALONE: Final = (
    "This is told from the kept answers alone: today's knowledge did not make one of them, or its measurements were "
    "not kept. Which single difference puts another first is not told."
)
_SIGNS: Final = {"first": _ONE, "second": _OTHER, "neither": _BOTH, "both": _BOTH}
Entries = tuple[Entry, ...]


def algorithms_page(found: AlgorithmComparison) -> Section:
    """Return two algorithms of one answer as a page; `1` marks what speaks for the first, `2` for the second."""
    one, other = found.names
    blocks: tuple[Block, ...] = (
        Paragraph(found.text),
        *((Paragraph(_FROM_ANSWER_ALONE),) if found.from_answer_alone else ()),
        *_for_each((_verdict(found, 0), _verdict(found, 1))),
        Section("Quality by quality", _qualities(found)),
        Section("What makes the difference", tuple(map(_difference, _telling(found.qualities)))),
        Section("Established practice", _for_each(found.practice)),
        Section("Requirements", _requirements(found)),
        Section("What 1,000 predictions cost", _for_each(found.costs)),
        Section("What to know", tuple(_remarks(found))),
        Section("What would have to change", tuple(_changes(found))),
    )
    works = works_cited(blocks, found.sources)
    sources = (Section("Sources", (works,)),) if works.works else ()
    return Section(f"{one} (1) against {other} (2): {found.title}", (*blocks, *sources))


def _verdict(found: AlgorithmComparison, number: int) -> str:
    """Return what the answer says of one of the two; here each is told by its own levels."""
    return place_in_words(found.explanations[number])


def _qualities(found: AlgorithmComparison) -> Entries:
    """Return every criterion of which something is known of one of the two, the weightiest first."""
    ordered = sorted(found.qualities, key=lambda q: (-q.weight, q.quality))
    known = [each for each in ordered if set(each.levels) != {"unknown"}]
    small = [each for each in known if each.weight < _LITTLE]
    told = tuple(
        Entry(f"{q.name} ({percent(q.weight)}): {' against '.join(map(level_in_words, q.levels))}", _SIGNS[q.better])
        for q in known
        if q.weight >= _LITTLE or len(small) == 1
    )
    return told if len(small) < 2 else (*told, *_of_little_weight(small))


def _of_little_weight(qualities: Sequence[QualityBeside]) -> Entries:
    """Return what hardly counts, in a line for each of those that it speaks for."""
    by_sign: dict[Mark, list[str]] = {}
    for each in qualities:
        by_sign.setdefault(_SIGNS[each.better], []).append(each.name)
    return tuple(
        Entry(f"of little weight (1 % or less each): {', '.join(by_sign[mark])}", mark)
        for mark in (_ONE, _OTHER, _BOTH)
        if mark in by_sign
    )


def _telling(qualities: Sequence[QualityBeside]) -> list[QualityBeside]:
    return [quality for quality in qualities if quality.better != "neither"][:_MOST_TOLD]


def _difference(quality: QualityBeside) -> Entry:
    levels = " against ".join(map(level_in_words, quality.levels))
    said = f"{quality.name}: {levels}, {abs(quality.difference):.3f} of utility"
    below = [Entry(basis, mark) for basis, mark in zip(quality.bases, (_ONE, _OTHER), strict=True) if basis]
    below += [_backing(each) for each in quality.backing[:_MOST_BACKING]]
    return Entry(said, _SIGNS[quality.better], tuple(below))


def _backing(each: BackingNode) -> Entry:
    where = f" ({each.where})" if each.where else ""
    words: Words = (f"{each.kind} ", CodeSpan(each.about), f": {each.text}{where}", Cited(each.sources[:1]))
    return Entry(words, _SIGNS[each.of])


def _for_each(texts: tuple[str, str]) -> Entries:
    return tuple(Entry(text, mark) for text, mark in zip(texts, (_ONE, _OTHER), strict=True) if text)


def _requirements(found: AlgorithmComparison) -> tuple[Table, ...]:
    rows = tuple((each.text, *each.statuses) for each in found.requirements)
    return (Table(("", *found.names), rows, is_compact=True),) if rows else ()


def _remarks(found: AlgorithmComparison) -> Iterable[Entry]:
    """Yield what asks for care, what is at risk and what takes a detour, for one of the two or for both."""
    told: dict[tuple[str, Mark], list[int]] = {}
    for number, each in enumerate(found.explanations):
        for risk in each.risks:
            told.setdefault((f"at risk: {risk.text}", BAD), []).append(number)
        for way in each.reductions:
            told.setdefault((f"{way.text} {way.cost}", NEUTRAL), []).append(number)
        for caution in each.cautions:
            told.setdefault((caution.text, CAUTION), []).append(number)
    for (text, mark), numbers in told.items():
        whose = "both" if len(numbers) > 1 else found.names[numbers[0]]
        yield Entry(f"{whose}: {text}", Mark(mark.sign))


def _changes(found: AlgorithmComparison) -> Iterable[Block]:
    """Yield single changes that would turn the order, and what bars the one that is out."""
    ahead = found.algorithms.index(found.ahead) if found.ahead in found.algorithms else None
    for number, each in enumerate(found.explanations):
        for bar in each.bars if number != ahead else ():
            rule = (" (rule ", CodeSpan(bar.rule), ")") if bar.rule else ""
            lifted = tuple(Entry(f"lifted if {change}", Mark("~")) for change in bar.lifted_by)
            yield Entry((f"{each.name}: {bar.text}", rule), Mark("x"), lifted)
    if ahead is None:
        return
    behind = found.names[1 - ahead]
    for change in found.turned_by:
        leads = ", and lead" if change.leader == found.algorithms[1 - ahead] else ""
        yield Entry(f"If {change.said}, {behind} would go before {found.names[ahead]}{leads}.", Mark("?"))
    if not found.turned_by and not found.from_answer_alone:
        yield Paragraph(f"No single change that was tried puts {behind} before {found.names[ahead]}.")


def briefs_page(found: BriefComparison, knowledge: Knowledge) -> Section:
    """Return two briefs and their answers as a page."""
    names = Naming(knowledge)
    leaders = [names.algorithms(each) or "nothing" for each in found.leaders]
    n_rows = max(map(len, found.leaders))
    first_three = Table(
        ("", *found.briefs),
        tuple((f"{n + 1}.", *(_named(names, each, n) for each in found.leaders)) for n in range(n_rows)),
        is_compact=True,
    )
    options = tuple((each.name, *(option or "open" for option in each.options)) for each in found.decisions)
    weights = tuple((each.name, *map(percent, each.weights)) for each in found.weights)
    return Section(
        f"{found.briefs[0]} (1) against {found.briefs[1]} (2)",
        (
            Paragraph(found.text),
            *((Paragraph(_FROM_ANSWERS_ALONE),) if found.from_answers_alone else ()),
            Section("What they say differently", tuple(_said(each, names, found) for each in found.said)),
            Section("The first three", (first_three,) if any(leaders) and n_rows else ()),
            Section("Choices of one alone", (*_movers(found.left, _ONE), *_movers(found.entered, _OTHER))),
            Section("What counts more or less", _beside(found.briefs, weights)),
            Section("Decisions that differ", _beside(found.briefs, options)),
            Section("Rules that count in one alone", (*_rules(found, 0), *_rules(found, 1))),
        ),
    )


def _named(names: Naming, leaders: tuple[str, ...], place: int) -> str:
    return names.algorithm(leaders[place]) if place < len(leaders) else ""


def _said(each: SaidDifferently, names: Naming, found: BriefComparison) -> Entry:
    """Return a difference with who would lead the first answer if it alone were as in the second."""
    said: list[Words] = [CodeSpan(each.path), f": {each.first or 'not said'}; {each.second or 'not said'}"]
    if each.leader is not None and (each.leader,) != found.leaders[0][:1]:
        said.append(f". Alone it puts {names.algorithm(each.leader)} first")
    return Entry(tuple(said), Mark("!") if each.explains else Mark("*"))


def _movers(movers: Sequence[Mover], mark: Mark) -> Entries:
    told = [Entry(_mover(each), mark) for each in movers[:_MOST_MOVERS]]
    rest = len(movers) - _MOST_MOVERS
    return (*told, Entry(f"{rest} more", mark)) if rest > 0 else tuple(told)


def _mover(mover: Mover) -> Words:
    by: Words = tuple(part for rule in mover.rules for part in (" [rule ", CodeSpan(rule), "]"))
    rest = mover.why.removeprefix(f"{mover.name} ")
    said = f"{mover.name}: in the other answer it {rest}" if rest != mover.why else f"{mover.name}: {mover.why}"
    return said, by


def _beside(briefs: tuple[str, str], rows: tuple[tuple[str, ...], ...]) -> tuple[Table, ...]:
    return (Table(("", *briefs), rows, is_compact=True),) if rows else ()


def _rules(found: BriefComparison, number: int) -> Entries:
    rules, mark = found.rules[number], (_ONE, _OTHER)[number]
    told = [Entry((CodeSpan(r.rule), f": {r.title} ({r.where})"), mark) for r in rules[:_MOST_RULES]]
    rest = len(rules) - _MOST_RULES
    return (*told, Entry(f"{rest} more; --format json has them all", PLAIN)) if rest > 0 else tuple(told)
