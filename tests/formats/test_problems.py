"""The table of everything a reader can say."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import kringspoor.formats
from kringspoor.formats.problems import MAX_ORIGINAL, problem, templates

FOLDER = Path(kringspoor.formats.__file__).parent


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_stands_in_both_languages_and_asks_for_the_same_values() -> None:
    for code, (what, hint) in templates().items():
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", code)
        for each in (what, hint):
            assert each.nl and each.en and each.nl != each.en, code
            assert "!" not in each.nl + each.en, code
        assert {re.sub("_(nl|en)$", "", name) for name in _names(what.nl)} == {
            re.sub("_(nl|en)$", "", name) for name in _names(what.en)
        }, code


def test_every_code_that_is_used_stands_in_the_table() -> None:
    used = set()
    for path in FOLDER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "problem",
                "refusal",
            ):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    used.add(first.value)
    assert used and used <= set(templates())


def test_a_long_original_is_cut_and_put_on_one_line() -> None:
    told = problem("not-a-date", 3, "datum", "zie\nfactuur " * 5000)
    assert len(told.original) == MAX_ORIGINAL
    assert "\n" not in told.original
    assert told.original.endswith("…")
