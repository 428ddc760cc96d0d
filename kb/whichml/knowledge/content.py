"""Where the content lies: ontology, rules and facts, in a checkout or inside the installed package."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from whichml.knowledge.content_archive import ARCHIVE, read_archive
from whichml.model.documents.errors import KnowledgeError

_NOT_READ = ("scenarios", "probes", "published", "elicited")
COST_MODELS = Path("probes") / "cost_models.json"
"""The file among the evidence that answers read, below the facts."""
STRENGTHS = Path("published") / "strengths.json"
"""The file among what is derived from published results that answers read, below the facts."""
PRACTICE = Path("elicited") / "practice.json"
"""The file of what answerers of many briefs have in common, below the facts."""
ADVICE = Path("elicited") / "advice.json"
"""The file of how common each piece of advice is in answers to these briefs, below the facts."""

DATA_SETS = Path("probes") / "datasets.yaml"
"""The registry of the tables that claims are held against, below the facts."""


@dataclass(frozen=True)
class Content:
    """The three content folders below one root, and the names that messages give their files.

    Attributes
    ----------
    root : what names in messages are relative to
    ontology, rules, facts : the folders
    archive : what holds the files that answers stand on in an installation, whose folders hold the others alone
    """

    root: Path
    ontology: Path
    rules: Path
    facts: Path
    archive: Path | None = None

    @classmethod
    def shipped(cls) -> Content:
        """Return the content that the program answers from: below `WHICHML_CONTENT`, else what came with it.

        Raises
        ------
        KnowledgeError
            Where the chosen folder, or both the package and a checkout around it, hold no content.
        """
        chosen = os.environ.get("WHICHML_CONTENT")
        if chosen:
            return cls.below(Path(chosen))
        package = Path(__file__).resolve().parent.parent
        checkout, installed = package.parent.parent, package / "content"
        if (installed / ARCHIVE).is_file():
            return cls._in(installed, installed / ARCHIVE)
        if (checkout / "ontology" / "whichml.ttl").is_file():
            return cls.below(checkout)
        raise KnowledgeError.about(
            "the knowledge that belongs to whichml is missing from this installation.",
            hint="Install whichml again, or work in a checkout of its repository.",
        )

    @classmethod
    def below(cls, root: Path) -> Content:
        """Return the content of a folder laid out like the repository: `ontology/`, `rules/` and `kb/facts/`.

        Raises
        ------
        KnowledgeError
            Where the folder holds no ontology.
        """
        root = root.resolve()
        if not (root / "ontology" / "whichml.ttl").is_file():
            raise KnowledgeError.about(
                f"there is no content in {root}: ontology/whichml.ttl is missing.",
                hint="Set WHICHML_CONTENT to a folder with ontology/, rules/ and kb/facts/, or do not set it.",
            )
        return cls._in(root)

    @classmethod
    def _in(cls, root: Path, archive: Path | None = None) -> Content:
        return cls(root, root / "ontology", root / "rules", root / "kb" / "facts", archive)

    def name_of(self, path: Path) -> str:
        """Return how messages and citations call a file: its path below the root, with slashes."""
        return path.as_posix().removeprefix(f"{self.root.as_posix()}/")

    def files_in(self, folder: Path, pattern: str = "*.yaml") -> tuple[Path, ...]:
        """Return the files of a folder in the order of their names."""
        return tuple(sorted(folder.glob(pattern), key=lambda path: path.name))

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Return every file that answers stand on, in the order of their names below the root; none is in an archive.

        Tests beside packs, scenarios, tables behind claims, the evidence behind verdicts and the questions that gates
        ask are content too, but no answer reads them.
        """
        return () if self.archive is not None else tuple(Path(path) for _, path in self._read)

    @cached_property
    def _read(self) -> tuple[tuple[str, str], ...]:
        """Return the name below the root and the path of every file that answers stand on, in the order of names."""
        terms = [self.ontology / name for name in ("whichml.ttl", "shapes.ttl")]
        derived = [self.facts / name for name in (COST_MODELS, STRENGTHS, PRACTICE, ADVICE)]
        rules = [path for path in _yaml_below(self.rules) if not path.endswith(".test.yaml")]
        folders = [folder for folder in self.facts.glob("*") if folder.name not in _NOT_READ]
        facts = [path for folder in folders for path in _yaml_below(folder)]
        paths = (*map(str, terms), *(str(path) for path in derived if path.is_file()), *rules, *facts)
        root = f"{self.root.as_posix()}/"
        return tuple(sorted((path.replace(os.sep, "/").removeprefix(root), path) for path in paths))

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name below the root and the bytes of every file that answers stand on, in the order of the names.

        Raises
        ------
        KnowledgeError
            Where they are in an archive that cannot be read.
        """
        if self.archive is not None:
            yield from read_archive(self.archive)
        else:
            for name, path in self._read:
                with open(path, "rb", buffering=0) as file:  # a `Path` of each takes longer than to read it
                    yield name, file.read()

    @contextmanager
    def unpacked(self) -> Iterator[Content]:
        """Return the content as files, which last no longer than the context where an archive holds it."""
        if self.archive is None:
            yield self
            return
        with tempfile.TemporaryDirectory(prefix="whichml-") as folder:
            for name, raw in self.parts():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(raw)
            yield Content.below(Path(folder))

    @cached_property
    def loose(self) -> tuple[Path, ...]:
        """Return the files that an installation holds beside what answers stand on, in the order of their names.

        The scenarios that `whichml rules diff` asks, and the registry of tables that `whichml verify` reads. The rest,
        such as evidence, raw figures and tests of packs, serves work on whichml.
        """
        return tuple(sorted((*self.scenarios.values(), self.facts / DATA_SETS), key=self.name_of))

    @cached_property
    def scenarios(self) -> Mapping[str, Path]:
        """Return the files of the shipped scenarios by their names, in the order of these."""
        files = self.files_in(self.facts / "scenarios")
        return MappingProxyType({path.stem: path for path in files if path.suffixes == [".yaml"]})

    @cached_property
    def stamp(self) -> str:
        """Return what changes whenever the digest would: the digest of the archive as it is, where there is one."""
        return self.digest if self.archive is None else hashlib.sha256(self.archive.read_bytes()).hexdigest()

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of all content: names and bytes, in order."""
        total = hashlib.sha256()
        for name, raw in self.parts():
            total.update(name.encode())
            total.update(b"\0")
            total.update(hashlib.sha256(raw).digest())
        return total.hexdigest()


def _yaml_below(folder: Path) -> Iterator[str]:
    return (
        os.path.join(above, name) for above, _, names in os.walk(folder) for name in names if name.endswith(".yaml")
    )
