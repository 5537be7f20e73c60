"""`csekg digest`: a mail that mail programs read; an exit code where nothing is to tell."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from csekg.answers.common.references import treaties
from csekg.errors import CsekgError, UnknownNameError
from csekg.sparql.oxigraph_store import Store
from tests.command import invoke

_PERIOD = ("--since", "2026-03-01", "--until", "2026-08-31")


def _mail(*arguments: str) -> EmailMessage:
    result = invoke("digest", *arguments)
    assert result.exit_code == 0, result.output
    message = message_from_bytes(result.stdout_bytes, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    assert not any(part.defects for part in message.walk())
    return message


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_the_mail_has_the_fields_that_a_server_needs() -> None:
    message = _mail(*_PERIOD, "--from", "register@example.org", "--to", "ana@example.org")
    assert (message["From"], message["To"]) == ("The 16/2 Register <register@example.org>", "ana@example.org")
    assert message["Date"].datetime is not None
    assert re.fullmatch(r"<[^<>@\s]+@example.org>", message["Message-ID"])
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert _mail(*_PERIOD)["To"] is None


def test_both_forms_tell_the_same(store: Store) -> None:
    message = _mail(*_PERIOD, "--treaty", "p029")
    plain, page = _body(message, "plain"), _body(message, "html")
    assert message["Subject"].startswith("Forced Labour Protocol, 2014: ")
    spoken = " ".join(plain.split())
    for told in (
        "9 Jun 2026: Italy, Forced Labour Protocol, 2014: ratification",
        "9 Jun 2026 + 12 months = 9 Jun 2027",
        "25 Aug 2026: Brazil, Forced Labour Protocol, 2014: became bound",
        "The depositary's record is authoritative",
    ):
        assert told in spoken
        assert told in " ".join(re.sub(r"<br>", " ", re.sub(r"</?a[^>]*>", "", page)).replace("&#39;", "'").split())
    addresses = set(re.findall(r"https://w3id\.org/\S+", plain))
    assert addresses == set(re.findall(r'href="([^"]+)"', page))
    assert max(map(len, (line for line in plain.splitlines() if "https" not in line))) <= 76
    assert treaties(store)["p029"].as_of.isoformat() > "2026-03-01"
    assert "Where the data end" not in plain


@pytest.mark.parametrize("language", ["en", "fr"])
def test_with_a_public_address_the_links_lead_to_pages(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setenv("CSEKG_PUBLIC_URL", "https://treaties.example.org/register/")
    monkeypatch.setenv("CSEKG_SITE_NAME", "Treaty Watch")
    monkeypatch.setenv("CSEKG_LANGUAGE", language)
    message = _mail(*_PERIOD, "--treaty", "p029")
    plain, page = _body(message, "plain"), _body(message, "html")
    root = "https://treaties.example.org/register" + ("" if language == "en" else f"/{language}")
    addresses = re.findall(r"https://\S+", plain)
    assert f"{root}/states/ITA#under-p029" in addresses
    assert addresses == re.findall(r'href="([^"]+)"', page)
    assert all(address.startswith(f"{root}/") for address in addresses)
    assert message["From"] == "Treaty Watch <csekg@localhost>"


def test_what_the_data_do_not_reach_is_told() -> None:
    plain = _body(_mail("--since", "2026-08-01", "--until", "2026-11-25"), "plain")
    ends = plain.split("Where the data end before the period begins")[1]
    assert "OPSC: 3 Feb 2026" in ends
    assert "UNTOC" not in ends


def test_with_nothing_to_tell_there_is_no_mail() -> None:
    result = invoke("digest", "--since", "2026-10-01", "--until", "2026-10-31", "--state", "FRA")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "nothing to tell from 2026-10-01 to 2026-10-31: no mail\n"


def test_what_cannot_be_told_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="opsc"):
        invoke("digest", *_PERIOD, "--treaty", "opcs")
    with pytest.raises(CsekgError, match="is before the first"):
        invoke("digest", "--since", "2026-08-31", "--until", "2026-03-01")
    for address in ("ana", "ana@example.org\nBcc: x@example.org", "a b@example.org", "@"):
        with pytest.raises(CsekgError, match="is no mail address"):
            invoke("digest", *_PERIOD, "--to", address)
    assert invoke("digest").exit_code == 2
