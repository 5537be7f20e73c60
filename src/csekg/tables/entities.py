"""Tables of things: treaties and other instruments with their texts, States and organizations, groups, sources."""

from __future__ import annotations

from csekg.tables.tidy_table import (
    AS_OF,
    REGION,
    REGIONAL_GROUP,
    STATUS_ON,
    SUBREGION,
    UNDER,
    TidyTable,
    column,
    several,
)

_SYMBOL = column("document_symbol", "text", "symbol of the document, as `A/RES/44/25`; the first of several")
_SYMBOL_PATTERN = """
  OPTIONAL {
    SELECT ?iri (MIN(?symbol) AS ?document_symbol) WHERE { ?iri cse:documentSymbol ?symbol }
    GROUP BY ?iri
  }"""
_OFFICIAL_TEXT = column("official_text", "text", "address of the official text")

TREATIES = TidyTable(
    name="treaties",
    row_is="a treaty, with its as-of date",
    key=("treaty",),
    columns=(
        column("treaty", "text", "key of the treaty, as `opsc`", required=True),
        column("short_title", "text", "short title in English", required=True),
        column("title", "text", "full title in English", required=True),
        _SYMBOL,
        column("adopted_on", "day", "day of adoption"),
        column("opened_on", "day", "day from which it was open for signature"),
        column("in_force_on", "day", "day on which it entered into force"),
        column("signature_closes_on", "day", "last day for signature"),
        column("depositary", "category", "key of the depositary", "/id/"),
        column("supplements", "category", "key of the convention that it supplements", "/", references="treaties"),
        column(
            "legal_basis",
            "category",
            "how resolution 16/2 speaks of it: urged, recalled, noted, or related where it does not",
            "/",
        ),
        AS_OF,
        STATUS_ON,
        column("read_until", "day", "day until which sources were read that need not print all later acts"),
        column("signatures_as_of", "day", "day to which the list of signatures is complete; empty where none is"),
        column("list_complete", "boolean", "whether the list of parties is complete to `status_on`", required=True),
        column("signatures_complete", "boolean", "whether a complete list of signatures has been read"),
        _OFFICIAL_TEXT,
        column("iri", "text", "identifier in the graph", required=True),
    ),
)

INSTRUMENTS = TidyTable(
    name="instruments",
    row_is="an instrument that is no treaty",
    key=("instrument",),
    columns=(
        column("instrument", "text", "key of the instrument, as `ga-61-146`", required=True),
        column("short_title", "text", "short title in English"),
        column("title", "text", "full title in English", required=True),
        column("kind", "category", "resolution, commitment, report, guidelines or mandate", required=True),
        _SYMBOL,
        column("adopted_on", "day", "day of adoption"),
        column("adopted_in_year", "integer", "year of adoption, where a source states it by itself"),
        _OFFICIAL_TEXT,
        column("iri", "text", "identifier in the graph", required=True),
    ),
)

ACTORS = TidyTable(
    name="actors",
    row_is="a State, former State or organization",
    key=("actor",),
    columns=(
        column("actor", "text", "key: ISO 3166 alpha-3 of a State", required=True),
        column("actor_name", "text", "name in English", required=True),
        column("formal_name", "text", "formal name in English"),
        column(
            "kind",
            "category",
            "state, former (a State that has ceased to exist), "
            "organization, or other: an actor of which the data do not say that it is a State",
            required=True,
        ),
        REGION,
        SUBREGION,
        REGIONAL_GROUP,
        # Without alpha-2: R and pandas read the code of Namibia, NA, as a missing value.
        column("iso_numeric", "integer", "numeric code in ISO 3166-1, as a number"),
        column("m49", "integer", "code in the M49 standard of the United Nations, as a number"),
        column("cow", "integer", "number in the lists of the Correlates of War today; all with days: `country_codes`"),
        column("gleditsch_ward", "integer", "number in the list of independent States of Gleditsch and Ward, likewise"),
        column("vdem", "integer", "number in the data of V-Dem, likewise"),
        column("world_bank", "text", "letters in the data of the World Bank, likewise"),
        column("un_admission_date", "day", "day of admission to the United Nations"),
        column("wikidata", "text", "its item in Wikidata"),
        column("iri", "text", "identifier in the graph", required=True),
    ),
)

GROUPS = TidyTable(
    name="groups",
    row_is="a group of States",
    key=("group_key",),
    columns=(
        # `group` alone is a word of SQL.
        column("group_key", "text", "key of the group, as `m49/150`", "/id/group/", required=True),
        column("group_name", "text", "name in English", required=True),
        column("kind", "category", "m49-region, m49-subregion, un-regional-group ...", required=True),
        column("part_of", "category", "key of the wider region of a subregion", "/id/group/", references="groups"),
    ),
)

MEMBERSHIPS = TidyTable(
    name="memberships",
    row_is="a membership of a State or organization in a group, of today or ended",
    key=("membership",),
    columns=(
        column("membership", "text", "key of the membership", required=True),
        column("actor", "category", "key of the State or organization", required=True, references="actors"),
        column("group_key", "category", "key of the group", "/id/group/", required=True, references="groups"),
        column("since", "day", "first day; empty where no source read gives it, as for regions"),
        column("since_year", "integer", "year of the first day"),
        column("until", "day", "first day on which it no longer holds; empty where it does, or the day is not known"),
        column("until_year", "integer", "year of that day"),
        column("current", "boolean", "whether it holds today", required=True),
    ),
    # Of a beginning or end the source may give the month or the year alone.
)

COUNTRY_CODES = TidyTable(
    name="country_codes",
    row_is="a code of a State in a collection of data, while the list of the collection has it",
    key=("country_code",),
    columns=(
        column("country_code", "text", "key of the code", "/id/country-code/", required=True),
        column("actor", "category", "key of the State or organization", required=True, references="actors"),
        column("scheme", "category", "cow, gleditsch-ward, v-dem or world-bank", required=True),
        column("code", "text", "the code: a number, of the World Bank letters", required=True),
        column("valid_from", "day", "first day; empty where the source gives a year (V-Dem) or nothing (World Bank)"),
        column("valid_from_year", "integer", "year of the first day"),
        column("valid_until", "day", "last day, on which it still holds; empty where it goes on, or as before"),
        column("valid_until_year", "integer", "year of the last day"),
    ),
)

SOURCES = TidyTable(
    name="sources",
    row_is="a source, with the day on which it stands",
    key=("source",),
    columns=(
        column("source", "text", "key of the source", required=True),
        column("title", "text", "title", required=True),
        column("publisher", "category", "who publishes it", required=True),
        column("as_of", "day", "day on which its content stands", required=True),
        column("as_of_note", "text", "how that day is known"),
        column("rights", "text", "its own terms of use"),
        column("completeness", "text", "how much of it is used"),
        column("location", "text", "where it was read"),
        column("iri", "text", "identifier in the graph", required=True),
    ),
)


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
