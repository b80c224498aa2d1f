"""6,000 messy rows through the wizard: given, looked at, accepted, and all of it in.

The pages are asked as a browser asks them; beside them runs the worker of the command line, whose
start is counted too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter, sleep
from typing import Any

from bench.messy import write_messy

from kringspoor.cli.site import open_site

EMAIL = "asset_manager@voorbeek.example"
MOST_SECONDS = 300


class StuckError(RuntimeError):
    """An import that went another way than it should."""


def signed_in() -> Any:
    """A browser in which an asset manager of a new organisation is signed in."""
    from django.test import Client

    from kringspoor.people.actions import found_organisation, give_role
    from kringspoor.people.models import User

    organisation = found_organisation("voorbeek", "Voorbeek")
    person = User.objects.filter(email=EMAIL).first() or User.objects.create_user(EMAIL, None)
    give_role(person, "asset_manager", organisation=organisation)
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return client


def wizard_seconds(list_of: Path) -> dict[str, float]:
    """How long the whole of it takes, and until a person could see what the list would do."""
    client, start = signed_in(), perf_counter()
    with subprocess.Popen([sys.executable, "-m", "kringspoor", "work"]) as worker:
        try:
            with list_of.open("rb") as file:
                answer = client.post("/voorbeek/imports/add/", {"file": file})
            page = answer.headers["Location"]
            _await(page, client, "looked_at")
            looked = perf_counter()
            client.post(f"{page}accept/")
            _await(page, client, "done")
            done = perf_counter()
        finally:
            worker.kill()
    return {"whole": done - start, "look": looked - start}


def _await(page: str, client: Any, wanted: str) -> None:
    from kringspoor.people.models import Organisation
    from kringspoor.people.tenancy import scope
    from kringspoor.record.models import Batch

    number = page.rstrip("/").rpartition("/")[2]
    until = monotonic() + MOST_SECONDS
    while monotonic() < until:
        client.get(page)  # as the page asks for itself while it waits
        with scope(Organisation.objects.get()):
            state = Batch.objects.get(pk=number).state
        if state == wanted:
            return
        if state in ("failed", "cancelled"):
            break
        sleep(0.5)
    raise StuckError(f"the import is {state}, not {wanted}")


def main() -> None:
    """``wizard ROWS RUNS``: medians, each run on a site of its own."""
    rows_count, runs_count = int(float(sys.argv[1])), int(sys.argv[2])
    if runs_count > 1:  # Django opens one database in a process
        one = [sys.executable, "-m", "bench.wizard", str(rows_count), "1"]
        done = [subprocess.run(one, check=True, capture_output=True) for _ in range(runs_count)]
        runs = [json.loads(each.stdout) for each in done]
    else:
        with tempfile.TemporaryDirectory(prefix="kringspoor-bench-") as home:
            os.environ |= {"KRINGSPOOR_HOME": home, "KRINGSPOOR_SECRET_KEY": "only-for-benchmarks"}
            open_site()
            write_messy(Path(home) / "list.csv", rows_count)
            runs = [wizard_seconds(Path(home) / "list.csv")]
    print(json.dumps({name: median(each[name] for each in runs) for name in runs[0]}))


if __name__ == "__main__":
    main()
