"""Reading any proof of erasure: one file, a workbook, or a zip with the proofs of a whole day."""

from __future__ import annotations

from kringspoor.core.errors import BadInput
from kringspoor.formats.erasures.nwipe_log import read_nwipe, recognises
from kringspoor.formats.erasures.proof import Proofs
from kringspoor.formats.erasures.table import read_table
from kringspoor.formats.opening import grid_of, opened
from kringspoor.formats.problems import refusal
from kringspoor.formats.reading import Problem
from kringspoor.formats.source import Source


def read_proofs(source: Source) -> list[Proofs]:
    """What each part of a file proves; a part that proves nothing says why, beside the others."""
    return [_read_part(each) for each in opened(source)]


def _read_part(part: Source) -> Proofs:
    try:
        if recognises(part):
            return read_nwipe(part)
        grid = grid_of(part)
        found = read_table(part.name, grid) if grid else None
        if found is None:
            raise refusal("erasure-unknown-file", part.name)
    except BadInput as error:
        return Proofs(part.name, "", problems=[_as_problem(error)])
    finally:
        part.let_go()
    return found


def _as_problem(error: BadInput) -> Problem:
    row_no = error.where.row_no if error.where else None
    return Problem(error.code, row_no, None, "", error.what, error.hint)
