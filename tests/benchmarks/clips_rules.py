"""The same rules in CLIPS, through clipspy, for comparison: one template of facts, one defrule for each rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import clips

from whichml.model.statements.conditions import (
    Condition,
    FactValue,
    FieldShape,
    FlagTest,
    KnownTest,
    NumberTest,
    WordTest,
)
from whichml.model.statements.rule import Rule
from whichml.model.statements.strata import concludable_fields, settling_strata
from whichml.rules.firing import Overriding, settle

Facts = Mapping[str, FactValue]


class ClipsRules:
    """Rules compiled for CLIPS; strata run one after the other, and conclusions are settled between them as here."""

    def __init__(self, rules: Sequence[Rule], strata: Sequence[int], shapes: Mapping[str, FieldShape]) -> None:
        self._rules, self._shapes, self._strata = rules, shapes, strata
        self._settles = settling_strata(rules, strata)
        self._overriding = Overriding(rules)
        self._concludable = concludable_fields(rules)
        self._fired: list[int] = []
        self._clips = clips.Environment()
        self._clips.build("(deftemplate known (slot field) (slot value))")
        self._clips.build("(deftemplate stage (slot level))")
        self._clips.define_function(self._fired.append, "note")
        for index, rule in enumerate(rules):
            self._clips.build(self._defrule(index, rule))

    def run(self, given: Facts) -> set[str]:
        """Return the ids of the rules that fire on the facts."""
        self._clips.reset()
        self._fired.clear()
        for field, value in given.items():
            self._state(field, value)
        stated: dict[str, list[tuple[int, FactValue]]] = {}
        n_seen = 0
        for level in range(max(self._strata, default=-1) + 1):
            self._clips.assert_string(f"(stage (level {level}))")
            self._clips.run()
            for index in self._fired[n_seen:]:
                concluded = self._rules[index].concluded()
                if concluded is not None:
                    stated.setdefault(concluded[0], []).append((index, concluded[1]))
            n_seen = len(self._fired)
            overridden = self._overriding.overridden({self._rules[index].id for index in self._fired})
            for field in self._settles.get(level, ()):
                said = [
                    (self._rules[i], v) for i, v in sorted(stated.get(field, ())) if self._rules[i].id not in overridden
                ]
                if said:
                    conclusion, _ = settle(said, given.get(field), self._shapes[field])
                    if conclusion is not None:
                        self._state(field, conclusion.value)
        return {self._rules[index].id for index in self._fired}

    def _state(self, field: str, value: FactValue) -> None:
        for one in value if isinstance(value, tuple) else (value,):
            self._clips.assert_string(f'(known (field "{field}") (value {_literal(one)}))')

    def _defrule(self, index: int, rule: Rule) -> str:
        patterns = [f"(stage (level {self._strata[index]}))"]
        patterns += [_pattern(condition, number) for number, condition in enumerate(rule.when)]
        if rule.unless:
            inside = " ".join(_pattern(c, number + 100) for number, c in enumerate(rule.unless))
            patterns.append(f"(not (and {inside}))" if len(rule.unless) > 1 else f"(not {inside})")
        return f"(defrule rule-{index} {' '.join(patterns)} => (note {index}))"


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f"{float(value)}" if isinstance(value, int | float) else f'"{value}"'


def _pattern(condition: Condition, number: int) -> str:
    test, field = condition.test, f'(field "{condition.field}")'
    if isinstance(test, KnownTest):
        return f"(exists (known {field}))" if test.wanted else f"(not (known {field}))"
    if isinstance(test, FlagTest):
        return f"(known {field} (value {_literal(test.wanted)}))"
    if isinstance(test, WordTest):
        allowed = "|".join(f'"{word}"' for word in sorted(test.allowed))
        return f"(exists (known {field} (value {allowed})))"
    assert isinstance(test, NumberTest)
    variable = f"?v{number}"
    bounds = []
    if test.low is not None:
        bounds.append(f"({'>' if test.low_open else '>='} {variable} {float(test.low)})")
    if test.high is not None:
        bounds.append(f"({'<' if test.high_open else '<='} {variable} {float(test.high)})")
    return f"(known {field} (value {variable}&:(and (numberp {variable}) {' '.join(bounds)})))"
