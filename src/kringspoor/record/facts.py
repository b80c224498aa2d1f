"""What may be said of a file that proves something."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping

from django.utils.crypto import salted_hmac

from kringspoor.core.words import Text

# who may see a file, within the organisation and outside it
VISIBILITIES: Mapping[str, Text] = {
    "private": Text(nl="wie het logboek mag zien", en="who may see the record"),
    "organisation": Text(nl="iedereen in uw organisatie", en="everybody in your organisation"),
    "partners": Text(nl="ook partners", en="partners too"),
    "public": Text(nl="iedereen", en="everybody"),
}
KINDS: Mapping[str, Text] = {
    "wipe_certificate": Text(nl="wisbewijs", en="proof of erasure"),
    "receipt": Text(nl="ontvangstbewijs", en="receipt"),
    "invoice": Text(nl="factuur", en="invoice"),
    "contract": Text(nl="contract", en="contract"),
    "authorisation": Text(nl="vergunning of label", en="permit or label"),
    "report": Text(nl="verslag", en="report"),
    "photo": Text(nl="foto", en="photo"),
    "import": Text(nl="ingelezen lijst", en="list taken in"),
    "other": Text(nl="iets anders", en="something else"),
}
# files that came along with something else, so that nobody chooses their kind
CAME_ALONG: Mapping[str, Text] = {
    "erasure": Text(nl="wisbewijs", en="proof of erasure"),
    "orders": Text(nl="lijst van bestellingen", en="list of orders"),
    "pull": Text(nl="opgehaalde lijst", en="list that was fetched"),
    "lifetime_exception": Text(nl="stuk bij een uitzondering", en="file with an exception"),
    "loss": Text(nl="aangifte van verlies", en="report of a loss"),
    "deed": Text(nl="akte", en="deed"),
    "early": Text(nl="stuk bij een vroeg vertrek", en="file with an early exit"),
}
EVERY_MEMBER = ("organisation", "partners", "public")  # may be opened by any member


_SECRET_MARK = "ksw_"  # so that a scanner for leaked secrets can recognise one


def secret_of(salt: bytes) -> str:
    """The secret of a webhook: drawn from its salt and the key of the site, and stored nowhere."""
    drawn = salted_hmac("kringspoor.webhook", salt.hex(), algorithm="sha256")
    return _SECRET_MARK + base64.urlsafe_b64encode(drawn.digest()).decode().rstrip("=")


def signature_of(secret: str, moment_seconds: int, body: bytes) -> str:
    """The HMAC-SHA256, in hexadecimals, over ``<moment>.<body>``: how one knows who sent it.

    >>> signature_of("ksw_x", 1795512600, b"{}")[:12]
    'ebd14f13bcf6'
    """
    return hmac.new(secret.encode(), b"%d." % moment_seconds + body, hashlib.sha256).hexdigest()
