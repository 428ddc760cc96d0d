"""The parts of `train.py` that print figures beside those of the same answer for every row, and say what beats none."""

from __future__ import annotations

from collections.abc import Iterator
from string import Template
from typing import Final

from whichml.starter.losses import QUANTILE
from whichml.starter.measures import COVERED, LESS_IS_BETTER
from whichml.starter.plan import StarterPlan, UnitCosts
from whichml.starter.source_text import literal, remark

DECISIONS: Final = Template('''\
def decisions(truth: np.ndarray, said: np.ndarray) -> dict[str, float]:
    """Return what it comes to where 1 is said of some rows, and 0 of the others."""
    return {
$measures    }
''')
PARTS: Final = '''\
def parts_of(who: str, build: Any, rows: pd.DataFrame, target: np.ndarray, splits: list) -> pd.DataFrame:
    """Return the figures of each part that is held out; what takes long says on stderr how far it is."""
    found, started, is_watched = [], time.monotonic(), sys.stderr.isatty()
    for number, split in enumerate(splits):
        spent = time.monotonic() - started
        if is_watched or spent > 20:
            left = f", about {spent / number * (len(splits) - number):.0f} s to go" if number else ""
            said = f"{who}: part {number + 1} of {len(splits)}{left}"
            print(said.ljust(60), end="\\r" if is_watched else "\\n", file=sys.stderr, flush=True)
        found.append(figures(build, rows, target, split))
    if is_watched:
        print(" " * 60, end="\\r", file=sys.stderr, flush=True)
    return pd.DataFrame(found)
'''
CAUTIONS: Final = '''\
def print_cautions(told: dict[str, pd.DataFrame], learnt: list[str], splits: list) -> None:
    """Print what does not beat the same answer for every row, or by so little that it may be chance."""
    # At 95 % of a t test corrected for rows that folds share (Nadeau and Bengio 2003), or better in each of five
    limit = np.interp(len(splits), (2, 3, 4, 5, 10), (6.31, 2.92, 2.35, 2.13, 1.83))
    limit *= np.sqrt(1 / len(splits) + np.mean([len(test) / len(train) for train, test in splits]))
    for name, sign in COMPARED.items():
        bars = {who: sign * each[name].mean() for who, each in told.items() if who not in learnt and name in each}
        same = max(bars, key=bars.get)
        gains = {who: sign * (told[who][name] - told[same][name]) for who in learnt}
        low = [who for who, by in gains.items() if not (by.mean() > limit * by.std() or (len(by) > 4 and by.min() > 0))]
        for who in low:
            ours, bar = told[who][name].mean(), told[same][name].mean()
            how = "loses money against" if name == "cost" and ours > bar else "does not clearly beat"
            print(f"caution   {name} {ours:.4g} of the {who} {how} {bar:.4g} of the same answer for every row ({same})")
        if low == learnt and name == METRIC:
            print(f"caution   by {name} nothing here is shown to have learnt anything")
'''
MEASURED: Final = Template("""\
    builds = {$builds}
    told = {who: $parts for who, build in builds.items()}
$same    for who in [each for each in told if METRIC in told[each]]:
        spread = f", deviation {told[who][METRIC].std(ddof=0):.2g}" if who == "model" else ""
        print(f"{who:<8}  {METRIC} {told[who][METRIC].mean():.4g}{spread}")
    found, missed = {**told["model"].mean()$resources}, 0
    for name, side, bound, priority in CHECKS:
        beside = ", ".join(f"{who} {it[name].mean():.4g}" for who, it in told.items() if who != "model" and name in it)
        met = bound is None or (found[name] >= bound if side == "at least" else found[name] <= bound)
        missed += not met and priority == "must"
        word, asked = ("met" if met else "missed", f", {priority} be {side} {bound:g}") if side else ("measured", "")
        print(f"{word:<8}  {name} {found[name]:.4g}{asked}{beside and f' ({beside})'}")
    print_cautions(told, list(builds)[1:], splits)
$none_found""")
NONE_FOUND: Final = """\
    if told["model"]["recall"].max() == 0:
        print(f"caution   recall 0 of the model: no row of the rare class reaches THRESHOLD {THRESHOLD:g}; lower it by "
              "what both mistakes cost (stakes.cost_false_positive and cost_false_negative of the brief)")
"""
"""Of a rare class and half as the threshold, below which a model that ranks well may lie with all rows."""
_AT_ONCE: Final = "pd.DataFrame(figures(build, rows, target, split) for split in splits)"
SAME_FOR_ALL: Final = Template("""\
    for who, said in (("all rows", 1), ("no rows", 0)):
        told[who] = pd.DataFrame(decisions(target[test], np.full(len(test), said)) for _, test in splits)
    told["$constant"] = told["$constant"].drop(columns=$decided)
""")
"""Of two classes, where a constant says one of two things by the threshold: both are told instead."""


def progress(plan: StarterPlan, modules: set[str]) -> Iterator[str]:
    """Yield the function that says how far a program is where that may take long, and add what it imports."""
    if plan.may_take_long:
        modules.add("time")
        yield PARTS


def compared(plan: StarterPlan) -> Iterator[str]:
    """Yield the lines that say what is held against the same answer for every row."""
    names = dict.fromkeys((plan.metric, *(["cost"] if plan.costs or plan.unit_costs else [])))
    signs = ", ".join(f"{literal(name)}: {-1 if name in LESS_IS_BETTER else 1}" for name in names)
    yield f"COMPARED = {{{signs}}}  # with the same answer for every row; -1 where less is better"


def priced(plan: StarterPlan, costs: UnitCosts) -> Iterator[str]:
    """Yield the lines that say what a number too low or too high costs, and which quantile follows from that."""
    quantile = plan.choice("quantile")
    yield remark(f"Costs of each unit that a number is said too low, or too high: {quantile.why}", quantile.sources)
    yield f"TOO_LOW, TOO_HIGH = {costs.too_low!r}, {costs.too_high!r}  # {costs.currency or 'as a ratio'}"
    yield f"{QUANTILE} = TOO_LOW / (TOO_LOW + TOO_HIGH)"
    if COVERED in plan.measures:
        yield f"# {COVERED}: rows whose truth is not above what is said; near {QUANTILE} where that is learnt"


def measured(plan: StarterPlan, is_timed: bool) -> str:
    """Return the lines that measure all that is built, and print it beside the same answer for every row.

    Parameters
    ----------
    is_timed : whether the program measures times or sizes, too
    """
    built = ["baseline", "model"] if plan.baseline is None else ["constant", "baseline", "model"]
    same = ""
    if plan.task == "binary-classification":
        decided = 'told["all rows"]' if plan.threshold_rule is None else '[*told["all rows"], "threshold"]'
        same = SAME_FOR_ALL.substitute(constant=built[0], decided=decided)
    builds = ", ".join(f"{literal(name)}: build_{name}" for name in built)
    parts = "parts_of(who, build, rows, target, splits)" if plan.may_take_long else _AT_ONCE
    is_half = plan.has_rare_class and plan.costs is None and plan.threshold_rule is None
    return MEASURED.substitute(
        builds=builds,
        same=same,
        parts=parts,
        none_found=NONE_FOUND if is_half else "",
        resources=", **resources(rows, target)" if is_timed else "",
    )
