"""An answer as a workbook: the list, and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csekg.answers.common.tables import text_of
from csekg.errors import CsekgError
from csekg.languages.forms import number as grouped
from csekg.languages.messages import _, pgettext
from csekg.workbooks import Book

#: Rows that a workbook may have: ten thousand take 1.5 s of a processor, and a page has 10 s.
MOST_ROWS = 25_000


class TooManyRowsError(CsekgError):
    """A list is too long for a workbook."""


def workbook(
    title: str,
    headings: Sequence[str],
    rows: Sequence[Iterable[object]],
    about: Iterable[tuple[str, object]],
) -> bytes:
    """Return a workbook: a sheet with the rows, a sheet with what they answer.

    `about` are the rows of the second sheet, as `Book.about` takes them. The same arguments give
    the same bytes. Raises TooManyRowsError for more than `MOST_ROWS` rows.
    """
    if len(rows) > MOST_ROWS:
        raise TooManyRowsError(
            _("a workbook holds at most {most} rows, and this list has {number}: narrow it, or "
              "take CSV", most=grouped(MOST_ROWS), number=grouped(len(rows)))
        )  # fmt: skip
    book = Book(title, text_of)
    book.list(pgettext("sheet", "List"), headings, rows)
    book.about(pgettext("sheet", "About"), about)
    return book.content()
