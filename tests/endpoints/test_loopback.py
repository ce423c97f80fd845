"""Real servers of the test, on 127.0.0.1."""

from __future__ import annotations

import http.server
import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest

from fakeaws import World
from tests.endpoints.senders import Sender


class Handler(http.server.BaseHTTPRequestHandler):
    """Works for as many seconds as the body says, then answers with what it got."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(float(body or 0))
        boto3.client("sqs").create_queue(QueueName="worked")
        answer = json.dumps({"path": self.path, "agent": self.headers["User-Agent"], "body": body.decode()}).encode()
        self.send_response(202)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        try:
            self.wfile.write(answer)
        except BrokenPipeError:
            pass  # whoever asked has given up

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@contextmanager
def serving(kind: Any, handler: Any = Handler) -> Iterator[str]:
    """A server in a thread of the world."""
    server = kind(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, name="server", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("kind", [http.server.HTTPServer, http.server.ThreadingHTTPServer])
def test_a_real_server_in_virtual_time(aws: World, kind: Any) -> None:
    with serving(kind) as url:
        endpoint = aws.endpoints.register(url, kind="loopback")
        sender = Sender(aws)
        sender.ask(url=url + "?x=1", body=b"2", User_Agent="SNS")
        assert sender.seen == [(202, 2.0)]
        response = sender.answers[0].response
        assert response is not None
        assert json.loads(response.body) == {"path": "/hook?x=1", "agent": "SNS", "body": "2"}
        assert endpoint.requests[0].outcome == "202"
        assert aws.sqs.queue("worked").messages == []


def test_a_real_server_that_takes_too_long(aws: World) -> None:
    with serving(http.server.ThreadingHTTPServer) as url:
        aws.endpoints.register(url, kind="loopback")
        sender = Sender(aws)
        sender.send(url=url, body=b"20")
        sender.send(url=url, body=b"3")
        aws.clock.advance(seconds=25)
        assert sender.seen == [(202, 3.0), ("timed out", 15.0)]
        assert [record.at.total_seconds() for record in aws.timeline.select(kind="CreateQueue")] == [3.0, 20.0]


def test_no_server_is_a_refused_connection(aws: World) -> None:
    with serving(http.server.HTTPServer) as url:
        pass
    aws.endpoints.register(url, kind="loopback")
    sender = Sender(aws)
    sender.ask(url=url)
    assert [problem for problem, _ in sender.seen] == ["connection refused"]
    assert aws.timeline[-1].details["reason"] == "no server answers there: ConnectionRefusedError"


def test_a_server_that_hangs_up_is_a_refused_connection(aws: World) -> None:
    class HangsUp(Handler):
        def do_POST(self) -> None:
            self.close_connection = True

    with serving(http.server.HTTPServer, HangsUp) as url:
        aws.endpoints.register(url, kind="loopback")
        sender = Sender(aws)
        sender.ask(url=url)
        assert [problem for problem, _ in sender.seen] == ["connection refused"]


def test_the_application_itself_asks_a_server_of_the_test(aws: World) -> None:
    with serving(http.server.ThreadingHTTPServer) as url:
        actors = [aws.spawn(lambda: urllib.request.urlopen(url, b"4").read(), name=f"c{n}") for n in range(3)]
        assert all(b'"/hook"' in actor.result() for actor in actors)
        assert aws.clock.elapsed.total_seconds() == 4


def test_much_data_in_both_directions(aws: World) -> None:
    much = bytes(range(256)) * 40_000  # 10 MB: more than any buffer of the kernel takes

    class Echo(Handler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with serving(http.server.ThreadingHTTPServer, Echo) as url:
        assert urllib.request.urlopen(url, much).read() == much


def test_a_time_out_of_a_socket_is_virtual(aws: World) -> None:
    with serving(http.server.ThreadingHTTPServer) as url:
        with pytest.raises(TimeoutError):
            urllib.request.urlopen(url, b"9", timeout=5)
        assert aws.clock.elapsed.total_seconds() == 5
        aws.clock.advance(seconds=10)
