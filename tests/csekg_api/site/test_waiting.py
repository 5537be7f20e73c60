"""Each day stands once in a row, and how long a signature waits is said."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html import unescape

import pytest

from csekg.answers.status.standing import Standing, standings_of_actor, standings_of_treaty
from csekg.sparql.embedded import Store
from csekg_api.site.waiting import how, unratified, why
from tests.csekg_api.site.conftest import Open

_DAY = re.compile(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b")


def row_of(store: Store, actor: str, treaty: str) -> Standing:
    return next(row for row in standings_of_actor(store, actor) if row.treaty.key == treaty)


def test_a_signature_without_ratification(store: Store) -> None:
    ireland = row_of(store, "IRL", "opsc")
    assert ireland.signed_on == date(2000, 9, 7)
    assert ireland.as_of < date(2026, 9, 7)
    assert unratified(ireland) == "unratified for 25 years"
    assert why(ireland) == "Unratified for 25 years."
    assert unratified(ireland.model_copy(update={"as_of": date(2001, 9, 7)})).endswith("for 1 year")
    new = ireland.model_copy(update={"as_of": date(2001, 9, 6)})
    assert unratified(new) == "unratified for less than a year"
    assert unratified(new.model_copy(update={"day_known": False})) == "unratified"
    unknown = ireland.model_copy(update={"day_known": False})
    assert unratified(unknown) == "unratified for at least 25 years"


def test_a_sum_without_the_days_of_the_columns(store: Store) -> None:
    assert how(row_of(store, "FRA", "opsc")) == "Art. 14: deposit + 1 month."
    assert how(row_of(store, "USA", "ets185")) == (
        "Art. 36: expression of consent + 3 months = 29 Dec 2006, first day of the following month."
    )
    assert how(row_of(store, "IRL", "opsc")) == "Unratified for 25 years."


def test_another_status_keeps_its_reason(store: Store) -> None:
    _, rows = standings_of_treaty(store, "opsc", date(2002, 2, 1), statuses=["contracting-state"])
    assert rows
    for row in rows:
        assert "Consented" not in why(row)
        assert why(row)[0].isupper()
    assert why(row_of(store, "USA", "cets201")) == "It can join only on invitation."


@pytest.mark.parametrize(
    ("path", "begin"),
    [("/gaps", "part-signatory"), ("/states/IRL", "under-"), ("/states/SRB", "under-")],
)
def test_no_row_has_a_day_twice(show: Open, path: str, begin: str) -> None:
    html = show(path).html
    for row in re.findall(r"<tr\b.*?</tr>", html[html.index(f'"{begin}') :], re.DOTALL):
        if "under-" in begin and 'id="under-' not in row:
            continue
        days = Counter(_DAY.findall(unescape(re.sub(r"<[^>]+>", " ", row))))
        assert max(days.values(), default=1) == 1, row


def test_gaps_and_treaty_say_how_long(show: Open) -> None:
    assert "Ireland 7 Sep 2000 Unratified for 25 years." in show("/gaps", treaty="opsc").text
    text = show("/treaties/opsc").text
    assert "Ireland signed 7 Sep 2000, unratified for 25 years brief on Ireland" in text
