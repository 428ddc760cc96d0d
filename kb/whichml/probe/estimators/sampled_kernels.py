"""A Gaussian process for classes that learns its kernel from some of the rows, and then goes by all of them.

This module is imported when a pipeline is built, and so may need scikit-learn.
"""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from sklearn.gaussian_process import GaussianProcessClassifier
from sklearn.multiclass import OneVsRestClassifier

from whichml.probe.estimators.learnt_kernels import N_ROWS_OF_KERNEL


class SampledKernelClassifier(GaussianProcessClassifier):  # type: ignore[misc]
    """Tells two classes apart, by a kernel that was learnt from `N_ROWS_OF_KERNEL` rows at most.

    Each step of the search for a kernel takes the cube of its rows, and so does a fit with a kernel that is known. From
    a dozen rows of a rare class it ends at a kernel to which all rows are alike, so half are of the rarer one if there
    are as many.
    """

    def fit(self, features: Any, target: Any) -> Self:
        """Learn the kernel from some rows, as many of either class where that can be, then all rows with it."""
        features, target = np.asarray(features), np.asarray(target)
        if len(target) <= N_ROWS_OF_KERNEL:
            super().fit(features, target)
            return self
        order = np.random.default_rng(self.random_state).permutation(len(target))
        of_one = target[order] == target[order[0]]
        number = np.where(of_one, of_one.cumsum(), (~of_one).cumsum())
        some = order[np.argsort(number, kind="stable")[:N_ROWS_OF_KERNEL]]
        given = {name: getattr(self, name) for name in ("kernel", "optimizer", "warm_start")}
        learnt = super().fit(features[some], target[some]).kernel_
        try:
            # one kernel is gone through twice, and the second time begins where the first ended
            self.set_params(kernel=learnt, optimizer=None, warm_start=True)
            super().fit(features, target)
        finally:
            self.set_params(**given)
        return self


def with_sampled_kernel(process: Any) -> Any:
    """Return a process of the same settings that learns a kernel for each class against the others, from some rows."""
    return OneVsRestClassifier(SampledKernelClassifier(**process.get_params(deep=False)))
