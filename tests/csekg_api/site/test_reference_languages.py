"""Reference pages, topics, the resolution and frames in other languages."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

PATHS = [
    "/method", "/glossary", "/sources", "/corrections", "/downloads", "/releases", "/topics",
    "/topics/demand", "/resolution", "/resolution/op/4/a", "/resolution/pp/2", "/query",
    "/treaties/opsc", "/matrix", "/changes", "/embed/treaties/opsc/parties", "/embed/states/SEN",
]  # fmt: skip
#: Words of templates of these pages, which stand in no name and no text of the dataset.
_OURS = re.compile(r"\b(Nothing here is|Who is bound|What changed|In our words|How to cite)\b")
_ENGLISH = re.compile(
    r'<span lang="en" dir="ltr">.*?</span>|<(title|option) lang="en".*?</\1>', re.DOTALL
)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_in_arabic_runs_from_right_to_left_and_marks_english(
    site: TestClient, path: str
) -> None:
    answer = site.get(f"/ar{path}", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert '<html lang="ar" dir="rtl">' in answer.text
    body = answer.text.partition("<body")[2]
    plain = re.sub(r"<script.*?</script>|\s\w[\w-]*=\"[^\"]*\"(?=[^<]*>)", "",
                   _ENGLISH.sub("", body), flags=re.DOTALL)  # fmt: skip
    assert _OURS.search(plain) is None, _OURS.search(plain)


def test_words_of_the_ontology_keep_their_anchors_in_every_language(site: TestClient) -> None:
    anchors = [
        set(re.findall(r'<dt id="([^"]+)"', site.get(f"{prefix}/glossary").text))
        for prefix in ("", "/fr", "/zh")
    ]
    assert anchors[0] == anchors[1] == anchors[2]
    assert {"signature", "consent-to-be-bound", "party"} <= anchors[0]
