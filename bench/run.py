"""What ``make bench`` prints: every figure beside its bound, measured in one run on one machine.

A benchmark never fails: neighbours on the same machine can make any figure miss its bound. The
last line says which ones did.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[1]
RUNS = "5"
SHOWN = 2000  # characters of an error that are worth reading


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: what was measured, how it is written, and the bound it keeps, if any."""

    what: str
    value: float
    written: str
    bound: float | None = None
    is_least: bool = False  # the bound is the least it may be, not the most

    @property
    def holds(self) -> bool | None:
        """Whether the figure keeps its bound; None where there is none."""
        if self.bound is None:
            return None
        return self.value >= self.bound if self.is_least else self.value <= self.bound

    def spoken(self) -> str:
        """The line of the table."""
        if self.bound is None:
            return f"{self.what:58} {self.written.format(self.value):>12}"
        sign = ">=" if self.is_least else "<="
        bound = f"{sign} {self.written.format(self.bound)}"
        verdict = "holds" if self.holds else "does not hold"
        return f"{self.what:58} {self.written.format(self.value):>12}  {bound:>16}  {verdict}"


class UnmeasuredError(RuntimeError):
    """A measurement that ended without figures."""


def child(name: str, *arguments: str, beside: tuple[str, ...] = ()) -> dict[str, float]:
    """The figures of one measurement, in a process of its own. Raises UnmeasuredError.

    ``beside`` is a script that brings what it needs, such as a database.
    """
    print(f"measuring: {name} {' '.join(arguments)}", file=sys.stderr)
    measure = [sys.executable, "-m", f"bench.{name}", *arguments]
    done = subprocess.run(
        [sys.executable, *beside, *measure] if beside else measure,
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env={key: each for key, each in os.environ.items() if key != "KRINGSPOOR_DATABASE_URL"},
    )
    if done.returncode or not done.stdout:
        raise UnmeasuredError(f"{name} failed: {done.stderr.strip()[-SHOWN:]}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def sizes() -> Iterator[Line]:
    """What the base install takes on disk."""
    folder = ROOT / ".venv-base"
    if not folder.exists():
        raise UnmeasuredError("no base install: run `sh setup.sh base`")
    files = [path.lstat() for path in folder.rglob("*")]
    size = sum(each.st_blocks for each in files) * 512 / 2**20
    yield Line("base install: command line and engine", size, "{:.0f} MB", 300)


def columns() -> Iterator[Line]:
    """A million and ten million devices beside DuckDB copying the same file."""
    work, floor = {}, {}
    for rows in ("1e6", "1e7"):
        found = child("columns", rows, RUNS)
        peak = child("columns", rows, "1", "peak")
        work[rows], floor[rows] = found["work_seconds"], found["floor_seconds"]
        yield Line(f"{rows} devices: DuckDB copying the file", found["floor_seconds"], "{:.2f} s")
        yield Line(f"{rows} devices, all columns", found["work_seconds"], "{:.2f} s")
        yield Line(f"{rows} devices, all columns / copy", found["work_ratio"], "{:.2f} x", 1.5)
        yield Line(
            f"{rows} devices, 3 aggregates / copy", found["aggregate_ratio"], "{:.2f} x", 0.8
        )
        yield Line(f"{rows} devices, peak memory", peak["peak_mb"], "{:.0f} MB", 700)
    yield Line("growth from 1e6 to 1e7 devices", work["1e7"] / work["1e6"], "{:.1f} x", 11)
    yield Line("  beside it, growth of the copy", floor["1e7"] / floor["1e6"], "{:.1f} x")


def messy() -> Iterator[Line]:
    """A messy register of 100,000 rows, from file to answer."""
    found = child("messy", "1e5", RUNS)
    rate = found["rows_per_second"]
    yield Line("messy CSV, read to assessed, a second", rate, "{:,.0f} rows", 50_000, is_least=True)
    for step in ("read", "reconcile", "assess"):
        yield Line(f"  of which {step}", found[f"{step}_seconds"], "{:.2f} s")


def cold() -> Iterator[Line]:
    """A new process on 6,000 rows, and one that only says its version."""
    found = child("cold", "6000", RUNS)
    yield Line("6,000 messy rows cold, whole command", found["command_seconds"], "{:.2f} s", 2.0)
    yield Line("  of which CPU, all threads", found["command_cpu_seconds"], "{:.2f} s")
    yield Line("kringspoor --version", found["version_seconds"], "{:.2f} s")


def peer() -> Iterator[Line]:
    """Beside an API that answers one device per request."""
    found = child("peer", "1e6", "3")
    yield Line("Kringspoor, 1e6 laptops, a second", found["own_per_second"], "{:,.0f} devices")
    if "skipped" in found:
        raise UnmeasuredError(str(found["skipped"]))
    yield Line(
        "BoaviztAPI 2.5.0, one by one over HTTP, a second",
        found["peer_per_second"],
        "{:,.0f} devices",
    )
    yield Line("Kringspoor / BoaviztAPI", found["ratio"], "{:,.0f} x", 1000, is_least=True)


def bulk() -> Iterator[Line]:
    """A hundred thousand devices by the lane of the import, beside Django's bulk_create."""
    postgres = ("tests/with_postgres.py",)
    for database, beside, bound in (("PostgreSQL", postgres, 4.0), ("SQLite", (), 4.0)):
        found = child("bulk", "1e5", "3", beside=beside)
        yield Line(f"{database}: bulk_create of 1e5 devices", found["peer_seconds"], "{:.1f} s")
        yield Line(f"{database}: the lane of the import", found["lane_seconds"], "{:.1f} s")
        yield Line(
            f"{database}: bulk_create / lane", found["ratio"], "{:.1f} x", bound, is_least=True
        )
        yield Line(f"{database}: taking it back", found["undo_seconds"], "{:.1f} s", 60)


def wizard() -> Iterator[Line]:
    """6,000 messy rows, from giving the list to all of it being in."""
    found = child("wizard", "6000", "3")
    yield Line("6,000 messy rows through the wizard", found["whole"], "{:.1f} s", 30)
    yield Line("  of which until it can be looked at", found["look"], "{:.1f} s")


SITE_BOUNDS = {"list": 200.0, "search": 100.0, "today": 200.0}
SITE_NAMES = {
    "list": "list of devices", "search": "search everything", "today": "today",
    "device": "one device", "due": "devices that are due", "warranty": "warranty",
    "plan": "replacement plan", "plan_if": "a what-if of the plan", "achieved": "lifetimes reached",
    "repairs": "repairs", "counts": "counts", "journal": "record", "lots": "lots",
}  # fmt: skip


def site() -> Iterator[Line]:
    """The site at 100,000 devices on PostgreSQL, asked by eight browsers of another process."""
    found = child("site", "1e5", "1000", beside=("tests/with_postgres.py",))
    yield Line("site: start to first page", found["first_page_seconds"], "{:.1f} s", 3.0)
    for kind, name in SITE_NAMES.items():
        bound = SITE_BOUNDS.get(kind, 500.0)
        yield Line(f"site, {name}: 95 % within", found[f"{kind}_p95_ms"], "{:.0f} ms", bound)
        yield Line("  half within", found[f"{kind}_p50_ms"], "{:.0f} ms")
        yield Line("  99 % within", found[f"{kind}_p99_ms"], "{:.0f} ms")
        yield Line("  a second", found[f"{kind}_per_second"], "{:.0f} pages")
        yield Line("  CPU of a page, server", found[f"{kind}_server_cpu_ms"], "{:.1f} ms")
        yield Line("  CPU of a page, database", found[f"{kind}_database_cpu_ms"], "{:.1f} ms")


MEASURED: dict[str, Callable[[], Iterator[Line]]] = {
    "sizes": sizes,
    "columns": columns,
    "messy": messy,
    "cold": cold,
    "peer": peer,
    "bulk": bulk,
    "wizard": wizard,
    "site": site,
}


def machine() -> str:
    """What it runs on, and how busy that is."""
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    python = platform.python_version()
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {python}, load average {load}"


def measured(names: list[str]) -> list[Line]:
    """Print the lines of each measurement as they come; one that fails says why in a line."""
    lines = []
    for name in names:
        try:
            for line in MEASURED[name]():
                print(line.spoken(), flush=True)
                lines.append(line)
        except UnmeasuredError as error:
            print(f"{name}: not measured: {error}", flush=True)
    return lines


def main() -> None:
    """``run [NAME...]``: all measurements, or the ones named."""
    names = sys.argv[1:] or list(MEASURED)
    unknown = [name for name in names if name not in MEASURED]
    if unknown:
        sys.exit(f"{', '.join(unknown)}: choose from {', '.join(MEASURED)}")
    start = perf_counter()
    print(f"before: {machine()}")
    lines = measured(names)
    print(f"after:  {machine()}; {perf_counter() - start:.0f} s")
    bound = [line for line in lines if line.holds is not None]
    missed = [line.what for line in bound if not line.holds]
    print(f"{len(bound) - len(missed)} of {len(bound)} bounds hold")
    for what in missed:
        print(f"  not: {what}")


if __name__ == "__main__":
    main()
