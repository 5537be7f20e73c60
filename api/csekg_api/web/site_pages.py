"""The pages that are not about one thing, as the search knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from csekg.answers.search.entries import SitePage
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.words import later
from csekg_api.web.words import words

#: Path, title, other names (separated by semicolons) and summary of each page.
_PAGES = (
    ("/ask", later("Ask"),
     later("ask a question; question form; who has what status"),
     later("Which States have which status under which treaties, on a day or in a period.")),
    ("/compare", later("Compare"),
     later("comparison; side by side; compare States; compare treaties"),
     later("Two to six States side by side, or two to five treaties over time.")),
    ("/topics", later("Topics"),
     later("subjects; themes; list of topics"),
     later("What each topic asks, which articles answer it, and whom they bind.")),
    ("/gaps", later("Who has not ratified"),
     later("unratified; not ratified; signed and not ratified; missing ratifications"),
     later("States that have not joined a treaty, on any day, by region or group.")),
    ("/matrix", later("State x treaty matrix"),
     later("status of ratifications; ratification table; overview of ratifications"),
     later("Every State under every treaty on a day.")),
    ("/states", later("States"),
     later("countries; list of States"),
     later("All States and organizations, with the number of treaties that bind each.")),
    ("/treaties", later("Treaties"),
     later("conventions; list of treaties"),
     later("All treaties, with their parties and signatories.")),
    ("/changes", later("Changes"),
     later("news; what is new; recent ratifications; what changed"),
     later("Signatures, ratifications and other acts in a period.")),
    ("/query", later("Questions and query editor"),
     later("SPARQL; saved questions; query"),
     later("Saved questions that run at once, and an editor for one's own.")),
    ("/method", later("Method"),
     later("how the data are made; about"),
     later("Where the data come from, how days are computed, and what is not covered.")),
    ("/glossary", later("Glossary"),
     later("terms; definitions"),
     later("The words of treaty law.")),
    ("/sources", later("Sources"),
     later("bibliography"),
     later("Every source, and its as-of day.")),
    ("/quality", later("Quality of the data"),
     later("checks; data quality; findings"),
     later("What the checks found, and where sources differ.")),
    ("/assessments", later("Promised and found"),
     later("law and practice; implementation; findings; assessors; indicators"),
     later("What assessors found in law and practice beside what binds States.")),
    ("/corrections", later("Corrections"),
     later("errors; report an error; differences"),
     later("Where sources differ, which we follow and why.")),
    ("/downloads", later("Downloads"),
     later("CSV; Excel; JSON; bulk data; open data; dataset"),
     later("All data as files.")),
    ("/releases", later("Releases"),
     later("versions; cite; citation; DOI"),
     later("Fixed versions of the data, to cite.")),
    ("/docs", later("API documentation"),
     later("API; REST; OpenAPI"),
     later("Every call of the API.")),
)  # fmt: skip


def pages_by_language() -> Mapping[str, tuple[SitePage, ...]]:
    """Return the pages in each language, English first; only those that are translated into it."""
    return {language: tuple(_pages(language)) for language in LANGUAGES}


def _pages(language: str) -> Iterator[SitePage]:
    with speaking(language):
        for path, *told in _PAGES:
            said = told if language == ENGLISH else [words.known(each) for each in told]
            title, names, summary = said
            if title and names and summary:
                yield SitePage(path, title, tuple(names.split("; ")), summary)
