"""What an assessment asks of support, with make and model apart."""

from __future__ import annotations

from kringspoor.catalogue.facts import load
from kringspoor.catalogue.support import support_end, windows_11


def test_the_make_counts_as_part_of_the_model() -> None:
    assert support_end(load(), None, None, "smartphone", "4", "Fairphone").days is not None
    assert support_end(load(), None, None, "smartphone", "4", None).days is None


def test_windows_11_is_asked_from_the_same_place() -> None:
    assert windows_11("i5-8250U") is True
