"""What all pages share: their router, their script, and the policy that lets it run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache, partial
from http import HTTPStatus

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from csekg.answers.common.references import scope_notes
from csekg.answers.pages.links import Links
from csekg.answers.quality.dataset import StatedRelease
from csekg.answers.status.matrix import counts_of
from csekg.languages.current import current
from csekg.releases.citation_formats import Citation
from csekg.sparql.store import QueryEngine
from csekg_api.site.choices import Choices
from csekg_api.web.assets import STATIC
from csekg_api.web.citation_answer import Form, Noted, citation_answer
from csekg_api.web.headers import CONTENT_SECURITY_POLICY
from csekg_api.web.request_limits import check_values
from csekg_api.web.templates import in_languages, render
from csekg_api.web.urls import origin, own_path, root_path, service_url
from csekg_api.web.words import _, ngettext, pgettext, site_name
from csekg_api.web.work_limit import LimitedRoute

_POLICY = f"{CONTENT_SECURITY_POLICY}; script-src 'self'; connect-src 'self'"


def page_router(
    longer: Mapping[str, int] = {}, several: Collection[str] | Callable[[QueryEngine], Collection[str]] = ()
) -> APIRouter:
    """Return a router for pages that answers 400 to what no form sends.

    That is a parameter given twice, or a value that is longer than usual; `longer` are the maximum
    lengths of parameters that may be longer, `several` those that may be given more than once: a
    function where they depend on the dataset.
    """

    def values(request: Request) -> None:
        store: QueryEngine = request.app.state.store
        names = several(store) if callable(several) else several
        check_values(request, 400, names, longer)

    async def at_once(request: Request) -> None:
        values(request)

    # The dataset is asked in a thread: it may take long, above all on another server.
    checking = values if callable(several) else at_once
    return APIRouter(include_in_schema=False, dependencies=[Depends(checking)], route_class=LimitedRoute)


#: Appended to the address of a page that says how it is cited, it gives the citation as a file.
_CITE = "cite"
_CITED: tuple[Form, ...] = ("bibtex", "ris")


def page(request: Request, template: str, *, status: int = 200, **context: object) -> Response:
    """Return a page with the canonical address and permalink of the request.

    Every template has what forms offer as `choices`, and `link`, the path of the page about an IRI,
    and `counts_of`, how many a treaty binds.
    How references to an actor are to be understood stands at the end of a page that links to it, or
    whose `spoken_of` has its key, unless the page says so itself.
    With `cite=bibtex` or `cite=ris` in its query a page that says how it is cited answers that
    citation, of the address without this parameter.
    """
    path = own_path(request)
    query = "&".join(part for part in request.url.query.split("&") if not part.startswith(f"{_CITE}="))
    address = path + (f"?{query}" if query else "")
    permalink, noted = service_url(request, address), Noted()
    store: QueryEngine = request.app.state.store
    answer = render(
        template,
        request,
        canonical=service_url(request, path),
        host=service_url(request, ""),
        origin=origin(request),
        permalink=permalink,
        cited_as=[(form, f"{root_path(request)}{address}{'&' if query else '?'}{_CITE}={form}") for form in _CITED],
        noted=noted,
        release=request.app.state.release,
        languages=in_languages(request, address),
        script=_has_script(),
        script_words=script_words,
        initials=request.app.state.initials(),
        counts_of=partial(counts_of, store),
        scope_notes=scope_notes(store),
        **{"choices": Choices(store), "link": Links(store).of, "spoken_of": (), **context},
    )
    form = next((form for form in _CITED if form == request.query_params.get(_CITE)), None)
    if form and noted.title and status == HTTPStatus.OK:
        release: StatedRelease = request.app.state.release()
        return citation_answer(Citation(noted.title, permalink, release, site_name(request), noted.as_of), form)
    if current() == "zh":
        # Templates put a space between sentences; Chinese ones follow one another without.
        stop = "\N{IDEOGRAPHIC FULL STOP}"
        answer = HTMLResponse(bytes(answer.body).decode().replace(f"{stop} ", stop))
    answer.status_code = status
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer


@cache
def _has_script() -> bool:
    """Return whether `make assets` has bundled the script of the pages."""
    return (STATIC / "built" / "site.js").is_file()


#: So many suggestions an answer has at most.
_MOST_SUGGESTED = 8


def script_words() -> dict[str, object]:
    """Return the words by the names that the script has for them; it replaces what is in braces."""
    return {
        "copied": _("Copied"),
        "shown": _("{number} shown"),
        "suggestions": _("Suggestions"),
        "suggested": [
            _("No suggestions"),
            *(
                ngettext("{number} suggestion", "{number} suggestions", number)
                for number in range(1, _MOST_SUGGESTED + 1)
            ),
        ],
        "found": _("{kind}, found as {name}"),
        "about": _("{kind}: {text}"),
        "kinds": {
            "participation": _("State under a treaty"),
            "state": pgettext("kind", "State"),
            "organization": pgettext("kind", "Organization"),
            "treaty": pgettext("kind", "Treaty"),
            "concept": _("Topic or term"),
            "paragraph": pgettext("kind", "Paragraph"),
            "article": pgettext("kind", "Article"),
            "instrument": pgettext("kind", "Instrument"),
            "group": _("Group of States"),
            "page": pgettext("kind", "Page"),
            "territory": pgettext("kind", "Territory"),
        },
    }
