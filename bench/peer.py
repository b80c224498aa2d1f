"""Devices a second, beside an API that answers one device per request over HTTP.

The peer is BoaviztAPI, as published, in an environment of its own: it is started, asked and
stopped, never imported. It answers one figure from one factor for each request. Our side of the
comparison is given the same laptops with make, model, dates and state, and does more for each of
them: match the model, find the factor and its interval, decide on the next step and what it saves.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter, sleep
from typing import Any

import duckdb
from bench.columns import assess

from kringspoor.engine import open_engine

PEER = "boaviztapi==2.5.0"
ASKED = "/v1/terminal/laptop?criteria=gwp&verbose=false&duration={hours}"
JSON = {"Content-Type": "application/json"}
COUNTRIES = ("BEL", "NLD", "FRA", "DEU", "LUX")
MODELS = (
    ("Dell", "Latitude 5420"),
    ("HP", "EliteBook 840 G8"),
    ("Lenovo", "ThinkPad T14 Gen 2"),
    ("Apple", "MacBook Air"),
    ("Acer", "TravelMate P2"),
)
LAPTOPS_COUNT, WARM_COUNT = 1000, 50
START_SECONDS, INSTALL_SECONDS, STOP_SECONDS = 60, 300, 10


class PeerMissingError(RuntimeError):
    """The peer cannot be installed or does not start here."""


def laptops() -> list[dict[str, Any]]:
    """The same thousand laptops every time: power, use, lifetime and country at random."""
    dice = random.Random(1)
    return [
        {
            "power_w": round(dice.uniform(10, 40), 1),
            "use_ratio": round(dice.uniform(0.1, 0.5), 3),
            "life_hours": dice.choice((3, 4, 5, 6)) * 8760,
            "country": dice.choice(COUNTRIES),
            "model": dice.choice(MODELS),
            "purchased_days": dice.randrange(18_000, 20_700),
        }
        for _ in range(LAPTOPS_COUNT)
    ]


def environment() -> Path:
    """The peer's own Python, made once, outside the repository.

    Raises PeerMissingError when it cannot be made, as without a network.
    """
    folder = Path(tempfile.gettempdir()) / f"kringspoor-bench-{PEER.replace('==', '-')}"
    python, stamp = folder / "bin" / "python", folder / "complete"
    if stamp.exists():
        return python
    print(f"installing {PEER} in an environment of its own (once)", file=sys.stderr)
    steps = (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", PEER],
    )
    for step in steps:
        try:
            subprocess.run(step, check=True, capture_output=True, timeout=INSTALL_SECONDS)
        except (subprocess.SubprocessError, OSError) as error:
            raise PeerMissingError(
                f"{PEER} could not be installed, so nothing to compare with"
            ) from error
    stamp.touch()
    return python


@contextmanager
def serving(python: Path) -> Iterator[int]:
    """The peer listening on this machine alone; gives its port, and ends it afterwards."""
    port = _free_port()
    command = [str(python), "-m", "uvicorn", "boaviztapi.main:app", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--log-level", "critical"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    try:
        _await(process, port)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _await(process: subprocess.Popen[bytes], port: int) -> None:
    until = monotonic() + START_SECONDS
    while process.poll() is None and monotonic() < until:
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise PeerMissingError(f"{PEER} does not start, so nothing to compare with")


def peer_rate(port: int) -> float:
    """Devices a second of one run, over one connection kept open, as its fastest client asks.

    Raises PeerMissingError when an answer holds no figure.
    """
    asked = [(ASKED.format(hours=each["life_hours"]), _body(each)) for each in laptops()]
    connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    _ask_all(connection, asked[:WARM_COUNT])
    start = perf_counter()
    _ask_all(connection, asked)
    rate = len(asked) / (perf_counter() - start)
    connection.close()
    return rate


def _body(laptop: dict[str, Any]) -> bytes:
    usage = {
        "usage_location": laptop["country"],
        "avg_power": laptop["power_w"],
        "use_time_ratio": laptop["use_ratio"],
        "hours_life_time": laptop["life_hours"],
    }
    return json.dumps({"type": "pro", "usage": usage}).encode()


def _ask_all(connection: HTTPConnection, asked: list[tuple[str, bytes]]) -> None:
    for path, body in asked:
        connection.request("POST", path, body, JSON)
        answer = json.loads(connection.getresponse().read())
        if "gwp" not in answer.get("impacts", {}):
            raise PeerMissingError(f"{PEER} answers without a figure: {answer}")


def write_laptops(path: Path, rows_count: int) -> None:
    """The same laptops, repeated, in the product's own column names."""
    rows = [
        (
            no,
            *each["model"],
            each["purchased_days"],
            each["power_w"] * each["use_ratio"] * 8.76,
        )
        for no, each in enumerate(laptops())
    ]
    connection = duckdb.connect()
    connection.execute("CREATE TABLE laptops(n INT, make TEXT, model TEXT, day INT, kwh DOUBLE)")
    connection.executemany("INSERT INTO laptops VALUES (?, ?, ?, ?, ?)", rows)
    query = _QUERY.format(rows=rows_count, laptops=LAPTOPS_COUNT)
    connection.sql(query).to_parquet(str(path), compression="zstd")
    connection.close()


_QUERY = """
SELECT 'LT-' || lpad(r::VARCHAR, 9, '0') AS tag, 'laptop' AS category, l.make, l.model,
       l.day AS purchased_days, l.kwh AS kwh_per_year, 'in_use' AS state, 'owned' AS ownership,
       1::INT AS quantity_count
FROM range({rows}) t(r) JOIN laptops l ON l.n = r % {laptops}
ORDER BY r
"""


def own_rate(folder: Path, rows_count: int) -> float:
    """Devices a second of one run, Parquet to Parquet with every output column."""
    start = perf_counter()
    engine = open_engine("duckdb", folder=folder)
    assess(engine, folder / "in.parquet", folder / "out.parquet")
    engine.close()
    return rows_count / (perf_counter() - start)


def compared(folder: Path, rows_count: int, runs_count: int) -> dict[str, float]:
    """Medians of both rates and of their ratio; the two take turns, so that drift hits both.

    Raises PeerMissingError when there is nothing to compare with.
    """
    with serving(environment()) as port:
        runs = [(peer_rate(port), own_rate(folder, rows_count)) for _ in range(runs_count)]
    return {
        "peer_per_second": median(peer for peer, _ in runs),
        "own_per_second": median(own for _, own in runs),
        "ratio": median(own / peer for peer, own in runs),
    }


def main() -> None:
    """``peer ROWS RUNS``: both rates and their ratio, or in one line why there is no peer."""
    rows_count, runs_count = int(float(sys.argv[1])), int(sys.argv[2])
    found: dict[str, float | str] = {}
    with tempfile.TemporaryDirectory(prefix="kringspoor-bench-") as name:
        folder = Path(name)
        write_laptops(folder / "in.parquet", rows_count)
        try:
            found |= compared(folder, rows_count, runs_count)
        except PeerMissingError as error:
            found["own_per_second"] = median(
                own_rate(folder, rows_count) for _ in range(runs_count)
            )
            found["skipped"] = str(error)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
