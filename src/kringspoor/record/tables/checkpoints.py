"""Checkpoints as a person reads, prints and compares them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import zxingcpp
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kringspoor.core.words import Text, number
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
    refusals = []
    if proof.paper_faults:
        refusals.append(_refusal(_("This checkpoint proves nothing"), proof.paper_faults, _ASK))
    if proof.faults:
        refusals.append(_refusal(_("The record does not hold"), proof.faults, _TOUCH_NOTHING))
        return {"refusals": refusals}
    count = proof.links_count
    told = ngettext("{count} link was read.", "{count} links were read.", count).format(
        count=number(count, language())
    )
    if statement is None or proof.paper_faults:
        kept = _("The record holds.")
    else:
        kept = _("The record holds, and says what your checkpoint of {at} says.").format(
            at=moment(statement.at)
        )
    return {"refusals": refusals, "holds": f"{kept} {told}", "is_whole": proof.is_whole}


def _refusal(what: str, faults: Sequence[Fault], remedy: Text) -> dict[str, Any]:
    said = language()
    return {
        "what": what,
        "reasons": [f"{each.place.spoken(said)}: {each.what.spoken(said)}" for each in faults],
        "remedy": remedy.spoken(said),
    }


_ASK = Text(
    nl="Kijk na of u de hele tekst plakte, en vraag een ander exemplaar aan wie het bewaarde.",
    en="Check that you pasted the whole text, and ask another copy of whoever kept it.",
)
_TOUCH_NOTHING = Text(
    nl="Wijzig niets meer. Bewaar deze pagina, en vergelijk met een reservekopie van voor "
    "die schakel.",
    en="Change nothing more. Keep this page, and compare with a backup of before that link.",
)
