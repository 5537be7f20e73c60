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
        """Validate the dataset and add it with the files beside it, packed.

        They are `csekg/_share/csekg-<fingerprint>.nq.gz`, `.json`, `.findings` and `.checksums`,
        unpacked into the user's cache at the first use. An editable install builds at its start.
        """
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from csekg.dataset.assemble import build
        from csekg.dataset.cache import contents_of, dataset_name, packed, with_checksums
        from csekg.resources import data_dir, ontology_dir
        from csekg.sparql.oxigraph_store import Store
        from csekg.validation import check_dataset
        from csekg.validation.findings import to_json

        content = build(data_dir(), ontology_dir(), lambda _step: None)
        store = Store(content)
        found = {"findings": to_json(check_dataset(store))}
        contents = packed(with_checksums({**found, **contents_of(content, store)}))
        self._folder = tempfile.TemporaryDirectory()
        for ending, part in contents.items():
            file = Path(self._folder.name) / f"{dataset_name()}.{ending}"
            file.write_bytes(part)
            build_data["force_include"][str(file)] = f"csekg/_share/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder."""
        if version != "editable":
            self._folder.cleanup()
