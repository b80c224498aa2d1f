"""What the command loads before it has anything to compute."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("narwhals", "duckdb", "numpy", "polars", "pyspark", "django")


def test_asking_the_version_loads_no_column_library() -> None:
    code = (
        "import runpy, sys\n"
        "sys.argv = ['kringspoor', '--version']\n"
        "try:\n"
        "    runpy.run_module('kringspoor', run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    assert not end.code\n"
        f"print(sorted(set(sys.modules) & set({HEAVY!r})))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    version, loaded = ran.stdout.splitlines()
    assert version.startswith("kringspoor ")
    assert loaded == "[]"
