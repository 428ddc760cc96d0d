"""What the numbers of a brief come to when they are put together: no judgement, sums that anybody can do again.

Each sum is of facts that stand apart in a brief and say little by themselves: 600 cases a day that people look at are
many or few by how many there are. What tells most comes first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final

from whichml.advise.todays_figures import FIGURES, PRECISION, RECALL, figures_in_words, in_per_cent
from whichml.export.cases_to_show import HELD_OUT, cases_to_show
from whichml.export.peoples_day import YES_OR_NO, PeoplesDay
from whichml.export.sum_words import counted, rounded, shared
from whichml.export.told_numbers import ToldNumbers
from whichml.export.trial_sums import labels_to_come, trials_left
from whichml.model.statements.recommendation import Recommendation
from whichml.model.values.quantity import Quantity
from whichml.model.values.vocabulary import NUMERIC_PREDICTION, SINGLE_LABEL

_RANDOM: Final = "data.random_labels"
_MEAN_OF_NORMAL: Final = math.sqrt(2 / math.pi)
"""The mean of a normal deviate without its sign, in standard deviations."""
_RECALL: Final = 0.8
"""The recall of which the sum on held-out cases tells how well it is known."""
_Z: Final = 1.96
"""Half of the width of a 95 per cent interval, in standard deviations."""
_KNOWN_WELL: Final = 0.02
"""The half width from which on nobody minds it."""
_FEW_A_COLUMN: Final = 20.0
"""How many cases a column are so many that nobody counts them."""
_FEW_CASES: Final = 100
"""Of how many cases a fifth, some twenty, tells hardly anything."""
_OF_THUMB: Final = 10
"""Events a column from which on Peduzzi, Concato, Feinstein and Holford (1995, abstract) call a Cox model prudent."""
_FEWEST_INCIDENTS: Final = 10
"""Of how many the sum on a recall holds roughly."""
_MOST_LABELLED: Final = 0.5
_SECONDS_A_DAY: Final = 86_400
_DAYS_A_MONTH: Final = 30
_A_YEAR: Final = 365
"""Days; labels that take longer to double say nothing of what to start with."""


def sums_of(answer: Recommendation) -> tuple[str, ...]:
    """Return what the numbers of the brief come to, each as a sentence, what tells most first."""
    told = ToldNumbers(answer)
    return tuple(said for each in (*_TELLING, *_FURTHER) for said in each(told))


def telling_sums(answer: Recommendation) -> tuple[str, ...]:
    """Return those that say by themselves what can be hoped for."""
    told = ToldNumbers(answer)
    return tuple(said for each in _TELLING for said in each(told))


def _to_beat(told: ToldNumbers) -> Iterator[str]:
    """Yield how well today's way does, as far as that was measured, what it leaves to gain, and how many that are."""
    figures = {name: told.number(name) for name in FIGURES}
    said = figures_in_words(told.task, figures)
    if not said:
        return
    recall, precision, error = (figures[name] for name in FIGURES)
    all_cases, rare = told.number("deployment.requests_per_day"), told.rare_of_all()
    parts = [f"To beat: today's way {said}"]
    if recall is not None and recall < 1:
        missed = f", {counted((1 - recall) * rare * all_cases)} a day" if all_cases and rare and rare < 1 else ""
        parts.append(f"{in_per_cent(1 - recall)} is left to find{missed}")
    elif error is not None and all_cases and told.task in SINGLE_LABEL:
        parts.append(f"{counted(error * all_cases)} of {counted(all_cases)} a day")
    elif precision is not None and (best := _best_precision(told)):
        parts.append(f"at best {shared(best)} of what people look at in a day can be hits")
    yield f"{'; '.join(parts)}."


def _best_precision(told: ToldNumbers) -> float | None:
    """Return which share of the cases that people look at can be hits where fewer are sought; None where more are."""
    looked_at, all_cases = told.number("project.cases_per_day"), told.number("deployment.requests_per_day")
    rare = told.rare_of_all()
    if looked_at is None or all_cases is None or rare is None or looked_at >= all_cases:
        return None
    return rare * all_cases / looked_at if rare * all_cases <= looked_at else None


def _capacity(told: ToldNumbers) -> Iterator[str]:
    """Yield which share of a day's cases people can look at, and what that limits whatever the model is."""
    day = PeoplesDay.of(told)
    if day is None:
        return
    looked_at, all_cases, sought = day
    said = (
        f"People can look at {counted(looked_at)} of {counted(all_cases)} cases a day, {shared(looked_at / all_cases)}"
    )
    if sought is None:
        yield f"{said}: what counts is who comes first."
        return
    if told.number(PRECISION) and not told.number(RECALL) and _best_precision(told):  # told beside what is to be beaten
        return
    if sought > looked_at:
        most = shared(day.most_found)
        yield f"{said}, and some {counted(sought)} are sought: no model lets them see more than {most} of these."
    else:
        most = shared(sought / looked_at)
        yield f"{said}, and some {counted(sought)} are sought: at best {most} of what they see are hits."


def _false_alarms(told: ToldNumbers) -> Iterator[str]:
    """Yield the rate of false alarms that a number of them in a day allows.

    Where nothing was seen in n cases, the rate is below 3 / n with 95 per cent confidence. Each series, or each device
    where there are more of these, is looked at once in each interval.
    """
    borne, all_cases = told.number("stakes.false_alarms_per_day"), told.number("deployment.requests_per_day")
    step = told.number("data.sampling_interval", "duration")
    if all_cases is None and step is not None:
        watched = max(told.number("deployment.devices") or 1.0, told.number("data.series") or 1.0)
        all_cases = watched * _SECONDS_A_DAY / step
    if told.task not in YES_OR_NO or borne is None or all_cases is None or borne >= all_cases:
        return
    rate = borne / all_cases
    alarms, are = ("false alarm", "is") if borne == 1 else ("false alarms", "are")
    yield (
        f"{counted(borne)} {alarms} among {counted(all_cases)} predictions a day {are} a rate of {rate:.2g}, "
        f"which takes quiet data of some {counted(3 / rate)} predictions to be shown."
    )


def _cases(told: ToldNumbers) -> Iterator[str]:
    """Yield how many of the rare class there are, a column, and how well a test on a fifth of them tells a recall.

    Few of them are no test when a fifth is held out: where the answer has them cross-validated, the sum is of all.
    """
    rows, rare = told.number("data.labelled_rows") or told.number("data.rows"), told.number("data.minority_share")
    if told.task != "binary-classification" or rows is None or rare is None or rare >= 1:
        return
    if told.number(_RANDOM):  # what is drawn at random is the test, and its share of cases is not known
        return
    cases, columns = rare * rows, told.number("data.features")
    is_in_turns = cases < _FEW_CASES and told.is_tested_on_each()
    tested = cases if is_in_turns else cases / HELD_OUT
    width = _Z * math.sqrt(_RECALL * (1 - _RECALL) / max(tested, 1.0))
    each = f", {counted(cases / columns)} a column" if columns and cases / columns < _FEW_A_COLUMN else ""
    if width < _KNOWN_WELL and not each:
        return
    test = "all of them, cross-validated," if is_in_turns else f"the {counted(tested)} of a fifth held out"
    known = f"; {test} tell a recall of {_RECALL:g} to within {width:.2g}" if width >= _KNOWN_WELL else ""
    yield f"{shared(rare)} of {counted(rows)} rows are {_whole(cases)}{each}{known}."


def _whole(cases: float) -> str:
    """Return a number of cases without a fraction of one, which nobody has."""
    whole = max(1, round(cases))
    some = "some " if counted(whole) != counted(cases) else ""
    return f"{some}{counted(whole)} case{'s' * (whole != 1)}"


def _drawn_at_random(told: ToldNumbers) -> Iterator[str]:
    """Yield how many labels were drawn at random, and how well they tell any share: 0.98 / sqrt(n) at the worst."""
    drawn = told.number(_RANDOM)
    rows = told.number("data.labelled_rows") or told.number("data.rows")
    if drawn is None or rows is None or drawn >= rows:
        return
    width = _Z * 0.5 / math.sqrt(drawn)
    yield (
        f"{counted(drawn)} of {counted(rows)} labels were drawn at random, and stand for all cases: they "
        f"tell a share to within {shared(width)}, and shares of the others are those of chosen cases."
    )


def _agreement(told: ToldNumbers) -> Iterator[str]:
    """Yield how often people who judge alone are right, by how often two of them agree, and what that bounds.

    Of two who are right in a share q and err apart, evenly over the other of c classes, q^2 + (1 - q)^2 / (c - 1)
    agree. Who is always right agrees with labels of one of them in q: more than they agree with each other.
    """
    agreed, classes = told.number("data.label_agreement"), told.number("data.classes") or 2.0
    if told.task not in SINGLE_LABEL or agreed is None or agreed >= 1:
        return
    beyond_chance = classes * agreed - 1
    if beyond_chance <= 0:
        yield f"Two people agree on {shared(agreed)} of the cases, no more than by chance: the labels tell nothing yet."
        return
    right = (1 + math.sqrt((classes - 1) * beyond_chance)) / classes
    yield (
        f"Two people agree on {shared(agreed)} of the cases: each is right in some {shared(right)} if they err "
        "apart and alike in each class, and on labels of one person nothing scores more."
    )


def _scatter(told: ToldNumbers) -> Iterator[str]:
    """Yield which error no model goes below on single measurements, and how much of the tolerance these take.

    Two numbers are off from each other by the root of both squares: with a scatter s, a perfect model still has a root
    mean square error of s, and a mean absolute one of 0.8 s, the mean of a normal deviate without its sign.
    """
    scatter, allowed = told.number("data.measuring_error"), told.number("data.tolerance")
    if told.task not in NUMERIC_PREDICTION or scatter is None:
        return
    said = (
        f"Measurements scatter by {rounded(scatter)}, so that on single ones a perfect model is off by "
        f"{rounded(_MEAN_OF_NORMAL * scatter)} on the mean"
    )
    if allowed is not None:
        said += f"; 95 % of them lie within {rounded(_Z * scatter)}, {shared(_Z * scatter / allowed)} of the tolerance"
    yield f"{said}."


def _events(told: ToldNumbers) -> Iterator[str]:
    """Yield how many events there are a column, and how many are wanted of a plain Cox model where these are fewer."""
    events, columns = told.number("data.events"), told.number("data.features")
    if told.task == "survival-analysis" and events and columns and events / columns < _FEW_A_COLUMN:
        each = events / columns
        rule = f" Some {_OF_THUMB} a column are the rule of thumb of a plain Cox model." if each < _OF_THUMB else ""
        yield f"{counted(events)} events for {counted(columns)} columns are {counted(each)} a column.{rule}"


def _incidents(told: ToldNumbers) -> Iterator[str]:
    """Yield how well a recall is known that is told by the incidents on record."""
    events = told.number("data.events")
    if told.task != "outlier-detection" or events is None or events < _FEWEST_INCIDENTS:
        return
    width = _Z * math.sqrt(_RECALL * (1 - _RECALL) / events)
    if width >= _KNOWN_WELL:
        yield f"{counted(events)} known incidents tell a recall of {_RECALL:g} to within {width:.1g}."


def _classes(told: ToldNumbers) -> Iterator[str]:
    """Yield how many labelled rows there are a class."""
    rows, classes = told.number("data.labelled_rows") or told.number("data.rows"), told.number("data.classes")
    if told.task in {"multiclass-classification", "multilabel-classification"} and rows and classes and classes > 1:
        each = counted(rows / classes)
        yield f"{counted(rows)} labelled rows for {counted(classes)} classes are {each} a class on average."


def _series(told: ToldNumbers) -> Iterator[str]:
    """Yield how many points a series has, how many steps are forecast, and how many numbers that is."""
    step = told.number("data.sampling_interval", "duration")
    if told.task != "forecasting" or step is None:
        return
    history, horizon = told.number("data.history", "duration"), told.number("data.horizon", "duration")
    series = told.number("data.series")
    n_steps = max(1.0, horizon / step) if horizon else 0.0
    parts = [f"a series has {counted(history / step)} points"] if history else []
    if n_steps:
        numbers = f", {counted(n_steps * series)} numbers each time" if series and n_steps * series > 1 else ""
        parts.append(f"{counted(n_steps)} step{'s are' if n_steps > 1 else ' is'} forecast{numbers}")
    said = " and ".join(parts)
    if said:
        yield f"{said[0].upper()}{said[1:]}."


def _interactions(told: ToldNumbers) -> Iterator[str]:
    """Yield how many interactions there are a user and an item, and how full the table of the two is."""
    rows, users, items = (told.number(f"data.{name}") for name in ("rows", "users", "items"))
    if told.task == "recommendation" and rows and users and items:
        full = min(1.0, rows / (users * items))
        yield (
            f"{counted(rows)} interactions are {counted(rows / users)} a user and {counted(rows / items)} an item, "
            f"and fill {shared(full)} of the table."
        )


def _to_come(told: ToldNumbers) -> Iterator[str]:
    """Yield how many days labels still to come take to double those at hand, where that comes within a year."""
    a_day, labelled = told.number("data.new_labels_per_day"), told.number("data.labelled_rows")
    if a_day and labelled and labelled / a_day <= _A_YEAR:
        n_days = counted(labelled / a_day)
        yield f"{counted(a_day)} new labels a day double the {counted(labelled)} at hand in {n_days} days."


def _with_history(told: ToldNumbers) -> Iterator[str]:
    """Yield how many users have a history that may be used, and how many have none."""
    share, users = told.number("data.history_share"), told.number("data.users")
    if share is not None and share < 1 and users:
        yield (
            f"{shared(share)} of {counted(users)} users have a history that may be used, {counted(share * users)}: "
            f"the other {counted((1 - share) * users)} are served without one."
        )


def _load(told: ToldNumbers) -> Iterator[str]:
    """Yield what the allowed cost of a prediction comes to in a month."""
    most, a_day = told.most_money("cost-per-prediction"), told.number("deployment.requests_per_day")
    if most is not None and most.magnitude and a_day:
        month = Quantity("", most.magnitude * a_day * _DAYS_A_MONTH, "money", most.currency)
        yield f"{most.readable} for each of {counted(a_day)} predictions a day allows {month.readable} a month."


def _signal(told: ToldNumbers) -> Iterator[str]:
    """Yield how many numbers one input of a signal has."""
    rate, window = told.number("data.sampling_rate", "frequency"), told.number("data.window", "duration")
    if rate and window:
        channels = told.number("data.channels") or 1.0
        beside = f" on {counted(channels)} channels" if channels > 1 else ""
        yield f"One window{beside} holds {counted(rate * window * channels)} numbers."


def _labelled(told: ToldNumbers) -> Iterator[str]:
    """Yield which share of the rows is labelled."""
    rows, labelled = told.number("data.rows"), told.number("data.labelled_rows")
    if rows and labelled and labelled / rows < _MOST_LABELLED:
        yield f"{counted(labelled)} of {counted(rows)} rows are labelled, {shared(labelled / rows)}."


_Sum = Callable[[ToldNumbers], Iterator[str]]
_TELLING: Final[tuple[_Sum, ...]] = (
    _to_beat, cases_to_show, _drawn_at_random, _agreement, _scatter, _capacity, _false_alarms, _cases, _events,
    _incidents, trials_left, _with_history, _load, labels_to_come, _to_come, _series,
)  # fmt: skip
_FURTHER: Final[tuple[_Sum, ...]] = (_interactions, _classes, _labelled, _signal)
