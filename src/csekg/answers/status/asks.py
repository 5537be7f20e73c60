"""What the resolution asks of one State: treaties to join, and requests addressed to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from csekg.answers.common.base import Ref
from csekg.answers.status.standing import Standing
from csekg.answers.texts.requests import Request

#: The key of the group of Member States of the United Nations, to whom the resolution speaks.
UN_MEMBERS = "un-member"


@dataclass(frozen=True, slots=True)
class Asks:
    """What the resolution asks of one State."""

    is_member: bool
    #: Treaties that States are urged to join and that do not bind this one.
    to_join: tuple[Standing, ...]
    joined: tuple[Standing, ...]
    requests: tuple[Request, ...]


def asks_of(member_of: Iterable[Ref], rows: Sequence[Standing], listed: Iterable[Request]) -> Asks:
    """Return what is asked of a State, as a member of the UN, a party or a State not yet party.

    `member_of` are its groups, `rows` its standings, `listed` all requests of the resolution.
    """
    is_member = any(group.key == UN_MEMBERS for group in member_of)
    urged = [row for row in rows if row.legal_basis == "urged"]
    bound = {row.treaty.id for row in rows if row.status == "party"}

    def is_asked(request: Request) -> bool:
        concerned = {instrument.id for instrument in request.concerns_instrument}
        match request.addressee:
            case "member-states":
                return is_member
            case "member-states-not-yet-party":
                return is_member and not concerned <= bound
            case "states-parties":
                return bool(concerned & bound)
        return False

    return Asks(
        is_member,
        tuple(row for row in urged if row.status != "party"),
        tuple(row for row in urged if row.status == "party"),
        tuple(request for request in listed if is_asked(request)),
    )
