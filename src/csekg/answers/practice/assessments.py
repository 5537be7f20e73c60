"""What assessors state about States, territories and areas, value by value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Filter, Iri, Ref, Words, chosen
from csekg.answers.common.known import (
    SourceRef,
    actor_ref,
    actor_refs,
    concept_refs,
    only,
    source_refs,
)
from csekg.answers.common.parts import part_ref
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import rows_as
from csekg.answers.common.translations import values
from csekg.answers.practice.assessors import assessors
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine

#: What is assessed: a State or organization, a territory, or an area under its printed name.
PlaceKind = Literal["state", "territory", "area"]
#: Kinds of answer of which none is a finding.
NO_FINDING = ("unknown", "not-applicable", "no-value")


class PracticeAssessment(Answer):
    """What an assessor states: the value of an indicator for a year, within a scope.

    It is the assessor's statement, never a finding of the editors.
    """

    id: Iri
    type: Literal["PracticeAssessment"] = "PracticeAssessment"
    assessor: Ref = Field(description="who states it")
    assessed_place: Ref = Field(description="the State, territory or area that it is about")
    place_kind: PlaceKind = Field(
        description="`area`: a name of the assessor that is neither a State's nor a territory's"
    )
    indicator: Ref = Field(description="what was asked: `/vocabularies/indicator`")
    assessed_year: int = Field(description="the year that it is about")
    scope: Ref = Field(description="the matter within which it holds")
    printed_value: Words | None = Field(description="value as printed; null where none is printed")
    assessed_answer: Code = Field(
        description="what the value means: `yes`, `no`, `number`; `unknown`, `not-applicable` and "
        "`no-value` are three things and none of them is no"
    )
    assessed_number: int | None = Field(description="the number, where the value is one")
    conforms: bool | None = Field(
        description="whether the law conforms to the international standard, says the assessor; "
        "null where it does not say"
    )
    qualified: bool | None = Field(
        description="true where a note of the source qualifies the value"
    )
    source: SourceRef

    @property
    def finding(self) -> bool | None:
        """Whether what was asked about was found, None where no finding says so or not.

        Where the assessor says whether law conforms, that counts, and not the bare answer.
        """
        if self.conforms is not None:
            return self.conforms
        return {"yes": True, "no": False}.get(self.assessed_answer)


_ASSESSMENTS = """
SELECT ?id ?assessor ?assessed_place ?indicator ?assessed_year ?scope ?printed_value
       ?assessed_answer ?assessed_number ?conforms ?qualified ?source WHERE {
  %s
  ?id a cse:PracticeAssessment ; cse:assessor ?assessor ; cse:assessedPlace ?assessed_place ;
      cse:indicator ?indicator ; cse:assessedYear ?assessed_year ; cse:scope ?scope ;
      cse:assessedAnswer ?assessed_answer ; dcterms:source ?source .
  OPTIONAL { ?id cse:printedValue ?printed_value }
  OPTIONAL { ?id cse:assessedNumber ?assessed_number }
  OPTIONAL { ?id cse:conforms ?conforms }
  OPTIONAL { ?id cse:qualified ?qualified }
} ORDER BY ?id
"""
_OTHER_PLACES = """
SELECT ?class ?place ?name WHERE {
  VALUES ?class { cse:Territory cse:AssessedArea }
  ?place a ?class ; rdfs:label ?name
}
"""
_KINDS: Mapping[str, PlaceKind] = {"territory": "territory", "area": "area"}


@remembered
def other_places(store: QueryEngine) -> Mapping[str, Ref]:
    """Return a reference to every territory and assessed area by its IRI."""
    rows = values(store, _OTHER_PLACES)
    return MappingProxyType({iri: part_ref(iri, name) for _, iri, name in rows})


def assessments(
    store: QueryEngine,
    *,
    state: Filter[str] = None,
    territory: Filter[str] = None,
    indicator: Filter[str] = None,
    assessor: Filter[str] = None,
    year: Iterable[int] | None = None,
    conforms: bool | None = None,
) -> list[PracticeAssessment]:
    """Return what assessors state, by assessor, year, place and indicator.

    The filters narrow it by keys; `territory` takes the keys of territories and of assessed areas.
    With States and territories given, both are returned. Raises UnknownNameError for an unknown
    State, territory, indicator or assessor, and for a year that nobody assessed.
    """
    actors, others = actor_refs(store), other_places(store)
    by_key = {each.key: each for each in others.values()}
    places = [actor_ref(store, key).id for key in chosen(state)]
    places += [_known("territory", key, by_key).id for key in chosen(territory)]
    concepts = concept_refs(store)
    asked = {each.indicator.key: each.indicator
             for one in assessors(store) for each in one.indicators}  # fmt: skip
    bodies = {each.key: each.ref for each in assessors(store)}
    narrowed = "".join((
        only("assessed_place", places),
        only("indicator", (_known("indicator", key, asked).id for key in chosen(indicator))),
        only("assessor", (_known("assessor", key, bodies).id for key in chosen(assessor))),
    ))  # fmt: skip
    years = " ".join(f'"{int(each):04}"^^xsd:gYear' for each in year or ())
    if years:
        narrowed += f"VALUES ?assessed_year {{ {years} }} "
    if conforms is not None:
        # Not a VALUES block: it would give the value to assessments that have none.
        said = str(conforms).lower()
        narrowed += f"?id cse:conforms ?said FILTER(?said = {said}) "
    by_iri, sources = {each.id: each for each in bodies.values()}, source_refs(store)

    # The class of a place shows in its IRI: states and organizations have none of these two.
    def kind(row: Mapping[str, str]) -> PlaceKind:
        return _KINDS.get(row["assessed_place"].rpartition("/")[0].rpartition("/")[2], "state")

    return rows_as(
        store, _ASSESSMENTS % narrowed, PracticeAssessment,
        assessor=lambda row: by_iri[row["assessor"]],
        assessed_place=lambda row: actors.get(row["assessed_place"])
        or others[row["assessed_place"]],
        place_kind=kind,
        indicator=lambda row: concepts[row["indicator"]],
        scope=lambda row: concepts[row["scope"]],
        source=lambda row: sources[row["source"]],
    )  # fmt: skip


def _known(kind: str, key: str, known: Mapping[str, Ref]) -> Ref:
    found = known.get(key) or known.get(key.upper())
    if found is None:
        raise UnknownNameError(kind, key, known)
    return found
