"""What the articles say about how long devices serve, told to the command line, end to end."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kringspoor.cli import run

HEAD = "tag,category,model,purchase date,state,grade,ownership,warranty end date,os,cpu,memory gb"
TODAY = "2026-11-24"
MODERN = "Windows 11 Pro,Intel Core i5-1135G7,16"


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRINGSPOOR_HOME", str(tmp_path / "home"))


def _listed(folder: Path, rows: list[str]) -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return path


def _steps(folder: Path, ladder: str, *rows: str) -> dict[str, str]:
    """The step of each device by its tag."""
    out = folder / "devices.csv"
    words = ["assess", str(_listed(folder, list(rows))), "--today", TODAY, "--csv", str(out)]
    assert run([*words, "--ladder", ladder]) == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        return {row["tag"]: row["step"] for row in csv.DictReader(file)}


def _answer(folder: Path, *rows: str, ladder: str, what_if: str = "laptop=4,5") -> Any:
    out = folder / "answer.json"
    words = ["assess", str(_listed(folder, list(rows))), "--today", TODAY, "--json", str(out)]
    assert run([*words, "--ladder", ladder, "--what-if", what_if]) == 0
    return json.loads(out.read_text(encoding="utf-8"))


def test_ghent_replaces_laptops_only_after_five_years_or_with_a_reason(tmp_path: Path) -> None:
    steps = _steps(
        tmp_path,
        "ghent",
        f"M58,laptop,Latitude 5420,2022-01-20,in use,B,owned,,{MODERN}",
        f"M60,laptop,Latitude 5420,2021-11-24,in use,C,owned,,{MODERN}",
    )
    assert steps == {"M58": "keep", "M60": "plan_replacement"}


def test_every_company_device_of_ghent_serves_five_years_not_laptops_alone(tmp_path: Path) -> None:
    steps = _steps(
        tmp_path,
        "ghent",
        "P58,ip phone,CP-8851,2022-01-20,in use,B,owned,,,,",
        "S58,switch,C9200L,2022-01-20,in use,B,owned,,,,",
        "S62,switch,C9200L,2021-09-20,in use,C,owned,,,,",
    )
    assert steps == {"P58": "keep", "S58": "keep", "S62": "plan_replacement"}


def test_the_supplier_repairs_under_warranty_and_the_own_bench_after(tmp_path: Path) -> None:
    steps = _steps(
        tmp_path,
        "ghent",
        f"M35,laptop,Latitude 5420,2023-12-20,broken,B,owned,2026-12-20,{MODERN}",
        f"M36,laptop,Latitude 5420,2023-11-24,broken,B,owned,2026-11-24,{MODERN}",
        f"M37,laptop,Latitude 5420,2023-10-20,broken,B,owned,2026-10-20,{MODERN}",
    )
    assert steps == {"M35": "repair_supplier", "M36": "repair_supplier", "M37": "repair"}


def test_ku_leuven_replaces_computers_and_servers_in_the_course_of_their_fifth_year(
    tmp_path: Path,
) -> None:
    steps = _steps(
        tmp_path,
        "ku-leuven",
        f"Y4,desktop,OptiPlex 7080,2022-12-01,in use,C,owned,,{MODERN}",
        f"Y5,desktop,OptiPlex 7080,2022-03-01,in use,C,owned,,{MODERN}",
        "S4,server,PowerEdge R640,2022-12-01,in use,,owned,,,,",
        "S5,server,PowerEdge R640,2022-03-01,in use,,owned,,,,",
    )
    assert steps["Y4"] == steps["S4"] == "keep"
    assert steps["Y5"] == steps["S5"] == "plan_replacement"


def test_ku_leuven_keeps_screens_keyboards_mice_and_network_eight_years(tmp_path: Path) -> None:
    kinds = ("monitor", "keyboard", "mouse", "router", "switch", "access point")
    rows = [f"{kind},{kind},,2019-01-20,in use,,owned,,,," for kind in kinds]
    assert set(_steps(tmp_path, "ku-leuven", *rows).values()) == {"keep"}


def test_ghent_university_repairs_or_reuses_and_recycles_what_is_beyond_both(
    tmp_path: Path,
) -> None:
    steps = _steps(
        tmp_path,
        "ugent",
        f"BROKEN,laptop,Latitude 5420,2023-06-20,broken,B,owned,,{MODERN}",
        f"BACK,laptop,Latitude 5420,2023-06-20,returned,B,owned,,{MODERN}",
        f"BEYOND,laptop,Latitude 5420,2023-06-20,broken,D,owned,,{MODERN}",
        f"OLD,laptop,Latitude 5420,2015-06-20,returned,D,owned,,{MODERN}",
    )
    assert steps["BROKEN"] == "repair"
    assert steps["BACK"] == "redeploy"
    assert steps["BEYOND"] == steps["OLD"] == "recycle"


def test_longer_use_puts_purchases_off_year_by_year_in_euro_and_kilograms(tmp_path: Path) -> None:
    rows = [
        f"L{year}{no},laptop,Latitude 5420,{year}-06-15,in use,B,owned,,{MODERN}"
        for year in range(2022, 2027)
        for no in range(6)
    ]
    plans = {plan["asked"]: plan for plan in _answer(tmp_path, *rows, ladder="leuven")["plans"]}
    four, five = plans["laptop=4"], plans["laptop=5"]
    assert [year["devices"]["value"] for year in five["years"]] == [6, 6, 6, 6, 6]
    assert sum(year["devices"]["value"] for year in four["years"]) > 30
    for plan in (four, five):
        for year in plan["years"]:
            assert (year["price"]["value"] > 0) == (year["devices"]["value"] > 0)
            assert (year["embodied"]["value"] > 0) == (year["devices"]["value"] > 0)


def test_recycling_says_why_each_step_before_it_was_passed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"OLD,laptop,Latitude 5420,2016-01-20,returned,D,owned,,{MODERN}"]
    path = _listed(tmp_path, rows)
    words = ["explain", "OLD", str(path), "--today", TODAY, "--ladder", "laakdal", "--lang", "en"]
    assert run(words) == 0
    told = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "Latitude 5420 OLD: recycle" in told
    assert re.search(r"redeploy: .{0,120}?no \(for its", told)
    assert re.search(r"school: .{0,120}?no \(for its grade", told)
