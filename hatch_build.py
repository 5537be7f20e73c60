"""Puts the built dataset into the wheel, so that an installed service starts without building."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class DatasetHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the dataset from the facts of this tree and adds it to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Validate the dataset and add the folder `csekg/_share/csekg-<fingerprint>` that has it packed.

        At the first use it is put into the user's cache, and a store made of it there. An editable
        install builds at its start.
        """
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from csekg.dataset.assemble import build
        from csekg.dataset.cache import contents_of, dataset_name, write_contents
        from csekg.resources import data_dir, ontology_dir
        from csekg.sparql.oxigraph_store import Store
        from csekg.validation import check_dataset

        content = build(data_dir(), ontology_dir(), lambda _step: None)
        store = Store(content)
        self._folder = tempfile.TemporaryDirectory()
        check_dataset(store)
        write_contents(Path(self._folder.name), contents_of(content, store, 9))
        for file in Path(self._folder.name).iterdir():
            build_data["force_include"][str(file)] = f"csekg/_share/{dataset_name()}/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder."""
        if version != "editable":
            self._folder.cleanup()
