"""Studies of forecasting: each task is a set of series with a horizon, and each table holds one method."""

from __future__ import annotations

import ast
import importlib
import math
from pathlib import Path
from typing import Any, Final

from whichml_workshop.published.study import Outcome, Regime, Study

_FITS_WHILE_FORECASTING: Final = "statsforecast"
_FITTED_ON_ZERO_SHOT_TASKS: Final = {"auto_arima", "auto_ets", "auto_theta", "seasonal_naive"}
_STEPS: Final = {"M": 12, "W": 8, "D": 30, "H": 48, "T": 48, "S": 60}
_STEPS_OF_M4: Final = {"A": 6, "Q": 8, "M": 18, "W": 13, "D": 14, "H": 48}
_TIMES_AS_FAR: Final = {"short": 1, "medium": 10, "long": 15}


def read_fev(raw: Path) -> Study:
    """Return fev-bench's mean absolute scaled errors of point forecasts, with the sign turned, and its seconds.

    The study ranks by its quantile loss. Its boosted trees, however, forecast one value and give it for every quantile,
    so that loss would compare what was asked of the methods; all of them were asked for a point.

    Targets and columns beside them count as features. Seconds of training are those of all windows together. Methods
    of `statsforecast` fit anew with every forecast, which the study books as inference: their seconds are those of
    fitting, and none are left for predicting. A forecast of one series over the horizon is one predicted row. What a
    model was trained on tells nothing of new series: its score there is left out.
    """
    pandas: Any = importlib.import_module("pandas")
    tables = [pandas.read_csv(path) for path in sorted((raw / "fev").glob("*.csv.gz"))]
    rows = list(pandas.concat(tables).itertuples())  # tables that others handed in lack some columns
    regimes = {
        str(row.task_name): Regime(
            task="forecasting",
            modality="time-series",
            features=float(sum(map(_n_named, (row.target, row.known_dynamic_columns, row.past_dynamic_columns)))),
            horizon=float(row.horizon),
        )
        for row in rows
    }
    return Study(regimes, tuple(_outcome_of_fev(row) for row in rows if not _saw_the_set(row)))


def read_chronos_zero_shot(raw: Path) -> Study:
    """Return the mean absolute scaled errors on Chronos' zero-shot tasks, with the sign turned.

    Statistical methods fit anew with every forecast, on one kind of machine: seconds of inference are seconds of
    fitting. Pre-trained models fit nothing, on other machines, so that theirs are left out, and so is the score of a
    model on a set that it was trained on.
    """
    pandas: Any = importlib.import_module("pandas")
    regimes, outcomes = {}, []
    for path in sorted((raw / "chronos-zeroshot").glob("*.csv.gz")):
        for row in pandas.read_csv(path).itertuples():
            data, method = str(row.task_name), str(row.model_name)
            regimes[data] = Regime(task="forecasting", modality="time-series", horizon=float(row.horizon))
            if not _saw_the_set(row):
                seconds = float(row.inference_time_s) if method in _FITTED_ON_ZERO_SHOT_TASKS else None
                outcomes.append(Outcome(data, method, score=-float(row.MASE), fit_seconds=seconds))
    return Study(regimes, tuple(outcomes))


def _saw_the_set(row: Any) -> bool:
    """Return whether a model was trained on the very set; tables that say nothing of it hold models that were not."""
    return str(getattr(row, "trained_on_this_dataset", False)) == "True"


def _n_named(columns: str) -> int:
    """Return how many columns a cell names: a list in brackets, or one name alone."""
    return len(ast.literal_eval(columns)) if columns.startswith("[") else 1


def _outcome_of_fev(row: Any) -> Outcome:
    fitted_meanwhile = row.model_class == _FITS_WHILE_FORECASTING
    seconds = float(row.inference_time_s)
    return Outcome(
        data=str(row.task_name),
        method=str(row.model_name),
        score=-float(row.MASE),
        fit_seconds=float(row.training_time_s) + (seconds if fitted_meanwhile else 0.0),
        predict_seconds=None if fitted_meanwhile else seconds,
        predicted_rows=None if math.isnan(row.num_forecasts) else float(row.num_forecasts),
    )


def read_gift_eval(raw: Path) -> Study:
    """Return GIFT-Eval's weighted quantile losses: the logarithm of each, with the sign turned.

    Losses of one configuration differ by up to 25 orders of magnitude, where a method diverges; their ratio says how
    much better a forecast is, their difference would call all others equal. Variates count as features. The horizon is
    not in the tables; it follows from frequency and term, as the study's `src/gift_eval/data.py` sets them.
    """
    pandas: Any = importlib.import_module("pandas")
    regimes, outcomes = {}, []
    for path in sorted((raw / "gift-eval").glob("*.csv.gz")):
        table = pandas.read_csv(path).rename(columns={"eval_metrics/mean_weighted_sum_quantile_loss": "loss"})
        for row in table.itertuples():
            data = str(row.dataset)
            regimes[data] = Regime(
                task="forecasting",
                modality="time-series",
                features=float(row.num_variates),
                horizon=_horizon_of_gift_eval(data),
            )
            outcomes.append(Outcome(data=data, method=str(row.model), score=-math.log(row.loss)))
    return Study(regimes, tuple(outcomes))


def _horizon_of_gift_eval(configuration: str) -> float:
    """Return the steps to forecast of a configuration such as `ett1/15T/long`."""
    name, frequency, term = configuration.split("/")
    steps = (_STEPS_OF_M4 if "m4" in name else _STEPS)[frequency[-1]]
    return float(steps * _TIMES_AS_FAR[term])
