"""Tools that ask in SPARQL: the saved queries, any query, and the schema that one needs for it."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Words
from csekg.answers.common.names import status_labels
from csekg.answers.common.references import concept_refs, treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.entities.ontology import terms, uses
from csekg.answers.entities.saved_queries import Value, queries, value_of
from csekg.namespaces import PREFIXES
from csekg.sparql.query_warnings import shortened
from csekg.sparql.saved_queries import find_query, saved_queries, text_with
from csekg.sparql.store import QueryEngine
from csekg_api.assistants.tool import ROWS, Arguments, Desk, Limit, Tool, ToolAnswer, basis_of_all, looked_up
from csekg_api.sparql.job import COUNTED, Answered
from csekg_api.sparql.protocol import QueryRequest
from csekg_api.web.request_limits import KEY, LONGEST

# Letters of a query, and of the graph that a CONSTRUCT or DESCRIBE gives.
_QUERY, _GRAPH = 20_000, 60_000
_ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"


class NoArguments(Arguments):
    """Nothing."""


class SavedQueryRow(Answer):
    """A saved query, in short."""

    name: Words
    question: Words
    parameters: dict[str, str] = Field(description="how a value is written, and the default")


class SavedQueries(ToolAnswer):
    """The saved queries."""

    items: tuple[SavedQueryRow, ...]


def _saved_queries(store: QueryEngine, _given: NoArguments) -> SavedQueries:
    found = tuple(
        SavedQueryRow(
            name=query.key,
            question=query.question,
            parameters={each.name: f"{each.form}; else {each.default}" for each in query.parameters},
        )
        for query in queries()
    )
    return SavedQueries(answer=f"{len(found)} saved queries.", basis=basis_of_all(store), items=found)


class SavedQueryArguments(Arguments):
    """Which query, with which values."""

    name: Words = Field(
        max_length=KEY, examples=["who-was-bound-on"], description="name of a saved query, as saved_queries lists them"
    )
    parameters: dict[str, Annotated[str, Field(max_length=LONGEST)]] = Field(
        {},
        examples=[{"treaty": "opsc", "on": "2007-04-27"}],
        description="values of its parameters; its defaults stand for the others",
    )
    limit: Limit = ROWS


class Rows(ToolAnswer):
    """The results of a query."""

    form: Literal["rows", "boolean", "graph"]
    columns: tuple[str, ...] = Field(description="names of the columns of rows")
    rows: tuple[dict[str, Value], ...] = Field(description="one object for each row")
    total: int | None = Field(
        description=f"rows, those left out here included; null if there are more than {COUNTED:,}"
    )
    boolean: bool | None = Field(description="the answer to ASK")
    turtle: str | None = Field(description="the graph of CONSTRUCT or DESCRIBE")
    warnings: tuple[str, ...] = Field(description="terms of the query that the dataset lacks")


async def _saved_query(desk: Desk, given: SavedQueryArguments) -> Rows:
    text = await desk.look_up(lambda store: text_with(store, find_query(given.name), given.parameters))
    answered = await desk.evaluate(QueryRequest(text, None, _ACCEPT, rows=given.limit))

    def told(store: QueryEngine) -> Rows:
        rows = _rows(store, answered)
        question = find_query(given.name).question
        return rows.model_copy(update={"answer": f"{question} {rows.answer}", "warnings": ()})

    return await desk.look_up(told)


class SparqlArguments(Arguments):
    """A query."""

    query: str = Field(
        min_length=1,
        max_length=_QUERY,
        examples=["SELECT ?state WHERE { ?state cse:partyTo instrument:opsc }"],
        description="SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE. The prefixes that the tool "
        "schema names need no declaration",
    )
    limit: Limit = ROWS


async def _sparql(desk: Desk, given: SparqlArguments) -> Rows:
    request = QueryRequest(given.query, None, _ACCEPT, rows=given.limit)
    answered = await desk.evaluate(request)
    return await desk.look_up(lambda store: _rows(store, answered))


def _rows(store: QueryEngine, answered: Answered) -> Rows:
    media_type, content, warnings = answered
    basis = basis_of_all(store)
    warned = "".join(f" Warning: {warning}" for warning in warnings)
    if not media_type.startswith("application/sparql-results"):
        graph = content.decode(errors="ignore")
        cut = len(graph) > _GRAPH
        return Rows(
            answer=f"A graph in Turtle{', of which only the beginning is shown' if cut else ''}." + warned,
            basis=basis,
            form="graph",
            columns=(),
            rows=(),
            total=0,
            boolean=None,
            turtle=graph[:_GRAPH],
            warnings=warnings,
        )
    results = json.loads(content)
    if "boolean" in results:
        return Rows(
            answer=("Yes." if results["boolean"] else "No.") + warned,
            basis=basis,
            form="boolean",
            columns=(),
            rows=(),
            total=0,
            boolean=results["boolean"],
            turtle=None,
            warnings=warnings,
        )
    columns, bindings = tuple(results["head"]["vars"]), results["results"]["bindings"]
    return Rows(
        answer=_counted(results["total"], len(bindings)) + warned,
        basis=basis,
        form="rows",
        columns=columns,
        rows=tuple({name: value_of(row.get(name)) for name in columns} for row in bindings),
        total=results["total"],
        boolean=None,
        turtle=None,
        warnings=warnings,
    )


def _counted(total: int | None, shown: int) -> str:
    number = f"More than {COUNTED:,}" if total is None else total
    rows = "1 row" if total == 1 else f"{number} rows"
    return f"{rows}." if total == shown else f"{rows}, of which the first {shown} are shown."


class Schema(ToolAnswer):
    """What a query can ask for."""

    text: Words = Field(description="prefixes, classes, properties, vocabularies and examples")


def _schema(store: QueryEngine, _given: NoArguments) -> Schema:
    return Schema(
        answer="Prefixes, classes, properties and examples for the tool sparql.",
        basis=basis_of_all(store),
        text=schema_text(store),
    )


SAVED_QUERIES = Tool(
    "saved_queries",
    "The saved queries",
    "Lists the questions that the register answers by a saved query, with their parameters. Look "
    "here before writing SPARQL.",
    NoArguments,
    SavedQueries,
    looked_up(_saved_queries),
)
SAVED_QUERY = Tool(
    "saved_query",
    "Run a saved query",
    "Runs a saved query with the values given, or its defaults, and returns rows.",
    SavedQueryArguments,
    Rows,
    _saved_query,
)
SPARQL_TOOL = Tool(
    "sparql",
    "Run a SPARQL query",
    "Runs a read-only SPARQL 1.1 query over the whole graph. Read the tool schema first. SERVICE "
    "is refused, and a query is stopped after some seconds.",
    SparqlArguments,
    Rows,
    _sparql,
)
SCHEMA = Tool(
    "schema",
    "Prefixes, classes, properties and examples for SPARQL",
    "Returns what a SPARQL query needs to know: prefixes, classes and properties with counts, "
    "the codes of statuses and examples that run.",
    NoArguments,
    Schema,
    looked_up(_schema),
)


#: Saved queries that show how status on a day, gaps, provenance and texts are asked for.
_EXAMPLES = ("who-was-bound-on", "not-party", "where-does-this-date-come-from", "paragraph-to-articles")
_MODEL = """A Participation is one State (cse:actor) under one treaty (cse:treaty). Its
StatusIntervals (cse:interval) have cse:status, cse:from and cse:until (first day on which it no
longer holds; none if it still does): the status on a day is the interval with from <= day and no
until or until > day. Short cuts for the day on which the data stand: ?state cse:partyTo ?treaty,
cse:signatoryTo, cse:notPartyTo. Acts (Signature, ConsentToBeBound ...) have cse:actor, cse:treaty,
cse:date, prov:hadPrimarySource. Every source has a named graph (cse:hasGraph); the default graph
is the union of all. cse:statusAsOf of a treaty is the day on which the data about it stand."""


@remembered_in_order
def schema_text(store: QueryEngine) -> str:
    """Return the schema as Markdown: prefixes, model, terms with counts, codes, examples."""
    used = uses(store)
    parts = [
        "# Schema of the register",
        "Prefixes (need no declaration):",
        "\n".join(f"- {prefix}: <{iri}>" for prefix, iri in PREFIXES.items()),
        _MODEL,
    ]
    for kind, heading in (("class", "Classes"), ("property", "Properties")):
        lines = [
            f"- {shortened(term.iri)} ({used[term.iri].count}): "
            + term.definition.partition(". ")[0]
            + (f" Example: {shortened(used[term.iri].subject)}" if kind == "class" else "")
            for term in terms()
            if term.kind.endswith(kind) and term.iri in used
        ]
        parts += [f"## {heading}, with how often each is used", "\n".join(lines)]
    statuses = ", ".join(f"status:{code} ({label})" for code, label in status_labels(store).items())
    keys = ", ".join(f"instrument:{key} ({info.short_title})" for key, info in treaties(store).items())
    parts += [
        "## Codes",
        f"Statuses: {statuses}" if statuses else "",
        f"Treaties: {keys}" if keys else "",
        "States: state:FRA and so on (ISO 3166-1 alpha-3); <https://w3id.org/csekg/id/"
        "organization/EUE> is the European Union.",
        f"{len(concept_refs(store))} concepts: ?concept a skos:Concept ; skos:prefLabel ?label.",
        "## Examples",
    ]
    known = saved_queries()
    parts += [f"```sparql\n{known[name].text.strip()}\n```" for name in _EXAMPLES if name in known]
    return "\n\n".join(part for part in parts if part) + "\n"
