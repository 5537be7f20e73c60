"""What somebody who writes SPARQL must know of the dataset, made from it and from the ontology."""

from __future__ import annotations

from csekg.answers.common.references import concept_refs, status_labels, treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.entities.ontology import terms, uses
from csekg.namespaces import PREFIXES
from csekg.sparql.query_warnings import shortened
from csekg.sparql.saved_queries import saved_queries
from csekg.sparql.store import QueryEngine

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
