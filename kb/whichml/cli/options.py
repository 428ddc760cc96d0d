"""The options of several rooms of commands: further rule packs to stand on, and the form to print in."""

from __future__ import annotations

from pathlib import Path

import click

rules_option = click.option(
    "--rules", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
    help="A rule pack, or a folder of them, to use beside what was shipped; may be given several times.",
)  # fmt: skip
format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it."
)
