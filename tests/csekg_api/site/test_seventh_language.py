"""The recipe of docs/languages.md, gone through with Portuguese in a copy of the code."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from csekg.dataset.cache import write_atomically

_ROOT = Path(__file__).resolve().parents[3]
_TEN = {
    "Search": "Pesquisar",
    "Languages": "Idiomas",
    "Menu": "Menu",
    "Compare": "Comparar",
    "Check a claim": "Verificar uma afirmação",
    "Glossary": "Glossário",
    "Data and method": "Dados e método",
    "Topics": "Temas",
    "States": "Estados",
    "Treaties": "Tratados",
}
_ASK = """
import sys
from pathlib import Path
from starlette.testclient import TestClient
from csekg.sparql.oxigraph_store import Store
from csekg_api.app import create_app
client = TestClient(create_app(Store.open(Path(sys.argv[1])), "a" * 64))
sys.stdout.buffer.write(client.get("/pt/topics").content)
"""


@pytest.mark.timeout(300)
def test_a_seventh_language_needs_its_code_and_a_catalogue(small_dataset: bytes, tmp_path: Path) -> None:
    for folder in ("src/csekg", "api/csekg_api"):
        ignored = shutil.ignore_patterns("__pycache__", "built")
        shutil.copytree(_ROOT / folder, tmp_path / folder, ignore=ignored)
    for name in ("data", "ontology", "queries"):
        (tmp_path / name).symlink_to(_ROOT / name)
    # 1. The code of the language.
    listing = tmp_path / "src/csekg/languages/current.py"
    text = listing.read_text("utf-8")
    changed, times = re.subn(r"(?m)^(LANGUAGES\b.*)\)$", r'\1, "pt")', text)
    assert times == 1
    listing.write_text(changed, "utf-8")
    # 2. A catalogue, as `make words` makes it, with ten messages.
    catalogue_of = tmp_path / "api/csekg_api/locale/{}/LC_MESSAGES/csekg_api.po"
    with Path(str(catalogue_of).format("fr")).open("rb") as french:
        catalogue = read_po(french, locale="pt")
    for message in catalogue:
        if message.id:
            empty = tuple("" for _ in range(catalogue.num_plurals))
            message.string = empty if message.pluralizable else _TEN.get(str(message.id), "")
    made = Path(str(catalogue_of).format("pt"))
    made.parent.mkdir(parents=True)
    with made.open("wb") as file:
        write_po(file, catalogue)
    # 3. Look at it.
    write_atomically(tmp_path / "dataset.nq", small_dataset)
    path = os.pathsep.join(str(tmp_path / folder) for folder in ("src", "api"))
    done = subprocess.run(
        [sys.executable, "-c", _ASK, str(tmp_path / "dataset.nq")],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    page = done.stdout.decode()
    assert '<html lang="pt">' in page
    for word in _TEN.values():
        assert f">{word}</" in page or f'"{word}"' in page, word
    assert '<span aria-current="true">Português</span>' in page
    assert '<span lang="en" dir="ltr">Saved questions</span>' in page
