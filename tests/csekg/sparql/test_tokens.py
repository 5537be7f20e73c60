"""Texts are split into tokens as specified, also where Oxigraph splits otherwise."""

from __future__ import annotations

import time

import pytest

from csekg.sparql.tokens import UnreadableError, line_and_column, tokens


def split(text: str) -> list[str]:
    return [token.text for token in tokens(text)][:-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Dots within a name, and a dot that ends a triple.
        ("w:a.b.SERVICE", ["w:a.b.SERVICE"]),
        ("x:a.b. x:c.", ["x:a.b", ".", "x:c", "."]),
        (":a..b :a. .", [":a..b", ":a", ".", "."]),
        ("_:a.b.c _:d.", ["_:a.b.c", "_:d", "."]),
        ("a.b:c a.b", ["a.b:c", "a", ".", "B"]),
        (r"w:3.org\/2002\#Class.x:", [r"w:3.org\/2002\#Class.x:"]),
        ("e:%41.b e:-a", ["e:%41.b", "e:", "-", "a"]),
        # Numbers end where a word begins.
        ("1SERVICE 1.SERVICE 1.e5 .5 1.5.", ["1", "SERVICE", "1", ".", "SERVICE", "1.e5", ".5", "1.5", "."]),
        ("?a-1 -1.5e+3", ["a", "-1", "-1.5e+3"]),
        ("true trueSERVICE a A", ["TRUE", "TRUESERVICE", "a", "A"]),
        # Strings and comments.
        ("""'it\\'s' "" '' '''a'b''' \"\"\"a"\"b\"\"\"""", ["'it\\'s'", '""', "''", "'''a'b'''", '"""a""b"""']),
        ("'a'@en-us-x 'a'@en--ltr", ["'a'", "@en-us-x", "'a'", "@en--ltr"]),
        ("?a # SERVICE\n?b#c\r$d", ["a", "b", "d"]),
        # `<` begins an IRI, unless it is a comparison within parentheses.
        ("?a <b&c,d> ?e", ["a", "<b&c,d>", "e"]),
        ("(?a<?b&&?c>?d)", ["(", "a", "<", "b", "&&", "c", ">", "d", ")"]),
        ("(?a<=?b&&?c>=?d)", ["(", "a", "<=", "b", "&&", "c", ">=", "d", ")"]),
        ("(?a<'x>y')", ["(", "a", "<", "'x>y'", ")"]),
        ("(?a IN(<a>,<b,c>))", ["(", "a", "IN", "(", "<a>", ",", "<b,c>", ")", ")"]),
        ("(1 <urn:a>) (?a <http://x/?a=b&c=d>)", ["(", "1", "<urn:a>", ")", "(", "a", "<http://x/?a=b&c=d>", ")"]),
        ("?ö ö:é.ü _:ö·", ["ö", "ö:é.ü", "_:ö·"]),
        ("<<( ?s )>> {| |} ^^ ^ ||", ["<<(", "s", ")>>", "{|", "|}", "^^", "^", "||"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("ASK { 'a }", 6, "a string begins here that does not end"),
        ("ASK { '''a'' }", 6, "a string begins here that does not end"),
        ('ASK { "a\n" }', 6, "a string begins here that does not end"),
        ("ASK { \\u0053ERVICE <x:y> {} }", 6, "an escape stands outside of strings and IRIs"),
        ("ASK { ?s ?p ?o }\0", 16, "'\\x00' begins nothing"),
        ("ASK {\u00a0}", 5, "'\\xa0' begins nothing"),
        ("ASK { ?a\u00a0 ?p ?o }", 8, "cannot be in a name"),
        ("ASK { x:a\u2014 ?p ?o }", 9, "cannot be in a name"),
        ("ASK { \u0301a:b ?p ?o }", 6, "cannot be in a name"),
        ("ASK { @ }", 6, "'@' begins nothing"),
    ],
)
def test_what_begins_no_token_is_refused(text: str, at: int, message: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        tokens(text)
    assert message in str(raised.value)
    assert raised.value.at == at


def test_places() -> None:
    text = "SELECT *\n{ ?é\r\n x }"
    assert [line_and_column(text, token.start) for token in tokens(text)] == [
        (1, 1),
        (1, 8),
        (2, 1),
        (2, 3),
        (3, 2),
        (3, 4),
        (3, 5),
    ]


PIECES = (
    "<",
    "<a>",
    "'",
    "<'>",
    '"""',
    "#<",
    "?a<b:c'>",
    "a:",
    ":.",
    "a.",
    "{<a'>}",
    "'''\\",
    "a.b",
    "é",
    "?a..",
    "_:a.",
    "1.",
    "(",
    "a-.",
    "<\\u0041",
    "(?a<b&",
    "%",
    ":%4",
    ":\\",
    "@a-",
)


def test_a_long_text_is_read_in_no_time() -> None:
    """Each takes a tenth of a second; a tokenizer that backtracks takes minutes."""
    started = time.process_time()
    for piece in PIECES:
        try:
            tokens(piece * 50_000)
        except UnreadableError:
            continue
    assert time.process_time() - started < 60
