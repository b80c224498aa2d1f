"""One organisation never sees another: every question is asked within one, or fails.

A model of one organisation has ``objects = OfOrganisation()``: outside a scope it raises. Public
actions and queries take ``organisation=`` and carry :func:`within_organisation`, which opens that
scope. The few that cross (signing in, schedulers, sharing) carry :func:`across_organisations`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

from django.db import models
from django.db.models.sql import Query

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=models.Model)
CROSSING: dict[str, str] = {}  # what crosses organisations, and why: a test reads it
_EVERY = object()
_scope: ContextVar[object] = ContextVar("organisation", default=None)


class NoOrganisation(RuntimeError):  # noqa: N818 - it reads as a sentence: "raise NoOrganisation"
    """A question was asked without saying within which organisation: a fault in the program."""


class OfOrganisation(models.Manager[M]):
    """A manager that answers within one organisation only; ``path`` leads to it."""

    def __init__(self, path: str = "organisation") -> None:
        super().__init__()
        self._path = path

    def get_queryset(self) -> models.QuerySet[M]:
        """The rows of the organisation in scope. Raises NoOrganisation outside of one."""
        scope = _scope.get()
        if scope is None:
            raise NoOrganisation(f"{self.model.__name__} is asked for outside an organisation")
        every = super().get_queryset()
        if scope is _EVERY:
            return every
        # The manager of a relation (device.media) is made without the path: its model knows it.
        own = cast("OfOrganisation[M]", self.model._default_manager)
        every.query = _within(self.model, own._path, scope).chain()
        return every


@lru_cache(maxsize=4096)  # asked many times in one act, and the same each time
def _within(model: type[models.Model], path: str, organisation: object) -> Query:
    """The question for all rows of one organisation, of which each question is a copy."""
    return models.QuerySet(model).filter(**{path: organisation}).query


@contextmanager
def scope(organisation: object) -> Iterator[None]:
    """All questions inside are asked within this organisation."""
    token = _scope.set(organisation)
    try:
        yield
    finally:
        _scope.reset(token)


def within_organisation(work: Callable[P, R]) -> Callable[P, R]:
    """Run an action or a query within the organisation it is given."""

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with scope(kwargs["organisation"]):
            return work(*args, **kwargs)

    return run


def across_organisations(reason: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let an action or a query see every organisation, for a reason that is listed."""

    def mark(work: Callable[P, R]) -> Callable[P, R]:
        CROSSING[f"{work.__module__}.{work.__qualname__}"] = reason

        @wraps(work)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with scope(_EVERY):
                return work(*args, **kwargs)

        return run

    return mark
