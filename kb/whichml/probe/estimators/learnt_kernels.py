"""The kernel that a Gaussian process begins with, and whose strength, length scale and noise it learns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_LENGTH_SCALE = 3.0
"""Where the search begins: scaled rows of some ten columns lie a few units apart, and from 1 it ends at no likeness."""

N_ROWS_OF_KERNEL = 300
"""From which a classifier learns its kernel: they tell its two numbers, and a search over more takes most of a fit."""


@dataclass(frozen=True, slots=True)
class LearntKernel:
    """A kernel that fitting adapts; the default of scikit-learn is fixed, knows no noise, and so learns nothing.

    All columns share one length scale. One for each costs as many matrices of rows by rows as there are columns, which
    the categories of a table multiply, and scores no better before tuning.

    Attributes
    ----------
    has_noise : what the other columns do not tell of a number is noise; classes have a likelihood instead
    """

    has_noise: bool

    def made(self) -> Any:
        """Return a kernel of scikit-learn, with the bounds that it searches within."""
        from sklearn.gaussian_process import kernels  # an extra, and slow to import

        smooth = kernels.ConstantKernel() * kernels.RBF(_LENGTH_SCALE)
        return smooth + kernels.WhiteKernel() if self.has_noise else smooth
