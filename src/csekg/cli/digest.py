"""`csekg digest`: what is new since a day, as a mail (RFC 5322) for a scheduled job to send."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csekg.cli.tables import parse_day_option, say
from csekg.dataset.cache import open_store
from csekg.days import spelled, today
from csekg.errors import CsekgError
from csekg.languages.current import ENGLISH, current
from csekg.languages.forms import direction
from csekg.languages.messages import _, ngettext, sentences
from csekg.languages.texts import joined
from csekg.languages.words import later
from csekg.wording.labels import kind_in_words

# Answers are imported when the command runs.
if TYPE_CHECKING:
    from csekg.answers.common.references import SourceRef
    from csekg.answers.status.events import Event
    from csekg.answers.status.news import NewKnowledge, News
    from csekg.answers.status.upcoming import Upcoming


_AUTHORITY = later(
    "The depositary's record is authoritative; this is a research aid. Acts are listed by their "
    "own day, and what a source told us later stands under what we learned."
)
#: The name of the site, in the language of the mail unless the setting names another.
_SITE = later("The 16/2 Register")
_WIDTH = 76


@dataclass(frozen=True, slots=True)
class _Line:
    day: str
    text: str
    aside: str
    address: str

    @property
    def dated(self) -> str:
        """The text after its day, where it has one."""
        return joined(": ", (self.day, self.text)) if self.day else self.text


def address(text: str) -> Address:
    """Return a mail address such as `ana@example.org`; raises CsekgError for any other text."""
    try:
        parsed = Address(addr_spec=text)
    except (ValueError, IndexError, MessageError):
        parsed = Address()
    if not parsed.username or not parsed.domain:
        raise CsekgError(f"{text!r} is no mail address such as ana@example.org")
    return parsed


def mail(
    news: News, about: str, sender: Address, to: Address | None, now: datetime, *, site: str, link: Callable[[str], str]
) -> bytes:
    """Return a mail about what is new, lines ended by LF as sendmail reads them.

    `about` names the State, treaty or group; '' for everything. `now` becomes the date of the mail,
    `site` is the name of the sender, `link` gives the address of the page about an act, by its IRI.
    """
    from jinja2 import Environment, PackageLoader

    message = EmailMessage()
    title = ngettext(
        "{about}: {number} change", "{about}: {number} changes", len(news.done), about=about or _("All treaties")
    )
    if news.learned:
        title = _("{changes}, {number} learned", changes=title, number=len(news.learned))
    first, last = spelled(news.since), spelled(news.last)
    message["Subject"] = _("{changes} since {day}", changes=title, day=first)
    title = _("{changes}, {first} to {last}", changes=title, first=first, last=last)
    name = _(_SITE) if site == _SITE else site
    message["From"] = Address(name, addr_spec=sender.addr_spec)
    if to:
        message["To"] = to
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.domain)
    # RFC 3834: no vacation notice answers it.
    message["Auto-Submitted"] = "auto-generated"
    parts = [(heading, lines) for heading, lines in _parts(news, link) if lines]
    message.set_content(_text(title, parts))
    pages = Environment(loader=PackageLoader("csekg", "cli"), autoescape=True, trim_blocks=True)
    page = pages.get_template("digest.html").render(
        title=title, parts=parts, authority=_(_AUTHORITY), language=current(), direction=direction(current())
    )
    message.add_alternative(page, subtype="html")
    return message.as_bytes()


def _parts(news: News, link: Callable[[str], str]) -> Iterator[tuple[str, list[_Line]]]:
    yield (
        _("What States did"),
        [
            _Line(
                spelled(each.date) if each.date else "",
                _told(each, each.label if each.what == "status-change" else kind_in_words(each.kind)),
                _aside(each.detail, each.sources),
                link(each.id),
            )
            for each in news.done
        ],
    )
    yield (
        _("What we learned"),
        [
            _Line(spelled(each.released_on), each.text, _("release {release}", release=each.release), link(each.id))
            for each in news.learned
        ],
    )
    yield (
        _("What lies ahead"),
        [
            _Line(spelled(each.date), _told(each, each.label), each.arithmetic or "", link(each.id))
            for each in news.ahead
        ],
    )
    yield (
        _("Where the data end before the period begins"),
        [
            _Line("", _("{treaty}: {day}", treaty=each.treaty.name, day=spelled(each.as_of)), "", link(each.treaty.id))
            for each in news.data_ends
            if each.covers == "none"
        ],
    )


def _aside(detail: str | None, sources: Iterable[SourceRef]) -> str:
    named = joined("; ", (source.name for source in sources))
    return sentences(detail or "", _("Source: {sources}.", sources=named) if named else "")


def _told(each: Event | Upcoming, what: str) -> str:
    return _("{state}, {treaty}: {change}", state=each.actor.name, treaty=each.treaty.name, change=what)


def _text(title: str, parts: list[tuple[str, list[_Line]]]) -> str:
    lines = _wrapped(title)
    for heading, found in parts:
        lines += ["", heading, "-" * len(heading)]
        for each in found:
            lines += _wrapped(each.dated, "* ", "  ")
            lines += _wrapped(each.aside, "  ", "  ")
            # An address is one word, however long.
            lines.append(f"  {each.address}")
    return "\n".join([*lines, "", *_wrapped(_(_AUTHORITY)), ""])


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


#: Nothing to tell: no mail is printed. 2 is an error, as for every command.
_NOTHING = 1
#: Changes of status that a reader waits for; the others follow from acts that are listed.
_EFFECTS = ("party", "former-party")


def digest(
    since: Annotated[
        date,
        typer.Option(
            "--since", parser=parse_day_option, metavar="DAY", help="The first day of the period, as 2026-11-01."
        ),
    ],
    until: Annotated[
        date | None,
        typer.Option(
            "--until", parser=parse_day_option, metavar="DAY", help="The last day of the period; else today (UTC)."
        ),
    ] = None,
    state: Annotated[str | None, typer.Option("--state", help="Only this State, as FRA.")] = None,
    treaty: Annotated[str | None, typer.Option("--treaty", help="Only this treaty, as opsc.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="Only members of this group, as m49-150.")] = None,
    releases: Annotated[
        Path | None,
        typer.Option(
            "--releases",
            envvar="CSEKG_RELEASES",
            metavar="FOLDER",
            help="The folder of releases, for what was learned in the period.",
        ),
    ] = None,
    sender: Annotated[str, typer.Option("--from", metavar="ADDRESS", help="Who sends the mail.")] = "csekg@localhost",
    to: Annotated[str | None, typer.Option("--to", metavar="ADDRESS", help="Who gets it: a header To.")] = None,
    public_url: Annotated[
        str,
        typer.Option(
            "--public-url",
            envvar="CSEKG_PUBLIC_URL",
            metavar="ADDRESS",
            help="The address of the service whose pages the mail links to; else it gives the identifiers of the acts.",
        ),
    ] = "",
    site_name: Annotated[
        str, typer.Option("--site-name", envvar="CSEKG_SITE_NAME", metavar="NAME", help="The name of the sender.")
    ] = _SITE,
) -> None:
    """Print a mail about what States did, what we learned and what lies ahead.

    With nothing to tell no mail is printed and the exit code is 1.
    """
    from csekg.answers.pages.links import Links
    from csekg.answers.status.news import news
    from csekg.answers.status.subjects import Span, named, subject

    from_, to_ = address(sender), address(to) if to else None
    store = open_store()
    subject_ = subject(store, treaty=treaty, state=state, group=group)
    learned: tuple[NewKnowledge, ...] = ()
    if releases:
        # The library of releases imports all answers.
        from csekg.releases.change_texts import new_knowledge
        from csekg.releases.folder import open_releases

        learned = new_knowledge(store, open_releases(releases), since)
    new = news(store, subject_, Span(since, until), today(), learned=learned, also=_EFFECTS)
    if new.is_empty:
        say(_("nothing to tell from {first} to {last}: no mail", first=new.since, last=new.last), err=True)
        raise typer.Exit(_NOTHING)
    title = named(store, treaty=treaty, state=state, group=group)
    root = public_url.rstrip("/") + ("" if current() == ENGLISH else f"/{current()}")

    def page(iri: str) -> str:
        return root + Links(store).of(iri)

    link = page if public_url else str
    sys.stdout.buffer.write(mail(new, title, from_, to_, datetime.now(UTC), site=site_name, link=link))
    sys.stdout.buffer.flush()
