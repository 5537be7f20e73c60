"""Says why a State has a status under a treaty: one sentence for each reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from csekg.languages.current import ENGLISH, current
from csekg.languages.days import spelled
from csekg.languages.messages import _, sentences
from csekg.languages.texts import joined
from csekg.languages.words import later
from csekg.law.conditions import Condition
from csekg.law.reasons import Code, Reason, Reasons, Way
from csekg.wording.labels import Names

#: Sentences by code, and where they differ by what else the reason holds.
_SENTENCES: dict[Code, str] = {
    "bound": later("Bound since {day}."),
    "bound-undated": later("Bound by {day} at the latest; no source read gives the day."),
    "consented": later("Consented to be bound on {day}; bound from {day2}."),
    "consented-only": later("Consented to be bound on {day}; not bound yet."),
    "consented-undated": later("Consented to be bound in {year}; no source read gives the day."),
    "left": later("No longer bound since {day}."),
    "signed": later("Signed on {day}; no consent was read."),
    "signed-undated": later("Signed by {day}; no source read gives the day."),
    "signed-to-ratify": later("It ratified on {day}, and only signatories ratify; no source read gives the day."),
    "consented-between": later("It consented to be bound from {day} to {day2}; no source read gives the day."),
    "predecessor": later("Act of its predecessor: {name}."),
    "open": later("Open to it; no signature or consent is recorded."),
    "open-unread": later("Open to it; no signature or consent was read."),
    "not-yet-open": later("Nobody could sign before {day}."),
    "may-sign-then-join": later("It may sign; to consent it must also be a party to {treaty}."),
    "may-sign-only": later("It may sign; consent is open only to {conditions}."),
    "join-first": later("To join it must also be a party to {treaty}."),
    "open-only-to": later("Open only to {conditions}."),
    "invitation-only": later("It joins on invitation; whether it has one was not read."),
    "may-have-drafted": later(
        "It can sign if it took part in the drafting, and else joins on invitation; no source read names those "
        "that took part, and whether it has an invitation was not read."
    ),
    "invited": later("Invited to accede on {day}."),
    "invitation-ended": later("The invitation of {day} ended on {day2}."),
    "invited-undated": later("An invitation is recorded; its day is not known."),
    "no-actor": later(
        "It counts as not eligible, since the lists that were read name it neither as a State nor as an organization."
    ),
    "no-list": later("No complete list of signatures and parties has been read."),
    "parties-listed-to": later("The list of parties that was read is complete only to {day}."),
    "no-list-of-signatures": later("The list of signatures that was read is not complete."),
    "signatures-listed-to": later("The list of signatures that was read is complete only to {day}."),
    "no-list-of-former": later("No list has been read that names the acts of States which no longer exist."),
    "not-in-force": later("The treaty is not in force and binds nobody."),
    "part-of": later("It was part of another State from {day} to {day2}."),
    "began": later("It came into being on {day}."),
    "ended": later("It ceased to exist on {day}."),
    "continues": later("It continues: {name}."),
    "continued-by": later("Continued by: {name}."),
}
#: By whether the first and the second day are only the last possible ones.
_LATEST: dict[tuple[Code, bool, bool], str] = {
    ("consented", True, False): later("Consented to be bound by {day} at the latest; bound from {day2}."),
    ("consented", False, True): later("Consented to be bound on {day}; bound by {day2} at the latest."),
    ("consented", True, True): later("Consented to be bound by {day} at the latest; bound by {day2} at the latest."),
    ("consented-only", True, False): later("Consented to be bound by {day} at the latest; not bound yet."),
    ("left", True, False): later("No longer bound by {day} at the latest."),
    ("signed", True, False): later("Signed by {day} at the latest; no consent was read."),
}
_INVITED_UNTIL = later("Invited to accede on {day}; the invitation ends on {day2}.")
#: By how the other treaty is open that must be joined first.
_WAYS: dict[tuple[Code, Way], str] = {
    ("join-first", "open"): later("To join it must also be a party to {treaty}, which is open to it."),
    ("join-first", "invitation"): later("To join it must also be a party to {treaty}, which it joins on invitation."),
    ("join-first", "other-first"): later(
        "To join it must also be a party to {treaty}, for which it must first join another treaty."
    ),
    ("open-only-to", "open"): later("Open only to {conditions}, which is open to it."),
    ("open-only-to", "invitation"): later("Open only to {conditions}, which it joins on invitation."),
    ("open-only-to", "other-first"): later("Open only to {conditions}, for which it must first join another treaty."),
}
#: Where a treaty has no condition, so that nobody meets one.
_NOBODY: dict[Code, str] = {
    "may-sign-only": later("It may sign; consent is open to nobody."),
    "open-only-to": later("Open to nobody."),
}
#: Who meets a condition of admission.
_CONDITIONS = {
    "any-state": later("States"),
    "ilo-member": later("Members of the ILO"),
    "coe-member": later("member States of the Council of Europe"),
    "regional-organization": later("regional organizations"),
    "named": later("those it names ({names})"),
    "party-to": later("parties to {treaty}"),
    "consented-to": later("those that have consented to be bound by {treaty}"),
    "signatory-to": later("signatories of {treaty}"),
    "party-or-signatory-to": later("parties to or signatories of {treaty}"),
    "invited-state": later("States that are invited"),
}


def say(reasons: Iterable[Reason], names: Names) -> str:
    """Return the reasons of a status, a sentence for each."""
    return sentences(*(_sentence(reason, names) for reason in reasons))


def say_without_day(reasons: Reasons, names: Names) -> str:
    """Return the reasons without the sentence that says from which day on an act gives the status.

    Of a day that has a second part, as in "Signed on 3 May 2001; no consent was read.", the second
    part remains.
    """
    if not reasons:
        return ""
    first, *others = reasons
    if first.code in ("bound", "signed") and not first.latest:
        return say(others, names)
    short = _SECOND_PARTS.get((first.code, first.latest2))
    if short is None:
        return say(reasons, names)
    values = {"day2": spelled(first.day2)} if first.day2 else {}
    return sentences(_(short, **values), say(others, names))


#: The second parts of sentences whose first part gives the day since which a status is held, by
#: code and by whether their own day is only the last possible one.
_SECOND_PARTS: dict[tuple[Code, bool], str] = {
    ("consented", False): later("Bound from {day2}."),
    ("consented", True): later("Bound by {day2} at the latest."),
    ("consented-only", False): later("Not bound yet."),
}


def _sentence(reason: Reason, names: Names) -> str:
    code = reason.code
    values = {"day": spelled(reason.day), "year": str(reason.day.year)} if reason.day else {}
    if reason.day2:
        values["day2"] = spelled(reason.day2)
    if reason.treaty:
        values["treaty"] = _the(names.instrument(reason.treaty))
    if reason.actor:
        values["name"] = names.actor(reason.actor)
    form = _LATEST.get((code, reason.latest, reason.latest2), _SENTENCES[code])
    if code == "invited" and reason.day2:
        form = _INVITED_UNTIL
    if reason.way:
        form = _WAYS[code, reason.way]
    if reason.conditions:
        values["conditions"] = _conditions(reason, names)
    else:
        form = _NOBODY.get(code, form)
    return _(form, **values)


def _conditions(reason: Reason, names: Names) -> str:
    """Return who meets one of the conditions: "Members of the ILO or those it names (Canada)".

    Parties to a treaty are not named beside its parties and signatories.
    """
    met = (
        _condition(each, names)
        for each in reason.conditions
        if replace(each, kind="party-or-signatory-to") not in reason.conditions or each.kind == "party-or-signatory-to"
    )
    any_of = reduce(lambda one, other: _("{one} or {other}", one=one, other=other), met)
    if reason.article:
        return _("{conditions} (art. {article})", conditions=any_of, article=reason.article)
    return any_of


def _condition(condition: Condition, names: Names) -> str:
    if condition.kind == "named":
        named = _listed(map(names.actor, condition.values))
        return _(_CONDITIONS[condition.kind], names=named)
    values = {"treaty": _the(names.instrument(condition.values[0]))} if condition.values else {}
    return _(_CONDITIONS[condition.kind], **values)


def _the(treaty: str) -> str:
    return _("the {name}", name=treaty)


def _listed(named: Iterable[str]) -> str:
    """Return names in their alphabetical order."""
    if current() == ENGLISH:
        # The build of a wheel speaks English, and has no rules of other languages.
        return joined(", ", sorted(named))
    from csekg.languages.forms import list_comma, sort_key

    return joined(list_comma(), sorted(named, key=sort_key))
