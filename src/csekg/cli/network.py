"""`csekg network`: connections between texts, centrality, GraphML, and a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from csekg.cli.tables import Format, RowFormat, print_rows
from csekg.dataset.cache import open_store, write_atomically

# Importing networkx takes longer than other commands do: every command here
# imports the modules that need them when it runs.

app = typer.Typer(help="See how instruments, paragraphs and articles are connected.", no_args_is_help=True)

Node = Annotated[str, typer.Argument(help="A path such as ccpcj-16-2/op/4/a, crc/article/34 or crc, or an IRI.")]
File = Annotated[Path, typer.Argument(help="The file to write.")]


def _graph() -> Any:
    from csekg.answers.network.graph import network_graph

    return network_graph(open_store())


@app.command()
def path(
    start: Node,
    end: Node,
    all_: Annotated[bool, typer.Option("--all", help="Show every connection that is as close.")] = False,
) -> None:
    """Tell in sentences how two nodes are connected."""
    from csekg.answers.network.graph import find_node, paths

    graph = _graph()
    routes = paths(graph, start, end)
    labels = [graph.nodes[find_node(graph, node)]["label"] for node in (start, end)]
    if not routes:
        typer.echo(f"{labels[0]} and {labels[1]} are not connected by anything in the data.")
        return
    typer.echo(f"From: {labels[0]}\nTo:   {labels[1]}")
    for number, steps in enumerate(routes if all_ else routes[:1], start=1):
        typer.echo(f"\nConnection {number} of {len(routes)}" if all_ else "")
        for place, step in enumerate(steps, start=1):
            typer.echo(f"{place}. {step.sentence} [{step.kind}: {step.cost}]")
            if step.why:
                typer.echo(f"   Why: {step.why}.")
    cost = sum(step.cost for step in routes[0])
    typer.echo(
        f"\nThe closest connection: the figures add up to {cost}, no other way has less. "
        "A figure is low where a link says much about both ends (a citation, "
        "correspondence), high where it says little (the same treaty)."
    )
    if any(step.why for steps in routes for step in steps):
        typer.echo("That a paragraph and an article correspond is our judgement, with its reason.")
    if len(routes) > 1 and not all_:
        typer.echo(f"{len(routes)} connections are as close as this one: see them with --all.")


@app.command()
def central(format_: Format = RowFormat.table) -> None:
    """Show which instruments hold the web together."""
    from csekg.answers.network.centrality import MEANING, centrality, left_out

    graph = _graph()
    rows = [
        (
            row.key,
            row.title,
            row.kind,
            f"{row.pagerank:.4f}",
            f"{row.betweenness:.4f}",
            str(row.from_resolution),
            str(row.from_others),
            str(row.links_out),
        )
        for row in centrality(graph)
    ]
    columns = ("key", "name", "kind", "PageRank", "betweenness", "links from 16/2", "links from others", "links out")
    print_rows(columns, rows, format_)
    if format_ == RowFormat.table:
        apart = left_out(graph)
        typer.echo(
            f"Left out: resolution 16/2, where nearly all links start, and {apart} instruments that nothing links to."
        )
        for sentences in MEANING:
            typer.echo(sentences)


@app.command()
def export(file: File) -> None:
    """Write the network as GraphML, for other programs."""
    from csekg.answers.network.graph import graphml

    graph = _graph()
    write_atomically(file, graphml(graph))
    typer.echo(f"{len(graph):,} nodes and {graph.number_of_edges():,} links in {file}")


@app.command()
def picture(file: File) -> None:
    """Draw the instruments as an SVG picture."""
    from csekg.answers.network.picture import svg

    write_atomically(file, svg(_graph()))
    typer.echo(f"Picture in {file}")
