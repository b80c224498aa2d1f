"""A sound catalogue has no findings; each flaw is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from kringspoor.catalogue.checks import findings
from kringspoor.catalogue.facts import SHIPPED, Catalogue, load

CATEGORY = SHIPPED / "categories" / "laptop.toml"
FACTORS = "category,embodied_kg,error_ratio,kwh_per_year,where,note\n"


def test_the_shipped_catalogue_is_sound() -> None:
    assert findings(load()) == []


@pytest.mark.parametrize(
    ("file", "text", "place", "said"),
    [
        (
            "factors/mine.csv",
            FACTORS + "laptop,1,,,p,\n",
            "factors/mine.csv",
            "source 'mine' does not exist",
        ),
        (
            "factors/ecodiag.csv",
            FACTORS + "laptop,0,,,p,\n",
            "factors/ecodiag.csv laptop",
            "is not above zero",
        ),
        (
            "factors/ecodiag.csv",
            FACTORS + "laptop,1,,-1,p,\n",
            "factors/ecodiag.csv laptop",
            "electricity below zero",
        ),
        (
            "factors/ecodiag.csv",
            FACTORS + "sofa,1,,,p,\n",
            "factors/ecodiag.csv sofa",
            "category does not exist",
        ),
        (
            "factors/ecodiag.csv",
            FACTORS + "laptop,1,,,p,\nlaptop,2,,,p,\n",
            "factors/ecodiag.csv laptop",
            "is there twice",
        ),
        (
            "categories/robot.toml",
            CATEGORY.read_text(encoding="utf-8"),
            "categories/robot",
            "has no factor",
        ),
        (
            "categories/laptop.toml",
            CATEGORY.read_text(encoding="utf-8").replace('"boavizta-pcf"', '"me"'),
            "categories/laptop",
            "source 'me' does not exist",
        ),
        (
            "grid/ember.csv",
            "country,calendar_year,kg_per_kwh\nBE,2020,0\n",
            "grid BE 2020",
            "is not above zero",
        ),
        (
            "sources/mine.toml",
            'title = "M"\npublisher = "M"\nlicence = " "\nkind = "own"\n',
            "sources/mine",
            "has no licence",
        ),
        (
            "sources/mine.toml",
            'title = "M"\npublisher = "M"\nlicence = "MIT"\nkind = "open"\n',
            "sources/mine",
            "has no address or date",
        ),
        (
            "makers/mine.toml",
            'name = "M"\n[models]\nrobo = "robot"\n',
            "makers/mine",
            "category 'robot' does not exist",
        ),
        ("ladders/mine.toml", "name_nl = 1\n", "shelves", "mine.toml: key 'name_en' is missing"),
    ],
)
def test_a_flaw_is_found_where_it_stands(
    tmp_path: Path, file: str, text: str, place: str, said: str
) -> None:
    path = tmp_path / file
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    found = findings(Catalogue((SHIPPED, tmp_path)))
    assert any(each.place == place and said in each.what.en for each in found), found
