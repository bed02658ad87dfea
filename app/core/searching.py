"""Looking for a piece of text in a column that is folded already: no case and no pattern."""

from typing import Any

from sqlalchemy import Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class holds(GenericFunction[bool]):  # noqa: N801 - it reads as a function of SQL
    """Whether a text has another one in it, letter by letter; NULL has nothing in it."""

    type = Boolean()
    inherit_cache = True


@compiles(holds, "sqlite")
def _in_sqlite(element: holds, compiler: Any, **how: Any) -> str:
    return f"instr({compiler.process(element.clauses, **how)}) > 0"


@compiles(holds, "postgresql")
def _in_postgresql(element: holds, compiler: Any, **how: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **how)}) > 0"
