"""docs/walk.md names the files that the fact passes, and no others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pyoxigraph as ox
import pytest
from starlette.responses import Response

from tests.walk import FILE, MARK, PAGE, ROOT, SIGNED, TEXTS, holds, listed, updated, walk

#: More than a newcomer wants to read.
TOO_MANY = 72


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, str]]:
    return walk(tmp_path_factory.mktemp("walk"))


def test_the_lists_are_those_of_the_walk(walked: Mapping[str, Mapping[str, str]]) -> None:
    page = listed(PAGE.read_text(encoding="utf-8"))
    told = {f"{stage} {file}" for stage, files in page.items() for file in files}
    found = {f"{stage} {file}" for stage, files in walked.items() for file in files}
    assert found - told == set(), "run: python -m tests.walk"
    assert told - found == set(), "run: python -m tests.walk"


def test_the_fact_passes_few_files_and_each_for_a_reason() -> None:
    page = listed(PAGE.read_text(encoding="utf-8"))
    files = {f"data/{FILE}"}.union(*page.values())
    assert len(files) < TOO_MANY
    assert all((ROOT / file).is_file() for file in files)
    reasons = [why for stage in page.values() for why in stage.values()]
    assert all(len(why) > 10 for why in reasons)


def test_what_the_fact_does_not_pass_is_not_listed(walked: Mapping[str, Mapping[str, str]]) -> None:
    everywhere = set().union(*walked.values())
    assert "src/csekg/facts/statements.py" in everywhere
    assert "src/csekg/facts/provisions.py" not in everywhere
    assert "api/csekg_api/site/treaties/treaty.py" not in everywhere


def test_the_day_of_the_mark_stands_nowhere_in_the_dataset(dataset: bytes) -> None:
    assert not any(day.encode() in dataset for day in TEXTS)
    assert str(SIGNED).encode() in dataset


@pytest.mark.parametrize(
    "value",
    [
        MARK,
        f"signature, {TEXTS[1]}",
        f'"{MARK}"'.encode(),
        {"on": [MARK]},
        ox.Literal(str(MARK)),
        Response(f"<p>{TEXTS[1]}</p>"),
    ],
)
def test_the_day_is_found_in_any_form(value: object) -> None:
    assert holds(value)
    assert holds((value,))
    assert not holds(date(2000, 11, 23))
    assert not holds([MARK] * 100)


def test_a_reason_that_is_given_stays_and_a_new_file_gets_its_own_words() -> None:
    text = "<!-- page -->\n| `a.py` | because |\n| `b.py` | gone |\n<!-- end -->\n"
    new = listed(updated(text, {"page": ["src/csekg/errors.py", "a.py"]}))["page"]
    assert new["a.py"] == "because"
    assert new["src/csekg/errors.py"].startswith("The errors")
    assert "b.py" not in new
