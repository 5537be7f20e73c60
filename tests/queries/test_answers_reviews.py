"""What was asked in the Universal Periodic Review, against the counts that came with its files, and the csv module."""

from __future__ import annotations

from collections import Counter

from csekg.sparql.oxigraph_store import Store
from tests.queries.oracle import ask, table

JOINING = ("join", "sign", "consider-joining")
#: By treaty: asked, a party then; accepted, joined later, within five years; only noted, and the same two.
#: Counted from the sources by whoever made the files, before there was a query.
COUNTED = {
    "crc": (10, 7, 3, 2, 2, 0, 0, 0),
    "opsc": (72, 9, 50, 34, 27, 13, 10, 9),
    "opac": (73, 9, 48, 30, 20, 16, 11, 8),
    "opic": (82, 0, 44, 16, 12, 38, 2, 2),
    "untoc": (9, 1, 7, 7, 6, 1, 1, 0),
    "tip": (34, 4, 20, 17, 15, 10, 9, 3),
    "som": (4, 0, 3, 2, 1, 1, 0, 0),
    "c182": (9, 0, 5, 4, 2, 4, 2, 0),
    "c138": (8, 0, 3, 2, 2, 5, 3, 1),
    "c029": (3, 1, 0, 0, 0, 2, 1, 0),
    "c105": (2, 0, 0, 0, 0, 2, 0, 0),
    "ets189": (1, 0, 1, 0, 0, 0, 0, 0),
    "cets197": (2, 0, 2, 2, 2, 0, 0, 0),
    "cets201": (6, 0, 6, 6, 6, 0, 0, 0),
}
#: The columns of the query in the order of the counts.
COLUMNS = (
    "reviews",
    "party_then",
    "accepted_in",
    "accepted_joined",
    "accepted_joined_in_five_years",
    "only_noted",
    "noted_joined",
    "noted_joined_in_five_years",
)
#: Asked to join although a party on that day, as the reports were read.
THOUGH_PARTY = """crc: GMB FSM STP ZWE IND BRN IRQ
opsc: GEO LIE SRB MYS CAF NOR BTN ETH IRN
opac: MWI NPL GEO SYC VCT MYS AFG COD BTN
tip: COD HND GHA MNE
untoc: YEM
c029: VNM"""


#: Accepted to join the OPSC, and no consent, as the reports were read.
WAITING = ("BRB", "CMR", "GHA", "IRL", "KNA", "LBR", "NRU", "PLW", "PNG", "SGP", "SOM", "STP", "TON", "TUV")


def test_accepted_against_noted(store: Store) -> None:
    rows = ask(store, "accepted-against-noted")
    assert {row["treaty"]: tuple(int(row[column]) for column in COLUMNS) for row in rows} == COUNTED
    assert [sum(int(row[column]) for row in rows) for column in COLUMNS] == [315, 31, 192, 122, 95, 92, 39, 23]


def test_accepted_and_not_joined_and_from_acceptance_to_joining(store: Store) -> None:
    waiting = ask(store, "accepted-and-not-joined")
    joined = ask(store, "from-acceptance-to-joining")
    assert (len(waiting), len(joined)) == (192 - 122, 122)
    # Days and symbols are those of the file of reviews.
    known = {(row["state"], row["report"]): row["reviewed_on"] for row in table("reviews/reviews.csv")}
    for row in (*waiting, *joined):
        assert row["reviewed_on"] == (known[row["state"], row["report"]] or "2014-05-09")
    opsc = {row["state"] for row in waiting if row["treaty"] == "opsc"}
    assert opsc >= set(WAITING)
    assert sum(int(row["full_years"]) < 5 for row in joined) == 95
    assert [
        (row["consent"], row["full_years"]) for row in joined if (row["state"], row["treaty"]) == ("AUT", "cets201")
    ] == [("2011-02-25", "0")]


def test_asked_though_party(store: Store) -> None:
    rows = ask(store, "asked-though-party")
    expected = {(state, line[: line.index(":")]) for line in THOUGH_PARTY.splitlines() for state in line.split()[1:]}
    assert {(row["state"], row["treaty"]) for row in rows} == expected
    assert len(rows) == 31
    assert {row["consent"] for row in rows if row["state"] == "LIE"} == {"2013-01-30"}


def test_who_asks_whom(store: Store) -> None:
    """Every row of the file about each treaty, and nothing else."""
    for treaty in COUNTED:
        columns = ("id", "state", "recommending", "act", "response", "list_note", "report_paragraph")
        expected = Counter(
            tuple(row[column].replace("unknown", "") for column in columns)
            for row in table("reviews/joins.csv")
            if row["treaty"] == treaty
        )
        found = ask(store, "who-asks-whom", treaty=treaty)
        asked = ("recommendation", "state", "recommending", "act", "response", "told_as", "paragraph")
        assert Counter(tuple(row[column] for column in asked) for row in found) == expected
