"""Reads sentences such as "Kenya has signed but not ratified the OPSC" as claims, by rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise, product

from csekg.answers.claims.days import Period
from csekg.answers.claims.finding import Claim
from csekg.answers.claims.pieces import Clause, Piece, clauses_of, is_of, pieces_of
from csekg.answers.claims.words import (
    AGAIN,
    COMPARISONS,
    CONSENTS,
    DENIALS,
    GROUP,
    OF_TREATY,
    PREDICATES,
    RELATIONS,
    STATEMENTS,
    NotUnderstoodError,
    clean,
    known_words,
)
from csekg.answers.search.indexes import Names
from csekg.languages.messages import _
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine

#: The most claims of one sentence, as of five States under four treaties.
_MOST = 20
#: Of whom "all States" and "the only State" are said.
_EVERYBODY = f"{GROUP}un-member"
#: What a number of States may do, and all States of a group.
_JOINING = ("party", "joined", "ratified", "signed", "signatory-only")
#: What comes after what, where one act is said to be later.
_ORDER = ("signed", *CONSENTS, "joined", "denounced", "withdrew")

#: So many numbers are those of some and of all.
_OF_ALL = 2

_NO_TREATY = later("no treaty is named here that the register knows")
_NO_ACTOR = later("no State is named here that the register knows")
_NUMBER = later("a number is understood as that of an article, of reservations and declarations only")
_ONE_OF = later("one of several things is no single claim: write one of them")


def read(store: QueryEngine, names: Names, text: str) -> list[Claim]:
    """Return the claims of a sentence.

    Raises NotUnderstoodError for a question, for words that are not known, and for a sentence that
    could be read in several ways.
    """
    plain = clean(text)
    asked = bool(re.search("[?؟]", plain))
    pieces = [] if asked else pieces_of(store, names, plain)
    if asked or any(piece.is_("question") for piece in pieces[:1]):
        raise NotUnderstoodError(text, _("a question is no claim: write it as a statement"))
    if any(piece.is_("towards") for piece in pieces[:1]) and any(piece.is_("objection") for piece in pieces):
        raise NotUnderstoodError(text, _(AGAIN))
    for place, piece in enumerate(pieces):
        # "Sweden objected to the reservation of Qatar, which ..." may go on about any of them.
        if piece.is_("which") and any(before.is_(*PREDICATES) for before in pieces[:place]):
            raise NotUnderstoodError(piece.words[0].text)
    # "Although Kenya signed the OPSC, it has not ratified it" begins with a word that joins nothing.
    clauses = clauses_of(pieces[1:] if pieces and pieces[0].is_("but") else pieces)
    claims: list[Claim] = []
    for number, clause in enumerate(clauses):
        wholes = [claim for claim in claims if claim.group and claim.count is None and claim.rank is None]
        found = _claims(clauses, number, restricted=bool(wholes))
        # "The only State that is party to the OPSC but not to the CRC": both must be true of one State.
        also = tuple(dict.fromkeys(replace(claim, state="") for claim in found))
        # "The only State that is not party to the CRC but to the OPSC" denies one of both.
        is_open = bool(clauses[0].all("only")) and not all(whole.negated for whole in wholes)
        is_open |= len(wholes) > 1 or any(each.what not in _JOINING for each in also) or bool(clause.all("state"))
        if wholes and is_open:
            raise clause.fault(_(AGAIN))
        claims = [replace(claim, also=claim.also + also) if claim in wholes else claim for claim in claims]
        claims += [claim for claim in found if claim.state or not wholes]
        before = [_ORDER.index(each.what) for each in clauses[:number] if each.what in _ORDER]
        if clause.all("later") and (clause.what not in (_ORDER[max(before) + 1 :] if before else ())):
            raise clause.odd("later")
    if len(claims) > _MOST:
        raise NotUnderstoodError(text, _("{number} claims in one sentence are too many", number=len(claims)))
    # "Acceded to, but did not ratify" denies one kind only.
    done = {(claim.state, claim.treaty): claim.what for claim in claims if claim.what in CONSENTS and not claim.negated}
    return [
        replace(claim, literal=claim.negated and done.get((claim.state, claim.treaty), claim.what) != claim.what)
        for claim in claims
    ]


def _claims(clauses: Sequence[Clause], number: int, *, restricted: bool) -> list[Claim]:
    """Return the claims of a clause, which may leave out what another clause has.

    One that is restricted says more of the States of which a clause before it speaks.
    """
    clause, before = clauses[number], clauses[:number][::-1]
    what, negated = clause.what, _negated(clauses, number)
    _check_order(clause, negated)
    count, total = _counted(clause)
    quantifier, group = _quantified(clause, negated, counted=count is not None)
    inherited = next((found for other in before if (found := other.all("state"))), [])
    states = clause.all("state") or (inherited if not quantifier and count is None else [])
    others = [*before, *clauses[number + 1 :]]
    treaties = clause.all("treaty") or next((found for other in others if (found := other.all("treaty"))), [])
    articles, territories, ranked = clause.all("number"), clause.all("territory"), clause.all("rank")
    if count is not None:
        articles, negated = [], negated != bool(clause.all("except"))
    comparison, target = next((name for name in COMPARISONS if clause.all(name)), ""), ""
    if what == "objection":
        states, target = _objection(clause, inherited)
    relation, period = _time(clauses, number)
    fitting = {
        "rank": bool(ranked) and len(states) == len(clauses) == 1 and _is_order(clause),
        "partly": what == "withdrew",
        "until": negated and what not in ("signatory-only", "former", "withdrew", *STATEMENTS),
        comparison: count is not None,
    }
    for kind, fits in fitting.items():
        if clause.all(kind) and not fits:
            raise clause.odd(kind)
    is_of_one = count is None and not group and not ranked and not restricted
    is_of_treaty = what in OF_TREATY or "force" in what or territories
    is_by_number = bool(articles) == bool(clause.all("article")) and (not articles or {what, clause.of} & {*STATEMENTS})
    # What a State applies is what it does.
    is_open = what == "applies" and any(each.is_("state", "territory") for each in clause.pieces[: clause.predicate])
    is_open |= (what == "extended" and not territories) or bool(what in OF_TREATY and states)
    is_open |= (len(treaties) > 1 and not is_of_one and not quantifier and not restricted) or bool(
        quantifier and articles
    )
    is_open |= bool(quantifier) and (what not in _JOINING or (quantifier == "only" and not states))
    for is_fault, why in (
        (not treaties, _NO_TREATY),
        (is_of_one and (clause.all("states") or not (states or is_of_treaty)), _NO_ACTOR),
        (not is_by_number, _NUMBER),
        (is_open, AGAIN),
    ):
        if is_fault:
            raise clause.fault(_(why))
    said = "in-force" if what == "applies" and not territories else what
    made = bool(clause.all("made")) or bool(clause.joint and clause.joint.is_("with", "without"))
    one = Claim("", "", said, negated, relation, period, target=target, of=clause.of, made=made, group=group)
    one = replace(one, past=bool(clause.all("past")), partly=bool(clause.all("partly")), comparison=comparison)
    one = replace(one, count=count, total=total, rank=int(ranked[0].value) if ranked else None)
    claims = []
    if quantifier:
        # "All but Kenya" and "only Kenya" say of Kenya the opposite of what they say of the others.
        whole = replace(one, others=tuple(_keys(states)), negated=negated == (quantifier == "every"))
        claims = [replace(whole, treaty=key) for key in _keys(treaties)]
        one = replace(one, negated=not whole.negated, what="joined" if what == "ratified" else what, group="")
    chosen = product(_keys(states) or [""] * (not quantifier), _keys(treaties), _keys(articles or territories) or [""])
    return claims + [
        replace(one, state=state, treaty=treaty, territory=part * bool(territories), article=part * (not territories))
        for state, treaty, part in chosen
    ]


def _counted(clause: Clause) -> tuple[int | None, int | None]:
    """Return the number of States of a clause and of how many, as in "192 of 193 States" or "all but four"."""
    pieces, numbers = [piece for piece in clause.pieces if not piece.is_("list")], clause.all("number")
    values = [int(piece.value) if piece.value.isdigit() else None for piece in numbers]
    last = pieces.index(numbers[-1]) if numbers else 0
    is_of = any(piece.is_("states", "party", *_groups([piece])) for piece in pieces[last + 1 : last + 2])
    is_of |= pieces[last - 1].is_("except") and pieces[last - 1].is_("every")
    is_count = (
        is_of
        and clause.what in _JOINING
        and not clause.all("state")
        and pieces[last + 1 - len(numbers) : last + 1] == numbers
    )
    return (values[0], [*values, None][1]) if numbers and is_count and len(values) <= _OF_ALL else (None, None)


def _is_order(clause: Clause) -> bool:
    """Return whether a clause says who did something first, as in "the first State to ratify", not when it did."""
    first, *more = clause.all("rank")
    pieces = clause.pieces[clause.pieces.index(first) + 1 :]
    said = [piece for piece in pieces if not piece.is_("list", "filler") or piece.is_("towards")]
    after = said[0] if said else first
    is_of = after.is_("states", "infinitive", "towards", "which", *_groups([after]))
    is_open = more or any(piece.is_(*DENIALS) for piece in pieces) or any(map(clause.all, ("one-of", "only", "period")))
    return not is_open and clause.what in (*_ORDER, "party") and (is_of or not after.words[0].text.isascii())


def _groups(pieces: Iterable[Piece]) -> list[str]:
    return [name for piece in pieces for name in piece.kinds if name.startswith(GROUP)]


def _quantified(clause: Clause, negated: bool, *, counted: bool) -> tuple[str, str]:
    """Return "every" or "only", and the key of the group of which it is said; '' for a claim of States by name.

    "No State" is "every", denied. Raises NotUnderstoodError for such words where they are said of something else.
    """
    pieces = [piece for piece in clause.pieces if not piece.is_("list")]
    groups, found, is_counted = _groups(pieces), "", counted or bool(clause.all("rank"))
    for place, piece in enumerate(pieces):
        after, around = pieces[place + 1 : place + 2], [*pieces[max(0, place - 1) : place], pieces[-1]]
        is_of_group = any(other.is_("states", *groups) for other in after)
        is_of_one = any(other.is_("state") for other in after) or any(other.is_("states", *groups) for other in around)
        if is_counted or not piece.is_("every", "only", "not"):
            if piece.is_("every", "only") and not any(other.is_("number", *COMPARISONS) for other in after):
                raise NotUnderstoodError(piece.words[0].text)
        elif is_of_group and (piece.is_("every") or (piece.is_("not") and clause.joint is None)):
            # "But neither State has" is of two that are named before.
            found = "every"
        elif piece.is_("only") and (is_of_group or is_of_one):
            found = "only"
        elif piece.is_("every", "only") and not _is_only_then(clause, pieces[place:]):
            raise NotUnderstoodError(piece.words[0].text)
    is_every, excepted = bool(clause.all("every")), bool(clause.all("except"))
    is_open = (is_every and negated) or bool(groups and not found)
    is_open |= excepted != (found == "every" and bool(clause.all("state")))
    denied = any(first.is_("not") and then.is_("only", "every") for first, then in pairwise(pieces))
    if denied or (is_open and not is_counted):
        raise clause.fault(_(AGAIN))
    return found, (groups or [_EVERYBODY * bool(found) or GROUP])[0].removeprefix(GROUP)


def _is_only_then(clause: Clause, pieces: Sequence[Piece]) -> bool:
    """Return whether pieces that begin with "only" say when or how many: "only ratified in 2015", "only 53 States"."""
    after = next((piece for piece in pieces[1:] if not piece.is_("filler", "in-day")), pieces[0])
    timed = bool(_own_time(clause)[1]) and not clause.all("had") and (after.is_(*PREDICATES) or bool(after.period))
    return pieces[0].is_("only") and timed


def _keys(pieces: Iterable[Piece]) -> list[str]:
    return list(dict.fromkeys(piece.value for piece in pieces))


def _check_order(clause: Clause, negated: bool) -> None:
    """Raise the error of a clause whose parts are in an order in which it may mean something else.

    "Kenya has ratified the OPSC and Uganda the OPAC" must not be read as four claims, and "has to ratify"
    says what is to be done.
    """
    inner = clause.pieces[1:] if clause.joint else clause.pieces
    for kind in ("treaty", "number") if clause.what == "objection" else ("state", "treaty", "number", "territory"):
        places = [place for place, piece in enumerate(clause.pieces) if kind in piece.kinds]
        for piece in clause.pieces[places[0] : places[-1]] if places else ():
            if not piece.is_(kind, "and", "or", "nor", "list", "by", "article"):
                raise clause.fault(_(AGAIN))
    if any(piece.is_("but") for piece in inner):
        raise clause.fault(_(AGAIN))
    if any(piece.is_("or") for piece in inner) and not clause.all("not"):
        raise clause.fault(_(_ONE_OF))
    for place, piece in enumerate(clause.pieces):
        is_denied = negated and place and not clause.pieces[place - 1].is_("towards")
        if piece.is_("infinitive") and not is_denied and not clause.all("rank"):
            raise clause.fault(_("what is yet to be done is no claim: write what was done, or was not done"))


def _negated(clauses: Sequence[Clause], number: int) -> bool:
    """Return whether a clause denies, by a word of its own or, after "or", by one of the clause before."""
    clause = clauses[number]
    no_longer = ["no-longer"] if clause.what in STATEMENTS else []
    denials = [piece.is_(*DENIALS, *no_longer) for piece in clause.pieces]
    joint = clause.joint
    carried = number and joint and any(piece.is_(*DENIALS) for piece in clauses[number - 1].pieces)
    unclear = any(denials) and not any(denials[: clause.predicate + 1]) and not _is_neither(clause, denials.index(True))
    # "It has not signed; it acceded" is clear, "it has not signed and acceded" is not.
    if joint and carried and not any(denials) and not clause.all("state") and not joint.is_("or", "but", "filler"):
        unclear = True
    if joint and joint.is_("or") and not carried:
        raise clause.fault(_(_ONE_OF))
    # "Not in 1990" denies the day, "never failed to ratify" what denies.
    said = [piece for piece in clause.pieces if not piece.is_("list", "filler") or piece.is_(*DENIALS)]
    unclear |= any(first.is_("sole-denial") and bool(then.period) for first, then in pairwise(said))
    unclear |= sum(piece.is_("sole-denial") for piece in clause.pieces) > 1
    unclear |= sum(denials) > 1 and any(
        first.is_("not") and len(first.words) > 1 and then.is_("infinitive") for first, then in pairwise(clause.pieces)
    )
    # "Has not ratified both" may deny one only.
    if unclear or (any(denials) and any(piece.is_("both") for piece in clause.pieces[denials.index(True) :])):
        raise clause.fault(_("it is not clear what is denied here: write one claim a sentence"))
    return any(denials) or bool(carried and joint and joint.is_("or") and not clause.all("state"))


def _is_neither(clause: Clause, place: int) -> bool:
    """Return whether all treaties or States of a clause follow its "neither", as in "ratified neither the OPSC nor"."""
    kind = next((kind for piece in clause.pieces[place:] for kind in piece.kinds & {"state", "treaty"}), "")
    return bool(clause.all("nor")) and not any(piece.is_(kind) for piece in clause.pieces[:place])


def _objection(clause: Clause, inherited: list[Piece]) -> tuple[list[Piece], str]:
    """Return who objects and to whose statement; "by", or a statement that is named first, turns their order."""
    pieces = clause.pieces
    pivot = next(place for place, piece in enumerate(pieces) if piece.is_("objection"))
    named = next(place for place, piece in enumerate(pieces) if piece.is_(*STATEMENTS))
    who, whose = ([piece for piece in part if piece.is_("state")] for part in (pieces[:pivot], pieces[pivot:]))
    if who and whose:
        # "By" after the statement names its author, before it the State that objects.
        if named < pivot or (pieces.index(whose[0]) < named and pieces[pieces.index(whose[0]) - 1].is_("by")):
            who, whose = whose, who
    elif named < pivot:
        # "Sweden to the reservation of Qatar objects", or "to the reservation of Qatar, Sweden objects"?
        clear = not any(piece in who for piece in pieces[named:pivot])
        who, whose = (who[:-1] or inherited, who[-1:]) if clear else ([], [])
    elif len(whose) > 1:
        by = ["by" in known_words().get(pieces[pieces.index(piece) - 1].words[-1].folded, ()) for piece in whose]
        first = by.index(True) if any(by) else 0
        who, whose = (whose[first:], whose[:first]) if first else (whose[:-1], whose[-1:])
    elif not (whose and inherited):
        who, whose = who or whose or inherited, []
    joined = whose and pieces[max(0, pieces.index(whose[0]) - 1)].is_("and", "or", "nor")
    if not who or len(whose) > 1 or joined:
        raise clause.fault(_("name the State that objects and the one whose statement it objects to"))
    return who, whose[0].value if whose else ""


def _time(clauses: Sequence[Clause], number: int) -> tuple[str, Period | None]:
    """Return the time of a clause and how it belongs to it; without one, that of a neighbour may be its own.

    It is before the first act, as in "in 2004 Kenya signed and ratified", or after two acts that stand
    together, as in "signed and ratified the CRC in 1990".
    """
    clause, first = clauses[number], clauses[0]
    found = _own_time(clause)
    if found[1] is None and any(piece.period for piece in first.pieces[: first.predicate]):
        if first.all("treaty") and clause.all("treaty") and clause is not first:
            raise clause.fault(_(AGAIN))
        # "In 1990 it signed the CRC but has not ratified it" denies that it ever did.
        return _own_time(first) if _negated(clauses, number) == _negated(clauses, 0) else found
    if found[1] is None and number + 1 < len(clauses):
        after = clauses[number + 1]
        rest = [*clause.pieces[clause.predicate + 1 :], *after.pieces[: after.predicate]]
        if not any(piece.is_("state", "treaty") for piece in rest):
            return _own_time(after)
    return found


def _own_time(clause: Clause) -> tuple[str, Period | None]:
    pieces = clause.pieces
    places = [place for place, piece in enumerate(pieces) if piece.period]
    for place, piece in enumerate(pieces):
        near = any(place - 1 <= at < place + 4 for at in places)
        if piece.kinds <= {*RELATIONS, "in-day", "year"} and not near:
            raise NotUnderstoodError(piece.words[0].text)
    if not places:
        return "", None
    if any(_is_of_statement(clause, place) for place in places):
        raise clause.fault(_(AGAIN))
    first, last = pieces[places[0]].period, pieces[places[-1]].period
    before = places[0] - 1
    while before >= 0 and pieces[before].is_("list", "filler", "year") and not pieces[before].is_(*RELATIONS):
        before -= 1
    # In Chinese "before" and "since" follow the day.
    after = [piece for piece in pieces[places[0] + 1 : places[0] + 2] if not piece.words[0].text.isascii()]
    around = [*pieces[max(0, before) : before + 1], *after]
    relation = next((name for piece in around for name in RELATIONS if name in piece.kinds), "")
    is_act = clause.what in (*CONSENTS, "signed", "joined", "denounced", "entered-into-force") and not relation
    if is_act and clause.all("had") and (clause.all("already") or clause.all("not") or places[0] < clause.predicate):
        # "In 2005 it had not ratified" is said of all the time before, too.
        relation = "by-day"
    if len(places) == 2 and relation in ("between", "since") and places[1] - places[0] <= 3 and first and last:
        return "", Period(first.first, last.last)
    if len(places) > 1 or relation == "between":
        raise clause.fault(_("one day in a claim, or two after “between”: write a claim for each"))
    return relation, first


def _is_of_statement(clause: Clause, place: int) -> bool:
    """Return whether a day is that of the statement which is objected to or withdrawn, as in "its 2001 reservation"."""
    pieces = clause.pieces
    for noun, piece in enumerate(pieces):
        if clause.what in ("objection", "withdrew") and piece.is_(*STATEMENTS) and not piece.is_("objection"):
            # "To the reservation made by Qatar in 2001"
            made = any("by" in known_words().get(each.words[-1].folded, ()) for each in pieces[noun:place])
            if is_of(pieces, noun, place) or (made and clause.predicate < noun):
                return True
    return False
