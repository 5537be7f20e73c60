"""The network: a networkx graph built from the dataset by three queries, and its shortest paths.

The name of a node is its path below `id/instrument/` (`crc/article/34`), for meetings and bodies
that below `id/` (`body/ga`). A link points from the text to what it refers to, from the part to the
whole, and from the adopting resolution to what it adopts. Each link has a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import networkx as nx

from csekg.errors import CsekgError, UnknownNameError
from csekg.namespaces import ID
from csekg.sparql.store import QueryEngine

#: The nodes: IRI, kind, label, title, instrument of a provision, legal basis, official text.
NODES = """
SELECT ?node ?kind ?label (MIN(?name) AS ?title) ?instrument ?basis (MIN(?url) AS ?text) WHERE {
  VALUES (?class ?rank ?kind) {
    (cse:Treaty 1 "treaty") (cse:Protocol 2 "protocol") (cse:Resolution 1 "resolution")
    (cse:PoliticalCommitment 1 "political commitment") (cse:Report 1 "report")
    (cse:Guidelines 1 "guidelines") (cse:Mandate 1 "mandate")
    (cse:PreambularParagraph 1 "preambular paragraph")
    (cse:OperativeParagraph 1 "operative paragraph") (cse:SubParagraph 1 "sub-paragraph")
    (cse:Footnote 1 "footnote") (cse:Article 1 "article") (cse:TreatyProvision 1 "provision")
    (cse:Meeting 1 "meeting") (cse:Body 1 "body")
  }
  ?node a ?class ; rdfs:label ?label .
  OPTIONAL { ?node cse:shortTitle|skos:altLabel ?name FILTER(LANG(?name) IN ("en", "")) }
  OPTIONAL { ?node cse:provisionOf ?instrument }
  OPTIONAL { ?node cse:legalBasis/skos:notation ?basis }
  OPTIONAL { ?node cse:officialText ?url }
} GROUP BY ?node ?kind ?rank ?label ?instrument ?basis ORDER BY ?rank ?node
"""

#: The citations: citation, paragraph, cited document, verb, and addressee and text of a request. A
#: citation within a request has a row for each request of its paragraph about that instrument.
CITATIONS = """
SELECT ?citation ?paragraph ?cited ?verb ?addressee ?asks WHERE {
  ?citation cse:citingProvision ?paragraph ; cse:citedInstrument ?cited ;
            cse:citationVerb/skos:notation ?verb .
  OPTIONAL {
    ?request cse:requestedIn ?paragraph ; cse:concernsInstrument ?cited ;
             cse:addressee/rdfs:label ?addressee ; dcterms:description ?asks .
    FILTER(LANG(?asks) IN ("en", ""))
  }
} ORDER BY ?citation ?request
"""

#: All other links: kind, start, end, word and reason. The shortcut properties that the dataset has
#: (`eli:cites`, `cse:correspondsTo`) are left out: they repeat the links that they stand for.
LINKS = """
SELECT DISTINCT ?kind ?start ?end ?word ?why WHERE {
  {
    VALUES (?property ?kind) {
      (dcterms:isPartOf "part of") (cse:supplements "supplements") (cse:adoptedBy "adopted by")
      (cse:adoptedAtMeeting "adopted at") (cse:heldBy "held by") (cse:refersTo "refers to")
      (cse:resolvesTo "takes up")
    }
    ?start ?property ?end .
    # A body that is part of another connects no texts.
    FILTER NOT EXISTS { ?start a cse:Body }
  } UNION {
    BIND("corresponds to" AS ?kind)
    ?link cse:paragraph ?start ; cse:provision ?end ; cse:rationale ?why ;
          cse:strength/skos:notation ?word .
    FILTER(LANG(?why) IN ("en", ""))
  } UNION {
    BIND("adopts" AS ?kind) ?end cse:adoptedByAct ?start .
  } UNION {
    BIND("has footnote" AS ?kind) ?link cse:citingProvision ?start ; cse:citedVia ?end .
  } UNION {
    BIND("cited through" AS ?kind) ?link cse:citedThrough ?start ; cse:citedInstrument ?end .
  } UNION {
    BIND("answers" AS ?kind)
    ?link cse:answeringDocument ?start ; cse:answeredParagraph ?end ; dcterms:description ?why .
    FILTER(LANG(?why) IN ("en", ""))
  } UNION {
    BIND("due at" AS ?kind) ?link cse:requestedIn ?start ; cse:dueAt ?end .
  }
} ORDER BY ?kind ?start ?end ?word ?why
"""


#: The sentence along a link and the one against it, by kind of link, or by kind and word.
_TEMPLATES = {
    "part of": ("{0} is part of {1}", "{0} contains {1}"),
    "cites": ("{0} cites {1}", "{0} is cited in {1}"),
    "cites:reaffirming": ("{0} reaffirms {1}", "{0} is reaffirmed in {1}"),
    "cites:recalling": ("{0} recalls {1}", "{0} is recalled in {1}"),
    "cites:taking-note": ("{0} takes note of {1}", "{0} is taken note of in {1}"),
    "cites:noting": ("{0} notes {1}", "{0} is noted in {1}"),
    "cites:noting-with-appreciation": ("{0} notes with appreciation {1}", "{0} is noted with appreciation in {1}"),
    "cites:welcoming": ("{0} welcomes {1}", "{0} is welcomed in {1}"),
    "corresponds to:equivalent": ("{0} says the same as {1}", "{0} says the same as {1}"),
    "corresponds to:implements": ("{0} is implemented by {1}", "{0} implements {1}"),
    "corresponds to:supports": ("{0} is supported in part by {1}", "{0} supports {1} in part"),
    "corresponds to:related": ("{0} concerns the same subject as {1}", "{0} concerns the same subject as {1}"),
    "supplements": ("{0} supplements {1}", "{0} is supplemented by {1}"),
    "adopts": ("{0} is the act that adopted {1}", "{0} was adopted by {1}"),
    "adopted by": ("{0} was adopted by {1}", "{0} adopted {1}"),
    "adopted by:report": ("{0} was issued by {1}", "{0} issued {1}"),
    "adopted by:guidelines": ("{0} were adopted by {1}", "{0} adopted {1}"),
    "answers": ("{1} is answered by {0}", "{0} is answered by {1}"),
    "adopted at": ("{0} was adopted at {1}", "{0} is where {1} was adopted"),
    "adopted at:report": ("{0} was issued at {1}", "{0} is where {1} was issued"),
    "held by": ("{0} was held by {1}", "{0} held {1}"),
    "due at": ("{0} sets its time limit at {1}", "{0} is the time limit set in {1}"),
    "has footnote": ("{0} carries {1}", "{0} belongs to {1}"),
    "refers to": ("{0} refers to {1}", "{0} is referred to in {1}"),
    "takes up": ("{0} takes up {1}", "{0} is taken up by {1}"),
    "cited through": ("{0} is the act through which the resolution cites {1}", "{0} is cited through {1}"),
}
#: The parts of instruments by the beginning of their keys.
_PARTS = {
    "pp": "preambular paragraph",
    "op": "operative paragraph",
    "fn": "footnote",
    "article": "article",
    "preamble": "the preamble",
}


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a node: in full, and as a part of the instrument it belongs to."""

    full: str
    part: str
    instrument: str


def name(title: str, kind: str, part: str = "", instrument: str = "") -> Name:
    """Return the name of a document of a kind, or that of a `part` of it; `instrument` is its node.

    The part `article/34` of the CRC gives "article 34 of the CRC".
    """
    # "Resolution 16/2", but "the Convention".
    whole = title if kind == "resolution" else f"the {title}"
    if not part:
        return Name(whole, whole, "")
    named, *numbers = part.split("/")
    number = numbers[0] + "".join(f"({step})" for step in numbers[1:]) if numbers else ""
    own = f"{_PARTS[named]} {number}".strip()
    return Name(f"{own} of {whole}", own, instrument)


def sentences(kind: str, word: str, start: tuple[str, Name], end: tuple[str, Name]) -> list[str]:
    """Return the sentence along a link and the one against it; nodes are given as id and name."""
    along, against = _TEMPLATES.get(f"{kind}:{word}") or _TEMPLATES[kind]
    return [_say(along, start, end), _say(against, end, start)]


def _say(template: str, first: tuple[str, Name], second: tuple[str, Name]) -> str:
    (one, a), (two, b) = first, second
    # "Article 34 is part of the CRC", not "article 34 of the CRC is part of the CRC".
    names = (
        a.part if a.instrument == two else a.full,
        b.part if b.instrument and b.instrument in (one, a.instrument) else b.full,
    )
    return sentence(template.format(*names))


def sentence(words: str) -> str:
    """Return words as a sentence, with a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:]}."


def asking(start: tuple[str, Name], end: tuple[str, Name], verb: str, asks: list[tuple[str, str]]) -> list[str]:
    """Return both sentences of a citation in a request: who is asked to do what.

    `asks` has addressee and request. The data words a request as an imperative ("Carry out both
    treaties in full."), which reads as an infinitive after "to".
    """
    what = ", and ".join(f"{who} to {_infinitive(ask)}" for who, ask in asks)
    (_, paragraph), (_, instrument) = start, end
    return [
        sentence(f"{paragraph.full} names {instrument.full}; it {verb} {what}"),
        sentence(f"{instrument.full} is named in {paragraph.full}, which {verb} {what}"),
    ]


def _infinitive(ask: str) -> str:
    return ask[:1].lower() + ask[1:].rstrip(".")


#: The cost of a link in a shortest path, in whole numbers so that ties are exact. A low cost means
#: that the link says much about both ends. A correspondence or a citation does. Being part of the
#: same paragraph says a little, being part of the same treaty next to nothing: two articles of a
#: long convention are no closer than two of different ones. A footnote only says where a cited text
#: is printed. Having the same author says least.
COSTS = {
    "corresponds to:equivalent": 2,
    "corresponds to:implements": 3,
    "corresponds to:supports": 4,
    "corresponds to:related": 6,
    "cites": 3,
    "supplements": 3,
    "adopts": 4,
    "cited through": 4,
    "answers": 4,
    "part of": 3,
    "part of the instrument": 8,
    "has footnote": 7,
    "refers to": 7,
    "takes up": 7,
    "due at": 8,
    "adopted at": 8,
    "adopted by": 12,
    "held by": 12,
}
#: The kinds of node that are instruments.
INSTRUMENTS = ("treaty", "protocol", "resolution", "political commitment", "report", "guidelines", "mandate")


def short(iri: str) -> str:
    """Return the name of the node with an IRI."""
    return iri.removeprefix(ID).removeprefix("instrument/")


def network_graph(store: QueryEngine, words: Callable[[str], str] = str) -> Any:
    """Return the network as a `networkx.MultiDiGraph`; `words` gives a name as it is shown.

    Nodes have the attributes `iri`, `kind`, `label`, `title`, `instrument` (of a provision),
    `legal_basis` and `official_text`. Links have `kind`, `word` (verb or strength), `cost`,
    `forward` and `backward` (a sentence in either direction) and `why`. All are text except `cost`.
    """
    graph = nx.MultiDiGraph()
    # The query gives a protocol twice, as a treaty first, so that the narrower kind is kept.
    for iri, kind, label, title, instrument, basis, url in store.values(NODES):
        graph.add_node(
            short(iri),
            iri=iri,
            kind=kind,
            label=label,
            title=title or label,
            instrument=short(instrument),
            legal_basis=basis,
            official_text=url,
        )
    names = {node: _name(graph, node) for node in graph}
    _add_citations(graph, names, store)
    for kind, start, end, word, why in store.values(LINKS):
        a, b = short(start), short(end)
        if a in graph and b in graph:
            subject = graph.nodes[a]["kind"] if kind in ("adopted by", "adopted at") else word
            texts = sentences(kind, subject, (a, names[a]), (b, names[b]))
            _link(graph, a=a, b=b, kind=kind, word=word, why=why, texts=texts)
    # A body or a meeting that links no documents is left out.
    graph.remove_nodes_from([node for node in graph if "/" in node and not graph.degree(node)])
    for node in graph.nodes.values():
        node.update({name: words(node[name]) for name in ("label", "title")})
    return graph


def _name(graph: Any, node: str) -> Name:
    instrument = graph.nodes[node]["instrument"]
    whole = graph.nodes[instrument or node]
    part = node.removeprefix(f"{instrument}/") if instrument else ""
    return name(whole["title"], whole["kind"], part, instrument)


def _add_citations(graph: Any, names: dict[str, Name], store: QueryEngine) -> None:
    requests_of: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for citation, start, end, verb, addressee, asks in store.values(CITATIONS):
        requests = requests_of.setdefault((citation, short(start), short(end), verb), [])
        if asks:
            requests.append((addressee, asks))
    for (_, a, b, verb), requests in requests_of.items():
        ends = (a, names[a]), (b, names[b])
        texts = asking(*ends, verb, requests) if requests else sentences("cites", verb, *ends)
        _link(graph, a=a, b=b, kind="cites", word=verb, why="", texts=texts)


def _link(graph: Any, a: str, b: str, kind: str, word: str, why: str, texts: list[str]) -> None:
    within = kind == "part of" and graph.nodes[a]["instrument"] == b
    key = "part of the instrument" if within else f"{kind}:{word}"
    cost = COSTS[key if key in COSTS else kind]
    graph.add_edge(a, b, kind=kind, word=word, cost=cost, forward=texts[0], backward=texts[1], why=why)


def find_node(graph: Any, text: str) -> str:
    """Return the node with a name (`ccpcj-16-2/op/4/a`, `crc`) or an IRI, in any case.

    Raises UnknownNameError, with the closest nodes, for an unknown one.
    """
    wanted = short(text.strip().rstrip("/")).casefold()
    for node in graph:
        if node.casefold() == wanted:
            return str(node)
    raise UnknownNameError("node", text, graph.nodes)


def graphml(graph: Any) -> bytes:
    """Return the network as GraphML in UTF-8; the same dataset gives the same bytes.

    Nodes and links have the attributes of `network_graph`; the id of a link is
    its position in the file.
    """
    ordered = nx.MultiDiGraph()
    ordered.add_nodes_from(sorted(graph.nodes(data=True)))
    links = sorted(graph.edges(data=True), key=lambda link: (link[0], link[1], str(link[2])))
    for number, (start, end, data) in enumerate(links):
        ordered.add_edge(start, end, key=number, **data)
    file = BytesIO()
    nx.write_graphml_xml(ordered, file)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class Step:
    """A link of a connection, in the direction from `start` to `end` of the connection.

    `cost` is low where the link says much about both ends (`csekg.answers.network.graph.COSTS`).
    """

    start: str
    end: str
    kind: str
    cost: int
    sentence: str
    why: str


def paths(graph: Any, start: str, end: str) -> list[tuple[Step, ...]]:
    """Return all connections of least cost between two nodes, sorted; empty if there is none.

    Links count in both directions, with the cost in `csekg.answers.network.graph.COSTS`. Raises
    UnknownNameError for an unknown node, and CsekgError where both are the same.
    """
    a, b = find_node(graph, start), find_node(graph, end)
    if a == b:
        raise CsekgError(f"{start!r} and {end!r} are the same node: give two different ones")
    undirected = _undirected(graph)
    if not nx.has_path(undirected, a, b):
        return []
    routes = sorted(nx.all_shortest_paths(undirected, a, b, weight="cost"))
    return [_steps(undirected, route) for route in routes]


def _undirected(graph: Any) -> Any:
    """Return the network as an undirected graph, with the cheapest link between any two nodes."""
    undirected = nx.Graph()
    for a, b, data in sorted(graph.edges(data=True), key=_preference):
        if not undirected.has_edge(a, b):
            undirected.add_edge(a, b, source=a, **data)
    return undirected


def _preference(link: tuple[str, str, dict[str, Any]]) -> tuple[int, str, str, str]:
    a, b, data = link
    return data["cost"], data["forward"], a, b


def _steps(undirected: Any, route: list[str]) -> tuple[Step, ...]:
    steps = []
    for a, b in pairwise(route):
        data = undirected.edges[a, b]
        text = data["forward"] if data["source"] == a else data["backward"]
        steps.append(Step(start=a, end=b, kind=data["kind"], cost=data["cost"], sentence=text, why=data["why"]))
    return tuple(steps)
