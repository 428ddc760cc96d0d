"""The rules of a pack with their names resolved, every problem with its line and its code."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from whichml.knowledge.packs import PackFile
from whichml.knowledge.resolution import CODE_OF_CONDITION, Resolver
from whichml.model.documents.errors import did_you_mean, quoted
from whichml.model.statements.conditions import ConditionError, Conditions, FieldShape, parse_test
from whichml.model.statements.facts import LevelRange
from whichml.model.statements.fields import can_be, concluded_number, is_concludable, values_in_words
from whichml.model.statements.rule import Effect, Rule, RuleText, Selector, SelectorText
from whichml.model.values.scale import position_of
from whichml.model.values.vocabulary import LEVELS

Path = tuple[str | int, ...]
_SELECTOR_KEYS = tuple((field.alias or name) for name, field in SelectorText.model_fields.items())


def read_rules(pack: PackFile, resolver: Resolver) -> tuple[Rule, ...]:
    """Return the rules of a pack in their order, the deprecated ones too; what is wrong goes to the resolver."""
    return tuple(
        _RuleReader(pack, ("rules", index), resolver).rule(text) for index, text in enumerate(pack.value.rules)
    )


@dataclass(slots=True)
class _RuleReader:
    """Reads one rule of a pack."""

    pack: PackFile
    path: Path
    resolver: Resolver

    def rule(self, text: RuleText) -> Rule:
        self.resolver.citations(self.pack.document, (*self.path, "sources"), text.sources)
        for key in ("overrides", "supersedes", "related"):
            for index, name in enumerate(getattr(text, key)):
                self._known((key, index), "rule", name, self.resolver.names.rules)
        return Rule(
            id=text.id,
            title=text.title,
            status=text.status,
            pack=self.pack.id,
            where=self.pack.where(self.path),
            when=self._conditions("when", text.when),
            unless=self._conditions("unless", text.unless),
            selector=self._selector(text.algorithm or {}),
            effect=self._effect(text),
            overrides=text.overrides,
            sources=text.sources,
            supersedes=text.supersedes,
            related=text.related,
            since=text.since or "",
            note=text.note,
        )

    def _blame(self, path: Path, message: str, hint: str | None, code: str) -> None:
        self.resolver.blame(self.pack.document, (*self.path, *path), message, hint, code)

    def _known(self, path: Path, kind: str, name: str, known: Collection[str]) -> None:
        self.resolver.known(self.pack.document, (*self.path, *path), kind, name, known)

    def _conditions(self, part: str, written: Mapping[str, Any]) -> Conditions:
        return self.resolver.conditions(self.pack.document, (*self.path, part), written)

    def _selector(self, written: Mapping[str, Any]) -> Selector:
        names = self.resolver.names
        tests = {key: value for key, value in written.items() if key in names.qualities}
        try:
            text = SelectorText.model_validate({key: value for key, value in written.items() if key not in tests})
        except ValidationError as refusal:
            self._blame_selector(refusal)
            return Selector()
        ids, families = _several(text.id), _several(text.family)
        except_ids, except_families = _several(text.except_.id), _several(text.except_.family)
        for part, several, kind, known in (
            (("id",), ids, "algorithm", names.algorithms),
            (("family",), families, "family", names.families),
            (("except", "id"), except_ids, "algorithm", names.algorithms),
            (("except", "family"), except_families, "family", names.families),
            (("except", "capability"), tuple(text.except_.capability), "capability", names.capabilities),
            (("capability",), tuple(text.capability), "capability", names.capabilities),
        ):
            for name in several:
                self._known(("algorithm", *part), kind, name, known)
        return Selector(
            ids=ids,
            families=families,
            except_ids=except_ids,
            except_families=except_families,
            except_capability=tuple(sorted(text.except_.capability.items())),
            role=text.role,
            reads=text.reads,
            existing="siblings" if text.existing is True else text.existing,
            capability=tuple(sorted(text.capability.items())),
            qualities=self._quality_tests(tests),
        )

    def _blame_selector(self, refusal: ValidationError) -> None:
        for detail in refusal.errors():
            key = str(detail["loc"][0]) if detail["loc"] else ""
            if detail["type"] == "extra_forbidden":
                near = did_you_mean(key, [*_SELECTOR_KEYS, *self.resolver.names.qualities])
                hint = near or f"Known here: {', '.join(_SELECTOR_KEYS)}, and qualities."
                self._blame(("algorithm", key), f"unknown key {quoted(key)} in `algorithm`.", hint, "RP105")
            else:
                message = f"`{key}` does not fit in `algorithm`: {detail['msg']}."
                self._blame(("algorithm", key), message, None, "RP107")

    def _quality_tests(self, tests: Mapping[str, Any]) -> Any:
        qualities = []
        for quality in sorted(tests):
            try:
                shape = FieldShape(quality, "word", LEVELS, ordered=True)
                qualities.append((quality, parse_test(shape, tests[quality])))
            except ConditionError as refusal:
                code = CODE_OF_CONDITION[refusal.kind]
                self._blame(("algorithm", quality), f"{refusal}.", f"Levels: {', '.join(LEVELS)}.", code)
        return tuple(qualities)

    def _effect(self, text: RuleText) -> Effect:
        then, names = text.then, self.resolver.names
        if then.conclude is not None:
            ((field, value),) = then.conclude.items()
            return Effect("conclude", field, self._concluded_value(field, value))
        if then.rate is not None:
            ((quality, level),) = then.rate.items()
            self._known(("then", "rate", quality), "quality", quality, names.qualities)
            span = (level.low, level.high) if isinstance(level, LevelRange) else (level, level)
            if position_of(span[0]) > position_of(span[1]):
                message = f"`low` {span[0]} lies above `high` {span[1]}."
                self._blame(("then", "rate", quality), message, "Exchange them.", "RP204")
            return Effect("rate", quality, span=span)
        if then.prioritise is not None:
            for quality in then.prioritise:
                self._known(("then", "prioritise", quality), "quality", quality, names.qualities)
            return Effect("prioritise", tiers=tuple(sorted(then.prioritise.items())))
        if then.decide is not None or then.forbid is not None:
            return self._decision_effect(text)
        if then.advise is not None:
            self._known(("then", "advise"), "pattern", then.advise, names.patterns)
            return Effect("advise", then.advise)
        return Effect(then.kind, "", then.exclude or then.caution or "")

    def _decision_effect(self, text: RuleText) -> Effect:
        kind, decisions = text.then.kind, self.resolver.names.decisions
        ((decision, option),) = getattr(text.then, kind).items()
        self._known(("then", kind, decision), "decision", decision, decisions)
        self._known(("then", kind, decision), "option", option, decisions.get(decision, (option,)))
        return Effect(kind, decision, option, text.then.strength or "should")

    def _concluded_value(self, field: str, value: object) -> str | bool | int | float:
        path = ("then", "conclude", field)
        shape = self.resolver.shapes.get(field)
        if shape is None:
            hint = did_you_mean(field, self.resolver.shapes) or "Declare it under `derives` of the pack."
            self._blame(path, f"unknown field '{field}'.", hint, "RP201")
            return ""
        if not is_concludable(field):
            hint = "Conclude a field that a brief may leave out, or a fact that the pack declares under `derives`."
            self._blame(path, f"`{field}` is the brief's own to say, or follows from it.", hint, "RP204")
        if shape.to_number is not None and isinstance(value, str):
            try:
                value = concluded_number(shape, value)
            except ConditionError as refusal:
                message = f"`{field}` cannot be {quoted(str(value))}: {refusal}."
                self._blame(path, message, f"Its values: {values_in_words(shape)}.", "RP205")
                return ""
        if not isinstance(value, str | bool | int | float) or not can_be(shape, value):
            self._blame(path, f"`{field}` cannot be {value!r}.", f"Its values: {values_in_words(shape)}.", "RP204")
            return ""
        return value


def _several(one_or_more: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if one_or_more is None:
        return ()
    return (one_or_more,) if isinstance(one_or_more, str) else one_or_more
