"""A small server on this machine that a test tells what to answer."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(slots=True)
class Asked:
    """One question that came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(slots=True)
class Reply:
    """What is answered: a value as JSON, or these very bytes."""

    value: Any = None
    status_no: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    hold: Callable[[], object] | None = None  # called between the headers and the body


Answers = Callable[[Asked], Reply]


@dataclass(slots=True)
class Fake:
    """A running server: its address, what it was asked, and how it answers now."""

    address: str
    answers: Answers
    asked: list[Asked] = field(default_factory=list)

    def paths(self) -> list[str]:
        """What was asked, as methods and paths."""
        return [f"{each.method} {each.path}" for each in self.asked]


@contextmanager
def a_server(answers: Answers, secured: ssl.SSLContext | None = None) -> Iterator[Fake]:
    """A server on a free port of this machine, until the test is over."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            size = int(self.headers.get("Content-Length") or 0)
            asked = Asked(
                self.command, parts.path, dict(parse_qsl(parts.query)), dict(self.headers),
                self.rfile.read(size),
            )  # fmt: skip
            fake.asked.append(asked)
            reply = fake.answers(asked)
            data = reply.raw if reply.raw is not None else json.dumps(reply.value).encode()
            self.send_response(reply.status_no)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in reply.headers:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if reply.hold is not None:
                reply.hold()
            try:
                self.wfile.write(data)
            except OSError:  # who asked has heard enough
                self.close_connection = True

        do_GET = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815 - as the library calls them

        def log_message(self, *about: Any) -> None:
            """Say nothing."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *about: Any) -> None:
            """Say nothing of a caller that hangs up."""

    server = Quiet(("127.0.0.1", 0), Handler)
    if secured is not None:
        server.socket = secured.wrap_socket(server.socket, server_side=True)
    fake = Fake(f"http://127.0.0.1:{server.server_port}", answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
