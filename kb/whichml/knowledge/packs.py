"""Rule packs read from their files: strict YAML, typed, every problem with its line and its code."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from whichml.knowledge.content import Content
from whichml.knowledge.reading import LocatedValue
from whichml.model.documents.document import PACK_LIMITS, Document, Top, read_document
from whichml.model.documents.errors import Place, Problem, RuleError, WhichmlError, in_order, quoted
from whichml.model.documents.expressions import expression
from whichml.model.documents.validation import validated
from whichml.model.statements.codes import CODE_OF_KIND
from whichml.model.statements.rule import DerivedText, PackText

TEST_SUFFIX = ".test.yaml"
_WISH = expression(r"/rules/\d+/then/(?:require|prefer|recommend|use|choose|boost|promote|favou?r)s?")
_WAYS_TO_AN_ALGORITHM = (
    "exclude what may not be used, prioritise the quality for which yours is wanted, or claim what it is good at"
)
_FORMER_KEYS = frozenset({"pack", "version"})


@dataclass(frozen=True, slots=True)
class PackFile(LocatedValue[PackText]):
    """A pack with the document that states it.

    Attributes
    ----------
    digest : SHA-256 of the file
    path : the file, where there is one
    raw : the text, from which `parse_pack` makes the same value in another process
    """

    digest: str
    path: Path | None = None
    raw: bytes = field(default=b"", repr=False)

    @property
    def id(self) -> str:
        """Return the pack's id."""
        return self.value.id


def read_packs(content: Content) -> tuple[PackFile, ...]:
    """Return the shipped packs in the order of their files' names; files of tests are left out.

    Raises
    ------
    RuleError
        With every problem of every pack.
    """
    found: list[PackFile] = []
    problems: list[Problem] = []
    for path in content.files_in(content.rules):
        if path.name.endswith(TEST_SUFFIX):
            continue
        try:
            found.append(read_pack(path, content.name_of(path)))
        except RuleError as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise RuleError(*in_order(problems))
    return tuple(found)


def read_pack(path: Path, name: str) -> PackFile:
    """Return the pack in a file.

    Parameters
    ----------
    name : how messages and citations call the file

    Raises
    ------
    RuleError
        With every problem, each with its code: unreadable, too large, no pack, unknown or missing keys, wrong values.
    """
    return parse_pack(read_limited(path, name), name, path)


def parse_pack(raw: bytes, name: str, path: Path | None = None) -> PackFile:
    """Return the pack in a text; what can be wrong is said of `read_pack`."""
    document = read_coded(raw, name, "mapping")
    if "rulepack" not in document.mapping:
        raise RuleError(_no_pack(document))
    try:
        text = validated(PackText, document, RuleError)
    except RuleError as refusal:
        raise RuleError(*(coded(problem) for problem in refusal.problems)) from None
    return PackFile(text, document, hashlib.sha256(raw).hexdigest(), path, raw)


def read_limited(path: Path, name: str) -> bytes:
    """Return a file's bytes, one more than a pack may have where it is longer.

    Raises
    ------
    RuleError
        Where it is no file or cannot be read.
    """
    try:
        if not path.is_file():
            raise RuleError.about(f"{quoted(name)} is no file.", hint="Name a file or folder.", code="RP210")
        with path.open("rb") as file:
            return file.read(PACK_LIMITS.n_bytes + 1)
    except OSError as refusal:
        raise RuleError.about(f"{quoted(name)} cannot be read: {refusal.strerror}.", code="RP210") from None


def read_coded(raw: bytes, name: str, top: Top) -> Document:
    """Return a strict YAML document whose problems carry codes.

    Raises
    ------
    RuleError
        Where the text cannot be read.
    """
    try:
        return read_document(raw, name, limits=PACK_LIMITS, form="yaml", top=top, error=RuleError)
    except WhichmlError as refusal:
        raise RuleError(*(coded(problem) for problem in refusal.problems)) from None


def coded(problem: Problem) -> Problem:
    """Return a problem of reading with the code of its kind."""
    code = CODE_OF_KIND.get(problem.kind, "RP107")
    is_about_sources = (problem.pointer or "").startswith("/rules/") and (problem.pointer or "").endswith("/sources")
    if is_about_sources and problem.kind in ("missing-key", "wrong-value"):
        code = "RP401"
    if code == "RP101" and problem.message.startswith("the top level is"):
        code = "RP109"
    hint = problem.hint
    if problem.kind == "unknown-key" and _WISH.fullmatch(problem.pointer or ""):
        hint = f"No rule can require or prefer an algorithm: {_WAYS_TO_AN_ALGORITHM}. {hint or ''}".rstrip()
    return replace(problem, code=problem.code or code, hint=hint)


def _no_pack(document: Document) -> Problem:
    hint = "A pack begins with `rulepack: {id: ..., version: 1, title: ..., license: ...}`, then come its `rules:`."
    if document.mapping.keys() >= _FORMER_KEYS:
        hint = "Move `pack` (as `id`), `version`, `title` and `description` below `rulepack:`, and add `license:`."
    return Problem("this is no rule pack: `rulepack` is missing.", Place(document.name, 1, 1), "", hint, code="RP109")


def declared_facts(packs: Collection[LocatedValue[PackText]]) -> Mapping[str, DerivedText]:
    """Return the derived facts that the packs declare, by name."""
    return {name: declared for pack in packs for name, declared in pack.value.derives.items()}
