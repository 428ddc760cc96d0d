"""Estimators that behave badly in one way each, and the candidates that they make; other processes import them."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
import time
from functools import partial
from typing import Any

import numpy as np

from whichml.probe.estimators.candidate_estimator import CandidateEstimator


class OddEstimator:
    """Predicts the class 0, unless its oddity keeps it from that."""

    def __init__(self, oddity: str) -> None:
        self.oddity = oddity

    def fit(self, features: Any, target: Any) -> OddEstimator:
        if self.oddity == "raises":
            raise ValueError("no\n  such luck")
        if self.oddity == "hangs":
            while True:
                time.sleep(0.05)
        if self.oddity == "reckons for ever":
            while True:
                np.ones((400, 400)) @ np.ones((400, 400))
        if self.oddity == "crashes":
            ctypes.string_at(0)
        if self.oddity == "exits":
            os._exit(3)
        if self.oddity == "leaves":
            sys.exit("enough")
        if self.oddity == "eats memory":
            self.eaten = [np.empty(2**27) for _ in range(64)]  # address space alone: writing to it takes long
        if self.oddity == "prints":
            print("printed")
            os.system("echo from a shell; echo aside >&2")
        if self.oddity == "calls out":
            socket.create_connection(("127.0.0.1", 9), timeout=0.2)
        self.classes_ = np.unique(target)
        return self

    def predict(self, features: Any) -> Any:
        if self.oddity == "fails to predict":
            raise RuntimeError("not today")
        if self.oddity == "shoots far":
            return np.full(len(features), 1e300)
        return np.zeros(len(features), dtype=int)


def build(seed: int, oddity: str) -> OddEstimator:
    if oddity == "cannot be made":
        raise TypeError("missing part")
    return OddEstimator(oddity)


def odd(oddity: str) -> CandidateEstimator:
    name = oddity.replace(" ", "-")
    return CandidateEstimator(name, f"odd_estimators.{name}", partial(build, oddity=oddity), {})


def unpicklable(_table: Any) -> Any:
    return lambda: None


def threads_told(_table: Any) -> tuple[str, int]:
    from threadpoolctl import threadpool_info

    np.ones((4, 4)) @ np.ones((4, 4))
    return os.environ["OMP_NUM_THREADS"], max((pool["num_threads"] for pool in threadpool_info()), default=1)


def own_process(_table: Any) -> int:
    return os.getpid()


def wait_a_second(_table: Any) -> None:
    time.sleep(1)


def reckon_for(_table: Any, seconds: float) -> int:
    started = time.process_time()
    while time.process_time() - started < seconds:
        np.ones((40, 40)) @ np.ones((40, 40))
    return os.getpid()


def steps_of_the_clock(_table: Any) -> float:
    """Return the median step of processor time between two looks at it."""
    return float(np.median(np.diff([time.process_time() for _ in range(1_000)])))
