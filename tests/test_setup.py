"""Setting up: once, again after a change, from zero after an interruption, never without need.

The script runs for real in a folder with a space in its name; only Python is a stand-in that
makes believe it installs and writes down what it was asked.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STAND_IN = """#!/bin/sh
echo "$*" >>"$CALLS"
case "$*" in
"-m venv "*)
    mkdir -p "$3/bin"
    cp "$0" "$3/bin/python"
    ;;
*"pip install"*)
    if [ -n "${BREAK:-}" ]; then exit 1; fi
    ;;
*"pip uninstall"*) ;;
*) exec "$REAL_PYTHON" "$@" ;;
esac
"""


@dataclass(slots=True)
class House:
    """A copy of the set-up script with its locks, and the calls the stand-in got."""

    root: Path
    calls: Path
    python: Path

    def set_up(self, what: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the script as somebody whose shell speaks plain C."""
        return subprocess.run(
            ["sh", str(self.root / "setup.sh"), what],
            capture_output=True,
            text=True,
            check=False,
            env={
                "PATH": environment.pop("PATH", os.environ["PATH"]),
                "LANG": "C",
                "PYTHON": str(self.python),
                "REAL_PYTHON": sys.executable,
                "CALLS": str(self.calls),
                **environment,
            },
        )

    def installs(self) -> int:
        """How often pip was asked to install."""
        if not self.calls.exists():
            return 0
        return self.calls.read_text(encoding="utf-8").count("pip install")


@pytest.fixture
def house(tmp_path: Path) -> House:
    root = tmp_path / "a folder with spaces"
    root.mkdir()
    for name in ("setup.sh", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, root / name)
    (root / "src").mkdir()
    python = root / "stand-in"
    python.write_text(STAND_IN, encoding="utf-8")
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return House(root, root / "calls", python)


@pytest.fixture
def no_door(house: House) -> House:
    """Where the path file would land is asked of the real Python, so keep it inside the copy."""
    script = (house.root / "setup.sh").read_text(encoding="utf-8")
    script = script.replace('sysconfig.get_path("purelib")', '"."')
    (house.root / "setup.sh").write_text(script, encoding="utf-8")
    return house


def test_the_second_run_installs_nothing(no_door: House) -> None:
    assert no_door.set_up("base").returncode == 0
    assert no_door.installs() == 1
    second = no_door.set_up("base")
    assert (second.returncode, second.stderr) == (0, "")
    assert no_door.installs() == 1


def test_a_new_lock_is_installed(no_door: House) -> None:
    no_door.set_up("base")
    with (no_door.root / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# one more line\n")
    no_door.set_up("base")
    assert no_door.installs() == 2


def test_a_moved_folder_is_set_up_again(no_door: House) -> None:
    no_door.set_up("base")
    moved = no_door.root.with_name("somewhere else")
    no_door.root.rename(moved)
    again = House(moved, moved / "calls", moved / "stand-in")
    again.set_up("base")
    assert again.installs() == 2


def test_an_interrupted_run_starts_from_zero(no_door: House) -> None:
    broken = no_door.set_up("base", BREAK="yes")
    assert broken.returncode != 0
    left_over = no_door.root / ".venv-base" / "half a package"
    left_over.write_text("", encoding="utf-8")
    assert no_door.set_up("base").returncode == 0
    assert not left_over.exists()


def test_hashes_are_required(no_door: House) -> None:
    no_door.set_up("base")
    calls = no_door.calls.read_text(encoding="utf-8").splitlines()
    installs = [each for each in calls if "pip install" in each]
    assert installs
    assert all("--require-hashes" in each for each in installs)


def test_without_uv_the_development_set_is_installed_by_pip(no_door: House) -> None:
    done = no_door.set_up("dev")
    assert done.returncode == 0
    assert "going on with pip" in done.stderr
    assert "-r requirements-dev.lock" in no_door.calls.read_text(encoding="utf-8")


def test_the_source_is_found_and_the_command_starts_it(no_door: House) -> None:
    no_door.set_up("base")
    door = no_door.root / "kringspoor-source.pth"
    assert door.read_text(encoding="utf-8") == f"{no_door.root / 'src'}\n"
    launcher = no_door.root / ".venv-base" / "bin" / "kringspoor"
    assert os.access(launcher, os.X_OK)


@pytest.fixture
def bare_path(tmp_path: Path) -> str:
    """A PATH without Chromium and without apt-get, and somebody who is not root."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "dirname", "cat", "printf"):
        found = shutil.which(name)
        if found:
            (folder / name).symlink_to(found)
    nobody = folder / "id"
    nobody.write_text("#!/bin/sh\necho 1000\n", encoding="utf-8")
    nobody.chmod(0o755)
    return str(folder)


def test_a_missing_browser_is_said_and_not_fatal(house: House, bare_path: str) -> None:
    done = house.set_up("browser", PATH=bare_path)
    assert done.returncode == 0
    assert "sudo apt-get install chromium" in done.stderr


def test_a_missing_browser_fails_in_continuous_integration(house: House, bare_path: str) -> None:
    assert house.set_up("browser", PATH=bare_path, CI="true").returncode == 1


def test_an_unknown_part_is_refused_with_the_known_ones(house: House) -> None:
    done = house.set_up("everything")
    assert done.returncode == 2
    assert "base|site|dev|spark|browser|postgres" in done.stderr


def test_the_wheel_carries_every_file_of_the_source(tmp_path: Path) -> None:
    """Shelves are data files: a wheel without them starts and knows nothing."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("kringspoor/")}
        licences = [name for name in archive.namelist() if name.endswith("licenses/LICENSE")]
    source = ROOT / "src"
    written = {
        str(path.relative_to(source))
        for path in (source / "kringspoor").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == written
    assert len(licences) == 1
