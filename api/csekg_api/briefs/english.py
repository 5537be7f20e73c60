"""Tells the English pieces of a document in another language from the others."""

from __future__ import annotations

from csekg.languages.texts import pieces
from csekg_api.briefs.document import Block, Document, Items, Line, Paragraph, Table


def told_apart(document: Document) -> Document:
    """Return a document whose runs are wholly English or not at all, and have no marks.

    Both forms of a file then say which is which: a reader's voice needs the language, and Arabic
    lines the direction of what stands within them.
    """
    blocks = tuple(map(_block, document.blocks))
    return document.model_copy(update={"blocks": blocks})


def _block(block: Block) -> Block:
    match block:
        case Paragraph():
            return block.model_copy(update={"line": _line(block.line)})
        case Items():
            return block.model_copy(update={"lines": tuple(map(_line, block.lines))})
        case Table():
            rows = tuple(tuple(map(_line, row)) for row in block.rows)
            return block.model_copy(update={"rows": rows})
    return block


def _line(line: Line) -> Line:
    return tuple(
        run.model_copy(update={"text": text, "english": english}) for run in line for text, english in pieces(run.text)
    )
