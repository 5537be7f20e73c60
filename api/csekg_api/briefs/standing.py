"""The parts of a brief on what a State has declared, and what binds it already."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from csekg.answers.common.base import Ref
from csekg.answers.status.briefs.brief import Brief
from csekg.answers.status.briefs.touching import Touching
from csekg.days import spelled
from csekg_api.briefs.document import (
    Block,
    Items,
    Line,
    Paragraph,
    Run,
    Table,
    heading,
    listed,
    plain,
)

#: What is listed of each; the others are counted.
_DECLARATIONS, _ANSWERED, _PROVISIONS, _NAMES = 4, 6, 4, 4


def declarations(brief: Brief) -> Iterator[Block]:
    """Yield its declarations that touch what is asked of it."""
    if not brief.touching:
        return
    yield heading("Its declarations that touch what is asked", "declarations")
    yield Items(lines=tuple(_declaration(each) for each in brief.touching[:_DECLARATIONS]))
    more = max(0, len(brief.touching) - _DECLARATIONS) + brief.other_declarations
    rest: Line = (Run(text="Whether one has since been withdrawn is often not known."),)
    if more:
        path = f"/states/{brief.state.key}#declarations"
        rest = (
            *rest,
            Run(text=" It made "),
            Run(text=f"{more} other{'' if more == 1 else 's'}", path=path),
            Run(text="."),
        )
    yield Paragraph(line=rest, small=True)


def _declaration(each: Touching) -> Line:
    stated = each.statement
    where = f", {_articles(stated.concerns_provision)}" if stated.concerns_provision else ""
    said = [f": {stated.kind.replace('-', ' ')}"]
    if stated.made_upon == "signature":
        said.append(" made upon signature")
    said.append(f" of {spelled(stated.date)}. " if stated.date else ". ")
    said.append(f"{stated.description} " if stated.description else "The text has not been read. ")
    line = [
        Run(text=stated.treaty.name, path=f"/treaties/{stated.treaty.key}", strong=True),
        Run(text=where + "".join(said)),
        Run(text=f"Touches paragraph{'' if len(each.paragraphs) == 1 else 's'} "),
        *_linked(each.paragraphs),
        Run(text="."),
    ]
    if each.objected_by:
        names = [ref.name for ref in each.objected_by]
        more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
        line.append(Run(text=f" Objections: {listed(names[:_NAMES])}{more}."))
    return tuple(line)


def _linked(paragraphs: Sequence[Ref]) -> Iterator[Run]:
    for place, each in enumerate(paragraphs):
        if place:
            yield Run(text=", ")
        yield Run(text=each.name.rpartition(" ")[2], path=f"/resolution/{each.key}")


def bound(brief: Brief) -> Iterator[Block]:
    """Yield what is asked of it and binds it by treaty already."""
    if not brief.answered:
        return
    yield heading("What is asked, and binds it by treaty already", "bound")
    yield Table(
        name="What is asked, and binds it by treaty already",
        headings=("Paragraph", "What is asked", "Provisions that bind it"),
        rows=tuple(
            (
                (Run(text=each.number, path=f"/resolution/{each.paragraph.key}"),),
                (Run(text=each.description),),
                (Run(text=_provisions(each.provisions)),),
            )
            for each in brief.answered[:_ANSWERED]
        ),
        shares=(12, 50, 38),
    )
    more = len(brief.answered) - _ANSWERED
    if more > 0:
        yield plain(
            f"{more} more paragraphs are put into effect by treaties that bind it.", small=True
        )


def _provisions(provisions: Sequence[Ref]) -> str:
    """Return the first provisions, those of one treaty together."""
    by_treaty: dict[str, list[Ref]] = {}
    for each in provisions[:_PROVISIONS]:
        by_treaty.setdefault(each.name.partition(", article")[0], []).append(each)
    shown = [f"{treaty}, {_articles(its)}" for treaty, its in by_treaty.items()]
    more = len(provisions) - _PROVISIONS
    return "; ".join(shown) + (f"; {more} more" if more > 0 else "")


def _articles(provisions: Sequence[Ref]) -> str:
    """Return the numbers of provisions of one treaty: `articles 2, 10(1)`."""
    numbers = [each.name.rpartition(", article ")[2] for each in provisions]
    numbers.sort(key=lambda number: [int(part) for part in re.findall(r"\d+", number)])
    return f"article{'' if len(numbers) == 1 else 's'} {listed(numbers)}"
