"""House rules of the apps: numbers in their unit, one organisation at a time, thin pages."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kringspoor.people.tenancy import CROSSING
from tests.test_house import SOURCES, UNITS

APPS = ("people", "record", "use")
NUMBERS = re.compile(r"models\.(?:\w*IntegerField|FloatField|DecimalField)$")
VIEW_STATEMENTS = 10
APP_SOURCES = {n: s for n, s in SOURCES.items() if Path(n).parts[0] in (*APPS, "web")}


def model_fields_without_unit(source: str) -> list[str]:
    """A numeric field of a model ends in its unit."""
    found = []
    for model in (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.ClassDef)):
        for each in model.body:
            if not isinstance(each, ast.Assign) or not isinstance(each.value, ast.Call):
                continue
            (target,) = each.targets
            name = ast.unparse(target)
            if NUMBERS.match(ast.unparse(each.value.func)) and not UNITS.search(name):
                found.append(f"{model.name}.{name}")
    return found


def thick_views(source: str) -> list[str]:
    """A page asks and shows; what it would work out belongs below it."""
    functions = [n for n in ast.parse(source).body if isinstance(n, ast.FunctionDef)]
    return [
        each.name
        for each in functions
        if sum(isinstance(n, ast.stmt) for n in ast.walk(each)) - 2 > VIEW_STATEMENTS
    ]


def modules(room: str) -> Iterator[ModuleType]:
    """A room of an app: one file, or a folder with a file per subject."""
    module = importlib.import_module(room)
    yield module
    for each in pkgutil.iter_modules(getattr(module, "__path__", ())):
        yield importlib.import_module(f"{room}.{each.name}")


def public_verbs() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public action and query of the apps."""
    for app in APPS:
        for room in ("actions", "queries"):
            for module in modules(f"kringspoor.{app}.{room}"):
                for name, each in vars(module).items():
                    is_own = inspect.isfunction(each) and each.__module__ == module.__name__
                    if is_own and not name.startswith("_"):
                        yield f"{module.__name__}.{name}", each


VERBS = dict(public_verbs())


def test_a_number_that_is_stored_ends_in_its_unit() -> None:
    found = {n: model_fields_without_unit(s) for n, s in APP_SOURCES.items()}
    assert {name: what for name, what in found.items() if what} == {}
    assert model_fields_without_unit("class A(models.Model):\n    mass = models.FloatField()")


def test_a_page_is_thin() -> None:
    found = {n: thick_views(s) for n, s in APP_SOURCES.items() if "views" in n}
    assert {name: what for name, what in found.items() if what} == {}
    assert thick_views("def page(request):\n" + "    x = 1\n" * 12)


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_works_within_one_organisation_or_says_why_not(name: str) -> None:
    if name in CROSSING:
        return
    parameter = inspect.signature(VERBS[name]).parameters.get("organisation")
    assert parameter is not None, f"{name} takes no organisation"
    assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
    with pytest.raises(KeyError, match="organisation"):
        VERBS[name]()


def test_there_are_verbs_to_judge() -> None:
    assert len(VERBS) > 10
