"""What may be said of a file that proves something."""

from __future__ import annotations

from collections.abc import Mapping

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
EVERY_MEMBER = ("organisation", "partners", "public")  # may be opened by any member
