"""The documentation says what is there: its examples load, its pages follow from the shelves."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kringspoor.catalogue.facts import load
from kringspoor.core.errors import BadInput
from kringspoor.formats.problems import templates

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = Path(__file__).parents[1] / "docs"


def example(page: str) -> str:
    """The TOML file that a how-to page shows."""
    text = (DOCS / "how-to" / page).read_text(encoding="utf-8")
    (found,) = re.findall(r"```toml\n(.*?)```", text, re.S)
    return str(found)


def test_the_ladder_of_the_how_to_loads_with_its_own_step(tmp_path: Path) -> None:
    file = tmp_path / "our-ladder.toml"
    file.write_text(example("write-a-ladder.md"), encoding="utf-8")
    ladder = load().ladder(file)
    assert "youth_centre" in load().steps_of(ladder)
    assert [rung.step for rung in ladder.rungs][-2:] == ["youth_centre", "recycle"]


def test_a_misspelt_key_in_it_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "our-ladder.toml"
    file.write_text(example("write-a-ladder.md").replace("max_grade", "max_graad"), "utf-8")
    with pytest.raises(BadInput, match=r"our-ladder\.toml.*max_graad"):
        load().ladder(file)


def test_the_lifetime_policy_of_the_how_to_loads(tmp_path: Path) -> None:
    file = tmp_path / "our-lifetimes.toml"
    file.write_text(example("write-a-lifetime-policy.md"), encoding="utf-8")
    policy = load().lifetime(file)
    assert policy.rule("monitor").window == 120
    assert policy.rule("laptop").target_months == 60


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    made: dict[str, str] = runpy.run_path(str(DOCS / "make_pages.py"))["pages"]()
    return made


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("categories.md", load().slugs("categories")),
        ("steps.md", [*load().slugs("steps"), *load().slugs("ladders")]),
        ("lifetimes.md", load().slugs("lifetimes")),
        ("sources.md", load().slugs("sources")),
    ],
)
def test_a_page_of_a_shelf_names_all_that_stands_on_it(
    pages: dict[str, str], page: str, names: list[str]
) -> None:
    assert [each for each in names if f"`{each}`" not in pages[page]] == []


def test_the_page_of_errors_is_what_the_code_says() -> None:
    kept = (DOCS / "errors.md").read_text(encoding="utf-8")
    made = runpy.run_path(str(DOCS / "make_pages.py"))["errors"]()
    assert kept == f"{made}\n", "run `python docs/make_pages.py`"
    assert [code for code in templates() if f"`{code}`" not in kept] == []


def test_rows_of_a_table_have_as_many_cells_as_its_head(pages: dict[str, str]) -> None:
    for text in pages.values():
        for block in re.findall(r"(?:^\|.*\n?)+", text, re.M):
            assert len({line.count("|") for line in block.splitlines()}) == 1


def _listed(nav: list[Any]) -> Iterator[str]:
    for entry in nav:
        for target in entry.values():
            if isinstance(target, str):
                yield target
            else:
                yield from _listed(target)


def test_every_page_stands_in_the_menu_of_the_site(pages: dict[str, str]) -> None:
    site = tomllib.loads((DOCS.parent / "zensical.toml").read_text(encoding="utf-8"))["project"]
    places = (path.relative_to(DOCS) for path in DOCS.rglob("*.md"))
    written = {place.as_posix() for place in places if place.parts[0] != "reference"}
    from_index = {name for name in written if re.match(r"decisions/0", name)}
    generated = {f"reference/{name}" for name in pages}
    assert set(_listed(site["nav"])) == (written - from_index) | generated


@pytest.mark.browser
def test_the_site_asks_nothing_of_other_hosts(tmp_path: Path, browser: Browser) -> None:
    shutil.copytree(DOCS, tmp_path / "docs", ignore=shutil.ignore_patterns("reference"))
    shutil.copy(DOCS.parent / "zensical.toml", tmp_path)
    build = [sys.executable, str(DOCS / "make_pages.py"), str(tmp_path / "docs" / "reference")]
    subprocess.run(build, check=True)
    subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    page, asked = browser.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "site" / "methods" / "footprint" / "index.html").as_uri())
    assert page.locator("h1").inner_text().startswith("Footprint")
    page.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_the_words_of_the_code_occur_in_the_code() -> None:
    words = (DOCS / "words.md").read_text(encoding="utf-8")
    rows = [line.split("|")[3] for line in words.splitlines() if line.count("|") == 4]
    named = {word for cell in rows for word in re.findall(r"`([A-Za-z_.]+)`", cell)}
    source = DOCS.parent / "src"
    files = [each for each in source.rglob("*") if each.suffix in (".py", ".toml")]
    code = "".join(each.read_text(encoding="utf-8") for each in files)
    written = {each.stem for each in files} | set(re.findall(r"\w+", code))
    assert len(named) > 40
    assert {word for word in named if word.split(".")[-1] not in written} == set()


def test_every_step_stands_among_the_words_under_its_own_names() -> None:
    words = (DOCS / "words.md").read_text(encoding="utf-8")
    rows = {f"| {s.name_nl} | {s.name_en} | `{s.slug}` |" for s in load().steps.values()}
    assert {row for row in rows if row not in words} == set()


def test_the_index_of_decisions_lists_every_record() -> None:
    index = (DOCS / "decisions" / "index.md").read_text(encoding="utf-8")
    for record in sorted((DOCS / "decisions").glob("0*.md")):
        title = record.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert f"* [{title}]({record.name})" in index
