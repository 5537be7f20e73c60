"""What the lines above a statement tell: its kind, its occasion, its day, whom it objects to."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from csekg.importers.dates import english_day, french_day, misspelt_day
from csekg.importers.names import actors_within

#: A heading begins with one of these, after a number such as `(c)` and a quotation mark.
_BEGINNINGS = re.compile(
    r"[\"“(]*(?:\(?[a-z0-9]{1,3}[).]\s*)?"
    r"(?:(?:general|joint|confirmed|interpretative|interpretive|unilateral|political|optional|further)\s+)*"
    r"(?:reservations?|declarations?|understandings?|statements?|notifications?|communications?|provisos?|interpretations?)\b"
    r"|(?:made\s+)?upon\s+(?:signature|signing|ratif|accession|acced|accept|approv|success|formal)"
    r"|with\s+regards?\s+to\b",
    re.IGNORECASE,
)
#: A heading that stands in no markup of its own.
_PLAIN = re.compile(
    r"(?:interpretative )?(?:reservation|declaration|understanding)s?\s*:"
    r"|upon (?:signature|ratification|accession|acceptance|approval|succession|formal confirmation)\s*:",
    re.IGNORECASE,
)
_LONGEST = 400
_SIGNING = re.compile(r"\b(?:signature|signing)\b", re.IGNORECASE)
_BINDING = re.compile(
    r"\b(?:ratification|ratifying|accession|acceding|acceptance|approval|succession|formal confirmation)\b",
    re.IGNORECASE,
)
_DAY = r"\d{1,2}\s*[^\W\d_]{3,10}\.?\s*\d{4}"
_WITHIN = re.compile(rf"\b{_DAY}\b")
#: `- 20 September 1991: with regard to the reservation made by ...;`
_LISTED = re.compile(rf"\W*({_DAY})\s*:\s*(with regards? to\b.*)", re.IGNORECASE | re.DOTALL)
_REGARDING = re.compile(r"\b(?:(?:with|in)\s+regards?\s+to|regarding)\b(.*)", re.IGNORECASE | re.DOTALL)
_MAKER = re.compile(r"\b(?:made|entered|formulated) by (?:the )?(.+?)(?: upon\b|\s*:|$)", re.IGNORECASE)


def is_heading(text: str, is_set_off: bool) -> bool:
    """Return whether a line is the heading of a statement; `is_set_off` tells italics or a paragraph of its own."""
    if not is_set_off or len(text) > _LONGEST:
        return bool(_PLAIN.fullmatch(text))
    return bool(_BEGINNINGS.match(text))


def kind_of_heading(heading: str, kind: str) -> str:
    """Return the kind of what stands below a heading; `kind` is that of the section."""
    if kind != "declaration":
        return kind
    if re.search("reserv|r[ée]serv", heading, re.IGNORECASE):
        return "reservation"
    return "interpretative-declaration" if re.search("interpret|understanding", heading, re.IGNORECASE) else kind


def occasion_of(text: str) -> str:
    """Return on which occasion a heading says that a statement was made, '' where it does not.

    `signature` or `consent`, or `confirmed`: upon signature, and confirmed upon consent.
    """
    signing, binding = bool(_SIGNING.search(text)), bool(_BINDING.search(text))
    if signing and binding:
        return "confirmed"
    return "signature" if signing else "consent" if binding else ""


def is_occasion_alone(heading: str) -> bool:
    """Return whether a heading names an occasion and no kind of statement: `Upon signature:`."""
    return heading.casefold().removeprefix("made ").startswith("upon ")


def printed_day(text: str) -> date | None:
    """Return the day of a line that is one, also in French, misspelt or with a mark; else None."""
    words = text.strip(" *:.,;()[]\u00a0")
    for read in (english_day, french_day, misspelt_day):
        # A text may be printed in the language in which it was received.
        with suppress(ValueError):
            return read(words)
    return None


def day_within(heading: str) -> date | None:
    """Return the one day that a heading names, None where it names none or several."""
    days = {day for match in _WITHIN.findall(heading) if (day := printed_day(match))}
    return next(iter(days)) if len(days) == 1 else None


def listed_objection(text: str) -> tuple[date, str] | None:
    """Return the day and the words of an item such as `- 5 May 1991: with regard to ...`, else None."""
    match = _LISTED.fullmatch(text)
    day = printed_day(match[1]) if match else None
    return (day, match[2]) if match and day else None


def targets_of(heading: str, author: str) -> tuple[str, ...]:
    """Return the names, as printed, of those whose statements a heading regards; not the author's own."""
    match = _REGARDING.search(heading)
    # What follows the first sentence tells more of the author.
    words = re.split(r"\.\s+[A-Z]", match[1])[0] if match else ""
    own = {key for _, key in actors_within(author)}
    named = tuple(dict.fromkeys(name for name, key in actors_within(words) if key not in own))
    if named or not words:
        return named
    maker = _MAKER.search(words)
    return (maker[1].strip(),) if maker else ()
