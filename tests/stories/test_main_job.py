"""The main job, end to end: three lists that disagree become one answer that explains itself."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.stories.conftest import FILES, SAMPLES, TODAY, Kringspoor, Said, typed

OUTPUTS = ("json", "csv", "parquet", "html", "xlsx", "write-matches")
LADDER = """
name_nl = "Ons beleid"
name_en = "Our policy"
source = "kringspoor"
lifetime = "ghent"

[[rungs]]
include = "leased"

[[rungs]]
step = "inspiration_box"
states = ["in_stock", "returned"]

[[rungs]]
include = "in_use"

[[step]]
slug = "inspiration_box"
name_nl = "inspiratiebox"
name_en = "inspiration box"
kind = "next_life"
source = "kringspoor"
extra_years = [1, 2, 3]
displacement_share = [0.3, 0.5, 0.8]
handling_eur = [20, 40, 80]
leaves_organisation = true
"""


@dataclass(frozen=True, slots=True)
class Job:
    """One run with every output, each as bytes."""

    said: Said
    made: dict[str, bytes]

    @property
    def answer(self) -> dict[str, Any]:
        """The JSON."""
        read: dict[str, Any] = json.loads(self.made["json"])
        return read

    @property
    def rows(self) -> list[dict[str, str]]:
        """One row per device."""
        return list(csv.DictReader(io.StringIO(self.made["csv"].decode("utf-8-sig"))))


def job(folder: Path, *words: str) -> Job:
    places = {name: folder / f"out.{name}" for name in OUTPUTS}
    asked = [word for name, place in places.items() for word in (f"--{name}", str(place))]
    said = typed(folder / "home", "assess", *FILES, "--today", TODAY, *asked, *words)
    assert said.exit_code == 0, said.err
    return Job(said, {name: place.read_bytes() for name, place in places.items()})


@pytest.fixture(scope="module")
def nl(tmp_path_factory: pytest.TempPathFactory) -> Job:
    return job(tmp_path_factory.mktemp("nl"))


@pytest.fixture(scope="module")
def en(tmp_path_factory: pytest.TempPathFactory) -> Job:
    return job(tmp_path_factory.mktemp("en"), "--lang", "en")


def figures(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if "formula" in part:
            yield part
        for each in part.values():
            yield from figures(each)
    elif isinstance(part, list):
        for each in part:
            yield from figures(each)


def test_every_row_of_every_file_has_one_fate(nl: Job) -> None:
    with (SAMPLES / "register.csv").open(encoding="cp1252", newline="") as lines:
        register = list(csv.reader(lines, delimiter=";"))
    header = next(at for at, row in enumerate(register) if row[0] == "Inv.nr.")
    with (SAMPLES / "mdm.csv").open(encoding="utf-8-sig", newline="") as lines:
        mdm = list(csv.reader(lines))
    fates = {
        each["file"]: sum(rows["value"] for rows in each["rows"].values())
        for each in nl.answer["inventory"]["files"]
    }
    assert fates["register.csv"] == len(register) - header - 1
    assert fates["mdm.csv"] == len(mdm) - 1
    assert sum(name.startswith("count.xlsx[") for name in fates) >= 5


def test_each_device_is_counted_once(nl: Job) -> None:
    answer = nl.answer
    by_step = Counter[str]()
    for row in nl.rows:
        by_step[row["step"]] += int(row["quantity_count"])
    left = by_step.pop("left")
    assert {each["step"]: each["devices"]["value"] for each in answer["steps"]} == by_step
    assert answer["devices"]["value"] == by_step.total()
    assert answer["left"]["value"] == left
    assert sum(each["devices"]["value"] for each in answer["categories"]) == by_step.total()
    numbered = [row["serial"] for row in nl.rows if row["serial"]]
    assert len(numbered) == len(set(numbered))


def test_what_is_estimated_lies_between_its_ends(nl: Job) -> None:
    spread = [each for each in figures(nl.answer) if each["low"] is not None]
    assert len(spread) > 50
    assert [each for each in spread if not each["low"] <= each["value"] <= each["high"]] == []
    totals = nl.answer["totals"]
    assert totals["embodied"]["low"] < totals["embodied"]["value"] < totals["embodied"]["high"]


def test_the_screen_says_what_the_data_say(nl: Job, en: Job) -> None:
    answer = nl.answer
    assert f"{answer['devices']['value']:,}".replace(",", ".") + " toestellen" in nl.said.out
    made = answer["totals"]["embodied"]
    tonnes = [round(made[name] / 1000) for name in ("value", "low", "high")]
    said = en.said.out.replace("\u00a0", " ")
    assert f"{tonnes[0]} tonnes CO₂e, between {tonnes[1]} and {tonnes[2]}" in said
    euros = answer["totals"]["saving_eur"]["value"]
    assert f"€ {euros:,.0f}" in said
    shown = [each for each in answer["steps"] if each["devices"]["value"] > 100]
    for each in shown:
        assert re.search(rf"{each['name']['nl']}\s+\W*\s+{each['devices']['value']}\b", nl.said.out)


def test_the_bars_below_say_why_somebody_has_to_look(nl: Job) -> None:
    (inspect,) = (each for each in nl.answer["steps"] if each["step"] == "inspect")
    first = inspect["reasons"][0]
    assert f"{first['sentence']['nl']} {first['devices']['value']}" in nl.said.out


def test_two_runs_give_the_same_bytes(nl: Job, tmp_path: Path) -> None:
    again = job(tmp_path)
    assert [name for name in OUTPUTS if again.made[name] != nl.made[name]] == []


def test_the_language_changes_the_words_and_not_the_numbers(nl: Job, en: Job) -> None:
    assert nl.made["json"] == en.made["json"]
    assert nl.made["csv"] == en.made["csv"]
    assert "Wat nu te doen" in nl.said.out
    assert "What to do now" in en.said.out
    assert nl.said.err == en.said.err == ""


def personal() -> set[str]:
    """Every name, address and number of a person or network in the sample of device management."""
    private = ("UserId", "UPN", "email", "display name", "IPv4", "MAC", "IMEI", "MEID", "ICCID",
               "Phone number")  # fmt: skip
    with (SAMPLES / "mdm.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = [name for name in rows[0] if any(word in name for word in private)]
    return {row[name] for row in rows for name in columns if len(row[name]) > 5}


def unpacked(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as inside:
        return "".join(inside.read(name).decode(errors="replace") for name in inside.namelist())


def test_nobody_is_named_in_any_output(nl: Job, en: Job, kringspoor: Kringspoor) -> None:
    found = personal()
    assert len(found) > 1000
    serials = [row["serial"] for row in nl.rows if row["serial"]][:2]
    texts = [
        *(kringspoor("explain", each, *FILES, "--today", TODAY).out for each in serials),
        *(each.said.out for each in (nl, en)),
        *(nl.made[name].decode() for name in ("json", "csv", "html", "write-matches")),
        unpacked(nl.made["xlsx"]),
        nl.made["parquet"].decode("latin-1"),
    ]
    assert all(serial in text for serial, text in zip(serials, texts, strict=False))
    words = {word for text in texts for word in re.findall(r"[\w.@:+-]+", text)}
    assert {each for each in found if each in words or any(each in t for t in texts[:4])} == set()
    assert [text for text in texts if "@voorbeek" in text or "gebruiker0" in text.lower()] == []


def test_a_ladder_of_ones_own_runs_without_a_line_of_python(
    kringspoor: Kringspoor, tmp_path: Path
) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(LADDER, encoding="utf-8")
    said = kringspoor("assess", *FILES, "--today", TODAY, "--ladder", str(file), "--json", "-")
    steps = {each["step"]: each["devices"]["value"] for each in json.loads(said.out)["steps"]}
    assert steps["inspiration_box"] > 10
    assert "redeploy" not in steps
    screen = kringspoor("assess", *FILES, "--today", TODAY, "--ladder", str(file))
    assert "inspiratiebox" in screen.out


def test_a_misspelt_key_is_refused_with_file_key_and_known_keys(
    kringspoor: Kringspoor, tmp_path: Path
) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(LADDER.replace("displacement_share", "displacement_shar"), encoding="utf-8")
    said = kringspoor("assess", *FILES, "--ladder", str(file), "--lang", "en")
    assert said.exit_code == 3
    assert said.out == ""
    assert "ours.toml" in said.err and "displacement_shar" in said.err
    assert "displacement_share" in said.err and "rebound_share" in said.err


def exact_share(answer: dict[str, Any]) -> float:
    rungs = {each["rung"]: float(each["kg_share"]["value"]) for each in answer["coverage"]}
    return rungs.get("exact", 0.0)


def test_with_the_makers_sheets_exact_models_carry_the_kilograms(
    kringspoor: Kringspoor, real_files: Path, nl: Job
) -> None:
    asked = ("assess", *FILES, "--today", TODAY, "--json", "-")
    assert exact_share(nl.answer) == 0
    added = kringspoor("catalogue", "add", str(real_files / "boavizta-data-us.csv"))
    assert added.exit_code == 0
    after = exact_share(json.loads(kringspoor(*asked).out))
    assert after > 0.1
    screen = kringspoor("assess", *FILES, "--today", TODAY)
    assert f"{after * 100:.0f} % van de kilogrammen komt van exacte modellen" in screen.out
    laptop = kringspoor("catalogue", "show", "laptop").out
    assert re.search(r"boavizta-pcf\s+241,\d", laptop)
    assert "median of 422 sheets" in laptop
    monitor = kringspoor("catalogue", "show", "monitor", "--lang", "en").out
    assert {"65.9", "510.0"} <= set(re.findall(r"\d+\.\d", monitor))


def test_explain_needs_no_files_after_an_assessment(kringspoor: Kringspoor) -> None:
    assert kringspoor("assess", *FILES, "--today", TODAY).exit_code == 0
    said = kringspoor("explain", "vb-10162", "--lang", "en")
    assert said.exit_code == 0
    assert "Stands in" in said.out and "register.csv, row 10" in said.out
    assert "core.footprint.yearly_kg" in said.out
    assert "kg CO₂e a year" in said.out
    dutch = kringspoor("explain", "vb-10162").out
    assert "172 maanden" in dutch and " months" not in dutch
