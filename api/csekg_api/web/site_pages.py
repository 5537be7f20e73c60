"""The pages that are not about one thing, as the search knows them."""

from __future__ import annotations

from csekg.answers.search.entries import SitePage

SITE_PAGES = (
    SitePage(
        "/ask", "Ask", ("ask a question", "question form", "who has what status"),
        "Which States have which status under which treaties, on a day or in a period.",
    ),
    SitePage(
        "/compare", "Compare", ("comparison", "side by side", "compare States", "compare treaties"),
        "Two to six States side by side, or two to five treaties over time.",
    ),
    SitePage(
        "/topics", "Topics", ("subjects", "themes", "list of topics"),
        "What each topic asks, which articles answer it, and whom they bind.",
    ),
    SitePage(
        "/gaps", "Who has not ratified",
        ("unratified", "not ratified", "signed and not ratified", "missing ratifications"),
        "States that have not joined a treaty, on any day, by region or group.",
    ),
    SitePage(
        "/matrix", "State x treaty matrix",
        ("status of ratifications", "ratification table", "overview of ratifications"),
        "Every State under every treaty on a day.",
    ),
    SitePage(
        "/states", "States", ("countries", "list of States"),
        "All States and organizations, with the number of treaties that bind each.",
    ),
    SitePage(
        "/treaties", "Treaties", ("conventions", "list of treaties"),
        "All treaties, with their parties and signatories.",
    ),
    SitePage(
        "/changes", "Changes", ("news", "what is new", "recent ratifications", "what changed"),
        "Signatures, ratifications and other acts in a period.",
    ),
    SitePage(
        "/query", "Questions and query editor", ("SPARQL", "saved questions", "query"),
        "Saved questions that run at once, and an editor for one's own.",
    ),
    SitePage(
        "/method", "Method", ("how the data are made", "about"),
        "Where the data come from, how days are computed, and what is not covered.",
    ),
    SitePage("/glossary", "Glossary", ("terms", "definitions"), "The words of treaty law."),
    SitePage("/sources", "Sources", ("bibliography",), "Every source, and its as-of day."),
    SitePage(
        "/quality", "Quality of the data", ("checks", "data quality", "findings"),
        "What the checks found, and where sources differ.",
    ),
    SitePage(
        "/corrections", "Corrections", ("errors", "report an error", "differences"),
        "Where sources differ, which we follow and why.",
    ),
    SitePage(
        "/downloads", "Downloads", ("CSV", "Excel", "JSON", "bulk data", "open data", "dataset"),
        "All data as files.",
    ),
    SitePage(
        "/releases", "Releases", ("versions", "cite", "citation", "DOI"),
        "Fixed versions of the data, to cite.",
    ),
    SitePage("/docs", "API documentation", ("API", "REST", "OpenAPI"), "Every call of the API."),
)  # fmt: skip
