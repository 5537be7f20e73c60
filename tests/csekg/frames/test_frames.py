"""`csekg.open()` as a researcher uses it: frames with real types, and clear errors."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pandas as pd
import pytest

import csekg
from csekg.answers.status.status_answers import standings_of_treaty
from csekg.errors import CsekgError, QueryError, TooEarlyError, UnknownNameError
from csekg.frames.graph import KnowledgeGraph
from csekg.releases.folder import Release
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.remote import RemoteStore
from csekg.tables.all_tables import TABLES
from tests.command import environment
from tests.csekg.sparql.remote.servers import Server
from tests.records import all_facts


@pytest.fixture(scope="module")
def kg(store: Store) -> KnowledgeGraph:
    return KnowledgeGraph(store)


def test_every_table_is_a_frame_with_real_types(kg: KnowledgeGraph) -> None:
    for table in TABLES:
        frame = kg.table(table.name)
        assert len(frame) > 15, table.name
        for column in table.columns:
            kind = str(frame[column.key].dtype)
            assert (
                kind
                == {
                    "text": "str",
                    "category": "category",
                    "day": "datetime64[s]",
                    "boolean": "boolean",
                    "integer": "Int32",
                }[column.kind]
            )
        assert frame.attrs["columns"] == {each.key: each.meaning for each in table.columns}


@pytest.mark.parametrize(
    "name",
    [
        "participations",
        "intervals",
        "acts",
        "statements",
        "provisions",
        "correspondences",
        "actors",
        "treaties",
        "sources",
    ],
)
def test_the_tables_have_methods(kg: KnowledgeGraph, name: str) -> None:
    pd.testing.assert_frame_equal(getattr(kg, name)(), kg.table(name))


def test_a_frame_that_is_changed_changes_no_other(kg: KnowledgeGraph) -> None:
    frame = kg.treaties()
    frame["title"] = ""
    assert (kg.treaties()["title"] != "").all()


def test_the_status_on_a_day_is_that_of_the_answers(kg: KnowledgeGraph, store: Store) -> None:
    frame = kg.status("opsc", on="2007-04-27")
    _, standings = standings_of_treaty(store, "opsc", date(2007, 4, 27))
    assert dict(zip(frame["actor"], frame["status"], strict=True)) == {
        each.actor.key: each.status for each in standings
    }
    assert not frame["beyond_data"].any()
    assert kg.status("opsc", on=date(2100, 1, 1))["beyond_data"].all()


def test_without_a_day_it_is_the_day_on_which_the_statuses_of_each_treaty_are_told(kg: KnowledgeGraph) -> None:
    frame = kg.status()
    now = kg.participations()
    now = now[now["status"] != "did-not-exist"]
    keys = ["actor", "treaty", "status"]
    assert sorted(map(tuple, frame[keys].astype(str).values)) == sorted(map(tuple, now[keys].astype(str).values))
    days = {key: treaty.status_on for key, treaty in all_facts().treaties.items()}
    assert {(treaty, on.date()) for treaty, on in zip(frame["treaty"], frame["on"], strict=True)} == set(days.items())
    # An act after the list is known of some: there the day lies behind that of the list.
    assert (frame["on"] >= frame["as_of"]).all()


def test_gaps_are_all_but_the_parties(kg: KnowledgeGraph, store: Store) -> None:
    _, standings = standings_of_treaty(store, "opsc")
    assert set(kg.gaps("opsc")["actor"]) == {each.actor.key for each in standings if each.status != "party"}
    assert set(kg.gaps("opsc", on="2007-04-27")["status"]) >= {"signatory", "contracting-state"}


def test_a_query_is_a_frame_with_types(kg: KnowledgeGraph) -> None:
    frame = kg.query(
        "SELECT ?treaty ?on ?complete (COUNT(?p) AS ?number) (1.5 AS ?real) "
        "(SAMPLE(?nothing) AS ?none) WHERE { "
        "?treaty a cse:Treaty ; cse:adoptedOn ?on ; cse:completeList ?complete . "
        "?p a cse:Participation ; cse:treaty ?treaty } GROUP BY ?treaty ?on ?complete"
    )
    assert list(frame.columns) == ["treaty", "on", "complete", "number", "real", "none"]
    assert [str(kind)[:10] for kind in frame.dtypes] == ["str", "datetime64", "boolean", "Int64", "float64", "str"]
    assert len(frame) == 18
    assert frame["none"].isna().all()
    assert kg.query("SELECT ?a ?b WHERE { ?a <urn:none> ?b }").shape == (0, 2)


def test_a_query_that_may_find_nothing_is_warned_of(kg: KnowledgeGraph) -> None:
    with pytest.warns(UserWarning, match="cse:concerns is not in this dataset. Did you mean cse:concerns"):
        assert kg.query("SELECT ?r ?p { ?r cse:concerns ?p }").empty


def test_errors_say_what_would_be_right(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match="Did you mean opsc"):
        kg.status("opcs")
    with pytest.raises(UnknownNameError, match="Did you mean acts"):
        kg.table("act")
    with pytest.raises(TooEarlyError, match="1990-01-01"):
        kg.gaps("opsc", on="1990-01-01")
    with pytest.raises(CsekgError, match="is not a day such as"):
        kg.status("opsc", on="yesterday")
    for text in ("ASK {}", "SELECT", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"):
        with pytest.raises(QueryError):
            kg.query(text)


def test_a_release_and_an_endpoint_are_opened(release: Release, small_server: Server, small_store: Store) -> None:
    acts = csekg.open(release.folder).acts()
    assert "SGP" in set(acts.query("treaty == 'opsc' and kind == 'signature'")["actor"])
    with pytest.raises(CsekgError, match=r"no release: it has no release\.json"):
        csekg.open(release.folder.parent)
    there = csekg.open(small_server.query)
    assert isinstance(there.store, RemoteStore)
    pd.testing.assert_frame_equal(there.intervals(), KnowledgeGraph(small_store).intervals())
    there.store.close()


def test_a_password_goes_to_no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    from csekg.sparql.remote import settings_for

    monkeypatch.setenv("CSEKG_ENDPOINT", "https://ours.example/sparql")
    monkeypatch.setenv("CSEKG_ENDPOINT_USER", "me")
    monkeypatch.setenv("CSEKG_ENDPOINT_PASSWORD", "secret")
    monkeypatch.setenv("CSEKG_ENDPOINT_TIMEOUT", "7")
    ours = settings_for("https://ours.example/sparql")
    assert (ours.user, ours.password.get_secret_value(), ours.timeout) == ("me", "secret", 7)
    other = settings_for("https://other.example/sparql")
    assert (other.url, other.user, other.timeout) == ("https://other.example/sparql", "", 7)
    assert other.password.get_secret_value() == ""
    with pytest.raises(CsekgError, match="not a password in the URL"):
        settings_for("https://me:secret@other.example/")


def test_without_pandas_the_store_answers_and_a_frame_says_what_to_install(release: Release) -> None:
    code = f"""
import sys
for package in ("pandas", "pyarrow"):
    sys.modules[package] = None
import csekg
kg = csekg.open({str(release.folder)!r})
print(kg.store.triples() > 10_000)
try:
    kg.participations()
except csekg.errors.CsekgError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True)
    assert run.stdout == ("True\na data frame needs more than is installed: pip install 'csekg[tables]'\n")
