"""Checkpoints as a person reads, prints and compares them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import zxingcpp
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.words import number
from kringspoor.people.language import language
from kringspoor.record.checkpoints import Statement, written
from kringspoor.record.models import Checkpoint
from kringspoor.record.queries.checking import Proof
from kringspoor.record.queries.proof import Fault
from kringspoor.record.tables import moment


def row(checkpoint: Checkpoint) -> dict[str, Any]:
    """One checkpoint as a row."""
    return {
        "number": checkpoint.pk,
        "link": number(checkpoint.link_no, language()),
        "at": moment(checkpoint.made_at),
        "who": str(checkpoint.actor) if checkpoint.actor else "Kringspoor",
        "short": f"{bytes(checkpoint.link_hash).hex()[:16]}…",
    }


def paper(statement: Statement) -> dict[str, Any]:
    """What is printed of a checkpoint."""
    return {
        "text": written(statement),
        "at": moment(statement.at),
        "link": number(statement.link_no, language()),
    }


def qr(statement: Statement) -> str:
    """The words of a checkpoint as a QR code, drawn."""
    code = zxingcpp.create_barcode(written(statement), zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return zxingcpp.write_barcode_to_svg(code)


def outcome(proof: Proof, statement: Statement | None) -> dict[str, Any]:
    """What a comparison found, in words."""
    said = language()
    if proof.faults:
        return {
            "refusal": {
                "what": _("The record does not hold"),
                "reasons": [
                    f"{each.place.spoken(said)}: {each.what.spoken(said)}" for each in proof.faults
                ],
                "remedy": _next(proof.faults),
            }
        }
    count = proof.links_count
    told = ngettext("{count} link was read.", "{count} links were read.", count).format(
        count=number(count, said)
    )
    if statement is None:
        kept = _("The record holds.")
    else:
        kept = _("The record holds, and says what your checkpoint of {at} says.").format(
            at=moment(statement.at)
        )
    return {"holds": f"{kept} {told}", "is_whole": proof.is_whole}


def _next(faults: Sequence[Fault]) -> str:
    is_paper = all(each.link_no is None for each in faults)
    if is_paper:
        return _("Check that you pasted the whole text, and ask another copy where it was kept.")
    return _("Change nothing more. Keep this page, and compare with a backup of before that link.")
