from __future__ import annotations

from tests.texts import texts


def test_the_resolution_is_whole() -> None:
    paths = [path.split("/") for path in texts().resolution.paragraphs]
    assert [int(n) for part, n in (p[:2] for p in paths if len(p) == 2 and p[0] == "pp")] == [*range(1, 23)]
    assert [int(p[1]) for p in paths if len(p) == 2 and p[0] == "op"] == [*range(1, 19)]
    assert ["/".join(p[1:]) for p in paths if len(p) == 3] == ["4/a", "4/b", "4/c", "4/d", "6/a", "6/b", "13/a", "13/b"]
    assert list(texts().resolution.footnotes) == [str(n) for n in range(70, 82)]


def test_the_order_is_that_of_the_text() -> None:
    orders = {path: it.order for path, it in texts().resolution.paragraphs.items()}
    assert orders["pp/2"] < orders["pp/10"] < orders["op/2"] < orders["op/10"]
    assert orders["op/4"] < orders["op/4/a"] < orders["op/4/d"] < orders["op/5"]
    assert sorted(orders.values()) == [*range(1, 49)]


def test_every_document_of_the_preamble_is_cited() -> None:
    cited: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for it in texts().resolution.citations:
        cited.setdefault(it.paragraph, []).append((it.cites, it.via))
    assert cited["pp/2"] == [("crc", ("70",)), ("opsc", ("71",))]
    assert cited["pp/3"] == [("untoc", ("72",)), ("tip", ("73",))]
    assert cited["pp/4"] == [("stockholm-1996", ("74",)), ("yokohama-2001", ("75",))]
    assert cited["pp/5"] == [("ga-50-145", ()), ("congress-9-res-7", ("76",))]
    assert cited["pp/6"] == [("ga-58-137", ()), ("ga-61-180", ())]
    assert cited["pp/7"] == [("ga-61-146", ())]
    assert cited["pp/8"] == [("ecosoc-2002-14", ()), ("ecosoc-2006-27", ())]
    assert cited["pp/9"] == [("c182", ("77",))]
    assert cited["pp/10"] == [("a-61-299", ("78",))]
    assert cited["pp/11"] == [("special-rapporteur-mandate", ())]
    assert cited["pp/12"] == [("ets185", ("79",)), ("", ())]
    assert cited["pp/22"] == [("ccpcj-16-thematic-discussion", ())]
    assert cited["op/3"] == [("crc", ("80",)), ("opsc", ("81",))]
    assert sum(map(len, cited.values())) == 23


def test_a_resolution_is_cited_through_the_one_that_endorsed_it() -> None:
    through = {it.cites: it.through for it in texts().resolution.citations if it.through}
    assert through == {"congress-9-res-7": "ga-50-145"}


def test_a_resolution_from_which_a_footnote_takes_a_text_is_not_cited() -> None:
    taken = {it.cites: it.text_from for it in texts().resolution.citations if it.text_from}
    assert taken == {"untoc": "ga-55-25", "tip": "ga-55-25"}


def test_the_condition_of_a_chapeau_holds_for_its_parts() -> None:
    conditions = {it.paragraph: it.condition for it in texts().resolution.requests}
    for letter in "abc":
        assert conditions[f"op/4/{letter}"] == conditions["op/4"] != ""
    assert conditions["op/4/d"].startswith(conditions["op/4"] + " Only for States")
    assert conditions["op/6/a"] == conditions["op/6"] == ""


def test_what_came_after_is_later_and_says_how_far_it_was_verified() -> None:
    answered: dict[str, set[str]] = {}
    for it in texts().resolution.follow_ups:
        answered.setdefault(it.document, set()).add(it.paragraph)
        document = texts().documents[it.document]
        years = [s.adopted_in_year or str(s.adopted_on or "") for s in document.statements]
        assert max(years) > "2007"
        assert it.verification in {"verified-secondary", "partly-verified", "unverified"}
    assert set(answered) == {"e-cn15-2009-14", "rio-2008", "ecosoc-2011-33", "crc-c-156", "ga-74-174"}
    assert answered["e-cn15-2009-14"] == {"op/18"}


def test_reporting_to_a_committee_is_not_the_reporting_of_suspicions() -> None:
    topics = {
        (treaty, it.printed): set(it.topics)
        for treaty, provisions in texts().provisions.items()
        for it in provisions.values()
    }
    for printed in ("12", "12(2)"):
        assert "reporting-of-suspicions" in topics["cets201", printed]
        assert "reporting" not in topics["cets201", printed]
    assert "reporting" in topics["crc", "44"]
    paragraphs = texts().resolution.paragraphs
    assert "mass-media-and-ict" in paragraphs["op/7"].topics
    assert "reporting-of-suspicions" in paragraphs["op/16"].topics


def test_every_operative_paragraph_but_the_first_asks_something() -> None:
    asking = {it.paragraph for it in texts().resolution.requests}
    operative = {path for path in texts().resolution.paragraphs if path.startswith("op/")}
    # The verb of paragraph 1, condemns, states the Commission's own view.
    assert operative - asking == {"op/1"}
    assert texts().resolution.paragraphs["op/1"].addressees == ("none",)
    assert len(texts().resolution.requests) == 26


def test_the_secretariat_is_asked_with_a_condition_and_a_date() -> None:
    office, director = texts().resolution.requests[-2:]
    assert (office.addressee, office.due_at) == ("unodc", "")
    assert "extrabudgetary" in office.condition
    assert "mandate" in office.condition
    assert (director.addressee, director.due_at) == ("unodc-executive-director", "ccpcj-session-18")
