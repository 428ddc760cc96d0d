"""The text of `train.py`: a plan as a short program that needs no whichml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from whichml.export.escaping import on_one_line
from whichml.probe.reading.delimited import MISSING
from whichml.starter import comparison_parts, time_parts
from whichml.starter import script_parts as parts
from whichml.starter.label_delays import asked_for
from whichml.starter.learner_source import LearnerSource, reason
from whichml.starter.measures import (
    CALIBRATION_ERROR,
    EXPRESSIONS,
    FIT,
    LATENCY,
    LEAST,
    SIZE,
    is_of_decisions,
    needs_probabilities,
)
from whichml.starter.plan import FILL_IN, LabelDelay, StarterPlan, packages_of
from whichml.starter.source_text import (
    assigned,
    assigned_by_name,
    assigned_parts,
    imported,
    in_docstring,
    literal,
    remark,
)
from whichml.starter.thresholds import RATES, ThresholdRule

MOST_LINES: Final = 249
"""Of the program; where names of columns would make it longer, they stand in a file of their own, `columns.json`."""
COLUMNS_FILE: Final = "columns.json"
_LISTS: Final = {"number": "NUMBERS", "category": "CATEGORIES", "date": "DATES", "text": "TEXTS"}
_DAY_FIRST: Final = ', dayfirst=rows[TIME].dtype.kind != "M"'
"""What is a time already is written with the year first."""
_QUANTILES: Final = {"median": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}


def training_script(plan: StarterPlan) -> str:
    """Return the program; whatever text of others it holds is a literal, a comment or a line of a docstring."""
    return _Script(plan, has_columns_file(plan)).text()


def column_lists(plan: StarterPlan) -> dict[str, list[str]]:
    """Return the names of the columns of each kind that the table has, under the names of their lists."""
    columns = plan.table.columns or {}
    return {_LISTS[kind]: list(names) for kind, names in columns.items() if names}


def has_columns_file(plan: StarterPlan) -> bool:
    """Return whether there are so many columns that they stand in a file of their own."""
    if plan.table.columns is None:
        return False
    n_lines, n_apart = (_Script(plan, are_apart).text().count("\n") for are_apart in (False, True))
    return n_lines > MOST_LINES and n_apart < n_lines


class _Script:
    def __init__(self, plan: StarterPlan, are_columns_apart: bool) -> None:
        self.plan, self.table, self.are_columns_apart = plan, plan.table, are_columns_apart
        self.is_classes = plan.task != "regression"
        self.lists = column_lists(plan)
        self.written = {name: mark for name, mark in plan.table.written.items() if name != plan.table.target}
        self.day_first = [name for name in plan.table.day_first if name in self.lists.get("DATES", ())]
        self.timed = tuple(
            each.measure for each in plan.checks if each.measure.partition(" ")[0] in (LATENCY, FIT, SIZE)
        )
        self.imports: set[tuple[str, str]] = {
            ("importlib", "metadata"),
            ("pathlib", "Path"),
            ("typing", "Any"),
            ("sklearn", "metrics"),
        }
        self.modules = {"argparse", "sys"}
        self.learners = LearnerSource(plan, self.lists, self.imports, self.modules)

    def text(self) -> str:
        """Return the whole program."""
        functions = [
            *self._reading(), *self._folds(), *self.learners.functions(), *self._threshold(), *self._figures(),
            *self._resources(), *comparison_parts.progress(self.plan, self.modules), comparison_parts.CAUTIONS,
            self._save(), self._main(),
        ]  # fmt: skip
        constants = list(self._constants())  # before the imports, which it adds to
        head = "\n".join([*self._docstring(), "", *self._import_lines(), "", *constants])
        return head + "\n\n\n" + "\n\n".join(functions)

    def _docstring(self) -> Iterator[str]:
        plan = self.plan
        yield f'"""{in_docstring(plan.name)} for: {in_docstring(plan.title)}'
        yield ""
        yield f"Written by whichml for the answer {plan.answer[:12]}; README.md says what was decided, and why."
        yield ""
        yield "    python train.py            scores a baseline and the model, and checks what the brief asks for"
        yield "    python train.py --strict   ends with 1 where a bound that must be met is missed"
        yield "    python train.py --save model.joblib   then learns from all rows, and keeps the model"
        yield '"""'

    def _import_lines(self) -> Iterator[str]:
        yield from ("from __future__ import annotations", "")
        standard = ("importlib", "pathlib", "typing")
        by_module: dict[str, set[str]] = {}
        for module, name in self.imports:
            by_module.setdefault(module, set()).add(name)
        lines = {module: imported(module, sorted(names)) for module, names in by_module.items()}
        yield from (f"import {name}" for name in sorted(self.modules))
        yield from (lines[module] for module in sorted(lines) if module in standard)
        yield from ("", "import joblib", "import numpy as np", "import pandas as pd")
        yield from (lines[module] for module in sorted(lines) if module not in standard)

    def _constants(self) -> Iterator[str]:
        table, plan = self.table, self.plan
        yield "HERE = Path(__file__).parent"
        if not table.is_named:
            yield f"FILL_IN = {literal(FILL_IN)}"
            yield 'DATA = Path(FILL_IN)  # the table, such as HERE / "table.csv"'
        else:
            yield f"DATA = {f'Path({literal(table.path)})' if table.is_whole_path else f'HERE / {literal(table.path)}'}"
            yield f"DATA_SHA256 = {literal(table.digest)}"
        yield f"TARGET = {literal(table.target)}"
        if self.is_classes:
            sought = "the one to be found is last" if plan.task == "binary-classification" else "in the order of codes"
            found = "" if table.labels else "; empty: found in the data, the rarest last"
            yield remark(f"Classes, {sought}{found}.")
            yield from assigned("CLASSES", table.labels)
        if table.layout is not None:
            yield from assigned("MISSING", MISSING)
        yield from self._columns()
        for name, column in (("GROUP", table.group), ("TIME", table.time)):
            if column is not None:
                yield f"{name} = {literal(column)}"
        if self.learners.is_directed:
            yield remark(
                f"{FILL_IN}: columns of numbers by direction, 1 where the prediction may only rise with it and -1 "
                'where it may only fall, such as {"mileage": 1}. The brief says that there are some, and not which.'
            )
            yield "MONOTONE: dict[str, int] = {}"
        if plan.label_delay is not None:
            yield from self._gap(plan.label_delay)
        yield f"SEED, N_FOLDS = 0, {table.n_folds}"
        yield from self._decisions()

    def _gap(self, delay: LabelDelay) -> Iterator[str]:
        if delay.unit == "dates":
            yield remark(f"A target is known so long after its row: {delay.words} in the brief, whose months have 30.")
            yield f"LABEL_DELAY = pd.Timedelta(days={delay.days:g})"
        else:
            yield remark(f"{FILL_IN}: {asked_for(delay)}. None leaves no gap before the rows that are held out.")
            yield f"LABEL_DELAY: {'float' if delay.unit == 'numbers' else 'int'} | None = None"
        yield "FEWEST = 20  # rows with a target known in time, without which nothing is held out after them"

    def _columns(self) -> Iterator[str]:
        yield from map(remark, (*self.table.leakage, *self.table.left_out))
        if self.are_columns_apart:
            self.modules.add("json")
            yield f'COLUMNS = json.loads((HERE / "{COLUMNS_FILE}").read_text(encoding="utf-8"))'
            yield from (f'{name} = COLUMNS["{name}"]' for name in self.lists)
        else:
            for name, columns in self.lists.items():
                yield from assigned(name, columns)
        if self.written:
            yield remark("Columns of numbers with marks between thousands or a unit, and their decimal marks.")
            yield from assigned_by_name("WRITTEN", self.written)
        if self.day_first:
            yield remark("Columns of dates that write the day before the month.")
            yield from assigned("DAY_FIRST", self.day_first)

    def _decisions(self) -> Iterator[str]:
        plan = self.plan
        score = plan.choice("score")
        yield remark(f"{score.chosen}: {score.why}", score.sources)
        yield f"METRIC = {literal(plan.metric)}"
        yield from comparison_parts.compared(plan)
        if plan.task == "binary-classification":
            threshold = plan.choice("threshold")
            if plan.threshold_rule is None:
                said = f"From this probability on the class counts as found: {threshold.why}"
                yield remark(said, threshold.sources)
            if plan.threshold_rule is not None:
                yield from self._threshold_rule(plan.threshold_rule)
            elif plan.costs is None:
                yield "THRESHOLD = 0.5"
            else:
                costs = plan.costs
                said = costs.currency or "as a ratio; the brief names no amounts"
                yield f"FALSE_ALARM, MISS = {costs.false_positive!r}, {costs.false_negative!r}  # {said}"
                yield "THRESHOLD = FALSE_ALARM / (FALSE_ALARM + MISS)"
        if plan.unit_costs is not None:
            yield from comparison_parts.priced(plan, plan.unit_costs)
        if any(LEAST in EXPRESSIONS[plan.task][name] for name in plan.measures):
            yield remark(
                "A prediction of 0 or less has no deviance, and is taken as this: dear where something was counted"
            )
            yield f"{LEAST} = 1e-6"
        yield remark(
            "What the brief bounds and the answer asks to measure: figure, side, bound (seconds, bytes), priority."
        )
        rows = [(each.measure, each.side, each.bound, each.priority) for each in plan.checks]
        texts = [f"({', '.join(map(literal, row))})" for row in rows]
        yield from (
            assigned_parts("CHECKS", texts) if rows else ["CHECKS: list[tuple[str, str, float | None, str]] = []"]
        )
        yield remark("What no figure of this program tells, and still has to be found out.")
        texts = [on_one_line(each) for each in plan.unmeasured]
        yield from (
            ("TO_MEASURE = [", *(f"    {literal(each)}," for each in texts), "]")
            if texts
            else ("TO_MEASURE: list[str] = []",)
        )

    def _reading(self) -> Iterator[str]:
        table = self.table
        if not table.is_named:
            read = parts.READ_ANY
        elif table.layout is None:
            read = parts.READ_PARQUET
        else:
            layout = table.layout
            read = parts.READ_TEXT.substitute(
                delimiter=literal(layout.delimiter), decimal=literal(layout.decimal),
                encoding=literal(layout.encoding), codes=repr(dict.fromkeys(layout.codes, "str")),
            )  # fmt: skip
        if not self.is_classes:
            mark = table.written.get(table.target)
            amounts = "rows[TARGET]" if mark is None else f"as_numbers(rows[TARGET], {literal(mark)})"
            plain_target = parts.AMOUNTS.replace("$amounts", amounts)
            target, meaning = plain_target, "numbers"
            if self.plan.are_counts:
                target, meaning = plain_target + parts.REFUSE_NEGATIVE, "counts"
        else:
            target = parts.CLASSES if table.labels else parts.FOUND_CLASSES
            meaning = "codes of the classes in their order"
        order = ""
        if table.time is not None:
            order = time_parts.ORDER_BY_DATE if table.is_time_written else time_parts.ORDER_BY_NUMBER
            if table.is_time_written:
                day_first = _DAY_FIRST if table.time in table.day_first else ""
                yield time_parts.MOMENTS.substitute(day_first=day_first)
        named = ["TARGET", *(["GROUP"] if table.group else []), *(["TIME"] if table.time else [])]
        needed = "more" if table.columns is None else f"[{', '.join(('*more', *(f'*{each}' for each in self.lists)))}]"
        yield parts.READ.substitute(
            read=read, target=target, meaning=meaning, order=order, needed=needed, named=", ".join(named),
            ordered=" in the order of time" if table.time else "", columns=self._prepared(),
        )  # fmt: skip
        if table.columns is None:
            yield parts.FOUND_COLUMNS.substitute(
                apart=", ".join([*named, *(["*MONOTONE"] if self.learners.is_directed else [])])
            )
        if table.written:
            yield parts.AS_NUMBERS
        if "DATES" in self.lists:
            yield parts.DATE_NUMBERS

    def _prepared(self) -> str:
        """Return the lines that make columns plain."""
        if self.table.columns is None:
            return parts.FOUND_CATEGORIES
        day_first = parts.DAY_FIRST if self.day_first else ""
        dates = parts.DATES.substitute(day_first=day_first, told=", dayfirst=is_day_first" if day_first else "")
        texts = {"NUMBERS": parts.NUMBERS, "CATEGORIES": parts.CATEGORIES, "DATES": dates, "TEXTS": parts.TEXTS}
        written = parts.WRITTEN if self.written else ""
        return written + "".join(texts[name] for name in self.lists)

    def _folds(self) -> Iterator[str]:
        plan, table = self.plan, self.table
        kind = plan.holding_out
        key = str(kind)
        if kind == "groups" and self.is_classes:
            key = "groups of classes"
        elif kind == "time" and table.group is not None:
            key = "time and groups"
        lines, splitter = parts.SPLITS[key]
        if table.group is not None and kind in ("groups", "time"):
            lines = parts.GROUPS + lines
        self.imports.add(("sklearn.model_selection", splitter))
        if key == "classes" and 0 < table.n_smallest < table.n_folds:
            self.modules.add("warnings")
            lines = parts.RARE_CLASS + lines
        if plan.label_delay is not None:
            yield time_parts.RIPE[plan.label_delay.unit]
            lines += time_parts.RIPE_FOLDS
        if "    found = " in lines:
            lines += parts.WHOLE_FOLDS if self.is_classes else parts.ALL_FOLDS
        choice = plan.choice("held out")
        why = reason(choice)
        yield parts.FOLDS.substitute(words=choice.chosen, remark=why, splits=lines)

    def _threshold_rule(self, rule: ThresholdRule) -> Iterator[str]:
        yield remark("What the threshold has to keep, the weightiest first, and which rate is then to be highest.")
        kept = ", ".join(f"({', '.join(map(literal, each))})" for each in rule.kept)
        yield f"KEPT: list[tuple[str, str, float]] = [{kept}]"
        yield f"BEST = {literal(rule.best)}"
        yield remark(
            "Standard errors by which a bound is kept on rows of training, since others will differ; 0 for none."
        )
        yield "MARGIN = 1.0"

    def _threshold(self) -> Iterator[str]:
        rule = self.plan.threshold_rule
        if rule is None:
            return
        choice = self.plan.choice("threshold")
        rates = dict.fromkeys((*(rate for rate, _, _ in rule.kept), rule.best))
        pairs = "".join(f"        {literal(rate)}: ({', '.join(RATES[rate])}),\n" for rate in rates)
        yield parts.THRESHOLD.substitute(remark=reason(choice), rates=pairs)

    def _figures(self) -> Iterator[str]:
        plan = self.plan
        if plan.task == "binary-classification":
            kind = "threshold" if plan.threshold_rule is None else "chosen threshold"
        elif plan.task == "regression":
            kind = "amounts"
        else:
            kind = "shares" if needs_probabilities(plan.measures) else "labels"
        if CALIBRATION_ERROR in plan.measures:
            yield parts.CALIBRATION_ERROR
        known = EXPRESSIONS[plan.task]
        lines = {name: f"        {literal(name)}: float({known[name]}),\n" for name in plan.measures}
        if plan.task != "binary-classification":
            yield parts.FIGURES.substitute(predict=parts.PREDICT[kind], measures="".join(lines.values()))
            return
        told = [line for name, line in lines.items() if not is_of_decisions(name)]
        said = f"(share >= {'THRESHOLD' if plan.threshold_rule is None else 'threshold'}).astype(int)"
        told.append(f"        **decisions(truth, {said}),\n")
        yield parts.FIGURES.substitute(predict=parts.PREDICT[kind], measures="".join(told))
        of_decisions = [line for name, line in lines.items() if is_of_decisions(name)]
        yield comparison_parts.DECISIONS.substitute(measures="".join(of_decisions))

    def _resources(self) -> Iterator[str]:
        if not self.timed:
            return
        figures = []
        for measure in self.timed:
            quality, _, at = measure.partition(" ")
            if quality == FIT:
                told = "fit_seconds"
            elif quality == SIZE:
                self.modules.add("pickle")
                told = "float(len(pickle.dumps(model)))"
            elif at in _QUANTILES:
                told = f"float(np.quantile(seconds, {_QUANTILES[at]}))"
            else:
                told = "float(seconds.max())" if at == "worst-case" else "float(seconds.mean())"
            figures.append(f"{literal(measure)}: {told}")
        is_latency, is_fit = any(each.startswith(LATENCY) for each in self.timed), FIT in self.timed
        if is_latency or is_fit:
            self.modules.add("time")
        lines = "".join(f"        {each},\n" for each in figures)
        yield parts.RESOURCES.substitute(
            words="times in seconds and sizes in bytes", started=parts.STARTED if is_fit else "",
            stopped=parts.STOPPED if is_fit else "", latency=parts.LATENCY if is_latency else "",
            figures=f"{{{figures[0]}}}" if len(figures) == 1 else f"{{\n{lines}    }}",
        )  # fmt: skip

    def _save(self) -> str:
        """Return what keeps the model."""
        more = ""
        if self.plan.task == "binary-classification":
            chosen = "THRESHOLD" if self.plan.threshold_rule is None else "chosen_threshold(build, rows, target)"
            more = f'"threshold": {chosen}, '
        if self.is_classes:
            more += '"classes": CLASSES, '
        names = f"({', '.join(map(literal, packages_of(self.plan)))})"
        return parts.SAVE.substitute(packages=names, more=more)

    def _main(self) -> str:
        table = self.table
        guard = ""
        if not table.is_named:
            names = [
                "str(options.data)",
                "TARGET",
                *(["GROUP"] if table.group else []),
                *(["TIME"] if table.time else []),
            ]
            words = ", ".join(["DATA", *names[1:]])
            guard = parts.GUARD.replace("$names", ", ".join(names)).replace("$words", words)
        else:
            self.modules.add("hashlib")
        return parts.MAIN.substitute(
            guard=guard,
            digest=parts.DIGEST if table.is_named else "",
            measured=comparison_parts.measured(self.plan, bool(self.timed)),
            notices=self._notices(),
            none_held_out=time_parts.why_none_is_held_out(self.plan),
        )

    def _notices(self) -> str:
        """Return the lines that say what the user has yet to fill in."""
        delay = self.plan.label_delay
        gap = time_parts.NO_GAP if delay is not None and delay.unit != "dates" else ""
        return gap + (parts.NO_DIRECTIONS if self.learners.is_directed else "")
