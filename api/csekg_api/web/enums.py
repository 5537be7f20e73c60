"""The codes that members of answers may have, as enumerations in the OpenAPI document.

They are the concepts of the vocabularies in `ontology/`, so that none is written twice.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pyoxigraph as ox

from csekg.answers.common.base import code
from csekg.namespaces import RDF, SKOS
from csekg.resources import ontology_dir

#: The vocabulary of each member that holds a code, or a list of codes.
_VOCABULARIES = {
    "addressee": "addressee", "consentKind": "consent-kind", "consentKinds": "consent-kind",
    "dateBasis": "date-basis", "discrepancyStatus": "discrepancy-status", "duty": "duty",
    "dutyStrength": "duty", "effect": "effect", "legalBasis": "legal-basis",
    "listOf": "list", "madeUpon": "made-upon", "previousStatus": "status",
    "provisionKind": "provision-kind", "stance": "stance", "status": "status",
    "verbStance": "stance", "verification": "verification", "withdrawal": "withdrawal",
}  # fmt: skip
#: Schemas in which a member of one of these names is something else.
_OTHER_STATUS = ("Health", "Ready", "Problem", "NameProblem", "Correction")


def add_enums(schemas: dict[str, dict[str, Any]]) -> None:
    """Add the codes to the schemas of members that have one."""
    for name, schema in schemas.items():
        for member, about in schema.get("properties", {}).items():
            if member in _VOCABULARIES and name not in _OTHER_STATUS:
                _add(about, codes(_VOCABULARIES[member]))


def name_members(part: Any) -> None:
    """Give the members of enumerations names where those that generators make would clash.

    `rdf/xml` and `rdfxml` become RDF_XML and RDFXML; generators read `x-enum-varnames`.
    """
    if isinstance(part, list):
        for each in part:
            name_members(each)
    elif isinstance(part, dict):
        values = part.get("enum")
        if isinstance(values, list) and len({_bare(each) for each in values}) < len(values):
            part["x-enum-varnames"] = [
                re.sub(r"\W", "_", str(each)).upper().strip("_") or "EMPTY" for each in values
            ]
        for each in part.values():
            name_members(each)


def _bare(value: object) -> str:
    return re.sub(r"\W", "", str(value)).upper()


def _add(about: dict[str, Any], found: list[str]) -> None:
    for each in about.get("anyOf", [about]):
        if each.get("type") == "array":
            _add(each["items"], found)
        elif each.get("type") == "string" and "enum" not in each and "const" not in each:
            each["enum"] = found


@cache
def codes(vocabulary: str) -> list[str]:
    """Return the codes of the concepts of a vocabulary, sorted."""
    file = ontology_dir() / "vocabularies" / f"{vocabulary}.ttl"
    quads = ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)
    concepts = {
        quad.subject.value for quad in quads
        if quad.predicate == RDF.type and quad.object == SKOS.Concept
        and isinstance(quad.subject, ox.NamedNode)
    }  # fmt: skip
    return sorted(map(code, concepts))
