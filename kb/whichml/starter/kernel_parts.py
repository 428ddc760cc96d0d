"""The part of `train.py` that learns the kernel of a Gaussian process from some rows, as the probe does."""

from __future__ import annotations

from string import Template
from typing import Final

SAMPLED_KERNEL: Final = Template('''\
class SampledKernel($estimator):
    """Learns its kernel from $n_rows rows at most, as each step of that takes the cube of the rows; then all rows."""

    def fit(self, X: Any, y: Any) -> Any:
        X, y = np.asarray(X), np.asarray(y)
        if len(y) <= $n_rows:
            return super().fit(X, y)
        order = np.random.default_rng(self.random_state).permutation(len(y))
        of_one = y[order] == y[order[0]]
        number = np.where(of_one, of_one.cumsum(), (~of_one).cumsum())
        some = order[np.argsort(number, kind="stable")[:$n_rows]]  # half of the rarer class, if it has as many
        given = {name: getattr(self, name) for name in ("kernel", "optimizer", "warm_start")}
        learnt = super().fit(X[some], y[some]).kernel_
        try:
            self.set_params(kernel=learnt, optimizer=None, warm_start=True)
            return super().fit(X, y)
        finally:
            self.set_params(**given)
''')
