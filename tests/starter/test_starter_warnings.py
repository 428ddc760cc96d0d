"""What a table warns of stays in the project: columns that may tell the target, and groups or times not named."""

from __future__ import annotations

from pathlib import Path

import pytest
from written_starters import starter, trained

ROWS = 300


def project_of(folder: Path, *names: str, n_others: int = 0) -> Path:
    """Write a starter for a table of a weak column and these, of which there are a few kinds."""
    import numpy as np

    rng = np.random.default_rng(2)
    signal = rng.normal(size=ROWS)
    found = rng.random(ROWS) < 1 / (1 + np.exp(-signal))
    cells = {
        "signal": [f"{each:.4f}" for each in signal],
        "state": ["C9" if each else "C1" for each in found],
        "shop": [str(each) for each in rng.integers(0, 40, ROWS)],
        "opened": [f"2024-{each % 12 + 1:02d}-{each % 28 + 1:02d}" for each in rng.integers(0, 300, ROWS)],
        **{f"a column with a long name {place}": [f"{each:.3f}" for each in rng.normal(size=ROWS)]
           for place in range(n_others)},
        "late": ["yes" if each else "no" for each in found],
    }  # fmt: skip
    kept = [name for name in cells if name in ("signal", "late", *names) or name.startswith("a column")]
    lines = [",".join(row) for row in zip(*(cells[name] for name in kept), strict=True)]
    (folder / "table.csv").write_text("\n".join([",".join(kept), *lines]), encoding="utf-8")
    (folder / "given.yaml").write_text("task: binary-classification\ndata: {modality: tabular}\n", encoding="utf-8")
    done = starter(
        folder / "given.yaml", "--data", folder / "table.csv", "--target", "late", "--output", folder / "project",
        "--algorithm", "logistic-regression",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder / "project"


@pytest.mark.slow("trains models in a process")
def test_a_column_that_may_tell_the_target_is_told_of_in_readme_program_and_run(tmp_path: Path) -> None:
    project = project_of(tmp_path, "state")
    page = (project / "README.md").read_text("utf-8")
    first = page.index("- **Look at first**: Possible leakage: 'state' alone tells the target nearly perfectly.")
    assert first < page.index("- **Algorithm**")
    lines = (project / "train.py").read_text("utf-8").splitlines()
    told = next(place for place, line in enumerate(lines) if line.startswith("# Possible leakage: 'state' alone"))
    behind = [line for line in lines[told:] if not line.startswith("#")]
    assert behind[:2] == ['NUMBERS = ["signal"]', 'CATEGORIES = ["state"]']
    assert "open      leakage: " in trained(project).stdout


@pytest.mark.slow("reads a table")
def test_where_columns_have_a_file_of_their_own_the_readme_says_to_delete_a_name_there(tmp_path: Path) -> None:
    project = project_of(tmp_path, "state", n_others=300)
    assert "delete its name in `columns.json`" in (project / "README.md").read_text("utf-8")
    lines = (project / "train.py").read_text("utf-8").splitlines()
    told = next(place for place, line in enumerate(lines) if line.startswith("# Possible leakage: 'state' alone"))
    behind = [line for line in lines[told:] if not line.startswith("#")]
    assert behind[0].startswith("COLUMNS = json")


@pytest.mark.slow("reads tables")
@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), "and the brief speaks of neither."),
        (("opened",), "and none was named, though rows may have an order by 'opened' (--time)."),
        (("shop",), "and none was named, though rows may belong together by 'shop' (--group)."),
        (("shop", "opened"), "rows may belong together by 'shop' (--group) and have an order by 'opened' (--time)."),
    ],
)
def test_the_readme_names_columns_that_may_be_groups_or_times(
    tmp_path: Path, names: tuple[str, ...], said: str
) -> None:
    page = (project_of(tmp_path, *names) / "README.md").read_text("utf-8").replace("\\", "")
    assert said in page
    assert "Look at first" not in page
    assert "leakage:" not in page
