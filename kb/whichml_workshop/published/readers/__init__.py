"""Readers of raw tables, one function a study, by the name that a declaration gives in `reader`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from whichml_workshop.published.readers.boosting_times import read_benchm_ml, read_gbm_perf
from whichml_workshop.published.readers.forecasting import read_chronos_zero_shot, read_fev, read_gift_eval
from whichml_workshop.published.readers.outliers import (
    read_adbench_early,
    read_pyod,
    read_tsb_ad_multivariate,
    read_tsb_ad_univariate,
)
from whichml_workshop.published.readers.recommendation import read_bars_clicks, read_bars_matching, read_reczilla
from whichml_workshop.published.readers.series import read_tsml_classification, read_tsml_regression
from whichml_workshop.published.readers.streams import read_capymoa
from whichml_workshop.published.readers.tables import (
    read_amlb,
    read_bbtcomp,
    read_olson2018,
    read_tabarena,
    read_tabzilla,
)
from whichml_workshop.published.readers.tuned_networks import read_tabr, read_tabred
from whichml_workshop.published.study import Study

Reader: TypeAlias = Callable[[Path], Study]
"""From the folder that holds the files of a declaration to what they say."""

READERS: Final[Mapping[str, Reader]] = MappingProxyType({
    "chronos-zeroshot": read_chronos_zero_shot,
    "fev": read_fev,
    "gift-eval": read_gift_eval,
    "tabarena": read_tabarena,
    "tabzilla": read_tabzilla,
    "bbtcomp": read_bbtcomp,
    "olson2018": read_olson2018,
    "amlb": read_amlb,
    "gbm-perf": read_gbm_perf,
    "benchm-ml": read_benchm_ml,
    "tabr": read_tabr,
    "tabred": read_tabred,
    "tsml-classification": read_tsml_classification,
    "tsml-regression": read_tsml_regression,
    "adbench-early": read_adbench_early,
    "bars-clicks": read_bars_clicks,
    "bars-matching": read_bars_matching,
    "capymoa": read_capymoa,
    "pyod": read_pyod,
    "reczilla": read_reczilla,
    "tsb-ad-multivariate": read_tsb_ad_multivariate,
    "tsb-ad-univariate": read_tsb_ad_univariate,
})  # fmt: skip
