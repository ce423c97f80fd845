from __future__ import annotations

import copy
import importlib
import os
import random
import secrets
import sys
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from fakeaws.simulation.simulation import Simulation
from fakeaws.simulation.spawning import spawn
from fakeaws.simulation.streams import Streams
from tests.simulation.small_worlds import in_real_thread, small_world

DRAWS: dict[str, Any] = {
    "os.urandom": lambda: os.urandom(8),
    "random.random": lambda: random.random(),
    "random.Random": lambda: random.Random().random(),
    "random.seed": lambda: (random.seed(), random.random()),
    "random.SystemRandom": lambda: random.SystemRandom().randrange(10**9),
    "secrets.token_hex": lambda: secrets.token_hex(8),
    "secrets.choice": lambda: secrets.choice(range(10**9)),
    "uuid.uuid1": lambda: uuid.uuid1(),
    "uuid.uuid4": lambda: uuid.uuid4(),
}


def drawn(draw: Any, seed: int | str = 0) -> list[Any]:
    with small_world(seed=seed) as world:
        mine = [draw(), draw()]
        theirs = [spawn(world, draw, name=name).result() for name in ("a", "b")]
        return mine + theirs


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
def test_it_follows_from_the_seed(draw: Any) -> None:
    first = drawn(draw, 7)
    assert drawn(draw, 7) == first
    assert drawn(draw, 8) != first
    assert drawn(draw, "7") == first
    assert len({repr(value) for value in first}) == 4


@pytest.mark.parametrize("name", ["os.urandom", "random.Random", "secrets.token_hex", "uuid.uuid4"])
def test_one_actors_draws_do_not_change_anothers(name: str) -> None:
    draw = DRAWS[name]

    def consumers(draws_of_a: int) -> Any:
        with small_world() as world:
            spawn(world, lambda: [draw() for _ in range(draws_of_a)], name="a").result()
            return spawn(world, draw, name="b").result()

    assert consumers(1) == consumers(5)


def test_the_global_generator_is_put_back_exactly() -> None:
    random.seed(3)
    state = random.getstate()
    expected = [random.random(), random.gauss(0, 1)]
    random.setstate(state)
    with small_world():
        random.random()
        with small_world(seed=9):
            random.seed(1)
        random.gauss(0, 1)
    assert random.getstate() == state
    assert [random.random(), random.gauss(0, 1)] == expected


def test_an_inner_world_does_not_disturb_the_outer_ones_draws() -> None:
    def outer(inside: bool) -> list[Any]:
        with small_world():
            draws = [random.random(), os.urandom(4)]
            if inside:
                with small_world(seed=1):
                    random.random()
                    os.urandom(4)
            return [*draws, random.random(), os.urandom(4)]

    assert outer(False) == outer(True)


def test_outside_worlds_it_is_random() -> None:
    assert os.urandom(16) != os.urandom(16)
    assert uuid.uuid4() != uuid.uuid4()
    assert uuid.uuid1().version == 1
    assert random.Random().random() != random.Random().random()
    assert random.Random(5).random() == random.Random(5).random()


def test_a_real_thread_beside_a_world_is_random() -> None:
    seen: list[bytes] = []
    for _ in range(2):
        with small_world():
            in_real_thread(lambda: seen.append(os.urandom(16)))()
            assert os.urandom(16)
    assert seen[0] != seen[1]


def test_a_time_based_uuid_shows_the_worlds_time_and_no_network_card(world: Any) -> None:
    time.sleep(60)
    one, two = uuid.uuid1(), uuid.uuid1()
    assert (one.version, one.variant) == (1, uuid.RFC_4122)
    assert (one.time - 0x01B21DD213814000) / 1e7 == time.time()
    assert two.time == one.time + 1
    assert one.node == two.node
    assert one.node >> 40 & 1
    assert uuid.uuid1(node=5, clock_seq=6).fields[3:] == (0x80, 6, 5)


def test_wrong_sizes_raise_what_the_system_raises(world: Any) -> None:
    assert os.urandom(0) == b""
    with pytest.raises(ValueError, match="negative argument"):
        os.urandom(-1)
    with pytest.raises(TypeError):
        os.urandom("1")  # type: ignore[arg-type]


def test_streams_are_stable_across_processes_and_independent_of_each_other() -> None:
    assert Streams(0).stream("sqs/receipt").getrandbits(64) == Streams("0").stream("sqs/receipt").getrandbits(64)
    streams = Streams("tests/test_shop.py::test_order")
    assert streams.stream("a") is streams.stream("a")
    values = [streams.stream("a").getrandbits(32), streams.stream("b").getrandbits(32)]
    assert values == [150741353, 1076821460]


def test_copying_a_world_draws_nothing_and_the_copy_goes_on_alike(world: Simulation) -> None:
    os.urandom(4)
    twin = copy.deepcopy(world)
    streams = [one.test.data["randomness"].streams for one in (world, twin)]
    mine, its = (each.stream("urandom/test") for each in streams)
    assert mine is not its
    assert mine.getstate() == its.getstate()
    assert list(streams[0]._streams) == list(streams[1]._streams)
    assert mine.random() == its.random()


def test_events_draw_from_a_stream_of_their_own(world: Any) -> None:
    seen: list[bytes] = []
    expected = Streams(0).stream("urandom/events").randbytes(4)
    world.after(0, lambda: seen.append(os.urandom(4)))
    thread = threading.Thread(target=time.sleep, args=(1,))
    thread.start()
    thread.join()
    assert seen == [expected]


def test_what_a_module_draws_while_it_is_imported_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "draws_at_import.py").write_text(
        "import random, secrets, uuid\n"
        "VALUES = [random.random(), random.Random().random(), secrets.token_hex(8), uuid.uuid4()]\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    values = []

    def play(draw: Any) -> list[Any]:
        with small_world(seed=7) as world:
            values.append(importlib.import_module("draws_at_import").VALUES)
            return [draw(), spawn(world, draw, name="a").result()]

    for draw in DRAWS.values():
        sys.modules.pop("draws_at_import", None)
        first = play(draw)  # it is imported
        assert play(draw) == first  # it is there already
    assert len({repr(each) for each in values}) == 1
    sys.modules.pop("draws_at_import")
