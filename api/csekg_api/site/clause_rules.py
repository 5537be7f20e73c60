"""The rule by which a treaty enters into force, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from csekg.answers.status.entry_into_force import Rule
from csekg.languages.punctuation import sentences
from csekg.languages.words import later
from csekg.law.entry_into_force import Wait
from csekg.wording.sums import length
from csekg_api.web.words import _, ngettext

#: Who consents later, by what the waiting period counts from.
_LATER = {
    "deposit": later("Who consents later is bound {wait} after the deposit."),
    "registration": later("Who consents later is bound {wait} after the registration."),
    "expression-of-consent": later(
        "Who consents later is bound {wait} after the expression of consent."
    ),
}
_LATER_WITH_FLOOR = {
    "deposit": later(
        "Who consents later is bound {wait} after the deposit, never before the treaty itself is "
        "in force."
    ),
    "registration": later(
        "Who consents later is bound {wait} after the registration, never before the treaty itself "
        "is in force."
    ),
    "expression-of-consent": later(
        "Who consents later is bound {wait} after the expression of consent, never before the "
        "treaty itself is in force."
    ),
}


def rule_in_words(rule: Rule | None) -> str:
    """Return the rule of a treaty in sentences, '' for None."""
    return sentences(*_threshold(rule), *_later(rule)) if rule else ""


def _threshold(rule: Rule) -> Iterator[str]:
    """Yield what brings the treaty itself into force."""
    if not rule.threshold:
        return
    if rule.threshold_wait:
        wait = _wait(rule.threshold_wait, bool(rule.threshold_rounds_to_first_of_next_month))
        yield ngettext(
            "{number} instrument brings the treaty into force, {wait} after it.",
            "{number} instruments bring the treaty into force, {wait} after the last of them.",
            rule.threshold, wait=wait,
        )  # fmt: skip
    else:
        yield ngettext(
            "{number} instrument brings the treaty into force.",
            "{number} instruments bring the treaty into force.",
            rule.threshold,
        )
    if rule.threshold_members:
        yield ngettext(
            "{number} of them must be from a member State.",
            "{number} of them must be from member States.",
            rule.threshold_members,
        )
    if rule.excludes_regional_organizations:
        yield _("Those of organizations are not counted.")


def _later(rule: Rule) -> Iterator[str]:
    """Yield when those are bound who consent later."""
    if rule.waiting_period:
        forms = _LATER_WITH_FLOOR if rule.floors_at_treaty_entry_into_force else _LATER
        wait = _wait(rule.waiting_period, bool(rule.rounds_to_first_of_next_month))
        yield _(forms[rule.counts_from or "expression-of-consent"], wait=wait)


def _wait(period: str, rounds: bool) -> str:
    wait = length(Wait.parse(period))
    return _("{length}, from the first of the next month,", length=wait) if rounds else wait
