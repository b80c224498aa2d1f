"""When two values say the same, and when two kinds of device can be one and the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from kringspoor.assess.keys import serial_key, tag_parts
from kringspoor.assess.models import alike
from kringspoor.formats.reading import Cell

# Kinds that people mix up; across families a shared number is a mistake, not the same device.
_FAMILIES: Final = tuple(
    frozenset(each.split())
    for each in (
        "laptop desktop workstation mini_pc all_in_one thin_client chromebook tablet pos_terminal",
        "desktop workstation server storage_array",
        "monitor tv meeting_screen projector all_in_one",
        "printer mfp scanner",
        "smartphone tablet ip_phone",
        "ip_phone desk_phone conference_system",
        "switch router access_point firewall",
        "camera ip_camera webcam",
    )
)
_MEMORY_SLACK_SHARE = 0.08
_STORAGE_SLACK_SHARE = 0.12  # 476 binary gigabytes are sold as 512
_SCREEN_SLACK_INCHES = 1.0
_FIRST_BUILD_OF_11 = 22000


def may_be_one(categories: Iterable[Cell]) -> bool:
    """Whether all these kinds can be said of one and the same device; unknown fits everything.

    >>> may_be_one(["laptop", None, "tablet"]), may_be_one(["laptop", "monitor"])
    (True, False)
    """
    known = set(categories) - {None}
    return len(known) < 2 or any(known <= each for each in _FAMILIES)


def system_key(system: str) -> tuple[str, str]:
    """Family and main version of an operating system: Windows 10.0.22631 is Windows 11.

    >>> system_key("Windows 10.0.22631.1"), system_key("Windows 11 Pro"), system_key("iOS 17.5")
    (('windows', '11'), ('windows', '11'), ('ios', '17'))
    """
    words = system.casefold().replace("microsoft", "").split()
    family = words[0] if words else ""
    version = next((each for each in words[1:] if each[0].isdigit()), "")
    numbers = version.split(".")
    if family == "windows" and len(numbers) > 2 and numbers[2].isdigit():
        return family, "11" if int(numbers[2]) >= _FIRST_BUILD_OF_11 else numbers[0]
    return family, numbers[0]


def _same_words(left: Cell, right: Cell) -> bool:
    return left == right or _plain(left) == _plain(right)


def _plain(cell: Cell) -> str:
    return "".join(filter(str.isalnum, str(cell).casefold()))


def _same_system(left: Cell, right: Cell) -> bool:
    (family, version), (other, other_version) = system_key(str(left)), system_key(str(right))
    return family == other and (not version or not other_version or version == other_version)


def _within(share: float) -> Callable[[Cell, Cell], bool]:
    def near(left: Cell, right: Cell) -> bool:
        a, b = _number(left), _number(right)
        return abs(a - b) <= share * max(abs(a), abs(b))

    return near


def _number(cell: Cell) -> float:
    return float(cell) if isinstance(cell, int | float) else float("nan")


_SAME: Final[dict[str, Callable[[Cell, Cell], bool]]] = {
    "serial": lambda a, b: serial_key(a) == serial_key(b),
    "tag": lambda a, b: (tag_parts(a) or ("", a))[1] == (tag_parts(b) or ("", b))[1],
    "model": lambda a, b: alike(str(a), str(b)),
    "cpu": lambda a, b: _plain(a) in _plain(b) or _plain(b) in _plain(a),
    "os": _same_system,
    "ram_gb": _within(_MEMORY_SLACK_SHARE),
    "storage_gb": _within(_STORAGE_SLACK_SHARE),
    "screen_inches": lambda a, b: abs(_number(a) - _number(b)) <= _SCREEN_SLACK_INCHES,
    "mass_kg": _within(0.1),
    "kwh_per_year": _within(0.1),
}


def says_the_same(field: str, left: Cell, right: Cell) -> bool:
    """Whether two known values of a field agree, however they are written.

    >>> says_the_same("storage_gb", 476.2, 512), says_the_same("make", "Dell", "HP")
    (True, False)
    """
    return left == right or _SAME.get(field, _same_words)(left, right)
