"""A question and its answer in words.

In English they are one sentence. Its subject, verb, object and time vary, and in other languages
each of them changes the others: there the same is said in short sentences, one for each of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from csekg.answers.common.base import Ref
from csekg.answers.common.groups import Group, groups_by_key
from csekg.answers.common.known import Status, actor_ref, actor_refs, status_labels, treaties
from csekg.answers.status.asking.question import Asked, Question
from csekg.answers.things.actors import actors
from csekg.days import spelled
from csekg.languages.current import ENGLISH, current
from csekg.languages.forms import either
from csekg.languages.joining import as_sentence, sentences
from csekg.languages.messages import _, ngettext
from csekg.languages.texts import joined
from csekg.sparql.store import QueryEngine

#: What States with a status do to a treaty. In braces: plural and singular of the present, then of
#: the past. These are sentences of ours: the vocabulary has only names of statuses.
_VERBS: dict[Status | Asked, str] = {
    "party": "{are|is|were|was} bound by",
    "contracting-state": "consented to but {are|is|were|was} not yet bound by",
    "signatory": "{signed and did not ratify|signed and did not ratify"
    "|had signed and not ratified|had signed and not ratified}",
    "no-action": "took no action on",
    "needs-invitation": "{need|needs|needed|needed} an invitation to join",
    "must-join-first": "{have|has|had|had} to join another treaty before joining",
    "former-party": "{are|is|were|was} no longer bound by",
    "unknown": "may or may not {be|be|have been|have been} bound by",
    "not-eligible": "{cannot|cannot|could not|could not} join",
    "did-not-exist": "did not exist in the time of",
    "not-bound": "{are|is|were|was} not bound by",
}
#: So many names are written out.
_NAMED = 4


def sentence(
    store: QueryEngine,
    question: Question,
    about: Sequence[Ref],
    states: Sequence[str],
    cases: int,
    asked: int,
) -> str:
    """Return what a question found, in English in one sentence.

    `about` are the treaties, `states` the IRIs of those found, `cases` the pairs of State and
    treaty, `asked` the number of States and organizations asked about.
    """
    if current() != ENGLISH:
        return _in_parts(store, question, about, states, cases, asked)
    past = bool(question.on or question.in_period)
    when, who = _when(question), _who(store, question, states)
    what = _treaties(store, about)
    if not states:
        return f"{when}None of {asked} {who} {_verbs(question, 2, past)} {what}{_period(question)}."
    number = len(states)
    subject = actor_refs(store)[states[0]].name if number == 1 else f"{number} {who}"
    counted = f"{cases} case{'s' if cases != 1 else ''}"
    verbs = _verbs(question, number, past)
    return f"{when}{subject} {verbs} {what}{_period(question)}: {counted}."


def _verbs(question: Question, number: int, past: bool) -> str:
    return joined(" or ", (verb(each, number, past=past) for each in question.statuses))


def verb(status: Status | Asked, number: int, *, past: bool) -> str:
    """Return in English what so many States with a status do to a treaty, or did: "is bound by"."""
    head, brace, rest = _VERBS[status].partition("{")
    forms, _, tail = rest.partition("}")
    return head + forms.split("|")[2 * past + (number == 1)] + tail if brace else head


def _when(question: Question) -> str:
    return f"On {spelled(question.on)}, " if question.on else ""


def _period(question: Question) -> str:
    if not question.in_period:
        return ""
    days = [f"from {spelled(question.first)}"] if question.first else []
    days += [f"to {spelled(question.last)}"] if question.last else ["to the newest data"]
    held = "beginning with a day" if question.began else "at some time"
    return f", {held} {' '.join(days)}"


def _treaties(store: QueryEngine, about: Sequence[Ref]) -> str:
    if len(about) == 1:
        return f"the {about[0].name}"
    number = len(about)
    if number == len(treaties(store)):
        return f"one or more of the {number} treaties"
    if number > _NAMED:
        return f"one or more of {number} treaties"
    return f"one or more of {number} treaties ({joined('; ', (each.name for each in about))})"


def _who(store: QueryEngine, question: Question, states: Sequence[str]) -> str:
    """Return the plural of those who are asked about."""
    known = groups_by_key(store)
    named = [_members(known[key]) for key in question.groups]
    if question.states:
        chosen = [actor_ref(store, key).name for key in question.states]
        few = len(chosen) <= _NAMED
        named.append(f"chosen States ({joined(', ', chosen)})" if few else "chosen States")
    if named:
        return joined(" and ", named)
    organizations = {actor.id for actor in actors(store, kind="organization")}
    return "States and organizations" if organizations & set(states) else "States"


def _in_parts(
    store: QueryEngine,
    question: Question,
    about: Sequence[Ref],
    states: Sequence[str],
    cases: int,
    asked: int,
) -> str:
    """Return what a question found in short sentences, in any language."""
    labels = status_labels(store)
    statuses = [_("not bound") if each == "not-bound" else labels[each]
                for each in question.statuses]  # fmt: skip
    if len(about) > _NAMED:
        treaties = ngettext("{number} treaty", "{number} treaties", len(about))
    else:
        treaties = joined("; ", (each.name for each in about))
    refs = actor_refs(store)
    found = states if len(states) <= _NAMED else ()
    return sentences(
        _("Status: {statuses}.", statuses=either(statuses)),
        _("Treaties: {treaties}.", treaties=treaties),
        _("Asked about: {states}.", states=joined("; ", _asked_about(store, question))),
        _time(question),
        _("Found: {number} of {asked}.", number=len(states), asked=asked),
        as_sentence(joined("; ", (refs[iri].name for iri in found))) if found else "",
        _("Cases: {number}.", number=cases),
    )


def _asked_about(store: QueryEngine, question: Question) -> list[str]:
    known = groups_by_key(store)
    names: list[str] = [known[key].name for key in question.groups]
    if len(question.states) > _NAMED:
        names.append(ngettext("{number} State", "{number} States", len(question.states)))
    else:
        names += [actor_ref(store, key).name for key in question.states]
    return names or [_("all States and organizations")]


def _time(question: Question) -> str:
    """Return the time of a question; '' where it is the as-of date of each treaty."""
    if question.on:
        return _("On {day}.", day=spelled(question.on))
    first = spelled(question.first) if question.first else ""
    last = spelled(question.last) if question.last else ""
    match question.began, bool(first), bool(last):
        case ((True | False), False, False):
            return ""
        case True, True, True:
            return _("Beginning with a day from {first} to {last}.", first=first, last=last)
        case True, True, False:
            return _("Beginning with a day from {first} to the newest data.", first=first)
        case True, False, True:
            return _("Beginning with a day until {last}.", last=last)
        case False, True, True:
            return _("At some time from {first} to {last}.", first=first, last=last)
        case False, True, False:
            return _("At some time from {first} to the newest data.", first=first)
    return _("At some time until {last}.", last=last)


def _members(group: Group) -> str:
    """Return the plural of the members of a group."""
    if group.group_kind == "organization-membership":
        return str(group.name)[:1].lower() + str(group.name)[1:]
    if group.group_kind == "un-regional-group":
        return f"States of the {group.name}"
    return f"States of {group.name}"
