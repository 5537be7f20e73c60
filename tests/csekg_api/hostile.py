"""Queries as an attacker or a broken client would send them, from a seeded generator."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from csekg.sparql.saved_queries import saved_queries

_MARKS = [
    *"{}()<>?:#@|*+\"'\\",
    "^^",
    "\x00",
    "\ufeff",
    "\x80",
    "\u202e",
    "\U0001f600",
    "\\u0000",
    "\\uD800",
    "\\U0010FFFF",
]


def hostile(count: int, port: int, seed: int) -> Iterator[bytes]:
    """Yield so many queries as bytes, not all of them UTF-8; `port` is where none may call."""
    chance = random.Random(seed)
    texts = [query.text for query in saved_queries().values()]
    home = f"http://127.0.0.1:{port}/"
    makers: list[Callable[[], bytes]] = [
        lambda: _truncated(chance, texts),
        lambda: _edited(chance, texts),
        lambda: _spliced(chance, texts),
        lambda: _nested(chance).encode(),
        lambda: _huge(chance).encode(),
        lambda: _calling(chance, home).encode(),
        lambda: _updating(chance, home).encode(),
        lambda: _broken_text(chance),
    ]
    for number in range(count):
        yield makers[number % len(makers)]()


def bombs() -> list[str]:
    """Return queries that take for ever or all the memory there is, unless they are stopped."""
    rows = " ".join(f"({n})" for n in range(3000))
    crossed = " ".join(f"VALUES (?v{n}) {{ {rows} }}" for n in range(6))
    path = "!<a:p>"
    for _ in range(12):
        path = f"({path}|^{path})*" if len(path) < 2000 else f"({path}+)*"
    doubled = "BIND(STR(<a:b>) AS ?b0)" + "".join(f" BIND(CONCAT(?b{n}, ?b{n}) AS ?b{n + 1})" for n in range(60))
    patterns = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(40))
    return [
        f"SELECT (COUNT(*) AS ?n) {{ {crossed} }}",
        f"SELECT * {{ {crossed} }}",
        f"SELECT * {{ {crossed} }} ORDER BY ?v0 ?v1",
        f"SELECT DISTINCT * {{ {crossed} }}",
        f"SELECT (GROUP_CONCAT(?v0) AS ?all) {{ {crossed} }}",
        f"CONSTRUCT {{ [] <a:b> ?v0, ?v1 }} {{ {crossed} }}",
        f"SELECT * {{ {doubled} }}",
        f"ASK {{ ?s {path} ?o . FILTER(?s = ?nothing) }}",
        f"ASK {{ {patterns} FILTER(?a0 = ?nothing) }}",
        f"SELECT * {{ {patterns} FILTER NOT EXISTS {{ {patterns} }} }}",
        f'ASK {{ FILTER(REGEX("{"a" * 50_000}", "(a*)*(a*)*b{{1,900}}")) }}',
        "ASK { ?s ?p " + "(" * 300 + ")" * 300 + " }",
        "ASK { ?s ?p " + "[ ?p " * 300 + "1" + "]" * 300 + " }",
        "ASK { ?s " + "/".join(["<a:p>"] * 600) + " ?o }",
    ]


def _truncated(chance: random.Random, texts: list[str]) -> bytes:
    text = chance.choice(texts).encode()
    return text[: chance.randrange(len(text))]


def _edited(chance: random.Random, texts: list[str]) -> bytes:
    text = bytearray(chance.choice(texts).encode())
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(text))
        what = chance.randrange(3)
        if what == 0:
            text[place] = chance.randrange(256)
        elif what == 1:
            del text[place : place + chance.randint(1, 20)]
        else:
            text[place:place] = chance.choice(_MARKS).encode()
        text = text or bytearray(b" ")
    return bytes(text)


def _spliced(chance: random.Random, texts: list[str]) -> bytes:
    first, second = chance.choice(texts).split(), chance.choice(texts).split()
    words = first[: chance.randrange(len(first))] + second[chance.randrange(len(second)) :]
    return " ".join(words).encode()


def _nested(chance: random.Random) -> str:
    depth = int(10 ** chance.uniform(0.5, 4.05))
    closed = depth if chance.random() < 0.7 else chance.randrange(depth)
    before, opening, inner, closing, after = chance.choice(
        [
            ("ASK ", "{", "", "}", ""),
            ("SELECT (", "(", "1", ")", " AS ?x) {}"),
            ("SELECT (", "!", "1", "", " AS ?x) {}"),
            ("SELECT (", "STR(", "1", ")", " AS ?x) {}"),
            ("SELECT (", "1+", "1", "", " AS ?x) {}"),
            ("ASK { ?s ", "(", "<a:p>", ")", " ?o }"),
            ("ASK { ?s ", "(", "<a:p>", ")+", " ?o }"),
            ("ASK { ?s ", "^(", "<a:p>", ")", " ?o }"),
            ("ASK {", "FILTER NOT EXISTS {", "", "}", "}"),
            ("ASK {", "FILTER(EXISTS {", "", "})", "}"),
            ("ASK {", "OPTIONAL {", "", "}", "}"),
            ("ASK {", "MINUS {", "", "}", "}"),
            ("ASK {", "{} UNION {", "", "}", "}"),
            ("ASK {", "GRAPH ?g {", "", "}", "}"),
            ("ASK {", "{ SELECT * {", "", "}}", "}"),
            ("ASK { VALUES ?x { ", "<< <a:a> <a:b> ", "1", " >>", " } }"),
        ]
    )
    return before + opening * depth + inner + closing * closed + after


def _huge(chance: random.Random) -> str:
    size = int(10 ** chance.uniform(2, 4.7))
    return chance.choice(
        [
            f'SELECT ("{"x" * size}" AS ?x) {{}}',
            f"SELECT * {{ <http://example.org/{'x' * size}> ?p ?o }}",
            f"SELECT ?{'v' * size} {{ ?{'v' * size} ?p ?o }}",
            f"ASK {{ VALUES ?x {{ {'1 ' * (size // 2)} }} }}",
            f"SELECT ({'9' * size} AS ?x) {{}}",
            f"SELECT (1e{'9' * min(size, 5000)} AS ?x) {{}}",
            f"SELECT (STRLEN({'<a:b>' * size}) AS ?x) {{}}",
            "w" * size,
            "#" + "comment" * size,
            " \n" * size + "ASK {}",
            "PREFIX a: <a:> " * (size // 10) + "ASK {}",
            f"ASK {{ {'?s ?p ?o . ' * min(size // 10, 200)} }}",
            f"SELECT * {{}} LIMIT {'9' * min(size, 400)} OFFSET {'9' * 20}",
            '"""' + "\\" * size,
        ]
    )


def _calling(chance: random.Random, home: str) -> str:
    word = "".join(chance.choice([c, c.lower()]) for c in "SERVICE")
    place = chance.randrange(7)
    escaped = word[:place] + f"\\u{ord(word[place]):04x}" + word[place + 1 :]
    long = word[:place] + f"\\U{ord(word[place]):08X}" + word[place + 1 :]
    return chance.choice(
        [
            f"SELECT * {{ {word} <{home}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ {escaped} <{home}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ {long} SILENT <{home}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ {word} SILENT <{home}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{home}> AS ?e) {word} ?e {{ ?s ?p ?o }} }}",
            f"SELECT * {{ ?s ?p '''a'b''' . {word}<{home}>{{ ?s ?p ?o }} }}",
            f"SELECT * {{ ?s ?p 'it\\'s' . {word} <{home}> {{}} ?a ?b 'c' }}",
            f'SELECT * {{ ?s ?p "\\\\" . {word} <{home}> {{}} ?a ?b "" }}',
            f"SELECT * {{ FILTER(1<2) {word} <{home}> {{}} FILTER(2>1) }}",
            f"SELECT * {{ FILTER(?a<?b&&?c>?d) {word} <{home}> {{}} }}",
            f"SELECT * {{ ?s a:b\\#c ?o . {word} <{home}> {{}} }}",
            f"SELECT * {{ ?s a:b%23 ?o . {word} <{home}> {{}} }}",
            f"SELECT * {{ _:{word} ?p ?o . {word} <{home}> {{}} }}",
            f"SELECT * {{ ?s ?p 1.{word} <{home}> {{}} }}",
            f"SELECT * {{ ?s ?p 'x'@en.{word} <{home}> {{}} }}",
            f"SELECT * {{ ?s ?p ?o.{word} <{home}> {{}} }}",
            f"SELECT * {{ #\\u000a {word} <{home}> {{ ?s ?p ?o }}\n }}",
            f"SELECT * {{ #\r{word} <{home}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ \\u0023\n{word} <{home}> {{ ?s ?p ?o }} }}",
            f'SELECT * {{ ?s ?p "\\u0022 . {word} <{home}> {{}} ?a ?b \\u0022" }}',
            f"SELECT * {{ <{home}\\u003e . {word} <{home}> {{}} }}",
            f"BASE <{home}> SELECT * {{ {word} <x> {{}} }}",
            f"PREFIX h: <{home}> SELECT * {{ {word} h:x {{}} }}",
            f"PREFIX {word}: <{home}> SELECT * {{ {word} {word}:x {{}} }}",
            f"SELECT * FROM <{home}> {{ ?s ?p ?o }}",
            f"SELECT * FROM NAMED <{home}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            f"DESCRIBE <{home}>",
            f"SELECT * {{ GRAPH <{home}> {{ ?s ?p ?o }} }}",
        ]
    )


def _updating(chance: random.Random, home: str) -> str:
    return chance.choice(
        [
            f"LOAD <{home}>",
            f"LOAD SILENT <{home}> INTO GRAPH <a:b>",
            f"ASK {{}} ; LOAD <{home}>",
            f"# LOAD <{home}>\nCLEAR ALL",
            "DROP SILENT ALL",
            "DELETE WHERE { ?s ?p ?o }",
            "INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
            f"SELECT * {{ ?s ?p '; LOAD <{home}>' }}",
            f"COPY <{home}> TO DEFAULT",
            f"CREATE GRAPH <{home}>",
        ]
    )


def _broken_text(chance: random.Random) -> bytes:
    query = b"SELECT * { ?s ?p ?o } LIMIT 1"
    place = chance.randrange(len(query) + 1)
    dirt = chance.choice(
        [
            b"\x00",
            b"\xef\xbb\xbf",
            b"\xff\xfe",
            b"\xed\xa0\x80",
            b"\xf4\x90\x80\x80",
            b"\xc0\xaf",
            b"\xe2\x80\xae",
            b"\xc2\xa0",
            b"\r",
            b"\x1a",
            b"\\uD800",
            b"\\u00",
            b"\\UFFFFFFFF",
            bytes(chance.randrange(256) for _ in range(20)),
        ]
    )
    return query[:place] + dirt + query[place:]
