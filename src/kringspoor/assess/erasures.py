"""Proofs of erasure beside the media they speak of: what is proven, what is not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kringspoor.core.guards.facts import MethodClass
from kringspoor.core.words import Text
from kringspoor.formats.erasures.proof import Proof

MOST_NEAR_COUNT = 3
LEAVING = MethodClass.PURGE  # what a medium needs before it leaves the organisation


@dataclass(frozen=True, slots=True)
class Held:
    """A storage medium of the organisation, and until when it was used."""

    serial: str
    device: str = ""  # what people call the device it is in
    last_used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a proof is not taken, or what has to be known of one that is."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Matched:
    """A proof and the medium it is of; without a reason against it, it may be kept."""

    proof: Proof
    held: Held
    against: Reason | None = None
    remarks: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A proof of a medium nobody holds, with the serials that look like it."""

    proof: Proof
    near: tuple[str, ...]


@dataclass(slots=True)
class Comparison:
    """What a pile of proofs would prove. Each proof is in one of the three."""

    taken: list[Matched] = field(default_factory=list)
    refused: list[Matched] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)

    @property
    def sentence(self) -> Text:
        """The answer in one line."""
        fits, lost = len(self.taken) + len(self.refused), len(self.unmatched)
        serials = ", ".join(dict.fromkeys(each.proof.serial for each in self.unmatched))
        told_nl = f"{fits} horen bij een opslagmedium, {lost} niet" + (": " if lost else "")
        told_en = f"{fits} matched, {lost} not" + (": " if lost else "")
        return Text(nl=told_nl + serials, en=told_en + serials)


def compare(proofs: Iterable[Proof], media: Sequence[Held], *, now: datetime) -> Comparison:
    """Lay proofs beside the media that are held: by serial, whatever its case.

    Moments carry a zone all, or none does. A serial that two media share proves neither.
    """
    by_serial: dict[str, list[Held]] = {}
    for each in media:
        if each.serial:
            by_serial.setdefault(each.serial.upper(), []).append(each)
    found, near = Comparison(), _Near(by_serial)
    for proof in proofs:
        holding = by_serial.get(proof.serial.upper())
        if holding is None:
            found.unmatched.append(Unmatched(proof, near.to(proof.serial)))
            continue
        held = holding[0]
        against = TWICE if len(holding) > 1 else _against(proof, held, now)
        match = Matched(proof, held, against, () if against else _remarks(proof, held))
        (found.refused if against else found.taken).append(match)
    return found


def _against(proof: Proof, held: Held, now: datetime) -> Reason | None:
    """Why a proof cannot be kept, as the guards would say later."""
    if not proof.outcome.has_passed:
        return Reason(proof.outcome.slug, proof.outcome.text)
    if proof.method_class is None:
        return NO_METHOD
    if proof.finished_at is None:
        return NO_END
    if proof.finished_at > now:
        return FUTURE
    if held.last_used_at is not None and proof.finished_at <= held.last_used_at:
        return STALE
    if proof.verifier and proof.verifier.casefold() == proof.operator.casefold():
        return SAME_PERSON
    return None


def _remarks(proof: Proof, held: Held) -> tuple[Reason, ...]:
    light = proof.method_class is not None and not proof.method_class.is_at_least(LEAVING)
    found = ((light, TOO_LIGHT), (held.last_used_at is None, NO_LAST_USE))
    return tuple(reason for holds, reason in found if holds)


class _Near:
    """The serials that look like another: read wrong, or one character away."""

    def __init__(self, by_serial: dict[str, list[Held]]) -> None:
        self._by_serial = by_serial
        self._by_key: dict[str, list[str]] | None = None  # made when the first is not found

    def to(self, serial: str) -> tuple[str, ...]:
        """The nearest serials, those that only look different first."""
        if self._by_key is None:
            self._by_key = {}
            for holding in self._by_serial.values():
                for key in _keys(holding[0].serial):
                    self._by_key.setdefault(key, []).append(holding[0].serial)
        keys = _keys(serial)
        near = dict.fromkeys(each for key in keys for each in self._by_key.get(key, ()))
        return tuple(near)[:MOST_NEAR_COUNT]


def _keys(serial: str) -> list[str]:
    """A serial as it is misread, and that without each of its characters in turn.

    Two serials that share a key are at most one character apart, once signs and the letters that
    are taken for digits are put aside.

    >>> _keys("S-0B")
    ['508', '08', '58', '50']
    """
    word = "".join(each for each in serial.upper() if each.isalnum()).translate(_MISREAD)
    return list(dict.fromkeys([word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]))


_MISREAD = str.maketrans("OQIBSZ", "001852")
TWICE = Reason(
    "twice", Text(nl="twee opslagmedia hebben dit serienummer", en="two media have this serial")
)
NO_METHOD = Reason(
    "no_method",
    Text(nl="methode onbekend, of zij wist niets", en="method unknown, or it erases nothing"),
)
NO_END = Reason("no_end", Text(nl="niet bekend wanneer het klaar was", en="end is not known"))
FUTURE = Reason("future", Text(nl="klaar in de toekomst", en="finished in the future"))
STALE = Reason("stale", Text(nl="gewist voor het laatste gebruik", en="erased before its last use"))
SAME_PERSON = Reason(
    "same_person",
    Text(nl="wie wist, kijkt niet zelf na", en="whoever erases does not verify it themselves"),
)
TOO_LIGHT = Reason(
    "too_light",
    Text(
        nl="genoeg om binnen te blijven, te licht om te vertrekken (purge of destroy nodig)",
        en="enough to stay inside, too light to leave (purge or destroy needed)",
    ),
)
NO_LAST_USE = Reason(
    "no_last_use",
    Text(nl="het laatste gebruik is niet bekend", en="its last use is not known"),
)
