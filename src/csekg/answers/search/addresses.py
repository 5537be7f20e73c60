"""Short keys of all kinds of things, and their addresses in the REST API."""

from __future__ import annotations

from csekg import namespaces as ns
from csekg.answers.common.groups import group_key
from csekg.answers.common.parts import part_key

_ACTORS = ("State", "RegionalOrganization", "FormerState", "TreatyActor")
_INSTRUMENTS = (
    "Treaty", "Resolution", "PoliticalCommitment", "Report", "Guidelines", "Mandate",
)  # fmt: skip
_PARAGRAPHS = ("PreambularParagraph", "OperativeParagraph", "SubParagraph")
_PROVISIONS = ("Article", "TreatyProvision")
_ACTION = f"{ns.ID}action/"
_PARTICIPATION = f"{ns.ID}participation/"


def key_of(iri: str, type_: str) -> str:
    """Return the key of a thing of a class: `FRA`, `opsc`, `op/4/a`, `article/34`, `un-member`.

    The key of an act or a participation is the path of its IRI.
    """
    if type_ == "Group":
        return group_key(iri)
    for acts in (_ACTION, _PARTICIPATION):
        if iri.startswith(acts):
            return iri.removeprefix(acts)
    return part_key(iri)


def address_of(iri: str, type_: str) -> str | None:
    """Return the path of a thing below the root of the API, None if it has none."""
    key = key_of(iri, type_)
    if type_ in _ACTORS:
        return f"/states/{key}"
    if type_ in _INSTRUMENTS:
        return f"/instruments/{key}"
    if type_ in _PARAGRAPHS:
        return f"/resolution/paragraphs/{key}"
    if type_ in _PROVISIONS:
        instrument = iri.removeprefix(f"{ns.ID}instrument/").partition("/")[0]
        return f"/instruments/{instrument}/articles/{key.removeprefix('article/')}"
    if iri.startswith((_ACTION, _PARTICIPATION)):
        treaty, actor, *_ = key.split("/")
        return f"/states/{actor}/participation/{treaty}"
    scheme = iri.removeprefix(f"{ns.ID}vocab/").partition("/")[0]
    others = {
        "Group": f"/states?group={key}",
        "Footnote": "/resolution/footnotes",
        "Concept": f"/vocabularies/{scheme}",
        "ConceptScheme": f"/vocabularies/{scheme}",
        "Source": f"/sources/{key}",
    }
    return others.get(type_)
