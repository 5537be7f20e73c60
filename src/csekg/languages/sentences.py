"""Translates the sentences that the dataset makes of days, names and lengths of time.

`csekg.law` and the writers of the dataset make them in English, so that the dataset can be read as
it is. Here stand their forms once more, as messages of the catalogues: an English sentence is read
by its form, and said again in another language. A test says each sentence of the dataset in every
language, and so notices a form that has changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache

from csekg.languages.current import current
from csekg.languages.joining import sentences
from csekg.languages.messages import ngettext, words
from csekg.languages.words import later

#: The forms. `{day}` is a day, `{name}` a text that has a translation itself, `{names}` several
#: with commas, `{phrase}` what has one of these forms, `{length}` a number of days or months,
#: `{sign}` a number or symbol, which is the same in all languages. A figure at the end of a name
#: tells two of a kind apart.
FORMS = (
    # When.
    later("on {day}"),
    later("since {day}"),
    later("from {day}"),
    later("by {day}"),
    later("by {day} at the latest"),
    later("in {year}"),
    # Why a status holds, after acts.
    later("Bound {phrase}."),
    later("Bound {phrase}; no source read gives the day."),
    later("Consented to be bound {phrase}; bound {phrase2}."),
    later("Consented to be bound {phrase}; not bound yet."),
    later("Consented to be bound {phrase}; no source read gives the day."),
    later("No longer bound {phrase}."),
    later("Signed {phrase}; has not consented."),
    later("Signed {phrase}; no source read gives the day."),
    later("Act of its predecessor: {name}."),
    # Why a status holds, without an act.
    later("Open to it; no signature or consent is recorded."),
    later("It may sign; to consent it must also be a party to {phrase}."),
    later("It may sign; consent is open only to {phrase}."),
    later("To join it must also be a party to {phrase}, which is open to it."),
    later("To join it must also be a party to {phrase}, which it can join only on invitation."),
    later("To join it must also be a party to {phrase}, for which it must first join another "
          "treaty."),
    later("To join it must also be a party to {phrase}."),
    later("Open only to {phrase}, which is open to it."),
    later("Open only to {phrase}, which it can join only on invitation."),
    later("Open only to {phrase}, for which it must first join another treaty."),
    later("Open only to {phrase}."),
    later("It can join only on invitation."),
    later("An invitation is recorded, but not its day."),
    later("Invited to accede on {day}."),
    later("The invitation of {day} ended on {day2}."),
    later("It is recorded neither as a State nor as an organization."),
    later("No complete list of signatures and parties has been read."),
    later("No list has been read that names the acts of States which no longer exist."),
    later("It came into being on {day}."),
    later("It ceased to exist on {day}."),
    later("It continues: {names}."),
    later("Continued by: {names}."),
    # Who may join.
    later("{phrase} (art. {sign})"),
    later("States"),
    later("Members of the ILO"),
    later("member States of the Council of Europe"),
    later("regional organizations"),
    later("those it names ({names})"),
    later("parties to {phrase}"),
    later("parties to or signatories of {phrase}"),
    later("the {name}"),
    # The day of entry into force.
    later("Art. {sign}: {phrase}"),
    later("deposit on {day}; {phrase}."),
    later("registration on {day}; {phrase}."),
    later("expression of consent on {day}; {phrase}."),
    later("{phrase}, but not before the treaty's own date, {day} ({phrase2})"),
    later("deposit on {day} came no later than {day2}, when the condition was met, so it takes the "
          "treaty's own date, {day3} ({phrase})."),
    later("registration on {day} came no later than {day2}, when the condition was met, so it "
          "takes the treaty's own date, {day3} ({phrase})."),
    later("expression of consent on {day} came no later than {day2}, when the condition was met, "
          "so it takes the treaty's own date, {day3} ({phrase})."),
    later("deposit on {day} came before the treaty was in force, so it takes the treaty's own "
          "date, {day2} ({phrase})."),
    later("A second reading of the article gives {phrase}."),
    later("{day} + {length} = {day2}, first day of the following month = {day3}"),
    later("{day} + {length} = {day2}"),
    # Names of acts, of spans of time and of parts of texts.
    later("day not known"),
    later("consent to be bound, kind not known"),
    later("territorial application to {sign}"),
    later("territorial declaration"),
    later("in {year}, day not known"),
    later("{name}, {name2}: {act}, {when}"),
    later("{name} and the {name2}"),
    later("{name} and the {name2}: {act} from {iso}"),
    later("{name}, article {sign}"),
    later("{name}, preamble"),
    later("{name}, preambular paragraph {sign}"),
    later("{name}, operative paragraph {sign}"),
    later("{name}, footnote {sign}"),
    later("{act}, {when}"),
)  # fmt: skip

_EITHER = later("{phrase} or {phrase2}")
_ENGLISH_DAY = "%d %b %Y"
_KINDS = {
    "day": r"\d{1,2} [A-Z][a-z]{2} \d{4}",
    "iso": r"\d{4}-\d{2}-\d{2}",
    "year": r"\d{4}",
    "when": r"\d{1,2} [A-Z][a-z]{2} \d{4}|(?:in \d{4}, )?day not known",
    "length": r"(?:\d+ (?:days?|months?))(?: \+ \d+ days?)?",
    "sign": r"[\w()./,; -]+?",
}
_FIELD = re.compile(r"\{([a-z]+)(\d?)\}")
#: Between those who may join; "parties to or signatories of" is one phrase.
_OR = re.compile(" or (?!signatories of )")
#: Between sentences: behind an abbreviation stands a figure or a small letter.
_NEXT = re.compile(r"(?<=[.]) (?=[A-Z])")


def translated_sentence(english: str, texts: Mapping[str, str]) -> str | None:
    """Return one or more English sentences of the dataset in the current language.

    `texts` are translations by their English texts. None where a form, or what stands in it, has no
    translation.
    """
    said = [_said(sentence, texts) for sentence in _NEXT.split(english)]
    if None in said:
        return None
    return sentences(*filter(None, said))


def _said(english: str, texts: Mapping[str, str]) -> str | None:
    if found := texts.get(english):
        return found
    if not any(letter.islower() for letter in english):
        return english
    for form, pattern in _patterns():
        if match := pattern.fullmatch(english):
            values = {
                name: _READERS[name.rstrip("0123456789")](value, texts)
                for name, value in match.groupdict().items()
            }
            if None not in values.values():
                return words.known(form, **values)
    return None


def _phrase(english: str, texts: Mapping[str, str]) -> str | None:
    """Return a phrase; of alternatives each, as each may be a phrase with an alternative within."""
    return _alternatives(english, texts) or _said(english, texts)


def _alternatives(english: str, texts: Mapping[str, str]) -> str | None:
    first, *others = _OR.split(english)
    found = _said(first, texts) if others else None
    for other in others:
        said = _said(other, texts)
        found = words.known(_EITHER, phrase=found, phrase2=said) if said and found else None
    return found


def _names(english: str, texts: Mapping[str, str]) -> str | None:
    from csekg.languages.forms import listed

    found = [_said(each, texts) for each in english.split(", ")]
    return None if None in found else listed(each for each in found if each)


def _act(english: str, texts: Mapping[str, str]) -> str | None:
    """Return the kind of an act, with what tells two of a kind apart: "reservation 3".

    That is its number, or the code of a territory.
    """
    kind, _, number = english.rpartition(" ")
    if not (number.isdigit() or number.isupper()) or kind.endswith(" to"):
        kind, number = english, ""
    said = _said(kind, texts) or words.known(kind)
    return said and f"{said} {number}".rstrip()


def day_said(english: str) -> str | None:
    """Return a day such as "5 Feb 2003" in the current language, None for any other text."""
    from csekg.languages.forms import spelled_in

    try:
        return spelled_in(current(), datetime.strptime(english, _ENGLISH_DAY).date())
    except ValueError:
        return None


def _iso(english: str, _texts: Mapping[str, str]) -> str:
    from csekg.languages.forms import spelled_in

    return spelled_in(current(), datetime.fromisoformat(english).date())


def _length(english: str, _texts: Mapping[str, str]) -> str:
    return " + ".join(map(_unit, english.split(" + ")))


def _unit(english: str) -> str:
    number, _, unit = english.partition(" ")
    if unit.startswith("day"):
        return ngettext("{number} day", "{number} days", int(number))
    return ngettext("{number} month", "{number} months", int(number))


def _same(english: str, _texts: Mapping[str, str]) -> str:
    return english


_READERS: Mapping[str, Callable[[str, Mapping[str, str]], str | None]] = {
    "day": lambda english, _texts: day_said(english),
    "iso": _iso,
    "year": _same,
    "sign": _same,
    "length": _length,
    "name": _said,
    "names": _names,
    "phrase": _phrase,
    "when": lambda english, texts: day_said(english) or _said(english, texts),
    "act": _act,
}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each form with what finds it, in the order of `FORMS`."""
    return tuple((form, _pattern(form)) for form in FORMS)


def _pattern(form: str) -> re.Pattern[str]:
    text, end = "", 0
    for field in _FIELD.finditer(form):
        kind = _KINDS.get(field[1], ".+?")
        text += re.escape(form[end : field.start()]) + f"(?P<{field[1]}{field[2]}>{kind})"
        end = field.end()
    return re.compile(text + re.escape(form[end:]))
