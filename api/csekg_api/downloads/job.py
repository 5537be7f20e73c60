"""The job that writes the files of the dataset, for a worker process."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from csekg.sparql.errors import EndpointError
from csekg.sparql.store import QueryEngine
from csekg_api.downloads.contents import Content, contents, default_graph
from csekg_api.web.problems import ProblemError, endpoint_problem
from csekg_api.workers import Reply

#: The name of the job.
DOWNLOADS = "downloads"
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"
#: The name of the folder with all files.
ALL = "all"


def downloads_job(store: QueryEngine) -> Callable[[bytes], Reply]:
    """Return the job: its payload is the folder to create; `decode` reads its reply.

    The name of the folder says what is written: `ALL` files, or the default graph in the form with
    this ending.
    """

    def job(payload: bytes) -> Reply:
        try:
            folder = Path(payload.decode())
            if folder.name == ALL:
                write_files(contents(store), folder)
            else:
                write_files([default_graph(store, folder.name)], folder)
        except OSError as error:
            detail = f"the files cannot be written: {error.strerror or type(error).__name__}"
            return _refusal(ProblemError(503, detail, cause=str(error)))
        except EndpointError as error:
            return _refusal(endpoint_problem(error))
        return Reply(b"", b"")

    return job


def _refusal(problem: ProblemError) -> Reply:
    return Reply(json.dumps([problem.status, problem.detail, problem.cause]).encode(), b"")


def decode(reply: Reply) -> None:
    """Raise the problem that the job met, if any.

    It is 503 where the files cannot be written, 502 or 504 where a remote store fails.
    """
    if reply.head:
        status, detail, cause = json.loads(reply.head)
        raise ProblemError(status, detail, cause=cause)


def write_files(files: Iterable[Content], folder: Path) -> None:
    """Create a folder with files, their checksums and a list of them.

    The folder appears complete or not at all. Raises OSError where it cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{folder.name}-"))
    try:
        entries = []
        for file in files:
            target = made / file.name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(file.content)
            entries.append(
                {
                    "file": file.name,
                    "media_type": file.media_type,
                    "contents": file.description,
                    "bytes": len(file.content),
                    "sha256": hashlib.sha256(file.content).hexdigest(),
                    "triples": file.triples,
                    "graph": file.graph,
                }
            )
        sums = "".join(f"{entry['sha256']}  {entry['file']}\n" for entry in entries)
        (made / CHECKSUMS).write_text(sums, encoding="utf-8")
        (made / MANIFEST).write_text(json.dumps(entries), encoding="utf-8")
        made.chmod(0o755)
        made.replace(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        # Another process may have created the same folder meanwhile.
        if not (folder / MANIFEST).is_file():
            raise
