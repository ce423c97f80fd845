"""Real descriptors and signals in a loop of a world: they get their chance before virtual time jumps."""

from __future__ import annotations

import asyncio
import functools
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator

import pytest

from fakeaws.simulation.real import Real
from fakeaws.simulation.simulation import Simulation
from tests.simulation.bare_worlds import bare_world, elapsed, real_thread, spawn

SECOND = 1_000_000


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with bare_world() as entered:
        yield entered


async def _echo_after(delay: float, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        await asyncio.sleep(delay)
        writer.write(line)
        await writer.drain()
    writer.close()


def test_loopback_peers_in_one_loop(simulation: Simulation) -> None:
    async def main() -> list[bytes]:
        server = await asyncio.start_server(functools.partial(_echo_after, 5), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = []
        for number in range(3):
            writer.write(b"%d\n" % number)
            lines.append(await reader.readline())
        writer.close()
        server.close()
        await asyncio.sleep(1)  # for the server's side to see that the connection was closed
        return lines

    assert asyncio.run(main()) == [b"0\n", b"1\n", b"2\n"]
    assert elapsed(simulation) == 16


def test_loopback_peers_in_two_actors(simulation: Simulation) -> None:
    port: list[int] = []

    async def serve() -> None:
        server = await asyncio.start_server(functools.partial(_echo_after, 2), "127.0.0.1", 0)
        port.append(server.sockets[0].getsockname()[1])
        async with server:
            await server.serve_forever()

    async def ask() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port[0])
        writer.write(b"hello\n")
        line = await reader.readline()
        writer.close()
        return line

    spawn(simulation, lambda: asyncio.run(serve()), name="server")
    time.sleep(1)
    assert asyncio.run(ask()) == b"hello\n"
    assert elapsed(simulation) == 3
    time.sleep(1)  # for the server to see that the connection was closed


def test_a_real_peer_gets_its_grace_before_time_jumps(simulation: Simulation) -> None:
    ours, theirs = socket.socketpair()

    def answer() -> None:
        Real.sleep(0.004)
        theirs.sendall(b"answer\n")

    async def main() -> bytes:
        reader, writer = await asyncio.open_connection(sock=ours)
        real_thread(answer)
        line = await asyncio.wait_for(reader.readline(), 30)
        writer.close()
        return line

    assert asyncio.run(main()) == b"answer\n"
    assert elapsed(simulation) == 0
    theirs.close()


def test_a_listening_socket_alone_costs_no_grace(simulation: Simulation) -> None:
    async def main() -> float:
        server = await asyncio.start_server(functools.partial(_echo_after, 5), "127.0.0.1", 0)
        begun = Real.perf_counter()
        for _ in range(100):
            await asyncio.sleep(1)
        took = Real.perf_counter() - begun
        server.close()
        return took

    assert asyncio.run(main()) < 1  # with graces it would be 2 s
    assert elapsed(simulation) == 100


@pytest.mark.skipif(sys.platform == "win32", reason="loop.add_signal_handler")
def test_a_signal_handler_of_the_loop(simulation: Simulation) -> None:
    async def main() -> float:
        loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        loop.add_signal_handler(signal.SIGUSR1, stop.set)

        def press() -> None:
            time.sleep(3)
            os.kill(os.getpid(), signal.SIGUSR1)

        spawn(simulation, press)
        await asyncio.wait_for(stop.wait(), 60)
        loop.remove_signal_handler(signal.SIGUSR1)
        return elapsed(simulation)

    assert asyncio.run(main()) == 3
