"""The keys of other tools are sealed before they are stored: a copy of the database opens none."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

from kringspoor.use.connections.troubles import trouble


def sealed(secrets: Mapping[str, str]) -> str:
    """Secrets by their name, sealed with a key drawn from the secret key of the site."""
    return _seal().encrypt(json.dumps(dict(secrets)).encode()).decode()


def opened(text: str) -> dict[str, str]:
    """What was sealed. Raises BadInput when the secret key of the site is another one now."""
    if not text:
        return {}
    try:
        found = json.loads(_seal().decrypt(text.encode()))
    except InvalidToken as error:
        raise trouble("key-lost") from error
    return {str(name): str(value) for name, value in found.items()}


def _seal() -> Fernet:
    drawn = salted_hmac("kringspoor.connection", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(drawn))
