"""The pages of the reference that are one table: tasks, modalities, fields of the brief, qualities, algorithms.

So are reductions and mitigations, which are ways to use an algorithm where it would not do as it is, evaluations, which
say how that is judged, prices and throughputs, which say what it costs, and devices, which briefs may name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from whichml.export.escaping import as_code, in_markdown
from whichml.export.kinds import Lines
from whichml.export.rule_words import rules_on_regulation
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Quality, Term
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.field_help import example_text, units_in_words
from whichml.model.format.requirement import Requirement
from whichml.model.statements.conditions import Conditions
from whichml.model.statements.evaluation_facts import Aspect, BaselineChoice
from whichml.model.statements.fields import COMPUTED_FIELDS
from whichml.model.values.metrics import METRICS
from whichml.model.values.vocabulary import LEVELS, FieldKind
from whichml.model.words.devices import FIELDS_OF_DEVICES, known_devices
from whichml.model.words.word_meanings import WORD_MEANINGS

_KINDS = {
    "count": "whole number",
    "fraction": "number from 0 to 1, or a percentage",
    "bool": "true or false",
    "slug": "id",
    "text": "text",
    "version": "version of the format",
    "algorithm": "id of an algorithm",
    "application": "id of an application",
    "circumstance": "id of a circumstance",
    "duration": "duration, such as `40 ms`",
    "bytes": "size, such as `2 GB`",
    "money": "money, such as `100 USD`",
    "frequency": "frequency, such as `16 kHz`",
    "requirements": "requirements",
    "rates": "mapping of currencies to numbers, such as `{EUR: 1.08}`",
    "priorities": "qualities, the most important first",
}


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Lines:
    """Return a table in Markdown; cells are Markdown already."""
    return [f"| {' | '.join(cells)} |".replace("  ", " ") for cells in (header, ["---"] * len(header), *rows)]


def codes(names: Iterable[str]) -> str:
    """Return ids as code, separated by commas."""
    return ", ".join(as_code(name) for name in names)


def tasks(knowledge: Knowledge) -> Lines:
    """Return every task with the number of algorithms that solve it."""
    solved: Counter[str] = Counter(task for a in knowledge.algorithms.values() for task in a.facts.solves)
    return _terms(knowledge.tasks.values(), solved)


def modalities(knowledge: Knowledge) -> Lines:
    """Return every modality with the number of algorithms that accept it."""
    accepted: Counter[str] = Counter(each for a in knowledge.algorithms.values() for each in a.facts.accepts)
    return _terms(knowledge.modalities.values(), accepted)


def fields(knowledge: Knowledge) -> Lines:
    """Return every field of the brief, what its words mean, then the fields that are computed or that rules derive."""
    read = Counter(
        name for rule in knowledge.rules for name in {condition.field for condition in (*rule.when, *rule.unless)}
    )
    scoped = Counter(name for claim in knowledge.claims.values() for name in {each.field for each in claim.scope})
    given = [
        (as_code(path), _values(kind), units_in_words(kind), as_code(example_text(path).partition(": ")[2]),
         kind.meaning, str(read[path]), str(scoped[path]))
        for path, kind in BRIEF_FIELDS.items()
    ]  # fmt: skip
    computed = [
        (as_code(path), "number, computed", "", "", meaning, str(read[path]), str(scoped[path]))
        for path, meaning in COMPUTED_FIELDS.items()
    ]
    header = ("field", "values", "units", "example", "meaning", "rules that read it", "claims that depend on it")
    lines = table(header, [*given, *computed])
    derived = [
        (as_code(name), _derived(fact.values), in_markdown(fact.definition), str(read[name]))
        for name, fact in sorted(knowledge.declared.items())
    ]
    words = [(as_code(path), as_code(word), in_markdown(each.meaning))
             for path, meanings in WORD_MEANINGS.items() for word, each in meanings.items()]  # fmt: skip
    lines += ["", "## What requirements and priorities name", "", *_named_in_requirements(knowledge)]
    lines += ["", "## What the words mean", "", *table(("field", "word", "meaning"), words)]
    heading = ["", "## Facts that rules conclude", ""]
    return [*lines, *heading, *table(("fact", "values", "meaning", "rules that read it"), derived)]


def _named_in_requirements(knowledge: Knowledge) -> Lines:
    """Return the qualities that a brief may bound or order, what else a requirement says, and the metrics."""
    bounded = [
        (as_code(quality.id), in_markdown(quality.definition), quality.better,
         f"a level, or in {quality.unit}" if quality.unit else "a level")
        for _, quality in sorted(knowledge.qualities.items())
    ]  # fmt: skip
    measured = [
        (as_code(name), in_markdown(metric.meaning), metric.better, "0 to 1" if metric.is_share else "")
        for name, metric in METRICS.items()
    ]
    return [
        "Each of `requirements` names a `quality` with `min` or `max`, or with `is` where it is had or not, and may "
        f"say {codes(_BESIDE_BOUNDS)}; `priorities` is a list of qualities alone. A level is one of {codes(LEVELS)}. "
        "[Qualities](qualities.md) tells what the levels of each look like and how it is measured.",
        "",
        *table(("quality", "meaning", "better", "a bound is"), bounded),
        "",
        "A requirement on `accuracy` may name a `metric`, whose bound is a number in its own unit:",
        "",
        *table(("metric", "meaning", "better", "between"), measured),
    ]


_BESIDE_BOUNDS: Final = tuple(
    field.alias or name for name, field in Requirement.model_fields.items()
    if (field.alias or name) not in ("quality", "min", "max", "is")
)  # fmt: skip


def qualities(knowledge: Knowledge) -> Lines:
    """Return every quality with its meaning, direction, unit, anchors and measurement, then its levels in words."""
    rows = [
        (as_code(quality.id), in_markdown(quality.definition), quality.better, quality.unit, _anchors(quality),
         "yes" if quality.ranks else "where the brief orders or bounds it", _measured(quality))
        for _, quality in sorted(knowledge.qualities.items())
    ]  # fmt: skip
    header = (
        "quality",
        "meaning",
        "better",
        "unit",
        "upper bounds of very-low, low, medium, high",
        "ranks candidates",
        "how to measure it",
    )
    levels = [
        (as_code(quality.id), *(in_markdown(quality.levels[level]) for level in LEVELS))
        for _, quality in sorted(knowledge.qualities.items())
    ]
    return [*table(header, rows), "", "## What the levels look like", "", *table(("quality", *LEVELS), levels)]


def algorithms(knowledge: Knowledge) -> Lines:
    """Return every algorithm with families, tasks, modalities and the number of claims, inherited ones included."""
    claims = dict.fromkeys(knowledge.algorithms, 0)
    for (name, _), cell in knowledge.cells.items():
        claims[name] += len(cell)
    rows = []
    for name, algorithm in sorted(knowledge.algorithms.items()):
        facts = algorithm.facts
        reads = ", ".join(f"{as_code(modality)} {how}" for modality, how in facts.accepts.items())
        role = "" if facts.role == "candidate" else f" ({facts.role})"
        rows.append((
            as_code(name), f"{in_markdown(facts.name)}{role}", codes(facts.family), codes(facts.solves), reads,
            f"{len(knowledge.claims_of.get(name, ()))} of {claims[name]}",
        ))  # fmt: skip
    return table(("id", "name", "families", "solves", "reads", "own claims of all"), rows)


def reductions(knowledge: Knowledge) -> Lines:
    """Return every reduction with both its ends, for whom it is good, what is done and what it gives up."""
    rows = [
        (as_code(name), as_code(each.facts.from_), as_code(each.facts.to), codes(each.facts.only),
         in_markdown(each.facts.how), in_markdown(each.facts.cost))
        for name, each in sorted(knowledge.reductions.items())
    ]  # fmt: skip
    return table(("id", "from", "to", "only for", "how", "cost"), rows)


def mitigations(knowledge: Knowledge) -> Lines:
    """Return every mitigation with its quality, to whom it can be added, what is done and what it takes."""
    rows = [
        (as_code(name), as_code(each.quality), codes(each.of),
         _in_any(knowledge.mitigated_where.get(name, ())), in_markdown(each.how), in_markdown(each.cost))
        for name, each in sorted(knowledge.mitigations.items())
    ]  # fmt: skip
    return table(("id", "quality", "only for", "where", "how", "cost"), rows)


def applications(knowledge: Knowledge) -> Lines:
    """Return every application with its tasks, what it starts with, and how many points decide in it."""
    rows = [
        (as_code(name), in_markdown(each.name), codes(each.tasks),
         codes(dict.fromkeys(lead.algorithm for lead in each.lead)), str(len(each.points)))
        for name, each in sorted((name, known.facts) for name, known in knowledge.applications.items())
    ]  # fmt: skip
    return table(("id", "name", "told as", "starts with", "points"), rows)


def circumstances(knowledge: Knowledge) -> Lines:
    """Return every circumstance with what follows from it."""
    rows = [
        (as_code(name), in_markdown(known.facts.name), in_markdown(known.facts.method or ""),
         in_markdown(known.facts.say))
        for name, known in sorted(knowledge.circumstances.items())
    ]  # fmt: skip
    return table(("id", "name", "answered by, where no task is asked for", "what follows"), rows)


def evaluations(knowledge: Knowledge) -> Lines:
    """Return by which metrics, on which splits and beside what each task is judged, with the conditions."""
    rows = []
    for identity, each in knowledge.evaluations.items():
        facts, cases = each.facts, each.cases
        told: tuple[tuple[Aspect, list[tuple[str, str]]], ...] = (
            ("metrics", [(choice.metric, choice.why) for choice in facts.metrics]),
            ("splits", [(choice.split, choice.how) for choice in facts.splits]),
            ("baselines", [(choice.algorithm, _as_it_is_here(choice)) for choice in facts.baselines]),
            ("in_use", [("", f"{choice.named}: {choice.why}") for choice in facts.in_use]),
        )
        rows += [
            (
                as_code(identity),
                codes(facts.tasks),
                aspect.removesuffix("s").replace("_", " "),
                as_code(name) if name else "",
                "; ".join(filter(None, (_in_any(each.first_where), _in_any(case), _unless(but)))),
                in_markdown(why),
            )
            for aspect, choices in told
            for (name, why), case, but in zip(choices, cases[aspect], each.unless[aspect], strict=True)
        ]
    return table(("id", "tasks", "what", "choice", "where", "why, or how"), rows)


def _as_it_is_here(choice: BaselineChoice) -> str:
    """Return why a baseline is kept, behind what it is in its situations."""
    told = f"{choice.form}: {choice.why}" if choice.form else choice.why
    return f"{told} (where nothing else serves)" if choice.is_last else told


def _unless(cases: tuple[Conditions, ...]) -> str:
    """Return sets of conditions of which none may hold, in words; empty where there are none."""
    return f"unless {_in_any(cases)}" if cases else ""


def _in_any(cases: tuple[Conditions, ...]) -> str:
    """Return sets of conditions of which one has to hold, in words."""
    return in_markdown(", or ".join(" and ".join(condition.text() for condition in case) for case in cases))


def prices(knowledge: Knowledge) -> Lines:
    """Return every price with its class, the day on which it held, and where it stands."""
    rows = [
        (as_code(name), in_markdown(each.name), in_markdown(f"{row.provider}: {row.offer}"),
         "; ".join(f"{amount} per {unit.replace('-', ' ')}" for unit, amount in row.per.items()), row.dated,
         codes(citation.ref for citation in row.sources))
        for name, each in sorted(knowledge.prices.items())
        for row in each.rows
    ]  # fmt: skip
    return table(("id", "what", "offer", "price", "dated", "sources"), rows)


def throughputs(knowledge: Knowledge) -> Lines:
    """Return every throughput with the machine, the setting, the algorithms that it is good for, and its source."""
    rows = [
        (as_code(name), codes(each.of), f"{each.units:g} x {as_code(each.machine)}", in_markdown(row.setting),
         f"{row.per_second:,g} {each.counts.replace('-', ' ')}/s", codes(citation.ref for citation in row.sources))
        for name, each in sorted(knowledge.throughputs.items())
        for row in each.rows
    ]  # fmt: skip
    return table(("id", "algorithms", "machine", "setting", "gets done", "sources"), rows)


def regulations(knowledge: Knowledge) -> Lines:
    """Return every law or norm with its meaning, what has changed about it, and the rules that ask for it."""
    asking = rules_on_regulation(knowledge)
    rows = [
        (as_code(name), in_markdown(each.name), in_markdown(each.meaning),
         in_markdown(each.status.text) if each.status else "", codes(asking.get(name, ())))
        for name, each in sorted(knowledge.regulations.items())
    ]  # fmt: skip
    return table(("id", "name", "meaning", "what has changed", "rules that ask for it"), rows)


def devices(knowledge: Knowledge) -> Lines:
    """Return the devices that a brief may name, with what is known of each, and where it stands."""
    intro = [
        "A brief may name what a model runs on, such as `device: Raspberry Pi 4`, `mcu: ESP32`, `gpu: 8x T4` or",
        "`machine: m5.large`. What is known of it goes into the fields that the brief leaves out, and is told; what",
        "the brief states counts before it. Capitals, blanks and hyphens do not matter. `*` stands for any model of a",
        "line, and `@` for any size of a rented machine. Memory beside a name, such as `Raspberry Pi 4 8GB`, is read",
        "too. What differs from model to model, or was not found, is left open.",
        "",
    ]
    rows = [
        (in_markdown(each.name), codes(each.called), *(each.facts.get(field, "") for field in FIELDS_OF_DEVICES),
         "; ".join(f"{as_code(ref)}, {in_markdown(place)}" for ref, place in each.sources))
        for each in known_devices()
    ]  # fmt: skip
    header = ("device", "names", *(as_code(field) for field in FIELDS_OF_DEVICES), "sources")
    return [*intro, *table(header, rows)]


def _terms(terms: Iterable[Term], n_algorithms: Counter[str]) -> Lines:
    rows = [
        (as_code(term.id), in_markdown(term.name), in_markdown(term.definition), in_markdown(term.example),
         str(n_algorithms[term.id]))
        for term in sorted(terms, key=lambda term: term.id)
    ]  # fmt: skip
    return table(("id", "name", "meaning", "example", "algorithms"), rows)


def _values(kind: FieldKind) -> str:
    if kind.values:
        shown = (" &lt; " if kind.ordered else ", ").join(as_code(value) for value in kind.values)
    else:
        shown = _KINDS[kind.kind]
    return f"{shown}; or a list" if kind.many and kind.kind not in ("requirements", "priorities") else shown


def _derived(values: str | tuple[str, ...]) -> str:
    if isinstance(values, str):
        return "true or false" if values == "bool" else values
    return " &lt; ".join(as_code(value) for value in values)


def _anchors(quality: Quality) -> str:
    return ", ".join(f"{bound:g}" for bound in quality.anchors)


def _measured(quality: Quality) -> str:
    if quality.measured_by is None:
        return ""
    metrics = "; ".join(
        f"{metric.name} ({metric.unit})" if metric.unit else metric.name for metric in quality.measured_by.metrics
    )
    return in_markdown(f"{metrics}. {quality.measured_by.procedure}")
