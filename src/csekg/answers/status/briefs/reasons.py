"""Why something is open, and for how long, in sentences."""

from __future__ import annotations

from csekg.languages.messages import _, ngettext


def signed(years: int, signed: str, until: str) -> str:
    """Return that a State has signed and not ratified, with the days spelled."""
    if not years:
        return _("Signed on {day}; not ratified less than a year later, on {last}.",
                 day=signed, last=until)  # fmt: skip
    return ngettext("Signed on {day}; not ratified {number} year later, on {last}.",
                    "Signed on {day}; not ratified {number} years later, on {last}.",
                    years, day=signed, last=until)  # fmt: skip


def no_action(years: int, is_later: bool, began: str, until: str) -> str:
    """Return that a State has done nothing since the resolution began to speak to it."""
    if is_later and not years:
        return _("No signature or consent is recorded on {last}, less than a year after it became "
                 "a Member of the United Nations on {day}.", day=began, last=until)  # fmt: skip
    if is_later:
        return ngettext(
            "No signature or consent is recorded on {last}, {number} year after it became a Member "
            "of the United Nations on {day}.",
            "No signature or consent is recorded on {last}, {number} years after it became a "
            "Member of the United Nations on {day}.",
            years, day=began, last=until,
        )  # fmt: skip
    if not years:
        return _("No signature or consent is recorded on {last}, less than a year after the "
                 "resolution was adopted on {day}.", day=began, last=until)  # fmt: skip
    return ngettext(
        "No signature or consent is recorded on {last}, {number} year after the resolution was "
        "adopted on {day}.",
        "No signature or consent is recorded on {last}, {number} years after the resolution was "
        "adopted on {day}.",
        years, day=began, last=until,
    )  # fmt: skip


def open_for(years: int, since: str, state: str) -> str:
    """Return how long a request has been open to a State that no treaty binds to it."""
    if not years:
        return _("Open for less than a year, since {day}: no treaty of this register that binds "
                 "{state} puts it into effect.", day=since, state=state)  # fmt: skip
    return ngettext(
        "Open for {number} year, since {day}: no treaty of this register that binds {state} puts "
        "it into effect.",
        "Open for {number} years, since {day}: no treaty of this register that binds {state} puts "
        "it into effect.",
        years, day=since, state=state,
    )  # fmt: skip
