"""The names that only the search knows, and the rows that the reader refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.derived.references import check_search_names
from csekg.errors import DataError
from csekg.facts.names import read_search_names
from tests.records import all_facts

_HEAD = "thing,name,lang,source\n"


def _names(folder: Path, rows: str) -> None:
    (folder / "search_names.csv").write_text(_HEAD, encoding="utf-8")
    (folder / "other_names.csv").write_text(_HEAD + rows, encoding="utf-8")
    facts = all_facts()
    names = read_search_names(folder, facts.sources)
    check_search_names(
        names,
        facts.actors,
        facts.groups,
        {**facts.treaties, **facts.documents},
        facts.vocabularies,
        facts.territories,
        facts.areas,
        facts.words,
    )


def test_the_rows_say_nothing_that_other_files_say() -> None:
    rows = [(each.thing, each.name) for each in all_facts().search_names]
    assert len(rows) == len(set(rows))
    spelled = {
        (f"state/{actor.key}", spelling) for actor in all_facts().actors.values() for spelling in actor.spellings
    }
    assert spelled.isdisjoint(rows)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("instrument/tipp,Palermo Protocol,en,editors", "nothing has this path.*instrument/tip"),
        ("group/un-african-group,African States,en,editors", "nothing has this path"),
        ("instrument/tip,A,en,editors\ninstrument/tip,A,fr,editors", "twice|already|duplicate"),
    ],
)
def test_what_is_wrong_is_refused(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(DataError, match=f"(?s){message}"):
        _names(tmp_path, row + "\n")


def test_right_rows_are_taken(tmp_path: Path) -> None:
    _names(
        tmp_path,
        "area/taiwan,Formosa,en,editors\nterritory/BES,Bonaire,en,editors\n"
        "vocab/topic/grooming,online grooming,en,editors\nword/webcam,cam,en,editors\n",
    )
