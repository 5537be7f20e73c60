"""Writes the Universal Periodic Review, each statement into the graph of whoever makes it.

What the database of recommendations says is in `graph/reviews/upr`; what the reports say, as days,
symbols and paragraphs, in the graph of that source; the editors' coding in `graph/editorial`.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, day, text
from csekg.facts.reviews import Recommendation, Reviews, ReviewSession, StateReview
from csekg.namespaces import CSE, DCTERMS, RDFS, SKOS
from csekg.wording.labels import Names

#: The key of the graph, and its title.
GRAPH = "reviews/upr"
TITLE = "Universal Periodic Review: recommendations, as the newest source of them stands"


def write_reviews(quads: Quads, reviews: Reviews, names: Names) -> None:
    """Write sessions, reviews and recommendations."""
    for session in reviews.sessions:
        quads.graph(session.source).node(
            session_iri(session),
            (CSE.ReviewSession,),
            f"Universal Periodic Review, session {session.number}",
            (DCTERMS.identifier, text(str(session.number))),
            (CSE.firstDay, day(session.first_day)),
            (CSE.lastDay, day(session.last_day)),
            (DCTERMS.source, ns.source(session.source)),
        )
    for review in reviews.reviews:
        _write_review(quads.graph(review.session.source), review, names)
    for recommendation in reviews.recommendations.values():
        _write_recommendation(quads, recommendation)


def session_iri(session: ReviewSession) -> NamedNode:
    """Return the IRI of a session: `id/review-session/6`."""
    return ns.thing("review-session", str(session.number))


def review_iri(review: StateReview) -> NamedNode:
    """Return the IRI of a review: `id/review/6/ALB`."""
    return ns.thing("review", str(review.session.number), review.state)


def _document(review: StateReview) -> NamedNode | None:
    """Return the address of the report on a review, None where it was not read."""
    return NamedNode(f"https://docs.un.org/en/{review.report}") if review.report else None


def _about(review: StateReview, names: Names) -> str:
    """Return the words that name a review in labels."""
    return f"{names.actor(review.state)}, Universal Periodic Review, session {review.session.number}"


def _write_review(graph: GraphWriter, review: StateReview, names: Names) -> None:
    graph.node(
        review_iri(review),
        (CSE.StateReview,),
        _about(review, names),
        (CSE.reviewSession, session_iri(review.session)),
        (CSE.reviewedState, ns.actor(review.state)),
        (CSE.reviewedOn, day(review.reviewed_on)),
        (CSE.reportAdoptedOn, day(review.adopted_on)),
        (CSE.reportSymbol, text(review.report)),
        (RDFS.seeAlso, _document(review)),
        (CSE.verification, ns.concept("verification", review.verification)),
        (SKOS.note, text(review.note, "en")),
        (DCTERMS.source, ns.source(review.session.source)),
    )


def _write_recommendation(quads: Quads, made: Recommendation) -> None:
    node = ns.thing("recommendation", made.key)
    graph = quads.graph(GRAPH)
    graph.unnamed(
        node,
        (CSE.Recommendation,),
        (DCTERMS.identifier, Literal(made.key)),
        (CSE.madeInReview, review_iri(made.review)),
        (CSE.recommendedBy, ns.actor(made.recommending) if made.recommending else None),
        (CSE.response, ns.concept("review-response", made.response)),
        (DCTERMS.source, ns.source(made.review.session.recommendations_source)),
    )
    reports, editorial = quads.graph(made.review.session.source), quads.graph("editorial")
    reports.add(node, CSE.reportParagraph, text(made.report_paragraph))
    reports.add(node, CSE.foundInReport, ns.concept("found-in-report", made.found_in_report))
    editorial.add(node, CSE.askedSubject, *(ns.concept("recommendation-subject", one) for one in made.subjects))
    editorial.add(node, CSE.askedTopic, *(ns.concept("topic", one) for one in made.topics))
    editorial.add(node, CSE.askedParagraph, *map(ns.paragraph, made.paragraphs))
    editorial.add(node, CSE.askedMeasure, *(ns.concept("recommendation-measure", one) for one in made.measures))
    for asked in made.asked:
        about = asked.treaty or asked.group
        part = ns.thing("recommendation", made.key, about, asked.act)
        graph.unnamed(
            part,
            (CSE.TreatyRecommendation,),
            (DCTERMS.isPartOf, node),
            (CSE.askedTreaty, ns.instrument(asked.treaty) if asked.treaty else None),
            (CSE.askedTreatyGroup, ns.concept("treaty-group", asked.group) if asked.group else None),
            (CSE.askedAct, ns.concept("recommended-act", asked.act)),
            (CSE.toldAs, ns.concept("told-as", asked.told_as) if asked.told_as else None),
        )
