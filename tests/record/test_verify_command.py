"""``kringspoor record`` in the terminal: what it prints, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings
from tests.record.test_checkpoints import act, rewrite
from tests.site import AT, an_organisation

from kringspoor.cli import run
from kringspoor.people.models import Organisation
from kringspoor.people.tenancy import scope
from kringspoor.record.actions.evidence import About, add_evidence
from kringspoor.record.models import Checkpoint, Event

pytestmark = pytest.mark.django_db
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """An organisation with five acts and a file on record, and the site open already."""
    settings.MEDIA_ROOT = tmp_path / "evidence"
    monkeypatch.setattr("kringspoor.cli.record.open_site", lambda: None)
    found = an_organisation()
    for days in range(4):
        act(found, days)
    add_evidence([b"x"], About("report"), organisation=found, actor=None, at=AT, name="a.pdf")
    return found


def a_paper(folder: Path, capsys: Captured) -> Path:
    """A checkpoint as a partner keeps it."""
    assert run(["record", "checkpoint", "voorbeek", "--lang", "en"]) == 0
    printed = capsys.readouterr()
    assert "Have somebody outside your organisation keep this" in printed.err
    kept = folder / "paper.txt"
    kept.write_text(printed.out)
    return kept


def test_a_record_that_holds_says_how_much_was_read(tmp_path: Path, capsys: Captured) -> None:
    paper = a_paper(tmp_path, capsys)
    assert run(["record", "verify", "voorbeek", "--files", "--checkpoint", str(paper)]) == 0
    assert capsys.readouterr().out == "schakels: 5, controlepunten: 1, bestanden: 1, alles klopt\n"
    assert run(["record", "verify", "voorbeek", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "links: 5, all of it holds\n"


def test_a_changed_event_is_named_and_the_command_fails(
    here: Organisation, capsys: Captured
) -> None:
    with scope(here):
        Event.objects.filter(link__number_no=2, position_no=1).update(kind="device.lost")
    assert run(["record", "verify", "voorbeek", "--lang", "en"]) == 1
    assert capsys.readouterr().out == "link 2, event 2: this event was changed\n"


def test_a_changed_file_is_named_only_when_files_are_asked_for(
    tmp_path: Path, capsys: Captured
) -> None:
    (file,) = [each for each in (tmp_path / "evidence").rglob("*") if each.is_file()]
    file.write_bytes(b"y")
    assert run(["record", "verify", "voorbeek"]) == 0
    capsys.readouterr()
    assert run(["record", "verify", "voorbeek", "--files"]) == 1
    assert "a.pdf" in capsys.readouterr().out


def test_a_history_written_anew_is_found_from_one_printed_checkpoint(
    here: Organisation, tmp_path: Path, capsys: Captured
) -> None:
    paper = a_paper(tmp_path, capsys)
    rewrite(here, 3)
    assert run(["record", "verify", "voorbeek", "--checkpoint", str(paper)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(
        "schakel 3: vanaf hier is de geschiedenis anders dan op het controlepunt"
    )
    with scope(here):
        Checkpoint.objects.all().delete()
    assert run(["record", "verify", "voorbeek"]) == 0  # nothing here tells it any more
    assert run(["record", "verify", "voorbeek", "--checkpoint", str(paper)]) == 1
    assert "schakel 5: hier, en misschien al eerder" in capsys.readouterr().out


def test_a_wrong_signature_is_said_apart(tmp_path: Path, capsys: Captured) -> None:
    paper = a_paper(tmp_path, capsys)
    paper.write_text(paper.read_text().replace("link 5", "link 4"))
    assert run(["record", "verify", "voorbeek", "--checkpoint", str(paper)]) == 1
    assert "de handtekening klopt niet" in capsys.readouterr().out


@pytest.mark.parametrize("words", ["", "hallo", "Kringspoor checkpoint 1\norganisation x\n"])
def test_a_file_that_is_no_checkpoint_is_named(
    tmp_path: Path, capsys: Captured, words: str
) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text(words)
    assert run(["record", "verify", "voorbeek", "--checkpoint", str(paper)]) == 3
    assert "paper.txt: dit is geen volledig controlepunt" in capsys.readouterr().err


def test_a_file_that_is_not_there_and_a_name_nobody_has_are_said(
    tmp_path: Path, capsys: Captured
) -> None:
    assert run(["record", "verify", "voorbeek", "--checkpoint", str(tmp_path / "weg.txt")]) == 3
    assert "weg.txt: is niet te lezen" in capsys.readouterr().err
    assert run(["record", "verify", "nergens"]) == 3
    assert "voorbeek" in capsys.readouterr().err
