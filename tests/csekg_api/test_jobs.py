"""A sealed worker opens no file, so the jobs have loaded all that they need before; how much an answer may have."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from csekg.errors import QueryError
from csekg.sparql.oxigraph_store import Store
from csekg_api.sparql.job import decode, encode, query_job
from csekg_api.sparql.protocol import QueryRequest
from tests.command import cache_in, environment
from tests.lean import lean

# In a process of its own, since this one has loaded much else.
_PROGRAM = """
import json
import os
import sys
from pathlib import Path
import csekg_api.service
from csekg_api.workers.seal import seal
from csekg.dataset.cache import changeable, open_store
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries
from csekg_api.jobs import job_table
from csekg_api.briefs.document import Document, Paragraph, Run
from csekg_api.briefs.job import BRIEF
from csekg_api.briefs.job import encode as encode_brief
from csekg_api.rest.validation import VALIDATE
from csekg_api.sparql.job import SPARQL
from csekg_api.sparql.protocol import QueryRequest
from csekg_api.settings import Settings
from csekg_api.rest import validation
from csekg_api.sparql import job as query_job

os.closerange(3, 4096)
store = Store.open(Path(sys.argv[1]))
store.triples()  # counts, as a worker finds it
jobs = job_table(store, Settings())
jobs[VALIDATE].prepare()
# Each validation has a worker of its own, and thus a copy of the dataset.
validation._COPIES += [changeable(open_store()) for _ in validation.REPORTS]
jobs[BRIEF].prepare()
texts = [
    "SELCT", "ASK { x:y ?p ?o }", "SELECT * { ?s ?p", "SELECT (<http://e.org/f>(1) AS ?x) {}",
    "SELECT ?s { ?s ?p ?o } ORDER BY ?o LIMIT 2", "CONSTRUCT WHERE { ?s a cse:Treaty }",
    "LOAD <x:y>",
    "SELECT ?s { ?s a cse:State FILTER NOT EXISTS "
    "{ ?x cse:treaty instrument:opsc ; cse:actor ?s } }",
    "SELECT ?s { ?s a cse:State OPTIONAL { ?x cse:actor ?s } FILTER(!BOUND(?x)) }",
    "SELECT (NOW() AS ?n) (REGEX('a', 'b', 'i') AS ?r) (SHA512('a') AS ?h) (STRUUID() AS ?u) {}",
    "ASK FROM <x:y> FROM <x:z> { ?s ?p ?o }", "ASK { SERVICE <x:y> {} }", "DESCRIBE cse:State",
]
types = ["", "text/csv", "text/turtle", "application/rdf+xml", "application/ld+json", "no/no"]
rows = "actor,treaty,kind,date\\nIreland,opsc,ratification,2026-01-01\\nIrland,x,y,2026-13-01\\n"
turtle = "<urn:x> a <https://w3id.org/csekg/ontology#Ratification> ."
bodies = {"text/csv": rows, "text/turtle": turtle}
seal(2)
replies = [
    jobs[SPARQL].run(query_job.encode(QueryRequest(text, None, accept)))
    for text in texts
    for accept in types
]
replies += [
    jobs[VALIDATE].run(json.dumps([media_type, report, "en"]).encode() + b"\\n" + body.encode())
    for media_type, body in bodies.items()
    for report in (validation.REPORTS if media_type == "text/csv" else ["application/json"])
]
words = Paragraph(line=(Run(text="words", path="/x"),))
brief = Document(
    title="t", subtitle="s", publisher="p", footer="f", base="", day=None, blocks=(words,),
    language="en", direction="ltr",
)
replies += [jobs[BRIEF].run(encode_brief(form, brief)) for form in ("pdf", "docx")]
answered = sum(bool(reply.head) for reply in replies)
print(answered)
"""


def test_jobs_open_no_file(small_file: Path, dataset: bytes, tmp_path: Path) -> None:
    with cache_in(tmp_path, lean(dataset)):
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(small_file)],
            capture_output=True,
            text=True,
            env=environment(),
            timeout=100,
        )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 25


def test_answer_beyond_the_limit_is_an_error_not_a_part(small_store: Store) -> None:
    values = " ".join(map(str, range(300)))
    query = "SELECT * { VALUES ?a { %s } VALUES ?b { %s } }"
    job = query_job(small_store, 1)
    with pytest.raises(QueryError, match="more than 1 megabytes"):
        decode(job(encode(QueryRequest(query % (values, values), "json", ""))))
    whole = decode(job(encode(QueryRequest(query % ("1", values), "csv", "")))).content
    assert len(whole.split()) == 301
