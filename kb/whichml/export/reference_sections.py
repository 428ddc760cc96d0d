"""The pages of the reference that have sections or a tree, and the page of sources."""

from __future__ import annotations

from collections import Counter

from whichml.export.bibliography import CitedSource, cited_sources
from whichml.export.citations import address_of, short_line
from whichml.export.escaping import as_code, in_markdown
from whichml.export.kinds import Lines
from whichml.export.reference_tables import codes, table
from whichml.knowledge.base import Knowledge
from whichml.model.statements.design_facts import DecisionFacts, OptionFacts, PatternFacts


def families(knowledge: Knowledge) -> Lines:
    """Return the tree of families, each with its meaning and how many algorithms are of it."""
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


def decisions(knowledge: Knowledge) -> Lines:
    """Return every architecture decision with its options and how many rules speak for each."""
    return [line for _, decision in sorted(knowledge.decisions.items()) for line in _decision(decision, knowledge)]


def _decision(decision: DecisionFacts, knowledge: Knowledge) -> Lines:
    lines = [f"## {in_markdown(decision.name)}", "", f"{as_code(decision.id)}. {in_markdown(decision.question)}", ""]
    rules = Counter(
        f"{rule.effect.target}.{rule.effect.value}" for rule in knowledge.rules if rule.effect.kind == "decide"
    )
    rows = [
        (
            as_code(option.id), in_markdown(option.definition), codes(option.helps), codes(option.hurts),
            str(rules[f"{decision.id}.{option.id}"]), _excluded(option),
        )
        for option in decision.options
    ]  # fmt: skip
    lines += table(("option", "meaning", "helps", "hurts", "rules for it", "leaves no room for"), rows)
    if decision.default:
        lines += ["", f"Without any rule: {as_code(decision.default.option)}. {in_markdown(decision.default.reason)}"]
    return [*lines, ""]


def _excluded(option: OptionFacts) -> str:
    """Return the options that cannot be true of one system with this one, by decision."""
    return "; ".join(f"{as_code(decision)} {codes(options)}" for decision, options in option.excludes.items())


def components(knowledge: Knowledge) -> Lines:
    """Return every component with its decisions and concerns."""
    lines: Lines = []
    for _, component in sorted(knowledge.components.items()):
        lines += [f"## {in_markdown(component.name)}", "", f"{as_code(component.id)}. "
                  f"{in_markdown(component.definition)}"]  # fmt: skip
        if component.decisions:
            lines += ["", f"Decisions: {codes(component.decisions)}."]
        rows = [(as_code(concern.quality), in_markdown(concern.text)) for concern in component.concerns]
        lines += ["", *table(("quality", "concern"), rows), ""]
    return lines


def rules(knowledge: Knowledge) -> Lines:
    """Return the rules by pack."""
    lines: Lines = []
    for pack in sorted(knowledge.packs, key=lambda pack: pack.id):
        lines += [f"## {in_markdown(pack.title)}", "", f"Pack {as_code(pack.id)}, version {pack.version}, in "
                  f"{as_code(pack.where.partition(':')[0])}.", ""]  # fmt: skip
        rows = []
        for identity in sorted(pack.rules):
            rule = knowledge.rule(identity)
            draft = "" if rule.status == "stable" else f" ({rule.status})"
            rows.append((as_code(identity), f"{in_markdown(rule.title)}{draft}", rule.effect.kind))
        lines += [*table(("rule", "what it says", "effect"), rows), ""]
    return lines


def patterns(knowledge: Knowledge) -> Lines:
    """Return the patterns by kind."""
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
        lines += [*table(("id", "name", "problem", "solution"), rows), ""]
    return lines


def sources(knowledge: Knowledge) -> Lines:
    """Return the cited works with how far each was read and how many claims, rules and the like cite it.

    Works that neither claims nor rules cite have a page of their own.
    """
    rows = [
        (
            as_code(work.source.id), f"{in_markdown(short_line(work.source))} <{address_of(work.source)}>",
            work.source.access, str(_n_citing(work)),
        )
        for work in cited_sources(knowledge)
        if not _is_of_neither_claims_nor_rules(work)
    ]  # fmt: skip
    return table(("id", "work", "read", "cited by"), rows)


def works_of_applications(knowledge: Knowledge) -> Lines:
    """Return the works that neither claims nor rules cite, with how far each was read and how many others do."""
    rows = [
        (f"[{as_code(work.source.id)}](<{address_of(work.source)}>)", work.source.access, str(_n_citing(work)))
        for work in cited_sources(knowledge)
        if _is_of_neither_claims_nor_rules(work)
    ]
    return table(("work", "read", "cited by"), rows)


def _is_of_neither_claims_nor_rules(work: CitedSource) -> bool:
    return not (work.claims or work.rules)


def _n_citing(work: CitedSource) -> int:
    return sum(map(len, (work.claims, work.rules, work.applications, work.circumstances)))
