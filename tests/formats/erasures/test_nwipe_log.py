"""A log of nwipe 0.33, made up after the lines that a run of it on loop devices wrote."""

from __future__ import annotations

import time
from datetime import datetime

from kringspoor.core.guards.facts import MethodClass
from kringspoor.formats.erasures.proof import ERRORS, FAILED, PASSED, Proofs
from kringspoor.formats.erasures.reading import read_proofs
from kringspoor.formats.source import Source

LOG = """\
[2026/11/20 09:00:01] warning: Command not found. Install smartmontools !
[2026/11/20 09:00:01]  notice: Found /dev/sda, ATA , EXAMPLE SSD 870,  500 GB, S/N=EX4EVNX0M123456
[2026/11/20 09:00:01]  notice: Found /dev/sdb, ATA , EXAMPLE HDD 10,   1 TB, S/N=EX9AAA1
[2026/11/20 09:00:01]  notice: Found /dev/sdc, USB , EXAMPLE STICK,   16 GB, S/N={garbage}
[2026/11/20 09:00:01]  notice: Found /dev/sdd, ATA , EXAMPLE SYSTEM,  500 GB, S/N=EXSYSTEM1
[2026/11/20 09:00:02]  notice:   banner   = nwipe 0.33
[2026/11/20 09:00:02]  notice:   verify   = {verify}
[2026/11/20 09:00:02]  notice: /dev/sda has serial number EX4EVNX0M123456
[2026/11/20 09:00:02]  notice: /dev/sdb has serial number EX9AAA1
[2026/11/20 09:00:02]  notice: /dev/sdc has serial number {garbage}
[2026/11/20 09:00:03]  notice: Invoking method '{method}' on /dev/sda
[2026/11/20 09:00:03]  notice: Invoking method '{method}' on /dev/sdb
[2026/11/20 09:00:03]  notice: Invoking method '{method}' on /dev/sdc
[2026/11/20 10:10:00]  notice: Finished final round 1 of 1 on /dev/sda
[2026/11/20 10:15:30]  notice: [SUCCESS] Verified that /dev/sda is empty.
[2026/11/20 10:15:30]  notice: [SUCCESS] Blanked device /dev/sda
[2026/11/20 11:00:00]  notice: [FAILURE] /dev/sdb may not be blanked

******************************** Error Summary *********************************
!   Device | Pass Errors | Verifications Errors | Fdatasync I\\O Errors
--------------------------------------------------------------------------------
       sda |           {errors} |                    0 |                    0
!      sdb |           3 |                    0 |                    1
********************************************************************************

********************************* Drive Status *********************************
!   Device | Status | Thru-put | HH:MM:SS | Model/Serial Number
--------------------------------------------------------------------------------
       sda | Erased |  90 MB/s | 01:15:27 | EXAMPLE SSD 870/EX4EVN
!      sdb |-FAILED-|  80 MB/s | 02:00:00 | EXAMPLE HDD 10/EX9AAA1
--------------------------------------------------------------------------------
"""


def _read(
    method: str = "Fill With Zeros", verify: str = "1 (last pass)", errors: int = 0
) -> Proofs:
    text = LOG.format(method=method, verify=verify, errors=errors, garbage="P\x80W3")
    (found,) = read_proofs(Source.of_bytes("day.log", text.encode("latin-1")))
    return found


def test_each_drive_that_was_erased_has_its_whole_serial_and_its_own_end() -> None:
    good, bad = _read().proofs
    assert (good.serial, good.model, good.capacity_gb) == (
        "EX4EVNX0M123456", "EXAMPLE SSD 870", 500.0,
    )  # fmt: skip
    assert good.started_at == datetime(2026, 11, 20, 9, 0, 3)
    assert good.finished_at == datetime(2026, 11, 20, 10, 15, 30)
    assert (good.tool, good.tool_version, good.is_verified) == ("nwipe", "0.33", True)
    assert (good.outcome, good.method_class) == (PASSED, MethodClass.CLEAR)
    assert (bad.serial, bad.outcome) == ("EX9AAA1", FAILED)


def test_a_drive_without_a_readable_serial_proves_nothing_and_is_named() -> None:
    found = _read()
    (told,) = found.problems
    assert (told.code, told.row_no, told.original) == ("erasure-no-serial", 4, "EXAMPLE STICK")


def test_a_drive_that_was_only_seen_is_not_erased() -> None:
    assert "EXSYSTEM1" not in {each.serial for each in _read().proofs}


def test_erased_with_errors_is_not_passed() -> None:
    assert _read(errors=2).proofs[0].outcome is ERRORS


def test_a_run_that_only_looks_has_erased_nothing() -> None:
    found = _read(method="Verify Zeros (0x00)")
    assert found.proofs[0].method_class is None
    assert "erasure-no-method" in {each.code for each in found.problems}


def test_a_run_without_verification_says_so() -> None:
    assert _read(verify="0 (off)").proofs[0].is_verified is False


def test_a_second_run_in_the_same_file_takes_nothing_from_the_first() -> None:
    text = LOG.format(method="Gutmann Wipe", verify="0 (off)", errors=0, garbage="-")
    later = text.replace("2026/11/20", "2026/11/21").replace("EX4EVNX0M123456", "EX7")
    (found,) = read_proofs(Source.of_bytes("two.log", (text + later).encode()))
    ends = {each.serial: each.finished_at for each in found.proofs if each.outcome is PASSED}
    assert ends == {
        "EX4EVNX0M123456": datetime(2026, 11, 20, 10, 15, 30),
        "EX7": datetime(2026, 11, 21, 10, 15, 30),
    }


def test_a_line_made_to_hold_the_reader_up_does_not() -> None:
    line = "[2026/11/20 09:00:01] notice: nwipe " + ">>> FAILURE " * 500_000
    found_line = "[2026/11/20 09:00:01] notice: Found /dev/sda, ATA, " + "1" * 6_000_000
    begun = time.process_time()
    (found,) = read_proofs(Source.of_bytes("slow.log", f"{line}\n{found_line}\n".encode()))
    assert found.proofs == []
    assert time.process_time() - begun < 5
