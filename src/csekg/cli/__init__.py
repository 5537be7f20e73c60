"""The `csekg` command: each module has a group of commands; this one combines them.

A package that builds on this one adds a command by an entry point in the group `csekg.commands`:
its name is the name of the command, its object a function as Typer takes it. That is how the
service adds `csekg serve`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import Annotated

import typer

from csekg.cli import dataset, languages, lists, network, query, status, validate
from csekg.errors import CsekgError
from csekg.languages.current import ENGLISH, LANGUAGES, speaking
from csekg.resources import __version__

app = typer.Typer(
    name="csekg",
    help="The international law against the sexual exploitation of children, as a graph.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"csekg {__version__}")
        raise typer.Exit


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise typer.BadParameter(f"{text!r} is none of {', '.join(LANGUAGES)}")
    return text


#: The commands that print answers: they speak the language that is asked for, the others English,
#: as those that write the dataset, its releases and the files of facts must.
_SPEAKING = frozenset({"status", "state", "gaps", "check", "promises", "query", "validate"})


@app.callback()
def _root(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
    language: Annotated[
        str,
        typer.Option(
            "--language",
            parser=_language,
            metavar="|".join(LANGUAGES),
            envvar="CSEKG_LANGUAGE",
            help="The language of answers; this help is in English.",
        ),
    ] = ENGLISH,
) -> None:
    """Ask and serve the knowledge graph of resolution 16/2 and the treaties around it."""
    if context.invoked_subcommand in _SPEAKING:
        context.with_resource(speaking(language))


_OWN: dict[str, Callable[..., None]] = {
    "build": dataset.build,
    "status": status.status,
    "state": status.state,
    "gaps": status.gaps,
    "query": query.query,
    "check": validate.check,
    "validate": validate.validate,
    "import": lists.import_,
    "refresh": lists.refresh,
    "promises": status.promises,
    "release": dataset.release,
    "languages": languages.languages,
}
for name, command in _OWN.items():
    app.command(name)(command)
app.add_typer(network.app, name="network")


def _add_commands_of_others() -> None:
    """Add the commands of the packages that build on this one and are installed."""
    # Imported here since it takes a tenth of the time of a command, and most have no use for it.
    from importlib.metadata import entry_points

    for entry in entry_points(group="csekg.commands"):
        if find_spec(entry.module.partition(".")[0]):
            app.command(entry.name)(entry.load())


def main() -> None:
    """Run the command; a CsekgError gives one line on standard error and exit code 2."""
    try:
        if sys.argv[1:2] != ["network"] and not _OWN.keys() & {*sys.argv[1:2]}:
            _add_commands_of_others()
        app()
    except CsekgError as error:
        typer.echo(f"csekg: {error}", err=True)
        sys.exit(2)
