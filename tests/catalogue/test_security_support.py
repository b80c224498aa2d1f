"""Until when a device gets security updates, or why that is not known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kringspoor.catalogue.facts import load
from kringspoor.catalogue.security_support import NO_SYSTEM_DAYS, SupportEnd, read_support
from kringspoor.core.errors import BadInput

EPOCH = date(1970, 1, 1)


def _end(os: str = "", cpu: str = "", category: str = "laptop", model: str = "") -> SupportEnd:
    return load().support.support_end(os, cpu, category, model)


def _days(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - EPOCH).days


def test_a_windows_10_machine_that_accepts_windows_11_lasts_as_long_as_windows_11() -> None:
    end = _end("Windows 10 Pro 22H2", "i5-8250U")
    assert (end.days, end.source) == (_days(2028, 10, 10), "endoflife-date")
    assert "Windows 11" in end.note.nl


def test_a_machine_that_windows_11_refuses_ends_with_windows_10_and_no_paid_extension() -> None:
    end = _end("Windows 10", "Intel(R) Core(TM) i7-7700 CPU @ 3.60GHz", "desktop")
    assert end.days == _days(2025, 10, 14)


@pytest.mark.parametrize(
    ("os", "cpu", "category", "model"),
    [
        ("Windows 10", "", "laptop", ""),
        ("Windows 10", "Intel Core i5", "laptop", ""),
        ("macOS 13.2", "Apple M1", "laptop", "MacBook Air"),
        ("", "i5-8210Y", "laptop", "Apple MacBook Air"),
        ("Android 13", "", "smartphone", "Galaxy A52"),
        ("iOS 17", "", "smartphone", "iPhone 12"),
        ("ChromeOS", "", "laptop", ""),
        ("", "N4020", "chromebook", ""),
        ("", "", "switch", ""),
    ],
)
def test_where_it_is_not_known_no_date_is_guessed_and_the_reason_is_given(
    os: str, cpu: str, category: str, model: str
) -> None:
    end = _end(os, cpu, category, model)
    assert end.days is None
    assert end.note.nl
    assert end.note.en


def test_a_model_with_its_own_date_keeps_it() -> None:
    assert _end("Android 13", "", "smartphone", "Fairphone 4").days == _days(2028, 9, 1)
    assert _end("", "", "smartphone", "Fairphone 9").days is None


def test_what_has_no_system_never_ends() -> None:
    assert _end(category="monitor").days == NO_SYSTEM_DAYS
    assert EPOCH.toordinal() + NO_SYSTEM_DAYS == date(2099, 12, 31).toordinal()


def test_a_date_that_is_none_is_refused_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("product,release,edition,ends_on\nwindows,10,,soon\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"mine\.csv, row 2, column 'ends_on': 'soon' is not a date"):
        read_support({"mine": path})


@pytest.mark.parametrize("os", ["Ubuntu 20.04.6 LTS", "Debian GNU/Linux 12", "Linux Mint 21"])
def test_a_machine_that_runs_linux_does_not_wait_for_windows(os: str) -> None:
    end = _end(os, "i5-6300U")
    assert (end.days, end.source) == (_days(2031, 4, 30), "endoflife-date")
    assert "Linux" in end.note.en


def test_linux_inside_windows_is_windows() -> None:
    assert _end("Windows 10 with Subsystem for Linux", "i5-6300U").days == _days(2025, 10, 14)
