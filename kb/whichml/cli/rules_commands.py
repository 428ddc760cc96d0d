"""The commands about rule packs: lint, test, mutate, begin and compare them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import get_args

import click

from whichml.authoring.difference import difference
from whichml.authoring.gaps_in_tests import gaps_in_tests
from whichml.authoring.linting import lint
from whichml.authoring.mutation import survivors
from whichml.authoring.reports import ReportFormat, render
from whichml.authoring.scaffold import ScaffoldedFiles, new_pack, new_pattern, new_rule
from whichml.authoring.testing import run_tests
from whichml.authoring.watching import changes_of
from whichml.authoring.workspace import Workspace, open_workspace, sound_knowledge_at
from whichml.cli.difference_page import difference_page
from whichml.cli.face import FINDINGS, say
from whichml.cli.options import format_option
from whichml.cli.terminal import print_document
from whichml.cli.testing_page import mutations_page, tests_page
from whichml.knowledge.content import Content
from whichml.knowledge.loading import VERSION, KnowledgeBase
from whichml.knowledge.pack_loading import RejectedPack
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import RuleError, WhichmlError, quoted
from whichml.model.statements.pack_schema import pack_schema_text

paths_argument = click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))


@click.group("rules")
def rules_group() -> None:
    """Write rule packs: begin one, lint it, test it, and see what it changes.

    PATH is a pack, or a folder of packs with their tests; without it, the packs that came with whichml.
    """


@rules_group.command("lint")
@paths_argument
@click.option("--strict", is_flag=True, help="Take untested rules and placeholders for errors.")
@click.option(
    "--format", "form", type=click.Choice(get_args(ReportFormat)), default="text", show_default=True,
    help="sarif: SARIF 2.1.0 for code scanning; github: annotations for GitHub Actions.",
)  # fmt: skip
def lint_packs(paths: tuple[Path, ...], strict: bool, form: ReportFormat) -> None:
    """Print what is wrong with packs, each with its code, place and remedy; ends with 1 where there are errors."""
    workspace = _workspace(paths)
    if form == "text" and not workspace.packs and all(_is_no_pack(each) for each in workspace.refused):
        workspace.sound_knowledge()  # nothing there is meant to be a pack: it is the path that is wrong
    found = lint(
        workspace.packs, workspace.knowledge, workspace.refused, (*workspace.broken_tests, *gaps_in_tests(workspace))
    )
    report = found.strictly() if strict else found
    click.echo(render(report, form, VERSION).encode(), nl=False)
    sys.exit(report.exit_code)


@rules_group.command("test")
@paths_argument
@click.option("--watch", is_flag=True, help="Test again whenever a file changes, until interrupted.")
@format_option
def run_tests_beside_packs(paths: tuple[Path, ...], watch: bool, form: str) -> None:
    """Try the tests beside packs and print what fails and what no test sees; ends with 1 where a test fails."""
    while True:
        try:
            passed = _tested(paths, form)
        except WhichmlError as refusal:
            if not watch:
                raise
            say(str(refusal))
            passed = False
        if not watch:
            sys.exit(0 if passed else FINDINGS)
        say("Waiting for a change; Ctrl-C ends.")
        changes_of(paths or (_shipped_rules(),))


def _tested(paths: tuple[Path, ...], form: str) -> bool:
    workspace = _workspace(paths)
    workspace.sound_knowledge()
    if workspace.broken_tests:
        raise RuleError(*workspace.broken_tests)
    report = run_tests(workspace)
    if form == "json":
        click.echo(json.dumps(report.as_plain(), ensure_ascii=False, indent=2).encode())
    else:
        print_document(tests_page(report))
    return report.passed


@rules_group.command("mutate")
@paths_argument
@click.option("--sample", type=click.IntRange(min=1), metavar="N", help="Try N mutants, drawn evenly; without it, all.")
@click.option("--seed", type=int, default=0, show_default=True, help="Which sample.")
@format_option
def mutate(paths: tuple[Path, ...], sample: int | None, seed: int, form: str) -> None:
    """Change one thing in a rule at a time, and print what no test notices; ends with 1 where there is any."""
    workspace = _workspace(paths)
    knowledge = workspace.sound_knowledge()
    if workspace.broken_tests:
        raise RuleError(*workspace.broken_tests)
    report = survivors(knowledge, workspace.cases, sample, seed)
    if form == "json":
        click.echo(json.dumps(report.as_plain(), ensure_ascii=False, indent=2).encode())
    else:
        print_document(mutations_page(report))
    sys.exit(FINDINGS if report.survivors else 0)


@rules_group.group("new")
def new() -> None:
    """Begin a pack, or add a rule or a pattern to one, from a scaffold that passes its tests."""


@new.command("pack")
@click.argument("identity", metavar="ID")
@click.option("--in", "folder", type=click.Path(path_type=Path), default=Path(), help="Where to make its folder.")
def begin_pack(identity: str, folder: Path) -> None:
    """Make a folder ID with a pack, its tests and the schema for editors."""
    begun = new_pack(identity, folder, {pack.id for pack in KnowledgeBase.shipped().packs})
    _tell(begun, f"whichml rules lint {begun.files[0].parent} ; whichml rules test {begun.files[0].parent}")


_pack_option = click.option(
    "--pack", "pack", type=click.Path(path_type=Path), default=Path(), metavar="PATH",
    help="The pack, or a folder that holds just one; without it, the folder you are in.",
)  # fmt: skip


@new.command("rule")
@click.argument("identity", metavar="ID")
@_pack_option
def begin_rule(identity: str, pack: Path) -> None:
    """Add a rule with its tests to a pack."""
    begun = new_rule(identity, pack)
    _tell(begun, f"whichml rules test {pack}")


@new.command("pattern")
@click.argument("identity", metavar="ID")
@_pack_option
def begin_pattern(identity: str, pack: Path) -> None:
    """Add a pattern to a pack, with a rule that advises it and its tests."""
    begun = new_pattern(identity, pack)
    _tell(begun, f"whichml rules test {pack}")


@rules_group.command("diff")
@click.argument("paths", metavar="[OLD] NEW", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--briefs", multiple=True, type=click.Path(path_type=Path), metavar="PATH",
    help="A brief of your own, or a folder of them; may be given several times.",
)  # fmt: skip
@format_option
def diff(paths: tuple[Path, ...], briefs: tuple[Path, ...], form: str) -> None:
    """Print which answers change from the packs at OLD to those at NEW, and how.

    Without OLD, from the packs that came with whichml alone. Packs join the shipped ones; a folder with a shipped pack
    in it, such as a changed copy of `rules`, stands in their place. The shipped scenarios are asked, and the briefs of
    --briefs.
    """
    if len(paths) > len(("old", "new")):
        raise click.UsageError("Name the packs to try, or two versions of them: whichml rules diff [OLD] NEW.")
    *former, new = paths
    shipped = KnowledgeBase.shipped()
    before = sound_knowledge_at(shipped, tuple(map(_there, former, paths[1:]))) if former else shipped
    after = sound_knowledge_at(shipped, (new,))
    found = difference(before, after, _briefs(briefs))
    if form == "json":
        click.echo(found.model_dump_json(by_alias=True).encode())
    else:
        print_document(difference_page(found))


@rules_group.command("schema")
def schema() -> None:
    """Print the JSON Schema of a pack, for editors."""
    click.echo(pack_schema_text().encode(), nl=False)


def _there(old: Path, new: Path) -> Path:
    """Return what packs are compared with; refuses a path where nothing is, such as `rules` outside a checkout."""
    if not os.path.lexists(old):
        hint = f"For what changes from the packs that came with whichml, name yours alone: whichml rules diff {new}"
        raise RuleError.about(f"there is nothing at {quoted(str(old))}.", hint=hint, code="RP210")
    return old


def _is_no_pack(refused: RejectedPack) -> bool:
    return all(problem.code == "RP109" for problem in refused.problems)


def _workspace(paths: tuple[Path, ...]) -> Workspace:
    workspace = open_workspace(KnowledgeBase.shipped(), paths or (_shipped_rules(),))
    if workspace.replaced:
        say(f"Note: {workspace.replaced}")
    return workspace


def _shipped_rules() -> Path:
    """Return the folder of the shipped packs, as seen from here where it lies below.

    Raises
    ------
    RuleError
        In an installation, which holds the packs without their tests.
    """
    folder, here = Content.shipped().rules, Path.cwd()
    if not any(folder.glob("*.test.yaml")):
        raise RuleError.about(
            "the packs that came with whichml have no tests here: only a checkout of its repository holds them.",
            hint="Name packs of your own, as in `whichml rules test PATH`.",
        )
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _briefs(paths: tuple[Path, ...]) -> dict[str, Brief]:
    """Return the shipped scenarios by their names, and the briefs at the paths by their files."""
    found = {name: Brief.load(path) for name, path in Content.shipped().scenarios.items()}
    for path in paths:
        files = _brief_files(path) if path.is_dir() else [path]
        if not files:
            raise RuleError.about(
                f"the folder {quoted(str(path))} holds no brief.", hint="Briefs end in .yaml or .json."
            )
        found |= {str(file): Brief.load(file) for file in files}
    return found


def _brief_files(folder: Path) -> list[Path]:
    files = (path for path in folder.iterdir() if path.suffix in (".yaml", ".yml", ".json"))
    return sorted(path for path in files if not path.name.endswith((".expected.yaml", ".test.yaml")))


def _tell(begun: ScaffoldedFiles, next_command: str) -> None:
    for path in begun.files:
        click.echo(f"wrote {path}")
    click.echo(f"Replace what begins with TODO, then: {next_command}")
