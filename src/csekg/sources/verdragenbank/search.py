"""A page of the search: which treaties it lists, and when each changed."""

from __future__ import annotations

from csekg.sources.dates import iso_day
from csekg.sources.elements import Element
from csekg.sources.records import Reading, SourceRecord
from csekg.sources.verdragenbank.fields import MANTLE, pass_over, read_core

_INDEXED = (
    "product-area", "content-area", "plaatsTotstandkoming", "statusVerdrag", "typeVerdrag",
    "isNLDepositair", "isHaagseConferentiePrivaatrecht", "inwerkingtredingsdatum", "partij",
    "geldigheidsperiodeNederland_startdatum", "geldigheidsperiodeNederland_einddatum",
    "documenttype", "datumTotstandkoming", "datumTijdstipWijzigingExpression", "afkorting",
    "uitwerkingtredingsdatum", "voorlopigeToepassingsdatum", "terugwerkendeKrachtDatum",
)  # fmt: skip
_PAGE = (
    "version", "nextRecordPosition", "echoedSearchRetrieveRequest", "resultCountPrecision",
    "facetedResults",
)  # fmt: skip


def read_page(root: Element) -> Reading:
    """Return one record for each treaty that a page of the search lists."""
    total = root.child("numberOfRecords")
    printed = total.leaf()
    if not (printed.isascii() and printed.isdecimal()):
        raise total.fail("is no number of treaties", printed)
    listing = root.child("records")
    records = tuple(_read_entry(entry) for entry in listing.children("record"))
    listing.done()
    if not records:
        raise listing.fail("lists no treaty: the page is empty", hint="Ask for another page.")
    pass_over(root, _PAGE)
    root.done()
    return Reading(
        reference="",
        title="Search for treaties",
        as_of=max((record.day for record in records if record.day), default=None),
        records=records,
        totals={"treaties": int(printed)},
        notices=(f"lists {len(records)} of {int(printed)} treaties",),
    )


def _read_entry(entry: Element) -> SourceRecord:
    position = entry.child("recordPosition").leaf()
    pass_over(entry, ("recordSchema", "recordPacking"))
    described = entry.child("recordData").only("gzd")
    entry.done()
    pass_over(described, ("enrichedData",))
    meta = described.child("originalData").only("meta")
    described.done()
    reference, title, _modified = read_core(meta.child("owmskern"))
    mantle, facts = meta.child("owmsmantel"), meta.child("tpmeta")
    meta.done()
    pass_over(mantle, MANTLE)
    mantle.done()
    changed = facts.child("datumTijdstipWijzigingWork")
    moment = changed.leaf()
    try:
        day = iso_day(moment.partition("T")[0])
    except ValueError as error:
        raise changed.fail(str(error)) from None
    pass_over(facts, _INDEXED)
    facts.done()
    return SourceRecord(
        participant="",
        kind="treaty",
        day=day,
        marker=reference,
        text=title,
        # Pages have one line.
        place=f"{entry.place}, record {position}",
    )
