"""The arithmetic of the chain: commitments that forget, links that do not.

An event is bound by a *commitment*: the digest of a random salt and of what happened. A *link*
binds the commitments of one act (one change, or a batch of thousands) to the link before it. Erase
payload and salt, and the commitment says nothing any more, yet the chain still holds.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, TypeAlias

Plain: TypeAlias = "str | int | bool | list[Plain] | Mapping[str, Plain] | None"
SALT_BYTES = 16
START = bytes(32)  # what stands before the first link
KEPT = "evidence.kept"  # the event that binds the digest of a file
CLEARED = "evidence.cleared"  # the event that says that the file of stopped work was taken away
ERASED = "record.erased"  # the event that says that something was erased, by whom and why
# as databases write it: Python reads other spellings too, which nobody wrote
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d(:\d\d)?)?", re.ASCII)
_NO_TIME = datetime(1, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PACKED = struct.Struct(">q32s32sI")
_HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class Header:
    """What a link says of its act, without its place in the chain."""

    at: datetime
    actor: bytes
    root: bytes
    events_count: int


def canonical(value: Plain) -> bytes:
    """The one way to write a value, so that the same facts always give the same digest.

    A fraction may be written in several ways, so it is given as text. Raises TypeError for one.

    >>> canonical({"b": 1, "a": "é"})
    b'{"a":"\\xc3\\xa9","b":1}'
    """
    if not isinstance(value, str):
        _refuse_fractions(value)
    return _ENCODER.encode(value).encode()


def canonical_rows(
    columns: Mapping[str, Sequence[Hashable]], plain: Callable[..., Plain]
) -> Iterator[bytes]:
    """What :func:`canonical` gives for each row of columns, without what is None or empty in it.

    Most values come back row after row, so each is spelled once for its column. ``plain`` says how
    the record spells a value.

    >>> columns = {"tag": ["a", "b"], "os": ["", "x"], "ram_gb": [8.0, 8.0]}
    >>> [*canonical_rows(columns, lambda each: repr(each) if isinstance(each, float) else each)]
    [b'{"ram_gb":"8.0","tag":"a"}', b'{"os":"x","ram_gb":"8.0","tag":"b"}']
    """
    parts: list[list[bytes]] = []
    for name in sorted(columns):
        key = canonical(name) + b":"
        known = {
            each: b"" if each in _NOTHING else key + canonical(plain(each))
            for each in dict.fromkeys(columns[name])
        }
        if any(known.values()) or not parts:
            parts.append([known[each] for each in columns[name]])
    for row in zip(*parts, strict=True):
        yield b"{" + b",".join(filter(None, row)) + b"}"


_NOTHING = ("", None)
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _refuse_fractions(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"{value!r} has no single spelling; give it as text")
    if isinstance(value, dict | list | tuple | Mapping):
        for each in value.values() if isinstance(value, Mapping) else value:
            if type(each) is not str:  # most are, and there are millions
                _refuse_fractions(each)


def commitment(salt: bytes, kind: str, subject: str, payload: Mapping[str, Plain]) -> bytes:
    """The digest that binds an event: SHA-256 of salt and of what happened to what."""
    return commitment_of(salt, kind, subject, canonical(payload))


def commitment_of(salt: bytes, kind: str, subject: str, spelled: bytes) -> bytes:
    """The same of a payload that is spelled already, as canonical() does.

    >>> commitment_of(b"0", "sold", "device:1", b'{"a":1}') == commitment(
    ...     b"0", "sold", "device:1", {"a": 1}
    ... )
    True
    """
    parts = (salt, b'{"kind":', canonical(kind), b',"payload":', spelled, b',"subject":',
             canonical(subject), b"}")  # fmt: skip
    return sha256(b"".join(parts)).digest()


def actor_commitment(salt: bytes, actor_no: int) -> bytes:
    """The digest that binds who did it, and can be forgotten by itself."""
    return sha256(salt + canonical({"actor": actor_no})).digest()


def root_of(commitments: Iterable[bytes]) -> bytes:
    """The digest of a link's commitments in order."""
    digest = sha256()
    for each in commitments:
        digest.update(each)
    return digest.digest()


def link_hash(
    number: int, previous: bytes, at: datetime, actor: bytes, root: bytes, events_count: int
) -> bytes:
    """The digest of a link, which holds that of the link before it."""
    return sha256(
        canonical(
            {
                "actor": actor.hex(),
                "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
                "events": events_count,
                "no": number,
                "previous": previous.hex(),
                "root": root.hex(),
            }
        )
    ).digest()


def packed(previous: bytes, headers: Iterable[Header]) -> bytes:
    """A stretch of the chain: the hash before it, and what each of its links says."""
    told = (
        _PACKED.pack((e.at - _EPOCH) // timedelta(microseconds=1), e.actor, e.root, e.events_count)
        for e in headers
    )
    return previous + b"".join(told)


def unpacked(trail: bytes) -> tuple[bytes, list[Header]]:
    """A stretch of the chain as :func:`packed` wrote it. Raises ValueError for anything else.

    >>> header = Header(datetime(2026, 11, 24, tzinfo=UTC), bytes(32), b"r" * 32, 3)
    >>> unpacked(packed(START, [header])) == (START, [header])
    True
    """
    try:
        rows = [*_PACKED.iter_unpack(trail[_HASH_BYTES:])]
        headers = [Header(_EPOCH + timedelta(microseconds=at), *rest) for at, *rest in rows]
    except (struct.error, OverflowError) as error:
        raise ValueError("not a stretch of the chain") from error
    return trail[:_HASH_BYTES], headers


def end_of(previous: bytes, first_no: int, headers: Iterable[Header]) -> bytes:
    """The hash after a stretch of the chain that begins with link ``first_no``."""
    for number, each in enumerate(headers, start=first_no):
        previous = link_hash(number, previous, each.at, each.actor, each.root, each.events_count)
    return previous


def payload_told(told: str | None) -> Mapping[str, Any] | None:
    """A payload from the text it is stored as; nothing when that is not one."""
    try:
        found = json.loads(told or "null")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def moment_told(told: str) -> datetime:
    """A moment from the text it is stored as; the year 1 when that is not one."""
    try:
        at = datetime.fromisoformat(told) if _MOMENT.fullmatch(told) else _NO_TIME
    except ValueError:
        return _NO_TIME
    return at if at.tzinfo else at.replace(tzinfo=UTC)
