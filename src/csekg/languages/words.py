"""The words of a package in the current language, from its gettext catalogues."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from csekg.languages.current import ENGLISH, current
from csekg.languages.texts import filled, is_english, untranslated, wording


class _Missing(NullTranslations):
    """Gives the English text, which then knows that it is English."""

    def gettext(self, message: str) -> str:
        return untranslated(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return untranslated(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return untranslated(message)


@dataclass(frozen=True)
class Words:
    """The messages of one package, whose catalogues are in its folder `locale`; its name is the gettext domain, too.

    A message is its English text. One that a catalogue lacks comes in English
    (`csekg.languages.texts.Phrase`).
    """

    package: str

    @wording
    def gettext(self, message: str, **values: object) -> str:
        """Return a message in the current language, `{name}` replaced by the value of that name."""
        language = current()
        translation = message if language == ENGLISH else self._catalogue(language).gettext(message)
        return filled(translation, values) if values else translation

    @wording
    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """Return the form of a message that fits a number; `{number}` stands for it."""
        language = current()
        if language == ENGLISH:
            translation = one if number == 1 else many
        else:
            translation = self._catalogue(language).ngettext(one, many, number)
        return filled(translation, {"number": number, **values})

    @wording
    def pgettext(self, context: str, message: str, **values: object) -> str:
        """Return a message that means different things in different places, named by `context`."""
        language = current()
        if language == ENGLISH:
            translation = message
        else:
            translation = self._catalogue(language).pgettext(context, message)
        return filled(translation, values) if values else translation

    def known(self, message: str, **values: object) -> str | None:
        """Return a message as `gettext` does, None where the catalogue lacks it."""
        translation = self._catalogue(current()).gettext(message)
        return None if is_english(translation) else filled(translation, values)

    def load(self, language: str) -> None:
        """Read the catalogue of a language now, so that no request waits for it."""
        if language != ENGLISH:
            self._catalogue(language)

    def _catalogue(self, language: str) -> NullTranslations:
        return _catalogue(self.package, language)


def later(message: str) -> str:
    """Return a message as it is: marks one that is written here and translated where it is used."""
    return message


@cache
def _catalogue(package: str, language: str) -> NullTranslations:
    """Return the catalogue of a package in a language, an empty one where there is no file."""
    file = files(package).joinpath("locale", language, "LC_MESSAGES", f"{package}.po")
    if not file.is_file():
        return _Missing()
    # Imported here, since programs that speak English need none of it.
    from polib import pofile

    catalogue = GNUTranslations(BytesIO(pofile(file.read_text(encoding="utf-8")).to_binary()))
    catalogue.add_fallback(_Missing())
    return catalogue
