"""The words of the Swiss compilation's scope tables in its languages: headings, columns, months."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from csekg.importers.dates import FRENCH_MONTHS

_DAY = re.compile(r"(\d{1,2})(?:\.|er|re|o|°|º)?\s+([^\W\d_]+)\.?\s+(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words that a scope table has in one language, in lower case with straight apostrophes.

    `terms` gives for each act in the header of the consent column the kind of record.
    """

    name: str
    months: tuple[str, ...]
    heading: re.Pattern[str]
    parties: frozenset[str]
    in_force: frozenset[str]
    terms: Mapping[str, str]

    def day(self, text: str) -> date:
        """Return the day of `5. Februar 2008`, `1er juillet 2004`; raises ValueError otherwise."""
        match = _DAY.fullmatch(plain(text))
        if not match or match[2] not in self.months:
            example = f"5. {self.months[1]} 2008" if self.name == "German" else "5 " + self.months[1]
            raise ValueError(f"{text!r} is not a day in {self.name} such as {example}")
        return date(int(match[3]), self.months.index(match[2]) + 1, int(match[1]))


# The tables do not tell ratification, acceptance and approval apart, and leave the letter of
# accession out for some States that are known to have acceded: no letter is a consent.
_CONSENT = "consent"

GERMAN = Language(
    name="German",
    months=(
        "januar",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ),
    heading=re.compile(r"geltungsbereich\s+(?P<part>.*?)\s*am\s+(?P<day>\d.*)"),
    parties=frozenset(("vertragsstaaten", "vertragsparteien")),
    in_force=frozenset(("inkrafttreten",)),
    terms={
        "ratifikation": _CONSENT,
        "ratifikationsurkunde": _CONSENT,
        "annahme": "acceptance",
        "genehmigung": "approval",
        "beitritt": "accession",
        "beitrittserklärung": "accession",
        "nachfolgeerklärung": "succession",
        "nachfolge": "succession",
        "förmliche bestätigung": "formal-confirmation",
        "unterzeichnung ohne ratifikationsvorbehalt": "definitive-signature",
        "unterzeichnet ohne ratifikationsvorbehalt": "definitive-signature",
    },
)

FRENCH = Language(
    name="French",
    months=FRENCH_MONTHS,
    heading=re.compile(r"champ d'application\s+(?P<part>.*?)\s*le\s+(?P<day>\d.*)"),
    parties=frozenset(("états parties", "etats parties", "parties contractantes")),
    in_force=frozenset(("entrée en vigueur",)),
    terms={
        "ratification": _CONSENT,
        "acceptation": "acceptance",
        "approbation": "approval",
        "adhésion": "accession",
        "déclaration d'adhésion": "accession",
        "déclaration de succession": "succession",
        "succession": "succession",
        "confirmation formelle": "formal-confirmation",
        "signature sans réserve de ratification": "definitive-signature",
        "signé sans réserve de ratification": "definitive-signature",
    },
)

ITALIAN = Language(
    name="Italian",
    months=(
        "gennaio",
        "febbraio",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ),
    heading=re.compile(r"campo d'applicazione\s+(?P<part>.*?)\s*(?:il\s+|l')(?P<day>\d.*)"),
    parties=frozenset(("stati partecipanti", "stati parte", "stati parti", "stati contraenti")),
    in_force=frozenset(("entrata in vigore",)),
    terms={
        "ratifica": _CONSENT,
        "accettazione": "acceptance",
        "approvazione": "approval",
        "adesione": "accession",
        "dichiarazione d'adesione": "accession",
        "dichiarazione di successione": "succession",
        "successione": "succession",
        "conferma formale": "formal-confirmation",
        "firma senza riserva di ratifica": "definitive-signature",
        "firmato senza riserva di ratifica": "definitive-signature",
    },
)

LANGUAGES = (GERMAN, FRENCH, ITALIAN)


def plain(text: str) -> str:
    """Return a text in lower case, with single spaces, straight apostrophes and no soft hyphens."""
    return " ".join(text.replace("\u2019", "'").replace("\xad", "").casefold().split())


def consent_letters(header: str, language: Language) -> dict[str, str]:
    """Return the kind of act for each letter in the header of the consent column, '' for none.

    `Ratifikation Beitritt (B)` gives `{"": "consent", "B": "accession"}`. Raises ValueError for
    words that are no act, a letter that stands twice, and a header without any act.
    """
    kinds: dict[str, set[str]] = {}
    for term, letter in _acts(header, language):
        if letter and letter in kinds:
            raise ValueError(f"the letter {letter} stands twice")
        kinds.setdefault(letter, set()).add(language.terms[term])
    if not kinds:
        raise ValueError("it names no act")
    return {letter: next(iter(acts)) if len(acts) == 1 else _CONSENT for letter, acts in kinds.items()}


def _acts(header: str, language: Language) -> Iterator[tuple[str, str]]:
    # A word may be broken at the end of a line: "Nachfolge- erklärung (N)".
    rest = re.sub(r"(?<=\w)-\s+(?=\w)", "", " ".join(header.replace("\u2019", "'").split()))
    terms = sorted(language.terms, key=len, reverse=True)
    act = re.compile(rf"[\s,;/]*({'|'.join(map(re.escape, terms))})(?!\w)\s*(?:\(([^()\s]{{1,3}})\))?", re.I)
    while rest.strip(" ,;/"):
        match = act.match(rest)
        if not match:
            raise ValueError(f"{rest.strip()!r} is no act that is known in {language.name}")
        yield match[1].casefold(), match[2] or ""
        rest = rest[match.end() :]
