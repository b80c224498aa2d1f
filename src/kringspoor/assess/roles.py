"""What a file is for, derived from what it holds, and which file to believe on which field.

A register knows what was bought, a management tool what a device is, a count where it stands and
in what state. So the register is believed on dates, prices and orders, the tool on model, system
and hardware, the count on place, state and grade; the other files fill what is left open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from kringspoor.assess.fleet import ROLE_NAMES, Role, Table
from kringspoor.core.words import Text

_REGISTER: Final = (
    "tag", "order_no", "supplier", "purchased_days", "price_cents", "currency",
    "warranty_months", "warranty_end_days", "ownership", "kind", "description", "quantity_count",
)  # fmt: skip
_COUNT: Final = (
    "location", "unit", "state", "state_text", "grade", "use_profile", "retired_days",
    "destination",
)  # fmt: skip
_SIGNS: Final[dict[Role, tuple[str, ...]]] = {
    "register": ("price_cents",),  # and orders, in a file that is no management tool
    "management": ("enrolled_days", "os"),  # last seen is no sign: a count has a day as well
    "count": ("location", "grade", "state"),
}
_SPEAKING_SHARE = 0.1
_ORDER: Final[tuple[Role, ...]] = ("register", "management", "count", "list")


def believed(field: str) -> Role:
    """The role that is believed on a field when files disagree."""
    if field in _REGISTER:
        return "register"
    return "count" if field in _COUNT else "management"


def why(field: str) -> Text:
    """Why one file won from another on a field, in a sentence."""
    name = ROLE_NAMES[believed(field)]
    return Text(
        nl=f"Voor dit veld geldt het bestand dat een {name.nl} is, daarna het eerste bestand.",
        en=f"On this field the file that is a {name.en} is believed, then the first file.",
    )


def holds(tables: Sequence[Table]) -> list[dict[Role, float]]:
    """Per file and role the share of devices for which it says something that belongs to it.

    The sheets of a workbook are one list, cut in pieces.
    """
    books: defaultdict[str, list[Table]] = defaultdict(list)
    for each in tables:
        books[_book(each)].append(each)
    shares = {name: _shares(sheets) for name, sheets in books.items()}
    return [shares[_book(each)] for each in tables]


def _book(table: Table) -> str:
    return table.file.partition("[")[0]


def _shares(sheets: Sequence[Table]) -> dict[Role, float]:
    shares = {role: max(_filled(sheets, name) for name in signs) for role, signs in _SIGNS.items()}
    if shares["management"] < _SPEAKING_SHARE:
        shares["register"] = max(shares["register"], _filled(sheets, "order_no"))
    return shares


def _filled(sheets: Sequence[Table], name: str) -> float:
    count = sum(map(len, sheets))
    known = sum(len(each) - each.columns[name].count(None) for each in sheets)
    return known / count if count else 0.0


def role_of(shares: dict[Role, float]) -> Role:
    """What a file is for: prices or orders make a register, last contact a management tool."""
    for role in _ORDER[:-1]:
        if shares[role] >= _SPEAKING_SHARE:
            return role
    return "list"


def ranking(field: str, shares: Sequence[dict[Role, float]]) -> tuple[int, ...]:
    """The files in the order in which they are believed on a field."""
    wanted = believed(field)

    def rank(file_no: int) -> tuple[bool, bool, int]:
        held = shares[file_no]
        return role_of(held) != wanted, held[wanted] < _SPEAKING_SHARE, file_no

    return tuple(sorted(range(len(shares)), key=rank))


def role_order(role: Role) -> int:
    """Registers before tools before counts, whatever order the files were given in."""
    return _ORDER.index(role)
