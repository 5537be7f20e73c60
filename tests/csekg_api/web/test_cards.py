from __future__ import annotations

import re

from csekg_api.web.cards import MOST_ROWS, with_cards

_HEAD = "<thead><tr><th>State</th><th>Signed</th><th>Why</th></tr></thead>"
_REGION = '<div class="scroll" role="region" tabindex="0" aria-label="States">'


def _table(rows: int, classes: str = "wrap") -> str:
    row = "<tr><th>FRA</th><td>2000</td><td>-</td></tr>"
    return f'<table class="{classes}">{_HEAD}<tbody>{row * rows}</tbody></table>'


def _folds(page: str) -> list[str]:
    return re.findall(r'<details class="fold"><summary>(.*?)</summary>', page)


def test_each_cell_names_its_column() -> None:
    page = with_cards(_table(1))
    assert '<table class="wrap stacked">' in page
    assert '<td data-label="Signed">2000</td><td data-label="Why">-</td>' in page
    assert "<th>FRA</th>" in page


def test_headings_lose_markup_and_the_definition_beside_them() -> None:
    explained = (
        '<button type="button" class="term">In force</button>'
        '<span id="term-x" popover><strong>In force</strong>: bound &amp; ready</span>'
    )
    page = with_cards(_table(1).replace("Signed", explained).replace("Why", 'a "b" &amp; c'))
    assert '<td data-label="In force">' in page
    assert '<td data-label="a &#34;b&#34; &amp; c">' in page


def test_a_name_that_a_cell_has_already_stays() -> None:
    page = with_cards(_table(1).replace("<td>2000", '<td data-label="Since" class="nowrap">2000'))
    assert '<td data-label="Since" class="nowrap">2000' in page


def test_a_row_below_a_cell_of_two_rows_names_the_last_columns() -> None:
    rows = (
        '<tr><th rowspan="2">FRA</th><td>2000</td><td>a</td></tr><tr><td>2001</td><td>b</td></tr>'
    )
    page = with_cards(f"<table>{_HEAD}<tbody>{rows}</tbody></table>")
    assert '<td data-label="Signed">2001</td><td data-label="Why">b</td>' in page


def test_tables_with_a_form_of_their_own_are_left_alone() -> None:
    assert with_cards(_table(99, "matrix")) == _table(99, "matrix")
    bare = "<table><tbody><tr><td>1</td></tr></tbody></table>"
    assert with_cards(bare) == bare


def test_only_long_tables_are_folded() -> None:
    assert _folds(with_cards(f"{_REGION}{_table(MOST_ROWS)}</div>")) == []
    long = with_cards(f"<p>a</p>{_REGION}{_table(MOST_ROWS + 1)}</div><p>b</p>")
    assert _folds(long) == [f"States, {MOST_ROWS + 1} rows"]
    assert long.endswith("</table></div></details><p>b</p>")


def test_what_a_closed_part_holds_is_not_folded_again() -> None:
    table = f"{_REGION}{_table(50)}</div>"
    closed = f"<details><summary>Parties</summary>{table}</details>"
    assert _folds(with_cards(closed)) == []
    assert _folds(with_cards(closed.replace("<details>", "<details open>"))) == ["States, 50 rows"]
    assert _folds(with_cards(closed + table)) == ["States, 50 rows"]
