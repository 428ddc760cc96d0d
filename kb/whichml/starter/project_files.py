"""The files of a project, and how they are written: all of them or none, and never over what is there."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path, PurePath
from typing import Final

from whichml.export.citations import address_of, title_line
from whichml.export.escaping import as_code, in_markdown, within_markdown
from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import ExportError, quoted
from whichml.model.format.brief_writing import brief_text
from whichml.starter.plan import StarterPlan, StarterTask, packages_of
from whichml.starter.source_text import cited_places, literal
from whichml.starter.training_script import COLUMNS_FILE, column_lists, has_columns_file, training_script

_SERVING: Final = (
    "What `--save` keeps is used beside `train.py`, with the versions in `requirements.txt`, which stand in the file, "
    "too. Load no file of others: loading runs what is in it.",
    "",
    "```python",
    "from pathlib import Path",
    "",
    "import joblib",
    "from train import prepared, read_table",
    "",
    'kept = joblib.load("model.joblib")  # model, versions, and for classes their names and the threshold',
)
_ANSWERS: Final[Mapping[StarterTask, tuple[str, ...]]] = {
    "binary-classification": (
        'found = kept["model"].predict_proba(rows)[:, 1] >= kept["threshold"]  # as train.py scored it',
        'answers = [kept["classes"][int(each)] for each in found]',
    ),
    "multiclass-classification": (
        'answers = [kept["classes"][int(each)] for each in kept["model"].predict(rows).ravel()]',
    ),
    "regression": ('answers = kept["model"].predict(rows)',),
}
"""From rows to what is said of them, with all that was scored: the threshold, and classes by their names."""
_BESIDE: Final = (
    "Beside each figure of the model stand those of the baseline and of the same answer for every row{}. A line "
    "`caution` says where that answer is not beaten, or by so little that it may be chance."
)
_OF_TWO: Final = " (where rows are acted on or not, `all rows` acts on each and `no rows` on none)"
_READABLE: Final = 0o755


def project_files(plan: StarterPlan, knowledge: Knowledge, brief: Mapping[str, object]) -> dict[str, str]:
    """Return the text of each file of a project by its name, in the order in which they are to be read.

    Parameters
    ----------
    brief : as a nested mapping of plain values, the one that the answer is to
    """
    files = {
        "README.md": readme(plan, knowledge),
        "train.py": training_script(plan),
        "requirements.txt": pinned_requirements(plan),
        "brief.yaml": brief_text(brief),
    }
    if has_columns_file(plan):
        files[COLUMNS_FILE] = json.dumps(column_lists(plan), indent=1) + "\n"
    return files


def refuse_existing(folder: Path) -> None:
    """Refuse to write where something is.

    Raises
    ------
    ExportError
        Where the folder is there already.
    """
    if folder.exists() or folder.is_symlink():
        raise ExportError.about(
            f"{quoted(str(folder))} is there already, and is not written over.", hint="Name a new folder."
        )


def write_project(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files into a new folder, which appears with all of them or not at all.

    Raises
    ------
    ExportError
        Where the folder is there already, or nothing can be written there.
    """
    refuse_existing(folder)
    beside: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        for name, text in files.items():
            (beside / name).write_text(text, encoding="utf-8")
        beside.chmod(_READABLE)
        beside.rename(folder)
    except OSError as refusal:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)
        raise ExportError.about(f"{quoted(str(folder))} cannot be written: {refusal.strerror}.") from None


def pinned_requirements(plan: StarterPlan) -> str:
    """Return the packages that a project needs, each at the version that is installed here."""
    return "".join(f"{name}=={metadata.version(name)}\n" for name in packages_of(plan))


def readme(plan: StarterPlan, knowledge: Knowledge) -> str:
    """Return what was decided and why, one line for each decision, with the works that say so."""
    lines = [
        f"# {in_markdown(plan.title)}",
        "",
        f"A start for {in_markdown(plan.name)}, written by whichml for the answer {as_code(plan.answer[:12])} to "
        f"{as_code('brief.yaml')}: a place to begin, not an end.",
        "",
        "```sh",
        "pip install -r requirements.txt",
        "python train.py            # scores a baseline and the model, and checks what the brief asks for",
        "python train.py --strict   # ends with 1 where a bound that must be met is missed",
        "python train.py --save model.joblib   # then learns from all rows, and keeps the model",
        "```",
        "",
        _BESIDE.format(_OF_TWO if plan.task == "binary-classification" else ""),
        "",
        *_serving(plan),
        "",
        *_leakage(plan),
        *_left_out(plan),
        *(
            f"- **{each.topic.capitalize()}**: {within_markdown(each.chosen)}. "
            f"{within_markdown(each.why[:1].upper() + each.why[1:])}.{within_markdown(cited_places(each.sources))}"
            for each in plan.choices
        ),
        f"- **Left to find out**: {within_markdown('; '.join(plan.unmeasured) or 'nothing that the answer names')}.",
        "",
        *_works(plan, knowledge),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _serving(plan: StarterPlan) -> Iterable[str]:
    """Yield how new rows are answered by the model that was kept."""
    new = f"new{PurePath(plan.table.path).suffix if plan.table.is_named else '.csv'}"
    yield from _SERVING
    yield f"rows = prepared(read_table(Path({literal(new)})))  # new rows, written as those of the table"
    yield from (*_ANSWERS[plan.task], "```")


def _leakage(plan: StarterPlan) -> Iterable[str]:
    """Yield what was noted of leakage, before all that was decided: good figures may stand on it."""
    if plan.table.leakage:
        place = COLUMNS_FILE if has_columns_file(plan) else "train.py"
        yield (
            f"- **Look at first**: {within_markdown(' '.join(plan.table.leakage))} As long as {as_code('train.py')} "
            f"learns from such a column, its figures may be too good; delete its name in {as_code(place)} to leave it "
            "out."
        )


def _left_out(plan: StarterPlan) -> Iterable[str]:
    """Yield which columns are not learnt from, and why."""
    if plan.table.left_out:
        yield f"- **Left out**: {within_markdown(' '.join(plan.table.left_out).replace('Left out (', '('))}"


def _works(plan: StarterPlan, knowledge: Knowledge) -> Iterable[str]:
    cited = dict.fromkeys(citation.ref for choice in plan.choices for citation in choice.sources)
    known = [(ref, knowledge.sources[ref]) for ref in cited if ref in knowledge.sources]
    return [f"- {as_code(ref)}: {in_markdown(title_line(work))} <{address_of(work)}>" for ref, work in known]
