"""The parts of `train.py` that are the same for every project, or that one word of the plan chooses among."""

from __future__ import annotations

from string import Template
from typing import Final

READ_TEXT: Final = Template("""\
    rows = pd.read_csv(
        path, sep=$delimiter, decimal=$decimal, encoding=$encoding, dtype=$codes,
        skipinitialspace=True, keep_default_na=False, na_values=MISSING, index_col=False, low_memory=False,
    ).rename(columns=str).rename(columns=str.strip)
""")
READ_PARQUET: Final = "    rows = pd.read_parquet(path).rename(columns=str).rename(columns=str.strip)\n"
READ_ANY: Final = """\
    rows = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    rows = rows.rename(columns=str).rename(columns=str.strip)
"""
READ: Final = Template('''\
def prepared(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as the model reads them; new ones, too, before it is asked."""
    rows = rows.copy()
$columns    return rows


def read_table(path: Path, *more: str) -> pd.DataFrame:
    """Return rows as a file has them, which has to hold the columns to learn from, and these."""
$read    missing = [name for name in $needed if name not in rows.columns]
    if missing:
        sys.exit(f"train.py: {path} has no column {', '.join(map(repr, missing[:9]))}.")
    return rows


def read_rows(path: Path) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the rows whose target is known$ordered, and their targets: $meaning."""
    rows = read_table(path, $named)
$target    rows, target = rows[known].reset_index(drop=True), target[known]
$order    return prepared(rows), target
''')
CLASSES: Final = """\
    labels = rows[TARGET].map(lambda label: label.strip() if isinstance(label, str) else label)
    target = pd.Categorical(labels, categories=CLASSES).codes
    known = target >= 0
"""
FOUND_CLASSES: Final = """\
    labels = rows[TARGET].map(lambda label: label.strip() if isinstance(label, str) else label)
    CLASSES[:] = CLASSES or labels.value_counts().index  # by their numbers of rows, the rarest last
    target = pd.Categorical(labels, categories=CLASSES).codes
    known = target >= 0
"""
AMOUNTS: Final = """\
    target = pd.to_numeric($amounts, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(target)
"""
REFUSE_NEGATIVE: Final = """\
    if (target[known] < 0).any():
        sys.exit(f"train.py: {TARGET} is to hold counts, and some are below 0.")
"""
WRITTEN: Final = """\
    for name, decimal in WRITTEN.items():
        rows[name] = as_numbers(rows[name], decimal)
"""
AS_NUMBERS: Final = '''\
def as_numbers(values: pd.Series, decimal: str) -> pd.Series:
    """Return numbers of which all but digits, the sign and the decimal mark is taken off."""
    if pd.api.types.is_numeric_dtype(values):
        return values
    texts = values.astype("str").str.replace(f"[^0-9{decimal}-]", "", regex=True)
    return pd.to_numeric(texts.str.replace(decimal, ".", regex=False), errors="coerce")
'''
NUMBERS: Final = """\
    rows[NUMBERS] = rows[NUMBERS].apply(pd.to_numeric, errors="coerce").astype(float).replace([np.inf, -np.inf], np.nan)
"""
FOUND_CATEGORIES: Final = """\
    for name in rows.select_dtypes(exclude="number").columns:
        rows[name] = rows[name].map(str, na_action="ignore").fillna("missing")
"""
CATEGORIES: Final = """\
    for name in CATEGORIES:
        rows[name] = rows[name].map(str, na_action="ignore").str.strip().fillna("missing").astype(object)
"""
FOUND_COLUMNS: Final = Template('''\
def number_columns(rows: pd.DataFrame) -> list[str]:
    """Return the columns of numbers to learn from."""
    return [name for name in rows.select_dtypes("number").columns if name not in ($apart,)]


def category_columns(rows: pd.DataFrame) -> list[str]:
    """Return the other columns to learn from."""
    return [name for name in rows.select_dtypes(exclude="number").columns if name not in ($apart,)]
''')
TEXTS: Final = """\
    for name in TEXTS:
        rows[name] = rows[name].map(str, na_action="ignore").fillna("")
"""
DATES: Final = Template("""\
    for name in DATES:
$day_first        rows[name] = pd.to_datetime(rows[name].astype(str), errors="coerce", format="mixed", utc=True$told)
""")
DAY_FIRST: Final = """\
        is_day_first = name in DAY_FIRST and rows[name].dtype.kind != "M"  # a time already has its year first
"""
DATE_NUMBERS: Final = '''\
def date_numbers(dates: pd.DataFrame) -> np.ndarray:
    """Return for each date its day since 1970, month, weekday and hour."""
    parts = [(dates[name].dt, (dates[name] - pd.Timestamp(0, tz="UTC")).dt.days) for name in dates.columns]
    found = [part for when, day in parts for part in (day, when.month, when.day_of_week, when.hour)]
    return np.column_stack([np.asarray(part, dtype=float) for part in found])


def date_names(transformer: Any, names: list[str]) -> list[str]:
    """Return what the numbers of dates are called."""
    return [f"{name} {part}" for name in names for part in ("day", "month", "weekday", "hour")]
'''
GROUPS: Final = """\
    groups = pd.factorize(rows[GROUP])[0]
    groups = np.where(groups < 0, -1 - np.arange(len(groups)), groups)  # without a group: one of its own
"""
FOLDS: Final = Template('''\
def folds(rows: pd.DataFrame, target: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return row numbers to learn from and row numbers to score on: $words."""
$remark
$splits''')
RARE_CLASS: Final = """\
    warnings.filterwarnings("ignore", category=UserWarning)  # that a class of few rows is missing in some folds
"""
_OF_GROUPS: Final = """\
    n_folds = min(N_FOLDS, len(np.unique(groups)))  # fewer among rows of training
    if n_folds < 2:
        return []
"""
_OF_GROUPS_AND_CLASSES: Final = """\
    n_folds = min(N_FOLDS, len(np.unique(groups)), np.bincount(target).max())  # fewer among rows of training
    if n_folds < 2:
        return []
"""
_OF_TIME: Final = """\
    n_folds = min(N_FOLDS, len(rows) - 1)  # fewer among the first rows of training
    if n_folds < 2:
        return []
"""
SPLITS: Final = {
    "classes": (
        "    return list(StratifiedKFold(N_FOLDS, shuffle=True, random_state=SEED).split(rows, target))\n",
        "StratifiedKFold",
    ),
    "chance": ("    return list(KFold(N_FOLDS, shuffle=True, random_state=SEED).split(rows))\n", "KFold"),
    "groups of classes": (
        _OF_GROUPS_AND_CLASSES + "    splitter = StratifiedGroupKFold(n_folds, shuffle=True, random_state=SEED)\n"
        "    found = splitter.split(rows, target, groups)\n",
        "StratifiedGroupKFold",
    ),
    "groups": (
        _OF_GROUPS + "    splitter = GroupKFold(n_folds, shuffle=True, random_state=SEED)\n"
        "    found = splitter.split(rows, target, groups)\n",
        "GroupKFold",
    ),
    "time": (_OF_TIME + "    found = TimeSeriesSplit(n_folds).split(rows)\n", "TimeSeriesSplit"),
    "time and groups": (
        _OF_TIME + "    found = TimeSeriesSplit(n_folds).split(rows)\n"
        "    found = [(train[~np.isin(groups[train], groups[test])], test) for train, test in found]\n",
        "TimeSeriesSplit",
    ),
}
"""How folds are made, and the splitter that this takes; those that name them `found` may have some to be left out."""
WHOLE_FOLDS: Final = """\
    return [each for each in found if all(set(target[part]) == set(target) for part in each)]
"""
ALL_FOLDS: Final = "    return [(train, test) for train, test in found if len(train)]\n"
PREDICT: Final = {
    "amounts": "    truth, said = target[test], model.predict(rows.iloc[test])\n",
    "labels": "    truth, said = target[test], model.predict(rows.iloc[test])\n",
    "shares": (
        "    truth, share = target[test], model.predict_proba(rows.iloc[test])\n    said = share.argmax(axis=1)\n"
    ),
    "chosen threshold": (
        "    truth, share = target[test], model.predict_proba(rows.iloc[test])[:, 1]\n"
        "    threshold = chosen_threshold(build, rows.iloc[train], target[train])\n"
    ),
    "threshold": "    truth, share = target[test], model.predict_proba(rows.iloc[test])[:, 1]\n",
}
THRESHOLD: Final = Template('''\
def chosen_threshold(build: Any, rows: pd.DataFrame, target: np.ndarray) -> float:
    """Return the probability from which on the class counts as found; to serve, call it with all rows."""
$remark
    shares, truths = [], []
    for train, test in folds(rows, target):
        if len(np.unique(target[train])) == 2:
            model = build().fit(rows.iloc[train], target[train])
            shares.append(model.predict_proba(rows.iloc[test])[:, 1])
            truths.append(target[test])
    if not shares:
        return 0.5
    share, truth = np.concatenate(shares), np.concatenate(truths)
    steps = np.unique(share)
    positives, negatives = (truth == 1).sum(), (truth == 0).sum()
    tp = positives - np.searchsorted(np.sort(share[truth == 1]), steps)
    fp = negatives - np.searchsorted(np.sort(share[truth == 0]), steps)
    counts = {
$rates    }
    order = []
    for name, side, bound in KEPT:
        part, whole = counts[name]
        cautious = (part + 1) / (whole + 2)
        margin = MARGIN * np.sqrt(cautious * (1 - cautious) / (whole + 2))
        beyond = part / np.maximum(whole, 1) - bound
        order.append(np.maximum((margin - beyond if side == "at least" else margin + beyond), 0))
    part, whole = counts[BEST]
    order.append(-part / np.where(whole == 0, 1, whole))
    return float(steps[np.lexsort(order[::-1])[0]])  # least beyond each bound in turn, then the best rate
''')
FIGURES: Final = Template('''\
def figures(build: Any, rows: pd.DataFrame, target: np.ndarray, split: tuple) -> dict[str, float]:
    """Return what rows tell of a model that has not seen them."""
    train, test = split
    model = build().fit(rows.iloc[train], target[train])
$predict    return {
$measures    }
''')
CALIBRATION_ERROR: Final = '''\
def calibration_error(said: np.ndarray, happened: np.ndarray) -> float:
    """Return how far probabilities lie from frequencies: the mean distance over ten bins of equally many rows."""
    bounds = np.unique(np.quantile(said, np.linspace(0, 1, 11)[1:-1]))
    places = np.searchsorted(bounds, said, side="left")
    bins = [places == place for place in np.unique(places)]
    return sum(abs(said[each].mean() - happened[each].mean()) * each.sum() for each in bins) / len(said)
'''
RESOURCES: Final = Template('''\
def resources(rows: pd.DataFrame, target: np.ndarray) -> dict[str, float]:
    """Return $words of a model of all rows."""
$started    model = build_model().fit(rows, target)
$stopped$latency    return $figures
''')
STARTED: Final = "    started = time.perf_counter()\n"
STOPPED: Final = "    fit_seconds = time.perf_counter() - started\n"
LATENCY: Final = """\
    seconds = []
    for place in range(220):  # the first twenty warm up
        row = rows.iloc[[place % len(rows)]]
        started = time.perf_counter()
        model.predict(row)
        seconds.append(time.perf_counter() - started)
    seconds = np.array(seconds[20:])
"""
SAVE: Final = Template('''\
def save(rows: pd.DataFrame, target: np.ndarray, path: Path) -> None:
    """Learn from all rows, and keep the model with what it takes to use it."""
    sys.path.insert(0, str(HERE))  # what is kept is looked for in `train` where it is loaded
    from train import build_model as build

    versions = {name: metadata.version(name) for name in $packages} | {"python": sys.version.split()[0]}
    joblib.dump({"model": build().fit(rows, target), $more"versions": versions}, path)
''')
MAIN: Final = Template('''\
def main() -> int:
    """Score baseline and model, hold the figures against the brief, and return the exit code."""
    parser = argparse.ArgumentParser(description="Scores a baseline and a model, and checks what the brief asks for.")
    parser.add_argument("--data", type=Path, default=DATA, help="another table of the same columns")
    parser.add_argument("--strict", action="store_true", help="end with 1 where a check that must be met is missed")
    parser.add_argument("--save", type=Path, metavar="FILE", help="keep the model, learnt from all rows, for joblib")
    options = parser.parse_args()
$guard    if not options.data.is_file():
        sys.exit(f"train.py: there is no table {options.data}; name it with --data FILE.")
$digest    rows, target = read_rows(options.data)
    splits = folds(rows, target)
    if not splits:
        sys.exit("train.py: too few rows to hold any out$none_held_out.")
    print(f"{len(rows):,} rows, {len(splits)} times held out", flush=True)
$measured    for what in TO_MEASURE:
        print(f"open      {what}")
$notices    is_refused = options.strict and missed > 0
    if options.save is not None and not is_refused:
        save(rows, target, options.save)
        print(f"saved     {options.save}, learnt from all {len(rows):,} rows")
    return int(is_refused)


if __name__ == "__main__":
    sys.exit(main())
''')
GUARD: Final = """\
    if FILL_IN in ($names):
        sys.exit("train.py: fill in $words at the top of this file first.")
"""
DIGEST: Final = """\
    if hashlib.sha256(options.data.read_bytes()).hexdigest() != DATA_SHA256:
        print("notice: this is not the table that the project was written for; look at it again.", file=sys.stderr)
"""
NO_DIRECTIONS: Final = """\
    if not MONOTONE:
        print("open      monotone features: MONOTONE at the top of this file is empty, and no direction is kept")
"""
