"""What a row says of its days in words, so that each day stands in it once."""

from __future__ import annotations

from csekg.answers.status.signatures import full_years
from csekg.answers.status.status_answers import Standing
from csekg.languages.punctuation import as_sentence, capital, sentences
from csekg_api.web.words import _, ngettext


def unratified(row: Standing) -> str:
    """Return for how long a signature has stood without ratification: `unratified for 25 years`.

    It is counted to the day that is spoken of, but not beyond the as-of date of the treaty.
    """
    years = full_years(row.held_since or row.since, min(row.on, row.as_of))
    if not years:
        return _("unratified for less than a year") if row.day_known else _("unratified")
    if row.day_known:
        return ngettext("unratified for {number} year", "unratified for {number} years", years)
    return ngettext("unratified for at least {number} year", "unratified for at least {number} years", years)


def why(row: Standing) -> str:
    """Return the reason of a status without the day since which it is held.

    Of a signature that waits it is how long.
    """
    if row.status == "signatory":
        return sentences(as_sentence(capital(unratified(row))), row.reason_without_day)
    if row.status == "party":
        return row.reason_without_day or _("A source states the day.")
    return row.reason_without_day


def how(row: Standing) -> str:
    """Return how the day of entry into force follows, without the days it is computed from.

    Without a sum it is the reason of the status.
    """
    return row.arithmetic_without_days or why(row)
