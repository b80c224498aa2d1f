"""A step of many devices: which may be asked, and what it would do to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kringspoor.core.errors import Refused
from kringspoor.core.guards.refusal import StepRefused
from kringspoor.core.states import TRANSITIONS, Guard, State
from kringspoor.core.words import Text
from kringspoor.use.models import Device
from kringspoor.use.rules.attempts import Attempt
from kringspoor.use.rules.changes import MOST_AT_ONCE
from kringspoor.use.rules.steps import READ

DONE_AT_ONCE_COUNT = 200  # a page does so many itself; more is for a worker
_READ_AT_ONCE_COUNT = 500
_ONE_BY_ONE = (State.SCREENED, State.IN_REPAIR, State.WRITTEN_OFF)  # each asks about itself
_TAKEN_BACK = {Guard.REASON, Guard.PRODUCT}  # a step that asks no more than this can go back


def targets_of(states: Mapping[State, int]) -> dict[State, int]:
    """The states to which so many devices can be asked to go together, the likeliest first."""
    found: Counter[State] = Counter()
    for step in TRANSITIONS:
        if step.source in states and step.target not in _ONE_BY_ONE:
            found[step.target] += states[step.source]
    return dict(sorted(found.items(), key=lambda each: (-each[1], list(State).index(each[0]))))


def sources_of(target: State, states: Iterable[State]) -> list[State]:
    """Of these states, those from which a step leads there."""
    known = {step.source for step in TRANSITIONS if step.target is target}
    return [each for each in State if each in known and each in set(states)]


def no_way_back(target: State, sources: Iterable[State]) -> list[State]:
    """The states to which a device cannot return from there by saying why alone.

    >>> no_way_back(State.LOST_STOLEN, [State.RETURNED, State.IN_USE])
    [<State.IN_USE: 'in_use'>]
    """
    back = {s.target for s in TRANSITIONS if s.source is target and {*s.guards} <= _TAKEN_BACK}
    return [each for each in sources if each not in back]


def no_step_back(target: State, stuck: Sequence[State]) -> Text:
    """Why a step cannot be taken back, in words."""
    nl, en = ("', '".join(getattr(each.text, said) for each in stuck) for said in ("nl", "en"))
    return Text(
        nl=f"van '{target.text.nl}' leidt geen stap terug naar '{nl}'",
        en=f"no step leads from '{target.text.en}' back to '{en}'",
    )


def devices_to_move(numbers: Sequence[int]) -> list[Device]:
    """The devices of those numbers in scope, with all that their guards ask of them.

    Raises Refused for more than can be moved at once.
    """
    if len(numbers) > MOST_AT_ONCE:
        raise Refused(_TOO_MANY, hint=_FILTER_FIRST, code="too-many")
    found: list[Device] = []
    for start in range(0, len(numbers), _READ_AT_ONCE_COUNT):
        some = Device.objects.filter(pk__in=numbers[start : start + _READ_AT_ONCE_COUNT])
        found += some.select_related("organisation", "unit").prefetch_related(*READ).order_by("pk")
    return found


def looked_at(found: Iterable[Attempt]) -> dict[str, Any]:
    """What a step would do, as plain values: who can, and who not for which reasons.

    ``can``: number and version of each; ``no``: number, name and places in ``reasons``.
    """
    can, no, places = [], [], dict[tuple[str, ...], int]()
    states: Counter[str] = Counter()
    for each in found:
        if each.refused is None:
            can.append([each.device.pk, each.device.version_no])
            states[each.device.state] += 1
            continue
        own = [places.setdefault(reason, len(places)) for reason in _reasons(each.refused)]
        no.append([each.device.pk, str(each.device), own])
    reasons = [dict(zip(_REASON, reason, strict=True)) for reason in places]
    return {"can": can, "no": no, "reasons": reasons, "from": dict(states)}


_REASON = ("code", "nl", "en", "remedy_nl", "remedy_en")


def _reasons(refused: Refused) -> list[tuple[str, ...]]:
    if isinstance(refused, StepRefused):
        return [(e.code, e.what.nl, e.what.en, e.remedy.nl, e.remedy.en) for e in refused.refusals]
    return [(refused.code, refused.what.nl, refused.what.en, refused.hint.nl, refused.hint.en)]


_TOO_MANY = Text(
    nl="u kiest meer dan 10.000 toestellen tegelijk", en="you choose more than 10,000 devices"
)
_FILTER_FIRST = Text(nl="filter de lijst eerst", en="filter the list first")
