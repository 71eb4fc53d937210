"""SQL's LIKE with the wildcards % and _, as the filter language has it (Django escapes them in its own lookups)."""

from typing import Any

from django.db.models import CharField, Lookup, TextField
from django.db.models.sql.compiler import SQLCompiler


class Like(Lookup[str]):
    """`column LIKE pattern`; upper and lower case differ (on SQLite only outside ASCII)."""

    lookup_name = "like"
    word = "LIKE"

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The comparison, with a backslash as escape."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        word = self.word if connection.vendor == "postgresql" else "LIKE"
        return f"{left} {word} {right} ESCAPE '\\'", (*left_values, *right_values)


class CaselessLike(Like):
    """The same, whatever the case."""

    lookup_name = "ilike"
    word = "ILIKE"


def register() -> None:
    """Make the lookups known to the columns that hold text."""
    for kind in (CharField, TextField):
        kind.register_lookup(Like)
        kind.register_lookup(CaselessLike)
