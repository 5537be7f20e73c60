"""What the answers of the Council of Europe's service have in common: days, texts, one treaty."""

from __future__ import annotations

from datetime import date

from csekg.sources.dates import iso_day
from csekg.sources.elements import Fields
from csekg.sources.records import SourceFileError


def answer_day(fields: Fields, name: str, value: str | None) -> date | None:
    """Return the day of a field such as `2001-11-23T00:00:00`, None for null.

    Raises SourceFileError for another form.
    """
    if value is None:
        return None
    try:
        return iso_day(value)
    except ValueError as error:
        raise fields.fail(f"field {name} has no day ({error})") from None


def clean(text: str, fields: Fields) -> str:
    """Return a text without surrounding space.

    Raises SourceFileError for an empty one.
    """
    if not text.strip():
        raise fields.fail("has an empty text where a name or title belongs")
    return text.strip()


class OneOf:
    """A value that must be the same in all rows."""

    def __init__(self, what: str, place: str) -> None:
        """Expect one value of a kind (`treaty`) in the file at `place`."""
        self._what, self._place = what, place
        self.value = ""

    def add(self, value: str) -> None:
        """Note the value of a row; raises SourceFileError where another row has another."""
        if self.value and value != self.value:
            raise SourceFileError(
                self._place, f"is about more than one {self._what}", f"{self.value}, {value}"
            )
        self.value = value
