"""Blocking sockets between actors of one world; those to other processes stay real."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from fakeaws.errors import Deadlock
from fakeaws.simulation.simulation import Simulation
from tests.simulation.bare_worlds import bare_world, elapsed, spawn


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with bare_world() as entered:
        yield entered


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_accept_and_recv_wait_in_virtual_time(simulation: Simulation, listener: socket.socket) -> None:
    def connect() -> None:
        time.sleep(3)
        with socket.create_connection(listener.getsockname()) as client:
            time.sleep(4)
            client.sendall(b"hello")
            assert client.recv(10) == b"bye"

    spawn(simulation, connect)
    accepted, _ = listener.accept()
    with accepted:
        assert elapsed(simulation) == 3
        assert accepted.recv(10) == b"hello"
        assert elapsed(simulation) == 7
        accepted.sendall(b"bye")
        time.sleep(1)


def test_time_outs_are_virtual(simulation: Simulation, listener: socket.socket) -> None:
    listener.settimeout(2)
    with pytest.raises(TimeoutError):
        listener.accept()
    assert elapsed(simulation) == 2
    with socket.create_connection(listener.getsockname(), timeout=5) as client:
        with pytest.raises(TimeoutError):
            client.recv(1)
        assert elapsed(simulation) == 7
        client.setblocking(False)
        with pytest.raises(BlockingIOError):
            client.recv(1)
    assert elapsed(simulation) == 7


def test_a_full_buffer_lets_the_reader_run(simulation: Simulation, listener: socket.socket) -> None:
    much = bytes(20_000_000)
    got: list[int] = []

    def read() -> None:
        accepted, _ = listener.accept()
        with accepted:
            while piece := accepted.recv(1 << 16):
                got.append(len(piece))

    spawn(simulation, read)
    with socket.create_connection(listener.getsockname()) as client:
        client.sendall(much)
        assert client.gettimeout() is None
    time.sleep(1)
    assert sum(got) == len(much)


def test_nobody_who_could_connect_is_a_deadlock(
    simulation: Simulation, listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fakeaws.simulation.real_io.LAST_RESORT_SECONDS", 0.05)
    with pytest.raises(Deadlock, match=r"test waits for a connection at test_sockets\.py"):
        listener.accept()


_OTHER_PROCESS = """
import socket, time
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
client, _ = server.accept()
client.recv(1)
time.sleep(0.1)
client.sendall(b"answer")
client.recv(1)
"""


def test_another_process_answers_while_virtual_time_stands_still(simulation: Simulation) -> None:
    with subprocess.Popen([sys.executable, "-c", _OTHER_PROCESS], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        spawn(simulation, lambda: time.sleep(1))
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"?")
            assert client.recv(10) == b"answer"
        assert elapsed(simulation) == 0
