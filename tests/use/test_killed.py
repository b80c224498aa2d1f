"""A worker that is killed at any moment loses nothing, does nothing twice, and leaves no half."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

SEED = 20261124
ROWS_COUNT, LISTS_COUNT, KILLS_COUNT, KILLS_OF_A_STEP_COUNT = 2_000, 24, 20, 6
# what a person and the site do before a worker comes: several lists are given
GIVEN = f"""
from django.utils import timezone
from kringspoor.cli.site import open_site
open_site()
from kringspoor.people.actions import found_organisation
from kringspoor.record.actions.batches import open_batch
from kringspoor.record.actions.files import keep_file
here, at = found_organisation("voorbeek", "Voorbeek"), timezone.now()
for no in range({LISTS_COUNT}):
    lines = ["Inventarisnummer;Serienummer;Merk;Model;Soort;Aankoopdatum"]
    for row in range({ROWS_COUNT}):
        lines.append(f"L{{no}}-{{row}};SN{{no}}X{{row}};Dell;Latitude 5420;laptop;14/10/2021")
    kept = keep_file(
        [chr(10).join(lines).encode()], organisation=here, name=f"{{no}}.csv", kind="import", at=at
    )
    open_batch(
        "import", organisation=here, actor=None, at=at, name=f"{{no}}.csv", key=kept.sha256,
        evidence=kept, state="later",
    )
"""
# the worker of the command line, begun twenty times without loading all of it twenty times
WORKERS = """
import os, sys
from kringspoor.cli import site
site.open_site()
from django.db import connections
from kringspoor.use import tasks
tasks._lexicon()
connections.close_all()
for _ in sys.stdin:
    number = os.fork()
    if not number:
        site.work(once=True)
        os._exit(0)
    print(number, flush=True)
    sys.stdin.readline()
    os.waitpid(number, 0)  # its number is its own until here
    print("ended", flush=True)
"""


class Site:
    """An installation with a database of its own, and the one who begins and kills its workers."""

    def __init__(self, home: Path, url: str) -> None:
        self.is_postgres = bool(url)
        around = {**os.environ, "KRINGSPOOR_HOME": str(home), "KRINGSPOOR_SECRET_KEY": "x"}
        self.around = {**around, "DJANGO_SETTINGS_MODULE": "kringspoor.web.settings"}
        self._where = url or str(home / "kringspoor.sqlite3")
        if url:
            self.around["KRINGSPOOR_DATABASE_URL"] = url
        subprocess.run([sys.executable, "-c", GIVEN], check=True, env=self.around)
        self._workers = subprocess.Popen(
            [sys.executable, "-c", WORKERS], env=self.around, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def close(self) -> None:
        """No more workers."""
        self._workers.communicate()

    def ask(self, question: str) -> tuple[Any, ...]:
        """The one row that answers a question, or what it changed."""
        if self.is_postgres:
            with psycopg.connect(self._where) as opened:
                found = opened.execute(question)
                return (found.fetchone() or ()) if found.description else ()
        with closing(sqlite3.connect(self._where, timeout=30)) as kept, kept:
            return kept.execute(question).fetchone() or ()

    def worker(self) -> int:
        """The process number of a new worker."""
        return int(self._say("begin"))

    def end(self, number: int | None = None) -> None:
        """Kill a worker, or let it end by itself."""
        if number is not None:
            os.kill(number, signal.SIGKILL)
        assert self._say("end") == "ended\n"

    def _say(self, word: str) -> str:
        assert self._workers.stdin
        assert self._workers.stdout
        self._workers.stdin.write(f"{word}\n")
        self._workers.stdin.flush()
        return self._workers.stdout.readline()

    def state(self) -> str:
        """Where the list that is worked on stands."""
        found = self.ask("SELECT state FROM record_batch WHERE state <> 'later' ORDER BY id DESC")
        return str(found[0])

    def begun(self, state: str) -> float:
        """When a worker has begun this step."""
        until = time.monotonic() + 60
        beats = (
            f"SELECT id FROM record_batch WHERE state = '{state}' AND heartbeat_at > '2026-02-01'"
        )
        while not self.ask(beats) and time.monotonic() < until:
            time.sleep(0.002)
        return time.monotonic()


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Site]:
    """An installation on SQLite; on PostgreSQL where the tests run there."""
    url = os.environ.get("KRINGSPOOR_DATABASE_URL", "")
    name = f"killed_{os.getpid()}"
    if url:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
    site = Site(tmp_path, url and urlunsplit(urlsplit(url)._replace(path=f"/{name}")))
    try:
        yield site
    finally:
        site.close()
        if url:
            with psycopg.connect(url, autocommit=True) as server:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def whole_or_nothing(here: Site) -> None:
    """Every list that is done is there with each of its rows; of the others there is nothing."""
    done, devices, tags, events, links = here.ask(
        "SELECT (SELECT count(*) FROM record_batch WHERE state = 'done'),"
        " (SELECT count(*) FROM use_device), (SELECT count(DISTINCT tag) FROM use_device),"
        " (SELECT count(*) FROM record_event WHERE kind = 'device.imported'),"
        " (SELECT count(*) FROM record_link WHERE batch_id IS NOT NULL)"
    )
    assert (devices, tags, events) == (done * ROWS_COUNT,) * 3
    assert links == done


def killed(here: Site, taken: str, dice: random.Random, span: float, most: int) -> int:
    """Kill workers at some moments in one step of one list; how many were in the middle of it."""
    count = 0
    while count < most and here.state() in ("waiting", "accepted", taken):
        worker = here.worker()
        begun = here.begun(taken)
        time.sleep(max(0.0, begun + dice.uniform(0, span) - time.monotonic()))
        is_working = here.state() == taken
        here.end(worker)
        count += is_working
        whole_or_nothing(here)
        # as if its lease had run out
        here.ask("UPDATE record_batch SET heartbeat_at = '2026-01-01 00:00:00'"
                 f" WHERE state = '{taken}'")  # fmt: skip
    return count


def finish(here: Site, taken: str) -> float:
    """Let a worker finish this step, if it is not finished; how long it took."""
    if here.state() not in ("waiting", "accepted", taken):
        return 0.0
    here.worker()
    begun = here.begun(taken)
    while here.state() == taken:
        time.sleep(0.005)
    took = time.monotonic() - begun
    here.end()
    return took


def test_workers_killed_at_twenty_moments_lose_nothing_and_do_nothing_twice(here: Site) -> None:
    dice, kills, spans = random.Random(SEED), 0, {"looking": 0.0, "running": 0.0}
    for number in range(1, LISTS_COUNT + 1):
        here.ask(f"UPDATE record_batch SET state = 'waiting' WHERE name = '{number - 1}.csv'")
        for taken, after in (("looking", "looked_at"), ("running", "done")):
            if spans[taken]:
                most = min(KILLS_OF_A_STEP_COUNT, KILLS_COUNT - kills)
                kills += killed(here, taken, dice, spans[taken], most)
            spans[taken] = finish(here, taken) or spans[taken]
            assert here.state() == after
            # a person presses the button
            here.ask("UPDATE record_batch SET state = 'accepted', tries_count = 0"
                     " WHERE state = 'looked_at'")  # fmt: skip
        whole_or_nothing(here)
        if kills == KILLS_COUNT:
            break
    assert kills == KILLS_COUNT
    (done,) = here.ask("SELECT count(*) FROM record_batch WHERE state = 'done'")
    assert done == number
    verify = [sys.executable, "-m", "kringspoor", "record", "verify", "voorbeek"]
    assert subprocess.run(verify, env=here.around, check=False).returncode == 0
    work = [sys.executable, "-m", "kringspoor", "work", "--once"]  # nothing is left to do
    assert subprocess.run(work, env=here.around, check=False).returncode == 0
    whole_or_nothing(here)
