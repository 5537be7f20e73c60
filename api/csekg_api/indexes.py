"""What pages and API share: the index of the search, the validation of the dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from csekg.answers.common.references import TreatyInfo, treaties
from csekg.answers.common.remembering import remembered
from csekg.answers.quality.quality import FindingRow, dataset_validation, findings_by_actor, in_language
from csekg.answers.search.entries import SitePage
from csekg.answers.search.search import SearchIndex
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.languages.words import later
from csekg.sparql.store import QueryEngine
from csekg.validation import Report
from csekg_api.web.deadline import without_deadline
from csekg_api.web.words import words


def search_index(store: QueryEngine) -> SearchIndex:
    """Return the index of the search; the first call takes some tenths of a second."""
    return _index(without_deadline(store))


@lru_cache(maxsize=1)
def _index(store: QueryEngine) -> SearchIndex:
    return SearchIndex(store, pages_by_language())


def treaty_by_name(store: QueryEngine, text: str) -> TreatyInfo:
    """Return the one treaty with this key or name, in any language.

    Raises UnknownNameError with the nearest, and AmbiguousNameError for a name that several have.
    """
    known = treaties(store)
    return known.get(text.lower()) or known[search_index(store).names.one("treaty", text).key]


def dataset_report(store: QueryEngine) -> Report:
    """Return the validation of the dataset, its findings in the current language."""
    asked = without_deadline(store)
    return in_language(dataset_validation(asked), asked)


def findings_about(store: QueryEngine, actor: str) -> tuple[FindingRow, ...]:
    """Return the findings of the validation about the State with this IRI, the worst first."""
    return _findings(store).get(actor, ())


@remembered
def _findings(store: QueryEngine) -> Mapping[str, tuple[FindingRow, ...]]:
    found = findings_by_actor(store, dataset_report(store))
    return MappingProxyType({actor: tuple(rows) for actor, rows in found.items()})


#: Path, title, other names (separated by semicolons) and summary of each page.
_PAGES = (
    (
        "/joined",
        later("Who has joined"),
        later("ask a question; who has what status; not ratified; unratified; who has not ratified; signed only"),
        later("Which States have which status under which treaties, on a day or in a period."),
    ),
    (
        "/check",
        later("Check a claim"),
        later("fact check; verify; is it true; claims"),
        later("Whether a sentence about a State and a treaty is confirmed, contradicted or undecided."),
    ),
    (
        "/compare",
        later("Compare"),
        later("comparison; side by side; compare States; compare treaties"),
        later("Two to six States side by side, or two to five treaties over time."),
    ),
    (
        "/states#places",
        later("Territories and other areas"),
        later("overseas territories; dependencies; territorial application"),
        later("Which treaties apply to which territory since when, who made it so, and what was left out."),
    ),
    (
        "/topics",
        later("Topics"),
        later("subjects; themes; list of topics"),
        later("What each topic asks, which articles answer it, and whom they bind."),
    ),
    (
        "/joined?view=table",
        later("Table of States and treaties"),
        later("matrix; status of ratifications; ratification table; overview of ratifications"),
        later("Every State under every treaty on a day."),
    ),
    (
        "/states",
        later("States"),
        later("countries; list of States"),
        later("All States and organizations, with the number of treaties that bind each."),
    ),
    (
        "/treaties",
        later("Treaties"),
        later("conventions; list of treaties"),
        later("All treaties, with their parties and signatories."),
    ),
    (
        "/changes",
        later("Changes"),
        later("news; what is new; recent ratifications; what changed"),
        later("Signatures, ratifications and other acts in a period."),
    ),
    (
        "/questions",
        later("Saved questions"),
        later("frequent questions; FAQ"),
        later("Questions that are often asked, each with its answer today."),
    ),
    (
        "/query",
        later("Query editor"),
        later("SPARQL; query"),
        later("Saved questions that run at once, and an editor for one's own."),
    ),
    (
        "/method",
        later("Method"),
        later("how the data are made; about"),
        later("Where the data come from, how days are computed, and what is not covered."),
    ),
    (
        "/about",
        later("About and contact"),
        later("about us; who we are; contact; report an error; imprint"),
        later("What this register is, who makes it, and how to have an error corrected."),
    ),
    ("/topics#glossary", later("Glossary"), later("terms; definitions"), later("The words of treaty law.")),
    ("/sources", later("Sources"), later("bibliography"), later("Every source, and its as-of day.")),
    (
        "/quality",
        later("Quality of the data"),
        later("checks; data quality; findings; corrections; errors; report an error; differences"),
        later("What the checks found, and where sources differ."),
    ),
    (
        "/assessments",
        later("Promised and found"),
        later("law and practice; implementation; findings; assessors; indicators"),
        later("What assessors found in law and practice beside what binds States."),
    ),
    (
        "/recommendations",
        later("Asked in the Universal Periodic Review"),
        later("UPR; peer review; recommendations; accepted; noted; pledges; Human Rights Council"),
        later("What States recommended to one another, how they answered, and what they joined since."),
    ),
    (
        "/method#downloads",
        later("Downloads"),
        later("CSV; Excel; JSON; bulk data; open data; dataset"),
        later("All data as files."),
    ),
    ("/docs", later("API documentation"), later("API; REST; OpenAPI"), later("Every call of the API.")),
)


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
