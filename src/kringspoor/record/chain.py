"""The arithmetic of the chain: commitments that forget, links that do not.

An event is bound by a *commitment*: the digest of a random salt and of what happened. A *link*
binds the commitments of one act (one change, or a batch of thousands) to the link before it. Erase
payload and salt, and the commitment says nothing any more, yet the chain still holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeAlias

Plain: TypeAlias = "str | int | bool | list[Plain] | Mapping[str, Plain] | None"
SALT_BYTES = 16
START = bytes(32)  # what stands before the first link


def canonical(value: Plain) -> bytes:
    """The one way to write a value, so that the same facts always give the same digest.

    A fraction may be written in several ways, so it is given as text. Raises TypeError for one.

    >>> canonical({"b": 1, "a": "é"})
    b'{"a":"\\xc3\\xa9","b":1}'
    """
    _refuse_fractions(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _refuse_fractions(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"{value!r} has no single spelling; give it as text")
    inside = value.values() if isinstance(value, Mapping) else value
    if isinstance(inside, Iterable) and not isinstance(inside, str):
        for each in inside:
            _refuse_fractions(each)


def commitment(salt: bytes, kind: str, subject: str, payload: Mapping[str, Plain]) -> bytes:
    """The digest that binds an event: SHA-256 of salt and of what happened to what."""
    return sha256(salt + canonical({"kind": kind, "payload": payload, "subject": subject})).digest()


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
