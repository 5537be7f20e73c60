"""The Council of Europe's answers are read whole, or refused with the field that is in the way."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csekg.sources import coe
from csekg.sources.records import SourceFileError
from tests.csekg.sources.coe_answers import chart, declaration, row, save

SIGNED, BOUND, SINCE = date(2007, 10, 25), date(2009, 5, 4), date(2010, 7, 1)


def test_a_chart_gives_acts_in_the_order_of_the_lists(tmp_path: Path) -> None:
    answer = chart(
        [
            row("Bulgaria"),
            row(
                "Greece",
                DateSignature=SIGNED,
                DateConsentement=BOUND,
                DateEntreeVigueur=SINCE,
                Reserves=False,
                Declarations=True,
                Territoires=[{"Id": 1}, {"Id": 2}],
            ),
            row(
                "Russia",
                DateSignature=SIGNED,
                DateDenonciation=date(2022, 3, 15),
                DateEffetDenonciation=date(2022, 7, 1),
                DateSuspension=date(2022, 3, 1),
            ),
        ],
        [row("Tunisia", DateConsentement=date(2019, 10, 15), DateEntreeVigueur=date(2020, 2, 1))],
        [row("European Union", DateSignature=SIGNED)],
    )
    (reading,) = coe.read(save(tmp_path, answer))
    assert (reading.reference, reading.as_of) == ("201", None)
    found = [
        (each.participant, each.kind, each.day, each.effective_on, each.marker, each.place) for each in reading.records
    ]
    assert found == [
        ("Greece", "signature", SIGNED, None, "D T", "answer.json:[0][1]"),
        ("Greece", "consent", BOUND, SINCE, "D T", "answer.json:[0][1]"),
        ("Russia", "signature", SIGNED, None, "", "answer.json:[0][2]"),
        ("Russia", "denunciation", date(2022, 3, 15), date(2022, 7, 1), "", "answer.json:[0][2]"),
        ("Russia", "suspension", date(2022, 3, 1), None, "", "answer.json:[0][2]"),
        ("Tunisia", "consent", date(2019, 10, 15), date(2020, 2, 1), "", "answer.json:[1][0]"),
        ("European Union", "signature", SIGNED, None, "", "answer.json:[2][0]"),
    ]
    assert reading.notices == (
        "5 participants are listed, 1 of them without an act.",
        "2 texts are listed in the chart; their words are in the answer of getDeclarations.",
    )


def test_a_treaty_that_nobody_signed_yet_is_no_error(tmp_path: Path) -> None:
    (reading,) = coe.read(save(tmp_path, chart([row("Bulgaria")])))
    assert reading.records == ()
    assert reading.notices == ("1 participants are listed, 1 of them without an act.",)


names = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)
days = st.none() | st.dates(date(1949, 5, 5), date(2100, 1, 1))
flags = st.sampled_from((None, False, True))


@settings(deadline=None)
@given(
    st.dictionaries(
        names,
        st.fixed_dictionaries(
            {
                "DateSignature": days,
                "DateConsentement": days,
                "DateEntreeVigueur": days,
                "DateDenonciation": days,
                "DateEffetDenonciation": days,
                "DateSuspension": days,
            }
        ),
        min_size=1,
        max_size=5,
    ),
    flags,
)
def test_what_is_written_is_read(rows: dict[str, dict[str, Any]], flag: bool | None) -> None:
    written = [row(name, **acts, Objections=flag if any(acts.values()) else None) for name, acts in rows.items()]
    with tempfile.TemporaryDirectory() as folder:
        (reading,) = coe.read(save(Path(folder), chart(others=written)))
    found: dict[str, dict[str, date | None]] = {name: dict.fromkeys(acts) for name, acts in rows.items()}
    fields = {
        "signature": ("DateSignature", ""),
        "consent": ("DateConsentement", "DateEntreeVigueur"),
        "denunciation": ("DateDenonciation", "DateEffetDenonciation"),
        "suspension": ("DateSuspension", ""),
    }
    for record in reading.records:
        day, effective_on = fields[record.kind]
        found[record.participant][day] = record.day
        if effective_on:
            found[record.participant][effective_on] = record.effective_on
        assert record.marker == ("O" if flag else "")
    assert found == rows


def test_declarations_keep_nature_article_and_withdrawal(tmp_path: Path) -> None:
    withdrawn = declaration(
        "Albania",
        nature_Dec="Réserve",
        texte_Decl="Access denied.<br>B &amp; <b>C</b><script>x()</script>",
        date_Effet_Retrait="1998-10-31T00:00:00",
    )
    union = declaration(
        "",
        code_Pays=None,
        code_Organisation={"Libelle": "European Union"},
        numero_Article=None,
        nature_Dec="Territorial application",
    )
    (reading,) = coe.read(save(tmp_path, [declaration("Malta"), withdrawn, union]))
    assert [(each.participant, each.kind, each.marker) for each in reading.records] == [
        ("Malta", "declaration", ""),
        ("Albania", "reservation", ""),
        ("European Union", "territorial-application", ""),
    ]
    assert reading.records[0].text == "Declaration, article 37\nAn authority is named."
    assert reading.records[0].effective_on == date(2010, 7, 1)
    assert reading.records[1].text == (
        "Réserve, article 37\nAccess denied.\nB & C\nWithdrawn with effect from 1998-10-31."
    )
    assert reading.records[2].text.startswith("Territorial application\n")
    assert reading.notices == ("The answer does not name its treaty.",)


@pytest.mark.parametrize(
    ("nature", "kind"),
    [
        ("Reservation", "reservation"),
        ("Objection", "objection"),
        ("Communication", "communication"),
        ("Derogation", "notification"),
        ("Denunciation", "denunciation"),
        ("Withdrawal of reservation", "notification"),
        ("Reservation and declaration", "reservation"),
        ("Déclaration", "declaration"),
        ("Central authorities", "notification"),
    ],
)
def test_the_nature_gives_the_kind(nature: str, kind: str, tmp_path: Path) -> None:
    (reading,) = coe.read(save(tmp_path, [declaration("Malta", nature_Dec=nature)]))
    assert [each.kind for each in reading.records] == [kind]


HOSTILE: dict[str, tuple[object, str]] = {
    "nothing": ([], "is an empty list"),
    "an error": ({"Message": "no"}, "is no answer of the service"),
    "no States": (chart(), "has three empty lists"),
    "two lists": ([[], []], "has 2 lists"),
    "a list that is none": ([[], {}, []], "[1]: is no list of other States"),
    "a number": ([1, 2], "[0]: is no entry of a known answer"),
    "places": ([{"Key": "1", "Value": "Strasbourg"}], "no entry of a known answer"),
    "an unknown field": (chart([row("Malta", Autorites=True)]), "field Autorites is unknown"),
    "a field that went": (chart([{"LibPaysOrga": "Malta"}]), "has no field CodePays"),
    "a name that is none": (chart([row("")]), "empty text where a name"),
    "a name of another type": (chart([row(5)]), "field LibPaysOrga is no str: '5'"),  # type: ignore[arg-type]
    "a control character": (chart([row("Mal\x01ta")]), "has a control character"),
    "half a character": (chart([row("Malta\ud800")]), "half of a surrogate pair"),
    "a day in words": (chart([row("Malta", DateSignature="25 Oct 2007")]), "field DateSignature"),
    "a day with an hour": (chart([row("Malta", DateSignature="2007-10-25T13:00:00")]), "no day"),
    "a day that is none": (chart([row("Malta", DateSignature="2007-02-30T00:00:00")]), "no day"),
    "two treaties": (chart([row("Malta"), row("Italy", "197")]), "more than one treaty"),
    "a State twice": (chart([row("Malta")], [row("Malta")]), "a participant twice: 'Malta'"),
    "a flag that is text": (chart([row("Malta", Reserves="R")]), "neither a flag nor a list"),
    "texts without act": (chart([row("Malta", Reserves=True)]), "has texts and no act"),
    "an unknown nature": ([declaration("Malta", nature_Dec="Poem")], "unknown nature: 'Poem'"),
    "no declarant": ([declaration("", code_Pays=None)], "neither a State nor an organization"),
    "two declarants": (
        [declaration("Malta", code_Organisation={"Libelle": "European Union"})],
        "both a State and an organization",
    ),
    "a declaration with more": ([declaration("Malta", lien="x")], "field lien is unknown"),
    "a control character in markup": ([declaration("Malta", texte_Decl="A&#1;B")], "control char"),
    "markup without end": ([declaration("Malta", texte_Decl="<div>" * 300 + "A")], "Excessive depth"),
    "a declarant with more": (
        [declaration("", code_Pays={"Value": "Malta", "Nom": "x"})],
        "code_Pays: field Nom is unknown",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_broken_answer_is_refused_with_its_place(case: str, tmp_path: Path) -> None:
    answer, message = HOSTILE[case]
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answer), encoding="utf-8")
    with pytest.raises(SourceFileError) as caught:
        coe.read(file)
    assert str(caught.value).startswith("answer.json")
    assert message in str(caught.value)


def test_a_cut_answer_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    whole = json.dumps(chart([row("Malta", DateSignature=SIGNED)])).encode()
    file = tmp_path / "answer.json"
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        with pytest.raises(SourceFileError):
            coe.read(file)
