"""One careful caller for addresses that a person typed in.

It asks one host and no other, over a checked certificate, with limits on time and size. A name is
looked up once and the answer is judged before it is called, so that a name cannot lead inside.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from kringspoor.core.errors import BadInput
from kringspoor.use.connections.troubles import trouble

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_CHUNK_BYTES = 64 * 1024
_MOST_ADDRESSES_COUNT = 4
_AGENT = "Kringspoor"
_BUSY, _UNAVAILABLE = 429, 503
_CHARACTERS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much one connection may ask.

    Units: seconds, bytes, counts as the names say.
    """

    connect_seconds: float = 10.0
    read_seconds: float = 30.0  # without a sign of life
    answer_seconds: float = 120.0  # for one whole answer
    wait_seconds: float = 300.0  # in all, for a tool that says it is busy
    pause_seconds: float = 2.0  # before the second try; twice as long before each next one
    tries_count: int = 4
    answer_bytes: int = 32 * 1024 * 1024
    total_bytes: int = 256 * 1024 * 1024
    most_rows: int = 200_000


LIMITS = Limits()
HURRIED = Limits(5.0, 10.0, 15.0, 5.0, 1.0, 2)  # while a person waits for the page


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the headers in lower case, and the JSON value."""

    status_no: int
    headers: Mapping[str, str]
    value: Any


class Caller:
    """Calls one address and what lies below it.

    ``may_be_private`` lets it call within one's own network, and without a certificate there.
    """

    def __init__(
        self,
        address: str,
        *,
        may_be_private: bool,
        limits: Limits | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits or LIMITS
        self._may_be_private, self._sleep, self._clock = may_be_private, sleep, clock
        self._base = _split(address)
        self._pool: urllib3.HTTPConnectionPool | None = None
        self._addresses: list[str] = []
        self._read_bytes, self._waited_seconds = 0, 0.0

    @property
    def host(self) -> str:
        """The host that is called, as a person knows it."""
        return self._base.netloc

    @property
    def base(self) -> str:
        """The address below which is asked."""
        return self._base.geturl()

    def beside(self, address: str) -> Caller:
        """A caller of another address, with the same care."""
        return Caller(
            address, may_be_private=self._may_be_private, limits=self.limits,
            sleep=self._sleep, clock=self._clock,
        )  # fmt: skip

    def url(self, path: str, **query: object) -> str:
        """The address of something below the base, with a question."""
        base = self._base.geturl().rstrip("/")
        return f"{base}/{path}?{urlencode(query)}" if query else f"{base}/{path}"

    def ask(
        self,
        url: str,
        *,
        headers: Mapping[str, str],
        method: str = "GET",
        body: bytes | None = None,
        accepts: tuple[int, ...] = (200, 206),
    ) -> Answer:
        """Ask, wait where the tool says it is busy, and read the JSON. Raises BadInput.

        ``accepts`` are the statuses that are an answer; every other is a trouble with a remedy.
        """
        target = self._target(url)
        for attempt in range(1, self.limits.tries_count + 1):
            status, told, data = self._once(method, target, headers, body)
            is_last = attempt == self.limits.tries_count
            if status in accepts:
                return Answer(status, told, self._json(data))
            is_passing = status == _BUSY or status >= 500
            if not is_passing or is_last:
                break
            self._wait(status, told, attempt)
        raise self._refused(status, told, data)

    def tell(self, headers: Mapping[str, str], body: bytes) -> None:
        """Send a body to the address itself, once; only whether it was taken is looked at."""
        status, told, data = self._once("POST", self._target(self.base), headers, body)
        if not 200 <= status < 300:
            raise self._refused(status, told, data)

    def _target(self, url: str) -> str:
        """The path and question of an address on our own host; any other host is refused."""
        parts, ours = urlsplit(url), self._base
        if (parts.scheme, parts.netloc.lower()) != (ours.scheme, ours.netloc.lower()):
            raise trouble("elsewhere", host=ours.netloc, other=parts.netloc)
        return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"

    def _once(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[int, dict[str, str], bytes]:
        host = self._base.netloc
        sent = {"Host": host, "User-Agent": _AGENT, "Accept": "application/json", **headers}
        begun = self._clock()
        try:
            answer = self._opened().urlopen(
                method, target, body, sent, retries=False, redirect=False, preload_content=False,
                timeout=urllib3.Timeout(
                    connect=self.limits.connect_seconds, read=self.limits.read_seconds
                ),
            )  # fmt: skip
            try:
                data = self._data(answer, begun)
            finally:
                answer.close()
        except SSLError as error:
            raise trouble("certificate", host=host) from error
        except (NewConnectionError, ConnectTimeoutError) as error:
            if self._has_another_address():
                return self._once(method, target, headers, body)
            code = "no-connection" if isinstance(error, NewConnectionError) else "slow"
            raise trouble(code, host=host) from error
        except ReadTimeoutError as error:
            raise trouble("slow", host=host) from error
        except HTTPError as error:
            raise trouble("no-connection", host=host) from error
        return answer.status, {k.lower(): v for k, v in answer.headers.items()}, data

    def _data(self, answer: urllib3.BaseHTTPResponse, begun: float) -> bytes:
        """The whole body; one that never ends, in bytes or in time, is cut off."""
        parts, size = [], 0
        while part := answer.read1(_CHUNK_BYTES, decode_content=True):
            parts.append(part)
            size += len(part)
            self._read_bytes += len(part)
            if size > self.limits.answer_bytes or self._read_bytes > self.limits.total_bytes:
                raise trouble("too-big", host=self._base.netloc)
            if self._clock() - begun > self.limits.answer_seconds:
                raise trouble("slow", host=self._base.netloc)
        return b"".join(parts)

    def _opened(self) -> urllib3.HTTPConnectionPool:
        """The connections to the one address that was looked up and judged."""
        if self._pool is None:
            parts = self._base
            self._addresses = self._addresses or self._judged()
            address = self._addresses[0]
            port = parts.port or (443 if parts.scheme == "https" else 80)
            if parts.scheme == "https":
                self._pool = urllib3.HTTPSConnectionPool(
                    address, port, maxsize=1, ssl_context=ssl.create_default_context(),
                    server_hostname=parts.hostname, assert_hostname=parts.hostname or "",
                )  # fmt: skip
            else:
                self._pool = urllib3.HTTPConnectionPool(address, port, maxsize=1)
        return self._pool

    def _has_another_address(self) -> bool:
        """Go on to the next address of the host, as for one whose IPv6 leads nowhere."""
        self._addresses = self._addresses[1:]
        self._pool = None
        return bool(self._addresses)

    def _judged(self) -> list[str]:
        """The addresses of the host, if all of them may be called."""
        parts = self._base
        host = parts.hostname or ""
        try:
            found = socket.getaddrinfo(host, parts.port or 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise trouble("no-such-host", host=host) from error
        addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
        if any(is_never_called(each) for each in addresses):
            raise trouble("never-called", host=host)
        is_inside = not all(is_public(each) for each in addresses)
        if is_inside and not self._may_be_private:
            raise trouble("private-address", host=host)
        if parts.scheme == "http" and any(is_public(each) for each in addresses):
            raise trouble("not-safe", host=host)
        return list(dict.fromkeys(str(each) for each in addresses))[:_MOST_ADDRESSES_COUNT]

    def _wait(self, status: int, told: Mapping[str, str], attempt: int) -> None:
        """Wait as long as the tool asks, within reason. Raises when it asks for more."""
        seconds = self.limits.pause_seconds * 2 ** (attempt - 1)
        if status in (_BUSY, _UNAVAILABLE) and told.get("retry-after", "").isdigit():
            seconds = float(told["retry-after"])
        self._waited_seconds += seconds
        if self._waited_seconds > self.limits.wait_seconds:
            raise trouble("busy", host=self._base.netloc)
        self._sleep(seconds)

    def _json(self, data: bytes) -> Any:
        if not data.strip():
            return None
        try:
            return json.loads(data)
        except (ValueError, RecursionError) as error:
            raise trouble("not-json", host=self._base.netloc) from error

    def _refused(self, status: int, told: Mapping[str, str], data: bytes) -> BadInput:
        host = self._base.netloc
        if status in (301, 302, 303, 307, 308):
            to = urlsplit(urljoin(self._base.geturl(), told.get("location", "")))
            return trouble("moved", host=host, other=f"{to.scheme}://{to.netloc}{to.path}")
        code = {400: "asked-wrong", 401: "sign-in", 403: "rights", 404: "not-found", 429: "busy"}
        named = code.get(status, "tool-fault" if status >= 500 else "asked-wrong")
        return trouble(named, host=host, status=status, said=_said(data))


def is_public(address: Address) -> bool:
    """Whether an address lies on the open internet."""
    return _plain(address).is_global


def is_never_called(address: Address) -> bool:
    """Whether no asset tool lives there: at a link-local address a cloud keeps its keys."""
    plain = _plain(address)
    return plain.is_link_local or plain.is_multicast or plain.is_unspecified


def _plain(address: Address) -> Address:
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        is_whole = bool(parts.hostname) and parts.scheme in ("http", "https")
        is_bare = not (parts.username or parts.password or parts.query or parts.fragment)
        is_whole = is_whole and is_bare and (parts.port is None or parts.port > 0)
    except ValueError:
        is_whole = False
    if not is_whole:
        raise trouble("address", other=address[:_CHARACTERS_SHOWN])
    return parts


def _said(data: bytes) -> str:
    """What a tool says is wrong, in its own words, on one line."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    if isinstance(value, dict):
        value = value.get("messages") or value.get("error_description") or value.get("error")
        value = value.get("message") if isinstance(value, dict) else value
    if isinstance(value, list):  # GLPI: ["ERROR_CODE", "words"]
        value = value[-1] if value else ""
    return " ".join(str(value or "").split())[:_CHARACTERS_SHOWN]
