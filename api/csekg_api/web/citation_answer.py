"""Citations as files: media types and writers of each form, for things and for pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fastapi.responses import Response

from csekg.releases.citation_formats import Citation

Form = Literal["text", "bibtex", "ris", "csl"]
#: Media type, ending of a file and writer of each form; the first is the default.
FORMS: dict[Form, tuple[str, str, Callable[[Citation], str]]] = {
    "text": ("text/plain", "txt", lambda citation: citation.text() + "\n"),
    "bibtex": ("application/x-bibtex", "bib", Citation.bibtex),
    "ris": ("application/x-research-info-systems", "ris", Citation.ris),
    "csl": ("application/vnd.citationstyles.csl+json", "json", Citation.csl),
}


def citation_answer(citation: Citation, form: Form) -> Response:
    """Return a citation in a form; all but text are files to save."""
    media_type, ending, write = FORMS[form]
    answer = Response(write(citation), media_type=media_type)
    if ending != "txt":
        answer.headers["Content-Disposition"] = f'attachment; filename="csekg.{ending}"'
    return answer


@dataclass(slots=True)
class Noted:
    """What a page says of how it is cited: its title, and for which day its data stand; '' for none."""

    title: str = ""
    as_of: str = ""

    def __call__(self, title: str, as_of: str) -> str:
        """Keep both, which a template passes while it is rendered."""
        self.title, self.as_of = title, as_of
        return ""
