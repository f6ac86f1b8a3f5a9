"""``column IN (subquery)`` as PostgreSQL can look it up, also where several stand in one OR.

Its planner turns an OR of ``IN (subquery)`` into a scan of the whole table; of ``= ANY
(ARRAY(subquery))`` it evaluates the small subquery once and goes by the index. SQLite does
so by itself.
"""

from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, Subquery


class Among(Func):
    """Whether a column holds one of the few values of a queryset of one column."""

    template = "%(expressions)s"
    arg_joiner = " IN "
    conditional = True
    output_field = BooleanField()

    def __init__(self, column: str, rows: QuerySet) -> None:
        super().__init__(F(column), Subquery(rows))

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """With the subquery as an array, known before the table is read."""
        column, column_params = compiler.compile(self.source_expressions[0])
        rows, rows_params = compiler.compile(self.source_expressions[1])
        return f"{column} = ANY(ARRAY{rows})", (*column_params, *rows_params)
