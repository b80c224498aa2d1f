"""Until when a device can get security updates.

The answer is the latest end over every system the device can run: a Windows 10 machine whose
processor Windows 11 accepts lasts as long as Windows 11, and one that runs Linux already as long as
the latest long-term Ubuntu. Where that is not known the answer is None with the reason: a date is
never guessed.
Source: endoflife-date, chromeos-updates, windows-11-processors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kringspoor.catalogue.entries import Category
from kringspoor.catalogue.processors import windows_11
from kringspoor.catalogue.tables import Row, rows_of
from kringspoor.core.errors import BadInput, Where
from kringspoor.core.words import Text

COLUMNS = ("product", "release", "edition", "ends_on")
SOURCE = "endoflife-date"
EPOCH_DAYS = date(1970, 1, 1).toordinal()
NO_SYSTEM_DAYS = date(2099, 12, 31).toordinal() - EPOCH_DAYS  # nothing to update, nothing ends
WINDOWS_CATEGORIES = ("laptop", "desktop", "mini_pc", "all_in_one", "workstation", "tablet")


@dataclass(frozen=True, slots=True)
class Release:
    """One release of a system or model and the day its updates end (days since 1970)."""

    product: str
    release: str
    edition: str
    ends_days: int


@dataclass(frozen=True, slots=True)
class SupportEnd:
    """Until when a device can be supported, or None and why. Units: days since 1970-01-01."""

    days: int | None
    source: str
    note: Text


NOT_KNOWN = SupportEnd(
    None,
    "",
    Text(nl="einde van ondersteuning niet gekend", en="end of support not known"),
)
NO_SYSTEM = SupportEnd(
    NO_SYSTEM_DAYS,
    "kringspoor",
    Text(
        nl="geen besturingssysteem dat ondersteuning nodig heeft",
        en="no operating system that needs support",
    ),
)
_MAC = re.compile(
    r"\bmac ?os\b|\bos x\b|\bmac(?:book| mini| pro| studio)\b|\bimac\b|\bipad|\biphone"
)
_CHROME = re.compile(r"\bchrome ?os\b|\bchromebook\b|\bchromebox\b")
_ANDROID = re.compile(r"\bandroid\b")
_LINUX = re.compile(
    r"^(?!.*windows).*(?:linux\b|\b(?:[klx]?ubuntu|debian|fedora|centos|opensuse|red hat|rhel)\b)"
)
_FAIRPHONE = re.compile(r"\bfairphone (\d)\b")


def read_support(tables: Mapping[str, Path]) -> tuple[Release, ...]:
    """Every dated release of the shelf."""
    return tuple(_release(row) for path in tables.values() for row in rows_of(path, COLUMNS))


def _release(row: Row) -> Release:
    text = row.text("ends_on")
    try:
        ends = date.fromisoformat(text).toordinal() - EPOCH_DAYS
    except ValueError as reason:
        raise BadInput(
            Text(nl=f"'{text}' is geen datum", en=f"'{text}' is not a date"),
            hint=Text(nl="schrijf JJJJ-MM-DD", en="write YYYY-MM-DD"),
            where=Where(row.file, row.row_no, "ends_on"),
            code="catalogue-file",
        ) from reason
    return Release(row.text("product"), row.text("release"), row.cells["edition"], ends)


class SecuritySupport:
    """The shelf of support dates, asked per device."""

    def __init__(self, releases: Iterable[Release], categories: Mapping[str, Category]) -> None:
        self._releases = tuple(releases)
        self._categories = categories
        self._known: dict[tuple[str, str, str, str], SupportEnd] = {}

    def support_end(
        self, os: str | None, cpu: str | None, category: str, model: str | None
    ) -> SupportEnd:
        """Until when this device can be supported by any system it can run."""
        asked = (os or "", cpu or "", category, model or "")
        if asked not in self._known:
            self._known[asked] = self._look(*asked)
        return self._known[asked]

    def _look(self, os: str, cpu: str, category: str, model: str) -> SupportEnd:
        kept = self._categories.get(category)
        if kept is not None and not kept.has_system:
            return NO_SYSTEM
        text = f"{os} {model}".casefold()
        fairphone = _FAIRPHONE.search(text)
        if fairphone:
            return self._of_model("fairphone", fairphone.group(1))
        if _MAC.search(text):
            return _by_model_only("macOS, iOS", "macOS or iOS")
        if _CHROME.search(text) or category == "chromebook":
            return _by_model_only("ChromeOS", "ChromeOS")
        if _ANDROID.search(text):
            return _by_model_only("Android", "Android")
        if category in WINDOWS_CATEGORIES and _LINUX.search(os.casefold()):
            return self._of_linux()
        if category in WINDOWS_CATEGORIES and cpu:
            return self._of_windows(cpu)
        return NOT_KNOWN

    def _of_model(self, product: str, release: str) -> SupportEnd:
        ends = [r.ends_days for r in self._releases if (r.product, r.release) == (product, release)]
        if not ends:
            return NOT_KNOWN
        return SupportEnd(max(ends), SOURCE, Text(nl="datum van het model", en="date of the model"))

    def _of_linux(self) -> SupportEnd:
        return SupportEnd(
            self._latest("ubuntu", ""),
            SOURCE,
            Text(
                nl="Linux, jongste Ubuntu met lange ondersteuning; een nieuwe schuift de datum op",
                en="Linux, latest Ubuntu with long support; a newer one moves the date up",
            ),
        )

    def _of_windows(self, cpu: str) -> SupportEnd:
        accepted = windows_11(cpu)
        if accepted is None:
            return SupportEnd(
                None,
                "",
                Text(
                    nl="niet bekend of Windows 11 deze processor aanvaardt",
                    en="not known whether Windows 11 accepts this processor",
                ),
            )
        if accepted:
            return SupportEnd(
                self._latest("windows", "11 "),
                SOURCE,
                Text(
                    nl="Windows 11, jongste bekende versie; een nieuwe versie schuift de datum op",
                    en="Windows 11, latest known release; a newer release moves the date up",
                ),
            )
        return SupportEnd(
            self._latest("windows", "10 "),
            SOURCE,
            Text(
                nl="Windows 11 weigert de processor; Windows 10 zonder betaalde verlenging",
                en="Windows 11 refuses the processor; Windows 10 without paid extension",
            ),
        )

    def _latest(self, product: str, version: str) -> int:
        return max(
            each.ends_days
            for each in self._releases
            if each.product == product
            and each.release.startswith(version)
            and each.edition != "extended"
        )


def _by_model_only(nl: str, en: str) -> SupportEnd:
    return SupportEnd(
        None,
        "",
        Text(
            nl=f"{nl}: hangt af van het model, geen datum bekend",
            en=f"{en}: depends on the model, no date known",
        ),
    )
