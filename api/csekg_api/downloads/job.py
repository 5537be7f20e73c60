"""Writing the files of the dataset, as a job for a worker process."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from csekg.engine import Job, Reply
from csekg.query_engine import QueryEngine
from csekg_api.downloads.contents import contents

MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"


def downloads_job(store: QueryEngine) -> Job:
    """Return the job: its payload is the folder to make; the head of its reply tells an error."""

    def job(payload: bytes) -> Reply:
        try:
            write_files(store, Path(payload.decode()))
        except OSError as error:
            return Reply(str(error).encode(), b"")
        return Reply(b"", b"")

    return job


def write_files(store: QueryEngine, folder: Path) -> None:
    """Make a folder with all files, their checksums and a list of them.

    It appears complete or not at all. Raises OSError where it cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{folder.name}-"))
    try:
        entries = []
        for file in contents(store):
            target = made / file.name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(file.content)
            entries.append(
                {
                    "file": file.name, "media_type": file.media_type,
                    "contents": file.description, "bytes": len(file.content),
                    "sha256": hashlib.sha256(file.content).hexdigest(), "triples": file.triples,
                    "graph": file.graph,
                }
            )  # fmt: skip
        sums = "".join(f"{entry['sha256']}  {entry['file']}\n" for entry in entries)
        (made / CHECKSUMS).write_text(sums, encoding="utf-8")
        (made / MANIFEST).write_text(json.dumps(entries), encoding="utf-8")
        made.chmod(0o755)
        made.replace(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        # Another process may have made the same folder in the meantime.
        if not (folder / MANIFEST).is_file():
            raise
