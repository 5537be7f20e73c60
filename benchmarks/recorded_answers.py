"""Records what the service and the commands answer, and tells what differs between two records.

    python -m benchmarks.recorded_answers record before.zip
    python -m benchmarks.recorded_answers compare before.zip after.zip

A record has all pages of the sitemap and of the forms in six languages, the operations of REST in
their forms and in six languages, the saved queries in four forms, the tidy tables, briefs in three
forms, the dataset and commands in two languages. Nonces, hashes of versions and the times that an
answer took are blanked. It is made in this process, by the code and the data of the checkout.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import unified_diff
from itertools import islice
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.testclient import TestClient
from typer.testing import CliRunner

from benchmarks.first_visits import FORMS
from csekg.cli import app as commands
from csekg.dataset.cache import dataset_bytes, open_store
from csekg.languages.current import LANGUAGES
from csekg.sparql.saved_queries import saved_queries
from csekg.sparql.store import QueryEngine
from csekg.tables.all_tables import TABLES
from csekg.tables.as_csv import to_csv
from csekg_api.app import create_app
from csekg_api.indexes import dataset_report
from csekg_api.settings import Settings
from csekg_api.web.openapi import operations_of
from tests.csekg_api.web.make_examples import WITHOUT, _body, _example

#: Forms beside those of the first visits.
_FORMS = (
    "/?treaty=opsc",
    "/joined?state=KEN&state=IRL&treaty=opsc&treaty=crc",
    "/changes?from=2000-01-01&to=2003-12-31",
    "/changes?actor=FRA",
    "/search?q=grooming",
    "/search?q=xyzzy",
    "/joined?status=not-bound&treaty=crc",
    "/joined?status=not-bound&treaty=cets224",
    "/joined?status=not-bound&treaty=opsc&on=2007-04-27",
    "/joined?view=table&group=m49-002&on=1995-01-01",
    "/states?sort=name",
    "/treaties?sort=parties",
    "/states/YUG",
    "/states/DDR",
    "/states/EUE",
    "/compare?state=VAT&state=PSE",
    "/embed/treaties/opsc/map?on=2007-04-27",
    "/nothing",
    "/changes.atom",
    "/changes.json",
    "/calendar.ics",
    "/states/KEN/calendar.ics",
    "/llms.txt",
    "/sitemap.xml",
    "/states/XYZ",
    "/joined?treaty=nothing",
)
_BRIEFS = (
    "AFG",
    "ARG",
    "AUS",
    "BGD",
    "BRA",
    "CAN",
    "CHN",
    "COD",
    "COK",
    "DEU",
    "EGY",
    "EUE",
    "FJI",
    "FRA",
    "GBR",
    "IND",
    "IRL",
    "JPN",
    "KEN",
    "MEX",
    "NIU",
    "PSE",
    "RUS",
    "SAU",
    "SOM",
    "SWE",
    "TUV",
    "USA",
    "VAT",
    "XKX",
)
_COMMANDS = (
    "state Ireland",
    "state KEN",
    "state SRB",
    "state YUG",
    "state EUE",
    "status opsc",
    "status crc",
    "status opsc --on 2007-04-27",
    "status cets224",
    "status opsc --format json",
    "gaps opsc",
    "gaps crc",
    "gaps cets201",
    "gaps opsc --format csv",
    "query",
    "promises Kenya",
    "network path ccpcj-16-2/op/4/a crc/article/34",
    "network central",
    "languages",
    "validate --format json",
    "query who-was-bound-on",
    "query footnotes --format csv",
    "state opcs",
    "status nothing",
)
_SPARQL_FORMS = ("csv", "json", "tsv", "xml")
# Nonces; hashes of files, of the dataset and of releases; the program's own version in the wheel.
_CHANGING = re.compile(rb"(?<![0-9a-zA-Z])[0-9a-f]{12,64}(?![0-9a-zA-Z])|[?&]v=[0-9A-Za-z]+")
_PATIENT = Settings(page_timeout=300, query_timeout=300, answer_cache_mb=0)
#: Differing answers of one kind that are shown, and lines of each.
_SHOWN, _LINES = 3, 12


def record(file: str) -> None:
    """Write a record to a file: one member for each answer, with its status in the first line."""
    store = open_store()
    dataset_report(store)
    count = 0
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as record,
        TestClient(create_app(store, "abc123", _PATIENT), follow_redirects=False) as client,
    ):
        for name, content in (*_data(store), *_commands()):
            record.writestr(name, _CHANGING.sub(b"#", content))
            count += 1
        for name, path, headers, body in (*_pages(client), *_rest(client), *_queries()):
            answer = client.request("POST" if body else "GET", path, headers=headers, **body)
            type_ = answer.headers.get("content-type", "")
            head = f"{answer.status_code} {type_} {answer.headers.get('location', '')}\n"
            content = _CHANGING.sub(b"#", _read(answer.content, type_))
            record.writestr(name, head.encode() + content)
            count += 1
    print(f"{count} answers in {file}")


def _read(content: bytes, type_: str) -> bytes:
    """Return an answer as text where it is a packed document."""
    if "officedocument" not in type_:
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"\n".join(packed.read(name) for name in sorted(packed.namelist()) if "docProps" not in name)


def _data(store: QueryEngine) -> Iterator[tuple[str, bytes]]:
    yield "dataset/csekg.nq", dataset_bytes()
    for table in TABLES:
        yield f"table/{table.name}.csv", to_csv(table.keys, table.rows(store), line_end="\n")


def _commands() -> Iterator[tuple[str, bytes]]:
    for language in ("en", "fr"):
        for command in _COMMANDS:
            result = CliRunner().invoke(commands, ["--language", language, *command.split()])
            text = f"{result.exit_code}\n{result.output}{result.exception or ''}"
            yield f"command/{language}/{command}", text.encode()


Ask = tuple[str, str, dict[str, str], dict[str, Any]]


def _pages(client: TestClient) -> Iterator[Ask]:
    sitemap = client.get("/sitemap-en.xml").text
    paths = [urlsplit(place).path or "/" for place in re.findall(r"<loc>([^<]+)</loc>", sitemap)]
    shown = [f"/states/{key}/brief" for key in _BRIEFS]
    briefs = [f"{path}.{form}" for path in shown for form in ("pdf", "docx")]
    for path in dict.fromkeys((*paths, *FORMS, *_FORMS, *shown, *briefs)):
        for language in LANGUAGES:
            root = "" if language == "en" else f"/{language}"
            kind = "brief" if path in briefs else "page"
            yield f"{kind}/{language}{path}", root + path, {"Accept": "text/html, */*;q=0.5"}, {}


def _rest(client: TestClient) -> Iterator[Ask]:
    for path, method, operation in operations_of(client.get("/openapi.json").json()):
        if operation["operationId"] in WITHOUT or not path.startswith("/api/"):
            continue
        address, query = path, {}
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "path":
                address = address.replace(f"{{{parameter['name']}}}", str(_example(parameter)))
            elif parameter["in"] == "query" and parameter.get("required"):
                query[parameter["name"]] = _example(parameter)
        forms = next(
            (p["schema"].get("enum") or _enum(p) for p in operation.get("parameters", ()) if p["name"] == "format"), []
        )
        body = _body(operation) if method == "post" else {}
        headers = {"Content-Type": str(body.pop("type"))} if "type" in body else {}
        for form in forms or ["json"]:
            for language in LANGUAGES:
                wanted = {**query, **({"format": form} if forms else {}), "lang": language}
                if operation["operationId"].startswith("compare"):
                    states = "States" in operation["operationId"]
                    wanted |= {"state": ["FRA", "KEN"]} if states else {"treaty": ["opsc", "tip"]}
                asked = f"{address}?{urlencode(wanted, doseq=True)}"
                yield f"rest/{language}/{method}{asked}", asked, headers, body


def _enum(parameter: dict[str, Any]) -> list[str]:
    choices = parameter["schema"].get("anyOf", [])
    return next((choice["enum"] for choice in choices if "enum" in choice), [])


def _queries() -> Iterator[Ask]:
    for name, query in saved_queries().items():
        for form in _SPARQL_FORMS:
            path = f"/sparql?{urlencode({'query': query.text, 'format': form})}"
            yield f"query/{name}.{form}", path, {}, {}
        for language in LANGUAGES:
            path = f"/api/v1/queries/{name}/results?lang={language}"
            yield f"query/{language}/{name}", path, {}, {}


def compare(before: str, after: str) -> int:
    """Print what differs between two records, by kind of answer; return how many answers do."""
    differing: defaultdict[str, list[tuple[str, bytes, bytes]]] = defaultdict(list)
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        names = sorted({*old.namelist(), *new.namelist()})
        for name in names:
            was, now = (_member(record, name) for record in (old, new))
            if was != now:
                differing[_kind(name)].append((name, was, now))
    for kind, answers in sorted(differing.items()):
        print(f"## {kind}: {len(answers)} differ")
        for name, was, now in answers[:_SHOWN]:
            print(f"   {name}")
            lines = unified_diff(_lines(was), _lines(now), lineterm="", n=0)
            for line in islice(lines, 2, 2 + _LINES):
                print(f"     {line[:300]}")
    count = sum(map(len, differing.values()))
    print(f"{count} of {len(names)} answers differ")
    return count


def _member(record: zipfile.ZipFile, name: str) -> bytes:
    try:
        return record.read(name)
    except KeyError:
        return b""


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace")
    if text[:80].count("json") and "\n{" in text[:200]:
        head, _, body = text.partition("\n")
        text = f"{head}\n{json.dumps(json.loads(body), indent=1, ensure_ascii=False)}"
    return text.replace("><", ">\n<").splitlines()


def _kind(name: str) -> str:
    """Return the kind of an answer: what it is, its language, and the beginning of its path."""
    return "/".join(re.split(r"[/?]", name)[:3])


def main(arguments: Iterable[str]) -> int:
    match [*arguments]:
        case ["record", file]:
            record(file)
            return 0
        case ["compare", before, after]:
            return min(1, compare(before, after))
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
