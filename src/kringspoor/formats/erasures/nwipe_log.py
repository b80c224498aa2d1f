"""The log of nwipe, as version 0.33 in Debian writes it: lines in time, then a table of drives.

The serial stands whole in a line of its own; the table cuts it to its width.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from kringspoor.formats.erasures.methods import class_of
from kringspoor.formats.erasures.proof import (
    ERRORS,
    FAILED,
    PASSED,
    UNKNOWN,
    Outcome,
    Proof,
    Proofs,
)
from kringspoor.formats.fillers import clean_id
from kringspoor.formats.problems import problem
from kringspoor.formats.sizes import size_bytes
from kringspoor.formats.source import Source

SLUG = "nwipe_log"
MOST_CHARACTERS = 500  # of a line; those of nwipe stay under 200
_LINE = re.compile(r"\[(\d{4}/\d\d/\d\d \d\d:\d\d:\d\d)\] +(?:\w+): (.*)")
_VERSION = re.compile(r"banner += nwipe (\S+)")
_VERIFY = re.compile(r"verify += (\d)")
_FOUND = re.compile(r"Found (/dev/\S+), [^,]*, (.*?), *([\d.]+ \w+), S/N= ?(.*)")
_SERIAL = re.compile(r"(/dev/\S+) has serial number (.*)")
_METHOD = re.compile(r"Invoking method '([^']*)' on (/dev/\S+)")
_ENDED = re.compile(
    r"(?:\[(?:SUCCESS|FAILURE)\] |Finished final round |>>> ?FAILURE).*?(/dev/[\w/-]+)"
    r"|(/dev/[\w/-]+): >>> ?FAILURE"
)
_STATUS = re.compile(r"[ !]*(\S+) \| *([-\w ]+?) *\|[^|]*\| *(\d+):(\d\d):(\d\d) \|")
_ERRORS = re.compile(r"[ !]*(\S+) \| *(\d+) \| *(\d+)(?: \| *(\d+))? *$")
_OUTCOMES = {"erased": PASSED, "failed": FAILED, "uaborted": FAILED, "insanity": FAILED}
_STAMP = "%Y/%m/%d %H:%M:%S"


@dataclass(slots=True)
class _Drive:
    """What the log said so far of one drive."""

    row_no: int
    serial: str = ""
    model: str = ""
    size: str = ""
    method: str = ""
    status: str = ""
    errors_count: int = 0
    version: str = ""
    is_verified: bool | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None

    @property
    def outcome(self) -> Outcome:
        """What the table said; one that was erased with errors is not proven."""
        told = _OUTCOMES.get(self.status.strip("- ").lower(), UNKNOWN)
        return ERRORS if told is PASSED and self.errors_count else told


@dataclass(slots=True)
class _Log:
    """What was heard so far: nwipe writes one run after another in the same file."""

    version: str = ""
    is_verified: bool | None = None
    seen: list[_Drive] = field(default_factory=list)
    now: dict[str, _Drive] = field(default_factory=dict)  # by short name, in the run that goes on

    def begin(self, path: str, drive: _Drive) -> _Drive:
        """A drive that a run found."""
        self.now[_short(path)] = drive
        self.seen.append(drive)
        return drive

    def of(self, path: str, row_no: int) -> _Drive:
        """The drive at a path in this run."""
        return self.now.get(_short(path)) or self.begin(path, _Drive(row_no))


def _short(path: str) -> str:
    """The end of a path, by which the tables name a drive."""
    return path.rpartition("/")[2]


def recognises(source: Source) -> bool:
    """Whether this is a log of nwipe, seen from its first bytes."""
    head = source.head.replace(b"\0", b"").decode("latin-1")
    return source.kind == "text" and ("nwipe" in head or "Drive Status" in head)


def read_nwipe(source: Source) -> Proofs:
    """One row for each drive that a run of nwipe erased, or tried to."""
    log, found = _Log(), Proofs(source.name, SLUG)
    for row_no, line in enumerate(source.text().splitlines(), 1):
        text = line[:MOST_CHARACTERS]
        if stamped := _LINE.match(text):
            _heard(stamped[2], _moment(stamped[1]), row_no, log)
        else:
            _tabled(text, log)
    for each in log.seen:
        if each.method or each.status:  # else it was seen, and left alone
            found.proofs += _proof(each, found)
    return found


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, _STAMP)
    except ValueError:  # the thirtieth of February
        return None


def _heard(said: str, at: datetime | None, row_no: int, log: _Log) -> None:
    """Take in one line of the log."""
    if found := _VERSION.search(said):
        log.version = found[1][:60]
    elif found := _VERIFY.match(said.strip()):
        log.is_verified = found[1] != "0"
    elif found := _FOUND.match(said):
        log.begin(found[1], _Drive(row_no, found[4], found[2].strip(), found[3]))
    elif found := _SERIAL.match(said):
        log.of(found[1], row_no).serial = found[2]
    elif found := _METHOD.match(said):
        drive = log.of(found[2], row_no)
        drive.method, drive.started_at = found[1], at
        drive.version, drive.is_verified = log.version, log.is_verified
    elif found := _ENDED.search(said):
        drive = log.of(found[1] or found[2], row_no)
        drive.finished_at = at or drive.finished_at


def _tabled(text: str, log: _Log) -> None:
    """Take in one row of a table at the end of a run."""
    if found := _STATUS.match(text):
        if drive := log.now.get(found[1]):
            drive.status = found[2]
    elif (found := _ERRORS.match(text)) and (drive := log.now.get(found[1])):
        drive.errors_count = sum(int(each[:9]) for each in found.groups()[1:] if each)


def _proof(drive: _Drive, found: Proofs) -> list[Proof]:
    # nwipe prints whatever lies in its memory where a drive tells no serial
    readable = drive.serial.strip() if drive.serial.isascii() and drive.serial.isprintable() else ""
    serial = clean_id(readable)
    if serial is None:
        found.problems.append(problem("erasure-no-serial", drive.row_no, None, drive.model))
        return []
    strength = class_of(drive.method)
    if strength is None:
        found.problems.append(problem("erasure-no-method", drive.row_no, None, drive.method))
    size = size_bytes(drive.size)
    return [
        Proof(
            found.file, drive.row_no, serial[:100], drive.outcome, drive.model[:100],
            None if size is None else size / 1e9, drive.method, strength, "nwipe", drive.version,
            drive.is_verified, drive.started_at, drive.finished_at,
        )
    ]  # fmt: skip
