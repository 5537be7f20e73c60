"""The index of treaties that the Council of Europe's service gives (`traites/search`)."""

from __future__ import annotations

from collections.abc import Sequence

from csekg.sources.coe.fields import answer_day, clean
from csekg.sources.elements import Fields
from csekg.sources.records import Reading, SourceFileError, SourceRecord

_LANGUAGES = ("ENG", "FRE", "GER", "ITA", "RUS")
#: Fields that say nothing which a record holds: links to texts, names and codes of the service.
_UNUSED = frozenset(
    f"{name}_{language}"
    for language in _LANGUAGES
    for name in (
        "Lien_html_resume", "Lien_html_traite", "Lien_word_traite", "Lien_pdf_traite",
        "Lien_html_rapex", "Lien_word_rapex", "Lien_pdf_rapex", "Nom_commun",
    )
) | frozenset((
    "Code_prot", "Code_lieu_ste", "Code_conv", "Code_ent_vig_ste", "Code_renvoi_vig_ste",
    "Code_envoi_notif", "Code_mode_sig", "Code_integration", "Numero_traite_parent",
    "Numero_enreg_onu", "Date_enreg_onu", "Numero_certificat_onu", "Date_certificat_onu",
    "Rapex_date_adoption", "IdArticleResume", "Lien_PDF_traite_bilingue",
    "resume_lfr_Article_Id", "translation_lfr_Article_Id", "explanatory_lfr_Article_Id",
    "protocole_lfr_Article_Id", "related_Sites_lfr_ArticleId", "related_Texts_lfr_ArticleId",
    "Date_closed_to_legal_act", "Mention",
))  # fmt: skip


def reading(answer: Sequence[object], place: str) -> Reading:
    """Return one record of kind `treaty` for each entry of the index.

    Its text is the title, its marker the number of the treaty, its day that of the opening, and
    `effective_on` the entry into force. Raises SourceFileError for an entry that is not one.
    """
    records: dict[str, SourceRecord] = {}
    for index, entry in enumerate(answer):
        record = _entry(Fields(entry, f"{place}:[{index}]"))
        if record.marker in records:
            raise SourceFileError(record.place, "lists a treaty a second time", record.marker)
        records[record.marker] = record
    return Reading(
        reference="", title="Treaties of the Council of Europe", records=tuple(records.values())
    )


def _entry(fields: Fields) -> SourceRecord:
    number = clean(fields.take("Numero_traite", str), fields)
    titles = [fields.maybe(f"Libelle_titre_{language}", str) for language in _LANGUAGES]
    title = next((each for each in titles if each), None)
    if title is None:
        raise fields.fail("has a title in no language", number)
    opened, in_force = (
        answer_day(fields, name, fields.maybe(name, str))
        for name in ("Date_ste", "Date_vigueur_ste")
    )
    fields.skip(*_UNUSED)
    fields.done()
    return SourceRecord(
        participant="", kind="treaty", day=opened, marker=number, effective_on=in_force,
        text=clean(title, fields), place=fields.place,
    )  # fmt: skip
