"""Section B17 and B19 of the checklist, and the content of the vocabularies."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable

import pytest
from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from csekg.resources import data_dir, ontology_dir
from tests.ontology import vocabulary_checks as checks
from tests.ontology.checks import CSE, VOCAB
from tests.ontology.files import TERMS, VOCABULARIES, load

SCHEMES = {
    "quality-metric": "consents consents-confirmed consents-without-a-day "
    "entry-into-force-as-computed entry-into-force-other differences-open differences-settled "
    "clauses-unverified correspondences correspondences-decided correspondences-proposed",
    "assessed-answer": "yes partly no number grade unknown not-applicable not-mentioned no-value",
    "assessment-scope": "worst-forms-of-child-labour commercial-sexual-exploitation child-trafficking "
    "trafficking-in-persons",
    "indicator": "law-prohibits-commercial-sexual-exploitation law-prohibits-child-trafficking "
    "criminal-investigations criminal-prosecutions criminal-convictions penalties-imposed "
    "training-of-criminal-investigators refresher-training-of-criminal-investigators "
    "training-on-new-laws-of-criminal-investigators "
    "referral-between-criminal-authorities-and-social-services coordination-mechanism policy "
    "programme law-prohibits-trafficking-in-persons trafficking-tier",
    "indicator-strength": "direct partial context",
    "addressee": "none member-states member-states-not-yet-party states-parties unodc unodc-executive-director",
    "admission-kind": "any-state ilo-member coe-member regional-organization named party-to consented-to "
    "signatory-to party-or-signatory-to invited-state",
    "applies-when": "deposit-after-trigger deposit-on-or-after-entry-into-force",
    "basis": "stated inferred tally",
    "citation-verb": "reaffirming recalling taking-note noting-with-appreciation recognizing "
    "concerned aware convinced welcoming noting",
    "computed-case": "later not-before-own before-condition before-in-force",
    "consent-kind": "ratification acceptance approval accession succession formal-confirmation "
    "definitive-signature ratification-acceptance-or-approval unclear",
    "counts-from": "deposit registration expression-of-consent",
    "date-basis": "printed computed",
    "discrepancy-status": "settled open",
    "duty": "shall shall-consider shall-endeavour may none",
    "effect": "declares interprets limits excludes conditions objects",
    "list": "parties signatures reservation interpretative-declaration declaration "
    "binding-age-declaration objection communication",
    "legal-basis": "urged recalled noted related",
    "made-upon": "signature consent later unknown",
    "name-status": "official published-translation usual agreed-term translation",
    "operative-verb": "condemns urges encourages invites requests",
    "printed-as": "reservation declaration interpretative-declaration understanding objection communication",
    "provision-kind": "substantive final-clause definition institutional",
    "reason-way": "open invitation other-first",
    "stance": "affirm recall neutral approve assert concern",
    "status": "party contracting-state signatory no-action no-act-read needs-invitation "
    "must-join-first not-eligible former-party unknown did-not-exist",
    "status-reason": "bound bound-undated consented consented-only consented-undated left signed "
    "signed-undated signed-to-ratify consented-between predecessor open open-unread not-yet-open "
    "may-sign-then-join may-sign-only join-first open-only-to invitation-only may-have-drafted invited "
    "invitation-ended invited-undated no-actor no-list parties-listed-to no-list-of-signatures "
    "signatures-listed-to no-list-of-former not-in-force part-of began ended continues continued-by",
    "review-response": "accepted noted pledge",
    "recommended-act": "join sign consider-joining withdraw-reservation implement other",
    "told-as": "named two plural three its-protocols remaining by-elimination by-subject "
    "new merged-wording principles-of law-for-it timeline report territories promotes-it "
    "asked-to-adopt",
    "treaty-group": "ilo-fundamental crc-protocol-unsaid untoc-protocol-unsaid worst-forms-unsaid",
    "found-in-report": "yes text no",
    "recommendation-subject": "sexual-exploitation sexual-abuse prostitution abuse-material "
    "sale trafficking tourism online "
    "worst-forms forced-labour child-labour",
    "recommendation-measure": "act-against adopt-law prosecute protect-victims "
    "prevent raise-awareness train adopt-plan "
    "cooperate-internationally seek-assistance collect-data fund "
    "inspect-labour regulate-tourism online-measures join-treaty "
    "implement-treaty receive-mandate-holder other",
    "state-change": "independence separation dissolution unification continuation renamed",
    "strength": "equivalent implements supports related",
    "verification": "verified verified-secondary unverified partly-verified",
    "withdrawal": "unknown no partly yes",
}


def keys(graph: Graph, scheme: str) -> set[str]:
    return {
        str(n) for c in graph.subjects(SKOS.inScheme, URIRef(VOCAB + scheme)) for n in graph.objects(c, SKOS.notation)
    }


def concept(scheme: str, key: str) -> URIRef:
    return URIRef(f"{VOCAB}{scheme}/{key}")


def test_b17_only_concepts_match_exactly(ontology: Graph) -> None:
    assert checks.b17_exact_match(ontology) == []


def test_b19_every_code_list_is_a_complete_scheme(ontology: Graph) -> None:
    assert checks.b19_code_lists(ontology) == []


def test_one_file_for_each_scheme(ontology: Graph) -> None:
    files = {file.stem for file in (ontology_dir() / "vocabularies").glob("*.ttl")}
    schemes = {str(s)[len(VOCAB) :] for s in ontology.subjects(RDF.type, SKOS.ConceptScheme)}
    assert files == schemes == {*SCHEMES, "topic"}


def test_each_scheme_has_exactly_these_concepts(ontology: Graph) -> None:
    assert {scheme: keys(ontology, scheme) for scheme in SCHEMES} == {
        scheme: set(listed.split()) for scheme, listed in SCHEMES.items()
    }


def test_labels_agree_with_preferred_labels(ontology: Graph) -> None:
    for kind in (SKOS.Concept, SKOS.ConceptScheme):
        for node in ontology.subjects(RDF.type, kind):
            labels = set(ontology.objects(node, SKOS.prefLabel))
            assert labels == set(ontology.objects(node, RDFS.label))


def test_topics_are_those_of_the_data_and_their_groups(ontology: Graph) -> None:
    used: set[str] = set()
    articles = sorted((data_dir() / "treaties").glob("*/articles.csv"))
    for file in (*articles, data_dir() / "resolution" / "paragraphs.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                used |= {topic for topic in row["topics"].split(";") if topic}
    scheme = URIRef(VOCAB + "topic")
    groups = {str(c).rpartition("/")[2] for c in ontology.subjects(SKOS.topConceptOf, scheme)}
    assert keys(ontology, "topic") - groups == used
    assert not groups & used
    for group in groups:
        assert len(list(ontology.subjects(SKOS.broader, concept("topic", group)))) > 2


@pytest.mark.parametrize(
    ("thesaurus", "concept_"),
    [("http://metadata.un.org/thesaurus/", r"\d{7}"), ("http://eurovoc.europa.eu/", r"[1-9]\d*|c_[0-9a-f]{8}")],
    ids=["UNBIS Thesaurus", "EuroVoc"],
)
def test_topics_match_concepts_of_thesauri(ontology: Graph, thesaurus: str, concept_: str) -> None:
    matches = {
        kind: [
            (topic, str(target).removeprefix(thesaurus))
            for topic, target in ontology.subject_objects(kind)
            if (topic, RDF.type, SKOS.Concept) in ontology and str(target).startswith(thesaurus)
        ]
        for kind in (SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch)
    }
    assert sum(map(len, matches.values())) > 30
    for _, target in (pair for found in matches.values() for pair in found):
        assert re.fullmatch(concept_, target)
    # An exact match is one to one.
    exact = matches[SKOS.exactMatch]
    assert len({topic for topic, _ in exact}) == len({target for _, target in exact}) == len(exact)


def test_topics_match_nothing_else(ontology: Graph) -> None:
    for kind in (SKOS.exactMatch, SKOS.closeMatch, SKOS.relatedMatch):
        for topic, target in ontology.subject_objects(kind):
            if (topic, RDF.type, SKOS.Concept) in ontology:
                assert str(target).startswith(("http://metadata.un.org/thesaurus/", "http://eurovoc.europa.eu/"))


def test_every_citation_verb_has_one_stance(ontology: Graph) -> None:
    stances = {
        key: [str(s).rpartition("/")[2] for s in ontology.objects(c, CSE.stance)]
        for key in keys(ontology, "citation-verb")
        for c in [concept("citation-verb", key)]
    }
    assert {len(found) for found in stances.values()} == {1}
    assert {found[0] for found in stances.values()} == keys(ontology, "stance")
    # The point of the scheme: taking note approves of nothing.
    assert stances["taking-note"] == stances["noting"] == ["neutral"]
    assert stances["noting-with-appreciation"] == ["approve"]


def test_operative_verbs_are_ranked(ontology: Graph) -> None:
    force = {str(verb).rpartition("/")[2]: value for verb, value in ontology.subject_objects(CSE.force)}
    ranked = sorted(force, key=lambda verb: force[verb].toPython(), reverse=True)  # type: ignore[attr-defined]
    assert ranked == ["requests", "urges", "encourages", "invites"]
    assert {getattr(value, "datatype", None) for value in force.values()} == {XSD.integer}


def test_letters_of_the_depositary(ontology: Graph) -> None:
    letters = {
        str(letter): str(kind).rpartition("/")[2] for kind, letter in ontology.subject_objects(CSE.depositaryLetter)
    }
    assert letters == {
        "A": "acceptance",
        "AA": "approval",
        "a": "accession",
        "c": "formal-confirmation",
        "d": "succession",
        "s": "definitive-signature",
    }


PARTY = concept("status", "party").n3()
SCHEME = URIRef(VOCAB + "status").n3()
BROKEN: list[tuple[Callable[[Graph], list[str]], str]] = [
    (checks.b17_exact_match, "INSERT DATA { cse:Treaty skos:exactMatch undo:Treaty }"),
    (checks.b17_exact_match, f"INSERT DATA {{ {PARTY} skos:exactMatch cse:Treaty }}"),
    (checks.b19_code_lists, f"DELETE WHERE {{ {PARTY} skos:topConceptOf ?x }}"),
    (checks.b19_code_lists, f"DELETE WHERE {{ {PARTY} skos:notation ?x }}"),
    (checks.b19_code_lists, f"INSERT DATA {{ {PARTY} skos:prefLabel 'a second label'@en }}"),
    (checks.b19_code_lists, f"DELETE WHERE {{ {PARTY} skos:definition ?x }}"),
    (checks.b19_code_lists, f"DELETE WHERE {{ {PARTY} skos:inScheme ?x }}"),
    (checks.b19_code_lists, f"DELETE WHERE {{ {SCHEME} skos:definition ?x }}"),
    (
        checks.b19_code_lists,
        f"DELETE WHERE {{ {PARTY} skos:prefLabel ?x }} ; INSERT DATA {{ {PARTY} skos:prefLabel 'Not Joined'@en }}",
    ),
]


@pytest.mark.parametrize(("check", "change"), BROKEN)
def test_vocabulary_checks_bite(check: Callable[[Graph], list[str]], change: str) -> None:
    broken = load(*TERMS, VOCABULARIES)
    broken.update(change)
    assert check(broken)


def test_notations_are_plain_strings(ontology: Graph) -> None:
    # A language tag or a datatype would keep `FILTER(?notation = "party")` from matching.
    notations = [n for n in ontology.objects(None, SKOS.notation) if isinstance(n, Literal)]
    assert notations
    assert {(n.language, n.datatype) for n in notations} == {(None, None)}


def test_the_kind_of_answer_is_defined_by_all_kinds(terms: Graph) -> None:
    labels = [
        str(label)
        for concept in load(VOCABULARIES).subjects(SKOS.inScheme, URIRef(f"{VOCAB}assessed-answer"))
        for label in load(VOCABULARIES).objects(concept, SKOS.prefLabel)
    ]
    assert len(labels) == 9
    definition = str(terms.value(CSE.assessedAnswer, SKOS.definition))
    assert [label for label in labels if label not in definition] == []
