"""The brief on a State, against the fact files and against the text of the clauses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from csekg.answers.briefs.brief import Brief, Joining, NoBriefError, brief
from csekg.answers.briefs.requests import BindingArticle, BoundAspect
from csekg.answers.common.references import part_number
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


def _offences(found: Brief) -> dict[str, BoundAspect]:
    """Return what binds a State to the aspects of paragraph 4(b), and what would."""
    (request,) = (each for each in found.requests if each.number == "4(b)")
    return {each.content or "": each for each in request.aspects}


def _names(articles: Iterable[BindingArticle]) -> set[str]:
    return {each.article.name for each in articles}


SALE, PROSTITUTION = "sale of children for sexual exploitation", "offences of exploiting a child in prostitution"
IMAGES, ABUSE = "offences concerning abuse images", "sexual abuse of children"


@pytest.mark.parametrize(
    ("aspect", "articles"),
    [
        (SALE, {"CRC, article 35", "Worst Forms of Child Labour Convention, article 7(1)"}),
        (PROSTITUTION, {"CRC, article 34", "Worst Forms of Child Labour Convention, article 3(b)"}),
        (IMAGES, {"CRC, article 34(c)", "Worst Forms of Child Labour Convention, article 3(b)"}),
        (ABUSE, {"CRC, article 19", "CRC, article 34"}),
    ],
)
def test_the_convention_and_ilo_182_bind_kenya_to_a_part_of_each_aspect(
    store: Store, aspect: str, articles: set[str]
) -> None:
    found = _offences(brief(store, "KEN", DAY))[aspect]
    assert not found.direct
    assert articles <= _names(found.in_part)
    assert all(each.asks for each in found.in_part)


def test_only_what_no_article_is_linked_to_has_no_article(store: Store) -> None:
    # The United States is no party to the CRC.
    offences = _offences(brief(store, "USA", DAY))
    assert (offences[ABUSE].direct, offences[ABUSE].in_part) == ((), ())
    assert [ref.name for ref in offences[ABUSE].on_invitation] == ["Lanzarote Convention, article 18"]
    # The OPSC binds it, and asks for sale, prostitution and images.
    for aspect, article in ((SALE, "3(1)(a)(i)"), (PROSTITUTION, "3(1)(b)"), (IMAGES, "3(1)(c)")):
        assert f"OPSC, article {article}" in _names(offences[aspect].direct)


def test_what_would_bind_is_open_or_on_invitation(store: Store) -> None:
    offences = _offences(brief(store, "KEN", DAY))
    assert [ref.name for ref in offences[SALE].would] == ["OPSC, article 3(1)(a)(i)"]
    # Invited to the Budapest Convention until 2029; to the Lanzarote Convention it was not.
    assert "Budapest Convention, article 9(1)" in {ref.name for ref in offences[IMAGES].would}
    assert [ref.name for ref in offences[IMAGES].on_invitation] == ["Lanzarote Convention, article 20"]


def test_a_preamble_binds_nobody(store: Store) -> None:
    for key in ("IRN", "USA", "FRA"):
        for request in brief(store, key, DAY).requests:
            every = [one for each in request.aspects for one in (*each.direct, *each.in_part)]
            assert not {one.article.key for one in (*every, *request.others)} & {"preamble"}


def test_an_offence_that_a_reservation_excludes_is_not_binding(store: Store) -> None:
    access = _offences(brief(store, "BGR", DAY))["access to abuse images"]
    assert access.direct == ()
    assert [ref.name for ref in access.excluded] == ["Lanzarote Convention, article 20(1)(f)"]
    # Germany reserved attempts at it, and not the offence.
    assert _offences(brief(store, "DEU", DAY))["access to abuse images"].direct


def test_the_treaty_that_was_signed_and_never_ratified_comes_first(store: Store) -> None:
    first = brief(store, "IRL", DAY).asks[0]
    assert _stated("IRL", "signed_on") == {"2000-09-07"}
    assert (first.title, first.number) == ("Ratify the OPSC", "3")
    assert first.fact == "Signed on 7 Sep 2000, 26 years ago. Not ratified on our list of 3 Feb 2026."
    assert first.step == (
        "Deposit an instrument of ratification with the Secretary-General of the United Nations (article 13(2))."
    )
    assert first.region.startswith("Northern Europe: 9 of 10 are bound (last: Finland, ")


#: What the resolution is about: the treaties that it urges to join, and those with an article on an aspect of 4(b).
ON_CHILDREN = {"crc", "opsc", "tip", "cets197", "cets201", "cyber", "ets185"}


def test_no_ask_is_about_courts_migrants_or_a_territory(store: Store) -> None:
    for each in actors(store):
        if each.kind == "former":
            continue
        for ask in brief(store, each.key, DAY).asks:
            assert ask.treaty is None or ask.treaty.key in ON_CHILDREN, each.key
            assert ask.number in ("", "3", "4(b)", "6(a)", "10", "14"), (each.key, ask.number)


@pytest.mark.parametrize(
    ("state", "titles"),
    [
        # Neither its clauses on courts under the UNTOC nor anything but the Convention comes first.
        ("IRN", ["Review its reservation to the CRC", "Join the Trafficking Protocol"]),
        ("KEN", ["Ratify the OPSC", "Accede to the Budapest Convention while the invitation holds"]),
        ("USA", ["Ratify the CRC"]),
        # Its reservations are to clauses that the Convention allows, or for Hong Kong and Macao.
        ("CHN", []),
        ("RUS", ["Ratify the UN Cybercrime Convention"]),
        ("FRA", ["Ratify the UN Cybercrime Convention"]),
    ],
)
def test_what_comes_first_is_what_the_resolution_is_about(store: Store, state: str, titles: list[str]) -> None:
    asks = brief(store, state, DAY).asks
    assert [ask.title for ask in asks][: len(titles)] == titles
    if state in ("CHN", "RUS", "FRA"):
        assert "reservation" not in {ask.kind for ask in asks}


def test_an_invitation_is_asked_with_its_last_day_while_it_holds(store: Store) -> None:
    (invited,) = (ask for ask in brief(store, "KEN", DAY).asks if ask.treaty and ask.treaty.key == "ets185")
    assert invited.fact.startswith("Invited on 9 Oct 2024, until 9 Oct 2029.")
    assert [source.key for source in invited.sources] == ["nc4-go-ke"]
    assert "9 October 2024" in invited.drafts.question


def test_a_reservation_to_a_whole_treaty_is_like_no_other(store: Store) -> None:
    (general,) = (ask for ask in brief(store, "IRN", DAY).asks if ask.kind == "reservation")
    assert "10 States objected." in general.fact
    assert "On the depositary's list of 3 Feb 2026." in general.fact
    assert general.region == ""
    for key in ("IRN", "SAU", "BRN"):
        for each in brief(store, key, DAY).touching:
            assert each.statement.concerns_provision or (each.alike, each.withdrawals) == ((), ())


def test_like_reservations_are_to_the_same_provisions_with_the_same_effect_and_named(store: Store) -> None:
    touching = brief(store, "RUS", DAY).touching
    (access,) = (
        each for each in touching if "20(4)" in {part_number(p.key) for p in each.statement.concerns_provision}
    )
    assert {ref.name for ref in access.alike} == {"Bulgaria", "Hungary"}
    assert [part_number(ref.key) for ref in access.allowed_by] == ["20(4)"]


@pytest.mark.parametrize("state", ["URY", "ESP", "COL"])
def test_eighteen_years_for_soldiers_is_no_flaw(store: Store, state: str) -> None:
    found = brief(store, state, DAY)
    assert found.other_declarations
    assert not [each for each in found.touching if each.statement.declared_minimum_age]
    assert not {p.key for each in found.touching for p in each.statement.concerns_provision} & {
        "article/38",
        "article/38/2",
        "article/38/3",
    }


@pytest.mark.parametrize("state", ["CHN", "NZL", "GBR"])
def test_a_reservation_for_a_territory_is_no_ask_to_its_state(store: Store, state: str) -> None:
    found = brief(store, state, DAY)
    assert not [each for each in found.touching if each.statement.territories]
    assert "reservation" not in {ask.kind for ask in found.asks}


def test_a_finding_is_asked_with_the_articles_that_bind_and_is_not_ours(store: Store) -> None:
    first = brief(store, "BGD", DAY).asks[0]
    assert (first.kind, first.number) == ("conform", "4(b)")
    assert first.fact == "Found not to conform for 2016 to 2022 (US Department of Labor); not our finding."
    assert (
        first.step == "Change the law to carry out: OPSC, article 3; Worst Forms of Child Labour Convention, article 7."
    )
    # Of Kenya the newest finding is that it does.
    assert "conform" not in {ask.kind for ask in brief(store, "KEN", DAY).asks}


def test_a_draft_names_the_measure_and_the_article(store: Store) -> None:
    ratify, accede = (ask.drafts for ask in brief(store, "KEN", DAY).asks)
    assert ratify.recommendation.startswith("Ratify the Optional Protocol to the Convention on the Rights of the Child")
    assert "Make sure that the law covers sale of children for sexual exploitation, " in ratify.recommendation
    assert ratify.recommendation.endswith("(OPSC, article 3).")
    assert accede.issue.startswith("Eastern Africa: 2 of 18 are bound (last: Rwanda, 10 Jan 2025).")
    (enact,) = (ask.drafts for ask in brief(store, "GMB", DAY).asks if ask.kind == "enact")
    assert enact.recommendation.startswith("Make sure that the law covers sexual abuse of children, ")
    assert enact.recommendation.endswith("as asked for in Lanzarote Convention, articles 18, 21, 22, 30.")


@pytest.mark.parametrize(
    ("state", "joined", "open_to_it"), [("EUE", 3, 6), ("VAT", 4, 9), ("PSE", 6, 8), ("KEN", 9, 14), ("ESP", 16, 18)]
)
def test_what_a_state_has_joined_is_told_of_what_is_open_to_it(
    store: Store, state: str, joined: int, open_to_it: int
) -> None:
    found = brief(store, state, DAY)
    assert (len(found.joined), found.open_to_it) == (joined, open_to_it)


def test_the_article_on_reports_is_told_and_no_day(store: Store) -> None:
    assert [each.name for each in brief(store, "IRN", DAY).reporting] == ["CRC, article 44", "OPSC, article 12"]
    assert [each.name for each in brief(store, "USA", DAY).reporting] == ["OPSC, article 12", "OPAC, article 8"]


def test_recommendations_are_told_one_by_one_with_the_years_read(store: Store) -> None:
    found = brief(store, "KEN", DAY)
    assert found.reviews_read == (2008, 2014)
    (protocol,) = found.asked_to_join
    assert {
        (one.recommended_by.name, one.report_paragraph) for one in protocol.recommendations if one.recommended_by
    } == {("Argentina", None), ("Spain", "102.7")}


def test_an_organization_joins_once_a_member_state_has(store: Store) -> None:
    (cyber,) = (each for each in brief(store, "EUE", DAY).joinings if each.standing.treaty.key == "cyber")
    assert "any regional organization of which at least one member State is a Party." in cyber.steps[0].text
    (state,) = (each for each in brief(store, "VAT", DAY).joinings if each.standing.treaty.key == "cyber")
    assert "regional organization" not in " ".join(step.text for step in state.steps)


@pytest.mark.parametrize(
    ("key", "kind"),
    [("VAT", "observer"), ("PSE", "observer"), ("XKX", "other"), ("EUE", "organization"), ("COK", "state")],
)
def test_who_is_no_member_state_is_told_as_what_it_is(store: Store, key: str, kind: str) -> None:
    found = brief(store, key, DAY)
    assert (found.kind, found.is_addressed) == (kind, False)


def test_an_organization_is_told_what_it_could_join(store: Store) -> None:
    found = brief(store, "EUE", DAY)
    assert not found.is_addressed
    assert found.touching == ()
    # What it could join is told, also where the resolution speaks to Member States; what binds it, too.
    assert {ask.kind for ask in found.asks} == {"join"}
    assert [each.content for each in _offences(found).values() if each.direct] == ["offence of trafficking"]
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
        assert len(found.joined) <= found.open_to_it, each.key
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
    assert (north.bound, north.members, north.not_known) == (9, 10, 0)
    days = [joiner.on for joiner in north.latest]
    assert days == sorted(days, reverse=True)
    assert (north.latest[0].actor.key, {north.latest[0].on.isoformat()}) == ("FIN", _stated("FIN", "consent_on"))


def test_declarations_touch_what_corresponds_to_their_provisions(store: Store) -> None:
    (lanzarote, *_rest) = brief(store, "IRL", DAY).touching
    assert lanzarote.statement.treaty.key == "cets201"
    assert [paragraph.key for paragraph in lanzarote.paragraphs] == ["op/4/d"]
    general = next(each for each in brief(store, "IRN", DAY).touching if each.statement.treaty.key == "crc")
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


def test_who_accedes_to_a_convention_of_the_council_of_europe_counts_by_its_own_clause(store: Store) -> None:
    effect = _joining(brief(store, "KEN", DAY), "ets185").steps[-1]
    assert (effect.kind, effect.article) == ("effect", "article 37(2)")
    assert "after 3 months from the deposit" in str(effect.text)
    signatory = _joining(brief(store, "IRL", DAY), "ets185").steps[-1]
    assert signatory.article == "article 36"
