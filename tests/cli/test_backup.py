"""Everything goes into one file and comes back, from either database into either."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

URL = os.environ.get("KRINGSPOOR_DATABASE_URL", "")
NAME = "put_back"


def run(home: Path, *words: str, url: str = "") -> subprocess.CompletedProcess[str]:
    """A program of a site in a folder of its own."""
    around = {**os.environ, "KRINGSPOOR_HOME": str(home), "KRINGSPOOR_DATABASE_URL": url}
    if not url:
        del around["KRINGSPOOR_DATABASE_URL"]
    around["DJANGO_SETTINGS_MODULE"] = "kringspoor.web.settings"
    return subprocess.run(
        [sys.executable, "-m", *words], capture_output=True, text=True, env=around, check=False
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a small site that was kept by SQLite."""
    home = tmp_path_factory.mktemp("home")
    filled = run(home, "tests.cli.small_site")
    assert filled.returncode == 0, filled.stderr
    file = tmp_path_factory.mktemp("kept") / "site.tar.gz"
    done = run(home, "kringspoor", "backup", str(file), "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "The keys of the site are not in it" in done.stdout
    return file


@contextmanager
def another_database() -> Iterator[str]:
    """The url of an empty database beside that of the tests; '' for SQLite in the folder."""
    if not URL:
        yield ""
        return
    import psycopg

    with psycopg.connect(URL, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {NAME}")
        try:
            yield URL.rpartition("/")[0] + f"/{NAME}"
        finally:
            server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def test_a_backup_that_is_put_back_and_kept_again_is_the_same_file(
    kept: Path, tmp_path: Path
) -> None:
    with another_database() as url:
        back = run(tmp_path, "kringspoor", "restore", str(kept), "--lang", "en", url=url)
        assert back.returncode == 0, back.stderr
        assert "the record of every organisation holds" in back.stdout
        again = tmp_path / "again.tar.gz"
        assert run(tmp_path, "kringspoor", "backup", str(again), url=url).returncode == 0
        assert again.read_bytes() == kept.read_bytes()
        verified = run(tmp_path, "kringspoor", "record", "verify", "voorbeek", "--files", url=url)
        assert verified.returncode == 0, verified.stdout + verified.stderr
        full = run(tmp_path, "kringspoor", "restore", str(kept), "--lang", "en", url=url)
        assert full.returncode != 0
        assert "this site is not empty" in full.stderr


def test_the_guards_lie_again_after_a_restore(kept: Path, tmp_path: Path) -> None:
    assert run(tmp_path, "kringspoor", "restore", str(kept)).returncode == 0
    import sqlite3

    base = sqlite3.connect(tmp_path / "kringspoor.sqlite3")
    with base, pytest.raises(sqlite3.IntegrityError, match="kringspoor"):
        base.execute("UPDATE use_device SET state = 'gone_donated'")
    base.close()


def packed(kept: Path, changed: dict[str, bytes | None]) -> bytes:
    """The same backup with other bytes under some names; None leaves them out."""
    out = io.BytesIO()
    with tarfile.open(kept) as old, tarfile.open(fileobj=out, mode="w") as new:
        for entry in old.getmembers():
            content = old.extractfile(entry)
            assert content is not None
            data = changed.get(entry.name, content.read())
            if data is not None:
                entry.size = len(data)
                new.addfile(entry, io.BytesIO(data))
        for name, data in changed.items():
            if name not in old.getnames() and data is not None:
                extra = tarfile.TarInfo(name)
                extra.size = len(data)
                new.addfile(extra, io.BytesIO(data))
    return gzip.compress(out.getvalue())


def evidence_in(kept: Path) -> str:
    """The name of one kept file."""
    with tarfile.open(kept) as archive:
        return next(each for each in archive.getnames() if each.startswith("evidence/"))


def test_a_damaged_backup_puts_nothing_back_and_says_what_is_wrong(
    kept: Path, tmp_path: Path
) -> None:
    devices = "tables/use.Device.jsonl"
    with tarfile.open(kept) as archive:
        content = archive.extractfile(devices)
        assert content is not None
        other = content.read().replace(b"SN-voorbeek", b"SN-anders!!")
    damaged = {
        "use.Device is damaged": packed(kept, {devices: other}),
        "evidence": packed(kept, {evidence_in(kept): b"something else"}),
        "../": packed(kept, {"evidence/../../outside": b"x"}),
        "is no backup": b"PK not at all",
        "no backup": packed(kept, {"manifest.json": None}),
    }
    for number, (says, data) in enumerate(damaged.items()):
        file = tmp_path / f"{number}.tar.gz"
        file.write_bytes(data)
        done = run(tmp_path, "kringspoor", "restore", str(file), "--lang", "en")
        assert done.returncode != 0
        assert says in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "outside").exists()
    again = run(tmp_path, "kringspoor", "restore", str(kept))
    assert again.returncode == 0, again.stderr  # nothing of the damaged ones was kept


def test_a_file_that_is_there_is_not_written_over(kept: Path, tmp_path: Path) -> None:
    before = kept.read_bytes()
    done = run(tmp_path, "kringspoor", "backup", str(kept), "--lang", "en")
    assert done.returncode != 0
    assert "is there already" in done.stderr
    assert kept.read_bytes() == before
