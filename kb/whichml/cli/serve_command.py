"""`whichml serve`: the server, with what it is told by options, environment and one file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from whichml.cli.options import rules_option
from whichml.cli.server_extra import server_packages


@click.command()
@click.option("--host", help="The address to listen on; without it, 127.0.0.1.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on; without it, 8000.")
@click.option("--store", metavar="PATH|URL", help="Where answers are kept; without it, a usual place.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that answer.")
@click.option("--threads", type=click.IntRange(1, 128), help="Requests that each process answers side by side.")
@click.option("--settings", "file", type=click.Path(path_type=Path, dir_okay=False), help="A YAML file of settings.")
@click.option("--show", is_flag=True, help="Check settings and rule packs, print all settings, and leave.")
@rules_option
def serve(
    host: str | None, port: int | None, store: str | None, workers: int | None, threads: int | None,
    file: Path | None, show: bool, rules: tuple[Path, ...],
) -> None:  # fmt: skip
    """Answer over HTTP; rule packs that change on disk are taken up while it runs.

    Every setting can also come from the environment (WHICHML_PORT=8000) or from a file (port: 8000); options go before
    the environment, and that before the file. docs/operations.md lists them.
    """
    with server_packages("the server cannot start"):
        # Flask is an extra, and slow to import
        from whichml_server import check_start, check_store, read_settings, refused_packs
        from whichml_server import serve as serve_over_http
    settings = read_settings(
        file=file, host=host, port=port, store=store, workers=workers, threads=threads, rules=rules or None
    )
    if show:
        check_store(settings)
        click.echo(json.dumps(settings.shown(), indent=2))
        refused = refused_packs(settings)
        check_start(refused, settings)
        for refusal in refused:
            click.echo(f"warning: {refusal.at_its_path()}", err=True)
    else:
        serve_over_http(settings)
