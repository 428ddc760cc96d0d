"""Rule packs as typed rules: their files read, their names resolved, every problem with its line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from whichml.knowledge.content import Content
from whichml.knowledge.reading import Read
from whichml.model.conditions import ConditionError, Conditions, FieldShape, parse_conditions, parse_test
from whichml.model.document import PACK_LIMITS, read_document
from whichml.model.errors import Problem, RuleError, WhichmlError, did_you_mean, in_order
from whichml.model.facts import LevelRange
from whichml.model.rule import (
    DerivedText,
    Effect,
    PackText,
    Rule,
    RulePack,
    RuleText,
    Selector,
    SelectorText,
)
from whichml.model.validation import validated
from whichml.model.vocabulary import LEVELS

Step = str | int


@dataclass(frozen=True, slots=True)
class Names:
    """What rules may name."""

    algorithms: Collection[str]
    families: Collection[str]
    qualities: Collection[str]
    patterns: Collection[str]
    decisions: Mapping[str, Collection[str]]
    sources: Collection[str]


def read_packs(content: Content) -> tuple[Read[PackText], ...]:
    """Return the packs of the content in the order of their files' names; files of tests are left out.

    Raises
    ------
    RuleError
        With every problem of every pack.
    """
    found: list[Read[PackText]] = []
    problems: list[Problem] = []
    for path in content.files_in(content.rules):
        if path.name.endswith(".test.yaml"):
            continue
        try:
            document = read_document(path.read_bytes(), content.name_of(path), limits=PACK_LIMITS, error=RuleError)
            found.append(Read(validated(PackText, document, RuleError), document))
        except WhichmlError as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise RuleError(*in_order(problems))
    return tuple(found)


def declared_facts(packs: Collection[Read[PackText]]) -> Mapping[str, DerivedText]:
    """Return the derived facts that the packs declare, by name."""
    return {name: declared for pack in packs for name, declared in pack.value.derives.items()}


def resolve_packs(
    packs: Collection[Read[PackText]], names: Names, shapes: Mapping[str, FieldShape]
) -> tuple[tuple[Rule, ...], tuple[RulePack, ...]]:
    """Return the rules of all packs that are not deprecated, and the packs.

    Raises
    ------
    RuleError
        With every unknown name, unreadable condition and repeated id, each with its line.
    """
    problems: list[Problem] = []
    rules: dict[str, Rule] = {}
    resolved: list[RulePack] = []
    for pack in packs:
        for index, text in enumerate(pack.value.rules):
            reader = _RuleReader(pack, ("rules", index), names, shapes, problems)
            if text.id in rules:
                reader.blame(("id",), f"the rule id '{text.id}' stands at {rules[text.id].where} too.")
            rules[text.id] = reader.rule(text)
        resolved.append(
            RulePack(
                pack.value.pack,
                pack.value.version,
                pack.value.title,
                pack.document.name,
                tuple(text.id for text in pack.value.rules),
            )
        )
    for rule in rules.values():
        for other in rule.overrides:
            if other not in rules:
                problems.append(
                    Problem(f"{rule.where}: rule '{rule.id}' overrides '{other}', which is unknown.",
                            hint=did_you_mean(other, rules))
                )  # fmt: skip
    if problems:
        raise RuleError(*in_order(problems))
    return tuple(rule for rule in rules.values() if rule.status != "deprecated"), tuple(resolved)


@dataclass(slots=True)
class _RuleReader:
    """Reads one rule of a pack and notes what is wrong with it."""

    pack: Read[PackText]
    path: tuple[Step, ...]
    names: Names
    shapes: Mapping[str, FieldShape]
    problems: list[Problem]

    def blame(self, path: tuple[Step, ...], message: str, hint: str | None = None) -> None:
        self.problems.append(self.pack.document.problem((*self.path, *path), message, hint))

    def rule(self, text: RuleText) -> Rule:
        for index, citation in enumerate(text.sources):
            self.known(("sources", index, "ref"), "source", citation.ref, self.names.sources)
        return Rule(
            id=text.id,
            title=text.title,
            status=text.status,
            pack=self.pack.value.pack,
            where=self.pack.where(self.path),
            when=self.conditions("when", text.when),
            unless=self.conditions("unless", text.unless),
            selector=self.selector(text.algorithm or {}),
            effect=self.effect(text),
            overrides=text.overrides,
            sources=text.sources,
            note=text.note,
        )

    def known(self, path: tuple[Step, ...], kind: str, name: str, known: Collection[str]) -> None:
        if name not in known:
            hint = did_you_mean(name, known) or f"Correct the name, or add the {kind} first."
            self.blame(path, f"unknown {kind} '{name}'.", hint)

    def conditions(self, part: str, written: Mapping[str, Any]) -> Conditions:
        try:
            return parse_conditions(written, self.shapes)
        except ConditionError as refusal:
            hint = did_you_mean(refusal.field, self.shapes) if refusal.field not in self.shapes else None
            self.blame((part, refusal.field), f"{refusal}.", hint)
            return ()

    def selector(self, written: Mapping[str, Any]) -> Selector:
        tests = {key: value for key, value in written.items() if key in self.names.qualities}
        try:
            text = SelectorText.model_validate({key: value for key, value in written.items() if key not in tests})
        except ValidationError as refusal:
            for detail in refusal.errors():
                key = str(detail["loc"][0]) if detail["loc"] else ""
                hint = did_you_mean(key, [*SelectorText.model_fields, "except", *self.names.qualities])
                self.blame(("algorithm", key), f"`{key}` does not fit in `algorithm`: {detail['msg']}.", hint)
            return Selector()
        ids, families = _several(text.id), _several(text.family)
        except_ids, except_families = _several(text.except_.get("id")), _several(text.except_.get("family"))
        for name in (*ids, *except_ids):
            self.known(("algorithm", "id"), "algorithm", name, self.names.algorithms)
        for name in (*families, *except_families):
            self.known(("algorithm", "family"), "family", name, self.names.families)
        qualities = []
        for quality in sorted(tests):
            try:
                shape = FieldShape(quality, "word", LEVELS, ordered=True)
                qualities.append((quality, parse_test(shape, tests[quality])))
            except ConditionError as refusal:
                self.blame(("algorithm", quality), f"{refusal}.", f"Levels: {', '.join(LEVELS)}.")
        return Selector(
            ids=ids,
            families=families,
            except_ids=except_ids,
            except_families=except_families,
            role=text.role,
            reads=text.reads,
            existing=text.existing is True,
            capability=tuple(sorted(text.capability.items())),
            qualities=tuple(qualities),
        )

    def effect(self, text: RuleText) -> Effect:
        then = text.then
        if then.conclude is not None:
            ((field, value),) = then.conclude.items()
            return Effect("conclude", field, self.concluded_value(field, value))
        if then.rate is not None:
            ((quality, level),) = then.rate.items()
            self.known(("then", "rate", quality), "quality", quality, self.names.qualities)
            span = (level.low, level.high) if isinstance(level, LevelRange) else (level, level)
            return Effect("rate", quality, span=span)
        if then.prioritise is not None:
            for quality in then.prioritise:
                self.known(("then", "prioritise", quality), "quality", quality, self.names.qualities)
            return Effect("prioritise", tiers=tuple(sorted(then.prioritise.items())))
        if then.decide is not None or then.forbid is not None:
            return self.decision_effect(text)
        if then.advise is not None:
            self.known(("then", "advise"), "pattern", then.advise, self.names.patterns)
            return Effect("advise", then.advise)
        return Effect(then.kind, "", then.exclude or then.caution or "")

    def decision_effect(self, text: RuleText) -> Effect:
        kind = text.then.kind
        ((decision, option),) = getattr(text.then, kind).items()
        self.known(("then", kind, decision), "decision", decision, self.names.decisions)
        self.known(("then", kind, decision), "option", option, self.names.decisions.get(decision, (option,)))
        return Effect(kind, decision, option, text.then.strength or "should")

    def concluded_value(self, field: str, value: object) -> str | bool | int | float:
        shape = self.shapes.get(field)
        if shape is None:
            self.blame(
                ("then", "conclude", field),
                f"unknown field '{field}'.",
                did_you_mean(field, self.shapes) or "Declare it under `derives` of the pack.",
            )
            return ""
        fits = isinstance(value, bool) if shape.kind == "flag" else not isinstance(value, bool)
        if shape.kind == "word":
            fits = isinstance(value, str) and (not shape.words or value in shape.words)
        if shape.kind == "number":
            fits = isinstance(value, int | float) and not isinstance(value, bool)
        if not fits or not isinstance(value, str | bool | int | float):
            expected = ", ".join(shape.words) or {"flag": "true, false", "number": "a number"}.get(shape.kind, "a word")
            self.blame(("then", "conclude", field), f"`{field}` cannot be {value!r}.", f"Its values: {expected}.")
            return ""
        return value


def _several(one_or_more: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if one_or_more is None:
        return ()
    return (one_or_more,) if isinstance(one_or_more, str) else one_or_more
