"""No status and no reason denies an act that a later list or a row without a day shows; none is complete too late.

For every State and treaty, on the days at which anything begins or ends and those beside them. What
may have been done is read here from the fact files, by the rules of law alone and without csekg.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from csekg.answers.common.references import treaties
from csekg.answers.status.acts import acts_of_treaty
from csekg.answers.status.intervals import StatusInterval, intervals_of
from csekg.answers.status.status_answers import Standing, standings
from csekg.resources import data_dir
from csekg.sparql.oxigraph_store import Store
from tests.records import rows

ONE = timedelta(days=1)
#: Words that deny every act of a State, and those that deny only its consent.
DENIAL = re.compile(r"(?:has|have|had) not joined|signature or consent is recorded|no signature is recorded")
OF_CONSENT = re.compile(r"not ratif(y|ied)|has not consented")
#: Words that deny an invitation: no list of them is complete.
OF_INVITATION = re.compile(r"needs? an invitation|needed an invitation|only on invitation")
KEYS = sorted(folder.name for folder in (data_dir() / "treaties").iterdir())
#: Who signs before giving one of these.
OF_SIGNATORIES = ("ratification", "acceptance", "approval", "ratification-acceptance-or-approval")


def iso(text: str) -> date | None:
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None


@dataclass(frozen=True)
class Lists:
    """The days to which the lists of parties and of signatures are complete, and others of a treaty."""

    parties: date | None
    signatures: date | None
    opened: date
    days: tuple[date, ...]

    def name_all(self, on: date) -> bool:
        return bool(self.parties and self.signatures and on <= self.parties and on <= self.signatures)


def lists_of(treaty: str) -> Lists:
    file = tomllib.loads((data_dir() / "treaties" / treaty / "treaty.toml").read_text(encoding="utf-8"))
    complete = {each["of"]: each.get("complete_on") for each in file.get("lists", ())}
    signatures, closes = complete.get("signatures"), file.get("signature_closes_on")
    if not file["eligibility"]["sign"] or (signatures and closes and closes <= signatures):
        signatures = date.max - ONE
    days = [complete.get("parties"), signatures, file["status"]["as_of"]]
    days += [file.get(name) for name in ("opened_on", "in_force_on", "signature_closes_on")]
    opened = file.get("opened_on") or file["adopted_on"]
    known = tuple(day for day in days if day and day.year < 9999)
    return Lists(complete.get("parties"), signatures, opened, known)


@dataclass
class Shown:
    """What the rows of one State show: days of acts, and spans in which one may have been done."""

    acted: list[date] = field(default_factory=list)
    may_have: list[tuple[date, date]] = field(default_factory=list)


def shown(treaty: str, lists: Lists) -> dict[str, Shown]:
    """What the rows of `participation.csv` show of each State."""
    as_of = {row["id"]: date.fromisoformat(row["as_of"]) for row in rows("sources.csv")}
    of: dict[str, list[dict[str, str]]] = {}
    for row in rows(f"treaties/{treaty}/participation.csv"):
        if not row["territory"]:
            of.setdefault(row["actor"], []).append(row)
    found = {actor: Shown() for actor in of}
    for actor, stated in of.items():
        it = found[actor]
        signed = [day for row in stated if (day := iso(row["signed_on"]))]
        consented = [day for row in stated if (day := iso(row["consent_on"]))]
        it.acted += signed + consented
        # Which of two rows is followed is another matter: a row that is not shows no act.
        if any({"signature", "consent"} & set(row["preferred"].split()) for row in stated):
            continue
        undated = [as_of[row["source"]] for row in stated if row["signed_on"] and not iso(row["signed_on"])]
        if undated and not signed:
            it.may_have.append((lists.opened, min([*undated, *consented])))
        ratified = [iso(row["consent_on"]) for row in stated if row["consent"] in OF_SIGNATORIES]
        dated = [day for day in ratified if day]
        if dated and not signed and not (lists.signatures and lists.signatures >= min(dated)):
            it.may_have.append((lists.opened, min(dated)))
    for change in rows("continuity.csv"):
        # An act of a former State is printed under those that came after it.
        for former in change["predecessors"].split():
            if former not in of and change["actor"] in of:
                found.setdefault(former, Shown()).acted += found[change["actor"]].acted
    return found


def consent_may_be_denied(it: Shown, lists: Lists, on: date) -> bool:
    """Whether the list of parties names all who had consented by a day, or the State did so later."""
    return bool(lists.parties and on <= lists.parties) or any(on < day for day in it.acted)


def may_be_denied(it: Shown, lists: Lists, on: date) -> bool:
    """Whether nothing shows that an act may have been done by a day."""
    if any(first <= on < last for first, last in it.may_have):
        return False
    # Before its first act, and before anybody could act, a State had done nothing.
    done_later = bool(it.acted) and on < min(it.acted)
    return lists.name_all(on) or on < lists.opened or done_later


def spans_by_actor(store: Store, treaty: str) -> dict[str, list[StatusInterval]]:
    found: dict[str, list[StatusInterval]] = {}
    for span in intervals_of(store, treaty):
        found.setdefault(span.actor.key, []).append(span)
    return found


def told(store: Store, treaty: str) -> Iterator[tuple[Standing, str]]:
    """Each standing under a treaty on the days at which anything begins or ends, with its words."""
    done, lists = acts_of_treaty(store, treaty), lists_of(treaty)
    for spans in spans_by_actor(store, treaty).values():
        edges = {*lists.days, *(span.since for span in spans)}
        days = sorted({edge + step for edge in edges for step in (-ONE, timedelta(0), ONE)})
        for on in (day for day in days if day >= spans[0].since):
            (span,) = (span for span in spans if span.holds(on))
            (found,) = standings(store, [span], done, on, of=span.actor)
            yield found, f"{found.status_label}. {found.reason}"


@pytest.mark.parametrize("treaty", KEYS)
def test_no_word_denies_what_may_have_been_done(store: Store, treaty: str) -> None:
    lists = lists_of(treaty)
    of = shown(treaty, lists)
    checked = 0
    for found, words in told(store, treaty):
        checked += 1
        key = found.stood_as.key if found.stood_as else found.actor.key
        it = of.get(key, Shown())
        # Who joins on invitation accedes and does not sign.
        invited = "Invited to accede" in words and consent_may_be_denied(it, lists, found.on)
        assert not DENIAL.search(words) or invited or may_be_denied(it, lists, found.on), words
        assert not OF_CONSENT.search(words) or consent_may_be_denied(it, lists, found.on), words
        assert not OF_INVITATION.search(words), words
        assert not (found.complete and (lists.parties is None or found.on > lists.parties)), words
        assert found.as_of == (lists.parties or treaties(store)[treaty].status_on)
    assert checked > len(KEYS)
