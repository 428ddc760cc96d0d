"""`whichml store`: the answers that a server keeps, listed, deleted, and carried from one store to another."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import wraps
from io import BufferedIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from whichml.cli.server_extra import server_packages
from whichml.cli.terminal import print_document
from whichml.export.amounts import bytes_in_words
from whichml.export.document import Entry, Paragraph, Section
from whichml.model.documents.errors import WhichmlError, did_you_mean, quoted
from whichml.model.values.vocabulary import TASKS

if TYPE_CHECKING:
    from whichml_server import Settings
    from whichml_server.store import AnswerStore, AnswerSummary

_DATES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]


@dataclass(frozen=True)
class _Place:
    """Where answers are, and how many are kept: as options, environment and file say, in this order."""

    store: str | None
    settings: Path | None


def store_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a place, which it gets as one value."""

    @wraps(command)
    def told(*, store: str | None, settings: Path | None, **more: Any) -> None:
        command(place=_Place(store, settings), **more)

    place = click.option(
        "--store", metavar="PATH|URL", help="Where the answers are; without it, where `whichml serve` keeps them."
    )
    settings = click.option(
        "--settings", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
        help="The server's file of settings; without it, the one that WHICHML_SETTINGS names.",
    )  # fmt: skip
    return place(settings(told))


@click.group("store")
def store_group() -> None:
    """List, delete, export and import the answers that a server keeps; it may be running meanwhile.

    Where answers are and which may go say the settings of the server: options go before the environment
    (WHICHML_ANSWERS, WHICHML_KEEP_DAYS), and that before the file of --settings or WHICHML_SETTINGS.
    """


@store_group.command("list")
@click.option("--task", help="Only answers to briefs of this task.")
@click.option("--knowledge", metavar="DIGEST", help="Only answers that stand on this knowledge.")
@click.option("--since", type=click.DateTime(_DATES), help="Only answers kept from then on (UTC).")
@click.option("--until", type=click.DateTime(_DATES), help="Only answers kept before then (UTC); a day begins at 0:00.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="How many at most.")
@click.option("--cursor", help="Where a list ended that has more to show.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print them.")
@store_options
def list_answers(place: _Place, form: str, **filters: Any) -> None:
    """Print what is kept, newest first."""
    _check_task(filters["task"])
    with _opened(place) as store:
        page = store.list(**filters)
    if form == "json":
        listed = [{**asdict(each), "created": each.created.isoformat()} for each in page.items]
        click.echo(json.dumps({"answers": listed, "cursor": page.cursor}, ensure_ascii=False, indent=2).encode())
    else:
        print_document(_listed(page.items, page.cursor))


@store_group.command("delete")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@store_options
def delete_answers(ids: tuple[str, ...], place: _Place) -> None:
    """Delete answers, with the documents made of them. Where one is not there, none is deleted."""
    with _opened(place) as store:
        missing = [identity for identity in ids if store.get(identity) is None]
        if missing:
            raise WhichmlError.about(
                f"there is no answer {', '.join(missing)}.", hint="`whichml store list` prints what is kept."
            )
        n_deleted = sum(store.delete(identity) for identity in ids)
    click.echo(f"Deleted {_counted(n_deleted)}.")


@store_group.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@store_options
def export_answers(file: Path, place: _Place) -> None:
    """Write all that is kept into FILE as JSON lines; gzip where its name ends in `.gz`, `-` for standard output."""
    with _opened(place) as store:
        # the server is an extra
        from whichml_server.store.transfer import exported_lines

        with _written(file) as out:
            out.writelines(exported_lines(store))


@store_group.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@store_options
def import_answers(file: Path, place: _Place) -> None:
    """Put the answers of an export into the store; those that are there stay as they are.

    The file is read to its end first, so that one that is wrong somewhere changes nothing, and makes no store.
    """
    with server_packages("there is no store"):
        # the server is an extra
        from whichml_server.store.transfer import MOST_LINE_BYTES, import_lines, read_lines
    try:
        with _read(file) as lines:
            n_answers = sum(line.kind == "answer" for line in read_lines(_up_to(lines, MOST_LINE_BYTES), str(file)))
        with _opened_or_made(place) as store, _read(file) as lines:
            n_new = import_lines(store, read_lines(_up_to(lines, MOST_LINE_BYTES), str(file)))
    except (OSError, EOFError) as cause:
        raise WhichmlError.about(f"{file} cannot be read: {cause}.") from None
    click.echo(f"Imported {_counted(n_new)}; {n_answers - n_new} were there.")


@store_group.command()
@store_options
def vacuum(place: _Place) -> None:
    """Remove what the settings do not keep (`keep_days`, `keep_bytes`), and give back the space of what was deleted."""
    with _opened(place) as store:
        n_removed = store.sweep()
        store.vacuum()
    click.echo(f"Removed {_counted(n_removed)} that need not be kept, and gave back the space.")


@contextmanager
def _opened(place: _Place) -> Iterator[AnswerStore]:
    """Open the store that is named, else the one of the settings; refuse a file that is not there."""
    with server_packages("there is no store"):
        # the server is an extra, and slow to import
        from whichml_server.store import default_store_path
    with _opened_or_made(place, lambda settings: _check_kept(settings.store or default_store_path())) as store:
        yield store


@contextmanager
def _opened_or_made(place: _Place, check: Callable[[Settings], None] = lambda _: None) -> Iterator[AnswerStore]:
    """Open the store that is named, else the one of the settings; a file is made where there is none.

    Parameters
    ----------
    check : refuses settings before anything is opened
    """
    with server_packages("there is no store"):
        # the server is an extra, and slow to import
        from whichml_server import read_settings
        from whichml_server.opening import open_answers
    settings = read_settings(file=place.settings, store=place.store)
    check(settings)
    store = open_answers(settings)
    try:
        yield store
    finally:
        store.close()


def _check_kept(place: str | Path) -> None:
    """Refuse the path of a file that is not there; a database is asked itself."""
    if "://" not in str(place) and not Path(place).exists():
        raise WhichmlError.about(
            f"there is no store of answers at {place}.",
            hint="`whichml serve` and `whichml store import` make one; `--store` names another, or `--settings` the "
            "server's file of settings.",
        )


def _check_task(task: str | None) -> None:
    if task is not None and task not in TASKS:
        hint = did_you_mean(task, TASKS) or f"Tasks are {', '.join(TASKS)}."
        raise WhichmlError.about(f"unknown task {quoted(task)}.", hint=hint)


def _listed(items: tuple[AnswerSummary, ...], cursor: str | None) -> Section:
    if not items:
        return Section("Kept answers", (Paragraph("None."),))
    entries = [
        Entry(
            f"{each.id}  {each.created:%Y-%m-%d %H:%M:%S} UTC  {bytes_in_words(each.n_bytes)}",
            below=(Entry(f"{each.task}: {each.title}" if each.title else each.task),),
        )
        for each in items
    ]
    more = (Paragraph(f"There are more: --cursor {cursor}"),) if cursor else ()
    return Section("Kept answers", (*entries, *more))


def _counted(n_answers: int) -> str:
    return "1 answer" if n_answers == 1 else f"{n_answers} answers"


@contextmanager
def _written(file: Path) -> Iterator[IO[bytes] | gzip.GzipFile]:
    """Write a file that is whole or not there at all."""
    if str(file) == "-":
        yield sys.stdout.buffer
        return
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with aside.open("wb") as plain:
            if file.suffix == ".gz":
                with gzip.GzipFile(fileobj=plain, mode="wb", mtime=0) as packed:
                    yield packed
            else:
                yield plain
            plain.flush()
            os.fsync(plain.fileno())
        aside.replace(file)
    except OSError as cause:
        raise WhichmlError.about(f"{file} cannot be written: {cause.strerror or cause}.") from None
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _read(file: Path) -> Iterator[BufferedIOBase]:
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
        yield lines


def _up_to(lines: BufferedIOBase, n_bytes: int) -> Iterator[bytes]:
    """Yield lines, none much longer than it may be, so that one without an end does not fill the memory."""
    while line := lines.readline(n_bytes + 1):
        yield line
