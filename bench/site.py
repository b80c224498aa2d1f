"""The pages of the site at 100,000 devices: a real server, PostgreSQL, eight browsers.

The server is the one that ``kringspoor serve`` starts; the browsers are another process. All of
them and the database share the cores of one machine, so beside how long a page takes stands how
much of the processor it takes, which neighbours change less.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

from bench.site_filled import CATEGORIES, PASSWORD, filled

from kringspoor.cli.site import free_port, open_site

SLUG, BESIDE, BROWSERS = "groot", "klein", 8
STARTS_WITHIN_SECONDS = 60.0
TICKS = os.sysconf("SC_CLK_TCK")
SORTS = ("", "serial", "-model", "category", "state", "unit", "-purchased", "warranty", "price")
OTHERS = {
    "device": "/groot/devices/{device}/",
    "due": "/groot/lifetimes/due/?when={when}&sort={due_sort}&page={page}",
    "warranty": "/groot/lifetimes/warranty/?page={page}",
    "plan": "/groot/plan/",
    "plan_if": "/groot/plan/?target_laptop={months}",
    "achieved": "/groot/achieved/",
    "repairs": "/groot/repairs/?page={page}",
    "counts": "/groot/counts/",
    "journal": "/groot/record/?page={page}",
    "lots": "/groot/lots/?page={page}",
}


def lists(dice: random.Random) -> str:
    """The address of a list: a page, an order, mostly some filters, now and then words."""
    asked: dict[str, object] = {"page": dice.choice((1, 1, 1, 2, 3, 10))}
    if sort := dice.choice(SORTS):
        asked["sort"] = sort
    category = dice.choice(tuple(CATEGORIES))
    filters = {
        "state": dice.choice(("in_use", "returned", "in_stock", "to_leave")),
        "category": category,
        "make": dice.choice(CATEGORIES[category]).partition(" ")[0],
        "unit": f"Dienst+{dice.randrange(120)}",
        "site": f"Gebouw+{dice.randrange(40)}",
        "bought_from": f"{dice.randrange(2018, 2026)}-01-01",
    }
    for name in dice.sample(sorted(filters), dice.choice((0, 1, 1, 2, 3))):
        asked[name] = filters[name]
    if dice.random() < 0.2:
        asked["q"] = words(dice)
    return "/groot/devices/?" + "&".join(f"{name}={value}" for name, value in asked.items())


def words(dice: random.Random) -> str:
    """What a person types: a tag or half of one, a part of a serial, a model, an order."""
    number = dice.randrange(100_000)
    return dice.choice(
        (
            f"GR-{number:06d}",
            f"GR-{number:06d}"[: dice.randrange(4, 9)],
            f"{dice.randrange(36**4):04X}",
            f"{number}",
            dice.choice([one for many in CATEGORIES.values() for one in many]).replace(" ", "+"),
            f"bestelling+{number // 25}",
            "niets dat er is".replace(" ", "+"),
        )
    )


def paths(kind: str, count: int, mark: str = "") -> list[str]:
    """The same addresses every time, and others for another mark."""
    dice = random.Random(kind + mark)
    if kind == "list":
        return [lists(dice) for _ in range(count)]
    if kind == "search":
        return [f"/groot/search/?q={words(dice)}" for _ in range(count)]
    if kind == "today":
        return ["/groot/"] * count
    return [
        OTHERS[kind].format(
            device=dice.randrange(25_000, 100_000),
            when=dice.choice(("", "overdue", "in-window", "all")),
            due_sort=dice.choice(("", "tag", "-due")),
            page=dice.choice((1, 1, 2, 30)),
            months=dice.randrange(36, 96),
        )
        for _ in range(count)
    ]


def cpu_seconds(root: int) -> float:
    """What a process and all it started have used of the processor."""
    family: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        number = int(path.parent.name)
        family.setdefault(int(told[1]), []).append(number)
        used[number] = sum(map(int, told[11:15])) / TICKS  # with what ended under it
    waiting, total = [root], 0.0
    while waiting:
        number = waiting.pop()
        total += used.get(number, 0.0)
        waiting += family.get(number, [])
    return total


def database_root() -> int:
    """The process of the database that begins one for each connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])


@contextmanager
def served(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The site as ``kringspoor serve`` opens it, until the end."""
    command = [sys.executable, "-m", "kringspoor", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        yield server
    finally:
        server.terminate()
        server.wait()


def awaited(port: int) -> None:
    """Wait for the first page that anybody can see. Raises TimeoutError."""
    until = monotonic() + STARTS_WITHIN_SECONDS
    while monotonic() < until:
        try:
            server = HTTPConnection("127.0.0.1", port, timeout=STARTS_WITHIN_SECONDS)
            server.request("GET", "/accounts/login/")
            if server.getresponse().status == 200:
                return
        except ConnectionError:
            sleep(0.02)
    raise TimeoutError("the site did not open")


class Asking:
    """The other process, with its browsers."""

    def __init__(self, port: int, people: list[str]) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "bench.site_asking"]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        self._say({"port": port, "people": people, "password": PASSWORD})

    def _say(self, told: dict[str, Any]) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()

    def ask(self, these: list[str]) -> dict[str, Any]:
        """How long each of these pages took."""
        assert self._process.stdout
        self._say({"paths": these})
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found

    def close(self) -> None:
        """No more questions."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def measured(asking: Asking, kind: str, count: int, roots: dict[str, int]) -> dict[str, float]:
    """A kind of page, warm: percentiles in milliseconds, and what a page takes of the processor."""
    asking.ask(paths(kind, max(count // 5, 2 * BROWSERS), "warm"))  # other pages than are measured
    before = {name: cpu_seconds(root) for name, root in roots.items()}
    told = asking.ask(paths(kind, count))
    spent = {name: cpu_seconds(root) - before[name] for name, root in roots.items()}
    took = sorted(told["took"])
    found = {f"{kind}_p{part}_ms": took[len(took) * part // 100] * 1e3 for part in (50, 95, 99)}
    found[f"{kind}_per_second"] = len(took) / told["wall"]
    for name, seconds in (*spent.items(), ("browsers", told["cpu"])):
        found[f"{kind}_{name}_cpu_ms"] = seconds / len(took) * 1e3
    return found


def _spoken(kind: str, found: dict[str, float]) -> str:
    own = {name.removeprefix(f"{kind}_"): each for name, each in found.items()}
    told = {name: round(each, 1) for name, each in own.items() if f"{kind}_{name}" in found}
    return f"{kind:10} {told}\n"


def main() -> None:
    """``site ROWS REQUESTS [KIND...]``: the site on the database of the settings."""
    rows_count, count = int(float(sys.argv[1])), int(float(sys.argv[2]))
    kinds = sys.argv[3:] or ["list", "search", "today", *OTHERS]
    with tempfile.TemporaryDirectory(prefix="kringspoor-bench-") as home:
        os.environ |= {"KRINGSPOOR_HOME": home, "KRINGSPOOR_SECRET_KEY": "only-for-benchmarks"}
        open_site()
        filled(BESIDE, rows_count // 5, 1)
        people, port = filled(SLUG, rows_count, BROWSERS), free_port(8400)
        start, found = perf_counter(), dict[str, float]()
        with served(port) as server:
            awaited(port)
            found["first_page_seconds"] = perf_counter() - start
            asking = Asking(port, people)
            roots = {"server": server.pid, "database": database_root()}
            for kind in kinds:
                few = count if kind in ("list", "search", "today") else max(count // 10, BROWSERS)
                found |= measured(asking, kind, few, roots)
                sys.stderr.write(_spoken(kind, found))
            asking.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
