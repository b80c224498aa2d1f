"""G1 and G1b: no data leaves with a device, and none passes to the next holder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kringspoor.core.guards.facts import Certificate, Facts, Medium, MethodClass
from kringspoor.core.guards.refusal import Refusal, unrecorded
from kringspoor.core.states import DataState, Guard, Transition
from kringspoor.core.words import Text

# Why a medium is not proven, from far from it to nearly there.
GAPS: dict[str, Text] = {
    "twice": Text(nl="serienummer staat er tweemaal", en="serial is there twice"),
    "no_serial": Text(nl="serienummer onbekend", en="serial unknown"),
    "no_last_use": Text(nl="laatste gebruik onbekend", en="last use unknown"),
    "missing": Text(nl="geen certificaat", en="no certificate"),
    "failed": Text(nl="wissen niet geslaagd", en="erasure did not pass"),
    "weak": Text(nl="te licht gewist", en="erased too lightly"),
    "stale": Text(nl="gewist voor het laatste gebruik", en="erased before its last use"),
}
MEDIA = (  # one, more
    Text(nl="opslagmedium", en="storage medium"),
    Text(nl="opslagmedia", en="storage media"),
)
PROOFS = (
    Text(nl="geldig wiscertificaat", en="valid erasure certificate"),
    Text(nl="geldige wiscertificaten", en="valid erasure certificates"),
)


def media_proven(step: Transition, facts: Facts) -> Refusal | None:
    """G1: each storage medium has a passed certificate of purge or destroy, after its last use.

    Source: nist-800-88.
    """
    return _unproven(Guard.G1, facts, MethodClass.PURGE)


def erased_between_holders(step: Transition, facts: Facts) -> Refusal | None:
    """G1b: before the next holder each medium is cleared; not when new, or back to the same holder.

    Source: nist-800-88.
    """
    if facts.was_used is False:
        return None
    if facts.next_use is not None and facts.next_use.is_same_holder is True:
        return None
    return _unproven(Guard.G1B, facts, MethodClass.CLEAR)


def medium_gap(
    medium: Medium, certificates: Sequence[Certificate], least: MethodClass
) -> str | None:
    """What the best certificate of a medium still lacks; None when one certificate has it all.

    >>> from datetime import datetime
    >>> disk = Medium("S1", last_used_at=datetime(2026, 11, 2))
    >>> medium_gap(disk, [], MethodClass.PURGE)
    'missing'
    >>> wiped = Certificate("S1", MethodClass.CLEAR, True, datetime(2026, 11, 3))
    >>> medium_gap(disk, [wiped], MethodClass.PURGE), medium_gap(disk, [wiped], MethodClass.CLEAR)
    ('weak', None)
    """
    if not medium.serial:
        return "no_serial"
    if medium.last_used_at is None:
        return "no_last_use"
    own = [each for each in certificates if each.medium_serial == medium.serial]
    gaps = [_gap(medium, each, least) for each in own]
    if None in gaps:
        return None
    return max((each for each in gaps if each), key=list(GAPS).index, default="missing")


def _gap(medium: Medium, certificate: Certificate, least: MethodClass) -> str | None:
    if certificate.has_passed is not True:
        return "failed"
    if certificate.method_class is None or not certificate.method_class.is_at_least(least):
        return "weak"
    finished, used = certificate.finished_at, medium.last_used_at
    return None if finished is not None and used is not None and finished > used else "stale"


def media_gaps(
    media: Sequence[Medium], certificates: Sequence[Certificate], least: MethodClass
) -> list[tuple[str, str]]:
    """The media inside that are not proven, by serial, and what each lacks.

    Two media under one serial are not told apart by a certificate, so that neither is proven.

    >>> media_gaps([Medium(None, None), Medium("S2", None, is_removed=True)], [], MethodClass.CLEAR)
    [('?', 'no_serial')]
    """
    inside = [each for each in media if not each.is_removed]
    times = Counter(each.serial for each in inside if each.serial)

    def is_twice(medium: Medium) -> bool:
        return times[medium.serial or ""] > 1

    gaps = (
        (each.serial or "?", "twice" if is_twice(each) else medium_gap(each, certificates, least))
        for each in inside
    )
    return [(serial, gap) for serial, gap in gaps if gap is not None]


def data_state(media: Sequence[Medium], certificates: Sequence[Certificate]) -> DataState:
    """What is known of the data: a device holds data until each medium in it is proven erased.

    >>> data_state([], []), data_state([Medium("S1", None)], [])
    (<DataState.NONE: 'none'>, <DataState.HOLDS: 'holds'>)
    """
    if all(each.is_removed for each in media):
        return DataState.MEDIA_REMOVED if media else DataState.NONE
    if not media_gaps(media, certificates, MethodClass.DESTROY):
        return DataState.MEDIA_DESTROYED
    is_erased = not media_gaps(media, certificates, MethodClass.CLEAR)
    return DataState.ERASED_VERIFIED if is_erased else DataState.HOLDS


def _unproven(guard: Guard, facts: Facts, least: MethodClass) -> Refusal | None:
    if facts.media is None:
        return unrecorded(guard, "welke opslagmedia erin zitten", "which storage media it holds")
    lacking = media_gaps(facts.media, facts.certificates, least)
    if not lacking:
        return None
    media_count = sum(not each.is_removed for each in facts.media)
    proven_count = media_count - len(lacking)
    return Refusal(
        f"{guard}.{lacking[0][1]}",
        _counted(media_count, proven_count, lacking),
        Text(
            nl=f"wis elk medium (minstens {least}) na het laatste gebruik en voeg per serienummer"
            " het certificaat toe, of verwijder het medium",
            en=f"erase each medium ({least} at least) after its last use and add the certificate"
            " per serial, or take the medium out",
        ),
        {
            "media_count": media_count,
            "proven_count": proven_count,
            "serials": ", ".join(serial for serial, _ in lacking),
        },
    )


def _counted(media_count: int, proven_count: int, lacking: Sequence[tuple[str, str]]) -> Text:
    media = MEDIA[media_count != 1]
    proofs = PROOFS[proven_count != 1]
    lacks_nl = ", ".join(f"{serial}: {GAPS[gap].nl}" for serial, gap in lacking)
    lacks_en = ", ".join(f"{serial}: {GAPS[gap].en}" for serial, gap in lacking)
    return Text(
        nl=f"{media_count} {media.nl}, {proven_count} {proofs.nl} ({lacks_nl})",
        en=f"{media_count} {media.en}, {proven_count} {proofs.en} ({lacks_en})",
    )
