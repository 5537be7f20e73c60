"""The words that the script of the pages shows."""

from __future__ import annotations

from csekg_api.web.words import _, ngettext, pgettext

#: So many suggestions an answer has at most.
_MOST_SUGGESTED = 8


def script_words() -> dict[str, object]:
    """Return the words by the names that the script has for them; it replaces what is in braces."""
    return {
        "copied": _("Copied"),
        "shown": _("{number} shown"),
        "suggestions": _("Suggestions"),
        "suggested": [_("No suggestions"), *(
            ngettext("{number} suggestion", "{number} suggestions", number)
            for number in range(1, _MOST_SUGGESTED + 1)
        )],
        "found": _("{kind}, found as {name}"),
        "about": _("{kind}: {text}"),
        "kinds": {
            "participation": _("State under a treaty"), "state": pgettext("kind", "State"),
            "organization": pgettext("kind", "Organization"),
            "treaty": pgettext("kind", "Treaty"), "concept": _("Topic or term"),
            "paragraph": pgettext("kind", "Paragraph"), "article": pgettext("kind", "Article"),
            "instrument": pgettext("kind", "Instrument"), "group": _("Group of States"),
            "page": pgettext("kind", "Page"), "territory": pgettext("kind", "Territory"),
        },
    }  # fmt: skip
