"""Puts the content into the wheel, and beside it what it compiles to, so that an installation answers at once."""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ContentHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the content to the wheel; an editable installation answers from the checkout instead."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the content and name the files that the wheel takes in.

        Parameters
        ----------
        version : the kind of wheel, `standard` or `editable`
        """
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "kb"))
        from whichml.cli.heap import look_seldom
        from whichml.knowledge.building import compiled
        from whichml.knowledge.content import Content
        from whichml.knowledge.snapshot import write_shipped
        from whichml.model.words.phrase_texts import pack_phrases
        from whichml.model.words.word_points import pack_tables

        look_seldom()  # else a fifth of the time goes into looking through what is compiled
        content = Content.below(root)
        self._folder = tempfile.TemporaryDirectory()
        shipped = write_shipped(Path(self._folder.name), compiled(content, self.metadata.version), content)
        tables, phrases = pack_tables(Path(self._folder.name)), pack_phrases(Path(self._folder.name))
        build_data["force_include"] |= {
            str(tables): f"whichml/model/words/described/{tables.name}",
            str(phrases): f"whichml/model/words/phrases/{phrases.name}",
            **{str(path): f"whichml/content/{content.name_of(path)}" for path in content.loose},
            **{str(path): f"whichml/content/{path.name}" for path in shipped},
        }

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the files that the wheel holds now, and pack it as tightly as zip can, which hatchling does not."""
        if version == "editable":
            return
        self._folder.cleanup()
        wheel = Path(artifact_path)
        with zipfile.ZipFile(wheel) as packed:
            held = [(each, packed.read(each)) for each in packed.infolist()]
        with zipfile.ZipFile(wheel, "w") as packed:
            for each, content in held:
                is_packed = each.filename.endswith(".xz")  # to pack it again would add to it
                packed.writestr(each, content, zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED, 9)
