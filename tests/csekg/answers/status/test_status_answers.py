"""Status over time as a library: reports on a day, gaps with reasons, one State everywhere."""

from __future__ import annotations

from datetime import date

import pytest

from csekg.answers.common.references import ORDER, actor_ref, actor_refs, find_treaty, treaties
from csekg.answers.status.status_answers import gaps, state, status
from csekg.errors import AmbiguousNameError, CsekgError, UnknownNameError
from csekg.languages.current import LANGUAGES, speaking
from csekg.sparql.oxigraph_store import Store
from tests.records import all_facts, existing


def test_a_report_covers_every_actor_once(store: Store) -> None:
    report = status(store, "opsc")
    assert report.on == report.treaty.status_on >= report.treaty.as_of
    assert {row.actor.key for row in report.rows} == existing(report.on)
    assert len(report.rows) == 199
    counts = report.counts()
    # Whether the list of signatures reaches to the day.
    listed = report.treaty.has_all_signatures(None) and report.treaty.is_complete(None)
    assert counts == {
        "party": 178,
        "contracting-state": 0,
        "signatory": 8,
        "no-action": 11 if listed else 0,
        "no-act-read": 0 if listed else 11,
        "needs-invitation": 0,
        "must-join-first": 0,
        "former-party": 0,
        "unknown": 0,
        "not-eligible": 2,
    }


def test_a_row_tells_since_when_until_when_and_by_what(store: Store) -> None:
    (row,) = (r for r in status(store, "opsc", date(2002, 12, 31)).rows if r.actor.key == "USA")
    assert (row.actor.name, row.status) == ("United States of America", "contracting-state")
    assert (row.since, row.until) == (date(2002, 12, 23), date(2003, 1, 23))
    assert row.acts == "ratification, 23 Dec 2002"
    assert row.reason == "Consented to be bound on 23 Dec 2002; bound from 23 Jan 2003."


def test_a_treaty_not_yet_adopted_has_no_statuses(store: Store) -> None:
    with pytest.raises(CsekgError, match="Lanzarote Convention was not yet adopted on 2007-04-27"):
        status(store, "cets201", date(2007, 4, 27))
    first = date(2007, 7, 12)
    assert len(status(store, "cets201", first).rows) == len(existing(first))


def test_gaps_leave_out_the_parties_and_sort_by_status(store: Store) -> None:
    report = gaps(store, "untoc")
    places = [(ORDER.index(row.status), row.actor.name) for row in report.rows]
    assert places == sorted(places)
    assert report.rows[0].actor.key == "SLB"
    assert len(report.rows) == len(existing(report.on)) - 194
    assert report.with_status("party") == []
    assert all(row.acts or row.reason for row in report.rows)


def test_an_answer_carries_its_legal_basis_and_date(store: Store) -> None:
    known = treaties(store)
    assert set(known) == set(all_facts().treaties)
    assert {key for key, info in known.items() if info.legal_basis == "urged"} == {"crc", "opsc"}
    assert {key for key, info in known.items() if info.legal_basis == "recalled"} == {"untoc", "tip", "c182"}
    assert {key for key, info in known.items() if info.legal_basis == "noted"} == {"ets185"}
    for key, info in known.items():
        assert info.as_of == all_facts().treaties[key].as_of
        assert info.complete is all_facts().treaties[key].complete


def test_treaty_keys_are_found_in_any_case(store: Store) -> None:
    assert find_treaty(store, "OPSC").key == "opsc"
    with pytest.raises(UnknownNameError, match=r"unknown treaty 'opsk'\. Did you mean opsc"):
        find_treaty(store, "opsk")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("FRA", "FRA"),
        ("france", "FRA"),
        ("cote d'ivoire", "CIV"),
        ("the Netherlands", "NLD"),
        ("ke", "KEN"),
        ("404", "KEN"),
    ],
)
def test_a_state_is_found_by_key_and_by_name(store: Store, text: str, key: str) -> None:
    assert actor_ref(store, text).key == key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_found_by_its_name(store: Store, language: str) -> None:
    with speaking(language):
        for actor in actor_refs(store).values():
            # Two States are called Congo.
            if actor.key != "COG":
                assert actor_ref(store, str(actor.name)) == actor


def test_a_name_that_two_have_is_not_guessed(store: Store) -> None:
    with pytest.raises(AmbiguousNameError, match=r"COD \(.*\), COG \(Congo\)"):
        actor_ref(store, "Congo")


def test_a_misspelt_state_is_not_guessed(store: Store) -> None:
    with pytest.raises(UnknownNameError, match=r"unknown State 'Frence'\. Did you mean .*France"):
        actor_ref(store, "Frence")


def test_one_state_under_every_treaty_the_urged_first(store: Store) -> None:
    found = state(store, "Costa Rica")
    assert [row.treaty.key for row in found][:2] == ["crc", "opsc"]
    assert {row.treaty.key for row in found} == set(all_facts().treaties)
    assert {row.actor.key for row in found} == {"CRI"}
    basis = [row.legal_basis for row in found]
    assert basis == sorted(basis, key=("urged", "recalled", "noted", "related").index)
