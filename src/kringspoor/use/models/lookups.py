"""Questions that a database answers sooner when they are put in its own way."""

from __future__ import annotations

import json
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Lookup
from django.db.models.sql.compiler import SQLCompiler


@Field.register_lookup
class Among(Lookup):
    """Being one of many whole numbers, which go to the database as one value and not as a thousand.

    >>> Device.objects.filter(pk__among=[1, 2, 3])  # doctest: +SKIP
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """The question as a database without lists of its own is asked."""
        side, told = self.process_lhs(compiler, connection)
        return f"{side} IN (SELECT value FROM json_each(%s))", [*told, json.dumps(list(self.rhs))]

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, Any]:
        """The question as PostgreSQL is asked."""
        side, told = self.process_lhs(compiler, connection)
        return f"{side} = ANY(%s)", [*told, list(self.rhs)]
