"""The `csekg` command: each module has a group of commands; this one combines them."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from csekg import __version__
from csekg.cli import build, network, push, query, serve, status, validate
from csekg.errors import CsekgError
from csekg.sparql.remote.misreading import MISREADINGS, misread

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


@app.callback()
def _root(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Ask and serve the knowledge graph of resolution 16/2 and the treaties around it."""


for command in (
    build.build, status.status, status.state, status.gaps, query.query, query.queries, serve.serve,
    validate.validate, push.push,
):  # fmt: skip
    app.command()(command)
app.add_typer(network.app, name="network")


def main() -> None:
    """Run the command; a CsekgError gives one line on standard error and exit code 2."""
    try:
        app()
    except CsekgError as error:
        typer.echo(f"csekg: {error}", err=True)
        sys.exit(2)
    except MISREADINGS as error:
        # Without a remote server the data are csekg's own and this is a bug: show the traceback.
        if "csekg.sparql.remote.store" not in sys.modules:
            raise
        typer.echo(f"csekg: {misread(error)}", err=True)
        sys.exit(2)
