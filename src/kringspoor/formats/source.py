"""A file from outside, opened with care: size first, kind from its bytes, text decoded once."""

from __future__ import annotations
