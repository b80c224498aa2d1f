"""Asking other tools over a line that may be bad: limits, refusals, and nobody inside."""

from __future__ import annotations

import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tests.fakes.server import Asked, Fake, Reply, a_server

from kringspoor.core.errors import BadInput
from kringspoor.use.connections.http import LIMITS, Caller, Limits, is_never_called, is_public

QUICK = replace(LIMITS, connect_seconds=1.0, read_seconds=0.3, answer_seconds=1.0)


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A server that answers well until a test says otherwise."""
    with a_server(lambda asked: Reply({"ok": asked.path})) as running:
        yield running


def caller(
    fake: Fake, limits: Limits = QUICK, sleep: Callable[[float], None] = lambda _: None
) -> Caller:
    """A caller of that server, which waits for nobody."""
    return Caller(fake.address, may_be_private=True, limits=limits, sleep=sleep)


def trouble_of(fake: Fake, reply: Reply, **limits: Any) -> BadInput:
    """What is said when the server answers like this."""
    fake.answers = lambda asked: reply
    with pytest.raises(BadInput) as caught:
        one = caller(fake, replace(QUICK, **limits))
        one.ask(one.url("x"), headers={})
    assert caught.value.hint.nl
    assert caught.value.hint.en
    return caught.value


def test_a_good_answer_comes_back_with_its_status_and_headers(fake: Fake) -> None:
    one = caller(fake)
    answer = one.ask(one.url("api/v1/x", limit=5), headers={"Authorization": "Bearer k"})
    assert (answer.status_no, answer.value) == (200, {"ok": "/api/v1/x"})
    assert fake.asked[0].query == {"limit": "5"}
    assert fake.asked[0].headers["Authorization"] == "Bearer k"
    assert fake.asked[0].headers["Host"] == one.host


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "sign-in"), (403, "rights"), (404, "not-found"), (400, "asked-wrong"),
     (422, "asked-wrong"), (500, "tool-fault"), (503, "tool-fault"), (429, "busy")],
)  # fmt: skip
def test_a_refusal_says_what_to_do(fake: Fake, status: int, code: str) -> None:
    error = trouble_of(fake, Reply({"messages": "words of the tool"}, status))
    assert error.code == code
    assert "127.0.0.1" in error.what.en


def test_the_words_of_the_tool_are_passed_on_and_the_key_is_not(fake: Fake) -> None:
    error = trouble_of(fake, Reply({"error_description": "secret expired"}, 401))
    assert "secret expired" in str(error)
    with pytest.raises(BadInput) as caught:
        one = caller(fake)
        one.ask(one.url("x"), headers={"Authorization": "Bearer hidden-key"})
    assert "hidden-key" not in f"{caught.value!r}{caught.value.__cause__!r}"


def test_a_busy_tool_is_given_the_time_it_asks(fake: Fake) -> None:
    replies = [Reply({}, 429, {"Retry-After": "7"}), Reply({}, 503), Reply({"rows": []})]
    fake.answers = lambda asked: replies.pop(0)
    slept: list[float] = []
    one = caller(fake, sleep=slept.append)
    assert one.ask(one.url("x"), headers={}).value == {"rows": []}
    assert slept == [7.0, 4.0]


def test_a_tool_that_asks_for_too_long_is_left_alone(fake: Fake) -> None:
    fake.answers = lambda asked: Reply({}, 429, {"Retry-After": "367946340"})
    slept: list[float] = []
    one = caller(fake, sleep=slept.append)
    with pytest.raises(BadInput) as caught:
        one.ask(one.url("x"), headers={})
    assert (caught.value.code, slept) == ("busy", [])


def test_half_an_answer_and_a_page_to_sign_in_are_no_answer(fake: Fake) -> None:
    assert trouble_of(fake, Reply(raw=b'{"total": 2, "rows": [{"id"')).code == "not-json"
    assert trouble_of(fake, Reply(raw=b"<html>Login</html>")).code == "not-json"
    deep = Reply(raw=b"[" * 200_000)
    assert trouble_of(fake, deep).code == "not-json"


def test_an_answer_that_breaks_off_is_no_answer(fake: Fake) -> None:
    cut = Reply(raw=b'{"rows": []}', headers={"Content-Length": "5000", "Connection": "close"})
    assert trouble_of(fake, cut, tries_count=1).code in ("no-connection", "slow")


def test_an_answer_without_end_is_cut_off(fake: Fake) -> None:
    huge = Reply(raw=b" " * 300_000)
    assert trouble_of(fake, huge, answer_bytes=100_000).code == "too-big"


def test_many_answers_may_not_add_up_to_too_much(fake: Fake) -> None:
    fake.answers = lambda asked: Reply("x" * 1000)
    one = caller(fake, replace(QUICK, total_bytes=2500))
    one.ask(one.url("x"), headers={})
    one.ask(one.url("x"), headers={})
    with pytest.raises(BadInput, match="too big"):
        one.ask(one.url("x"), headers={})


def test_a_tool_that_says_nothing_is_not_waited_for(fake: Fake) -> None:
    until = threading.Event()
    silent = Reply({}, hold=lambda: until.wait(5))
    assert trouble_of(fake, silent).code == "slow"
    until.set()


def test_a_tool_that_speaks_one_letter_at_a_time_is_not_waited_for(fake: Fake) -> None:
    clock = iter(range(0, 10_000, 40))
    fake.answers = lambda asked: Reply("x" * 400_000)
    one = Caller(fake.address, may_be_private=True, limits=LIMITS, clock=lambda: next(clock))
    with pytest.raises(BadInput) as caught:
        one.ask(one.url("x"), headers={})
    assert caught.value.code == "slow"


def test_nobody_is_followed_elsewhere_with_the_key(fake: Fake) -> None:
    with a_server(lambda asked: Reply({"stolen": True})) as thief:
        away = Reply({}, 302, {"Location": f"{thief.address}/login"})
        error = trouble_of(fake, away)
        assert error.code == "moved"
        assert thief.address in error.what.nl
        with pytest.raises(BadInput) as caught:
            caller(fake).ask(f"{thief.address}/next", headers={"Authorization": "Bearer k"})
        assert caught.value.code == "elsewhere"
        assert thief.asked == []


def test_a_closed_port_and_an_unknown_name_are_told_apart() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    one = Caller(f"http://127.0.0.1:{port}", may_be_private=True, limits=QUICK)
    with pytest.raises(BadInput, match="does not answer"):
        one.ask(one.url("x"), headers={})
    lost = Caller("https://snipe.invalid", may_be_private=True, limits=QUICK)
    with pytest.raises(BadInput, match="cannot be found"):
        lost.ask(lost.url("x"), headers={})


def own_authority(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """A certificate for a name, and what a server needs to show it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
        .public_key(key.public_key()).serial_number(1)
        .not_valid_before(datetime(2020, 1, 1)).not_valid_after(datetime(2090, 1, 1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate, private = folder / "authority.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    private.write_bytes(plain)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, private)
    return certificate, context


def test_a_certificate_of_ones_own_authority_holds_for_its_own_name_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, context = own_authority(tmp_path, "snipe.internal")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    inside = [(2, 1, 6, "", ("127.0.0.1", 443))]
    with a_server(lambda asked: Reply({"ok": True}), context) as fake:
        port = fake.address.rpartition(":")[2]
        monkeypatch.setattr(
            socket, "getaddrinfo", named(inside, "snipe.internal", "other.internal")
        )
        one = Caller(f"https://snipe.internal:{port}", may_be_private=True, limits=QUICK)
        assert one.ask(one.url("x"), headers={}).value == {"ok": True}
        other = Caller(f"https://other.internal:{port}", may_be_private=True, limits=QUICK)
        with pytest.raises(BadInput) as caught:
            other.ask(other.url("x"), headers={"Authorization": "Bearer k"})
    assert caught.value.code == "certificate"
    assert len(fake.asked) == 1


def named(found: list[Any], *hosts: str) -> Callable[..., Any]:
    """A look-up that knows these hosts; others are looked up as ever."""
    look_up = socket.getaddrinfo

    def run(host: str, *about: Any, **more: Any) -> Any:
        return found if host in hosts else look_up(host, *about, **more)

    return run


def test_a_host_with_a_dead_address_is_asked_at_its_next(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(fake.address.rpartition(":")[2])
    found = [(10, 1, 6, "", ("::1", port, 0, 0)), (2, 1, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", named(found, "snipe.internal"))
    one = Caller(f"http://snipe.internal:{port}", may_be_private=True, limits=QUICK)
    assert one.ask(one.url("x"), headers={}).value == {"ok": "/x"}
    assert fake.asked[0].headers["Host"] == f"snipe.internal:{port}"


def test_a_name_inside_and_outside_gets_no_key_in_the_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = [(2, 1, 6, "", ("10.0.0.1", 80)), (2, 1, 6, "", ("93.184.216.34", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *about, **named: both)
    one = Caller("http://snipe.example.org", may_be_private=True, limits=QUICK)
    with pytest.raises(BadInput) as caught:
        one.ask(one.url("x"), headers={})
    assert caught.value.code == "not-safe"


def test_a_certificate_nobody_vouches_for_is_refused(fake: Fake) -> None:
    plain = fake.address.replace("http://", "https://")
    one = Caller(plain, may_be_private=True, limits=QUICK)
    with pytest.raises(BadInput) as caught:
        one.ask(one.url("x"), headers={"Authorization": "Bearer k"})
    assert caught.value.code == "certificate"
    assert fake.asked == []


@pytest.mark.parametrize("address", ["http://127.0.0.1", "http://10.0.0.8", "https://[::1]"])
def test_what_lies_inside_is_not_called_unless_that_is_open(address: str) -> None:
    one = Caller(address, may_be_private=False, limits=QUICK)
    with pytest.raises(BadInput) as caught:
        one.ask(one.url("x"), headers={})
    assert caught.value.code == "private-address"
    assert "KRINGSPOOR_PRIVATE_CONNECTIONS=1" in caught.value.hint.en


def test_a_name_that_leads_inside_is_no_way_around(monkeypatch: pytest.MonkeyPatch) -> None:
    def inside(*about: object, **named: object) -> list[Any]:
        return [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.1.2.3", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", inside)
    one = Caller("https://snipe.example.org", may_be_private=False, limits=QUICK)
    with pytest.raises(BadInput) as caught:
        one.ask(one.url("x"), headers={})
    assert caught.value.code == "private-address"


def test_the_keys_of_a_cloud_are_never_called() -> None:
    one = Caller("http://169.254.169.254", may_be_private=True, limits=QUICK)
    with pytest.raises(BadInput) as caught:
        one.ask(one.url("latest/meta-data"), headers={})
    assert caught.value.code == "never-called"


def test_a_key_is_not_sent_in_the_open(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", ("93.184.216.34", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **n: found)
    one = Caller("http://snipe.example.org", may_be_private=True, limits=QUICK)
    with pytest.raises(BadInput) as caught:
        one.ask(one.url("x"), headers={})
    assert caught.value.code == "not-safe"


@pytest.mark.parametrize(
    "address",
    ["", "snipe.example.org", "ftp://x.example", "https://", "https://u:p@x.example",
     "https://x.example/?a=1", "https://x.example:99999", "file:///etc/passwd"],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(BadInput) as caught:
        Caller(address, may_be_private=True)
    assert caught.value.code == "address"
    assert "https://" in caught.value.hint.nl


def test_addresses_that_hide_another_are_judged_by_that_other() -> None:
    assert not is_public(ipaddress.ip_address("::ffff:127.0.0.1"))
    assert not is_public(ipaddress.ip_address("100.64.0.1"))
    assert is_public(ipaddress.ip_address("93.184.216.34"))
    assert is_never_called(ipaddress.ip_address("::ffff:169.254.169.254"))
    assert is_never_called(ipaddress.ip_address("0.0.0.0"))
    assert is_never_called(ipaddress.ip_address("fe80::1"))
    assert not is_never_called(ipaddress.ip_address("10.0.0.1"))


def test_an_empty_answer_is_nothing(fake: Fake) -> None:
    def empty(asked: Asked) -> Reply:
        return Reply(raw=b"")

    fake.answers = empty
    one = caller(fake)
    assert one.ask(one.url("x"), headers={}).value is None
    assert json.dumps(fake.paths()) == '["GET /x"]'
