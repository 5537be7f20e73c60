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


def page(entries: Sequence[tuple[str, str, str]], total: str = "7769") -> bytes:
    """Write a page of the search: number, title and moment of the last change of each treaty."""
    records = "".join(
        f"""<s:record><s:recordSchema>x</s:recordSchema><s:recordPacking>xml</s:recordPacking>
<s:recordData><gzd><originalData><meta>
<owmskern><identifier>{number}</identifier><title xml:lang="nl">{escape(title)}</title>
<language>nl</language><type scheme="x">Verdrag</type><creator scheme="x">M</creator>
<modified>2020-04-18</modified></owmskern>
<owmsmantel><issued>2014-01-14</issued></owmsmantel>
<tpmeta><partij xml:lang="nl">Duitsland</partij>
<datumTijdstipWijzigingWork>{changed}</datumTijdstipWijzigingWork></tpmeta>
</meta></originalData><enrichedData><url>x</url></enrichedData></gzd></s:recordData>
<s:recordPosition>{position}</s:recordPosition></s:record>"""
        for position, (number, title, changed) in enumerate(entries, 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<s:searchRetrieveResponse xmlns:s="urn:x"><s:version>2.0</s:version>
<s:numberOfRecords>{total}</s:numberOfRecords><s:records>{records}</s:records>
<s:nextRecordPosition>9</s:nextRecordPosition></s:searchRetrieveResponse>
""".encode()


def _fields(fields: Mapping[str, str]) -> str:
    return "".join(element(name, value) for name, value in fields.items())
