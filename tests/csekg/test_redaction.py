"""Text of a server is shown on one line, shortened and without credentials."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest

from csekg import errors
from csekg.errors import hide, quoted
from csekg.sparql.errors import LONGEST, EndpointError

SECRET = 'p4ss "wörd" & <more>/+%'


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "_secrets", [])
    hide("https://h.example/sparql?apikey=k3y-in-url&x", "me", SECRET, "t0ken")


@pytest.mark.parametrize(
    "echo",
    [
        SECRET,
        f"me:{SECRET}",
        quote(SECRET, safe=""),
        f"Basic {base64.b64encode(f'me:{SECRET}'.encode()).decode()}",
        "p4ss &quot;wörd&quot; &amp; &lt;more&gt;/+%",
        '{"password": "p4ss \\"w\\u00f6rd\\" & <more>/+%"}',
        "Bearer t0ken",
        "POST /sparql?apikey=k3y-in-url",
    ],
)
def test_our_credentials_are_hidden_however_they_are_written(echo: str) -> None:
    shown = quoted(f"denied: {echo} (realm r)")
    assert shown.startswith("denied: ")
    assert "***" in shown
    for part in ("p4ss", "t0ken", "k3y", "more", base64.b64encode(b"me:p4ss").decode()[:8]):
        assert part not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # Credentials of the server itself, which csekg cannot know.
        ("no route to http://root:toor@10.0.0.7:8890/db", "no route to http://***@10.0.0.7:8890/db"),
        ("jdbc:x;user=sa;password=hunter2;y=1", "jdbc:x;user=sa;password=***;y=1"),
        ('{"api_key": "abc", "n": 1}', '{"api_key": "***", "n": 1}'),
        ("got Authorization: Negotiate YII== and more", "got Authorization ***"),
        ('Digest username="me", response="0a1b"', "Digest username ***"),
        ("bearer abc.def", "bearer ***"),
        # Not everything is a secret.
        ("a basic graph pattern, at // 3:4 @ 5", "a basic graph pattern, at // 3:4 @ 5"),
        ("line one\r\nline two\t end ", "line one line two end"),
        ("\x1b[2J\x00\u202e\u2066é", r"\x1b[2J\x00\u202e\u2066é"),
    ],
)
def test_what_looks_like_a_secret_or_moves_the_cursor(text: str, shown: str) -> None:
    assert quoted(text) == shown


def test_a_secret_at_the_end_of_what_is_shown_is_not_cut_in_two() -> None:
    for before in range(150, 230):
        assert "t0k" not in quoted("x" * before + "t0ken" + "y" * 300)


def test_it_is_short() -> None:
    assert len(quoted("word " * 100_000)) <= 204
    assert len(str(EndpointError("x" * 100_000))) <= LONGEST + 4
