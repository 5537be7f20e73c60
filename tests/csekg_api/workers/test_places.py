"""Places: who gets one, in which order, and that none is lost."""

from __future__ import annotations

import asyncio
import random

import pytest

from csekg_api.workers.jobs import BusyError
from csekg_api.workers.places import Place, Places

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def settled() -> None:
    """Let every task run that can."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_whoever_waits_gets_a_place_in_turn_by_client() -> None:
    places, order = Places(1, of_one=1), list[str]()
    first = await places.take("a")

    async def hold(client: str) -> None:
        with await places.take(client):
            order.append(client)

    requests = [asyncio.create_task(hold(client)) for client in "aaabbc"]
    await settled()
    assert order == []
    assert places.in_hand == 7
    first.leave()
    await asyncio.gather(*requests)
    assert order == list("abcaba")
    assert places.in_hand == 0
    assert places.free == 1


async def test_a_place_goes_to_whoever_holds_fewest() -> None:
    places = Places(3, of_one=3)
    a = [await places.take("a") for _ in range(3)]
    more = asyncio.create_task(places.take("a"))
    other = asyncio.create_task(places.take("b"))
    await settled()
    a[0].leave()
    await settled()
    assert other.done()
    assert not more.done()
    a[1].leave()
    assert (await more).client == "a"


async def test_one_client_leaves_places_to_others() -> None:
    places = Places(4, of_one=2, patience=0.01)
    held = [await places.take("a"), await places.take("a")]
    with pytest.raises(BusyError, match="this address has 2 under way"):
        await places.take("a")
    held += [await places.take("b"), await places.take("b")]
    with pytest.raises(BusyError, match="others are served"):
        await places.take("c")
    for place in held:
        place.leave()
    assert places.free == 4


async def test_work_without_a_place_still_counts() -> None:
    places = Places(1, of_one=2, most=3, patience=0.01)
    long = []
    for client in "aab":
        place = await places.take(client)
        place.step_aside()
        place.step_aside()
        long.append(place)
    assert (places.free, places.in_hand) == (1, 3)
    for client in "ac":
        with pytest.raises(BusyError):
            await places.take(client)
    long[2].leave()
    (await places.take("c")).leave()
    with pytest.raises(BusyError):
        await places.take("a")
    long[0].leave()
    long[0].leave()
    (await places.take("a")).leave()
    assert (places.free, places.in_hand) == (1, 1)


async def test_no_place_is_lost_whoever_gives_up() -> None:
    await asyncio.gather(*map(_many_who_give_up, range(20)))


async def _many_who_give_up(seed: int) -> None:
    chance, places = random.Random(seed), Places(3, of_one=2, most=5, patience=0.005)
    most = dict.fromkeys("abcd", 0)

    async def hold(client: str) -> None:
        with await places.take(client) as place:
            most[client] = max(most[client], places._under_way[client])
            assert places.free >= 0
            await asyncio.sleep(chance.random() / 300)
            if chance.random() < 0.5:
                place.step_aside()
                await asyncio.sleep(chance.random() / 300)

    tasks = []
    for _ in range(100):
        tasks.append(asyncio.create_task(hold(chance.choice("abcd"))))
        if chance.random() < 0.3:
            chance.choice(tasks).cancel()
        await asyncio.sleep(chance.random() / 1000)
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(end) for end in ends} <= {type(None), BusyError, asyncio.CancelledError}, seed
    assert None in ends
    assert (places.free, places.in_hand) == (3, 0), seed
    assert max(most.values()) == 2


async def test_a_client_without_a_request_is_forgotten() -> None:
    places = Places(1, of_one=1, patience=0.01)
    place: Place = await places.take("a")
    with pytest.raises(BusyError):
        await places.take("b")
    place.leave()
    assert not places._waiting
    assert not places._under_way
