"""Querysets whose statements are put together once: for what is asked often, that takes longer than the answer.

The querysets stay the one place that says what is asked; only Django's way from a queryset to SQL is walked once.
"""

import datetime
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

import clock

# What stands for the present moment while a statement is put together, and for the first of its keys: all of them fit
# into the smallest column of whole numbers, and no statement holds them by itself.
NOW = datetime.datetime(1999, 9, 9, 9, 9, 9, 999, datetime.UTC)
FIRST_KEY = 31_957
# No column holds a key that is as large.
BEYOND = 2**63


@dataclass(frozen=True)
class Statement:
    """SQL with its values, each beside the name of what takes its place, and what makes rows of models of the answer.

    Values without a name stay as they are.
    """

    model: type[Model]
    sql: str
    values: list[tuple[str, Any]]
    converters: list[tuple[int, Any]]
    columns: slice
    names: list[str]
    related: list[Any]
    annotations: dict[str, int]

    @classmethod
    def of(cls, queryset: QuerySet[Any], stand_ins: Mapping[Any, str]) -> "Statement":
        """The statement of a queryset in which the keys of `stand_ins` stand for what has these names."""
        if queryset._iterable_class is not ModelIterable or queryset._fetch_mode.track_peers:  # type: ignore[attr-defined]
            raise TypeError("Only querysets of models are prepared.")
        compiler: Any = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, values = compiler.as_sql()
        kinds, found = (int, datetime.datetime), compiler.klass_info
        fields = found["select_fields"]
        columns = slice(fields[0], fields[-1] + 1)
        return cls(
            found["model"],
            sql,
            [(stand_ins.get(value, "") if isinstance(value, kinds) else "", value) for value in values],
            list(compiler.get_converters([column[0] for column in compiler.select]).items()),
            columns,
            [column[0].target.attname for column in compiler.select[columns]],
            get_related_populators(found, compiler.select, DEFAULT_DB_ALIAS, queryset._fetch_mode),  # type: ignore[attr-defined]
            compiler.annotation_col_map or {},
        )

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

    def made(self, answer: list[Any]) -> Any:
        """A row of the model with what was selected beside it, as Django makes them."""
        for at, (converters, expression) in self.converters:
            for convert in converters:
                answer[at] = convert(answer[at], expression, connection)
        row = self.model.from_db(DEFAULT_DB_ALIAS, self.names, answer[self.columns])
        for populator in self.related:
            populator.populate(answer, row)
        for name, at in self.annotations.items():
            setattr(row, name, answer[at])
        return row


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
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, statement.filled(keys))
            return [statement.made(list(answer)) for answer in cursor.fetchall()]

    def first(self, **keys: int) -> Row | None:
        """The first of the rows, or none."""
        return next(iter(self(**keys)), None)

    def _put_together(self) -> Statement:
        stand_ins: dict[Any, str] = {FIRST_KEY + place: name for place, name in enumerate(sorted(self.names))}
        with clock.at(NOW):
            queryset = self.make(**{name: key for key, name in stand_ins.items()})
        statement = Statement.of(queryset, stand_ins | {NOW: "now"})
        if idle := self.names - {name for name, _value in statement.values}:
            raise TypeError(f"This statement does not depend on {', '.join(sorted(idle))}.")
        self.statement = statement
        return statement
