"""Writes small files in the XML of the Dutch treaty database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

_NIL = ' xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def element(name: str, value: str = "") -> str:
    return f"<{name}>{escape(value, quote=False)}</{name}>" if value else f"<{name}{_NIL}/>"


def treaty(
    parties: Sequence[Mapping[str, str] | str] = (),
    parts: Sequence[Mapping[str, str]] = (),
    number: str = "009290",
    modified: str = "2025-12-04",
    body: str = "",
) -> bytes:
    listed = "".join(f"<Partij>{party if isinstance(party, str) else _fields(party)}</Partij>" for party in parties)
    realm = "".join(f"<Koninkrijksdeel>{_fields(part)}</Koninkrijksdeel>" for part in parts)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Verdragenbank>
  <meta>
    <owmskern xmlns:d="http://purl.org/dc/terms/">
      <d:identifier>{number}</d:identifier><d:title>Verdrag over voorbeelden</d:title>
      <d:language>nl</d:language><d:type scheme="x">Verdrag</d:type>
      <d:creator scheme="x">Ministerie</d:creator><d:modified>{modified}</d:modified>
    </owmskern>
    <owmsmantel><Tractatenbladen><Tractatenblad/></Tractatenbladen></owmsmantel>
    <verdragipm><sluitingsDatum>2000-05-25</sluitingsDatum></verdragipm>
  </meta>
  <body>
    <verdrag>
      <Opmerking>Iets.</Opmerking>
      <Koninkrijksdelen>{realm}</Koninkrijksdelen>
      <Partijen>{listed}</Partijen>
      <Moederverdragen/><Kindverdragen/><DepositaireGegevens/>{body}
    </verdrag>
  </body>
</Verdragenbank>
""".encode()


def _fields(fields: Mapping[str, str]) -> str:
    return "".join(element(name, value) for name, value in fields.items())
