"""Each day stands once in a row; how long a signature waits, and what initials mean, is said."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html import unescape

import pytest

from csekg.answers.status.status_answers import Standing, standings_of_actor, standings_of_treaty
from csekg.languages.days import spelled
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.shared.standing_table import how, unratified, why
from tests.csekg_api.site.conftest import Open, Visit

_DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b")


def row_of(store: Store, actor: str, treaty: str) -> Standing:
    return next(row for row in standings_of_actor(store, actor) if row.treaty.key == treaty)


def test_a_signature_without_ratification(store: Store) -> None:
    ireland = row_of(store, "IRL", "opsc")
    assert ireland.signed_on == date(2000, 9, 7)
    assert ireland.counted_to < date(2026, 9, 7)
    day = spelled(ireland.counted_to)
    assert unratified(ireland) == f"unratified for 25 years on {day}"
    assert why(ireland) == f"Unratified for 25 years on {day}."
    assert unratified(ireland.model_copy(update={"counted_to": date(2001, 9, 7)})).endswith("for 1 year on 7 Sep 2001")
    new = ireland.model_copy(update={"counted_to": date(2001, 9, 6)})
    assert unratified(new) == "unratified for less than a year"
    assert unratified(new.model_copy(update={"day_known": False})) == "unratified"
    unknown = ireland.model_copy(update={"day_known": False})
    assert unratified(unknown) == f"unratified for at least 25 years on {day}"


def test_a_sum_without_the_days_of_the_columns(store: Store) -> None:
    assert how(row_of(store, "FRA", "opsc")) == "Art. 14: deposit + 1 month."
    assert how(row_of(store, "USA", "ets185")) == (
        "Art. 36: expression of consent + 3 months = 29 Dec 2006, first day of the following month."
    )
    early = row_of(store, "ALB", "cets197")
    assert how(early) == (
        "Art. 42: deposit came no later than 24 Oct 2007, when the condition was met, so it takes "
        "the treaty's own date (that day + 3 months = 24 Jan 2008, first day of the following "
        "month)."
    )
    assert how(row_of(store, "CYP", "cets197")).startswith(
        "Art. 42: deposit came on the day when the condition was met"
    )
    assert how(row_of(store, "IRL", "opsc")).startswith("Unratified for 25 years on ")


def test_another_status_keeps_its_reason(store: Store) -> None:
    _, rows = standings_of_treaty(store, "opsc", date(2002, 2, 1), statuses=["contracting-state"])
    assert rows
    for row in rows:
        assert "Consented" not in why(row)
        assert why(row)[0].isupper()
    assert why(row_of(store, "USA", "cets201")) == (
        "It can sign if it took part in the drafting, and else joins on invitation; no source read names those "
        "that took part, and whether it has an invitation was not read."
    )


def cells(row: str) -> list[list[str]]:
    """Return the days in each cell of a row."""
    found = re.findall(r"<t[dh]\b.*?</t[dh]>", row, re.DOTALL)
    return [_DAY.findall(unescape(re.sub(r"<[^>]+>", " ", cell))) for cell in found]


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("/joined", r"<tr><th scope=\"row\">.*?</tr>"),
        ("/states/IRL", r"<tr id=\"under-.*?</tr>"),
        ("/states/SRB", r"<tr id=\"under-.*?</tr>"),
        ("/states/USA", r"<tr id=\"under-.*?</tr>"),
    ],
)
def test_the_words_of_a_row_repeat_none_of_its_days(show: Open, path: str, rows: str) -> None:
    found = re.findall(rows, show(path).html, re.DOTALL)
    assert len(found) > 9
    for row in found:
        *columns, words = cells(row)
        days = [day for column in columns for day in column]
        # A State may sign and ratify on one day: two acts, each with its day.
        assert max(Counter(words).values(), default=1) == 1, row
        assert not set(words) & set(days), row


TITLE = "Optional Protocol to the Convention on the Rights of the Child on the sale of children"


def _listed(html: str) -> list[str]:
    pattern = r'<(?:p|details) class="initials[^"]*">.*?</(?:p|details)>'
    return re.findall(pattern, html, re.DOTALL)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/joined?status=not-bound&treaty=opsc",
        "/resolution",
        "/states/IRL",
        "/treaties/crc",
        "/compare?state=IRL&state=FRA",
    ],
)
def test_pages_explain_the_opsc(visit: Visit, path: str) -> None:
    [listed] = _listed(visit(path).html)
    assert f"OPSC: {TITLE}" in listed or f"<dt>OPSC</dt><dd>{TITLE}" in listed


def test_only_initials_of_the_page_are_explained(show: Open) -> None:
    [listed] = _listed(show("/treaties/opsc").html)
    assert "CRC: Convention on the Rights of the Child" in listed
    assert "UNTOC" not in listed
    assert _listed(show("/topics").html) == []


def test_short_titles_that_are_words_are_not_explained(show: Open) -> None:
    assert _listed(show("/zh/joined?view=table").html) == []
