"""Run a command beside a PostgreSQL of its own: ``with_postgres.py COMMAND...``.

The cluster lives in a temporary folder, listens on the loopback only, and ends with the command.
PostgreSQL refuses to run as root, so root starts it as Debian's user ``postgres``.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

NAME = "kringspoor"
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")  # it lives for minutes
MISSING = 3


def programs() -> Path | None:
    """The folder with initdb and pg_ctl, newest version first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def main(command: list[str]) -> int:
    """The exit code of the command. PostgreSQL may be missing, but not where nobody reads that."""
    folder = programs()
    if folder is None:
        sys.stderr.write("PostgreSQL is missing: run `sh setup.sh postgres`\n")
        return MISSING if os.environ.get("CI") == "true" else 0
    with tempfile.TemporaryDirectory(prefix="kringspoor-postgres-") as name:
        home = Path(name)
        if os.getuid() == 0:
            shutil.chown(home, "postgres")
        return _beside(folder, home, command)


def _beside(folder: Path, home: Path, command: list[str]) -> int:
    port, data = _free_port(), home / "data"
    _as_owner(folder / "initdb", "--auth=trust", f"--username={NAME}", "--encoding=UTF8",
              "--locale=C.UTF-8", "--no-sync", f"--pgdata={data}")  # fmt: skip
    settings = " ".join(f"-c {each}" for each in (*QUICK, "listen_addresses=127.0.0.1"))
    options = f"-p {port} -k {home} {settings}"
    control = (folder / "pg_ctl", f"--pgdata={data}", "--wait", f"--log={home / 'log'}")
    _as_owner(*control, f"--options={options}", "start")
    url = f"postgres://{NAME}@127.0.0.1:{port}/postgres"
    try:
        around = {**os.environ, "KRINGSPOOR_DATABASE_URL": url}
        return subprocess.run(command, check=False, env=around).returncode
    finally:
        _as_owner(*control, "--mode=fast", "stop")


def _as_owner(*words: object) -> None:
    owner = ["runuser", "--user=postgres", "--"] if os.getuid() == 0 else []
    call = [*owner, *map(str, words)]
    told = subprocess.run(call, check=False, capture_output=True, text=True, cwd="/")
    if told.returncode:
        raise SystemExit(f"{words[0]}: {told.stderr or told.stdout}")


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
