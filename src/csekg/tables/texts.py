"""Tables of texts: provisions of treaties, paragraphs of the resolution, what each refers to."""

from __future__ import annotations

from csekg.tables.tidy_table import UNDER, TidyTable, column, several

PROVISIONS = TidyTable(
    name="provisions",
    row_is="an article of a treaty, or a part of one",
    key=("provision",),
    columns=(
        column("provision", "text", "key, as `opsc/article/3/1/c`", "/id/instrument/", required=True),
        *UNDER,
        column("number", "text", "number as printed, as `3(1)(c)`", required=True),
        column("place", "integer", "place in the treaty", required=True),
        column("part_of", "category", "key of the treaty or provision that it is a part of", "/id/instrument/"),
        column("heading", "text", "heading of the article"),
        column("description", "text", "what it says, in our words"),
        column("provision_kind", "category", "substantive, final clause ...", "/"),
        column("duty", "category", "how strongly it obliges", "/"),
        column("verification", "category", "how far number and content were checked against a text", "/"),
        several("topic", "codes of its topics"),
        column("iri", "text", "identifier in the graph", required=True),
    ),
)

PARAGRAPHS = TidyTable(
    name="paragraphs",
    row_is="a paragraph of the resolution",
    key=("paragraph",),
    columns=(
        column("paragraph", "text", "key, as `ccpcj-16-2/op/4/a`", "/id/instrument/", required=True),
        column("paragraph_name", "text", "name in English", required=True),
        column("number", "text", "number as printed", required=True),
        column("place", "integer", "place in the resolution", required=True),
        column("description", "text", "what it says, in our words"),
        several("addressee", "codes of those whom it addresses"),
        several("topic", "codes of its topics"),
        column("adopted_on", "day", "day on which the resolution was adopted"),
        column("iri", "text", "identifier in the graph", required=True),
    ),
)

CORRESPONDENCES = TidyTable(
    name="correspondences",
    row_is="that a paragraph and a provision correspond",
    key=("paragraph", "provision"),
    columns=(
        column(
            "paragraph", "category", "key of the paragraph", "/id/instrument/", required=True, references="paragraphs"
        ),
        column(
            "provision", "category", "key of the provision", "/id/instrument/", required=True, references="provisions"
        ),
        *UNDER,
        column("strength", "category", "equivalent, implements, supports or related", "/", required=True),
        column("rationale", "text", "the reason", required=True),
        column("reading_count", "integer", "how many readings have it", required=True),
        column("decision_reason", "text", "why the editors decided it; empty where readings agree"),
    ),
)

CITATIONS = TidyTable(
    name="citations",
    row_is="a citation in the resolution",
    key=("citation",),
    columns=(
        column("citation", "text", "key, as `ccpcj-16-2/pp/8/citation/1`", "/id/instrument/", required=True),
        column("label", "text", "the citation in a few words", required=True),
        column(
            "paragraph", "category", "key of the paragraph", "/id/instrument/", required=True, references="paragraphs"
        ),
        column("number", "integer", "number of the citation within its paragraph", required=True),
        column("citation_verb", "category", "verb of the citation: recalling, noting ...", "/", required=True),
        column(
            "cited_instrument",
            "category",
            "key of the treaty, other instrument or meeting that is cited; empty where none is named",
            "/",
        ),
        column("cited_as", "text", "the reference as printed"),
        column("description", "text", "what is meant where nothing is named, in our words"),
        column("iri", "text", "identifier in the graph", required=True),
    ),
)
