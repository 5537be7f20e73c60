"""The description of a release for Zenodo, and what all its descriptions say."""

from __future__ import annotations

import json

from csekg import namespaces as ns
from csekg.releases.folder import Manifest

#: Whom a release is cited by and published by.
CONTRIBUTORS = "csekg contributors"
TITLE = "csekg: the international law against the sexual exploitation of children"
SUMMARY = (
    "Commission on Crime Prevention and Criminal Justice resolution 16/2, the instruments it "
    "cites, their articles, and what States have done about them, as a knowledge graph. Each "
    "statement names its source and the day on which that stands. The depositary's record is "
    "authoritative; this is not it."
)


def zenodo(about: Manifest) -> bytes:
    """Return the metadata of a deposit, as Zenodo's deposit API and `.zenodo.json` take them."""
    related = [
        {"identifier": ns.release(about.version).value, "relation": "isIdenticalTo",
         "resource_type": "dataset"},
    ]  # fmt: skip
    if about.previous:
        related.append(
            {"identifier": ns.release(about.previous).value, "relation": "isNewVersionOf",
             "resource_type": "dataset"}
        )  # fmt: skip
    metadata = {
        "upload_type": "dataset",
        "title": TITLE,
        "version": about.version,
        "publication_date": about.released_on.isoformat(),
        "description": f"<p>{SUMMARY}</p>",
        "creators": [{"name": CONTRIBUTORS}],
        "license": "cc-by-4.0",
        "access_right": "open",
        "language": "eng",
        "keywords": [
            "children's rights", "child sexual exploitation", "international law",
            "knowledge graph", "linked data", "treaties",
        ],
        "related_identifiers": related,
        **({"doi": about.doi} if about.doi else {}),
    }  # fmt: skip
    return json.dumps(metadata, ensure_ascii=False, indent=1).encode() + b"\n"
