"""The State x treaty matrix over REST, as JSON and as a spreadsheet."""

from __future__ import annotations

from datetime import date

import pytest

from csekg.answers.common.references import by_legal_basis, treaties
from csekg.answers.status.status_answers import state
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle


@pytest.mark.parametrize(("treaty", "number"), [("crc", 193), ("opsc", 118), ("untoc", 132)])
def test_the_matrix_of_a_day_counts_as_the_facts_do(get: Get, treaty: str, number: int) -> None:
    rows = get("/matrix", on="2007-04-27", limit=1000)["items"]
    bound = {row["key"] for row in rows if row["cells"][treaty]["status"] == "party"}
    assert bound == oracle.bound_on(treaty, date(2007, 4, 27))
    assert len(bound) == number
    existing = {key for key in oracle.actors() if oracle.exists(key, date(2007, 4, 27))}
    assert {row["key"] for row in rows} == existing


def test_each_cell_speaks_of_the_as_of_date_of_its_treaty(get: Get, store: Store) -> None:
    answer = get("/matrix", limit=1000)
    rows = {row["key"]: row["cells"] for row in answer["items"]}
    assert "CSK" not in rows
    for key in ("IRL", "EUE", "RUS", "USA"):
        assert {t: (c["status"], c["since"], c["asOf"]) for t, c in rows[key].items()} == {
            row.treaty.key: (row.status, str(row.since), str(row.as_of))
            for row in state(store, key)
        }
    columns = answer["summary"]["treaties"]
    known = sorted(treaties(store).values(), key=by_legal_basis)
    assert [column["key"] for column in columns] == [info.key for info in known]
    assert all(column["sources"] for column in columns)


def test_treaties_adopted_later_have_no_column(get: Get) -> None:
    columns = get("/matrix", on="2007-04-27", limit=1)["summary"]["treaties"]
    assert {column["key"] for column in columns} == set(oracle.TREATIES) - {
        "cets201", "cets224", "cyber", "opic", "p029",
    }  # fmt: skip


def test_treaties_and_group_narrow_the_matrix(get: Get) -> None:
    answer = get("/matrix", treaty=["opsc", "crc"], group="eu", limit=1000)
    assert {row["key"] for row in answer["items"]} == oracle.members("eu")
    assert all(set(row["cells"]) == {"crc", "opsc"} for row in answer["items"])


def test_as_a_table_each_treaty_is_a_column(get: Get, table: Get) -> None:
    rows = table("/matrix", on="2007-04-27", treaty=["crc", "opsc", "cets201"])
    assert list(rows[0]) == ["iri", "actor", "actor_name", "crc", "opsc", "on", "as_of",
                             "beyond_data", "sources"]  # fmt: skip
    cells = {
        row["key"]: row["cells"] for row in get("/matrix", on="2007-04-27", limit=999)["items"]
    }
    assert {row["actor"]: (row["crc"], row["opsc"]) for row in rows} == {
        key: (of["crc"]["status"], of["opsc"]["status"]) for key, of in cells.items()
    }
    day = oracle.as_of("opsc").isoformat()
    assert rows[0]["as_of"].endswith(f"opsc {day}")
    assert "opsc fedlex-opsc-20230420" in rows[0]["sources"]


def test_unknown_treaties_and_days_before_all_are_not_found(problem: Get) -> None:
    assert problem("/matrix", treaty=["crc", "opcs"]) == (
        404, "unknown treaty 'opcs'. Did you mean opsc, opic, opac?",
    )  # fmt: skip
    assert problem("/matrix", on="1900-01-01")[0] == 404
