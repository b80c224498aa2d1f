"""The collector is paused while millions of values are built, and never left off."""

from __future__ import annotations

import gc

import pytest

from kringspoor.core.collecting import without_collecting


def test_the_collector_comes_back_even_after_an_error() -> None:
    with pytest.raises(KeyError), without_collecting():
        raise KeyError
    assert gc.isenabled()


def test_a_pause_within_a_pause_does_not_end_the_outer_one() -> None:
    with without_collecting():
        with without_collecting():
            pass
        assert not gc.isenabled()
