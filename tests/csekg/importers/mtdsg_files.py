"""Writes small files in the XML of the UN's status chapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

ROW = "              <Row>\n{cells}              </Row>\n"


@dataclass(frozen=True, kw_only=True)
class File:
    """What a file says; cells are as printed, notes of participants in `<superscript>`."""

    reference: tuple[str, str, str] = ("IV", "11", "c")
    title: str = "Protocol on examples"
    header: Sequence[str] = ("Participant", "Signature", "Ratification, Accession(a)")
    rows: Sequence[Sequence[str]] = (
        ("Albania", "12 Dec 2000", "21 Aug 2002"),
        ("Belgium<superscript>1</superscript>", "", "17 Mar 2006 a"),
    )
    totals: Mapping[str, str] = field(default_factory=lambda: {"Signatories": "1", "Parties": "2"})

    def text(self) -> str:
        chapter, section, letter = self.reference
        named = f"<Subnumsect>{letter}</Subnumsect>" if letter else ""
        totals = "".join(
            f"<{name}Label>{name}</{name}Label><{name}>{count}</{name}>" for name, count in self.totals.items()
        )
        head = "".join(
            f'<Entry colname="{number}">{escape(cell, quote=False)}</Entry>\n'
            for number, cell in enumerate(self.header, 1)
        )
        rows = "".join(ROW.format(cells="".join(map(_entry, row))) for row in self.rows)
        return f"""<?xml version="1.0" encoding="iso-8859-1"?>
<Document>
  <Treaty>
    <Template>mtdsg</Template>
    <Header>
      <Chapter><Header>CHAPTER {chapter}</Header><Name>EXAMPLES</Name></Chapter>
      <ExternalData>
        <Numsect>{section}</Numsect>{named}
        <Titlesect>{escape(self.title, quote=False)}</Titlesect>
        <Conclusion>New York, 25 May 2000</Conclusion>
        <EIF><Label>Entry into force</Label><Labeltext>18 January 2002.</Labeltext></EIF>
        <Registration />
        <Status><Label>Status</Label>{totals}</Status>
        <TreatyText /><TreatyNote />
      </ExternalData>
    </Header>
    <Participants>
      <Table colsep="0" frame="none" rowsep="0">
        <TGroup cols="{len(self.header)}">
          <Thead><Row rowsep="0">{head}</Row></Thead>
          <Tbody>
            <Rows>
{rows}            </Rows>
          </Tbody>
        </TGroup>
      </Table>
    </Participants>
    <EndNotes></EndNotes>
    <Footer>Examples</Footer>
  </Treaty>
</Document>
"""

    def content(self) -> bytes:
        return self.text().encode("latin-1")


def _entry(cell: str) -> str:
    if not cell:
        return "                <Entry />\n"
    return f"                <Entry>{escape(cell, quote=False)}</Entry>\n"
