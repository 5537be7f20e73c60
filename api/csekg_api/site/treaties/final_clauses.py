"""Final clauses in words, made of the codes, ISO dates and ISO 8601 periods of the dataset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from csekg.answers.status.entry_into_force import Rule
from csekg.answers.texts.instruments import FinalClause, InstrumentDetail, instruments
from csekg.languages.days import with_days_spelled
from csekg.languages.forms import list_comma
from csekg.languages.messages import sentences
from csekg.languages.texts import joined
from csekg.languages.words import later
from csekg.law.entry_into_force import Wait
from csekg.sparql.store import QueryEngine
from csekg.wording.sums import length
from csekg_api.web.words import _, ngettext

#: The matters of final clauses in the order of the page. Facts about the treaty as a document
#: (title, symbol, registration) stand at the top of the page.
_MATTERS = {
    "who-may-sign": later("Who may sign"),
    "signature-closes": later("Until when it can be signed"),
    "consent-forms": later("Ways to consent to be bound"),
    "who-may-accede": later("Who may accede"),
    "later-accession": later("Accession by others later"),
    "parent-condition": later("Tie to the parent treaty"),
    "protocol-condition": later("Tie to the parent treaty"),
    "universal": later("Open to every State"),
    "reio": later("Regional organizations"),
    "deposit-contents": later("What must be lodged with the consent"),
    "treaty-eif-condition": later("Condition of its entry into force"),
    "treaty-eif-trigger": later("Day on which the condition was met"),
    "treaty-eif-wait": later("Waiting time of the treaty itself"),
    "treaty-eif-floor": later("Earliest entry into force"),
    "treaty-eif-date": later("Entry into force of the treaty"),
    "later-applies-when": later("To whom the later rule applies"),
    "later-rule": later("Waiting time of those who join later"),
    "later-counts-from": later("Day from which it counts"),
    "later-floor": later("Earliest day for those who join later"),
    "who-represents": later("Who signs the instrument"),
    "who-represents-organization": later("Who signs that of an organization"),
    "first-report": later("First report due"),
    "later-reports": later("Later reports"),
    "reports-with": later("Later reports of Parties to the parent treaty"),
    "reservations": later("Reservations"),
    "reservation-withdrawal": later("Withdrawal of reservations"),
    "territorial-clause": later("Territories"),
    "denunciation": later("Denunciation"),
    "denunciation-window": later("When it can be denounced"),
    "denunciation-by-revision": later("Denunciation by a later convention"),
    "denunciation-reio": later("Denunciation by regional organizations"),
    "languages": later("Authentic languages"),
    "depositary": later("Depositary"),
}


_LANGUAGES = {
    "ar": later("Arabic"),
    "zh": later("Chinese"),
    "en": later("English"),
    "fr": later("French"),
    "ru": later("Russian"),
    "es": later("Spanish"),
}


def listed_clauses(clauses: tuple[FinalClause, ...]) -> list[tuple[str, str, str, FinalClause]]:
    """Return matter, value and note in words with each clause on one of the matters, in order."""
    order = list(_MATTERS)

    def matter(clause: FinalClause) -> str | None:
        # `deposit-contents-5-3` belongs to `deposit-contents`: what paragraph 3 of article 5 adds.
        kinds = (kind for kind in _MATTERS if f"{clause.clause_kind}-".startswith(f"{kind}-"))
        return max(kinds, key=len, default=None)

    ranked = [(order.index(kind), clause) for clause in clauses if (kind := matter(clause))]
    ranked.sort(key=lambda pair: (pair[0], pair[1].clause_kind))
    return [
        (_(_MATTERS[order[place]]), value_words(clause), with_days_spelled(clause.note or ""), clause)
        for place, clause in ranked
    ]


def value_words(clause: FinalClause) -> str:
    """Return the value of a clause with days, periods and languages in words."""
    value = clause.value or ""
    if re.fullmatch(r"P\d+[DMY]", value):
        return length(Wait.parse(value))
    if clause.clause_kind == "languages":
        # Codes, which nobody translates.
        codes = str(value).split()
        return joined(list_comma(), (_(_LANGUAGES[code]) if code in _LANGUAGES else code for code in codes))
    return with_days_spelled(value)


#: Who consents later, by what the waiting period counts from.
_LATER = {
    "deposit": later("Who consents later is bound {wait} after the deposit."),
    "registration": later("Who consents later is bound {wait} after the registration."),
    "expression-of-consent": later("Who consents later is bound {wait} after the expression of consent."),
}
_LATER_WITH_FLOOR = {
    "deposit": later(
        "Who consents later is bound {wait} after the deposit, never before the treaty itself is in force."
    ),
    "registration": later(
        "Who consents later is bound {wait} after the registration, never before the treaty itself is in force."
    ),
    "expression-of-consent": later(
        "Who consents later is bound {wait} after the expression of consent, never before the "
        "treaty itself is in force."
    ),
}


def rule_in_words(rule: Rule | None) -> str:
    """Return the rule of a treaty in sentences, '' for None."""
    return sentences(*_threshold(rule), *_later(rule)) if rule else ""


def _threshold(rule: Rule) -> Iterator[str]:
    """Yield what brings the treaty itself into force."""
    if not rule.threshold:
        return
    if rule.threshold_wait:
        wait = _wait(rule.threshold_wait, bool(rule.threshold_rounds_to_first_of_next_month))
        yield ngettext(
            "{number} instrument brings the treaty into force, {wait} after it.",
            "{number} instruments bring the treaty into force, {wait} after the last of them.",
            rule.threshold,
            wait=wait,
        )
    else:
        yield ngettext(
            "{number} instrument brings the treaty into force.",
            "{number} instruments bring the treaty into force.",
            rule.threshold,
        )
    if rule.threshold_members:
        yield ngettext(
            "{number} of them must be from a member State.",
            "{number} of them must be from member States.",
            rule.threshold_members,
        )
    if rule.excludes_regional_organizations:
        yield _("Those of organizations are not counted.")


def _later(rule: Rule) -> Iterator[str]:
    """Yield when those are bound who consent later."""
    if rule.waiting_period:
        forms = _LATER_WITH_FLOOR if rule.floors_at_treaty_entry_into_force else _LATER
        wait = _wait(rule.waiting_period, bool(rule.rounds_to_first_of_next_month))
        yield _(forms[rule.counts_from or "expression-of-consent"], wait=wait)


def _wait(period: str, rounds: bool) -> str:
    wait = length(Wait.parse(period))
    return _("{length}, from the first of the next month,", length=wait) if rounds else wait


#: Pages about a treaty that lead to its text: its status at the United Nations, and its entry in
#: the list of the Council of Europe.
_ABOUT = re.compile(r"https://(treaties\.un\.org/Pages/ViewDetails|www\.coe\.int/\S*module=treaty-detail)")


class TextLink(NamedTuple):
    """A link: what it leads to, its words, its address."""

    label: str
    words: str
    address: str


def text_links(store: QueryEngine, detail: InstrumentDetail) -> tuple[TextLink, ...]:
    """Return the links to the text and to the depositary's page; none where none is known.

    A treaty that a resolution adopted stands in an annex to it.
    """
    links = []
    official = detail.official_text or ""
    is_page = bool(_ABOUT.match(official))
    if official and not is_page:
        where = _("at the depositary") if detail.kind == "treaty" else official
        links.append(TextLink(_("Official text"), where, official))
    elif detail.adopted_by_act:
        act = detail.adopted_by_act
        texts = {document.id: document.official_text for document in instruments(store)}
        if address := texts.get(act.id):
            number = (detail.document_symbol or "").partition(", annex")[2]
            annex = _("annex") + number
            words = _("{annex} to {act}", annex=annex, act=act.name)
            links.append(TextLink(_("Official text"), words, address))
    if is_page:
        words = _("status and text") if links else _("leads to the text")
        title = _("Depositary\N{RIGHT SINGLE QUOTATION MARK}s page")
        links.append(TextLink(title, words, official))
    return tuple(links)
