"""Print how long the rules take, by size, beside the naive oracle and CLIPS in the same run; nothing asserts a time.

    make bench

Times are CPU times of this process. `x loop` divides a median by that of the loop of `bench_recommend.py`.
"""

from __future__ import annotations

import gc
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench_recommend import cpu_seconds_of, gather_briefs, loop, percentile
from clips_rules import ClipsRules

from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import parse_pack, read_packs
from whichml.model.statements.conditions import FactValue
from whichml.model.statements.strata import stratify
from whichml.model.values.regulations import REGULATIONS
from whichml.rules.engine import RuleEngine
from whichml.rules.oracle import run_naively

N_ROUNDS = 3
N_RELOADS = 1_000
Facts = Mapping[str, FactValue]


@dataclass(frozen=True)
class Size:
    """A knowledge base of a given size, and how the benchmark calls it."""

    name: str
    knowledge: Knowledge


def generated_pack(n_rules: int) -> bytes:
    """Return a pack whose rules mostly match no brief: each names a law and a number."""
    fields = ("data.rows", "data.features", "project.team_size", "deployment.devices")
    effects = (
        "{exclude: it is out}",
        "{caution: Beware.}",
        "{rate: {incrementality: low}}",
        "{prioritise: {privacy: low}}",
    )
    laws = tuple(REGULATIONS)
    rules = []
    for number in range(n_rules):
        selective = number % 4 != 3
        side = f"\n    algorithm: {{family: linear, interpretability: {{below: {'high' if number % 2 else 'medium'}}}}}"
        law = laws[number % len(laws)]
        rules.append(
            f"  - id: made-{number}\n    title: Rule {number}\n"
            f"    when: {{stakes.regulation: {law}, {fields[number % 4]}: {{above: {number * 10}}}}}"
            f"{side if selective else ''}\n    then: {effects[number % 4]}\n"
            "    sources: [{ref: mlip-book-ch25, locator: made up, supports: nothing}]"
        )
    header = "rulepack: {id: made, version: 1, title: Made up, license: CC0-1.0}"
    return "\n".join((header, "rules:", *rules)).encode()


def sizes(shipped: Knowledge) -> list[Size]:
    """Return knowledge bases of the sizes that the design speaks of."""
    # those that strengths are measured against are named whenever one is
    against = {group.reference for group in shipped.strengths.groups} if shipped.strengths else set()
    first = [name for name in shipped.algorithms if name not in against][: 91 - len(against)]
    algorithms = {name: each for name, each in shipped.algorithms.items() if name in {*against, *first}}
    small = replace(shipped, rules=shipped.rules[::2][:200], algorithms=algorithms, digest="small")
    large = load_packs(small, [parse_pack(generated_pack(2_000 - len(small.rules)), "made.yaml")]).knowledge
    return [
        Size(f"{len(each.algorithms)} algorithms x {len(each.rules)} rules", each) for each in (small, shipped, large)
    ]


def measure(work: Callable[[Brief], object], briefs: Sequence[Brief]) -> list[float]:
    """Return the CPU seconds of one call for each brief and round, after one round to warm up."""
    for brief in briefs:
        work(brief)
    return [cpu_seconds_of(partial(work, brief)) for _ in range(N_ROUNDS) for brief in briefs]


def given_facts(knowledge: Knowledge, briefs: Sequence[Brief]) -> list[Facts]:
    """Return what the rules start from, for each brief."""
    taken: list[Facts] = []
    engine = RuleEngine(knowledge.rules, knowledge.shapes)

    def run(facts: Facts) -> object:
        taken.append(dict(facts))
        return engine.run(facts)

    advisor = Advisor.running(knowledge, run)  # type: ignore[arg-type]
    for brief in briefs:
        advisor.assess(brief)
    return taken


def print_row(name: str, seconds: Sequence[float], loop_seconds: float) -> None:
    """Print median and 99th percentile in ms, and the median in loops."""
    middle = statistics.median(seconds)
    print(f"{name:58}{1000 * middle:9.2f}{1000 * percentile(seconds, 0.99):9.2f}{middle / loop_seconds:9.2f}")


def measure_inference(size: Size, briefs: Sequence[Brief], loop_seconds: float) -> float:
    """Print the times of one size; return the median of concluding, excluding and rating."""
    advisor = Advisor.of(size.knowledge)
    whole = measure(lambda brief: advisor.assess(brief).screening, briefs)
    print(f"\n{size.name}{'median':>{58 - len(size.name) + 9}}{'p99':>9}{'x loop':>9}")
    print_row("conclude, exclude and rate, from the brief", whole, loop_seconds)
    facts = given_facts(size.knowledge, briefs)
    rules, shapes = size.knowledge.rules, size.knowledge.shapes
    strata = stratify(rules)
    engine = RuleEngine(rules, shapes)
    for name, work in (
        ("which rules fire: the engine (experta, compiled)", engine.run),
        ("which rules fire: the naive oracle", lambda given: run_naively(rules, strata, shapes, given)),
        ("which rules fire: CLIPS (clipspy)", ClipsRules(rules, strata, shapes).run),
    ):
        for given in facts:
            work(given)
        seconds = [cpu_seconds_of(partial(work, given)) for _ in range(N_ROUNDS) for given in facts]
        print_row(name, seconds, loop_seconds)
    agree = ClipsRules(rules, strata, shapes)
    n_same = sum(agree.run(given) == {rule.id for rule in engine.run(given).fired} for given in facts)
    print(f"CLIPS fires the same rules in {n_same} of {len(facts)} briefs")
    return statistics.median(whole)


def measure_compiling(shipped: Knowledge, loop_seconds: float) -> None:
    """Print what it takes to read, admit and compile packs, and to ask for compiled ones again."""
    big = generated_pack(2_000 - len(shipped.rules))

    def compiled(knowledge: Knowledge) -> None:
        Advisor.of(knowledge).assess(Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))

    print(f"\n{'compile, cold':58}{'median':>9}{'p99':>9}{'x loop':>9}")
    content = Content.shipped()
    print_row("read all shipped packs", [cpu_seconds_of(lambda: read_packs(content)) for _ in range(5)], loop_seconds)
    name = f"compile {len(shipped.rules)} rules, with the network"
    print_row(name, [cpu_seconds_of(lambda: compiled(shipped)) for _ in range(3)], loop_seconds)
    parsed = [cpu_seconds_of(lambda: parse_pack(big, "made.yaml")) for _ in range(3)]
    print_row("read a pack of some 1,500 rules", parsed, loop_seconds)
    admission = load_packs(shipped, [parse_pack(big, "made.yaml")]).knowledge
    name = f"compile {len(admission.rules)} rules, with the network"
    print_row(name, [cpu_seconds_of(lambda: compiled(admission)) for _ in range(3)], loop_seconds)


def measure_reloads(shipped: Knowledge) -> None:
    """Print how memory grows while a pack is admitted and compiled anew a thousand times."""
    pack = generated_pack(20).decode()
    few = replace(shipped, rules=shipped.rules[:40], digest="few")
    brief = Brief.from_mapping({"task": "regression", "data.modality": "tabular"})
    n_objects: list[int] = []
    kilobytes: list[int] = []
    begun = time.process_time()
    for number in range(N_RELOADS):
        text = pack.replace("{above: 0}", f"{{above: {number}}}").encode()
        Advisor.of(load_packs(few, [parse_pack(text, "made.yaml")]).knowledge).assess(brief)
        if number in (99, N_RELOADS - 1):
            gc.collect()
            n_objects.append(len(gc.get_objects()))
            kilobytes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    spent = (time.process_time() - begun) / N_RELOADS
    print(f"\n{N_RELOADS} reloads of a pack of 20 rules beside 40 others, {1000 * spent:.1f} ms each: after the 100th")
    print(
        f"{n_objects[0]} objects and a peak of {kilobytes[0] / 1024:.0f} MB, after the last {n_objects[1]} and ", end=""
    )
    print(f"{kilobytes[1] / 1024:.0f} MB")


def main() -> None:
    """Measure and print everything."""
    shipped = KnowledgeBase.load()
    with tempfile.TemporaryDirectory() as folder:
        briefs = [Brief.load(path) for path in gather_briefs(Path(folder))]
    loop_seconds = statistics.median([cpu_seconds_of(loop) for _ in range(30)])
    print(
        f"\nThe rules, on {len(briefs)} briefs x {N_ROUNDS} rounds; CPU times in ms, the loop {1000 * loop_seconds:.2f}"
    )
    medians = [measure_inference(size, briefs, loop_seconds) for size in sizes(shipped)]
    print(f"2,000 rules that mostly do not match take {medians[2] / medians[0]:.2f} x the time of 200")
    measure_compiling(shipped, loop_seconds)
    measure_reloads(shipped)


if __name__ == "__main__":
    main()
