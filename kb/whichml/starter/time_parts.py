"""The parts of `train.py` that put rows in the order of time, and keep from training what was not known yet."""

from __future__ import annotations

from string import Template
from typing import Final

from whichml.starter.plan import StarterPlan

MOMENTS: Final = Template('''\
def moments(rows: pd.DataFrame) -> pd.Series:
    """Return when rows were seen; nothing where that cannot be read."""
    return pd.to_datetime(rows[TIME].astype(str), errors="coerce", format="mixed", utc=True$day_first)
''')
ORDER_BY_DATE: Final = """\
    places = np.argsort(moments(rows).to_numpy(), kind="stable")
    rows, target = rows.iloc[places].reset_index(drop=True), target[places]
"""
ORDER_BY_NUMBER: Final = """\
    places = np.argsort(rows[TIME].to_numpy(), kind="stable")
    rows, target = rows.iloc[places].reset_index(drop=True), target[places]
"""
_RIPE: Final = '''\
def ripe(rows: pd.DataFrame, train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Return the rows to learn from whose targets were known when the first row to score on came."""
'''
RIPE: Final = {
    "dates": _RIPE
    + """\
    when = moments(rows)
    return train[(when.iloc[train] + LABEL_DELAY <= when.iloc[test].min()).to_numpy()]
""",
    "numbers": _RIPE
    + """\
    if LABEL_DELAY is None:
        return train
    when = pd.to_numeric(rows[TIME], errors="coerce")
    return train[(when.iloc[train] + LABEL_DELAY <= when.iloc[test].min()).to_numpy()]
""",
}
"""How rows are told whose target had come, by what is known of time."""
RIPE_FOLDS: Final = """\
    found = [(ripe(rows, train, test), test) for train, test in found]
    found = [(train, test) for train, test in found if len(train) >= FEWEST]
"""
NO_GAP: Final = """\
    if LABEL_DELAY is None:
        print("open      label delay: LABEL_DELAY at the top of this file is not filled in, so that models learn from "
              "targets that were not known yet, and scores may be too good")
"""
TOO_FEW_RIPE: Final = ": too few targets were known LABEL_DELAY before others came, or TIME holds no times"
NONE_OF_OTHER_GROUPS: Final = (
    ", or each GROUP goes on through time, so that no earlier rows of others are left: "
    "write the project with --time alone for groups that are known, with --group alone for new ones"
)


def why_none_is_held_out(plan: StarterPlan) -> str:
    """Return what else than few rows may leave none to hold out, as a sentence ends; nothing where that is all."""
    is_in_both = plan.holding_out == "time" and plan.table.group is not None
    late = "" if plan.label_delay is None else TOO_FEW_RIPE
    return late + (NONE_OF_OTHER_GROUPS if is_in_both else "")
