"""docs/walk.md says of one fact what data, code and answers say."""

from __future__ import annotations

import re
from pathlib import Path

from csekg.answers.status.participation import participation
from csekg.namespaces import ID
from csekg.resources import data_dir
from csekg.sparql.oxigraph_store import Store

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "walk.md").read_text(encoding="utf-8")


def test_the_rows_are_those_of_the_file() -> None:
    file = data_dir() / "treaties" / "opsc" / "participation.csv"
    head, *rows = file.read_text(encoding="utf-8").splitlines()
    expected = [head, *(row for row in rows if row.startswith("IRL,"))]
    assert re.findall(r"^    (.*,.*)$", PAGE, re.MULTILINE) == expected


def test_every_file_and_folder_is_there() -> None:
    places = re.findall(r"`((?:src|api|data|tests)/[^`]+)`", PAGE)
    assert len(places) > 10
    assert [place for place in places if not (ROOT / place).exists()] == []


def test_the_act_and_its_reason_are_in_the_answers(store: Store) -> None:
    [act] = re.findall(r"`(action/[^`]+)`", PAGE)
    assert store.query(f"ASK {{ <{ID}{act}> cse:actor state:IRL ; cse:treaty instrument:opsc }}")
    answer = participation(store, "IRL", "opsc")
    [sentence] = re.findall(r'"(Signed [^"]+)"', PAGE)
    assert (str(answer.since), answer.status) == ("2000-09-07", "signatory")
    assert str(answer.reason) == sentence
