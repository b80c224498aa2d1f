"""A guard's no: a code for machines, a sentence and a remedy for people, and the facts of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kringspoor.core.errors import Refused
from kringspoor.core.states import Guard
from kringspoor.core.words import Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a step is refused. ``code`` is the guard and the reason: ``G1.missing``."""

    code: str
    what: Text
    remedy: Text
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def guard(self) -> Guard:
        """The guard that refused."""
        return Guard(self.code.partition(".")[0])


class StepRefused(Refused):
    """A step that guards refuse: says all their sentences, carries the first code, keeps the rest.

    >>> no = unrecorded(Guard.G5, "van wie het toestel is", "whose device it is")
    >>> print(StepRefused([no, no]))
    not recorded: whose device it is; not recorded: whose device it is (record whose device it is)
    """

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        whats = [each.what for each in refusals]
        remedies = list(dict.fromkeys(each.remedy for each in refusals))
        super().__init__(
            Text(nl="; ".join(each.nl for each in whats), en="; ".join(each.en for each in whats)),
            hint=Text(
                nl="; ".join(each.nl for each in remedies),
                en="; ".join(each.en for each in remedies),
            ),
            code=refusals[0].code,
        )


def unrecorded(guard: Guard, nl: str, en: str) -> Refusal:
    """Nobody recorded what the guard must know, and unknown is never taken for a yes.

    >>> unrecorded(Guard.G5, "van wie het toestel is", "whose device it is").what.en
    'not recorded: whose device it is'
    """
    return Refusal(
        f"{guard}.unknown",
        Text(nl=f"niet geregistreerd: {nl}", en=f"not recorded: {en}"),
        Text(nl=f"registreer {nl}", en=f"record {en}"),
    )
