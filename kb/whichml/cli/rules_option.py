"""The option that names further rule packs, for every command that stands on them."""

from __future__ import annotations

from pathlib import Path

import click

rules_option = click.option(
    "--rules", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
    help="A rule pack, or a folder of them, to use beside what was shipped; may be given several times.",
)  # fmt: skip
