"""Parameters that name parts of texts: paragraphs of the resolution, provisions of treaties."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import AfterValidator, Field

from csekg_api.web.query_values import KEY, SEVERAL

_INSTRUMENT = r"^[a-z0-9][a-z0-9-]*$"
_PARAGRAPH = r"^(pp|op)/[0-9]+(/[a-z])?$"
_PROVISION = r"^(preamble|(article/)?[0-9]+(/[0-9a-z]+)*)$"


def _whole_key(value: object) -> object:
    """Return the key of a provision: addresses leave out the word `article`, which keys have."""
    if isinstance(value, str) and value[:1].isdigit():
        return f"article/{value}"
    return value


ParagraphKey = Annotated[
    str,
    Path(pattern=_PARAGRAPH, max_length=20, examples=["op/4/a"],
         description="key of a paragraph: `pp/8` of the preamble, `op/4` or `op/4/a`"),
]  # fmt: skip
ProvisionKey = Annotated[
    str,
    Path(pattern=_PROVISION, max_length=40, examples=["24/2/f"],
         description="number of an article and its parts, `34` or `24/2/f`, or `preamble`"),
    AfterValidator(_whole_key),
]  # fmt: skip
OfParagraph = Annotated[
    list[Annotated[str, Field(pattern=_PARAGRAPH, max_length=20)]] | None,
    Query(max_length=SEVERAL, examples=[["op/4/a"]],
          description="only these paragraphs of the resolution; may be repeated"),
]  # fmt: skip
OfInstrument = Annotated[
    list[Annotated[str, Field(pattern=_INSTRUMENT, max_length=KEY)]] | None,
    Query(max_length=SEVERAL, examples=[["crc"]],
          description="only these instruments, as `/instruments` lists them; may be repeated"),
]  # fmt: skip
OfProvision = Annotated[
    str | None,
    Query(pattern=_PROVISION, max_length=40, examples=["34"],
          description="only this provision; one `instrument` must be given as well"),
    AfterValidator(_whole_key),
]  # fmt: skip
#: The code of a concept.
Code = Annotated[str, Field(pattern=r"^[a-z][a-z-]*$", max_length=KEY)]
