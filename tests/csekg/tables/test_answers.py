"""The tidy tables say what the typed answers say, which other code asks in other queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pyoxigraph as ox
import pytest

from csekg.answers.common.references import find_treaty, treaties
from csekg.answers.common.tables import table_of
from csekg.answers.entities.actors import actors
from csekg.answers.practice.assessments import PracticeAssessment, assessments
from csekg.answers.quality.discrepancies import discrepancies
from csekg.answers.status.declarations import declarations
from csekg.answers.status.events import events
from csekg.answers.status.intervals import intervals_of
from csekg.answers.status.status_answers import standings_of_treaty
from csekg.answers.texts.correspondences import correspondences
from csekg.answers.texts.instruments import instruments
from csekg.answers.texts.provisions import provisions
from csekg.answers.texts.resolution import citations, paragraphs
from csekg.errors import CsekgError
from csekg.namespaces import ID
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import solutions_of
from csekg.tables.all_tables import BY_NAME
from csekg.tables.table import Value
from csekg.tables.tidy_table import Variable
from tests.records import rows


def columns(store: Store, name: str, *names: str) -> set[tuple[Value, ...]]:
    table = BY_NAME[name]
    place = [table.keys.index(each) for each in names]
    return {tuple(row[number] for number in place) for row in table.rows(store)}


def several(values: Iterable[str]) -> str | None:
    return "; ".join(sorted(values)) or None


@pytest.fixture(scope="module")
def panel(store: Store) -> set[tuple[Value, ...]]:
    return columns(store, "state_years", "actor", "treaty", "year", "status")


@pytest.mark.parametrize("year", [1990, 2007, 2024])
@pytest.mark.parametrize("treaty", ["crc", "opsc", "c138"])
def test_panel_has_the_status_at_the_end_of_a_year(
    store: Store, panel: set[tuple[Value, ...]], treaty: str, year: int
) -> None:
    found = {actor: status for actor, of, in_year, status in panel if (of, in_year) == (treaty, year)}
    if (treaty, year) == ("opsc", 1990):
        assert found == {}, "there was no Protocol yet"
    else:
        standings = standings_of_treaty(store, treaty, date(year, 12, 31))[1]
        assert found == {each.actor.key: each.status for each in standings if each.status != "did-not-exist"}


def test_panel_counts_from_where_a_state_could_join_to_where_it_is_bound(store: Store) -> None:
    names = ("actor", "treaty", "year", "at_risk_since", "bound_since", "years_to_event", "member_of")
    rows = {row[:3]: row[3:] for row in columns(store, "state_years", *names)}
    parties = {
        (each.actor.key, key)
        for key, treaty in treaties(store).items()
        for each in standings_of_treaty(store, key, date(treaty.status_on.year - 1, 12, 31), statuses=("party",))[1]
    }
    for (actor, treaty, year), (at_risk, since, years, _groups) in rows.items():
        assert isinstance(year, int)
        assert (since is None) == (years is None)
        if isinstance(since, date):
            assert years == since.year - year
            assert at_risk is None or str(at_risk) <= str(since)
        else:
            assert (actor, treaty) not in parties
    assert rows["AZE", "c138", 2011][3] == "coe; ilo; un/member"
    assert rows["USA", "c138", 1979][3] == "un/member", "outside the ILO from 1977 to 1980"
    years_of_c182 = {year for _actor, treaty, year in rows if treaty == "c182"}
    assert 2022 in years_of_c182
    assert 2023 not in years_of_c182, "a year that was not read whole"


def test_panel_begins_with_each_treaty(panel: set[tuple[Value, ...]]) -> None:
    first: dict[Value, int] = {}
    for _actor, treaty, year, _status in panel:
        assert isinstance(year, int)
        first[treaty] = min(year, first.get(treaty, year))
    assert first["c029"] == min(first.values()) == 1930
    assert (first["c138"], first["crc"], first["opsc"]) == (1973, 1989, 2000)


def test_country_codes_have_the_days_of_the_file(store: Store) -> None:
    names = ("actor", "scheme", "code", "valid_from", "valid_from_year", "valid_until", "valid_until_year")
    found = {
        tuple("" if cell is None else str(cell) for cell in row) for row in columns(store, "country_codes", *names)
    }

    def as_cells(period: str) -> tuple[str, str]:
        return period if len(period) == 10 else "", period[:4]

    assert found == {
        (row["actor"], row["scheme"], row["code"], *as_cells(row["valid_from"]), *as_cells(row["valid_until"]))
        for row in rows("country_codes.csv")
    }
    germany = {row[2:] for row in found if row[:2] == ("DEU", "cow")}
    assert germany == {
        ("255", "1816-01-01", "1816", "1945-05-08", "1945"),
        ("260", "1955-05-05", "1955", "1990-10-02", "1990"),
        ("255", "1990-10-03", "1990", "", ""),
    }
    today = {row[0]: row[1] for row in columns(store, "actors", "actor", "cow")}
    assert [today[key] for key in ("DEU", "YEM", "SRB", "SUN", "DDR")] == [255, 679, 345, 365, 265]


def test_participations_are_the_standings(store: Store) -> None:
    found = columns(
        store,
        "participations",
        "actor",
        "treaty",
        "status",
        "since",
        "until",
        "held_since",
        "day_known",
        "signed_on",
        "consented_on",
        "consent_kind",
        "bound_on_stated",
        "bound_on_computed",
        "legal_basis",
        "as_of",
        "reason",
    )
    standings = {
        (
            each.actor.key,
            key,
            each.status,
            each.since,
            each.until,
            each.held_since,
            each.day_known,
            each.signed_on,
            each.consented_on,
            each.consent_kind,
            each.entry_into_force_stated,
            each.entry_into_force_computed,
            each.legal_basis,
            each.as_of,
            each.reason,
        )
        for key in treaties(store)
        for each in standings_of_treaty(store, key)[1]
    }
    assert {row for row in found if row[2] != "did-not-exist"} == standings
    listed = {(key, find_treaty(store, key).is_complete(None)) for key in treaties(store)}
    assert columns(store, "participations", "treaty", "list_complete") == listed


def test_intervals_are_those_of_the_answers(store: Store) -> None:
    assert columns(store, "intervals", "interval_key", "status", "since", "until", "reason") == {
        (span.id.removeprefix(f"{ID}participation/"), span.status, span.since, span.until, span.reason)
        for key in treaties(store)
        for span in intervals_of(store, key)
    }


def test_acts_are_the_events(store: Store) -> None:
    assert columns(store, "acts", "iri", "what", "kind", "acted_on", "not_before", "not_after", "label") == {
        (each.id, each.what, each.kind, each.date, each.not_before, each.not_after, each.label)
        for each in events(store)
        if each.what != "status-change"
    }


def test_statements_are_the_declarations_that_were_read(store: Store) -> None:
    read = [each for each in declarations(store) if each.kind != "statement"]
    named = (
        "act",
        "kind",
        "printed_as",
        "made_on",
        "description",
        "withdrawn_on",
        "partly_withdrawn_on",
        "declared_minimum_age",
    )
    assert columns(store, "statements", *named) == {
        (
            each.id.removeprefix(f"{ID}action/"),
            each.kind,
            several(sorted(each.printed_as)),
            each.date,
            each.description,
            each.withdrawn_on,
            several(map(str, each.partly_withdrawn_on)),
            each.declared_minimum_age,
        )
        for each in read
    }
    assert columns(store, "objections", "act", "objected_actor") == {
        (each.id.removeprefix(f"{ID}action/"), each.objected_actor.key) for each in read if each.objected_actor
    }


def test_texts_and_things_are_those_of_the_answers(store: Store) -> None:
    assert columns(store, "correspondences", "paragraph", "provision", "strength", "decision_reason") == {
        (
            f"ccpcj-16-2/{each.paragraph.key}",
            f"{each.instrument.key}/{each.provision.key}",
            each.strength,
            each.decision_reason,
        )
        for each in correspondences(store)
    }
    assert columns(store, "provisions", "iri", "number", "description", "verification", "topic") == {
        (each.id, each.number, each.description, each.verification, several(each.topic))
        for key in treaties(store)
        for each in provisions(store, key)
    }
    assert columns(store, "paragraphs", "iri", "description", "addressee", "topic") == {
        (each.id, each.description, several(each.addressee), several(each.topic)) for each in paragraphs(store)
    }
    assert columns(
        store,
        "citations",
        "iri",
        "label",
        "paragraph",
        "number",
        "citation_verb",
        "cited_instrument",
        "cited_as",
        "description",
    ) == {
        (
            each.id,
            each.name,
            f"ccpcj-16-2/{each.citing_provision.key}",
            int(each.number),
            each.citation_verb.key,
            each.cited_instrument and each.cited_instrument.key,
            each.cited_as,
            each.description,
        )
        for each in citations(store)
    }
    assert columns(store, "actors", "actor", "kind", "formal_name", "iso_numeric") == {
        (each.key, each.kind, each.formal_name, each.iso_numeric and int(each.iso_numeric)) for each in actors(store)
    }
    assert columns(store, "differences", "difference", "chosen_value", "other_value") == {
        (each.id.removeprefix(f"{ID}discrepancy/"), each.chosen_value, each.dissenting_value)
        for each in discrepancies(store)
    }


def test_treaties_and_other_instruments_are_the_instruments(store: Store) -> None:
    documents = columns(
        store, "treaties", "iri", "title", "short_title", "document_symbol", "adopted_on", "official_text"
    )
    documents |= columns(
        store, "instruments", "iri", "title", "short_title", "document_symbol", "adopted_on", "official_text"
    )
    assert documents == {
        (each.id, each.name, each.short_title, each.document_symbol, each.adopted_on, each.official_text)
        for each in instruments(store)
    }
    assert columns(store, "instruments", "instrument", "kind", "adopted_in_year") == {
        (each.key, each.kind, each.adopted_in_year and int(each.adopted_in_year))
        for each in instruments(store)
        if each.kind != "treaty"
    }


def test_two_rows_of_one_key_are_refused() -> None:
    store = Store(
        b"<urn:g> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        b"<https://w3id.org/csekg/ontology#Group> <urn:n> .\n"
        b'<urn:g> <https://w3id.org/csekg/ontology#groupKind> "a" <urn:n> .\n'
        b'<urn:g> <http://www.w3.org/2000/01/rdf-schema#label> "one" <urn:n> .\n'
        b'<urn:g> <http://www.w3.org/2000/01/rdf-schema#label> "two" <urn:n> .\n'
    )
    with pytest.raises(CsekgError, match="two rows for urn:g in the table groups"):
        BY_NAME["groups"].rows(store)


def test_a_value_of_another_kind_is_refused() -> None:
    query = 'SELECT ("2007-04-27" AS ?since) ("2007" AS ?until) {}'
    [solution] = solutions_of(ox.Store().query(query))
    assert Variable("since", "day")(solution) == date(2007, 4, 27)
    with pytest.raises(CsekgError, match="'2007' comes where until takes a value of the kind day"):
        Variable("until", "day")(solution)


def test_recommendations_have_their_paragraphs_and_groups_of_treaties(store: Store) -> None:
    """As the files have them: 508 links to paragraphs, and 23 requests about a group beside those about a treaty."""
    linked = {
        (row["id"], several(f"ccpcj-16-2/{key}" for key in row["paragraphs"].split(";")))
        for row in rows("reviews/topics.csv")
        if row["paragraphs"]
    }
    found = columns(store, "recommendations", "recommendation", "paragraphs")
    assert {row for row in found if row[1]} == linked
    assert sum(str(each).count("ccpcj") for _, each in linked) == 508
    groups = {(row["id"], None, row["group"], row["act"]) for row in rows("reviews/joins-groups.csv")}
    asked = {(row["id"], row["treaty"], None, row["act"]) for row in rows("reviews/joins.csv")}
    table = columns(store, "treaties_asked", "recommendation", "treaty", "treaty_group", "act")
    assert table == groups | asked
    assert (len(groups), len(table)) == (23, 1205)


def test_an_assessment_tells_whose_reports_its_assessor_reads(store: Store) -> None:
    tidy = columns(store, "assessments", "assessor", "draws_on")
    of_answers = table_of(PracticeAssessment)
    place = [of_answers.keys.index(key) for key in ("assessor", "draws_on")]
    answers = {tuple(row[number] or None for number in place) for row in of_answers.rows_of(assessments(store))}
    assert tidy == answers == {("dol", None), ("us-state", None), ("criminalisation", "us-state")}


def test_no_event_of_the_panel_is_after_its_last_year(store: Store) -> None:
    """Who is bound by an act of after the last year is censored there, as docs/traps.md says."""
    last: dict[Value, int] = {}
    bound = columns(store, "state_years", "actor", "treaty", "year", "bound_since")
    for _, treaty, year, _ in bound:
        last[treaty] = max(last.get(treaty, 0), int(str(year)))
    assert [row for row in bound if row[3] and int(str(row[3])[:4]) > last[row[1]]] == []
    assert ("BRA", "p029", 2025, None) in bound
