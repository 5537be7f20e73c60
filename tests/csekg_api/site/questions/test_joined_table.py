"""The table of every State under many treaties."""

from __future__ import annotations

import re

from csekg.answers.common.references import treaties as known_treaties
from csekg.answers.status import status_answers
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.site.conftest import Open

_ROW = re.compile(
    r'<tr><th scope="row"><a href="/states/(\w{3})">(.*?)</a></th>'
    r'<td class="total" data-label="Bound by">(\d+)</td>'
)


def test_a_row_for_every_actor_and_a_column_for_every_treaty(show: Open, store: Store) -> None:
    page = show("/joined", view="table")
    treaties = known_treaties(store)
    assert page.text.count("States and organizations.") == 1
    assert len([tag for tag in page.all("th") if tag["scope"] == "col"]) == 2 + len(treaties)
    counts = {key: int(bound) for key, _, bound in _ROW.findall(page.html)}
    parties: dict[str, int] = dict.fromkeys(counts, 0)
    for key in treaties:
        for row in status_answers.status(store, key).with_status("party"):
            parties[row.actor.key] += 1
    assert counts == parties


def test_past_day_leaves_out_later_treaties(show: Open) -> None:
    page = show("/joined", view="table", on="1995-06-01")
    heads = re.findall(r'<th scope="col".*?</th>', page.html, re.DOTALL)
    assert any("CRC" in head for head in heads)
    assert not any("OPSC" in head for head in heads)


def test_sorts_by_name_number_and_treaty(show: Open) -> None:
    def bound(sort: str) -> list[int]:
        return [int(number) for _, _, number in _ROW.findall(show("/joined", view="table", sort=sort).html)]

    assert bound("bound") == sorted(bound("name"), reverse=True)
    last = _ROW.findall(show("/joined", view="table", sort="opsc").html)[-1]
    assert last[0] in ("CSK", "DDR", "SCG", "SUN", "YUG", "EUE", "XKX")


def test_filter_finds_states_by_names_in_any_language(show: Open) -> None:
    for name, key in (("Alemania", "DEU"), ("cote ivoire", "CIV"), ("England", "GBR"), ("德国", "DEU")):
        assert [row[0] for row in _ROW.findall(show("/joined", view="table", q=name).html)] == [key]
    assert len(_ROW.findall(show("/joined", view="table", q="  ").html)) > 190


def test_a_state_of_another_name_is_found_by_that_of_today(show: Open) -> None:
    # Belarus is one: its name in other languages holds that of Russia.
    found = [
        row[0] for row in _ROW.findall(show("/joined", view="table", q="Russian Federation", on="1991-06-01").html)
    ]
    assert found == ["SUN"]


def test_a_list_that_ends_before_the_day_is_marked(show: Open, store: Store) -> None:
    page = show("/joined", view="table")
    for key, info in known_treaties(store).items():
        assert (f"{info.short_title}*" in page.text) == (not info.is_complete(None)), key
    # Each treaty has its own day: no day of one is said of all.
    assert "is beyond" not in page.text
    assert "1 Jan 2040 is beyond the data on" in show("/joined", view="table", on="2040-01-01").text


def test_no_empty_table_where_no_state_fits(show: Open) -> None:
    page = show("/joined", view="table", q="Ruritania")
    assert "No State of this choice has “Ruritania” in one of its names" in page.text
    assert page.all("table") == []
