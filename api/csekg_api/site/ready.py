"""Looks up what pages show about the dataset as a whole, before the first visitor needs it."""

from __future__ import annotations

from csekg.answers.common.groups import groups
from csekg.answers.common.known import treaties
from csekg.answers.status.briefs.brief import look_up_shared
from csekg.answers.status.comparison import group_comparison
from csekg.answers.status.intervals import every_interval
from csekg.answers.texts.instruments import instruments
from csekg.answers.texts.topics import from_broad_to_narrow, topic
from csekg.answers.things.identifiers import fragments
from csekg.answers.things.ontology_use import uses
from csekg.errors import CsekgError
from csekg.sparql.remote.errors import EndpointError
from csekg.sparql.store import QueryEngine
from csekg_api.prepared import findings_about
from csekg_api.site.choices import Choices
from csekg_api.site.discovery import page_paths
from csekg_api.site.glossary import glossary
from csekg_api.site.home import newest_acts
from csekg_api.site.links import Links
from csekg_api.site.method import content
from csekg_api.site.overview import overview
from csekg_api.site.query import terms
from csekg_api.site.resolution import Resolution
from csekg_api.site.treaty import shared, unchanging


def look_up(store: QueryEngine, base: str) -> None:
    """Fill the memory of a store with what pages show about the dataset as a whole.

    Takes a second. `base` is the base IRI of the service. Raises EndpointError where a server does
    not give the data.
    """
    choices, resolution = Choices(store), Resolution(store)
    for known in (
        lambda: (choices.first_treaty, choices.terms, choices.numeric_codes),
        lambda: (choices.statuses, choices.headings, choices.consent_kinds, choices.bases),
        lambda: every_interval(store),
        lambda: [unchanging(store, key) for key in treaties(store)],
        lambda: [shared(store, each.key) for each in instruments(store)],
        lambda: look_up_shared(store),
        lambda: [group_comparison(store, each.key) for each in groups(store) if each.members],
        lambda: (resolution.about, resolution.passages, resolution.footnotes, resolution.words),
        lambda: resolution.network if resolution.about else None,
        lambda: (overview(store), newest_acts(store), content(store)),
        lambda: [topic(store, each.key) for each, _ in from_broad_to_narrow(store)],
        lambda: (page_paths(store), glossary(store), Links(store).of("")),
        lambda: (terms(store, "class"), terms(store, "property"), findings_about(store, "")),
        lambda: (uses(store), fragments(store, base)),
    ):
        try:
            known()
        except EndpointError:
            raise
        except CsekgError:
            # A foreign dataset may lack what a page is about.
            continue
