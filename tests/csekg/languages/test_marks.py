from __future__ import annotations

import pytest

from csekg.languages.marks import after, marked, pieces, tagged, unmarked

_SPAN = '<span lang="en" dir="ltr">{}</span>'


def test_marks_can_be_taken_away() -> None:
    assert unmarked(f"a {marked('b')} c") == "a b c"
    assert marked("") == ""
    assert unmarked("nothing") == "nothing"


def test_a_page_has_an_element_where_text_stands() -> None:
    assert tagged(f"<p>{marked('one')}, deux</p>") == f"<p>{_SPAN.format('one')}, deux</p>"
    within = marked(f"a {marked('b')} c")
    assert tagged(f"<p>{within}</p>") == f"<p>{_SPAN.format('a b c')}</p>"


@pytest.mark.parametrize(
    ("html", "after"),
    [
        ('<a title="{}">x</a>', '<a title="one">x</a>'),
        ("<title>{}: x</title>", '<title lang="en">one: x</title>'),
        ('<option value="1">{}</option>', '<option lang="en" value="1">one</option>'),
        (
            '<svg role="img"><text>{}</text></svg>',
            '<svg lang="en" role="img"><text>one</text></svg>',
        ),
        ('<script type="x">{}</script>', '<script type="x">one</script>'),
        ("<option>deux</option>", "<option>deux</option>"),
    ],
)
def test_what_cannot_hold_an_element_loses_the_marks(html: str, after: str) -> None:
    assert tagged(html.format(marked("one"))) == after


def test_a_hostile_text_stays_escaped() -> None:
    text = marked("&lt;script&gt;&quot;")
    assert tagged(f"<p>{text}</p>") == f"<p>{_SPAN.format('&lt;script&gt;&quot;')}</p>"


def test_an_end_whose_beginning_was_cut_off_changes_nothing_else() -> None:
    cut = marked("one, two").partition(", ")[2]
    page = f"<p>{cut}</p><p>{marked('three')}</p>"
    assert tagged(page) == f"<p>two</p><p>{_SPAN.format('three')}</p>"


def test_what_follows_a_separator_stays_marked() -> None:
    assert after("OPSC, article 3", ", ") == "article 3"
    assert after(marked("OPSC, article 3"), ", ") == marked("article 3")
    assert after(marked("OPSC"), ", ") == marked("OPSC")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("deux", [("deux", False)]),
        (marked("two"), [("two", True)]),
        (f"un {marked('two')} trois", [("un ", False), ("two", True), (" trois", False)]),
        (marked(f"one {marked('two')} three"), [("one ", True), ("two", True), (" three", True)]),
        # Whose beginning was cut off.
        (marked("two")[1:] + " trois", [("two", False), (" trois", False)]),
    ],
)
def test_pieces_tell_english_from_the_rest(text: str, found: list[tuple[str, bool]]) -> None:
    assert pieces(text) == found
