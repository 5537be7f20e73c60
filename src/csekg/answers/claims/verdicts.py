"""Whether a claim is true by the acts and the lists: true, false, or not known, and why.

The silence of a list decides only where it is complete to the day that is claimed of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from csekg.answers.claims.finding import (
    BINDS,
    DAY,
    NONE,
    PARTIES,
    UNREAD,
    Claim,
    Finding,
    all_true,
    any_true,
    throughout,
    window,
    within,
)
from csekg.answers.claims.numbers import before_treaty, of_rank, of_states
from csekg.answers.claims.territories import of_territory
from csekg.answers.claims.words import CONSENTS, OF_TREATY, STATEMENTS
from csekg.answers.common.base import day
from csekg.answers.common.references import ABSENT, actor_ref, concept_refs, find_treaty
from csekg.answers.common.translations import values
from csekg.answers.status.coverage import coverage
from csekg.answers.status.declarations import Declaration, declarations
from csekg.answers.status.intervals import StatusInterval, as_named_then, intervals_of_actor
from csekg.answers.status.participation import ActDetail, participation
from csekg.languages.days import spelled
from csekg.languages.messages import _, as_sentence
from csekg.languages.texts import joined
from csekg.languages.words import later
from csekg.namespaces import ID
from csekg.sparql.store import QueryEngine

_BY_ILO = f"SELECT ?d WHERE {{ <%s> cse:depositary ?d FILTER(?d = <{ID}body/ilo-director-general>) }}"
_GONE = """
SELECT DISTINCT ?key ?name WHERE {
  <%s> cse:predecessor+ ?gone . ?gone a cse:FormerState ; dcterms:identifier ?key ; rdfs:label ?name
}
"""
#: What lists state where they do not tell which of several kinds a consent was.
_UNTOLD_KIND = "ratification-acceptance-or-approval"
_ANY_OF = {
    _UNTOLD_KIND: ("ratification", "acceptance", "approval"),
    "consent": tuple(CONSENTS.values()),
    "unclear": tuple(CONSENTS.values()),
}
_DECLARATIONS = ("declaration", "interpretative-declaration", "binding-age-declaration")
#: What a list calls otherwise and counts as.
_LIKE = {"binding-age-declaration": "declaration", "understanding": "interpretative-declaration"}
_SIGNATURES = "signatures"
_CLOSED = ("must-join-first", "not-eligible", "needs-invitation")

_OTHER = later("What is known differs in kind, day or subject, or was taken back.")
_UNTOLD = later("What the sources give does not tell it: its day, its kind or its article.")
_PRINTED = later("The depositary's list calls it otherwise than the register: {kinds}.")
_GONE_MADE = later("A State that came before it made one: {names}.")
_PARTLY = later("It is true of a part of this time only.")
_OPEN = later("Sources differ, and it is open which of them is right.")


def judged(store: QueryEngine, claim: Claim) -> Finding:
    """Return whether a claim is true; raises UnknownNameError for unknown keys."""
    if claim.relation == "until":
        return _until(store, claim)
    if claim.count is not None or (claim.group and claim.rank is None):
        return of_states(store, claim)
    if claim.territory:
        found = of_territory(store, claim, *window(claim))
    elif claim.rank is not None:
        found = of_rank(store, claim)
    else:
        found = _Judge(store, claim).finding() if claim.state else _of_treaty(store, claim)
    return replace(found, truth=None if found.truth is None else not found.truth) if claim.negated else found


def _until(store: QueryEngine, claim: Claim) -> Finding:
    """Return whether something was not so until a time: before it not, and then it was."""
    before = judged(store, replace(claim, relation="before"))
    then = judged(store, replace(claim, relation="since" if claim.what in BINDS else "", negated=False))
    # "Had not ratified until 2001" need not mean that it did then.
    return replace(then, truth=all_true((before.truth, then.truth or None)))


def _of_treaty(store: QueryEngine, claim: Claim) -> Finding:
    """Return whether a treaty itself entered into force in a time, was in force throughout it, or is at all."""
    info, names = find_treaty(store, claim.treaty), {"adopted": "cse:adoptedOn", "opened": "cse:openedOn"}
    name = names.get(claim.what, "eli:first_date_entry_in_force")
    found = values(store, f"SELECT ?on WHERE {{ <{info.id}> {name} ?on }}")
    since, (first, last) = day(found[0][0]) if found else None, window(claim)
    if claim.what in OF_TREATY:
        why = _("The day in the register is {day}.", day=spelled(since)) if since else _(UNREAD)
        return Finding(within(since, since, first, last) if since else None, (why,))
    if since:
        why = _("{treaty} entered into force on {day}.", treaty=info.short_title, day=spelled(since))
        if claim.what == "entered-into-force" or claim.relation == "since" or claim.period is None:
            return Finding(within(since, since, first, last), (why,))
        first, last = throughout(claim)
        return Finding(since <= first or (None if since <= last else False), (why,))
    why = _("{treaty} was not in force on {day}.", treaty=info.short_title, day=spelled(info.as_of))
    return Finding(None if claim.period and last > info.as_of else False, (why,))


def _open(act: ActDetail, property_: str) -> tuple[str, ...]:
    """Return the values of a property of an act of which it is open which one is right."""
    found = (each for each in act.differences if each.property == property_ and each.discrepancy_status == "open")
    return tuple(value for each in found for value in (each.chosen_value, each.dissenting_value) if value)


class _Judge:
    """What is known of one State under one treaty, for judging a claim."""

    def __init__(self, store: QueryEngine, claim: Claim) -> None:
        self.store, self.claim = store, claim
        self.info, self.actor = find_treaty(store, claim.treaty), actor_ref(store, claim.state)
        self.first, self.last = window(claim)
        known = participation(store, self.actor.key, self.info.key)
        found, self.territorial = known.actions, known.territorial
        self.done = [act for act in found if not act.dismissed]
        # What a source prints that is not followed, where it is open whether it is right.
        self.doubted = [
            act.model_copy(update={"date": day(on)}) for act in found if act.dismissed for on in _open(act, "date")
        ]
        spans = intervals_of_actor(store, self.actor.id)
        self.spans = sorted((span for span in spans if span.treaty.key == self.info.key), key=lambda span: span.since)

    def finding(self) -> Finding:
        claim = self.claim
        if claim.what in STATEMENTS or claim.what == "withdrew":
            return self._statement()
        is_begun = claim.what == "entered-into-force" or (claim.what in BINDS and claim.relation == "since")
        if claim.period and is_begun:
            begun = self._act("consent", self._binds_then)
            # "Has been a party since 1959" is not true of a State that has left.
            if claim.relation == "since" and begun.truth and self._at(self._told_on()).status == "former-party":
                return replace(begun, truth=None, why=(*begun.why, _(_PARTLY)))
            return begun
        if claim.what in (*BINDS, "signatory-only", "former"):
            return self._status()
        if claim.what in ("signed", "denounced"):
            return self._act("signature" if claim.what == "signed" else "denunciation", self._done_then)
        return self._act("consent", lambda act: all_true((self._is_kind(act), self._done_then(act))))

    # Acts

    def _act(self, what: str, fits: Callable[[ActDetail], bool | None]) -> Finding:
        acts = [act for act in self.done if act.what == what]
        lists = (_SIGNATURES if what == "signature" else PARTIES,)
        if any(act.what == what and fits(act) is not False for act in self.doubted):
            return Finding(None, (_(_OPEN),), [*self.done, *self.doubted], (), lists)
        if not acts:
            truth, why = self._absent(what)
            return Finding(truth, why, self.done, (), lists)
        truth = any_true(map(fits, acts))
        again = any(act.what == "denunciation" for act in self.done) and what == "consent"
        if truth is False and again and not self._is_listed(what):
            return Finding(None, (_(UNREAD),), self.done, (), lists)
        bound = self._reasons([self._at(self.info.day(None))]) if self.claim.what in (*BINDS, "joined") else ()
        why = bound if truth else (*bound, _(_OTHER) if truth is False else _(_UNTOLD))
        return Finding(truth, why, acts if truth else self.done, (), lists)

    def _is_kind(self, act: ActDetail) -> bool | None:
        what, kind = self.claim.what, CONSENTS.get(self.claim.what)
        # Who denies one kind of consent is read as denying all: an accession binds as a ratification does.
        # "Ratified" is said of what a list does not tell from acceptance and approval.
        is_any = kind is None or (self.claim.negated and not self.claim.literal)
        if is_any or act.kind == kind or (what == "ratified" and act.kind == _UNTOLD_KIND):
            return True
        # The ILO registers as ratification what other lists call the succession of a new State.
        is_ilo = what == "ratified" and act.kind == "succession" and values(self.store, _BY_ILO % self.info.id)
        return None if is_ilo or kind in _ANY_OF.get(act.kind, ()) or kind in _open(act, "consentKind") else False

    def _done_then(self, act: ActDetail) -> bool | None:
        fits = within(
            act.date or act.not_before or date.min, act.date or act.not_after or date.max, self.first, self.last
        )
        # Where it is open which source is right, another day is not wrong.
        if fits is False and any(self.first <= date.fromisoformat(on) <= self.last for on in _open(act, "date")):
            fits = None
        relation, period = self.claim.relation, self.claim.period
        if fits and self._is_then_itself(act.date):
            return None
        if fits and period and relation == "since" and self.claim.what == "signed":
            # "A signatory since 1999" is no other day, "since 1999 it has signed" may be.
            return within(act.date or date.min, act.date or date.max, period.first, period.last) or None
        # A State joins by its consent, and is bound from a later day: either may be meant; so it is with an end.
        either = self.claim.what in ("joined", "denounced") or (relation == "since" and act.what == "consent")
        return any_true((fits, self._binds_then(act))) if either else fits

    def _is_then_itself(self, on: date | None) -> bool:
        """Return whether a day is in the very time by which something is denied, as "in 2005 it had not"."""
        period, is_denied = self.claim.period, self.claim.negated and self.claim.relation == "by-day"
        return bool(is_denied and period and on and period.first < on <= self.last)

    def _binds_then(self, act: ActDetail) -> bool | None:
        """Return whether an act takes effect in the time, as sources state it, else as the clause gives it."""
        computed = (act.computed_entry_into_force, act.alternative_entry_into_force)
        stated = map(date.fromisoformat, _open(act, "entersIntoForceOn"))
        days = (*(act.enters_into_force_on or filter(None, computed)), *stated)
        truths = {within(on, on, self.first, self.last) for on in days}
        if any(map(self._is_then_itself, days)):
            return None
        # Of two readings of a clause one may be right.
        return truths.pop() if len(truths) == 1 else False if self.claim.what == "denounced" else None

    def _absent(self, what: str) -> tuple[bool | None, tuple[str, ...]]:
        """Return whether an act of a kind was done of which none was read, and why."""
        signing = f"SELECT ?c WHERE {{ ?c cse:admissionTo <{self.info.id}> ; cse:admitsToSignature true }} LIMIT 1"
        if what == "signature" and not values(self.store, signing):
            return False, (_("Nobody signs this treaty: States join it by one act."),)
        if self.last < self.spans[0].since:
            return before_treaty(self.store, self.info, self.last)
        if what == "consent" and self.spans[-1].status == ABSENT and any(span.status != ABSENT for span in self.spans):
            # Lists print the acts of a State that is gone under the one that continues it.
            return None, self._reasons(self.spans[-1:])
        now = self._at(min(self.last, self.info.day(None)))
        if (now.status == "unknown" and what != "signature") or (what == "consent" and self._opened_since()):
            return None, self._reasons([now, *self.spans[-1:]])
        if not self._is_listed(what):
            return None, (_(UNREAD),)
        return False, self._reasons([now]) if now.status == "not-eligible" or what == "denunciation" else (_(NONE),)

    def _opened_since(self) -> bool:
        """Return whether a later act opened the treaty to a State after its list ends: it may have joined since."""
        listed, now = self._at(self.info.as_of).status, self.spans[-1].status
        return self.claim.period is None and listed in _CLOSED and now not in (listed, ABSENT)

    def _is_listed(self, what: str) -> bool:
        """Return whether the list of acts of a kind is complete to the end of the time claimed of."""
        info, on = self.info, self.last if self.claim.period else None
        signed = what == "signature"
        return info.has_all_signatures(on or info.signatures_as_of) if signed else info.is_complete(on or info.as_of)

    # Statuses

    def _at(self, on: date) -> StatusInterval:
        found = [span for span in self.spans if span.since <= on] or self.spans[:1]
        return as_named_then(self.store, found[-1], on)

    def _status(self) -> Finding:
        what, is_dated, now = self.claim.what, self.claim.period is not None, self._told_on()
        ever = not is_dated and (self.claim.past or what == "entered-into-force")
        first, last = throughout(self.claim) if is_dated else (date.min if ever else now, now)
        if last < self.spans[0].since:
            return Finding(*before_treaty(self.store, self.info, last))
        spans = [
            as_named_then(self.store, span, max(first, span.since))
            for span in self.spans
            if span.since <= last and (span.until is None or span.until > first)
        ]
        truths = [self._status_is(span, last) for span in spans]
        if date.min < first < self.spans[0].since:
            truths.append(before_treaty(self.store, self.info, first)[0])
        partly = {True, False} <= set(truths)
        truth = any_true(truths) if ever else None if partly else all_true(truths)
        why = self._reasons(spans[-3:]) + (() if is_dated else (_("Read as of {day}.", day=spelled(now)),))
        if truth is False and what in BINDS and any(act.date and act.date <= last for act in self.doubted):
            return Finding(None, (*why, _(_OPEN)), [*self.done, *self.doubted])
        if truth is False and what in BINDS and self._opened_since():
            return Finding(None, (*self._reasons(self.spans[-1:]), *why), self.done)
        if truth is None:
            why += (_(_PARTLY) if partly else _(UNREAD),)
        return Finding(truth, why, self.done)

    def _told_on(self) -> date:
        """Return the day as of which a status without one is read: of the list, or of the newest act where it tells."""
        now, listed = self.info.day(None), self.info.as_of
        at = self._at(now)
        is_silent = at.since <= listed or at.status in ("no-act-read", "needs-invitation")
        is_signed = at.status == "signatory" and self.claim.what != "signatory-only"
        return listed if at.verdict != "bound" and (is_silent or is_signed) else now

    def _status_is(self, span: StatusInterval, last: date) -> bool | None:
        """Return whether the claimed status is that of a span, None where what was read does not tell."""
        end = min(last, (span.until or date.max) - DAY)
        if span.status == ABSENT:
            return False
        if span.verdict == "bound" and end <= self.info.status_on:
            return self.claim.what in BINDS
        # Who consented later, or is not bound yet, was not bound, whatever a list would add.
        later = self.claim.what != "signatory-only" and any(
            act.what == "consent" and act.date and act.date > end for act in self.done
        )
        is_told = end <= self.info.status_on and (later or span.status == "contracting-state")
        if not is_told and not (self.info.complete and end <= self.info.as_of):
            return None
        match self.claim.what:
            case "signatory-only" if span.status not in ("no-act-read", "unknown"):
                return span.status == "signatory"
            case "former" if span.verdict != "not-known":
                return span.status == "former-party"
            case "party" | "in-force" | "entered-into-force" if span.verdict != "not-known":
                return False
        return None

    def _reasons(self, spans: Sequence[StatusInterval]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(as_sentence(span.reason) for span in spans if span.reason))

    # Statements

    def _statement(self) -> Finding:
        claim = self.claim
        what = claim.of or claim.what
        kinds = _DECLARATIONS if what == "declaration" else (what,)
        covered = {each.list_of: each.complete_on for each in coverage(self.store).get(self.info.id, ())}
        # Only some treaties have binding declarations on age.
        lists = tuple(kind for kind in kinds if kind in covered or kind != _DECLARATIONS[-1])
        every = declarations(self.store, treaty=self.info.key, actor=self.actor.key)
        if claim.what == "withdrew":
            # The letter that withdraws is no statement that is withdrawn.
            every = [each for each in every if each.kind != "communication"]
        alike = [each for each in every if _is_kind(each, kinds) is not False]
        truth = any_true(all_true((_is_kind(each, kinds), self._is_about(each), self._stands(each))) for each in alike)
        told = [each for each in alike if truth is False or self._is_about(each) is not False]
        if truth is None and (printed := {name for each in told for name in each.printed_otherwise}):
            labels = concept_refs(self.store)
            names = joined(", ", (labels[f"{ID}vocab/printed-as/{name}"].name for name in sorted(printed)))
            return Finding(None, (_(_PRINTED, kinds=names),), (), told, lists)
        days = [covered.get(kind) for kind in lists]
        # Upon a consent after the list it may have made one.
        until = max((act.date for act in self.done if act.what == "consent" and act.date), default=date.min)
        listed = all(on and (until <= on if claim.period is None else self.last <= on) for on in days)
        if truth is False and (not listed or any(each.kind == "statement" for each in every)):
            return Finding(None, (_(UNREAD),), (), told, lists)
        apart = self._apart(every, kinds) if truth is False and what != "objection" else None
        if apart:
            return replace(apart, statements=told, lists=lists)
        # What one calls a declaration another calls a reservation: it is told, though it is of another kind.
        others = [each for each in every if each.kind in ("reservation", *_DECLARATIONS)] if what != "objection" else []
        why = {True: (), None: (_(_UNTOLD),), False: (_(_OTHER) if alike or others else _(NONE),)}[truth]
        return Finding(truth, why, (), told or others, lists)

    def _apart(self, every: Sequence[Declaration], kinds: Sequence[str]) -> Finding | None:
        """Return what is no statement of the list: one for a territory, of a predecessor, a withdrawal without day."""
        left = [act for act in self.territorial if act.type == "TerritorialExclusion"]
        ended = {act.territory: act for act in self.territorial if act not in left}
        if self.claim.what == "withdrew":
            found = [ended[act.territory] for act in left if act.territory in ended]
            found = [act for act in found if act.date and self.first <= act.date <= self.last]
            if not found and any(each.kind == "reservation-withdrawal" and not each.date for each in every):
                return Finding(None, (_(_UNTOLD),))
        else:
            found = [act for act in left if self.claim.made or act.territory not in ended]
        if found:
            names = joined(", ", (act.territory.name for act in found if act.territory))
            truth = True if self.claim.what == "withdrew" and not self.claim.article else None
            return Finding(truth, (_("It was made for a territory: {names}.", names=names),), found)
        gone = [
            name
            for key, name in values(self.store, _GONE % self.actor.id)
            if any(each.kind in kinds for each in declarations(self.store, treaty=self.info.key, actor=key))
        ]
        return Finding(None, (_(_GONE_MADE, names=joined(", ", gone)),)) if gone else None

    def _is_about(self, statement: Declaration) -> bool | None:
        """Return whether a statement is about the article, or against the State, of the claim."""
        if self.claim.target and (not statement.objected_actor or statement.objected_actor.key != self.claim.target):
            return False if statement.objected_actor else None
        parts = [part.key.removeprefix("article/") + "/" for part in statement.concerns_provision]
        if not self.claim.article or any(part.startswith(f"{self.claim.article}/") for part in parts):
            return True
        return False if parts else None

    def _stands(self, statement: Declaration) -> bool | None:
        """Return whether a statement was made in the time of the claim, was taken back in it, or stands in it."""
        made, gone, claim = statement.date, statement.withdrawn_on, self.claim
        if claim.what == "withdrew":
            if claim.partly and (days := statement.partly_withdrawn_on):
                return any_true(within(on, on, self.first, self.last) for on in days)
            if claim.partly and statement.withdrawal in ("partly", "yes"):
                return True if statement.withdrawal == "partly" and not claim.period else None
            if gone:
                return within(gone, gone, self.first, self.last)
            whole = {"no": False, "yes": True if claim.period is None else None}
            return None if statement.partly_withdrawn_on else whole.get(statement.withdrawal or "")
        if claim.made or claim.what == "objection":
            return within(made or date.min, made or date.max, self.first, self.last)
        after = None if statement.withdrawal == "unknown" else statement.withdrawal != "yes"
        if claim.period is None:
            return after
        on = self.last if claim.relation == "by-day" else self.first
        return all_true((made <= self.last if made else None, gone > on if gone else after))


def _is_kind(statement: Declaration, kinds: Sequence[str]) -> bool | None:
    """Return whether a statement is of a kind; None where the depositary's list and the register differ in that."""
    is_ours, alike = statement.kind in kinds, {_LIKE.get(kind, kind) for kind in kinds}
    is_theirs = any(_LIKE.get(name, name) in alike for name in statement.printed_as)
    # An objection may stand under that heading or among the notes.
    is_clear = not statement.printed_as or is_ours == is_theirs or statement.kind == "objection"
    return is_ours if is_clear else None
