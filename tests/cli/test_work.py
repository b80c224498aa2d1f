"""The worker from the command line: it does what waits and ends; it never outlives its server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
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
