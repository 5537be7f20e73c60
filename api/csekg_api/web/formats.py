"""The formats of answers: one table for content negotiation, serialisation and the query form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

import pyoxigraph as ox
from fastapi import Request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from csekg.namespaces import PREFIXES
from csekg.sparql.store import Results
from csekg_api.web.problems import ProblemError, cut

_REFUSAL = "this cannot be had as Accept: {accept}; it can be had as {offered}"
_SHORT_WEIGHT = re.compile(r";\s*q=(?=\.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Format:
    """A format of answers: its name in `?format=`, its media types and Oxigraph's writer.

    The first media type is the registered one; an answer has the one that the client requested.
    """

    name: str
    label: str
    media_types: tuple[str, ...]
    writer: ox.QueryResultsFormat | ox.RdfFormat
    aliases: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """The IRI of the format in the registry of the W3C, for service descriptions."""
        # Oxigraph has another IRI for JSON-LD.
        return "http://www.w3.org/ns/formats/" + self.writer.iri.rpartition("/")[2]

    @property
    def names(self) -> tuple[str, ...]:
        """All values of `?format=` for this format."""
        return (self.name, *self.aliases, *self.media_types)


#: Formats of SELECT and ASK; the first is the default.
SOLUTIONS = (
    Format("json", "JSON", ("application/sparql-results+json", "application/json"), ox.QueryResultsFormat.JSON),
    Format("xml", "XML", ("application/sparql-results+xml", "application/xml"), ox.QueryResultsFormat.XML),
    Format("csv", "CSV (spreadsheets)", ("text/csv",), ox.QueryResultsFormat.CSV),
    Format("tsv", "TSV", ("text/tab-separated-values",), ox.QueryResultsFormat.TSV),
)

#: Formats of CONSTRUCT and DESCRIBE; `json` and `xml` mean JSON-LD and RDF/XML here.
GRAPHS = (
    Format("turtle", "Turtle", ("text/turtle",), ox.RdfFormat.TURTLE, ("ttl", "n3")),
    Format("ntriples", "N-Triples", ("application/n-triples",), ox.RdfFormat.N_TRIPLES, ("nt", "n-triples")),
    Format(
        "rdfxml", "RDF/XML", ("application/rdf+xml", "application/xml"), ox.RdfFormat.RDF_XML, ("rdf", "rdf+xml", "xml")
    ),
    Format("jsonld", "JSON-LD", ("application/ld+json", "application/json"), ox.RdfFormat.JSON_LD, ("json-ld", "json")),
    Format("trig", "TriG", ("application/trig",), ox.RdfFormat.TRIG),
    Format("nquads", "N-Quads", ("application/n-quads",), ox.RdfFormat.N_QUADS, ("nq", "n-quads")),
)

#: All values of `format` where the answer is a graph.
GRAPH_FORMAT_NAMES = sorted({name for format_ in GRAPHS for name in format_.names})


def formats_for(results: Results) -> tuple[Format, ...]:
    """Return the formats for these results."""
    return GRAPHS if isinstance(results, ox.QueryTriples) else SOLUTIONS


def one_format(names: Sequence[str]) -> str:
    """Return the first of these names that is known; all known ones must mean the same format.

    SPARQLWrapper sends a short name, a media type and a list of media types for one format. Raises
    a 400 problem if no format has any of the names, or if they mean two formats.
    """
    offered = [name for name in names if any(name in f.names for f in (*SOLUTIONS, *GRAPHS))]
    if not offered:
        raise ProblemError(
            400,
            f"unknown format {cut(', '.join(map(repr, names)))}; SELECT and ASK can be had as "
            f"{_listed(SOLUTIONS)}, CONSTRUCT and DESCRIBE as {_listed(GRAPHS)}",
        )
    if not any(set(offered) <= set(format_.names) for format_ in (*SOLUTIONS, *GRAPHS)):
        raise ProblemError(400, f"one format can be answered, but {sorted(offered)} were asked for")
    return offered[0]


def parse_accept(header: str) -> MIMEAccept:
    """Return an Accept header (RFC 9110, section 12.5.1) without parameters other than `q`.

    A parameter such as `charset=utf-8` or a JSON-LD profile makes no difference here, and must not
    lead to the answer that a format is missing.
    """
    # The HTTP client of Java sends `q=.2`, which the grammar of weights does not allow.
    ranges = parse_accept_header(_SHORT_WEIGHT.sub(r"\g<0>0", header), MIMEAccept)
    return MIMEAccept([(value.partition(";")[0].strip(), quality) for value, quality in ranges])


def accept_header(request: Request) -> str:
    """Return the Accept header, several headers joined; empty if there is none."""
    return ", ".join(request.headers.getlist("accept"))


def accepted(request: Request, offered: Sequence[str], refusal: str = _REFUSAL) -> str:
    """Return which of these media types the Accept header asks for, the first without a header.

    Raises a 406 problem where none fits; `refusal` says so, with places for the header and the types.
    """
    header = accept_header(request)
    if not header.strip():
        return offered[0]
    best = parse_accept(header).best_match(offered)
    if best is None:
        raise ProblemError(406, refusal.format(accept=cut(header), offered=", ".join(offered)))
    return best


def choose(formats: Sequence[Format], accept: str, name: str | None) -> tuple[Format, str]:
    """Return the format of the answer and the media type to send.

    `name` (the parameter `format`) takes precedence over the Accept header; without either, the
    first format is chosen. Of equally acceptable formats the earlier in `formats` is chosen. Raises
    a 406 problem that lists the formats if none is acceptable.
    """
    if name:
        for format_ in formats:
            if name in format_.names:
                return format_, format_.media_types[0]
    elif not accept.strip():
        return formats[0], formats[0].media_types[0]
    else:
        # Registered types come before their common substitutes, so that a wildcard selects them.
        offered = {format_.media_types[0]: format_ for format_ in formats}
        offered |= {other: format_ for format_ in formats for other in format_.media_types[1:]}
        best = parse_accept(accept).best_match(list(offered))
        if best:
            return offered[best], best
    wish = f"format={name}" if name else f"Accept: {cut(accept)}"
    raise ProblemError(
        406,
        f"this query cannot be answered as {wish}; it can be had as {_listed(formats)}, "
        f"or with an Accept header of {', '.join(format_.media_types[0] for format_ in formats)}",
    )


def _listed(formats: Sequence[Format]) -> str:
    return ", ".join(f"format={format_.name}" for format_ in formats)


def serialise(results: Results, format_: Format, output: IO[bytes]) -> None:
    """Write results with Oxigraph; graphs get the prefixes of csekg.

    Oxigraph evaluates the query while it writes the results. Exceptions of `output` are passed on.
    """
    if isinstance(results, ox.QueryTriples):
        assert isinstance(format_.writer, ox.RdfFormat)
        ox.serialize(results, output, format=format_.writer, prefixes=PREFIXES)
    else:
        assert isinstance(format_.writer, ox.QueryResultsFormat)
        results.serialize(output, format=format_.writer)
