"""Says how a day of entry into force follows from the clause of a treaty: the sum in words."""

from __future__ import annotations

from datetime import date

from csekg.languages.days import spelled
from csekg.languages.messages import _, as_sentence, capital, ngettext, sentences, without_stop
from csekg.languages.words import later
from csekg.law.entry_into_force import Case, CountsFrom, EntryIntoForce, EntryIntoForceRule, Wait

#: By the case, and by the act from which the waiting period counts.
_LONG: dict[tuple[Case, CountsFrom], str] = {
    ("later", "deposit"): later("deposit on {day}; {sum}."),
    ("later", "registration"): later("registration on {day}; {sum}."),
    ("later", "expression-of-consent"): later("expression of consent on {day}; {sum}."),
    ("not-before-own", "deposit"): later("deposit on {day}; {sum}, but not before the treaty's own date, {own}."),
    ("not-before-own", "registration"): later(
        "registration on {day}; {sum}, but not before the treaty's own date, {own}."
    ),
    ("not-before-own", "expression-of-consent"): later(
        "expression of consent on {day}; {sum}, but not before the treaty's own date, {own}."
    ),
    ("before-condition", "deposit"): later(
        "deposit on {day} came no later than {met}, when the condition was met, so it takes the "
        "treaty's own date, {own}."
    ),
    ("before-condition", "registration"): later(
        "registration on {day} came no later than {met}, when the condition was met, so it takes "
        "the treaty's own date, {own}."
    ),
    ("before-condition", "expression-of-consent"): later(
        "expression of consent on {day} came no later than {met}, when the condition was met, so "
        "it takes the treaty's own date, {own}."
    ),
    ("before-in-force", "deposit"): later(
        "deposit on {day} came before the treaty was in force, so it takes the treaty's own date, {own}."
    ),
    ("before-in-force", "registration"): later(
        "registration on {day} came before the treaty was in force, so it takes the treaty's own date, {own}."
    ),
    ("before-in-force", "expression-of-consent"): later(
        "expression of consent on {day} came before the treaty was in force, so it takes the treaty's own date, {own}."
    ),
}
#: The same beside the days of the consent and of its effect. Of the later rule: where the sum
#: begins.
_SHORT: dict[tuple[Case, CountsFrom], str] = {
    ("later", "deposit"): later("deposit"),
    ("later", "registration"): later("registration"),
    ("later", "expression-of-consent"): later("expression of consent"),
    ("before-condition", "deposit"): later(
        "deposit came no later than {met}, when the condition was met, so it takes the treaty's own date ({sum})."
    ),
    ("before-condition", "registration"): later(
        "registration came no later than {met}, when the condition was met, so it takes the treaty's own date ({sum})."
    ),
    ("before-condition", "expression-of-consent"): later(
        "expression of consent came no later than {met}, when the condition was met, so it takes "
        "the treaty's own date ({sum})."
    ),
    ("before-in-force", "deposit"): later(
        "deposit came before the treaty was in force, so it takes the treaty's own date ({sum})."
    ),
    ("before-in-force", "registration"): later(
        "registration came before the treaty was in force, so it takes the treaty's own date ({sum})."
    ),
    ("before-in-force", "expression-of-consent"): later(
        "expression of consent came before the treaty was in force, so it takes the treaty's own date ({sum})."
    ),
}
#: The same on the day on which the condition was met.
_ON_THE_DAY: dict[CountsFrom, str] = {
    "deposit": later("deposit came on the day when the condition was met, so it takes the treaty's own date ({sum})."),
    "registration": later(
        "registration came on the day when the condition was met, so it takes the treaty's own date ({sum})."
    ),
    "expression-of-consent": later(
        "expression of consent came on the day when the condition was met, so it takes the treaty's own date ({sum})."
    ),
}


def say_sum(rule: EntryIntoForceRule, on: date, effect: EntryIntoForce, *, short: bool = False) -> str:
    """Return how the effect of a consent of a day follows from the rule, in words.

    `short` leaves out the days of the consent and of its effect, where they stand beside it.
    """
    start = _("that day") if effect.case == "before-condition" or on == rule.trigger_on else ""
    own = _own_sum(rule, start if short else "", to_end=not short)
    # Without the sum of the treaty's own date there is nothing that could be shorter.
    shorter = short and (own or effect.case in ("later", "not-before-own"))
    text = _short(rule, on, effect, own) if shorter else _long(rule, on, effect, own)
    if rule.article:
        text = _("Art. {article}: {sum}", article=rule.article, sum=text)
    if effect.alternative:
        start = _("that of the deposit") if short else spelled(on)
        second = _addition(rule.later, start, on)
        text = sentences(text, _("A second reading of the article gives {sum}.", sum=second))
    return capital(text)


def _long(rule: EntryIntoForceRule, on: date, effect: EntryIntoForce, own: str) -> str:
    remark = without_stop(rule.floor_basis) if effect.case == "not-before-own" else own
    day = spelled(effect.on)
    return _(
        _LONG[effect.case, rule.counts_from],
        day=spelled(on),
        sum=_addition(rule.later, spelled(on), on),
        met=_met(rule),
        own=_("{day} ({remark})", day=day, remark=remark) if remark else day,
    )


def _short(rule: EntryIntoForceRule, on: date, effect: EntryIntoForce, own: str) -> str:
    start = _(_SHORT["later", rule.counts_from])
    if effect.case == "later":
        return as_sentence(_addition(rule.later, start, on, to_end=False))
    if effect.case == "not-before-own":
        total, remark = _addition(rule.later, start, on), without_stop(rule.floor_basis)
        if not remark:
            return _("{sum}, but not before the treaty's own date.", sum=total)
        return _("{sum}, but not before the treaty's own date ({remark}).", sum=total, remark=remark)
    if effect.case == "before-condition" and on == rule.trigger_on:
        return _(_ON_THE_DAY[rule.counts_from], sum=own)
    return _(_SHORT[effect.case, rule.counts_from], met=_met(rule), sum=own)


def _met(rule: EntryIntoForceRule) -> str | None:
    return spelled(rule.trigger_on) if rule.trigger_on else None


def _own_sum(rule: EntryIntoForceRule, start: str, *, to_end: bool) -> str:
    """Return the sum of the treaty's own date, '' where it is not known how that came about.

    `start` stands in the place of the day on which the condition was met.
    """
    if rule.trigger_on is None or rule.first.after(rule.trigger_on) != rule.treaty_date:
        return ""
    start = start or spelled(rule.trigger_on)
    return _addition(rule.first, start, rule.trigger_on, to_end=to_end)


def addition(wait: Wait, on: date) -> str:
    """Return the addition of a waiting period to a day: "28 Mar 1994 + 30 days = 27 Apr 1994"."""
    return _addition(wait, spelled(on), on)


def _addition(wait: Wait, start: str, on: date, *, to_end: bool = True) -> str:
    """Return an addition that begins with `start`, a day in words; without its end if asked to."""
    values = {"day": start, "length": length(wait), "day2": spelled(wait.ends(on))}
    if wait.first_of_following_month:
        values["day3"] = spelled(wait.after(on))
    return _(_ADDITIONS[wait.first_of_following_month, to_end], **values)


#: Additions by whether the waiting period ends with a month, and whether the end is told.
_ADDITIONS = {
    (False, True): later("{day} + {length} = {day2}"),
    (False, False): later("{day} + {length}"),
    (True, True): later("{day} + {length} = {day2}, first day of the following month = {day3}"),
    (True, False): later("{day} + {length} = {day2}, first day of the following month"),
}


def length(wait: Wait) -> str:
    """Return the length of a waiting period in words, as "30 days" or "2 years"."""
    if wait.months > 12 and wait.months % 12 == 0:
        return ngettext("{number} year", "{number} years", wait.months // 12)
    if wait.months:
        return ngettext("{number} month", "{number} months", wait.months)
    return ngettext("{number} day", "{number} days", wait.days)


#: When a treaty enters into force for who joins it, by what the waiting period counts from, by
#: whether it ends on the first day of a month, and by whether an organization joins.
_EFFECTS = {
    ("deposit", False, False): later("The treaty enters into force for the State {length} after the deposit."),
    ("deposit", False, True): later("The treaty enters into force for the organization {length} after the deposit."),
    ("deposit", True, False): later(
        "The treaty enters into force for the State on the first day of the month after {length} from the deposit."
    ),
    ("deposit", True, True): later(
        "The treaty enters into force for the organization on the first day of the month after "
        "{length} from the deposit."
    ),
    ("registration", False, False): later(
        "The treaty enters into force for the State {length} after the registration."
    ),
    ("registration", False, True): later(
        "The treaty enters into force for the organization {length} after the registration."
    ),
    ("registration", True, False): later(
        "The treaty enters into force for the State on the first day of the month after {length} from the registration."
    ),
    ("registration", True, True): later(
        "The treaty enters into force for the organization on the first day of the month after "
        "{length} from the registration."
    ),
    ("expression-of-consent", False, False): later(
        "The treaty enters into force for the State {length} after its consent."
    ),
    ("expression-of-consent", False, True): later(
        "The treaty enters into force for the organization {length} after its consent."
    ),
    ("expression-of-consent", True, False): later(
        "The treaty enters into force for the State on the first day of the month after {length} from its consent."
    ),
    ("expression-of-consent", True, True): later(
        "The treaty enters into force for the organization on the first day of the month after "
        "{length} from its consent."
    ),
}


def say_effect(counts_from: str, wait: Wait, *, rounds: bool, organization: bool) -> str:
    """Return when a treaty enters into force for a State or organization that joins it."""
    return _(_EFFECTS[counts_from, rounds, organization], length=length(wait))
