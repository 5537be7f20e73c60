"""How to cite a thing of the dataset, bound to a release: text, BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from pyoxigraph import NamedNode

from csekg.answers.common.translations import values
from csekg.answers.entities.composed_names import composed_names
from csekg.answers.quality.dataset import StatedRelease, stated_release
from csekg.languages.days import spelled
from csekg.namespaces import ID
from csekg.sparql.store import QueryEngine

#: Whom the data are cited by and published by.
CONTRIBUTORS = "csekg contributors"
#: The name under which the data are cited everywhere.
NAME = "The 16/2 Register"
TITLE = f"{NAME}: the international law against the sexual exploitation of children"

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What has a meaning in LaTeX; letters beyond ASCII stay, as BibLaTeX reads UTF-8.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """A thing with its title and IRI, the release that is cited, and the name of the register.

    `note` says for which day the data stand, '' for a thing of which that is not said.
    """

    title: str
    iri: str
    release: StatedRelease
    work: str = NAME
    note: str = ""

    def text(self) -> str:
        """Return the citation as one sentence for people."""
        doi = f", {self.release.doi}" if self.release.doi else ""
        return f"{CONTRIBUTORS}, “{self.title}”, {self._edition()}{doi}, {self.iri}"

    def bibtex(self) -> str:
        """Return an entry for BibTeX; BibLaTeX also reads day, version and DOI."""
        on = self.release.released_on
        fields = {
            "author": f"{{{CONTRIBUTORS}}}",
            "title": f"{{{_latex(self.title)}}}",
            "howpublished": self._edition(),
            "version": self.release.version or "",
            "year": str(on.year) if on else "",
            "month": _MONTHS[on.month - 1] if on else "",
            "doi": self._bare_doi(),
            "note": _latex(self.note),
            "url": self.iri,
        }
        lines = (
            f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}"
            for name, value in fields.items()
            if value
        )
        return f"@misc{{{self._key()},\n" + ",\n".join(lines) + "\n}\n"

    def ris(self) -> str:
        """Return a record in the RIS format, with its line ends of two characters."""
        on = self.release.released_on
        fields = (
            ("TY", "DATA"),
            ("AU", CONTRIBUTORS),
            ("TI", self.title),
            ("T2", self.work),
            ("ET", self.release.version or ""),
            ("PY", str(on.year) if on else ""),
            ("DA", on.strftime("%Y/%m/%d") if on else ""),
            ("DO", self._bare_doi()),
            ("PB", CONTRIBUTORS),
            ("N1", self.note),
            ("UR", self.iri),
        )
        lines = [f"{tag}  - {value}" for tag, value in fields if value]
        return "\r\n".join([*lines, "ER  - ", ""])

    def csl(self) -> str:
        """Return an array of one item in CSL-JSON 1.0."""
        on = self.release.released_on
        item = {
            "id": self._key(),
            "type": "dataset",
            "title": self.title,
            "container-title": self.work,
            "author": [{"literal": CONTRIBUTORS}],
            "publisher": CONTRIBUTORS,
            "version": self.release.version,
            "issued": {"date-parts": [[on.year, on.month, on.day]]} if on else None,
            "DOI": self._bare_doi(),
            "URL": self.iri,
        }
        return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1) + "\n"

    def _edition(self) -> str:
        if not self.release.version:
            return self.work
        on = self.release.released_on
        return f"{self.work}, release {self.release.version}" + (f" ({spelled(on)})" if on else "")

    def _bare_doi(self) -> str:
        return (self.release.doi or "").removeprefix("https://doi.org/")

    def _key(self) -> str:
        path = re.sub(r"[^A-Za-z0-9]+", "-", self.iri.removeprefix(ID)).strip("-")
        return "-".join(filter(None, ("csekg", path, self.release.version)))


def _latex(text: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in text)


_TITLE = """
SELECT ?title WHERE { %s rdfs:label ?title }
ORDER BY (LANG(?title) != 'en') (LANG(?title) != '') ?title LIMIT 1
"""


def cite(store: QueryEngine, path: str) -> Citation | None:
    """Return how to cite the thing whose identifier has this path below `id/`.

    None for a path that is none, and for a thing without a name in the dataset.
    """
    try:
        iri = NamedNode(ID + path)
    except ValueError:
        return None
    stated = [str(title) for (title,) in values(store, _TITLE % iri)]
    titles = stated or [*composed_names(store, [iri.value]).values()]
    return Citation(titles[0], iri.value, stated_release(store)) if titles else None
