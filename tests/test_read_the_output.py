"""The page that explains the output names everything the output holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kringspoor.assess.as_json import schema
from kringspoor.assess.devices import columns

PAGE = (Path(__file__).parents[1] / "docs" / "how-to" / "read-the-output.md").read_text("utf-8")
NAMED = set(re.findall(r"`([a-z0-9_]+)`", PAGE))


@pytest.mark.parametrize("column", columns())
def test_every_column_of_a_device_is_explained(column: str) -> None:
    assert column in NAMED


@pytest.mark.parametrize("key", schema()["required"])
def test_every_part_of_the_json_is_explained(key: str) -> None:
    assert key in NAMED
