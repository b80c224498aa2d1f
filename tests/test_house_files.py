"""The rules of the house for what is not Python: licence, locks, docs, decisions, the seed map."""

from __future__ import annotations

import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("0*.md"))
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
PAGES += [ROOT / "samples" / "README.md", ROOT / "bench" / "README.md", *sorted(DOCS.rglob("*.md"))]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
PLACES = ("src", "tests", "docs", "samples", "bench", ".ci")
MADE = {"__pycache__", "site", "demo", "build", "dist"}
DECISION_LINES = 40
SEED_ROWS = {"W": 30, "A": 25, "V": 21, "D": 21, "L": 14, "U": 20, "K": 58, "P": 13, "C": 1, "S": 2}
MISSION_ROWS = 45
STATES = ("works", "not yet")
ARTICLES = (
    "Definitions",
    "Scope of the rights granted by the Licence",
    "Communication of the Source Code",
    "Limitations on copyright",
    "Obligations of the Licensee",
    "Chain of Authorship",
    "Disclaimer of Warranty",
    "Disclaimer of Liability",
    "Additional agreements",
    "Acceptance of the Licence",
    "Information to the public",
    "Termination of the Licence",
    "Miscellaneous",
    "Jurisdiction",
    "Applicable Law",
)
# Written in parts, so that this file does not break its own rule.
MACHINE = [
    "/" + "work/",
    "/" + "tmp/",
    "/" + "root/",
    "/" + "home/",
    "pypi" + ".org",
    "python" + "hosted",
    "registry." + "npmjs",
]


def written_files() -> Iterator[Path]:
    """Every file a person wrote: the top of the tree and the folders of the house."""
    yield from (each for each in ROOT.iterdir() if each.is_file() and each.name != ".git")
    for place in PLACES:
        for folder, folders, names in os.walk(ROOT / place):
            folders[:] = [each for each in folders if each not in MADE]
            yield from (Path(folder) / name for name in names)


def places_of_a_machine(content: bytes) -> list[str]:
    """Paths and hosts that only exist where somebody happened to work."""
    text = content.decode("utf-8", "replace")
    return [each for each in MACHINE if each in text]


def missing_articles(licence: str) -> list[str]:
    """The articles and the appendix that a copy of the EUPL-1.2 lacks."""
    wanted = [f"\n{no}. {title}\n" for no, title in enumerate(ARTICLES, start=1)]
    wanted += ["EUROPEAN UNION PUBLIC LICENCE v. 1.2", "\nAppendix\n", "LiLiQ-R+"]
    return [each for each in wanted if each not in licence]


def broken_links(page: Path, text: str) -> list[str]:
    """Links to a file beside the page that is not there."""
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    local = [each.split("#")[0] for each in targets if not re.match(r"[a-z]+:|#", each)]
    return [each for each in local if not (page.parent / each).exists()]


def seed_rows() -> dict[str, dict[str, object]]:
    """Every row of the seed, by its id."""
    rows: dict[str, dict[str, object]] = tomllib.loads(
        (DOCS / "seed-map.toml").read_text(encoding="utf-8")
    )
    return rows


def lost_in_the_map(row: dict[str, object], commands: set[str]) -> list[str]:
    """What a row of the map names and nobody can find; a row that works must be shown."""
    lost = []
    for key in ("page", "test"):
        named = str(row.get(key, ""))
        if named and not (ROOT / named.split("::")[0]).exists():
            lost.append(named)
        if "::" in named and ROOT.joinpath(named.split("::")[0]).exists():
            text = (ROOT / named.split("::")[0]).read_text(encoding="utf-8")
            lost += [] if f"def {named.split('::')[1]}(" in text else [named]
    command = str(row.get("command", ""))
    if command and command.split()[0] not in commands:
        lost.append(command)
    if row["state"] == "works" and not (row.get("test") and (row.get("page") or command)):
        lost.append("works, but names no test, or neither a page nor a command")
    return lost


def commands_of_the_line() -> set[str]:
    """The verbs that the source of the command line knows."""
    text = "".join(each.read_text("utf-8") for each in (ROOT / "src/kringspoor/cli").glob("*.py"))
    return set(re.findall(r"\b(assess|explain|catalogue)\b", text))


def test_the_licence_is_complete() -> None:
    assert missing_articles((ROOT / "LICENSE").read_text(encoding="utf-8")) == []


def test_a_licence_without_an_article_is_noticed() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    title = "\n14. Jurisdiction\n"
    assert missing_articles(licence.replace(title, "\n")) == [title]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda each: each.name)
def test_a_lock_names_no_host_and_hashes_every_package(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert not re.search(r"://|index-url|find-links", text)
    pins = re.split(r"\n(?=\S)", text.strip())
    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []


def test_the_base_lock_agrees_with_the_others() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return set(re.findall(r"^([\w.-]+==[^\s;]+)", text, re.M))

    base = pins("requirements.lock")
    assert len(base) > 10
    assert base <= pins("requirements-web.lock")
    assert base <= pins("requirements-dev.lock")
    assert base <= pins("requirements-spark.lock")


def test_no_file_names_a_place_on_one_machine() -> None:
    found = {str(each): places_of_a_machine(each.read_bytes()) for each in written_files()}
    assert {name: places for name, places in found.items() if places} == {}


def test_a_place_on_one_machine_is_noticed() -> None:
    assert places_of_a_machine(b"see " + b"/wo" + b"rk/main") == ["/" + "work/"]


@pytest.mark.parametrize("page", PAGES, ids=lambda each: str(each.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    assert broken_links(page, page.read_text(encoding="utf-8")) == []


def test_a_broken_link_is_noticed() -> None:
    text = "[a](nowhere.md#part) [b](https://example.org) [c](#here) [d](house.md)"
    assert broken_links(DOCS / "words.md", text) == ["nowhere.md"]


@pytest.mark.parametrize("record", DECISIONS, ids=lambda each: each.name)
def test_a_decision_is_short_and_says_itself_in_the_title(record: Path) -> None:
    lines = record.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= DECISION_LINES
    assert lines[0].startswith("# ")
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", record.name)


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(each.name[:4]) for each in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    assert len(DECISIONS) >= 8


def test_the_seed_map_holds_every_row_once() -> None:
    counts = Counter(name[0] for name in seed_rows())
    assert dict(counts) == SEED_ROWS
    assert sum(counts.values()) == 205


def test_the_seed_map_reaches_every_mission_row() -> None:
    reached = {str(mission) for row in seed_rows().values() for mission in _missions(row)}
    assert reached == {f"M{no:02d}" for no in range(1, MISSION_ROWS + 1)}


def _missions(row: dict[str, object]) -> list[object]:
    missions = row["missions"]
    assert isinstance(missions, list)
    return missions


@pytest.mark.parametrize("name", seed_rows())
def test_a_row_of_the_seed_map_names_what_exists(name: str) -> None:
    row = seed_rows()[name]
    known = {"title", "missions", "command", "page", "test", "state", "note"}
    assert set(row) <= known
    assert row["title"]
    assert row["state"] in STATES
    assert _missions(row) or row.get("note")
    assert lost_in_the_map(row, commands_of_the_line()) == []


def test_a_lost_row_of_the_seed_map_is_noticed() -> None:
    row: dict[str, object] = {"state": "works", "page": "docs/house.md", "test": "tests/none.py"}
    assert lost_in_the_map(row, {"assess"}) == ["tests/none.py"]
    assert lost_in_the_map({"state": "works"}, {"assess"}) != []
    assert lost_in_the_map({"state": "not yet", "command": "fly"}, {"assess"}) == ["fly"]
    lacking = {"state": "not yet", "test": "tests/test_house_files.py::test_of_nothing"}
    assert lost_in_the_map(dict(lacking), {"assess"}) == [lacking["test"]]


def test_the_readme_shows_both_commands_and_the_makefile_has_them() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in ("demo", "test"):
        assert f"make {command}" in readme
        assert f"\n{command}:" in makefile
