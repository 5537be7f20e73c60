"""Feeds of the newest acts: of all, of a State, under a treaty, of the members of a group."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from csekg.answers.common.groups import groups_by_key
from csekg.answers.common.references import actor_ref, find_treaty
from csekg.answers.status.news import feed_entries
from csekg.answers.status.subjects import Subject, subject
from csekg.errors import UnknownNameError
from csekg.namespaces import BASE
from csekg.sparql.store import QueryEngine
from csekg_api.releases.held import HeldReleases
from csekg_api.site.choices import Choices
from csekg_api.site.feed_formats import ATOM, JSON_FEED, Feed, atom, json_feed
from csekg_api.site.feed_links import FeedLink, everything, feed_of
from csekg_api.site.page import page_router
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import service_url
from csekg_api.web.words import site_name

#: Releases older than this, counted from the newest, are not told in feeds.
_DAYS = 366

_Form = Annotated[Literal["atom", "json"], Path()]


def feeds_routes(store: QueryEngine, choices: Choices, held: HeldReleases) -> APIRouter:
    """Return the routes of the feeds, each as `.atom` and as `.json`."""
    router = page_router()
    # What older releases changed is in the feed no more; comparing two takes half a second.
    newest = held.all[0].manifest.released_on if held.all else date.min
    recent = date.fromordinal(max(1, newest.toordinal() - _DAYS))

    def answer(request: Request, form: str, link: FeedLink, page: str, asked: Subject) -> Response:
        feed = Feed(
            id=f"{BASE}{link.path.removeprefix('/')}",
            title=f"{site_name(request)}: {link.about}",
            own=service_url(request, f"{link.path}.{form}"),
            page=service_url(request, page),
            root=service_url(request, ""),
            updated=choices.newest or date.min,
            entries=feed_entries(store, asked, held.learned(store, recent)),
        )
        if form == "atom":
            return Response(atom(feed), media_type=ATOM)
        return Response(json_feed(feed), media_type=JSON_FEED)

    @router.get("/changes.{form}")
    def all_acts(request: Request, form: _Form) -> Response:
        return answer(request, form, everything(), "/changes", subject(store))

    @router.get("/{kind}/{key}/changes.{form}")
    def about(
        request: Request,
        kind: Annotated[Literal["states", "treaties", "groups"], Path()],
        key: str,
        form: _Form,
    ) -> Response:
        try:
            if kind == "states":
                actor = actor_ref(store, key)
                asked, name, page = subject(store, state=key), actor.name, f"/states/{actor.key}"
                key = actor.key
            elif kind == "treaties":
                info = find_treaty(store, key)
                asked, name = subject(store, treaty=key), info.short_title
                key, page = info.key, f"/treaties/{info.key}"
            else:
                asked, page = subject(store, group=key), f"/states?group={key}"
                name = groups_by_key(store)[key].name
        except UnknownNameError as error:
            raise ProblemError(404, str(error)) from error
        return answer(request, form, feed_of(kind, key, name), page, asked)

    return router
