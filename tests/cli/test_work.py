"""The worker from the command line: it does what waits and ends; it never outlives its server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from kringspoor.cli import site

COMMAND = [sys.executable, "-m", "kringspoor", "work"]


@pytest.fixture(autouse=True)
def a_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An installation of its own for the processes that a test starts."""
    monkeypatch.setenv("KRINGSPOOR_HOME", str(tmp_path))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "kringspoor.web.settings")
    monkeypatch.delenv("KRINGSPOOR_DATABASE_URL", raising=False)
    return tmp_path


def test_a_worker_with_nothing_to_do_ends_when_asked_once(a_home: Path) -> None:
    done = subprocess.run([*COMMAND, "--once"], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (a_home / "kringspoor.sqlite3").exists()


def test_a_worker_whose_server_is_gone_ends() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    done = subprocess.run([*COMMAND, "--beside", str(gone.pid)], timeout=60, check=False)
    assert done.returncode == 0


def test_the_worker_beside_a_server_begins_again_and_ends_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[subprocess.Popen[bytes]] = []
    begin = subprocess.Popen

    def counted(command: list[str]) -> subprocess.Popen[bytes]:
        assert command[-2:] == ["--beside", str(os.getpid())]
        begun.append(begin([sys.executable, "-c", "import time; time.sleep(60)"]))
        return begun[-1]

    monkeypatch.setattr(subprocess, "Popen", counted)

    def await_begun(count: int) -> None:
        for _ in range(500):
            if len(begun) == count:
                break
            time.sleep(0.01)

    monkeypatch.setattr(site, "WAIT_SECONDS", 0.02)
    monkeypatch.setattr(site, "MOMENT_SECONDS", 0.02)
    with site.a_worker_beside():
        await_begun(1)
        begun[0].kill()
        begun[0].wait()
        await_begun(2)
        assert begun[1].poll() is None
    assert begun[1].poll() is not None
    assert len(begun) == 2


def children_of(number: int) -> set[int]:
    """The processes that a process began."""
    threads = Path(f"/proc/{number}/task").glob("*/children")
    return {int(each) for one in threads for each in one.read_text().split()}


def is_running(number: int) -> bool:
    """Whether a process runs; one that ended and that nobody asked about does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_server_that_is_killed_leaves_no_process_behind() -> None:
    port = site.free_port(8300)
    server = subprocess.Popen([*COMMAND[:-1], "serve", "--port", str(port)])
    began: set[int] = set()
    try:
        for _ in range(600):
            began |= children_of(server.pid)
            if len(began) >= 2 and is_open(port):  # a process that serves, and the worker
                break
            time.sleep(0.1)
        assert len(began) >= 2
        assert is_open(port)
    finally:
        server.kill()
        server.wait()
    for _ in range(200):
        if not any(map(is_running, began)):
            break
        time.sleep(0.1)
    left = [each for each in began if is_running(each)]
    for each in left:
        os.kill(each, 9)
    assert left == []


def is_open(port: int) -> bool:
    """Whether the site answers there."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as asked:
        try:
            asked.request("GET", "/accounts/login/")
            return asked.getresponse().status == 200
        except OSError:
            return False
