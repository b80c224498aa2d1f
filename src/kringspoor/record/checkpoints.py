"""A checkpoint: a few signed lines that somebody else keeps, against a history written anew.

Whoever can change the database can also compute the chain again, so that it holds. What they cannot
change is the paper in a partner's drawer. It says which hash the chain had after which link, signed
(Ed25519, RFC 8032) with the key of the site.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text

HEAD = "Kringspoor checkpoint 1"
_LABELS = ("organisation", "link", "hash", "time", "key", "signature")
_HEX_CHARACTERS = {"hash": 64, "key": 64, "signature": 128}
_LINE_CHARACTERS = 64
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checkpoint says: the hash of this chain after this link, at this moment."""

    organisation: str
    link_no: int
    link_hash: bytes
    at: datetime
    key: bytes = b""
    signature: bytes = b""

    @property
    def said(self) -> bytes:
        """The lines that are signed, in their one spelling."""
        return "\n".join(
            (
                HEAD,
                f"organisation {self.organisation}",
                f"link {self.link_no}",
                f"hash {self.link_hash.hex()}",
                f"time {self.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
                f"key {self.key.hex()}",
            )
        ).encode()


def private_key(secret: str) -> Ed25519PrivateKey:
    """The key of a site from 32 bytes in base64. Raises BadInput for anything else.

    >>> private_key("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE").private_bytes_raw()
    b'01234567890123456789012345678901'
    """
    spelled = secret.strip().rstrip("=").translate(str.maketrans("+/", "-_"))
    try:
        seed = urlsafe_b64decode(spelled + "=" * (-len(spelled) % 4))
    except (NotBase64, ValueError):
        seed = b""
    if len(seed) != KEY_BYTES:
        raise BadInput(
            Text(
                nl="de sleutel om controlepunten te tekenen is niet te gebruiken",
                en="the key that signs checkpoints cannot be used",
            ),
            hint=Text(
                nl="geef 32 bytes in base64, zoals `openssl rand -base64 32` ze maakt",
                en="give 32 bytes in base64, as `openssl rand -base64 32` makes them",
            ),
            code="signing-key",
        )
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key(secret: str) -> bytes:
    """The key with which anybody can check what the site signed."""
    return private_key(secret).public_key().public_bytes_raw()


def signed(statement: Statement, secret: str) -> Statement:
    """The statement with the key and the signature of the site."""
    key = private_key(secret)
    own = replace(statement, key=key.public_key().public_bytes_raw())
    return replace(own, signature=key.sign(own.said))


def is_genuine(statement: Statement) -> bool:
    """Whether the statement is what the holder of its key signed, to the letter."""
    try:
        Ed25519PublicKey.from_public_bytes(statement.key).verify(
            statement.signature, statement.said
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def written(statement: Statement) -> str:
    """The checkpoint as lines of text: on paper, in a file, and in its QR code."""
    signature = statement.signature.hex()
    halves = (signature[:_LINE_CHARACTERS], signature[_LINE_CHARACTERS:])
    return "\n".join((statement.said.decode(), "signature", *halves, ""))


def read(text: str) -> Statement:
    """The checkpoint that somebody kept. Raises BadInput for a text that is none.

    Lines may be broken elsewhere and hexadecimal may be in groups, as a person or a mail does it.
    """
    words = text.replace(">", " ").split()  # as a mail quotes it
    try:
        at = next(n for n in range(len(words)) if " ".join(words[n : n + 3]) == HEAD)
        values = _values(words[at + 3 :])
        return Statement(
            organisation=values["organisation"],
            link_no=int(values["link"]),
            link_hash=bytes.fromhex(values["hash"]),
            at=datetime.strptime(values["time"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC),
            key=bytes.fromhex(values["key"]),
            signature=bytes.fromhex(values["signature"]),
        )
    except (StopIteration, IndexError, ValueError) as error:
        raise BadInput(
            Text(nl="dit is geen volledig controlepunt", en="this is not a whole checkpoint"),
            hint=Text(
                nl=f"geef alle regels, van '{HEAD}' tot en met de handtekening",
                en=f"give all lines, from '{HEAD}' to the end of the signature",
            ),
            code="no-checkpoint",
        ) from error


def _values(words: list[str]) -> dict[str, str]:
    """The value behind each label. Raises ValueError or IndexError where one is missing."""
    values, at = {}, 0
    for label in _LABELS:
        if words[at].casefold().rstrip(":") != label:
            raise ValueError(words[at])
        value, at = words[at + 1], at + 2
        length = _HEX_CHARACTERS.get(label, 0)
        while len(value) < length:
            value, at = value + words[at], at + 1
        if length and len(value) != length:
            raise ValueError(value)
        values[label] = value
    return values
