"""A starter learns the kernel of a Gaussian process from some rows, as the probe that measures it does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.multiclass import OneVsRestClassifier
from written_starters import loaded, starter

from whichml.probe.estimators.implementations import build_pipeline
from whichml.probe.estimators.learnt_kernels import N_ROWS_OF_KERNEL

pytestmark = pytest.mark.slow("fits estimators")
PATH = "sklearn.gaussian_process.GaussianProcessClassifier"
TASKS = {2: "binary-classification", 3: "multiclass-classification"}


@pytest.mark.parametrize("n_classes", TASKS)
def test_a_starter_learns_a_kernel_from_the_rows_that_the_probe_takes(tmp_path: Path, n_classes: int) -> None:
    drawn = np.random.default_rng(0)
    rows = pd.DataFrame(drawn.normal(size=(N_ROWS_OF_KERNEL + 100, 2)), columns=["a", "b"])
    codes = np.digitize(rows["a"] + drawn.normal(size=len(rows)) / 2, [-0.4, 0.8][: n_classes - 1])
    rows.assign(kind=[f"kind {code}" for code in codes]).to_csv(tmp_path / "t.csv", index=False)
    brief = tmp_path / "given.yaml"
    brief.write_text(f"task: {TASKS[n_classes]}\ndata: {{modality: tabular}}\n", encoding="utf-8")
    given = ("--data", tmp_path / "t.csv", "--target", "kind", "--algorithm", "gaussian-process")
    assert starter(brief, *given, "--output", tmp_path / "project").exit_code == 0
    written = loaded(tmp_path / "project").build_model().fit(rows, codes)
    probed = build_pipeline(0, PATH, {"a": "number", "b": "number"}).fit(rows, codes)
    assert isinstance(written[-1], OneVsRestClassifier) is (n_classes > 2)
    assert np.allclose(written.predict_proba(rows), probed.predict_proba(rows), atol=1e-6)
