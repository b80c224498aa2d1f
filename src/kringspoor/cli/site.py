"""``kringspoor serve|work|demo``: the site from the command line."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Annotated

import typer

from kringspoor.cli import asking
from kringspoor.cli.together import site_beside
from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text

FIRST_PORT, PORTS_COUNT = 8000, 20
MOST_WORKERS = 2  # each keeps the registers of its own in memory
MOMENT_SECONDS = 2.0
WAIT_SECONDS = 1.0  # between two looks for work


def open_site() -> None:
    """Make Django ready, and bring the database up to date.

    Raises BadInput where the parts of the site are not installed.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kringspoor.web.settings")
    try:
        import django
        from django.core.management import call_command
    except ModuleNotFoundError as error:
        raise BadInput(
            Text(nl="de site is niet geïnstalleerd", en="the site is not installed"),
            hint=Text(nl="installeer kringspoor[web]", en="install kringspoor[web]"),
            code="no-site",
        ) from error
    django.setup()
    from django.conf import settings

    settings.HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)


def serve(
    port: Annotated[int, typer.Option(help="Where to listen; the next one if it is busy.")] = 0,
    lang: asking.Lang = "nl",
) -> None:
    """Open the site on this machine, until Ctrl-C."""
    open_site()
    language = asking.as_language(lang)
    free = free_port(port or FIRST_PORT)
    if port and free != port:
        busy = Text(nl=f"poort {port} is bezet; {free} dan", en=f"port {port} is busy; {free} then")
        typer.echo(busy.spoken(language), err=True)
    opened = Text(
        nl=f"Kringspoor staat open op http://localhost:{free}/ (Ctrl-C sluit)",
        en=f"Kringspoor is open at http://localhost:{free}/ (Ctrl-C closes it)",
    )
    typer.echo(opened.spoken(language))
    from granian import Granian
    from granian.constants import Interfaces

    with a_worker_beside():
        Granian(
            "kringspoor.web.wsgi:application",
            address="127.0.0.1",
            port=free,
            interface=Interfaces.WSGI,
            workers=_workers_count(),
            blocking_threads=4,
            log_enabled=False,
        ).serve(target_loader=partial(site_beside, os.getpid()), wrap_loader=False)


def _workers_count() -> int:
    """Two processes where the database serves several and there are two cores, else one."""
    from django.db import connection

    return min(MOST_WORKERS, os.cpu_count() or 1) if connection.vendor == "postgresql" else 1


@contextmanager
def a_worker_beside() -> Iterator[None]:
    """A worker in a process of its own, begun again when it ends, and ended with the server.

    It begins when the server has had a moment: its first visitor goes before a list that waits.
    """
    command = [sys.executable, "-m", "kringspoor", "work", "--beside", str(os.getpid())]
    running: list[subprocess.Popen[bytes]] = []
    is_closing = threading.Event()

    def keep() -> None:
        is_closing.wait(MOMENT_SECONDS)
        while not is_closing.wait(WAIT_SECONDS):
            if not running or running[0].poll() is not None:
                running[:] = [subprocess.Popen(command)]

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        is_closing.set()
        keeper.join()
        for each in running:
            each.terminate()
            each.wait()


def work(
    once: Annotated[bool, typer.Option("--once", help="Do what waits, then end.")] = False,
    beside: Annotated[int, typer.Option(hidden=True)] = 0,
) -> None:
    """Read and take in the lists that people give, until Ctrl-C. `serve` does this too."""
    open_site()
    from django.db import OperationalError, connection
    from django.utils import timezone

    from kringspoor.use.tasks import beating, work_once

    while not beside or os.getppid() == beside:
        try:
            is_idle = not work_once(timezone.now(), beating)
        except OperationalError:  # the database is away or busy: what was taken is taken up again
            connection.close()
            is_idle = True
        if is_idle and once:
            return
        if is_idle:
            time.sleep(WAIT_SECONDS)


def free_port(first: int) -> int:
    """The first port from there on which nobody listens. Raises BadInput after twenty."""
    for port in range(first, first + PORTS_COUNT):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if tried.connect_ex(("127.0.0.1", port)) != 0:
                return port
    last = first + PORTS_COUNT - 1
    raise BadInput(
        Text(nl=f"poorten {first} tot {last} zijn bezet", en=f"ports {first} to {last} are busy"),
        hint=Text(nl="geef er een met --port", en="give one with --port"),
        code="no-port",
    )


def demo(today: asking.Today = "", lang: asking.Lang = "nl") -> None:
    """Fill the site with made-up organisations; what is already there stays."""
    open_site()
    from kringspoor.cli.demo import PASSWORD, fill

    language = asking.as_language(lang)
    made = fill(date.fromisoformat(today) if today else date.today())
    for each in made:
        said = Text(
            nl=f"{each.name}: {each.devices_count} toestellen",
            en=f"{each.name}: {each.devices_count} devices",
        )
        typer.echo(said.spoken(language))
    people = "\n".join(f"  {each}" for each in made[0].people)
    sign_in = Text(
        nl=f"Meld u aan met het wachtwoord {PASSWORD}, als een van deze rollen:\n{people}",
        en=f"Sign in with the password {PASSWORD}, as one of these roles:\n{people}",
    )
    typer.echo(sign_in.spoken(language))
