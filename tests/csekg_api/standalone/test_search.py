"""The search of the folder: what names lead to, as the script in a browser finds it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from csekg.answers.common.folding import folded_words
from csekg.sparql.oxigraph_store import Store
from csekg_api.standalone.scope import Address
from csekg_api.standalone.search import paths_by_name, search_script
from tests.npm import node_program

_SCRIPT = Path(__file__).parents[3] / "web" / "src" / "folder-search.js"
#: What is typed, and the page that comes first.
TYPED = {
    "webcam": "/treaties/ets185/articles/9",
    "sextortion": "/treaties/cets201/articles/21",
    "age of consent": "/treaties/cets201/articles/18/2",
    "Costa de Marfil": "/states/CIV",
    "Côte d'Ivoire": "/states/CIV",
    "OPSC": "/treaties/opsc",
    "Lanzarote": "/treaties/cets201",
    "Kenya OPSC": "/states/KEN#under-opsc",
    "opsc kenia": "/states/KEN#under-opsc",
    "زواج القاصرات": "/treaties/crc/articles/24/2/f",
    "肯尼亚": "/states/KEN",
    "暗网": "/topics/mass-media-and-ict",
    "EU": "/states/EUE",
    "op 4 (a)": "/resolution/op/4/a",
    "Hong Kong": "/places/HKG",
}


@pytest.fixture(scope="module")
def names(store: Store) -> Mapping[str, Sequence[str]]:
    return paths_by_name(store)


@pytest.fixture(scope="module")
def script(names: Mapping[str, Sequence[str]]) -> str:
    """The script of a folder that has a page for each name, called as its path."""
    paths = dict.fromkeys(path for paths in names.values() for path in paths)
    titles = {Address(*path.split("?")): {"en": (path, f"{path.strip('/')}/index.html")} for path in paths}
    return search_script(titles, names)


def _run(program: str) -> object:
    run = subprocess.run(
        [node_program(), "--input-type=module"], input=program, capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(run.stdout)


def test_the_first_of_what_is_found_is_what_is_meant(script: str) -> None:
    program = f"""
import {{ search }} from {json.dumps(_SCRIPT.as_uri())};
globalThis.window = {{}};
{script}
const found = {json.dumps([*TYPED])}.map((text) => search(window.csekgPages, window.csekgNames, text, "en")[0]?.file);
console.log(JSON.stringify(found));
"""
    files = {typed: f"{page.strip('/').partition('#')[0]}/index.html" for typed, page in TYPED.items()}
    expected = [files[typed] + ("#under-opsc" if "#" in page else "") for typed, page in TYPED.items()]
    assert _run(program) == expected


def test_the_script_folds_words_as_the_service_does(names: Mapping[str, Sequence[str]]) -> None:
    texts = [
        *list(names)[::20],
        "Straße 4(a)",
        "البروتوكول الاختياري",
        "بالاتجار",
        "儿童权利公约",
        "Türkiye's",
        "№ 182",
        "ÅLAND",
    ]
    program = f"""
import {{ words }} from {json.dumps(_SCRIPT.as_uri())};
console.log(JSON.stringify({json.dumps(texts)}.map((text) => words(text).join(" "))));
"""
    assert _run(program) == [folded_words(text) for text in texts]


def test_names_without_a_page_in_the_folder_are_left_out() -> None:
    titles = {Address("/states/KEN"): {"en": ("Kenya", "states/KEN/index.html")}}
    script = search_script(titles, {"kenya": ["/states/KEN"], "opsc": ["/treaties/opsc"]})
    assert script.splitlines() == [
        'window.csekgPages = [{"en":["Kenya","states/KEN/index.html"]}];',
        'window.csekgNames = {"kenya":[0]};',
    ]
