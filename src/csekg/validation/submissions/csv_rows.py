"""Reads a user's CSV file of acts: `treaty,actor,kind,date`, optionally `in_force_on,signed_on`.

A row is one act, or two if `signed_on` gives the day of a signature as well. Rows that cannot be
read become findings; only a file that is not such a table is an error.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from csekg.errors import CsekgError, did_you_mean, shortened
from csekg.facts.tables import Row
from csekg.languages.messages import _, sentences
from csekg.validation.submissions.submission import (
    ACT,
    DAY,
    KIND,
    SIGNATURE,
    STATE,
    TREATY,
    Submission,
    TooManyActsError,
    make_statement,
    plain,
    read_day,
    row_node,
    wrong_day,
)

if TYPE_CHECKING:
    # As in `turtle`.
    from csekg.derived.all_facts import AllFacts

_REQUIRED = ("treaty", "actor", "kind", "date")
_OPTIONAL = ("in_force_on", "signed_on")
_COLUMNS = (*_REQUIRED, *_OPTIONAL)
_DAYS = ("date", "in_force_on", "signed_on")


def read_rows(file: Path, text: str, all_facts: AllFacts, most: int | None = None) -> Submission:
    """Return the submission in a CSV file.

    Raises CsekgError for an empty file and for a wrong header, and TooManyActsError for more than
    `most` rows.
    """
    submission = Submission(file)
    treaties = {name.casefold(): key for key, name in all_facts.short_titles.items()}
    treaties |= {key: key for key in all_facts.treaties}
    names = actor_names(all_facts)
    for line, values in _lines(file.name, text, most):
        _read_row(submission=submission, line=line, values=values, all_facts=all_facts, treaties=treaties, names=names)
    return submission


def count_rows(name: str, text: str, most: int | None = None) -> None:
    """Raise what `read_rows` raises for a text, without the facts that it needs."""
    for _row in _lines(name, text, most):
        pass


def actor_names(all_facts: AllFacts) -> dict[str, frozenset[str]]:
    """Return the keys of the actors with each name, case-folded; a key is a name too."""
    actors: dict[str, frozenset[str]] = {}
    for key, actor in all_facts.actors.items():
        formal = actor.row["name_formal_en"]
        others = (other.name for other in actor.other_names)
        for name in (key, formal, *actor.names.values(), *others):
            if name:
                folded = name.casefold()
                actors[folded] = actors.get(folded, frozenset()) | {key}
    return actors


def _lines(name: str, text: str, most: int | None) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows with their lines; raises CsekgError for no table, or more than `most`."""
    number = 0
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    wanted = f"The first line names the columns: {','.join(_REQUIRED)}, and if wanted " + (",".join(_OPTIONAL))
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
        for cells in reader:
            if cells:
                number += 1
                if most is not None and number > most:
                    raise TooManyActsError(most)
                padded = cells + [""] * (len(header) - len(cells))
                values = dict.fromkeys(_COLUMNS, "")
                values |= {n: c.strip() for n, c in zip(header, padded, strict=False)}
                yield reader.line_num, values
    except csv.Error as error:
        raise CsekgError(f"{name}:{reader.line_num}: no CSV: {error}") from None


def _read_row(
    submission: Submission,
    line: int,
    values: Mapping[str, str],
    all_facts: AllFacts,
    treaties: Mapping[str, str],
    names: Mapping[str, frozenset[str]],
) -> None:
    before = len(submission.problems)
    problem = partial(submission.problem, row_node(line), line)
    treaty = treaties.get(values["treaty"].casefold(), "")
    if not treaty:
        wrong = values["treaty"]
        hint = submission.hint(wrong, [*all_facts.treaties, *all_facts.short_titles.values()])
        problem(TREATY, plain(wrong), sentences(_("unknown treaty {name}.", name=repr(wrong)), hint))
    actors = names.get(values["actor"].casefold(), frozenset())
    if len(actors) != 1:
        wrong = values["actor"]
        if actors:
            hint = _("It may mean {names}.", names=", ".join(sorted(actors)))
        else:
            spellings = [*all_facts.actors, *(it.name for it in all_facts.actors.values())]
            hint = submission.hint(wrong, spellings)
        message = _("unknown State {name}.", name=repr(wrong))
        problem(STATE, plain(wrong), sentences(message, hint))
    kind = values["kind"].casefold().replace(" ", "-")
    kinds = [*all_facts.vocabularies["consent-kind"], SIGNATURE]
    if kind and kind not in kinds:
        hint = submission.hint(kind, kinds)
        wrong = values["kind"]
        message = _("unknown kind of action {name}.", name=repr(wrong))
        problem(KIND, plain(wrong), sentences(message, hint))
    days = {}
    for column in _DAYS:
        days[column] = read_day(values[column])
        if values[column] and not days[column]:
            problem(DAY, plain(values[column]), wrong_day(column, values[column]))
    if not (kind and values["date"]) and not values["signed_on"]:
        problem(ACT, None, _("the row gives no act: kind and date, or signed_on."))
    if len(submission.problems) > before:
        return
    signs = kind == SIGNATURE
    signed_on = days["date"] if signs else days["signed_on"]
    consent_on, in_force_on = (None, None) if signs else (days["date"], days["in_force_on"])
    (actor,) = actors
    row = Row(submission.file, line, {**values, "in_force_on": str(in_force_on or "")})
    statement = make_statement(
        row=row,
        treaty=treaty,
        actor=actor,
        name=values["actor"],
        kind="" if signs else kind,
        signed=bool(signed_on),
        signed_on=signed_on,
        consent_on=consent_on,
        in_force_on=in_force_on,
    )
    submission.statements.append((statement, None))
