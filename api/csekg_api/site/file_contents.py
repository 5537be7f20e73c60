"""What the files for download and those of a release hold, in the language of a page."""

from __future__ import annotations

from csekg.languages.words import later
from csekg_api.web.words import _, in_english

#: What a compressed file has after the words of the file itself.
_PACKED = "; gzip"
#: The descriptions of files, as `csekg.releases`, `csekg.tables` and
#: `csekg_api.downloads` write them.
_KNOWN = frozenset({
    later("The whole dataset, each statement in the graph of its source"),
    later("The whole dataset as one graph: each triple once, without its sources"),
    later("Every State under every treaty, each on the as-of date of the treaty: status and acts"),
    later("Release notes"),
    later("Metadata for a deposit at Zenodo"),
    later("The release and its files for catalogues, in DCAT-AP 3"),
    later("What the release says about itself"),
    later("Checksums of all files"),
    later("Shapes that the dataset meets (SHACL)"),
    later("Ontology and vocabularies"),
    later("Ontology, vocabularies, shapes and the records that acts refer to, for any validator"),
    later("JSON-LD context of the ontology's terms"),
    later("One row is an act of a State under a treaty"),
    later("One row is a State under a treaty, on the as-of date of the treaty: status and acts"),
    later("One row is a reservation, declaration, objection or communication"),
    later("One row is an article of a treaty, or a part of one"),
    later("One row is a paragraph of the resolution"),
    later("One row is that a paragraph and a provision correspond"),
    later("One row is a State, former State or organization"),
    later("One row is a group of States"),
    later("One row is a source, with the day on which it stands"),
    later("One row is a fact on which two sources differ"),
    later("One row is what an assessor states about a State, a territory or an area"),
    later("One row is a treaty, with its as-of date"),
    later("One row is that a State or organization belongs to a group today"),
    later("One row is a span of time in which a State keeps its status under a treaty"),
    later("One row is a source that states an act, with the day that it gives"),
    later("One row is a provision that a statement concerns"),
    later("One row is what an objection is directed at"),
    later("The CSV files described as a data package"),
    later("All tables in one file, with keys and a view for each main question"),
    later("All tables in one workbook, with what their columns mean"),
    later("The main questions as views in SQL"),
    later("Why there are no tables"),
})  # fmt: skip


def holds(contents: str) -> str:
    """Return the description of a file in the current language, in English where none is known."""
    plain = contents.removesuffix(_PACKED)
    if plain not in _KNOWN:
        return in_english(contents)
    return _(plain) + contents.removeprefix(plain)
