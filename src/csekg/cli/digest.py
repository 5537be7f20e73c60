"""`csekg digest`: what is new since a day, as a mail for a scheduled job to send."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from csekg.cli.tables import parse_day_option, say
from csekg.dataset.cache import open_store
from csekg.languages.messages import _

if TYPE_CHECKING:
    from csekg.answers.status.news import NewKnowledge

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
) -> None:
    """Print a mail about what States did, what we learned and what lies ahead.

    With nothing to tell no mail is printed and the exit code is 1.
    """
    from csekg.answers.status.news import news
    from csekg.answers.status.subjects import Span, named, subject
    from csekg.cli.mail import address, mail
    from csekg.days import today

    from_, to_ = address(sender), address(to) if to else None
    store = open_store()
    subject_ = subject(store, treaty=treaty, state=state, group=group)
    learned: tuple[NewKnowledge, ...] = ()
    if releases:
        # The library of releases imports all answers.
        from csekg.releases.folder import open_releases
        from csekg.releases.new_knowledge import new_knowledge

        learned = new_knowledge(store, open_releases(releases), since)
    new = news(store, subject_, Span(since, until), today(), learned=learned, also=_EFFECTS)
    if new.is_empty:
        say(_("nothing to tell from {first} to {last}: no mail", first=new.since, last=new.last), err=True)
        raise typer.Exit(_NOTHING)
    title = named(store, treaty=treaty, state=state, group=group)
    sys.stdout.buffer.write(mail(new, title, from_, to_, datetime.now(UTC)))
    sys.stdout.buffer.flush()
