"""For every rule across records: an act that breaks it and a neighbour that does not.

State A breaks the rule, State B or C does not. `rule` is what the treaty asks for; the records that
an act refers to are taken from `sound.ttl`.
"""

from __future__ import annotations

from dataclasses import dataclass

KIND = "cse:consentKind <vocab/consent-kind/{}>"
IN_FORCE = 'cse:entersIntoForceOn "{}"^^xsd:date'
ANSWER = "cse:assessedAnswer <vocab/assessed-answer/{}>"
COMPUTED = 'cse:computedEntryIntoForce "{}"^^xsd:date ; cse:arithmetic "The sum."@en'
#: How the office asks about a policy; nothing else refers to it.
POLICY = """<assessor/office/policy> a cse:AssessedIndicator ; rdfs:label "Policy, as asked"@en ;
    cse:assessor <assessor/office> ; cse:indicator <vocab/indicator/policy> ;
    cse:scope <vocab/assessment-scope/child-trafficking> ; cse:statesConformity false ;
    cse:allowsAnswer <vocab/assessed-answer/yes> , <vocab/assessed-answer/number> .
"""
CLASSES = {
    "signature": "cse:Signature",
    "invitation": "cse:Invitation",
    "denunciation": "cse:Denunciation",
    "territorial-application": "cse:TerritorialApplication , cse:TerritorialAction",
    "declaration": "cse:Declaration , cse:TreatyStatement",
    "reservation": "cse:Reservation , cse:TreatyStatement",
    "objection": "cse:Objection , cse:TreatyStatement",
    "withdrawal": "cse:ReservationWithdrawal , cse:TreatyStatement",
}


@dataclass(frozen=True)
class Example:
    """A shape, what breaks it, what does not, and the rule of the treaty that both are about."""

    shape: str
    bad: str
    good: str
    rule: str = ""
    focus: tuple[str, ...] = ()


def act(who: str, treaty: str, what: str, on: str = "", *more: str) -> str:
    """An act of a State in Turtle: `act("A", "example", "accession", "2003-01-01")`."""
    classes = CLASSES.get(what)
    if not classes:
        classes = f"cse:{what.capitalize()} , cse:ConsentToBeBound"
        more = (KIND.format(what), *more)
    actor = f"state/QQ{who}" if len(who) == 1 else f"organization/{who}"
    node = f"<action/{treaty}/{actor.partition('/')[2]}/{on or 'undated'}/{what}>"
    day = (f'cse:date "{on}"^^xsd:date',) if on else ()
    parts = (
        f"{node} a {classes} , cse:TreatyAction",
        f'rdfs:label "{who}, {treaty}: {what}"@en',
        f"cse:actor <{actor}>",
        f"cse:treaty <instrument/{treaty}>",
        *day,
        *more,
        "prov:hadPrimarySource <source/list>",
    )
    return " ;\n    ".join(parts) + " .\n"


def assessed(who: str, indicator: str, *more: str, year: str = "2019") -> str:
    """An assessment of a State by the office: `assessed("A", "policy", 'cse:conforms true')`."""
    parts = (
        f"<practice/office/{year}/QQ{who}/{indicator}> a cse:PracticeAssessment",
        f"cse:assessedPlace <state/QQ{who}>",
        f'cse:assessedYear "{year}"^^xsd:gYear',
        "dcterms:source <source/list>",
        f"cse:askedAs <assessor/office/{indicator}>",
        *more,
    )
    return " ;\n    ".join(parts) + " .\n"


#: What a recommendation asks about a treaty, without the treaty.
TREATY_ASKED = """<recommendation/one/{0}> a cse:TreatyRecommendation ;
    dcterms:isPartOf <recommendation/one> ; cse:askedAct <vocab/recommended-act/join> {1} .
"""


def review(who: str, on: str) -> str:
    """A review of a State in session 1, on a day."""
    return (
        f'<review/1/QQ{who}/again> a cse:StateReview ; rdfs:label "{who}, session 1"@en ;\n'
        f"    cse:reviewSession <review-session/1> ; cse:reviewedState <state/QQ{who}> ;\n"
        f'    cse:reviewedOn "{on}"^^xsd:date ; cse:verification <vocab/verification/verified> ;\n'
        "    dcterms:source <source/list> .\n"
    )


def recommendation(response: str, *more: str) -> str:
    """A recommendation to State A, with the State that makes it among `more`."""
    parts = (
        f"<recommendation/{len(more)}> a cse:Recommendation",
        f'dcterms:identifier "{len(more)}"',
        "cse:madeInReview <review/1/QQA>",
        f"cse:response <vocab/review-response/{response}>",
        "cse:foundInReport <vocab/found-in-report/no>",
        "dcterms:source <source/list>",
        *more,
    )
    return " ;\n    ".join(parts) + " .\n"


def differing(act: str, chosen: str, other: str, status: str, about: str = "entersIntoForceOn") -> str:
    """A discrepancy about the only act in a Turtle text."""
    node = act.partition(" ")[0]
    return act + (
        f'<discrepancy/{status}> a cse:Discrepancy ; rdfs:label "Discrepancy"@en ;\n'
        f"    cse:concernsAction {node} ; cse:concernsProperty cse:{about} ;\n"
        f'    cse:chosenValue "{chosen}"^^xsd:date ; cse:chosenSource <source/list> ;\n'
        f'    cse:dissentingValue "{other}"^^xsd:date ; cse:dissentingSource <source/gazette> ;\n'
        f'    cse:reason "A misprint."@en ;\n'
        f"    cse:discrepancyStatus <vocab/discrepancy-status/{status}> .\n"
    )


def spell(who: str, since: str, until: str) -> str:
    """A spell of membership of the circle, with days or with years."""
    end = f' ; cse:memberUntil "{until}"^^xsd:date' if until else ""
    kind = "date" if len(since) == 10 else "gYear"
    return (
        f'<membership/QQ{who}/1> a cse:Membership ; rdfs:label "{who} in the circle"@en ;\n'
        f"    cse:member <state/QQ{who}> ; cse:inGroup <group/circle> ;\n"
        f'    cse:memberFrom "{since}"^^xsd:{kind}{end} .\n'
    )


def state(key: str, iso2: str, iso3: str) -> str:
    """A State with the codes given."""
    return (
        f'<state/{key}> a cse:State , cse:TreatyActor ; rdfs:label "{key}"@en ;\n'
        f'    skos:prefLabel "{key}"@en ; dcterms:identifier "{key}" ; cse:iso2 "{iso2}" ;\n'
        f'    cse:iso3 "{iso3}" ; cse:isoNumeric "999" ; cse:m49 "999" .\n'
    )


def computed(who: str, day: str, rule: str, *more: str) -> str:
    """An accession of 2003-01-01 with a stated and a computed entry into force."""
    stated = (IN_FORCE.format(day),) if day else ()
    return act(who, "example", "accession", "2003-01-01", *stated, COMPUTED.format(rule), *more)


SIGNED = "2001-01-01"
FITS = computed("B", "2003-01-31", "2003-01-31")
OFF = computed("A", "2003-02-01", "2003-01-31")
EARLY = act("A", "example", "accession", "2001-03-01", IN_FORCE.format("2001-03-31"))
IN_TIME = act("B", "example", "accession", "2001-03-01", IN_FORCE.format("2001-06-01"))
LATE = act("A", "example", "succession", "2003-01-01", IN_FORCE.format("2003-02-01"))
BACK = act("B", "example", "succession", "2003-01-01", IN_FORCE.format("2002-12-01"))
SUPPLEMENTS = "<instrument/protocol> cse:{} <instrument/other> .\n"
NAMES = "cse:concernsProvision <instrument/other/article/{}>"
TO = "cse:territory <territory/QQT>"

EXAMPLES = (
    Example("EIF-1", OFF, FITS),
    Example("EIF-1-known", differing(OFF, "2003-02-01", "2003-01-31", "open"), FITS),
    Example("EIF-1-settled", differing(OFF, "2003-01-31", "2003-02-01", "settled"), FITS),
    Example("EIF-2", computed("A", "", "2003-01-31", 'cse:alternativeEntryIntoForce "2003-02-15"^^xsd:date'), FITS),
    Example("EIF-3", EARLY, IN_TIME),
    Example("EIF-3-known", differing(EARLY, "2001-03-31", "2001-06-01", "open"), IN_TIME),
    Example("EIF-4", LATE, BACK),
    Example("EIF-4-known", differing(LATE, "2003-02-01", "2003-01-01", "open"), BACK),
    Example(
        "EIF-5",
        '<instrument/example> cse:recomputedEntryIntoForce "2001-07-01"^^xsd:date .\n',
        '<instrument/regional> cse:recomputedEntryIntoForce "2001-06-01"^^xsd:date .\n',
    ),
    Example(
        "SIG-1",
        act("A", "example", "signature", "2002-01-01"),
        act("B", "example", "signature", "2001-12-31"),
        '<instrument/example> cse:signatureClosesOn "2001-12-31"^^xsd:date .\n',
    ),
    Example("SIG-1-none", act("B", "labour", "signature", SIGNED), act("B", "example", "signature", SIGNED)),
    Example("SIG-2", act("A", "example", "signature", "2000-01-31"), act("B", "example", "signature", "2000-02-01")),
    Example(
        "SIG-2-consent",
        act("A", "example", "signature", "2004-01-01") + act("A", "example", "ratification", "2003-01-01"),
        act("B", "example", "signature", "2003-01-01") + act("B", "example", "ratification", "2003-01-01"),
    ),
    Example("SIG-3", act("A", "example", "accession", "2000-01-31"), act("B", "example", "accession", "2000-02-01")),
    Example(
        "KIND-1",
        act("A", "example", "acceptance", "2003-01-01") + act("A", "example", "signature", SIGNED),
        act("B", "example", "ratification", "2003-01-01") + act("B", "example", "signature", SIGNED),
    ),
    Example(
        "KIND-2",
        act("A", "example", "ratification", "2003-01-01"),
        act("B", "example", "ratification", "2003-01-01") + act("B", "example", "signature", SIGNED),
    ),
    Example(
        "KIND-2-accession",
        act("A", "example", "accession", "2003-01-01") + act("A", "example", "signature", SIGNED),
        act("B", "example", "accession", "2003-01-01")
        + differing(act("B", "example", "signature", SIGNED), "2001-01-02", SIGNED, "settled", "date")
        + act("C", "example", "signature", SIGNED)
        + differing(
            act("C", "example", "accession", "2003-01-01"), "ratification", "accession", "settled", "consentKind"
        )
        .replace('n"^^xsd:date', 'n"')
        .replace("y/settled", "y/kind"),
    ),
    Example(
        "KIND-3",
        act("A", "regional", "accession", "2001-05-31") + act("A", "regional", "invitation"),
        act("C", "regional", "accession", "2001-06-01") + act("C", "regional", "invitation"),
    ),
    Example(
        "KIND-3-member",
        act("B", "regional", "accession", "2003-01-01") + act("B", "regional", "invitation"),
        act("C", "regional", "accession", "2003-01-01") + act("C", "regional", "invitation"),
    ),
    Example(
        "KIND-3-invited",
        act("A", "regional", "accession", "2003-01-01"),
        act("C", "regional", "accession", "2003-01-01") + act("C", "regional", "invitation"),
    ),
    Example(
        "ELIG-1",
        act("A", "labour", "ratification", "2003-01-01"),
        act("B", "labour", "ratification", "2003-01-01")
        + act("C", "labour", "ratification", "2003-01-01", "cse:dismissed true"),
    ),
    Example(
        "ELIG-2",
        act("G", "labour", "ratification", "2004-01-01"),
        act("B", "labour", "ratification", "2004-01-01"),
        spell("G", "2000-01-01", "2004-01-01") + spell("B", "2001", ""),
    ),
    Example(
        "EXIST-1",
        act("G", "other", "declaration", "1994-12-31"),
        act("G", "other", "declaration", "1995-01-01")
        + act("G", "other", "declaration", "1990-01-01", "cse:performedBy <state/QQF>"),
    ),
    Example(
        "EXIST-2",
        act("G", "other", "declaration", "1996-01-01", "cse:performedBy <state/QQF>"),
        act("G", "other", "declaration", "1990-01-01", "cse:performedBy <state/QQF>"),
    ),
    Example(
        "REIO-1", act("QQU", "example", "accession", "2003-01-01"), act("QQU", "regional", "ratification", "2003-01-01")
    ),
    Example(
        "REIO-1-competence",
        act("QQU", "regional", "approval", "2003-01-01"),
        act("B", "regional", "approval", "2003-01-01"),
        "<instrument/regional> cse:requiresCompetenceDeclarationUnder <instrument/other/article/1> .\n",
    ),
    Example(
        "ACC-1",
        act("A", "other", "accession", "2003-01-01"),
        act("B", "other", "accession", "2003-01-01") + act("B", "other", "declaration", "", NAMES.format("1")),
        "<instrument/other> cse:requiresDeclarationUnder <instrument/other/article/1> ;\n"
        "    cse:declarationsListed true .\n",
    ),
    Example(
        "DUP-1",
        act("A", "example", "accession", "2004-01-01") + act("A", "example", "accession", "2003-01-01"),
        act("B", "example", "accession", "2004-01-01")
        + act("B", "example", "denunciation", "2003-06-01")
        + act("B", "example", "accession", "2003-01-01"),
    ),
    Example(
        "PAR-1",
        act("A", "protocol", "accession", "2003-01-01"),
        act("B", "protocol", "accession", "2003-01-01") + act("B", "other", "accession", "2003-01-01"),
        SUPPLEMENTS.format("requiresPartyTo"),
    ),
    Example(
        "PAR-1-order",
        act("A", "protocol", "accession", "2003-01-01", COMPUTED.format("2003-01-31"))
        + act("A", "other", "accession", "2003-01-02", COMPUTED.format("2003-02-01")),
        act("B", "protocol", "accession", "2003-01-01", COMPUTED.format("2003-01-31"))
        + act("B", "other", "accession", "2003-01-01", COMPUTED.format("2003-01-31")),
        SUPPLEMENTS.format("requiresPartyTo"),
    ),
    Example(
        "PAR-2",
        act("A", "protocol", "accession", "2003-01-01") + act("A", "other", "signature", "2003-01-02"),
        act("B", "protocol", "accession", "2003-01-01") + act("B", "other", "signature", "2003-01-01"),
        SUPPLEMENTS.format("consentRequiresActUnder"),
    ),
    Example(
        "PAR-2-signature",
        act("A", "protocol", "signature", "2003-01-01"),
        act("B", "protocol", "signature", "2003-01-01")
        + act("B", "example", "accession", "2002-01-01")
        + act("B", "regional", "signature", "2003-01-01"),
        SUPPLEMENTS.format("signatureRequiresActUnder").replace("other", "example")
        + "<instrument/regional> cse:signatureRequiresActUnder <instrument/other> .\n",
    ),
    Example(
        "PAR-3",
        act("A", "protocol", "accession", "2003-01-01") + act("A", "other", "accession", "2003-01-02"),
        act("B", "protocol", "accession", "2003-01-01") + act("B", "example", "accession", "2003-01-01"),
        "<instrument/protocol> cse:requiresPartyToOneOf <instrument/other> ,\n    <instrument/example> .\n",
    ),
    Example(
        "RES-1",
        act("A", "other", "reservation", "", NAMES.format("2")),
        act("B", "other", "reservation", "", NAMES.format("1/3"))
        + act("C", "other", "reservation", "", NAMES.format("1")),
        "<instrument/other> cse:allowsReservationTo <instrument/other/article/1/2> .\n",
    ),
    Example(
        "RES-2",
        act("A", "other", "reservation", "2003-01-02") + act("A", "other", "accession", "2003-01-01"),
        act("B", "other", "reservation", "2003-01-01")
        + act("B", "other", "accession", "2003-01-01")
        + act("C", "other", "reservation", "2003-01-02", TO),
    ),
    Example(
        "RES-3",
        act("A", "other", "objection", "", "cse:objectsTo <action/other/QQC/undated/none>")
        + act("A", "other", "reservation")
        + act("A", "other", "objection", "2003-01-01", "cse:objectsTo <action/other/QQA/undated/reservation>"),
        act("B", "other", "objection", "", "cse:objectsTo <action/other/QQA/undated/reservation>")
        + act("B", "other", "objection", "2003-01-01", "cse:objectsTo <state/QQA>"),
        focus=("action/other/QQA/undated/objection", "action/other/QQA/2003-01-01/objection"),
    ),
    Example(
        "RES-4",
        act("A", "other", "withdrawal", "", "cse:withdraws <action/other/QQB/undated/reservation>"),
        act("B", "other", "reservation")
        + act("B", "other", "withdrawal", "", "cse:withdraws <action/other/QQB/undated/reservation>"),
    ),
    Example(
        "RES-5",
        act("A", "other", "withdrawal", "2002-12-31", "cse:withdrawsPartOf <action/other/QQA/2003-01-01/declaration>")
        + act("A", "other", "declaration", "2003-01-01"),
        act("B", "other", "declaration", "2003-01-01")
        + act("B", "other", "withdrawal", "2003-01-01", "cse:withdraws <action/other/QQB/2003-01-01/declaration>"),
    ),
    Example(
        "DEN-1",
        act("A", "example", "denunciation", "2003-01-31", IN_FORCE.format("2004-02-01")),
        act("B", "example", "denunciation", "2004-02-29", IN_FORCE.format("2005-02-28")),
        "<instrument/example> cse:denunciationMonths 12 ;\n    cse:denunciationRoundsToFirstOfNextMonth false .\n",
    ),
    Example(
        "DEN-1-window",
        act("A", "example", "denunciation", "2006-06-01") + act("A", "example", "denunciation", "2012-06-02"),
        act("B", "example", "denunciation", "2012-06-01") + act("B", "example", "denunciation", "2016-06-01"),
        "<instrument/example> cse:denunciationFirstWindowYears 10 ;\n    cse:denunciationWindowYears 5 .\n",
        focus=("action/example/QQA/2006-06-01/denunciation", "action/example/QQA/2012-06-02/denunciation"),
    ),
    Example(
        "DEN-2",
        act("A", "other", "denunciation", "2004-01-01")
        + act("A", "other", "accession", "2003-01-01")
        + act("A", "protocol", "accession", "2003-01-01"),
        act("B", "other", "denunciation", "2004-01-01")
        + act("B", "protocol", "denunciation", "2004-01-01")
        + act("B", "other", "accession", "2003-01-01")
        + act("B", "protocol", "accession", "2003-01-01"),
        SUPPLEMENTS.format("requiresPartyTo"),
    ),
    Example(
        "DEN-3",
        act("A", "other", "denunciation"),
        act(
            "B",
            "other",
            "denunciation",
            "",
            'cse:notBefore "2004-01-01"^^xsd:date',
            'cse:notAfter "2004-12-31"^^xsd:date',
        ),
    ),
    Example(
        "TER-1",
        act("A", "example", "territorial-application", "2003-01-15", TO, IN_FORCE.format("2003-04-15")),
        act("A", "example", "territorial-application", "2003-01-16", TO, IN_FORCE.format("2003-05-01"))
        + differing(
            act("B", "example", "territorial-application", "2003-01-15", TO, IN_FORCE.format("2003-05-15")),
            "2003-01-16",
            "2003-01-15",
            "settled",
            "date",
        ),
        "<instrument/example> cse:territorialMonths 3 ;\n    cse:territorialRoundsToFirstOfNextMonth true .\n",
    ),
    Example(
        "SRC-1",
        act("A", "example", "signature", SIGNED).replace(" ;\n    prov:hadPrimarySource <source/list>", ""),
        act("B", "example", "signature", SIGNED),
    ),
    Example("SRC-2", act("A", "example", "signature", "2020-01-02"), act("B", "example", "signature", "2020-01-01")),
    Example(
        "SRC-3",
        differing(act("A", "example", "signature", SIGNED), SIGNED, "2001-01-02", "open", "date"),
        differing(act("B", "example", "signature", SIGNED), SIGNED, "2001-01-02", "settled", "date"),
        focus=("discrepancy/open",),
    ),
    Example(
        "TYPE-1",
        act("A", "example", "accession", "2003-01-01").replace(", cse:ConsentToBeBound ", ""),
        act("B", "example", "accession", "2003-01-01"),
        "cse:Accession rdfs:subClassOf cse:ConsentToBeBound .\n",
    ),
    Example(
        "DATE-2",
        act("A", "other", "signature", "1999-12-31"),
        act("B", "other", "signature", "2000-01-01"),
        '<instrument/other> cse:adoptedOn "2000-01-01"^^xsd:date .\n',
    ),
    Example(
        "DATE-3",
        act("A", "example", "signature", "2199-01-01").replace("<source/list>", "<source/log>")
        + '<source/log> a cse:Source ; rdfs:label "Log"@en ; dcterms:title "Log"@en ;\n'
        '    dcterms:identifier "log" ; dcterms:publisher "A clerk"@en ;\n'
        '    dcterms:rights "none stated"@en ; cse:statusAsOf "2199-12-31"^^xsd:date .\n',
        act("B", "example", "signature", SIGNED),
    ),
    Example(
        "PRAC-1", assessed("A", "policy", ANSWER.format("no")) + POLICY, assessed("B", "policy", ANSWER.format("yes"))
    ),
    Example(
        "PRAC-2",
        assessed("A", "policy", ANSWER.format("yes"), year="2021") + POLICY,
        assessed("B", "policy", ANSWER.format("yes"), year="2020"),
    ),
    Example(
        "PRAC-3",
        assessed("A", "policy", ANSWER.format("yes"), "cse:conforms true") + POLICY,
        assessed("B", "policy", ANSWER.format("yes")),
    ),
    Example(
        "PRAC-4",
        assessed("A", "policy", ANSWER.format("number")) + POLICY,
        assessed("B", "policy", ANSWER.format("number"), "cse:assessedNumber 0"),
    ),
    Example("REV-1", review("A", "2010-01-11"), review("B", "2010-01-10")),
    Example("REV-2", recommendation("pledge", "cse:recommendedBy <state/QQB>"), recommendation("pledge")),
    Example(
        "REV-3", TREATY_ASKED.format("bad", ""), TREATY_ASKED.format("good", "; cse:askedTreaty <instrument/other>")
    ),
    Example(
        "ID-iso3-unique",
        state("QQX", "QX", "QQX") + state("QQY", "QY", "QQX"),
        state("QQZ", "QZ", "QQZ"),
        focus=("state/QQX", "state/QQY"),
    ),
    Example(
        "ID-iso2-unique",
        state("QQX", "QX", "QQX") + state("QQY", "QX", "QQY"),
        state("QQZ", "QZ", "QQZ"),
        focus=("state/QQX", "state/QQY"),
    ),
    Example(
        "ID-mtdsg-unique",
        '<instrument/example> cse:mtdsgNumber "IV-1" .\n<instrument/other> cse:mtdsgNumber "IV-1" .\n',
        '<instrument/regional> cse:mtdsgNumber "IV-1-a" .\n',
        focus=("instrument/example", "instrument/other"),
    ),
)
