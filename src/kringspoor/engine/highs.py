"""HiGHS, asked one stage after the other: the only file that knows the solver."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import highspy
import numpy as np

from kringspoor.engine.certificate import Rows, Values

TOLERANCE = 1e-6
SETTINGS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,  # the same steps, so the same answer
    "random_seed": 0,
    "mip_abs_gap": 0.5,  # whole numbers less than one apart are equal
    "mip_feasibility_tolerance": 1e-7,
}


class Search:
    """One set of limits, under which a row of objectives is maximised."""

    def __init__(self, rows: Rows, upper: Values) -> None:
        with _silence():
            self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in SETTINGS.items():
            self._highs.setOptionValue(name, value)
        self._width = len(upper)
        self._all = np.arange(self._width, dtype=np.int32)
        self._highs.passModel(_model(rows, upper))
        self.bound_value = 0

    def relaxed(self, objective: Values) -> Values:
        """Solve it in fractions; the weight that each limit has in the answer."""
        self._ask(objective, highspy.HighsVarType.kContinuous)
        return np.array(self._highs.getSolution().row_dual)

    def corner(self) -> Values | None:
        """The answer of the last relaxed stage, where it is in whole numbers."""
        found = np.array(self._highs.getSolution().col_value)
        whole: Values = np.rint(found).astype(np.int64)
        return whole if np.abs(found - whole).max(initial=0.0) < TOLERANCE else None

    def whole(self, objective: Values, gap_share: float) -> Values | None:
        """The best in whole numbers, up to a share; None where nothing keeps the limits."""
        self._highs.setOptionValue("mip_rel_gap", gap_share)
        self._ask(objective, highspy.HighsVarType.kInteger)
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        self.bound_value = int(np.floor(self._highs.getInfo().mip_dual_bound + TOLERANCE))
        found: Values = np.rint(np.array(self._highs.getSolution().col_value))
        return found.astype(np.int64)

    def keep(self, objective: Values, least: int) -> None:
        """From now on an objective reaches at least this."""
        places = np.flatnonzero(objective).astype(np.int32)
        weights = -objective[places].astype(np.float64)
        self._highs.addRow(-highspy.kHighsInf, float(-least), len(places), places, weights)

    def _ask(self, objective: Values, kind: highspy.HighsVarType) -> None:
        kinds = np.full(self._width, int(kind), dtype=np.uint8)
        self._highs.changeColsIntegrality(self._width, self._all, kinds)
        self._highs.changeColsCost(self._width, self._all, objective.astype(np.float64))
        self._highs.run()


def _model(rows: Rows, upper: Values) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(upper), len(rows)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.zeros(len(upper))
    model.col_lower_, model.col_upper_ = np.zeros(len(upper)), upper.astype(np.float64)
    model.row_lower_ = np.full(len(rows), -highspy.kHighsInf)
    model.row_upper_ = np.array(rows.most, dtype=np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *map(len, rows.places)]).astype(np.int32)
    model.a_matrix_.index_ = np.concatenate(rows.places).astype(np.int32)
    model.a_matrix_.value_ = np.concatenate(rows.weights).astype(np.float64)
    return model


@contextmanager
def _silence() -> Iterator[None]:
    """HiGHS greets on standard output before it can be told not to, and our data goes there."""
    library = ctypes.CDLL(None)
    sys.stdout.flush()
    library.fflush(None)
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        library.fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
