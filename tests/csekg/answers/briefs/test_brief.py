"""The brief on a State, against the fact files and against the text of the clauses."""

from __future__ import annotations

import re
from datetime import date

import pytest

from csekg.answers.briefs.brief import Brief, Joining, NoBriefError, brief
from csekg.answers.entities.actors import actors
from csekg.languages.days import full_years
from csekg.sparql.oxigraph_store import Store
from tests.records import rows

#: The day of the briefs.
DAY = date(2026, 11, 30)


def _stated(actor: str, column: str) -> set[str]:
    """What sources state of a State under the OPSC."""
    stated = rows("treaties/opsc/participation.csv")
    return {row[column] for row in stated if row["actor"] == actor} - {""}


def _joining(found: Brief, treaty: str) -> Joining:
    return next(each for each in found.joinings if each.standing.treaty.key == treaty)


def _texts(joining: Joining) -> list[str]:
    return [step.text for step in joining.steps]


def test_what_comes_first_is_the_treaty_that_was_signed_and_never_ratified(store: Store) -> None:
    found = brief(store, "IRL", DAY)
    first = found.asks[0]
    assert _stated("IRL", "signed_on") == {str(first.open_since)} == {"2000-09-07"}
    assert (first.title, first.number, first.verb) == ("Ratify the OPSC", "3", "Urges")
    assert (first.open_basis, first.years) == ("signature", 26)
    assert first.reason == "Signed on 7 Sep 2000, 26 years ago. No ratification is in the list of 3 Feb 2026."
    assert found.resolution_adopted_on == date(2007, 4, 27)


ORDER = ["join", "conform", "invitation", "reservation"]


def test_asks_come_by_worth_and_then_by_the_strength_of_their_verb(store: Store) -> None:
    for key in ("IRL", "FRA", "IRN", "SOM", "KEN", "BGD", "SWE"):
        asks = brief(store, key, DAY).asks
        first = [ask.kind for ask in asks if ask.kind in ORDER]
        assert first == sorted(first, key=ORDER.index) == [ask.kind for ask in asks[: len(first)]], key
        forces = [ask.verb_force or 0 for ask in asks[len(first) :]]
        assert forces == sorted(forces, reverse=True), key
        # What only announces its sub-paragraphs is no request of its own.
        assert not {"4", "6", "13"} & {ask.number for ask in asks if ask.kind == "enact"}


def test_a_finding_that_the_law_does_not_conform_is_an_ask_of_its_own(store: Store) -> None:
    first = brief(store, "BGD", DAY).asks[0]
    assert (first.kind, first.number) == ("conform", "4(b)")
    assert first.reason.startswith("For 2016, 2017, 2018, ")
    assert "the law was found not to conform. This is a finding of an assessor, not ours" in first.reason
    assert first.sources
    # Of Kenya the newest finding is that it does.
    assert "conform" not in {ask.kind for ask in brief(store, "KEN", DAY).asks}


def test_an_invitation_that_holds_is_asked_with_its_last_day(store: Store) -> None:
    [invited] = [ask for ask in brief(store, "KEN", DAY).asks if ask.kind == "invitation"]
    assert invited.title == "Accede to the Budapest Convention while it is invited"
    assert invited.reason.startswith(
        "Invited to accede on 9 Oct 2024; the invitation ends on 9 Oct 2029. 34 full months are left."
    )
    assert [source.key for source in invited.sources] == ["nc4-go-ke"]
    assert not [ask for ask in brief(store, "KEN", date(2029, 10, 9)).asks if ask.kind == "invitation"]
    assert not [ask for ask in brief(store, "PNG", DAY).asks if ask.kind == "invitation"]


def test_a_reservation_is_asked_with_what_peers_did(store: Store) -> None:
    asks = [ask for ask in brief(store, "IRN", DAY).asks if ask.kind == "reservation"]
    assert [ask.title for ask in asks] == ["Review its reservation to the UNTOC", "Review its reservation to the CRC"]
    assert re.search(
        r"\d+ States objected\. \d+ other States made such reservations\. \d+ took it back, the last one",
        asks[1].reason,
    )


def test_a_reservation_to_what_no_paragraph_is_about_is_told_and_not_asked(store: Store) -> None:
    found = brief(store, "BGD", DAY)
    assert {provision.key for each in found.touching for provision in each.statement.concerns_provision} == {
        "article/14/1",
        "article/21",
    }
    assert {ref.key for each in found.touching for ref in each.paragraphs} == {"op/3"}
    assert "reservation" not in {ask.kind for ask in found.asks}
    # To the whole of a treaty, or to a provision that a paragraph corresponds to, it is asked.
    assert [str(ask.title) for ask in brief(store, "SAU", DAY).asks if ask.kind == "reservation"] == [
        "Review its reservation to the CRC"
    ]


def test_an_organization_joins_once_a_member_state_has(store: Store) -> None:
    (cyber,) = (each for each in brief(store, "EUE", DAY).joinings if each.standing.treaty.key == "cyber")
    assert "any regional organization of which at least one member State is a Party." in cyber.steps[0].text
    (state,) = (each for each in brief(store, "VAT", DAY).joinings if each.standing.treaty.key == "cyber")
    assert "regional organization" not in " ".join(step.text for step in state.steps)


def test_nothing_is_asked_by_a_paragraph_that_no_treaty_answers_anywhere(store: Store) -> None:
    for key in ("SWE", "KEN", "TUV"):
        found = brief(store, key, DAY)
        assert [ref.key for ref in found.unanswered] == ["op/5", "op/9", "op/11"]
        assert not {"5", "9", "11"} & {ask.number for ask in found.asks}
        assert not any("Open for" in ask.reason for ask in found.asks)
    [near] = [ask for ask in brief(store, "KEN", DAY).asks if ask.number == "12"]
    assert "Treaties that bind it come near: UNTOC, article 16 and UNTOC, article 18" in near.reason


def test_every_draft_is_made_of_facts(store: Store) -> None:
    found = brief(store, "KEN", DAY)
    drafted = [ask.drafts for ask in found.asks if ask.drafts]
    assert drafted[0].recommendation.startswith(
        "Ratify the following treaty, signed on 8 September 2000: Optional Protocol"
    )
    assert "9 October 2024" in drafted[1].question
    assert all(ask.drafts for ask in found.asks if ask.kind != "carry-out")


def test_what_to_bring_into_line_is_a_matter_of_law_and_no_finding(store: Store) -> None:
    [first] = [ask for ask in brief(store, "BGD", DAY).asks if ask.kind == "conform"][:1]
    assert first.title.startswith("Bring the law into line with the international standard: ")
    assert first.drafts
    assert first.drafts.recommendation == (
        "Bring the law on commercial sexual exploitation of children into line with the international standard; "
        "for 2022 it was found not to conform (US Department of Labor)."
    )


def test_reports_follow_from_the_entry_into_force(store: Store) -> None:
    due = {each.treaty.key: each for each in brief(store, "KEN", DAY).reports}
    assert set(due) == {"crc", "opac"}
    assert (due["crc"].first_on, due["crc"].next_on) == (date(1992, 9, 2), date(2027, 9, 2))
    assert due["opac"].next_on is None
    assert due["opac"].arithmetic == (
        "12 Feb 2002 + 2 years = 12 Feb 2004. After that, within its reports under the CRC."
    )


@pytest.mark.parametrize(
    ("key", "kind"),
    [("VAT", "observer"), ("PSE", "observer"), ("XKX", "other"), ("EUE", "organization"), ("COK", "state")],
)
def test_who_is_no_member_state_is_told_as_what_it_is(store: Store, key: str, kind: str) -> None:
    found = brief(store, key, DAY)
    assert (found.kind, found.is_addressed) == (kind, False)


def test_what_no_treaty_asks_of_it_is_open_and_the_rest_is_bound(store: Store) -> None:
    for key in ("IRL", "SOM"):
        found = brief(store, key, DAY)
        open_ones = {ask.number for ask in found.asks if ask.kind == "enact"}
        bound = {each.number for each in found.answered}
        # Of 4(b) some aspects bind it, and the others are asked.
        assert open_ones & bound <= {"4(b)"}
        assert open_ones | bound | {"5", "9", "11"} == {
            "2",
            "4(a)",
            "4(b)",
            "4(c)",
            "4(d)",
            "5",
            "6(a)",
            "6(b)",
            "7",
            "8",
            "9",
            "10",
            "11",
            "12",
            "13(a)",
            "13(b)",
            "14",
            "15",
            "16",
        }
        # The provisions are of treaties that bind it.
        not_bound = {each.standing.treaty.name for each in found.joinings}
        named = {p.name.partition(", article")[0] for each in found.answered for p in each.provisions}
        assert not named & not_bound


def _of_offences(found: Brief) -> tuple[list[str], str]:
    """Return the aspects of paragraph 4(b) that bind a State, and why the rest is asked of it."""
    bound = [aspect.content for each in found.answered if each.number == "4(b)" for aspect in each.aspects]
    asked = [ask.reason for ask in found.asks if ask.kind == "enact" and ask.number == "4(b)"]
    return bound, " ".join(asked)


def test_one_article_binds_to_one_aspect_and_the_rest_is_asked(store: Store) -> None:
    bound, asked = _of_offences(brief(store, "KEN", DAY))
    assert bound == ["offence of trafficking", "sanctions for the worst forms of child labour"]
    assert asked.startswith(
        "In our reading, no article that binds it asks for: sale of children for sexual exploitation, "
    )
    assert "offences concerning abuse images" in asked
    assert "offence of trafficking" not in asked
    assert _of_offences(brief(store, "TUV", DAY))[0] == ["sanctions for the worst forms of child labour"]


def test_an_offence_that_a_reservation_excludes_is_asked(store: Store) -> None:
    bound, asked = _of_offences(brief(store, "BGR", DAY))
    assert "access to abuse images" not in bound
    assert "Its own reservations exclude: access to abuse images." in asked
    # Germany reserved attempts at it, and not the offence.
    assert "access to abuse images" in _of_offences(brief(store, "DEU", DAY))[0]


@pytest.mark.parametrize("key", ["VAT", "PSE"])
def test_what_binds_an_observer_is_told_and_not_asked(store: Store, key: str) -> None:
    found = brief(store, key, DAY)
    bound, asked = _of_offences(found)
    assert "sale of children for sexual exploitation" in bound
    assert asked == ""


def test_what_changes_the_treaty_comes_before_what_praises_it(store: Store) -> None:
    effects = [each.statement.effect for each in brief(store, "VAT", DAY).touching]
    assert effects == [("limits",), *[("interprets",)] * 3, *[("declares",)] * 2]


def test_a_party_is_asked_to_carry_out_what_binds_it(store: Store) -> None:
    first = next(ask for ask in brief(store, "FRA", DAY).asks if ask.kind == "carry-out")
    assert (first.kind, first.title) == ("carry-out", "Carry out the CRC and the OPSC in full")
    assert "the CRC since 6 Sep 1990 and the OPSC since 5 Mar 2003" in first.reason


def test_a_later_member_is_asked_since_its_admission(store: Store) -> None:
    asked = next(ask for ask in brief(store, "SSD", DAY).asks if ask.kind == "carry-out")
    # The treaties bound it later than that.
    assert asked.open_since
    assert asked.open_since > date(2011, 7, 14)


def test_an_organization_is_asked_nothing_and_may_join_some(store: Store) -> None:
    found = brief(store, "EUE", DAY)
    assert not found.is_addressed
    assert (found.asks, found.touching) == ((), ())
    # What binds it is told, also where the resolution speaks to Member States.
    (offences,) = (each for each in found.answered if each.number == "4(b)")
    assert [aspect.content for aspect in offences.aspects] == ["offence of trafficking"]
    assert "crc" in {row.treaty.key for row in found.not_open}
    cyber = _joining(found, "cyber")
    assert "With it, declare its competence under article 64(3)." in _texts(cyber)
    assert _texts(_joining(found, "cets201"))[0] == "Sign."


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("YUG", "ceased to exist on 4 Feb 2003: see Serbia (SRB), which continues it"),
        ("SCG", "ceased to exist on 3 Jun 2006: see Serbia (SRB), which continues it"),
        ("DDR", "no brief on German Democratic Republic, which ceased to exist on 3 Oct 1990"),
    ],
)
def test_a_former_state_has_none(store: Store, key: str, says: str) -> None:
    with pytest.raises(NoBriefError) as refused:
        brief(store, key, DAY)
    assert says in str(refused.value)


def test_every_actor_has_a_brief_or_is_refused(store: Store) -> None:
    refused = set()
    for each in actors(store):
        try:
            found = brief(store, each.key, DAY)
        except NoBriefError:
            refused.add(each.kind)
            continue
        assert all(joining.steps for joining in found.joinings), each.key
        assert all(ask.years is None or ask.years >= 0 for ask in found.asks), each.key
    assert refused == {"former"}


def test_steps_follow_the_clauses(store: Store) -> None:
    secretary = "the Secretary-General of the United Nations"
    ireland = brief(store, "IRL", DAY)
    opsc = _joining(ireland, "opsc")
    assert [(step.text, step.article) for step in opsc.steps] == [
        (f"Deposit an instrument of ratification with {secretary}.", "article 13(2)"),
        ("The treaty enters into force for the State 1 month after the deposit.", "article 14"),
    ]
    protocol = _joining(ireland, "ets189")
    assert _texts(protocol)[0] == "Become a party to the Budapest Convention (which it has signed) first."
    assert [ref.key for ref in protocol.join_first] == ["ets185"]
    assert "on the first day of the month after 3 months from the deposit" in _texts(protocol)[-1]

    somalia = brief(store, "SOM", DAY)
    assert _texts(_joining(somalia, "opsc"))[:2] == [
        f"Deposit an instrument of accession with {secretary}. No signature is needed before.",
        "Or sign, and then deposit an instrument of ratification.",
    ]
    labour = _joining(somalia, "p029")
    assert labour.steps[0].text.startswith("Send the instrument of ratification to the Director-Gen")
    invited = _joining(somalia, "cets201").steps[0]
    assert (invited.kind, invited.article) == ("invitation", "article 46(1)")

    # Signature closed in 2002: only accession is left, and the parent binds Iran since 2025.
    trafficking = _joining(brief(store, "IRN", DAY), "tip")
    assert [step.kind for step in trafficking.steps] == ["consent", "effect"]
    assert trafficking.join_first == ()


def test_a_clause_that_nobody_checked_is_marked(store: Store) -> None:
    steps = _joining(brief(store, "FRA", DAY), "cets224").steps
    assert [step.kind for step in steps if not step.checked] == ["consent", "effect"]


def test_peers_are_those_of_its_groups_and_the_latest_come_first(store: Store) -> None:
    groups = {each.group.key: each for each in _joining(brief(store, "IRL", DAY), "opsc").peers}
    assert list(groups) == ["m49-154", "eu", "un-western-european-and-others-group", "coe"]
    north = groups["m49-154"]
    assert (north.bound, north.members, north.not_bound) == (9, 10, ())
    days = [joiner.on for joiner in north.latest]
    assert days == sorted(days, reverse=True)
    assert (north.latest[0].actor.key, {north.latest[0].on.isoformat()}) == ("FIN", _stated("FIN", "consent_on"))


def test_declarations_touch_what_corresponds_to_their_provisions(store: Store) -> None:
    (lanzarote, *_rest) = brief(store, "IRL", DAY).touching
    assert lanzarote.statement.treaty.key == "cets201"
    assert [paragraph.key for paragraph in lanzarote.paragraphs] == ["op/4/d"]
    general = brief(store, "IRN", DAY).touching[1]
    # A reservation to a treaty as a whole touches the request to carry it out.
    assert (general.statement.treaty.key, general.paragraphs[0].key) == ("crc", "op/3")
    assert "Sweden" in {ref.name for ref in general.objected_by}
    kinds = {each.statement.kind for each in brief(store, "FRA", DAY).touching}
    assert "objection" not in kinds


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (date(2000, 9, 7), date(2025, 9, 6), 24),
        (date(2000, 9, 7), date(2025, 9, 7), 25),
        (date(2004, 2, 29), date(2005, 2, 28), 0),
        (date(2026, 1, 1), date(2025, 1, 1), 0),
    ],
)
def test_full_years(since: date, until: date, years: int) -> None:
    assert full_years(since, until) == years


@pytest.mark.parametrize("state", ["KEN", "SWE"])
def test_each_peer_is_bound_or_not_or_not_known_but_for_the_state_itself(store: Store, state: str) -> None:
    # The Protocols are open to every State of these groups.
    for joining in brief(store, state, DAY).joinings:
        if joining.standing.treaty.key not in ("opsc", "opac", "opic", "tip", "som"):
            continue
        for peers in joining.peers:
            others = peers.bound + len(peers.not_bound) + peers.more + peers.not_known
            assert others == peers.members - 1, (joining.standing.treaty.key, peers.group.key)


def test_who_accedes_to_a_convention_of_the_council_of_europe_counts_by_its_own_clause(store: Store) -> None:
    effect = _joining(brief(store, "KEN", DAY), "ets185").steps[-1]
    assert (effect.kind, effect.article) == ("effect", "article 37(2)")
    assert "after 3 months from the deposit" in str(effect.text)
    signatory = _joining(brief(store, "IRL", DAY), "ets185").steps[-1]
    assert signatory.article == "article 36"
