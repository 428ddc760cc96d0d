"""The commands about the knowledge base: build it, show a thing in it, count what it holds and whom it cites."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from whichml.cli.graph_commands import export, sparql
from whichml.cli.options import format_option, rules_option
from whichml.cli.terminal import print_document
from whichml.export.bibliography import cited_sources, debts
from whichml.export.bibliography_page import bibliography_page, debts_page
from whichml.export.counts import knowledge_counts, shares_of
from whichml.export.record_page import counts_page, record_page
from whichml.export.records import Record, find, record_of
from whichml.export.resources import KINDS
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.loading import KnowledgeBase, build_store, current_store

_NAMES = [kind.name for kind in KINDS]
_SHOW = f"""Print what is stated of one thing.

THING is an id, or KIND:ID where two kinds share it. Kinds are {", ".join(_NAMES[:-1])} and {_NAMES[-1]}.
"""


@click.group()
def kb() -> None:
    """Build, show, ask and export the knowledge that answers stand on."""


@kb.command()
@click.option("--force", is_flag=True, help="Build it even where it is up to date.")
def build(force: bool) -> None:
    """Compile ontology, facts and rules into the store that the program opens."""
    content = Content.shipped()
    current = None if force else current_store(content)
    if current is not None:
        click.echo(f"Up to date: {_counted(KnowledgeBase.shipped())} in {current}.")
        return
    start = time.perf_counter()
    path = build_store(content)
    took_seconds = time.perf_counter() - start
    click.echo(f"Built {_counted(KnowledgeBase.shipped())} into {path} in {took_seconds:.1f} s.")


@kb.command(help=_SHOW)
@click.argument("thing", metavar="THING")
@rules_option
@format_option
def show(thing: str, rules: tuple[Path, ...], form: str) -> None:
    """Print what is stated of one thing."""
    knowledge = KnowledgeBase.load(rules=rules)
    record = record_of(knowledge, *find(knowledge, thing))
    if form == "json":
        _print_json(record)
    else:
        print_document(record_page(record))


@kb.command()
@rules_option
@format_option
def stats(rules: tuple[Path, ...], form: str) -> None:
    """Print how much the knowledge base holds, how sure it is and what it does not know; last its version and digest.

    A record names the same version and digest where it was made of the same knowledge.
    """
    knowledge = KnowledgeBase.load(rules=rules)
    counts, stamp = knowledge_counts(knowledge), {"version": knowledge.version, "digest": knowledge.digest}
    shares = shares_of(counts)
    if form == "json":
        _print_json({**counts, **{f"share_of_{name}": share for name, share in shares.items()}, **stamp})
    else:
        print_document(counts_page(counts, shares, stamp))


@kb.command()
@click.option("--unread", is_flag=True, help="Only works that nobody read, with what stands on such works alone.")
@rules_option
@format_option
def sources(unread: bool, rules: tuple[Path, ...], form: str) -> None:
    """Print the cited works, how far each was read, and how much cites it."""
    works = cited_sources(KnowledgeBase.load(rules=rules))
    shown = debts(works) if unread else works
    if form == "json":
        click.echo(json.dumps([work.model_dump(mode="json") for work in shown], ensure_ascii=False, indent=2).encode())
    else:
        print_document(debts_page(shown) if unread else bibliography_page(shown))


kb.add_command(sparql)
kb.add_command(export)


def _print_json(record: Record) -> None:
    click.echo(json.dumps(record, ensure_ascii=False, indent=2).encode())


def _counted(knowledge: Knowledge) -> str:
    counts = knowledge_counts(knowledge)
    named = ("algorithms", "claims", "rules", "sources")
    return ", ".join(f"{counts[name]} {name}" for name in named)
