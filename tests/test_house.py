"""The rules of the house, as tests. Each rule is also shown a violation it must catch."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "kringspoor"
SOURCES = {
    str(path.relative_to(SOURCE)): path.read_text(encoding="utf-8")
    for path in sorted(SOURCE.rglob("*.py"))
    if path.parent.name != "migrations"  # written by Django
}

FILE_LINES = 300
FUNCTION_LINES = 40
SPEAKING_STATEMENTS = 5  # a method of at most this many statements may let its class speak
JUNK_DRAWERS = {"utils", "util", "helpers", "helper", "common", "manager", "service", "handler"}
JUNK_DRAWERS |= {"base", "misc"}
UNITS = re.compile(
    r"(^|_)(k?g|k?wh?|eur|cents|years?|months|days|hours|seconds|share|ratio|km|pages|sheets"
    r"|gb|mb|bytes|inches|mm|points|celsius|count|no|value|index|rows|columns|characters|devices|cores)$"
)
UNITLESS = {  # the parts of a quantity carry the unit of the whole
    "Range": {"low", "mid", "high"},
    "Lognormal": {"mean", "sd", "shape"},
    "Estimate": {
        "mid",
        "source_var",
        "model_var",
        "source_skew",
        "wide_mid",
        "wide_source_var",
        "wide_model_var",
    },
    "Figure": {"value", "interval", "decimals"},  # its unit is a field
    "Measure": {"low", "high"},  # the bounds of any column, in its unit
}
CLOCK = {"time.time", "time.localtime", "time.gmtime", "datetime.now", "datetime.utcnow"}
CLOCK |= {"datetime.today", "date.today", "datetime.datetime.now", "datetime.date.today"}
CATCH_ALL = {"Exception", "BaseException"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = Function | ast.ClassDef | ast.Module


def docstring_lines(node: ast.AST) -> int:
    """How many lines the docstrings under a node take."""
    total = 0
    for each in ast.walk(node):
        if isinstance(each, Documented) and ast.get_docstring(each) is not None:
            first = each.body[0]
            total += (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def too_long_a_file(source: str) -> list[str]:
    """A file keeps within the cap, docstrings not counted."""
    lines = source.count("\n") - docstring_lines(ast.parse(source))
    return [f"{lines} lines"] if lines > FILE_LINES else []


def too_long_functions(source: str) -> list[str]:
    """A function keeps within the cap, docstrings not counted."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1 - docstring_lines(node)
            if lines > FUNCTION_LINES:
                found.append(f"{node.name}: {lines} lines")
    return found


def _public(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node


def undocumented(source: str) -> list[str]:
    """Every public function and class says in a sentence what it is."""
    tree = ast.parse(source)
    found = [] if ast.get_docstring(tree) or not tree.body else ["the module"]
    for node in _public(tree.body):
        if not ast.get_docstring(node):
            found.append(node.name)
        methods = _public(node.body) if isinstance(node, ast.ClassDef) else ()
        for method in methods:
            is_plain = len(method.body) <= SPEAKING_STATEMENTS
            if not is_plain and not ast.get_docstring(method):
                found.append(f"{node.name}.{method.name}")
    return found


def _dataclasses(source: str) -> Iterator[tuple[ast.ClassDef, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            for decorator in node.decorator_list:
                if ast.unparse(decorator).split("(")[0].endswith("dataclass"):
                    yield node, ast.unparse(decorator)


def fields_without_unit(source: str) -> list[str]:
    """A numeric field of a dataclass ends in its unit."""
    found = []
    for node, _ in _dataclasses(source):
        for each in node.body:
            if not isinstance(each, ast.AnnAssign) or not isinstance(each.target, ast.Name):
                continue
            kind = ast.unparse(each.annotation)
            name = each.target.id
            is_number = re.search(r"\b(int|float|Range|Estimate)\b", kind) is not None
            is_plain = "[" not in kind and "ClassVar" not in kind
            is_part = name in UNITLESS.get(node.name, set())
            has_unit = UNITS.search(re.sub(r"_per_\w+$", "", name)) is not None
            if is_number and is_plain and not is_part and not has_unit:
                found.append(f"{node.name}.{name}")
    return found


def loose_dataclasses(source: str) -> list[str]:
    """A dataclass has slots: a misspelt attribute is an error, not a new field.

    One with a cached property cannot: the property keeps its answer among the attributes.
    """
    return [
        node.name
        for node, how in _dataclasses(source)
        if "slots=True" not in how and "@cached_property" not in ast.unparse(node)
    ]


def junk_drawers(source: str, name: str = "") -> list[str]:
    """No module or class is called after nothing in particular."""
    found = [part for part in Path(name).parts if set(_words(part)) & JUNK_DRAWERS]
    classes = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.ClassDef)]
    return found + [each.name for each in classes if set(_words(each.name)) & JUNK_DRAWERS]


def _words(name: str) -> list[str]:
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name.removesuffix(".py")).lower().split("_")


def clock_readings(source: str, name: str = "") -> list[str]:
    """Today is passed in; only the command line may ask what day it is."""
    if Path(name).parts[:1] == ("cli",):
        return []
    calls = [each for each in ast.walk(ast.parse(source)) if isinstance(each, ast.Call)]
    return [ast.unparse(each) for each in calls if ast.unparse(each.func) in CLOCK]


def catch_alls(source: str) -> list[str]:
    """An error is caught by its name, and never thrown away."""
    nodes = list(ast.walk(ast.parse(source)))
    handlers = [each for each in nodes if isinstance(each, ast.ExceptHandler)]
    calls = [each for each in nodes if isinstance(each, ast.Call)]
    found = [f"line {each.lineno}" for each in handlers if _catches_all_or_nothing(each)]
    for each in calls:
        is_suppress = ast.unparse(each.func).endswith("suppress")
        if is_suppress and any(ast.unparse(kind) in CATCH_ALL for kind in each.args):
            found.append(f"line {each.lineno}")
    return found


def _catches_all_or_nothing(handler: ast.ExceptHandler) -> bool:
    names = set(re.findall(r"\w+", ast.unparse(handler.type))) if handler.type else CATCH_ALL
    is_swallowed = len(handler.body) == 1 and isinstance(handler.body[0], ast.Pass)
    return bool(names & CATCH_ALL) or is_swallowed


def cited_sources(source: str) -> list[str]:
    """The ids that docstrings name after ``Source:``; several are parted by commas or ``and``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, Documented):
            continue
        for line in re.findall(r"^Source: (.+)", ast.get_docstring(node) or "", re.M):
            first, *others = re.split(r"[,;:]| and ", re.sub(r"\([^)]*\)?", "", line))
            found.append(first.split()[0].strip("."))
            others = [each.strip(" .") for each in others]
            found += [each for each in others if re.fullmatch(r"[a-z][a-z0-9-]*", each)]
    return found


@cache
def known_sources() -> set[str]:
    """Sources of facts stand in the catalogue, sources of formulas in docs/sources.md."""
    page = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    facts = {path.stem for path in (SOURCE / "catalogue" / "sources").glob("*.toml")}
    return facts | set(re.findall(r"^\| `([^`]+)` \|", page, re.M))


def unknown_sources(source: str) -> list[str]:
    """A source that a docstring names can be looked up."""
    known = known_sources()
    return [each for each in cited_sources(source) if each not in known]


RULES: dict[str, Callable[[str, str], list[str]]] = {
    "files are short": lambda source, _: too_long_a_file(source),
    "functions are short": lambda source, _: too_long_functions(source),
    "what is public is documented": lambda source, _: undocumented(source),
    "numbers end in their unit": lambda source, _: fields_without_unit(source),
    "dataclasses have slots": lambda source, _: loose_dataclasses(source),
    "no junk drawers": junk_drawers,
    "the clock is passed in": clock_readings,
    "errors are caught by name": lambda source, _: catch_alls(source),
    "sources can be looked up": lambda source, _: unknown_sources(source),
}

METHOD = "  def f(self):\n" + "    a = 1\n" * 6
VIOLATIONS: list[tuple[str, str, str]] = [
    ("files are short", "x = 1\n" * 301, "core/device.py"),
    ("functions are short", "def f() -> None:\n" + "    x = 1\n" * 40, "core/device.py"),
    ("what is public is documented", '"""M."""\ndef f() -> None: ...', "core/device.py"),
    ("what is public is documented", "x = 1", "core/device.py"),
    ("what is public is documented", f'"""M."""\nclass A:\n  """A."""\n{METHOD}', "core/device.py"),
    ("numbers end in their unit", "@dataclass\nclass A:\n    mass: float | None", "core/a.py"),
    ("numbers end in their unit", "@dataclass(slots=True)\nclass A:\n    x_low: int", "core/a.py"),
    ("dataclasses have slots", "@dataclass(frozen=True)\nclass A:\n    x_kg: float", "core/a.py"),
    ("no junk drawers", "", "assess/match_utils.py"),
    ("no junk drawers", "", "assess/helpers/match.py"),
    ("no junk drawers", "class DeviceManager: ...", "assess/match.py"),
    ("the clock is passed in", "import time\ntime.time()", "assess/match.py"),
    ("the clock is passed in", "from datetime import date\ndate.today()", "core/device.py"),
    ("errors are caught by name", "try:\n    f()\nexcept:\n    g()", "core/a.py"),
    ("errors are caught by name", "try:\n    f()\nexcept Exception:\n    g()", "core/a.py"),
    (
        "errors are caught by name",
        "try:\n    f()\nexcept (KeyError, Exception):\n    g()",
        "core/a.py",
    ),
    ("errors are caught by name", "try:\n    f()\nexcept KeyError:\n    pass", "core/a.py"),
    ("errors are caught by name", "with suppress(Exception):\n    f()", "core/a.py"),
    ("sources can be looked up", '"""M.\n\nSource: hearsay (1999).\n"""', "core/a.py"),
]


@pytest.mark.parametrize("rule", RULES)
def test_the_source_keeps_the_rule(rule: str) -> None:
    found = {name: RULES[rule](text, name) for name, text in SOURCES.items()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(("rule", "source", "name"), VIOLATIONS)
def test_the_rule_catches_a_violation(rule: str, source: str, name: str) -> None:
    assert RULES[rule](source, name)


def test_every_rule_is_shown_a_violation() -> None:
    assert {rule for rule, _, _ in VIOLATIONS} == set(RULES)


def test_docstrings_do_not_count_as_lines() -> None:
    long = "def f() -> None:\n" + '    """One.\n' + "\n    more\n" * 40 + '    """\n    return\n'
    assert too_long_functions(long) == []


def test_a_field_of_a_rate_ends_in_its_unit_per_something() -> None:
    assert fields_without_unit("@dataclass\nclass A:\n    use_kwh_per_year: float") == []


def test_the_command_line_may_read_the_clock() -> None:
    assert clock_readings("import time\ntime.time()", "cli/main.py") == []


def test_several_sources_of_one_docstring_are_all_looked_up() -> None:
    docstring = '"""M.\n\nSource: ember (2024, yearly), hearsay and rumour; see the page.\n"""'
    assert cited_sources(docstring) == ["ember", "hearsay", "rumour"]


def test_there_is_source_to_judge() -> None:
    assert len(SOURCES) > 15
