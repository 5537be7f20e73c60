"""The job that makes the file of a brief, in a worker process that can be killed."""

from __future__ import annotations

import os
from typing import Literal

from csekg.errors import is_installed
from csekg_api.briefs.document import Document, with_english_apart
from csekg_api.workers.jobs import Reply

#: The name of the job.
BRIEF = "brief"
#: Endings of the files, with their media types.
Form = Literal["pdf", "docx"]
MEDIA_TYPES: dict[Form, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def encode(form: Form, document: Document) -> bytes:
    """Return the payload of the job: the form of the file, and the document; one in a line."""
    return f"{form}\n{with_english_apart(document).model_dump_json()}".encode()


def prepare_briefs() -> None:
    """Load fonts and templates, since the worker cannot open files.

    Without `csekg[briefs]` there are none: the route says so before it asks for a file.
    """
    if not is_installed("briefs"):
        return
    # The typesetter starts a thread for each processor, and each takes of the worker's memory.
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    # Imported in the worker: the service starts sooner without a typesetter.
    from csekg_api.briefs import docx, pdf

    pdf.prepare()
    docx.prepare()


def brief_job(payload: bytes) -> Reply:
    """Return the file that a payload asks for."""
    from csekg_api.briefs import docx, pdf

    form, content = payload.split(b"\n", 1)
    document = Document.model_validate_json(content)
    made = pdf.pdf(document) if form == b"pdf" else docx.docx_file(document)
    return Reply(form, made)
