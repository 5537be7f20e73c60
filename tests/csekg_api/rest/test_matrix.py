"""The State x treaty matrix over REST, as JSON and as a spreadsheet."""

from __future__ import annotations

from tests.csekg_api.rest.conftest import Get
from tests.queries import oracle


def test_treaties_and_group_narrow_the_matrix(get: Get) -> None:
    answer = get("/matrix", treaty=["opsc", "crc"], group="eu", limit=1000)
    assert {row["key"] for row in answer["items"]} == oracle.members("eu")
    assert all(set(row["cells"]) == {"crc", "opsc"} for row in answer["items"])


def test_as_a_table_each_treaty_is_a_column(get: Get, table: Get) -> None:
    rows = table("/matrix", on="2007-04-27", treaty=["crc", "opsc", "cets201"])
    assert list(rows[0]) == ["iri", "actor", "actor_name", "crc", "opsc", "on", "as_of", "beyond_data", "sources"]
    cells = {row["key"]: row["cells"] for row in get("/matrix", on="2007-04-27", limit=999)["items"]}
    assert {row["actor"]: (row["crc"], row["opsc"]) for row in rows} == {
        key: (of["crc"]["status"], of["opsc"]["status"]) for key, of in cells.items()
    }
    day = oracle.as_of("opsc").isoformat()
    assert rows[0]["as_of"].endswith(f"opsc {day}")
    (source,) = oracle.toml("opsc")["status"]["sources"]
    assert f"opsc {source}" in rows[0]["sources"]
