from __future__ import annotations

from datetime import date

import pytest

from csekg.languages.current import speaking
from csekg.wording.labels import (
    ActLabel,
    CorrespondenceLabel,
    IntervalLabel,
    Label,
    Names,
    ParticipationLabel,
    PartLabel,
    RequestLabel,
)
from tests.csekg.wording.by_hand import plain

_ENGLISH = {
    "IRL": "Ireland",
    "opsc": "OPSC",
    "res": "resolution 16/2",
    "signatory": "signatory",
    "JEY": "Jersey",
    "FRO": "Faroe Islands",
}
_FRENCH = {
    "IRL": "Irlande",
    "opsc": "Protocole facultatif",
    "res": "résolution 16/2",
    "signatory": "signataire",
    "JEY": "Jersey",
    "FRO": "Îles Féroé",
}
_DAY = date(2003, 2, 5)
_PARAGRAPH = PartLabel("res", "operative-paragraph", "4(a)")


def act(kind: str, on: date | None = _DAY, **more: object) -> ActLabel:
    return ActLabel("IRL", "opsc", kind, on, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "english", "french"),
    [
        (
            act("ratification"),
            "Ireland, OPSC: ratification, 5 Feb 2003",
            "Irlande, Protocole facultatif : ratification, 5 févr. 2003",
        ),
        (
            act("reservation", number="2"),
            "Ireland, OPSC: reservation 2, 5 Feb 2003",
            "Irlande, Protocole facultatif : réserve 2, 5 févr. 2003",
        ),
        (
            act("territorial-application", territory="JEY"),
            "Ireland, OPSC: territorial application to Jersey, 5 Feb 2003",
            "Irlande, Protocole facultatif : application territoriale (Jersey), 5 févr. 2003",
        ),
        (
            act("territorial-exclusion", territory="FRO"),
            "Ireland, OPSC: territorial exclusion of Faroe Islands, 5 Feb 2003",
            "Irlande, Protocole facultatif : exclusion territoriale (Îles Féroé), 5 févr. 2003",
        ),
        (
            act("party", None),
            "Ireland, OPSC: consent to be bound, kind not known, day not known",
            "Irlande, Protocole facultatif : consentement à être lié, mode inconnu, date inconnue",
        ),
        (
            act("denunciation", None, year=1990),
            "Ireland, OPSC: denunciation, in 1990, day not known",
            "Irlande, Protocole facultatif : dénonciation, en 1990, date inconnue",
        ),
        (ParticipationLabel("IRL", "opsc"), "Ireland and the OPSC", "Irlande, Protocole facultatif"),
        (
            IntervalLabel("IRL", "opsc", "signatory", _DAY),
            "Ireland and the OPSC: signatory from 2003-02-05",
            "Irlande, Protocole facultatif : signataire à compter du 5 févr. 2003",
        ),
        (PartLabel("opsc", "article", "3(1)"), "OPSC, article 3(1)", "Protocole facultatif, article 3(1)"),
        (PartLabel("opsc", "preamble", "preamble"), "OPSC, preamble", "Protocole facultatif, préambule"),
        (
            PartLabel("res", "preambular-paragraph", "3"),
            "resolution 16/2, preambular paragraph 3",
            "résolution 16/2, alinéa 3 du préambule",
        ),
        (PartLabel("res", "footnote", "70"), "resolution 16/2, footnote 70", "résolution 16/2, note de bas de page 70"),
        (_PARAGRAPH, "resolution 16/2, operative paragraph 4(a)", "résolution 16/2, paragraphe 4(a) du dispositif"),
        (
            CorrespondenceLabel(_PARAGRAPH, PartLabel("opsc", "article", "10")),
            "resolution 16/2, operative paragraph 4(a), and OPSC, article 10",
            "résolution 16/2, paragraphe 4(a) du dispositif, et Protocole facultatif, article 10",
        ),
        (
            RequestLabel(_PARAGRAPH, "2"),
            "resolution 16/2, operative paragraph 4(a), request 2",
            "résolution 16/2, paragraphe 4(a) du dispositif, demande 2",
        ),
    ],
)
def test_a_label_is_said_from_its_parts(label: Label, english: str, french: str) -> None:
    own = (_ENGLISH.__getitem__,) * 4
    assert label.say(Names(*own)) == english
    with speaking("fr"):
        assert plain(label.say(Names(*(_FRENCH.__getitem__,) * 4))) == french


def test_an_act_is_said_without_the_day_beside_which_it_stands() -> None:
    assert act("signature").say_act() == "signature, 5 Feb 2003"
    assert act("signature").say_act(beside=_DAY) == "signature"
    assert act("signature").say_act(beside=date(2003, 2, 6)) == "signature, 5 Feb 2003"
    assert act("signature", None).say_act(beside=_DAY) == "signature, day not known"


def test_an_act_on_a_territory_is_said_without_its_name_where_it_stands_beside_it() -> None:
    assert act("territorial-application", territory="JEY").say_act() == "territorial application, 5 Feb 2003"
