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
    parts: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)

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
        notes = "".join(
            f'<Note><index>{mark}</index><text type="para">{escape(text)}</text></Note>'
            for mark, text in self.notes.items()
        )
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
    {self.parts}
    <EndNotes>{notes}</EndNotes>
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


STATEMENTS = """<SpecialTables>
      <Table>
        <TableNo>1</TableNo><Columns>2</Columns><Title>Contributions</Title>
        <TableHeader><Title>Participant</Title><Title>Amount</Title></TableHeader>
        <Rows><Row><Column>[Albania]</Column><Column>1,000</Column></Row></Rows>
      </Table>
    </SpecialTables>
    <Declarations>
      <Title>Declarations and Reservations</Title>
      <Declaration>
        <Participant>Albania&lt;superscript&gt;2&lt;/superscript&gt;</Participant>
        <text type="title">Reservation:</text>
        <text type="para">We do not accept &lt;i&gt;article 5&lt;/i&gt;.</text>
        <text type="title">Declarations:</text>
        <text type="para">We read article 7 so.</text>
        <text type="para" />
        <text type="para">And article 8.</text>
      </Declaration>
    </Declarations>
    <Objections>
      <Title>Objections</Title>
      <Objection>
        <Participant>Belgium</Participant>
        <text>&lt;right&gt;4 October 2002&lt;/right&gt;</text>
        <text type="title">With regard to the reservation of Albania:</text>
        <text type="para">Belgium objects.</text>
        <text>&lt;right&gt;5 October 2003*&lt;/right&gt;</text>
        <text type="para">And again.</text>
      </Objection>
    </Objections>
    <DeclarationsUnderArticle />
    <Notifications>
      <Notification><Participant>Albania</Participant>
        <text type="para">The authority is the ministry.</text></Notification>
    </Notifications>
    <TerritorialApplications show="YES">
      <Title>Territorial Application</Title>
      <Header><col1>Participant</col1><col2>Date</col2><col3>Territories</col3></Header>
      <Application><Participant>Belgium</Participant>
        <DateNotification>4 Apr 2003</DateNotification><Territories>Aruba</Territories>
      </Application>
      <Application><Participant />
        <DateNotification>5 Apr 2003</DateNotification><Territories>Cura\xe7ao</Territories>
      </Application>
    </TerritorialApplications>
    <LON>
      <Table>
        <Title>Ratifications</Title>
        <Ratification>
          <State.no.link>Siam</State.no.link>
          <Ratification.date>&lt;right&gt; (May, 10th, 1933)&lt;/right&gt;</Ratification.date>
          <Territories>Elsewhere</Territories>
          <Para>With a reservation.</Para>
        </Ratification>
      </Table>
    </LON>"""
