"""The reference of the vocabulary in Markdown: every public id with its meaning, one page for each kind of thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from whichml.export import reference_tables as tables
from whichml.export.foreign_text import as_code, in_markdown
from whichml.export.reference_tables import Lines
from whichml.export.views import view_rule
from whichml.export.works import address_of, title_line
from whichml.knowledge.base import Knowledge
from whichml.model.facts import DecisionFacts, PatternFacts

Page = Callable[[Knowledge], Lines]


def reference_pages(knowledge: Knowledge) -> Mapping[str, str]:
    """Return the pages by their file names; a pure function, so the same knowledge gives the same text."""
    titles = {name: title for name, (title, _, _) in _PAGES.items()}
    pages = {"README.md": _index(titles)}
    for name, (title, about, page) in _PAGES.items():
        body = "\n".join(page(knowledge)).rstrip("\n")
        pages[name] = f"# {title}\n\n{_GENERATED}{about}\n\n{body}\n"
    return pages


def _index(titles: Mapping[str, str]) -> str:
    lines = [f"- [{title}]({name}): {_PAGES[name][1]}" for name, title in titles.items()]
    return "# Reference of the vocabulary\n\n" + _GENERATED.strip() + "\n\n" + "\n".join(lines) + "\n"


def _families(knowledge: Knowledge) -> Lines:
    children: dict[str, list[str]] = {}
    for family in knowledge.families.values():
        for parent in family.parents or ("",):
            children.setdefault(parent, []).append(family.id)
    members: Counter[str] = Counter(name for a in knowledge.algorithms.values() for name in a.facts.family)

    def below(parent: str, depth: int) -> Lines:
        lines: Lines = []
        for name in sorted(children.get(parent, ())):
            family = knowledge.families[name]
            own = f" ({members[name]} of its own)" if members[name] else ""
            lines.append(f"{'  ' * depth}- {as_code(name)}{own}: {in_markdown(family.definition)}")
            lines.extend(below(name, depth + 1))
        return lines

    return below("", 0)


def _decisions(knowledge: Knowledge) -> Lines:
    return [line for _, decision in sorted(knowledge.decisions.items()) for line in _decision(decision, knowledge)]


def _decision(decision: DecisionFacts, knowledge: Knowledge) -> Lines:
    lines = [f"## {in_markdown(decision.name)}", "", f"{as_code(decision.id)}. {in_markdown(decision.question)}", ""]
    rules = Counter(
        f"{rule.effect.target}.{rule.effect.value}" for rule in knowledge.rules if rule.effect.kind == "decide"
    )
    rows = [
        (
            as_code(option.id), in_markdown(option.definition), tables.codes(option.helps), tables.codes(option.hurts),
            str(rules[f"{decision.id}.{option.id}"]),
        )
        for option in decision.options
    ]  # fmt: skip
    lines += tables.table(("option", "meaning", "helps", "hurts", "rules for it"), rows)
    if decision.default:
        lines += ["", f"Without any rule: {as_code(decision.default.option)}. {in_markdown(decision.default.reason)}"]
    return [*lines, ""]


def _components(knowledge: Knowledge) -> Lines:
    lines: Lines = []
    for _, component in sorted(knowledge.components.items()):
        lines += [f"## {in_markdown(component.name)}", "", f"{as_code(component.id)}. "
                  f"{in_markdown(component.definition)}"]  # fmt: skip
        if component.decisions:
            lines += ["", f"Decisions: {tables.codes(component.decisions)}."]
        rows = [(as_code(concern.quality), in_markdown(concern.text)) for concern in component.concerns]
        lines += ["", *tables.table(("quality", "concern"), rows), ""]
    return lines


def _rules(knowledge: Knowledge) -> Lines:
    lines: Lines = []
    for pack in sorted(knowledge.packs, key=lambda pack: pack.id):
        lines += [f"## {in_markdown(pack.title)}", "", f"Pack {as_code(pack.id)}, version {pack.version}, in "
                  f"{as_code(pack.where.partition(':')[0])}.", ""]  # fmt: skip
        rows = []
        for identity in sorted(pack.rules):
            rule = view_rule(knowledge, identity)
            draft = "" if rule.status == "stable" else f" ({rule.status})"
            rows.append((as_code(identity), f"{in_markdown(rule.title)}{draft}", rule.effect))
        lines += [*tables.table(("rule", "what it says", "effect"), rows), ""]
    return lines


def _patterns(knowledge: Knowledge) -> Lines:
    kinds: dict[str, list[PatternFacts]] = {}
    for _, pattern in sorted(knowledge.patterns.items()):
        kinds.setdefault(pattern.kind, []).append(pattern)
    lines: Lines = []
    for kind, patterns in sorted(kinds.items()):
        lines += [f"## {kind.capitalize()}s" if kind != "tactic" else "## Tactics", ""]
        rows = [
            (as_code(each.id), in_markdown(each.name), in_markdown(each.problem), in_markdown(each.solution))
            for each in patterns
        ]
        lines += [*tables.table(("id", "name", "problem", "solution"), rows), ""]
    return lines


def _sources(knowledge: Knowledge) -> Lines:
    cited: Counter[str] = Counter()
    stated: Sequence[Iterable[str]] = [
        *({citation.ref for citation in claim.sources} for claim in knowledge.claims.values()),
        *({citation.ref for citation in rule.sources} for rule in knowledge.rules),
    ]
    for refs in stated:
        cited.update(refs)
    rows = [
        (
            as_code(source.id), f"{in_markdown(title_line(source))} <{address_of(source)}>", source.access,
            str(cited[source.id]),
        )
        for _, source in sorted(knowledge.sources.items())
    ]  # fmt: skip
    return tables.table(("id", "work", "read", "claims and rules"), rows)


_GENERATED = "Generated from ontology, facts and rules by `make generate`; do not edit it by hand. "
_PAGES: Mapping[str, tuple[str, str, Page]] = MappingProxyType({
    "tasks.md": ("Tasks", "What a brief can ask for in `task`.", tables.tasks),
    "modalities.md": ("Modalities", "In which form data arrive, for `data.modality`.", tables.modalities),
    "brief.md": ("Fields of the brief", "What a brief can say, and how many rules read each field.", tables.fields),
    "qualities.md": ("Qualities", "What algorithms are rated by, and how to measure it.", tables.qualities),
    "families.md": ("Families of algorithms", "The classes; a claim or rule about one means all below it.", _families),
    "algorithms.md": ("Algorithms", "What each solves and reads, and how much is claimed of it.", tables.algorithms),
    "decisions.md": ("Architecture decisions", "Decisions with their options and what each means.", _decisions),
    "components.md": ("Components", "The parts of a system and what each has to care for.", _components),
    "rules.md": ("Rules", "Every rule by pack; `whichml kb show ID` prints one in full.", _rules),
    "patterns.md": ("Patterns", "Design patterns, practices, tactics and what to avoid.", _patterns),
    "reductions.md": ("Reductions", "What can be treated as another task or as other data.", tables.reductions),
    "mitigations.md": ("Mitigations", "What mends a shortfall in a quality, and what it takes.", tables.mitigations),
    "sources.md": ("Sources", "The cited works, how far each was read, and how much cites it.", _sources),
})  # fmt: skip
