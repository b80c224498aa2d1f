"""A process that asks the site for pages as some browsers at once do, and tells how long each took.

Each browser signs in, keeps one connection open, and asks for its next page when it has the last.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from queue import Empty, SimpleQueue
from time import perf_counter, process_time
from urllib.parse import urlencode

SECONDS = 60  # that an answer may take before the browser gives up


class UnexpectedError(RuntimeError):
    """A page that was answered otherwise than a page is."""


class Browser:
    """One person with one connection and their cookies."""

    def __init__(self, port: int, address: str, password: str) -> None:
        self._server = HTTPConnection("127.0.0.1", port, timeout=SECONDS)
        self._cookies: dict[str, str] = {"language": "nl"}
        self.get("/accounts/login/")
        form = {
            "login": address,
            "password": password,
            "csrfmiddlewaretoken": self._cookies["csrftoken"],
        }
        self._ask("POST", "/accounts/login/", urlencode(form))
        if "session" not in self._cookies:
            raise UnexpectedError(f"{address} cannot sign in")

    def get(self, path: str) -> int:
        """Read a page whole; how many bytes it is. Raises UnexpectedError for no page."""
        answer, size = self._ask("GET", path)
        if answer.status not in (200, 302):
            raise UnexpectedError(f"{path}: {answer.status}")
        return size

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[HTTPResponse, int]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._server.request(method, path, body, headers)
        answer = self._server.getresponse()
        size = len(answer.read())
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, each in SimpleCookie(line).items():
                self._cookies[name] = each.value
        return answer, size


def asked(browsers: Iterable[Browser], paths: Iterable[str]) -> list[float]:
    """How long each page took, in seconds, when every browser asks for the next that waits."""
    waiting: SimpleQueue[str] = SimpleQueue()
    for path in paths:
        waiting.put(path)

    def ask(browser: Browser) -> list[float]:
        took: list[float] = []
        while True:
            try:
                path = waiting.get_nowait()
            except Empty:
                return took
            start = perf_counter()
            browser.get(path)
            took.append(perf_counter() - start)

    every = list(browsers)
    with ThreadPoolExecutor(len(every)) as pool:
        return [each for some in pool.map(ask, every) for each in some]


def main() -> None:
    """Read what is to be asked as JSON, a kind of page a line; answer a line for each."""
    opening = json.loads(sys.stdin.readline())
    browsers = [Browser(opening["port"], each, opening["password"]) for each in opening["people"]]
    for line in sys.stdin:
        wanted: Mapping[str, list[str]] = json.loads(line)
        start, cpu = perf_counter(), process_time()
        took = asked(browsers, wanted["paths"])
        told = {"took": took, "wall": perf_counter() - start, "cpu": process_time() - cpu}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
