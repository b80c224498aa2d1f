"""Outputs are whole or not there, never over one's own lists, and stdout is data alone."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.stories.conftest import Kringspoor

from kringspoor.cli.outputs import Outbox, named_once
from kringspoor.core.errors import BadInput

TODAY = ("--today", "2026-11-24")
UNUSABLE = 3


def test_json_on_stdout_is_json_alone(kringspoor: Kringspoor, devices: str) -> None:
    done = kringspoor("assess", devices, *TODAY, "--json", "-")
    assert json.loads(done.out)["devices"]["value"] == 3
    assert done.err == ""


@pytest.mark.parametrize(
    ("option", "start"), [("--parquet", b"PAR1"), ("--xlsx", b"PK"), ("--html", b"<!")]
)
def test_every_output_may_go_to_stdout(
    kringspoor: Kringspoor, devices: str, option: str, start: bytes
) -> None:
    assert kringspoor("assess", devices, *TODAY, option, "-").data.lower().startswith(start.lower())


def test_two_outputs_do_not_share_stdout(kringspoor: Kringspoor, devices: str) -> None:
    done = kringspoor("assess", devices, *TODAY, "--json", "-", "--csv", "-")
    assert (done.exit_code, done.out) == (UNUSABLE, "")
    assert "twee uitvoeren gaan naar de standaarduitvoer" in done.err


def test_ones_own_list_is_not_overwritten(kringspoor: Kringspoor, devices: str) -> None:
    before = Path(devices).read_bytes()
    done = kringspoor("assess", devices, *TODAY, "--csv", f"{Path(devices).parent}/./lijst.csv")
    assert done.exit_code == UNUSABLE
    assert "is een van uw lijsten" in done.err
    assert Path(devices).read_bytes() == before


def test_a_place_where_nothing_can_come_is_refused_before_any_work(
    kringspoor: Kringspoor, devices: str, tmp_path: Path
) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    assert "is een map" in kringspoor("assess", devices, "--html", str(folder)).err
    inside = f"{devices}/report.html"
    assert "lijst.csv is geen map" in kringspoor("assess", devices, "--html", inside).err


def test_a_folder_that_is_not_there_is_made(
    kringspoor: Kringspoor, devices: str, tmp_path: Path
) -> None:
    target = tmp_path / "nieuw" / "dieper" / "a.json"
    assert kringspoor("assess", devices, *TODAY, "--json", str(target)).exit_code == 0
    assert [each.name for each in target.parent.iterdir()] == ["a.json"]


def test_a_list_given_twice_is_read_once_and_said(kringspoor: Kringspoor, devices: str) -> None:
    done = kringspoor("assess", devices, devices, *TODAY, "--json", "-")
    assert json.loads(done.out)["devices"]["value"] == 3
    assert "staat er twee keer" in done.err
    assert named_once([Path("a"), Path("b"), Path("./a")]) == ((Path("a"), Path("b")), (Path("a"),))


def test_an_error_halfway_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    with pytest.raises(BadInput), Outbox(tmp_path / "work") as outbox:
        outbox.put(str(tmp_path / "a.json"), "{}")
        raise BadInput("stop")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["work"]


def test_a_link_stays_a_link_and_the_null_device_a_device(tmp_path: Path) -> None:
    link, real = tmp_path / "link.json", tmp_path / "real.json"
    real.write_text("old")
    link.symlink_to(real)
    (tmp_path / "work").mkdir()
    with Outbox(tmp_path / "work") as outbox:
        outbox.put(str(link), "new")
        outbox.put(os.devnull, "new")
        outbox.send()
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert not Path(os.devnull).is_file()
