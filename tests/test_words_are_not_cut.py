"""No sentence of ours is taken apart: what cuts a text in the rooms of words cuts something else.

A module that matches, cuts or replaces within texts stands here with what these texts are.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_ROOMS = (
    "src/csekg/answers",
    "src/csekg/languages",
    "src/csekg/releases",
    "src/csekg/wording",
    "api/csekg_api/assistants",
    "api/csekg_api/briefs",
    "api/csekg_api/site",
    "api/csekg_api/web",
)
_CUTTING = {"partition", "replace", "rpartition"}

#: What is read, by module.
_READ = {
    "src/csekg/answers/common/base.py": "IRIs",
    "src/csekg/answers/common/groups.py": "IRIs",
    "src/csekg/answers/common/tables.py": "names of fields",
    "src/csekg/answers/network/picture.py": "paths of SVG",
    "src/csekg/answers/pages/links.py": "keys",
    "src/csekg/answers/practice/assessments.py": "IRIs",
    "src/csekg/answers/practice/recommendations.py": "days, and keys of recommendations",
    "src/csekg/answers/quality/discrepancies.py": "IRIs",
    "src/csekg/answers/quality/quality.py": "IRIs",
    "src/csekg/answers/quality/dataset.py": "IRIs",
    "src/csekg/answers/search/entries.py": "IRIs",
    "src/csekg/answers/search/indexes.py": "what somebody types",
    "src/csekg/answers/search/practitioner_words.py": "what somebody types, and English labels for their order",
    "src/csekg/answers/search/query_parsing.py": "what somebody types",
    "src/csekg/answers/common/actor_names.py": "names, folded, and what somebody types",
    "src/csekg/answers/claims/words.py": "words of a file, and what somebody claims",
    "src/csekg/answers/claims/pieces.py": "what somebody claims",
    "src/csekg/answers/claims/reading.py": "what somebody claims",
    "src/csekg/answers/claims/days.py": "days that somebody writes, and keys",
    "src/csekg/answers/status/question_answers.py": "forms of English verbs",
    "src/csekg/answers/briefs/brief.py": "IRIs",
    "src/csekg/answers/briefs/open_requests.py": "IRIs",
    "src/csekg/answers/briefs/newly_asked.py": "IRIs",
    "src/csekg/answers/status/upcoming.py": "days",
    "src/csekg/answers/status/news.py": "days",
    "src/csekg/answers/common/folding.py": "what somebody types",
    "src/csekg/answers/entities/description.py": "IRIs",
    "src/csekg/languages/catalogues.py": "the places for values in messages, and queries",
    "src/csekg/languages/days.py": "days",
    "src/csekg/languages/forms.py": "days of CLDR",
    "src/csekg/releases/citation_formats.py": "IRIs",
    "src/csekg/releases/forms.py": "N-Triples",
    "src/csekg/wording/labels.py": "codes",
    "api/csekg_api/briefs/kit_contents.py": "IRIs",
    "api/csekg_api/briefs/pdf.py": "finished files",
    "api/csekg_api/site/treaties/article.py": "IRIs, and keys of provisions",
    "api/csekg_api/briefs/sections.py": "IRIs, and numbers of articles",
    "api/csekg_api/site/states/recommendations.py": "IRIs, and keys of paragraphs",
    "api/csekg_api/site/states/brief.py": "the name of a file",
    "api/csekg_api/site/choices.py": "IRIs",
    "api/csekg_api/site/treaties/final_clauses.py": "durations, codes, symbols and addresses",
    "api/csekg_api/site/data/files.py": "names of files",
    "api/csekg_api/site/sharing/pictures.py": "a policy",
    "api/csekg_api/site/home.py": "days and IRIs",
    # Templates put a space between sentences, which Chinese has not.
    "api/csekg_api/site/page.py": "finished pages",
    "api/csekg_api/site/sharing/raster.py": "SVG",
    # A Chinese text is broken into lines where it has no space.
    "api/csekg_api/site/routes.py": "addresses",
    "api/csekg_api/site/sharing/drawing.py": "lines of pictures",
    "api/csekg_api/site/questions/query.py": "queries, and names of variables",
    "api/csekg_api/site/data/sources.py": "addresses",
    "api/csekg_api/site/topics/topics.py": "anchors",
    "api/csekg_api/site/states/state.py": "IRIs and codes",
    "api/csekg_api/site/treaties/treaty.py": "IRIs",
    "api/csekg_api/site/shared/world_map.py": "paths of SVG",
    "api/csekg_api/web/request_limits.py": "addresses of clients",
    "api/csekg_api/web/openapi.py": "codes",
    "api/csekg_api/web/formats.py": "media types",
    "api/csekg_api/web/headers.py": "header fields",
    "api/csekg_api/web/templates.py": "line ends",
    "api/csekg_api/web/problems.py": "messages of pydantic and pointers",
    "api/csekg_api/web/urls.py": "addresses",
}


def _cuts(source: str) -> bool:
    """Whether a module matches with regular expressions, or cuts or replaces within texts."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import) and any(name.name == "re" for name in node.names):
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CUTTING:
            return True
    return False


def test_each_module_that_cuts_texts_says_what_they_are() -> None:
    modules = (file for room in _ROOMS for file in (_ROOT / room).rglob("*.py"))
    cutting = {file.relative_to(_ROOT).as_posix() for file in modules if _cuts(file.read_text("utf-8"))}
    assert cutting == _READ.keys()


def test_no_noncharacter_stands_in_a_text() -> None:
    files = [file for room in ("src", "api") for file in (_ROOT / room).rglob("*.py")]
    assert len(files) > 300
    marked = re.compile("[\ufdd0-\ufdef]|\\\\u[fF][dD][dDeE]")
    assert [file.name for file in files if marked.search(file.read_text("utf-8"))] == []
