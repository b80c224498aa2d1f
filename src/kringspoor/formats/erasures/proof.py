"""What any proof of erasure says of one storage medium, whoever wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kringspoor.core.guards.facts import MethodClass
from kringspoor.core.words import Text
from kringspoor.formats.reading import Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an erasure ended, as a slug, and in words."""

    slug: str
    text: Text

    @property
    def has_passed(self) -> bool:
        """Only an erasure without any error has passed."""
        return self is PASSED


PASSED = Outcome("passed", Text(nl="geslaagd", en="passed"))
ERRORS = Outcome("errors", Text(nl="voltooid met fouten", en="finished with errors"))
FAILED = Outcome("failed", Text(nl="mislukt", en="failed"))
UNKNOWN = Outcome("unknown", Text(nl="resultaat onbekend", en="result unknown"))


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof says of one medium. Moments without a zone are in that of who erased.

    Units: GB.
    """

    file: str
    row_no: int
    serial: str
    outcome: Outcome
    model: str = ""
    capacity_gb: float | None = None
    method: str = ""  # as written
    method_class: MethodClass | None = None  # None: no known method, or one that erases nothing
    tool: str = ""
    tool_version: str = ""
    is_verified: bool | None = None  # read back by the tool; a person who verifies is named below
    started_at: datetime | None = None
    finished_at: datetime | None = None
    operator: str = ""
    verifier: str = ""


@dataclass(slots=True)
class Proofs:
    """The media one file speaks of, and what in it could not be read."""

    file: str
    slug: str  # of the format that read it
    proofs: list[Proof] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
