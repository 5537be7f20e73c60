"""Reads a user's CSV file of acts: `treaty,actor,kind,date`, optionally `in_force_on,signed_on`.

A row is one act, or two if `signed_on` gives the day of a signature as well. Rows that cannot be
read become findings; only a file that is not such a table, or says the same twice, is an error.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from functools import partial

from csekg.derived.all_facts import StatusFacts
from csekg.errors import CsekgError, did_you_mean, shortened
from csekg.languages.messages import _, sentences
from csekg.languages.words import later
from csekg.namespaces import thing
from csekg.validation.submissions.submission import (
    ACT,
    DAY,
    KIND,
    LAST_DAY,
    SIGNATURE,
    STATE,
    SUBMISSION,
    TREATY,
    Submission,
    plain_day,
    wrong_day,
)

_REQUIRED = ("treaty", "actor", "kind", "date")
_OPTIONAL = ("in_force_on", "signed_on")
_COLUMNS = (*_REQUIRED, *_OPTIONAL)
_DAYS = ("date", "in_force_on", "signed_on")


def read_rows(submission: Submission, text: str, facts: StatusFacts) -> None:
    """Add the acts in a CSV text to a submission.

    Raises CsekgError for an empty text, a wrong header, two equal rows and too many of one State under
    one treaty, and TooManyActsError for too many rows.
    """
    treaties = {name.casefold(): key for key, name in facts.short_titles.items()}
    treaties |= {key: key for key in facts.treaties}
    names = actor_names(facts)
    for line, values in list(_lines(submission, text)):
        _read_row(submission, line, values, facts, treaties, names)


def actor_names(facts: StatusFacts) -> dict[str, frozenset[str]]:
    """Return the keys of the actors with each name, case-folded; a key is a name too."""
    actors: dict[str, frozenset[str]] = {}
    for key, actor in facts.actors.items():
        formal = actor.row["name_formal_en"]
        others = (other.name for other in actor.other_names)
        for name in (key, formal, *actor.names.values(), *others):
            if name:
                folded = name.casefold()
                actors[folded] = actors.get(folded, frozenset()) | {key}
    return actors


def _lines(submission: Submission, text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows with their lines; raises CsekgError for no table, equal rows, or too many."""
    name = submission.file.name
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    wanted = f"The first line names the columns: {','.join(_REQUIRED)}, and if wanted " + (",".join(_OPTIONAL))
    seen: dict[tuple[str, ...], int] = {}
    try:
        header = [column.strip() for column in next(reader, [])]
        if not header:
            raise CsekgError(f"{name} is empty. {wanted}.")
        for column in header:
            if column not in _COLUMNS or header.count(column) > 1:
                hint = did_you_mean(column, _COLUMNS)
                raise CsekgError(f"{name}: wrong header: {shortened(column)}. {hint} {wanted}.")
        missing = [column for column in _REQUIRED if column not in header]
        if missing:
            raise CsekgError(f"{name}: the header lacks {', '.join(missing)}. {wanted}.")
        for cells in filter(None, reader):
            padded = (*(cell.strip() for cell in cells), *[""] * (len(header) - len(cells)))
            first = seen.setdefault(padded, reader.line_num)
            if first != reader.line_num:
                raise CsekgError(f"{name}:{reader.line_num}: the row is equal to that in line {first}: leave one out")
            submission.check_number(len(seen))
            yield reader.line_num, dict.fromkeys(_COLUMNS, "") | dict(zip(header, padded, strict=False))
    except csv.Error as error:
        raise CsekgError(f"{name}:{reader.line_num}: no CSV: {error}") from None


def _read_row(
    submission: Submission,
    line: int,
    values: Mapping[str, str],
    facts: StatusFacts,
    treaties: Mapping[str, str],
    names: Mapping[str, frozenset[str]],
) -> None:
    before = len(submission.problems)
    # As in RFC 7111, the header is row 1.
    problem = partial(submission.problem, thing(f"{SUBMISSION}#row={line}"), line)

    treaty = treaties.get(values["treaty"].casefold(), "")
    if not treaty:
        wrong, known = values["treaty"], [*facts.treaties, *facts.short_titles.values()]
        problem(TREATY, wrong, submission.unknown(later("unknown treaty {name}."), wrong, known, shown=repr(wrong)))
    actors = names.get(values["actor"].casefold(), frozenset())
    wrong = values["actor"]
    if not actors:
        known = [*facts.actors, *(it.name for it in facts.actors.values())]
        problem(STATE, wrong, submission.unknown(later("unknown State {name}."), wrong, known, shown=repr(wrong)))
    elif len(actors) > 1:
        hint = _("It may mean {names}.", names=", ".join(sorted(actors)))
        problem(STATE, wrong, sentences(_("unknown State {name}.", name=repr(wrong)), hint))
    kind = values["kind"].casefold().replace(" ", "-")
    kinds = [*facts.vocabularies["consent-kind"], SIGNATURE]
    if kind and kind not in kinds:
        wrong = values["kind"]
        message = later("unknown kind of action {name}.")
        problem(KIND, wrong, submission.unknown(message, kind, kinds, shown=repr(wrong)))
    days = {column: plain_day(values[column]) for column in _DAYS}
    for column, day in days.items():
        if values[column] and (not day or day > LAST_DAY):
            problem(DAY, values[column], wrong_day(column, values[column]))
    if not (kind and values["date"]) and not values["signed_on"]:
        problem(ACT, None, _("the row gives no act: kind and date, or signed_on."))
    if len(submission.problems) == before:
        actor = min(actors)
        submission.check_alike(treaty, actor)
        submission.state(
            line,
            treaty=treaty,
            actor=actor,
            name=values["actor"],
            kind=kind,
            on=days["date"],
            in_force_on=days["in_force_on"],
            signed_on=days["signed_on"],
        )
