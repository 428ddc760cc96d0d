"""A starter for a number that costs more too low than too high learns the quantile that follows, and tells the cost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from written_starters import figures_in, loaded, starter, trained

from whichml import Brief
from whichml.probe.estimators.quantile_losses import QUANTILE_LEARNERS, quantile_settings
from whichml.starter.costs import costs_of_mistakes, unit_costs_of
from whichml.starter.losses import settings_for
from whichml.starter.measures import metric_of_brief

GIVEN = {"task": "regression", "data.modality": "tabular"}
PRICED = {**GIVEN, "stakes.cost_too_low": "4 EUR", "stakes.cost_too_high": "1 EUR"}


def project_of(folder: Path, algorithm: str, stakes: str = "{cost_too_low: 4 EUR, cost_too_high: 1 EUR}") -> Path:
    """Write a starter for sales that rise with one column, and scatter the more the higher another is."""
    rng = np.random.default_rng(0)
    lines = ["promo,price,sold"]
    for _ in range(400):
        promo, price = rng.integers(0, 2), rng.random() * 5
        lines.append(f"{promo},{price:.3f},{20 + 10 * promo - 2 * price + rng.gamma(2, 5) * (1 + promo):.2f}")
    (folder / "sales.csv").write_text("\n".join(lines), encoding="utf-8")
    brief = f"task: regression\ndata: {{modality: tabular}}\nstakes: {stakes}\n"
    (folder / "given.yaml").write_text(brief, encoding="utf-8")
    done = starter(
        folder / "given.yaml", "--data", folder / "sales.csv", "--target", "sold", "--output", folder / "project",
        "--algorithm", algorithm,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder / "project"


def test_the_quantile_is_the_cost_of_too_low_over_both() -> None:
    found = unit_costs_of(Brief.from_mapping(PRICED))
    assert found is not None
    assert (found.quantile, found.currency) == (0.8, "EUR")


def test_a_ratio_alone_tells_the_quantile_of_a_number_and_the_threshold_of_two_classes() -> None:
    of_number = unit_costs_of(Brief.from_mapping({**GIVEN, "stakes.cost_ratio": 9}))
    assert of_number is not None
    assert (of_number.quantile, of_number.currency) == (0.9, "")
    of_classes = Brief.from_mapping({**GIVEN, "task": "binary-classification", "stakes.cost_ratio": 9})
    costs = costs_of_mistakes(of_classes)
    assert costs is not None
    assert costs.threshold == 0.1
    assert unit_costs_of(of_classes) is None


def test_one_cost_alone_or_a_free_mistake_sets_no_quantile() -> None:
    assert unit_costs_of(Brief.from_mapping({**GIVEN, "stakes.cost_too_low": "4 EUR"})) is None
    assert unit_costs_of(Brief.from_mapping({**PRICED, "stakes.cost_too_high": "0 EUR"})) is None
    two_currencies = {**PRICED, "stakes.cost_too_high": "1 USD"}
    assert unit_costs_of(Brief.from_mapping(two_currencies)) is None


def test_the_cost_is_the_score_whatever_else_is_bounded() -> None:
    brief = Brief.from_mapping({**PRICED, "requirements": [{"quality": "accuracy", "metric": "mae", "max": 5}]})
    assert metric_of_brief(brief, "regression", "r2", unit_costs_of(brief)) == ("cost", None)
    assert metric_of_brief(brief, "regression", "d2-pinball", unit_costs_of(brief))[0] == "d2-pinball"


def test_costs_come_before_counts_in_what_is_learnt() -> None:
    counts = Brief.from_mapping({**PRICED, "data.target": "count"})
    assert settings_for(counts, "LGBMRegressor") == {"objective": "quantile", "alpha": 0.8}
    assert settings_for(counts, "RandomForestRegressor") == {}
    plain = Brief.from_mapping({**GIVEN, "data.target": "count"})
    assert settings_for(plain, "LGBMRegressor") == {"objective": "poisson"}


@pytest.mark.parametrize("name", sorted(QUANTILE_LEARNERS - {"CatBoostRegressor", "DummyRegressor"}))
def test_what_is_said_to_learn_a_quantile_does(name: str) -> None:
    import importlib

    module = {"LGBM": "lightgbm", "XGBR": "xgboost", "Quan": "sklearn.linear_model"}.get(name[:4], "sklearn.ensemble")
    rng = np.random.default_rng(1)
    features = rng.normal(size=(900, 1))
    target = features[:, 0] + rng.exponential(size=900)
    model = getattr(importlib.import_module(module), name)(**quantile_settings(name, 0.8))
    assert 0.76 < np.mean(target <= model.fit(features, target).predict(features)) < 0.9


@pytest.mark.parametrize("algorithm", ["quantile-regression", "lightgbm", "hist-gradient-boosting", "xgboost"])
def test_the_model_follows_the_costs_at_the_head_of_the_program(tmp_path: Path, algorithm: str) -> None:
    program = loaded(project_of(tmp_path, algorithm))
    last = program.build_model()[-1]
    settings = getattr(last, "regressor", last).get_params()
    assert program.QUANTILE == 0.8
    assert program.QUANTILE in settings.values()
    assert program.build_constant().get_params()["quantile"] == program.QUANTILE
    assert "=QUANTILE" in (tmp_path / "project" / "train.py").read_text("utf-8")


def test_equal_costs_stay_a_constant_of_the_program_too(tmp_path: Path) -> None:
    project_of(tmp_path, "quantile-regression", "{cost_too_low: 2 EUR, cost_too_high: 2 EUR}")
    assert "QuantileRegressor(alpha=0.0, quantile=QUANTILE)" in (tmp_path / "project" / "train.py").read_text("utf-8")


@pytest.mark.slow("trains models in a process")
def test_the_cost_is_told_of_the_model_and_of_the_best_constant(tmp_path: Path) -> None:
    done = trained(project_of(tmp_path, "quantile-regression"))
    assert (done.returncode, done.stderr) == (0, "")
    found = figures_in(done.stdout)
    assert found["model cost"] < found["baseline cost"] < found["constant cost"]
    assert 0.7 < found["measured share-covered"] < 0.9
    assert "loss:" not in done.stdout


@pytest.mark.slow("trains models in a process")
def test_what_cannot_learn_a_quantile_says_so_and_names_what_can(tmp_path: Path) -> None:
    done = trained(project_of(tmp_path, "ridge"))
    (said,) = [line for line in done.stdout.splitlines() if "loss:" in line]
    assert "has none for the 0.8 quantile and learns the mean, which costs more" in said
    assert "quantile-regression" in said
    assert figures_in(done.stdout)["model cost"] > 0
