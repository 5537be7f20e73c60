"""The dataset as files: how the page about data and method lists them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from csekg.languages.forms import decimal
from csekg.languages.words import later
from csekg.tables.files import FOLDER
from csekg_api.web.words import _, in_english, ngettext

#: Path of the files in the API.
FILES = "/api/v1/downloads"
_UNITS = (later("{size} kB"), later("{size} MB"), later("{size} GB"))


@dataclass(frozen=True, slots=True)
class Listed:
    """The files of the whole dataset, the tables, and those of each named graph by its name."""

    whole: list[dict[str, object]] = field(default_factory=list)
    tables: list[dict[str, object]] = field(default_factory=list)
    graphs: dict[str, list[dict[str, object]]] = field(default_factory=lambda: defaultdict(list))


def listed(entries: list[dict[str, object]]) -> Listed:
    """Return the files of a dataset_files as the pages show them."""
    files = Listed()
    for entry in entries:
        if entry["graph"]:
            name = str(entry["file"]).rpartition("/")[2].rpartition(".")[0]
            files.graphs[name].append(entry)
        elif str(entry["file"]).startswith(f"{FOLDER}/"):
            files.tables.append(entry)
        else:
            files.whole.append(entry)
    return files


def size(number: int) -> str:
    """Return a size in bytes as people read it: `45.2 MB`, in steps of a thousand (SI)."""
    if number < 1000:
        return ngettext("{number} byte", "{number} bytes", number)
    value, unit = float(number), ""
    for larger in _UNITS:
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return _(unit, size=decimal(value, 1))


#: What a compressed file has after the words of the file itself.
_PACKED = "; gzip"
#: The descriptions of files, as `csekg.releases`, `csekg.tables` and
#: `csekg_api.downloads` write them.
_KNOWN = frozenset(
    {
        later("The whole dataset, each statement in the graph of its source"),
        later("The whole dataset as one graph: each triple once, without its sources"),
        later("Every State under every treaty, each on the as-of date of the treaty: status and acts"),
        later("Release notes"),
        later("Shapes that the dataset meets (SHACL)"),
        later("Ontology and vocabularies"),
        later("Ontology, vocabularies, shapes and the records that acts refer to, for any validator"),
        later("JSON-LD context of the ontology's terms"),
        later("One row is an act of a State under a treaty"),
        later("One row is a State under a treaty, on the as-of date of the treaty: status and acts"),
        later("One row is a State or organization under a treaty at the end of a year at which both existed"),
        later("One row is a reservation, declaration, objection or communication"),
        later("One row is an article of a treaty, or a part of one"),
        later("One row is a paragraph of the resolution"),
        later("One row is a citation in the resolution"),
        later("One row is an instrument that is no treaty"),
        later("One row is that a paragraph and a provision correspond"),
        later("One row is a State, former State or organization"),
        later("One row is a code of a State in a collection of data, while the list of the collection has it"),
        later("One row is a group of States"),
        later("One row is a source, with the day on which it stands"),
        later("One row is a fact on which two sources differ"),
        later("One row is what an assessor states about a State, a territory or an area"),
        later(
            "One row is what one State recommends to another in the Universal Periodic Review, or what a State pledges"
        ),
        later(
            "One row is what a recommendation of the Universal Periodic Review asks about one treaty of the register, "
            "or about a group of which it names none"
        ),
        later("One row is a treaty, with its as-of date"),
        later("One row is a membership of a State or organization in a group, of today or ended"),
        later("One row is a span of time in which a State keeps its status under a treaty"),
        later("One row is a source that states an act, with the day that it gives"),
        later("One row is a provision that a statement concerns"),
        later("One row is what an objection is directed at"),
        later("The CSV files described as a data package"),
        later("All tables in one file, with keys and a view for each main question"),
        later("All tables in one workbook, with what their columns mean"),
        later("The main questions as views in SQL"),
        later("Why there are no tables"),
    }
)


def holds(contents: str) -> str:
    """Return the description of a file in the current language, in English where none is known."""
    plain = contents.removesuffix(_PACKED)
    if plain not in _KNOWN:
        return in_english(contents)
    return _(plain) + contents.removeprefix(plain)
