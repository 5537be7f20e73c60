"""What names and links refer to exists, by facts made by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from csekg.derived.correspondences import Correspondence
from csekg.derived.references import check_names, check_practice, check_references, check_search_names, english_names
from csekg.errors import DataError
from csekg.facts.actors import Area, Group, Territory
from csekg.facts.assessments import AssessorFacts, IndicatorLink, Practice
from csekg.facts.documents import Document, DocumentStatement
from csekg.facts.names import FULL, SHORT, NameInLanguage, SearchName
from csekg.facts.treaties import Clause
from csekg.law.eligibility import Eligibility
from tests.csekg.derived.by_hand import JOINING, RULE, actor, row, treaty

TITLE = {"title": "Convention on Hands", "short_title": "CoH"}


def clause(article: str) -> Clause:
    return Clause(
        row=row("clauses.csv"),
        kind="withdrawal",
        value="",
        note="",
        article=article,
        source="list",
        source_note="",
        verification="verified",
    )


def document(key: str, kind: str, title: str, short_title: str) -> Document:
    empty: dict[str, Any] = dict.fromkeys(DocumentStatement.__slots__, "")
    stated = DocumentStatement(**{**empty, "title": title, "short_title": short_title})
    return Document(key=key, kind=kind, statements=(stated,))


def practice(*links: IndicatorLink) -> Practice:
    return Practice({"hands": AssessorFacts("hands", None, {}, links, ())})  # type: ignore[arg-type]


def test_the_articles_of_a_treaty_are_provisions_of_it_or_of_another() -> None:
    under = treaty(
        rule=replace(RULE, article="49"),
        joining=replace(JOINING, competence_declaration="16(3)"),
        clauses=(clause(""), clause("52"), clause("other:37(2)")),
        eligibility=Eligibility.parse(["named:FRA", "party-to:other"], ["any-state"], False),
    )
    provisions = {"one": ["16(3)", "49", "52"], "other": ["37(2)"]}
    others = {"one": under, "other": treaty("other", rule=None)}
    check_references(Path("data"), others, {}, provisions)
    for wrong, message in (
        ("37(2)", "one: '37(2)'. Known: 16(3), 49, 52."),
        ("other:52", "other: '52'. Known: 37(2)."),
        ("third:52", "third: '52'. Known: ."),
    ):
        bad = replace(under, clauses=(clause("52"), clause(wrong)))
        text = f"clauses.csv:{bad.clauses[1].row.line}: unknown provision of {message}"
        with pytest.raises(DataError, match=re.escape(text) + "$"):
            check_references(Path("data"), {**others, "one": bad}, {}, provisions)


def test_a_treaty_whose_text_was_not_read_has_no_articles_to_name(tmp_path: Path) -> None:
    (tmp_path / "treaties" / "one").mkdir(parents=True)
    (tmp_path / "treaties" / "one" / "treaty.toml").write_text('\narticle = "49"\n', encoding="utf-8")
    under = {"one": treaty(rule=replace(RULE, article="49"))}
    with pytest.raises(DataError, match=r"one/treaty\.toml:2: unknown provision of one: '49'\. Known: \.$"):
        check_references(tmp_path, under, {}, {})


NAME = SearchName(row=row("names.csv"), thing="instrument/one", name="Hands", language="en", source="list")


@pytest.mark.parametrize(
    "thing",
    [
        "state/FRA",
        "group/un/african-group",
        "instrument/one",
        "territory/ABW",
        "area/shelf",
        "word/webcam",
        "vocab/topic/grooming",
    ],
)
def test_a_search_name_is_one_of_something(thing: str) -> None:
    topics = {"topic": {"grooming": "grooming"}}
    known: Any = (["FRA"], ["un-african-group"], ["one"], topics, ["ABW"], ["shelf"], ["webcam"])
    check_search_names([replace(NAME, thing=thing)], *known)
    wrong = replace(NAME, thing=f"{thing}x")
    with pytest.raises(
        DataError, match=f":{NAME.row.line}: nothing has this path below id/: '{thing}x'. Did .* {thing}"
    ):
        check_search_names([wrong], *known)


def test_what_has_an_english_name_and_of_which_form() -> None:
    names = english_names(
        {
            "one": treaty(facts=TITLE),
            "body": document("body", "body", "", "Hands Committee"),
            "res": document("res", "resolution", "Resolution on Hands", ""),
        },
        {"FRA": actor("FRA")},
        {"un-african-group": Group("un-african-group", "African Group", "", "", "")},
        {"ABW": Territory("ABW", "Aruba", "ABW", "NLD", "")},
        {"shelf": Area("shelf", "Shelf", "", (), "", None)},
        ({"vocab/topic/grooming": "grooming"}, {"vocab/topic/grooming": "groom"}),
    )
    assert names == {
        ("vocab/topic/grooming", FULL): "grooming",
        ("vocab/topic/grooming", SHORT): "groom",
        ("instrument/one", FULL): "Convention on Hands",
        ("instrument/one", SHORT): "CoH",
        ("body/body", SHORT): "Hands Committee",
        ("instrument/res", FULL): "Resolution on Hands",
        ("state/FRA", FULL): "FRA",
        ("group/un/african-group", FULL): "African Group",
        ("territory/ABW", FULL): "Aruba",
        ("area/shelf", FULL): "Shelf",
    }


@pytest.mark.parametrize(
    ("thing", "form", "message"),
    [
        ("state/FRA", FULL, ""),
        ("state/FRA", SHORT, "state/FRA has no English name of this form: 'short'"),
        ("state/FRAX", FULL, "nothing that has names has this path: 'state/FRAX'. Did you mean state/FRA?"),
    ],
)
def test_a_name_in_a_language_stands_beside_an_english_one(thing: str, form: str, message: str) -> None:
    fields = dict.fromkeys(("language", "text", "status", "verification", "source", "seen_in", "note"), "")
    name = NameInLanguage(row=row("names.csv"), thing=thing, form=form, **fields)
    if not message:
        check_names([name], {("state/FRA", FULL): "France"})
        return
    with pytest.raises(DataError, match=f":{name.row.line}: {re.escape(message)}"):
        check_names([name], {("state/FRA", FULL): "France"})


def test_an_indicator_narrows_correspondences_and_adds_none() -> None:
    corresponding = Correspondence("op/1", "one", "5", "implements", {}, "", "")
    links = [
        IndicatorLink(
            indicator="i1",
            paragraph="op/1",
            treaty=key,
            provision=provision,
            strength="",
            reason="",
            row=row("links.csv"),
        )
        for key, provision in (("one", "5"), ("", ""))
    ]
    check_practice(practice(*links), [corresponding])
    wrong = replace(links[0], provision="6")
    message = f":{wrong.row.line}: no published correspondence joins this paragraph and provision: 'op/1 one 6'"
    with pytest.raises(DataError, match=message):
        check_practice(practice(*links, wrong), [corresponding])
