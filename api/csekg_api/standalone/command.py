"""`csekg site`: the pages as a folder of files. `csekg.cli` finds it by its entry point."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from csekg.languages.current import LANGUAGES


def _language_code(text: str) -> str:
    if text not in LANGUAGES:
        raise typer.BadParameter(f"{text!r} is none of {', '.join(LANGUAGES)}")
    return text


def site(
    out: Annotated[Path, typer.Argument(help="The folder to make; new or empty.")],
    language: Annotated[
        list[str] | None,
        typer.Option(
            "--language",
            parser=_language_code,
            metavar="|".join(LANGUAGES),
            help="The language of the pages, once for each language; all if there is none.",
        ),
    ] = None,
    dataset: Annotated[Path | None, typer.Option("--dataset", help="Show this N-Quads or TriG file instead.")] = None,
    zip_: Annotated[
        Path | None, typer.Option("--zip", help="Pack the folder into this file, for `csekg release --copy`.")
    ] = None,
) -> None:
    """Make the site as a folder of files, for any static host or a USB stick.

    It holds all pages, briefs and workbooks, the dataset, and SPARQL that a browser answers itself. What is not in it,
    such as forms and single tables, leads to the service that CSEKG_PUBLIC_URL names, if any.
    """
    import anyio

    from csekg.dataset.cache import open_store, version
    from csekg_api.app import create_app
    from csekg_api.settings import settings
    from csekg_api.standalone.build import make_folder, pack
    from csekg_api.web.urls import NOWHERE

    started = time.perf_counter()

    def say(step: str) -> None:
        typer.echo(f"{time.perf_counter() - started:5.1f} s  {step}", err=True)

    service_settings = settings()
    chosen = [code for code in LANGUAGES if code in language] if language else list(LANGUAGES)
    store = open_store(dataset, say)
    # Nobody waits for a single page, and nobody else asks.
    own = service_settings.model_copy(
        update={
            "public_url": service_settings.public_url or NOWHERE,
            "allowed_hosts": "",
            "log_format": "none",
            "page_timeout": 600,
            "answer_cache_mb": 0,
        }
    )
    app = create_app(store, version(store, dataset), own)
    made = anyio.run(make_folder, out, app, store, chosen, service_settings.public_url, say)
    if zip_:
        pack(out, zip_)
    typer.echo(
        f"{made.pages} pages in {', '.join(chosen)}; {made.files} files, "
        f"{made.bytes / 1e6:.0f} MB: open {out / 'index.html'}"
    )
