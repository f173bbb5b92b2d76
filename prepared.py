"""Querysets whose statements are put together once: for what is asked often, that takes longer than the answer.

The querysets stay the one place that says what is asked; only Django's way from a queryset to SQL is walked once.
"""

import copy
import datetime
import inspect
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable

import clock

# What stands for the present moment while a statement is put together, and for the first of its keys: all of them fit
# into the smallest column of whole numbers, and no statement holds them by itself.
NOW = datetime.datetime(1999, 9, 9, 9, 9, 9, 999, datetime.UTC)
FIRST_KEY = 31_957
# No column holds a key that is as large.
BEYOND = 2**63


class Statement(NamedTuple):
    """SQL with its values, each beside the name of what takes its place; those without a name stay as they are."""

    queryset: QuerySet[Any]
    compiler: Any
    sql: str
    values: list[tuple[str, Any]]
    converters: dict[int, Any]

    def filled(self, keys: Mapping[str, int]) -> tuple[Any, ...]:
        """The values for these keys, at this moment."""
        now = clock.now()
        # The type of a stand-in tells the database the type of its column.
        return tuple(
            [
                type(value)(keys[name]) if name in keys else now if name else value  # type: ignore[call-overload]
                for name, value in self.values
            ]
        )


class Prepared[Row]:
    """What `make` asks for, put together at the first call.

    `make` takes keys of rows by name and returns a queryset of models. It is called once, with numbers that stand for
    the keys to come, so nothing in it may depend on their values. The clock that it reads is read anew each time.
    Raises TypeError where a key is missing, is not asked for, or makes no difference.
    """

    def __init__(self, make: Callable[..., QuerySet[Any]]) -> None:
        self.make = make
        self.names = frozenset(inspect.signature(make).parameters)
        self.statement: Statement | None = None

    def __call__(self, **keys: int) -> list[Row]:
        """The rows for these keys, at this moment."""
        if keys.keys() != self.names:
            raise TypeError(f"This statement is asked with {', '.join(sorted(self.names))}.")
        if any(abs(key) >= BEYOND for key in keys.values()):
            return []
        statement = self.statement or self._put_together()
        values = statement.filled(keys)
        compiler = copy.copy(statement.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda: (statement.sql, values)
        compiler.get_converters = lambda columns: statement.converters
        # All that Django's iterable of models looks at.
        asked = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            model=statement.queryset.model,
            query=SimpleNamespace(get_compiler=lambda using: compiler),
            _known_related_objects={},
            _fetch_mode=statement.queryset._fetch_mode,  # type: ignore[attr-defined]
        )
        return list(ModelIterable(asked))  # type: ignore[arg-type]

    def first(self, **keys: int) -> Row | None:
        """The first of the rows, or none."""
        return next(iter(self(**keys)), None)

    def _put_together(self) -> Statement:
        stand_ins: dict[Any, str] = {FIRST_KEY + place: name for place, name in enumerate(sorted(self.names))}
        with clock.at(NOW):
            queryset = self.make(**{name: key for key, name in stand_ins.items()})
        if queryset._iterable_class is not ModelIterable:
            raise TypeError("Only querysets of models are prepared.")
        compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, values = compiler.as_sql()
        stand_ins[NOW] = "now"
        kinds = (int, datetime.datetime)
        named = [(stand_ins.get(value, "") if isinstance(value, kinds) else "", value) for value in values]
        if idle := self.names - {name for name, _value in named}:
            raise TypeError(f"This statement does not depend on {', '.join(sorted(idle))}.")
        converters = compiler.get_converters([column[0] for column in compiler.select])
        self.statement = Statement(queryset, compiler, sql, named, converters)
        return self.statement
